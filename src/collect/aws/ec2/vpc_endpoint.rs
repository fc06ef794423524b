//! Endpoints and the services on offer to them.

use super::super::{each, time, word};
use super::tags;
use crate::snapshot::model::{
    DnsEntry, DnsOptions, GroupIdentifier, LastError, PrivateDnsDetail, ServiceTypeDetail, VpcEndpoint,
    VpcEndpointService,
};
use aws_sdk_ec2::types as sdk;

pub(super) fn vpc_endpoint(endpoint: sdk::VpcEndpoint) -> VpcEndpoint {
    VpcEndpoint {
        vpc_endpoint_id: endpoint.vpc_endpoint_id.unwrap_or_default(),
        vpc_endpoint_type: word(endpoint.vpc_endpoint_type),
        vpc_id: endpoint.vpc_id,
        owner_id: endpoint.owner_id,
        service_name: endpoint.service_name,
        service_region: endpoint.service_region,
        // NOTE: the SDK's enumeration has `Available`, the wire `available`: only the wire's word may go on.
        state: word(endpoint.state),
        policy_document: endpoint.policy_document,
        route_table_ids: endpoint.route_table_ids.unwrap_or_default(),
        subnet_ids: endpoint.subnet_ids.unwrap_or_default(),
        groups: each(endpoint.groups, |group| GroupIdentifier {
            group_id: group.group_id,
            group_name: group.group_name,
        }),
        ip_address_type: word(endpoint.ip_address_type),
        dns_options: endpoint.dns_options.map(|options| DnsOptions {
            dns_record_ip_type: word(options.dns_record_ip_type),
            private_dns_only_for_inbound_resolver_endpoint: options.private_dns_only_for_inbound_resolver_endpoint,
        }),
        private_dns_enabled: endpoint.private_dns_enabled,
        requester_managed: endpoint.requester_managed,
        network_interface_ids: endpoint.network_interface_ids.unwrap_or_default(),
        dns_entries: each(endpoint.dns_entries, dns_entry),
        creation_timestamp: time(endpoint.creation_timestamp),
        failure_reason: endpoint.failure_reason,
        last_error: endpoint.last_error.map(|error| LastError { code: error.code, message: error.message }),
        service_network_arn: endpoint.service_network_arn,
        resource_configuration_arn: endpoint.resource_configuration_arn,
        tags: tags(endpoint.tags),
    }
}

pub(super) fn service(service: sdk::ServiceDetail) -> VpcEndpointService {
    VpcEndpointService {
        service_name: service.service_name.unwrap_or_default(),
        service_id: service.service_id,
        service_region: service.service_region,
        service_type: each(service.service_type, |detail| ServiceTypeDetail {
            service_type: word(detail.service_type),
        }),
        availability_zone_ids: service.availability_zone_ids.unwrap_or_default(),
        availability_zones: service.availability_zones.unwrap_or_default(),
        owner: service.owner,
        base_endpoint_dns_names: service.base_endpoint_dns_names.unwrap_or_default(),
        private_dns_name: service.private_dns_name,
        private_dns_names: each(service.private_dns_names, |detail| PrivateDnsDetail {
            private_dns_name: detail.private_dns_name,
        }),
        private_dns_name_verification_state: word(service.private_dns_name_verification_state),
        vpc_endpoint_policy_supported: service.vpc_endpoint_policy_supported,
        acceptance_required: service.acceptance_required,
        manages_vpc_endpoints: service.manages_vpc_endpoints,
        supported_ip_address_types: each(service.supported_ip_address_types, |kind| kind.as_str().to_owned()),
        tags: tags(service.tags),
    }
}

pub(super) fn dns_entry(entry: sdk::DnsEntry) -> DnsEntry {
    DnsEntry { dns_name: entry.dns_name, hosted_zone_id: entry.hosted_zone_id }
}
