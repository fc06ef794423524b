//! JSON as the CLI prints it, into JSON as the wire has it: other names for some members, and seconds for times.

use super::fault::STRANGE;
use super::shape::{self, Kind};
use serde_json::{Map, Value, json};

/// A thing of `shape`.
pub fn thing(service: &str, shape: &str, value: &Value) -> Value {
    let mut out = Map::new();
    for (member, wire, kind) in shape::members(service, shape, value) {
        let Some(value) = value.get(member) else { continue };
        let each = |turn: &dyn Fn(&Value) -> Value| value.as_array().into_iter().flatten().map(turn).collect();
        let turned = match kind {
            Kind::Text | Kind::Word(_) | Kind::Number | Kind::Flag | Kind::Texts(_) | Kind::Numbers(_) => value.clone(),
            Kind::Time => json!(seconds(value)),
            Kind::Times(_) => each(&|value| json!(seconds(value))),
            Kind::One(shape) => thing(service, shape, value),
            Kind::Many(_, shape) => each(&|value| thing(service, shape, value)),
        };
        out.insert((*wire).to_owned(), turned);
    }
    if let Some(strange) = value.get(STRANGE) {
        out.insert(STRANGE.to_owned(), strange.clone());
    }
    Value::Object(out)
}

/// Seconds since 1970 of a time as the CLI prints it.
pub fn seconds(value: &Value) -> f64 {
    let text = value.as_str().unwrap_or_default();
    let time: jiff::Timestamp = text.parse().unwrap_or_else(|error| panic!("`{text}` is no time: {error}"));
    time.as_millisecond() as f64 / 1000.0
}
