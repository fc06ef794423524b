//! One path worked out: the name, the routes, and how each set of clients fares.

use super::better::{Advice, better};
use super::client::{Fares, Set, Sets};
use super::walks::Walks;
use crate::finding::{Better, Disposition, Family, Hop, Part, Via};
use crate::network::names::{self, Resolved};
use crate::network::session::{Client, Course, Courses, Flow};
use crate::network::trace::public_ends;
use crate::network::walk::{Ends, Sender, Walker, as_nat64, block_of, not_modelled};
use crate::network::{Index, Place, Seat};
use crate::snapshot::model::{Subnet, Vpc, VpcEndpoint};
use crate::snapshot::{Answer, Gap, Gaps};
use ipnet::IpNet;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// A path, as subnets of a class share it.
#[derive(Clone, Debug)]
pub(super) struct Resolution {
    /// The service has no address of the family, so that there is no row.
    pub is_absent: bool,
    /// It holds for the one subnet only, for its interfaces fare differently.
    pub is_coarse: bool,
    pub via: Via,
    pub target: String,
    pub parts: Vec<Part>,
    pub through: Vec<String>,
    pub disposition: Disposition,
    pub of_sets: Vec<Fares>,
    pub gaps: Gaps,
    pub better: Better,
    pub because: String,
}

/// What a service's name leads to.
#[derive(Clone, Debug)]
pub(super) enum To<'i> {
    /// No address of the family exists.
    Absent,
    /// The name does not resolve.
    Nothing,
    /// It cannot be told.
    Unknown(Gaps),
    /// Addresses; several where each is reached for itself.
    Ends(Vec<Ends>),
    /// An endpoint whose addresses were not seen.
    Endpoint(Seat<'i, VpcEndpoint>, Gaps),
}

/// The services asked about in a place, which all its VPCs share.
#[derive(Clone, Debug)]
pub(super) struct Asked(Rc<[Service]>);

#[derive(Debug)]
struct Service {
    token: String,
    name: String,
    /// Whether it has no prefix list in any place, so that to its unknown addresses the way is as to those of all such
    /// services.
    is_unlisted: bool,
}

impl Asked {
    pub fn of(index: &Index<'_>, place: &Place<'_>, tokens: &[String]) -> Self {
        let service = |token: &String| Service {
            token: token.clone(),
            name: names::service_name_in(place, token).unwrap_or_default(),
            is_unlisted: index.is_unlisted(token),
        };
        Self(tokens.iter().map(service).collect())
    }
}

/// Works out the paths of one VPC's subnets.
#[derive(Debug)]
pub(super) struct Resolver<'i> {
    pub walker: Walker<'i>,
    pub vpc: Seat<'i, Vpc>,
    services: Asked,
    led: RefCell<Vec<Option<Rc<To<'i>>>>>,
    /// The most look-ups of one walk: without a transit gateway or peering connection, and with one.
    pub most_direct: Cell<u64>,
    pub most_through: Cell<u64>,
}

impl<'i> Resolver<'i> {
    pub fn new(index: &'i Index<'i>, vpc: Seat<'i, Vpc>, services: Asked) -> Self {
        // One a service, family, and whether IPv6-only clients see IPv4 addresses by DNS64.
        let led = RefCell::new(vec![None; services.0.len() * 3]);
        Self { walker: Walker { index }, vpc, services, led, most_direct: Cell::new(0), most_through: Cell::new(0) }
    }

    pub fn services(&self) -> usize {
        self.services.0.len()
    }

    /// The token and name of a service, by its place.
    pub fn service(&self, at: usize) -> (&str, &str) {
        self.services.0.get(at).map_or(("", ""), |one| (&one.token, &one.name))
    }

