//! byway against moto, an imitation of AWS that byway's own code had no hand in: every policy whose defect moto can
//! hold, in two Regions, with the defect and with it mended.
//!
//! What moto cannot hold, and where it is tested instead:
//! - `route-target-blackhole`: its routes never become `blackhole`; the worlds do.
//! - `endpoint-not-available` can only pass: its endpoints are `available` or `deleted`; the worlds have every state.
//! - A gateway endpoint whose tables were changed: ModifyVpcEndpoint changes the endpoint's list of tables and not
//!   their routes, so endpoints are made with the tables they should have.
//! - An operation it does not know is answered with status 500 and HTML. It knows all that byway asks; `faults.rs` has
//!   that answer.
//!
//! moto's endpoints are seconds old, so the hour of grace of `gateway-endpoint-without-route-table` is set to none.

use super::{Ran, check, ended, live, verdicts};
use crate::support::moto::{Moto, NoMoto};
use crate::worlds::Judged;
use byway::policy::{Language, bundled};
use libtest_mimic::{Completion, Failed, Trial};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const WITH_DEFECTS: &str = "111111111111";
const MENDED: &str = "222222222222";
/// What moto has no way to show.
const NOT_IN_MOTO: &str = "route-target-blackhole";
/// What moto can show only to be sound.
const SOUND_IN_MOTO: &str = "endpoint-not-available";

pub fn tests() -> Vec<Trial> {
    vec![Trial::ignorable_test(
        "e2e: every defect that moto can hold fails in two Regions, and passes once mended",
        || match Moto::start() {
            Ok(moto) => every_policy(&moto).map(|()| Completion::Completed),
            Err(NoMoto::Ignored(reason)) => Ok(Completion::ignored_with(reason)),
            Err(NoMoto::Failed(reason)) => Err(reason.into()),
        },
    )]
}

fn audit(moto: &Moto, account: &str, more: &[&str]) -> Ran {
    let role = format!("arn:aws:iam::{account}:role/audit");
    let binary = live(&moto.url(), "").env("AWS_ACCESS_KEY_ID", "testing");
    Ran::of(
        binary
            .args(&["audit", "--role-arn", &role, "--region", "eu-west-1", "--region", "us-east-1", "--all"])
            .args(&["-o", "json", "--option", "gateway-endpoint-without-route-table.grace_hours=0"])
            .args(more),
    )
}

fn every_policy(moto: &Moto) -> Result<(), Failed> {
    let subjects = moto.seed("defects")?;
    let with_defects = expected(&subjects, WITH_DEFECTS);
    every_policy_is_covered(&with_defects)?;

    let ran = audit(moto, WITH_DEFECTS, &[]).ended(&[1])?;
    let report = ran.report()?;
    check("not answered", ended(&report, "refused").len() + ended(&report, "failed").len(), 0)?;
    let found = verdicts(&report)?;
    hold(&with_defects, &found)?;
    let fails = |verdicts: &BTreeMap<Judged, String>| -> BTreeSet<Judged> {
        verdicts.iter().filter(|(_, verdict)| verdict.starts_with("fail")).map(|(judged, _)| judged.clone()).collect()
    };
    check("fails beside the defects put in", &fails(&found) - &fails(&with_defects), BTreeSet::new())?;

    // Alone, a policy asks for what it needs only, and judges the same.
    for policy in with_defects.keys().map(|judged| judged.policy.as_str()).collect::<BTreeSet<_>>() {
        let alone = verdicts(&audit(moto, WITH_DEFECTS, &["--policy", policy]).ended(&[0, 1])?.report()?)?;
        let among_all: BTreeMap<_, _> = found
            .iter()
            .filter(|(judged, _)| judged.policy == policy)
            .map(|(one, two)| (one.clone(), two.clone()))
            .collect();
        check(&format!("{policy} alone and among all"), &alone, &among_all)?;
    }

    let mended = expected(&subjects, MENDED);
    let ran = audit(moto, MENDED, &[]).ended(&[0])?;
    let found = verdicts(&ran.report()?)?;
    hold(&mended, &found)?;
    check("no fail is left", fails(&found), BTreeSet::new())?;
    check("and nothing unknown", found.values().filter(|verdict| *verdict == "unknown").count(), 0)
}

/// What the seed says of one account. Mended, what failed passes.
fn expected(subjects: &Value, account: &str) -> BTreeMap<Judged, String> {
    let mut expected = BTreeMap::new();
    for (region, rows) in subjects[account].as_object().into_iter().flatten() {
        for row in rows.as_array().into_iter().flatten() {
            let [policy, id, key, verdict] = [0, 1, 2, 3].map(|at| row[at].as_str().unwrap_or_default());
            let region = if policy.starts_with("phz-") { "global" } else { region };
            let subject = if key.is_empty() { id.to_owned() } else { format!("{id}/{key}") };
            let verdict = if account == MENDED && verdict.starts_with("fail") { "pass" } else { verdict };
            let judged =
                Judged { policy: policy.to_owned(), account: account.to_owned(), region: region.to_owned(), subject };
            expected.insert(judged, verdict.to_owned());
        }
    }
    expected
}

/// Every bundled policy has its defect in both Regions, but for those that moto cannot show.
fn every_policy_is_covered(expected: &BTreeMap<Judged, String>) -> Result<(), Failed> {
    for policy in bundled(Language::of_byway()).map_err(|error| error.to_string())? {
        let id = policy.words().id.as_str();
        let failing =
            expected.iter().filter(|(judged, verdict)| judged.policy == id && verdict.starts_with("fail")).count();
        let fails_twice = failing >= 2;
        if fails_twice == [NOT_IN_MOTO, SOUND_IN_MOTO].contains(&id) {
            return Err(format!("{id} has {failing} defects in moto").into());
        }
    }
    Ok(())
}

fn hold(expected: &BTreeMap<Judged, String>, found: &BTreeMap<Judged, String>) -> Result<(), Failed> {
    let wrong: Vec<String> = expected
        .iter()
        .filter(|(judged, verdict)| found.get(judged) != Some(verdict))
        .map(|(judged, verdict)| format!("{judged:?}: expected {verdict}, found {:?}", found.get(judged)))
        .collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}
