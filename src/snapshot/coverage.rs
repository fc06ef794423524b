//! What was asked and how it ended.

use super::Collection;
use crate::id::{AccountId, Region};
use serde::{Deserialize, Serialize};
use std::fmt;

/// One question byway can put to AWS: a collection of one account and Region, under one key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Question {
    /// The account asked.
    pub account: AccountId,
    /// The Region asked, `global` for what has none.
    pub region: Region,
    /// The list asked for.
    pub collection: Collection,
    /// The key of a keyed collection, empty otherwise.
    pub key: String,
}

/// How a question ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Answered in full: every page came.
    Answered,
    /// Some pages came and some did not.
    Partial,
    /// Not allowed.
    Refused,
    /// The Region is not enabled for the account.
    NotEnabled,
    /// Told to slow down until the last attempt.
    Throttled,
    /// Answered with an error, or with something that is no answer.
    Failed,
    /// No answer within the deadline.
    TimedOut,
    /// Given up because the user asked to stop.
    Cancelled,
    /// Not asked; [`Coverage::why`] says why.
    NotAsked,
    /// Another account's, and not shown to this one.
    NotVisible,
}

impl Outcome {
    /// Whether the list can be relied on to hold everything.
    pub fn is_complete(self) -> bool {
        matches!(self, Self::Answered)
    }

    /// Whether a run with such a question counts as incomplete in the exit code.
    pub fn is_incomplete_run(self) -> bool {
        match self {
            Self::Partial | Self::Refused | Self::Throttled | Self::Failed | Self::TimedOut | Self::Cancelled => true,
            Self::Answered | Self::NotEnabled | Self::NotAsked | Self::NotVisible => false,
        }
    }

    /// The word used in JSON and text.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Partial => "partial",
            Self::Refused => "refused",
            Self::NotEnabled => "not-enabled",
            Self::Throttled => "throttled",
            Self::Failed => "failed",
            Self::TimedOut => "timed-out",
            Self::Cancelled => "cancelled",
            Self::NotAsked => "not-asked",
            Self::NotVisible => "not-visible",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// What denied a refused question, as far as AWS's message says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeniedBy {
    /// A policy of the identity, or the lack of one.
    Iam,
    /// A service control policy.
    Scp,
    /// A resource control policy.
    Rcp,
    /// A permissions boundary.
    Boundary,
    /// The message does not say.
    Unknown,
}

/// Why a question was not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotAsked {
    /// No chosen policy needs the answer.
    NotNeeded,
    /// It costs money or time and was not asked for by an option.
    OptIn,
    /// The snapshot was made from files and holds no file for it.
    Offline,
}

/// The record of one question: what was asked and how it ended.
///
/// INVARIANT: every question a verdict may rest on has one, so an empty list and a refused call never look alike. A
/// record carries no time, so that the same crawl has the same bytes whatever its order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Coverage {
    /// The account asked.
    pub account: AccountId,
    /// The Region asked, `global` for what has none.
    pub region: Region,
    /// The list asked for.
    pub collection: Collection,
    /// The operation, as `service:Operation`.
    pub operation: String,
    /// The key of a keyed collection, empty otherwise.
    #[serde(default)]
    pub key: String,
    /// How it ended.
    pub outcome: Outcome,
    /// How many things came.
    #[serde(default)]
    pub items: u64,
    /// How many pages came.
    #[serde(default)]
    pub pages: u64,
    /// AWS's error code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// AWS's message, or ours when AWS gave none. Hostile text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The IAM action whose lack caused a refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission: Option<String>,
    /// What denied it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denied_by: Option<DeniedBy>,
    /// Why it was not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<NotAsked>,
}

impl Coverage {
    /// A record of `question` with `outcome` and nothing else said.
    pub fn new(question: Question, outcome: Outcome) -> Self {
        let Question { account, region, collection, key } = question;
        Self {
            account,
            region,
            collection,
            operation: collection.operation().to_owned(),
            key,
            outcome,
            items: 0,
            pages: 0,
            code: None,
            message: None,
            permission: (outcome == Outcome::Refused).then(|| collection.operation().to_owned()),
            denied_by: (outcome == Outcome::Refused).then_some(DeniedBy::Unknown),
            why: None,
        }
    }

    /// A record of a question that was answered in full.
    pub fn answered(question: Question, items: u64, pages: u64) -> Self {
        Self { items, pages, ..Self::new(question, Outcome::Answered) }
    }

    /// A record of a question that was not asked.
    pub fn not_asked(question: Question, why: NotAsked) -> Self {
        Self { why: Some(why), ..Self::new(question, Outcome::NotAsked) }
    }

    /// The question this is the record of.
    pub fn question(&self) -> Question {
        Question {
            account: self.account.clone(),
            region: self.region.clone(),
            collection: self.collection,
            key: self.key.clone(),
        }
    }
}
