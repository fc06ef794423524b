//! VPCs, their attributes, subnets and zones.

use super::super::{each, word};
use super::tags;
use crate::snapshot::model::{
    AttributeBooleanValue, AvailabilityZone, CidrBlockState, Subnet, SubnetIpv6CidrBlockAssociation, Vpc, VpcAttribute,
    VpcCidrBlockAssociation, VpcIpv6CidrBlockAssociation,
};
use aws_sdk_ec2::operation::describe_vpc_attribute::DescribeVpcAttributeOutput;
use aws_sdk_ec2::types as sdk;

pub(super) fn availability_zone(zone: sdk::AvailabilityZone) -> AvailabilityZone {
    AvailabilityZone {
        state: word(zone.state),
        opt_in_status: word(zone.opt_in_status),
        region_name: zone.region_name,
        zone_name: zone.zone_name,
        zone_id: zone.zone_id,
        group_name: zone.group_name,
        network_border_group: zone.network_border_group,
        zone_type: zone.zone_type,
        parent_zone_id: zone.parent_zone_id,
    }
}

pub(super) fn vpc(vpc: sdk::Vpc) -> Vpc {
    Vpc {
        vpc_id: vpc.vpc_id.unwrap_or_default(),
        owner_id: vpc.owner_id,
        cidr_block: vpc.cidr_block,
        dhcp_options_id: vpc.dhcp_options_id,
        instance_tenancy: word(vpc.instance_tenancy),
        is_default: vpc.is_default,
        state: word(vpc.state),
        cidr_block_association_set: each(vpc.cidr_block_association_set, |block| VpcCidrBlockAssociation {
            association_id: block.association_id,
            cidr_block: block.cidr_block,
            cidr_block_state: block.cidr_block_state.map(vpc_block_state),
        }),
        ipv6_cidr_block_association_set: each(vpc.ipv6_cidr_block_association_set, |block| {
            VpcIpv6CidrBlockAssociation {
                association_id: block.association_id,
                ipv6_cidr_block: block.ipv6_cidr_block,
                ipv6_cidr_block_state: block.ipv6_cidr_block_state.map(vpc_block_state),
                network_border_group: block.network_border_group,
                ipv6_pool: block.ipv6_pool,
            }
        }),
        tags: tags(vpc.tags),
    }
}

fn vpc_block_state(state: sdk::VpcCidrBlockState) -> CidrBlockState {
    CidrBlockState { state: word(state.state), status_message: state.status_message }
}

pub(super) fn vpc_attribute(answer: DescribeVpcAttributeOutput) -> VpcAttribute {
    let value = |value: sdk::AttributeBooleanValue| AttributeBooleanValue { value: value.value };
    VpcAttribute {
        vpc_id: answer.vpc_id.unwrap_or_default(),
        enable_dns_support: answer.enable_dns_support.map(value),
        enable_dns_hostnames: answer.enable_dns_hostnames.map(value),
    }
}

/// Whether the attribute that was asked for came.
pub(super) fn has_attribute(seen: &VpcAttribute, attribute: &str) -> bool {
    match attribute {
        "enableDnsSupport" => seen.enable_dns_support.is_some(),
        "enableDnsHostnames" => seen.enable_dns_hostnames.is_some(),
        _ => false,
    }
}

pub(super) fn subnet(subnet: sdk::Subnet) -> Subnet {
    Subnet {
        subnet_id: subnet.subnet_id.unwrap_or_default(),
        vpc_id: subnet.vpc_id,
        owner_id: subnet.owner_id,
        subnet_arn: subnet.subnet_arn,
        availability_zone: subnet.availability_zone,
        availability_zone_id: subnet.availability_zone_id,
        cidr_block: subnet.cidr_block,
        ipv6_cidr_block_association_set: each(subnet.ipv6_cidr_block_association_set, |block| {
            SubnetIpv6CidrBlockAssociation {
                association_id: block.association_id,
                ipv6_cidr_block: block.ipv6_cidr_block,
                ipv6_cidr_block_state: block
                    .ipv6_cidr_block_state
                    .map(|state| CidrBlockState { state: word(state.state), status_message: state.status_message }),
            }
        }),
        available_ip_address_count: subnet.available_ip_address_count.map(i64::from),
        default_for_az: subnet.default_for_az,
        map_public_ip_on_launch: subnet.map_public_ip_on_launch,
        assign_ipv6_address_on_creation: subnet.assign_ipv6_address_on_creation,
        ipv6_native: subnet.ipv6_native,
        enable_dns64: subnet.enable_dns64,
        outpost_arn: subnet.outpost_arn,
        state: word(subnet.state),
        tags: tags(subnet.tags),
    }
}
