//! What a line of the text is made of.

use super::Palette;
use super::wrap::wrap;
use crate::report::plain;
use std::io::{self, Write};

/// Columns of a page.
const WIDTH: usize = 100;

/// Columns of a label and the space after it.
const LABEL: usize = 9;

/// Where the text goes, with its styles.
///
/// INVARIANT: every method but [`Page::line`] makes its text harmless; what goes to `line` is ours or has been made so.
pub struct Page<'a> {
    out: &'a mut dyn Write,
    /// The styles.
    pub palette: Palette,
}

impl<'a> Page<'a> {
    /// A page on `out`.
    pub fn new(out: &'a mut dyn Write, palette: Palette) -> Self {
        Self { out, palette }
    }

    /// An empty line.
    pub fn blank(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// One line as it is, harmless and styled already.
    pub fn line(&mut self, indent: usize, text: &str) -> io::Result<()> {
        writeln!(self.out, "{:indent$}{text}", "")
    }

    /// A heading of the first rank.
    pub fn heading(&mut self, style: anstyle::Style, text: &str) -> io::Result<()> {
        self.blank()?;
        self.line(0, &format!("{style}{}{style:#}", text.to_uppercase()))
    }

    /// A text of one or several lines, wrapped.
    pub fn text(&mut self, indent: usize, text: &str) -> io::Result<()> {
        for one in plain::lines(text) {
            for wrapped in wrap(&one, WIDTH.saturating_sub(indent)) {
                self.line(if wrapped.is_empty() { 0 } else { indent }, &wrapped)?;
            }
        }
        Ok(())
    }

    /// A label and a text, wrapped under its own beginning.
    pub fn labelled(&mut self, indent: usize, label: &str, text: &str) -> io::Result<()> {
        let dim = self.palette.dim;
        let mut label = Some(label);
        for one in plain::lines(text) {
            for wrapped in wrap(&one, WIDTH.saturating_sub(indent + LABEL)) {
                match label.take() {
                    Some(label) => {
                        let pad = LABEL.saturating_sub(label.len());
                        self.line(indent, &format!("{dim}{label}{dim:#}{:pad$}{wrapped}", ""))?;
                    }
                    None if wrapped.is_empty() => self.blank()?,
                    None => self.line(indent + LABEL, &wrapped)?,
                }
            }
        }
        Ok(())
    }

    /// A label and a text on one line, however long: a command or an address.
    pub fn verbatim(&mut self, indent: usize, label: &str, text: &str) -> io::Result<()> {
        let dim = self.palette.dim;
        let pad = LABEL.saturating_sub(label.len());
        self.line(indent, &format!("{dim}{label}{dim:#}{:pad$}{}", "", plain::line(text)))
    }
}
