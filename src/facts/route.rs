//! Facts of routes.

use super::{Fact, Noun, Shows, Thing, Type, Value};
use crate::finding::Evidence;
use crate::network::{Index, Override, Seat, State, Target, overriding_routes, route_destination, route_state};
use crate::snapshot::model::{Route, RouteTable};
use crate::snapshot::{Answer, Listing};

pub(super) static FACTS: &[Fact] = &[
    fact!(Route."table": Type::Thing(Noun::RouteTable), "The table the route is in.", needs: [RouteTables], identity: true,
        |_, Thing::Route(table, ..)| Answer::Known(Value::Thing(Thing::RouteTable(table)))),
    fact!(Route."region": Type::Region, "The Region of the route's table.", needs: [RouteTables], identity: true,
        |_, Thing::Route(table, ..)| Answer::Known(Value::text(table.place.region.as_str()))),
    fact!(Route."destination": Type::Text, "The route's destination: a CIDR block or the id of a prefix list.", needs: [RouteTables], identity: true,
        |_, Thing::Route(_, _, route)| Answer::Known(Value::made(route_destination(route)))),
    fact!(Route."ipv4_destinations": Type::List(&Type::Cidr), "The destination if it is an IPv4 block and DeleteRoute takes the route, else nothing.", needs: [RouteTables],
        |_, Thing::Route(_, _, route)| Value::list(own(route).and_then(|route| route.destination_cidr_block.as_deref()).map(Value::text))),
    fact!(Route."ipv6_destinations": Type::List(&Type::Cidr), "The destination if it is an IPv6 block and DeleteRoute takes the route, else nothing.", needs: [RouteTables],
        |_, Thing::Route(_, _, route)| Value::list(own(route).and_then(|route| route.destination_ipv6_cidr_block.as_deref()).map(Value::text))),
    fact!(Route."prefix_list_destinations": Type::List(&Type::Id), "The destination if it is a prefix list and DeleteRoute takes the route, else nothing.", needs: [RouteTables],
        |_, Thing::Route(_, _, route)| Value::list(own(route).and_then(|route| route.destination_prefix_list_id.as_deref()).map(Value::text))),
    fact!(Route."state": Type::Text, "The route's state: active, blackhole or filtered.", needs: [RouteTables], shows: Shows::Member("/State"),
    |_, Thing::Route(table, _, route)| {
        route_state(route, &table.it.route_table_id).map(|state| Value::text(match state {
            State::Active => "active",
            State::Blackhole => "blackhole",
            State::Filtered => "filtered",
        }))
    }),
    fact!(Route."is_local": Type::Bool, "Whether the route stays within the VPC.", needs: [RouteTables], shows: Shows::Member("/GatewayId"),
        |_, Thing::Route(_, _, route)| Answer::Known(Value::Bool(route.gateway_id.as_deref() == Some("local")))),
    fact!(Route."target": Type::Text, "What the route leads to, by id.", needs: [RouteTables, VpcEndpoints],
        shows: Shows::Derived(shows_target),
        |_, Thing::Route(table, _, route)| Target::of(table.place, table.it, route).map(|target| Value::made(target.id()))),
    fact!(Route."overridden": Type::Bool, "Whether a route of equal or greater length takes addresses of this prefix-list route away from its gateway endpoint.",
        needs: [RouteTables, PrefixLists, ManagedPrefixLists, PrefixListEntries, VpcEndpoints],
        shows: Shows::Derived(shows_overriding),
        |_, Thing::Route(table, at, _)| overriding(table, at).exists(|_| Answer::Known(true)).map(Value::Bool)),
    fact!(Route."overriding": Type::List(&Type::Thing(Noun::Route)), "The routes that take addresses of this prefix-list route away from its gateway endpoint.",
    needs: [RouteTables, PrefixLists, ManagedPrefixLists, PrefixListEntries, VpcEndpoints],
    shows: Shows::Derived(shows_overriding),
    |_, Thing::Route(table, at, _)| {
        Value::listing(overriding_at(table, at), |(at, route)| Value::Thing(Thing::Route(table, at, route)))
    }),
    fact!(Route."overriding_destinations": Type::List(&Type::Text), "The destinations of the routes that take addresses away.",
        needs: [RouteTables, PrefixLists, ManagedPrefixLists, PrefixListEntries, VpcEndpoints],
        |_, Thing::Route(table, at, _)| Value::listing(overriding_at(table, at), |(_, route)| Value::made(route_destination(route)))),
    fact!(Route."overriding_ipv4": Type::List(&Type::Cidr), "The destinations of the overriding routes that are IPv4 blocks of their own, neither propagated nor advertised.",
        needs: [RouteTables, PrefixLists, ManagedPrefixLists, PrefixListEntries, VpcEndpoints],
        |_, Thing::Route(table, at, _)| Value::listing(deletable(table, at, |route| route.destination_cidr_block.as_deref()), Value::text)),
    fact!(Route."overriding_ipv6": Type::List(&Type::Cidr), "The destinations of the overriding routes that are IPv6 blocks of their own, neither propagated nor advertised.",
        needs: [RouteTables, PrefixLists, ManagedPrefixLists, PrefixListEntries, VpcEndpoints],
        |_, Thing::Route(table, at, _)| Value::listing(deletable(table, at, |route| route.destination_ipv6_cidr_block.as_deref()), Value::text)),
    fact!(Route."overridden_percent": Type::Number, "How many of a hundred addresses of the prefix list other routes take, rounded up; of the family of which they take more.",
    needs: [RouteTables, PrefixLists, ManagedPrefixLists, PrefixListEntries, VpcEndpoints],
    |_, Thing::Route(table, at, _)| {
        let found = overriding(table, at);
        found.size().map(|_| Value::Number(percent(worst_share(&found.items))))
    }),
];

