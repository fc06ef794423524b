//! Facts of the endpoint services that the account offers.

use super::found::{found, gather, malformed, once, tag_keys};
use super::value::number;
use super::{Fact, Shows, Thing, Type, Value, subnet, vpc};
use crate::network::Seat;
use crate::snapshot::model::{LoadBalancer, ServiceConfiguration, Vpc, VpcEndpointConnection};
use crate::snapshot::{Answer, Collection, Listing};
use std::collections::BTreeMap;

pub(super) static FACTS: &[Fact] = &[
    fact!(EndpointService."id": Type::Id, "The service's id.", needs: [ServiceConfigurations], identity: true, shows: Shows::Member("/ServiceId"),
        |_, Thing::EndpointService(service)| Answer::Known(Value::text(&service.it.service_id))),
    fact!(EndpointService."name": Type::Text, "The value of the service's Name tag, empty without one.", needs: [ServiceConfigurations],
        |_, thing @ Thing::EndpointService(_)| Answer::Known(Value::text(thing.name().unwrap_or_default()))),
    fact!(EndpointService."region": Type::Region, "The service's Region.", needs: [ServiceConfigurations], identity: true,
        |_, Thing::EndpointService(service)| Answer::Known(Value::text(service.place.region.as_str()))),
    fact!(EndpointService."tag_keys": Type::List(&Type::Text), "The keys of the service's tags.", needs: [ServiceConfigurations],
        |_, Thing::EndpointService(service)| tag_keys(&service.it.tags)),
    fact!(EndpointService."service_name": Type::Text, "The name that consumers ask for.", needs: [ServiceConfigurations], shows: Shows::Member("/ServiceName"),
        |_, Thing::EndpointService(service)| Value::member(service.it.service_name.as_deref(), "ServiceName", &service.it.service_id)),
    fact!(EndpointService."state": Type::Text, "The service's state, in AWS's words: Available, Failed and so on.", needs: [ServiceConfigurations], shows: Shows::Member("/ServiceState"),
        |_, Thing::EndpointService(service)| Value::member(service.it.service_state.as_deref(), "ServiceState", &service.it.service_id)),
    fact!(EndpointService."type": Type::Text, "Interface or GatewayLoadBalancer.", needs: [ServiceConfigurations], shows: Shows::Member("/ServiceType"),
        |_, Thing::EndpointService(service)| Value::member(kind(service.it), "ServiceType", &service.it.service_id)),
    fact!(EndpointService."acceptance_required": Type::Bool, "Whether each connection waits until someone accepts it.", needs: [ServiceConfigurations], shows: Shows::Member("/AcceptanceRequired"),
    |_, Thing::EndpointService(service)| match service.it.acceptance_required {
        Some(required) => Answer::Known(Value::Bool(required)),
        None => malformed("AcceptanceRequired", &service.it.service_id),
    }),
    fact!(EndpointService."private_name": Type::Text, "The private DNS name consumers may use, empty without one.", needs: [ServiceConfigurations], shows: Shows::Member("/PrivateDnsName"),
        |_, Thing::EndpointService(service)| Answer::Known(Value::text(service.it.private_dns_name.as_deref().unwrap_or_default()))),
    fact!(EndpointService."principals": Type::List(&Type::Text), "Who may find the service and ask for a connection, `*` for everyone.", needs: [ServiceConfigurations, ServicePermissions],
    |_, Thing::EndpointService(service)| {
        let held = service.place.view.service_permissions.get(&service.it.service_id).into_iter().flatten();
        let items = held.map(|one| one.principal.as_str()).collect();
        let rest = service.place.rest(Collection::ServicePermissions, &service.it.service_id);
        Value::listing(Listing { items, rest }, Value::text)
    }),
    fact!(EndpointService."zones": Type::List(&Type::Text), "The zones in which consumers can connect, by id, or by name where AWS gives no ids.", needs: [ServiceConfigurations], shows: Shows::Member("/AvailabilityZones"),
        |_, Thing::EndpointService(service)| zones(service.it).and_then(|zones| Value::list(zones.iter().map(|zone| Value::text(zone))))),
    fact!(EndpointService."zone_count": Type::Number, "In how many zones consumers can connect.", needs: [ServiceConfigurations], shows: Shows::Member("/AvailabilityZones"),
        |_, Thing::EndpointService(service)| zones(service.it).map(|zones| Value::Number(number(zones.len())))),
    fact!(EndpointService."load_balancer_arns": Type::List(&Type::Arn), "The load balancers behind the service.", needs: [ServiceConfigurations],
        |_, Thing::EndpointService(service)| Value::list(arns(service.it).map(Value::text))),
    fact!(EndpointService."load_balancer_zones": Type::List(&Type::Text), "The names of the zones in which the load balancers have subnets, each once.", needs: [ServiceConfigurations, LoadBalancers],
    |_, Thing::EndpointService(service)| {
        let balancers = balancers(service);
        let zones = balancers.items.iter().flat_map(|one| &one.it.availability_zones).filter_map(|zone| zone.zone_name.as_deref());
        Value::listing(once(Listing { items: zones.collect(), rest: balancers.rest.clone() }), Value::text)
    }),
    fact!(EndpointService."vpc_ids": Type::List(&Type::Id), "The VPCs of the load balancers, each once.", needs: [ServiceConfigurations, LoadBalancers],
        |_, Thing::EndpointService(service)| Value::listing(vpc_ids(service), Value::text)),
    fact!(EndpointService."vpc_spans_zones": Type::Bool, "Whether a VPC of the load balancers has subnets in two Availability Zones or more; Local Zones and Outposts left out.",
        needs: [ServiceConfigurations, LoadBalancers, Vpcs, Subnets, AvailabilityZones],
        |_, Thing::EndpointService(service)| vpcs(service).exists(|vpc| vpc::spans_zones(&vpc::subnets(*vpc).filter(subnet::in_availability_zone))).map(Value::Bool)),
    fact!(EndpointService."has_zonal_sibling": Type::Bool, "Whether the service is one of several for Gateway Load Balancers in the same VPC, each in zones of its own.",
        needs: [ServiceConfigurations, LoadBalancers],
        |_, Thing::EndpointService(service)| has_zonal_sibling(service).map(Value::Bool)),
    fact!(EndpointService."connection_ids": Type::List(&Type::Id), "The endpoints connected to the service or waiting, by id.", needs: [ServiceConfigurations, VpcEndpointConnections],
        |_, Thing::EndpointService(service)| Value::listing(connections(service), |one| Value::text(&one.it.vpc_endpoint_id))),
    fact!(EndpointService."connection_states": Type::List(&Type::Text), "How many endpoints are in each state, such as `available: 3`.", needs: [ServiceConfigurations, VpcEndpointConnections],
    |_, Thing::EndpointService(service)| {
        let all = connections(service);
        let mut states: BTreeMap<&str, usize> = BTreeMap::new();
        for one in &all.items {
            *states.entry(one.it.vpc_endpoint_state.as_deref().unwrap_or("unknown")).or_default() += 1;
        }
        let items = states.into_iter().map(|(state, count)| Value::made(format!("{state}: {count}"))).collect();
        Answer::Known(Value::List(Listing { items, rest: all.rest }))
    }),
    fact!(EndpointService."connection_accounts": Type::List(&Type::Text), "The accounts of those endpoints, each once.", needs: [ServiceConfigurations, VpcEndpointConnections],
    |_, Thing::EndpointService(service)| {
        let all = connections(service);
        let owners = all.items.iter().filter_map(|one| one.it.vpc_endpoint_owner.as_deref()).collect();
        Value::listing(once(Listing { items: owners, rest: all.rest.clone() }), Value::text)
    }),
];

