//! The policy file as a whole: its keys, and what must agree between them.

use super::super::expression::{Condition, Names, Uses};
use super::super::fault::{Fault, LoadErrors, Sheet, nearest};
use super::super::prose::paragraphs;
use super::super::setting::{Setting, Worth};
use super::super::template::{Purpose, Template};
use super::super::{Fail, Policy};
use super::frame::{Notes, Section, Text};
use super::{Language, Origin, case, fail, header};
use crate::facts::Walk;
use crate::snapshot::Collection;
use std::collections::BTreeSet;
use toml::de::{DeTable, DeValue};

const KEYS: &[&str] = &[
    "id",
    "title",
    "severity",
    "confidence",
    "since",
    "why",
    "fix",
    "see",
    "replaces",
    "maps",
    "options",
    "walk",
    "fail",
    "case",
];

pub(super) fn read(sheet: Sheet<'_>, origin: Origin<'_>, language: Language) -> Result<Policy, LoadErrors> {
    let document = DeTable::parse(sheet.text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let message = error.message().lines().next().unwrap_or_default();
        LoadErrors::from(sheet.error(Fault::new(at, format!("this is not TOML: {message}"))))
    })?;
    let notes = Notes::new(sheet);
    let top = Section { notes: &notes, name: "a policy", table: document.get_ref(), at: 0 };
    let policy = policy(&top, sheet, origin, language);
    match (policy, LoadErrors::of(notes.into_vec())) {
        (_, Some(errors)) => Err(errors),
        (Some(policy), None) => Ok(policy),
        // Whatever is missing has been noted; this is for a mistake of ours.
        (None, None) => Err(sheet.error(Fault::new(0, "the policy is not complete")).into()),
    }
}

fn policy(top: &Section<'_, '_>, sheet: Sheet<'_>, origin: Origin<'_>, language: Language) -> Option<Policy> {
    top.expect_only(KEYS);
    let words = header::words(top, &origin);
    let settings = settings(top);
    let walk = walk(top, language);
    let (walk, when_text) = match walk {
        Some(found) => found,
        None => {
            case::cases(top, None, origin.bundled);
            return None;
        }
    };
    let names = Names { vocabulary: language.vocabulary, subject: walk.noun, settings: &settings };
    let when = when_text.as_ref().map(|text| condition(top, text, &names));
    let fix_text = top.text("fix");
    let fix = fix_text.as_ref().and_then(|text| template(top, text, Purpose::Words, &names));
    let fails = fail::fails(top, &names);
    let reasons = fails.as_ref().map(|fails| fails.iter().map(|fail| fail.reason.clone()).collect::<Vec<String>>());
    let cases = case::cases(top, reasons.as_deref(), origin.bundled);
    let when = match when {
        None => None,
        Some(Some(condition)) => Some(condition),
        Some(None) => return None,
    };
    let (fails, fix, mut words) = (fails?, fix?, words?);
    words.fix = paragraphs(&fix.in_general());
    unused(top, &settings, when.iter().chain(fails.iter().map(|fail| &fail.condition)));
    let needs = needs(walk, when.as_ref(), &fix, &fails);
    let (file, source) = (sheet.file.to_owned(), sheet.text.to_owned());
    let bundled = origin.bundled;
    Some(Policy { words, file, source, bundled, walk, settings, when, fails, fix, cases, needs })
}

/// Compiles a condition, which must stand in a literal string: what CEL reads is then what the file shows.
pub(super) fn condition(section: &Section<'_, '_>, text: &Text<'_>, names: &Names<'_>) -> Option<Condition> {
    if !text.literal {
        section.note(
            text.at,
            "a condition stands in a literal string",
            "write it in single quotes, `'…'` or `'''…'''`",
        );
        return None;
    }
    noted(section, text, Condition::compile(text.value, names))
}

/// Compiles a template.
pub(super) fn template(
    section: &Section<'_, '_>,
    text: &Text<'_>,
    purpose: Purpose,
    names: &Names<'_>,
) -> Option<Template> {
    noted(section, text, Template::compile(text.value, purpose, names))
}

/// What was made of a text, or a note of why nothing was.
pub(super) fn noted<T>(section: &Section<'_, '_>, text: &Text<'_>, made: Result<T, Fault>) -> Option<T> {
    made.map_err(|fault| section.notes.add(text.fault(fault))).ok()
}

