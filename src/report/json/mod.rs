//! `json-v1`: the report for programs.
//!
//! Own structs, so that the rooms may change and the format does not. Members are only ever added; every member is
//! always there, `null` or empty where there is nothing to say. The schema is `docs/schemas/json-v1.schema.json`.

mod finding;
mod gap;
pub(super) mod hop;

use super::{Report, Tally, printer};
use crate::finding::{Severity, Verdict};
use crate::policy::Words;
use crate::snapshot::{Coverage, DeniedBy, NotAsked};
use finding::FindingOut;
pub(crate) use gap::{GapOut, gap};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The value of `schema_version`.
pub const SCHEMA_VERSION: &str = "byway/json-v1";

/// Writes the report. `findings` holds what failed and what is unknown, with `all` everything judged.
///
/// # Errors
///
/// Those of `out`.
pub fn render(report: &Report, all: bool, out: &mut dyn Write) -> io::Result<()> {
    printer::print(&document(report, all), out)
}

#[derive(Serialize)]
struct DocumentOut<'a> {
    schema_version: &'static str,
    tool: ToolOut,
    run: RunOut<'a>,
    coverage: Vec<CoverageOut<'a>>,
    policies: Vec<PolicyOut<'a>>,
    findings: Vec<FindingOut<'a>>,
    summary: SummaryOut<'a>,
}

#[derive(Serialize)]
struct ToolOut {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct RunOut<'a> {
    taken_at: String,
    accounts: Vec<AccountOut<'a>>,
    regions: Vec<&'a str>,
    policies: Vec<&'a str>,
    not_selected: Vec<NotSelectedOut<'a>>,
    narrowing: NarrowingOut<'a>,
}

#[derive(Serialize)]
struct AccountOut<'a> {
    id: &'a str,
    partition: &'static str,
    /// Whether anything at all was answered.
    answered: bool,
}

#[derive(Serialize)]
struct NotSelectedOut<'a> {
    policy: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
struct NarrowingOut<'a> {
    regions: Vec<&'a str>,
    policies: Vec<&'a str>,
    min_severity: Option<&'static str>,
}

#[derive(Serialize)]
struct CoverageOut<'a> {
    account: &'a str,
    region: &'a str,
    operation: &'a str,
    key: &'a str,
    outcome: &'static str,
    items: u64,
    pages: u64,
    code: Option<&'a str>,
    message: Option<&'a str>,
    permission: Option<&'a str>,
    denied_by: Option<DeniedBy>,
    why: Option<NotAsked>,
}

#[derive(Serialize)]
struct PolicyOut<'a> {
    id: &'a str,
    family: &'a str,
    title: &'a str,
    severity: &'static str,
    confidence: &'static str,
    since: &'a str,
    why: &'a str,
    fix: &'a str,
    references: &'a [String],
    maps: &'a BTreeMap<String, Vec<String>>,
    replaces: &'a [String],
}

#[derive(Serialize)]
struct SummaryOut<'a> {
    total: TallyOut,
    severities: BTreeMap<&'static str, u64>,
    policies: BTreeMap<&'a str, TallyOut>,
    hidden: u64,
}

#[derive(Serialize)]
struct TallyOut {
    fail: u64,
    unknown: u64,
    pass: u64,
    not_applicable: u64,
    waived: u64,
}

impl From<Tally> for TallyOut {
    fn from(Tally { fail, unknown, pass, not_applicable, waived }: Tally) -> Self {
        Self { fail, unknown, pass, not_applicable, waived }
    }
}

fn document(report: &Report, all: bool) -> DocumentOut<'_> {
    DocumentOut {
        schema_version: SCHEMA_VERSION,
        tool: ToolOut { name: "byway", version: report.version },
        run: run(report),
        coverage: report.coverage.iter().map(coverage).collect(),
        policies: report.policies.values().map(policy).collect(),
        findings: report
            .shown()
            .filter(|finding| match finding.verdict {
                Verdict::Fail | Verdict::Unknown => true,
                Verdict::Pass | Verdict::NotApplicable => all,
            })
            .map(finding::finding)
            .collect(),
        summary: SummaryOut {
            total: report.summary.total.into(),
            severities: report.summary.severities.iter().map(|(severity, count)| (severity.as_str(), *count)).collect(),
            policies: report.summary.policies.iter().map(|(id, tally)| (id.as_str(), (*tally).into())).collect(),
            hidden: report.summary.hidden,
        },
    }
}

fn run(report: &Report) -> RunOut<'_> {
    let narrowing = &report.narrowing;
    RunOut {
        taken_at: report.taken_at.to_string(),
        accounts: report
            .accounts
            .iter()
            .map(|audited| AccountOut {
                id: audited.account.as_str(),
                partition: audited.partition.as_str(),
                answered: !report.failed_accounts.contains(&audited.account),
            })
            .collect(),
        regions: report.regions.iter().map(|region| region.as_str()).collect(),
        policies: report.policies.keys().map(String::as_str).collect(),
        not_selected: report
            .not_selected
            .iter()
            .map(|policy| NotSelectedOut { policy: &policy.policy, why: &policy.why })
            .collect(),
        narrowing: NarrowingOut {
            regions: narrowing.regions.iter().map(|region| region.as_str()).collect(),
            policies: narrowing.policies.iter().map(String::as_str).collect(),
            min_severity: narrowing.min_severity.map(Severity::as_str),
        },
    }
}

fn coverage(record: &Coverage) -> CoverageOut<'_> {
    let Coverage {
        account,
        region,
        collection: _,
        operation,
        key,
        outcome,
        items,
        pages,
        code,
        message,
        permission,
        denied_by,
        why,
    } = record;
    CoverageOut {
        account: account.as_str(),
        region: region.as_str(),
        operation,
        key,
        outcome: outcome.as_str(),
        items: *items,
        pages: *pages,
        code: code.as_deref(),
        message: message.as_deref(),
        permission: permission.as_deref(),
        denied_by: *denied_by,
        why: *why,
    }
}

fn policy(words: &Words) -> PolicyOut<'_> {
    let Words { id, family, title, severity, confidence, since, why, fix, see, maps, replaces } = words;
    PolicyOut {
        id,
        family,
        title,
        severity: severity.as_str(),
        confidence: confidence.as_str(),
        since,
        why,
        fix,
        references: see,
        maps,
        replaces,
    }
}
