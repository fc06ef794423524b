//! Routes as read, and the order of priority in words.

use super::world::{World, route, table, unknown, with};
use byway::finding::Via;
use byway::network::{State, Table, Target, route_destination, route_state};
use byway::snapshot::{Answer, Collection};
use libtest_mimic::Trial;
use serde_json::{Value, json};

pub fn tests() -> Vec<Trial> {
    crate::trials![
        every_kind_of_target_is_named,
        an_endpoint_says_itself_which_kind_it_is,
        a_target_that_cannot_be_read_is_unknown,
        states_are_read_and_news_survives,
        the_longest_prefix_wins_in_both_families,
        entries_of_a_list_count_with_their_own_length,
        a_static_block_beats_a_list_and_a_list_beats_propagation_on_a_tie,
        propagation_never_beats_the_vpc_itself,
        a_route_that_may_be_the_vpcs_own_puts_propagation_in_doubt,
        a_longer_static_route_beats_the_vpc_itself,
        lists_that_tie_are_ambiguous_unless_their_target_is_one,
        an_ambiguity_names_every_route_that_ties,
        propagated_routes_that_tie_are_ambiguous,
        a_blackhole_wins_and_drops,
        a_filtered_route_decides_nothing,
        a_route_server_against_the_vpc_itself_is_not_modelled,
        an_unread_list_matters_only_where_its_target_differs,
        an_unread_list_cannot_beat_a_static_route_to_one_address,
        an_unread_list_of_one_family_leaves_the_other_alone,
        a_destination_that_cannot_be_read_may_be_anywhere,
        odd_routes_are_no_panic,
    ]
}

fn target(route: Value) -> Answer<Target> {
    World::new().with_routes(json!([route])).look(|place| Target::of(place, table(place), &table(place).routes[0]))
}

fn every_kind_of_target_is_named() {
    let core = "arn:aws:networkmanager::111122223333:core-network/core-network-1";
    let odb = "arn:aws:odb:eu-west-1:111122223333:odb-network/odbnet_1";
    for (member, id, via, public) in [
        ("GatewayId", "local", Via::None, false),
        ("GatewayId", "igw-1", Via::InternetGateway, true),
        ("GatewayId", "vgw-1", Via::VpnGateway, true),
        ("GatewayId", "vpce-1", Via::GatewayLoadBalancerEndpoint, true),
        ("GatewayId", "nat-1", Via::NatGateway, true),
        ("NatGatewayId", "nat-1", Via::NatGateway, true),
        ("TransitGatewayId", "tgw-1", Via::TransitGateway, true),
        ("VpcPeeringConnectionId", "pcx-1", Via::Peering, true),
        ("InstanceId", "i-1", Via::Appliance, true),
        ("NetworkInterfaceId", "eni-1", Via::Appliance, true),
        ("EgressOnlyInternetGatewayId", "eigw-1", Via::EgressOnlyInternetGateway, true),
        ("LocalGatewayId", "lgw-1", Via::LocalGateway, true),
        ("CarrierGatewayId", "cagw-1", Via::CarrierGateway, true),
        ("CoreNetworkArn", core, Via::CoreNetwork, true),
        ("OdbNetworkArn", odb, Via::Unknown, false),
    ] {
        let Answer::Known(target) = target(route("0.0.0.0/0", member, id)) else { panic!("{member} {id} is unknown") };
        assert_eq!((target.id().as_str(), target.via(), target.is_public()), (id, via, public), "{member} {id}");
    }
    let Answer::Known(listed) = target(route("pl-s3", "GatewayId", "vpce-1")) else { panic!("unknown") };
    assert_eq!(listed, Target::GatewayEndpoint("vpce-1".to_owned()));
    assert!(!listed.is_public());
    let instance = with(route("0.0.0.0/0", "InstanceId", "i-1"), "NetworkInterfaceId", json!("eni-1"));
    assert_eq!(target(instance), Answer::Known(Target::NetworkInterface("eni-1".to_owned())));
}

fn an_endpoint_says_itself_which_kind_it_is() {
    let kind = |kind: &str| {
        World::new()
            .saw(Collection::VpcEndpoints, json!([{"VpcEndpointId": "vpce-1", "VpcEndpointType": kind}]))
            .with_routes(json!([route("52.216.0.0/16", "GatewayId", "vpce-1")]))
            .look(|place| Target::of(place, table(place), &table(place).routes[0]))
    };
    assert_eq!(kind("Gateway"), Answer::Known(Target::GatewayEndpoint("vpce-1".to_owned())));
    assert_eq!(kind("GatewayLoadBalancer"), Answer::Known(Target::GatewayLoadBalancerEndpoint("vpce-1".to_owned())));
    assert_eq!(unknown(kind("Tunnel")), ["unrecognised vpce-1 VpcEndpointType Tunnel"]);
}

