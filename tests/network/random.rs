//! Random tables against the oracle, and random loss of knowledge against the whole.

use super::oracle::{Block, Fate, Row, To, address, fates, only};
use super::world::{World, look, table};
use byway::network::{Choice, Part, Table, cidr};
use byway::snapshot::{Answer, Collection, Outcome, Snapshot};
use ipnet::IpNet;
use libtest_mimic::Trial;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

pub fn tests() -> Vec<Trial> {
    crate::trials![
        a_lookup_agrees_with_a_scan_over_every_route,
        a_block_is_cut_as_its_addresses_are_decided,
        the_order_of_routes_does_not_matter,
        less_knowledge_never_changes_an_answer_but_to_unknown,
    ]
}

/// A table and its lists, and which of both a hiding takes away.
#[derive(Clone, Debug)]
struct Case {
    rows: Vec<Row>,
    lists: Vec<Vec<Block>>,
    addresses: Vec<(bool, u128)>,
    hidden_lists: BTreeSet<usize>,
    hidden_members: Vec<(usize, &'static str)>,
}

const TARGETS: [(&str, &str); 9] = [
    ("GatewayId", "local"),
    ("GatewayId", "igw-1"),
    ("NatGatewayId", "nat-1"),
    ("TransitGatewayId", "tgw-1"),
    ("VpcPeeringConnectionId", "pcx-1"),
    ("GatewayId", "vgw-1"),
    ("GatewayId", "vgw-2"),
    ("NetworkInterfaceId", "eni-1"),
    ("EgressOnlyInternetGatewayId", "eigw-1"),
];

/// Addresses come from a pool of a thousand, so that blocks meet often.
const POOL: [u128; 2] = [0x0a00_0000, 0x2001_0db8 << 96];

fn block() -> impl Strategy<Value = Block> {
    (any::<bool>(), 0u128..1024, prop_oneof![1 => 0u32..11, 9 => 0u32..11]).prop_flat_map(|(six, low, tail)| {
        let width = if six { 128 } else { 32 };
        let long = width - tail;
        prop_oneof![8 => Just(long), 1 => Just(0), 1 => Just(1), 1 => Just(8), 1 => Just(width - 16)].prop_map(
            move |length| {
                let bits = POOL[usize::from(six)] | low;
                let free = width - length;
                let bits = if free >= 128 { 0 } else { bits >> free << free };
                Block { six, bits, length }
            },
        )
    })
}

fn row() -> impl Strategy<Value = Row> {
    let to = prop_oneof![3 => block().prop_map(To::Block), 1 => (0usize..3).prop_map(To::List)];
    let state = prop_oneof![8 => Just("active"), 1 => Just("blackhole"), 1 => Just("filtered")];
    (to, 0..TARGETS.len(), state, any::<bool>()).prop_map(|(to, target, state, propagated)| {
        let (member, target) = TARGETS[target];
        let listed = matches!(to, To::List(_));
        // AWS makes neither a local route for a list nor a filtered local one.
        let (member, target) = if listed && target == "local" { ("GatewayId", "vpce-1") } else { (member, target) };
        let state = if target == "local" { "active" } else { state };
        Row { to, member, target, state, propagated: propagated && target.starts_with("vgw-") && !listed }
    })
}

fn case() -> impl Strategy<Value = Case> {
    let hidden =
        vec((0usize..12, prop_oneof![Just("State"), Just("Origin"), Just("target"), Just("destination")]), 0..2);
    let lists = vec(vec(block(), 1..6), 3);
    let addresses = vec((any::<bool>(), 0u128..1040), 40);
    (vec(row(), 0..12), lists, addresses, proptest::collection::btree_set(0usize..3, 0..3), hidden).prop_map(
        |(rows, lists, drawn, hidden_lists, hidden_members)| {
            let mut addresses: Vec<(bool, u128)> =
                drawn.into_iter().map(|(six, low)| (six, POOL[usize::from(six)] + low)).collect();
            addresses.extend([(false, 0), (false, u128::from(u32::MAX)), (true, 0), (true, u128::MAX)]);
            Case { rows, lists, addresses, hidden_lists, hidden_members }
        },
    )
}

fn snapshot(rows: &[Value], lists: &[Vec<Block>], hidden: &BTreeSet<usize>) -> Snapshot {
    let described: Vec<Value> =
        (0..lists.len()).map(|at| json!({"PrefixListId": format!("pl-{at}"), "OwnerId": "111122223333"})).collect();
    let mut world = World::new()
        .saw(Collection::PrefixLists, json!([]))
        .saw(Collection::ManagedPrefixLists, Value::Array(described))
        .with_routes(Value::Array(rows.to_vec()));
    for (at, list) in lists.iter().enumerate() {
        let id = format!("pl-{at}");
        let entries: Vec<Value> = list.iter().map(|block| json!({"Cidr": block.text()})).collect();
        world = if hidden.contains(&at) {
            world.told(Collection::PrefixListEntries, &id, json!([]), Outcome::Refused)
        } else {
            world.told(Collection::PrefixListEntries, &id, Value::Array(entries), Outcome::Answered)
        };
    }
    world.snapshot()
}

impl Case {
    fn routes(&self) -> Vec<Value> {
        self.rows.iter().map(Row::json).collect()
    }

