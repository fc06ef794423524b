//! Routes that take addresses away from a gateway endpoint.

use super::world::{World, gaps, route, table, with};
use byway::network::overriding_routes;
use byway::snapshot::Collection;
use libtest_mimic::Trial;
use serde_json::{Value, json};

pub fn tests() -> Vec<Trial> {
    crate::trials![
        a_longer_route_overrides_with_its_share,
        a_broader_route_never_overrides,
        a_static_route_as_long_as_an_entry_overrides_and_a_propagated_one_does_not,
        a_longer_propagated_route_overrides_unless_the_vpc_itself_matches,
        dead_filtered_and_local_routes_are_no_overrides,
        another_route_to_the_same_endpoint_is_no_override,
        a_longer_entry_of_another_list_overrides,
        an_entry_as_long_of_another_list_is_ambiguous,
        an_unread_list_elsewhere_leaves_a_doubt,
        own_entries_unread_leave_a_doubt_only_if_some_route_could_be_longer,
        a_route_of_unknown_state_leaves_a_doubt,
        only_active_routes_to_gateway_endpoints_are_asked_about,
    ]
}

/// The overrides of the route to `pl-s3`, as `destination entry captured share`, and why there may be more.
fn overrides(world: World) -> (Vec<String>, Vec<String>) {
    world.look(|place| {
        let routes = &table(place).routes;
        let of = routes.iter().position(|r| r.destination_prefix_list_id.as_deref() == Some("pl-s3")).unwrap();
        let found = overriding_routes(place, table(place), of);
        let told = found.items.iter().map(|one| {
            let destination = byway::network::route_destination(&routes[one.route]);
            format!("{destination} {} {} {:.4}", one.entry, one.captured, one.share)
        });
        (told.collect(), gaps(&found.rest))
    })
}

/// The lists of S3 (`52.216.0.0/16`, `52.218.0.0/17`) and DynamoDB, an S3 endpoint, and these routes.
fn with_routes(more: &[Value]) -> World {
    let mut routes = vec![
        route("10.0.0.0/16", "GatewayId", "local"),
        route("0.0.0.0/0", "NatGatewayId", "nat-1"),
        route("pl-s3", "GatewayId", "vpce-s3"),
    ];
    routes.extend_from_slice(more);
    World::new().with_routes(Value::Array(routes))
}

fn seen(more: &[Value]) -> (Vec<String>, Vec<String>) {
    overrides(with_routes(more).with_service_lists())
}

fn told(items: &[&str]) -> (Vec<String>, Vec<String>) {
    (items.iter().map(|item| (*item).to_owned()).collect(), vec![])
}

fn doubt(gaps: &[&str]) -> (Vec<String>, Vec<String>) {
    (vec![], gaps.iter().map(|gap| (*gap).to_owned()).collect())
}

fn propagated(destination: &str) -> Value {
    with(route(destination, "GatewayId", "vgw-1"), "Origin", json!("EnableVgwRoutePropagation"))
}

fn a_longer_route_overrides_with_its_share() {
    let half = route("52.216.0.0/17", "TransitGatewayId", "tgw-1");
    assert_eq!(seen(&[half]), told(&["52.216.0.0/17 52.216.0.0/16 52.216.0.0/17 0.3333"]));
    // A route inside an overriding one takes from it.
    let inner = route("52.216.0.0/18", "VpcPeeringConnectionId", "pcx-1");
    let half = route("52.216.0.0/17", "TransitGatewayId", "tgw-1");
    let (found, rest) = seen(&[half, inner]);
    assert_eq!(found.len(), 2);
    assert!(found.contains(&"52.216.0.0/17 52.216.0.0/16 52.216.0.0/17 0.1667".to_owned()), "{found:?}");
    assert!(rest.is_empty());
}

fn a_broader_route_never_overrides() {
    for broad in ["52.216.0.0/15", "0.0.0.0/1", "52.0.0.0/8"] {
        assert_eq!(seen(&[route(broad, "TransitGatewayId", "tgw-1")]), told(&[]), "{broad}");
    }
}

fn a_static_route_as_long_as_an_entry_overrides_and_a_propagated_one_does_not() {
    let fixed = route("52.216.0.0/16", "TransitGatewayId", "tgw-1");
    assert_eq!(seen(&[fixed]), told(&["52.216.0.0/16 52.216.0.0/16 52.216.0.0/16 0.6667"]));
    assert_eq!(seen(&[propagated("52.216.0.0/16")]), told(&[]));
}

fn a_longer_propagated_route_overrides_unless_the_vpc_itself_matches() {
    assert_eq!(seen(&[propagated("52.218.64.0/18")]), told(&["52.218.64.0/18 52.218.0.0/17 52.218.64.0/18 0.1667"]));
    let squatter = route("52.218.64.0/19", "GatewayId", "local");
    assert_eq!(seen(&[propagated("52.218.64.0/20"), squatter]), told(&[]));
}