fn a_target_that_cannot_be_read_is_unknown() {
    assert_eq!(
        unknown(target(route("0.0.0.0/0", "GatewayId", "wormhole-1"))),
        ["unrecognised rtb-1 GatewayId wormhole-1"]
    );
    assert_eq!(
        unknown(target(json!({"DestinationCidrBlock": "0.0.0.0/0"}))),
        ["malformed target of rtb-1 route 0.0.0.0/0"]
    );
    assert_eq!(unknown(target(json!({}))), ["malformed target of a route of rtb-1"]);
    let two = with(route("0.0.0.0/0", "GatewayId", "igw-1"), "NatGatewayId", json!("nat-1"));
    assert_eq!(unknown(target(two)), ["ambiguous"]);
}

fn states_are_read_and_news_survives() {
    let state = |value: Value| {
        let routes = json!([with(route("pl-s3", "GatewayId", "vpce-1"), "State", value)]);
        World::new().with_routes(routes).look(|place| {
            let route = &table(place).routes[0];
            assert_eq!(route_destination(route), "pl-s3");
            route_state(route, "rtb-1")
        })
    };
    assert_eq!(state(json!("active")), Answer::Known(State::Active));
    assert_eq!(state(json!("blackhole")), Answer::Known(State::Blackhole));
    assert_eq!(state(json!("Blackhole")), Answer::Known(State::Blackhole));
    assert_eq!(state(json!("filtered")), Answer::Known(State::Filtered));
    assert_eq!(unknown(state(json!("dormant"))), ["unrecognised rtb-1 route pl-s3 State dormant"]);
    assert_eq!(unknown(state(Value::Null)), ["malformed State of rtb-1 route pl-s3"]);
}

/// Where a table sends an address: a target, `dropped`, or `nowhere`.
fn sends(world: World, address: &str) -> Answer<String> {
    world.look(|place| {
        Table::of(place, table(place)).resolve(address.parse().unwrap()).map(|choice| match choice.sends_to() {
            _ if choice.blackhole => "dropped".to_owned(),
            Some(target) => target.id(),
            None => "nowhere".to_owned(),
        })
    })
}

fn routes(routes: Value) -> World {
    World::new().with_service_lists().with_routes(routes)
}

fn known(text: &str) -> Answer<String> {
    Answer::Known(text.to_owned())
}

fn propagated(destination: &str, gateway: &str) -> Value {
    with(route(destination, "GatewayId", gateway), "Origin", json!("EnableVgwRoutePropagation"))
}

fn the_longest_prefix_wins_in_both_families() {
    let world = || {
        routes(json!([
            route("0.0.0.0/0", "NatGatewayId", "nat-1"),
            route("198.51.100.0/24", "TransitGatewayId", "tgw-1"),
            route("198.51.100.7/32", "VpcPeeringConnectionId", "pcx-1"),
            route("2001:db8::/32", "EgressOnlyInternetGatewayId", "eigw-1"),
            route("2001:db8:1::/48", "TransitGatewayId", "tgw-1"),
        ]))
    };
    assert_eq!(sends(world(), "198.51.100.7"), known("pcx-1"));
    assert_eq!(sends(world(), "198.51.100.8"), known("tgw-1"));
    assert_eq!(sends(world(), "198.51.101.7"), known("nat-1"));
    assert_eq!(sends(world(), "2001:db8:1::1"), known("tgw-1"));
    assert_eq!(sends(world(), "2001:db8:2::1"), known("eigw-1"));
    // The IPv4 default says nothing about IPv6.
    assert_eq!(sends(world(), "2001:db9::1"), known("nowhere"));
}

fn entries_of_a_list_count_with_their_own_length() {
    let world = || {
        routes(json!([
            route("pl-s3", "GatewayId", "vpce-1"),
            route("52.0.0.0/8", "TransitGatewayId", "tgw-1"),
            route("52.216.9.0/24", "VpcPeeringConnectionId", "pcx-1"),
        ]))
    };
    assert_eq!(sends(world(), "52.216.0.1"), known("vpce-1"));
    assert_eq!(sends(world(), "52.216.9.1"), known("pcx-1"));
    assert_eq!(sends(world(), "52.219.0.1"), known("tgw-1"));
}

