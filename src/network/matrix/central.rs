//! How the clients of a subnet fare with an endpoint in another VPC, whatever their names lead to.
//!
//! The session is walked there and back as any other (docs/decisions/009). What is told here is why it fails: routes that
//! lead elsewhere, routes that end, replies that do not come back, or the endpoint's groups. What other filters do, of the
//! clients or of the subnets, is theirs to tell.

use super::client::{Sets, sets_in};
use super::resolution::{Asked, Resolver};
use crate::finding::{Disposition, Family, Hop, Via};
use crate::id::AccountId;
use crate::network::session::{Client, Course, Courses, Flow};
use crate::network::walk::{Ends, block_of, is_route_word};
use crate::network::{Index, Seat};
use crate::snapshot::model::{Subnet, Vpc, VpcEndpoint};
use crate::snapshot::{Answer, Gap, Gaps, Listing};
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::rc::Rc;

/// How a client fares with an endpoint in another VPC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fare {
    /// Packets get there and back.
    There,
    /// No route leads to the endpoint: there is none, or it leads to what does not take the packets or to something else.
    NoRoute,
    /// The route that leads there ends: its target is gone, or a transit gateway has no way on in the zone.
    DeadEnd,
    /// Packets get there, and no route leads the replies back.
    NoWayBack,
    /// Routes lead there, and the endpoint's groups do not let the packets in.
    Barred,
    /// Routes lead there, and another filter stops packets or replies.
    Filtered,
    /// It cannot be told.
    Unknown(Gaps),
}

/// How clients of one subnet of a VPC fare with one address of an endpoint in another VPC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CentralWay {
    /// The name that leads there.
    pub name: String,
    /// The endpoint, by id.
    pub endpoint: String,
    /// The address.
    pub address: IpAddr,
    /// The port.
    pub port: u16,
    /// The clients' subnet, by id.
    pub subnet: String,
    /// The gateways passed.
    pub through: Vec<String>,
    /// How they fare.
    pub fare: Fare,
}

/// The endpoints in other VPCs that names lead a VPC to, and how its clients fare with them.
#[derive(Clone, Debug)]
pub struct CentralWays {
    /// The endpoints, by id, in order and each once.
    pub endpoints: Listing<String>,
    /// The ways of clients to them.
    pub ways: Listing<CentralWay>,
}

/// A record of a private zone that leads a service's name to an interface endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeadingZone {
    /// The account that owns the zone.
    pub owner: AccountId,
    /// The zone, by id.
    pub zone: String,
    /// The record's place in `ResourceRecordSets`.
    pub at: usize,
    /// The record's name.
    pub name: String,
    /// The endpoint, by id.
    pub endpoint: String,
    /// The endpoint's addresses, or why they are not known.
    pub addresses: Answer<Vec<IpAddr>>,
    /// The family of the record.
    pub family: Family,
}

/// What was worked out about endpoints in other VPCs, held for the next question.
#[derive(Debug, Default)]
pub struct Central {
    ways: RefCell<BTreeMap<String, Rc<CentralWays>>>,
    zones: OnceCell<Listing<LeadingZone>>,
}

impl Index<'_> {
    /// The ways of a VPC, by id, worked out by `work` if they were not before.
    pub fn central_ways(&self, vpc: &str, work: impl FnOnce() -> CentralWays) -> Rc<CentralWays> {
        crate::network::memory::remember(&self.central.ways, vpc.to_owned(), || Rc::new(work()))
    }

    /// The records that lead to interface endpoints, worked out by `work` if they were not before.
    pub fn leading_zones(&self, work: impl FnOnce() -> Listing<LeadingZone>) -> &Listing<LeadingZone> {
        self.central.zones.get_or_init(work)
    }
}

/// The clients of a subnet, by what filters and gateways tell apart.
#[derive(Debug)]
pub struct Clients<'i> {
    index: &'i Index<'i>,
    subnet: Seat<'i, Subnet>,
    resolver: Resolver<'i>,
    sets: Sets<'i>,
}

impl<'i> Clients<'i> {
    /// The clients of a subnet of a VPC.
    pub fn of(index: &'i Index<'i>, vpc: Seat<'i, Vpc>, subnet: Seat<'i, Subnet>) -> Self {
        let resolver = Resolver::new(index, vpc, Asked::of(index, vpc.place, &[]));
        Self { index, subnet, resolver, sets: sets_in(subnet) }
    }

    /// Why there may be others.
    pub fn rest(&self) -> Gaps {
        self.sets.rest.clone()
    }

    /// How they fare with one address of an endpoint in another VPC: one entry each set of clients and way, with the
    /// gateways passed. Clients without an address of its family have none.
    pub fn fares(&self, endpoint: Seat<'i, VpcEndpoint>, address: IpAddr, port: u16) -> Vec<(Fare, Vec<String>)> {
        let courses = self.courses(address, port);
        let told = |course: &Course<'i>| (fare(self.index, course, endpoint, address), course.through.clone());
        let mut fares: Vec<(Fare, Vec<String>)> = Vec::new();
        for one in courses.iter().map(told) {
            if !fares.contains(&one) {
                fares.push(one);
            }
        }
        fares
    }

