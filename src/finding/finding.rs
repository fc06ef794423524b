//! A verdict worth a reader's time.

use super::{Confidence, Evidence, Fingerprint, Severity, Subject, Verdict};
use crate::id::{AccountId, Region};
use crate::snapshot::Gaps;

/// A verdict with everything a reader needs: what, where, why, how sure, and what to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The policy's id.
    pub policy: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The policy's severity.
    pub severity: Severity,
    /// The policy's confidence.
    pub confidence: Confidence,
    /// Which of the policy's `[[fail]]` applied; empty unless the verdict is Fail.
    pub reason: String,
    /// What stays the same from run to run.
    pub fingerprint: Fingerprint,
    /// The account that was audited when this was seen.
    pub account: AccountId,
    /// The Region.
    pub region: Region,
    /// What the verdict is about.
    pub subject: Subject,
    /// The subject's `Name` tag, if it has one. Hostile text.
    pub name: Option<String>,
    /// Tells several findings of one policy on one subject apart.
    pub key: String,
    /// One sentence, without a final stop. May hold hostile text.
    pub message: String,
    /// What the verdict rests on. Never empty when the verdict is Fail.
    pub evidence: Vec<Evidence>,
    /// Why the verdict is Unknown; empty otherwise.
    pub gaps: Gaps,
    /// What to do.
    pub fix: Fix,
    /// Pages of AWS's.
    pub references: Vec<String>,
    /// Why the finding is accepted, if someone has said so.
    pub waiver: Option<Waiver>,
}

/// What to do about a finding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fix {
    /// In words, Markdown.
    pub text: String,
    /// AWS CLI commands with real ids. Byway runs none of them.
    pub commands: Vec<String>,
}

/// Why a finding is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// The reason somebody gave.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// The last day it holds, `YYYY-MM-DD`.
    pub expires: Option<String>,
}
