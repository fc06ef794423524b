//! `json-v1`: against its schema, and read with a decoder that shares none of our types.

#![expect(clippy::unwrap_used, reason = "a page that cannot be read has failed the test")]

use super::{pages, sample, test};
use byway::finding::Severity;
use byway::report::Report;
use libtest_mimic::Trial;
use serde_json::{Value, json};

pub fn tests() -> Vec<Trial> {
    vec![
        test("the JSON report is as its schema says", follows_schema),
        test("the schema refuses a finding without its evidence", schema_can_fail),
        test("the JSON report lists what failed and what is unknown, with all the rest too", lists),
        test("a finding in JSON has the members of the contract", members),
        test("min-severity hides in JSON what it hides elsewhere", hides),
    ]
}

fn schema() -> jsonschema::Validator {
    let schema = pages::parsed(include_str!("../../docs/schemas/json-v1.schema.json"));
    assert!(jsonschema::meta::is_valid(&schema));
    jsonschema::validator_for(&schema).unwrap()
}

fn errors(value: &Value) -> Vec<String> {
    schema().iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn follows_schema() {
    for all in [false, true] {
        assert_eq!(errors(&pages::parsed(&pages::as_json(&sample::report(), all))), Vec::<String>::new());
    }
    let mut empty = sample::draft();
    empty.findings.clear();
    empty.policies.clear();
    empty.narrowing.min_severity = Some(Severity::High);
    assert_eq!(errors(&pages::parsed(&pages::as_json(&Report::new(empty), false))), Vec::<String>::new());
}

fn schema_can_fail() {
    let mut page = pages::parsed(&pages::as_json(&sample::report(), false));
    page["findings"][0]["evidence"] = json!([]);
    page["coverage"][0]["outcome"] = json!("fine");
    assert_eq!(errors(&page).len(), 2);
}

fn lists() {
    let verdicts = |all| -> Vec<String> {
        let page = pages::parsed(&pages::as_json(&sample::report(), all));
        let findings = page["findings"].as_array().unwrap();
        findings.iter().map(|finding| finding["verdict"].as_str().unwrap().to_owned()).collect()
    };
    assert!(verdicts(false).iter().all(|verdict| verdict == "fail" || verdict == "unknown"));
    assert_eq!(verdicts(false).len(), 6);
    assert_eq!(verdicts(true).len(), 8);
}

fn members() {
    let page = pages::parsed(&pages::as_json(&sample::report(), false));
    assert_eq!(page["schema_version"], "byway/json-v1");
    assert_eq!(page["run"]["taken_at"], "2026-11-24T10:00:00Z");
    assert_eq!(page["run"]["regions"], json!(["eu-west-1", "us-east-1"]));
    let found =
        page["findings"].as_array().unwrap().iter().find(|finding| finding["resource"]["name"] == "app-private-a");
    let found = found.unwrap();
    assert_eq!(
        found["resource"],
        json!({
            "id": "subnet-0aa11bb22cc33dd44",
            "type": "subnet",
            "arn": "arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-0aa11bb22cc33dd44",
            "owner": "111122223333",
            "name": "app-private-a",
        })
    );
    assert_eq!(found["policy"], "gateway-endpoint-subnet-not-routed");
    assert_eq!(found["key"], "s3/ipv4");
    assert_eq!(found["reason"], "public-path");
    assert_eq!(found["evidence"][2]["pointer"], "/Routes/1/NatGatewayId");
    assert_eq!(found["evidence"][2]["value"], "nat-0a11b22c33d44e55f");
    assert_eq!(found["waiver"], Value::Null);
    let blind = page["findings"].as_array().unwrap().iter().find(|finding| finding["resource"]["type"] == "scope");
    let gap = &blind.unwrap()["gaps"][0];
    assert_eq!(gap["kind"], "not-seen");
    assert_eq!(gap["operation"], "ec2:DescribeSecurityGroups");
    assert_eq!(gap["outcome"], "refused");
    assert_eq!(gap["permission"], "ec2:DescribeSecurityGroups");
    assert_eq!(
        page["summary"]["policies"]["gateway-endpoint-subnet-not-routed"],
        json!({"fail": 2, "unknown": 0, "pass": 1, "not_applicable": 1, "waived": 0})
    );
}

fn hides() {
    let mut draft = sample::draft();
    draft.narrowing.min_severity = Some(Severity::High);
    let report = Report::new(draft);
    let page = pages::parsed(&pages::as_json(&report, false));
    assert!(page["findings"].as_array().unwrap().iter().all(|finding| finding["severity"] == "high"));
    assert_eq!(page["summary"]["hidden"], 3);
    let text = pages::as_text(&report);
    assert!(!text.contains("subnet-0aa11bb22cc33dd44") && text.contains("3 hidden"));
    assert!(!pages::as_sarif(&report).contains("subnet-0aa11bb22cc33dd44"));
}
