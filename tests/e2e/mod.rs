//! The whole of byway: the real binary over HTTP, from credentials to reports.
//!
//! What one room does is tested with that room; here is what only shows when all of them work together.
#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

mod accounts;
mod collect;
mod credentials;
mod emulator;
mod faults;
mod moto;
mod preflight;
mod recordings;
mod sarif;

use crate::support::binary::Binary;
use crate::worlds::Judged;
use byway::snapshot::Snapshot;
use libtest_mimic::{Failed, Trial};
use serde_json::Value;
use std::collections::BTreeMap;
use std::process::Output;

pub fn tests() -> Vec<Trial> {
    [
        accounts::tests(),
        collect::tests(),
        credentials::tests(),
        emulator::tests(),
        faults::tests(),
        moto::tests(),
        preflight::tests(),
        recordings::tests(),
        sarif::tests(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The account of the worlds.
const ACCOUNT: &str = "111122223333";

/// How a run of the binary ended.
struct Ran {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Ran {
    fn of(binary: Binary) -> Self {
        let Output { status, stdout, stderr } = binary.run();
        let text = |bytes| String::from_utf8(bytes).expect("byway writes UTF-8");
        Self { code: status.code().expect("no signal ended it"), stdout: text(stdout), stderr: text(stderr) }
    }

    /// Fails unless it ended with one of these codes.
    fn ended(self, codes: &[i32]) -> Result<Self, Failed> {
        if codes.contains(&self.code) {
            return Ok(self);
        }
        Err(format!("expected exit {codes:?}, got {}: {}{}", self.code, self.stdout, self.stderr).into())
    }

    /// The JSON report on stdout.
    fn report(&self) -> Result<Value, Failed> {
        serde_json::from_str(&self.stdout).map_err(|error| format!("{error}: {}{}", self.stdout, self.stderr).into())
    }
}

/// Every verdict of a JSON report, `fail` with its reason.
fn verdicts(report: &Value) -> Result<BTreeMap<Judged, String>, Failed> {
    let mut verdicts = BTreeMap::new();
    for finding in report["findings"].as_array().ok_or("no findings in the report")? {
        let text = |pointer: &str| finding.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
        let id = match text("/resource/type").as_str() {
            "scope" => format!("scope:{}", text("/resource/id")),
            _ => text("/resource/id"),
        };
        let key = text("/key");
        let judged = Judged {
            policy: text("/policy"),
            account: text("/account"),
            region: text("/region"),
            subject: if key.is_empty() { id } else { format!("{id}/{key}") },
        };
        let verdict = match text("/verdict").as_str() {
            "fail" => format!("fail:{}", text("/reason")),
            other => other.to_owned(),
        };
        if verdicts.insert(judged.clone(), verdict).is_some() {
            return Err(format!("{judged:?} is in the report twice").into());
        }
    }
    Ok(verdicts)
}

/// The records of a JSON report that ended like this, as `region operation key`.
fn ended(report: &Value, outcome: &str) -> Vec<String> {
    let records = report["coverage"].as_array().into_iter().flatten();
    records
        .filter(|record| record["outcome"] == outcome)
        .map(|record| {
            let text = |name: &str| record[name].as_str().unwrap_or_default();
            format!("{} {} {}", text("region"), text("operation"), text("key")).trim_end().to_owned()
        })
        .collect()
}

/// The snapshot with everything as old at `now` as it was when the snapshot was taken: policies judge ages.
fn aged_to(seen: &Snapshot, now: jiff::Timestamp) -> Snapshot {
    let mut moved = seen.clone();
    let later = now.duration_since(seen.taken_at);
    let views = moved.accounts.values_mut().flat_map(|account| account.regions.values_mut());
    for endpoint in views.flat_map(|view| &mut view.vpc_endpoints) {
        let Some(created) =
            endpoint.creation_timestamp.as_deref().and_then(|time| time.parse::<jiff::Timestamp>().ok())
        else {
            continue;
        };
        let created = created.checked_add(later).expect("no time is that late");
        endpoint.creation_timestamp = Some(created.to_string());
    }
    moved.taken_at = now;
    moved
}

/// A run of the binary against a server, with keys of this account and few attempts.
fn live(url: &str, account: &str) -> Binary {
    Binary::new().at(url, account).env("AWS_MAX_ATTEMPTS", "2")
}

fn check<T: PartialEq + std::fmt::Debug>(what: &str, found: T, expected: T) -> Result<(), Failed> {
    if found == expected { Ok(()) } else { Err(format!("{what}: expected {expected:?}, found {found:?}").into()) }
}