    /// Works out a path.
    pub fn resolve(
        &self,
        subnet: Seat<'i, Subnet>,
        clients: &Sets<'i>,
        walks: &Walks<'i>,
        service: usize,
        family: Family,
    ) -> Resolution {
        let (token, _) = self.service(service);
        let to = self.led_to(service, family, subnet.it.enable_dns64 == Some(true));
        let mut resolution = match to.as_ref() {
            To::Absent => return Resolution { is_absent: true, ..blank() },
            To::Nothing => Resolution { via: Via::None, disposition: Disposition::UnresolvedName, ..blank() },
            To::Unknown(gaps) => Resolution { gaps: gaps.clone(), ..blank() },
            To::Endpoint(endpoint, gaps) => {
                let own = endpoint.it.vpc_id.as_deref() == Some(self.vpc.it.vpc_id.as_str());
                let mut resolution = Resolution { gaps: gaps.clone(), ..blank() };
                if own {
                    resolution.via = Via::InterfaceEndpoint;
                    resolution.target.clone_from(&endpoint.it.vpc_endpoint_id);
                }
                resolution
            }
            To::Ends(ends) => {
                let is_unlisted = self.services.0.get(service).is_some_and(|service| service.is_unlisted);
                walks.whole(ends, is_unlisted, family, || self.walk(subnet, clients, walks, ends, family))
            }
        };
        if matches!(to.as_ref(), To::Nothing | To::Endpoint(..) | To::Unknown(_))
            && clients.sets.is_empty()
            && clients.rest.is_empty()
        {
            resolution.disposition = Disposition::NoClients;
        }
        if resolution.disposition == Disposition::UnresolvedName && clients.sets.is_empty() && !clients.rest.is_empty()
        {
            resolution.disposition = Disposition::Unknown;
            resolution.gaps.extend(clients.rest.clone());
        }
        if resolution.disposition == Disposition::Mixed && resolution.of_sets.is_empty() {
            resolution.of_sets = clients.sets.iter().map(|_| Fares::Alike(Disposition::Mixed)).collect();
        }
        let Advice { better, because } = better(self, subnet, clients, walks, token, family, &resolution);
        Resolution { better, because, ..resolution }
    }

    fn walk(
        &self,
        subnet: Seat<'i, Subnet>,
        clients: &Sets<'i>,
        walks: &Walks<'i>,
        ends: &[Ends],
        family: Family,
    ) -> Resolution {
        let mut resolution = blank();
        let mut routed: Option<Rc<Courses<'i>>> = None;
        let mut gaps = Gaps::none();
        for set in &clients.sets {
            if !set.sends(family) {
                resolution.of_sets.push(Fares::Silent);
                continue;
            }
            let (fares, courses) = self.fares(subnet, set, walks, ends, family, &mut gaps, &mut resolution.is_coarse);
            resolution.of_sets.push(fares);
            routed = routed.or(Some(courses));
        }
        // Without a client the way is there all the same.
        let courses = routed.unwrap_or_else(|| {
            let nobody =
                self.client(subnet, Answer::Known(Rc::from([])), Answer::Known(true), block_of(subnet.it, family));
            nobody.map_or_else(
                || Rc::new(Courses { list: Vec::new(), coarse: false }),
                |nobody| Rc::new(self.courses(&nobody, ends)),
            )
        });
        handed_over(&mut resolution, &courses.list);
        let mut dispositions: Vec<Disposition> = Vec::new();
        for fares in resolution.of_sets.iter().filter(|fares| **fares != Fares::Silent) {
            dispositions.push(fares.common().unwrap_or(Disposition::Mixed));
        }
        dispositions.sort();
        dispositions.dedup();
        resolution.disposition = match dispositions.as_slice() {
            [] if clients.rest.is_empty() => Disposition::NoClients,
            [] => Disposition::Unknown,
            // Who was not seen may fare differently.
            [_, ..] if !clients.rest.is_empty() => Disposition::Unknown,
            [one] => *one,
            [_, _, ..] => Disposition::Mixed,
        };
        if resolution.disposition == Disposition::Unknown {
            gaps.extend(clients.rest.clone());
        } else if resolution.disposition != Disposition::Mixed {
            gaps = Gaps::none();
        }
        resolution.gaps.extend(gaps);
        resolution
    }

    /// How a set of clients fares, and the ways its packets take.
    #[expect(clippy::too_many_arguments, reason = "what a set is asked, and what is told of it")]
    fn fares(
        &self,
        subnet: Seat<'i, Subnet>,
        set: &Set<'i>,
        walks: &Walks<'i>,
        ends: &[Ends],
        family: Family,
        gaps: &mut Gaps,
        is_coarse: &mut bool,
    ) -> (Fares, Rc<Courses<'i>>) {
        let groups = || Answer::Known(set.groups.clone());
        let whole = self.client(subnet, groups(), Answer::Known(set.public), block_of(subnet.it, family));
        if let Some(whole) = whole {
            let courses = walks.of(set, ends, || self.courses(&whole, ends));
            if !courses.coarse {
                let (disposition, more) = together(&courses.list);
                gaps.extend(more);
                return (Fares::Alike(disposition), courses);
            }
        }
        *is_coarse = true;
        let mut each = Vec::new();
        let mut first = None;
        for (interface, address) in set.senders(family) {
            let Some(client) = self.client(subnet, groups(), Answer::Known(set.public), Some(Ends::one(address)))
            else {
                continue;
            };
            let courses = self.courses(&client, ends);
            let (disposition, more) = together(&courses.list);
            gaps.extend(more);
            each.push((interface.it.network_interface_id.clone(), disposition));
            first = first.or(Some(Rc::new(courses)));
        }
        let none = || Rc::new(Courses { list: Vec::new(), coarse: false });
        (Fares::Each(each), first.unwrap_or_else(none))
    }

