//! `byway plan` and `byway permissions`: what is said before anything is asked.

use super::{Place, byway, parsed, read, test, world};
use libtest_mimic::Trial;
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub fn tests() -> Vec<Trial> {
    vec![
        test("plan tells the calls of an account from its snapshot, and what bounds their time", of_a_snapshot),
        test("plan tells what is certain of an account of which nothing is known", of_any_account),
        test("plan and preflight are JSON of their documented form", of_documented_form),
        test("plan asks for no more than the selected policies need", of_one_policy),
        test("plan has the calls of metrics only with --with metrics", metrics),
        test("permissions prints a policy document that only reads, and nothing else", permissions),
        test("permissions for the organization adds the listing of its accounts", organization),
        test("README shows the policy document that permissions prints", readme),
        test("plan and permissions refuse what they cannot write", refused),
    ]
}

fn plan(args: &[&str]) -> Value {
    let ran = byway(&[&["plan", "--output", "json"], args].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    parsed(&ran.out)
}

fn operations(plan: &Value) -> BTreeSet<&str> {
    let list = plan["operations"].as_array().expect("operations");
    list.iter().map(|one| one["operation"].as_str().expect("a name")).collect()
}

fn operation<'p>(plan: &'p Value, name: &str) -> &'p Value {
    let list = plan["operations"].as_array().expect("operations");
    list.iter().find(|one| one["operation"] == name).unwrap_or_else(|| panic!("{name} is not in the plan"))
}

