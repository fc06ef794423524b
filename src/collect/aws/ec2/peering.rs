//! VPC peering connections.

use super::super::{each, time, word};
use super::tags;
use crate::snapshot::model::{
    CidrBlock, Ipv6CidrBlock, VpcPeeringConnection, VpcPeeringConnectionOptionsDescription,
    VpcPeeringConnectionStateReason, VpcPeeringConnectionVpcInfo,
};
use aws_sdk_ec2::types as sdk;

pub(super) fn vpc_peering_connection(it: sdk::VpcPeeringConnection) -> VpcPeeringConnection {
    VpcPeeringConnection {
        accepter_vpc_info: it.accepter_vpc_info.map(vpc_peering_connection_vpc_info),
        expiration_time: time(it.expiration_time),
        requester_vpc_info: it.requester_vpc_info.map(vpc_peering_connection_vpc_info),
        status: it.status.map(vpc_peering_connection_state_reason),
        tags: tags(it.tags),
        vpc_peering_connection_id: it.vpc_peering_connection_id.unwrap_or_default(),
    }
}

fn vpc_peering_connection_vpc_info(it: sdk::VpcPeeringConnectionVpcInfo) -> VpcPeeringConnectionVpcInfo {
    VpcPeeringConnectionVpcInfo {
        cidr_block: it.cidr_block,
        ipv6_cidr_block_set: each(it.ipv6_cidr_block_set, ipv6_cidr_block),
        cidr_block_set: each(it.cidr_block_set, cidr_block),
        owner_id: it.owner_id,
        peering_options: it.peering_options.map(vpc_peering_connection_options_description),
        vpc_id: it.vpc_id,
        region: it.region,
    }
}

fn ipv6_cidr_block(it: sdk::Ipv6CidrBlock) -> Ipv6CidrBlock {
    Ipv6CidrBlock { ipv6_cidr_block: it.ipv6_cidr_block }
}

fn cidr_block(it: sdk::CidrBlock) -> CidrBlock {
    CidrBlock { cidr_block: it.cidr_block }
}

fn vpc_peering_connection_options_description(
    it: sdk::VpcPeeringConnectionOptionsDescription,
) -> VpcPeeringConnectionOptionsDescription {
    VpcPeeringConnectionOptionsDescription {
        allow_dns_resolution_from_remote_vpc: it.allow_dns_resolution_from_remote_vpc,
    }
}

fn vpc_peering_connection_state_reason(it: sdk::VpcPeeringConnectionStateReason) -> VpcPeeringConnectionStateReason {
    VpcPeeringConnectionStateReason { code: word(it.code), message: it.message }
}