    pub(super) fn client(
        &self,
        subnet: Seat<'i, Subnet>,
        groups: Answer<Rc<[String]>>,
        public: Answer<bool>,
        addresses: Option<Ends>,
    ) -> Option<Client<'i>> {
        let sender = Sender { groups, public, vpc: self.vpc };
        Some(Client { subnet, sender, addresses: addresses? })
    }

    pub(super) fn courses(&self, client: &Client<'i>, ends: &[Ends]) -> Courses<'i> {
        let mut all = Courses { list: Vec::new(), coarse: false };
        for end in ends {
            let before = self.walker.index.look_ups();
            let courses = self.walker.courses(client, end, Flow::HTTPS);
            self.count(self.walker.index.look_ups() - before, &courses);
            all.coarse |= courses.coarse;
            all.list.extend(courses.list);
        }
        all
    }

    fn count(&self, look_ups: u64, courses: &Courses<'i>) {
        let is_far = |id: &String| id.starts_with("tgw-") || id.starts_with("pcx-");
        let is_through = courses.list.iter().any(|course| course.through.iter().any(is_far));
        let most = if is_through { &self.most_through } else { &self.most_direct };
        most.set(most.get().max(look_ups));
    }

    /// What the service's name leads to, worked out once.
    pub fn led_to(&self, service: usize, family: Family, dns64: bool) -> Rc<To<'i>> {
        let kind = match (family, dns64) {
            (Family::Ipv4, _) => 0,
            (Family::Ipv6, false) => 1,
            (Family::Ipv6, true) => 2,
        };
        let at = service * 3 + kind;
        if let Some(Some(known)) = self.led.borrow().get(at) {
            return known.clone();
        }
        let (token, _) = self.service(service);
        let to = Rc::new(match led_to(self.walker.index, self.vpc, token, family) {
            To::Absent | To::Nothing if dns64 && family == Family::Ipv6 => {
                translated(led_to(self.walker.index, self.vpc, token, Family::Ipv4))
            }
            to => to,
        });
        if let Some(slot) = self.led.borrow_mut().get_mut(at) {
            *slot = Some(to.clone());
        }
        to
    }

    /// The hops of the first way, for whoever looks.
    pub fn hops(&self, subnet: Seat<'i, Subnet>, clients: &Sets<'i>, service: usize, family: Family) -> Vec<Hop> {
        let index = self.walker.index;
        let (token, _) = self.service(service);
        let name = usual(self.vpc, token);
        let mut hops = names::resolve(index, self.vpc, &name, family).hops;
        let To::Ends(ends) = self.led_to(service, family, subnet.it.enable_dns64 == Some(true)).as_ref().clone() else {
            return hops;
        };
        let set = clients.sets.iter().find_map(|set| Some((set, set.senders(family).next()?)));
        let client = match set {
            Some((set, (_, address))) => self.client(
                subnet,
                Answer::Known(set.groups.clone()),
                Answer::Known(set.public),
                Some(Ends::one(address)),
            ),
            None => self.client(subnet, Answer::Known(Rc::from([])), Answer::Known(true), block_of(subnet.it, family)),
        };
        let Some(client) = client else { return hops };
        for course in self.courses(&client, &ends).list {
            let (there, back) = course.hops(index);
            for hop in there.into_iter().chain(back) {
                if !hops.contains(&hop) {
                    hops.push(hop);
                }
            }
        }
        hops
    }
}

/// The name by which clients call a service.
pub(super) fn usual(vpc: Seat<'_, Vpc>, token: &str) -> String {
    match names::service_names(vpc, token) {
        Answer::Known(Some(names)) => names.usual,
        Answer::Known(None) | Answer::Unknown(_) => names::usual_name(vpc, token),
    }
}

