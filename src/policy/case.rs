//! What a policy is expected to say of a world.

use super::Policy;
use crate::finding::{Finding, Subject, Verdict};
use std::collections::BTreeMap;
use std::fmt;

/// One `[[case]]` of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The world, a folder of `fixtures/worlds`.
    pub world: String,
    /// The verdict on each subject; one not listed must be not-applicable.
    pub expect: BTreeMap<String, Expectation>,
}

/// The verdict a case expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// `pass`
    Pass,
    /// `unknown`
    Unknown,
    /// `not-applicable`
    NotApplicable,
    /// `fail`, or `fail:reason`
    Fail(Option<String>),
}

impl Expectation {
    pub(super) const WORDS: [&str; 4] = ["pass", "fail", "unknown", "not-applicable"];

    /// The verdict.
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::Pass => Verdict::Pass,
            Self::Unknown => Verdict::Unknown,
            Self::NotApplicable => Verdict::NotApplicable,
            Self::Fail(_) => Verdict::Fail,
        }
    }

    /// Whether a finding is what was expected.
    pub fn is_met_by(&self, finding: &Finding) -> bool {
        match self {
            Self::Fail(Some(reason)) => finding.verdict == Verdict::Fail && &finding.reason == reason,
            Self::Fail(None) | Self::Pass | Self::Unknown | Self::NotApplicable => finding.verdict == self.verdict(),
        }
    }
}

impl fmt::Display for Expectation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fail(Some(reason)) => write!(out, "fail:{reason}"),
            Self::Fail(None) | Self::Pass | Self::Unknown | Self::NotApplicable => self.verdict().fmt(out),
        }
    }
}

/// How a case names the subject of a finding: the resource's id, then `/key` if it has a key; `scope:<operation>`,
/// then the list's key after a space, for a list that could not be walked.
pub fn subject_of(finding: &Finding) -> String {
    match &finding.subject {
        Subject::Resource(resource) if finding.key.is_empty() => resource.id.clone(),
        Subject::Resource(resource) => format!("{}/{}", resource.id, finding.key),
        Subject::Scope(scope) => format!("scope:{}", scope.name()),
    }
}

/// The verdicts that no case of a policy expects. A bundled policy has one of each of pass, fail and unknown.
pub fn missing_cases(policy: &Policy) -> Vec<Verdict> {
    missing_in(policy.cases())
}

pub(super) fn missing_in(cases: &[Case]) -> Vec<Verdict> {
    let expected = |verdict: Verdict| {
        cases.iter().flat_map(|case| case.expect.values()).any(|expectation| expectation.verdict() == verdict)
    };
    [Verdict::Pass, Verdict::Fail, Verdict::Unknown].into_iter().filter(|verdict| !expected(*verdict)).collect()
}
