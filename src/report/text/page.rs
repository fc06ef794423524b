//! What a line of the text is made of.

use super::Palette;
use super::wrap::wrap;
use crate::report::plain;
use std::borrow::Cow;
use std::io::{self, Write};

/// Columns of a page whose reader's terminal is not known.
const WIDTH: usize = 100;

/// Columns of a label and the space after it.
const LABEL: usize = 9;

/// How a page is to look. Whether it goes to a terminal, and how wide that is, is the caller's to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whether to write colours.
    pub colour: bool,
    /// The columns there are.
    pub width: usize,
}

impl Default for Look {
    fn default() -> Self {
        Self { colour: false, width: WIDTH }
    }
}

/// Where the text goes, with its styles.
///
/// INVARIANT: every method but [`Page::line`] makes its text harmless; what goes to `line` is ours or has been made so.
pub struct Page<'a> {
    out: &'a mut dyn Write,
    /// The styles.
    pub palette: Palette,
    /// The columns.
    pub width: usize,
}

impl<'a> Page<'a> {
    /// A page on `out`.
    pub fn new(out: &'a mut dyn Write, palette: Palette) -> Self {
        Self { out, palette, width: WIDTH }
    }

    /// A page that looks so.
    pub fn looking(out: &'a mut dyn Write, look: Look) -> Self {
        Self { out, palette: Palette::new(look.colour), width: look.width }
    }

    /// An empty line.
    pub fn blank(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// One line as it is, harmless and styled already.
    pub fn line(&mut self, indent: usize, text: &str) -> io::Result<()> {
        let line = format!("{:indent$}{text}", "");
        writeln!(self.out, "{}", line.trim_end())
    }

    /// A heading of the first rank.
    pub fn heading(&mut self, style: anstyle::Style, text: &str) -> io::Result<()> {
        self.blank()?;
        self.line(0, &format!("{style}{}{style:#}", text.to_uppercase()))
    }

    /// A sentence, wrapped.
    pub fn text(&mut self, indent: usize, text: &str) -> io::Result<()> {
        for wrapped in wrap(&plain::line(text), self.width.saturating_sub(indent)) {
            self.line(indent, &wrapped)?;
        }
        Ok(())
    }

    /// A sentence of a style, wrapped.
    pub fn styled(&mut self, indent: usize, style: anstyle::Style, text: &str) -> io::Result<()> {
        for wrapped in wrap(&plain::line(text), self.width.saturating_sub(indent)) {
            self.line(indent, &format!("{style}{wrapped}{style:#}"))?;
        }
        Ok(())
    }

    /// A label and a sentence, wrapped under its own beginning.
    pub fn labelled(&mut self, indent: usize, label: &str, text: &str) -> io::Result<()> {
        self.under_label(indent, label, std::iter::once(plain::line(text)))
    }

    /// A label of a style and width of its own, and a sentence, wrapped under its own beginning.
    pub fn told(&mut self, indent: usize, label: (&str, usize, anstyle::Style), text: &str) -> io::Result<()> {
        let (label, columns, style) = label;
        let wrapped = wrap(&plain::line(text), self.width.saturating_sub(indent + columns));
        for (at, line) in wrapped.iter().enumerate() {
            let pad = columns.saturating_sub(label.chars().count());
            match at {
                0 => self.line(indent, &format!("{style}{label}{style:#}{:pad$}{line}", ""))?,
                _ => self.line(indent + columns, line)?,
            }
        }
        Ok(())
    }

    /// A label and a text of several lines: the words of a policy.
    pub fn paragraphs(&mut self, indent: usize, label: &str, text: &str) -> io::Result<()> {
        let paragraphs = reflow(text.trim());
        self.under_label(indent, label, paragraphs.iter().map(|paragraph| plain::line(paragraph)))
    }

    fn under_label<'t>(
        &mut self,
        indent: usize,
        label: &str,
        lines: impl Iterator<Item = Cow<'t, str>>,
    ) -> io::Result<()> {
        let dim = self.palette.dim;
        let mut label = Some(label);
        let width = self.width;
        for wrapped in lines.flat_map(|line| wrap(&line, width.saturating_sub(indent + LABEL))) {
            match label.take() {
                Some(label) => {
                    let pad = LABEL.saturating_sub(label.len());
                    self.line(indent, &format!("{dim}{label}{dim:#}{:pad$}{wrapped}", ""))?;
                }
                None => self.line(indent + LABEL, &wrapped)?,
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

/// Paragraphs, each on one line: in Markdown a line feed within one is a space. Items of a list and indented lines stay
/// lines of their own.
fn reflow(text: &str) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        let alone = line.is_empty() || line.starts_with([' ', '\t', '-', '*', '#', '|']);
        match paragraphs.last_mut() {
            Some(last) if open && !alone => {
                last.push(' ');
                last.push_str(line.trim());
            }
            Some(_) | None if !line.is_empty() => paragraphs.push(line.to_owned()),
            Some(_) | None => {}
        }
        open = !line.is_empty();
    }
    paragraphs
}