fn a_static_block_beats_a_list_and_a_list_beats_propagation_on_a_tie() {
    let list = || route("pl-s3", "GatewayId", "vpce-1");
    let fixed = || route("52.216.0.0/16", "TransitGatewayId", "tgw-1");
    let learnt = || propagated("52.216.0.0/16", "vgw-1");
    assert_eq!(sends(routes(json!([list(), fixed(), learnt()])), "52.216.0.1"), known("tgw-1"));
    assert_eq!(sends(routes(json!([list(), learnt()])), "52.216.0.1"), known("vpce-1"));
    assert_eq!(sends(routes(json!([fixed(), learnt()])), "52.216.0.1"), known("tgw-1"));
    // A longer propagated route still wins.
    assert_eq!(sends(routes(json!([list(), propagated("52.216.0.0/17", "vgw-1")])), "52.216.0.1"), known("vgw-1"));
}

fn propagation_never_beats_the_vpc_itself() {
    let world = routes(json!([route("10.0.0.0/16", "GatewayId", "local"), propagated("10.0.9.0/24", "vgw-1")]));
    assert_eq!(sends(world, "10.0.9.1"), known("local"));
}

fn a_route_that_may_be_the_vpcs_own_puts_propagation_in_doubt() {
    let nameless = || with(route("10.0.0.0/16", "GatewayId", "local"), "GatewayId", Value::Null);
    let gaps = unknown(sends(routes(json!([nameless(), propagated("10.0.9.0/24", "vgw-1")])), "10.0.9.1"));
    assert_eq!(gaps, ["malformed target of rtb-1 route 10.0.0.0/16"]);
    let fixed = route("10.0.9.0/24", "NetworkInterfaceId", "eni-1");
    assert_eq!(sends(routes(json!([nameless(), fixed])), "10.0.9.1"), known("eni-1"));
}

fn a_longer_static_route_beats_the_vpc_itself() {
    let world = routes(json!([
        route("10.0.0.0/16", "GatewayId", "local"),
        route("10.0.9.0/24", "NetworkInterfaceId", "eni-1")
    ]));
    assert_eq!(sends(world, "10.0.9.1"), known("eni-1"));
}

fn two_lists(targets: [&str; 2]) -> World {
    World::new()
        .saw(Collection::PrefixLists, json!([]))
        .saw(
            Collection::ManagedPrefixLists,
            json!([{"PrefixListId": "pl-a", "OwnerId": "111122223333"}, {"PrefixListId": "pl-b", "OwnerId": "111122223333"}]),
        )
        .entries("pl-a", &["198.51.100.0/24"])
        .entries("pl-b", &["198.51.100.0/24", "203.0.113.0/24"])
        .with_routes(json!([
            route("pl-a", "TransitGatewayId", targets[0]),
            route("pl-b", "TransitGatewayId", targets[1]),
        ]))
}

fn lists_that_tie_are_ambiguous_unless_their_target_is_one() {
    assert_eq!(unknown(sends(two_lists(["tgw-1", "tgw-2"]), "198.51.100.1")), ["ambiguous"]);
    assert_eq!(sends(two_lists(["tgw-1", "tgw-2"]), "203.0.113.1"), known("tgw-2"));
    assert_eq!(sends(two_lists(["tgw-1", "tgw-1"]), "198.51.100.1"), known("tgw-1"));
}

// Found by chance: of routes to one target only the first was named, and which is first is the order of `Routes`.
fn an_ambiguity_names_every_route_that_ties() {
    let world = two_lists(["tgw-1", "tgw-2"]).entries("pl-c", &["198.51.100.0/24"]).with_routes(json!([
        route("pl-a", "TransitGatewayId", "tgw-1"),
        route("pl-b", "TransitGatewayId", "tgw-2"),
        route("pl-c", "TransitGatewayId", "tgw-2"),
    ]));
    let Answer::Unknown(gaps) = sends(world, "198.51.100.1") else { panic!("known") };
    let told: Vec<String> = gaps.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["rtb-1: any of these routes may decide: pl-a to tgw-1, pl-b to tgw-2, pl-c to tgw-2"]);
}

fn propagated_routes_that_tie_are_ambiguous() {
    let two = json!([propagated("198.51.100.0/24", "vgw-1"), propagated("198.51.100.0/24", "vgw-2")]);
    assert_eq!(unknown(sends(routes(two), "198.51.100.1")), ["ambiguous"]);
}

fn dead(route: Value) -> Value {
    with(route, "State", json!("blackhole"))
}

