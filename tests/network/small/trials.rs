//! The small worlds are snapshots, they reach every word, and the changes to them do what they promise to the walker.

use super::{add_allow_rule, add_deny_entry, names, packets, rename_ids, shuffle_rules, world};
use crate::network::resolver::{Named, resolve};
use crate::network::walker::{End, From, Packet, Undecided, read};
use byway::snapshot::file;
use libtest_mimic::Trial;
use serde_json::Value;
use std::collections::BTreeMap;

pub fn tests() -> Vec<Trial> {
    crate::trials![
        every_small_world_is_a_snapshot,
        a_seed_decides_a_world_and_its_packets,
        small_worlds_reach_every_word,
        an_allow_rule_never_removes_a_path,
        a_deny_entry_never_adds_a_path,
        the_order_of_rules_entries_and_routes_is_irrelevant,
        renaming_ids_changes_nothing_but_ids,
        small_worlds_name_things_in_every_way,
    ]
}

const SEEDS: u64 = 200;

fn every_small_world_is_a_snapshot() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("snapshot.json");
    for seed in 0..SEEDS {
        let told = world(seed);
        std::fs::write(&path, told.to_string()).unwrap();
        let read = file::read(&path).unwrap_or_else(|error| {
            panic!("{seed}: {error}: {:?}", std::error::Error::source(&error));
        });
        // Nothing is lost on the way: each list is as long as it was.
        let mut again = Vec::new();
        file::write_to(&read, &mut again).unwrap();
        let again: Value = serde_json::from_slice(&again).unwrap();
        let (before, after) = (lengths(&told), lengths(&again));
        let lost: Vec<_> = before.iter().filter(|(path, count)| after.get(*path) != Some(count)).collect();
        let added: Vec<_> = after.keys().filter(|path| !before.contains_key(*path)).collect();
        assert!(lost.is_empty() && added.is_empty(), "{seed}: {lost:?} {added:?}");
    }
}

/// How long each list of a snapshot is, the empty ones left out.
fn lengths(snapshot: &Value) -> BTreeMap<String, usize> {
    let mut lengths = BTreeMap::new();
    let mut open = vec![(String::new(), &snapshot["accounts"]), ("coverage".to_owned(), &snapshot["coverage"])];
    while let Some((path, value)) = open.pop() {
        for (name, inner) in value.as_object().into_iter().flatten() {
            open.push((format!("{path}/{name}"), inner));
        }
        if let Some(list) = value.as_array().filter(|list| !list.is_empty()) {
            lengths.insert(path, list.len());
        }
    }
    lengths
}

fn a_seed_decides_a_world_and_its_packets() {
    let (one, other) = (world(7), world(7));
    assert_eq!(one, other);
    assert_eq!(packets(&one, 3, 50), packets(&other, 3, 50));
    assert_ne!(one, world(8));
    assert_ne!(packets(&one, 3, 50), packets(&one, 4, 50));
}

fn small_worlds_reach_every_word() {
    let [mut forward, mut back, mut vias] = [(); 3].map(|()| BTreeMap::new());
    let (mut all, mut passed, mut undecided) = (0, 0, 0);
    for seed in 0..SEEDS {
        let told = world(seed);
        let read = read(&told);
        for packet in packets(&told, seed, 200) {
            all += 1;
            match read.walk(&packet) {
                Ok(end) => {
                    passed += usize::from(succeeds(&end));
                    *forward.entry(end.forward).or_insert(0) += 1;
                    *back.entry(end.back.unwrap_or_default()).or_insert(0) += 1;
                    *vias.entry(end.via).or_insert(0) += 1;
                }
                Err(Undecided(_)) => undecided += 1,
            }
        }
    }
    let told = format!("{passed} of {all} pass, {undecided} undecided: {forward:?} {back:?} {vias:?}");
    assert!(passed * 100 >= all * 30 && undecided * 100 <= all * 5, "{told}");
    for word in [
        "delivered",
        "to-service",
        "to-internet",
        "leaves-view",
        "no-route",
        "blackhole",
        "denied-by-security-group",
        "denied-by-network-acl",
        "denied-by-gateway",
    ] {
        assert!(forward.get(word).is_some_and(|count| count * 100 >= all), "{word}: {told}");
    }
    for word in ["delivered", "no-route", "blackhole", "denied-by-network-acl", "leaves-view"] {
        assert!(back.contains_key(word), "back, {word}: {told}");
    }
    for via in [
        "gateway-endpoint",
        "interface-endpoint",
        "central-endpoint",
        "nat-gateway",
        "internet-gateway",
        "egress-only-internet-gateway",
        "transit-gateway",
        "core-network",
        "peering",
        "vpn-gateway",
        "appliance",
    ] {
        assert!(vias.contains_key(via), "via, {via}: {told}");
    }
}

