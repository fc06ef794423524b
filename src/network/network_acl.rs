//! What network ACLs let through.
//!
//! The entry with the lowest number that matches decides, and a packet that none matches is denied
//! (<https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html>). ACLs are stateless: replies are asked too.

use super::acl_entries::{Line, Reach, lines};
use super::passage::{Decider, Direction, Passage};
use super::protocol;
use super::span::Span;
use super::{Packets, Place, Ports, Seat, cidr};
use crate::finding::Family;
use crate::snapshot::model::{NetworkAcl, Subnet};
use crate::snapshot::{Answer, Collection, Gap, Gaps};
use ipnet::IpNet;
use std::collections::BTreeMap;

/// The ACLs of a place by the subnets they are tied to.
#[derive(Debug)]
pub(super) struct Acls<'s> {
    by_subnet: BTreeMap<&'s str, Vec<&'s NetworkAcl>>,
    /// The ties that name no subnet: each may be any subnet's.
    loose: Gaps,
}

impl<'s> Acls<'s> {
    pub(super) fn of(acls: &'s [NetworkAcl]) -> Self {
        let mut by_subnet: BTreeMap<&str, Vec<&NetworkAcl>> = BTreeMap::new();
        let mut loose = Vec::new();
        for acl in acls {
            for tie in &acl.associations {
                match tie.subnet_id.as_deref() {
                    Some(subnet) => by_subnet.entry(subnet).or_default().push(acl),
                    None => loose.push(malformed("SubnetId", &acl.network_acl_id)),
                }
            }
        }
        Self { by_subnet, loose: loose.into_iter().collect() }
    }
}

fn malformed(field: &str, at: &str) -> Gap {
    Gap::Malformed { field: field.to_owned(), at: at.to_owned() }
}

/// The ACL of a subnet. A tie that was seen decides even where other ACLs were not: a subnet has one.
pub fn acl_of<'i>(place: &'i Place<'i>, subnet: &Subnet) -> Answer<Seat<'i, NetworkAcl>> {
    let id = subnet.subnet_id.as_str();
    let mut tied = place.acls.by_subnet.get(id).cloned().unwrap_or_default();
    tied.dedup_by_key(|acl| acl.network_acl_id.as_str());
    match tied.as_slice() {
        [it] => Answer::Known(Seat { place, it }),
        [] => {
            let mut gaps = place.rest(Collection::NetworkAcls, "").union(place.acls.loose.clone());
            if gaps.is_empty() {
                // Every ACL was listed and none is this subnet's: another account's that it does not show to
                // participants, or the answers do not belong together.
                let own = || malformed("Associations", id);
                gaps.extend(place.foreign(subnet.owner_id.as_deref()).unwrap_or_else(own).into());
            }
            Answer::Unknown(gaps)
        }
        several => {
            let ids: Vec<&str> = several.iter().map(|acl| acl.network_acl_id.as_str()).collect();
            Answer::unknown(Gap::Ambiguous { what: format!("{} are all tied to {id}", ids.join(", ")) })
        }
    }
}

/// How some packets fare at an ACL that all fare alike.
#[derive(Clone, Debug)]
pub enum AclFate<'i> {
    /// They are let through.
    Allowed(Decider<'i>),
    /// They are stopped.
    Denied(Decider<'i>),
    /// It cannot be told.
    Unknown(Gaps),
}

/// Packets that fare alike at an ACL.
#[derive(Clone, Debug)]
pub struct AclPart<'i> {
    /// Where they come from, inbound; where they go, outbound.
    pub blocks: Vec<IpNet>,
    /// The ports they go to.
    pub ports: Ports,
    /// How they fare.
    pub fate: AclFate<'i>,
}

/// Packets that no entry has decided on yet.
#[derive(Clone, Debug)]
struct Piece {
    span: Span,
    ports: Ports,
    /// What entries that may match would do to them.
    may_allow: bool,
    may_deny: bool,
    /// Those entries' places among the lines.
    doubts: Vec<usize>,
}

/// How packets fare at an ACL.
pub fn pass_acl<'i>(acl: Seat<'i, NetworkAcl>, direction: Direction, packets: &Packets) -> Passage<'i> {
    let asked = Asked::of(direction, packets);
    let lines = lines(acl, direction);
    if let Some(passage) = decided_whole(acl, &lines, &asked) {
        return passage;
    }
    let mut passage = Passage::default();
    for (_, fate) in cut(acl, &lines, &asked) {
        match fate {
            AclFate::Allowed(by) => {
                passage.allowed.get_or_insert(by);
            }
            AclFate::Denied(by) => {
                passage.denied.get_or_insert(by);
            }
            AclFate::Unknown(gaps) => passage.gaps.extend(gaps),
        }
    }
    passage
}

/// The packets cut into parts that fare alike, in the order in which entries decide on them.
pub fn acl_parts<'i>(acl: Seat<'i, NetworkAcl>, direction: Direction, packets: &Packets) -> Vec<AclPart<'i>> {
    let asked = Asked::of(direction, packets);
    let part =
        |(piece, fate): (Piece, _)| AclPart { blocks: piece.span.blocks(asked.family), ports: piece.ports, fate };
    cut(acl, &lines(acl, direction), &asked).into_iter().map(part).collect()
}

/// What is asked of every entry.
struct Asked {
    protocol: u8,
    family: Family,
    span: Span,
    ports: Ports,
}

