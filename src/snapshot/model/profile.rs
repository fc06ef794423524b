//! Route 53 Profiles: zones, rules and endpoints handed to many VPCs.
#![expect(missing_docs, reason = "members bear AWS's names; the page linked on each type documents them")]

use super::Described;
use serde::{Deserialize, Serialize};

/// A Profile, the account's own or shared with it.
///
/// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53profiles_ProfileSummary.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Profile {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    pub id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share_status: Option<String>,
}

impl Described for Profile {
    fn id(&self) -> &str {
        &self.id
    }

    fn canonicalise(&mut self) {}
}

/// A Profile's tie to a VPC; a VPC has one at most.
///
/// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53profiles_ProfileAssociation.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ProfileAssociation {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creation_time: Option<String>,
    pub id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modification_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_message: Option<String>,
}

impl Described for ProfileAssociation {
    fn id(&self) -> &str {
        &self.id
    }

    fn canonicalise(&mut self) {
        super::canonical_time(&mut self.creation_time);
        super::canonical_time(&mut self.modification_time);
    }
}

/// A zone, rule, firewall group or endpoint in a Profile.
///
/// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53profiles_ProfileResourceAssociation.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ProfileResourceAssociation {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creation_time: Option<String>,
    pub id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modification_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_properties: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_message: Option<String>,
}

impl Described for ProfileResourceAssociation {
    fn id(&self) -> &str {
        &self.id
    }

    fn canonicalise(&mut self) {
        super::canonical_time(&mut self.creation_time);
        super::canonical_time(&mut self.modification_time);
    }
}
