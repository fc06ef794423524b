//! Sessions: packets from one client to some addresses, and their replies.

use super::walk::{self, Arrival, End, Ends, Journey, Leg, Near, Sender, Spot, Tie, Walker};
use super::{Direction, Index, Peer, Ports, Seat, addresses};
use crate::finding::{self, Disposition, Family, Via};
use crate::snapshot::model::{NetworkInterface, Subnet};
use crate::snapshot::{Answer, Collection, Gaps};
use std::net::IpAddr;
use std::rc::Rc;

/// What is sent, whoever sends it and wherever to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flow {
    /// The protocol, as IANA numbers it.
    pub protocol: u8,
    /// The port it goes to.
    pub port: u16,
    /// The ports it may come from: all of them must be let through.
    pub ports: Ports,
}

impl Flow {
    /// HTTPS from a Linux client, which is how services are called.
    pub const HTTPS: Self = Self { protocol: super::TCP, port: 443, ports: Ports::CLIENT };
}

/// Who sends: an interface, or interfaces that fare alike.
#[derive(Clone, Debug)]
pub(super) struct Client<'i> {
    pub subnet: Seat<'i, Subnet>,
    pub sender: Sender<'i>,
    pub addresses: Ends,
}

/// One way of a session, there and back.
#[derive(Clone, Debug)]
pub(super) struct Course<'i> {
    /// The far addresses that fare so.
    pub far: Ends,
    pub via: Via,
    pub target: String,
    pub through: Vec<String>,
    pub forward: (Disposition, Gaps),
    pub back: Option<(Disposition, Gaps)>,
    there: Rc<Arrival<'i>>,
    here: Option<Arrival<'i>>,
}

/// Every way of a session, and whether the client's addresses would fare differently.
#[derive(Clone, Debug)]
pub(super) struct Courses<'i> {
    pub list: Vec<Course<'i>>,
    pub coarse: bool,
}

impl<'i> Course<'i> {
    /// What becomes of the session.
    pub fn disposition(&self) -> Disposition {
        match &self.back {
            Some((word, _)) if *word != Disposition::Delivered => *word,
            Some(_) | None => self.forward.0,
        }
    }

    /// Why that cannot be told.
    pub fn gaps(&self) -> Gaps {
        match (&self.forward, &self.back) {
            ((Disposition::Unknown, gaps), _) | (_, Some((Disposition::Unknown, gaps))) => gaps.clone(),
            (_, Some(_) | None) => Gaps::none(),
        }
    }

    /// Why `via` cannot be told; empty where it can.
    pub fn route_gaps(&self) -> Gaps {
        if self.via == Via::Unknown { walk::doubts(&self.there.journey.trail) } else { Gaps::none() }
    }

    /// The word of what routes do to the packets, where they do not lead to an end; a filter passed before changes nothing.
    /// None where that cannot be told for certain as well.
    pub fn stopped_by_routes(&self) -> Option<Disposition> {
        walk::stopped_by_routes(&self.there.journey.trail)
    }

    /// Everything on the way there that cannot be told, whatever stopped it before.
    pub fn doubts(&self) -> Gaps {
        walk::doubts(&self.there.journey.trail)
    }

    /// Whether routes lead out of view, whatever filters do.
    pub fn leaves_view(&self) -> bool {
        matches!(self.there.end, End::Leaves(..))
    }

    /// Whether it ends at a plain interface of a VPC in view.
    pub fn interface(&self) -> Option<Seat<'i, NetworkInterface>> {
        match &self.there.end {
            End::Interface(interface) => Some(*interface),
            _ => None,
        }
    }

    /// The hops there and back.
    pub fn hops(&self, index: &Index<'_>) -> (Vec<finding::Hop>, Vec<finding::Hop>) {
        let there = walk::hops(index, &self.there.journey.trail);
        let back = self.here.as_ref().map(|here| walk::hops(index, &here.journey.trail));
        (there, back.unwrap_or_default())
    }

    /// The course as a session at rest.
    pub fn session(&self, index: &Index<'_>, address: String, share: f64) -> finding::Session {
        let (there, here) = self.hops(index);
        let family = self.far.family().unwrap_or(Family::Ipv4);
        finding::Session {
            address,
            family,
            share,
            via: self.via,
            target: self.target.clone(),
            through: self.through.clone(),
            forward: finding::Leg { disposition: self.forward.0, hops: there, gaps: self.forward.1.clone() },
            back: self.back.as_ref().map(|(disposition, gaps)| finding::Leg {
                disposition: *disposition,
                hops: here,
                gaps: gaps.clone(),
            }),
        }
    }
}

