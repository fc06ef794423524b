//! What is wrong with a policy file, and where.

use std::fmt;

/// One mistake in a policy file. Usually its author's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LoadError {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// One thing to do.
    pub hint: Option<String>,
}

impl fmt::Display for LoadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, message, hint } = self;
        write!(out, "{file}:{line}:{column}: {message}")?;
        match hint {
            Some(hint) => write!(out, "; {hint}"),
            None => Ok(()),
        }
    }
}

/// Every mistake found, in order of file and position, so that one run shows them all.
///
/// INVARIANT: never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadErrors(Vec<LoadError>);

impl LoadErrors {
    /// The mistakes, or `None` where there is none.
    pub(crate) fn of(mut errors: Vec<LoadError>) -> Option<Self> {
        errors.sort();
        errors.dedup();
        (!errors.is_empty()).then_some(Self(errors))
    }

    /// The mistakes, in order.
    pub fn iter(&self) -> impl Iterator<Item = &LoadError> {
        self.0.iter()
    }

    pub(crate) fn into_vec(self) -> Vec<LoadError> {
        self.0
    }
}

impl From<LoadError> for LoadErrors {
    fn from(error: LoadError) -> Self {
        Self(vec![error])
    }
}

impl fmt::Display for LoadErrors {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, error) in self.0.iter().enumerate() {
            if at > 0 {
                out.write_str("\n")?;
            }
            write!(out, "{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for LoadErrors {}

/// A mistake inside a piece of text, by byte offset; whoever knows where the piece stands makes a [`LoadError`] of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The byte offset.
    pub at: usize,
    /// What is wrong.
    pub message: String,
    /// One thing to do.
    pub hint: Option<String>,
}

impl Fault {
    /// A mistake without a remedy worth naming.
    pub fn new(at: usize, message: impl Into<String>) -> Self {
        Self { at, message: message.into(), hint: None }
    }

    /// A mistake and one thing to do.
    pub fn hinted(at: usize, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { at, message: message.into(), hint: Some(hint.into()) }
    }
}

/// The text of a file, for turning offsets into lines and columns.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sheet<'t> {
    /// What errors call the file.
    pub file: &'t str,
    /// Its text.
    pub text: &'t str,
}

impl Sheet<'_> {
    /// The mistake at a byte offset of the file.
    pub fn error(&self, fault: Fault) -> LoadError {
        let Fault { at, message, hint } = fault;
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let before = self.text.get(..at).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        LoadError { file: self.file.to_owned(), line, column, message, hint }
    }
}

/// “did you mean”: the candidate nearest to `given`, if one is near enough to be what was meant.
pub(crate) fn nearest<'c>(given: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<String> {
    candidates
        .into_iter()
        .filter_map(|candidate| {
            // Likeness favours a common beginning, distance finds two letters exchanged in a short name.
            let likeness = strsim::jaro_winkler(given, candidate);
            let distance = strsim::osa_distance(given, candidate);
            let length = given.chars().count().max(1);
            let near = likeness > 0.8 || distance <= (length / 3).max(1);
            near.then_some((distance, candidate))
        })
        .min()
        .map(|(_, candidate)| format!("did you mean `{candidate}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_offsets_outside_the_text_are_its_end() {
        let sheet = Sheet { file: "f", text: "aé\nöx" };
        let error = |at| sheet.error(Fault::new(at, "m")).to_string();
        assert_eq!(error(0), "f:1:1: m");
        assert_eq!(error(6), "f:2:2: m");
        assert_eq!(error(99), "f:2:3: m");
        assert_eq!(nearest("ingres", ["ingress", "egress"]).as_deref(), Some("did you mean `ingress`?"));
        assert_eq!(nearest("zzz", ["ingress", "egress"]), None);
    }
}
