//! Evaluates a condition's tree in Kleene's logic. Pure, and bounded by a number of steps.
//!
//! INVARIANT: a known result is what every way of filling in the unknowns would give.

use super::super::setting::{Setting, Worth};
use super::function::broken;
use super::tree::Node;
use crate::facts::{Thing, Value};
use crate::network::Index;
use crate::snapshot::{Answer, Gap, Gaps, Listing};
use std::borrow::Cow;

/// The most steps one evaluation may take; Kubernetes gives as much to one expression.
pub(crate) const STEPS: u32 = 1_000_000;

/// The steps are used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spent;

impl From<Spent> for Gaps {
    fn from(_: Spent) -> Self {
        Gap::NotModelled { what: "a condition that needs more than 1,000,000 steps".to_owned() }.into()
    }
}

type Reckoned<T> = Result<Answer<T>, Spent>;

/// One evaluation: the thing walked, the variables, and the steps left.
pub(crate) struct Evaluation<'i> {
    index: &'i Index<'i>,
    settings: &'i [Setting],
    slots: [Option<Value<'i>>; 1 + super::NESTED],
    left: u32,
}

impl<'i> Evaluation<'i> {
    pub fn new(index: &'i Index<'i>, thing: Thing<'i>, settings: &'i [Setting]) -> Self {
        Self { index, settings, slots: [Some(Value::Thing(thing)), None, None], left: STEPS }
    }

    /// The truth of a tree; unknown when the steps do not suffice.
    pub fn truth_or_spent(&mut self, node: &'i Node) -> Answer<bool> {
        self.truth(node).unwrap_or_else(|spent| Answer::Unknown(spent.into()))
    }

