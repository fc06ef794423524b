//! Security group rules one by one, and groups lent to other VPCs.

use super::super::word;
use super::tags;
use crate::snapshot::model::{ReferencedSecurityGroup, SecurityGroupRule, SecurityGroupVpcAssociation};
use aws_sdk_ec2::types as sdk;

pub(super) fn security_group_rule(it: sdk::SecurityGroupRule) -> SecurityGroupRule {
    SecurityGroupRule {
        security_group_rule_id: it.security_group_rule_id.unwrap_or_default(),
        group_id: it.group_id,
        group_owner_id: it.group_owner_id,
        is_egress: it.is_egress,
        ip_protocol: it.ip_protocol,
        from_port: it.from_port.map(i64::from),
        to_port: it.to_port.map(i64::from),
        cidr_ipv4: it.cidr_ipv4,
        cidr_ipv6: it.cidr_ipv6,
        prefix_list_id: it.prefix_list_id,
        referenced_group_info: it.referenced_group_info.map(referenced_security_group),
        description: it.description,
        tags: tags(it.tags),
        security_group_rule_arn: it.security_group_rule_arn,
    }
}

fn referenced_security_group(it: sdk::ReferencedSecurityGroup) -> ReferencedSecurityGroup {
    ReferencedSecurityGroup {
        group_id: it.group_id,
        peering_status: it.peering_status,
        user_id: it.user_id,
        vpc_id: it.vpc_id,
        vpc_peering_connection_id: it.vpc_peering_connection_id,
    }
}

pub(super) fn security_group_vpc_association(it: sdk::SecurityGroupVpcAssociation) -> SecurityGroupVpcAssociation {
    SecurityGroupVpcAssociation {
        group_id: it.group_id.unwrap_or_default(),
        vpc_id: it.vpc_id,
        vpc_owner_id: it.vpc_owner_id,
        state: word(it.state),
        state_reason: it.state_reason,
        group_owner_id: it.group_owner_id,
    }
}
