//! The report itself: order, whose view counts, counts, narrowing.

use super::sample::{account, draft, policies, region, thing, verdict};
use super::{pages, test};
use byway::finding::{Severity, Subject, Verdict};
use byway::id::{Kind, ResourceId};
use byway::report::{Narrowing, Report};
use libtest_mimic::Trial;

pub fn tests() -> Vec<Trial> {
    vec![
        test("the order in which a run hands things over does not show", order_does_not_show),
        test("an owner's verdict stands in for a viewer's on the same thing", owners_view_decides),
        test("a viewer's verdict stays where the owner has none", viewers_view_stays),
        test("counts are of everything judged, and say what is hidden", counts),
        test("a narrowing has the same digits whatever its order", narrowing_digest),
        test("an account of which nothing was answered has failed", failed_account),
        test("a finding whose policy's words are missing is shown all the same", words_missing),
    ]
}

fn order_does_not_show() {
    let forward = Report::new(draft());
    let mut backward = draft();
    backward.findings.reverse();
    backward.coverage.reverse();
    backward.regions.reverse();
    backward.policies.reverse();
    let backward = Report::new(backward);
    assert_eq!(pages::as_text(&forward), pages::as_text(&backward));
    assert_eq!(pages::as_json(&forward, true), pages::as_json(&backward, true));
    assert_eq!(pages::as_sarif(&forward), pages::as_sarif(&backward));
}

fn shared_subnet() -> ResourceId {
    thing(Kind::Subnet, "subnet-0ee55ff6677889900")
}

fn owners_view_decides() {
    let words = policies().remove(0);
    let mut draft = draft();
    let owners = verdict(&words, Subject::Resource(shared_subnet()), "s3/ipv4", Verdict::Pass);
    let mut viewers = verdict(&words, Subject::Resource(shared_subnet()), "s3/ipv4", Verdict::Fail);
    viewers.account = account("444455556666");
    draft.findings = vec![viewers, owners];
    let report = Report::new(draft);
    let verdicts: Vec<Verdict> = report.findings.iter().map(|finding| finding.verdict).collect();
    assert_eq!(verdicts, [Verdict::Pass]);
}

fn viewers_view_stays() {
    let words = policies().remove(0);
    let mut draft = draft();
    let owners = verdict(&words, Subject::Resource(shared_subnet()), "dynamodb/ipv4", Verdict::Pass);
    let mut viewers = verdict(&words, Subject::Resource(shared_subnet()), "s3/ipv4", Verdict::Fail);
    viewers.account = account("444455556666");
    let mut another = viewers.clone();
    another.account = account("777788889999");
    draft.findings = vec![viewers, owners, another];
    assert_eq!(Report::new(draft).findings.len(), 3);
}

fn counts() {
    let mut draft = draft();
    draft.narrowing.min_severity = Some(Severity::High);
    let report = Report::new(draft);
    let total = report.summary.total;
    assert_eq!(
        (total.fail, total.unknown, total.pass, total.not_applicable, total.waived),
        (3, 2, 1, 1, 1),
        "the verdicts of the sample"
    );
    assert_eq!(report.summary.severities.get(&Severity::Medium), Some(&2));
    // Two defects of medium severity and the accepted one of low.
    assert_eq!(report.summary.hidden, 3);
    assert_eq!(report.shown().count(), 3);
    assert!(report.shown().all(|finding| finding.severity >= Severity::High));
}

fn narrowing_digest() {
    let narrowing = |regions: &[&str], policies: &[&str], min_severity| Narrowing {
        regions: regions.iter().map(|code| region(code)).collect(),
        policies: policies.iter().map(|id| (*id).to_owned()).collect(),
        min_severity,
    };
    assert_eq!(Narrowing::default().digest(), None);
    let one = narrowing(&["eu-west-1", "us-east-1"], &["b", "a"], None).digest();
    assert_eq!(one, narrowing(&["us-east-1", "eu-west-1"], &["a", "b"], None).digest());
    assert_ne!(one, narrowing(&["us-east-1"], &["a", "b"], None).digest());
    assert_ne!(one, narrowing(&["eu-west-1", "us-east-1"], &["a", "b"], Some(Severity::Low)).digest());
    // Pinned: categories of code-scanning runs hang on it.
    assert_eq!(narrowing(&[], &[], Some(Severity::High)).digest().as_deref(), Some(PINNED));
}

/// The digits of `--min-severity high`, as `printf '["byway-narrowing/1",[],[],"high"]' | sha256sum` has them.
const PINNED: &str = "fab1a8eb";

fn failed_account() {
    let mut draft = draft();
    draft
        .accounts
        .push(byway::report::Audited { account: account("444455556666"), partition: byway::id::Partition::Aws });
    let report = Report::new(draft);
    let failed: Vec<String> = report.failed_accounts.iter().map(ToString::to_string).collect();
    assert_eq!(failed, ["444455556666"]);
    assert!(pages::as_text(&report).contains("nothing at all was answered of account 444455556666"));
}

fn words_missing() {
    let mut draft = draft();
    draft.policies.clear();
    let report = Report::new(draft);
    assert!(pages::as_text(&report).contains("subnet-0aa11bb22cc33dd44"));
    assert!(pages::as_sarif(&report).contains("gateway-endpoint-subnet-not-routed"));
}
