//! Packets on their way, step by step: what each thing passed does with them, as docs/decisions/009 tells it.
//!
//! A [`Journey`] is a set of packets that has fared alike so far. Each step takes a journey and gives back one or more:
//! where routes or filters part its addresses, the parts go on as journeys of their own. What was met on the way is kept
//! as marks, and becomes hops only when somebody looks.

mod arrive;
mod ends;
mod filter;
mod gateway;
mod hop;
mod inbound;
mod mark;
mod nat;
mod peering;
mod reply;
mod route;
mod transit;
mod transit_table;

pub(super) use arrive::{block_of, has_public, is_endpoint, is_gatekeeper};
pub use arrive::{blocks_of, groups_of};
pub(super) use ends::Ends;
pub(super) use gateway::live;
pub(super) use hop::{doubts, hops, is_route_word, stopped_by_routes, verdict};
pub(super) use mark::{Mark, Thing};
pub(super) use nat::as_nat64;
pub(super) use peering::blocks_of_vpc;
pub(super) use reply::word as way_back;
pub(super) use transit_table::TransitTable;

use super::{Index, Ports, Seat};
use crate::finding::{Disposition, Via};
use crate::snapshot::model::{NetworkInterface, RouteTable, Subnet, Vpc};
use crate::snapshot::{Answer, Gap, Gaps};
use std::rc::Rc;

/// The most gateways a packet passes before it counts as going round in circles.
const GATEWAYS: usize = 16;

/// Where packets leave from next: a subnet, or something that has a route table and no subnet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot<'i> {
    /// The VPC.
    pub vpc: Seat<'i, Vpc>,
    /// The subnet they leave; none for a regional NAT gateway and for an internet gateway's own table.
    pub subnet: Option<Seat<'i, Subnet>>,
    /// The table, where it is not the subnet's.
    pub table: Option<Seat<'i, RouteTable>>,
}

/// Whose interface sends, as far as filters and gateways care.
#[derive(Clone, Debug)]
pub(super) struct Sender<'i> {
    /// The groups that every other end may match its address by.
    pub groups: Answer<Rc<[String]>>,
    /// Whether its IPv4 address has a public one to leave by an internet gateway.
    pub public: Answer<bool>,
    /// The VPC it is in.
    pub vpc: Seat<'i, Vpc>,
}

/// How the other end's groups are tied to this place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tie {
    /// One VPC, nothing between.
    SameVpc,
    /// A peering connection between VPCs of one Region.
    Peering,
    /// Transit gateway; whether references are supported all along.
    Transit(Answer<bool>),
    /// Something between hides who sent it.
    Hidden,
}

/// One address translation passed: what the reply must come back to before it goes on to the sender.
#[derive(Clone, Debug)]
pub(super) struct Leg<'i> {
    /// Where the near end is.
    pub near: Near<'i>,
    /// Its addresses.
    pub addresses: Ends,
    /// Its ports.
    pub ports: Ports,
}

