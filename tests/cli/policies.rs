//! `policies list`, `show` and `test`, and policies of the user's own.

use super::{Place, byway, parsed, test, world};
use libtest_mimic::Trial;

pub fn tests() -> Vec<Trial> {
    vec![
        test("policies list names every policy on a line of its own, in columns", list),
        test("policies show prints the policy's own file", show),
        test("policies test runs the cases of all policies, or of those named", cases),
        test("a policy of the user's own is judged beside the bundled ones", own),
        test("a broken policy of the user's own is shown with file, line and column", broken),
        test("a case that does not hold fails the test of the policy", wrong_case),
        test("an option changes the verdict", option),
    ]
}

/// A policy that every VPC fails.
pub const OWN: &str = r#"id = "vpc-is-there"
title = "There is a VPC"
severity = "low"
confidence = "certain"
since = "0.1.0"
why = "For the test."
fix = "Leave `{vpc.id}` alone."
see = []

[walk]
each = "vpc"
when = 'true'

[[fail]]
if = 'vpc.id != ""'
reason = "there"
say = "{vpc.id} is there"
show = ["vpc.id"]

[[case]]
world = "isolated"
[case.expect]
"vpc-lab" = "fail:there"
"vpc-hub" = "fail:there"
"vpc-bare" = "fail:there"
"#;

fn list() {
    let ran = byway(&["policies", "list"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let rows = parsed(&byway(&["policies", "list", "--json"]).out);
    let rows = rows.as_array().unwrap();
    assert_eq!(ran.out.lines().count(), rows.len());
    assert!(rows.len() >= 11);
    let mut columns = std::collections::BTreeSet::new();
    for (line, row) in ran.out.lines().zip(rows) {
        let (id, severity, title) =
            (row["id"].as_str().unwrap(), row["severity"].as_str().unwrap(), row["title"].as_str().unwrap());
        assert!(line.starts_with(&format!("{id} ")) && line.contains(severity) && line.ends_with(title), "{line}");
        columns.insert(line.find(title).unwrap());
    }
    assert_eq!(columns.len(), 1, "titles begin in one column:\n{}", ran.out);
}

fn show() {
    for row in parsed(&byway(&["policies", "list", "--json"]).out).as_array().unwrap() {
        let (id, family) = (row["id"].as_str().unwrap(), row["family"].as_str().unwrap());
        let ran = byway(&["policies", "show", id]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        let file = format!("{}/policies/{family}/{id}.toml", env!("CARGO_MANIFEST_DIR"));
        assert_eq!(ran.out, super::read(&file));
    }
}

fn cases() {
    let ran = byway(&["policies", "test"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(ran.out.lines().last().unwrap().ends_with(" 0 failures"), "{}", ran.out);
    let ran = byway(&["policies", "test", "route-target-blackhole", "endpoint-not-available"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.lines().last().unwrap().starts_with("2 policies, "), "{}", ran.out);
    assert_eq!(byway(&["policies", "test", "--quiet"]).out.lines().count(), 1);
}

fn own() {
    let place = Place::new();
    place.write("p/vpc-is-there.toml", OWN);
    let own = place.at("p");
    let snapshot = world("isolated");
    let ran = byway(&["audit", "--snapshot", &snapshot, "--policies", &own]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    assert!(ran.out.contains("There is a VPC") && ran.out.contains("vpc-is-there"), "{}", ran.out);
    assert!(byway(&["policies", "list", "--policies", &own]).out.contains("vpc-is-there"));
    assert_eq!(byway(&["policies", "show", "vpc-is-there", "--policies", &own]).out, OWN);
    let alone = byway(&["audit", "--snapshot", &snapshot, "--policies", &own, "--policy", "vpc-is-there"]);
    assert!(alone.out.contains("not run, not among the policies asked for with --policy"), "{}", alone.out);
    let log = byway(&["audit", "--snapshot", &snapshot, "--policies", &own, "--policy", "vpc-is-there", "-o", "sarif"]);
    let log = parsed(&log.out);
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    assert!(rules.iter().any(|rule| rule["id"] == "vpc-is-there"));
    let id = log["runs"][0]["automationDetails"]["id"].as_str().unwrap();
    assert!(id.contains("/narrowed-"), "{id}");
}

fn broken() {
    let place = Place::new();
    place.write("p/vpc-is-there.toml", OWN.replace("vpc.id != \"\"", "vpc.idd != \"\""));
    let own = place.at("p");
    for args in [&["audit", "--demo"][..], &["policies", "test"], &["policies", "list"]] {
        let ran = byway(&[args, &["--policies", &own]].concat());
        ran.refuses(&["vpc-is-there.toml:15:", "`idd`", "`id`"]);
        let (_, place) = ran.err.split_once("vpc-is-there.toml:15:").unwrap();
        let column = place.split(|letter: char| !letter.is_ascii_digit()).next().unwrap();
        assert!(column.parse::<usize>().unwrap() > 1, "{}", ran.err);
    }
    let id = "endpoint-not-available";
    place.write(&format!("q/{id}.toml"), OWN.replace("vpc-is-there", id));
    byway(&["audit", "--demo", "--policies", &place.at("q")]).refuses(&[id, "taken"]);
    std::fs::create_dir(place.at("none")).unwrap();
    byway(&["audit", "--demo", "--policies", &place.at("none")]).refuses(&[&place.at("none")]);
}

fn wrong_case() {
    let place = Place::new();
    place.write("p/vpc-is-there.toml", OWN);
    let ran = byway(&["policies", "test", "vpc-is-there", "--policies", &place.at("p")]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    place.write("p/vpc-is-there.toml", OWN.replace("\"fail:there\"", "\"pass\""));
    let ran = byway(&["policies", "test", "vpc-is-there", "--policies", &place.at("p")]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    assert!(ran.out.contains("FAILED") && ran.out.contains("vpc-lab") && ran.out.contains("isolated"), "{}", ran.out);
    place.write("p/vpc-is-there.toml", OWN.replace("\"isolated\"", "\"mine\""));
    let ran = byway(&["policies", "test", "vpc-is-there", "--policies", &place.at("p")]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("`mine`") && ran.out.contains("--worlds"), "{}", ran.out);
    place.write("w/mine/snapshot.json", super::read(&world("isolated")));
    let ran = byway(&["policies", "test", "vpc-is-there", "--policies", &place.at("p"), "--worlds", &place.at("w")]);
    assert_eq!(ran.code, 0, "{}", ran.out);
}

fn option() {
    let policy = "endpoint-not-available";
    let fails = |hours: &str| {
        let setting = format!("{policy}.pending_hours={hours}");
        let snapshot = world("endpoint-states");
        let ran = byway(&["audit", "--snapshot", &snapshot, "--policy", policy, "--option", &setting, "-o", "json"]);
        parsed(&ran.out)["summary"]["policies"][policy]["fail"].as_u64().unwrap()
    };
    assert!(fails("100000") < fails("24"));
    assert!(fails("24") <= fails("0"));
}
