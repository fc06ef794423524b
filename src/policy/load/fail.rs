//! `[[fail]]`: when a policy fails, what it says then and what it shows.

use super::super::Fail;
use super::super::expression::Names;
use super::super::template::{Purpose, Showing};
use super::document::{condition, noted, template};
use super::frame::{Section, Text};
use super::header::{is_line, is_name};

/// Every `[[fail]]`, or `None` if something is wrong with one.
pub(super) fn fails(top: &Section<'_, '_>, names: &Names<'_>) -> Option<Vec<Fail>> {
    let sections = top.sections("fail", "[[fail]]");
    if sections.is_empty() {
        top.note(0, "the policy cannot fail", "add a `[[fail]]`");
        return None;
    }
    one_key(&sections);
    one_meaning(&sections);
    let read: Vec<Option<Fail>> = sections.iter().map(|section| fail(section, names)).collect();
    read.into_iter().collect()
}

fn fail(section: &Section<'_, '_>, names: &Names<'_>) -> Option<Fail> {
    section.expect_only(&["if", "reason", "say", "show", "key", "run"]);
    let test = section.required("if");
    let reason = section.required("reason").filter(|reason| is_reason(section, reason));
    let say = section.required("say").filter(|say| is_line(section, "say", say));
    let text = test.as_ref().map(|test| test.value.to_owned());
    let condition = test.and_then(|test| condition(section, &test, names));
    let say = say.and_then(|say| template(section, &say, Purpose::Words, names));
    let show: Vec<Option<Showing>> =
        section.texts("show").iter().map(|path| noted(section, path, Showing::compile(path.value, names))).collect();
    let key = section.text("key").map(|key| template(section, &key, Purpose::Key, names));
    let run: Vec<_> = section.texts("run").iter().map(|run| template(section, run, Purpose::Command, names)).collect();
    Some(Fail {
        reason: reason?.value.to_owned(),
        condition: condition?,
        text: text?,
        say: say?,
        show: show.into_iter().collect::<Option<_>>()?,
        key: match key {
            None => None,
            Some(key) => Some(key?),
        },
        run: run.into_iter().collect::<Option<_>>()?,
    })
}

fn is_reason(section: &Section<'_, '_>, reason: &Text<'_>) -> bool {
    let is = is_name(reason.value, '-');
    if !is {
        section.note(
            reason.at,
            format!("`{}` cannot be a reason", reason.value.escape_debug()),
            "use small letters, digits and single hyphens, as in `public-path`",
        );
    }
    is
}

/// The key tells subjects apart, and a subject that passes has one too: so it belongs to all `[[fail]]` or to none.
fn one_key(sections: &[Section<'_, '_>]) {
    let Some((first, others)) = sections.split_first() else { return };
    let first = first.text("key").map(|key| key.value);
    for section in others {
        let key = section.text("key");
        if key.as_ref().map(|key| key.value) != first {
            section.note(
                key.map_or(section.at, |key| key.at),
                "`key` differs from that of the first `[[fail]]`",
                "write the same in every one: it belongs to the thing walked",
            );
        }
    }
}

fn one_meaning(sections: &[Section<'_, '_>]) {
    let mut seen: Vec<&str> = Vec::new();
    for section in sections {
        let Some(reason) = section.text("reason") else { continue };
        if seen.contains(&reason.value) {
            section.note(
                reason.at,
                format!("two `[[fail]]` give the reason `{}`", reason.value.escape_debug()),
                "join their conditions with `||`, or give each a reason of its own",
            );
        }
        seen.push(reason.value);
    }
}
