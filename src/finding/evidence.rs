//! What a verdict rests on.

use crate::id::ResourceId;
use serde_json::Value;

/// One thing seen: a resource, the operation that showed it, the member of its description, and what that means.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The thing.
    pub resource: ResourceId,
    /// The operation that showed it, such as `ec2:DescribeRouteTables`.
    pub operation: String,
    /// An RFC 6901 pointer into the thing's evidence document. For an absence, where the member would be.
    pub pointer: String,
    /// The member as AWS answered it; `null` for an absence. Hostile text.
    pub value: Value,
    /// What it means, one sentence without a final stop.
    pub says: String,
}

impl From<super::Hop> for Evidence {
    fn from(hop: super::Hop) -> Self {
        let super::Hop { resource, action, operation, pointer, value, see: _ } = hop;
        Self { resource, operation, pointer, value, says: action }
    }
}
