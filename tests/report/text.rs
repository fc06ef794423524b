//! The text, as a person reads it.

use super::{pages, sample, test};
use byway::report::Report;
use byway::report::text::TextOptions;
use libtest_mimic::Trial;

pub fn tests() -> Vec<Trial> {
    vec![
        test("the text of the sample is the page that was looked at", golden),
        test("colour changes no word and no line", colour_is_only_colour),
        test("lines are no wider than a hundred columns, but for commands", width),
        test("one refused call is one entry, with what it blinds", refusal_is_one_entry),
        test("a run that saw nothing wrong but not everything does not look clean", not_clean),
        test("what passed is listed on request only", all_lists_passed),
    ]
}

fn golden() {
    let text = pages::as_text(&sample::report()).replacen(env!("CARGO_PKG_VERSION"), "VERSION", 1);
    if std::env::var_os("BYWAY_BLESS").is_some() {
        let written = std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/report/sample.txt"), &text);
        assert!(written.is_ok(), "{written:?}");
        return;
    }
    assert!(text == include_str!("sample.txt"), "BYWAY_BLESS=1 writes it anew; look at it\n{text}");
}

/// The text without SGR sequences.
fn stripped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        out.push_str(before);
        rest = after.split_once('m').map_or("", |(_, rest)| rest);
    }
    out + rest
}

fn colour_is_only_colour() {
    let coloured = pages::styled_text(&sample::report(), TextOptions { colour: true, all: false });
    assert!(coloured.contains("\u{1b}["));
    assert_eq!(stripped(&coloured), pages::as_text(&sample::report()));
}

fn width() {
    for line in pages::styled_text(&sample::report(), TextOptions { colour: false, all: true }).lines() {
        let is_copied = line.trim_start().starts_with("run ");
        assert!(is_copied || line.chars().count() <= 100, "{line}");
        assert_eq!(line.trim_end(), line);
    }
}

fn refusal_is_one_entry() {
    let text = pages::as_text(&sample::report());
    let calls = text.lines().filter(|line| line.contains("ec2:GetManagedPrefixListEntries in ")).count();
    assert_eq!(calls, 1, "{text}");
    assert!(text.contains("needs    ec2:GetManagedPrefixListEntries"));
    assert!(text.contains("for      pl-0123456789abcdef0, pl-0fedcba9876543210"));
}

fn not_clean() {
    let mut draft = sample::draft();
    draft.findings.retain(|finding| finding.verdict == byway::finding::Verdict::Unknown);
    let text = pages::as_text(&Report::new(draft));
    assert!(
        text.ends_with(
            "No findings, 2 unknown, 0 passed. The run is incomplete: what was not seen may be wrong too.\n"
        )
    );
}

fn all_lists_passed() {
    assert!(!pages::as_text(&sample::report()).contains("subnet-0cc33dd44ee55ff66"));
    let all = pages::styled_text(&sample::report(), TextOptions { colour: false, all: true });
    assert!(all.contains("PASSED") && all.contains("subnet-0cc33dd44ee55ff66 s3/ipv4"));
}
