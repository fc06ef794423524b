//! A finding in `json-v1`.

use crate::finding::{Evidence, Finding, Fix, Subject, Waiver};
use crate::id::ResourceId;
use crate::snapshot::{Coverage, Gap};
use serde::Serialize;
use serde_json::Value;

#[derive(Serialize)]
pub struct FindingOut<'a> {
    policy: &'a str,
    verdict: &'static str,
    severity: &'static str,
    confidence: &'static str,
    reason: &'a str,
    fingerprint: &'a str,
    account: &'a str,
    region: &'a str,
    resource: SubjectOut<'a>,
    key: &'a str,
    message: &'a str,
    evidence: Vec<EvidenceOut<'a>>,
    gaps: Vec<GapOut<'a>>,
    fix: FixOut<'a>,
    references: &'a [String],
    waiver: Option<WaiverOut<'a>>,
}

/// What the verdict is about. A list that could not be walked has the type `scope`, its operation for an id, and no ARN.
#[derive(Serialize)]
struct SubjectOut<'a> {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    arn: Option<String>,
    owner: Option<&'a str>,
    name: Option<&'a str>,
}

#[derive(Serialize)]
struct EvidenceOut<'a> {
    resource: ResourceOut<'a>,
    operation: &'a str,
    pointer: &'a str,
    value: &'a Value,
    says: &'a str,
}

#[derive(Serialize)]
struct ResourceOut<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    arn: String,
    owner: Option<&'a str>,
    /// The evidence document's path below `--evidence-dir`.
    document: String,
}

/// A gap in JSON.
#[derive(Default, Serialize)]
pub(crate) struct GapOut<'a> {
    kind: &'static str,
    operation: Option<&'a str>,
    account: Option<&'a str>,
    region: Option<&'a str>,
    key: Option<&'a str>,
    outcome: Option<&'static str>,
    code: Option<&'a str>,
    permission: Option<&'a str>,
    says: String,
}

#[derive(Serialize)]
struct FixOut<'a> {
    text: &'a str,
    commands: &'a [String],
}

#[derive(Serialize)]
struct WaiverOut<'a> {
    reason: &'a str,
    owner: &'a str,
    expires: Option<&'a str>,
}

pub fn finding(finding: &Finding) -> FindingOut<'_> {
    let Finding {
        policy,
        verdict,
        severity,
        confidence,
        reason,
        fingerprint,
        account,
        region,
        subject,
        name,
        key,
        message,
        evidence,
        gaps,
        fix: Fix { text, commands },
        references,
        waiver,
    } = finding;
    FindingOut {
        policy,
        verdict: verdict.as_str(),
        severity: severity.as_str(),
        confidence: confidence.as_str(),
        reason,
        fingerprint: fingerprint.as_str(),
        account: account.as_str(),
        region: region.as_str(),
        resource: SubjectOut {
            id: subject.id(),
            kind: subject.kind(),
            arn: subject.arn(),
            owner: match subject {
                Subject::Resource(resource) => resource.owner.as_ref().map(|owner| owner.as_str()),
                Subject::Scope(scope) => Some(scope.account.as_str()),
            },
            name: name.as_deref(),
        },
        key,
        message,
        evidence: evidence.iter().map(one_evidence).collect(),
        gaps: gaps.iter().map(gap).collect(),
        fix: FixOut { text, commands },
        references,
        waiver: waiver.as_ref().map(|Waiver { reason, owner, expires }| WaiverOut {
            reason,
            owner,
            expires: expires.as_deref(),
        }),
    }
}

fn one_evidence(evidence: &Evidence) -> EvidenceOut<'_> {
    let Evidence { resource, operation, pointer, value, says } = evidence;
    EvidenceOut { resource: thing(resource), operation, pointer, value, says }
}

fn thing(resource: &ResourceId) -> ResourceOut<'_> {
    ResourceOut {
        id: &resource.id,
        kind: resource.kind.arn_type(),
        arn: resource.arn(),
        owner: resource.owner.as_ref().map(|owner| owner.as_str()),
        document: resource.path(),
    }
}

/// A gap. Only one that comes of a question has an operation; `account` is whom one would have to ask.
pub(crate) fn gap(gap: &Gap) -> GapOut<'_> {
    let bare = GapOut { kind: gap.kind(), says: gap.to_string(), ..GapOut::default() };
    match gap {
        Gap::NotSeen(record) => {
            let Coverage { account, region, operation, key, outcome, code, permission, .. } = record.as_ref();
            GapOut {
                operation: Some(operation),
                account: Some(account.as_str()),
                region: Some(region.as_str()),
                key: Some(key),
                outcome: Some(outcome.as_str()),
                code: code.as_deref(),
                permission: permission.as_deref(),
                ..bare
            }
        }
        Gap::Foreign { owner } => GapOut { account: Some(owner.as_str()), ..bare },
        Gap::Unrecognised { .. } | Gap::Malformed { .. } | Gap::Ambiguous { .. } | Gap::NotModelled { .. } => bare,
    }
}
