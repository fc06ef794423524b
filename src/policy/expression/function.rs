//! The functions of conditions, one entry each. All are pure; an argument that is unknown makes the result unknown.

use crate::facts::{Type, Value};
use crate::snapshot::{Answer, Gap};

/// What an argument may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Text, an id, a CIDR block, an ARN or a Region.
    Text,
    /// A list of anything.
    List,
}

impl Takes {
    /// Whether a value of a type will do.
    pub(super) fn accepts(self, kind: Type) -> bool {
        match self {
            Self::Text => kind.is_textual(),
            Self::List => matches!(kind, Type::List(_)),
        }
    }

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::List => "list",
        }
    }
}

/// A function of conditions.
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// What it is called on: `x.name(…)`.
    pub on: Takes,
    /// What else it takes.
    pub takes: &'static [Takes],
    /// What it gives.
    pub gives: Type,
    /// Whether `name(x, …)` is the same.
    pub plain: bool,
    /// One sentence.
    pub doc: &'static str,
    pub(super) run: for<'v> fn(&[Value<'v>]) -> Answer<Value<'v>>,
}

impl std::fmt::Debug for Function {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}()", self.name)
    }
}

impl Function {
    /// How it is written, with the types of what it takes.
    pub fn usage(&self) -> String {
        let takes: Vec<&str> = self.takes.iter().map(|takes| takes.as_str()).collect();
        format!("{}.{}({})", self.on.as_str(), self.name, takes.join(", "))
    }
}

/// Every function.
pub static FUNCTIONS: &[Function] = &[
    Function {
        name: "contains",
        on: Takes::Text,
        takes: &[Takes::Text],
        gives: Type::Bool,
        plain: false,
        doc: "Whether the text holds the other anywhere. To look for an element of a list, use `in`.",
        run: |values| texts(values, |text, part| text.contains(part)),
    },
    Function {
        name: "endsWith",
        on: Takes::Text,
        takes: &[Takes::Text],
        gives: Type::Bool,
        plain: false,
        doc: "Whether the text ends with the other.",
        run: |values| texts(values, |text, end| text.ends_with(end)),
    },
    Function {
        name: "size",
        on: Takes::List,
        takes: &[],
        gives: Type::Number,
        plain: true,
        doc: "The number of elements. Unknown while the list may have more than was seen.",
        run: |values| match values {
            [Value::List(list)] => list.size().map(|size| Value::Number(i64::try_from(size).unwrap_or(i64::MAX))),
            _ => Answer::unknown(broken("size")),
        },
    },
    Function {
        name: "startsWith",
        on: Takes::Text,
        takes: &[Takes::Text],
        gives: Type::Bool,
        plain: false,
        doc: "Whether the text begins with the other.",
        run: |values| texts(values, |text, start| text.starts_with(start)),
    },
];

fn texts<'v>(values: &[Value<'v>], test: impl FnOnce(&str, &str) -> bool) -> Answer<Value<'v>> {
    match values {
        [Value::Text(text), Value::Text(other)] => Answer::Known(Value::Bool(test(text, other))),
        _ => Answer::unknown(broken("a function")),
    }
}

/// A value that has not the type its fact declares: our own mistake, and no ground for a verdict.
pub(super) fn broken(what: &str) -> Gap {
    Gap::Malformed { field: what.to_owned(), at: "byway's own vocabulary".to_owned() }
}
