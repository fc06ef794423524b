//! The report at rest.

use super::{Narrowing, Summary, view};
use crate::finding::{Documents, Finding, Verdict};
use crate::id::{AccountId, Partition, Region};
use crate::policy::Words;
use crate::snapshot::{Coverage, Outcome};
use std::collections::{BTreeMap, BTreeSet};

/// One account that was audited.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Audited {
    /// The account.
    pub account: AccountId,
    /// Its partition.
    pub partition: Partition,
}

/// A policy that was not run, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotSelected {
    /// The policy's id.
    pub policy: String,
    /// Why, a few words without a final stop.
    pub why: String,
}

/// What a run hands over: in any order, with every verdict.
#[derive(Clone, Debug)]
pub struct Draft {
    /// When the snapshot was taken.
    pub taken_at: jiff::Timestamp,
    /// The accounts audited.
    pub accounts: Vec<Audited>,
    /// The Regions looked at.
    pub regions: Vec<Region>,
    /// What the run was narrowed to.
    pub narrowing: Narrowing,
    /// The record of every question.
    pub coverage: Vec<Coverage>,
    /// The words of the policies that were run.
    pub policies: Vec<Words>,
    /// The policies that were not.
    pub not_selected: Vec<NotSelected>,
    /// Every verdict, Pass and NotApplicable included.
    pub findings: Vec<Finding>,
    /// The evidence documents of the things the findings name.
    pub documents: Documents,
}

/// Everything there is to say about one run, in the order in which it is said.
///
/// INVARIANT: made by [`Report::new`], so that every format shows the same findings in the same order.
#[derive(Clone, Debug)]
pub struct Report {
    /// The version of byway.
    pub version: &'static str,
    /// When the snapshot was taken.
    pub taken_at: jiff::Timestamp,
    /// The accounts audited, in order.
    pub accounts: Vec<Audited>,
    /// The Regions looked at, in order.
    pub regions: Vec<Region>,
    /// What the run was narrowed to.
    pub narrowing: Narrowing,
    /// The record of every question, in order.
    pub coverage: Vec<Coverage>,
    /// The words of the policies that were run, by id.
    pub policies: BTreeMap<String, Words>,
    /// The policies that were not, in order.
    pub not_selected: Vec<NotSelected>,
    /// Every verdict, in order of account, Region, policy, subject and key.
    pub findings: Vec<Finding>,
    /// The evidence documents.
    pub documents: Documents,
    /// The accounts of which nothing at all was answered.
    pub failed_accounts: BTreeSet<AccountId>,
    /// The counts.
    pub summary: Summary,
}

impl Report {
    /// Puts a run's results in order, drops what the owner's view makes superfluous, and counts.
    pub fn new(draft: Draft) -> Self {
        let Draft {
            taken_at,
            mut accounts,
            mut regions,
            narrowing,
            mut coverage,
            policies,
            mut not_selected,
            findings,
            documents,
        } = draft;
        accounts.sort();
        accounts.dedup();
        regions.sort();
        regions.dedup();
        coverage.sort();
        coverage.dedup();
        not_selected.sort();
        not_selected.dedup();
        let findings = view::ordered(view::by_owner(findings));
        let mut policies: BTreeMap<String, Words> =
            policies.into_iter().map(|words| (words.id.clone(), words)).collect();
        for finding in &findings {
            policies.entry(finding.policy.clone()).or_insert_with(|| bare_words(finding));
        }
        let answered: BTreeSet<&AccountId> = coverage
            .iter()
            .filter(|record| matches!(record.outcome, Outcome::Answered | Outcome::Partial))
            .map(|record| &record.account)
            .collect();
        let failed_accounts = accounts
            .iter()
            .map(|audited| &audited.account)
            .filter(|account| !answered.contains(account))
            .cloned()
            .collect();
        let summary = Summary::of(&findings, policies.keys(), narrowing.min_severity);
        Self {
            version: env!("CARGO_PKG_VERSION"),
            taken_at,
            accounts,
            regions,
            narrowing,
            coverage,
            policies,
            not_selected,
            findings,
            documents,
            failed_accounts,
            summary,
        }
    }

    /// The verdicts a reader is shown, in order: those at or above `--min-severity`. Pass and NotApplicable too; a
    /// format that counts them only leaves them out itself.
    ///
    /// NOTE: the exit code is decided from all findings, never from these.
    pub fn shown(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| view::is_shown(finding, self.narrowing.min_severity))
    }

    /// The defects shown that nobody has accepted.
    pub fn defects(&self) -> impl Iterator<Item = &Finding> {
        self.shown().filter(|finding| finding.verdict == Verdict::Fail && finding.waiver.is_none())
    }
}

/// Words for a policy whose words the run did not hand over: a finding is never dropped for the lack of them.
fn bare_words(finding: &Finding) -> Words {
    Words {
        id: finding.policy.clone(),
        family: String::new(),
        title: finding.policy.clone(),
        severity: finding.severity,
        confidence: finding.confidence,
        since: String::new(),
        why: String::new(),
        fix: finding.fix.text.clone(),
        see: finding.references.clone(),
        maps: BTreeMap::new(),
        replaces: Vec::new(),
    }
}
