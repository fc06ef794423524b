//! Load balancers behind endpoint services.

use super::{each, time, word};
use crate::collect::ask::Seen;
use crate::collect::page::{Asking, Next};
use crate::collect::paging;
use crate::snapshot::model::{
    LoadBalancer, LoadBalancerAddress, LoadBalancerAttribute, LoadBalancerState, LoadBalancerZone, TargetDescription,
    TargetGroup, TargetHealth, TargetHealthDescription,
};
use crate::snapshot::{Collection, Items, Question};
use aws_sdk_elasticloadbalancingv2::Client;
use aws_sdk_elasticloadbalancingv2::types as sdk;

/// `arns` are the load balancers to describe; all of the Region if none is named.
pub(crate) async fn ask(client: &Client, question: &Question, arns: &[String], asking: &Asking) -> Seen {
    let key = question.key.as_str();
    match question.collection {
        Collection::LoadBalancers if arns.is_empty() => {
            let pages = asking.every_page(async |marker: Option<String>| {
                let page = client
                    .describe_load_balancers()
                    .set_page_size(asking.page_size())
                    .set_marker(marker)
                    .send()
                    .await?;
                Ok((page.load_balancers.map(|list| each(Some(list), load_balancer)), Next::of(page.next_marker)))
            });
            Seen::of(pages.await, Items::LoadBalancers)
        }
        Collection::LoadBalancers => {
            let batches: Vec<&[String]> = arns.chunks(paging::BALANCERS).collect();
            // A page is a batch of names; AWS answers so few in one piece.
            let pages = asking.every_page(async |token: Option<String>| {
                let at: usize = token.as_deref().and_then(|at| at.parse().ok()).unwrap_or(0);
                let named = batches.get(at).map(|batch| batch.to_vec()).unwrap_or_default();
                let page = client.describe_load_balancers().set_load_balancer_arns(Some(named)).send().await?;
                let next = match Next::of(page.next_marker) {
                    Next::End if at + 1 < batches.len() => Next::Token((at + 1).to_string()),
                    Next::End => Next::End,
                    Next::Token(_) | Next::Lost => Next::Lost,
                };
                Ok((page.load_balancers.map(|list| each(Some(list), load_balancer)), next))
            });
            Seen::of(pages.await, Items::LoadBalancers)
        }
        Collection::LoadBalancerAttributes => {
            let pages = asking.every_page(async |_| {
                let answer = client.describe_load_balancer_attributes().load_balancer_arn(key).send().await?;
                Ok((answer.attributes.map(|list| each(Some(list), load_balancer_attribute)), Next::End))
            });
            Seen::of(pages.await, Items::LoadBalancerAttributes)
        }
        Collection::TargetGroups => {
            let pages = asking.every_page(async |marker: Option<String>| {
                let page =
                    client.describe_target_groups().set_page_size(asking.page_size()).set_marker(marker).send().await?;
                Ok((page.target_groups.map(|list| each(Some(list), target_group)), Next::of(page.next_marker)))
            });
            Seen::of(pages.await, Items::TargetGroups)
        }
        Collection::TargetHealth => {
            let pages = asking.every_page(async |_| {
                let answer = client.describe_target_health().target_group_arn(key).send().await?;
                let targets = answer.target_health_descriptions;
                Ok((targets.map(|list| each(Some(list), target_health_description)), Next::End))
            });
            Seen::of(pages.await, Items::TargetHealth)
        }
        other => Seen::misdirected(other),
    }
}

fn load_balancer(it: sdk::LoadBalancer) -> LoadBalancer {
    LoadBalancer {
        load_balancer_arn: it.load_balancer_arn.unwrap_or_default(),
        dns_name: it.dns_name,
        canonical_hosted_zone_id: it.canonical_hosted_zone_id,
        created_time: time(it.created_time),
        load_balancer_name: it.load_balancer_name,
        scheme: word(it.scheme),
        vpc_id: it.vpc_id,
        state: it.state.map(load_balancer_state),
        r#type: word(it.r#type),
        availability_zones: each(it.availability_zones, load_balancer_zone),
        security_groups: it.security_groups.unwrap_or_default(),
        ip_address_type: word(it.ip_address_type),
        enforce_security_group_inbound_rules_on_private_link_traffic: it
            .enforce_security_group_inbound_rules_on_private_link_traffic,
        enable_prefix_for_ipv6_source_nat: word(it.enable_prefix_for_ipv6_source_nat),
    }
}

fn load_balancer_state(it: sdk::LoadBalancerState) -> LoadBalancerState {
    LoadBalancerState { code: word(it.code), reason: it.reason }
}

fn load_balancer_zone(it: sdk::AvailabilityZone) -> LoadBalancerZone {
    LoadBalancerZone {
        zone_name: it.zone_name,
        subnet_id: it.subnet_id,
        outpost_id: it.outpost_id,
        load_balancer_addresses: each(it.load_balancer_addresses, load_balancer_address),
    }
}

fn load_balancer_address(it: sdk::LoadBalancerAddress) -> LoadBalancerAddress {
    LoadBalancerAddress {
        ip_address: it.ip_address,
        allocation_id: it.allocation_id,
        private_ipv4_address: it.private_ipv4_address,
        ipv6_address: it.ipv6_address,
    }
}

fn load_balancer_attribute(it: sdk::LoadBalancerAttribute) -> LoadBalancerAttribute {
    LoadBalancerAttribute { key: it.key.unwrap_or_default(), value: it.value }
}

fn target_group(it: sdk::TargetGroup) -> TargetGroup {
    TargetGroup {
        target_group_arn: it.target_group_arn.unwrap_or_default(),
        target_group_name: it.target_group_name,
        protocol: word(it.protocol),
        port: it.port.map(i64::from),
        vpc_id: it.vpc_id,
        health_check_protocol: word(it.health_check_protocol),
        health_check_port: it.health_check_port,
        health_check_enabled: it.health_check_enabled,
        health_check_interval_seconds: it.health_check_interval_seconds.map(i64::from),
        health_check_timeout_seconds: it.health_check_timeout_seconds.map(i64::from),
        healthy_threshold_count: it.healthy_threshold_count.map(i64::from),
        unhealthy_threshold_count: it.unhealthy_threshold_count.map(i64::from),
        health_check_path: it.health_check_path,
        load_balancer_arns: it.load_balancer_arns.unwrap_or_default(),
        target_type: word(it.target_type),
        protocol_version: it.protocol_version,
        ip_address_type: word(it.ip_address_type),
        target_control_port: it.target_control_port.map(i64::from),
    }
}

fn target_health_description(it: sdk::TargetHealthDescription) -> TargetHealthDescription {
    TargetHealthDescription {
        target: it.target.map(target_description),
        health_check_port: it.health_check_port,
        target_health: it.target_health.map(target_health),
    }
}

fn target_description(it: sdk::TargetDescription) -> TargetDescription {
    TargetDescription {
        id: it.id,
        port: it.port.map(i64::from),
        availability_zone: it.availability_zone,
        quic_server_id: it.quic_server_id,
    }
}

fn target_health(it: sdk::TargetHealth) -> TargetHealth {
    TargetHealth { state: word(it.state), reason: word(it.reason), description: it.description }
}
