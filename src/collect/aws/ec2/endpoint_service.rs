//! Endpoint services that the account offers: permissions, connections, notifications, associations.

use super::super::{each, time, word};
use super::tags;
use crate::snapshot::model::{
    AllowedPrincipal, ConnectionNotification, PrivateDnsNameConfiguration, ServiceConfiguration, ServiceTypeDetail,
    SupportedRegionDetail, VpcEndpointAssociation, VpcEndpointConnection,
};
use aws_sdk_ec2::types as sdk;

pub(super) fn service_configuration(it: sdk::ServiceConfiguration) -> ServiceConfiguration {
    ServiceConfiguration {
        service_type: each(it.service_type, |it| ServiceTypeDetail { service_type: word(it.service_type) }),
        service_id: it.service_id.unwrap_or_default(),
        service_name: it.service_name,
        service_state: word(it.service_state),
        availability_zone_ids: it.availability_zone_ids.unwrap_or_default(),
        availability_zones: it.availability_zones.unwrap_or_default(),
        acceptance_required: it.acceptance_required,
        manages_vpc_endpoints: it.manages_vpc_endpoints,
        network_load_balancer_arns: it.network_load_balancer_arns.unwrap_or_default(),
        gateway_load_balancer_arns: it.gateway_load_balancer_arns.unwrap_or_default(),
        supported_ip_address_types: each(it.supported_ip_address_types, |word| word.as_str().to_owned()),
        base_endpoint_dns_names: it.base_endpoint_dns_names.unwrap_or_default(),
        private_dns_name: it.private_dns_name,
        private_dns_name_configuration: it.private_dns_name_configuration.map(private_dns_name_configuration),
        payer_responsibility: word(it.payer_responsibility),
        tags: tags(it.tags),
        supported_regions: each(it.supported_regions, supported_region_detail),
        remote_access_enabled: it.remote_access_enabled,
    }
}

fn private_dns_name_configuration(it: sdk::PrivateDnsNameConfiguration) -> PrivateDnsNameConfiguration {
    PrivateDnsNameConfiguration { state: word(it.state), r#type: it.r#type, value: it.value, name: it.name }
}

fn supported_region_detail(it: sdk::SupportedRegionDetail) -> SupportedRegionDetail {
    SupportedRegionDetail { region: it.region, service_state: it.service_state }
}

pub(super) fn allowed_principal(it: sdk::AllowedPrincipal) -> AllowedPrincipal {
    AllowedPrincipal {
        principal_type: word(it.principal_type),
        principal: it.principal.unwrap_or_default(),
        service_permission_id: it.service_permission_id,
        tags: tags(it.tags),
        service_id: it.service_id,
    }
}

pub(super) fn vpc_endpoint_connection(it: sdk::VpcEndpointConnection) -> VpcEndpointConnection {
    VpcEndpointConnection {
        service_id: it.service_id,
        vpc_endpoint_id: it.vpc_endpoint_id.unwrap_or_default(),
        vpc_endpoint_owner: it.vpc_endpoint_owner,
        vpc_endpoint_state: word(it.vpc_endpoint_state),
        creation_timestamp: time(it.creation_timestamp),
        dns_entries: each(it.dns_entries, super::vpc_endpoint::dns_entry),
        network_load_balancer_arns: it.network_load_balancer_arns.unwrap_or_default(),
        gateway_load_balancer_arns: it.gateway_load_balancer_arns.unwrap_or_default(),
        ip_address_type: word(it.ip_address_type),
        vpc_endpoint_connection_id: it.vpc_endpoint_connection_id,
        tags: tags(it.tags),
        vpc_endpoint_region: it.vpc_endpoint_region,
    }
}

pub(super) fn connection_notification(it: sdk::ConnectionNotification) -> ConnectionNotification {
    ConnectionNotification {
        connection_notification_id: it.connection_notification_id.unwrap_or_default(),
        service_id: it.service_id,
        vpc_endpoint_id: it.vpc_endpoint_id,
        connection_notification_type: word(it.connection_notification_type),
        connection_notification_arn: it.connection_notification_arn,
        connection_events: it.connection_events.unwrap_or_default(),
        connection_notification_state: word(it.connection_notification_state),
        service_region: it.service_region,
    }
}

pub(super) fn vpc_endpoint_association(it: sdk::VpcEndpointAssociation) -> VpcEndpointAssociation {
    VpcEndpointAssociation {
        id: it.id.unwrap_or_default(),
        vpc_endpoint_id: it.vpc_endpoint_id,
        service_network_arn: it.service_network_arn,
        service_network_name: it.service_network_name,
        associated_resource_accessibility: it.associated_resource_accessibility,
        failure_reason: it.failure_reason,
        failure_code: it.failure_code,
        dns_entry: it.dns_entry.map(super::vpc_endpoint::dns_entry),
        private_dns_entry: it.private_dns_entry.map(super::vpc_endpoint::dns_entry),
        associated_resource_arn: it.associated_resource_arn,
        resource_configuration_group_arn: it.resource_configuration_group_arn,
        tags: tags(it.tags),
    }
}
