//! Facts of subnets and VPCs: room for endpoints, and the NAT gateways that their ways out depend on.

use super::found::{found, gather, malformed, once, tag_keys};
use super::{Fact, Noun, Shows, Thing, Type, Value, endpoint, nat_gateway, route, route_table_reach, service, subnet};
use crate::finding::Evidence;
use crate::network::{Index, Seat, cidr, effective_table};
use crate::snapshot::model::{NatGateway, Route, RouteTable, Subnet, Vpc, VpcEndpoint};
use crate::snapshot::{Answer, Collection, Gaps, Listing};

pub(super) static FACTS: &[Fact] = &[
    fact!(Subnet."region": Type::Region, "The subnet's Region.", needs: [Subnets], identity: true,
        |_, Thing::Subnet(subnet)| Answer::Known(Value::text(subnet.place.region.as_str()))),
    fact!(Subnet."vpc": Type::Thing(Noun::Vpc), "The subnet's VPC.", needs: [Subnets, Vpcs],
        |_, Thing::Subnet(subnet)| service::vpc_of(subnet).map(|vpc| Value::Thing(Thing::Vpc(vpc)))),
    fact!(Subnet."shared": Type::Bool, "Whether another account owns the subnet and shares it with this one.", needs: [Subnets], shows: Shows::Member("/OwnerId"),
        |_, Thing::Subnet(subnet)| Answer::Known(Value::Bool(subnet.place.foreign(subnet.it.owner_id.as_deref()).is_some()))),
    fact!(Subnet."tag_keys": Type::List(&Type::Text), "The keys of the subnet's tags.", needs: [Subnets],
        |_, Thing::Subnet(subnet)| tag_keys(&subnet.it.tags)),
    fact!(Vpc."tag_keys": Type::List(&Type::Text), "The keys of the VPC's tags.", needs: [Vpcs],
        |_, Thing::Vpc(vpc)| tag_keys(&vpc.it.tags)),
    fact!(Subnet."ipv6_only": Type::Bool, "Whether the subnet has IPv6 addresses only.", needs: [Subnets], shows: Shows::Member("/Ipv6Native"),
        |_, Thing::Subnet(subnet)| Answer::Known(Value::Bool(subnet.it.ipv6_native == Some(true)))),
    fact!(Subnet."reach": Type::Text, "public, private or isolated, after the route table the subnet follows.", needs: [Subnets, RouteTables, VpcEndpoints],
        |_, Thing::Subnet(subnet)| effective_table(subnet.place, subnet.it).and_then(route_table_reach::reach).map(Value::text)),
    fact!(Subnet."free_addresses": Type::Number, "How many IPv4 addresses of the subnet are free.", needs: [Subnets], shows: Shows::Member("/AvailableIpAddressCount"),
    |_, Thing::Subnet(subnet)| match subnet.it.available_ip_address_count {
        Some(count) => Answer::Known(Value::Number(count)),
        None => malformed("AvailableIpAddressCount", &subnet.it.subnet_id),
    }),
    fact!(Subnet."endpoint_ids": Type::List(&Type::Id), "The endpoints that have an interface in the subnet.", needs: [Subnets, VpcEndpoints], shows: Shows::Derived(shows_endpoints),
        |_, Thing::Subnet(subnet)| Value::listing(endpoints(subnet), |endpoint| Value::text(&endpoint.it.vpc_endpoint_id))),
    fact!(Subnet."has_endpoint": Type::Bool, "Whether an endpoint has an interface in the subnet.", needs: [Subnets, VpcEndpoints],
        |_, Thing::Subnet(subnet)| endpoints(subnet).exists(|_| Answer::Known(true)).map(Value::Bool)),
    fact!(Subnet."has_service_network_endpoint": Type::Bool, "Whether an endpoint of a service network, which takes a block of sixteen addresses in a zone, is in the subnet.", needs: [Subnets, VpcEndpoints],
        |_, Thing::Subnet(subnet)| endpoints(subnet).exists(|endpoint| endpoint::kind(endpoint.it).map(|kind| kind == "ServiceNetwork")).map(Value::Bool)),
    fact!(Subnet."nat_gateway_ids": Type::List(&Type::Id), "The NAT gateways that live default routes of the subnet lead to.",
        needs: [Subnets, RouteTables], shows: Shows::Derived(shows_nat_routes),
        |_, Thing::Subnet(subnet)| Value::listing(once(nat_ids(subnet)), Value::text)),
    fact!(Subnet."other_zone_nat_ids": Type::List(&Type::Id), "Those of them that are in another zone than the subnet; regional ones are in every zone.",
        needs: [Subnets, RouteTables, NatGateways, AvailabilityZones], shows: Shows::Derived(shows_nat_routes),
        |_, Thing::Subnet(subnet)| Value::listing(other_zone_nats(subnet), |gateway| Value::text(&gateway.it.nat_gateway_id))),
    fact!(Vpc."nat_zone_ids": Type::List(&Type::Text), "The ids of the zones in which the VPC has NAT gateways that are available, each once; regional ones left out.",
    needs: [Vpcs, NatGateways, Subnets, AvailabilityZones],
    |_, Thing::Vpc(vpc)| {
        let gateways = nats_of(vpc).filter(|gateway| {
            let live = gateway.it.state.as_deref().is_some_and(|state| state.eq_ignore_ascii_case("available"));
            Answer::Known(live && !nat_gateway::is_regional(gateway.it))
        });
        let mut zones = Listing::unseen(gateways.rest);
        for gateway in gateways.items {
            let of = nat_gateway::zones(gateway);
            zones.items.extend(of.items);
            zones.rest.extend(of.rest);
        }
        Value::listing(once(zones), Value::made)
    }),
];

