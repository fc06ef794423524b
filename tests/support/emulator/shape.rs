//! The shapes of outputs: what make_wire.py read from AWS's service models.

use super::fault::STRANGE;
use super::wire::SHAPES;
use serde_json::{Value, json};

/// What a member holds.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A string.
    Text,
    /// One of some words, of which this is the first.
    Word(&'static str),
    Number,
    Flag,
    Time,
    /// A list of strings, each in an element of this name.
    Texts(&'static str),
    /// A list of numbers.
    Numbers(&'static str),
    /// A list of times.
    Times(&'static str),
    /// A thing of this shape.
    One(&'static str),
    /// A list of things, each in an element of this name, of this shape.
    Many(&'static str, &'static str),
}

/// A member as the CLI spells it, as the wire spells it, and what it holds.
pub type Member = (&'static str, &'static str, Kind);

/// The members of a shape. A member of `value` that the wire does not have is a fault of the test's.
pub fn members(service: &str, shape: &str, value: &Value) -> &'static [Member] {
    let found = SHAPES.iter().find(|(of, known, _)| *of == service && *known == shape);
    let (.., members) = found.unwrap_or_else(|| panic!("no wire names for {service}'s {shape}"));
    let mut given = value.as_object().into_iter().flatten().map(|(name, _)| name);
    let stranger = given.find(|name| *name != STRANGE && members.iter().all(|(member, ..)| member != name));
    assert!(stranger.is_none(), "{service}'s {shape} has no wire name for {stranger:?}");
    members
}

/// Next year's AWS: every word is one that nobody knows, and everything has a member more.
pub fn estrange(service: &str, shape: &str, value: &mut Value) {
    for (name, _, kind) in members(service, shape, value) {
        match (value.get_mut(name), kind) {
            (None, _) => {}
            (Some(word), Kind::Word(_)) => *word = json!(STRANGE),
            (Some(thing), Kind::One(shape)) => estrange(service, shape, thing),
            (Some(things), Kind::Many(_, shape)) => {
                things.as_array_mut().into_iter().flatten().for_each(|thing| estrange(service, shape, thing));
            }
            (Some(_), Kind::Text | Kind::Number | Kind::Flag | Kind::Time) => {}
            (Some(_), Kind::Texts(_) | Kind::Numbers(_) | Kind::Times(_)) => {}
        }
    }
    if let Some(members) = value.as_object_mut() {
        members.insert(STRANGE.to_owned(), json!({"Value": ["more"]}));
    }
}
