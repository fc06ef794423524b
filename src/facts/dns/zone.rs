//! Facts of a private zone's answers: DynamoDB's names, and the names that the service it leads to needs as well.

use super::super::{Fact, Shows, Thing, Type, Value};
use super::probe;
use super::vpc::is_of_a_service;
use crate::finding::Family;
use crate::id::Region;
use crate::network::names::{
    ZoneAnswer, ZoneInForce, is_at_or_below, private_names, service_names, zone_answer, zone_has,
};
use crate::network::{Index, Seat};
use crate::snapshot::model::{HostedZoneSummary, Vpc, VpcEndpoint};
use crate::snapshot::{Answer, Collection, Gap, Listing};

pub(in crate::facts) static FACTS: &[Fact] = &[
    fact!(Zone."overrides_dynamodb": Type::Bool, "Whether the zone is for one of DynamoDB's names, or is for a domain above and has a record for the one of the VPC's Region.",
        needs: [HostedZonesByVpc, HostedZones, ResourceRecordSets], shows: Shows::Member("/Name"),
        |index, Thing::Zone(zone, _)| overrides_dynamodb(index, zone).map(Value::Bool)),
    fact!(Zone."endpoint_id": Type::Text, "The endpoint that the zone leads its own name to, empty for none.",
    needs: [Vpcs, VpcAttributes, DhcpOptions, AvailabilityZones, VpcEndpoints, VpcEndpointServices, VpcEndpointAssociations, NetworkInterfaces, HostedZones, HostedZonesByVpc,
        ResourceRecordSets, ResolverRules, ResolverRuleAssociations, ResolverEndpoints, ResolverEndpointIpAddresses, Profiles, ProfileAssociations, ProfileResourceAssociations],
    |index, Thing::Zone(zone, vpc)| at_apex(index, zone, vpc).map(|found| match found {
        Some(endpoint) => Value::text(&endpoint.it.vpc_endpoint_id),
        None => Value::text(""),
    })),
    fact!(Zone."missing_names": Type::List(&Type::Text), "The wildcard names below the zone that the service of that endpoint needs, and that the zone does not lead to an endpoint of it.",
        needs: [Vpcs, VpcAttributes, DhcpOptions, AvailabilityZones, VpcEndpoints, VpcEndpointServices, VpcEndpointAssociations, NetworkInterfaces, HostedZones, HostedZonesByVpc,
            ResourceRecordSets, ResolverRules, ResolverRuleAssociations, ResolverEndpoints, ResolverEndpointIpAddresses, Profiles, ProfileAssociations, ProfileResourceAssociations],
        shows: Shows::Member("/ResourceRecordSets"),
        |index, Thing::Zone(zone, vpc)| missing(index, zone, vpc).and_then(|names| Value::listing(names, Value::made))),
];

/// The zone as the VPC has it.
fn in_force(zone: Seat<'_, HostedZoneSummary>) -> ZoneInForce {
    ZoneInForce {
        id: zone.it.hosted_zone_id.clone(),
        name: zone.it.name.trim_end_matches('.').to_ascii_lowercase(),
        owner: zone.it.owner.as_ref().and_then(|owner| owner.owning_account.clone()),
        profile: None,
    }
}

/// Whether a zone answers for names of DynamoDB, whose interface endpoints have no private names. AWS says not to:
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/privatelink-interface-endpoints.html>.
fn overrides_dynamodb<'i>(index: &'i Index<'i>, zone: Seat<'i, HostedZoneSummary>) -> Answer<bool> {
    let seen = in_force(zone);
    let partition = zone.place.partition();
    let suffixes = [partition.dns_suffix(), partition.dual_stack_dns_suffix()];
    let labels = |suffix: &str| -> Option<Vec<String>> {
        let before = seen.name.strip_suffix(suffix)?.strip_suffix('.')?;
        Some(before.rsplit('.').map(str::to_owned).collect())
    };
    // The labels before the suffix, from its end: the Region, then `dynamodb`, or `ddb` of accounts' own names.
    let is_dynamodb = suffixes.iter().filter_map(|suffix| labels(suffix)).any(|labels| {
        let mut labels = labels.iter().map(String::as_str);
        labels.next().is_some_and(Region::is_code)
            && matches!(labels.next(), Some("dynamodb" | "dynamodb-fips" | "ddb" | "streams-dynamodb"))
    });
    if is_dynamodb {
        return Answer::Known(true);
    }
    let name = format!("dynamodb.{}.{}", zone.place.region, partition.dns_suffix());
    if !is_at_or_below(&name, &seen.name) || is_of_a_service(zone.it.owner.as_ref()) {
        return Answer::Known(false);
    }
    let has = |family| zone_has(index, zone.place, &seen, &name, family);
    has(Family::Ipv4).or(has(Family::Ipv6))
}

