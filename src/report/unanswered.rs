//! Questions that should have been answered and were not, as things with documents of their own.

use super::{Audited, Report};
use crate::finding::{Document, Fingerprint, Scope, Verdict};
use crate::id::{AccountId, Partition, Region, ResourceId};
use crate::snapshot::{Coverage, Gap, NotAsked, Outcome};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// What was not answered of one account, Region and service.
pub struct Unanswered<'a> {
    /// Where its document lies: `<partition>/<account>/<region>/_coverage/<service>.json`.
    pub path: String,
    /// The document: one member of `/Unanswered` per record, in the order of `records`.
    pub document: Document,
    /// The records, in order. Never empty.
    pub records: Vec<&'a Coverage>,
}

/// What was not answered of one account: every question that should have been, and every question that was never asked
/// and for want of which a verdict is unknown. Nothing when all that matters was answered.
///
/// NOTE: wider than what makes a run incomplete. Code scanning closes every alert that a run does not bring again, so a
/// run that judged little must not look like one that found little.
pub fn of<'a>(report: &'a Report, audited: &Audited) -> Vec<Unanswered<'a>> {
    let mut services: BTreeMap<_, BTreeSet<&Coverage>> = BTreeMap::new();
    let incomplete = report.coverage.iter().filter(|record| record.outcome.is_incomplete_run());
    let unknown = report.findings.iter().filter(|finding| finding.verdict == Verdict::Unknown);
    let missed = unknown.flat_map(|finding| finding.gaps.iter()).filter_map(|gap| match gap {
        // What must be asked for by an option was left out on purpose, and so were its policies.
        Gap::NotSeen(record) if record.outcome == Outcome::NotAsked && record.why != Some(NotAsked::OptIn) => {
            Some(record.as_ref())
        }
        Gap::NotSeen(_)
        | Gap::Foreign { .. }
        | Gap::Unrecognised { .. }
        | Gap::Malformed { .. }
        | Gap::Ambiguous { .. }
        | Gap::NotModelled { .. } => None,
    });
    for record in incomplete.chain(missed).filter(|record| record.account == audited.account) {
        services.entry((&record.region, record.collection.service())).or_default().insert(record);
    }
    services
        .into_iter()
        .map(|((region, service), records)| {
            let records: Vec<&Coverage> = records.into_iter().collect();
            let document = Document::new(json!({
                "Account": audited.account.as_str(),
                "Region": region.as_str(),
                "Service": service,
                "Unanswered": records.iter().map(|record| member(record)).collect::<Vec<_>>(),
            }));
            let path = path(audited.partition, &audited.account, region, service);
            Unanswered { path, document, records }
        })
        .collect()
}

fn member(record: &Coverage) -> serde_json::Value {
    json!({
        "Code": record.code,
        "Key": record.key,
        "Message": record.message,
        "Operation": record.operation,
        "Outcome": record.outcome.as_str(),
        "Permission": record.permission,
    })
}

/// The path of the document about what was not answered.
pub fn path(partition: Partition, account: &AccountId, region: &Region, service: &str) -> String {
    let segments = [partition.as_str(), account.as_str(), region.as_str()].map(ResourceId::segment);
    format!("{}/_coverage/{}.json", segments.join("/"), ResourceId::segment(service))
}

/// The fingerprint of the coverage gap of one question: one per operation and key.
pub fn fingerprint(partition: Partition, record: &Coverage) -> Fingerprint {
    let scope = Scope {
        partition,
        account: record.account.clone(),
        region: record.region.clone(),
        collection: record.collection,
        key: record.key.clone(),
    };
    Fingerprint::new("coverage-gap", &scope.identity(), "")
}

/// How a question ended, to follow *was*.
pub fn ended(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Answered => "answered",
        Outcome::Partial => "answered in part",
        Outcome::Refused => "refused",
        Outcome::NotEnabled => "not possible, since the Region is not enabled",
        Outcome::Throttled => "throttled until the last attempt",
        Outcome::Failed => "answered with a failure",
        Outcome::TimedOut => "not answered in time",
        Outcome::Cancelled => "cancelled",
        Outcome::NotAsked => "not asked",
        Outcome::NotVisible => "not shown to this account",
    }
}
