//! Which actions a crawl of everything takes.

use super::cell::{PATIENCE, crawl};
use crate::support::emulator::{BY_IAM, Fault, Script};
use byway::snapshot::Collection;
use libtest_mimic::{Failed, Trial};
use std::collections::BTreeSet;

pub fn tests() -> Vec<Trial> {
    vec![Trial::test(
        "matrix: a crawl takes the actions of its collections, no other, and only such that read",
        actions,
    )]
}

fn actions() -> Result<(), Failed> {
    // The VPCs of a zone are asked for where the zones of a VPC are not told.
    let unlisted = Script::default().with("ListHostedZonesByVPC", Fault::Refused(BY_IAM));
    let taken: BTreeSet<String> = [Script::default(), unlisted]
        .into_iter()
        .flat_map(|script| crawl(script, PATIENCE).1.actions())
        .map(|action| action.permission())
        .collect();
    let mut named: BTreeSet<String> = Collection::ALL.iter().map(|one| one.operation().to_owned()).collect();
    // Whose account it is. No policy can forbid that one.
    named.insert("sts:GetCallerIdentity".to_owned());
    if taken != named {
        let (more, less) = (taken.difference(&named), named.difference(&taken));
        return Err(format!("taken and not named {more:?}, named and not taken {less:?}").into());
    }
    let reads = |action: &&String| {
        let (_, name) = action.split_once(':').unwrap_or_default();
        ["Describe", "Get", "List", "Search"].iter().any(|verb| name.starts_with(verb))
    };
    match taken.iter().find(|action| !reads(action)) {
        Some(action) => Err(format!("{action} does more than read").into()),
        None => Ok(()),
    }
}
