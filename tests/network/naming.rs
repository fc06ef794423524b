//! Names against the naive resolver, over small random worlds.
//! The engine's names against the independent resolver, name by name over small random worlds.

use super::resolver::{self, Named};
use super::small;
use super::walking::snapshot_of;
use byway::finding::Family;
use byway::network::Index;
use byway::network::names::{Resolved, resolve};
use byway::snapshot::Answer;
use libtest_mimic::Trial;
use std::collections::BTreeMap;

fn every_name_of_small_worlds_means_what_the_resolver_says() {
    let mut words: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for seed in 0..300 {
        let world = small::world(seed);
        if let Ok(folder) = std::env::var("WORLDS") {
            std::fs::write(format!("{folder}/{seed}.json"), serde_json::to_vec(&world).unwrap()).unwrap();
        }
        let snapshot = snapshot_of(&world);
        let index = Index::new(&snapshot);
        for (account, vpc, name) in small::names(&world, seed) {
            let Some(seat) = index.vpc(&vpc) else { continue };
            for (family, is_six) in [(Family::Ipv4, false), (Family::Ipv6, true)] {
                let wanted = resolver::resolve(&world, &vpc, &name, is_six);
                let given = resolve(&index, seat, &name, family).answer;
                let (word, same) = match (&wanted, &given) {
                    (Named::Addresses(wanted), Answer::Known(Resolved::Addresses(given))) => {
                        ("addresses", wanted.iter().eq(given))
                    }
                    (Named::Addresses(wanted), Answer::Known(Resolved::Endpoint(_, Answer::Known(given)))) => {
                        ("endpoint", wanted.iter().eq(given))
                    }
                    // An endpoint without an address of the family is a name without one.
                    (Named::Nothing, Answer::Known(Resolved::Endpoint(_, Answer::Known(given)))) => {
                        ("nothing", given.is_empty())
                    }
                    (Named::Public, Answer::Known(Resolved::Public)) => ("public", true),
                    // A private record that is another public name's alias: whose addresses those are is not asked.
                    (Named::Public, Answer::Unknown(gaps)) => {
                        ("public", gaps.iter().all(|gap| gap.to_string().contains("what the public DNS says of")))
                    }
                    (Named::Nothing, Answer::Known(Resolved::Nothing(_))) => ("nothing", true),
                    // What AWS does not document, byway may leave untold.
                    (Named::Undecided(_), _) => ("undecided", true),
                    _ => ("different", false),
                };
                *words.entry(word).or_default() += 1;
                if !same {
                    wrong.push(format!(
                        "seed {seed} {account} {vpc} {name} {family}\n  resolver {wanted:?}\n  byway {given:?}"
                    ));
                }
            }
        }
    }
    if let Ok(path) = std::env::var("DUMP") {
        std::fs::write(path, wrong.join("\n")).unwrap();
    }
    assert!(wrong.is_empty(), "{} differ ({words:?}):\n{}", wrong.len(), wrong[..wrong.len().min(12)].join("\n"));
    for word in ["addresses", "endpoint", "public", "nothing"] {
        let count = words.get(word).copied().unwrap_or_default();
        assert!(count > 500, "only {count} names lead to {word}: {words:?}");
    }
}

/// What byway says, in the resolver's words; None where it cannot be told.
fn given(index: &Index<'_>, vpc: &str, name: &str, family: Family) -> Option<Named> {
    let seat = index.vpc(vpc).unwrap_or_else(|| panic!("no {vpc}"));
    match resolve(index, seat, name, family).answer {
        Answer::Known(Resolved::Endpoint(_, Answer::Known(addresses))) if addresses.is_empty() => Some(Named::Nothing),
        Answer::Known(Resolved::Endpoint(_, Answer::Known(addresses)) | Resolved::Addresses(addresses)) => {
            Some(Named::Addresses(addresses.into_iter().collect()))
        }
        Answer::Known(Resolved::Public) => Some(Named::Public),
        Answer::Known(Resolved::Nothing(_)) => Some(Named::Nothing),
        Answer::Known(Resolved::Endpoint(_, Answer::Unknown(_))) | Answer::Unknown(_) => None,
    }
}

fn every_name_of_small_worlds_means_what_the_resolver_says() {
    let (mut wrong, mut ways) = (Vec::new(), BTreeMap::<&str, usize>::new());
    for seed in 0..SEEDS {
        let world = small::world(seed);
        let snapshot = snapshot_of(&world);
        let index = Index::new(&snapshot);
        for (at, (_, vpc, name)) in small::names(&world, seed).into_iter().enumerate() {
            let six = at % 8 == 0;
            let right = resolver::resolve(&world, &vpc, &name, six);
            let given = given(&index, &vpc, &name, if six { Family::Ipv6 } else { Family::Ipv4 });
            let (way, same) = match &right {
                // Where AWS documents no answer, byway may tell none, or one.
                Named::Undecided(_) => ("undecided", true),
                // Whose addresses another public name has, byway may leave open.
                Named::PublicAs(_) => ("public-as", matches!(given, None | Some(Named::Public))),
                Named::Addresses(_) => ("addresses", given.as_ref() == Some(&right)),
                Named::Public => ("public", given.as_ref() == Some(&right)),
                Named::Nothing => ("nothing", given.as_ref() == Some(&right)),
            };
            *ways.entry(way).or_default() += 1;
            if !same {
                wrong.push(format!("seed {seed} {vpc} {name} six {six}: resolver {right:?}, byway {given:?}"));
            }
        }
    }
    let total: usize = ways.values().sum();
    let few = wrong[..wrong.len().min(40)].join("\n");
    assert!(wrong.is_empty(), "{} of {total} differ ({ways:?}):\n{few}", wrong.len());
    assert!(total >= 3_000, "only {total} names");
}

const SEEDS: u64 = 150;

pub fn tests() -> Vec<Trial> {
    crate::trials![every_name_of_small_worlds_means_what_the_resolver_says]
}
