//! What a run has to say about itself.

use super::coverage::told;
use super::log::{Configuration, Descriptor, DescriptorReference, Message, Notification};
use super::results;
use crate::finding::Verdict;
use crate::id::AccountId;
use crate::report::unanswered::Unanswered;
use crate::report::{Report, plain};
use crate::snapshot::Gap;
use std::collections::BTreeMap;

/// The sorts of notifications there are; their place here is their index.
pub fn descriptors() -> Vec<Descriptor> {
    [
        (
            "question-unanswered",
            "QuestionUnanswered",
            "error",
            "AWS did not answer a question that the audit rests on.",
            "Grant the permission that the message names, or run again.",
        ),
        (
            "verdict-unknown",
            "VerdictUnknown",
            "note",
            "A verdict could not be told, for a reason that is no failed question.",
            "The message names the reason; the JSON report lists the verdicts.",
        ),
        (
            "results-left-out",
            "ResultsLeftOut",
            "warning",
            "The run has more findings than a SARIF run may hold; the worst are in it.",
            "Read the JSON report, which has all of them.",
        ),
    ]
    .map(|(id, name, level, text, help)| Descriptor {
        id,
        name,
        short_description: Message::new(text),
        full_description: Message::new(text),
        help: Message::new(help),
        default_configuration: Configuration { level },
    })
    .into()
}

/// An error per question that was not answered.
pub fn of_unanswered(unanswered: &[Unanswered<'_>]) -> impl Iterator<Item = Notification> {
    unanswered.iter().flat_map(|gap| gap.records.iter()).map(|record| Notification {
        descriptor: DescriptorReference { id: "question-unanswered", index: 0 },
        level: "error",
        message: Message::new(told(record)),
    })
}

/// A note per other reason for unknown verdicts, with how many there are.
pub fn of_unknown(report: &Report, account: &AccountId) -> Vec<Notification> {
    let mut reasons: BTreeMap<String, u64> = BTreeMap::new();
    for finding in report.shown().filter(|finding| finding.verdict == Verdict::Unknown && &finding.account == account) {
        for gap in finding.gaps.iter().filter(|gap| !is_told_as_error(gap)) {
            *reasons.entry(gap.to_string()).or_default() += 1;
        }
    }
    reasons
        .into_iter()
        .map(|(reason, verdicts)| {
            let plural = if verdicts == 1 { "verdict" } else { "verdicts" };
            let text = format!("{verdicts} {plural} of account {account} could not be told: {reason}.");
            Notification {
                descriptor: DescriptorReference { id: "verdict-unknown", index: 1 },
                level: "note",
                message: Message::new(plain::message(&text)),
            }
        })
        .collect()
}

/// That findings had to be left out.
pub fn of_left_out(left_out: usize) -> Option<Notification> {
    (left_out > 0).then(|| Notification {
        descriptor: DescriptorReference { id: "results-left-out", index: 2 },
        level: "warning",
        message: Message::new(format!(
            "{left_out} findings are not in this run, which may hold {}. The worst were kept; the JSON report has all.",
            results::MOST_RESULTS
        )),
    })
}

fn is_told_as_error(gap: &Gap) -> bool {
    match gap {
        Gap::NotSeen(record) => record.outcome.is_incomplete_run(),
        Gap::Foreign { .. }
        | Gap::Unrecognised { .. }
        | Gap::Malformed { .. }
        | Gap::Ambiguous { .. }
        | Gap::NotModelled { .. } => false,
    }
}
