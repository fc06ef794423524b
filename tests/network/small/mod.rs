//! Small random worlds for the walker, the resolver and the engine to agree on: one to three VPCs in one or two accounts and
//! Regions, with everything that routes, filters or names. A seed decides all of it.

mod change;
mod dice;
mod estate;
mod filtering;
mod gateways;
mod linking;
mod naming;
mod packets;
mod routing;
mod trials;

pub use change::{add_allow_rule, add_deny_entry, rename_ids, shuffle_rules};
pub use naming::names;
pub use packets::packets;
pub use trials::tests;

use dice::Dice;
use estate::Estate;
use serde_json::Value;

/// The world of a seed, as a snapshot whose every question was answered.
pub fn world(seed: u64) -> Value {
    let mut dice = Dice::new(seed);
    let mut estate = Estate::new(&mut dice);
    filtering::groups(&mut estate, &mut dice);
    estate.hosts(&mut dice);
    gateways::of_vpcs(&mut estate, &mut dice);
    linking::peerings(&mut estate, &mut dice);
    linking::transit(&mut estate, &mut dice);
    routing::tables(&mut estate, &mut dice);
    filtering::acls(&mut estate, &mut dice);
    filtering::blocking(&mut estate, &mut dice);
    naming::names_of(&mut estate, &mut dice);
    estate.plan.finish()
}
