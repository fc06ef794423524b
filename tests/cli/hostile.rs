//! Strangers write names, tags, messages and, in a file, even ids: none of them changes what a terminal, a shell or a
//! viewer does.

use super::{Place, byway, parsed, test};
use libtest_mimic::Trial;
use serde_json::{Value, json};

pub fn tests() -> Vec<Trial> {
    vec![
        test("hostile names, ids and messages put nothing into the text that bends a terminal", text),
        test("hostile names and ids are in no command", commands),
        test("JSON and SARIF read back as the very strings", same_strings),
        test("hostile words where an account, a Region or a time should be are refused in one harmless line", refused),
    ]
}

/// A tag's value, or an error's message.
pub(super) const WORDS: &str = "\u{1b}[31mred\u{1b}]8;;https://evil.example\u{7}\r\nHIGH\n\u{202e}txt.\u{2066}\u{200b} [x](https://evil.example) \
                     <img src=x> \"'`$(touch pwned)` ; rm -rf / | & \u{9b}2J \u{0}";

/// A VPC's id, as a file edited by hand may hold it.
const ID: &str = "vpc-$(touch pwned)`id`\u{1b}[2J\"; rm -rf /;\n\u{202e}../../x";

fn quoted(text: &str) -> String {
    let text = Value::from(text).to_string();
    text[1..text.len() - 1].to_owned()
}

/// The demo with hostile words wherever strangers write.
pub(super) fn snapshot() -> String {
    let demo = include_str!("../../fixtures/demo/snapshot.json");
    let (sandbox, prod) = ("vpc-0c0fe99a6ccca436a", "com.amazonaws.eu-west-1.sqs");
    assert!(demo.contains(sandbox) && demo.contains(prod));
    let demo = demo.replace(sandbox, &quoted(ID)).replace(&format!("\"{prod}\""), &format!("\"{}\"", quoted(WORDS)));
    let mut snapshot = parsed(&demo);
    for record in snapshot["coverage"].as_array_mut().unwrap() {
        if record["collection"] == "security-groups" && record["region"] == "us-east-1" {
            record["outcome"] = "refused".into();
            record["items"] = 0.into();
            record["code"] = WORDS.into();
            record["message"] = WORDS.into();
            record["permission"] = WORDS.into();
        }
    }
    snapshot["accounts"]["111122223333"]["regions"]["us-east-1"]["security_groups"] = json!([]);
    rename(&mut snapshot);
    snapshot.to_string()
}

