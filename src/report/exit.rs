//! Whether a run failed and whether it is incomplete. What number that makes is the command line's.

use super::Report;
use crate::finding::{Confidence, Finding, Severity, Verdict};
use crate::snapshot::{Gap, Gaps};

/// Which unknown verdicts make a run incomplete.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Incomplete {
    /// Those caused by a question that should have been answered and was not. What belongs to another account is not
    /// among them: a shared VPC's participant must not be red for ever.
    #[default]
    Unanswered,
    /// Every one.
    Strict,
    /// None.
    Ok,
}

impl Incomplete {
    /// Whether what cannot be told for these reasons makes a run incomplete. Without a reason nothing is unknown.
    pub fn counts(self, gaps: &Gaps) -> bool {
        match self {
            Self::Ok => false,
            Self::Strict => !gaps.is_empty(),
            Self::Unanswered => gaps.iter().any(is_unanswered),
        }
    }
}

impl Report {
    /// Whether a defect that nobody has accepted is at or above `fail_on`; never when that is `None`. What is of
    /// severity `info` or of confidence `review` counts only with `fail_on_review`.
    ///
    /// Looks at every finding, hidden ones too.
    pub fn has_failing(&self, fail_on: Option<Severity>, fail_on_review: bool) -> bool {
        let counts = |finding: &Finding| {
            finding.verdict == Verdict::Fail
                && finding.waiver.is_none()
                && fail_on.is_some_and(|mildest| finding.severity >= mildest)
                && (fail_on_review || !is_for_review(finding))
        };
        self.findings.iter().any(counts)
    }

    /// Whether something that should have been seen was not. An account of which nothing was answered counts even if
    /// no policy could say so.
    pub fn is_incomplete(&self, mode: Incomplete) -> bool {
        let unknown = |finding: &&Finding| finding.verdict == Verdict::Unknown;
        match mode {
            Incomplete::Ok => false,
            Incomplete::Strict => {
                !self.failed_accounts.is_empty() || self.findings.iter().any(|finding| unknown(&finding))
            }
            Incomplete::Unanswered => {
                !self.failed_accounts.is_empty()
                    || self.findings.iter().filter(unknown).any(|finding| mode.counts(&finding.gaps))
            }
        }
    }
}

fn is_for_review(finding: &Finding) -> bool {
    finding.severity == Severity::Info || finding.confidence == Confidence::Review
}

fn is_unanswered(gap: &Gap) -> bool {
    match gap {
        Gap::NotSeen(record) => record.outcome.is_incomplete_run(),
        Gap::Foreign { .. }
        | Gap::Unrecognised { .. }
        | Gap::Malformed { .. }
        | Gap::Ambiguous { .. }
        | Gap::NotModelled { .. } => false,
    }
}
