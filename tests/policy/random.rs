//! Random conditions, well typed, with a naive meaning of their own: what the engine is compared with.

use super::vocabulary::{Plain, Said};
use byway::snapshot::{Answer, Listing};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Choices made from random bytes; when they run out every choice is the first, so conditions end and shrink.
pub struct Choices<'b> {
    bytes: std::slice::Iter<'b, u8>,
}

impl<'b> Choices<'b> {
    pub fn new(bytes: &'b [u8]) -> Self {
        Self { bytes: bytes.iter() }
    }

    pub fn below(&mut self, count: usize) -> usize {
        self.bytes.next().map_or(0, |byte| usize::from(*byte) % count)
    }
}

/// A runner that always makes the same choices, so that a failure here is a failure everywhere.
pub fn runner(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 4096, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

pub const BOOLS: [&str; 4] = ["b0", "b1", "b2", "b3"];
pub const NUMBERS: [&str; 2] = ["n0", "n1"];
pub const TEXTS: [&str; 2] = ["t0", "t1"];
pub const TEXT_LISTS: [&str; 2] = ["l0", "l1"];
pub const NUMBER_LISTS: [&str; 1] = ["m0"];
pub const LETTERS: [&str; 3] = ["a", "b", "ab"];

#[derive(Clone, Debug)]
pub enum Tree {
    Bool(bool),
    Fact(&'static str),
    Variable(usize),
    Number(i64),
    Text(&'static str),
    List(Vec<Tree>),
    Not(Box<Tree>),
    Two(&'static str, Box<Tree>, Box<Tree>),
    If(Box<Tree>, Box<Tree>, Box<Tree>),
    Loop(&'static str, Box<Tree>, usize, Box<Tree>),
    Method(&'static str, Box<Tree>, Option<Box<Tree>>),
}

fn pick<T: Copy>(choices: &mut Choices<'_>, from: &[T]) -> T {
    from[choices.below(from.len())]
}

fn boxed(tree: Tree) -> Box<Tree> {
    Box::new(tree)
}

/// Variables in scope, whether each holds a text.
type Scope = Vec<bool>;

pub fn bool_tree(choices: &mut Choices<'_>, depth: usize, scope: &mut Scope) -> Tree {
    if depth == 0 {
        return if choices.below(5) == 1 {
            Tree::Bool(choices.below(2) == 0)
        } else {
            Tree::Fact(pick(choices, &BOOLS))
        };
    }
    let depth = depth - 1;
    match choices.below(11) {
        0 => Tree::Fact(pick(choices, &BOOLS)),
        1 => Tree::Not(boxed(bool_tree(choices, depth, scope))),
        2 | 3 => Tree::Two("&&", boxed(bool_tree(choices, depth, scope)), boxed(bool_tree(choices, depth, scope))),
        4 | 5 => Tree::Two("||", boxed(bool_tree(choices, depth, scope)), boxed(bool_tree(choices, depth, scope))),
        6 => {
            let sign = pick(choices, &["<", "<=", ">", ">=", "==", "!="]);
            Tree::Two(sign, boxed(number_tree(choices, depth, scope)), boxed(number_tree(choices, depth, scope)))
        }
        7 => {
            let sign = pick(choices, &["==", "!="]);
            Tree::Two(sign, boxed(text_tree(choices, depth, scope)), boxed(text_tree(choices, depth, scope)))
        }
        8 => {
            if choices.below(3) == 0 {
                let list = boxed(number_list(choices, depth, scope));
                Tree::Two("in", boxed(number_tree(choices, depth, scope)), list)
            } else {
                let list = boxed(text_list(choices, depth, scope));
                Tree::Two("in", boxed(text_tree(choices, depth, scope)), list)
            }
        }
        9 if scope.len() < 2 => {
            let which = pick(choices, &["exists", "all"]);
            let texts = choices.below(3) != 0;
            let list = if texts { text_list(choices, depth, scope) } else { number_list(choices, depth, scope) };
            scope.push(texts);
            let slot = scope.len() - 1;
            let body = bool_tree(choices, depth, scope);
            scope.pop();
            Tree::Loop(which, boxed(list), slot, boxed(body))
        }
        9 => Tree::Fact(pick(choices, &BOOLS)),
        _ => match choices.below(3) {
            0 => Tree::If(
                boxed(bool_tree(choices, depth, scope)),
                boxed(bool_tree(choices, depth, scope)),
                boxed(bool_tree(choices, depth, scope)),
            ),
            1 => Tree::Two("==", boxed(bool_tree(choices, depth, scope)), boxed(bool_tree(choices, depth, scope))),
            _ => {
                let name = pick(choices, &["startsWith", "endsWith", "contains"]);
                let of = boxed(text_tree(choices, depth, scope));
                Tree::Method(name, of, Some(boxed(text_tree(choices, depth, scope))))
            }
        },
    }
}

fn number_tree(choices: &mut Choices<'_>, depth: usize, scope: &mut Scope) -> Tree {
    match choices.below(if depth == 0 { 3 } else { 5 }) {
        0 => Tree::Fact(pick(choices, &NUMBERS)),
        1 => Tree::Number(pick(choices, &[0, 1, 2, -1])),
        2 => match scope.iter().position(|texts| !texts) {
            Some(slot) => Tree::Variable(slot),
            None => Tree::Fact(pick(choices, &NUMBERS)),
        },
        3 => Tree::Method("size", boxed(text_list(choices, depth - 1, scope)), None),
        _ => Tree::If(
            boxed(bool_tree(choices, depth - 1, scope)),
            boxed(number_tree(choices, depth - 1, scope)),
            boxed(number_tree(choices, depth - 1, scope)),
        ),
    }
}

fn text_tree(choices: &mut Choices<'_>, depth: usize, scope: &mut Scope) -> Tree {
    match choices.below(if depth == 0 { 3 } else { 4 }) {
        0 => Tree::Fact(pick(choices, &TEXTS)),
        1 => Tree::Text(pick(choices, &LETTERS)),
        2 => match scope.iter().rposition(|texts| *texts) {
            Some(slot) => Tree::Variable(slot),
            None => Tree::Fact(pick(choices, &TEXTS)),
        },
        _ => Tree::If(
            boxed(bool_tree(choices, depth - 1, scope)),
            boxed(text_tree(choices, depth - 1, scope)),
            boxed(text_tree(choices, depth - 1, scope)),
        ),
    }
}

fn text_list(choices: &mut Choices<'_>, depth: usize, scope: &mut Scope) -> Tree {
    if choices.below(3) == 2 {
        let count = 1 + choices.below(2);
        return Tree::List((0..count).map(|_| text_tree(choices, depth.min(1), scope)).collect());
    }
    Tree::Fact(pick(choices, &TEXT_LISTS))
}

fn number_list(choices: &mut Choices<'_>, depth: usize, scope: &mut Scope) -> Tree {
    if choices.below(3) == 2 {
        let count = 1 + choices.below(2);
        return Tree::List((0..count).map(|_| number_tree(choices, depth.min(1), scope)).collect());
    }
    Tree::Fact(pick(choices, &NUMBER_LISTS))
}

impl Tree {
    /// The condition as a policy would write it.
    pub fn text(&self) -> String {
        match self {
            Self::Bool(value) => value.to_string(),
            Self::Fact(name) => format!("vpc.{name}"),
            Self::Variable(slot) => format!("v{slot}"),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => format!("\"{text}\""),
            Self::List(items) => format!("[{}]", items.iter().map(Self::text).collect::<Vec<_>>().join(", ")),
            Self::Not(of) => format!("!({})", of.text()),
            Self::Two(sign, left, right) => format!("({} {sign} {})", left.text(), right.text()),
            Self::If(test, yes, no) => format!("({} ? {} : {})", test.text(), yes.text(), no.text()),
            Self::Loop(which, list, slot, body) => format!("{}.{which}(v{slot}, {})", list.text(), body.text()),
            Self::Method("size", of, _) => format!("{}.size()", of.text()),
            Self::Method(name, of, with) => {
                format!("({}).{name}({})", of.text(), with.as_ref().map_or(String::new(), |with| with.text()))
            }
        }
    }

    /// The facts it names.
    pub fn facts(&self, into: &mut Vec<&'static str>) {
        match self {
            Self::Fact(name) if !into.contains(name) => into.push(name),
            Self::Bool(_) | Self::Fact(_) | Self::Variable(_) | Self::Number(_) | Self::Text(_) => {}
            Self::List(items) => items.iter().for_each(|item| item.facts(into)),
            Self::Not(of) => of.facts(into),
            Self::Two(_, left, right) | Self::Loop(_, left, _, right) => {
                left.facts(into);
                right.facts(into);
            }
            Self::If(test, yes, no) => {
                test.facts(into);
                yes.facts(into);
                no.facts(into);
            }
            Self::Method(_, of, with) => {
                of.facts(into);
                if let Some(with) = with {
                    with.facts(into);
                }
            }
        }
    }

    /// What it means where everything is known: plain two-valued logic, nothing clever.
    pub fn meaning(&self, said: &Said, variables: &mut Vec<Plain>) -> Plain {
        match self {
            Self::Bool(value) => Plain::Bool(*value),
            Self::Number(number) => Plain::Number(*number),
            Self::Text(text) => Plain::text(text),
            Self::Variable(slot) => variables[*slot].clone(),
            Self::Fact(name) => match &said[*name] {
                Answer::Known(value) => value.clone(),
                Answer::Unknown(_) => panic!("{name} is not known"),
            },
            Self::List(items) => {
                Plain::List(Listing::complete(items.iter().map(|item| item.meaning(said, variables)).collect()))
            }
            Self::Not(of) => Plain::Bool(!of.is_true(said, variables)),
            Self::Two("&&", left, right) => Plain::Bool(left.is_true(said, variables) & right.is_true(said, variables)),
            Self::Two("||", left, right) => Plain::Bool(left.is_true(said, variables) | right.is_true(said, variables)),
            Self::Two(sign, left, right) => {
                let (left, right) = (left.meaning(said, variables), right.meaning(said, variables));
                Plain::Bool(match (*sign, left, right) {
                    ("==", left, right) => left == right,
                    ("!=", left, right) => left != right,
                    ("<", Plain::Number(left), Plain::Number(right)) => left < right,
                    ("<=", Plain::Number(left), Plain::Number(right)) => left <= right,
                    (">", Plain::Number(left), Plain::Number(right)) => left > right,
                    (">=", Plain::Number(left), Plain::Number(right)) => left >= right,
                    ("in", element, Plain::List(list)) => list.items.contains(&element),
                    (sign, left, right) => panic!("{left:?} {sign} {right:?}"),
                })
            }
            Self::If(test, yes, no) => {
                if test.is_true(said, variables) {
                    yes.meaning(said, variables)
                } else {
                    no.meaning(said, variables)
                }
            }
            Self::Loop(which, list, _, body) => {
                let Plain::List(list) = list.meaning(said, variables) else { panic!("no list") };
                let mut truths = Vec::new();
                for item in list.items {
                    variables.push(item);
                    truths.push(body.is_true(said, variables));
                    variables.pop();
                }
                Plain::Bool(if *which == "exists" { truths.contains(&true) } else { !truths.contains(&false) })
            }
            Self::Method("size", of, _) => match of.meaning(said, variables) {
                Plain::List(list) => Plain::Number(list.items.len() as i64),
                other => panic!("no list: {other:?}"),
            },
            Self::Method(name, of, with) => {
                let with = with.as_ref().map(|with| with.meaning(said, variables));
                let (Plain::Text(of), Some(Plain::Text(with))) = (of.meaning(said, variables), with) else {
                    panic!("no texts")
                };
                Plain::Bool(match *name {
                    "startsWith" => of.starts_with(&with),
                    "endsWith" => of.ends_with(&with),
                    "contains" => of.contains(&with),
                    other => panic!("{other}"),
                })
            }
        }
    }

    pub fn is_true(&self, said: &Said, variables: &mut Vec<Plain>) -> bool {
        match self.meaning(said, variables) {
            Plain::Bool(value) => value,
            other => panic!("no bool: {other:?}"),
        }
    }
}

/// A known value for a fact.
pub fn known(choices: &mut Choices<'_>, fact: &str) -> Plain {
    if BOOLS.contains(&fact) {
        Plain::Bool(choices.below(2) == 0)
    } else if NUMBERS.contains(&fact) {
        Plain::Number(pick(choices, &[0, 1, 2]))
    } else if TEXTS.contains(&fact) {
        Plain::text(pick(choices, &LETTERS))
    } else if TEXT_LISTS.contains(&fact) {
        let count = choices.below(3);
        Plain::List(Listing::complete((0..count).map(|_| Plain::text(pick(choices, &LETTERS))).collect()))
    } else {
        let count = choices.below(3);
        Plain::List(Listing::complete((0..count).map(|_| Plain::Number(pick(choices, &[0, 1, 2]))).collect()))
    }
}