impl<'i> Walker<'i> {
    /// An interface as a client, by one of its addresses.
    pub(super) fn client(self, interface: Seat<'i, NetworkInterface>, address: IpAddr) -> Answer<Client<'i>> {
        let subnet = match self.subnet_of_interface(interface) {
            Answer::Known(subnet) => subnet,
            Answer::Unknown(gaps) => return Answer::Unknown(gaps),
        };
        self.sender(interface).map(|mut sender| {
            sender.public = Answer::Known(walk::has_public(interface.it, Some(&address.to_string())));
            Client { subnet, sender, addresses: Ends::one(address) }
        })
    }

    /// Sessions of a client with some addresses.
    pub(super) fn courses(self, client: &Client<'i>, to: &Ends, flow: Flow) -> Courses<'i> {
        self.index.set_out();
        let journey = Journey::begins(client, to, flow);
        let place = client.sender.vpc.place;
        let leave = |peer: Peer| {
            let began = self.ask_groups(journey.clone(), place, &client.sender.groups, Direction::Outbound, peer);
            self.run(began)
        };
        let peer = self.peer_of(client, to);
        let nobody = Peer { groups: Answer::Known(Vec::new()) };
        if matches!(&peer.groups, Answer::Known(groups) if groups.is_empty()) {
            return self.finish(leave(nobody));
        }
        // A rule that names a group admits what goes straight to its members. Whether packets do, their way tells; to those
        // that do not, the rules apply as if they named nobody.
        let (straight, others): (Vec<_>, Vec<_>) = leave(peer).into_iter().partition(goes_straight);
        let bare = if others.is_empty() { Vec::new() } else { leave(nobody) };
        self.finish(straight.into_iter().chain(bare.into_iter().filter(|one| !goes_straight(one))).collect())
    }

    /// Sessions that begin at a host in the internet, with an interface by its public address.
    pub(super) fn courses_from_internet(
        self,
        interface: Seat<'i, NetworkInterface>,
        address: IpAddr,
        from: Ends,
        flow: Flow,
    ) -> Answer<Courses<'i>> {
        self.index.set_out();
        self.sender(interface).map(|sender| {
            let journey = Journey::from_internet(sender.vpc, from, Ends::one(address), flow);
            self.finish(self.in_from_internet(journey, interface, address))
        })
    }

    fn finish(self, arrivals: Vec<Arrival<'i>>) -> Courses<'i> {
        let mut courses = Courses { list: Vec::new(), coarse: false };
        for arrival in arrivals {
            courses.coarse |= arrival.journey.coarse;
            let there = Rc::new(arrival);
            let forward = self.forward(&there);
            let (via, target) = self.handed_over(&there);
            let make = |far: Ends, back: Option<(Disposition, Gaps)>, here: Option<Arrival<'i>>| Course {
                far,
                via,
                target: target.clone(),
                through: there.journey.through.clone(),
                forward: forward.clone(),
                back,
                there: there.clone(),
                here,
            };
            let succeeds = forward.0.succeeds() && forward.0 != Disposition::LeavesView;
            let replies = if succeeds { self.replies(&there) } else { Vec::new() };
            if replies.is_empty() {
                courses.list.push(make(there.journey.far().clone(), None, None));
                continue;
            }
            for here in replies {
                courses.coarse |= here.journey.coarse;
                let (word, gaps) =
                    walk::verdict(&here.journey.trail).unwrap_or((walk::way_back(&here.end), Gaps::none()));
                // A reply that a gateway refuses has gone a way that cannot lead back.
                let back = (if word == Disposition::DeniedByGateway { Disposition::NoRoute } else { word }, gaps);
                courses.list.push(make(here.journey.far().clone(), Some(back), Some(here)));
            }
        }
        courses
    }

    fn forward(self, arrival: &Arrival<'i>) -> (Disposition, Gaps) {
        if let Some(verdict) = walk::verdict(&arrival.journey.trail) {
            return verdict;
        }
        let word = match &arrival.end {
            End::Interface(interface) if walk::is_endpoint(interface.it) => Disposition::ToService,
            End::Interface(_) | End::Home => Disposition::Delivered,
            End::GatewayEndpoint(_) => Disposition::ToService,
            End::Internet(..) => Disposition::ToInternet,
            End::Leaves(..) => Disposition::LeavesView,
            End::Refused(..) => Disposition::DeniedByGateway,
            End::Stopped | End::Unknown => Disposition::Unknown,
        };
        (word, Gaps::none())
    }

    /// What hands the packets over, by routes alone.
    fn handed_over(self, arrival: &Arrival<'i>) -> (Via, String) {
        match &arrival.end {
            End::Interface(interface) if walk::is_endpoint(interface.it) => {
                let id = self.endpoint_of(*interface).map_or_else(
                    || interface.it.network_interface_id.clone(),
                    |endpoint| endpoint.it.vpc_endpoint_id.clone(),
                );
                let own = arrival.journey.sender.as_ref().map(|sender| sender.vpc.it.vpc_id.as_str());
                let is_own = own.is_some() && own == interface.it.vpc_id.as_deref();
                (if is_own { Via::InterfaceEndpoint } else { Via::CentralEndpoint }, id)
            }
            End::GatewayEndpoint(id) => (Via::GatewayEndpoint, id.clone()),
            End::Internet(via, id) | End::Leaves(via, id) | End::Refused(via, id) => (*via, id.clone()),
            End::Unknown => (Via::Unknown, String::new()),
            End::Interface(_) | End::Home | End::Stopped => (Via::None, String::new()),
        }
    }

    /// The groups of the other end that outbound rules may name: of an interface in the VPC, or in one it is peered with.
    fn peer_of(self, client: &Client<'i>, to: &Ends) -> Peer {
        let none = || Peer { groups: Answer::Known(Vec::new()) };
        let (Some(address), Answer::Known(groups)) = (to.address(), &client.sender.groups) else { return none() };
        let vpc = client.sender.vpc;
        let place = vpc.place;
        let names_groups = groups.iter().any(|id| {
            place.find(&place.view.security_groups, id).is_some_and(|group| {
                group.it.ip_permissions_egress.iter().any(|rule| !rule.user_id_group_pairs.is_empty())
            })
        });
        if !names_groups {
            return none();
        }
        let held = |groups: Rc<[String]>| Peer { groups: Answer::Known(groups.to_vec()) };
        match place.interface_at(&vpc.it.vpc_id, address) {
            Answer::Known(Some(interface)) => match walk::groups_of(interface.it) {
                Answer::Known(groups) => return held(groups),
                Answer::Unknown(gaps) => return Peer { groups: Answer::Unknown(gaps) },
            },
            Answer::Unknown(gaps) => return Peer { groups: Answer::Unknown(gaps) },
            Answer::Known(None) => {}
        }
        for connection in &place.view.vpc_peering_connections {
            let sides = [&connection.requester_vpc_info, &connection.accepter_vpc_info];
            let ids: Vec<&str> = sides.iter().filter_map(|side| side.as_ref()?.vpc_id.as_deref()).collect();
            if !ids.contains(&vpc.it.vpc_id.as_str()) {
                continue;
            }
            let far = ids.into_iter().filter(|id| *id != vpc.it.vpc_id).find_map(|id| self.index.vpc(id));
            let Some(far) = far.filter(|far| far.place.region == place.region) else { continue };
            match far.place.interface_at(&far.it.vpc_id, address) {
                Answer::Known(Some(interface)) => match walk::groups_of(interface.it) {
                    Answer::Known(groups) => return held(groups),
                    Answer::Unknown(gaps) => return Peer { groups: Answer::Unknown(gaps) },
                },
                Answer::Unknown(gaps) => return Peer { groups: Answer::Unknown(gaps) },
                Answer::Known(None) => {}
            }
        }
        let rest = place.rest(Collection::VpcPeeringConnections, "");
        if rest.is_empty() { none() } else { Peer { groups: Answer::Unknown(rest) } }
    }
}

impl<'i> Journey<'i> {
    fn begins(client: &Client<'i>, to: &Ends, flow: Flow) -> Self {
        let spot = Spot { vpc: client.sender.vpc, subnet: Some(client.subnet), table: None };
        let leg = Leg { near: Near::Subnet(client.subnet), addresses: client.addresses.clone(), ports: flow.ports };
        Self {
            source: client.addresses.clone(),
            source_ports: flow.ports,
            destination: to.clone(),
            destination_ports: Ports::one(flow.port),
            sender: Some(client.sender.clone()),
            tie: Tie::SameVpc,
            legs: vec![leg],
            ..Self::nowhere(spot, flow.protocol)
        }
    }
}

/// The first address of an interface in a family.
pub(super) fn first_address(interface: &NetworkInterface, family: Family) -> Option<IpAddr> {
    let primary = interface.private_ip_address.as_deref().and_then(|text| text.parse().ok());
    match family {
        Family::Ipv4 => {
            primary.filter(IpAddr::is_ipv4).or_else(|| addresses(interface).into_iter().find(IpAddr::is_ipv4))
        }
        Family::Ipv6 => addresses(interface).into_iter().find(IpAddr::is_ipv6),
    }
}

/// How one session fares, without its hops.
#[derive(Clone, Debug, PartialEq)]
pub struct Fate {
    /// What becomes of the way there.
    pub forward: Disposition,
    /// What becomes of the way back, where the way there succeeds.
    pub back: Option<Disposition>,
    /// What finally hands the packets over; `none` for a plain interface.
    pub via: Via,
    /// That thing's id.
    pub target: String,
    /// The gateways passed before it.
    pub through: Vec<String>,
    /// The interface they arrive at, if routes lead to one.
    pub interface: Option<String>,
    /// Why it cannot be told; empty where it can.
    pub gaps: Gaps,
}

/// How sessions between an interface, by one of its addresses, and an address fare: one, or several where the ways back
/// part. The interface is known by its place's view of it.
pub fn fates<'i>(
    index: &'i Index<'i>,
    interface: Seat<'i, NetworkInterface>,
    own: IpAddr,
    other: IpAddr,
    flow: Flow,
) -> Answer<Vec<Fate>> {
    let walker = Walker { index };
    walker.client(interface, own).map(|client| fates_of(walker.courses(&client, &Ends::one(other), flow)))
}

