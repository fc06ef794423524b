//! The demo account: what anyone sees first.

use super::{Ran, byway, parsed, test};
use crate::support::external;
use libtest_mimic::{Completion, Failed, Trial};
use serde_json::Value;
use std::collections::BTreeMap;

pub fn tests() -> Vec<Trial> {
    vec![
        test("the demo prints its findings on stdout, nothing on stderr, and exits with 1", prints),
        test("the demo is the same bytes twice in every format", same_bytes),
        test("the demo's verdicts are those decided by hand", truth),
        test("the demo's JSON is as our schema says", json_schema),
        Trial::ignorable_test("cli: the demo's SARIF is as OASIS's schema says", sarif_schema),
    ]
}

fn prints() {
    let Ran { code, out, err } = byway(&["audit", "--demo"]);
    assert_eq!((code, err.as_str()), (1, ""));
    assert!(out.starts_with("byway ") && out.contains("111122223333") && out.contains("HIGH"), "{out}");
    let last = out.lines().last().unwrap();
    assert!(last.starts_with("14 findings (5 high, 7 medium, 2 low), 18 unknown"), "{last}");
}

fn same_bytes() {
    for format in ["text", "json", "sarif"] {
        let [one, other] = [(); 2].map(|()| byway(&["audit", "--demo", "--all", "--output", format]));
        assert_eq!(one.code, 1);
        assert!(!one.out.is_empty() && one.out.ends_with('\n') && one.out == other.out, "{format} differs");
    }
}

/// `truth.toml` beside the demo's snapshot: what is not listed there must be not-applicable.
fn truth() {
    let truth: toml::Table = include_str!("../../fixtures/demo/truth.toml").parse().unwrap();
    let mut expected = BTreeMap::new();
    for (policy, subjects) in truth["policies"].as_table().unwrap() {
        for (subject, word) in subjects.as_table().unwrap() {
            expected.insert((policy.clone(), subject.clone()), word.as_str().unwrap().to_owned());
        }
    }
    let report = parsed(&byway(&["audit", "--demo", "--all", "--output", "json"]).out);
    for finding in report["findings"].as_array().unwrap() {
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (id, key) = (word(&finding["resource"]["id"]), word(&finding["key"]));
        let id = if finding["resource"]["type"] == "scope" { format!("scope:{id}") } else { id };
        let subject = if key.is_empty() { id } else { format!("{id}/{key}") };
        let at = (word(&finding["policy"]), subject);
        let verdict = match word(&finding["verdict"]).as_str() {
            "fail" => format!("fail:{}", word(&finding["reason"])),
            other => other.to_owned(),
        };
        let wanted = expected.remove(&at).unwrap_or_else(|| "not-applicable".to_owned());
        assert_eq!(verdict, wanted, "{at:?}");
    }
    expected.retain(|_, word| word != "not-applicable");
    assert!(expected.is_empty(), "not judged: {expected:?}");
}

fn json_schema() {
    let schema = parsed(include_str!("../../docs/schemas/json-v1.schema.json"));
    let validator = jsonschema::validator_for(&schema).unwrap();
    for all in [&["--all"][..], &[]] {
        let report = parsed(&byway(&[&["audit", "--demo", "--output", "json"], all].concat()).out);
        let errors: Vec<String> =
            validator.iter_errors(&report).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert_eq!(errors, Vec::<String>::new());
    }
}

fn sarif_schema() -> Result<Completion, Failed> {
    let Some(path) = external::path("schemas/sarif-schema-2.1.0.json") else {
        return Ok(Completion::ignored_with(external::reason()));
    };
    let schema = parsed(&std::fs::read_to_string(path)?);
    let validator = jsonschema::validator_for(&schema)?;
    let log = parsed(&byway(&["audit", "--demo", "--output", "sarif"]).out);
    let errors: Vec<String> =
        validator.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
    if errors.is_empty() { Ok(Completion::Completed) } else { Err(errors.join("\n").into()) }
}
