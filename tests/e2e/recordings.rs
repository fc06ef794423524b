//! Recordings of real accounts: auditing the folder and auditing an account that answers like it say the same.
//!
//! All recordings are crawled and judged within the test's process, next to the inventory (`collect/inventory.rs`); the
//! binary runs over those that hold most.

use super::emulator::same_as_snapshot;
use crate::support::external;
use byway::snapshot::folder;
use libtest_mimic::{Completion, Trial};

/// Recordings of one account with endpoints and what surrounds them.
const RICH: [&str; 4] = [
    "batfish-ipsec-vpn-host-aws-cisco",
    "batfish-test-direct-connect-gateway",
    "batfish-test-direct-connect-private-vif",
    "cloudmapper-demo",
];

pub fn tests() -> Vec<Trial> {
    let of = |set: &'static str| {
        let name = format!("e2e: a live audit of the recording {set} says what its folder says");
        Trial::ignorable_test(name, move || {
            let Some(path) = external::path("data/recordings").map(|recordings| recordings.join(set)) else {
                return Ok(Completion::ignored_with(external::reason()));
            };
            let seen = folder::read(&path).map_err(|error| error.to_string())?;
            let account = seen.accounts.keys().next().ok_or("no account")?.to_string();
            same_as_snapshot(&seen, &path, &account).map(|()| Completion::Completed)
        })
    };
    RICH.into_iter().map(of).collect()
}