    /// The hops there and back of the first way that fares so.
    pub fn hops(&self, endpoint: Seat<'i, VpcEndpoint>, address: IpAddr, port: u16, wanted: &Fare) -> Vec<Hop> {
        let courses = self.courses(address, port);
        let course = courses.iter().find(|course| fare(self.index, course, endpoint, address) == *wanted);
        course.map_or_else(Vec::new, |course| {
            let (there, back) = course.hops(self.index);
            there.into_iter().chain(back).collect()
        })
    }

    /// Their ways to an address: of all of a set at once, or one by one where they fare differently.
    fn courses(&self, address: IpAddr, port: u16) -> Vec<Course<'i>> {
        let family = if address.is_ipv4() { Family::Ipv4 } else { Family::Ipv6 };
        let to = Ends::one(address);
        let walk = |client: &Client<'i>| self.resolver.walker.courses(client, &to, Flow { port, ..Flow::HTTPS });
        let mut all = Vec::new();
        for set in self.sets.sets.iter().filter(|set| set.sends(family)) {
            let groups = || Answer::Known(set.groups.clone());
            let client = |from| self.resolver.client(self.subnet, groups(), Answer::Known(set.public), from);
            if let Some(whole) = client(block_of(self.subnet.it, family)) {
                let Courses { list, coarse } = walk(&whole);
                if !coarse {
                    all.extend(list);
                    continue;
                }
            }
            for (_, own) in set.senders(family) {
                all.extend(client(Some(Ends::one(own))).map(|client| walk(&client).list).unwrap_or_default());
            }
        }
        all
    }
}

/// How a session fares: the way by routes comes first, for a filter that stops packets before does not make it good.
fn fare<'i>(index: &'i Index<'i>, course: &Course<'i>, endpoint: Seat<'i, VpcEndpoint>, address: IpAddr) -> Fare {
    match course.stopped_by_routes() {
        Some(Disposition::Blackhole) => return Fare::DeadEnd,
        Some(_) => return Fare::NoRoute,
        None => {}
    }
    let arrives = course.via == Via::CentralEndpoint && course.target == endpoint.it.vpc_endpoint_id;
    match &course.forward {
        (Disposition::ToService, _) if arrives => way_back(course, address),
        (Disposition::Unknown, gaps) => Fare::Unknown(gaps.clone()),
        (Disposition::LeavesView, _) => Fare::Unknown(out_of_view(&course.target, address)),
        (Disposition::DeniedBySecurityGroup | Disposition::DeniedByNetworkAcl, _) => match course.doubts() {
            gaps if !gaps.is_empty() => Fare::Unknown(gaps),
            _ if course.leaves_view() => Fare::Unknown(out_of_view(&course.target, address)),
            _ if !arrives => Fare::NoRoute,
            _ if stopped_by(index, course, endpoint) => Fare::Barred,
            _ => Fare::Filtered,
        },
        // Something else holds the address, or takes the packets.
        (
            Disposition::Delivered
            | Disposition::ToService
            | Disposition::ToInternet
            | Disposition::NoRoute
            | Disposition::Blackhole
            | Disposition::DeniedByGateway
            | Disposition::UnresolvedName
            | Disposition::NoClients
            | Disposition::Mixed,
            _,
        ) => Fare::NoRoute,
    }
}

fn way_back(course: &Course<'_>, address: IpAddr) -> Fare {
    match &course.back {
        Some((Disposition::Unknown, gaps)) => Fare::Unknown(gaps.clone()),
        Some((Disposition::LeavesView, _)) => Fare::Unknown(out_of_view("another network", address)),
        Some((Disposition::DeniedByNetworkAcl | Disposition::DeniedBySecurityGroup, _)) => Fare::Filtered,
        Some((word, _)) if is_route_word(*word) => Fare::NoWayBack,
        Some(_) | None => Fare::There,
    }
}

fn out_of_view(target: &str, address: IpAddr) -> Gaps {
    Gap::Ambiguous { what: format!("packets for {address} leave by {target} for a network that was not asked") }.into()
}

/// Whether it is an endpoint's group that does not let the packets in.
fn stopped_by<'i>(index: &'i Index<'i>, course: &Course<'i>, endpoint: Seat<'i, VpcEndpoint>) -> bool {
    let (there, _) = course.hops(index);
    let own = |id: &str| endpoint.it.groups.iter().any(|group| group.group_id.as_deref() == Some(id));
    // The hops end with what stops the packets; no hop of a group stands there where the interface has none.
    there.last().is_some_and(|hop| own(&hop.resource.id) && hop.pointer == "/IpPermissions")
}