fn walk<'n>(top: &Section<'n, '_>, language: Language) -> Option<(&'static Walk, Option<Text<'n>>)> {
    let Some(section) = top.section("walk", "[walk]") else {
        if top.table.get("walk").is_none() {
            top.note(0, "a policy has no `walk`", "add `[walk]` with `each`");
        }
        return None;
    };
    section.expect_only(&["each", "when"]);
    let each = section.required("each")?;
    let walk = language.walks.iter().find(|walk| walk.name == each.value);
    if walk.is_none() {
        let names = language.walks.iter().map(|walk| walk.name);
        let hint = nearest(each.value, names.clone())
            .unwrap_or_else(|| format!("there are {}", names.collect::<Vec<_>>().join(", ")));
        section.note(each.at, format!("there is no walk `{}`", each.value.escape_debug()), hint);
    }
    Some((walk?, section.text("when")))
}

fn settings(top: &Section<'_, '_>) -> Vec<Setting> {
    let Some(section) = top.section("options", "[options]") else { return Vec::new() };
    let mut found = Vec::new();
    for (name, value) in section.table {
        let at = name.span().start;
        let name = name.get_ref();
        if !header::is_name(name, '_') {
            section.note(at, format!("`{}` cannot name an option", name.escape_debug()), "use a-z, 0-9 and `_`");
        }
        let DeValue::Table(table) = value.get_ref() else {
            section.note(at, format!("the option `{name}` is no table"), "write `{ default = 24, say = \"…\" }`");
            continue;
        };
        let option = Section { notes: section.notes, name: "an option", table, at };
        option.expect_only(&["default", "say"]);
        let say = option.required("say").map(|text| text.value.to_owned());
        let default = match table.get("default").map(|value| (value.get_ref(), value.span().start)) {
            Some((DeValue::Boolean(value), _)) => Some(Worth::Bool(*value)),
            Some((DeValue::String(value), _)) => Some(Worth::Text(value.to_string())),
            Some((DeValue::Integer(number), at)) => {
                let read = i64::from_str_radix(number.as_str(), number.radix()).ok().map(Worth::Number);
                if read.is_none() {
                    option.note(at, "this number is too large", "use one of 64 bits");
                }
                read
            }
            Some((DeValue::Float(_) | DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_), at)) => {
                option.note(at, "an option is a whole number, a bool or a text", "give such a default");
                None
            }
            None => {
                option.note(at, format!("the option `{name}` has no `default`"), "add `default`");
                None
            }
        };
        if let (Some(default), Some(say)) = (default, say) {
            found.push(Setting { name: name.to_string(), value: default.clone(), default, say });
        }
    }
    found
}

/// Notes every option that no condition asks for: setting it would change nothing.
fn unused<'c>(top: &Section<'_, '_>, settings: &[Setting], conditions: impl Iterator<Item = &'c Condition>) {
    let used: BTreeSet<usize> = conditions.flat_map(|condition| condition.uses.settings.iter().copied()).collect();
    let Some(section) = top.section("options", "[options]") else { return };
    for (place, setting) in settings.iter().enumerate() {
        if !used.contains(&place) {
            let at = section.table.get_key_value(setting.name.as_str()).map_or(section.at, |(key, _)| key.span().start);
            section.note(
                at,
                format!("no condition uses the option `{}`", setting.name),
                format!("ask for `option.{}`, or take it out", setting.name),
            );
        }
    }
}

fn needs(walk: &Walk, when: Option<&Condition>, fix: &Template, fails: &[Fail]) -> BTreeSet<Collection> {
    let mut uses: Vec<&Uses> = vec![&fix.uses];
    uses.extend(when.map(|when| &when.uses));
    for fail in fails {
        let Fail { reason: _, condition, text: _, say, show, key, run } = fail;
        uses.extend([&condition.uses, &say.uses]);
        uses.extend(show.iter().map(|show| &show.uses));
        uses.extend(key.iter().chain(run).map(|template| &template.uses));
    }
    let facts = uses.into_iter().flat_map(|uses| &uses.facts);
    walk.needs.iter().chain(facts.flat_map(|fact| fact.needs)).copied().collect()
}
