//! ACLs against every packet asked one by one, and which ACL is a subnet's.

use super::tiny::{Ask, Block, Maybe, Packet, Range, ask, block, both, holds, range};
use super::world::{World, gaps, look, subnet, unknown};
use byway::network::{AclFate, Decider, Direction, Place, acl_of, acl_parts, pass_acl};
use byway::snapshot::{Answer, Collection, Outcome, Snapshot};
use ipnet::IpNet;
use libtest_mimic::Trial;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use std::cell::Cell;
use std::net::IpAddr;

pub fn tests() -> Vec<Trial> {
    crate::trials![
        every_packet_fares_as_the_first_entry_that_matches,
        an_entry_more_that_allows_never_stops_what_passed,
        the_order_of_entries_in_the_answer_does_not_matter,
        a_subnets_acl_is_the_one_tied_to_it,
        a_subnet_without_an_acl_in_view_has_one_all_the_same,
        what_no_entry_matches_is_denied,
    ]
}

#[derive(Clone, Debug)]
struct Entry {
    number: Option<i64>,
    egress: Option<bool>,
    protocol: Option<&'static str>,
    /// IPv4 and IPv6.
    blocks: [Option<Option<Block>>; 2],
    range: Range,
    action: Option<&'static str>,
}

fn entry() -> impl Strategy<Value = Entry> {
    let protocol = prop_oneof![
        6 => Just(Some("6")), 3 => Just(Some("17")), 2 => Just(Some("1")), 1 => Just(Some("58")), 4 => Just(Some("-1")),
        1 => Just(Some("50")), 1 => Just(Some("tcp")), 1 => Just(None),
    ];
    let one = || prop_oneof![12 => block().prop_map(Some), 1 => Just(None)];
    let blocks = prop_oneof![
        8 => one().prop_map(|four| [Some(four), None]),
        6 => one().prop_map(|six| [None, Some(six)]),
        1 => (one(), one()).prop_map(|(four, six)| [Some(four), Some(six)]),
        1 => Just([None, None]),
    ];
    let number = prop_oneof![12 => (1i64..200).prop_map(Some), 2 => (1i64..4).prop_map(Some), 1 => Just(None)];
    let egress = prop_oneof![9 => Just(Some(true)), 9 => Just(Some(false)), 1 => Just(None)];
    let action =
        prop_oneof![9 => Just(Some("allow")), 7 => Just(Some("deny")), 1 => Just(Some("count")), 1 => Just(None)];
    (number, egress, protocol, blocks, range(), action).prop_map(|(number, egress, protocol, blocks, range, action)| {
        Entry { number, egress, protocol, blocks, range, action }
    })
}

impl Entry {
    fn json(&self) -> Value {
        let text = |six: usize| {
            let block = self.blocks[six]?;
            Some(block.map_or_else(|| "none".to_owned(), |block| block.text(six == 1)))
        };
        let (first, last) = self.range;
        let types = matches!(self.protocol, Some("1" | "58"));
        let range = match (types, first.is_none() && last.is_none()) {
            (_, true) => json!({}),
            (true, false) => json!({"IcmpTypeCode": {"Type": first, "Code": last}}),
            (false, false) => json!({"PortRange": {"From": first, "To": last}}),
        };
        let mut entry = json!({
            "RuleNumber": self.number, "Egress": self.egress, "Protocol": self.protocol, "RuleAction": self.action,
            "CidrBlock": text(0), "Ipv6CidrBlock": text(1),
        });
        entry.as_object_mut().unwrap().extend(range.as_object().unwrap().clone());
        entry
    }

    fn matches(&self, inbound: bool, packet: Packet) -> Maybe {
        let direction = self.egress.map(|egress| egress != inbound);
        let ports = match self.protocol {
            None | Some("tcp") => None,
            Some("-1") => Some(true),
            Some(number) if number == packet.protocol.to_string() => {
                holds(self.range, i64::from(packet.protocol), packet)
            }
            Some(_) => Some(false),
        };
        let block = match (self.blocks, packet.six) {
            ([None, None], _) => None,
            ([Some(None), _], false) | ([_, Some(None)], true) => None,
            ([Some(Some(block)), _], false) | ([_, Some(Some(block))], true) => Some(block.holds(packet.address)),
            ([None, Some(_)], false) | ([Some(_), None], true) => Some(false),
        };
        both(direction, both(ports, block))
    }
}

