//! What failed, by severity, then by policy.

use super::wrap::count;
use super::{Page, value};
use crate::finding::{Confidence, Evidence, Finding, Severity};
use crate::policy::Words;
use crate::report::{Report, plain};
use std::collections::BTreeMap;
use std::io;

/// Writes what failed. Accepted findings come with the others and say so.
pub fn write(report: &Report, page: &mut Page<'_>) -> io::Result<()> {
    let mut by_severity: BTreeMap<Severity, BTreeMap<&str, Vec<&Finding>>> = BTreeMap::new();
    for finding in report.shown().filter(|finding| finding.verdict == crate::finding::Verdict::Fail) {
        by_severity.entry(finding.severity).or_default().entry(&finding.policy).or_default().push(finding);
    }
    for (severity, policies) in by_severity.into_iter().rev() {
        page.heading(page.palette.severity(severity), severity.as_str())?;
        for (id, findings) in policies {
            if let Some(words) = report.policies.get(id) {
                policy(words, &findings, page)?;
            }
        }
    }
    Ok(())
}

fn policy(words: &Words, findings: &[&Finding], page: &mut Page<'_>) -> io::Result<()> {
    let bold = page.palette.bold;
    page.blank()?;
    page.line(0, &format!("{bold}{}{bold:#}", plain::line(&words.title)))?;
    let sure = match words.confidence {
        Confidence::Certain => "certain",
        Confidence::Likely => "likely",
        Confidence::Review => "for review: a person must look",
    };
    let number = count(findings.len() as u64, "finding", "findings");
    let dim = page.palette.dim;
    page.line(0, &format!("{dim}{} | {sure} | {number}{dim:#}", plain::line(&words.id)))?;

    // A fix without facts in it is the same for all, and said once.
    let fix = findings.first().map(|finding| finding.fix.text.as_str()).unwrap_or_default();
    let one_fix = findings.iter().all(|finding| finding.fix.text == fix);
    for finding in findings {
        page.blank()?;
        one(finding, !one_fix, page)?;
    }
    let references = findings.first().map(|finding| finding.references.as_slice()).unwrap_or_default();
    if (one_fix && !fix.trim().is_empty()) || !references.is_empty() {
        page.blank()?;
    }
    if one_fix && !fix.trim().is_empty() {
        page.paragraphs(2, "fix", fix)?;
    }
    for (at, reference) in references.iter().enumerate() {
        page.verbatim(2, if at == 0 { "see" } else { "" }, reference)?;
    }
    Ok(())
}

fn one(finding: &Finding, own_fix: bool, page: &mut Page<'_>) -> io::Result<()> {
    let (thing, dim) = (page.palette.thing, page.palette.dim);
    let id = finding.subject.id();
    let name = name_of(finding);
    page.line(
        2,
        &format!("{thing}{}{thing:#}{name}  {dim}{}/{}{dim:#}", plain::line(&id), finding.account, finding.region),
    )?;
    page.text(4, &finding.message)?;
    let mut last = None;
    for evidence in &finding.evidence {
        seen(evidence, last != Some(&evidence.resource), page)?;
        last = Some(&evidence.resource);
    }
    for command in &finding.fix.commands {
        page.verbatim(4, "run", command)?;
    }
    if own_fix && !finding.fix.text.trim().is_empty() {
        page.paragraphs(4, "fix", &finding.fix.text)?;
    }
    if let Some(waiver) = &finding.waiver {
        let until = waiver.expires.as_deref().map(|day| format!(", until {day}")).unwrap_or_default();
        page.labelled(4, "accepted", &format!("{} ({}{until})", waiver.reason, waiver.owner))?;
    }
    Ok(())
}

/// The `Name` tag in quotes, ready to be shown after an id; nothing where there is none.
pub fn name_of(finding: &Finding) -> String {
    match &finding.name {
        Some(name) if !name.is_empty() => format!(" \"{}\"", plain::line(name)),
        Some(_) | None => String::new(),
    }
}

/// One piece of evidence: the thing and its member on one line, what that means below. A thing that is evidence by being
/// there has no member but its own id, which is not said twice.
fn seen(evidence: &Evidence, first_of_thing: bool, page: &mut Page<'_>) -> io::Result<()> {
    let id = &evidence.resource.id;
    let member = if evidence.value == id.as_str() {
        id.clone()
    } else {
        let pointer = if evidence.pointer.is_empty() { "/" } else { &evidence.pointer };
        format!("{id} {pointer} = {}", value::told(&evidence.value))
    };
    page.labelled(4, if first_of_thing { "seen" } else { "" }, &member)?;
    page.labelled(4, "", &format!("  {} ({})", evidence.says, evidence.operation))
}
