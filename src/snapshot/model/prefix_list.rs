//! Prefix lists, AWS's and the customer's.
#![expect(missing_docs, reason = "members bear AWS's names; the page linked on each type documents them")]

use super::{Described, Tag};
use serde::{Deserialize, Serialize};

/// A list of an AWS service, with its addresses inline.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_PrefixList.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct PrefixList {
    pub prefix_list_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix_list_name: Option<String>,
    pub cidrs: Vec<String>,
}

/// A managed prefix list, without its entries. AWS's own have `OwnerId` `AWS` and no `Version`.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ManagedPrefixList.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ManagedPrefixList {
    pub prefix_list_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix_list_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix_list_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_family: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_entries: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    pub tags: Vec<Tag>,
}

/// An entry of a managed prefix list.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_PrefixListEntry.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct PrefixListEntry {
    pub cidr: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl Described for PrefixList {
    fn id(&self) -> &str {
        &self.prefix_list_id
    }

    fn canonicalise(&mut self) {
        self.cidrs.sort();
    }
}

impl Described for ManagedPrefixList {
    fn id(&self) -> &str {
        &self.prefix_list_id
    }

    fn canonicalise(&mut self) {
        self.tags.sort();
    }
}

impl Described for PrefixListEntry {
    fn id(&self) -> &str {
        &self.cidr
    }

    fn canonicalise(&mut self) {}
}