/// The endpoint that the zone leads its own name to.
fn at_apex<'i>(
    index: &'i Index<'i>,
    zone: Seat<'i, HostedZoneSummary>,
    vpc: &str,
) -> Answer<Option<Seat<'i, VpcEndpoint>>> {
    if is_of_a_service(zone.it.owner.as_ref()) {
        return Answer::Known(None);
    }
    let seen = in_force(zone);
    vpc_of(index, zone, vpc).and_then(|vpc| {
        let at = |family| {
            zone_answer(index, vpc, &seen, &seen.name, family).map(|answer| match answer {
                ZoneAnswer::Endpoint(endpoint) => Some(endpoint),
                ZoneAnswer::Addresses(_) | ZoneAnswer::Public | ZoneAnswer::Delegated | ZoneAnswer::Nothing => None,
            })
        };
        at(Family::Ipv4).and_then(|found| match found {
            Some(found) => Answer::Known(Some(found)),
            None => at(Family::Ipv6),
        })
    })
}

fn vpc_of<'i>(index: &'i Index<'i>, zone: Seat<'i, HostedZoneSummary>, vpc: &str) -> Answer<Seat<'i, Vpc>> {
    match index.vpc(vpc) {
        Some(vpc) => Answer::Known(vpc),
        None => {
            let rest = zone.place.rest(Collection::Vpcs, "");
            let lost = Gap::Ambiguous { what: format!("{vpc} is in no account that was asked") };
            Answer::Unknown(if rest.is_empty() { lost.into() } else { rest })
        }
    }
}

/// The wildcard names that a zone lacks beside its own.
fn missing<'i>(index: &'i Index<'i>, zone: Seat<'i, HostedZoneSummary>, vpc: &str) -> Answer<Listing<String>> {
    let seen = in_force(zone);
    let found = at_apex(index, zone, vpc).zip(vpc_of(index, zone, vpc));
    found.map(|(endpoint, vpc)| {
        let Some(endpoint) = endpoint else { return Listing::complete(Vec::new()) };
        let wildcard = format!("*.{}", seen.name);
        published(index, endpoint).filter(|name| {
            let leads = zone_answer(index, vpc, &seen, &probe::below(&seen.name), probe::family(endpoint.it));
            let leads = leads.map(|answer| match answer {
                ZoneAnswer::Endpoint(other) => probe::same_service(other.it, endpoint.it),
                ZoneAnswer::Delegated => true,
                ZoneAnswer::Addresses(_) | ZoneAnswer::Public | ZoneAnswer::Nothing => false,
            });
            Answer::Known(*name == wildcard).and(leads.negate())
        })
    })
}

/// Every name that the service of an endpoint publishes.
fn published<'i>(index: &'i Index<'i>, endpoint: Seat<'i, VpcEndpoint>) -> Listing<String> {
    let token = super::super::endpoint::token(endpoint.it);
    let vpc = probe::vpc(index, endpoint);
    let (Answer::Known(Some(token)), Answer::Known(vpc)) = (token, vpc) else {
        return private_names(index, endpoint);
    };
    match service_names(vpc, &token) {
        Answer::Known(Some(names)) => Listing { items: names.all, rest: names.rest },
        Answer::Known(None) => Listing::complete(Vec::new()),
        Answer::Unknown(gaps) => Listing::unseen(gaps),
    }
}
