//! Changes whose effect on every packet is known beforehand: what they may not change, or change one way only.

use super::small;
use super::walker::Packet;
use super::walking::{asked, snapshot_of};
use byway::finding::Disposition;
use byway::network::{Fate, Index};
use byway::snapshot::Answer;
use libtest_mimic::Trial;
use serde_json::Value;
use std::collections::BTreeMap;

/// How the packets of a world fare.
fn fates(world: &Value, packets: &[Packet]) -> Vec<Option<Answer<Vec<Fate>>>> {
    let snapshot = snapshot_of(world);
    let index = Index::new(&snapshot);
    packets.iter().map(|packet| asked(&index, packet)).collect()
}

/// Whether a session gets through, there and back.
fn passes(fates: &Option<Answer<Vec<Fate>>>) -> Option<bool> {
    let Some(Answer::Known(fates)) = fates else { return None };
    let mut all = true;
    for fate in fates {
        if fate.forward == Disposition::Unknown || fate.back == Some(Disposition::Unknown) {
            return None;
        }
        all &= fate.forward.succeeds() && fate.back.is_none_or(Disposition::succeeds);
    }
    Some(all)
}

/// Compares every packet of some worlds before and after a change.
fn compare(
    change: impl Fn(&mut Value, u64),
    wrong: impl Fn(Option<bool>, Option<bool>) -> bool,
) -> (usize, Vec<String>) {
    let (mut changed, mut found) = (0, Vec::new());
    for seed in 0..WORLDS {
        let before = small::world(seed);
        let packets = small::packets(&before, seed, PACKETS);
        let mut after = before.clone();
        // One change rarely meets a packet; several of a kind do.
        for step in 0..6 {
            change(&mut after, seed * 100 + step);
        }
        for ((packet, before), after) in packets.iter().zip(fates(&before, &packets)).zip(fates(&after, &packets)) {
            let (before, after) = (passes(&before), passes(&after));
            changed += usize::from(before != after);
            if wrong(before, after) {
                found.push(format!("seed {seed} {packet:?}: {before:?} became {after:?}"));
            }
        }
    }
    found.truncate(10);
    (changed, found)
}

const WORLDS: u64 = 60;
const PACKETS: usize = 60;

fn a_rule_that_allows_takes_no_path_away() {
    let (changed, wrong) = compare(small::add_allow_rule, |before, after| before == Some(true) && after != Some(true));
    assert!(changed > 20, "the rules changed only {changed} packets");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn an_entry_that_denies_adds_no_path() {
    let (changed, wrong) = compare(small::add_deny_entry, |before, after| before == Some(false) && after == Some(true));
    assert!(changed > 20, "the entries changed only {changed} packets");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn the_order_of_rules_and_routes_in_an_answer_is_no_matter() {
    for seed in 0..WORLDS {
        let before = small::world(seed);
        let packets = small::packets(&before, seed, PACKETS);
        let mut after = before.clone();
        small::shuffle_rules(&mut after, seed);
        assert_ne!(before, after, "seed {seed}: nothing was shuffled");
        assert_eq!(fates(&before, &packets), fates(&after, &packets), "seed {seed}");
    }
}

/// A fate with every id as it is called after a renaming.
fn renamed(fate: &Fate, names: &BTreeMap<String, String>) -> Fate {
    let one = |id: &str| {
        let parts: Vec<String> =
            id.split('-').map(|part| names.get(part).cloned().unwrap_or_else(|| part.to_owned())).collect();
        parts.join("-")
    };
    Fate {
        target: one(&fate.target),
        through: fate.through.iter().map(|id| one(id)).collect(),
        interface: fate.interface.as_deref().map(one),
        ..fate.clone()
    }
}

fn other_ids_change_nothing_but_ids() {
    for seed in 0..WORLDS {
        let before = small::world(seed);
        let packets = small::packets(&before, seed, PACKETS);
        let mut after = before.clone();
        let names = small::rename_ids(&mut after, seed);
        let again: Vec<Packet> = packets
            .iter()
            .map(|packet| {
                let mut packet = packet.clone();
                if let super::walker::From::Interface(id, _) = &mut packet.from {
                    let parts: Vec<&str> = id.split('-').collect();
                    let parts: Vec<&str> =
                        parts.iter().map(|part| names.get(*part).map_or(*part, String::as_str)).collect();
                    *id = parts.join("-");
                }
                packet
            })
            .collect();
        for ((packet, before), after) in packets.iter().zip(fates(&before, &packets)).zip(fates(&after, &again)) {
            match (before, after) {
                (Some(Answer::Known(before)), Some(Answer::Known(after))) => {
                    let before: Vec<Fate> = before.iter().map(|fate| renamed(fate, &names)).collect();
                    let blind = |fates: &[Fate]| -> Vec<Fate> {
                        // Gaps tell ids in sentences.
                        fates.iter().cloned().map(|fate| Fate { gaps: Default::default(), ..fate }).collect()
                    };
                    assert_eq!(blind(&before), blind(&after), "seed {seed} {packet:?}");
                }
                (before, after) => assert_eq!(before.is_some(), after.is_some(), "seed {seed} {packet:?}"),
            }
        }
    }
}

pub fn tests() -> Vec<Trial> {
    crate::trials![
        a_rule_that_allows_takes_no_path_away,
        an_entry_that_denies_adds_no_path,
        the_order_of_rules_and_routes_in_an_answer_is_no_matter,
        other_ids_change_nothing_but_ids,
    ]
}
