//! Facts of an endpoint's names: who takes them, whether anything leads to it.

use super::super::associated::unread;
use super::super::{Fact, Shows, Thing, Type, Value};
use super::probe;
use crate::finding::Evidence;
use crate::id::{Kind, Region};
use crate::network::names::{ZoneAnswer, ZoneInForce, is_at_or_below, zone_answer, zones_in_force};
use crate::network::{Index, Seat};
use crate::snapshot::model::{ResourceRecordSet, Vpc, VpcEndpoint};
use crate::snapshot::{Answer, Collection, Listing, Snapshot};
use serde_json::Value as Json;
use std::net::IpAddr;

pub(in crate::facts) static FACTS: &[Fact] = &[
    fact!(Endpoint."service": Type::Text, "The token of the AWS service that the endpoint reaches, such as `ecr.api`; empty for services of other accounts.",
        needs: [VpcEndpoints], shows: Shows::Member("/ServiceName"),
        |_, Thing::Endpoint(endpoint)| super::super::endpoint::token(endpoint.it).map(|token| Value::made(token.unwrap_or_default()))),
    fact!(Endpoint."inbound_names_only": Type::Bool, "Whether the private names answer only queries that come by an inbound Resolver endpoint of the VPC, as S3's may.",
    needs: [VpcEndpoints], shows: Shows::Member("/DnsOptions/PrivateDnsOnlyForInboundResolverEndpoint"),
    |_, Thing::Endpoint(endpoint)| {
        let options = endpoint.it.dns_options.as_ref();
        let only = options.and_then(|options| options.private_dns_only_for_inbound_resolver_endpoint);
        Answer::Known(Value::Bool(only == Some(true)))
    }),
    fact!(Endpoint."service_private_names": Type::List(&Type::Text), "The names that lead to the endpoint with private DNS on: those among its entries, else all that its service publishes.",
        needs: [VpcEndpoints, VpcEndpointServices, VpcEndpointAssociations],
        |index, Thing::Endpoint(endpoint)| Value::listing(probe::names(index, endpoint), Value::made)),
    fact!(Endpoint."shadowing_zone_ids": Type::List(&Type::Id), "The customers' private zones of the VPC, its Profile's included, that take one of the endpoint's private names and lead it to no endpoint of the service.",
        needs: [Vpcs, VpcAttributes, DhcpOptions, AvailabilityZones, VpcEndpoints, VpcEndpointServices, VpcEndpointAssociations, NetworkInterfaces, HostedZones, HostedZonesByVpc,
            ResourceRecordSets, ResolverRules, ResolverRuleAssociations, ResolverEndpoints, ResolverEndpointIpAddresses, Profiles, ProfileAssociations, ProfileResourceAssociations],
        shows: Shows::Derived(shows_zones),
        |index, Thing::Endpoint(endpoint)| Value::listing(shadowing(index, endpoint).map(|zone| zone.id), Value::made)),
    fact!(Endpoint."reached_by_names": Type::Bool, "Whether one of the service's private names leads to the endpoint or another of its service in the VPC, or a record of some zone in view leads to the endpoint.",
        needs: [Vpcs, VpcAttributes, DhcpOptions, AvailabilityZones, VpcEndpoints, VpcEndpointServices, VpcEndpointAssociations, NetworkInterfaces, HostedZones, HostedZonesByVpc,
            ResourceRecordSets, ResolverRules, ResolverRuleAssociations, ResolverEndpoints, ResolverEndpointIpAddresses, Profiles, ProfileAssociations, ProfileResourceAssociations],
        |index, Thing::Endpoint(endpoint)| reached(index, endpoint).map(Value::Bool)),
];

/// The zones that take a private name of the endpoint.
fn shadowing<'i>(index: &'i Index<'i>, endpoint: Seat<'i, VpcEndpoint>) -> Listing<ZoneInForce> {
    let vpc = match probe::vpc(index, endpoint) {
        Answer::Known(vpc) => vpc,
        Answer::Unknown(gaps) => return Listing::unseen(gaps),
    };
    let names = probe::names(index, endpoint);
    let zones = zones_in_force(index, vpc);
    let mut taking = zones.filter(|zone| names.exists(|name| takes(index, vpc, zone, name, endpoint)));
    taking.items.sort();
    taking.items.dedup_by(|one, other| one.id == other.id);
    taking
}

