//! Groups against every packet asked one by one, and the words of AWS's answers one by one.

use super::tiny::{Ask, Block, Maybe, Packet, Range, ask, block, both, either, holds, range};
use super::world::{World, gaps, look};
use byway::network::{Decider, Direction, Packets, Passage, Peer, Place, Ports, cidr, pass_groups};
use byway::snapshot::{Answer, Collection, Gap, Outcome, Snapshot};
use libtest_mimic::Trial;
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::time::Instant;

pub fn tests() -> Vec<Trial> {
    crate::trials![
        every_packet_fares_as_its_rules_say,
        the_order_of_rules_does_not_matter,
        a_rule_more_never_stops_what_passed,
        an_interface_without_groups_lets_nothing_through,
        a_group_that_was_not_seen_leaves_known_what_another_allows,
        a_list_that_was_not_read_leaves_known_what_it_cannot_hold,
        a_reference_matches_the_members_of_the_group_alone,
        a_reference_over_a_peering_connection_that_is_gone_matches_nothing,
        a_word_for_a_protocol_that_nobody_knows_is_unknown,
        rules_of_many_lists_are_cut_in_time,
    ]
}

#[derive(Clone, Debug)]
enum Source {
    Block(bool, Block),
    /// A block that cannot be read.
    Nonsense(bool),
    List(usize),
    Group(Option<usize>, Option<&'static str>),
}

#[derive(Clone, Debug)]
struct Rule {
    protocol: Option<&'static str>,
    range: Range,
    sources: Vec<Source>,
}

#[derive(Clone, Debug)]
struct List {
    entries: Vec<(bool, Block)>,
    answered: bool,
    only_four: bool,
}

#[derive(Clone, Debug)]
struct Case {
    /// Inbound and outbound rules of each group.
    groups: Vec<[Vec<Rule>; 2]>,
    unseen: BTreeSet<usize>,
    lists: Vec<List>,
    asks: Vec<(Ask, Vec<usize>, Option<BTreeSet<usize>>)>,
}

fn source() -> impl Strategy<Value = Source> {
    let status =
        prop_oneof![6 => Just(None), 2 => Just(Some("active")), 2 => Just(Some("deleted")), 1 => Just(Some("odd"))];
    prop_oneof![
        8 => (any::<bool>(), block()).prop_map(|(six, block)| Source::Block(six, block)),
        1 => any::<bool>().prop_map(Source::Nonsense),
        3 => (0usize..3).prop_map(Source::List),
        3 => (prop_oneof![9 => (0usize..5).prop_map(Some), 1 => Just(None)], status)
            .prop_map(|(group, status)| Source::Group(group, status)),
    ]
}

fn rule() -> impl Strategy<Value = Rule> {
    let protocol = prop_oneof![
        8 => prop_oneof![Just("tcp"), Just("TCP"), Just("6")].prop_map(Some),
        4 => prop_oneof![Just("udp"), Just("17")].prop_map(Some),
        3 => prop_oneof![Just("icmp"), Just("1"), Just("icmpv6"), Just("58")].prop_map(Some),
        3 => Just(Some("-1")),
        1 => Just(Some("50")),
        1 => Just(Some("martian")),
        1 => Just(None),
    ];
    (protocol, range(), vec(source(), 0..4)).prop_map(|(protocol, range, sources)| Rule { protocol, range, sources })
}

fn list() -> impl Strategy<Value = List> {
    (vec((any::<bool>(), block()), 0..4), prop_oneof![3 => Just(true), 1 => Just(false)], any::<bool>()).prop_map(
        |(mut entries, answered, only_four)| {
            entries.retain(|(six, _)| !(only_four && *six));
            List { entries, answered, only_four }
        },
    )
}

fn case() -> impl Strategy<Value = Case> {
    let group = || [vec(rule(), 0..4), vec(rule(), 0..4)];
    let peer = prop_oneof![4 => btree_set(0usize..5, 0..3).prop_map(Some), 1 => Just(None)];
    let unseen = prop_oneof![2 => Just(BTreeSet::new()), 1 => btree_set(0usize..4, 0..3)];
    let asks = vec((ask(), btree_set(0usize..4, 1..4).prop_map(|set| set.into_iter().collect()), peer), 12);
    (vec(group(), 4), unseen, vec(list(), 3), asks).prop_map(|(groups, unseen, lists, asks)| Case {
        groups,
        unseen,
        lists,
        asks,
    })
}

impl Rule {
    fn json(&self) -> Value {
        let (mut four, mut six, mut lists, mut pairs) = (vec![], vec![], vec![], vec![]);
        for source in &self.sources {
            match source {
                Source::Block(false, block) => four.push(json!({"CidrIp": block.text(false)})),
                Source::Block(true, block) => six.push(json!({"CidrIpv6": block.text(true)})),
                Source::Nonsense(false) => four.push(json!({"CidrIp": "10.0.0.0/99"})),
                Source::Nonsense(true) => six.push(json!({"Description": "no block"})),
                Source::List(list) => lists.push(json!({"PrefixListId": format!("pl-{list}")})),
                Source::Group(group, status) => pairs.push(json!({
                    "GroupId": group.map(|group| format!("sg-{group}")), "PeeringStatus": status,
                })),
            }
        }
        json!({
            "IpProtocol": self.protocol, "FromPort": self.range.0, "ToPort": self.range.1, "IpRanges": four,
            "Ipv6Ranges": six, "PrefixListIds": lists, "UserIdGroupPairs": pairs,
        })
    }

