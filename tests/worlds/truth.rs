//! Every verdict on every world is the one decided by hand.

use super::{folder, names, policies, snapshot, verdicts};
use byway::finding::Verdict;
use byway::snapshot::Snapshot;
use libtest_mimic::{Failed, Trial};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The policies that every world without `about` is judged by.
const FIRST: [&str; 11] = [
    "endpoint-not-available",
    "endpoint-sg-blocks-https",
    "gateway-endpoint-dynamodb-missing",
    "gateway-endpoint-route-overridden",
    "gateway-endpoint-s3-missing",
    "gateway-endpoint-subnet-not-routed",
    "gateway-endpoint-without-route-table",
    "interface-endpoint-single-az",
    "phz-apex-shadows-aws-names",
    "route-target-blackhole",
    "vpc-dns-support-disabled",
];

fn agrees_with_truth(snapshot: &Snapshot, truth: &Path) -> Result<(), Failed> {
    let text = fs::read_to_string(truth)?;
    let truth: toml::Table = text.parse()?;
    let mut expected: BTreeMap<(String, String), String> = BTreeMap::new();
    let none = toml::Table::new();
    let tables = match truth.get("policies") {
        Some(tables) => tables.as_table().ok_or("policies of truth.toml is no table")?,
        None if truth.contains_key("about") => &none,
        None => return Err("truth.toml has neither [policies] nor `about`".into()),
    };
    for (policy, subjects) in tables {
        for (subject, word) in subjects.as_table().ok_or("a policy of truth.toml is no table")? {
            let word = word.as_str().ok_or("a verdict of truth.toml is no text")?;
            expected.insert((policy.clone(), subject.clone()), word.to_owned());
        }
    }
    // A world that rests on what the first policies never asked says which policies it is about.
    let about: Vec<String> = match truth.get("about") {
        Some(about) => about.clone().try_into()?,
        None => FIRST.map(str::to_owned).to_vec(),
    };
    let mut wrong = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    let judging: Vec<_> = policies().into_iter().filter(|policy| about.contains(&policy.words().id)).collect();
    for (judged, (verdict, reason)) in verdicts(snapshot, &judging) {
        let at = (judged.policy.clone(), judged.subject.clone());
        let given = match verdict {
            Verdict::Fail => format!("fail:{reason}"),
            Verdict::Unknown | Verdict::Pass | Verdict::NotApplicable => verdict.to_string(),
        };
        // A subject seen from two accounts or Regions is listed once, with the account before it.
        let long = (judged.policy.clone(), format!("{}/{}:{}", judged.account, judged.region, judged.subject));
        let (at, wanted) = match expected.get(&long) {
            Some(wanted) => (long, wanted.as_str()),
            None => {
                let wanted = expected.get(&at).map_or("not-applicable", String::as_str);
                (at, wanted)
            }
        };
        if given != wanted {
            wrong.push(format!("{} on {}: expected {wanted}, got {given}", at.0, at.1));
        }
        seen.insert(at);
    }
    for (at, word) in &expected {
        if !seen.contains(at) && word != "not-applicable" {
            wrong.push(format!("{} on {}: expected {word}, was not judged", at.0, at.1));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

fn there_are_worlds_enough_and_every_policy_passes_fails_and_is_unknown_somewhere() {
    let names = names();
    assert!(names.len() >= 20, "only {} worlds", names.len());
    for policy in policies() {
        let id = policy.words().id.clone();
        let mut met = [false; 3];
        for world in &names {
            let text = fs::read_to_string(folder(world).join("truth.toml")).unwrap();
            let truth: toml::Table = text.parse().unwrap();
            let subjects = truth.get("policies").and_then(|all| all.get(&id)).and_then(toml::Value::as_table);
            for word in subjects.into_iter().flat_map(toml::Table::values).filter_map(toml::Value::as_str) {
                met[0] |= word == "pass";
                met[1] |= word.starts_with("fail");
                met[2] |= word == "unknown";
            }
        }
        assert_eq!(met, [true; 3], "{id} has no world where it passes, fails and is unknown");
    }
}

pub fn tests() -> Vec<Trial> {
    let demo = || agrees_with_truth(&byway::snapshot::demo()?, &folder("../demo").join("truth.toml"));
    let mut tests = crate::trials![there_are_worlds_enough_and_every_policy_passes_fails_and_is_unknown_somewhere];
    tests.push(Trial::test("worlds::truth::verdicts_on_the_demo_account_are_those_decided_by_hand", demo));
    tests.extend(names().into_iter().map(|world| {
        Trial::test(format!("worlds::truth::verdicts_on_{world}_are_those_decided_by_hand"), move || {
            agrees_with_truth(&snapshot(&world), &folder(&world).join("truth.toml"))
        })
    }));
    tests
}
