//! Names, tags, values and messages are written by strangers: none of them changes a page.

#![expect(clippy::unwrap_used, reason = "a page that cannot be read has failed the test")]

use super::sample::{self, documents, draft, not_routed, policies, thing};
use super::sarif::rules;
use super::{pages, test};
use byway::finding::{Document, Evidence, Fix};
use byway::id::Kind;
use byway::report::text::TextOptions;
use byway::report::{Report, evidence};
use byway::snapshot::{Coverage, Gap, Gaps};
use libtest_mimic::Trial;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;

pub fn tests() -> Vec<Trial> {
    vec![
        test("no name, tag, value or message puts a control character into the text", text_has_no_controls),
        test("JSON reads back as the very strings, and shows none that bends a terminal", json_is_equal_when_read),
        test("no name makes a link in SARIF, breaks its rules or moves its lines", sarif_has_our_links_only),
        test("the same report is the same bytes twice", same_bytes),
        test("known tricks with names change nothing", known_tricks),
    ]
}

/// Text a stranger might give a thing: letters, and what bends pages, often.
pub fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<char>().prop_map(String::from),
        "[a-z0-9-]{1,8}",
        prop::sample::select(vec![
            "\u{1b}[31m",
            "\u{1b}]8;;https://evil\u{7}",
            "\r\n",
            "\n",
            "\t",
            "\u{202e}",
            "\u{2066}",
            "\u{200b}",
            "\u{9b}31m",
            "\u{7f}",
            "[a](1)",
            "](2)",
            "[",
            "](",
            "]",
            "(1)",
            "<img src=x>",
            "https://evil.example",
            "`",
            "*",
            "_",
            "|",
            "\\",
            "\"",
            ". ",
            "\u{feff}",
            "\u{e0041}",
            "\u{2028}",
            "{",
            "}",
            "%",
            "//",
            "..",
            "\0",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

/// The sample with `text` wherever a stranger can write.
fn with(text: &str) -> Report {
    let mut draft = draft();
    let mut finding = not_routed(&policies().remove(0), "subnet-0aa11bb22cc33dd44", Some(text));
    finding.message = format!("{text} and then");
    finding.fix = Fix { text: format!("Mend {text}."), commands: vec![format!("aws ec2 {text}")] };
    let group = thing(Kind::SecurityGroup, text);
    draft.documents.insert(group.clone(), Document::new(json!({"GroupId": text, "GroupName": text})));
    finding.evidence.push(Evidence {
        resource: group,
        operation: "ec2:DescribeSecurityGroups".to_owned(),
        pointer: "/GroupName".to_owned(),
        value: json!({text: text}),
        says: text.to_owned(),
    });
    let refused = Coverage {
        code: Some(text.to_owned()),
        message: Some(text.to_owned()),
        ..sample::refused(byway::snapshot::Collection::NetworkInterfaces, text)
    };
    draft.coverage.push(refused.clone());
    for other in &mut draft.findings {
        if !other.gaps.is_empty() {
            let gaps: Gaps = [
                Gap::NotSeen(Box::new(refused.clone())),
                Gap::Unrecognised { field: "State".to_owned(), value: text.to_owned() },
            ]
            .into_iter()
            .collect();
            other.gaps.extend(gaps);
        }
    }
    draft.findings.retain(|other| other.name.as_deref() != Some("app-private-a"));
    draft.findings.push(finding);
    draft.documents.extend(documents(&[("subnet-0aa11bb22cc33dd44", Some(text))]));
    Report::new(draft)
}

/// Runs `check` on reports with random hostile text.
fn for_any(check: fn(&str, &Report)) {
    let mut runner = TestRunner::new(Config { cases: 300, failure_persistence: None, ..Config::default() });
    runner
        .run(&hostile(), |text| {
            check(&text, &with(&text));
            Ok(())
        })
        .unwrap();
}

/// Whether a page shows a character that a name may not bring: an own list, not the program's.
pub fn bends(character: char) -> bool {
    let is_format = matches!(u32::from(character),
        0x00ad | 0x061c | 0x180e | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0xfeff | 0xfff9..=0xfffb
        | 0xe0000..=0xe0fff);
    is_format || (character.is_control() && character != '\n')
}

fn text_has_no_controls() {
    for_any(|_, report| {
        let clean = pages::styled_text(&with("x"), TextOptions { colour: false, all: true });
        let text = pages::styled_text(report, TextOptions { colour: false, all: true });
        assert_eq!(text.chars().find(|character| bends(*character)), None, "{text}");
        // No line begins further left than byway would put it: a name cannot fake a heading.
        let headings = |text: &str| {
            text.lines()
                .filter(|line| !line.starts_with(' ') && !line.is_empty())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(headings(&text), headings(&clean));
        let coloured = pages::styled_text(report, TextOptions { colour: true, all: true });
        let ours = coloured.matches("\u{1b}[").count();
        assert_eq!(coloured.matches('\u{1b}').count(), ours);
    });
}

fn json_is_equal_when_read() {
    for_any(|text, report| {
        let page = pages::as_json(report, true);
        assert_eq!(page.chars().find(|character| bends(*character)), None, "{page}");
        let page = pages::parsed(&page);
        let findings = page["findings"].as_array().unwrap();
        let found = findings.iter().find(|finding| finding["resource"]["name"] == text).unwrap();
        assert_eq!(found["message"], format!("{text} and then"));
        assert_eq!(found["evidence"][4]["value"][text], text);
        assert_eq!(found["fix"]["commands"][0], format!("aws ec2 {text}"));
    });
}

fn sarif_has_our_links_only() {
    for_any(|_, report| {
        let page = pages::as_sarif(report);
        assert_eq!(page.chars().find(|character| bends(*character)), None, "{page}");
        let log = pages::parsed(&page);
        assert_eq!(rules::broken(&log), Vec::<String>::new());
        let run = &log["runs"][0];
        for notification in run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap() {
            let text = notification["message"]["text"].as_str().unwrap();
            assert!(!text.contains("](") && !text.contains("https://e"), "{text}");
        }
        for result in run["results"].as_array().unwrap() {
            let text = result["message"]["text"].as_str().unwrap();
            assert!(!text.contains("https://e") && !text.contains("<i"), "{text}");
            let physical = &result["locations"][0]["physicalLocation"];
            let line = physical["region"]["startLine"].as_u64().unwrap();
            let documents = report.documents.iter();
            let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
            if let Some((_, document)) = documents.into_iter().find(|(resource, _)| resource.path() == uri) {
                let text = evidence::text(document);
                let line = text.lines().nth(usize::try_from(line).unwrap() - 1).unwrap();
                assert!(line.contains(physical["region"]["snippet"]["text"].as_str().unwrap()), "{line}");
            }
        }
    });
}

fn same_bytes() {
    for_any(|text, report| {
        let again = with(text);
        assert_eq!(pages::as_text(report), pages::as_text(&again));
        assert_eq!(pages::as_json(report, true), pages::as_json(&again, true));
        assert_eq!(pages::as_sarif(report), pages::as_sarif(&again));
    });
}

fn known_tricks() {
    let report = with("ok\u{1b}[2K\r\u{1b}[1A\u{202e}drow\u{2066}\u{200b} [Click](https://evil) ![x](1)");
    let text = pages::as_text(&report);
    assert!(
        text.contains("\"ok\\u{1b}[2K\\u{d}\\u{1b}[1A\\u{202e}drow\\u{2066}\\u{200b} [Click](https://evil) ![x](1)\"")
    );
    let sarif = pages::as_sarif(&report);
    assert!(sarif.contains("[Click] (https:// evil) ![x] (1)"));
}
