//! NAT and internet gateways.

use super::super::{each, time, word};
use super::tags;
use crate::snapshot::model::{
    EgressOnlyInternetGateway, InternetGateway, InternetGatewayAttachment, NatGateway, NatGatewayAddress,
};
use aws_sdk_ec2::types as sdk;

pub(super) fn nat_gateway(gateway: sdk::NatGateway) -> NatGateway {
    NatGateway {
        nat_gateway_id: gateway.nat_gateway_id.unwrap_or_default(),
        vpc_id: gateway.vpc_id,
        subnet_id: gateway.subnet_id,
        connectivity_type: word(gateway.connectivity_type),
        availability_mode: word(gateway.availability_mode),
        state: word(gateway.state),
        failure_code: gateway.failure_code,
        failure_message: gateway.failure_message,
        create_time: time(gateway.create_time),
        delete_time: time(gateway.delete_time),
        route_table_id: gateway.route_table_id,
        nat_gateway_addresses: each(gateway.nat_gateway_addresses, address),
        tags: tags(gateway.tags),
    }
}

fn address(address: sdk::NatGatewayAddress) -> NatGatewayAddress {
    NatGatewayAddress {
        allocation_id: address.allocation_id,
        network_interface_id: address.network_interface_id,
        private_ip: address.private_ip,
        public_ip: address.public_ip,
        association_id: address.association_id,
        is_primary: address.is_primary,
        status: word(address.status),
        failure_message: address.failure_message,
        availability_zone: address.availability_zone,
        availability_zone_id: address.availability_zone_id,
    }
}

pub(super) fn internet_gateway(gateway: sdk::InternetGateway) -> InternetGateway {
    InternetGateway {
        internet_gateway_id: gateway.internet_gateway_id.unwrap_or_default(),
        owner_id: gateway.owner_id,
        attachments: each(gateway.attachments, attachment),
        tags: tags(gateway.tags),
    }
}

pub(super) fn egress_only(gateway: sdk::EgressOnlyInternetGateway) -> EgressOnlyInternetGateway {
    EgressOnlyInternetGateway {
        egress_only_internet_gateway_id: gateway.egress_only_internet_gateway_id.unwrap_or_default(),
        attachments: each(gateway.attachments, attachment),
        tags: tags(gateway.tags),
    }
}

fn attachment(attachment: sdk::InternetGatewayAttachment) -> InternetGatewayAttachment {
    InternetGatewayAttachment { vpc_id: attachment.vpc_id, state: word(attachment.state) }
}
