//! Runs the cases of policies, each with only its own policy on.

use super::case::{Case, subject_of};
use super::judge::judge;
use super::loaded::Policy;
use crate::finding::{Finding, Verdict};
use crate::network::Index;
use crate::snapshot::Snapshot;
use std::collections::BTreeMap;

/// How one case went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The policy.
    pub policy: String,
    /// The world.
    pub world: String,
    /// What was otherwise than expected, one sentence each; empty if the case holds.
    pub differences: Vec<String>,
}

impl Outcome {
    /// Whether the case holds.
    pub fn holds(&self) -> bool {
        self.differences.is_empty()
    }
}

/// Runs every case of every policy, in order. `world` opens a world by name, or says why it cannot.
pub fn run(policies: &[Policy], mut world: impl FnMut(&str) -> Result<Snapshot, String>) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for policy in policies {
        for case in policy.cases() {
            let differences = match world(&case.world) {
                Ok(snapshot) => differences(policy, case, &snapshot),
                Err(why) => vec![format!("the world `{}` cannot be opened: {why}", case.world)],
            };
            outcomes.push(Outcome { policy: policy.id().to_owned(), world: case.world.clone(), differences });
        }
    }
    outcomes
}

fn differences(policy: &Policy, case: &Case, snapshot: &Snapshot) -> Vec<String> {
    let index = Index::new(snapshot);
    let judgement = judge(&index, std::slice::from_ref(policy));
    let mut by_subject: BTreeMap<String, Vec<&Finding>> = BTreeMap::new();
    for finding in &judgement.findings {
        by_subject.entry(subject_of(finding)).or_default().push(finding);
    }
    let mut differences = Vec::new();
    for (subject, findings) in &by_subject {
        if let ([first, second, ..], true) = (findings.as_slice(), case.expect.contains_key(subject))
            && first.fingerprint == second.fingerprint
        {
            differences.push(format!("`{subject}` is judged twice; its `key` must tell the two apart"));
        }
        let expected = case.expect.get(subject);
        for finding in findings {
            match expected {
                Some(expected) if expected.is_met_by(finding) => {}
                Some(expected) => {
                    differences.push(format!("`{subject}` should be {expected} and is {}", said(finding)));
                }
                None if finding.verdict == Verdict::NotApplicable => {}
                None => differences.push(format!(
                    "`{subject}` is not listed, so it should be not-applicable, and is {}",
                    said(finding)
                )),
            }
        }
    }
    for (subject, expected) in &case.expect {
        if !by_subject.contains_key(subject) {
            differences.push(format!("`{subject}` should be {expected} and was not judged at all"));
        }
    }
    differences
}

/// A verdict with what it rests on, on one line.
fn said(finding: &Finding) -> String {
    match finding.verdict {
        Verdict::Pass | Verdict::NotApplicable => finding.verdict.to_string(),
        Verdict::Fail => format!("fail:{} ({})", finding.reason, finding.message.escape_debug()),
        Verdict::Unknown => {
            let gaps: Vec<String> = finding.gaps.iter().map(|gap| gap.to_string().escape_debug().to_string()).collect();
            format!("unknown ({})", gaps.join("; "))
        }
    }
}
