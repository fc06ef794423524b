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
    let seeds = std::env::var("SEEDS").map_or(SEEDS, |text| text.parse().unwrap());
    for seed in 0..seeds {
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

const SEEDS: u64 = 300;

pub fn tests() -> Vec<Trial> {
    crate::trials![every_name_of_small_worlds_means_what_the_resolver_says]
}
