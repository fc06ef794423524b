//! The nouns that have facts, and things of them.

use crate::finding::Family;
use crate::id::{Kind, Region, ResourceId};
use crate::network::{Index, Place, Seat};
use crate::snapshot::Collection;
use crate::snapshot::model::{
    FlowLog, HostedZoneSummary, ManagedPrefixList, NatGateway, NetworkAcl, NetworkInterface, Profile,
    ProfileAssociation, ResolverEndpoint, ResolverRule, ResolverRuleAssociation, ResourceRecordSet, Route, RouteTable,
    SecurityGroup, ServiceConfiguration, Subnet, Tag, TransitGateway, TransitGatewayAttachment, Vpc, VpcEndpoint,
    VpcPeeringConnection,
};

/// A kind of thing that has facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Noun {
    /// A VPC.
    Vpc,
    /// A subnet.
    Subnet,
    /// A route table.
    RouteTable,
    /// A route of a route table.
    Route,
    /// A VPC endpoint.
    Endpoint,
    /// A security group.
    Group,
    /// A network interface.
    Interface,
    /// A private hosted zone's association with a VPC.
    Zone,
    /// An AWS service as a VPC reaches it.
    Service,
    /// The way from a subnet to a service over one family of addresses.
    Egress,
    /// A managed prefix list, AWS's or a customer's.
    PrefixList,
    /// A network ACL.
    NetworkAcl,
    /// A VPC peering connection.
    Peering,
    /// A transit gateway.
    TransitGateway,
    /// An attachment of a transit gateway.
    TransitGatewayAttachment,
    /// A Resolver endpoint.
    ResolverEndpoint,
    /// A Resolver rule's association with a VPC.
    ResolverRule,
    /// A Route 53 Profile's association with a VPC.
    Profile,
    /// A record set of a hosted zone of the account.
    Record,
    /// A NAT gateway.
    NatGateway,
    /// An endpoint service that the account offers.
    EndpointService,
    /// A flow log.
    FlowLog,
}

impl Noun {
    /// Every noun.
    pub const ALL: [Self; 22] = [
        Self::Vpc,
        Self::Subnet,
        Self::RouteTable,
        Self::Route,
        Self::Endpoint,
        Self::Group,
        Self::Interface,
        Self::Zone,
        Self::Service,
        Self::Egress,
        Self::PrefixList,
        Self::NetworkAcl,
        Self::Peering,
        Self::TransitGateway,
        Self::TransitGatewayAttachment,
        Self::ResolverEndpoint,
        Self::ResolverRule,
        Self::Profile,
        Self::Record,
        Self::NatGateway,
        Self::EndpointService,
        Self::FlowLog,
    ];

    /// The name, which is also the variable in a policy that walks such things.
    pub fn name(self) -> &'static str {
        match self {
            Self::Vpc => "vpc",
            Self::Subnet => "subnet",
            Self::RouteTable => "route_table",
            Self::Route => "route",
            Self::Endpoint => "endpoint",
            Self::Group => "group",
            Self::Interface => "interface",
            Self::Zone => "zone",
            Self::Service => "service",
            Self::Egress => "egress",
            Self::PrefixList => "prefix_list",
            Self::NetworkAcl => "network_acl",
            Self::Peering => "peering",
            Self::TransitGateway => "transit_gateway",
            Self::TransitGatewayAttachment => "transit_gateway_attachment",
            Self::ResolverEndpoint => "resolver_endpoint",
            Self::ResolverRule => "resolver_rule",
            Self::Profile => "profile",
            Self::Record => "record",
            Self::NatGateway => "nat_gateway",
            Self::EndpointService => "endpoint_service",
            Self::FlowLog => "flow_log",
        }
    }
}

