//! What a policy shows as evidence: facts, by their paths.

use super::super::expression::{Names, Uses};
use super::super::fault::Fault;
use super::parse;
use crate::facts::{Fact, Shows, Thing, Value};
use crate::finding::Evidence;
use crate::network::Index;
use crate::snapshot::Answer;

/// A fact to show: the facts on the way to it, and itself. The way may lead through lists of things; then the fact of
/// each is shown.
#[derive(Clone, Debug)]
pub(crate) struct Showing {
    way: Vec<&'static Fact>,
    fact: &'static Fact,
    /// What it uses.
    pub uses: Uses,
}

impl Showing {
    /// Checks and compiles an entry of `show`.
    pub fn compile(path: &str, names: &Names<'_>) -> Result<Self, Fault> {
        let mut way: Vec<&'static Fact> = Vec::new();
        let facts = parse::facts(path, 0, names, true)?;
        let Some((fact, at)) = facts.last().copied() else {
            return Err(Fault::hinted(0, format!("`{path}` names no fact"), "write `thing.fact`"));
        };
        match fact.shows {
            Shows::Member(_) | Shows::Derived(_) => {}
            Shows::Nothing => {
                return Err(Fault::hinted(
                    at,
                    format!("`{}` of a {} cannot be shown as evidence", fact.name, fact.noun.name()),
                    "show the facts it follows from",
                ));
            }
        }
        way.extend(facts.iter().map(|(fact, _)| *fact));
        let uses = Uses { facts: way.clone(), ..Uses::default() };
        way.pop();
        Ok(Self { way, fact, uses })
    }

    /// The evidence about a thing; none where the way to it is not known.
    pub fn evidence<'i>(&'i self, index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
        let mut things = vec![thing];
        for fact in &self.way {
            things = things.into_iter().flat_map(|thing| next(index, thing, fact)).collect();
        }
        things
            .into_iter()
            .flat_map(|thing| match self.fact.shows {
                Shows::Nothing => Vec::new(),
                Shows::Derived(show) => show(index, thing),
                Shows::Member(pointer) => {
                    let (pointer, value) = thing.member(index, pointer);
                    let says = in_short(self.fact.doc);
                    let operation = thing.operation().to_owned();
                    vec![Evidence { resource: thing.resource(), operation, pointer, value, says }]
                }
            })
            .collect()
    }
}

/// The things a fact leads to.
fn next<'i>(index: &'i Index<'i>, thing: Thing<'i>, fact: &'static Fact) -> Vec<Thing<'i>> {
    let thing_of = |value| match value {
        Value::Thing(thing) => Some(thing),
        Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::Trace(_) | Value::List(_) => None,
    };
    match (fact.read)(index, thing) {
        Answer::Known(Value::List(list)) => list.items.into_iter().filter_map(thing_of).collect(),
        Answer::Known(value) => thing_of(value).into_iter().collect(),
        Answer::Unknown(_) => Vec::new(),
    }
}

/// What a fact is, as a clause: its documentation up to the first colon or semicolon, in the middle of a sentence.
fn in_short(doc: &str) -> String {
    let clause = doc.split([':', ';']).next().unwrap_or(doc).trim_end_matches('.');
    let mut letters = clause.chars();
    match (letters.next(), letters.clone().next()) {
        // An abbreviation such as `VPC` keeps its capitals.
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(letters).collect(),
        _ => clause.to_owned(),
    }
}
