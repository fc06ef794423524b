//! What a policy says in words: the keys above its tables.

use super::super::Words;
use super::super::fault::nearest;
use super::super::prose::paragraphs;
use super::Origin;
use super::frame::{Section, Text};
use crate::finding::{Confidence, Severity};
use std::collections::BTreeMap;

/// Whether a name is of small letters and digits with single `joint`s between them, a letter first.
pub(super) fn is_name(name: &str, joint: char) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.split(joint).all(|part| {
            !part.is_empty() && part.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit())
        })
}

/// Notes a text that is not one sentence without its final stop; whether it is.
pub(super) fn is_line(section: &Section<'_, '_>, key: &str, text: &Text<'_>) -> bool {
    let trimmed = text.value.trim();
    if trimmed.is_empty() || trimmed != text.value || trimmed.contains(char::is_control) {
        section.note(text.at, format!("`{key}` is not one line"), "write one line, without spaces around it");
        return false;
    }
    if trimmed.ends_with('.') {
        section.note(text.at, format!("`{key}` ends with a stop"), "leave it out");
        return false;
    }
    true
}

/// `fix` is filled in by the caller, who knows its facts.
pub(super) fn words(top: &Section<'_, '_>, origin: &Origin<'_>) -> Option<Words> {
    let id = top.required("id").filter(|id| is_id(top, id, origin));
    let title = top.required("title").filter(|title| is_line(top, "title", title));
    let severity = word(top, "severity", Severity::ALL.map(Severity::as_str));
    let confidence = word(top, "confidence", Confidence::ALL.map(Confidence::as_str));
    let since = top.required("since").filter(|since| is_version(top, since));
    let why = top.required("why").filter(|why| is_said(top, "why", why));
    let fix = top.required("fix").filter(|fix| is_said(top, "fix", fix));
    let see = pages(top, origin.bundled);
    let replaces = replaces(top, origin.stem);
    let maps = maps(top);
    Some(Words {
        id: id?.value.to_owned(),
        family: origin.family.to_owned(),
        title: title?.value.to_owned(),
        severity: severity?,
        confidence: confidence?,
        since: since?.value.to_owned(),
        why: paragraphs(why?.value),
        fix: fix?.value.trim().to_owned(),
        see,
        maps,
        replaces,
    })
}

/// An id that no policy may have: reports use it for a rule of their own.
const RESERVED: &str = "coverage-gap";

fn is_id(top: &Section<'_, '_>, id: &Text<'_>, origin: &Origin<'_>) -> bool {
    if !is_name(id.value, '-') {
        top.note(
            id.at,
            format!("`{}` cannot be an id", id.value.escape_debug()),
            "use small letters, digits and single hyphens, as in `route-target-blackhole`",
        );
        return false;
    }
    if id.value == RESERVED {
        top.note(
            id.at,
            format!("`{RESERVED}` is what SARIF calls questions that were not answered"),
            "call the policy otherwise",
        );
        return false;
    }
    if id.value != origin.stem {
        top.note(
            id.at,
            format!("the id `{}` is not the file's name", id.value),
            format!("call the file `{}.toml`, or the policy `{}`", id.value, origin.stem.escape_debug()),
        );
        return false;
    }
    true
}

fn word<T: std::str::FromStr>(
    top: &Section<'_, '_>,
    key: &str,
    words: impl IntoIterator<Item = &'static str>,
) -> Option<T> {
    let text = top.required(key)?;
    let read = text.value.parse().ok();
    if read.is_none() {
        let words: Vec<&str> = words.into_iter().collect();
        let hint =
            nearest(text.value, words.iter().copied()).unwrap_or_else(|| format!("write one of {}", words.join(", ")));
        top.note(text.at, format!("`{}` is no {key}", text.value.escape_debug()), hint);
    }
    read
}

fn is_version(top: &Section<'_, '_>, since: &Text<'_>) -> bool {
    let parts: Vec<&str> = since.value.split('.').collect();
    let is = parts.len() == 3
        && parts.iter().all(|part| part.parse::<u32>().is_ok_and(|number| number.to_string() == **part));
    if !is {
        top.note(since.at, format!("`{}` is no version", since.value.escape_debug()), "write one such as `0.1.0`");
    }
    is
}

fn is_said(top: &Section<'_, '_>, key: &str, text: &Text<'_>) -> bool {
    let is = !text.value.trim().is_empty();
    if !is {
        top.note(text.at, format!("`{key}` is empty"), "say it in a sentence or two");
    }
    is
}

fn pages(top: &Section<'_, '_>, bundled: bool) -> Vec<String> {
    let pages = top.texts("see");
    if pages.is_empty() && bundled {
        let at = top.table.get("see").map_or(0, |see| see.span().start);
        top.note(at, "the policy names no page of AWS's", "add `see` with a page of docs.aws.amazon.com");
    }
    for page in &pages {
        let is = page.value.starts_with("https://docs.aws.amazon.com/")
            && !page
                .value
                .contains(|letter: char| letter.is_whitespace() || letter.is_control() || "<>\"`".contains(letter));
        if !is {
            top.note(
                page.at,
                format!("`{}` is no page of AWS's documentation", page.value.escape_debug()),
                "name one that begins with `https://docs.aws.amazon.com/`; other pages can be named in `why`",
            );
        }
    }
    pages.into_iter().map(|page| page.value.to_owned()).collect()
}

fn replaces(top: &Section<'_, '_>, own: &str) -> Vec<String> {
    let ids = top.texts("replaces");
    for id in &ids {
        if !is_name(id.value, '-') {
            top.note(id.at, format!("`{}` cannot be an id", id.value.escape_debug()), "name a policy that was");
        } else if id.value == own {
            top.note(id.at, "a policy cannot replace itself", "name another, or leave it out");
        }
    }
    ids.into_iter().map(|id| id.value.to_owned()).collect()
}

fn maps(top: &Section<'_, '_>) -> BTreeMap<String, Vec<String>> {
    let Some(section) = top.section("maps", "[maps]") else { return BTreeMap::new() };
    let mut found = BTreeMap::new();
    for (framework, controls) in section.table {
        let name = framework.get_ref();
        if !is_name(name, '-') {
            section.note(
                framework.span().start,
                format!("`{}` cannot name a framework", name.escape_debug()),
                "use small letters, digits and single hyphens, as in `cis-aws-7`",
            );
        }
        let controls = section.texts_of(name, controls);
        found.insert(name.to_string(), controls.into_iter().map(|control| control.value.to_owned()).collect());
    }
    found
}
