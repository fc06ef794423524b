//! The worlds: small accounts whose truth was decided by hand from AWS's documentation, and what must hold over them.

mod hidden_paths;
pub mod hiding;
mod needs;
mod paths;
mod truth;

use byway::finding::{Subject, Verdict};
use byway::network::Index;
use byway::policy::{Language, Policy, judge};
use byway::snapshot::{Snapshot, file};
use libtest_mimic::Trial;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What is judged: policy, account, Region, subject and key, the way a truth table writes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Judged {
    pub policy: String,
    pub account: String,
    pub region: String,
    pub subject: String,
}

/// The verdicts on a snapshot, with the reason of each Fail.
pub type Verdicts = BTreeMap<Judged, (Verdict, String)>;

/// The names of all worlds.
pub fn names() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("snapshot.json").exists())
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/worlds")
}

/// The folder of a world.
pub fn folder(world: &str) -> PathBuf {
    root().join(world)
}

/// The snapshot of a world.
pub fn snapshot(world: &str) -> Snapshot {
    file::read(&folder(world).join("snapshot.json"))
        .unwrap_or_else(|error| panic!("{world}: {error}: {:?}", std::error::Error::source(&error)))
}

/// The bundled policies.
pub fn policies() -> Vec<Policy> {
    byway::policy::bundled(Language::of_byway()).unwrap()
}

/// Judges a snapshot.
pub fn verdicts(snapshot: &Snapshot, policies: &[Policy]) -> Verdicts {
    let index = Index::new(snapshot);
    let judgement = judge(&index, policies);
    let mut verdicts = BTreeMap::new();
    for finding in judgement.findings {
        let id = match &finding.subject {
            Subject::Resource(resource) => resource.id.clone(),
            Subject::Scope(scope) => format!("scope:{}", scope.name()),
        };
        let subject = if finding.key.is_empty() { id } else { format!("{id}/{}", finding.key) };
        let judged = Judged {
            policy: finding.policy,
            account: finding.account.to_string(),
            region: finding.region.to_string(),
            subject,
        };
        let twice = verdicts.insert(judged.clone(), (finding.verdict, finding.reason));
        assert!(twice.is_none(), "{judged:?} was judged twice");
    }
    verdicts
}

pub fn tests() -> Vec<Trial> {
    [truth::tests(), hiding::tests(), needs::tests(), paths::tests(), hidden_paths::tests()]
        .into_iter()
        .flatten()
        .collect()
}
