//! JSON as the CLI prints it, into XML as the wire has it.

use super::fault::STRANGE;
use super::shape::{self, Kind};
use serde_json::Value;
use std::fmt::Write;

/// `<name>…</name>` of a thing of `shape`.
pub fn thing(out: &mut String, name: &str, service: &str, shape: &str, value: &Value) {
    open(out, name);
    members(out, service, shape, value);
    close(out, name);
}

/// What is within a thing of `shape`.
pub fn members(out: &mut String, service: &str, shape: &str, value: &Value) {
    for (member, wire, kind) in shape::members(service, shape, value) {
        let Some(value) = value.get(member) else { continue };
        let items = || value.as_array().into_iter().flatten();
        match kind {
            Kind::Text | Kind::Word(_) | Kind::Number | Kind::Flag | Kind::Time => text(out, wire, value),
            Kind::One(shape) => thing(out, wire, service, shape, value),
            Kind::Texts(element) | Kind::Numbers(element) | Kind::Times(element) => {
                open(out, wire);
                items().for_each(|value| text(out, element, value));
                close(out, wire);
            }
            Kind::Many(element, shape) => {
                open(out, wire);
                items().for_each(|value| thing(out, element, service, shape, value));
                close(out, wire);
            }
        }
    }
    if value.get(STRANGE).is_some() {
        let _ = write!(out, "<{STRANGE} newer=\"yes\"><item><value>more</value></item></{STRANGE}>");
    }
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
