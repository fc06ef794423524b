//! Things with every member that byway keeps, made from the shapes.

use super::shape::Kind;
use super::wire::{Operation, SHAPES};
use serde_json::{Map, Value, json};

/// What a string member says: by its name, for the thing of this number.
pub type Say<'a> = &'a dyn Fn(&str, usize) -> String;

/// The `n`th thing that an operation answers with in this member of its output.
pub fn of(operation: &Operation, member: &str, n: usize, say: Say<'_>) -> Option<Value> {
    let found = members(operation.service, operation.output).iter().find(|(name, ..)| *name == member);
    match found?.2 {
        Kind::One(shape) | Kind::Many(_, shape) => Some(thing(operation.service, shape, n, say)),
        Kind::Text | Kind::Word(_) | Kind::Number | Kind::Flag | Kind::Time => None,
        Kind::Texts(_) | Kind::Numbers(_) | Kind::Times(_) => None,
    }
}

fn members(service: &str, shape: &str) -> &'static [super::shape::Member] {
    SHAPES.iter().find(|(of, known, _)| *of == service && *known == shape).map_or(&[], |(.., members)| members)
}

fn thing(service: &str, shape: &str, n: usize, say: Say<'_>) -> Value {
    let mut out = Map::new();
    for (name, _, kind) in members(service, shape) {
        let time = |day: usize| format!("2026-01-{:02}T06:00:00Z", 1 + day % 28);
        let value = match kind {
            Kind::Text => json!(say(name, n)),
            Kind::Word(word) => json!(word),
            Kind::Number => json!(n),
            Kind::Flag => json!(true),
            Kind::Time => json!(time(n)),
            Kind::Texts(_) => json!([say(name, n)]),
            Kind::Numbers(_) => json!([n]),
            Kind::Times(_) => json!([time(n)]),
            Kind::One(shape) => thing(service, shape, n, say),
            Kind::Many(_, shape) => json!([thing(service, shape, n, say)]),
        };
        out.insert((*name).to_owned(), value);
    }
    Value::Object(out)
}
