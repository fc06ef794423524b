//! Endpoint services that the account offers: permissions, connections, notifications, associations.
#![expect(missing_docs, reason = "members bear AWS's names; the page linked on each type documents them")]

use super::{Described, DnsEntry, ServiceTypeDetail, Tag};
use serde::{Deserialize, Serialize};

/// An endpoint service of the account.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ServiceConfiguration.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ServiceConfiguration {
    pub service_type: Vec<ServiceTypeDetail>,
    pub service_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_state: Option<String>,
    pub availability_zone_ids: Vec<String>,
    pub availability_zones: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acceptance_required: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manages_vpc_endpoints: Option<bool>,
    pub network_load_balancer_arns: Vec<String>,
    pub gateway_load_balancer_arns: Vec<String>,
    pub supported_ip_address_types: Vec<String>,
    pub base_endpoint_dns_names: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private_dns_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private_dns_name_configuration: Option<PrivateDnsNameConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer_responsibility: Option<String>,
    pub tags: Vec<Tag>,
    pub supported_regions: Vec<SupportedRegionDetail>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_access_enabled: Option<bool>,
}

impl Described for ServiceConfiguration {
    fn id(&self) -> &str {
        &self.service_id
    }

    fn canonicalise(&mut self) {
        self.service_type.sort();
        self.availability_zone_ids.sort();
        self.availability_zones.sort();
        self.network_load_balancer_arns.sort();
        self.gateway_load_balancer_arns.sort();
        self.supported_ip_address_types.sort();
        self.base_endpoint_dns_names.sort();
        self.tags.sort();
        self.supported_regions.sort();
    }
}

/// The proof that a private name is the owner's.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_PrivateDnsNameConfiguration.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct PrivateDnsNameConfiguration {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// A Region from which a service can be reached.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SupportedRegionDetail.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SupportedRegionDetail {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_state: Option<String>,
}

/// A principal that may find an endpoint service and connect to it.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AllowedPrincipal.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AllowedPrincipal {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub principal_type: Option<String>,
    pub principal: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_permission_id: Option<String>,
    pub tags: Vec<Tag>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_id: Option<String>,
}

impl Described for AllowedPrincipal {
    fn id(&self) -> &str {
        &self.principal
    }

    fn variant(&self) -> String {
        self.service_permission_id.clone().unwrap_or_default()
    }

    fn canonicalise(&mut self) {
        self.tags.sort();
    }
}

/// Somebody's endpoint to one of the account's services.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcEndpointConnection.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct VpcEndpointConnection {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_id: Option<String>,
    pub vpc_endpoint_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_endpoint_owner: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_endpoint_state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creation_timestamp: Option<String>,
    pub dns_entries: Vec<DnsEntry>,
    pub network_load_balancer_arns: Vec<String>,
    pub gateway_load_balancer_arns: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip_address_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_endpoint_connection_id: Option<String>,
    pub tags: Vec<Tag>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_endpoint_region: Option<String>,
}

impl Described for VpcEndpointConnection {
    fn id(&self) -> &str {
        &self.vpc_endpoint_id
    }

    fn variant(&self) -> String {
        self.service_id.clone().unwrap_or_default()
    }

    fn canonicalise(&mut self) {
        super::canonical_time(&mut self.creation_timestamp);
        self.dns_entries.sort();
        self.network_load_balancer_arns.sort();
        self.gateway_load_balancer_arns.sort();
        self.tags.sort();
    }
}

/// Where news of connections is sent.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ConnectionNotification.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ConnectionNotification {
    pub connection_notification_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_endpoint_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection_notification_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection_notification_arn: Option<String>,
    pub connection_events: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection_notification_state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_region: Option<String>,
}

impl Described for ConnectionNotification {
    fn id(&self) -> &str {
        &self.connection_notification_id
    }

    fn canonicalise(&mut self) {
        self.connection_events.sort();
    }
}

/// A resource that an endpoint of type Resource or ServiceNetwork reaches.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcEndpointAssociation.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct VpcEndpointAssociation {
    pub id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_endpoint_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_network_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_network_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub associated_resource_accessibility: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dns_entry: Option<DnsEntry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private_dns_entry: Option<DnsEntry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub associated_resource_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_configuration_group_arn: Option<String>,
    pub tags: Vec<Tag>,
}

impl Described for VpcEndpointAssociation {
    fn id(&self) -> &str {
        &self.id
    }

    fn canonicalise(&mut self) {
        self.tags.sort();
    }
}
