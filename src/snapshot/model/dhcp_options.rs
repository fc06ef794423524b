//! DHCP options: which name servers instances are told to ask.
#![expect(missing_docs, reason = "members bear AWS's names; the page linked on each type documents them")]

use super::{Described, Tag};
use serde::{Deserialize, Serialize};

/// A set of DHCP options.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DhcpOptions.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DhcpOptions {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<String>,
    pub tags: Vec<Tag>,
    pub dhcp_options_id: String,
    pub dhcp_configurations: Vec<DhcpConfiguration>,
}

impl Described for DhcpOptions {
    fn id(&self) -> &str {
        &self.dhcp_options_id
    }

    fn canonicalise(&mut self) {
        self.tags.sort();
        self.dhcp_configurations.sort();
    }
}

/// One option and its values, such as `domain-name-servers`.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DhcpConfiguration.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DhcpConfiguration {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    pub values: Vec<AttributeValue>,
}

/// A value.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttributeValue.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AttributeValue {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}
