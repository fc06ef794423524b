//! The typed tree of a condition. Its leaves are fact functions.

use super::function::Function;
use crate::facts::Fact;

/// How two numbers are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Order {
    pub(super) fn holds(self, left: i64, right: i64) -> bool {
        match self {
            Self::Less => left < right,
            Self::LessOrEqual => left <= right,
            Self::Greater => left > right,
            Self::GreaterOrEqual => left >= right,
        }
    }
}

/// A node. The checker has seen to it that every operand has the type its operator needs.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Number(i64),
    /// A text.
    Text(String),
    /// `[a, b]`, of scalars of one type.
    List(Vec<Self>),
    /// A setting of the policy, by its place.
    Setting(usize),
    /// The thing walked (0), or the variable of an `exists` or `all` (1, 2).
    Slot(usize),
    /// A fact of a thing.
    Fact(Box<Self>, &'static Fact),
    /// `!a`
    Not(Box<Self>),
    /// `a && b`
    And(Box<[Self; 2]>),
    /// `a || b`
    Or(Box<[Self; 2]>),
    /// `a == b`
    Equal(Box<[Self; 2]>),
    /// `a < b` and its kin.
    Order(Order, Box<[Self; 2]>),
    /// `a in b`
    In(Box<[Self; 2]>),
    /// `a ? b : c`
    If(Box<[Self; 3]>),
    /// `list.exists(x, body)`: the list, the variable's slot, the body.
    Exists(Box<[Self; 2]>, usize),
    /// `list.all(x, body)`.
    All(Box<[Self; 2]>, usize),
    /// A function's call.
    Call(&'static Function, Vec<Self>),
}
