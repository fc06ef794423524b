//! Availability Zones.
#![expect(missing_docs, reason = "members bear AWS's names; the page linked on each type documents them")]

use super::Described;
use serde::{Deserialize, Serialize};

/// A zone, as this account names it. `ZoneId` alone means the same zone in every account.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AvailabilityZone.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AvailabilityZone {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opt_in_status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network_border_group: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_zone_id: Option<String>,
}

impl Described for AvailabilityZone {
    fn id(&self) -> &str {
        self.zone_id.as_deref().or(self.zone_name.as_deref()).unwrap_or_default()
    }

    fn canonicalise(&mut self) {}
}
