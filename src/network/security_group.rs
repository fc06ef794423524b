//! What security groups let through.
//!
//! The rules of all groups of an interface count as one list, and a packet passes that any of them allows
//! (<https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html>). Groups are stateful: only the first
//! packet of a session is asked.

use super::group_rules::{Rule, rules};
use super::passage::{Decider, Direction, Passage};
use super::protocol;
use super::span::{Span, meet, meeting, uncovered};
use super::{Packets, Place, Ports, Seat, cidr};
use crate::finding::Family;
use crate::snapshot::model::SecurityGroup;
use crate::snapshot::{Answer, Collection, Coverage, Gap, Gaps, Outcome};
use std::rc::Rc;

/// Who is at the other end of packets, for rules that name groups.
#[derive(Clone, Debug)]
pub struct Peer {
    /// The groups of the interface at the other end that such a rule can match by; none where a reference cannot match:
    /// the other end is on another network, or something on the way hides it.
    pub groups: Answer<Vec<String>>,
}

/// What is asked of every rule.
struct Asked<'a> {
    protocol: u8,
    family: Family,
    /// The other end.
    span: Span,
    ports: Ports,
    peer: &'a Peer,
}

/// What a rule covers of what was asked, or may cover.
struct Cover<'r, W> {
    ports: Ports,
    /// Joined; beyond the ends of what was asked there may be more.
    spans: &'r [Span],
    /// Which rule, or why it may not.
    what: W,
}

/// How packets fare at the groups of an interface, by the groups' ids as its place sees them.
///
/// A group that was not seen may allow anything, which leaves known what another group allows. Groups of one session are
/// asked by the answer of DescribeSecurityGroups; DescribeSecurityGroupRules is never asked for it.
pub fn pass_groups<'i>(
    place: &'i Place<'i>,
    groups: &[String],
    direction: Direction,
    packets: &Packets,
    peer: &Peer,
) -> Passage<'i> {
    if groups.is_empty() {
        return Passage { denied: Some(Decider::NoGroups), ..Passage::default() };
    }
    let other = match direction {
        Direction::Inbound => packets.source,
        Direction::Outbound => packets.destination,
    };
    let asked = Asked {
        protocol: packets.protocol,
        family: cidr::family(&other),
        span: Span::of(&other),
        ports: protocol::asked(packets),
        peer,
    };
    let mut seen: Vec<(Seat<'i, SecurityGroup>, Rc<[Rule]>)> = Vec::new();
    let mut unseen = Gaps::none();
    for id in groups {
        let Some(group) = place.find(&place.view.security_groups, id) else {
            unseen.extend(why_unseen(place, id));
            continue;
        };
        let rules = rules(group, direction);
        // Most sessions are let through whole by one rule, and nothing has to be cut.
        if let Some(at) = rules.iter().position(|rule| passes_all(rule, &asked)) {
            return Passage { allowed: Some(Decider::Rule(group, direction, at)), ..Passage::default() };
        }
        seen.push((group, rules));
    }
    let mut allows = Vec::new();
    let mut doubts = Vec::new();
    if !unseen.is_empty() {
        let spans = std::slice::from_ref(&asked.span);
        doubts.push(Cover { ports: asked.ports, spans, what: &unseen });
    }
    for (group, rules) in &seen {
        for (at, rule) in rules.iter().enumerate() {
            covers(rule, &asked, |ports, spans, why| match why {
                Some(what) => doubts.push(Cover { ports, spans, what }),
                None => allows.push(Cover { ports, spans, what: Decider::Rule(*group, direction, at) }),
            });
        }
    }
    let (stopped, gaps) = weigh(&asked, &allows, &doubts);
    Passage {
        allowed: allows.first().map(|cover| cover.what),
        denied: seen.first().filter(|_| stopped).map(|(group, _)| Decider::NoRule(*group, direction)),
        gaps,
    }
}

fn why_unseen(place: &Place<'_>, id: &str) -> Gaps {
    let rest = place.rest(Collection::SecurityGroups, "");
    if rest.is_empty() {
        // The list was answered in full and does not show it: another account's, or gone between two answers.
        let question = place.question(Collection::SecurityGroups, id);
        return Gap::NotSeen(Box::new(Coverage::new(question, Outcome::NotVisible))).into();
    }
    rest
}