/// A thing that has facts.
#[derive(Clone, Copy, Debug)]
pub enum Thing<'i> {
    /// A VPC.
    Vpc(Seat<'i, Vpc>),
    /// A subnet.
    Subnet(Seat<'i, Subnet>),
    /// A route table.
    RouteTable(Seat<'i, RouteTable>),
    /// A route: its table, its place in `Routes`, and itself.
    Route(Seat<'i, RouteTable>, usize, &'i Route),
    /// An endpoint.
    Endpoint(Seat<'i, VpcEndpoint>),
    /// A security group.
    Group(Seat<'i, SecurityGroup>),
    /// A network interface.
    Interface(Seat<'i, NetworkInterface>),
    /// A zone as the VPC with this id sees it.
    Zone(Seat<'i, HostedZoneSummary>, &'i str),
    /// A service, by token, as the VPC reaches it.
    Service(Seat<'i, Vpc>, &'static str),
    /// The way from a subnet to a service, by token.
    Egress(Seat<'i, Subnet>, &'static str, Family),
    /// A managed prefix list.
    PrefixList(Seat<'i, ManagedPrefixList>),
    /// A network ACL.
    NetworkAcl(Seat<'i, NetworkAcl>),
    /// A peering connection.
    Peering(Seat<'i, VpcPeeringConnection>),
    /// A transit gateway.
    TransitGateway(Seat<'i, TransitGateway>),
    /// An attachment of a transit gateway.
    TransitGatewayAttachment(Seat<'i, TransitGatewayAttachment>),
    /// A Resolver endpoint.
    ResolverEndpoint(Seat<'i, ResolverEndpoint>),
    /// A Resolver rule, and its association with a VPC.
    ResolverRule(Seat<'i, ResolverRule>, &'i ResolverRuleAssociation),
    /// A Profile, and its association with a VPC.
    Profile(Seat<'i, Profile>, &'i ProfileAssociation),
    /// A record set of the account's zone with this id: its place in `ResourceRecordSets`, and itself.
    Record(Seat<'i, ResourceRecordSet>, &'i str, usize),
    /// A NAT gateway.
    NatGateway(Seat<'i, NatGateway>),
    /// An endpoint service of the account.
    EndpointService(Seat<'i, ServiceConfiguration>),
    /// A flow log.
    FlowLog(Seat<'i, FlowLog>),
}

impl<'i> Thing<'i> {
    /// The noun.
    pub fn noun(self) -> Noun {
        match self {
            Self::Vpc(_) => Noun::Vpc,
            Self::Subnet(_) => Noun::Subnet,
            Self::RouteTable(_) => Noun::RouteTable,
            Self::Route(..) => Noun::Route,
            Self::Endpoint(_) => Noun::Endpoint,
            Self::Group(_) => Noun::Group,
            Self::Interface(_) => Noun::Interface,
            Self::Zone(..) => Noun::Zone,
            Self::Service(..) => Noun::Service,
            Self::Egress(..) => Noun::Egress,
            Self::PrefixList(_) => Noun::PrefixList,
            Self::NetworkAcl(_) => Noun::NetworkAcl,
            Self::Peering(_) => Noun::Peering,
            Self::TransitGateway(_) => Noun::TransitGateway,
            Self::TransitGatewayAttachment(_) => Noun::TransitGatewayAttachment,
            Self::ResolverEndpoint(_) => Noun::ResolverEndpoint,
            Self::ResolverRule(..) => Noun::ResolverRule,
            Self::Profile(..) => Noun::Profile,
            Self::Record(..) => Noun::Record,
            Self::NatGateway(_) => Noun::NatGateway,
            Self::EndpointService(_) => Noun::EndpointService,
            Self::FlowLog(_) => Noun::FlowLog,
        }
    }

    /// The place it was seen from.
    pub fn place(self) -> &'i Place<'i> {
        match self {
            Self::Vpc(seat) | Self::Service(seat, _) => seat.place,
            Self::Subnet(seat) | Self::Egress(seat, ..) => seat.place,
            Self::RouteTable(seat) | Self::Route(seat, ..) => seat.place,
            Self::Endpoint(seat) => seat.place,
            Self::Group(seat) => seat.place,
            Self::Interface(seat) => seat.place,
            Self::Zone(seat, _) => seat.place,
            Self::PrefixList(seat) => seat.place,
            Self::NetworkAcl(seat) => seat.place,
            Self::Peering(seat) => seat.place,
            Self::TransitGateway(seat) => seat.place,
            Self::TransitGatewayAttachment(seat) => seat.place,
            Self::ResolverEndpoint(seat) => seat.place,
            Self::ResolverRule(seat, _) => seat.place,
            Self::Profile(seat, _) => seat.place,
            Self::Record(seat, ..) => seat.place,
            Self::NatGateway(seat) => seat.place,
            Self::EndpointService(seat) => seat.place,
            Self::FlowLog(seat) => seat.place,
        }
    }

    /// The identity of the AWS thing it stands for: a route's is its table's, an egress's its subnet's.
    pub fn resource(self) -> ResourceId {
        let place = self.place();
        match self {
            Self::Vpc(seat) | Self::Service(seat, _) => {
                place.resource(Kind::Vpc, seat.it.owner_id.as_deref(), &seat.it.vpc_id)
            }
            Self::Subnet(seat) | Self::Egress(seat, ..) => {
                place.resource(Kind::Subnet, seat.it.owner_id.as_deref(), &seat.it.subnet_id)
            }
            Self::RouteTable(seat) | Self::Route(seat, ..) => {
                place.resource(Kind::RouteTable, seat.it.owner_id.as_deref(), &seat.it.route_table_id)
            }
            Self::Endpoint(seat) => {
                place.resource(Kind::VpcEndpoint, seat.it.owner_id.as_deref(), &seat.it.vpc_endpoint_id)
            }
            Self::Group(seat) => place.resource(Kind::SecurityGroup, seat.it.owner_id.as_deref(), &seat.it.group_id),
            Self::Interface(seat) => {
                place.resource(Kind::NetworkInterface, seat.it.owner_id.as_deref(), &seat.it.network_interface_id)
            }
            Self::Zone(seat, _) => {
                let owner = seat.it.owner.as_ref();
                let owner = owner
                    .and_then(|owner| owner.owning_account.as_deref())
                    .or(owner.and_then(|owner| owner.owning_service.as_deref()));
                place.resource(Kind::HostedZone, owner, &seat.it.hosted_zone_id)
            }
            Self::PrefixList(seat) => {
                place.resource(Kind::PrefixList, seat.it.owner_id.as_deref(), &seat.it.prefix_list_id)
            }
            Self::NetworkAcl(seat) => {
                place.resource(Kind::NetworkAcl, seat.it.owner_id.as_deref(), &seat.it.network_acl_id)
            }
            Self::Peering(seat) => peering(seat),
            Self::TransitGateway(seat) => {
                place.resource(Kind::TransitGateway, seat.it.owner_id.as_deref(), &seat.it.transit_gateway_id)
            }
            Self::TransitGatewayAttachment(seat) => {
                let id = &seat.it.transit_gateway_attachment_id;
                place.resource(Kind::TransitGatewayAttachment, seat.it.resource_owner_id.as_deref(), id)
            }
            Self::ResolverEndpoint(seat) => place.resource(Kind::ResolverEndpoint, None, &seat.it.id),
            Self::ResolverRule(seat, _) => place.resource(Kind::ResolverRule, seat.it.owner_id.as_deref(), &seat.it.id),
            // A Profile that was shared tells its owner in its ARN alone.
            Self::Profile(seat, _) => {
                let owner = seat.it.arn.as_deref().and_then(|arn| arn.split(':').nth(4));
                place.resource(Kind::Profile, owner, &seat.it.id)
            }
            Self::Record(_, zone, _) => place.resource(Kind::HostedZone, None, zone),
            Self::NatGateway(seat) => place.resource(Kind::NatGateway, None, &seat.it.nat_gateway_id),
            Self::EndpointService(seat) => place.resource(Kind::VpcEndpointService, None, &seat.it.service_id),
            Self::FlowLog(seat) => place.resource(Kind::FlowLog, None, &seat.it.flow_log_id),
        }
    }

    /// The operation that described it.
    pub fn operation(self) -> &'static str {
        self.collection().operation()
    }

    /// The collection it came with.
    pub fn collection(self) -> Collection {
        match self {
            Self::Vpc(_) | Self::Service(..) => Collection::Vpcs,
            Self::Subnet(_) | Self::Egress(..) => Collection::Subnets,
            Self::RouteTable(_) | Self::Route(..) => Collection::RouteTables,
            Self::Endpoint(_) => Collection::VpcEndpoints,
            Self::Group(_) => Collection::SecurityGroups,
            Self::Interface(_) => Collection::NetworkInterfaces,
            Self::Zone(..) => Collection::HostedZonesByVpc,
            Self::PrefixList(_) => Collection::ManagedPrefixLists,
            Self::NetworkAcl(_) => Collection::NetworkAcls,
            Self::Peering(_) => Collection::VpcPeeringConnections,
            Self::TransitGateway(_) => Collection::TransitGateways,
            Self::TransitGatewayAttachment(_) => Collection::TransitGatewayAttachments,
            Self::ResolverEndpoint(_) => Collection::ResolverEndpoints,
            Self::ResolverRule(..) => Collection::ResolverRules,
            Self::Profile(..) => Collection::Profiles,
            Self::Record(..) => Collection::ResourceRecordSets,
            Self::NatGateway(_) => Collection::NatGateways,
            Self::EndpointService(_) => Collection::ServiceConfigurations,
            Self::FlowLog(_) => Collection::FlowLogs,
        }
    }

    /// Where the thing stands in its evidence document: empty for the whole, `/Routes/3` for a route,
    /// `/ResourceRecordSets/3` for a record.
    pub fn pointer(self) -> String {
        match self {
            Self::Route(_, at, _) => format!("/Routes/{at}"),
            Self::Record(.., at) => format!("/ResourceRecordSets/{at}"),
            Self::Vpc(_)
            | Self::Subnet(_)
            | Self::RouteTable(_)
            | Self::Endpoint(_)
            | Self::Group(_)
            | Self::Interface(_)
            | Self::Zone(..)
            | Self::Service(..)
            | Self::Egress(..)
            | Self::PrefixList(_)
            | Self::NetworkAcl(_)
            | Self::Peering(_)
            | Self::TransitGateway(_)
            | Self::TransitGatewayAttachment(_)
            | Self::ResolverEndpoint(_)
            | Self::ResolverRule(..)
            | Self::Profile(..)
            | Self::NatGateway(_)
            | Self::EndpointService(_)
            | Self::FlowLog(_) => String::new(),
        }
    }

    /// What tells it from other things of the same resource: a pointer, the VPC it is seen from, a service and a family;
    /// empty for a resource as a whole.
    pub fn key(self) -> String {
        match self {
            Self::Zone(_, vpc) => vpc.to_owned(),
            Self::ResolverRule(_, association) => association.vpc_id.clone().unwrap_or_default(),
            Self::Profile(_, association) => association.resource_id.clone().unwrap_or_default(),
            Self::Service(_, token) => token.to_owned(),
            Self::Egress(_, token, family) => format!("{token}/{family}"),
            Self::Vpc(_)
            | Self::Subnet(_)
            | Self::RouteTable(_)
            | Self::Route(..)
            | Self::Endpoint(_)
            | Self::Group(_)
            | Self::Interface(_)
            | Self::PrefixList(_)
            | Self::NetworkAcl(_)
            | Self::Peering(_)
            | Self::TransitGateway(_)
            | Self::TransitGatewayAttachment(_)
            | Self::ResolverEndpoint(_)
            | Self::Record(..)
            | Self::NatGateway(_)
            | Self::EndpointService(_)
            | Self::FlowLog(_) => self.pointer(),
        }
    }

    /// The Region a finding on it belongs to.
    pub fn region(self) -> Region {
        self.resource().region
    }

    /// The value of its `Name` tag, or the name people know it by where that is a member of its own. Hostile text.
    pub fn name(self) -> Option<&'i str> {
        let tags: &'i [Tag] = match self {
            Self::Vpc(seat) | Self::Service(seat, _) => &seat.it.tags,
            Self::Subnet(seat) | Self::Egress(seat, ..) => &seat.it.tags,
            Self::RouteTable(seat) | Self::Route(seat, ..) => &seat.it.tags,
            Self::Endpoint(seat) => &seat.it.tags,
            Self::Group(seat) => &seat.it.tags,
            Self::Interface(seat) => &seat.it.tag_set,
            // These have no Name tag in their answers; their own names are what people know them by.
            Self::Zone(seat, _) => return Some(seat.it.name.as_str()),
            Self::Record(seat, ..) => return Some(seat.it.name.as_str()),
            Self::PrefixList(seat) => return seat.it.prefix_list_name.as_deref(),
            Self::ResolverEndpoint(seat) => return seat.it.name.as_deref(),
            Self::ResolverRule(seat, _) => return seat.it.name.as_deref(),
            Self::Profile(seat, _) => return seat.it.name.as_deref(),
            Self::NetworkAcl(seat) => &seat.it.tags,
            Self::Peering(seat) => &seat.it.tags,
            Self::TransitGateway(seat) => &seat.it.tags,
            Self::TransitGatewayAttachment(seat) => &seat.it.tags,
            Self::NatGateway(seat) => &seat.it.tags,
            Self::EndpointService(seat) => &seat.it.tags,
            Self::FlowLog(seat) => &seat.it.tags,
        };
        tags.iter().find(|tag| tag.key == "Name").map(|tag| tag.value.as_str()).filter(|name| !name.is_empty())
    }

    /// Where a member of it stands in its evidence document, with the member.
    pub fn member(self, index: &'i Index<'i>, pointer: &str) -> (String, serde_json::Value) {
        let pointer = self.pointer() + pointer;
        let value = index.member(&self.resource(), &pointer);
        (pointer, value.unwrap_or_default())
    }
}

/// The identity of a peering connection: its requester's, wherever it was seen from, so that its two sides are one thing.
fn peering(seat: Seat<'_, VpcPeeringConnection>) -> ResourceId {
    let requester = seat.it.requester_vpc_info.as_ref();
    let owner = requester.and_then(|side| side.owner_id.as_deref());
    let seen = seat.place.resource(Kind::VpcPeeringConnection, owner, &seat.it.vpc_peering_connection_id);
    let region = requester.and_then(|side| side.region.as_deref()).and_then(|region| region.parse().ok());
    ResourceId { region: region.unwrap_or_else(|| seen.region.clone()), ..seen }
}
