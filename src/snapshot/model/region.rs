//! Regions on offer to an account.
#![expect(missing_docs, reason = "members bear AWS's names; the page linked on each type documents them")]

use super::Described;
use serde::{Deserialize, Serialize};

/// A Region and whether the account has it enabled.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Region.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct RegionOnOffer {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opt_in_status: Option<String>,
}

impl Described for RegionOnOffer {
    fn id(&self) -> &str {
        self.region_name.as_deref().unwrap_or_default()
    }

    fn canonicalise(&mut self) {}
}

impl RegionOnOffer {
    /// Whether the account has the Region enabled.
    pub fn is_enabled(&self) -> bool {
        self.opt_in_status.as_deref() != Some("not-opted-in")
    }
}
