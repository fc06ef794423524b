//! Paths at rest: hops, traces and the egress of a subnet to a service. Built by `network`, shown by many.

use crate::id::{ResourceId, ServiceName};
use crate::snapshot::{Answer, Gaps};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;

/// A family of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// IPv4.
    Ipv4,
    /// IPv6.
    Ipv6,
}

impl Family {
    /// The word used everywhere.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ipv4 => "ipv4",
            Self::Ipv6 => "ipv6",
        }
    }
}

impl fmt::Display for Family {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// What finally hands a packet to the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Via {
    /// A gateway endpoint.
    GatewayEndpoint,
    /// An interface endpoint of the VPC.
    InterfaceEndpoint,
    /// An interface endpoint of another VPC.
    CentralEndpoint,
    /// A NAT gateway.
    NatGateway,
    /// An internet gateway.
    InternetGateway,
    /// An egress-only internet gateway.
    EgressOnlyInternetGateway,
    /// A transit gateway, where what lies behind is out of view.
    TransitGateway,
    /// A Cloud WAN core network, where what lies behind is out of view.
    CoreNetwork,
    /// A VPC peering connection.
    Peering,
    /// A virtual private gateway.
    VpnGateway,
    /// A Gateway Load Balancer endpoint.
    GatewayLoadBalancerEndpoint,
    /// An instance or network interface.
    Appliance,
    /// An Outpost's local gateway.
    LocalGateway,
    /// A carrier gateway.
    CarrierGateway,
    /// Nothing: no route, or a dead one.
    None,
    /// Several; the parts say which.
    Mixed,
    /// Cannot be told.
    Unknown,
}

impl Via {
    /// The word used everywhere.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::GatewayEndpoint => "gateway-endpoint",
            Self::InterfaceEndpoint => "interface-endpoint",
            Self::CentralEndpoint => "central-endpoint",
            Self::NatGateway => "nat-gateway",
            Self::InternetGateway => "internet-gateway",
            Self::EgressOnlyInternetGateway => "egress-only-internet-gateway",
            Self::TransitGateway => "transit-gateway",
            Self::CoreNetwork => "core-network",
            Self::Peering => "peering",
            Self::VpnGateway => "vpn-gateway",
            Self::GatewayLoadBalancerEndpoint => "gateway-load-balancer-endpoint",
            Self::Appliance => "appliance",
            Self::LocalGateway => "local-gateway",
            Self::CarrierGateway => "carrier-gateway",
            Self::None => "none",
            Self::Mixed => "mixed",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Via {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// What becomes of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Disposition {
    /// It arrives at a thing in view.
    Delivered,
    /// It arrives at the service by a private path.
    ToService,
    /// It leaves for the internet.
    ToInternet,
    /// No route matches.
    NoRoute,
    /// The route that matches is dead.
    Blackhole,
    /// A security group does not let it through.
    DeniedBySecurityGroup,
    /// A network ACL does not let it through.
    DeniedByNetworkAcl,
    /// A gateway does not let it through.
    DeniedByGateway,
    /// The name does not resolve.
    UnresolvedName,
    /// It leaves for a network that is not in view.
    LeavesView,
    /// Nothing in the subnet could send it.
    NoClients,
    /// Different clients see different things.
    Mixed,
    /// Cannot be told.
    Unknown,
}

impl Disposition {
    /// Whether packets arrive: at a thing in view, at the service or in the internet. Of what leaves the view it is only
    /// known that nothing in view stops it.
    pub fn succeeds(self) -> bool {
        match self {
            Self::Delivered | Self::ToService | Self::ToInternet | Self::LeavesView => true,
            Self::NoRoute
            | Self::Blackhole
            | Self::DeniedBySecurityGroup
            | Self::DeniedByNetworkAcl
            | Self::DeniedByGateway
            | Self::UnresolvedName
            | Self::NoClients
            | Self::Mixed
            | Self::Unknown => false,
        }
    }

    /// The word used everywhere.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::ToService => "to-service",
            Self::ToInternet => "to-internet",
            Self::NoRoute => "no-route",
            Self::Blackhole => "blackhole",
            Self::DeniedBySecurityGroup => "denied-by-security-group",
            Self::DeniedByNetworkAcl => "denied-by-network-acl",
            Self::DeniedByGateway => "denied-by-gateway",
            Self::UnresolvedName => "unresolved-name",
            Self::LeavesView => "leaves-view",
            Self::NoClients => "no-clients",
            Self::Mixed => "mixed",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Disposition {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// One step of a path: the thing passed, what it did, and the member that decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Hop {
    /// The thing.
    pub resource: ResourceId,
    /// What it did with the packet, a few words.
    pub action: String,
    /// The operation that showed the deciding member.
    pub operation: String,
    /// An RFC 6901 pointer to the deciding member in the thing's evidence document.
    pub pointer: String,
    /// The deciding member.
    pub value: Value,
    /// The AWS page that documents the step.
    pub see: &'static str,
}

/// Hops from here to there, with what becomes of the packet.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// The hops, in order.
    pub hops: Vec<Hop>,
    /// What becomes of the packet.
    pub disposition: Disposition,
}

/// A part of a service's addresses that takes a path of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What hands the packet over.
    pub via: Via,
    /// The target, as the route names it.
    pub target: String,
    /// The share of the service's addresses, 0 to 1.
    pub share: f64,
}

/// What becomes of packets of the interfaces that have the same security groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// The groups.
    pub groups: Vec<String>,
    /// The interfaces.
    pub interfaces: Vec<String>,
    /// What becomes of their packets.
    pub disposition: Disposition,
}

/// The egress of one subnet to one service over one family.
#[derive(Clone, Debug, PartialEq)]
pub struct Egress {
    /// The subnet.
    pub subnet: ResourceId,
    /// The service's token, such as `s3`.
    pub service: String,
    /// The service's name in the Region, if it is known.
    pub service_name: Option<ServiceName>,
    /// The family.
    pub family: Family,
    /// What finally hands the packet to the service.
    pub via: Via,
    /// That thing's id, as the route names it; empty for none.
    pub target: String,
    /// The parts, where `via` is mixed.
    pub parts: Vec<Part>,
    /// The gateways passed on the way.
    pub through: Vec<String>,
    /// What becomes of the packet.
    pub disposition: Disposition,
    /// Per set of groups, where they differ.
    pub clients: Vec<Client>,
    /// Why `via` or `disposition` cannot be told.
    pub gaps: Gaps,
    /// The hops.
    pub trace: Vec<Hop>,
}

impl Egress {
    /// What hands the packet over, or why that cannot be told.
    pub fn via(&self) -> Answer<Via> {
        match self.via {
            Via::Unknown => Answer::Unknown(self.gaps.clone()),
            via => Answer::Known(via),
        }
    }
}
