//! Why a value is unknown.

use super::Coverage;
use crate::id::AccountId;
use std::collections::BTreeSet;
use std::fmt;

/// One reason why a value cannot be known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gap {
    /// A question was not answered in full; the record says which and how it ended.
    NotSeen(Box<Coverage>),
    /// The thing belongs to another account, which this one cannot ask.
    Foreign {
        /// The other account.
        owner: AccountId,
    },
    /// AWS answered with a value byway does not know.
    Unrecognised {
        /// The thing and its member, such as `vpce-0abc State`.
        field: String,
        /// The value. Hostile text.
        value: String,
    },
    /// AWS's answer lacks a member it documents, or holds one that cannot be read.
    Malformed {
        /// The member, such as `IpProtocol`.
        field: String,
        /// The thing it belongs to.
        at: String,
    },
    /// What was seen allows more than one answer.
    Ambiguous {
        /// The alternatives, naming resources.
        what: String,
    },
    /// AWS has a rule here that byway does not follow yet.
    NotModelled {
        /// The rule.
        what: String,
    },
}

impl Gap {
    /// The word for the kind of gap in JSON.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::NotSeen(_) => "not-seen",
            Self::Foreign { .. } => "foreign",
            Self::Unrecognised { .. } => "unrecognised",
            Self::Malformed { .. } => "malformed",
            Self::Ambiguous { .. } => "ambiguous",
            Self::NotModelled { .. } => "not-modelled",
        }
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSeen(coverage) => {
                write!(out, "{} in {}/{}", coverage.operation, coverage.account, coverage.region)?;
                if !coverage.key.is_empty() {
                    write!(out, " for {}", coverage.key)?;
                }
                write!(out, " was {}", coverage.outcome)?;
                match &coverage.code {
                    Some(code) => write!(out, " ({code})"),
                    None => Ok(()),
                }
            }
            Self::Foreign { owner } => write!(out, "account {owner} owns it and was not asked"),
            Self::Unrecognised { field, value } => write!(out, "{field} is `{value}`, which byway does not know"),
            Self::Malformed { field, at } => write!(out, "{field} of {at} is missing or cannot be read"),
            Self::Ambiguous { what } => write!(out, "{what}"),
            Self::NotModelled { what } => write!(out, "byway does not model {what} yet"),
        }
    }
}

/// A set of reasons; empty where nothing is unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gaps(BTreeSet<Gap>);

impl Gaps {
    /// No reason at all.
    pub fn none() -> Self {
        Self::default()
    }

    /// Whether there is no reason.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The reasons, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Gap> {
        self.0.iter()
    }

    /// Adds the reasons of `other`.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// These reasons and those of `other`.
    #[must_use]
    pub fn union(mut self, other: Self) -> Self {
        self.extend(other);
        self
    }
}

impl From<Gap> for Gaps {
    fn from(gap: Gap) -> Self {
        Self(BTreeSet::from([gap]))
    }
}

impl FromIterator<Gap> for Gaps {
    fn from_iter<I: IntoIterator<Item = Gap>>(gaps: I) -> Self {
        Self(gaps.into_iter().collect())
    }
}
