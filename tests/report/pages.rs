//! The bytes of every format.

#![expect(clippy::unwrap_used, reason = "writing to memory does not fail")]

use byway::report::text::TextOptions;
use byway::report::{Report, json, sarif, text};
use serde_json::Value;

/// The text without colour.
pub fn as_text(report: &Report) -> String {
    styled_text(report, TextOptions::default())
}

/// The text.
pub fn styled_text(report: &Report, options: TextOptions) -> String {
    let mut out = Vec::new();
    text::render(report, &options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The JSON as text.
pub fn as_json(report: &Report, all: bool) -> String {
    let mut out = Vec::new();
    json::render(report, all, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The SARIF as text.
pub fn as_sarif(report: &Report) -> String {
    let mut out = Vec::new();
    sarif::render(report, None, Some(1), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// JSON read back.
pub fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}
