//! The identity of one AWS thing.

use super::{AccountId, Partition, Region};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What kind of thing a [`ResourceId`] names. Service and type are as they stand in its ARN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// `ec2:vpc`.
    Vpc,
    /// `ec2:subnet`.
    Subnet,
    /// `ec2:route-table`.
    RouteTable,
    /// `ec2:vpc-endpoint`.
    VpcEndpoint,
    /// `ec2:prefix-list`.
    PrefixList,
    /// `ec2:security-group`.
    SecurityGroup,
    /// `ec2:network-interface`.
    NetworkInterface,
    /// `ec2:natgateway`.
    NatGateway,
    /// `ec2:internet-gateway`.
    InternetGateway,
    /// `ec2:vpc-endpoint-service`, as DescribeVpcEndpointServices names it.
    VpcEndpointService,
    /// `route53:hostedzone`.
    HostedZone,
    /// `ec2:network-acl`.
    NetworkAcl,
    /// `ec2:vpc-peering-connection`.
    VpcPeeringConnection,
    /// `ec2:transit-gateway`.
    TransitGateway,
    /// `ec2:transit-gateway-attachment`.
    TransitGatewayAttachment,
    /// `ec2:transit-gateway-route-table`.
    TransitGatewayRouteTable,
    /// `ec2:egress-only-internet-gateway`.
    EgressOnlyInternetGateway,
    /// `ec2:vpn-gateway`.
    VpnGateway,
    /// `ec2:dhcp-options`.
    DhcpOptions,
    /// `ec2:vpc-flow-log`.
    FlowLog,
    /// `ec2:instance`.
    Instance,
    /// `ec2:vpc-block-public-access-exclusion`.
    BlockPublicAccessExclusion,
    /// `route53resolver:resolver-endpoint`.
    ResolverEndpoint,
    /// `route53resolver:resolver-rule`.
    ResolverRule,
    /// `route53profiles:profile`.
    Profile,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 25] = [
        Self::Vpc,
        Self::Subnet,
        Self::RouteTable,
        Self::VpcEndpoint,
        Self::PrefixList,
        Self::SecurityGroup,
        Self::NetworkInterface,
        Self::NatGateway,
        Self::InternetGateway,
        Self::VpcEndpointService,
        Self::HostedZone,
        Self::NetworkAcl,
        Self::VpcPeeringConnection,
        Self::TransitGateway,
        Self::TransitGatewayAttachment,
        Self::TransitGatewayRouteTable,
        Self::EgressOnlyInternetGateway,
        Self::VpnGateway,
        Self::DhcpOptions,
        Self::FlowLog,
        Self::Instance,
        Self::BlockPublicAccessExclusion,
        Self::ResolverEndpoint,
        Self::ResolverRule,
        Self::Profile,
    ];

    /// The service part of the ARN.
    pub fn service(self) -> &'static str {
        match self {
            Self::HostedZone => "route53",
            Self::Vpc
            | Self::Subnet
            | Self::RouteTable
            | Self::VpcEndpoint
            | Self::PrefixList
            | Self::SecurityGroup
            | Self::NetworkInterface
            | Self::NatGateway
            | Self::InternetGateway
            | Self::VpcEndpointService
            | Self::NetworkAcl
            | Self::VpcPeeringConnection
            | Self::TransitGateway
            | Self::TransitGatewayAttachment
            | Self::TransitGatewayRouteTable
            | Self::EgressOnlyInternetGateway
            | Self::VpnGateway
            | Self::DhcpOptions
            | Self::FlowLog
            | Self::Instance
            | Self::BlockPublicAccessExclusion => "ec2",
            Self::ResolverEndpoint | Self::ResolverRule => "route53resolver",
            Self::Profile => "route53profiles",
        }
    }

    /// The resource type part of the ARN.
    ///
    /// See <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html>.
    pub fn arn_type(self) -> &'static str {
        match self {
            Self::Vpc => "vpc",
            Self::Subnet => "subnet",
            Self::RouteTable => "route-table",
            Self::VpcEndpoint => "vpc-endpoint",
            Self::PrefixList => "prefix-list",
            Self::SecurityGroup => "security-group",
            Self::NetworkInterface => "network-interface",
            Self::NatGateway => "natgateway",
            Self::InternetGateway => "internet-gateway",
            Self::VpcEndpointService => "vpc-endpoint-service",
            Self::HostedZone => "hostedzone",
            Self::NetworkAcl => "network-acl",
            Self::VpcPeeringConnection => "vpc-peering-connection",
            Self::TransitGateway => "transit-gateway",
            Self::TransitGatewayAttachment => "transit-gateway-attachment",
            Self::TransitGatewayRouteTable => "transit-gateway-route-table",
            Self::EgressOnlyInternetGateway => "egress-only-internet-gateway",
            Self::VpnGateway => "vpn-gateway",
            Self::DhcpOptions => "dhcp-options",
            Self::FlowLog => "vpc-flow-log",
            Self::Instance => "instance",
            Self::BlockPublicAccessExclusion => "vpc-block-public-access-exclusion",
            Self::ResolverEndpoint => "resolver-endpoint",
            Self::ResolverRule => "resolver-rule",
            Self::Profile => "profile",
        }
    }
}