    fn matches(&self, lists: &[List], packet: Packet, peer: Option<&BTreeSet<usize>>) -> Maybe {
        let named = |number| (number == i64::from(packet.protocol)).then_some(number);
        let protocol = match self.protocol {
            Some("-1") => Ok(Some(-1)),
            Some("tcp" | "TCP" | "6") => Ok(named(6)),
            Some("udp" | "17") => Ok(named(17)),
            Some("icmp" | "1") => Ok(named(1)),
            Some("icmpv6" | "58") => Ok(named(58)),
            Some("50") => Ok(named(50)),
            _ => Err(()),
        };
        let ports = match protocol {
            Ok(None) => Some(false),
            Ok(Some(number)) => holds(self.range, number, packet),
            Err(()) => None,
        };
        let source = |source: &Source| match source {
            Source::Block(six, block) => Some(*six == packet.six && block.holds(packet.address)),
            Source::Nonsense(six) => {
                if *six == packet.six {
                    None
                } else {
                    Some(false)
                }
            }
            Source::List(list) => {
                let list = &lists[*list];
                let seen = list.entries.iter().any(|(six, block)| *six == packet.six && block.holds(packet.address));
                let more = if list.answered || (list.only_four && packet.six) { Some(false) } else { None };
                either(Some(seen), more)
            }
            Source::Group(group, status) => {
                let member = match (group, peer) {
                    (_, None) => None,
                    (Some(group), Some(peer)) => Some(peer.contains(group)),
                    (None, Some(peer)) => {
                        if peer.is_empty() {
                            Some(false)
                        } else {
                            None
                        }
                    }
                };
                let in_force = match status {
                    None | Some("active") => Some(true),
                    Some("deleted") => Some(false),
                    Some(_) => None,
                };
                both(member, in_force)
            }
        };
        both(ports, self.sources.iter().map(source).fold(Some(false), either))
    }
}

impl Case {
    fn snapshot(&self) -> Snapshot {
        let json = |rules: &[Rule]| rules.iter().map(Rule::json).collect::<Vec<_>>();
        let seen = (0..self.groups.len()).filter(|at| !self.unseen.contains(at));
        let groups = seen.map(|at| {
            let [inbound, outbound] = &self.groups[at];
            json!({"GroupId": format!("sg-{at}"), "IpPermissions": json(inbound), "IpPermissionsEgress": json(outbound)})
        });
        let outcome = if self.unseen.is_empty() { Outcome::Answered } else { Outcome::Partial };
        let described = self.lists.iter().enumerate().map(|(at, list)| {
            let family = if list.only_four { json!("IPv4") } else { Value::Null };
            json!({"PrefixListId": format!("pl-{at}"), "OwnerId": "111122223333", "AddressFamily": family})
        });
        let mut world = World::new()
            .told(Collection::SecurityGroups, "", groups.collect(), outcome)
            .saw(Collection::PrefixLists, json!([]))
            .saw(Collection::ManagedPrefixLists, described.collect());
        for (at, list) in self.lists.iter().enumerate() {
            let entries = list.entries.iter().map(|(six, block)| json!({"Cidr": block.text(*six)})).collect();
            let outcome = if list.answered { Outcome::Answered } else { Outcome::Partial };
            world = world.told(Collection::PrefixListEntries, &format!("pl-{at}"), entries, outcome);
        }
        world.snapshot()
    }

