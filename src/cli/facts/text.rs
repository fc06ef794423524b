//! The facts for people: a paragraph a resource, a line a fact; what is unknown is marked with `?` and has its cause.

use super::is_incomplete;
use super::survey::{Survey, Told};
use crate::facts::{Fact, Thing, Value};
use crate::finding::Hop;
use crate::id::ResourceId;
use crate::report::plain;
use crate::report::text::{Palette, wrap};
use crate::snapshot::{Answer, Gaps};
use std::io::{self, Write};

/// Columns of a page.
const WIDTH: usize = 100;

/// Writes the page; whether something on it could not be read.
pub(super) fn render(survey: &Survey<'_>, colour: bool, out: &mut dyn Write) -> io::Result<bool> {
    let palette = Palette::new(colour);
    let mut incomplete = false;
    let mut first = true;
    for (resource, things) in survey.resources() {
        if !std::mem::take(&mut first) {
            writeln!(out)?;
        }
        for (at, told) in things.enumerate() {
            if at == 0 {
                heading(resource, told.thing, &palette, out)?;
            }
            incomplete |= paragraph(resource, &told, &palette, out)?;
        }
    }
    if first {
        writeln!(out, "No such resource was seen.")?;
    }
    if !survey.unseen.is_empty() {
        writeln!(out, "\n{0}NOT SEEN{0:#}, so that there may be more", palette.bold)?;
    }
    for (scope, gaps) in &survey.unseen {
        incomplete |= is_incomplete(gaps);
        let mut text = causes(gaps);
        if !text.starts_with(scope.collection.operation()) {
            let name = plain::line(&scope.name()).into_owned();
            text = format!("{name} in {}/{}: {text}", scope.account, scope.region);
        }
        for (at, line) in wrap(&text, WIDTH - 2).iter().enumerate() {
            writeln!(out, "{}{line}", if at == 0 { "? " } else { "  " })?;
        }
    }
    Ok(incomplete)
}

fn heading(resource: &ResourceId, thing: Thing<'_>, palette: &Palette, out: &mut dyn Write) -> io::Result<()> {
    let id = plain::line(&resource.id);
    let name = match thing.name() {
        Some(name) if thing.key().is_empty() => format!(" \"{}\"", plain::line(name)),
        Some(_) | None => String::new(),
    };
    let (kind, owner, region) = (resource.kind.arn_type(), resource.owner_or_aws(), &resource.region);
    let style = palette.bold;
    writeln!(out, "{style}{id}{style:#}{name}  {kind} in {owner}/{region}")
}

fn paragraph(resource: &ResourceId, told: &Told<'_>, palette: &Palette, out: &mut dyn Write) -> io::Result<bool> {
    let viewer = told.thing.place().account;
    let mut indent = 2;
    let mut title: Vec<String> = Vec::new();
    if !told.key.is_empty() {
        title.push(format!("{} {}", told.thing.noun().name(), plain::line(&told.key)));
    }
    if resource.owner.as_ref().is_some_and(|owner| owner != viewer) {
        title.push(format!("as seen by {viewer}"));
    }
    if !title.is_empty() {
        writeln!(out, "  {0}{1}{0:#}", palette.thing, title.join(", "))?;
        indent = 4;
    }
    let mut incomplete = false;
    let facts: Vec<(&Fact, Answer<Value<'_>>)> = told.facts().collect();
    let label = facts.iter().map(|(fact, _)| fact.name.len()).max().unwrap_or(0) + 2;
    for (fact, answer) in facts {
        let (mark, text) = match &answer {
            Answer::Known(known) => {
                let rest = rest(known);
                incomplete |= is_incomplete(&rest);
                match rest.is_empty() {
                    true => (' ', words(known)),
                    false => ('?', format!("{}; there may be more, for {}", words(known), causes(&rest))),
                }
            }
            Answer::Unknown(gaps) => {
                incomplete |= is_incomplete(gaps);
                ('?', format!("unknown: {}", causes(gaps)))
            }
        };
        let style = if mark == '?' { palette.unknown } else { palette.dim };
        let name = fact.name;
        for (at, line) in wrap(&plain::line(&text), WIDTH.saturating_sub(indent + label)).iter().enumerate() {
            if at == 0 {
                let indent = indent - 2;
                writeln!(out, "{:indent$}{style}{mark} {name:<label$}{style:#}{line}", "")?;
            } else {
                let indent = indent + label;
                writeln!(out, "{:indent$}{line}", "")?;
            }
        }
    }
    Ok(incomplete)
}

/// A value in words. May hold hostile text.
fn words(known: &Value<'_>) -> String {
    match known {
        Value::Bool(value) => (if *value { "yes" } else { "no" }).to_owned(),
        Value::Number(value) => value.to_string(),
        Value::Text(value) if value.is_empty() => "-".to_owned(),
        Value::Text(value) => value.to_string(),
        Value::Trace(hops) if hops.is_empty() => "none".to_owned(),
        Value::Trace(hops) => hops.iter().map(hop).collect::<Vec<_>>().join(" -> "),
        Value::List(list) if list.items.is_empty() => "none".to_owned(),
        Value::List(list) => list.items.iter().map(words).collect::<Vec<_>>().join(", "),
        Value::Thing(thing) => match thing.key() {
            key if key.is_empty() => thing.resource().id,
            key => format!("{} {key}", thing.resource().id),
        },
    }
}

fn hop(hop: &Hop) -> String {
    format!("{}{} ({})", hop.resource, hop.pointer, hop.action)
}

fn rest(known: &Value<'_>) -> Gaps {
    match known {
        Value::List(list) => list.rest.clone(),
        Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::Trace(_) | Value::Thing(_) => Gaps::none(),
    }
}

/// The causes. May hold hostile text.
fn causes(gaps: &Gaps) -> String {
    gaps.iter().map(|gap| plain::line(&gap.to_string()).into_owned()).collect::<Vec<_>>().join("; ")
}
