//! The way the addresses of a service take through a route table.
//!
//! A service with a prefix list has the list's addresses. One without, or whose list could not be read, has some of the
//! public addresses, and its way is known where every route that could match them leads to one target.
//!
//! Not modelled: lists whose addresses are not public (VPC Lattice's are link-local) when they cannot be read.

use super::claim::Choice;
use super::memory::remember;
use super::prefix_list::{ServiceList, aws_list_ids, entries, family_of, service_list, token_of};
use super::ruling::{Ruling, toss_up};
use super::table::{Reach, Table};
use super::target::Target;
use super::{Place, cidr};
use crate::finding::{Family, Via};
use crate::snapshot::model::RouteTable;
use crate::snapshot::{Answer, Gaps, Listing};
use ipnet::IpNet;
use std::collections::BTreeSet;
use std::rc::Rc;

/// A part of a service's addresses that one route decides.
#[derive(Clone, Debug, PartialEq)]
pub struct PathPart {
    /// The route's place in `Routes`; none where no route matches.
    pub route: Option<usize>,
    /// The route's target; none where no route matches, and where a dead route does not say.
    pub target: Option<Target>,
    /// Whether the route is dead and drops the packets.
    pub blackhole: bool,
    /// The share of the service's addresses, 0 to 1.
    pub share: f64,
    /// Some of the addresses.
    pub sample: IpNet,
}

impl PathPart {
    /// What hands the packets over: nothing, where they are dropped.
    pub fn via(&self) -> Via {
        match &self.target {
            Some(target) if !self.blackhole => target.via(),
            Some(_) | None => Via::None,
        }
    }

    /// Whether the packets leave on a path that is public.
    pub fn is_public(&self) -> bool {
        !self.blackhole && self.target.as_ref().is_some_and(Target::is_public)
    }
}

/// The way of all addresses of a service.
#[derive(Clone, Debug, PartialEq)]
pub struct ServicePath {
    /// The parts, in order of their routes.
    pub parts: Vec<PathPart>,
}

/// Addresses of a service and what may become of them.
struct Way {
    ruling: Ruling,
    share: f64,
    sample: IpNet,
}

/// The way of a service's addresses of one family through a table.
pub fn service_path(place: &Place<'_>, table: &RouteTable, token: &str, family: Family) -> Answer<ServicePath> {
    let parts = parts(ways(place, table, token, family), |_| true);
    if parts.rest.is_empty() { Answer::Known(ServicePath { parts: parts.items }) } else { Answer::Unknown(parts.rest) }
}

/// The parts of a service's addresses of one family that leave by a public path, as far as they are certain. What cannot
/// be told is a reason why there may be more only if it could be public.
pub fn public_path(place: &Place<'_>, table: &RouteTable, token: &str, family: Family) -> Listing<PathPart> {
    let work = || parts(ways(place, table, token, family), |choice| choice.sends_to().is_some_and(Target::is_public));
    match Place::position(&place.view.route_tables, &table.route_table_id) {
        Some(at) => remember(&place.memory.paths, (at, token.to_owned(), family), work),
        None => work(),
    }
}

fn parts(ways: Vec<Way>, wanted: impl Fn(&Choice) -> bool) -> Listing<PathPart> {
    let mut parts: Listing<PathPart> = Listing::complete(Vec::new());
    for Way { ruling, share, sample } in ways {
        match ruling.certain() {
            Some(choice) if wanted(choice) => {
                let Choice { route, matched: _, target, blackhole } = choice.clone();
                match parts.items.iter_mut().find(|part| part.route == route) {
                    Some(part) => part.share += share,
                    None => parts.items.push(PathPart { route, target, blackhole, share, sample }),
                }
            }
            Some(_) => {}
            None if ruling.blind || ruling.choices.iter().any(&wanted) => parts.rest.extend(ruling.gaps),
            None => {}
        }
    }
    parts.items.sort_by_key(|part| part.route);
    parts
}

fn ways(place: &Place<'_>, table: &RouteTable, token: &str, family: Family) -> Vec<Way> {
    let list = match service_list(place, token) {
        Answer::Known(list) => list,
        // Whether there is a list is unknown: any list of the table may be it, and the addresses may be any.
        Answer::Unknown(gaps) => {
            return somewhere(&Table::of(place, table), family, &[], gaps).into_iter().collect();
        }
    };
    let Some(list) = list else {
        return unlisted(place, table, token, family);
    };
    match entries(place, list.id) {
        Answer::Known(nets) => {
            let blocks: Vec<IpNet> = nets.into_iter().filter(|net| cidr::family(net) == family).collect();
            if blocks.is_empty() {
                // The list is of the other family: in this one the service is as one without a list.
                return unlisted(place, table, token, family);
            }
            listed(&Table::of(place, table), &blocks)
        }
        Answer::Unknown(gaps) => unread(place, table, list, token, family, gaps),
    }
}

