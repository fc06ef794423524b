//! What a policy says in words, without its conditions: what lists, reports and SARIF rules are made from.

use crate::finding::{Confidence, Severity};
use std::collections::BTreeMap;

/// The words of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The id, for ever.
    pub id: String,
    /// The family: the folder the policy's file is in, such as `routing`.
    pub family: String,
    /// One line, no final stop.
    pub title: String,
    /// How bad.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// The version that first had it.
    pub since: String,
    /// What can happen, Markdown.
    pub why: String,
    /// What to change, Markdown.
    pub fix: String,
    /// Pages of AWS's.
    pub see: Vec<String>,
    /// Frameworks and their control ids.
    pub maps: BTreeMap<String, Vec<String>>,
    /// Ids of policies this one took the place of.
    pub replaces: Vec<String>,
}
