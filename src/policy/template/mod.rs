//! Templates: words with `{fact}` in them, checked when the policy loads.

mod command;
mod parse;
mod show;

pub(crate) use show::Showing;

use super::expression::{Evaluation, Names, Node, Uses};
use super::fault::Fault;
use super::setting::Setting;
use crate::facts::{Thing, Type, Value};
use crate::network::Index;
use crate::snapshot::{Answer, Listing};

/// What a template is for, and so what it may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// `say` and `fix`: any fact that can be printed.
    Words,
    /// `key`: facts that identify the thing.
    Key,
    /// `run`: facts that fit a command.
    Command,
}

/// Words with facts in them.
#[derive(Clone, Debug)]
pub(crate) struct Template {
    pieces: Vec<Piece>,
    /// What it uses.
    pub uses: Uses,
}

#[derive(Clone, Debug)]
enum Piece {
    Words(String),
    Hole(Hole),
}

#[derive(Clone, Debug)]
struct Hole {
    path: String,
    node: Node,
    kind: Type,
}

impl Template {
    /// Checks and compiles a template.
    ///
    /// # Errors
    ///
    /// The first mistake, by byte offset.
    pub fn compile(text: &str, purpose: Purpose, names: &Names<'_>) -> Result<Self, Fault> {
        parse::template(text, purpose, names)
    }

    /// The words with the paths of the facts left in braces, for a reader of the policy and not of a finding.
    pub fn in_general(&self) -> String {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Words(words) => words.clone(),
                Piece::Hole(hole) => format!("{{{}}}", hole.path),
            })
            .collect()
    }

    /// The words about a thing. What is not known prints as `(unknown)`; values may be hostile text.
    pub fn print<'i>(&'i self, index: &'i Index<'i>, thing: Thing<'i>, settings: &'i [Setting]) -> String {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Words(words) => words.clone(),
                Piece::Hole(hole) => match Evaluation::new(index, thing, settings).value_or_spent(&hole.node) {
                    Answer::Known(value) => printed(&value),
                    Answer::Unknown(_) => UNKNOWN.to_owned(),
                },
            })
            .collect()
    }
}

const UNKNOWN: &str = "(unknown)";

fn printed(value: &Value<'_>) -> String {
    match value {
        Value::Bool(value) => value.to_string(),
        Value::Number(value) => value.to_string(),
        Value::Text(value) => value.to_string(),
        Value::List(Listing { items, rest }) => {
            let seen = items.iter().map(printed).collect::<Vec<_>>().join(", ");
            match (items.is_empty(), rest.is_empty()) {
                (true, true) => "(none)".to_owned(),
                (true, false) => UNKNOWN.to_owned(),
                (false, true) => seen,
                (false, false) => seen + " (and more unseen)",
            }
        }
        // The checker lets neither into a template.
        Value::Trace(_) | Value::Thing(_) => UNKNOWN.to_owned(),
    }
}