/// Whether one source of a rule lets through all that is asked.
fn passes_all(rule: &Rule, asked: &Asked<'_>) -> bool {
    let whole = |spans: &[Span]| matches!(meeting(spans, asked.span), [one] if one.contains(asked.span));
    let ports = matches!(rule.ports(asked.protocol), Ok(Some(ports)) if ports.contains(asked.ports));
    ports
        && (whole(&rule.blocks(asked.family).spans)
            || rule.lists.iter().any(|list| whole(&list.blocks(asked.family).spans))
            || rule.pairs.iter().any(|pair| match (&asked.peer.groups, &pair.group, &pair.in_force) {
                (Answer::Known(groups), Ok(group), Ok(true)) => groups.contains(group),
                (Answer::Known(_) | Answer::Unknown(_), Ok(_) | Err(_), Ok(_) | Err(_)) => false,
            }))
}

/// Tells what a rule covers, and what it may cover with the reasons why that is unknown.
fn covers<'r>(rule: &'r Rule, asked: &'r Asked<'r>, mut tell: impl FnMut(Ports, &'r [Span], Option<&'r Gaps>)) {
    let (ports, doubt) = match rule.ports(asked.protocol) {
        Ok(None) => return,
        Ok(Some(ports)) => match ports.overlap(asked.ports) {
            None => return,
            Some(ports) => (ports, None),
        },
        Err(gaps) => (asked.ports, Some(gaps)),
    };
    let mut put = |spans: &'r [Span], why: Option<&'r Gaps>| {
        let spans = meeting(spans, asked.span);
        match (doubt, why) {
            _ if spans.is_empty() => {}
            (None, why) | (why, None) => tell(ports, spans, why),
            // Both reasons stand in the way, and each is told.
            (Some(_), Some(_)) => {
                tell(ports, spans, doubt);
                tell(ports, spans, why);
            }
        }
    };
    let whole = std::slice::from_ref(&asked.span);
    let lists = rule.lists.iter().map(|list| list.blocks(asked.family));
    for blocks in std::iter::once(rule.blocks(asked.family)).chain(lists) {
        put(&blocks.spans, None);
        if !blocks.rest.is_empty() {
            put(whole, Some(&blocks.rest));
        }
    }
    for pair in &rule.pairs {
        match (&asked.peer.groups, &pair.in_force) {
            (_, Ok(false)) => {}
            (Answer::Unknown(gaps), Ok(true) | Err(_)) => put(whole, Some(gaps)),
            (Answer::Known(groups), in_force) => match &pair.group {
                Ok(group) if !groups.contains(group) => {}
                Ok(_) => put(whole, in_force.as_ref().err()),
                Err(_) if groups.is_empty() => {}
                Err(gaps) => put(whole, Some(gaps)),
            },
        }
    }
}

/// Whether something is covered by nothing, and the reasons why something may be.
///
/// Ports are cut where a cover begins or ends; within such a range every cover holds for all ports or for none.
fn weigh<W>(asked: &Asked<'_>, allows: &[Cover<'_, W>], doubts: &[Cover<'_, &Gaps>]) -> (bool, Gaps) {
    let edges = allows.iter().map(|cover| cover.ports).chain(doubts.iter().map(|cover| cover.ports));
    let mut stopped = false;
    let mut needed = vec![false; doubts.len()];
    for ports in ranges(asked.ports, edges) {
        let mut covered = spans_at(ports, allows);
        let open = uncovered(asked.span, covered.clone());
        if open.is_empty() {
            continue;
        }
        for (cover, needed) in doubts.iter().zip(&mut needed) {
            *needed = *needed || (cover.ports.contains(ports) && meet(cover.spans, &open));
        }
        if !stopped {
            covered.extend(spans_at(ports, doubts));
            stopped = !uncovered(asked.span, covered).is_empty();
        }
    }
    let gaps =
        doubts.iter().zip(needed).filter(|(_, needed)| *needed).flat_map(|(cover, _)| cover.what.iter().cloned());
    (stopped, gaps.collect())
}

fn spans_at<W>(ports: Ports, covers: &[Cover<'_, W>]) -> Vec<Span> {
    covers.iter().filter(|cover| cover.ports.contains(ports)).flat_map(|cover| cover.spans.iter().copied()).collect()
}

/// `whole` cut wherever a range begins or ends.
fn ranges(whole: Ports, edges: impl Iterator<Item = Ports>) -> Vec<Ports> {
    let mut firsts = vec![whole.first];
    for edge in edges {
        firsts.push(edge.first);
        firsts.extend(edge.last.checked_add(1));
    }
    firsts.retain(|first| (whole.first..=whole.last).contains(first));
    firsts.sort_unstable();
    firsts.dedup();
    let lasts = firsts.iter().skip(1).map(|next| next - 1).chain([whole.last]);
    firsts.iter().zip(lasts).map(|(first, last)| Ports { first: *first, last }).collect()
}
