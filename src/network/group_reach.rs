//! What a group's rules are for, whoever sends: which ports they open, whether they name everyone, and whether groups let
//! through all addresses of a prefix list.

use super::group_rules::{Rule, read_ports, rules};
use super::passage::{Decider, Direction, Passage};
use super::security_group::pass_groups;
use super::span::{Span, uncovered};
use super::{Packets, Peer, Place, Ports, Seat, TCP, cidr, listed_entries};
use crate::finding::Family;
use crate::snapshot::model::{IpPermission, SecurityGroup};
use crate::snapshot::{Answer, Gaps};

/// Whether a rule of a group lets packets of a protocol through to some of these ports, from or to anyone. A rule that
/// names nobody lets nothing through.
pub fn rule_opens(group: &SecurityGroup, rule: &IpPermission, protocol: u8, ports: &[Ports]) -> Answer<bool> {
    if !names_someone(rule) {
        return Answer::Known(false);
    }
    match read_ports(&group.group_id, rule) {
        (Err(gaps), _) => Answer::Unknown(gaps),
        (Ok(own), _) if !own.takes(protocol) => Answer::Known(false),
        (Ok(_), Ok(own)) => Answer::Known(ports.iter().any(|ports| own.overlap(*ports).is_some())),
        (Ok(_), Err(gaps)) => Answer::Unknown(gaps),
    }
}

/// Whether a rule names anyone.
pub fn names_someone(rule: &IpPermission) -> bool {
    !(rule.ip_ranges.is_empty()
        && rule.ipv6_ranges.is_empty()
        && rule.prefix_list_ids.is_empty()
        && rule.user_id_group_pairs.is_empty())
}

/// Whether some inbound rule of a group lets TCP in to some of these ports, which are disjoint, and to others as well.
pub fn opens_more(group: Seat<'_, SecurityGroup>, ports: &[Ports]) -> Answer<bool> {
    some_rule(group, |rule| match rule.ports(TCP) {
        Ok(None) => Answer::Known(false),
        Ok(Some(own)) => {
            let size = |ports: Ports| u32::from(ports.last) - u32::from(ports.first) + 1;
            let shared: u32 = ports.iter().filter_map(|wanted| wanted.overlap(own)).map(size).sum();
            Answer::Known(shared > 0 && shared < size(own))
        }
        Err(gaps) => Answer::Unknown(gaps.clone()),
    })
}

/// Whether some inbound rule of a group names every address of a family, by one block, several or a prefix list.
pub fn names_everyone(group: Seat<'_, SecurityGroup>) -> Answer<bool> {
    some_rule(group, |rule| {
        let mut rest = Gaps::none();
        for family in [Family::Ipv4, Family::Ipv6] {
            let lists = rule.lists.iter().map(|list| list.blocks(family));
            let named: Vec<_> = std::iter::once(rule.blocks(family)).chain(lists).collect();
            let spans = named.iter().flat_map(|blocks| blocks.spans.iter().copied()).collect();
            if uncovered(Span::of(&cidr::whole(family)), spans).is_empty() {
                return Answer::Known(true);
            }
            rest.extend(named.iter().flat_map(|blocks| blocks.rest.iter().cloned()).collect());
        }
        if rest.is_empty() { Answer::Known(false) } else { Answer::Unknown(rest) }
    })
}

fn some_rule(group: Seat<'_, SecurityGroup>, mut test: impl FnMut(&Rule) -> Answer<bool>) -> Answer<bool> {
    let mut gaps = Gaps::none();
    for rule in rules(group, Direction::Inbound).iter().filter(|rule| rule.has_source()) {
        match test(rule) {
            Answer::Known(true) => return Answer::Known(true),
            Answer::Known(false) => {}
            Answer::Unknown(more) => gaps.extend(more),
        }
    }
    if gaps.is_empty() { Answer::Known(false) } else { Answer::Unknown(gaps) }
}

/// How TCP to the addresses of a list fares at the groups of an interface. A rule that names the list lets all of it
/// through, whether its addresses were seen or not.
pub fn pass_groups_to_list<'i>(
    place: &'i Place<'i>,
    groups: &[String],
    list: &str,
    family: Family,
    ports: Ports,
) -> Passage<'i> {
    let nobody = Peer { groups: Answer::Known(Vec::new()) };
    let ask = |destination| {
        let source = cidr::whole(family);
        let packets =
            Packets { protocol: TCP, source, source_ports: Ports::CLIENT, destination, destination_ports: ports };
        pass_groups(place, groups, Direction::Outbound, &packets, &nobody)
    };
    let whole = ask(cidr::whole(family));
    if whole.denied.is_none() && whole.gaps.is_empty() {
        return whole;
    }
    for group in groups.iter().filter_map(|id| place.find(&place.view.security_groups, id)) {
        let named = |rule: &Rule| {
            rule.lists.iter().any(|named| named.id.as_deref() == Some(list))
                && matches!(rule.ports(TCP), Ok(Some(own)) if own.contains(ports))
        };
        if let Some(at) = rules(group, Direction::Outbound).iter().position(named) {
            return Passage { allowed: Some(Decider::Rule(group, Direction::Outbound, at)), ..Passage::default() };
        }
    }
    let entries = listed_entries(place, list);
    let mut held: Vec<_> = entries.items.into_iter().filter(|entry| cidr::family(entry) == family).collect();
    held = ipnet::IpNet::aggregate(&held);
    let seen = held.into_iter().map(ask).reduce(Passage::and).unwrap_or_default();
    if entries.rest.is_empty() {
        return seen;
    }
    // What lets nothing through lets no address of the list through, whichever they are.
    if whole.allowed.is_none() && whole.gaps.is_empty() && seen.allowed.is_none() {
        return whole;
    }
    seen.and(Passage::unknown(entries.rest))
}
