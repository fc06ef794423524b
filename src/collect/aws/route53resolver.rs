//! Route 53 Resolver: endpoints, rules and query logging.

use super::{each, pages, word};
use crate::collect::ask::Seen;
use crate::collect::page::Asking;
use crate::snapshot::model::{
    ResolverEndpoint, ResolverEndpointIpAddress, ResolverQueryLogConfigAssociation, ResolverRule,
    ResolverRuleAssociation, TargetAddress,
};
use crate::snapshot::{Collection, Question};
use aws_sdk_route53resolver::Client;
use aws_sdk_route53resolver::types as sdk;

pub(crate) async fn ask(client: &Client, question: &Question, asking: &Asking) -> Seen {
    let key = question.key.as_str();
    match question.collection {
        Collection::ResolverEndpoints => {
            pages!(asking, ResolverEndpoints, client.list_resolver_endpoints(), resolver_endpoints, resolver_endpoint)
        }
        Collection::ResolverEndpointIpAddresses => pages!(
            asking,
            ResolverEndpointIpAddresses,
            client.list_resolver_endpoint_ip_addresses().resolver_endpoint_id(key),
            ip_addresses,
            resolver_endpoint_ip_address
        ),
        Collection::ResolverRules => {
            pages!(asking, ResolverRules, client.list_resolver_rules(), resolver_rules, resolver_rule)
        }
        Collection::ResolverRuleAssociations => pages!(
            asking,
            ResolverRuleAssociations,
            client.list_resolver_rule_associations(),
            resolver_rule_associations,
            resolver_rule_association
        ),
        Collection::ResolverQueryLogConfigAssociations => pages!(
            asking,
            ResolverQueryLogConfigAssociations,
            client.list_resolver_query_log_config_associations(),
            resolver_query_log_config_associations,
            resolver_query_log_config_association
        ),
        other => Seen::misdirected(other),
    }
}

fn resolver_endpoint(it: sdk::ResolverEndpoint) -> ResolverEndpoint {
    ResolverEndpoint {
        id: it.id.unwrap_or_default(),
        creator_request_id: it.creator_request_id,
        arn: it.arn,
        name: it.name,
        security_group_ids: it.security_group_ids.unwrap_or_default(),
        direction: word(it.direction),
        ip_address_count: it.ip_address_count.map(i64::from),
        host_vpc_id: it.host_vpc_id,
        status: word(it.status),
        status_message: it.status_message,
        creation_time: it.creation_time,
        modification_time: it.modification_time,
        outpost_arn: it.outpost_arn,
        preferred_instance_type: it.preferred_instance_type,
        resolver_endpoint_type: word(it.resolver_endpoint_type),
        protocols: each(it.protocols, |word| word.as_str().to_owned()),
        rni_enhanced_metrics_enabled: it.rni_enhanced_metrics_enabled,
        target_name_server_metrics_enabled: it.target_name_server_metrics_enabled,
        dns64_enabled: it.dns64_enabled,
        ipv6_internet_access_enabled: it.ipv6_internet_access_enabled,
    }
}

fn resolver_endpoint_ip_address(it: sdk::IpAddressResponse) -> ResolverEndpointIpAddress {
    ResolverEndpointIpAddress {
        ip_id: it.ip_id.unwrap_or_default(),
        subnet_id: it.subnet_id,
        ip: it.ip,
        ipv6: it.ipv6,
        status: word(it.status),
        status_message: it.status_message,
        creation_time: it.creation_time,
        modification_time: it.modification_time,
    }
}

fn resolver_rule(it: sdk::ResolverRule) -> ResolverRule {
    ResolverRule {
        id: it.id.unwrap_or_default(),
        creator_request_id: it.creator_request_id,
        arn: it.arn,
        domain_name: it.domain_name,
        status: word(it.status),
        status_message: it.status_message,
        rule_type: word(it.rule_type),
        name: it.name,
        target_ips: each(it.target_ips, target_address),
        resolver_endpoint_id: it.resolver_endpoint_id,
        owner_id: it.owner_id,
        share_status: word(it.share_status),
        creation_time: it.creation_time,
        modification_time: it.modification_time,
        delegation_record: it.delegation_record,
    }
}

fn target_address(it: sdk::TargetAddress) -> TargetAddress {
    TargetAddress {
        ip: it.ip,
        port: it.port.map(i64::from),
        ipv6: it.ipv6,
        protocol: word(it.protocol),
        server_name_indication: it.server_name_indication,
    }
}

fn resolver_rule_association(it: sdk::ResolverRuleAssociation) -> ResolverRuleAssociation {
    ResolverRuleAssociation {
        id: it.id.unwrap_or_default(),
        resolver_rule_id: it.resolver_rule_id,
        name: it.name,
        vpc_id: it.vpc_id,
        status: word(it.status),
        status_message: it.status_message,
    }
}

fn resolver_query_log_config_association(
    it: sdk::ResolverQueryLogConfigAssociation,
) -> ResolverQueryLogConfigAssociation {
    ResolverQueryLogConfigAssociation {
        id: it.id.unwrap_or_default(),
        resolver_query_log_config_id: it.resolver_query_log_config_id,
        resource_id: it.resource_id,
        status: word(it.status),
        error: word(it.error),
        error_message: it.error_message,
        creation_time: it.creation_time,
    }
}
