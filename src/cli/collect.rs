//! `byway collect`.

use super::args::{Arguments, CollectArgs};
use super::selection::Selection;
use super::{Exit, Trouble, output, source};
use crate::snapshot::{Outcome, Snapshot, file};

/// Crawls and writes the snapshot. The exit code says whether everything was answered.
pub(super) fn run(collect: &CollectArgs, arguments: &Arguments) -> Result<Exit, Trouble> {
    if let Some(path) = &collect.save_snapshot {
        output::has_folder(path)?;
    }
    let snapshot = source::snapshot(&collect.source, &Selection::everything(&collect.with), arguments)?;
    match &collect.save_snapshot {
        Some(path) => file::write(&snapshot, path).map_err(Trouble::fatal)?,
        None => {
            let mut bytes = Vec::new();
            file::write_to(&snapshot, &mut bytes).map_err(Trouble::fatal)?;
            output::to_stdout(&bytes)?;
        }
    }
    Ok(exit(&snapshot))
}

/// Nothing seen is fatal; something not seen is incomplete.
pub(super) fn exit(snapshot: &Snapshot) -> Exit {
    let answered =
        snapshot.coverage.iter().any(|record| matches!(record.outcome, Outcome::Answered | Outcome::Partial));
    if !answered {
        if snapshot.coverage.iter().all(|record| record.outcome == Outcome::NotAsked) {
            tracing::error!(
                "the snapshot holds no answer to any of byway's questions; a folder holds them in files such as \
                 `ec2.describe-vpcs.json`"
            );
        } else {
            tracing::error!(
                "nothing was answered; give these credentials the permissions that `byway permissions` prints"
            );
        }
        return Exit::Fatal;
    }
    Exit::of(false, snapshot.coverage.iter().any(|record| record.outcome.is_incomplete_run()))
}
