//! Whether a run failed, and whether it is incomplete.

use super::sample::{account, draft, policies, question, thing, verdict};
use super::test;
use byway::finding::{Confidence, Finding, Severity, Subject, Verdict};
use byway::id::{AccountId, Kind};
use byway::report::{Incomplete, Report};
use byway::snapshot::{Collection, Coverage, Gap, NotAsked, Outcome};
use libtest_mimic::Trial;

pub fn tests() -> Vec<Trial> {
    vec![
        test("a defect fails a run at its severity and above, never below", severity_decides),
        test("what is for review and what is info fail a run only on request", review_on_request),
        test("an accepted defect fails no run", waived_does_not_fail),
        test("what min-severity hides still fails the run", hidden_still_fails),
        test("only unanswered questions make a run incomplete, unless strict", incomplete_by_outcome),
        test("another account's things make no run incomplete", foreign_is_complete),
        test("a run of which one account answered nothing is incomplete", failed_account_is_incomplete),
    ]
}

fn with(finding: Finding) -> Report {
    let mut draft = draft();
    draft.findings = vec![finding];
    Report::new(draft)
}

fn defect(severity: Severity, confidence: Confidence) -> Finding {
    let mut words = policies().remove(0);
    (words.severity, words.confidence) = (severity, confidence);
    verdict(&words, Subject::Resource(thing(Kind::Vpc, "vpc-0aa11bb22cc33dd44")), "", Verdict::Fail)
}

fn unknown(gap: Gap) -> Report {
    let mut finding = defect(Severity::High, Confidence::Certain);
    finding.verdict = Verdict::Unknown;
    finding.gaps = gap.into();
    with(finding)
}

fn severity_decides() {
    let report = with(defect(Severity::Medium, Confidence::Certain));
    assert!(report.has_failing(Some(Severity::Low), false));
    assert!(report.has_failing(Some(Severity::Medium), false));
    assert!(!report.has_failing(Some(Severity::High), false));
    assert!(!report.has_failing(None, true), "--fail-on never");
}

fn review_on_request() {
    let review = with(defect(Severity::Critical, Confidence::Review));
    assert!(!review.has_failing(Some(Severity::Low), false));
    assert!(review.has_failing(Some(Severity::Low), true));
    let info = with(defect(Severity::Info, Confidence::Certain));
    assert!(!info.has_failing(Some(Severity::Info), false));
    assert!(info.has_failing(Some(Severity::Info), true));
}

fn waived_does_not_fail() {
    let mut finding = defect(Severity::Critical, Confidence::Certain);
    finding.waiver =
        Some(byway::finding::Waiver { reason: "known".to_owned(), owner: "net".to_owned(), expires: None });
    assert!(!with(finding).has_failing(Some(Severity::Info), true));
}

fn hidden_still_fails() {
    let mut draft = draft();
    draft.narrowing.min_severity = Some(Severity::Critical);
    let report = Report::new(draft);
    assert_eq!(report.shown().count(), 0);
    assert!(report.has_failing(Some(Severity::Low), false));
    assert!(report.is_incomplete(Incomplete::Unanswered));
}

fn incomplete_by_outcome() {
    for (outcome, incomplete) in [
        (Outcome::Partial, true),
        (Outcome::Refused, true),
        (Outcome::Throttled, true),
        (Outcome::Failed, true),
        (Outcome::TimedOut, true),
        (Outcome::Cancelled, true),
        (Outcome::NotEnabled, false),
        (Outcome::NotVisible, false),
    ] {
        let report = unknown(Gap::NotSeen(Box::new(Coverage::new(question(Collection::SecurityGroups, ""), outcome))));
        assert_eq!(report.is_incomplete(Incomplete::Unanswered), incomplete, "{outcome}");
        assert!(report.is_incomplete(Incomplete::Strict), "{outcome}");
        assert!(!report.is_incomplete(Incomplete::Ok), "{outcome}");
    }
    let offline = Coverage::not_asked(question(Collection::SecurityGroups, ""), NotAsked::Offline);
    assert!(!unknown(Gap::NotSeen(Box::new(offline))).is_incomplete(Incomplete::Unanswered));
}

fn foreign_is_complete() {
    let owner: AccountId = account("999988887777");
    assert!(!unknown(Gap::Foreign { owner: owner.clone() }).is_incomplete(Incomplete::Unanswered));
    assert!(unknown(Gap::Foreign { owner }).is_incomplete(Incomplete::Strict));
}

fn failed_account_is_incomplete() {
    let mut draft = draft();
    draft.findings.clear();
    draft.coverage.clear();
    let report = Report::new(draft);
    assert!(report.is_incomplete(Incomplete::Unanswered));
    assert!(!report.is_incomplete(Incomplete::Ok));
}
