//! Every exit code by a real run, and what moves it.

use super::{Place, byway, parsed, test, world};
use byway::finding::Severity;
use libtest_mimic::Trial;

pub fn tests() -> Vec<Trial> {
    vec![
        test("each exit code is that of a run of its kind", codes),
        test("a snapshot in which nothing was answered is fatal, whatever else is asked", nothing_answered),
        test("--fail-on moves the exit code and not the report", fail_on),
        test("--fail-on-review lets what a person must look at fail the run", fail_on_review),
        test("--incomplete says what counts as incomplete", incomplete),
        test("--min-severity hides after the exit code, and alike in every format", min_severity),
    ]
}

fn code(args: &[&str]) -> i32 {
    byway(&[&["audit"], args].concat()).code
}

fn codes() {
    assert_eq!(code(&["--snapshot", &world("endpoint-everywhere")]), 0);
    assert_eq!(code(&["--demo"]), 1);
    assert_eq!(code(&["--demo", "--policy", "no-such-policy"]), 2);
    assert_eq!(code(&["--snapshot", &world("refused-groups")]), 3);
    assert_eq!(code(&["--snapshot", &world("refused-endpoints")]), 4);
}

fn nothing_answered() {
    let place = Place::new();
    let mut snapshot = parsed(&super::read(&world("refused-region")));
    for record in snapshot["coverage"].as_array_mut().unwrap() {
        record["outcome"] = "refused".into();
    }
    snapshot["accounts"]["111122223333"] = serde_json::json!({"partition": "aws"});
    let path = place.write("dark.json", snapshot.to_string());
    for more in [&[][..], &["--incomplete", "ok"], &["--fail-on", "never"]] {
        let ran = byway(&[&["audit", "--snapshot", &path], more].concat());
        assert_eq!(ran.code, 5, "{more:?}");
        assert!(ran.line().contains("nothing was answered"), "{}", ran.err);
        assert!(ran.out.contains("nothing at all was answered of account 111122223333"), "{}", ran.out);
    }
    let ran = byway(&["collect", "--snapshot", &path]);
    assert_eq!(ran.code, 5);
    assert!(ran.line().contains("nothing was answered"));
    // No file at all: an empty one would close every alert of the account.
    let sarif = place.at("dark.sarif");
    let ran = byway(&["audit", "--snapshot", &path, "--output", &format!("sarif={sarif}")]);
    assert_eq!(ran.code, 5);
    assert!(!std::path::Path::new(&sarif).exists());
}

fn fail_on() {
    let whole = byway(&["audit", "--demo"]).out;
    let counts = whole.lines().last().unwrap();
    for (severity, wanted) in [("info", 1), ("low", 1), ("medium", 1), ("high", 1), ("critical", 0), ("never", 0)] {
        let ran = byway(&["audit", "--demo", "--fail-on", severity]);
        assert_eq!((ran.code, ran.err.as_str()), (wanted, ""), "--fail-on {severity}");
        assert_eq!(ran.out.lines().last(), Some(counts), "--fail-on {severity}");
    }
    assert_eq!(code(&["--snapshot", &world("not-offered"), "--fail-on", "medium"]), 0, "its one finding is low");
    assert_eq!(code(&["--snapshot", &world("refused-endpoints"), "--fail-on", "never"]), 3);
}

fn fail_on_review() {
    let place = Place::new();
    let policy = super::policies::OWN.replace("\"certain\"", "\"review\"");
    place.write("p/vpc-is-there.toml", policy);
    let own = place.at("p");
    let args = ["--demo", "--policies", &own, "--policy", "vpc-is-there"];
    assert_eq!(code(&args), 0);
    assert_eq!(code(&[&args[..], &["--fail-on-review"]].concat()), 1);
    assert_eq!(code(&[&args[..], &["--fail-on-review", "--fail-on", "never"]].concat()), 0);
}

fn incomplete() {
    // A participant of a shared VPC is not red for ever.
    for (name, [default, strict, ok]) in [
        ("refused-groups", [3, 3, 0]),
        ("shared-vpc", [1, 4, 1]),
        ("isolated", [0, 0, 0]),
        ("partial-groups", [4, 4, 1]),
    ] {
        let snapshot = world(name);
        let of = |mode| code(&["--snapshot", &snapshot, "--incomplete", mode]);
        assert_eq!([of("default"), of("strict"), of("ok")], [default, strict, ok], "{name}");
    }
}

fn min_severity() {
    let all = parsed(&byway(&["audit", "--demo", "--output", "json"]).out);
    let ids = |report: &serde_json::Value, mildest: Severity| -> Vec<String> {
        let shown = report["findings"].as_array().unwrap().iter().filter(|finding| {
            finding["severity"].as_str().unwrap().parse::<Severity>().unwrap() >= mildest
                && finding["verdict"] == "fail"
        });
        shown.map(|finding| finding["resource"]["id"].as_str().unwrap().to_owned()).collect()
    };
    for mildest in [Severity::Medium, Severity::High, Severity::Critical] {
        let run = |format| byway(&["audit", "--demo", "--min-severity", mildest.as_str(), "--output", format]);
        let [text, json, sarif] = ["text", "json", "sarif"].map(run);
        assert_eq!([text.code, json.code, sarif.code], [1, 1, 1], "hidden findings fail the run all the same");
        let (report, log) = (parsed(&json.out), parsed(&sarif.out));
        let shown = ids(&report, Severity::Info);
        assert_eq!(shown, ids(&all, mildest));
        let results = log["runs"][0]["results"].as_array().unwrap();
        assert_eq!(results.len(), shown.len(), "{mildest}");
        let in_text =
            text.out.lines().filter(|line| line.starts_with("  ") && line.ends_with("111122223333/eu-west-1"));
        let in_json = report["findings"].as_array().unwrap().iter();
        let in_json = in_json.filter(|finding| finding["verdict"] == "fail" && finding["region"] == "eu-west-1");
        assert_eq!(in_text.count(), in_json.count(), "{mildest}");
        let hidden = report["summary"]["hidden"].as_u64().unwrap();
        assert!(text.out.contains(&format!("({hidden} hidden)")), "{}", text.out);
    }
}
