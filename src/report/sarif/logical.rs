//! The things of a run by name: its account, and below that what the results are about.

use super::log::LogicalLocation;
use crate::finding::Subject;
use crate::report::Audited;
use std::collections::BTreeMap;

/// The logical locations of a run, each told once and then by its index (3.14.17).
pub struct Names {
    told: Vec<LogicalLocation>,
    index: BTreeMap<String, usize>,
}

impl Names {
    /// The names of an account's run; the account is the first.
    pub fn of(audited: &Audited) -> Self {
        let account = LogicalLocation {
            index: None,
            name: Some(audited.account.to_string()),
            fully_qualified_name: format!("{}/{}", audited.partition, audited.account),
            kind: Some("namespace"),
            parent_index: None,
        };
        Self { told: vec![account], index: BTreeMap::new() }
    }

    /// A reference to a subject, which is told if it was not yet. Name and kind are said again, for readers that do not
    /// follow the index.
    pub fn refer(&mut self, subject: &Subject) -> LogicalLocation {
        let identity = subject.identity();
        let told = &mut self.told;
        let index = *self.index.entry(identity.clone()).or_insert_with(|| {
            told.push(LogicalLocation {
                index: None,
                name: Some(subject.id()),
                fully_qualified_name: identity.clone(),
                kind: Some("resource"),
                parent_index: Some(0),
            });
            told.len() - 1
        });
        LogicalLocation {
            index: Some(index),
            name: Some(subject.id()),
            fully_qualified_name: identity,
            kind: Some("resource"),
            parent_index: None,
        }
    }

    /// Everything told, in order.
    pub fn into_told(self) -> Vec<LogicalLocation> {
        self.told
    }
}
