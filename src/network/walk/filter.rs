//! Filters on the way: groups and ACLs, asked about all addresses at once and parted only where they fare differently.

use super::{Ends, Journey, Mark, Walker};
use crate::finding::Disposition;
use crate::network::{
    Decider, Direction, Packets, Passage, Peer, Place, Seat, cidr, entries, pass_acl, pass_groups, service_path,
};
use crate::snapshot::model::{NetworkAcl, SecurityGroup};
use crate::snapshot::{Answer, Gap, Gaps};
use ipnet::IpNet;
use std::rc::Rc;

/// A filter that packets pass.
#[derive(Clone, Debug)]
pub(super) enum Filter<'i> {
    /// The groups of an interface, by id, as a place sees them; and who is at the other end.
    Groups(&'i Place<'i>, Rc<[String]>, Peer),
    /// An ACL.
    Acl(Seat<'i, NetworkAcl>),
}

/// What becomes of packets at a filter.
enum Fate<'i> {
    Pass(Option<Decider<'i>>),
    Stop(Option<Decider<'i>>),
    Doubt(Gaps),
    /// Some pass and some do not.
    Parted(Passage<'i>),
}

impl<'i> Filter<'i> {
    fn pass(&self, direction: Direction, packets: &Packets) -> Passage<'i> {
        match self {
            Self::Groups(place, groups, peer) => pass_groups(place, groups, direction, packets, peer),
            Self::Acl(acl) => pass_acl(*acl, direction, packets),
        }
    }

    fn word(&self) -> Disposition {
        match self {
            Self::Groups(..) => Disposition::DeniedBySecurityGroup,
            Self::Acl(_) => Disposition::DeniedByNetworkAcl,
        }
    }

    /// The blocks that its rules name, in a direction: where packets may begin to fare differently.
    fn edges(&self, direction: Direction) -> Vec<IpNet> {
        match self {
            Self::Groups(place, groups, _) => {
                let seen = groups.iter().filter_map(|id| place.find(&place.view.security_groups, id));
                seen.flat_map(|group| group_edges(place, group.it, direction)).collect()
            }
            Self::Acl(acl) => {
                let outbound = direction == Direction::Outbound;
                let entries = acl.it.entries.iter().filter(|entry| entry.egress == Some(outbound));
                entries
                    .flat_map(|entry| [&entry.cidr_block, &entry.ipv6_cidr_block])
                    .flatten()
                    .filter_map(|text| cidr::parse(text))
                    .collect()
            }
        }
    }
}

fn group_edges(place: &Place<'_>, group: &SecurityGroup, direction: Direction) -> Vec<IpNet> {
    let rules = match direction {
        Direction::Inbound => &group.ip_permissions,
        Direction::Outbound => &group.ip_permissions_egress,
    };
    let mut edges = Vec::new();
    for rule in rules {
        edges.extend(rule.ip_ranges.iter().filter_map(|range| cidr::parse(range.cidr_ip.as_deref()?)));
        edges.extend(rule.ipv6_ranges.iter().filter_map(|range| cidr::parse(range.cidr_ipv6.as_deref()?)));
        let lists = rule.prefix_list_ids.iter().filter_map(|list| list.prefix_list_id.as_deref());
        edges.extend(lists.filter_map(|id| entries(place, id).known()).flatten());
    }
    edges
}

impl<'i> Walker<'i> {
    /// Asks a filter. Parts that fare differently go on as journeys of their own; each keeps what it met.
    pub(super) fn ask(self, journey: Journey<'i>, filter: &Filter<'i>, direction: Direction) -> Vec<Journey<'i>> {
        let Ends::Blocks(blocks) = journey.far().clone() else {
            let fate = self.fate_of_some(&journey, filter, direction);
            return vec![marked(journey, filter, fate)];
        };
        // The usual case: all fare alike, and nothing is copied.
        let mut fates: Vec<(Vec<IpNet>, Fate<'i>)> = Vec::new();
        let mut journey = journey;
        for block in blocks.iter() {
            match fate(judge(&journey, filter, direction, *block)) {
                Fate::Parted(passage) => self.part(&mut journey, filter, direction, *block, passage, &mut fates),
                whole => keep(&mut fates, *block, whole),
            }
        }
        if fates.len() == 1
            && let Some((_, fate)) = fates.pop()
        {
            return vec![marked(journey, filter, fate)];
        }
        fates.into_iter().map(|(part, fate)| marked(journey.part(Ends::blocks(&part)), filter, fate)).collect()
    }

    /// Cuts a block where the filter's rules do, and judges the pieces. What is still parted then is so by its ports, or by
    /// the addresses of the other side.
    fn part(
        self,
        journey: &mut Journey<'i>,
        filter: &Filter<'i>,
        direction: Direction,
        block: IpNet,
        whole: Passage<'i>,
        fates: &mut Vec<(Vec<IpNet>, Fate<'i>)>,
    ) {
        let edges = filter.edges(direction);
        let inside = |outer: &IpNet| edges.iter().any(|edge| edge != outer && outer.contains(edge));
        journey.coarse |= journey.fixed().spread().iter().any(inside);
        if !inside(&block) {
            keep(fates, block, Fate::Stop(whole.denied));
            return;
        }
        for piece in cidr::cut(block, &edges) {
            let fate = match fate(judge(journey, filter, direction, piece)) {
                Fate::Parted(passage) => Fate::Stop(passage.denied),
                whole => whole,
            };
            keep(fates, piece, fate);
        }
    }

    /// The fate of addresses of which only some, nobody knows which, are meant.
    fn fate_of_some(self, journey: &Journey<'i>, filter: &Filter<'i>, direction: Direction) -> Fate<'i> {
        let Some(family) = journey.far().family() else { return Fate::Pass(None) };
        // Rules for every address are the usual ones, and settle it at once.
        if let Fate::Pass(decider) = fate(judge(journey, filter, direction, cidr::whole(family))) {
            return Fate::Pass(decider);
        }
        let place = journey.spot.vpc.place;
        let Ends::Somewhere(_, token) = journey.far() else { return Fate::Pass(None) };
        let edges = filter.edges(direction);
        let (mut pass, mut stop, mut gaps) = (None, None, Gaps::none());
        let blocks = service_path::possible(place, token.as_deref(), family);
        for piece in blocks.iter().flat_map(|block| cidr::cut(*block, &edges)) {
            match fate(judge(journey, filter, direction, piece)) {
                Fate::Pass(decider) => pass = pass.or(Some(decider)),
                // By its ports, then: all of them must be let through.
                Fate::Stop(decider) | Fate::Parted(Passage { denied: decider, .. }) => stop = stop.or(Some(decider)),
                Fate::Doubt(more) => gaps.extend(more),
            }
        }
        match (pass, stop) {
            (Some(decider), None) if gaps.is_empty() => Fate::Pass(decider),
            (None, Some(decider)) if gaps.is_empty() => Fate::Stop(decider),
            (None, _) | (Some(_), None) => Fate::Doubt(gaps),
            (Some(_), Some(stop)) => {
                let by = stop.and_then(|stop| stop.hop()).map(|hop| hop.resource.id).unwrap_or_default();
                let what =
                    format!("{by} lets some public addresses through and others not, and which are meant is not known");
                Fate::Doubt(gaps.union(Gap::Ambiguous { what }.into()))
            }
        }
    }

    /// Asks the groups of an interface, unless these are replies.
    pub(in crate::network) fn ask_groups(
        self,
        journey: Journey<'i>,
        place: &'i Place<'i>,
        groups: &Answer<Rc<[String]>>,
        direction: Direction,
        peer: Peer,
    ) -> Vec<Journey<'i>> {
        if journey.reply {
            return vec![journey];
        }
        self.ask_groups_anew(journey, place, groups, direction, peer)
    }

    /// Asks the groups of an interface, whatever these are.
    pub(super) fn ask_groups_anew(
        self,
        journey: Journey<'i>,
        place: &'i Place<'i>,
        groups: &Answer<Rc<[String]>>,
        direction: Direction,
        peer: Peer,
    ) -> Vec<Journey<'i>> {
        match groups {
            Answer::Known(groups) => self.ask(journey, &Filter::Groups(place, groups.clone(), peer), direction),
            Answer::Unknown(gaps) => {
                let mut journey = journey;
                journey.doubt(gaps.clone());
                vec![journey]
            }
        }
    }

    /// Asks the ACL of a subnet.
    pub(super) fn ask_acl(
        self,
        journey: Journey<'i>,
        subnet: Seat<'i, crate::snapshot::model::Subnet>,
        direction: Direction,
    ) -> Vec<Journey<'i>> {
        match crate::network::acl_of(subnet.place, subnet.it) {
            Answer::Known(acl) => self.ask(journey, &Filter::Acl(acl), direction),
            Answer::Unknown(gaps) => {
                let mut journey = journey;
                journey.doubt(gaps);
                vec![journey]
            }
        }
    }
}

