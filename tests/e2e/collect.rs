//! `byway collect`: the same account gives the same bytes, however it answers.

use super::emulator::same_verdicts;
use super::{Ran, live};
use crate::collect::account;
use crate::collect::inventory::only_the_crawl_says;
use crate::support::binary::Binary;
use crate::support::emulator::{Emulator, Script};
use byway::snapshot::{Snapshot, demo};
use libtest_mimic::{Failed, Trial};

pub fn tests() -> Vec<Trial> {
    vec![
        Trial::test("e2e: collect writes the same bytes at any page size and in any order of answers", || {
            same_bytes(&account::seen())?;
            same_bytes(&account::asked_everything(demo().map_err(|error| error.to_string())?))
        }),
        Trial::test("e2e: collect writes to a private file what it writes to stdout", to_file),
        Trial::test("e2e: what collect wrote is judged as a live audit is", judged_alike),
    ]
}

fn same_bytes(seen: &Snapshot) -> Result<(), Failed> {
    let account = seen.accounts.keys().next().ok_or("no account")?.to_string();
    let mut first: Option<String> = None;
    for (page_size, shuffle) in [(1, Some(1)), (7, Some(2)), (1000, Some(3)), (1000, None)] {
        let emulator = Emulator::start(seen.clone(), Script { page_size, shuffle, ..Script::default() });
        let collected = Ran::of(live(&emulator.url(), &account).args(&["collect"])).ended(&[0])?;
        let text = without_the_clock(&collected.stdout);
        if first.get_or_insert_with(|| text.clone()) != &text {
            return Err(format!("pages of {page_size} give other bytes").into());
        }
    }
    Ok(())
}

/// The text without when it was taken and in how many pages: facts about the crawl and not about the account.
fn without_the_clock(snapshot: &str) -> String {
    let line =
        |line: &str| !line.trim_start().starts_with("\"taken_at\":") && !line.trim_start().starts_with("\"pages\":");
    snapshot.lines().filter(|text| line(text)).collect::<Vec<_>>().join("\n")
}

fn to_file() -> Result<(), Failed> {
    let emulator = Emulator::start(account::seen(), Script::default());
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("snapshot.json");
    let run = |more: &[&str]| Ran::of(live(&emulator.url(), super::ACCOUNT).args(&["collect"]).args(more)).ended(&[0]);
    let said = run(&[])?.stdout;
    let silent = run(&["-o", &path.to_string_lossy()])?.stdout;
    let written = std::fs::read_to_string(&path)?;
    if !silent.is_empty() || without_the_clock(&written) != without_the_clock(&said) {
        return Err("the file holds something else".into());
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        super::check("mode", std::fs::metadata(&path)?.permissions().mode() & 0o777, 0o600)?;
    }
    Ok(())
}

fn judged_alike() -> Result<(), Failed> {
    let seen = account::asked_everything(demo().map_err(|error| error.to_string())?);
    let account = seen.accounts.keys().next().ok_or("no account")?.to_string();
    let emulator = Emulator::start(super::aged_to(&seen, jiff::Timestamp::now()), Script::default());
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("snapshot.json");
    let path = path.to_string_lossy();
    Ran::of(live(&emulator.url(), &account).args(&["collect", "-o", &path])).ended(&[0])?;
    let live = Ran::of(live(&emulator.url(), &account).args(&["audit", "--all", "-o", "json"])).ended(&[1])?;
    let read = Ran::of(Binary::new().args(&["audit", "--all", "-o", "json", "--snapshot", &path])).ended(&[1])?;
    let built_in = Ran::of(Binary::new().args(&["audit", "--all", "-o", "json", "--demo"])).ended(&[1])?;
    let crawl = byway::snapshot::file::read(std::path::Path::new(&*path)).map_err(|error| error.to_string())?;
    same_verdicts(&read, &live, |_| false)?;
    same_verdicts(&built_in, &live, |judged| only_the_crawl_says(judged, &seen, &crawl)).map(|_| ())
}
