//! Walks: the things that a policy judges one by one, and the lists that could not be walked.

use super::{Noun, Thing};
use crate::finding::Scope;
use crate::network::Index;
use crate::snapshot::{Collection, Gaps};

/// One stop of a walk.
#[derive(Debug)]
pub enum Stop<'i> {
    /// A thing to judge.
    Thing(Thing<'i>),
    /// A list that was not answered in full, so that things may be missing: the policy owes an Unknown for it.
    Unseen(Scope, Gaps),
}

/// A way through the things of one noun.
pub struct Walk {
    /// The name, as `each` writes it.
    pub name: &'static str,
    /// The noun; its name is the variable in the policy.
    pub noun: Noun,
    /// One sentence: which things are walked.
    pub doc: &'static str,
    /// The collections the walk itself reads.
    pub needs: &'static [Collection],
    /// The stops, in order of account, Region and id.
    pub stops: for<'i> fn(&'i Index<'i>) -> Vec<Stop<'i>>,
}

/// Every walk.
pub fn walks() -> &'static [Walk] {
    super::WALKS
}

/// The walk of a name.
pub fn walk(name: &str) -> Option<&'static Walk> {
    walks().iter().find(|walk| walk.name == name)
}

impl std::fmt::Debug for Walk {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "walk {}", self.name)
    }
}
