//! What the user narrowed a run to.

use crate::finding::Severity;
use crate::id::Region;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// What the user narrowed the run to. Empty for a full run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrowing {
    /// The Regions asked for by name.
    pub regions: Vec<Region>,
    /// The policies asked for by name.
    pub policies: Vec<String>,
    /// The mildest severity shown.
    pub min_severity: Option<Severity>,
}

impl Narrowing {
    /// Whether the run is a full one.
    pub fn is_full(&self) -> bool {
        let Self { regions, policies, min_severity } = self;
        regions.is_empty() && policies.is_empty() && min_severity.is_none()
    }

    /// Eight hex digits that tell one narrowing from another; `None` for a full run.
    ///
    /// INVARIANT: the same narrowing has the same digits whatever the order of its options. Categories of code-scanning
    /// runs are made from them.
    pub fn digest(&self) -> Option<String> {
        if self.is_full() {
            return None;
        }
        let regions: BTreeSet<&str> = self.regions.iter().map(Region::as_str).collect();
        let policies: BTreeSet<&str> = self.policies.iter().map(String::as_str).collect();
        let array =
            serde_json::json!(["byway-narrowing/1", regions, policies, self.min_severity.map(Severity::as_str)]);
        let digest = Sha256::digest(array.to_string().as_bytes());
        Some(digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect())
    }
}
