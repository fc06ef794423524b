//! `[[case]]`: what a policy says of a world.

use super::super::case::{Case, Expectation, missing_in};
use super::super::fault::nearest;
use super::frame::Section;
use super::header::is_name;
use crate::finding::Verdict;
use std::collections::BTreeMap;
use toml::de::DeValue;

/// Every `[[case]]`. `reasons` are those of the policy, if they could be read. One of byway's own must have a pass, a
/// fail and an unknown.
pub(super) fn cases(top: &Section<'_, '_>, reasons: Option<&[String]>, all_kinds: bool) -> Vec<Case> {
    let cases: Vec<Case> =
        top.sections("case", "[[case]]").iter().filter_map(|section| case(section, reasons)).collect();
    if all_kinds {
        for verdict in missing_in(&cases) {
            let at = top.table.get("case").map_or(0, |cases| cases.span().start);
            top.note(
                at,
                format!("no case of the policy expects `{verdict}`"),
                format!("add a `[[case]]` in whose world something is `{verdict}`"),
            );
        }
    }
    cases
}

fn case(section: &Section<'_, '_>, reasons: Option<&[String]>) -> Option<Case> {
    section.expect_only(&["world", "expect"]);
    let world = section.required("world");
    if let Some(world) = &world
        && !is_name(world.value, '-')
    {
        section.note(
            world.at,
            format!("`{}` cannot name a world", world.value.escape_debug()),
            "name a folder of fixtures/worlds",
        );
    }
    let Some(expected) = section.section("expect", "[case.expect]") else {
        if section.table.get("expect").is_none() {
            section.note(section.at, "the case expects nothing", "add `[case.expect]`, empty if nothing applies");
        }
        return None;
    };
    let mut expect = BTreeMap::new();
    for (subject, value) in expected.table {
        let at = value.span().start;
        let DeValue::String(text) = value.get_ref() else {
            expected.note(at, "what a case expects is a text", "write `\"pass\"`");
            continue;
        };
        match expectation(text) {
            Some(expectation) => {
                if let (Expectation::Fail(Some(reason)), Some(reasons)) = (&expectation, reasons)
                    && !reasons.contains(reason)
                {
                    let hint = nearest(reason, reasons.iter().map(String::as_str))
                        .unwrap_or_else(|| format!("its reasons are {}", reasons.join(", ")));
                    expected.note(at, format!("the policy has no reason `{}`", reason.escape_debug()), hint);
                }
                expect.insert(subject.get_ref().to_string(), expectation);
            }
            None => {
                let words = Expectation::WORDS;
                let hint =
                    nearest(text, words).unwrap_or_else(|| format!("write one of {}, fail:reason", words.join(", ")));
                expected.note(at, format!("`{}` is no verdict", text.escape_debug()), hint);
            }
        }
    }
    Some(Case { world: world?.value.to_owned(), expect })
}

fn expectation(text: &str) -> Option<Expectation> {
    match text.split_once(':') {
        Some(("fail", reason)) => Some(Expectation::Fail(Some(reason.to_owned()))),
        Some(_) => None,
        None => match text {
            word if word == Verdict::Pass.as_str() => Some(Expectation::Pass),
            word if word == Verdict::Fail.as_str() => Some(Expectation::Fail(None)),
            word if word == Verdict::Unknown.as_str() => Some(Expectation::Unknown),
            word if word == Verdict::NotApplicable.as_str() => Some(Expectation::NotApplicable),
            _ => None,
        },
    }
}
