//! Where a route sends packets.

use super::Place;
use super::route::site;
use crate::finding::Via;
use crate::snapshot::model::{Route, RouteTable, VpcEndpoint};
use crate::snapshot::{Answer, Gap};
use std::fmt;

/// Where a route sends packets: every kind of target AWS names, with its id.
///
/// See <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html>.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// The VPC itself.
    Local,
    /// A gateway endpoint, `vpce-…`.
    GatewayEndpoint(String),
    /// A Gateway Load Balancer endpoint, `vpce-…`.
    GatewayLoadBalancerEndpoint(String),
    /// An internet gateway, `igw-…`.
    InternetGateway(String),
    /// An egress-only internet gateway, `eigw-…`.
    EgressOnlyInternetGateway(String),
    /// A virtual private gateway, `vgw-…`.
    VpnGateway(String),
    /// A NAT gateway, `nat-…`.
    NatGateway(String),
    /// A transit gateway, `tgw-…`.
    TransitGateway(String),
    /// A VPC peering connection, `pcx-…`.
    Peering(String),
    /// An instance, `i-…`, of which AWS does not name the interface.
    Instance(String),
    /// A network interface, `eni-…`, an instance's included.
    NetworkInterface(String),
    /// An Outpost's local gateway, `lgw-…`.
    LocalGateway(String),
    /// A carrier gateway, `cagw-…`.
    CarrierGateway(String),
    /// A Cloud WAN core network, by ARN.
    CoreNetwork(String),
    /// An Oracle Database@AWS network, by ARN.
    OdbNetwork(String),
}

impl Target {
    /// The target of a route of a table. Whether a `vpce-…` is a gateway or a Gateway Load Balancer endpoint, the
    /// endpoint says where it was seen; else the destination does, as only a gateway endpoint's is a prefix list.
    pub fn of(place: &Place<'_>, table: &RouteTable, route: &Route) -> Answer<Self> {
        let at = table.route_table_id.as_str();
        let Route {
            destination_cidr_block: _,
            destination_ipv6_cidr_block: _,
            destination_prefix_list_id,
            gateway_id,
            nat_gateway_id,
            transit_gateway_id,
            vpc_peering_connection_id,
            network_interface_id,
            instance_id,
            instance_owner_id: _,
            egress_only_internet_gateway_id,
            local_gateway_id,
            carrier_gateway_id,
            core_network_arn,
            odb_network_arn,
            // NOTE: accompanies the interface of a route server's peer, and is no target of its own.
            ip_address: _,
            origin: _,
            state: _,
        } = route;
        // An instance's route names the instance and its interface, which are one target.
        let appliance = match (network_interface_id, instance_id) {
            (Some(interface), _) => Some(Self::NetworkInterface(interface.clone())),
            (None, Some(instance)) => Some(Self::Instance(instance.clone())),
            (None, None) => None,
        };
        let gateway = match gateway_id.as_deref() {
            Some(id) => match Self::of_gateway(place, id, destination_prefix_list_id.is_some(), at) {
                Answer::Known(target) => Some(target),
                Answer::Unknown(gaps) => return Answer::Unknown(gaps),
            },
            None => None,
        };
        let named = [
            gateway,
            appliance,
            nat_gateway_id.clone().map(Self::NatGateway),
            transit_gateway_id.clone().map(Self::TransitGateway),
            vpc_peering_connection_id.clone().map(Self::Peering),
            egress_only_internet_gateway_id.clone().map(Self::EgressOnlyInternetGateway),
            local_gateway_id.clone().map(Self::LocalGateway),
            carrier_gateway_id.clone().map(Self::CarrierGateway),
            core_network_arn.clone().map(Self::CoreNetwork),
            odb_network_arn.clone().map(Self::OdbNetwork),
        ];
        let mut named = named.into_iter().flatten();
        match (named.next(), named.next()) {
            (Some(target), None) => Answer::Known(target),
            (None, _) => Answer::unknown(Gap::Malformed { field: "target".to_owned(), at: site(route, at) }),
            (Some(one), Some(other)) => Answer::unknown(Gap::Ambiguous {
                what: format!("{} names two targets, {one} and {other}", site(route, at)),
            }),
        }
    }

