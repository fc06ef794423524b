//! `byway policies list|show|test`, and the policies of a run.

use super::args::{Arguments, PoliciesArgs, PoliciesCommand};
use super::output::to_stdout;
use super::{Exit, Trouble};
use crate::policy::{self, Language, Policy};
use crate::report::plain;
use crate::snapshot::{Snapshot, file, world};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// The bundled policies, and those of a folder.
pub(super) fn load(folder: Option<&Path>) -> Result<Vec<Policy>, Trouble> {
    let language = Language::of_byway();
    let mut policies = policy::bundled(language).map_err(Trouble::fatal)?;
    if let Some(folder) = folder {
        policies.extend(policy::from_folder(folder, language).map_err(Trouble::usage)?);
        policies = policy::join(policies).map_err(Trouble::usage)?;
    }
    Ok(policies)
}

/// The policy of an id, or a usage error that names the nearest.
pub(super) fn named<'p>(policies: &'p mut [Policy], id: &str) -> Result<&'p mut Policy, Trouble> {
    /// How alike two names must be for one to be a slip for the other.
    const ALIKE: f64 = 0.75;
    let alike = |policy: &Policy| strsim::jaro_winkler(policy.id(), id);
    let nearest = policies
        .iter()
        .filter(|policy| alike(policy) >= ALIKE)
        .max_by(|one, other| alike(one).total_cmp(&alike(other)))
        .map_or_else(|| "see `byway policies list`".to_owned(), |nearest| format!("did you mean `{}`?", nearest.id()));
    policies
        .iter_mut()
        .find(|policy| policy.id() == id)
        .ok_or_else(|| Trouble::usage(format!("there is no policy `{id}`; {nearest}")))
}

/// Lists, shows or tests policies.
pub(super) fn run(given: &PoliciesArgs, arguments: &Arguments) -> Result<Exit, Trouble> {
    let mut policies = load(given.policies.as_deref())?;
    match &given.command {
        PoliciesCommand::List { json } => list(&policies, *json),
        PoliciesCommand::Show { id } => show(named(&mut policies, id)?),
        PoliciesCommand::Test { id, worlds } => {
            for id in id {
                named(&mut policies, id)?;
            }
            policies.retain(|policy| id.is_empty() || id.contains(&policy.words().id));
            test(&policies, worlds.as_deref(), arguments)
        }
    }
}

fn list(policies: &[Policy], json: bool) -> Result<Exit, Trouble> {
    let mut out = String::new();
    if json {
        let rows: Vec<_> = policies
            .iter()
            .map(Policy::words)
            .map(|words| {
                serde_json::json!({
                    "id": words.id, "family": words.family, "title": words.title, "severity": words.severity,
                    "confidence": words.confidence, "since": words.since,
                })
            })
            .collect();
        out = format!("{:#}\n", serde_json::Value::from(rows));
    } else {
        let width = policies.iter().map(|policy| policy.words().id.len()).max().unwrap_or(0);
        for words in policies.iter().map(Policy::words) {
            // Writing to a string cannot fail.
            let _ =
                writeln!(out, "{:<width$}  {:<8}  {}", words.id, words.severity.as_str(), plain::line(&words.title));
        }
    }
    to_stdout(out.as_bytes())?;
    Ok(Exit::Clean)
}

fn show(policy: &Policy) -> Result<Exit, Trouble> {
    let mut out = String::new();
    for line in plain::lines(policy.source()) {
        out.push_str(&line);
        out.push('\n');
    }
    to_stdout(out.as_bytes())?;
    Ok(Exit::Clean)
}

fn test(policies: &[Policy], folder: Option<&Path>, arguments: &Arguments) -> Result<Exit, Trouble> {
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        return Err(Trouble::usage(format!("there is no folder `{}` of worlds", folder.display())));
    }
    let open = |name: &str| -> Result<Snapshot, String> {
        let own = folder.map(|folder| folder.join(name).join("snapshot.json")).filter(|path| path.exists());
        let found = match own {
            Some(path) => file::read(&path),
            None => world(name).ok_or_else(|| format!("there is no world `{name}`; give its folder with --worlds"))?,
        };
        found.map_err(|error| error.to_string())
    };
    let mut out = String::new();
    let mut cases = 0_usize;
    let mut wrong = 0_usize;
    let mut by_policy: BTreeMap<String, Vec<policy::suite::Outcome>> = BTreeMap::new();
    for outcome in policy::suite::run(policies, open) {
        by_policy.entry(outcome.policy.clone()).or_default().push(outcome);
    }
    for policy in policies {
        let outcomes = by_policy.remove(policy.id()).unwrap_or_default();
        // Byway's own owe a case of each; what others owe themselves is theirs to say.
        let missing = if policy.is_bundled() { policy::missing_cases(policy) } else { Vec::new() };
        let failed = outcomes.iter().filter(|outcome| !outcome.holds()).count() + missing.len();
        cases += outcomes.len();
        wrong += failed;
        if failed > 0 || !arguments.quiet {
            let word = if failed == 0 { "ok    " } else { "FAILED" };
            let _ = writeln!(out, "{word}  {}  {}", policy.id(), counted(outcomes.len(), "case"));
        }
        for outcome in outcomes {
            for difference in outcome.differences {
                let _ = writeln!(out, "        {}: {}", outcome.world, plain::line(&difference));
            }
        }
        for kind in missing {
            let _ = writeln!(out, "        there is no case for the verdict {kind}");
        }
    }
    let _ = writeln!(
        out,
        "{}, {}, {}",
        counted(policies.len(), "policy"),
        counted(cases, "case"),
        counted(wrong, "failure")
    );
    to_stdout(out.as_bytes())?;
    Ok(if wrong == 0 { Exit::Clean } else { Exit::Findings })
}

/// A number of things, in words that fit it.
fn counted(number: usize, one: &str) -> String {
    match (number, one.strip_suffix('y')) {
        (1, _) => format!("1 {one}"),
        (_, Some(stem)) => format!("{number} {stem}ies"),
        (_, None) => format!("{number} {one}s"),
    }
}