    fn whole(&self) -> Snapshot {
        snapshot(&self.routes(), &self.lists, &BTreeSet::new())
    }

    /// The world with lists unread and members of routes missing.
    fn hidden(&self) -> Snapshot {
        let mut routes = self.routes();
        for (at, member) in &self.hidden_members {
            let Some((route, row)) = routes.get_mut(*at).zip(self.rows.get(*at)) else { continue };
            let route = route.as_object_mut().unwrap();
            match *member {
                "target" => drop(route.remove(row.member)),
                "destination" => route.retain(|member, _| !member.starts_with("Destination")),
                member => drop(route.remove(member)),
            }
        }
        snapshot(&routes, &self.lists, &self.hidden_lists)
    }
}

fn fate(choice: &Choice) -> (bool, Option<String>) {
    (choice.blackhole, choice.sends_to().map(byway::network::Target::id))
}

fn expected(fate: &Fate) -> (bool, Option<String>) {
    match fate {
        Fate::NoRoute => (false, None),
        Fate::Dropped => (true, None),
        Fate::Sent(target) => (false, Some((*target).to_owned())),
    }
}

fn run(cases: u32, check: impl Fn(Case) -> Result<(), TestCaseError>) {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 20_000, ..Config::default() };
    TestRunner::new(config).run(&case(), check).unwrap_or_else(|failure| panic!("{failure}"));
}

fn a_lookup_agrees_with_a_scan_over_every_route() {
    let (asked, unknown) = (Cell::new(0), Cell::new(0));
    run(500, |case| {
        look(&case.whole(), |place| {
            let read = Table::of(place, table(place));
            for (six, bits) in &case.addresses {
                asked.set(asked.get() + 1);
                let truth = fates(&case.rows, &case.lists, *six, *bits);
                match (read.resolve(address(*six, *bits)), only(&truth)) {
                    (Answer::Known(choice), Some(right)) => prop_assert_eq!(fate(&choice), expected(&right)),
                    (Answer::Unknown(gaps), None) => {
                        unknown.set(unknown.get() + 1);
                        prop_assert!(gaps.iter().any(|gap| gap.kind() == "ambiguous"));
                    }
                    (got, right) => prop_assert!(false, "{} is {:?}, not {:?}", address(*six, *bits), got, right),
                }
            }
            Ok(())
        })
    });
    assert!(asked.get() >= 10_000, "{} addresses are too few", asked.get());
    assert!(unknown.get() >= 20, "only {} ties were met", unknown.get());
}

/// Adds up the shares of one fate.
fn shares(parts: &[Part]) -> BTreeMap<(bool, Option<String>), f64> {
    let mut sums = BTreeMap::new();
    for part in parts {
        *sums.entry(fate(&part.choice)).or_insert(0.0) += part.share;
    }
    sums
}

