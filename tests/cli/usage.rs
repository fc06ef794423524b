//! Mistakes in the arguments: one line that names the thing, exit code 2, nothing done.

use super::{Place, byway, test};
use libtest_mimic::Trial;

pub fn tests() -> Vec<Trial> {
    vec![
        test("a mistake in the arguments is one line that names it", one_line),
        test("a mistake in the arguments keeps no control character", harmless),
        test("two reports cannot go to one place", one_place),
        test("a folder that is not there is found before anything is asked", no_folder),
        test("a Region that was not looked in is no Region to narrow to", region),
    ]
}

fn one_line() {
    let cases: &[(&[&str], &[&str])] = &[
        (&["audit", "--demo", "--bogus"], &["--bogus"]),
        (&["audit", "--demo", "--snapshat", "x"], &["--snapshat", "--snapshot"]),
        (&["audti", "--demo"], &["audti", "audit"]),
        (&["audit", "--demo", "--policy", "route-blackhole"], &["`route-blackhole`", "`route-target-blackhole`"]),
        (&["audit", "--demo", "--policy", "foo"], &["`foo`", "byway policies list"]),
        (&["audit", "--demo", "--region", "moon"], &["moon", "eu-west-1"]),
        (&["audit", "--demo", "--region", "global"], &["global"]),
        (&["audit", "--snapshot", "nowhere.json"], &["`nowhere.json`"]),
        (&["audit", "--demo", "--snapshot", "x"], &["--demo", "--snapshot"]),
        (&["audit", "--demo", "--output", "xml"], &["`xml`", "sarif"]),
        (&["audit", "--demo", "--output", "json="], &["json="]),
        (&["audit", "--demo", "--fail-on", "bad"], &["`bad`", "never"]),
        (&["audit", "--demo", "--min-severity", "worst"], &["`worst`", "critical"]),
        (&["audit", "--demo", "--incomplete", "perhaps"], &["perhaps", "strict"]),
        (&["audit", "--demo", "--color", "green"], &["green", "always"]),
        (&["audit", "--demo", "--policies", "nowhere"], &["`nowhere`"]),
        (&["audit", "--demo", "--option", "x"], &["`x`", "POLICY.OPTION=VALUE"]),
        (&["audit", "--demo", "--option", "endpoint-not-available.hours=1"], &["hours", "pending_hours"]),
        (&["audit", "--demo", "--option", "endpoint-not-available.pending_hours=soon"], &["soon", "pending_hours"]),
        (&["audit", "--demo", "more"], &["more"]),
        (&["policies", "show", "endpoint-not-availible"], &["`endpoint-not-available`"]),
        (&["policies", "show"], &["<ID>"]),
        (&["policies", "test", "foo"], &["`foo`"]),
        (&["policies", "test", "--worlds", "nowhere"], &["`nowhere`"]),
    ];
    for (args, words) in cases {
        let ran = byway(args);
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.err);
        ran.refuses(words);
    }
}

fn harmless() {
    for hostile in ["\u{1b}[31mred", "a\rb", "\u{202e}txt"] {
        for args in [
            ["audit", "--demo", "--policy", hostile],
            ["audit", "--demo", "--output", hostile],
            ["audit", "--demo", "--region", hostile],
            ["audit", "--demo", "--option", hostile],
            ["policies", "list", "--policies", hostile],
        ] {
            let ran = byway(&args);
            assert_eq!(ran.code, 2);
            let line = ran.line();
            assert!(!line.chars().any(|letter| letter.is_control() || letter == '\u{202e}'), "{line:?}");
        }
    }
}

fn one_place() {
    byway(&["audit", "--demo", "--output", "json", "--output", "sarif"]).refuses(&["stdout", "FILE"]);
    byway(&["audit", "--demo", "--output", "json", "--output", "text=-"]).refuses(&["stdout"]);
    let place = Place::new();
    let file = place.at("report");
    let ran = byway(&["audit", "--demo", "--output", &format!("json={file}"), "--output", &format!("text={file}")]);
    ran.refuses(&[&file]);
    assert!(!std::path::Path::new(&file).exists());
}

fn no_folder() {
    let place = Place::new();
    let file = place.at("missing/report");
    for args in [["--output", &format!("json={file}")], ["--save-snapshot", &file]] {
        byway(&[&["audit", "--demo"], &args[..]].concat()).refuses(&[&file, "there is no folder"]);
    }
    byway(&["collect", "--demo", "--output", &file]).refuses(&[&file, "there is no folder"]);
}

fn region() {
    byway(&["audit", "--demo", "--region", "eu-west-3"]).refuses(&["`eu-west-3`", "not in the snapshot"]);
    let ran = byway(&["audit", "--demo", "--region", "us-east-1", "--output", "json"]);
    assert_eq!(ran.code, 1);
    let report = super::parsed(&ran.out);
    assert_eq!(report["run"]["regions"], serde_json::json!(["us-east-1"]));
    for finding in report["findings"].as_array().unwrap() {
        assert_ne!(finding["region"], "eu-west-1", "{finding}");
    }
}
