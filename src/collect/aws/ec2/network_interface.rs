//! Network interfaces.

use super::super::{each, word};
use super::{security_group, tags};
use crate::snapshot::model::{
    NetworkInterface, NetworkInterfaceAssociation, NetworkInterfaceAttachment, NetworkInterfaceIpv6Address,
    NetworkInterfacePrivateIpAddress,
};
use aws_sdk_ec2::types as sdk;

pub(super) fn network_interface(interface: sdk::NetworkInterface) -> NetworkInterface {
    NetworkInterface {
        network_interface_id: interface.network_interface_id.unwrap_or_default(),
        interface_type: word(interface.interface_type),
        vpc_id: interface.vpc_id,
        subnet_id: interface.subnet_id,
        availability_zone: interface.availability_zone,
        availability_zone_id: interface.availability_zone_id,
        owner_id: interface.owner_id,
        description: interface.description,
        requester_id: interface.requester_id,
        requester_managed: interface.requester_managed,
        status: word(interface.status),
        source_dest_check: interface.source_dest_check,
        private_ip_address: interface.private_ip_address,
        private_ip_addresses: each(interface.private_ip_addresses, private_address),
        ipv6_addresses: each(interface.ipv6_addresses, |address| NetworkInterfaceIpv6Address {
            ipv6_address: address.ipv6_address,
        }),
        groups: each(interface.groups, security_group::identifier),
        association: interface.association.map(association),
        attachment: interface.attachment.map(attachment),
        tag_set: tags(interface.tag_set),
    }
}

fn private_address(address: sdk::NetworkInterfacePrivateIpAddress) -> NetworkInterfacePrivateIpAddress {
    NetworkInterfacePrivateIpAddress {
        private_ip_address: address.private_ip_address,
        private_dns_name: address.private_dns_name,
        primary: address.primary,
        association: address.association.map(association),
    }
}

fn association(association: sdk::NetworkInterfaceAssociation) -> NetworkInterfaceAssociation {
    NetworkInterfaceAssociation {
        public_ip: association.public_ip,
        public_dns_name: association.public_dns_name,
        ip_owner_id: association.ip_owner_id,
        allocation_id: association.allocation_id,
        association_id: association.association_id,
        carrier_ip: association.carrier_ip,
    }
}

fn attachment(attachment: sdk::NetworkInterfaceAttachment) -> NetworkInterfaceAttachment {
    NetworkInterfaceAttachment {
        attachment_id: attachment.attachment_id,
        device_index: attachment.device_index.map(i64::from),
        instance_id: attachment.instance_id,
        instance_owner_id: attachment.instance_owner_id,
        status: word(attachment.status),
        delete_on_termination: attachment.delete_on_termination,
    }
}
