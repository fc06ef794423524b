//! `byway audit`.

use super::args::{Arguments, AuditArgs};
use super::output::{Format, Output, to_file, to_stdout};
use super::selection::{Selection, select};
use super::{Exit, Trouble, collect, output, source};
use crate::network::Index;
use crate::policy::judge;
use crate::report::sarif::SarifError;
use crate::report::{self, Audited, Draft, Narrowing, Report};
use crate::snapshot::{Snapshot, file};
use std::path::Path;

/// Reads or crawls, judges, writes every report, and says how it went.
pub(super) fn run(audit: &AuditArgs, arguments: &Arguments) -> Result<Exit, Trouble> {
    output::check(&audit.output, &[Format::Text, Format::Json, Format::Sarif])?;
    if let Some(path) = &audit.save_snapshot {
        output::has_folder(path)?;
    }
    let selection = select(&audit.selection)?;
    let snapshot = source::snapshot(&audit.source, &selection.needs(), arguments)?;
    // Written first: whatever goes wrong later, what was collected is kept.
    if let Some(path) = &audit.save_snapshot {
        file::write(&snapshot, path).map_err(Trouble::fatal)?;
    }
    let report = judged(&snapshot, selection, audit);
    let fatal = collect::exit(&snapshot) == Exit::Fatal;
    let exit = if fatal {
        Exit::Fatal
    } else {
        Exit::of(
            report.has_failing(audit.fail_on.0, audit.fail_on_review),
            report.is_incomplete(audit.incomplete.into()),
        )
    };
    write(&report, audit, arguments, exit)?;
    Ok(exit)
}

fn judged(snapshot: &Snapshot, selection: Selection, audit: &AuditArgs) -> Report {
    let Selection { chosen, left, .. } = selection;
    let index = Index::new(snapshot);
    let judgement = judge(&index, &chosen);
    Report::new(Draft {
        taken_at: snapshot.taken_at,
        accounts: snapshot
            .accounts
            .iter()
            .map(|(account, view)| Audited { account: account.clone(), partition: view.partition })
            .collect(),
        regions: snapshot.accounts.values().flat_map(|account| account.regions.keys().cloned()).collect(),
        narrowing: Narrowing {
            regions: snapshot.narrowed_to.clone(),
            policies: audit.selection.policy.clone(),
            min_severity: audit.min_severity,
        },
        coverage: snapshot.coverage.clone(),
        policies: chosen.iter().map(|policy| policy.words().clone()).collect(),
        not_selected: left,
        findings: judgement.findings,
        documents: judgement.documents,
    })
}

fn write(report: &Report, audit: &AuditArgs, arguments: &Arguments, exit: Exit) -> Result<(), Trouble> {
    if let Some(folder) = &audit.evidence_dir {
        report::evidence::write(report, folder).map_err(Trouble::fatal)?;
    }
    if let Some(folder) = &audit.output_dir {
        by_account(report, folder, exit)?;
    }
    let standard = Output { format: Format::Text, file: None };
    let standard = (audit.output.is_empty() && audit.output_dir.is_none()).then_some(&standard);
    // Files first: a reader of stdout that has seen enough must not cost anyone a file.
    let mut outputs: Vec<&Output> = audit.output.iter().chain(standard).collect();
    outputs.sort_by_key(|output| output.file.is_none());
    for output in outputs {
        let mut bytes = Vec::new();
        let written = match output.format {
            Format::Text => {
                let colour = output.file.is_none() && arguments.color.on_stdout();
                report::text::render(report, &report::text::TextOptions { colour, all: audit.all }, &mut bytes)
            }
            Format::Json => report::json::render(report, audit.all, &mut bytes),
            Format::Csv => return Err(Trouble::usage("findings are not written as CSV; say `--output json`")),
            Format::Sarif => {
                match report::sarif::render(report, None, Some(exit.code()), &mut bytes) {
                    Ok(()) => Ok(()),
                    Err(error @ SarifError::TooManyAccounts { .. }) => return Err(Trouble::usage(error)),
                    // No file at all, so that no alert is closed; the exit code says that nothing was seen.
                    Err(error @ SarifError::NothingSeen) => {
                        tracing::error!("{error}");
                        continue;
                    }
                    Err(error @ SarifError::Write { .. }) => return Err(Trouble::fatal(error)),
                }
            }
        };
        written.map_err(Trouble::fatal)?;
        match &output.file {
            Some(path) => to_file(path, &bytes)?,
            None => to_stdout(&bytes)?,
        }
    }
    Ok(())
}

/// One SARIF file an account. An account of which nothing was answered gets none, so that no alert of its is closed.
fn by_account(report: &Report, folder: &Path, exit: Exit) -> Result<(), Trouble> {
    std::fs::create_dir_all(folder)
        .map_err(|error| Trouble::fatal(format!("cannot make `{}`: {error}", folder.display())))?;
    for audited in report::sarif::accounts(report) {
        let mut bytes = Vec::new();
        report::sarif::render(report, Some(&audited.account), Some(exit.code()), &mut bytes).map_err(Trouble::fatal)?;
        to_file(&folder.join(format!("{}.sarif", audited.account)), &bytes)?;
    }
    Ok(())
}
