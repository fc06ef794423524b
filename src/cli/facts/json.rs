//! The facts for programs: `byway/facts-v1`, a line a fact.
//!
//! Members are only ever added. The schema is `docs/schemas/facts-v1.schema.json`. Written fact by fact, so that no more
//! than one is held.

use super::is_incomplete;
use super::survey::Survey;
use crate::facts::{Thing, Value};
use crate::finding::{Hop, Scope};
use crate::id::ResourceId;
use crate::report::json::{GapOut, gap};
use crate::report::plain;
use crate::snapshot::{Answer, Gaps};
use serde::Serialize;
use serde_json::{Value as Json, json};
use std::io::{self, Write};

#[derive(Serialize)]
struct FactOut<'a> {
    resource: ResourceOut<'a>,
    key: &'a str,
    seen_by: &'a str,
    noun: &'static str,
    fact: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Json>,
    /// Why a list may hold more.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rest: Vec<GapOut<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unknown: Vec<GapOut<'a>>,
}

#[derive(Serialize)]
struct ResourceOut<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    account: &'a str,
    region: &'a str,
}

#[derive(Serialize)]
struct UnseenOut<'a> {
    account: &'a str,
    region: &'a str,
    operation: &'static str,
    key: &'a str,
    unknown: Vec<GapOut<'a>>,
}

/// Writes the document; whether something in it could not be read.
pub(super) fn render(survey: &Survey<'_>, out: &mut dyn Write) -> io::Result<bool> {
    let mut incomplete = false;
    let version = env!("CARGO_PKG_VERSION");
    writeln!(out, "{{\n  \"schema_version\": \"byway/facts-v1\",")?;
    writeln!(out, "  \"tool\": {{\"name\": \"byway\", \"version\": \"{version}\"}},")?;
    writeln!(out, "  \"taken_at\": \"{}\",", survey.taken_at())?;
    write!(out, "  \"facts\": [")?;
    let mut between = "\n";
    for (resource, things) in survey.resources() {
        for told in things {
            for (fact, answer) in told.facts() {
                let (value, rest, unknown) = match &answer {
                    Answer::Known(known) => (Some(value(known)), rest(known), Gaps::none()),
                    Answer::Unknown(gaps) => (None, Gaps::none(), gaps.clone()),
                };
                incomplete |= is_incomplete(&rest) || is_incomplete(&unknown);
                let row = FactOut {
                    resource: resource_out(resource),
                    key: &told.key,
                    seen_by: told.thing.place().account.as_str(),
                    noun: fact.noun.name(),
                    fact: fact.name,
                    value,
                    rest: rest.iter().map(gap).collect(),
                    unknown: unknown.iter().map(gap).collect(),
                };
                write!(out, "{between}    ")?;
                line(&row, out)?;
                between = ",\n";
            }
        }
    }
    write!(out, "\n  ],\n  \"unseen\": [")?;
    let mut between = "\n";
    for (scope, gaps) in &survey.unseen {
        incomplete |= is_incomplete(gaps);
        let Scope { partition: _, account, region, collection, key } = scope;
        let unknown = gaps.iter().map(gap).collect();
        let row = UnseenOut {
            account: account.as_str(),
            region: region.as_str(),
            operation: collection.operation(),
            key,
            unknown,
        };
        write!(out, "{between}    ")?;
        line(&row, out)?;
        between = ",\n";
    }
    writeln!(out, "{}]\n}}", if survey.unseen.is_empty() { "" } else { "\n  " })?;
    Ok(incomplete)
}

/// A value of ours on one line, with nothing in it that bends a terminal.
fn line(row: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let text = serde_json::to_string(row)?;
    out.write_all(plain::json(&text).as_bytes())
}

fn resource_out(resource: &ResourceId) -> ResourceOut<'_> {
    ResourceOut {
        id: &resource.id,
        kind: resource.kind.arn_type(),
        account: resource.owner_or_aws(),
        region: resource.region.as_str(),
    }
}

fn value(known: &Value<'_>) -> Json {
    match known {
        Value::Bool(value) => Json::from(*value),
        Value::Number(value) => Json::from(*value),
        Value::Text(value) => Json::from(value.as_ref()),
        Value::Trace(hops) => hops.iter().map(hop).collect(),
        Value::List(list) => list.items.iter().map(value).collect(),
        Value::Thing(thing) => reference(*thing),
    }
}

/// A thing is told by its identity; its own facts are rows of their own.
fn reference(thing: Thing<'_>) -> Json {
    let resource = thing.resource();
    let ResourceOut { id, kind, account, region } = resource_out(&resource);
    json!({"id": id, "type": kind, "account": account, "region": region, "key": thing.key()})
}

fn hop(hop: &Hop) -> Json {
    let Hop { resource, action, operation, pointer, value, see } = hop;
    let ResourceOut { id, kind, account, region } = resource_out(resource);
    json!({
        "resource": {"id": id, "type": kind, "account": account, "region": region},
        "action": action,
        "decided_by": {"operation": operation, "pointer": pointer, "value": value},
        "see": see,
    })
}

fn rest(known: &Value<'_>) -> Gaps {
    match known {
        Value::List(list) => list.items.iter().map(rest).fold(list.rest.clone(), Gaps::union),
        Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::Trace(_) | Value::Thing(_) => Gaps::none(),
    }
}
