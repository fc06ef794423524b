//! Records of hosted zones, and the VPCs a zone is associated with.

use super::super::{each, word};
use crate::snapshot::model::{
    AliasTarget, CidrRoutingConfig, GeoLocation, GeoProximityLocation, HostedZoneVpc, ResourceRecord, ResourceRecordSet,
};
use aws_sdk_route53::types as sdk;

pub(super) fn hosted_zone_vpc(it: sdk::Vpc) -> HostedZoneVpc {
    HostedZoneVpc { vpc_region: word(it.vpc_region), vpc_id: it.vpc_id.unwrap_or_default() }
}

pub(super) fn resource_record_set(it: sdk::ResourceRecordSet) -> ResourceRecordSet {
    ResourceRecordSet {
        name: it.name,
        r#type: word(Some(it.r#type)),
        set_identifier: it.set_identifier,
        weight: it.weight,
        region: word(it.region),
        geo_location: it.geo_location.map(geo_location),
        failover: word(it.failover),
        multi_value_answer: it.multi_value_answer,
        ttl: it.ttl,
        resource_records: each(it.resource_records, resource_record),
        alias_target: it.alias_target.map(alias_target),
        health_check_id: it.health_check_id,
        traffic_policy_instance_id: it.traffic_policy_instance_id,
        cidr_routing_config: it.cidr_routing_config.map(cidr_routing_config),
        geo_proximity_location: it.geo_proximity_location.map(geo_proximity_location),
    }
}

fn geo_location(it: sdk::GeoLocation) -> GeoLocation {
    GeoLocation {
        continent_code: it.continent_code,
        country_code: it.country_code,
        subdivision_code: it.subdivision_code,
    }
}

fn resource_record(it: sdk::ResourceRecord) -> ResourceRecord {
    ResourceRecord { value: Some(it.value) }
}

fn alias_target(it: sdk::AliasTarget) -> AliasTarget {
    AliasTarget {
        hosted_zone_id: Some(it.hosted_zone_id),
        dns_name: Some(it.dns_name),
        evaluate_target_health: Some(it.evaluate_target_health),
    }
}

fn cidr_routing_config(it: sdk::CidrRoutingConfig) -> CidrRoutingConfig {
    CidrRoutingConfig { collection_id: Some(it.collection_id), location_name: Some(it.location_name) }
}

fn geo_proximity_location(it: sdk::GeoProximityLocation) -> GeoProximityLocation {
    GeoProximityLocation {
        aws_region: it.aws_region,
        local_zone_group: it.local_zone_group,
        bias: it.bias.map(i64::from),
    }
}