/// What a table says of public addresses that are not known: those of a service without a list, or whose list cannot be
/// read, by token; without a token, of any host. None where the family has no public address that could be meant.
pub(super) fn somewhere_in(
    place: &Place<'_>,
    table: &RouteTable,
    token: Option<&str>,
    family: Family,
) -> Option<Ruling> {
    let Some(token) = token else {
        return somewhere(&Table::of(place, table), family, &[], Gaps::none()).map(|way| way.ruling);
    };
    match service_list(place, token) {
        // Of services without a list every one fares the same.
        Answer::Known(None) => {
            let work = || unlisted(place, table, token, family).pop().map(|way| way.ruling);
            match Place::position(&place.view.route_tables, &table.route_table_id) {
                Some(at) => remember(&place.memory.somewhere, (at, family), work),
                None => work(),
            }
        }
        Answer::Known(Some(_)) | Answer::Unknown(_) => {
            ways(place, table, token, family).into_iter().map(|way| way.ruling).next()
        }
    }
}

/// The blocks in which the unknown addresses of a service lie: public ones that are in no other service's list; of any
/// host, all public ones.
pub(super) fn possible(place: &Place<'_>, token: Option<&str>, family: Family) -> Rc<[IpNet]> {
    let Some(token) = token else { return cidr::public(family).into() };
    let own = service_list(place, token).known().flatten().map(|list| list.id);
    let work = |own: Option<&str>| {
        let lists = aws_list_ids(place).into_iter().filter(|id| own != Some(*id));
        let holes: Vec<IpNet> = lists.filter_map(|id| entries(place, id).known()).flatten().collect();
        let holes: Vec<IpNet> = holes.into_iter().filter(|net| cidr::family(net) == family).collect();
        cidr::without(&cidr::public(family), &holes).into()
    };
    // Services without a list share the answer.
    if own.is_some() { work(own) } else { remember(&place.memory.possible, family, || work(None)) }
}

/// The ways of addresses that are known.
fn listed(table: &Table, blocks: &[IpNet]) -> Vec<Way> {
    let blocks = IpNet::aggregate(&blocks.to_vec());
    let total: f64 = blocks.iter().map(cidr::size).sum();
    let pieces = blocks.iter().flat_map(|block| table.pieces(*block));
    pieces.map(|piece| Way { ruling: piece.ruling, share: piece.size / total, sample: piece.sample }).collect()
}

/// The way of a service that has no list in this family: its addresses are any public ones outside AWS's lists.
fn unlisted(place: &Place<'_>, table: &RouteTable, token: &str, family: Family) -> Vec<Way> {
    let table = Table::reading(place, table, |id| reach(place, id, token));
    let lists = aws_list_ids(place).into_iter().filter_map(|id| entries(place, id).known());
    let holes: Vec<IpNet> = lists.flatten().filter(|net| cidr::family(net) == family).collect();
    somewhere(&table, family, &holes, Gaps::none()).into_iter().collect()
}

/// The way of a service whose list is there and could not be read. The route for the list itself matches by definition.
fn unread(
    place: &Place<'_>,
    table: &RouteTable,
    list: ServiceList<'_>,
    token: &str,
    family: Family,
    gaps: Gaps,
) -> Vec<Way> {
    // AWS keeps one list a family, IPv4 unless it says otherwise, so the other family's addresses are not in it.
    let holds = family_of(place, list.id).unwrap_or(Family::Ipv4) == family;
    let sure = holds && (family == Family::Ipv4 || family_of(place, list.id).is_some());
    let table =
        Table::reading(place, table, |id| if id == list.id && sure { Reach::Own } else { reach(place, id, token) });
    somewhere(&table, family, &[], gaps).into_iter().collect()
}

/// How a service's addresses stand to a list, when they are not known: AWS publishes each address under one of the
/// services that have lists, so another service's list holds none of them
/// (<https://docs.aws.amazon.com/vpc/latest/userguide/aws-ip-syntax.html>).
fn reach(place: &Place<'_>, id: &str, token: &str) -> Reach {
    match token_of(place, id) {
        Some(other) if other != token => Reach::Elsewhere,
        Some(_) | None => Reach::Entries,
    }
}

/// The way of some unknown public addresses outside `holes`, as one: certain only if all of them would go the same way.
fn somewhere(table: &Table, family: Family, holes: &[IpNet], gaps: Gaps) -> Option<Way> {
    let mut holes = holes.to_vec();
    match family {
        // A VPC may squat on public IPv4 addresses, so its own blocks count.
        Family::Ipv4 => {}
        // A VPC's IPv6 blocks are public, and AWS or the customer holds them for it alone.
        Family::Ipv6 => holes.extend(table.local(family)),
    }
    let blocks = cidr::without(&cidr::public(family), &holes);
    let mut all = Ruling { choices: Vec::new(), blind: false, gaps: Gaps::none() };
    let mut routes = BTreeSet::new();
    let mut sample = None;
    for piece in blocks.iter().flat_map(|block| table.pieces(*block)) {
        sample.get_or_insert(piece.sample);
        all.blind |= piece.ruling.blind;
        all.gaps.extend(piece.ruling.gaps);
        for choice in &piece.ruling.choices {
            routes.insert(choice.route);
            all.add(choice);
        }
    }
    if all.gaps.is_empty() && all.choices.len() > 1 {
        all.gaps.extend(toss_up(routes, table.readings()).into());
    }
    if !all.gaps.is_empty() {
        all.gaps.extend(gaps);
    }
    sample.map(|sample| Way { ruling: all, share: 1.0, sample })
}
