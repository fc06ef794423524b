//! A finding in `json-v1`.

use super::gap::{GapOut, gap};
use crate::finding::{Evidence, Finding, Fix, Subject, Waiver};
use crate::id::ResourceId;
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
