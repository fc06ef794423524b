//! What a run asks and for whose sake: what `plan`, `permissions` and `preflight` are about.

use super::Trouble;
use super::args::{Purpose, PurposeArgs};
use super::output::{Format, Output, to_file, to_stdout};
use super::selection::{Selection, select};
use crate::collect::asked_for;
use crate::policy::Policy;
use crate::report::NotSelected;
use crate::snapshot::Collection;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A run that is meant.
pub(super) struct Run {
    /// Its name on the command line.
    pub(super) word: &'static str,
    /// What it asks for, listings that only lead there left out.
    pub(super) wanted: BTreeSet<Collection>,
    /// The policies it judges by.
    pub(super) chosen: Vec<Policy>,
    /// Those it does not.
    pub(super) left: Vec<NotSelected>,
}

impl Run {
    pub(super) fn of(args: &PurposeArgs) -> Result<Self, Trouble> {
        let selection = select(&args.selection)?;
        let mut wanted = selection.needs();
        let word = match args.purpose {
            Purpose::Audit => "audit",
            Purpose::Organization => {
                wanted.insert(Collection::OrganizationAccounts);
                "organization"
            }
            Purpose::Collect => {
                wanted.extend(Selection::everything(&args.selection.with));
                "collect"
            }
        };
        let Selection { chosen, left, .. } = selection;
        Ok(Self { word, wanted, chosen, left })
    }

    /// The policies for whose sake each collection is asked for, by id.
    pub(super) fn needed_by(&self) -> BTreeMap<Collection, Vec<&str>> {
        let mut needed_by: BTreeMap<Collection, Vec<&str>> = BTreeMap::new();
        for policy in &self.chosen {
            for collection in asked_for(policy.needs()) {
                needed_by.entry(collection).or_default().push(policy.id());
            }
        }
        needed_by
    }

    /// The ids of the policies it judges by.
    pub(super) fn policies(&self) -> Vec<&str> {
        self.chosen.iter().map(Policy::id).collect()
    }

    /// Those it does not, as JSON has them.
    pub(super) fn not_selected(&self) -> Vec<NotSelectedOut<'_>> {
        self.left.iter().map(|NotSelected { policy, why }| NotSelectedOut { policy, why }).collect()
    }
}

#[derive(Serialize)]
pub(super) struct NotSelectedOut<'a> {
    policy: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
pub(super) struct ToolOut {
    name: &'static str,
    version: &'static str,
}

/// What wrote the JSON.
pub(super) const TOOL: ToolOut = ToolOut { name: "byway", version: env!("CARGO_PKG_VERSION") };

/// Writes to every place asked for, files first, as text on stdout if none is. `write` makes one format, or has none of
/// that name.
pub(super) fn write(outputs: &[Output], write: impl Fn(Format) -> Option<Vec<u8>>) -> Result<(), Trouble> {
    let standard = Output { format: Format::Text, file: None };
    let mut outputs: Vec<&Output> = if outputs.is_empty() { vec![&standard] } else { outputs.iter().collect() };
    outputs.sort_by_key(|output| output.file.is_none());
    for output in outputs {
        let bytes = write(output.format).ok_or_else(|| {
            Trouble::usage("this command writes no such format; say `--output text` or `--output json`")
        })?;
        match &output.file {
            Some(path) => to_file(path, &bytes)?,
            None => to_stdout(&bytes)?,
        }
    }
    Ok(())
}

/// A number of things, in words that fit it.
pub(super) fn counted(number: u64, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}
