//! Whose view counts, in which order, and what is shown.

use crate::finding::{Finding, Severity, Subject};
use std::collections::BTreeSet;

/// What identifies a verdict whoever saw the thing.
type Same<'a> = (&'a str, &'a Subject, &'a str);

fn same(finding: &Finding) -> Same<'_> {
    (&finding.policy, &finding.subject, &finding.key)
}

/// Whether the audited account owns the thing judged. A list belongs to whom it was asked of.
fn is_owners(finding: &Finding) -> bool {
    match &finding.subject {
        Subject::Resource(resource) => resource.owner.as_ref() == Some(&finding.account),
        Subject::Scope(scope) => scope.account == finding.account,
    }
}

/// Drops the verdicts of viewers of a shared thing on which its owner, audited too, has the same policy's verdict: the
/// owner sees all of it, and one thing has one alert.
pub fn by_owner(findings: Vec<Finding>) -> Vec<Finding> {
    let owners: BTreeSet<Same<'_>> = findings.iter().filter(|finding| is_owners(finding)).map(same).collect();
    let superfluous: BTreeSet<usize> = findings
        .iter()
        .enumerate()
        .filter(|(_, finding)| !is_owners(finding) && owners.contains(&same(finding)))
        .map(|(at, _)| at)
        .collect();
    findings.into_iter().enumerate().filter(|(at, _)| !superfluous.contains(at)).map(|(_, finding)| finding).collect()
}

/// Findings in the order in which every format shows them.
pub fn ordered(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|left, right| order(left).cmp(&order(right)));
    findings
}

fn order(finding: &Finding) -> impl Ord + '_ {
    (
        &finding.account,
        &finding.region,
        &finding.policy,
        &finding.subject,
        &finding.key,
        finding.verdict,
        &finding.reason,
        &finding.message,
    )
}

/// Whether `--min-severity` lets a finding be shown.
pub fn is_shown(finding: &Finding, min_severity: Option<Severity>) -> bool {
    min_severity.is_none_or(|mildest| finding.severity >= mildest)
}