fn kind(service: &ServiceConfiguration) -> Option<&str> {
    service.service_type.first().and_then(|kind| kind.service_type.as_deref())
}

fn zones(service: &ServiceConfiguration) -> Answer<&[String]> {
    let ids = &service.availability_zone_ids;
    let zones = if ids.is_empty() { &service.availability_zones } else { ids };
    if zones.is_empty() { malformed("AvailabilityZones", &service.service_id) } else { Answer::Known(zones) }
}

fn arns(service: &ServiceConfiguration) -> impl Iterator<Item = &str> {
    service.network_load_balancer_arns.iter().chain(&service.gateway_load_balancer_arns).map(String::as_str)
}

fn balancers(service: Seat<'_, ServiceConfiguration>) -> Listing<Seat<'_, LoadBalancer>> {
    let place = service.place;
    gather(
        arns(service.it).map(|arn| found(place, &place.view.load_balancers, Collection::LoadBalancers, arn)),
        Default::default(),
    )
}

fn vpc_ids(service: Seat<'_, ServiceConfiguration>) -> Listing<&str> {
    let balancers = balancers(service);
    let ids = balancers.items.iter().map(|one| match one.it.vpc_id.as_deref() {
        Some(id) => Answer::Known(id),
        None => malformed("VpcId", &one.it.load_balancer_arn),
    });
    let ids: Vec<Answer<&str>> = ids.collect();
    once(gather(ids, balancers.rest))
}

fn vpcs(service: Seat<'_, ServiceConfiguration>) -> Listing<Seat<'_, Vpc>> {
    let place = service.place;
    let ids = vpc_ids(service);
    gather(ids.items.iter().map(|id| found(place, &place.view.vpcs, Collection::Vpcs, id)), ids.rest.clone())
}

/// One service a zone is how Gateway Load Balancers are offered where packets must not leave their zone.
fn has_zonal_sibling(service: Seat<'_, ServiceConfiguration>) -> Answer<bool> {
    if kind(service.it) != Some("GatewayLoadBalancer") {
        return Answer::Known(false);
    }
    let place = service.place;
    let own = vpc_ids(service);
    let all = place.listing(Collection::ServiceConfigurations, &place.view.service_configurations);
    all.exists(|other| {
        if other.it.service_id == service.it.service_id || kind(other.it) != Some("GatewayLoadBalancer") {
            return Answer::Known(false);
        }
        let apart =
            zones(service.it).zip(zones(other.it)).map(|(own, other)| !own.iter().any(|zone| other.contains(zone)));
        let theirs = vpc_ids(*other);
        apart.and(own.exists(|vpc| theirs.exists(|other| Answer::Known(vpc == other))))
    })
}

fn connections(service: Seat<'_, ServiceConfiguration>) -> Listing<Seat<'_, VpcEndpointConnection>> {
    let place = service.place;
    let all = place.listing(Collection::VpcEndpointConnections, &place.view.vpc_endpoint_connections);
    all.filter(|one| Answer::Known(one.it.service_id.as_ref() == Some(&service.it.service_id)))
}