/// Bytes that stand as they are in a path segment; every other is percent-encoded, so that no colon makes a scheme.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'_').remove(b'-');

/// The identity of one AWS thing: the only key by which things are joined.
///
/// INVARIANT: built from the owner's account, never the viewer's, so that a shared VPC seen from two accounts is one
/// thing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ResourceId {
    /// The partition.
    pub partition: Partition,
    /// The owner's account; `None` for what AWS itself owns.
    pub owner: Option<AccountId>,
    /// The Region, [`Region::global`] for Route 53.
    pub region: Region,
    /// The kind of thing.
    pub kind: Kind,
    /// The id, such as `vpce-0abc`; for a hosted zone without `/hostedzone/`.
    pub id: String,
}

impl ResourceId {
    /// The ARN. A hosted zone's has neither Region nor account; what AWS owns has `aws` for an account.
    pub fn arn(&self) -> String {
        let service = self.kind.service();
        let kind = self.kind.arn_type();
        match self.kind {
            Kind::HostedZone => format!("arn:{}:{service}:::{kind}/{}", self.partition, self.id),
            Kind::Vpc
            | Kind::Subnet
            | Kind::RouteTable
            | Kind::VpcEndpoint
            | Kind::PrefixList
            | Kind::SecurityGroup
            | Kind::NetworkInterface
            | Kind::NatGateway
            | Kind::InternetGateway
            | Kind::VpcEndpointService
            | Kind::NetworkAcl
            | Kind::VpcPeeringConnection
            | Kind::TransitGateway
            | Kind::TransitGatewayAttachment
            | Kind::TransitGatewayRouteTable
            | Kind::EgressOnlyInternetGateway
            | Kind::VpnGateway
            | Kind::DhcpOptions
            | Kind::FlowLog
            | Kind::Instance
            | Kind::BlockPublicAccessExclusion
            | Kind::ResolverEndpoint
            | Kind::ResolverRule
            | Kind::Profile => {
                format!("arn:{}:{service}:{}:{}:{kind}/{}", self.partition, self.region, self.owner_or_aws(), self.id)
            }
        }
    }

    /// The owner's account, or `aws` for what AWS owns.
    pub fn owner_or_aws(&self) -> &str {
        self.owner.as_ref().map_or("aws", AccountId::as_str)
    }

    /// The relative, colon-free path of the evidence document:
    /// `<partition>/<owner or aws>/<region|global>/<service>/<type>/<id>.json`.
    ///
    /// INVARIANT: never changes for a given thing. Code-scanning alerts are identified by it.
    pub fn path(&self) -> String {
        [self.partition.as_str(), self.owner_or_aws(), self.region.as_str(), self.kind.service(), self.kind.arn_type()]
            .iter()
            .map(|segment| Self::segment(segment) + "/")
            .collect::<String>()
            + &Self::segment(&self.id)
            + ".json"
    }

    /// One segment of a path, percent-encoded outside `[A-Za-z0-9._-]`.
    pub fn segment(text: &str) -> String {
        // A segment of dots alone would be read as a step in the tree.
        if text.chars().all(|character| character == '.') {
            return text.replace('.', "%2E");
        }
        utf8_percent_encode(text, SEGMENT).to_string()
    }
}

impl fmt::Display for ResourceId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.id)
    }
}