    fn truth(&self, (ask, groups, peer): &(Ask, Vec<usize>, Option<BTreeSet<usize>>), packet: Packet) -> Maybe {
        let mut found = Some(false);
        for at in groups {
            if self.unseen.contains(at) {
                found = either(found, None);
                continue;
            }
            for rule in &self.groups[*at][usize::from(!ask.inbound)] {
                found = either(found, rule.matches(&self.lists, packet, peer.as_ref()));
            }
        }
        found
    }
}

fn unseen_peer() -> Answer<Vec<String>> {
    Answer::unknown(Gap::NotModelled { what: "the other end".to_owned() })
}

fn pass<'i>(place: &'i Place<'i>, (ask, groups, peer): &(Ask, Vec<usize>, Option<BTreeSet<usize>>)) -> Passage<'i> {
    let name = |at: &usize| format!("sg-{at}");
    let ids: Vec<String> = groups.iter().map(name).collect();
    let groups = peer.as_ref().map_or_else(unseen_peer, |peer| Answer::Known(peer.iter().map(name).collect()));
    let direction = if ask.inbound { Direction::Inbound } else { Direction::Outbound };
    pass_groups(place, &ids, direction, &ask.packets(), &Peer { groups })
}

fn run(cases: u32, check: impl Fn(Case) -> Result<(), TestCaseError>) {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 20_000, ..Config::default() };
    TestRunner::new(config).run(&case(), check).unwrap_or_else(|failure| panic!("{failure}"));
}

/// Whether some are let through, some stopped, and some unknown.
fn fares(passage: &Passage<'_>) -> [bool; 3] {
    [passage.allowed.is_some(), passage.denied.is_some(), !passage.gaps.is_empty()]
}

fn every_packet_fares_as_its_rules_say() {
    let (packets, met) = (Cell::new(0), [const { Cell::new(0) }; 8]);
    run(2000, |case| {
        look(&case.snapshot(), |place| {
            for asked in &case.asks {
                let mut truth = [false; 3];
                for packet in asked.0.each() {
                    packets.set(packets.get() + 1);
                    match case.truth(asked, packet) {
                        Some(true) => truth[0] = true,
                        Some(false) => truth[1] = true,
                        None => truth[2] = true,
                    }
                }
                let passage = pass(place, asked);
                prop_assert_eq!(fares(&passage), truth, "{:?} {:?}", asked, passage.gaps);
                let kind = truth.iter().enumerate().map(|(at, is)| usize::from(*is) << at).sum::<usize>();
                met[kind].set(met[kind].get() + 1);
                // What decided is a rule that there is, and one that lets something through.
                if let Some(Decider::Rule(group, _, at)) = passage.allowed {
                    let rules =
                        if asked.0.inbound { &group.it.ip_permissions } else { &group.it.ip_permissions_egress };
                    prop_assert!(at < rules.len());
                    prop_assert!(passage.allowed.and_then(|by| by.hop()).is_some());
                }
            }
            Ok(())
        })
    });
    let met: Vec<i32> = met.iter().map(Cell::get).collect();
    assert!(packets.get() >= 100_000 && met[1..].iter().all(|count| *count >= 20), "{} {met:?}", packets.get());
}

fn the_order_of_rules_does_not_matter() {
    run(300, |case| {
        let snapshot = case.snapshot();
        let mut turned = snapshot.clone();
        for view in turned.accounts.values_mut().flat_map(|account| account.regions.values_mut()) {
            for group in &mut view.security_groups {
                for rules in [&mut group.ip_permissions, &mut group.ip_permissions_egress] {
                    rules.reverse();
                    rules.iter_mut().for_each(|rule| rule.ip_ranges.reverse());
                }
            }
        }
        for (ask, groups, peer) in &case.asks {
            let straight = look(&snapshot, |place| {
                let passage = pass(place, &(*ask, groups.clone(), peer.clone()));
                (fares(&passage), passage.gaps)
            });
            let groups = groups.iter().rev().copied().collect();
            let turned = look(&turned, |place| {
                let passage = pass(place, &(*ask, groups, peer.clone()));
                (fares(&passage), passage.gaps)
            });
            prop_assert_eq!(straight, turned);
        }
        Ok(())
    });
}

