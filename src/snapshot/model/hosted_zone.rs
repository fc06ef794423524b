//! Route 53 hosted zones.
#![expect(missing_docs, reason = "members bear AWS's names; the page linked on each type documents them")]

use super::Described;
use serde::{Deserialize, Serialize};

/// A hosted zone of the account. `Id` carries the prefix `/hostedzone/` on the wire and none here.
///
/// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_HostedZone.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct HostedZone {
    pub id: String,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller_reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config: Option<HostedZoneConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_record_set_count: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub linked_service: Option<LinkedService>,
}

/// Whether a zone is private.
///
/// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_HostedZoneConfig.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct HostedZoneConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private_zone: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// The AWS service that made a zone.
///
/// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_LinkedService.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct LinkedService {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_principal: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// A zone that a VPC sees, its own or another account's.
///
/// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_HostedZoneSummary.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct HostedZoneSummary {
    pub hosted_zone_id: String,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<HostedZoneOwner>,
}

/// Who owns a zone: an account, or an AWS service.
///
/// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_HostedZoneOwner.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct HostedZoneOwner {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owning_account: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owning_service: Option<String>,
}

impl Described for HostedZone {
    fn id(&self) -> &str {
        &self.id
    }

    fn canonicalise(&mut self) {
        strip_prefix(&mut self.id);
        self.name = self.name.to_ascii_lowercase();
    }
}

impl Described for HostedZoneSummary {
    fn id(&self) -> &str {
        &self.hosted_zone_id
    }

    fn canonicalise(&mut self) {
        strip_prefix(&mut self.hosted_zone_id);
        self.name = self.name.to_ascii_lowercase();
    }
}

fn strip_prefix(id: &mut String) {
    if let Some(bare) = id.strip_prefix("/hostedzone/") {
        *id = bare.to_owned();
    }
}
