//! Names against the naive resolver, over small random worlds.

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

pub fn tests() -> Vec<Trial> {
    crate::trials![every_name_of_small_worlds_means_what_the_resolver_says]
}
