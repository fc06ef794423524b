//! The counts of a report.

use super::view;
use crate::finding::{Finding, Severity, Verdict};
use std::collections::BTreeMap;

/// How many verdicts of each sort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Defects that nobody has accepted.
    pub fail: u64,
    /// What cannot be told.
    pub unknown: u64,
    /// Defects not there.
    pub pass: u64,
    /// Subjects the policy does not speak of.
    pub not_applicable: u64,
    /// Defects somebody has accepted.
    pub waived: u64,
}

impl Tally {
    fn count(&mut self, finding: &Finding) {
        match finding.verdict {
            Verdict::Fail if finding.waiver.is_some() => self.waived += 1,
            Verdict::Fail => self.fail += 1,
            Verdict::Unknown => self.unknown += 1,
            Verdict::Pass => self.pass += 1,
            Verdict::NotApplicable => self.not_applicable += 1,
        }
    }
}

/// The counts of a report: of everything judged, whatever `--min-severity` hides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Over all policies.
    pub total: Tally,
    /// Defects that nobody has accepted, by severity.
    pub severities: BTreeMap<Severity, u64>,
    /// Per policy; one that judged nothing is there too.
    pub policies: BTreeMap<String, Tally>,
    /// Defects and unknown verdicts that `--min-severity` hides.
    pub hidden: u64,
}

impl Summary {
    /// Counts `findings`. `policies` are those that were run.
    pub fn of<'a>(
        findings: &[Finding],
        policies: impl IntoIterator<Item = &'a String>,
        min_severity: Option<Severity>,
    ) -> Self {
        let mut summary = Self {
            policies: policies.into_iter().map(|policy| (policy.clone(), Tally::default())).collect(),
            severities: Severity::ALL.into_iter().map(|severity| (severity, 0)).collect(),
            ..Self::default()
        };
        for finding in findings {
            summary.total.count(finding);
            summary.policies.entry(finding.policy.clone()).or_default().count(finding);
            match finding.verdict {
                Verdict::Fail if finding.waiver.is_none() => {
                    *summary.severities.entry(finding.severity).or_default() += 1;
                }
                Verdict::Fail | Verdict::Unknown | Verdict::Pass | Verdict::NotApplicable => {}
            }
            match finding.verdict {
                Verdict::Fail | Verdict::Unknown if !view::is_shown(finding, min_severity) => summary.hidden += 1,
                Verdict::Fail | Verdict::Unknown | Verdict::Pass | Verdict::NotApplicable => {}
            }
        }
        summary
    }
}
