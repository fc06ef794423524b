//! JSON as the CLI prints it, into XML as the wire has it.

use super::wire::SHAPES;
use serde_json::Value;
use std::fmt::Write;

/// What a member holds.
#[derive(Clone, Copy)]
pub enum Kind {
    /// A string, number, bool or time.
    Text,
    /// A list of those, in `item` elements.
    Texts,
    /// A thing of this shape.
    One(&'static str),
    /// A list of things of this shape, in `item` elements.
    Many(&'static str),
}

/// `<name>…</name>` of a thing of `shape`.
pub fn thing(out: &mut String, name: &str, shape: &str, value: &Value) {
    let members = SHAPES.iter().find(|(known, _)| *known == shape).map(|(_, members)| *members);
    let members = members.unwrap_or_else(|| panic!("no wire names for {shape}"));
    open(out, name);
    for (member, wire, kind) in members {
        match (value.get(member), kind) {
            (None, _) => {}
            (Some(value), Kind::Text) => text(out, wire, value),
            (Some(value), Kind::One(shape)) => thing(out, wire, shape, value),
            (Some(value), Kind::Texts) => {
                open(out, wire);
                value.as_array().into_iter().flatten().for_each(|value| text(out, "item", value));
                close(out, wire);
            }
            (Some(value), Kind::Many(shape)) => {
                open(out, wire);
                value.as_array().into_iter().flatten().for_each(|value| thing(out, "item", shape, value));
                close(out, wire);
            }
        }
    }
    let unknown =
        value.as_object().into_iter().flatten().find(|(name, _)| members.iter().all(|(member, ..)| member != name));
    assert!(unknown.is_none(), "{shape} has no wire name for {unknown:?}");
    close(out, name);
}

/// `<name>value</name>`.
pub fn text(out: &mut String, name: &str, value: &Value) {
    open(out, name);
    match value {
        Value::String(value) => escape(out, value),
        other => escape(out, &other.to_string()),
    }
    close(out, name);
}

pub fn open(out: &mut String, name: &str) {
    let _ = write!(out, "<{name}>");
}

pub fn close(out: &mut String, name: &str) {
    let _ = write!(out, "</{name}>");
}

pub fn escape(out: &mut String, value: &str) {
    for letter in value.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            control if (control as u32) < 0x20 => {
                let _ = write!(out, "&#{};", control as u32);
            }
            other => out.push(other),
        }
    }
}