/// What can become of a packet. An entry can decide if it can match and every entry that matches for certain can come
/// after it; entries without a number, or with the same, can come in any order.
fn truth(entries: &[Entry], inbound: bool, packet: Packet) -> Maybe {
    let matching: Vec<(&Entry, bool)> = entries
        .iter()
        .filter_map(|entry| match entry.matches(inbound, packet) {
            Some(false) => None,
            Some(true) => Some((entry, true)),
            None => Some((entry, false)),
        })
        .collect();
    let certain = || matching.iter().filter(|(_, certain)| *certain).map(|(entry, _)| *entry);
    let (mut allow, mut deny) = (false, certain().next().is_none());
    for (entry, _) in &matching {
        let before = |other: &Entry| matches!((other.number, entry.number), (Some(one), Some(two)) if one < two);
        if !certain().any(before) {
            allow |= entry.action != Some("deny");
            deny |= entry.action != Some("allow");
        }
    }
    (allow != deny).then_some(allow)
}

fn snapshot(entries: &[Entry]) -> Snapshot {
    let entries: Vec<Value> = entries.iter().map(Entry::json).collect();
    World::new().saw(Collection::NetworkAcls, json!([{"NetworkAclId": "acl-1", "Entries": entries}])).snapshot()
}

fn run(cases: u32, check: impl Fn(Vec<Entry>, Vec<Ask>) -> Result<(), TestCaseError>) {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 20_000, ..Config::default() };
    let strategy = (vec(entry(), 0..7), vec(ask(), 8));
    let check = |(entries, asks)| check(entries, asks);
    TestRunner::new(config).run(&strategy, check).unwrap_or_else(|failure| panic!("{failure}"));
}

fn direction(ask: &Ask) -> Direction {
    if ask.inbound { Direction::Inbound } else { Direction::Outbound }
}

/// Whether some are let through, some stopped, and some unknown.
fn fares(place: &Place<'_>, ask: &Ask) -> [bool; 3] {
    let acl = place.find(&place.view.network_acls, "acl-1").unwrap();
    let passage = pass_acl(acl, direction(ask), &ask.packets());
    [passage.allowed.is_some(), passage.denied.is_some(), !passage.gaps.is_empty()]
}

fn address(packet: Packet) -> IpAddr {
    let low = packet.address;
    if packet.six { format!("fd00::{low:x}") } else { format!("10.0.0.{low}") }.parse().unwrap()
}

fn every_packet_fares_as_the_first_entry_that_matches() {
    let (packets, met) = (Cell::new(0), [const { Cell::new(0) }; 8]);
    run(4000, |entries, asks| {
        look(&snapshot(&entries), |place| {
            let acl = place.find(&place.view.network_acls, "acl-1").unwrap();
            for ask in &asks {
                let parts = acl_parts(acl, direction(ask), &ask.packets());
                let mut fate = [false; 3];
                for packet in ask.each() {
                    packets.set(packets.get() + 1);
                    let truth = truth(&entries, ask.inbound, packet);
                    fate[match truth {
                        Some(true) => 0,
                        Some(false) => 1,
                        None => 2,
                    }] = true;
                    let port = match packet.protocol {
                        6 | 17 => packet.port,
                        1 | 58 => packet.port * 256 + packet.code,
                        _ => 0,
                    };
                    let whole = IpNet::from(address(packet));
                    let mut mine = parts.iter().filter(|part| {
                        let ports = i64::from(part.ports.first)..=i64::from(part.ports.last);
                        ports.contains(&port) && part.blocks.iter().any(|block| block.contains(&whole))
                    });
                    let part = mine.next().unwrap();
                    prop_assert!(mine.next().is_none(), "two parts hold {:?}", packet);
                    match (&part.fate, truth) {
                        (AclFate::Allowed(by), Some(true)) | (AclFate::Denied(by), Some(false)) => match by {
                            Decider::Entry(acl, at) => {
                                prop_assert!(acl.it.entries.get(*at).is_some() && by.hop().is_some());
                            }
                            Decider::NoEntry(_) => prop_assert_eq!(truth, Some(false)),
                            _ => prop_assert!(false, "{:?}", by),
                        },
                        (AclFate::Unknown(gaps), None) => prop_assert!(!gaps.is_empty()),
                        (fate, truth) => prop_assert!(false, "{:?} is {:?}, not {:?}", packet, fate, truth),
                    }
                }
                prop_assert_eq!(fares(place, ask), fate);
                let kind = fate.iter().enumerate().map(|(at, is)| usize::from(*is) << at).sum::<usize>();
                met[kind].set(met[kind].get() + 1);
            }
            Ok(())
        })
    });
    let met: Vec<i32> = met.iter().map(Cell::get).collect();
    assert!(packets.get() >= 100_000 && met[1..].iter().all(|count| *count >= 20), "{} {met:?}", packets.get());
}

