//! The report for a person: what is wrong, worst first, with what decided it and what to do; then what could not be
//! told and why; then the counts.
//!
//! Readable without colour; no line depends on it. Lines are wrapped at 100 columns, but for commands and addresses,
//! which are there to be copied.

mod closing;
mod defects;
pub(super) mod page;
pub(super) mod palette;
pub(super) mod unknowns;
pub(super) mod value;
pub(super) mod wrap;

use super::Report;
pub use page::Look;

use page::Page;
pub(crate) use palette::Palette;
use std::io::{self, Write};
pub(crate) use wrap::wrap;

/// How the text is to look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TextOptions {
    /// Whether to write colours. Whether `out` is a terminal is the caller's to know.
    pub colour: bool,
    /// Whether to list what passed and what a policy does not speak of, too.
    pub all: bool,
}

/// Writes the report.
///
/// # Errors
///
/// Those of `out`.
pub fn render(report: &Report, options: &TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    let mut page = Page::new(&mut out, Palette::new(options.colour));
    header(report, &mut page)?;
    defects::write(report, &mut page)?;
    unknowns::write(report, &mut page)?;
    if options.all {
        closing::passed(report, &mut page)?;
    }
    closing::coverage(report, &mut page)?;
    closing::summary(report, &mut page)?;
    out.flush()
}

fn header(report: &Report, page: &mut Page<'_>) -> io::Result<()> {
    let bold = page.palette.bold;
    page.line(0, &format!("{bold}byway {}{bold:#}", report.version))?;
    let accounts: Vec<String> = report
        .accounts
        .iter()
        .map(|audited| {
            let failed = if report.failed_accounts.contains(&audited.account) { ", nothing answered" } else { "" };
            format!("{} ({}{failed})", audited.account, audited.partition)
        })
        .collect();
    page.labelled(2, "account", &accounts.join(", "))?;
    let regions: Vec<&str> = report.regions.iter().map(|region| region.as_str()).collect();
    page.labelled(2, "regions", &if regions.is_empty() { "none".to_owned() } else { regions.join(", ") })?;
    page.labelled(2, "taken", &report.taken_at.to_string())?;
    narrowing(report, page)
}

fn narrowing(report: &Report, page: &mut Page<'_>) -> io::Result<()> {
    let narrowing = &report.narrowing;
    let mut parts = Vec::new();
    if !narrowing.regions.is_empty() {
        let regions: Vec<&str> = narrowing.regions.iter().map(|region| region.as_str()).collect();
        parts.push(format!("regions {}", regions.join(", ")));
    }
    if !narrowing.policies.is_empty() {
        parts.push(format!("policies {}", narrowing.policies.join(", ")));
    }
    if let Some(mildest) = narrowing.min_severity {
        parts.push(format!("severity {mildest} and worse ({} hidden)", report.summary.hidden));
    }
    if parts.is_empty() { Ok(()) } else { page.labelled(2, "only", &parts.join("; ")) }
}