fn a_blackhole_wins_and_drops() {
    let default = || route("0.0.0.0/0", "NatGatewayId", "nat-1");
    let hole = dead(route("198.51.100.0/24", "VpcPeeringConnectionId", "pcx-1"));
    assert_eq!(sends(routes(json!([default(), hole])), "198.51.100.1"), known("dropped"));
    // It drops as well when AWS no longer names what it led to.
    let nameless = json!({"DestinationCidrBlock": "198.51.100.0/24", "State": "blackhole", "Origin": "CreateRoute"});
    assert_eq!(sends(routes(json!([default(), nameless])), "198.51.100.1"), known("dropped"));
}

fn a_filtered_route_decides_nothing() {
    let default = route("0.0.0.0/0", "NatGatewayId", "nat-1");
    let out = with(route("198.51.100.0/24", "VpcPeeringConnectionId", "pcx-1"), "State", json!("filtered"));
    assert_eq!(sends(routes(json!([default, out])), "198.51.100.1"), known("nat-1"));
}

fn a_route_server_against_the_vpc_itself_is_not_modelled() {
    let served = |block| with(route(block, "NetworkInterfaceId", "eni-1"), "Origin", json!("Advertisement"));
    let local = || route("10.0.0.0/16", "GatewayId", "local");
    assert_eq!(unknown(sends(routes(json!([local(), served("10.0.9.0/24")])), "10.0.9.1")), ["not-modelled"]);
    assert_eq!(sends(routes(json!([local(), served("10.0.9.0/24")])), "10.0.8.1"), known("local"));
    assert_eq!(sends(routes(json!([local(), served("198.51.100.0/24")])), "198.51.100.1"), known("eni-1"));
}

/// A default route to `nat-1`, a route to one address, and one for a list whose entries were refused.
fn unread(target: &str, family: Option<&str>) -> World {
    let mut list = json!({"PrefixListId": "pl-own", "OwnerId": "111122223333"});
    if let Some(family) = family {
        list["AddressFamily"] = json!(family);
    }
    World::new()
        .saw(Collection::PrefixLists, json!([]))
        .saw(Collection::ManagedPrefixLists, json!([list]))
        .refused(Collection::PrefixListEntries, "pl-own")
        .with_routes(json!([
            route("0.0.0.0/0", "NatGatewayId", "nat-1"),
            route("::/0", "EgressOnlyInternetGatewayId", "eigw-1"),
            route("198.51.100.7/32", "VpcPeeringConnectionId", "pcx-1"),
            route("pl-own", "NatGatewayId", target),
        ]))
}

fn an_unread_list_matters_only_where_its_target_differs() {
    assert_eq!(sends(unread("nat-1", None), "198.51.100.1"), known("nat-1"));
    assert_eq!(unknown(sends(unread("nat-2", None), "198.51.100.1")), ["ec2:GetManagedPrefixListEntries pl-own"]);
}

fn an_unread_list_cannot_beat_a_static_route_to_one_address() {
    assert_eq!(sends(unread("nat-2", None), "198.51.100.7"), known("pcx-1"));
}

fn an_unread_list_of_one_family_leaves_the_other_alone() {
    assert_eq!(sends(unread("nat-2", Some("IPv4")), "2001:db8::1"), known("eigw-1"));
    assert_eq!(
        unknown(sends(unread("nat-2", Some("IPv6")), "2001:db8::1")),
        ["ec2:GetManagedPrefixListEntries pl-own"]
    );
}

fn a_destination_that_cannot_be_read_may_be_anywhere() {
    let default = || route("0.0.0.0/0", "NatGatewayId", "nat-1");
    for (member, value) in [("DestinationCidrBlock", Value::Null), ("DestinationCidrBlock", json!("ten/8"))] {
        let odd = with(route("10.0.0.0/8", "TransitGatewayId", "tgw-1"), member, value);
        let gaps = unknown(sends(routes(json!([default(), odd])), "198.51.100.1"));
        assert!(gaps.iter().any(|gap| gap.starts_with("malformed destination of")), "{gaps:?}");
    }
    let same = with(route("10.0.0.0/8", "NatGatewayId", "nat-1"), "DestinationCidrBlock", Value::Null);
    assert_eq!(sends(routes(json!([default(), same])), "198.51.100.1"), known("nat-1"));
}

fn odd_routes_are_no_panic() {
    for odd in [json!({}), json!({"State": ""}), json!({"DestinationPrefixListId": "", "GatewayId": ""})] {
        let world = routes(json!([odd, route("0.0.0.0/0", "NatGatewayId", "nat-1")]));
        assert!(!unknown(sends(world, "198.51.100.1")).is_empty());
    }
    assert_eq!(sends(routes(json!([])), "::1"), known("nowhere"));
}
