//! Values that may be unknown, with the reason.

use super::{Gap, Gaps};

/// A value, or why it cannot be known.
///
/// INVARIANT: the gaps of an `Unknown` are never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer<T> {
    /// The value.
    Known(T),
    /// It cannot be known, for these reasons.
    Unknown(Gaps),
}

impl<T> Answer<T> {
    /// Unknown for one reason.
    pub fn unknown(gap: Gap) -> Self {
        Self::Unknown(gap.into())
    }

    /// The value if known.
    pub fn known(self) -> Option<T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unknown(_) => None,
        }
    }

    /// Applies `change` to a known value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Answer<U> {
        match self {
            Self::Known(value) => Answer::Known(change(value)),
            Self::Unknown(gaps) => Answer::Unknown(gaps),
        }
    }

    /// Asks on with a known value.
    pub fn and_then<U>(self, next: impl FnOnce(T) -> Answer<U>) -> Answer<U> {
        match self {
            Self::Known(value) => next(value),
            Self::Unknown(gaps) => Answer::Unknown(gaps),
        }
    }

    /// Both values, or the reasons of both.
    pub fn zip<U>(self, other: Answer<U>) -> Answer<(T, U)> {
        match (self, other) {
            (Self::Known(left), Answer::Known(right)) => Answer::Known((left, right)),
            (Self::Known(_), Answer::Unknown(gaps)) | (Self::Unknown(gaps), Answer::Known(_)) => Answer::Unknown(gaps),
            (Self::Unknown(left), Answer::Unknown(right)) => Answer::Unknown(left.union(right)),
        }
    }

    /// A reference to the value.
    pub fn as_ref(&self) -> Answer<&T> {
        match self {
            Self::Known(value) => Answer::Known(value),
            Self::Unknown(gaps) => Answer::Unknown(gaps.clone()),
        }
    }
}

impl Answer<bool> {
    /// Kleene's and: false if either is false, whatever the other; unknown with the reasons of both otherwise.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Known(false), _) | (_, Self::Known(false)) => Self::Known(false),
            (Self::Known(true), other) | (other, Self::Known(true)) => other,
            (Self::Unknown(left), Self::Unknown(right)) => Self::Unknown(left.union(right)),
        }
    }

    /// Kleene's or: true if either is true, whatever the other; unknown with the reasons of both otherwise.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Known(true), _) | (_, Self::Known(true)) => Self::Known(true),
            (Self::Known(false), other) | (other, Self::Known(false)) => other,
            (Self::Unknown(left), Self::Unknown(right)) => Self::Unknown(left.union(right)),
        }
    }

    /// Kleene's not.
    #[must_use]
    pub fn negate(self) -> Self {
        self.map(|value| !value)
    }
}

/// A list, and why there may be more of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing<T> {
    /// What was seen.
    pub items: Vec<T>,
    /// Why more may exist; empty for a list known in full.
    pub rest: Gaps,
}

impl<T> Listing<T> {
    /// A list known in full.
    pub fn complete(items: Vec<T>) -> Self {
        Self { items, rest: Gaps::none() }
    }

    /// A list of which nothing is known.
    pub fn unseen(rest: Gaps) -> Self {
        Self { items: Vec::new(), rest }
    }

    /// Whether some item satisfies `test`: true when one does, else unknown while the list or a test is unknown.
    pub fn exists(&self, mut test: impl FnMut(&T) -> Answer<bool>) -> Answer<bool> {
        let mut gaps = self.rest.clone();
        for item in &self.items {
            match test(item) {
                Answer::Known(true) => return Answer::Known(true),
                Answer::Known(false) => {}
                Answer::Unknown(more) => gaps.extend(more),
            }
        }
        if gaps.is_empty() { Answer::Known(false) } else { Answer::Unknown(gaps) }
    }

    /// Whether every item satisfies `test`: false when one does not, else unknown while the list or a test is unknown.
    pub fn all(&self, mut test: impl FnMut(&T) -> Answer<bool>) -> Answer<bool> {
        self.exists(|item| test(item).negate()).negate()
    }

    /// The number of items, known only of a list known in full.
    pub fn size(&self) -> Answer<usize> {
        if self.rest.is_empty() { Answer::Known(self.items.len()) } else { Answer::Unknown(self.rest.clone()) }
    }

    /// The items that satisfy `test`; what cannot be tested becomes a reason why there may be more.
    #[must_use]
    pub fn filter(self, mut test: impl FnMut(&T) -> Answer<bool>) -> Self {
        let mut kept = Self { items: Vec::new(), rest: self.rest };
        for item in self.items {
            match test(&item) {
                Answer::Known(true) => kept.items.push(item),
                Answer::Known(false) => {}
                Answer::Unknown(gaps) => kept.rest.extend(gaps),
            }
        }
        kept
    }

    /// The list with each item changed.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Listing<U> {
        Listing { items: self.items.into_iter().map(change).collect(), rest: self.rest }
    }
}
