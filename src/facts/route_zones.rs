//! Facts of routes to Gateway Load Balancer endpoints: whose packets they take into another zone.

use super::found::{found, gather, malformed, once};
use super::{Fact, Shows, Thing, Type, Value, endpoint, route, subnet};
use crate::finding::Evidence;
use crate::network::{Index, Seat, Target, cidr, gateways_of, subnets_of};
use crate::snapshot::model::{Route, RouteTable, Subnet, VpcEndpoint};
use crate::snapshot::{Answer, Collection, Listing};

pub(super) static FACTS: &[Fact] = &[
    fact!(Route."to_gwlb_endpoint": Type::Bool, "Whether the route leads to a Gateway Load Balancer endpoint.", needs: [RouteTables, VpcEndpoints], shows: Shows::Derived(route::shows_target),
        |_, Thing::Route(table, _, route)| Target::of(table.place, table.it, route).map(|target| Value::Bool(matches!(target, Target::GatewayLoadBalancerEndpoint(_))))),
    fact!(Route."gwlb_zone_id": Type::Text, "The id of the zone of that endpoint; empty of other routes.", needs: [RouteTables, VpcEndpoints, Subnets, AvailabilityZones],
    shows: Shows::Derived(shows_endpoint),
    |_, Thing::Route(table, _, route)| match gwlb(table, route) {
        Answer::Known(Some(endpoint)) => zone_of(endpoint).map(Value::made),
        Answer::Known(None) => Answer::Known(Value::text("")),
        Answer::Unknown(gaps) => Answer::Unknown(gaps),
    }),
    fact!(Route."other_zone_subnet_ids": Type::List(&Type::Id), "The subnets whose packets the route takes to a Gateway Load Balancer endpoint in another zone; those of a transit gateway attachment in appliance mode, which is there to bring packets of every zone together, left out.",
        needs: [RouteTables, VpcEndpoints, Subnets, AvailabilityZones, TransitGatewayVpcAttachments], shows: Shows::Derived(shows_endpoint),
        |_, Thing::Route(table, _, route)| Value::listing(elsewhere(table, route), |subnet| Value::text(&subnet.it.subnet_id))),
    fact!(Route."unserved_zone_ids": Type::List(&Type::Text), "The zones of those of them that host workloads in which the VPC has no live endpoint for the same service.",
        needs: [RouteTables, VpcEndpoints, Subnets, AvailabilityZones, TransitGatewayVpcAttachments, NetworkInterfaces],
        |_, Thing::Route(table, _, route)| Value::listing(unserved(table, route), Value::made)),
];

/// The endpoint that a route leads to, if it is one for a Gateway Load Balancer. Participants of a shared VPC see the
/// route and not the endpoint.
fn gwlb<'i>(table: Seat<'i, RouteTable>, route: &Route) -> Answer<Option<Seat<'i, VpcEndpoint>>> {
    Target::of(table.place, table.it, route).and_then(|target| match target {
        Target::GatewayLoadBalancerEndpoint(id) => {
            found(table.place, &table.place.view.vpc_endpoints, Collection::VpcEndpoints, &id).map(Some)
        }
        Target::Local
        | Target::GatewayEndpoint(_)
        | Target::InternetGateway(_)
        | Target::EgressOnlyInternetGateway(_)
        | Target::VpnGateway(_)
        | Target::NatGateway(_)
        | Target::TransitGateway(_)
        | Target::Peering(_)
        | Target::Instance(_)
        | Target::NetworkInterface(_)
        | Target::LocalGateway(_)
        | Target::CarrierGateway(_)
        | Target::CoreNetwork(_)
        | Target::OdbNetwork(_) => Answer::Known(None),
    })
}

/// Such an endpoint has one subnet.
fn zone_of(endpoint: Seat<'_, VpcEndpoint>) -> Answer<String> {
    let Some(id) = endpoint.it.subnet_ids.first() else {
        return malformed("SubnetIds", &endpoint.it.vpc_endpoint_id);
    };
    let place = endpoint.place;
    found(place, &place.view.subnets, Collection::Subnets, id).and_then(subnet::zone_id)
}