#[expect(clippy::cast_possible_truncation, reason = "a share is between 0 and 1")]
fn percent(share: f64) -> i64 {
    (share.clamp(0.0, 1.0) * 100.0).ceil() as i64
}

/// The share taken of the list's addresses of one family, the greater: shares of two families do not add up.
fn worst_share(taken: &[Override]) -> f64 {
    let of = |six: bool| taken.iter().filter(|one| one.entry.addr().is_ipv6() == six).map(|one| one.share).sum::<f64>();
    of(false).max(of(true))
}

/// The route, if `aws ec2 delete-route` can take it: a propagated or advertised one goes only with its propagation, and
/// a gateway endpoint's with its association
/// (<https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html>).
fn own(route: &Route) -> Option<&Route> {
    let made = !matches!(route.origin.as_deref(), Some("EnableVgwRoutePropagation" | "Advertisement"));
    let of_endpoint = route.destination_prefix_list_id.is_some()
        && route.gateway_id.as_deref().is_some_and(|gateway| gateway.starts_with("vpce-"));
    (made && !of_endpoint).then_some(route)
}

/// Whether a target is a gateway straight to the internet for what comes from the VPC.
pub(super) fn is_internet(target: &Target) -> bool {
    match target {
        Target::InternetGateway(_) | Target::CarrierGateway(_) => true,
        Target::Local
        | Target::GatewayEndpoint(_)
        | Target::GatewayLoadBalancerEndpoint(_)
        | Target::EgressOnlyInternetGateway(_)
        | Target::VpnGateway(_)
        | Target::NatGateway(_)
        | Target::TransitGateway(_)
        | Target::Peering(_)
        | Target::Instance(_)
        | Target::NetworkInterface(_)
        | Target::LocalGateway(_)
        | Target::CoreNetwork(_)
        | Target::OdbNetwork(_) => false,
    }
}

fn overriding(table: Seat<'_, RouteTable>, at: usize) -> Listing<Override> {
    overriding_routes(table.place, table.it, at)
}

