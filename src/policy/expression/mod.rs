//! Conditions: CEL's syntax, byway's own checker and evaluator.
//!
//! The crate `cel` parses. Its evaluator loses the reasons of unknown values and takes mistakes for them, so a
//! condition is checked against the vocabulary here, compiled to a typed tree whose leaves are fact functions, and
//! evaluated in Kleene's three-valued logic with the union of all reasons.

mod check;
mod evaluate;
mod function;
mod names;
mod parse;
mod refuse;
mod token;
mod tree;

pub(crate) use check::NESTED;
pub(crate) use evaluate::{Evaluation, STEPS};
pub use function::{FUNCTIONS, Function, Takes};
pub(crate) use names::{Names, a};
pub(crate) use parse::{BYTES, with_deep_stack};
pub(crate) use token::LEVELS;
pub(crate) use tree::Node;

use super::fault::Fault;
use super::setting::Setting;
use crate::facts::{Fact, Thing};
use crate::network::Index;
use crate::snapshot::Answer;
use std::collections::BTreeSet;

/// What a condition or template uses.
#[derive(Clone, Debug, Default)]
pub(crate) struct Uses {
    /// The facts.
    pub facts: Vec<&'static Fact>,
    /// The settings, by place.
    pub settings: BTreeSet<usize>,
}

/// A condition, checked.
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    root: Node,
    /// What it uses.
    pub uses: Uses,
}

impl Condition {
    /// Checks and compiles a condition. To be called under [`with_deep_stack`].
    ///
    /// # Errors
    ///
    /// The first mistake, by byte offset.
    pub fn compile(text: &str, names: &Names<'_>) -> Result<Self, Fault> {
        let parsed = parse::parse(text)?;
        let mut uses = Uses::default();
        let mut check = check::Check { names, parsed: &parsed, uses: &mut uses, variables: Vec::new() };
        let root = check.truth(&parsed.root)?;
        Ok(Self { root, uses })
    }

    /// Whether it holds of a thing.
    pub fn holds<'i>(&'i self, index: &'i Index<'i>, thing: Thing<'i>, settings: &'i [Setting]) -> Answer<bool> {
        Evaluation::new(index, thing, settings).truth_or_spent(&self.root)
    }
}
