//! The end of the text: what was asked, the counts, and one last line.

use super::Page;
use super::defects::name_of;
use super::unknowns::Asked;
use super::wrap::{count, some};
use crate::finding::{Finding, Severity, Verdict};
use crate::report::{Incomplete, Report, Tally, plain};
use crate::snapshot::{Gap, Outcome, closed_by_scp};
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// Lists what passed and what the policies do not speak of.
pub fn passed(report: &Report, page: &mut Page<'_>) -> io::Result<()> {
    for (verdict, heading) in [(Verdict::Pass, "passed"), (Verdict::NotApplicable, "not applicable")] {
        let mut policies: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
        for finding in report.shown().filter(|finding| finding.verdict == verdict) {
            policies.entry(&finding.policy).or_default().push(finding);
        }
        if policies.is_empty() {
            continue;
        }
        page.heading(page.palette.good, heading)?;
        for (policy, findings) in policies {
            page.blank()?;
            page.text(0, policy)?;
            for finding in findings {
                let key = if finding.key.is_empty() { String::new() } else { format!(" {}", finding.key) };
                let (id, name) = (finding.subject.id(), name_of(finding));
                page.text(2, &format!("{id}{name}{key}  {}/{}", finding.account, finding.region))?;
            }
        }
    }
    Ok(())
}

/// Writes how many questions were asked and how they ended, and names those that failed without blinding a verdict
/// shown above: nothing that was not seen goes unsaid.
pub fn coverage(report: &Report, page: &mut Page<'_>) -> io::Result<()> {
    let mut outcomes: BTreeMap<Outcome, u64> = BTreeMap::new();
    for record in &report.coverage {
        *outcomes.entry(record.outcome).or_default() += 1;
    }
    let told: BTreeSet<Asked<'_>> = report
        .shown()
        .filter(|finding| finding.verdict == Verdict::Unknown)
        .flat_map(|finding| finding.gaps.iter())
        .filter_map(|gap| match gap {
            Gap::NotSeen(record) => Some(Asked::of(record)),
            Gap::Foreign { .. }
            | Gap::Unrecognised { .. }
            | Gap::Malformed { .. }
            | Gap::Ambiguous { .. }
            | Gap::NotModelled { .. } => None,
        })
        .collect();
    let untold: BTreeSet<Asked<'_>> = report
        .coverage
        .iter()
        .filter(|record| record.outcome.is_incomplete_run())
        .map(Asked::of)
        .filter(|asked| !told.contains(asked))
        .collect();

    page.heading(page.palette.bold, "coverage")?;
    page.blank()?;
    let outcomes: Vec<String> = outcomes.iter().map(|(outcome, number)| format!("{number} {outcome}")).collect();
    let questions = count(report.coverage.len() as u64, "question", "questions");
    page.text(2, &if outcomes.is_empty() { questions } else { format!("{questions}: {}", outcomes.join(", ")) })?;
    for asked in untold {
        page.text(2, &asked.told())?;
        if let Some(remedy) = asked.remedy() {
            page.labelled(4, "needs", &remedy)?;
        }
    }
    for closed in closed_by_scp(&report.coverage) {
        page.text(2, &closed.to_string())?;
    }
    for account in &report.failed_accounts {
        page.text(2, &format!("nothing at all was answered of account {account}"))?;
    }
    let mut left_out: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for policy in &report.not_selected {
        left_out.entry(&policy.why).or_default().push(&policy.policy);
    }
    for (why, policies) in left_out {
        page.text(2, &format!("not run, {why}: {}", some(policies.iter().copied(), policies.len())))?;
    }
    Ok(())
}

/// Writes the table of counts and the last line.
pub fn summary(report: &Report, page: &mut Page<'_>) -> io::Result<()> {
    page.heading(page.palette.bold, "summary")?;
    page.blank()?;
    table(report, page)?;
    page.blank()?;
    last_line(report, page)
}

fn table(report: &Report, page: &mut Page<'_>) -> io::Result<()> {
    let longest = report.policies.keys().map(|id| plain::line(id).chars().count()).max().unwrap_or_default().max(6);
    let dim = page.palette.dim;
    page.line(
        2,
        &format!(
            "{dim}{:longest$}  severity  {:>5}  {:>7}  {:>5}  {:>5}{dim:#}",
            "policy", "fail", "unknown", "pass", "n/a"
        ),
    )?;
    for (id, tally) in &report.summary.policies {
        let severity = report.policies.get(id).map_or("", |words| words.severity.as_str());
        let Tally { fail, unknown, pass, not_applicable, waived } = tally;
        let style = match report.policies.get(id) {
            Some(words) if *fail > 0 => page.palette.severity(words.severity),
            Some(_) | None if *unknown > 0 => page.palette.unknown,
            Some(_) | None => anstyle::Style::new(),
        };
        let accepted = if *waived > 0 { format!("  {waived} accepted") } else { String::new() };
        page.line(
            2,
            &format!(
                "{style}{:longest$}{style:#}  {severity:8}  {fail:>5}  {unknown:>7}  {pass:>5}  {not_applicable:>5}{accepted}",
                plain::line(id)
            ),
        )?;
    }
    Ok(())
}

fn last_line(report: &Report, page: &mut Page<'_>) -> io::Result<()> {
    let total = report.summary.total;
    let severities: Vec<String> = Severity::ALL
        .into_iter()
        .rev()
        .filter_map(|severity| {
            let number = report.summary.severities.get(&severity).copied().unwrap_or_default();
            (number > 0).then(|| format!("{number} {severity}"))
        })
        .collect();
    let mut text = match total.fail {
        0 => "No findings".to_owned(),
        number => format!("{} ({})", count(number, "finding", "findings"), severities.join(", ")),
    };
    if total.waived > 0 {
        text.push_str(&format!(", {} accepted", total.waived));
    }
    text.push_str(&format!(", {} unknown, {} passed.", total.unknown, total.pass));
    if report.summary.hidden > 0 {
        text.push_str(&format!(" {} hidden by severity.", report.summary.hidden));
    }
    if report.is_incomplete(Incomplete::Unanswered) {
        text.push_str(" The run is incomplete: what was not seen may be wrong too.");
    }
    page.text(0, &text)
}