fn a_rule_more_never_stops_what_passed() {
    let passed = Cell::new(0);
    run(500, |mut case| {
        let before = case.snapshot();
        // The last group's rules become the first's as well, in both directions.
        let more = case.groups[3].clone();
        for (rules, more) in case.groups[0].iter_mut().zip(more) {
            rules.extend(more);
        }
        let after = case.snapshot();
        for asked in &case.asks {
            let [before, after] = [&before, &after].map(|snapshot| {
                look(snapshot, |place| {
                    let passage = pass(place, asked);
                    (passage.any(), passage.all())
                })
            });
            if before.0 == Answer::Known(true) {
                passed.set(passed.get() + 1);
                prop_assert_eq!(after.0, Answer::Known(true));
            }
            if before.1 == Answer::Known(true) {
                prop_assert_eq!(after.1, Answer::Known(true));
            }
        }
        Ok(())
    });
    assert!(passed.get() > 100, "only {} passed", passed.get());
}

/// TCP to port 443 from a block.
fn https(source: &str) -> Packets {
    let source = cidr::parse(source).unwrap();
    let destination = if source.to_string().contains(':') { "fd02::1/128" } else { "10.9.0.1/32" };
    Packets {
        protocol: 6,
        source,
        source_ports: Ports::CLIENT,
        destination: cidr::parse(destination).unwrap(),
        destination_ports: Ports::one(443),
    }
}

