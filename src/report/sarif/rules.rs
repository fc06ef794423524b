//! Policies as rules.

use super::log::{Configuration, Help, Message, Rule, RuleProperties};
use crate::finding::{Confidence, Severity};
use crate::policy::Words;
use crate::report::plain;

/// The rule of what was not seen.
pub const COVERAGE_GAP: &str = "coverage-gap";

/// AWS's page on refusals.
const ACCESS_DENIED: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html";

/// Families whose findings are security alerts; the others' are problems. A folder that is new is no security family
/// until it stands here.
const SECURITY: [&str; 6] =
    ["dns", "endpoint-services", "policy-documents", "prefix-lists", "routing", "security-groups"];

/// GitHub keeps ten tags.
const MOST_TAGS: usize = 10;

/// GitHub's limit of a description.
const LONGEST_DESCRIPTION: usize = 1000;

/// The level of a severity.
pub fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "note",
    }
}

/// A policy as a rule.
pub fn rule(words: &Words) -> Rule {
    let security = SECURITY.contains(&words.family.as_str());
    Rule {
        id: words.id.clone(),
        name: pascal(&words.id),
        short_description: Message::new(sentence(&words.title)),
        full_description: Message::new(description(words)),
        help: Help { text: help_text(words), markdown: help_markdown(words) },
        help_uri: words.see.first().cloned(),
        default_configuration: Configuration { level: level(words.severity) },
        properties: RuleProperties {
            tags: tags(words, security),
            precision: match words.confidence {
                Confidence::Certain => "very-high",
                Confidence::Likely => "medium",
                Confidence::Review => "low",
            },
            security_severity: security.then(|| security_severity(words.severity)),
            problem_severity: (!security).then_some(match words.severity {
                Severity::Critical | Severity::High => "error",
                Severity::Medium => "warning",
                Severity::Low | Severity::Info => "recommendation",
            }),
        },
    }
}

/// What was not seen as a rule.
pub fn coverage_gap() -> Rule {
    let short = "AWS did not answer a question that the audit rests on.";
    let full = "Part of the account was not seen, so what byway did not report there may still be wrong. Alerts that \
                are missing from this run are not necessarily fixed.";
    let fix = "Grant the audit's role the permission that the message names, or run again if AWS was throttling or \
               failing.";
    Rule {
        id: COVERAGE_GAP.to_owned(),
        name: pascal(COVERAGE_GAP),
        short_description: Message::new(short),
        full_description: Message::new(full),
        help: Help {
            text: format!("{full}\n\nFix: {fix}\n\nSee:\n{ACCESS_DENIED}"),
            markdown: format!("{full}\n\n## Fix\n\n{fix}\n\n## See\n\n- <{ACCESS_DENIED}>"),
        },
        help_uri: Some(ACCESS_DENIED.to_owned()),
        default_configuration: Configuration { level: "note" },
        properties: RuleProperties {
            tags: vec!["aws".to_owned(), "coverage".to_owned()],
            precision: "very-high",
            security_severity: None,
            problem_severity: Some("recommendation"),
        },
    }
}

/// GitHub's bands are over 9.0, 7.0 to 8.9, 4.0 to 6.9 and below; these stay clear of the edges.
fn security_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "2.0",
        // The lowest band too: 0.0 would be no severity at all.
        Severity::Info => "1.0",
    }
}

fn tags(words: &Words, security: bool) -> Vec<String> {
    let maps = words
        .maps
        .iter()
        .flat_map(|(framework, controls)| controls.iter().map(move |control| format!("{framework}/{control}")));
    security
        .then(|| "security".to_owned())
        .into_iter()
        .chain(["aws".to_owned(), words.family.clone()])
        .chain(maps)
        .filter(|tag| !tag.is_empty())
        .take(MOST_TAGS)
        .collect()
}

/// `gateway-endpoint` as `GatewayEndpoint`.
fn pascal(id: &str) -> String {
    id.split('-')
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
        })
        .collect()
}

/// A title as a sentence, on one line.
fn sentence(title: &str) -> String {
    let title = plain::line(title.trim());
    if title.ends_with('.') { title.into_owned() } else { format!("{title}.") }
}

/// The first paragraph of what can happen; the title where there is none.
fn description(words: &Words) -> String {
    let paragraph = words.why.trim().split("\n\n").next().unwrap_or_default();
    let paragraph = plain::lines(paragraph).map(|line| line.trim().to_owned()).collect::<Vec<_>>().join(" ");
    let paragraph = if paragraph.is_empty() { sentence(&words.title) } else { paragraph };
    plain::cut(&paragraph, LONGEST_DESCRIPTION).into_owned()
}

fn paragraphs(text: &str) -> String {
    plain::lines(text.trim()).collect::<Vec<_>>().join("\n")
}

fn help_text(words: &Words) -> String {
    let mut parts = vec![sentence(&words.title)];
    parts.extend(Some(paragraphs(&words.why)).filter(|why| !why.is_empty()));
    parts.extend(Some(paragraphs(&words.fix)).filter(|fix| !fix.is_empty()).map(|fix| format!("Fix: {fix}")));
    if !words.see.is_empty() {
        parts.push(format!("See:\n{}", words.see.iter().map(|page| plain::line(page)).collect::<Vec<_>>().join("\n")));
    }
    parts.join("\n\n")
}

/// GitHub shows this in place of the text, and no `helpUri`, so the links stand in it.
fn help_markdown(words: &Words) -> String {
    let mut parts = vec![format!("**{}**", plain::markdown(&sentence(&words.title)))];
    parts.extend(Some(paragraphs(&words.why)).filter(|why| !why.is_empty()));
    parts.extend(Some(paragraphs(&words.fix)).filter(|fix| !fix.is_empty()).map(|fix| format!("## Fix\n\n{fix}")));
    if !words.see.is_empty() {
        let links: Vec<String> = words.see.iter().map(|page| format!("- <{}>", plain::line(page))).collect();
        parts.push(format!("## See\n\n{}", links.join("\n")));
    }
    parts.join("\n\n")
}
