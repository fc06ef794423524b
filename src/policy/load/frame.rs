//! Reads TOML with the position of every value. Every mistake is noted and reading goes on, so that one run of byway
//! shows all of them.

use super::super::fault::{Fault, LoadError, Sheet, nearest};
use std::cell::RefCell;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Where mistakes go.
pub(super) struct Notes<'t> {
    sheet: Sheet<'t>,
    errors: RefCell<Vec<LoadError>>,
}

impl<'t> Notes<'t> {
    pub fn new(sheet: Sheet<'t>) -> Self {
        Self { sheet, errors: RefCell::default() }
    }

    pub fn add(&self, fault: Fault) {
        self.errors.borrow_mut().push(self.sheet.error(fault));
    }

    pub fn into_vec(self) -> Vec<LoadError> {
        self.errors.into_inner()
    }
}

/// A table, what errors call it, and where it begins.
pub(super) struct Section<'n, 't> {
    pub notes: &'n Notes<'t>,
    pub name: &'static str,
    pub table: &'n DeTable<'t>,
    pub at: usize,
}

/// A string of the file.
#[derive(Clone)]
pub(super) struct Text<'n> {
    /// What it says.
    pub value: &'n str,
    /// Where it begins, the quote included.
    pub at: usize,
    /// Where its content begins, if every byte of it stands in the file as it is.
    verbatim: Option<usize>,
    /// Whether it is a literal string.
    pub literal: bool,
}

impl Text<'_> {
    /// A mistake at an offset of the content.
    pub fn fault(&self, fault: Fault) -> Fault {
        let at = self.verbatim.map_or(self.at, |start| start + fault.at);
        Fault { at, ..fault }
    }
}

impl<'n, 't> Section<'n, 't> {
    /// Notes every key that is none of `keys`.
    pub fn expect_only(&self, keys: &[&str]) {
        for (key, _) in self.table {
            let name = key.get_ref().as_ref();
            if !keys.contains(&name) {
                let hint =
                    nearest(name, keys.iter().copied()).unwrap_or_else(|| format!("its keys are {}", keys.join(", ")));
                self.note(key.span().start, format!("{} has no key `{name}`", self.name), hint);
            }
        }
    }

    pub fn note(&self, at: usize, message: impl Into<String>, hint: impl Into<String>) {
        self.notes.add(Fault::hinted(at, message, hint));
    }

    fn missing(&self, key: &str) {
        self.note(self.at, format!("{} has no `{key}`", self.name), format!("add `{key}`"));
    }

    fn value(&self, key: &str) -> Option<&'n Spanned<DeValue<'t>>> {
        self.table.get(key)
    }

    /// A string, if the key is there.
    pub fn text(&self, key: &str) -> Option<Text<'n>> {
        let value = self.value(key)?;
        let text = self.as_text(value);
        if text.is_none() {
            self.note(value.span().start, format!("`{key}` is not a text"), "write it in quotes");
        }
        text
    }

    /// A string, noted as missing if the key is not there.
    pub fn required(&self, key: &str) -> Option<Text<'n>> {
        if self.value(key).is_none() {
            self.missing(key);
        }
        self.text(key)
    }

    /// A list of strings; empty if the key is not there.
    pub fn texts(&self, key: &str) -> Vec<Text<'n>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        self.texts_of(key, value)
    }

    /// A list of strings.
    pub fn texts_of(&self, key: &str, value: &'n Spanned<DeValue<'t>>) -> Vec<Text<'n>> {
        let DeValue::Array(array) = value.get_ref() else {
            self.note(value.span().start, format!("`{key}` is not a list"), "write `[\"…\"]`");
            return Vec::new();
        };
        let mut found = Vec::new();
        for element in array.iter() {
            match self.as_text(element) {
                Some(text) => found.push(text),
                None => self.note(element.span().start, format!("`{key}` lists texts only"), "write it in quotes"),
            }
        }
        found
    }

    /// A table, if the key is there.
    pub fn section(&self, key: &str, name: &'static str) -> Option<Section<'n, 't>> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(Section { notes: self.notes, name, table, at: value.span().start }),
            _ => {
                self.note(value.span().start, format!("`{key}` is not a table"), format!("write `[{key}]`"));
                None
            }
        }
    }

    /// A list of tables; empty if the key is not there.
    pub fn sections(&self, key: &str, name: &'static str) -> Vec<Section<'n, 't>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let DeValue::Array(array) = value.get_ref() else {
            self.note(value.span().start, format!("`{key}` is not a list of tables"), format!("write `[[{key}]]`"));
            return Vec::new();
        };
        let mut found = Vec::new();
        for element in array.iter() {
            match element.get_ref() {
                DeValue::Table(table) => {
                    found.push(Section { notes: self.notes, name, table, at: element.span().start });
                }
                _ => self.note(
                    element.span().start,
                    format!("`{key}` is not a list of tables"),
                    format!("write `[[{key}]]`"),
                ),
            }
        }
        found
    }

    fn as_text(&self, value: &'n Spanned<DeValue<'t>>) -> Option<Text<'n>> {
        let DeValue::String(string) = value.get_ref() else { return None };
        let span = value.span();
        let raw = self.notes.sheet.text.get(span.clone()).unwrap_or_default();
        let literal = raw.starts_with('\'');
        let quotes = if raw.starts_with("'''") || raw.starts_with("\"\"\"") { 3 } else { 1 };
        // TOML drops a line break right after the opening quotes.
        let dropped = match raw.get(quotes..) {
            Some(inner) if quotes == 3 && inner.starts_with("\r\n") => 2,
            Some(inner) if quotes == 3 && inner.starts_with('\n') => 1,
            Some(_) | None => 0,
        };
        let start = quotes + dropped;
        let verbatim = raw.get(start..).is_some_and(|inner| inner.starts_with(string.as_ref()));
        Some(Text { value: string, at: span.start, verbatim: verbatim.then_some(span.start + start), literal })
    }
}
