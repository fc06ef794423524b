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
    fact!(Route."ipv4_destinations": Type::List(&Type::Cidr), "The destination if it is an IPv4 block, else nothing.", needs: [RouteTables],
        |_, Thing::Route(_, _, route)| Value::list(route.destination_cidr_block.as_deref().map(Value::text))),
    fact!(Route."ipv6_destinations": Type::List(&Type::Cidr), "The destination if it is an IPv6 block, else nothing.", needs: [RouteTables],
        |_, Thing::Route(_, _, route)| Value::list(route.destination_ipv6_cidr_block.as_deref().map(Value::text))),
    fact!(Route."prefix_list_destinations": Type::List(&Type::Id), "The destination if it is a prefix list, else nothing.", needs: [RouteTables],
        |_, Thing::Route(_, _, route)| Value::list(route.destination_prefix_list_id.as_deref().map(Value::text))),
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
    fact!(Route."overriding_ipv4": Type::List(&Type::Cidr), "The destinations of the overriding routes that are IPv4 blocks of their own, not propagated.",
        needs: [RouteTables, PrefixLists, ManagedPrefixLists, PrefixListEntries, VpcEndpoints],
        |_, Thing::Route(table, at, _)| Value::listing(deletable(table, at, |route| route.destination_cidr_block.as_deref()), Value::text)),
    fact!(Route."overriding_ipv6": Type::List(&Type::Cidr), "The destinations of the overriding routes that are IPv6 blocks of their own, not propagated.",
        needs: [RouteTables, PrefixLists, ManagedPrefixLists, PrefixListEntries, VpcEndpoints],
        |_, Thing::Route(table, at, _)| Value::listing(deletable(table, at, |route| route.destination_ipv6_cidr_block.as_deref()), Value::text)),
    fact!(Route."overridden_percent": Type::Number, "How many of a hundred addresses of the prefix list other routes take, rounded up.",
    needs: [RouteTables, PrefixLists, ManagedPrefixLists, PrefixListEntries, VpcEndpoints],
    |_, Thing::Route(table, at, _)| {
        let found = overriding(table, at);
        found.size().map(|_| Value::Number(percent(found.items.iter().map(|one| one.share).sum())))
    }),
];

#[expect(clippy::cast_possible_truncation, reason = "a share is between 0 and 1")]
fn percent(share: f64) -> i64 {
    (share.clamp(0.0, 1.0) * 100.0).ceil() as i64
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

/// Destinations of overriding routes that `aws ec2 delete-route` can take: a propagated route goes only with its
/// propagation.
fn deletable<'i>(
    table: Seat<'i, RouteTable>,
    at: usize,
    destination: impl Fn(&'i Route) -> Option<&'i str>,
) -> Listing<&'i str> {
    let found = overriding_at(table, at);
    let own = found.items.into_iter().filter(|(_, route)| route.origin.as_deref() != Some("EnableVgwRoutePropagation"));
    Listing { items: own.filter_map(|(_, route)| destination(route)).collect(), rest: found.rest }
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

fn shows_target<'i>(_: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
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