/// The endpoints with an interface in a subnet. The owner of a shared subnet does not see those of participants, nor they
/// each other's.
fn endpoints(subnet: Seat<'_, Subnet>) -> Listing<Seat<'_, VpcEndpoint>> {
    let place = subnet.place;
    let mut all = place.endpoints_in(subnet.it.vpc_id.as_deref().unwrap_or_default());
    all.rest.extend(place.foreign(subnet.it.owner_id.as_deref()).into_iter().collect());
    all.filter(|endpoint| Answer::Known(endpoint.it.subnet_ids.contains(&subnet.it.subnet_id)))
}

/// Whether a route is for so much of IPv4 that it stands for all that no other route is for: the default, or its halves.
fn is_default(route: &Route) -> bool {
    let block = route.destination_cidr_block.as_deref().and_then(cidr::parse);
    block.is_some_and(|block| block.prefix_len() <= 1)
}

fn nat_routes(table: Seat<'_, RouteTable>) -> Listing<(usize, &Route)> {
    let live = route_table_reach::live_routes(table);
    live.filter(|(_, route)| Answer::Known(is_default(route) && route.nat_gateway_id.is_some()))
}

fn nat_ids(subnet: Seat<'_, Subnet>) -> Listing<&str> {
    match effective_table(subnet.place, subnet.it) {
        Answer::Known(table) => {
            let routes = nat_routes(table);
            let items = routes.items.iter().filter_map(|(_, route)| route.nat_gateway_id.as_deref()).collect();
            Listing { items, rest: routes.rest }
        }
        Answer::Unknown(gaps) => Listing::unseen(gaps),
    }
}

/// A participant of a shared VPC sees the route and not the NAT gateway.
fn other_zone_nats(subnet: Seat<'_, Subnet>) -> Listing<Seat<'_, NatGateway>> {
    let place = subnet.place;
    let ids = once(nat_ids(subnet));
    let seats = ids.items.iter().map(|id| found(place, &place.view.nat_gateways, Collection::NatGateways, id));
    gather(seats, ids.rest.clone()).filter(|gateway| {
        if nat_gateway::is_regional(gateway.it) {
            return Answer::Known(false);
        }
        let zones = nat_gateway::zones(*gateway);
        subnet::zone_id(subnet).and_then(|own| zones.exists(|zone| Answer::Known(*zone == own)).negate())
    })
}

fn nats_of(vpc: Seat<'_, Vpc>) -> Listing<Seat<'_, NatGateway>> {
    let place = vpc.place;
    let mut all = place.listing(Collection::NatGateways, &place.view.nat_gateways);
    all.rest.extend(place.foreign(vpc.it.owner_id.as_deref()).into_iter().collect::<Gaps>());
    all.filter(|gateway| Answer::Known(gateway.it.vpc_id.as_ref() == Some(&vpc.it.vpc_id)))
}

fn shows_endpoints<'i>(index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    let Thing::Subnet(subnet) = thing else { return Vec::new() };
    let held = endpoints(subnet).items.into_iter().map(Thing::Endpoint);
    held.map(|one| endpoint::shows_member(index, one, "/SubnetIds", "an endpoint in the subnet".to_owned())).collect()
}

fn shows_nat_routes<'i>(index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    let Thing::Subnet(subnet) = thing else { return Vec::new() };
    let Answer::Known(table) = effective_table(subnet.place, subnet.it) else { return Vec::new() };
    let routes = nat_routes(table).items.into_iter();
    let says = "a default route to a NAT gateway".to_owned();
    let mut evidence: Vec<Evidence> =
        routes.filter_map(|(at, _)| route::shows_route(table, at, says.clone())).collect();
    evidence.extend(other_zone_nats(subnet).items.into_iter().map(|gateway| {
        endpoint::shows_member(
            index,
            Thing::NatGateway(gateway),
            "/SubnetId",
            "its subnet is in another zone".to_owned(),
        )
    }));
    evidence
}