fn rename(value: &mut Value) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(rename),
        Value::Object(members) => {
            if members.get("Key").is_some_and(|key| key == "Name") {
                members.insert("Value".to_owned(), WORDS.into());
            }
            for name in ["GroupName", "Description", "Message"] {
                if members.get(name).is_some_and(Value::is_string) {
                    members.insert(name.to_owned(), WORDS.into());
                }
            }
            members.values_mut().for_each(rename);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn audit(format: &str) -> String {
    let place = Place::new();
    let path = place.write("s.json", snapshot());
    let ran = byway(&["audit", "--all", "--snapshot", &path, "--output", format]);
    assert_eq!((ran.code, ran.err.as_str()), (4, ""), "{}", ran.out);
    ran.out
}

/// Whether a page shows a character that a name may not bring: an own list, not the program's.
pub(super) fn bends(character: char) -> bool {
    let is_format =
        matches!(u32::from(character), 0x00ad | 0x061c | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0xfeff);
    is_format || (character.is_control() && character != '\n')
}

fn text() {
    let page = audit("text");
    assert_eq!(page.chars().find(|character| bends(*character)), None);
    assert!(page.contains("\\u{1b}[31mred"), "what was hostile stays to be seen");
    for heading in ["HIGH", "MEDIUM", "LOW", "UNKNOWN", "COVERAGE", "SUMMARY"] {
        assert_eq!(page.lines().filter(|line| *line == heading).count(), 1, "{heading}");
    }
    let place = Place::new();
    let path = place.write("s.json", snapshot());
    let coloured = byway(&["audit", "--snapshot", &path, "--color", "always"]).out;
    for escape in coloured.split('\u{1b}').skip(1) {
        let (inside, _) = escape.split_once('m').unwrap();
        let is_colour = inside
            .strip_prefix('[')
            .is_some_and(|code| code.chars().all(|letter| letter.is_ascii_digit() || letter == ';'));
        assert!(is_colour, "{inside:?}");
    }
}

fn is_safe(command: &str) -> bool {
    command.starts_with("aws ")
        && command.chars().all(|letter| letter.is_ascii_alphanumeric() || " -_./:=,*".contains(letter))
}

fn commands() {
    let report = parsed(&audit("json"));
    let mut seen = 0;
    for finding in report["findings"].as_array().unwrap() {
        for command in finding["fix"]["commands"].as_array().unwrap() {
            let command = command.as_str().unwrap();
            assert!(is_safe(command) && !command.contains("pwned"), "{command}");
            seen += 1;
        }
    }
    assert!(seen > 5, "only {seen} commands");
    let page = audit("text");
    for line in page.lines().map(str::trim_start) {
        if let Some(command) = line.strip_prefix("run ") {
            assert!(is_safe(command.trim_start()), "{line}");
        }
    }
    // What is left out is left out for the thing with the hostile id alone.
    let of_id = |report: &Value| {
        let findings = report["findings"].as_array().unwrap().clone();
        findings.into_iter().filter(|finding| finding["resource"]["id"] == ID && finding["verdict"] == "fail").count()
    };
    assert_eq!(of_id(&report), 2, "the sandbox lacks both endpoints");
}

fn same_strings() {
    let page = audit("json");
    assert_eq!(page.chars().find(|character| bends(*character)), None);
    let report = parsed(&page);
    let findings = report["findings"].as_array().unwrap();
    assert!(findings.iter().any(|finding| finding["resource"]["id"] == ID && finding["resource"]["name"] == WORDS));
    let coverage = report["coverage"].as_array().unwrap();
    assert!(coverage.iter().any(|record| record["code"] == WORDS && record["message"] == WORDS));
    let page = audit("sarif");
    assert_eq!(page.chars().find(|character| bends(*character)), None);
    let log = parsed(&page);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let fingerprints = |verdict: &str| -> Vec<&str> {
        let of = findings.iter().filter(|finding| finding["verdict"] == verdict);
        of.map(|finding| finding["fingerprint"].as_str().unwrap()).collect()
    };
    let failed = fingerprints("fail");
    for fingerprint in &failed {
        assert!(
            results.iter().any(|result| result["fingerprints"]["bywayFindingId/v1"] == *fingerprint),
            "{fingerprint}"
        );
    }
    for result in results {
        let text = result["message"]["text"].as_str().unwrap();
        assert!(!text.contains("](https") && !text.contains("<img") && !text.contains("https://evil"), "{text}");
        for location in result["locations"].as_array().unwrap() {
            let path = location["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
            let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "._-%/".contains(letter);
            assert!(path.chars().all(is_plain) && !path.split('/').any(|segment| segment == ".."), "{path}");
        }
    }
    let names = log["runs"][0]["logicalLocations"].to_string();
    assert!(names.contains(&quoted(ID)), "{names}");
}

fn refused() {
    let demo = include_str!("../../fixtures/demo/snapshot.json");
    let place = Place::new();
    for from in ["\"111122223333\"", "\"eu-west-1\"", "\"2026-11-01T06:00:00Z\"", "\"answered\"", "byway/snapshot-v1"] {
        let hostile = if from.starts_with('"') { format!("\"{}\"", quoted(WORDS)) } else { quoted(WORDS) };
        let path = place.write("s.json", demo.replace(from, &hostile));
        let ran = byway(&["audit", "--snapshot", &path]);
        assert_eq!(ran.code, 2, "{from}");
        let line = ran.line();
        assert_eq!(line.chars().find(|character| bends(*character)), None, "{line}");
    }
}
