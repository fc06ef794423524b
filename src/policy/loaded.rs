//! One policy, loaded: its words, its conditions, its cases.

use super::case::Case;
use super::expression::Condition;
use super::setting::{self, OptionError, Setting};
use super::template::{Showing, Template};
use super::words::Words;
use crate::facts::Walk;
use crate::snapshot::Collection;
use std::collections::BTreeSet;

/// A policy that has been checked and can judge.
#[derive(Clone, Debug)]
pub struct Policy {
    pub(super) words: Words,
    pub(super) file: String,
    pub(super) source: String,
    pub(super) bundled: bool,
    pub(super) walk: &'static Walk,
    pub(super) settings: Vec<Setting>,
    pub(super) when: Option<Condition>,
    pub(super) fails: Vec<Fail>,
    pub(super) fix: Template,
    pub(super) cases: Vec<Case>,
    pub(super) needs: BTreeSet<Collection>,
}

/// One `[[fail]]`.
#[derive(Clone, Debug)]
pub(crate) struct Fail {
    pub reason: String,
    pub condition: Condition,
    /// The condition as it was written.
    pub text: String,
    pub say: Template,
    pub show: Vec<Showing>,
    pub key: Option<Template>,
    pub run: Vec<Template>,
}

impl Policy {
    /// The id.
    pub fn id(&self) -> &str {
        &self.words.id
    }

    /// What it says in words.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// What errors call its file.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The text of its file.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether it is one of byway's own.
    pub fn is_bundled(&self) -> bool {
        self.bundled
    }

    /// The walk whose things it judges.
    pub fn walk(&self) -> &'static Walk {
        self.walk
    }

    /// The collections that its walk and its facts read.
    pub fn needs(&self) -> &BTreeSet<Collection> {
        &self.needs
    }

    /// Its cases.
    pub fn cases(&self) -> &[Case] {
        &self.cases
    }

    /// Its reasons to fail and their conditions as they were written, in order.
    pub fn reasons(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fails.iter().map(|fail| (fail.reason.as_str(), fail.text.as_str()))
    }

    /// Its options, as they are set.
    pub fn settings(&self) -> &[Setting] {
        &self.settings
    }

    /// Sets an option from text.
    ///
    /// # Errors
    ///
    /// [`OptionError`] if the policy has no such option or the text is not of its type.
    pub fn set_option(&mut self, name: &str, text: &str) -> Result<(), OptionError> {
        setting::set(&mut self.settings, &self.words.id, name, text)
    }

    /// The template of its key, the same in every `[[fail]]`.
    pub(super) fn key(&self) -> Option<&Template> {
        self.fails.first().and_then(|fail| fail.key.as_ref())
    }
}