fn led_to<'i>(index: &'i Index<'i>, vpc: Seat<'i, Vpc>, token: &str, family: Family) -> To<'i> {
    match names::resolve(index, vpc, &usual(vpc, token), family).answer {
        Answer::Unknown(gaps) => To::Unknown(gaps),
        Answer::Known(Resolved::Nothing(_)) => To::Nothing,
        Answer::Known(Resolved::Addresses(addresses)) => To::Ends(addresses.into_iter().map(Ends::one).collect()),
        Answer::Known(Resolved::Endpoint(endpoint, addresses)) => match addresses {
            Answer::Known(addresses) if addresses.is_empty() => To::Nothing,
            Answer::Known(addresses) => To::Ends(addresses.into_iter().map(Ends::one).collect()),
            Answer::Unknown(gaps) => To::Endpoint(endpoint, gaps),
        },
        Answer::Known(Resolved::Public) => match (public_ends(vpc, Some(token), family), family) {
            (Some(ends @ Ends::Blocks(_)), _) => To::Ends(vec![ends]),
            (Some(ends @ Ends::Somewhere(..)), Family::Ipv4) => To::Ends(vec![ends]),
            (_, Family::Ipv6) => match list_says(vpc, token) {
                Answer::Known(true) => To::Absent,
                Answer::Known(false) => {
                    To::Unknown(not_modelled(format!("whether the public names of {token} have IPv6 addresses")).into())
                }
                Answer::Unknown(gaps) => To::Unknown(gaps),
            },
            (None, Family::Ipv4) => To::Absent,
        },
    }
}

/// Whether a service has a prefix list, which says what addresses it has.
fn list_says(vpc: Seat<'_, Vpc>, token: &str) -> Answer<bool> {
    crate::network::service_list(vpc.place, token).and_then(|list| match list {
        Some(list) => crate::network::entries(vpc.place, list.id).map(|_| true),
        None => Answer::Known(false),
    })
}

/// IPv4 addresses as IPv6-only clients get them by DNS64.
fn translated(to: To<'_>) -> To<'_> {
    match to {
        To::Ends(ends) => {
            let six = ends.iter().map(|ends| match ends {
                Ends::Blocks(blocks) => as_nat64(blocks),
                // Whichever they are, they lie in the prefix.
                Ends::Somewhere(..) => as_nat64(&[IpNet::V4(ipnet::Ipv4Net::default())]),
            });
            match six.collect::<Option<Vec<Ends>>>() {
                Some(six) => To::Ends(six),
                None => To::Absent,
            }
        }
        to @ (To::Absent | To::Nothing | To::Unknown(_) | To::Endpoint(..)) => to,
    }
}

/// What becomes of packets to all of a service's addresses.
fn together(courses: &[Course<'_>]) -> (Disposition, Gaps) {
    let mut all: Vec<Disposition> = courses.iter().map(Course::disposition).collect();
    all.sort();
    all.dedup();
    let gaps = courses.iter().fold(Gaps::none(), |gaps, course| gaps.union(course.gaps()));
    match all.as_slice() {
        [] => (Disposition::Unknown, not_modelled("a service without addresses").into()),
        [one] => (*one, gaps),
        several if several.contains(&Disposition::Unknown) => (Disposition::Unknown, gaps),
        [_, _, ..] => (Disposition::Mixed, gaps),
    }
}

/// What hands the packets over: one thing, or parts of the addresses by several.
fn handed_over(resolution: &mut Resolution, courses: &[Course<'_>]) {
    let total: f64 = courses.iter().map(|course| course.far.size()).sum();
    let mut parts: Vec<Part> = Vec::new();
    for course in courses.iter() {
        let share = course.far.size() / total;
        match parts.iter_mut().find(|part| part.via == course.via && part.target == course.target) {
            Some(part) => part.share += share,
            None => parts.push(Part { via: course.via, target: course.target.clone(), share }),
        }
        resolution.gaps.extend(course.route_gaps());
    }
    parts.sort_by(|one, other| (one.via, &one.target).cmp(&(other.via, &other.target)));
    if let Some(first) = courses.first() {
        resolution.through.clone_from(&first.through);
    }
    match parts.as_slice() {
        [] => resolution.gaps.extend(Gap::NotModelled { what: "a service without addresses".to_owned() }.into()),
        _ if parts.iter().any(|part| part.via == Via::Unknown) => {
            resolution.via = Via::Unknown;
            resolution.through.clear();
        }
        [one] => {
            resolution.via = one.via;
            resolution.target.clone_from(&one.target);
        }
        [_, _, ..] => {
            resolution.via = Via::Mixed;
            resolution.parts = parts;
        }
    }
}

fn blank() -> Resolution {
    Resolution {
        is_absent: false,
        is_coarse: false,
        via: Via::Unknown,
        target: String::new(),
        parts: Vec::new(),
        through: Vec::new(),
        disposition: Disposition::Unknown,
        of_sets: Vec::new(),
        gaps: Gaps::none(),
        better: Better::Unknown,
        because: String::new(),
    }
}