/// Whether a zone takes a private name, a wildcard's too, and leads it elsewhere than to an endpoint of the service.
fn takes<'i>(
    index: &'i Index<'i>,
    vpc: Seat<'i, Vpc>,
    zone: &ZoneInForce,
    name: &str,
    endpoint: Seat<'i, VpcEndpoint>,
) -> Answer<bool> {
    let base = name.strip_prefix("*.").unwrap_or(name);
    // What is associated with the VPC itself, as the endpoint is, goes before its Profile's on an equal name.
    let covers = match zone.name == base {
        true => zone.profile.is_none(),
        false => base != name && is_at_or_below(&zone.name, base),
    };
    if !covers {
        return Answer::Known(false);
    }
    let probes = [zone.name.clone(), probe::below(&zone.name)];
    let wanted = if base == name { &probes[..1] } else { &probes[..] };
    let harmless = wanted.iter().fold(Answer::Known(false), |harmless, name| {
        harmless.or(zone_answer(index, vpc, zone, name, probe::family(endpoint.it)).and_then(|answer| match answer {
            ZoneAnswer::Endpoint(found) => Answer::Known(probe::same_service(found.it, endpoint.it)),
            ZoneAnswer::Addresses(addresses) => probe::has_any(index, endpoint, &addresses),
            ZoneAnswer::Delegated => Answer::Known(true),
            ZoneAnswer::Public | ZoneAnswer::Nothing => Answer::Known(false),
        }))
    });
    harmless.negate()
}

/// Whether anything leads clients that use the service's own names to the endpoint.
fn reached<'i>(index: &'i Index<'i>, endpoint: Seat<'i, VpcEndpoint>) -> Answer<bool> {
    let names = probe::names(index, endpoint);
    let own =
        probe::vpc(index, endpoint).and_then(|vpc| names.exists(|name| probe::leads_to(index, vpc, name, endpoint)));
    if own == Answer::Known(true) {
        return own;
    }
    own.or(records(index).exists(|record| leads(index, record, &names, endpoint)))
}

/// The records of all zones in view. A crawl leaves unread those that no service's name falls in.
fn records<'i>(index: &'i Index<'i>) -> Listing<&'i ResourceRecordSet> {
    let snapshot = index.snapshot();
    let mut all = Listing::complete(Vec::new());
    for (account, view) in &snapshot.accounts {
        all.rest.extend(snapshot.rest(Snapshot::global_question(account, Collection::HostedZones, "")));
        for zone in &view.hosted_zones {
            all.rest.extend(unread(snapshot, account, account, &zone.id, &zone.name));
        }
        all.items.extend(view.resource_record_sets.values().flatten());
    }
    all
}

/// Whether a record leads to the endpoint: by its own name, or by an address of it under one of the service's names.
fn leads<'i>(
    index: &'i Index<'i>,
    record: &ResourceRecordSet,
    names: &Listing<String>,
    endpoint: Seat<'i, VpcEndpoint>,
) -> Answer<bool> {
    let id = endpoint.it.vpc_endpoint_id.as_str();
    let values = record.resource_records.iter().filter_map(|one| one.value.as_deref());
    let alias = record.alias_target.as_ref().and_then(|alias| alias.dns_name.as_deref());
    let is_own = |name: &str| {
        name.split('.').any(|label| label == id || label.strip_prefix(id).is_some_and(|rest| rest.starts_with('-')))
    };
    if values.clone().chain(alias).any(is_own) {
        return Answer::Known(true);
    }
    let addresses: Vec<IpAddr> = values.filter_map(|value| value.parse().ok()).collect();
    if addresses.is_empty() {
        return Answer::Known(false);
    }
    let base = |name: &str| name.strip_prefix("*.").unwrap_or(name).to_owned();
    let named = names.exists(|name| Answer::Known(is_at_or_below(&record.name, &base(name))));
    named.and(probe::has_any(index, endpoint, &addresses))
}

fn shows_zones<'i>(index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    let Thing::Endpoint(endpoint) = thing else { return Vec::new() };
    let place = endpoint.place;
    let shown = shadowing(index, endpoint).items.into_iter().map(|zone| {
        let resource = crate::id::ResourceId {
            region: Region::global(),
            ..place.resource(Kind::HostedZone, zone.owner.as_deref(), &zone.id)
        };
        Evidence {
            value: index.member(&resource, "/Name").unwrap_or(Json::Null),
            resource,
            operation: Collection::HostedZonesByVpc.operation().to_owned(),
            pointer: "/Name".to_owned(),
            says: "this zone takes a private name of the endpoint".to_owned(),
        }
    });
    shown.collect()
}
