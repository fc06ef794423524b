//! Transit gateways: attachments, route tables, propagations and routes.
#![expect(missing_docs, reason = "members bear AWS's names; the page linked on each type documents them")]

use super::{Described, Tag};
use serde::{Deserialize, Serialize};

/// A transit gateway, the account's own or shared with it.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGateway.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct TransitGateway {
    pub transit_gateway_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transit_gateway_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creation_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<TransitGatewayOptions>,
    pub tags: Vec<Tag>,
}

impl Described for TransitGateway {
    fn id(&self) -> &str {
        &self.transit_gateway_id
    }

    fn canonicalise(&mut self) {
        super::canonical_time(&mut self.creation_time);
        self.options.iter_mut().for_each(TransitGatewayOptions::sort);
        self.tags.sort();
    }
}

/// Settings of a transit gateway.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayOptions.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct TransitGatewayOptions {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amazon_side_asn: Option<i64>,
    pub transit_gateway_cidr_blocks: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_accept_shared_attachments: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_route_table_association: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub association_default_route_table_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_route_table_propagation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub propagation_default_route_table_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpn_ecmp_support: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dns_support: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security_group_referencing_support: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub multicast_support: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encryption_support: Option<EncryptionSupport>,
}

impl TransitGatewayOptions {
    fn sort(&mut self) {
        self.transit_gateway_cidr_blocks.sort();
    }
}

/// Whether traffic is encrypted in transit.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EncryptionSupport.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct EncryptionSupport {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encryption_state: Option<String>,
}

/// A resource attached to a transit gateway, with the route table it is associated with.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayAttachment.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct TransitGatewayAttachment {
    pub transit_gateway_attachment_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transit_gateway_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transit_gateway_owner_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_owner_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub association: Option<TransitGatewayAttachmentAssociation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creation_time: Option<String>,
    pub tags: Vec<Tag>,
}

impl Described for TransitGatewayAttachment {
    fn id(&self) -> &str {
        &self.transit_gateway_attachment_id
    }

    fn canonicalise(&mut self) {
        super::canonical_time(&mut self.creation_time);
        self.tags.sort();
    }
}

/// The route table that decides where an attachment's traffic goes.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayAttachmentAssociation.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct TransitGatewayAttachmentAssociation {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transit_gateway_route_table_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

/// A VPC attached to a transit gateway: one subnet a zone.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayVpcAttachment.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct TransitGatewayVpcAttachment {
    pub transit_gateway_attachment_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transit_gateway_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_owner_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    pub subnet_ids: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creation_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<TransitGatewayVpcAttachmentOptions>,
    pub tags: Vec<Tag>,
}

impl Described for TransitGatewayVpcAttachment {
    fn id(&self) -> &str {
        &self.transit_gateway_attachment_id
    }

    fn canonicalise(&mut self) {
        self.subnet_ids.sort();
        super::canonical_time(&mut self.creation_time);
        self.tags.sort();
    }
}

/// Settings of a VPC's attachment.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayVpcAttachmentOptions.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct TransitGatewayVpcAttachmentOptions {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dns_support: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security_group_referencing_support: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ipv6_support: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appliance_mode_support: Option<String>,
}

/// A route table of a transit gateway; its owner alone sees it.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayRouteTable.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct TransitGatewayRouteTable {
    pub transit_gateway_route_table_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transit_gateway_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_association_route_table: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_propagation_route_table: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creation_time: Option<String>,
    pub tags: Vec<Tag>,
}

impl Described for TransitGatewayRouteTable {
    fn id(&self) -> &str {
        &self.transit_gateway_route_table_id
    }

    fn canonicalise(&mut self) {
        super::canonical_time(&mut self.creation_time);
        self.tags.sort();
    }
}

/// An attachment that propagates its routes into a table.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayRouteTablePropagation.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct TransitGatewayRouteTablePropagation {
    pub transit_gateway_attachment_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transit_gateway_route_table_announcement_id: Option<String>,
}

impl Described for TransitGatewayRouteTablePropagation {
    fn id(&self) -> &str {
        &self.transit_gateway_attachment_id
    }

    fn variant(&self) -> String {
        self.transit_gateway_route_table_announcement_id.clone().unwrap_or_default()
    }

    fn canonicalise(&mut self) {}
}

/// A route of a transit gateway's table, static or propagated, active or blackhole.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayRoute.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct TransitGatewayRoute {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_cidr_block: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix_list_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transit_gateway_route_table_announcement_id: Option<String>,
    pub transit_gateway_attachments: Vec<TransitGatewayRouteAttachment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

impl Described for TransitGatewayRoute {
    fn id(&self) -> &str {
        self.destination_cidr_block.as_deref().or(self.prefix_list_id.as_deref()).unwrap_or_default()
    }

    fn variant(&self) -> String {
        [&self.r#type, &self.state, &self.prefix_list_id, &self.transit_gateway_route_table_announcement_id]
            .map(|part| part.as_deref().unwrap_or_default())
            .join("/")
    }

    fn canonicalise(&mut self) {
        self.transit_gateway_attachments.sort();
    }
}

/// Where a route of a transit gateway leads.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayRouteAttachment.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct TransitGatewayRouteAttachment {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transit_gateway_attachment_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_type: Option<String>,
}
