//! Network ACLs.

use super::super::{each, word};
use super::tags;
use crate::snapshot::model::{IcmpTypeCode, NetworkAcl, NetworkAclAssociation, NetworkAclEntry, PortRange};
use aws_sdk_ec2::types as sdk;

pub(super) fn network_acl(it: sdk::NetworkAcl) -> NetworkAcl {
    NetworkAcl {
        associations: each(it.associations, network_acl_association),
        entries: each(it.entries, network_acl_entry),
        is_default: it.is_default,
        network_acl_id: it.network_acl_id.unwrap_or_default(),
        tags: tags(it.tags),
        vpc_id: it.vpc_id,
        owner_id: it.owner_id,
    }
}

fn network_acl_association(it: sdk::NetworkAclAssociation) -> NetworkAclAssociation {
    NetworkAclAssociation {
        network_acl_association_id: it.network_acl_association_id,
        network_acl_id: it.network_acl_id,
        subnet_id: it.subnet_id,
    }
}

fn network_acl_entry(it: sdk::NetworkAclEntry) -> NetworkAclEntry {
    NetworkAclEntry {
        cidr_block: it.cidr_block,
        egress: it.egress,
        icmp_type_code: it.icmp_type_code.map(icmp_type_code),
        ipv6_cidr_block: it.ipv6_cidr_block,
        port_range: it.port_range.map(port_range),
        protocol: it.protocol,
        rule_action: word(it.rule_action),
        rule_number: it.rule_number.map(i64::from),
    }
}

fn icmp_type_code(it: sdk::IcmpTypeCode) -> IcmpTypeCode {
    IcmpTypeCode { code: it.code.map(i64::from), r#type: it.r#type.map(i64::from) }
}

fn port_range(it: sdk::PortRange) -> PortRange {
    PortRange { from: it.from.map(i64::from), to: it.to.map(i64::from) }
}
