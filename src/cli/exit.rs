//! Exit codes. Batch systems key on them, so they never change.

use std::process::ExitCode;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Complete, and nothing at or above `--fail-on`.
    Clean = 0,
    /// Findings at or above `--fail-on`.
    Findings = 1,
    /// A mistake in the options, the policies or the files given.
    Usage = 2,
    /// Something could not be seen, and no finding at or above `--fail-on`.
    Incomplete = 3,
    /// Findings, and something could not be seen.
    FindingsAndIncomplete = 4,
    /// No credentials, the wrong account, nothing seen, or a fault of byway's.
    Fatal = 5,
}

impl Exit {
    /// The code for what a run found and missed.
    pub fn of(findings: bool, incomplete: bool) -> Self {
        match (findings, incomplete) {
            (false, false) => Self::Clean,
            (true, false) => Self::Findings,
            (false, true) => Self::Incomplete,
            (true, true) => Self::FindingsAndIncomplete,
        }
    }

    /// The number.
    pub fn code(self) -> u8 {
        self as u8
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
