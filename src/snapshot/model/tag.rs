//! Tags.

use serde::{Deserialize, Serialize};

/// A tag. Hostile text: anyone who may tag chooses both members.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Tag.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Tag {
    /// `Key`.
    pub key: String,
    /// `Value`.
    pub value: String,
}