fn tcp(rest: Value) -> Value {
    let mut rule = json!({"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443});
    rule.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    rule
}

fn groups(groups: Value) -> World {
    World::new().saw(Collection::SecurityGroups, groups).saw(Collection::PrefixLists, json!([]))
}

/// How HTTPS from a block fares at groups: some let through, some stopped, and the gaps.
fn inbound(world: World, ids: &[&str], source: &str, peer: &[&str]) -> (bool, bool, Vec<String>) {
    let ids: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
    let peer = Peer { groups: Answer::Known(peer.iter().map(|id| (*id).to_owned()).collect()) };
    world.look(|place| {
        let passage = pass_groups(place, &ids, Direction::Inbound, &https(source), &peer);
        (passage.allowed.is_some(), passage.denied.is_some(), gaps(&passage.gaps))
    })
}

fn nothing() -> Vec<String> {
    Vec::new()
}

fn an_interface_without_groups_lets_nothing_through() {
    groups(json!([])).look(|place| {
        let peer = Peer { groups: Answer::Known(vec![]) };
        let passage = pass_groups(place, &[], Direction::Outbound, &https("10.0.0.0/24"), &peer);
        assert!(matches!(passage.denied, Some(Decider::NoGroups)));
        assert_eq!(passage.all(), Answer::Known(false));
    });
}

fn a_group_that_was_not_seen_leaves_known_what_another_allows() {
    let some = json!([{"GroupId": "sg-1", "IpPermissions": [tcp(json!({"IpRanges": [{"CidrIp": "10.0.0.0/25"}]}))]}]);
    let partial = || World::new().told(Collection::SecurityGroups, "", some.clone(), Outcome::Partial);
    let two = ["sg-1", "sg-2"];
    assert_eq!(inbound(partial(), &two, "10.0.0.0/26", &[]), (true, false, nothing()));
    let gap = vec!["ec2:DescribeSecurityGroups".to_owned()];
    assert_eq!(inbound(partial(), &two, "10.0.0.0/24", &[]), (true, false, gap.clone()));
    assert_eq!(inbound(partial(), &two, "10.1.0.0/24", &[]), (false, false, gap));
    // Answered in full without it: the group is another account's.
    let gap = vec!["ec2:DescribeSecurityGroups sg-2".to_owned()];
    assert_eq!(inbound(groups(some.clone()), &two, "10.1.0.0/24", &[]), (false, false, gap));
}

fn a_list_that_was_not_read_leaves_known_what_it_cannot_hold() {
    let rules = json!([
        tcp(json!({"PrefixListIds": [{"PrefixListId": "pl-own"}]})),
        tcp(json!({"IpRanges": [{"CidrIp": "10.0.0.0/25"}]}))
    ]);
    let world = |family: &str| {
        groups(json!([{"GroupId": "sg-1", "IpPermissions": rules}]))
            .saw(
                Collection::ManagedPrefixLists,
                json!([{"PrefixListId": "pl-own", "OwnerId": "111122223333", "AddressFamily": family}]),
            )
            .refused(Collection::PrefixListEntries, "pl-own")
    };
    let gap = vec!["ec2:GetManagedPrefixListEntries pl-own".to_owned()];
    assert_eq!(inbound(world("IPv4"), &["sg-1"], "10.0.0.0/25", &[]), (true, false, nothing()));
    assert_eq!(inbound(world("IPv4"), &["sg-1"], "10.0.0.0/24", &[]), (true, false, gap.clone()));
    assert_eq!(inbound(world("IPv4"), &["sg-1"], "fd00::/64", &[]), (false, true, nothing()));
    assert_eq!(inbound(world("IPv6"), &["sg-1"], "10.0.0.0/24", &[]), (true, true, nothing()));
}

fn a_reference_matches_the_members_of_the_group_alone() {
    let world = || {
        groups(
            json!([{"GroupId": "sg-1", "IpPermissions": [tcp(json!({"UserIdGroupPairs": [{"GroupId": "sg-app"}]}))]}]),
        )
    };
    assert_eq!(inbound(world(), &["sg-1"], "10.0.0.4/32", &["sg-app", "sg-x"]), (true, false, nothing()));
    assert_eq!(inbound(world(), &["sg-1"], "10.0.0.4/32", &["sg-1"]), (false, true, nothing()));
    assert_eq!(inbound(world(), &["sg-1"], "10.0.0.4/32", &[]), (false, true, nothing()));
}

fn a_reference_over_a_peering_connection_that_is_gone_matches_nothing() {
    for (status, fares) in
        [("active", [true, false, false]), ("deleted", [false, true, false]), ("new", [false, false, true])]
    {
        let pair = json!({"GroupId": "sg-far", "VpcPeeringConnectionId": "pcx-1", "PeeringStatus": status});
        let world = groups(json!([{"GroupId": "sg-1", "IpPermissions": [tcp(json!({"UserIdGroupPairs": [pair]}))]}]));
        let (allowed, denied, gaps) = inbound(world, &["sg-1"], "10.0.0.4/32", &["sg-far"]);
        assert_eq!([allowed, denied, !gaps.is_empty()], fares, "{status}");
    }
}

fn a_word_for_a_protocol_that_nobody_knows_is_unknown() {
    let rule = json!({"IpProtocol": "martian", "FromPort": 1, "ToPort": 2, "IpRanges": [{"CidrIp": "10.0.0.0/25"}]});
    let world = || groups(json!([{"GroupId": "sg-1", "IpPermissions": [rule]}]));
    let gap = vec!["unrecognised sg-1 IpProtocol martian".to_owned()];
    assert_eq!(inbound(world(), &["sg-1"], "10.0.0.0/24", &[]), (false, true, gap));
    assert_eq!(inbound(world(), &["sg-1"], "10.0.0.128/25", &[]), (false, true, nothing()));
}

/// A thousand rules, each of a port of its own, on one list of a thousand entries.
fn rules_of_many_lists_are_cut_in_time() {
    let rules: Vec<Value> = (0..1000)
        .map(|port| {
            json!({"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "PrefixListIds": [{"PrefixListId": "pl-own"}]})
        })
        .collect();
    let entries: Vec<String> = (0..1000).map(|at| format!("10.{}.{}.0/25", at / 250, at % 250)).collect();
    let entries: Vec<&str> = entries.iter().map(String::as_str).collect();
    let world = groups(json!([{"GroupId": "sg-1", "IpPermissions": rules}]))
        .saw(Collection::ManagedPrefixLists, json!([{"PrefixListId": "pl-own", "OwnerId": "111122223333"}]))
        .entries("pl-own", &entries);
    world.look(|place| {
        let peer = Peer { groups: Answer::Known(vec![]) };
        let ask = |source| pass_groups(place, &["sg-1".to_owned()], Direction::Inbound, &https(source), &peer);
        assert_eq!(fares(&ask("10.0.0.0/8")), [true, true, false]);
        let begun = Instant::now();
        for _ in 0..100 {
            assert_eq!(fares(&ask("10.0.0.0/8")), [true, true, false]);
            assert_eq!(fares(&ask("10.1.7.0/26")), [true, false, false]);
        }
        // Without optimisation, on a busy machine: a thousand times what it takes.
        assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
    });
}
