//! SARIF 2.1.0 that GitHub code scanning takes, of things that are not files.
//!
//! One run per account. Every result has one location: the evidence document of the thing, at the line of the member
//! that decided. What GitHub ignores and shows as an open alert (suppressions, kinds other than `fail`) is not written.
//! What was not seen is a notification and a result of the rule `coverage-gap`, since an alert that is missing from a
//! file is closed as fixed.
//!
//! See <https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html> and
//! <https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning>.

mod coverage;
mod log;
mod logical;
mod notifications;
mod place;
mod results;
mod rules;
mod run;

use super::{Audited, Report, printer};
use crate::id::AccountId;
use std::io::{self, Write};

/// Runs that one file may hold, by GitHub's limit.
pub const MOST_RUNS: usize = 20;

/// A report that cannot be written as SARIF.
#[derive(Debug, thiserror::Error)]
pub enum SarifError {
    /// Usually the user's: more accounts than a file may have runs.
    #[error(
        "{accounts} accounts are more than the {MOST_RUNS} one SARIF file may hold; give `--output-dir` for a file each"
    )]
    TooManyAccounts {
        /// How many there are.
        accounts: usize,
    },
    /// Usually AWS's or the network's: nothing was seen, and a file without runs would close every alert there is.
    #[error("nothing was answered, so no SARIF is written; see the coverage in the text report")]
    NothingSeen,
    /// The place written to.
    #[error("could not write the SARIF report")]
    Write(#[from] io::Error),
}

/// The accounts that get a run: those of which anything was answered. One that failed entirely gets none, so that its
/// alerts stay open.
pub fn accounts(report: &Report) -> impl Iterator<Item = &Audited> {
    report.accounts.iter().filter(|audited| !report.failed_accounts.contains(&audited.account))
}

/// The category of an account's run, with the `/` that ends it.
///
/// INVARIANT: never changes for the same account and narrowing. Alerts belong to it; a narrowed run has one of its own,
/// so that it never closes the alerts of a full one.
pub fn category(report: &Report, audited: &Audited) -> String {
    let narrowed = report.narrowing.digest().map(|digest| format!("narrowed-{digest}/")).unwrap_or_default();
    format!("byway/{}/{}/{narrowed}", audited.partition, audited.account)
}

/// Writes the report: the run of `account`, or of every account. `exit_code` is what the process is about to return, if
/// that is known.
///
/// # Errors
///
/// Where there are more accounts than a file may hold, or none that was seen; and those of `out`.
pub fn render(
    report: &Report,
    account: Option<&AccountId>,
    exit_code: Option<u8>,
    out: &mut dyn Write,
) -> Result<(), SarifError> {
    let audited: Vec<&Audited> =
        accounts(report).filter(|audited| account.is_none_or(|wanted| &audited.account == wanted)).collect();
    if audited.is_empty() {
        return Err(SarifError::NothingSeen);
    }
    if audited.len() > MOST_RUNS {
        return Err(SarifError::TooManyAccounts { accounts: audited.len() });
    }
    let log = log::Log::new(audited.into_iter().map(|audited| run::run(report, audited, exit_code)).collect());
    Ok(printer::print(&log, out)?)
}
