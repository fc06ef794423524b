//! The nouns that have facts, and things of them.

use crate::finding::Family;
use crate::id::{Kind, Region, ResourceId};
use crate::network::{Index, Place, Seat};
use crate::snapshot::Collection;
use crate::snapshot::model::{
    HostedZoneSummary, NetworkInterface, Route, RouteTable, SecurityGroup, Subnet, Tag, Vpc, VpcEndpoint,
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
}

impl Noun {
    /// Every noun.
    pub const ALL: [Self; 10] = [
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
        }
    }

    /// Where the thing stands in its evidence document: empty for the whole, `/Routes/3` for a route.
    pub fn pointer(self) -> String {
        match self {
            Self::Route(_, at, _) => format!("/Routes/{at}"),
            Self::Vpc(_)
            | Self::Subnet(_)
            | Self::RouteTable(_)
            | Self::Endpoint(_)
            | Self::Group(_)
            | Self::Interface(_)
            | Self::Zone(..)
            | Self::Service(..)
            | Self::Egress(..) => String::new(),
        }
    }

    /// The Region a finding on it belongs to.
    pub fn region(self) -> Region {
        self.resource().region
    }

    /// The value of its `Name` tag. Hostile text.
    pub fn name(self) -> Option<&'i str> {
        let tags: &'i [Tag] = match self {
            Self::Vpc(seat) | Self::Service(seat, _) => &seat.it.tags,
            Self::Subnet(seat) | Self::Egress(seat, ..) => &seat.it.tags,
            Self::RouteTable(seat) | Self::Route(seat, ..) => &seat.it.tags,
            Self::Endpoint(seat) => &seat.it.tags,
            Self::Group(seat) => &seat.it.tags,
            Self::Interface(seat) => &seat.it.tag_set,
            // A zone has no Name tag in this answer; its own name is what people know it by.
            Self::Zone(seat, _) => return Some(seat.it.name.as_str()),
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
