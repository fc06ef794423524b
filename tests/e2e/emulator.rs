//! Every world, served over HTTP and audited live: the verdicts and the exit code are those of the world's snapshot.

use super::{ACCOUNT, Ran, aged_to, check, live, verdicts};
use crate::collect::inventory::only_the_crawl_says;
use crate::support::binary::Binary;
use crate::support::emulator::{Emulator, Script};
use crate::worlds::{self, Judged};
use byway::snapshot::{Collection, Outcome, Snapshot, file};
use libtest_mimic::{Failed, Trial};
use std::path::Path;

pub fn tests() -> Vec<Trial> {
    let of = |world: String| {
        Trial::test(format!("e2e: a live audit of the world {world} says what its snapshot says"), move || {
            let path = worlds::folder(&world).join("snapshot.json");
            same_as_snapshot(&worlds::snapshot(&world), &path, ACCOUNT)
        })
    };
    worlds::names().into_iter().map(of).collect()
}

/// Audits `seen` live and from the file or folder it was read from; then what the live run saved.
pub fn same_as_snapshot(seen: &Snapshot, path: &Path, account: &str) -> Result<(), Failed> {
    let view = seen.accounts.iter().find(|(number, _)| number.as_str() == account).ok_or("the account is missing")?;
    let emulator = Emulator::start(aged_to(seen, jiff::Timestamp::now()), Script { page_size: 3, ..Script::default() });
    let home = view.1.regions.keys().next().map_or("eu-west-1", |region| region.as_str());
    let folder = tempfile::tempdir()?;
    let saved = folder.path().join("saved.json");
    let saved_name = saved.to_string_lossy();
    let mut named = Vec::new();
    // Where the account is not known to say which Regions it has, they are named.
    let question = Snapshot::global_question(view.0, Collection::Regions, "");
    if !seen.coverage_of(&question).is_some_and(|record| record.outcome.is_complete()) {
        named = view.1.regions.keys().flat_map(|region| ["--region", region.as_str()]).collect();
    }
    let judge = ["audit", "--all", "-o", "json"];
    let mut live = live(&emulator.url(), account).env("AWS_REGION", home).args(&judge).args(&named);
    // A world of several accounts is crawled by way of this one.
    if seen.accounts.len() > 1 {
        let numbers: Vec<&str> = seen.accounts.keys().map(|number| number.as_str()).collect();
        live = live.args(&["--org-role", "audit", "--accounts", &numbers.join(",")]);
    }
    let crawled = Ran::of(live.args(&["--save-snapshot", &saved_name])).ended(&[0, 1, 3, 4])?;
    let binary = Binary::new().args(&judge).args(&named);
    let read = Ran::of(binary.args(&["--snapshot", &path.to_string_lossy()])).ended(&[0, 1, 3, 4])?;
    let crawl = file::read(&saved).map_err(|error| error.to_string())?;
    let more = same_verdicts(&read, &crawled, |judged| only_the_crawl_says(judged, seen, &crawl))?;
    // A question that was never put to the files is refused by the emulator, which is incomplete and not only unknown.
    if more == 0 && seen.coverage.iter().all(|record| record.outcome != Outcome::NotAsked) {
        check("exit code", crawled.code, read.code)?;
    }

    let again = Ran::of(Binary::new().args(&judge).args(&["--snapshot", &saved_name]));
    check("exit code of what was saved", again.code, crawled.code)?;
    check("the report of what was saved is the live one, byte for byte", again.stdout == crawled.stdout, true)
}

/// Fails unless both reports give the same verdicts, but for those that `only_live` allows the live one to have; how many
/// it has.
pub fn same_verdicts(read: &Ran, crawled: &Ran, only_live: impl Fn(&Judged) -> bool) -> Result<usize, Failed> {
    let (expected, found) = (verdicts(&read.report()?)?, verdicts(&crawled.report()?)?);
    let mut more = 0;
    for judged in expected.keys().chain(found.keys()) {
        let (one, other) = (expected.get(judged), found.get(judged));
        if one.is_none() && only_live(judged) {
            more += 1;
        } else if one != other {
            return Err(format!("{judged:?}: {one:?} of the snapshot, {other:?} live").into());
        }
    }
    Ok(more)
}
