//! Evidence documents on disk: the text that SARIF's line numbers count in.

use super::{Report, plain, unanswered};
use crate::finding::Document;
use crate::snapshot::atomic;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Evidence that could not be written. Usually the user's: a folder that may not be written to, a full disk.
#[derive(Debug, thiserror::Error)]
#[error("could not write the evidence document `{}`", place.display())]
pub struct WriteError {
    /// The file.
    pub place: PathBuf,
    /// Why.
    pub source: io::Error,
}

/// The text of a document: what AWS answered, with harmful characters as JSON's escapes. Has the line feeds of
/// [`Document::text`] and no other, so that a line is the same line in both.
pub fn text(document: &Document) -> String {
    plain::json(&document.text())
}

/// Writes every evidence document of the report at its path below `folder`, and tells how many.
///
/// A file is the old one or the new one, never half of it, and its owner's alone to read.
///
/// INVARIANT: nothing is written outside `folder`: every segment of a path is percent-encoded and none is made of dots.
///
/// # Errors
///
/// At the first document that cannot be written.
pub fn write(report: &Report, folder: &Path) -> Result<usize, WriteError> {
    let documents = texts(report);
    for (path, text) in &documents {
        let place = folder.join(path.split('/').collect::<PathBuf>());
        write_one(&place, text).map_err(|source| WriteError { place, source })?;
    }
    Ok(documents.len())
}

/// Every document's text by its path.
fn texts(report: &Report) -> BTreeMap<String, String> {
    let mut texts: BTreeMap<String, String> =
        report.documents.iter().map(|(resource, document)| (resource.path(), text(document))).collect();
    for audited in &report.accounts {
        for gap in unanswered::of(report, audited) {
            texts.insert(gap.path, text(&gap.document));
        }
    }
    texts
}

fn write_one(place: &Path, text: &str) -> io::Result<()> {
    std::fs::create_dir_all(atomic::folder_of(place))?;
    atomic::write(place, |file| file.write_all(text.as_bytes()))
}