fn of_a_snapshot() {
    let ran = byway(&["plan", "--demo"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let told = plan(&["--demo"]);
    let total: u64 =
        told["operations"].as_array().expect("a list").iter().map(|one| one["calls"].as_u64().expect("a number")).sum();
    assert_eq!(told["calls"], total);
    assert!(ran.sentences().contains(&format!("{total} calls")), "{}", ran.out);
    assert!(ran.sentences().contains("no faster than 0.2 s at a round trip of 80 ms: 3 calls"), "{}", ran.out);
    assert_eq!(told["bound"]["least_ms"], 240);
    assert_eq!(told["at_least"], false);
    assert_eq!(told["regions"], json!(["eu-west-1", "us-east-1"]));
    for name in operations(&told) {
        assert!(ran.out.contains(name), "{name} is not in:\n{}", ran.out);
    }
    // Six VPCs of the account's own, in two Regions and one allowance.
    let zones = operation(&told, "route53:ListHostedZonesByVPC");
    assert_eq!((&zones["calls"], &zones["places"][0]["region"]), (&json!(6), &json!("global")));
    let slow = byway(&["plan", "--demo", "--round-trip", "1000"]);
    assert!(slow.sentences().contains("no faster than 3.0 s at a round trip of 1000 ms"), "{}", slow.out);
    let narrow = plan(&["--demo", "--region", "us-east-1"]);
    assert_eq!(narrow["regions"], json!(["us-east-1"]));
    assert!(narrow["calls"].as_u64() < told["calls"].as_u64());
}

fn of_any_account() {
    let any = plan(&[]);
    assert_eq!((&any["basis"], &any["at_least"]), (&Value::Null, &json!(true)));
    let groups = operation(&any, "ec2:DescribeSecurityGroups");
    assert_eq!(
        groups["places"],
        json!([{"account": null, "region": null, "questions": 1, "calls": 1, "at_least": true}])
    );
    assert_eq!(operation(&any, "route53:ListHostedZonesByVPC")["calls"], 0);
    let text = byway(&["plan"]).sentences();
    assert!(text.contains("1+ a Region ec2:DescribeSecurityGroups once a Region"), "{text}");
    let two = plan(&["--region", "eu-west-1", "--region", "eu-west-2"]);
    assert_eq!(operation(&two, "ec2:DescribeSecurityGroups")["calls"], 2);
}

fn of_documented_form() {
    let schema = parsed(include_str!("../../docs/schemas/plan-v1.schema.json"));
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    let of_world = world("shared-vpc");
    for args in [
        &[][..],
        &["--demo"],
        &["--demo", "--for", "collect", "--with", "metrics"],
        &["--snapshot", &of_world, "--round-trip", "0"],
        &["--for", "organization", "--region", "eu-west-1"],
    ] {
        let told = plan(args);
        let faults: Vec<String> =
            schema.iter_errors(&told).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(faults.is_empty(), "{args:?}: {faults:?}");
    }
    let preflight = parsed(include_str!("../../docs/schemas/preflight-v1.schema.json"));
    jsonschema::validator_for(&preflight).expect("a schema");
}

fn of_one_policy() {
    let told = plan(&["--demo", "--policy", "endpoint-not-available"]);
    let expected = ["ec2:DescribeRegions", "ec2:DescribeVpcEndpoints"];
    assert_eq!(operations(&told), BTreeSet::from(expected));
    assert_eq!(told["policies"], json!(["endpoint-not-available"]));
    let left = told["not_selected"].as_array().expect("a list");
    assert!(!left.is_empty() && left.iter().all(|one| one["why"] == "not among the policies asked for with --policy"));
    for one in told["operations"].as_array().expect("a list") {
        assert_eq!(one["needed_by"], json!(["endpoint-not-available"]), "{one}");
    }
    byway(&["plan", "--policy", "endpoint-not-availabel"]).refuses(&["did you mean `endpoint-not-available`?"]);
}

fn metrics() {
    let name = "cloudwatch:GetMetricData";
    for run in ["audit", "collect"] {
        assert!(!operations(&plan(&["--demo", "--for", run])).contains(name));
        assert!(operations(&plan(&["--demo", "--for", run, "--with", "metrics"])).contains(name));
    }
    assert!(byway(&["permissions", "--with", "metrics"]).out.contains(name));
    byway(&["plan", "--with", "metrix"]).refuses(&["--with", "metrics"]);
}

fn document(args: &[&str]) -> Value {
    let ran = byway(&[&["permissions"], args].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    parsed(&ran.out)
}

fn actions(document: &Value) -> Vec<&str> {
    let list = document["Statement"][0]["Action"].as_array().expect("actions");
    list.iter().map(|action| action.as_str().expect("a word")).collect()
}

fn permissions() {
    for args in [&[][..], &["--for", "collect", "--with", "metrics"], &["--output", "json"]] {
        let document = document(args);
        assert_eq!(document["Version"], "2012-10-17");
        assert_eq!(document["Statement"].as_array().expect("a list").len(), 1);
        assert_eq!(
            (&document["Statement"][0]["Effect"], &document["Statement"][0]["Resource"]),
            (&json!("Allow"), &json!("*"))
        );
        let actions = actions(&document);
        assert!(actions.is_sorted() && actions.contains(&"ec2:DescribeRegions"), "{actions:?}");
        for action in actions {
            let (service, name) = action.split_once(':').expect("a service");
            assert!(service.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()), "{action}");
            assert!(["Describe", "Get", "List", "Search"].iter().any(|verb| name.starts_with(verb)), "{action}");
        }
    }
    let one = document(&["--policy", "endpoint-not-available"]);
    assert_eq!(actions(&one), ["ec2:DescribeRegions", "ec2:DescribeVpcEndpoints"]);
    let place = Place::new();
    let file = place.at("policy.json");
    let ran = byway(&["permissions", "--output", &format!("json={file}")]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert_eq!(parsed(&read(&file)), document(&[]));
}

fn organization() {
    let (audit, organization) = (document(&[]), document(&["--for", "organization"]));
    let more: Vec<&str> =
        actions(&organization).into_iter().filter(|action| !actions(&audit).contains(action)).collect();
    assert_eq!(more, ["organizations:ListAccounts"]);
}

fn readme() {
    let readme = include_str!("../../README.md");
    let (_, after) = readme.split_once("```json\n").expect("README shows the document");
    let (shown, _) = after.split_once("```").expect("it ends");
    assert_eq!(parsed(shown), document(&[]));
}

fn refused() {
    byway(&["plan", "--output", "sarif"]).refuses(&["no SARIF", "--output json"]);
    byway(&["permissions", "--output", "text"]).refuses(&["JSON"]);
    byway(&["plan", "--output", "text", "--output", "json"]).refuses(&["stdout"]);
    byway(&["plan", "--demo", "--region", "eu-north-1"]).refuses(&["`eu-north-1` is not in the snapshot"]);
    byway(&["plan", "--snapshot", "nowhere.json"]).refuses(&["nowhere.json"]);
}