fn an_entry_more_that_allows_never_stops_what_passed() {
    run(500, |mut entries, asks| {
        let before = snapshot(&entries);
        let Some(mut more) = entries.pop() else { return Ok(()) };
        let without = snapshot(&entries);
        more.action = Some("allow");
        entries.push(more);
        let with = snapshot(&entries);
        drop(before);
        for ask in &asks {
            let passes = |snapshot: &Snapshot| look(snapshot, |place| fares(place, ask));
            if let ([allowed, false, false], [still, denied, unknown]) = (passes(&without), passes(&with)) {
                // An entry that shares a number is one of an order nobody knows, and may yet only allow.
                prop_assert!(!denied && !unknown && allowed == still);
            }
        }
        Ok(())
    });
}

fn the_order_of_entries_in_the_answer_does_not_matter() {
    run(300, |entries, asks| {
        let straight = snapshot(&entries);
        let mut turned = straight.clone();
        for view in turned.accounts.values_mut().flat_map(|account| account.regions.values_mut()) {
            view.network_acls.iter_mut().for_each(|acl| acl.entries.reverse());
        }
        for ask in &asks {
            prop_assert_eq!(look(&straight, |place| fares(place, ask)), look(&turned, |place| fares(place, ask)));
        }
        Ok(())
    });
}

fn with_subnet(world: World, owner: &str) -> World {
    world.saw(Collection::Subnets, json!([{"SubnetId": "subnet-1", "VpcId": "vpc-1", "OwnerId": owner}]))
}

fn acl(id: &str, subnet: Option<&str>) -> Value {
    json!({"NetworkAclId": id, "VpcId": "vpc-1", "Associations": [{"NetworkAclId": id, "SubnetId": subnet}]})
}

fn of_subnet(world: World) -> Answer<String> {
    world.look(|place| acl_of(place, subnet(place, "subnet-1")).map(|seat| seat.it.network_acl_id.clone()))
}

fn a_subnets_acl_is_the_one_tied_to_it() {
    let acls = json!([acl("acl-1", Some("subnet-1")), acl("acl-2", Some("subnet-2"))]);
    let one = with_subnet(World::new().saw(Collection::NetworkAcls, acls), "111122223333");
    assert_eq!(of_subnet(one), Answer::Known("acl-1".to_owned()));
    // The tie is seen, so other ACLs do not matter.
    let seen =
        World::new().told(Collection::NetworkAcls, "", json!([acl("acl-1", Some("subnet-1"))]), Outcome::Partial);
    assert_eq!(of_subnet(with_subnet(seen, "111122223333")), Answer::Known("acl-1".to_owned()));
    let two = json!([acl("acl-1", Some("subnet-1")), acl("acl-2", Some("subnet-1"))]);
    let two = with_subnet(World::new().saw(Collection::NetworkAcls, two), "111122223333");
    assert_eq!(unknown(of_subnet(two)), ["ambiguous"]);
}

fn a_subnet_without_an_acl_in_view_has_one_all_the_same() {
    let refused = with_subnet(World::new().refused(Collection::NetworkAcls, ""), "111122223333");
    assert_eq!(unknown(of_subnet(refused)), ["ec2:DescribeNetworkAcls"]);
    let none = |acls: Value, owner| with_subnet(World::new().saw(Collection::NetworkAcls, acls), owner);
    assert_eq!(unknown(of_subnet(none(json!([]), "444455556666"))), ["foreign 444455556666"]);
    assert_eq!(unknown(of_subnet(none(json!([]), "111122223333"))), ["malformed Associations of subnet-1"]);
    let loose = none(json!([acl("acl-1", None)]), "111122223333");
    assert_eq!(unknown(of_subnet(loose)), ["malformed SubnetId of acl-1"]);
}

fn what_no_entry_matches_is_denied() {
    let ask = Ask { protocol: 6, six: true, block: Block::Whole, ports: (443, 443), inbound: true };
    let allow =
        json!({"RuleNumber": 100, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"});
    let world = World::new().saw(Collection::NetworkAcls, json!([{"NetworkAclId": "acl-1", "Entries": [allow]}]));
    world.look(|place| {
        let acl = place.find(&place.view.network_acls, "acl-1").unwrap();
        let passage = pass_acl(acl, Direction::Inbound, &ask.packets());
        assert!(matches!(passage.denied, Some(Decider::NoEntry(_))) && passage.allowed.is_none());
        assert_eq!(gaps(&passage.gaps), [""; 0]);
        let four = Ask { six: false, ..ask };
        let passage = pass_acl(acl, Direction::Inbound, &four.packets());
        assert!(matches!(passage.allowed, Some(Decider::Entry(_, 0))) && passage.denied.is_none());
    });
}