fn succeeds(end: &End) -> bool {
    ["delivered", "to-service", "to-internet", "leaves-view"].contains(&end.forward.as_str())
}

/// Whether a packet passes forward, and comes back.
fn fares(end: &End) -> (bool, bool) {
    (succeeds(end), end.back.as_deref().is_none_or(|back| back == "delivered") && succeeds(end))
}

/// Walks packets before and after a change.
fn compare(change: fn(&mut Value, u64), check: impl Fn(u64, &Packet, &End, &End)) {
    for seed in 0..60 {
        let before = world(seed);
        let mut after = before.clone();
        (0..3).for_each(|more| change(&mut after, seed * 3 + more));
        let [one, other] = [read(&before), read(&after)];
        for packet in packets(&before, seed, 100) {
            if let (Ok(before), Ok(after)) = (one.walk(&packet), other.walk(&packet)) {
                check(seed, &packet, &before, &after);
            }
        }
    }
}

fn same_way(end: &End) -> (&String, &String, &Vec<String>, &Option<String>) {
    (&end.via, &end.target, &end.through, &end.arrived)
}

fn an_allow_rule_never_removes_a_path() {
    compare(add_allow_rule, |seed, packet, before, after| {
        assert!(!fares(before).0 || fares(after).0, "{seed} {packet:?}");
        assert!(!fares(before).1 || fares(after).1, "{seed} {packet:?}");
        assert_eq!(same_way(before), same_way(after), "{seed} {packet:?}");
    });
}

fn a_deny_entry_never_adds_a_path() {
    compare(add_deny_entry, |seed, packet, before, after| {
        assert!(fares(before).0 || !fares(after).0, "{seed} {packet:?}");
        assert!(fares(before).1 || !fares(after).1, "{seed} {packet:?}");
        assert_eq!(same_way(before), same_way(after), "{seed} {packet:?}");
    });
}

fn the_order_of_rules_entries_and_routes_is_irrelevant() {
    compare(shuffle_rules, |seed, packet, before, after| assert_eq!(before, after, "{seed} {packet:?}"));
}

fn renaming_ids_changes_nothing_but_ids() {
    for seed in 0..40 {
        let before = world(seed);
        let mut after = before.clone();
        let renamed = rename_ids(&mut after, seed);
        assert!(renamed.len() > 5 && after["format"] == before["format"], "{seed}");
        let rename = |id: &str| renamed.iter().fold(id.to_owned(), |id, (old, new)| id.replace(old, new));
        let [one, other] = [read(&before), read(&after)];
        for packet in packets(&before, seed, 60) {
            let mut moved = packet.clone();
            if let From::Interface(id, _) = &mut moved.from {
                *id = rename(id);
            }
            let Ok(mut end) = one.walk(&packet) else {
                assert!(other.walk(&moved).is_err(), "{seed} {packet:?}");
                continue;
            };
            end.target = rename(&end.target);
            end.through = end.through.iter().map(|id| rename(id)).collect();
            end.arrived = end.arrived.as_deref().map(rename);
            assert_eq!(other.walk(&moved), Ok(end), "{seed} {packet:?}");
        }
    }
}

fn small_worlds_name_things_in_every_way() {
    let mut ways: BTreeMap<&str, usize> = BTreeMap::new();
    let mut whys: BTreeMap<String, usize> = BTreeMap::new();
    for seed in 0..80 {
        let told = world(seed);
        for (account, vpc, name) in names(&told, seed) {
            assert!(told["accounts"].get(&account).is_some());
            let way = match resolve(&told, &vpc, &name, seed % 8 == 0) {
                Named::Addresses(addresses) if addresses.is_empty() => panic!("{seed} {name}: no addresses"),
                Named::Addresses(_) => "addresses",
                Named::Public | Named::PublicAs(_) => "public",
                Named::Nothing => "nothing",
                Named::Undecided(why) => {
                    *whys.entry(why).or_insert(0) += 1;
                    "undecided"
                }
            };
            *ways.entry(way).or_insert(0) += 1;
        }
    }
    let all: usize = ways.values().sum();
    for (way, share) in [("addresses", 15), ("public", 15), ("nothing", 10), ("undecided", 3)] {
        assert!(ways.get(way).is_some_and(|count| count * 100 >= all * share), "{way}: {ways:?} {whys:?}");
    }
}