/// How packets between the fixed side and a block of the far side fare.
fn judge<'i>(journey: &Journey<'i>, filter: &Filter<'i>, direction: Direction, block: IpNet) -> Passage<'i> {
    let mut all: Option<Passage<'i>> = None;
    for fixed in journey.fixed().spread().iter() {
        let (source, destination) = if journey.far_is_source { (block, *fixed) } else { (*fixed, block) };
        let passage = filter.pass(
            direction,
            &Packets {
                protocol: journey.protocol,
                source,
                source_ports: journey.source_ports,
                destination,
                destination_ports: journey.destination_ports,
            },
        );
        all = Some(match all {
            None => passage,
            Some(held) => Passage {
                allowed: held.allowed.or(passage.allowed),
                denied: held.denied.or(passage.denied),
                gaps: held.gaps.union(passage.gaps),
            },
        });
    }
    all.unwrap_or_default()
}

fn fate(passage: Passage<'_>) -> Fate<'_> {
    match (&passage.allowed, &passage.denied, passage.gaps.is_empty()) {
        (_, None, true) => Fate::Pass(passage.allowed),
        (None, Some(_), true) => Fate::Stop(passage.denied),
        (_, None, false) => Fate::Doubt(passage.gaps),
        (Some(_), Some(_), _) | (None, Some(_), false) => Fate::Parted(passage),
    }
}

fn keep<'i>(fates: &mut Vec<(Vec<IpNet>, Fate<'i>)>, block: IpNet, fate: Fate<'i>) {
    let alike = |one: &Fate<'i>, other: &Fate<'i>| match (one, other) {
        (Fate::Pass(_), Fate::Pass(_)) | (Fate::Stop(_), Fate::Stop(_)) => true,
        (Fate::Doubt(one), Fate::Doubt(other)) => one == other,
        _ => false,
    };
    match fates.iter_mut().find(|(_, held)| alike(held, &fate)) {
        Some((blocks, _)) => blocks.push(block),
        None => fates.push((vec![block], fate)),
    }
}

fn marked<'i>(mut journey: Journey<'i>, filter: &Filter<'i>, fate: Fate<'i>) -> Journey<'i> {
    match fate {
        Fate::Pass(decider) => journey.trail.extend(decider.map(Mark::Passed)),
        Fate::Stop(decider) => journey.trail.push(Mark::Stopped(filter.word(), decider)),
        Fate::Doubt(gaps) => journey.doubt(gaps),
        Fate::Parted(passage) => journey.trail.push(Mark::Stopped(filter.word(), passage.denied)),
    }
    journey
}