/// The overriding routes, each once.
fn overriding_at(table: Seat<'_, RouteTable>, at: usize) -> Listing<(usize, &Route)> {
    let found = overriding(table, at);
    let mut places: Vec<usize> = found.items.iter().map(|one| one.route).collect();
    places.sort_unstable();
    places.dedup();
    let items = places.into_iter().filter_map(|at| table.it.routes.get(at).map(|route| (at, route))).collect();
    Listing { items, rest: found.rest }
}

/// Destinations of overriding routes that `aws ec2 delete-route` can take.
fn deletable<'i>(
    table: Seat<'i, RouteTable>,
    at: usize,
    destination: impl Fn(&'i Route) -> Option<&'i str>,
) -> Listing<&'i str> {
    let found = overriding_at(table, at);
    let own = found.items.into_iter().filter_map(|(_, route)| own(route));
    Listing { items: own.filter_map(destination).collect(), rest: found.rest }
}

/// A route of a table as evidence.
pub(super) fn shows_route(table: Seat<'_, RouteTable>, at: usize, says: String) -> Option<Evidence> {
    let route = table.it.routes.get(at)?;
    Some(Evidence {
        resource: Thing::RouteTable(table).resource(),
        operation: Thing::RouteTable(table).operation().to_owned(),
        pointer: format!("/Routes/{at}"),
        value: serde_json::to_value(route).unwrap_or_default(),
        says,
    })
}

pub(super) fn shows_target<'i>(_: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    let Thing::Route(table, at, route) = thing else { return Vec::new() };
    let target = Target::of(table.place, table.it, route).known().map_or_else(String::new, |target| target.id());
    shows_route(table, at, format!("the route to {} leads to {target}", route_destination(route))).into_iter().collect()
}

fn shows_overriding<'i>(_: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    let Thing::Route(table, at, _) = thing else { return Vec::new() };
    let found = overriding(table, at);
    let mut evidence = Vec::new();
    for (at, route) in overriding_at(table, at).items {
        let share = found.items.iter().filter(|one| one.route == at).map(|one| one.share).sum();
        let taken: Vec<String> =
            found.items.iter().filter(|one| one.route == at).map(|one| one.entry.to_string()).take(3).collect();
        let says = format!(
            "the route to {} wins over the prefix list's {} and takes about {} % of its addresses",
            route_destination(route),
            taken.join(", "),
            percent(share),
        );
        evidence.extend(shows_route(table, at, says));
    }
    evidence
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    #[test]
    fn a_command_deletes_only_routes_that_someone_made() {
        let route = |origin: &str, list: Option<&str>, gateway: &str| Route {
            destination_prefix_list_id: list.map(str::to_owned),
            gateway_id: Some(gateway.to_owned()),
            origin: Some(origin.to_owned()),
            ..Route::default()
        };
        assert!(own(&route("CreateRoute", None, "igw-1")).is_some());
        assert!(own(&route("CreateRoute", None, "vpce-1")).is_some(), "a Gateway Load Balancer endpoint's");
        assert!(own(&route("CreateRoute", Some("pl-1"), "igw-1")).is_some());
        assert!(own(&route("CreateRoute", Some("pl-1"), "vpce-1")).is_none(), "a gateway endpoint's");
        assert!(own(&route("EnableVgwRoutePropagation", None, "vgw-1")).is_none());
        assert!(own(&route("Advertisement", None, "eni-1")).is_none());
    }

    #[test]
    fn shares_of_two_families_do_not_add_up() {
        let taken = |entry: &str, share: f64| Override {
            route: 1,
            entry: entry.parse().unwrap(),
            captured: entry.parse().unwrap(),
            share,
        };
        let both = [taken("52.216.0.0/15", 0.5), taken("2600:1f00::/24", 0.25), taken("3.5.0.0/16", 0.125)];
        assert_eq!(percent(worst_share(&both)), 63);
    }
}
