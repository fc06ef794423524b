//! Security groups.

use super::super::each;
use super::tags;
use crate::snapshot::model::{
    GroupIdentifier, IpPermission, IpRange, Ipv6Range, PrefixListId, SecurityGroup, UserIdGroupPair,
};
use aws_sdk_ec2::types as sdk;

pub(super) fn security_group(group: sdk::SecurityGroup) -> SecurityGroup {
    SecurityGroup {
        group_id: group.group_id.unwrap_or_default(),
        group_name: group.group_name,
        description: group.description,
        vpc_id: group.vpc_id,
        owner_id: group.owner_id,
        security_group_arn: group.security_group_arn,
        ip_permissions: each(group.ip_permissions, permission),
        ip_permissions_egress: each(group.ip_permissions_egress, permission),
        tags: tags(group.tags),
    }
}

fn permission(permission: sdk::IpPermission) -> IpPermission {
    IpPermission {
        ip_protocol: permission.ip_protocol,
        from_port: permission.from_port.map(i64::from),
        to_port: permission.to_port.map(i64::from),
        ip_ranges: each(permission.ip_ranges, |range| IpRange {
            cidr_ip: range.cidr_ip,
            description: range.description,
        }),
        ipv6_ranges: each(permission.ipv6_ranges, |range| Ipv6Range {
            cidr_ipv6: range.cidr_ipv6,
            description: range.description,
        }),
        prefix_list_ids: each(permission.prefix_list_ids, |list| PrefixListId {
            prefix_list_id: list.prefix_list_id,
            description: list.description,
        }),
        user_id_group_pairs: each(permission.user_id_group_pairs, group_pair),
    }
}

fn group_pair(pair: sdk::UserIdGroupPair) -> UserIdGroupPair {
    UserIdGroupPair {
        group_id: pair.group_id,
        group_name: pair.group_name,
        user_id: pair.user_id,
        vpc_id: pair.vpc_id,
        vpc_peering_connection_id: pair.vpc_peering_connection_id,
        peering_status: pair.peering_status,
        description: pair.description,
    }
}

pub(super) fn identifier(group: sdk::GroupIdentifier) -> GroupIdentifier {
    GroupIdentifier { group_id: group.group_id, group_name: group.group_name }
}
