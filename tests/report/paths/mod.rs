//! The matrix of paths, in every format.

#![expect(clippy::unwrap_used, reason = "a page that cannot be read has failed the test")]

mod csv;
mod hostile;
mod json;
pub mod sample;
mod text;

use byway::report::paths::{self, Frame};
use byway::report::text::Look;
use libtest_mimic::Trial;
use sample::{Row, shown};

pub fn tests() -> Vec<Trial> {
    [csv::tests(), hostile::tests(), json::tests(), text::tests()].into_iter().flatten().collect()
}

fn as_text(rows: &[Row], frame: &Frame, look: Look) -> String {
    let mut out = Vec::new();
    paths::text::render(&shown(rows), frame, look, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn as_json(rows: &[Row], frame: &Frame) -> String {
    let mut out = Vec::new();
    paths::json::render(&shown(rows), frame, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn as_csv(rows: &[Row]) -> String {
    let mut out = Vec::new();
    paths::csv::render(&shown(rows), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}