/// How sessions from a host in the internet to an interface, by one of its addresses, fare.
pub fn fates_from_internet<'i>(
    index: &'i Index<'i>,
    interface: Seat<'i, NetworkInterface>,
    own: IpAddr,
    host: IpAddr,
    flow: Flow,
) -> Answer<Vec<Fate>> {
    let walker = Walker { index };
    walker.courses_from_internet(interface, own, Ends::one(host), flow).map(fates_of)
}

fn fates_of(courses: Courses<'_>) -> Vec<Fate> {
    let fate = |course: Course<'_>| Fate {
        forward: course.forward.0,
        back: course.back.as_ref().map(|(word, _)| *word),
        via: course.via,
        target: course.target.clone(),
        through: course.through.clone(),
        interface: course.interface().map(|interface| interface.it.network_interface_id.clone()),
        gaps: course.forward.1.clone().union(course.back.map(|(_, gaps)| gaps).unwrap_or_default()),
    };
    courses.list.into_iter().map(fate).collect()
}

/// Whether packets come to their end within the sender's VPC or one it is peered with, past nothing that hides who sent them.
fn goes_straight(arrival: &Arrival<'_>) -> bool {
    match arrival.journey.tie {
        Tie::SameVpc | Tie::Peering => !matches!(arrival.end, End::Leaves(..)),
        Tie::Transit(_) | Tie::Hidden => false,
    }
}