impl Asked {
    fn of(direction: Direction, packets: &Packets) -> Self {
        let other = match direction {
            Direction::Inbound => packets.source,
            Direction::Outbound => packets.destination,
        };
        Self {
            protocol: packets.protocol,
            family: cidr::family(&other),
            span: Span::of(&other),
            ports: protocol::asked(packets),
        }
    }

    fn reach(&self, line: &Line, span: Span, ports: Ports) -> Option<Reach> {
        line.reach(self.protocol, self.family, span, ports)
    }
}

/// The passage where the first entry that meets the packets decides on all of them: most ACLs allow everything.
fn decided_whole<'i>(acl: Seat<'i, NetworkAcl>, lines: &[Line], asked: &Asked) -> Option<Passage<'i>> {
    let met = lines.iter().find_map(|line| Some((line, asked.reach(line, asked.span, asked.ports)?)));
    let Some((line, reach)) = met else {
        return Some(Passage { denied: Some(Decider::NoEntry(acl)), ..Passage::default() });
    };
    let whole = reach.span == asked.span && reach.ports == asked.ports;
    // An entry without a number is asked at no known time, so one that comes later may come before.
    let unnumbered = lines.last().is_some_and(|line| line.number.is_none());
    if !whole || !line.doubts.is_empty() || unnumbered {
        return None;
    }
    let by = Some(Decider::Entry(acl, line.at));
    Some(match line.allows? {
        true => Passage { allowed: by, ..Passage::default() },
        false => Passage { denied: by, ..Passage::default() },
    })
}

fn cut<'i>(acl: Seat<'i, NetworkAcl>, lines: &[Line], asked: &Asked) -> Vec<(Piece, AclFate<'i>)> {
    let whole = Piece { span: asked.span, ports: asked.ports, may_allow: false, may_deny: false, doubts: Vec::new() };
    let mut open = vec![whole];
    let mut decided = Vec::new();
    let fate = |piece: &Piece, by: Decider<'i>| match (piece.may_allow, piece.may_deny) {
        (true, false) => AclFate::Allowed(by),
        (false, true | false) => AclFate::Denied(by),
        (true, true) => {
            let doubts = piece.doubts.iter().filter_map(|at| lines.get(*at));
            AclFate::Unknown(doubts.flat_map(|line| line.doubts.iter().cloned()).collect())
        }
    };
    // What has no number may come before everything, and if not, comes at the latest when nothing else has matched.
    for step in steps(lines) {
        let Some(line) = lines.get(step.line) else { continue };
        let mut left = Vec::with_capacity(open.len());
        for piece in open {
            let Some(reach) = asked.reach(line, piece.span, piece.ports) else {
                left.push(piece);
                continue;
            };
            piece.around(reach, &mut left);
            let mut hit = Piece { span: reach.span, ports: reach.ports, ..piece };
            hit.may_allow |= line.allows != Some(false);
            hit.may_deny |= line.allows != Some(true);
            if !step.certain || !reach.certain || line.allows.is_none() {
                hit.doubts.push(step.line);
            }
            if step.certain && reach.certain {
                let fate = fate(&hit, Decider::Entry(acl, line.at));
                decided.push((hit, fate));
            } else {
                left.push(hit);
            }
        }
        open = left;
        if open.is_empty() {
            return decided;
        }
    }
    for mut piece in open {
        piece.may_deny = true;
        let fate = fate(&piece, Decider::NoEntry(acl));
        decided.push((piece, fate));
    }
    decided
}

impl Piece {
    /// What of the piece lies outside of a reach within it, put to `left`.
    fn around(&self, hole: Reach, left: &mut Vec<Self>) {
        let mut keep = |span: Span, ports: Ports| left.push(Self { span, ports, ..self.clone() });
        if self.span.first < hole.span.first {
            keep(Span { first: self.span.first, last: hole.span.first - 1 }, self.ports);
        }
        if hole.span.last < self.span.last {
            keep(Span { first: hole.span.last + 1, last: self.span.last }, self.ports);
        }
        if self.ports.first < hole.ports.first {
            keep(hole.span, Ports { first: self.ports.first, last: hole.ports.first - 1 });
        }
        if hole.ports.last < self.ports.last {
            keep(hole.span, Ports { first: hole.ports.last + 1, last: self.ports.last });
        }
    }
}

/// That an entry is asked, and whether it is certain that it is asked now if nothing before has matched.
struct Step {
    line: usize,
    certain: bool,
}

fn steps(lines: &[Line]) -> Vec<Step> {
    let may = |line| Step { line, certain: false };
    let must = |line| Step { line, certain: true };
    let unnumbered: Vec<usize> =
        lines.iter().enumerate().filter(|(_, line)| line.number.is_none()).map(|(at, _)| at).collect();
    let mut steps: Vec<Step> = unnumbered.iter().copied().map(may).collect();
    let mut from = 0;
    for same in lines.chunk_by(|one, other| one.number == other.number) {
        let all = from..from + same.len();
        from = all.end;
        if same.first().is_some_and(|line| line.number.is_some()) {
            // Entries that share a number come in an unknown order.
            steps.extend(all.clone().filter(|_| same.len() > 1).map(may));
            steps.extend(all.map(must));
        }
    }
    steps.extend(unnumbered.into_iter().map(must));
    steps
}