fn a_block_is_cut_as_its_addresses_are_decided() {
    let known = Cell::new(0);
    run(200, |case| {
        look(&case.whole(), |place| {
            let read = Table::of(place, table(place));
            for (six, third) in [(false, 0), (false, 3), (true, 0), (true, 1)] {
                let first = POOL[usize::from(six)] + third * 256;
                let block = IpNet::new(address(six, first), if six { 120 } else { 24 }).unwrap();
                let mut counted: BTreeMap<_, f64> = BTreeMap::new();
                let mut certain = true;
                for bits in first..first + 256 {
                    match only(&fates(&case.rows, &case.lists, six, bits)) {
                        Some(one) => *counted.entry(expected(&one)).or_insert(0.0) += 1.0 / 256.0,
                        None => certain = false,
                    }
                }
                match read.resolve_net(block) {
                    Answer::Known(parts) => {
                        known.set(known.get() + 1);
                        prop_assert!(certain);
                        prop_assert_eq!(shares(&parts), counted);
                        for part in parts {
                            prop_assert!(block.contains(&part.sample));
                            for end in [part.sample.network(), part.sample.broadcast()] {
                                prop_assert_eq!(
                                    read.resolve(end).map(|choice| fate(&choice)),
                                    Answer::Known(fate(&part.choice))
                                );
                            }
                        }
                    }
                    Answer::Unknown(_) => prop_assert!(!certain),
                }
            }
            // The largest blocks: what cannot be counted is sampled.
            for (six, whole) in [(false, "0.0.0.0/0"), (true, "::/0")] {
                let Answer::Known(parts) = read.resolve_net(cidr::parse(whole).unwrap()) else { continue };
                let total: f64 = parts.iter().map(|part| part.share).sum();
                prop_assert!((total - 1.0).abs() < 1e-9, "{} of {}", total, whole);
                for (_, bits) in case.addresses.iter().filter(|(of, _)| *of == six) {
                    let truth = only(&fates(&case.rows, &case.lists, six, *bits)).map(|one| expected(&one));
                    prop_assert!(parts.iter().any(|part| Some(fate(&part.choice)) == truth));
                }
            }
            Ok(())
        })
    });
    assert!(known.get() > 100, "only {} blocks were known", known.get());
}

fn the_order_of_routes_does_not_matter() {
    run(100, |case| {
        // A snapshot sorts its routes, so the table is turned round behind its back.
        look(&case.whole(), |place| {
            let straight = Table::of(place, table(place));
            let mut turned = table(place).clone();
            turned.routes.reverse();
            let turned = Table::of(place, &turned);
            for (six, bits) in &case.addresses {
                let asked = address(*six, *bits);
                let fates = [&straight, &turned].map(|read| read.resolve(asked).map(|choice| fate(&choice)));
                prop_assert_eq!(&fates[0], &fates[1]);
            }
            Ok(())
        })
    });
}

fn less_knowledge_never_changes_an_answer_but_to_unknown() {
    let (kept, lost) = (Cell::new(0), Cell::new(0));
    run(400, |case| {
        let ask = |snapshot: &Snapshot| {
            look(snapshot, |place| {
                let read = Table::of(place, table(place));
                let one = |(six, bits): &(bool, u128)| read.resolve(address(*six, *bits)).map(|choice| fate(&choice));
                case.addresses.iter().map(one).collect::<Vec<_>>()
            })
        };
        for (whole, hidden) in ask(&case.whole()).into_iter().zip(ask(&case.hidden())) {
            match hidden {
                Answer::Known(_) => {
                    kept.set(kept.get() + 1);
                    prop_assert_eq!(hidden, whole);
                }
                Answer::Unknown(gaps) => {
                    lost.set(lost.get() + 1);
                    prop_assert!(!gaps.is_empty());
                }
            }
        }
        Ok(())
    });
    assert!(kept.get() > 1_000 && lost.get() > 1_000, "kept {}, lost {}", kept.get(), lost.get());
}