    /// The value of a tree; unknown when the steps do not suffice.
    pub fn value_or_spent(&mut self, node: &'i Node) -> Answer<Value<'i>> {
        self.value(node).unwrap_or_else(|spent| Answer::Unknown(spent.into()))
    }

    fn step(&mut self) -> Result<(), Spent> {
        self.left = self.left.checked_sub(1).ok_or(Spent)?;
        Ok(())
    }

    fn truth(&mut self, node: &'i Node) -> Reckoned<bool> {
        self.step()?;
        Ok(match node {
            Node::Bool(value) => Answer::Known(*value),
            Node::Not(of) => self.truth(of)?.negate(),
            Node::And(both) => {
                let [left, right] = &**both;
                match self.truth(left)? {
                    Answer::Known(false) => Answer::Known(false),
                    // The other side is read even when this one is unknown: it may decide, and its reasons count.
                    left @ (Answer::Known(true) | Answer::Unknown(_)) => left.and(self.truth(right)?),
                }
            }
            Node::Or(both) => {
                let [left, right] = &**both;
                match self.truth(left)? {
                    Answer::Known(true) => Answer::Known(true),
                    left @ (Answer::Known(false) | Answer::Unknown(_)) => left.or(self.truth(right)?),
                }
            }
            Node::Equal(both) => {
                let [left, right] = &**both;
                let (left, right) = (self.value(left)?, self.value(right)?);
                left.zip(right).and_then(|(left, right)| same(&left, &right))
            }
            Node::Order(order, both) => {
                let [left, right] = &**both;
                let (left, right) = (self.value(left)?, self.value(right)?);
                left.zip(right).and_then(|pair| match pair {
                    (Value::Number(left), Value::Number(right)) => Answer::Known(order.holds(left, right)),
                    _ => Answer::unknown(broken("a number")),
                })
            }
            Node::In(both) => {
                let [element, list] = &**both;
                let element = self.value(element)?;
                let list = self.list(list)?;
                self.within(element, list)?
            }
            Node::Exists(both, slot) => {
                let [list, body] = &**both;
                let list = self.list(list)?;
                self.quantified(list, body, *slot, true)?
            }
            Node::All(both, slot) => {
                let [list, body] = &**both;
                let list = self.list(list)?;
                self.quantified(list, body, *slot, false)?
            }
            Node::Number(_)
            | Node::Text(_)
            | Node::List(_)
            | Node::Setting(_)
            | Node::Slot(_)
            | Node::Fact(..)
            | Node::If(_)
            | Node::Call(..) => self.other(node)?.and_then(|value| match value {
                Value::Bool(value) => Answer::Known(value),
                Value::Number(_) | Value::Text(_) | Value::Trace(_) | Value::List(_) | Value::Thing(_) => {
                    Answer::unknown(broken("a bool"))
                }
            }),
        })
    }

    fn value(&mut self, node: &'i Node) -> Reckoned<Value<'i>> {
        match node {
            Node::Bool(_)
            | Node::Not(_)
            | Node::And(_)
            | Node::Or(_)
            | Node::Equal(_)
            | Node::Order(..)
            | Node::In(_)
            | Node::Exists(..)
            | Node::All(..) => Ok(self.truth(node)?.map(Value::Bool)),
            Node::Number(_)
            | Node::Text(_)
            | Node::List(_)
            | Node::Setting(_)
            | Node::Slot(_)
            | Node::Fact(..)
            | Node::If(_)
            | Node::Call(..) => {
                self.step()?;
                self.other(node)
            }
        }
    }

    /// What is not always true or false. The caller has counted the step.
    fn other(&mut self, node: &'i Node) -> Reckoned<Value<'i>> {
        Ok(match node {
            Node::Number(number) => Answer::Known(Value::Number(*number)),
            Node::Text(text) => Answer::Known(Value::Text(Cow::Borrowed(text))),
            Node::List(elements) => {
                let mut list = Listing::complete(Vec::with_capacity(elements.len()));
                for element in elements {
                    match self.value(element)? {
                        Answer::Known(value) => list.items.push(value),
                        // An element that is not known is one more that may be anything.
                        Answer::Unknown(gaps) => list.rest.extend(gaps),
                    }
                }
                Answer::Known(Value::List(list))
            }
            Node::Setting(place) => match self.settings.get(*place).map(|setting| &setting.value) {
                Some(Worth::Bool(value)) => Answer::Known(Value::Bool(*value)),
                Some(Worth::Number(value)) => Answer::Known(Value::Number(*value)),
                Some(Worth::Text(value)) => Answer::Known(Value::Text(Cow::Borrowed(value))),
                None => Answer::unknown(broken("option")),
            },
            Node::Slot(slot) => match self.slots.get(*slot) {
                Some(Some(value)) => Answer::Known(value.clone()),
                Some(None) | None => Answer::unknown(broken("a variable")),
            },
            Node::Fact(of, fact) => {
                let index = self.index;
                self.thing(of)?.and_then(|thing| (fact.read)(index, thing))
            }
            Node::If(all) => {
                let [test, yes, no] = &**all;
                match self.truth(test)? {
                    Answer::Known(true) => self.value(yes)?,
                    Answer::Known(false) => self.value(no)?,
                    Answer::Unknown(gaps) => either(gaps, self.value(yes)?, self.value(no)?),
                }
            }
            Node::Call(function, operands) => {
                let mut values = Vec::with_capacity(operands.len());
                let mut gaps = Gaps::none();
                for operand in operands {
                    match self.value(operand)? {
                        Answer::Known(value) => values.push(value),
                        Answer::Unknown(more) => gaps.extend(more),
                    }
                }
                if gaps.is_empty() { (function.run)(&values) } else { Answer::Unknown(gaps) }
            }
            Node::Bool(_)
            | Node::Not(_)
            | Node::And(_)
            | Node::Or(_)
            | Node::Equal(_)
            | Node::Order(..)
            | Node::In(_)
            | Node::Exists(..)
            | Node::All(..) => self.truth(node)?.map(Value::Bool),
        })
    }

    /// The thing a fact is asked of, without copying what else a slot may hold.
    fn thing(&mut self, node: &'i Node) -> Reckoned<Thing<'i>> {
        if let Node::Slot(slot) = node
            && let Some(Some(Value::Thing(thing))) = self.slots.get(*slot)
        {
            return Ok(Answer::Known(*thing));
        }
        Ok(self.value(node)?.and_then(|value| match value {
            Value::Thing(thing) => Answer::Known(thing),
            Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::Trace(_) | Value::List(_) => {
                Answer::unknown(broken("a thing"))
            }
        }))
    }

    /// A list; one that is not known at all has no elements seen, and all the reasons for more.
    fn list(&mut self, node: &'i Node) -> Result<Listing<Value<'i>>, Spent> {
        Ok(match self.value(node)? {
            Answer::Known(Value::List(list)) => list,
            Answer::Known(Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::Trace(_) | Value::Thing(_)) => {
                Listing::unseen(broken("a list").into())
            }
            Answer::Unknown(gaps) => Listing::unseen(gaps),
        })
    }

    /// Whether a list holds an element: what it does not hold for certain it may hold unseen.
    fn within(&mut self, element: Answer<Value<'i>>, list: Listing<Value<'i>>) -> Reckoned<bool> {
        let element = match element {
            Answer::Known(element) => element,
            // Nothing is in a list known to be empty.
            Answer::Unknown(_) if list.items.is_empty() && list.rest.is_empty() => return Ok(Answer::Known(false)),
            Answer::Unknown(gaps) => return Ok(Answer::Unknown(gaps.union(list.rest))),
        };
        let mut answer = Answer::Known(false);
        for item in &list.items {
            self.step()?;
            answer = answer.or(same(item, &element));
            if let Answer::Known(true) = answer {
                return Ok(answer);
            }
        }
        Ok(if list.rest.is_empty() { answer } else { answer.or(Answer::Unknown(list.rest)) })
    }

    /// `exists` when `looked_for` is true, `all` when it is false: the truth that decides at once.
    fn quantified(
        &mut self,
        list: Listing<Value<'i>>,
        body: &'i Node,
        slot: usize,
        looked_for: bool,
    ) -> Reckoned<bool> {
        let Listing { items, rest: mut gaps } = list;
        for item in items {
            if let Some(place) = self.slots.get_mut(slot) {
                *place = Some(item);
            }
            match self.truth(body)? {
                Answer::Known(truth) if truth == looked_for => return Ok(Answer::Known(looked_for)),
                Answer::Known(_) => {}
                Answer::Unknown(more) => gaps.extend(more),
            }
        }
        Ok(if gaps.is_empty() { Answer::Known(!looked_for) } else { Answer::Unknown(gaps) })
    }
}

/// Equality of two scalars.
fn same(left: &Value<'_>, right: &Value<'_>) -> Answer<bool> {
    match (left, right) {
        (Value::Bool(left), Value::Bool(right)) => Answer::Known(left == right),
        (Value::Number(left), Value::Number(right)) => Answer::Known(left == right),
        (Value::Text(left), Value::Text(right)) => Answer::Known(left == right),
        _ => Answer::unknown(broken("a comparison")),
    }
}

/// `?:` under an unknown condition: what both sides agree on, else unknown with the reasons of all that was read.
fn either<'i>(mut gaps: Gaps, yes: Answer<Value<'i>>, no: Answer<Value<'i>>) -> Answer<Value<'i>> {
    match (yes, no) {
        (Answer::Known(yes), Answer::Known(no)) => match same(&yes, &no) {
            Answer::Known(true) => Answer::Known(yes),
            Answer::Known(false) | Answer::Unknown(_) => Answer::Unknown(gaps),
        },
        (Answer::Unknown(more), Answer::Known(_)) | (Answer::Known(_), Answer::Unknown(more)) => {
            gaps.extend(more);
            Answer::Unknown(gaps)
        }
        (Answer::Unknown(yes), Answer::Unknown(no)) => {
            gaps.extend(yes);
            gaps.extend(no);
            Answer::Unknown(gaps)
        }
    }
}