fn dead_filtered_and_local_routes_are_no_overrides() {
    let half = || route("52.216.0.0/17", "TransitGatewayId", "tgw-1");
    assert_eq!(seen(&[with(half(), "State", json!("blackhole"))]), told(&[]));
    assert_eq!(seen(&[with(half(), "State", json!("filtered"))]), told(&[]));
    assert_eq!(seen(&[route("52.216.0.0/17", "GatewayId", "local")]), told(&[]));
}

fn another_route_to_the_same_endpoint_is_no_override() {
    let world = with_routes(&[route("52.216.0.0/17", "GatewayId", "vpce-s3")])
        .with_service_lists()
        .saw(Collection::VpcEndpoints, json!([{"VpcEndpointId": "vpce-s3", "VpcEndpointType": "Gateway"}]));
    assert_eq!(overrides(world), told(&[]));
}

/// A customer's list with a route of its own.
fn listed(world: World) -> World {
    world
        .saw(
            Collection::PrefixLists,
            json!([
                {"PrefixListId": "pl-s3", "PrefixListName": "com.amazonaws.eu-west-1.s3", "Cidrs": ["52.216.0.0/16"]}
            ]),
        )
        .saw(Collection::ManagedPrefixLists, json!([{"PrefixListId": "pl-own", "OwnerId": "111122223333"}]))
}

fn own() -> Value {
    route("pl-own", "TransitGatewayId", "tgw-1")
}

fn a_longer_entry_of_another_list_overrides() {
    let world = listed(with_routes(&[own()])).entries("pl-own", &["52.216.0.0/17", "198.51.100.0/24"]);
    assert_eq!(overrides(world), told(&["pl-own 52.216.0.0/16 52.216.0.0/17 0.5000"]));
}

fn an_entry_as_long_of_another_list_is_ambiguous() {
    let world = listed(with_routes(&[own()])).entries("pl-own", &["52.216.0.0/16"]);
    assert_eq!(overrides(world), doubt(&["ambiguous"]));
}

fn an_unread_list_elsewhere_leaves_a_doubt() {
    let world = listed(with_routes(&[own()])).refused(Collection::PrefixListEntries, "pl-own");
    assert_eq!(overrides(world), doubt(&["ec2:GetManagedPrefixListEntries pl-own"]));
}

fn own_entries_unread_leave_a_doubt_only_if_some_route_could_be_longer() {
    let unread = |more: &[Value]| {
        overrides(with_routes(more).refused(Collection::PrefixLists, "").refused(Collection::ManagedPrefixLists, ""))
    };
    assert_eq!(unread(&[route("172.16.0.0/12", "TransitGatewayId", "tgw-1")]), told(&[]));
    let (found, rest) = unread(&[route("52.0.0.0/8", "TransitGatewayId", "tgw-1")]);
    assert!(found.is_empty());
    assert!(rest.contains(&"ec2:DescribePrefixLists".to_owned()), "{rest:?}");
    // Dead, it would only drop.
    let dead = with(route("52.0.0.0/8", "TransitGatewayId", "tgw-1"), "State", json!("blackhole"));
    assert_eq!(unread(&[dead]), told(&[]));
}

fn a_route_of_unknown_state_leaves_a_doubt() {
    let odd = with(route("52.216.0.0/17", "TransitGatewayId", "tgw-1"), "State", Value::Null);
    assert_eq!(seen(&[odd]), doubt(&["malformed State of rtb-1 route 52.216.0.0/17"]));
}

fn only_active_routes_to_gateway_endpoints_are_asked_about() {
    let world = || with_routes(&[route("52.216.0.0/17", "TransitGatewayId", "tgw-1"), own()]).with_service_lists();
    world().look(|place| {
        for (at, route) in table(place).routes.iter().enumerate() {
            if route.destination_prefix_list_id.as_deref() != Some("pl-s3") {
                assert_eq!(overriding_routes(place, table(place), at).size(), byway::snapshot::Answer::Known(0));
            }
        }
        assert_eq!(overriding_routes(place, table(place), 99).size(), byway::snapshot::Answer::Known(0));
    });
    let state = |state: Value| {
        let own = with(route("pl-s3", "GatewayId", "vpce-s3"), "State", state);
        let half = route("52.216.0.0/17", "TransitGatewayId", "tgw-1");
        overrides(World::new().with_service_lists().with_routes(json!([own, half])))
    };
    assert_eq!(state(json!("blackhole")), told(&[]));
    assert_eq!(state(json!("dormant")), doubt(&["unrecognised rtb-1 route pl-s3 State dormant"]));
}
