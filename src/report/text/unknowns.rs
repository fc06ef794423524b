//! What could not be told, by the reason: one refused call is one entry, whatever it blinds.

use super::Page;
use super::wrap::{count, some};
use crate::finding::{Finding, Subject, Verdict};
use crate::report::{Report, unanswered};
use crate::snapshot::{Coverage, DeniedBy, Gap, NotAsked, Outcome};
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// Names shown of a list.
const MOST_NAMES: usize = 6;

/// One reason. Orders what needs action first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Cause<'a> {
    /// A question that should have been answered; its keys are told beside it.
    Unanswered(Asked<'a>),
    /// A question that was not asked, or not open to this account.
    Unasked(Asked<'a>),
    /// Any other gap.
    Other(&'a Gap),
}

/// A question without its key, and how it ended.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked<'a> {
    account: &'a str,
    region: &'a str,
    operation: &'a str,
    outcome: Outcome,
    code: Option<&'a str>,
    permission: Option<&'a str>,
    denied_by: Option<DeniedBy>,
    why: Option<NotAsked>,
}

impl<'a> Asked<'a> {
    /// The question of a record.
    pub fn of(record: &'a Coverage) -> Self {
        Self {
            account: record.account.as_str(),
            region: record.region.as_str(),
            operation: &record.operation,
            outcome: record.outcome,
            code: record.code.as_deref(),
            permission: record.permission.as_deref(),
            denied_by: record.denied_by,
            why: record.why,
        }
    }

    /// The question and its end on one line. May hold hostile text.
    pub fn told(&self) -> String {
        let code = self.code.map(|code| format!(" ({code})")).unwrap_or_default();
        let why = match self.why {
            Some(NotAsked::NotNeeded) => ", since no chosen policy needs it",
            Some(NotAsked::OptIn) => ", since it is asked only on request",
            Some(NotAsked::Offline) => ", since the snapshot holds no answer to it",
            None => "",
        };
        let outcome = unanswered::ended(self.outcome);
        format!("{} in {}/{} was {outcome}{code}{why}", self.operation, self.account, self.region)
    }

    /// What to do about a refusal.
    pub fn remedy(&self) -> Option<String> {
        let permission = self.permission?;
        Some(match self.denied_by {
            Some(DeniedBy::Scp) => format!("{permission}, which a service control policy denies"),
            Some(DeniedBy::Rcp) => format!("{permission}, which a resource control policy denies"),
            Some(DeniedBy::Boundary) => format!("{permission}, which the permissions boundary does not allow"),
            Some(DeniedBy::Iam | DeniedBy::Unknown) | None => permission.to_owned(),
        })
    }
}

#[derive(Default)]
struct Blinded<'a> {
    verdicts: u64,
    keys: BTreeSet<&'a str>,
    policies: BTreeSet<&'a str>,
    subjects: BTreeSet<&'a str>,
}

/// Writes what could not be told.
pub fn write(report: &Report, page: &mut Page<'_>) -> io::Result<()> {
    let unknown: Vec<&Finding> = report.shown().filter(|finding| finding.verdict == Verdict::Unknown).collect();
    if unknown.is_empty() {
        return Ok(());
    }
    let mut causes: BTreeMap<Cause<'_>, Blinded<'_>> = BTreeMap::new();
    for finding in &unknown {
        // A question asked with two keys blinds a verdict once.
        let mut met = BTreeSet::new();
        for gap in finding.gaps.iter() {
            let (cause, again, key) = (cause(gap), cause(gap), key(gap));
            let blinded = causes.entry(cause).or_default();
            blinded.verdicts += u64::from(met.insert(again));
            blinded.keys.extend(key);
            blinded.policies.insert(&finding.policy);
            // A list that could not be walked is told by the reason itself.
            match &finding.subject {
                Subject::Resource(resource) => blinded.subjects.insert(resource.id.as_str()),
                Subject::Scope(_) => false,
            };
        }
    }
    page.heading(page.palette.unknown, "unknown")?;
    page.text(
        0,
        &format!(
            "{} could not be told. A reason may blind several, and several may blind one.",
            count(unknown.len() as u64, "verdict", "verdicts")
        ),
    )?;
    for (cause, blinded) in &causes {
        page.blank()?;
        entry(cause, blinded, page)?;
    }
    Ok(())
}

fn cause(gap: &Gap) -> Cause<'_> {
    match gap {
        Gap::NotSeen(record) if record.outcome.is_incomplete_run() => Cause::Unanswered(Asked::of(record)),
        Gap::NotSeen(record) => Cause::Unasked(Asked::of(record)),
        Gap::Foreign { .. }
        | Gap::Unrecognised { .. }
        | Gap::Malformed { .. }
        | Gap::Ambiguous { .. }
        | Gap::NotModelled { .. } => Cause::Other(gap),
    }
}

fn key(gap: &Gap) -> Option<&str> {
    match gap {
        Gap::NotSeen(record) => Some(record.key.as_str()).filter(|key| !key.is_empty()),
        Gap::Foreign { .. }
        | Gap::Unrecognised { .. }
        | Gap::Malformed { .. }
        | Gap::Ambiguous { .. }
        | Gap::NotModelled { .. } => None,
    }
}

fn entry(cause: &Cause<'_>, blinded: &Blinded<'_>, page: &mut Page<'_>) -> io::Result<()> {
    let (told, remedy) = match cause {
        Cause::Unanswered(asked) | Cause::Unasked(asked) => (asked.told(), asked.remedy()),
        Cause::Other(gap) => (gap.to_string(), None),
    };
    page.text(2, &told)?;
    if let Some(remedy) = remedy {
        page.labelled(4, "needs", &remedy)?;
    }
    if !blinded.keys.is_empty() {
        page.labelled(4, "for", &some(blinded.keys.iter().copied(), MOST_NAMES))?;
    }
    page.labelled(
        4,
        "blinds",
        &format!(
            "{} of {}: {}",
            count(blinded.verdicts, "verdict", "verdicts"),
            count(blinded.policies.len() as u64, "policy", "policies"),
            some(blinded.policies.iter().copied(), blinded.policies.len())
        ),
    )?;
    if blinded.subjects.is_empty() {
        return Ok(());
    }
    page.labelled(4, "about", &some(blinded.subjects.iter().copied(), MOST_NAMES))
}
