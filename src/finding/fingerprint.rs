//! What stays the same about a finding from run to run.

use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};
use std::fmt::{self, Write};

/// The identity of a finding: sha256 over the JSON array `["byway/1", policy, arn, key]`.
///
/// INVARIANT: never changes for the same policy, thing and key. Dashboards and waivers hang on it; so the reason, the
/// message, line numbers and the viewer's account stay out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// The fingerprint of a policy's verdict on a thing; `key` tells several on one thing apart.
    pub fn new(policy: &str, arn: &str, key: &str) -> Self {
        let array = serde_json::Value::from(vec!["byway/1", policy, arn, key]).to_string();
        let mut hex = String::with_capacity(64);
        for byte in Sha256::digest(array.as_bytes()) {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02x}");
        }
        Self(hex)
    }

    /// The whole, 64 hex digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What GitHub reads as `primaryLocationLineHash`: the first 16 hex digits and `:1`.
    pub fn line_hash(&self) -> String {
        format!("{}:1", self.0.get(..16).unwrap_or(&self.0))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
