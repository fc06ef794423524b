//! What was not seen as results: dashboards that read no notifications see these.

use super::log::{Location, LogicalLocation, Message, SarifResult};
use super::place;
use super::rules::COVERAGE_GAP;
use crate::report::unanswered::{self, Unanswered};
use crate::report::{Audited, plain};
use crate::snapshot::Coverage;
use serde_json::json;
use std::collections::BTreeMap;

/// One result per question, that is per operation and key, never per page.
pub fn results(unanswered: &[Unanswered<'_>], audited: &Audited, rule_index: usize) -> Vec<SarifResult> {
    unanswered
        .iter()
        .flat_map(|gap| gap.records.iter().enumerate().map(move |(at, record)| (gap, at, *record)))
        .map(|(gap, at, record)| {
            let fingerprint = unanswered::fingerprint(audited.partition, record);
            SarifResult {
                rule_id: COVERAGE_GAP.to_owned(),
                rule_index,
                kind: "fail",
                level: "note",
                message: Message::new(told(record)),
                locations: [Location {
                    id: None,
                    physical_location: place::in_document(
                        gap.path.clone(),
                        &gap.document,
                        &format!("/Unanswered/{at}/Operation"),
                    ),
                    // The account, which every run's names begin with.
                    logical_locations: vec![LogicalLocation {
                        index: Some(0),
                        name: None,
                        fully_qualified_name: format!("{}/{}", audited.partition, audited.account),
                        kind: None,
                        parent_index: None,
                    }],
                    message: None,
                }],
                related_locations: Vec::new(),
                code_flows: Vec::new(),
                partial_fingerprints: BTreeMap::from([("primaryLocationLineHash", fingerprint.line_hash())]),
                fingerprints: BTreeMap::from([("bywayFindingId/v1", fingerprint.to_string())]),
                properties: BTreeMap::from([
                    ("account", json!(record.account.as_str())),
                    ("code", json!(record.code)),
                    ("key", json!(record.key)),
                    ("operation", json!(record.operation)),
                    ("outcome", json!(record.outcome.as_str())),
                    ("permission", json!(record.permission)),
                    ("region", json!(record.region.as_str())),
                ]),
            }
        })
        .collect()
}

/// A question that was not answered, in sentences.
pub fn told(record: &Coverage) -> String {
    let key = if record.key.is_empty() { String::new() } else { format!(" for {}", record.key) };
    let code = record.code.as_deref().map(|code| format!(" ({code})")).unwrap_or_default();
    let mut text = format!(
        "{} in account {}, {}{key} was {}{code}, so what it lists was not judged in full.",
        record.operation,
        record.account,
        record.region,
        unanswered::ended(record.outcome)
    );
    if let Some(permission) = &record.permission {
        text.push_str(&format!(" The audit needs the permission {permission}."));
    }
    plain::message(&text)
}
