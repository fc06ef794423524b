//! `byway permissions`: the least IAM policy of a run, and nothing else on stdout.

use super::args::PermissionsArgs;
use super::output::{self, Format};
use super::purpose::{self, Run};
use super::{Exit, Trouble};
use crate::collect;
use crate::report::printer;
use serde::Serialize;
use std::collections::BTreeSet;

/// A policy document that allows actions on everything: none of byway's can be narrowed to resources that are not known
/// before they are listed. <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html>
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Document {
    version: &'static str,
    statement: [Statement; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Statement {
    effect: &'static str,
    action: BTreeSet<String>,
    resource: &'static str,
}

impl Document {
    /// A document that allows these actions.
    pub(super) fn allowing(action: BTreeSet<String>) -> Self {
        Self { version: "2012-10-17", statement: [Statement { effect: "Allow", action, resource: "*" }] }
    }

    /// The document as byway prints JSON.
    pub(super) fn print(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        // Writing to memory cannot fail.
        let _ = printer::print(self, &mut bytes);
        bytes
    }
}

/// Prints the document.
pub(super) fn run(args: &PermissionsArgs) -> Result<Exit, Trouble> {
    output::check(&args.output, &Format::ALL)?;
    if args.output.iter().any(|output| output.format != Format::Json) {
        return Err(Trouble::usage("permissions are a policy document, which is JSON; say `--output json=FILE`"));
    }
    let run = Run::of(&args.purpose)?;
    let document = Document::allowing(collect::permissions(&run.wanted).into_iter().map(str::to_owned).collect());
    // Whatever is asked for, text included, is the document.
    purpose::write(&args.output, |format| match format {
        Format::Json | Format::Text => Some(document.print()),
        Format::Sarif | Format::Csv => None,
    })?;
    Ok(Exit::Clean)
}
