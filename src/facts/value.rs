//! Types and values of facts.

use super::{Noun, Thing};
use crate::finding::Hop;
use crate::snapshot::{Answer, Gap, Listing};
use std::borrow::Cow;
use std::fmt;

/// The type of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// True or false.
    Bool,
    /// A whole number.
    Number,
    /// Free text, names and tags included: may be hostile. Never in a command.
    Text,
    /// The id of a thing of AWS's, such as `vpc-0abc`.
    Id,
    /// A CIDR block.
    Cidr,
    /// An ARN.
    Arn,
    /// A Region's code.
    Region,
    /// A path, for evidence only.
    Trace,
    /// A list of one type.
    List(&'static Self),
    /// A thing with facts of its own.
    Thing(Noun),
}

impl Type {
    /// Whether a value may stand in a command: id, CIDR, ARN, Region or number, or a list of one of them.
    pub fn fits_command(self) -> bool {
        match self {
            Self::Number | Self::Id | Self::Cidr | Self::Arn | Self::Region => true,
            Self::List(of) => of.fits_command(),
            Self::Bool | Self::Text | Self::Trace | Self::Thing(_) => false,
        }
    }

    /// Whether a value is compared as text: text, ids, CIDR blocks, ARNs and Regions compare with text.
    pub fn is_textual(self) -> bool {
        match self {
            Self::Text | Self::Id | Self::Cidr | Self::Arn | Self::Region => true,
            Self::Bool | Self::Number | Self::Trace | Self::List(_) | Self::Thing(_) => false,
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool => out.write_str("bool"),
            Self::Number => out.write_str("number"),
            Self::Text => out.write_str("text"),
            Self::Id => out.write_str("id"),
            Self::Cidr => out.write_str("cidr"),
            Self::Arn => out.write_str("arn"),
            Self::Region => out.write_str("region"),
            Self::Trace => out.write_str("trace"),
            Self::List(of) => write!(out, "list of {of}"),
            Self::Thing(noun) => out.write_str(noun.name()),
        }
    }
}

/// The value of a fact. Text, ids, CIDR blocks, ARNs and Regions are all [`Value::Text`]; the fact's type tells.
#[derive(Clone, Debug)]
pub enum Value<'i> {
    /// True or false.
    Bool(bool),
    /// A whole number.
    Number(i64),
    /// Text of any textual type.
    Text(Cow<'i, str>),
    /// A path.
    Trace(Vec<Hop>),
    /// A list, and why there may be more of it.
    List(Listing<Value<'i>>),
    /// A thing.
    Thing(Thing<'i>),
}

impl<'i> Value<'i> {
    /// Text that the snapshot holds.
    pub fn text(text: &'i str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// Text made for the occasion.
    pub fn made(text: impl Into<String>) -> Self {
        Self::Text(Cow::Owned(text.into()))
    }

    /// A member that AWS documents as always there; unknown where it is not.
    pub(super) fn member(text: Option<&'i str>, field: &str, at: &str) -> Answer<Self> {
        match text {
            Some(text) => Answer::Known(Self::text(text)),
            None => Answer::unknown(Gap::Malformed { field: field.to_owned(), at: at.to_owned() }),
        }
    }

    /// A list known in full.
    pub(super) fn list(items: impl IntoIterator<Item = Self>) -> Answer<Self> {
        Answer::Known(Self::List(Listing::complete(items.into_iter().collect())))
    }

    /// A listing as a value.
    pub(super) fn listing<T>(listing: Listing<T>, change: impl FnMut(T) -> Self) -> Answer<Self> {
        Answer::Known(Self::List(listing.map(change)))
    }
}

/// A number of things; those of AWS are far below what an `i64` holds.
pub(super) fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
