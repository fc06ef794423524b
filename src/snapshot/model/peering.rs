//! VPC peering connections.
#![expect(missing_docs, reason = "members bear AWS's names; the page linked on each type documents them")]

use super::{Described, Tag};
use serde::{Deserialize, Serialize};

/// A peering connection between two VPCs, of any accounts and Regions.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcPeeringConnection.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct VpcPeeringConnection {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepter_vpc_info: Option<VpcPeeringConnectionVpcInfo>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiration_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requester_vpc_info: Option<VpcPeeringConnectionVpcInfo>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<VpcPeeringConnectionStateReason>,
    pub tags: Vec<Tag>,
    pub vpc_peering_connection_id: String,
}

impl Described for VpcPeeringConnection {
    fn id(&self) -> &str {
        &self.vpc_peering_connection_id
    }

    fn canonicalise(&mut self) {
        self.accepter_vpc_info.iter_mut().for_each(VpcPeeringConnectionVpcInfo::sort);
        super::canonical_time(&mut self.expiration_time);
        self.requester_vpc_info.iter_mut().for_each(VpcPeeringConnectionVpcInfo::sort);
        self.tags.sort();
    }
}

/// One side of a peering connection.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcPeeringConnectionVpcInfo.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct VpcPeeringConnectionVpcInfo {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cidr_block: Option<String>,
    pub ipv6_cidr_block_set: Vec<Ipv6CidrBlock>,
    pub cidr_block_set: Vec<CidrBlock>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub peering_options: Option<VpcPeeringConnectionOptionsDescription>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
}

impl VpcPeeringConnectionVpcInfo {
    fn sort(&mut self) {
        self.ipv6_cidr_block_set.sort();
        self.cidr_block_set.sort();
    }
}

/// An IPv6 block of one side.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Ipv6CidrBlock.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Ipv6CidrBlock {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ipv6_cidr_block: Option<String>,
}

/// An IPv4 block of one side.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CidrBlock.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CidrBlock {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cidr_block: Option<String>,
}

/// What one side lets the other do.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcPeeringConnectionOptionsDescription.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct VpcPeeringConnectionOptionsDescription {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_dns_resolution_from_remote_vpc: Option<bool>,
}

/// The state of a peering connection, and why.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcPeeringConnectionStateReason.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct VpcPeeringConnectionStateReason {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}