    fn of_gateway(place: &Place<'_>, id: &str, to_prefix_list: bool, at: &str) -> Answer<Self> {
        let owned = || id.to_owned();
        Answer::Known(match id.split_once('-').map(|(kind, _)| kind) {
            None if id == "local" => Self::Local,
            Some("igw") => Self::InternetGateway(owned()),
            Some("vgw") => Self::VpnGateway(owned()),
            // Documented members of their own hold these; older tools put them here.
            Some("nat") => Self::NatGateway(owned()),
            Some("tgw") => Self::TransitGateway(owned()),
            Some("eigw") => Self::EgressOnlyInternetGateway(owned()),
            Some("lgw") => Self::LocalGateway(owned()),
            Some("cagw") => Self::CarrierGateway(owned()),
            Some("vpce") => return Self::of_endpoint(place, id, to_prefix_list),
            None | Some(_) => {
                return Answer::unknown(Gap::Unrecognised { field: format!("{at} GatewayId"), value: owned() });
            }
        })
    }

    fn of_endpoint(place: &Place<'_>, id: &str, to_prefix_list: bool) -> Answer<Self> {
        let seen: Option<&VpcEndpoint> = place.find(&place.view.vpc_endpoints, id).map(|seat| seat.it);
        match seen.and_then(|endpoint| endpoint.vpc_endpoint_type.as_deref()) {
            Some("Gateway") => Answer::Known(Self::GatewayEndpoint(id.to_owned())),
            Some("GatewayLoadBalancer") => Answer::Known(Self::GatewayLoadBalancerEndpoint(id.to_owned())),
            Some(other) => {
                Answer::unknown(Gap::Unrecognised { field: format!("{id} VpcEndpointType"), value: other.to_owned() })
            }
            None if to_prefix_list => Answer::Known(Self::GatewayEndpoint(id.to_owned())),
            None => Answer::Known(Self::GatewayLoadBalancerEndpoint(id.to_owned())),
        }
    }

    /// The id, as the route names it.
    pub fn id(&self) -> String {
        match self {
            Self::Local => "local".to_owned(),
            Self::GatewayEndpoint(id)
            | Self::GatewayLoadBalancerEndpoint(id)
            | Self::InternetGateway(id)
            | Self::EgressOnlyInternetGateway(id)
            | Self::VpnGateway(id)
            | Self::NatGateway(id)
            | Self::TransitGateway(id)
            | Self::Peering(id)
            | Self::Instance(id)
            | Self::NetworkInterface(id)
            | Self::LocalGateway(id)
            | Self::CarrierGateway(id)
            | Self::CoreNetwork(id)
            | Self::OdbNetwork(id) => id.clone(),
        }
    }

    /// The word for what hands a packet over. Nothing does where it stays in the VPC; an Oracle Database@AWS network has
    /// no word of its own yet.
    pub fn via(&self) -> Via {
        match self {
            Self::Local => Via::None,
            Self::GatewayEndpoint(_) => Via::GatewayEndpoint,
            Self::GatewayLoadBalancerEndpoint(_) => Via::GatewayLoadBalancerEndpoint,
            Self::InternetGateway(_) => Via::InternetGateway,
            Self::EgressOnlyInternetGateway(_) => Via::EgressOnlyInternetGateway,
            Self::VpnGateway(_) => Via::VpnGateway,
            Self::NatGateway(_) => Via::NatGateway,
            Self::TransitGateway(_) => Via::TransitGateway,
            Self::Peering(_) => Via::Peering,
            Self::Instance(_) | Self::NetworkInterface(_) => Via::Appliance,
            Self::LocalGateway(_) => Via::LocalGateway,
            Self::CarrierGateway(_) => Via::CarrierGateway,
            Self::CoreNetwork(_) => Via::CoreNetwork,
            Self::OdbNetwork(_) => Via::Unknown,
        }
    }

    /// Whether a packet for a service that goes there may reach it in public: all but the VPC itself, a gateway endpoint
    /// and an Oracle Database@AWS network, which carries its own addresses only.
    pub fn is_public(&self) -> bool {
        match self {
            Self::Local | Self::GatewayEndpoint(_) | Self::OdbNetwork(_) => false,
            Self::GatewayLoadBalancerEndpoint(_)
            | Self::InternetGateway(_)
            | Self::EgressOnlyInternetGateway(_)
            | Self::VpnGateway(_)
            | Self::NatGateway(_)
            | Self::TransitGateway(_)
            | Self::Peering(_)
            | Self::Instance(_)
            | Self::NetworkInterface(_)
            | Self::LocalGateway(_)
            | Self::CarrierGateway(_)
            | Self::CoreNetwork(_) => true,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.id())
    }
}
