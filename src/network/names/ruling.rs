//! What a name leads to, at rest, and how several that are possible become one answer.

use crate::finding::Hop;
use crate::snapshot::{Answer, Gap, Gaps};
use std::net::IpAddr;

/// What a name leads to; an endpoint by its id, so that it can be held beside what it was read from.
#[derive(Clone, Debug)]
pub(super) enum Kept {
    Endpoint(String, Answer<Vec<IpAddr>>),
    Addresses(Vec<IpAddr>),
    Public,
    Nothing(String),
}

impl Kept {
    /// Whether packets would fare the same. Why there is nothing does not matter to them.
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Endpoint(one, addresses), Self::Endpoint(two, others)) => one == two && addresses == others,
            (Self::Addresses(one), Self::Addresses(two)) => one == two,
            (Self::Public, Self::Public) | (Self::Nothing(_), Self::Nothing(_)) => true,
            (Self::Endpoint(..) | Self::Addresses(_) | Self::Public | Self::Nothing(_), _) => false,
        }
    }
}

/// What a name leads to, and what decided it.
#[derive(Clone, Debug)]
pub(super) struct Ruling {
    pub answer: Answer<Kept>,
    pub hops: Vec<Hop>,
}

impl Ruling {
    pub fn known(kept: Kept) -> Self {
        Self { answer: Answer::Known(kept), hops: Vec::new() }
    }

    pub fn nothing(why: impl Into<String>) -> Self {
        Self::known(Kept::Nothing(why.into()))
    }

    pub fn unknown(gaps: impl Into<Gaps>) -> Self {
        Self { answer: Answer::Unknown(gaps.into()), hops: Vec::new() }
    }

    pub fn not_modelled(what: impl Into<String>) -> Self {
        Self::unknown(Gap::NotModelled { what: what.into() })
    }

    /// The same, decided by `hop` first.
    #[must_use]
    pub fn after(mut self, hop: Hop) -> Self {
        self.hops.insert(0, hop);
        self
    }
}

/// One answer of all that are possible, the likeliest first: known only if all lead to the same. `doubt` says why there is
/// more than one.
pub(super) fn settle(possible: Vec<Ruling>, doubt: Gaps) -> Ruling {
    let mut gaps = Gaps::none();
    let mut first: Option<Kept> = None;
    let mut differ = false;
    for ruling in &possible {
        match (&ruling.answer, &first) {
            (Answer::Known(kept), None) => first = Some(kept.clone()),
            (Answer::Known(kept), Some(held)) => differ |= !kept.same(held),
            (Answer::Unknown(more), _) => gaps.extend(more.clone()),
        }
    }
    let hops = possible.into_iter().next().map(|ruling| ruling.hops).unwrap_or_default();
    match first {
        Some(kept) if gaps.is_empty() && !differ => Ruling { answer: Answer::Known(kept), hops },
        Some(_) | None => {
            gaps.extend(doubt);
            if gaps.is_empty() {
                gaps.extend(
                    Gap::Ambiguous { what: "what was seen allows several answers to the name".to_owned() }.into(),
                );
            }
            Ruling { answer: Answer::Unknown(gaps), hops }
        }
    }
}
