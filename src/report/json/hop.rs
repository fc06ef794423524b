//! A hop in JSON.

use crate::finding::Hop;
use crate::id::ResourceId;
use serde::Serialize;
use serde_json::Value;

/// One step of a path.
#[derive(Serialize)]
pub(crate) struct HopOut<'a> {
    resource: PlaceOut<'a>,
    action: &'a str,
    decided_by: DeciderOut<'a>,
    see: &'static str,
}

#[derive(Serialize)]
struct PlaceOut<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    /// Null for what AWS itself owns.
    account: Option<&'a str>,
    region: &'a str,
}

#[derive(Serialize)]
struct DeciderOut<'a> {
    operation: &'a str,
    pointer: &'a str,
    value: &'a Value,
}

pub(crate) fn hop(hop: &Hop) -> HopOut<'_> {
    let Hop { resource, action, operation, pointer, value, see } = hop;
    let ResourceId { partition: _, owner, region, kind, id } = resource;
    HopOut {
        resource: PlaceOut {
            id,
            kind: kind.arn_type(),
            account: owner.as_ref().map(|owner| owner.as_str()),
            region: region.as_str(),
        },
        action,
        decided_by: DeciderOut { operation, pointer, value },
        see,
    }
}
