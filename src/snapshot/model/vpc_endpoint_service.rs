//! Services on offer to endpoints.
#![expect(missing_docs, reason = "members bear AWS's names; the page linked on each type documents them")]

use super::{Described, Tag};
use serde::{Deserialize, Serialize};

/// A service that an endpoint in this Region can reach.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ServiceDetail.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct VpcEndpointService {
    pub service_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_region: Option<String>,
    pub service_type: Vec<ServiceTypeDetail>,
    pub availability_zone_ids: Vec<String>,
    pub availability_zones: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    pub base_endpoint_dns_names: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private_dns_name: Option<String>,
    pub private_dns_names: Vec<PrivateDnsDetail>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private_dns_name_verification_state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_endpoint_policy_supported: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acceptance_required: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manages_vpc_endpoints: Option<bool>,
    pub supported_ip_address_types: Vec<String>,
    pub tags: Vec<Tag>,
}

/// A kind of endpoint the service takes.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ServiceTypeDetail.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ServiceTypeDetail {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_type: Option<String>,
}

/// A private name of the service.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_PrivateDnsDetails.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct PrivateDnsDetail {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private_dns_name: Option<String>,
}

impl Described for VpcEndpointService {
    fn id(&self) -> &str {
        &self.service_name
    }

    /// NOTE: S3 and DynamoDB are listed twice under one name, for gateway and for interface endpoints.
    fn variant(&self) -> String {
        let kinds: Vec<&str> = self.service_type.iter().filter_map(|kind| kind.service_type.as_deref()).collect();
        format!("{} {}", kinds.join(","), self.service_id.as_deref().unwrap_or_default())
    }

    fn canonicalise(&mut self) {
        self.service_type.sort();
        self.availability_zone_ids.sort();
        self.availability_zones.sort();
        self.base_endpoint_dns_names.sort();
        self.private_dns_names.sort();
        self.supported_ip_address_types.sort();
        self.tags.sort();
    }
}