/// The subnets whose packets take a route: those that follow the table; of a gateway's table, those the route is for.
fn takers<'i>(table: Seat<'i, RouteTable>, route: &Route) -> Listing<Seat<'i, Subnet>> {
    let mut takers = subnets_of(table.place, table.it);
    let gateways = gateways_of(table.it);
    takers.rest.extend(gateways.rest);
    if gateways.items.is_empty() {
        return takers;
    }
    let text = route.destination_cidr_block.as_deref().or(route.destination_ipv6_cidr_block.as_deref());
    let Some(wide) = text.and_then(cidr::parse) else { return takers };
    let all = table.place.listing(Collection::Subnets, &table.place.view.subnets);
    let inside = all.filter(|subnet| {
        let six = subnet.it.ipv6_cidr_block_association_set.iter().filter_map(|one| one.ipv6_cidr_block.as_deref());
        let mut blocks = subnet.it.cidr_block.as_deref().into_iter().chain(six).filter_map(cidr::parse);
        Answer::Known(subnet.it.vpc_id == table.it.vpc_id && blocks.any(|block| wide.contains(&block)))
    });
    takers.items.extend(inside.items);
    takers.rest.extend(inside.rest);
    takers
}

fn elsewhere<'i>(table: Seat<'i, RouteTable>, route: &Route) -> Listing<Seat<'i, Subnet>> {
    let zone = match gwlb(table, route) {
        Answer::Known(Some(endpoint)) => zone_of(endpoint),
        Answer::Known(None) => return Listing::complete(Vec::new()),
        Answer::Unknown(gaps) => return Listing::unseen(gaps),
    };
    let zone = match zone {
        Answer::Known(zone) => zone,
        Answer::Unknown(gaps) => return Listing::unseen(gaps),
    };
    takers(table, route).filter(|taker| {
        let other = subnet::zone_id(*taker).map(|own| own != zone);
        other.and(brings_together(*taker).negate())
    })
}

/// Whether a subnet is that of a transit gateway attachment in appliance mode.
fn brings_together(subnet: Seat<'_, Subnet>) -> Answer<bool> {
    let place = subnet.place;
    let all = place.listing(Collection::TransitGatewayVpcAttachments, &place.view.transit_gateway_vpc_attachments);
    all.exists(|one| {
        let options = one.it.options.as_ref();
        let mode = options.and_then(|options| options.appliance_mode_support.as_deref());
        Answer::Known(mode == Some("enable") && one.it.subnet_ids.contains(&subnet.it.subnet_id))
    })
}

fn unserved(table: Seat<'_, RouteTable>, route: &Route) -> Listing<String> {
    let endpoint = match gwlb(table, route) {
        Answer::Known(Some(endpoint)) => endpoint,
        Answer::Known(None) => return Listing::complete(Vec::new()),
        Answer::Unknown(gaps) => return Listing::unseen(gaps),
    };
    let siblings = endpoint.place.endpoints_in(endpoint.it.vpc_id.as_deref().unwrap_or_default()).filter(|other| {
        endpoint::is_live(other.it).and(Answer::Known(other.it.service_name == endpoint.it.service_name))
    });
    let served = |zone: &String| siblings.exists(|other| zone_of(*other).map(|own| own == *zone));
    let away = elsewhere(table, route).filter(|taker| {
        let zone = subnet::zone_id(*taker).and_then(|zone| served(&zone).negate());
        zone.and(subnet::hosts_workloads(*taker))
    });
    once(gather(away.items.iter().map(|taker| subnet::zone_id(*taker)), away.rest.clone()))
}

fn shows_endpoint<'i>(index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    let Thing::Route(table, at, route) = thing else { return Vec::new() };
    let mut evidence: Vec<Evidence> =
        route::shows_route(table, at, "the route to the endpoint".to_owned()).into_iter().collect();
    if let Answer::Known(Some(endpoint)) = gwlb(table, route) {
        let says = "the endpoint's one subnet".to_owned();
        evidence.push(endpoint::shows_member(index, Thing::Endpoint(endpoint), "/SubnetIds", says));
    }
    evidence.extend(elsewhere(table, route).items.into_iter().map(|subnet| {
        let says = "a subnet in another zone that follows the route".to_owned();
        endpoint::shows_member(index, Thing::Subnet(subnet), "/AvailabilityZoneId", says)
    }));
    evidence
}
