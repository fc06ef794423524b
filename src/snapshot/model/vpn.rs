//! Virtual private gateways and VPN connections.
#![expect(missing_docs, reason = "members bear AWS's names; the page linked on each type documents them")]

use super::{Described, Tag};
use serde::{Deserialize, Serialize};

/// A virtual private gateway.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpnGateway.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct VpnGateway {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amazon_side_asn: Option<i64>,
    pub tags: Vec<Tag>,
    pub vpn_gateway_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub availability_zone: Option<String>,
    pub vpc_attachments: Vec<VpcAttachment>,
}

impl Described for VpnGateway {
    fn id(&self) -> &str {
        &self.vpn_gateway_id
    }

    fn canonicalise(&mut self) {
        self.tags.sort();
        self.vpc_attachments.sort();
    }
}

/// A virtual private gateway's tie to a VPC.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcAttachment.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct VpcAttachment {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

/// A Site-to-Site VPN connection. What AWS answers beyond this holds secrets and is not kept.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpnConnection.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct VpnConnection {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transit_gateway_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub core_network_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gateway_association_state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<VpnConnectionOptions>,
    pub routes: Vec<VpnStaticRoute>,
    pub tags: Vec<Tag>,
    pub vpn_connection_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_gateway_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpn_gateway_id: Option<String>,
}

impl Described for VpnConnection {
    fn id(&self) -> &str {
        &self.vpn_connection_id
    }

    fn canonicalise(&mut self) {
        self.routes.sort();
        self.tags.sort();
    }
}

/// Settings of a VPN connection.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpnConnectionOptions.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct VpnConnectionOptions {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub static_routes_only: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_ipv4_network_cidr: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_ipv4_network_cidr: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_ipv6_network_cidr: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_ipv6_network_cidr: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tunnel_inside_ip_version: Option<String>,
}

/// A static route of a VPN connection.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpnStaticRoute.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct VpnStaticRoute {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_cidr_block: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}