/// A near end, to which replies come back.
#[derive(Clone, Debug)]
pub(super) enum Near<'i> {
    /// An interface, or interfaces that fare alike, in a subnet.
    Subnet(Seat<'i, Subnet>),
    /// A zonal NAT gateway in a subnet.
    Nat(Seat<'i, Subnet>),
    /// A NAT gateway without a subnet: it follows its own table, or the VPC's internet gateway.
    Regional(Spot<'i>),
    /// A host in the internet, which an interface of this VPC answers.
    Internet(Seat<'i, Vpc>),
}

/// Packets that have fared alike so far.
#[derive(Clone, Debug)]
pub(super) struct Journey<'i> {
    pub source: Ends,
    pub source_ports: Ports,
    pub destination: Ends,
    pub destination_ports: Ports,
    pub protocol: u8,
    /// Whether these are replies: groups are not asked.
    pub reply: bool,
    /// Whether it is the source whose addresses may be parted; else the destination.
    pub far_is_source: bool,
    pub sender: Option<Sender<'i>>,
    pub tie: Tie,
    pub spot: Spot<'i>,
    /// The id of the zone they are in, if it is known.
    pub zone: Option<&'i str>,
    /// The VPC that their source address belongs to; none for a host in the internet.
    pub origin: Option<&'i str>,
    /// Whether a public NAT gateway gave them a public source.
    pub translated: Option<&'i str>,
    /// Whether a private NAT gateway translated them last.
    pub private_nat: bool,
    /// Gateways passed, in order.
    pub through: Vec<String>,
    pub legs: Vec<Leg<'i>>,
    pub trail: Vec<Mark<'i>>,
    /// The transit gateway attachment's subnet they appeared in, until they leave it.
    pub appeared: bool,
    /// Whether addresses of the fixed side would fare differently, so that each must be walked alone.
    pub coarse: bool,
    pub passed: usize,
    /// Subnets left, with where for and after how many translations: to leave one again is to go round in circles.
    pub left: Vec<(&'i str, Ends, usize)>,
}

/// Where a journey ends.
#[derive(Clone, Debug)]
pub(super) enum End<'i> {
    /// At a network interface.
    Interface(Seat<'i, NetworkInterface>),
    /// At a gateway endpoint.
    GatewayEndpoint(String),
    /// In the internet, by this gateway.
    Internet(Via, String),
    /// Out of view, by this gateway.
    Leaves(Via, String),
    /// Back where it began: a reply that has come to whom it is for.
    Home,
    /// At a gateway that does not take them.
    Refused(Via, String),
    /// Nowhere: stopped for want of a way.
    Stopped,
    /// It cannot be told.
    Unknown,
}

/// A journey at its end.
#[derive(Clone, Debug)]
pub(super) struct Arrival<'i> {
    pub journey: Journey<'i>,
    pub end: End<'i>,
}

/// What a step makes of a journey.
pub(super) enum Step<'i> {
    /// Journeys that go on.
    On(Vec<Journey<'i>>),
    /// One that has ended.
    Ended(Box<Arrival<'i>>),
    /// Some of each.
    Both(Vec<Journey<'i>>, Vec<Arrival<'i>>),
}

/// Walks journeys over an index.
#[derive(Clone, Copy, Debug)]
pub(super) struct Walker<'i> {
    pub index: &'i Index<'i>,
}

impl<'i> Walker<'i> {
    /// Takes journeys that stand in a spot to their ends.
    pub fn run(self, journeys: Vec<Journey<'i>>) -> Vec<Arrival<'i>> {
        let mut open = journeys;
        let mut arrivals = Vec::new();
        while let Some(mut journey) = open.pop() {
            journey.passed += 1;
            if journey.passed > GATEWAYS || journey.has_been_here() {
                journey.stop(Disposition::Blackhole);
                arrivals.push(Arrival { journey, end: End::Stopped });
                continue;
            }
            if !self.index.spend() {
                journey.doubt(not_modelled("a network in which one packet has thousands of possible ways"));
                arrivals.push(Arrival { journey, end: End::Unknown });
                continue;
            }
            match self.depart(journey) {
                Step::On(journeys) => open.extend(journeys),
                Step::Ended(arrival) => arrivals.push(*arrival),
                Step::Both(journeys, ended) => {
                    open.extend(journeys);
                    arrivals.extend(ended);
                }
            }
        }
        // Parts are told in the order of their addresses, whatever order they were walked in.
        arrivals.sort_by(|one, other| one.journey.far().cmp(other.journey.far()));
        arrivals
    }
}

impl<'i> Journey<'i> {
    /// A journey that has not begun, for `..`.
    pub fn nowhere(spot: Spot<'i>, protocol: u8) -> Self {
        let nobody = Ends::Blocks(Rc::from([]));
        Self {
            source: nobody.clone(),
            source_ports: Ports::ALL,
            destination: nobody,
            destination_ports: Ports::ALL,
            protocol,
            reply: false,
            far_is_source: false,
            sender: None,
            tie: Tie::Hidden,
            spot,
            zone: None,
            origin: Some(spot.vpc.it.vpc_id.as_str()),
            translated: None,
            private_nat: false,
            through: Vec::new(),
            legs: Vec::new(),
            trail: Vec::new(),
            appeared: false,
            coarse: false,
            passed: 0,
            left: Vec::new(),
        }
    }

    /// What a host in the internet sends to an interface of a VPC.
    pub fn from_internet(vpc: Seat<'i, Vpc>, from: Ends, to: Ends, flow: super::session::Flow) -> Self {
        let leg = Leg { near: Near::Internet(vpc), addresses: from.clone(), ports: flow.ports };
        Self {
            source: from,
            source_ports: flow.ports,
            destination: to,
            destination_ports: Ports::one(flow.port),
            far_is_source: true,
            origin: None,
            legs: vec![leg],
            ..Self::nowhere(Spot { vpc, subnet: None, table: None }, flow.protocol)
        }
    }

    /// Whether these packets leave a subnet that they have left before, for the same destination; notes that they leave it.
    fn has_been_here(&mut self) -> bool {
        let Some(subnet) = self.spot.subnet else { return false };
        let here = (subnet.it.subnet_id.as_str(), self.destination.clone(), self.legs.len());
        if self.left.contains(&here) {
            return true;
        }
        self.left.push(here);
        false
    }

    /// The subnet of the interface or NAT gateway whose address they bear.
    pub fn sending_subnet(&self) -> Option<Seat<'i, Subnet>> {
        match self.legs.last()?.near {
            Near::Subnet(subnet) | Near::Nat(subnet) => Some(subnet),
            Near::Regional(_) | Near::Internet(_) => None,
        }
    }

    /// Whether they are in a VPC that their source address does not belong to.
    pub fn is_foreign(&self) -> bool {
        self.origin != Some(self.spot.vpc.it.vpc_id.as_str())
    }

    /// The side whose addresses may be parted.
    pub fn far(&self) -> &Ends {
        if self.far_is_source { &self.source } else { &self.destination }
    }

    /// The side whose addresses fare alike or are walked one by one.
    pub fn fixed(&self) -> &Ends {
        if self.far_is_source { &self.destination } else { &self.source }
    }

    /// The same journey for a part of the far side.
    pub fn part(&self, far: Ends) -> Self {
        let mut part = self.clone();
        if self.far_is_source {
            part.source = far;
        } else {
            part.destination = far;
        }
        part
    }

    /// Marks that something stops it.
    pub fn stop(&mut self, word: Disposition) {
        self.trail.push(Mark::Stopped(word, None));
    }

    /// Marks that something cannot be told.
    pub fn doubt(&mut self, gaps: impl Into<Gaps>) {
        self.trail.push(Mark::Doubt(gaps.into()));
    }

    /// Ends for want of a way.
    pub fn stopped(mut self, word: Disposition) -> Step<'i> {
        self.stop(word);
        Step::Ended(Box::new(Arrival { journey: self, end: End::Stopped }))
    }

    /// Ends at a gateway that does not take it.
    pub fn refused(mut self, via: Via, id: &str, why: &'static str) -> Step<'i> {
        self.not_taken(why);
        self.stop(Disposition::DeniedByGateway);
        self.ends(End::Refused(via, id.to_owned()))
    }

    /// The gateway met last does not take it on: says why in place of what it does.
    pub fn not_taken(&mut self, why: &'static str) {
        if let Some(Mark::Met(thing)) = self.trail.last_mut() {
            thing.action = why.into();
        }
    }

    /// Ends without an answer.
    pub fn unknown(mut self, gaps: impl Into<Gaps>) -> Step<'i> {
        self.doubt(gaps);
        Step::Ended(Box::new(Arrival { journey: self, end: End::Unknown }))
    }

    /// Ends here.
    pub fn ends(self, end: End<'i>) -> Step<'i> {
        Step::Ended(Box::new(Arrival { journey: self, end }))
    }

    /// Marks a thing passed.
    pub fn pass(&mut self, thing: Thing<'i>) {
        self.trail.push(Mark::Met(thing));
    }
}

impl Spot<'_> {
    /// The zone's id of the subnet, if there is one and it was seen.
    pub fn is_in(&self, subnet: &Subnet) -> bool {
        self.subnet.is_some_and(|here| here.it.subnet_id == subnet.subnet_id)
    }
}

/// That a rule of AWS's is not followed yet.
pub(super) fn not_modelled(what: impl Into<String>) -> Gap {
    Gap::NotModelled { what: what.into() }
}
