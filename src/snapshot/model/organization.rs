//! The organization and its accounts.
#![expect(missing_docs, reason = "members bear AWS's names; the page linked on each type documents them")]

use super::Described;
use serde::{Deserialize, Serialize};

/// The organization that the account belongs to.
///
/// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Organization {
    pub id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature_set: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub master_account_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub master_account_id: Option<String>,
}

impl Described for Organization {
    fn id(&self) -> &str {
        &self.id
    }

    fn canonicalise(&mut self) {}
}

/// An account of the organization.
///
/// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct OrganizationAccount {
    pub id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub joined_method: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub joined_timestamp: Option<String>,
}

impl Described for OrganizationAccount {
    fn id(&self) -> &str {
        &self.id
    }

    fn canonicalise(&mut self) {
        super::canonical_time(&mut self.joined_timestamp);
    }
}

impl OrganizationAccount {
    /// What AWS calls the account's state: `State`, which supersedes `Status`, or that in answers that have no other.
    pub fn state(&self) -> Option<&str> {
        self.state.as_deref().or(self.status.as_deref())
    }

    /// Whether the account is in use. One that is suspended, closed or on its way to either or into use refuses
    /// everything. A state that is new to byway counts as in use: whoever cannot be asked will say so.
    ///
    /// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_account_state.html>
    pub fn is_in_use(&self) -> bool {
        !matches!(self.state(), Some("SUSPENDED" | "PENDING_CLOSURE" | "CLOSED" | "PENDING_ACTIVATION"))
    }
}
