//! The walker on tiny worlds whose answers AWS's documentation states.

use super::{End, From, Packet, Undecided, walk};
use crate::network::drawing::plan::Plan;
use crate::network::drawing::things::{dead, propagated, regional_nat, route, vpn_gateway};
use crate::network::drawing::{Spot, filters, transit};
use libtest_mimic::Trial;
use serde_json::{Value, json};

pub fn tests() -> Vec<Trial> {
    crate::trials![
        a_packet_in_one_subnet_meets_groups_and_no_acl,
        acls_are_asked_both_ways,
        the_longest_route_wins,
        a_static_route_beats_a_list_and_a_list_a_propagated_one,
        a_propagated_route_never_beats_the_local_one,
        equal_routes_of_two_lists_are_undecided,
        a_dead_route_still_wins,
        the_internet_needs_a_public_address_and_an_attached_gateway,
        a_nat_gateway_replies_to_high_ports,
        a_private_nat_gateway_does_not_reach_the_internet,
        a_regional_nat_gateway_has_no_subnet,
        a_gateway_endpoint_is_chosen_by_its_list,
        peering_needs_routes_both_ways,
        peering_is_not_transitive,
        a_peered_group_may_be_named,
        a_transit_gateway_reaches_only_zones_it_is_attached_in,
        a_static_transit_route_beats_a_propagated_one,
        acls_at_a_transit_gateway,
        acls_at_a_transit_gateways_own_subnet,
        central_egress_has_the_hubs_nat_gateway,
        a_balancer_endpoint_is_passed_through,
        from_the_internet_the_reply_must_leave_by_the_same_gateway,
        blocking_ingress_leaves_nat_gateways_their_way,
        an_interface_endpoint_of_another_vpc_is_central,
        a_packet_into_nowhere_is_lost,
    ]
}

const HERE: Spot = ("111122223333", "eu-west-1");

/// One VPC of two subnets in two zones, each with a table and a host; `eni-1` has a public address.
fn plan() -> Plan {
    let mut plan = Plan::new(&[HERE]);
    add_vpc(&mut plan, "a", 0);
    plan.internet_gateway("igw-a", "vpc-a");
    plan
}

/// A VPC 10.N.0.0/16 with subnets `subnet-X1` and `subnet-X2`, hosts `eni-X1` and `eni-X2`.
fn add_vpc(plan: &mut Plan, name: &str, number: u8) {
    let vpc = format!("vpc-{name}");
    plan.vpc(HERE, &vpc, &[&format!("10.{number}.0.0/16")]);
    plan.open_group(&format!("sg-{name}"), &vpc);
    for (at, zone) in [(1, "a"), (2, "b")] {
        let subnet = format!("subnet-{name}{at}");
        plan.subnet(&subnet, &vpc, zone, &format!("10.{number}.{at}.0/24"), None);
        plan.table(&format!("rtb-{name}{at}"), &vpc, &[&subnet]);
        let public = (at == 1).then(|| format!("52.0.{number}.10"));
        let group = format!("sg-{name}");
        plan.host(&format!("eni-{name}{at}"), &subnet, &format!("10.{number}.{at}.10"), public.as_deref(), &group);
    }
}

fn send(world: &Value, from: &str, address: &str, to: &str) -> Result<End, Undecided> {
    let from = From::Interface(from.to_owned(), address.parse().unwrap());
    walk(world, &Packet { from, to: to.parse().unwrap(), protocol: 6, source_port: 40000, port: 443 })
}

/// From the first host of a VPC.
fn sent(world: &Value, to: &str) -> End {
    send(world, "eni-a1", "10.0.1.10", to).unwrap()
}

fn way(end: &End) -> (&str, Option<&str>, &str, &str, Vec<&str>) {
    let through = end.through.iter().map(String::as_str).collect();
    (&end.forward, end.back.as_deref(), &end.via, &end.target, through)
}

fn words(end: &End) -> (&str, Option<&str>) {
    (&end.forward, end.back.as_deref())
}

const BACK: Option<&str> = Some("delivered");

fn a_packet_in_one_subnet_meets_groups_and_no_acl() {
    let mut drawn = plan();
    drawn.acl("acl-shut", "subnet-a1", Vec::new());
    drawn.host("eni-near", "subnet-a1", "10.0.1.20", None, "sg-a");
    drawn.host("eni-shut", "subnet-a1", "10.0.1.30", None, "sg-none");
    let world = drawn.finish();
    assert_eq!(words(&sent(&world, "10.0.1.20")), ("delivered", BACK));
    assert_eq!(words(&sent(&world, "10.0.1.30")), ("denied-by-security-group", None));
    assert_eq!(words(&sent(&world, "10.0.2.10")), ("denied-by-network-acl", None));
}

fn acls_are_asked_both_ways() {
    let entries = |back: (u16, u16)| {
        vec![
            filters::entry(100, false, "allow", "6", Some((443, 443)), "10.0.0.0/16"),
            filters::entry(90, true, "deny", "6", Some((50000, 60000)), "10.0.0.0/16"),
            filters::entry(100, true, "allow", "6", Some(back), "10.0.0.0/16"),
        ]
    };
    for (ports, back) in [((1024, 65535), BACK), ((1024, 39999), Some("denied-by-network-acl"))] {
        let mut drawn = plan();
        drawn.acl("acl-two", "subnet-a2", entries(ports));
        assert_eq!(words(&sent(&drawn.finish(), "10.0.2.10")), ("delivered", back));
    }
}

fn the_longest_route_wins() {
    // The first example of the page on route priority, with a peering connection for a more specific destination.
    let mut drawn = plan();
    drawn.route("rtb-a1", route("0.0.0.0/0", "igw-a"));
    drawn.route("rtb-a1", route("52.9.0.0/16", "eni-a2"));
    let world = drawn.finish();
    assert_eq!(way(&sent(&world, "8.8.8.8")), ("to-internet", BACK, "internet-gateway", "igw-a", vec![]));
    // The host forwards nothing: it still checks whether packets are its own.
    assert_eq!(words(&sent(&world, "52.9.1.1")), ("denied-by-gateway", None));
}

fn listed(plan: &mut Plan, id: &str, blocks: &[&str]) {
    plan.drawing.add(HERE, "managed_prefix_lists", filters::list(HERE, id, false, blocks.len()));
    let entries = blocks.iter().map(|block| json!({"Cidr": block})).collect();
    plan.drawing.put(HERE, "prefix_list_entries", id, entries);
}

fn a_static_route_beats_a_list_and_a_list_a_propagated_one() {
    let mut drawn = plan();
    drawn.drawing.add(HERE, "vpn_gateways", vpn_gateway("vgw-a", Some("vpc-a")));
    listed(&mut drawn, "pl-x", &["172.31.0.0/16", "172.30.0.0/16"]);
    drawn.route("rtb-a1", route("pl-x", "igw-a"));
    drawn.route("rtb-a1", propagated(route("172.31.0.0/16", "vgw-a")));
    drawn.route("rtb-a1", route("172.30.0.0/16", "vgw-a"));
    let world = drawn.finish();
    assert_eq!(words(&sent(&world, "172.31.0.1")), ("denied-by-gateway", None));
    assert_eq!(way(&sent(&world, "172.30.0.1")), ("leaves-view", None, "vpn-gateway", "vgw-a", vec![]));
}

fn a_propagated_route_never_beats_the_local_one() {
    let mut drawn = plan();
    drawn.drawing.add(HERE, "vpn_gateways", vpn_gateway("vgw-a", Some("vpc-a")));
    drawn.route("rtb-a1", propagated(route("10.0.2.0/24", "vgw-a")));
    assert_eq!(words(&sent(&drawn.finish(), "10.0.2.10")), ("delivered", BACK));
}

fn equal_routes_of_two_lists_are_undecided() {
    let mut drawn = plan();
    listed(&mut drawn, "pl-x", &["8.8.8.0/24"]);
    listed(&mut drawn, "pl-y", &["8.8.8.0/24", "9.9.9.0/24"]);
    drawn.route("rtb-a1", route("pl-x", "igw-a"));
    drawn.route("rtb-a1", route("pl-y", "eni-a2"));
    let world = drawn.finish();
    assert!(send(&world, "eni-a1", "10.0.1.10", "8.8.8.8").is_err());
    assert_eq!(words(&sent(&world, "9.9.9.9")), ("denied-by-gateway", None));
}

fn a_dead_route_still_wins() {
    let mut drawn = plan();
    drawn.route("rtb-a1", route("0.0.0.0/0", "igw-a"));
    drawn.route("rtb-a1", dead(route("8.0.0.0/8", "nat-gone")));
    assert_eq!(words(&sent(&drawn.finish(), "8.8.8.8")), ("blackhole", None));
}

fn the_internet_needs_a_public_address_and_an_attached_gateway() {
    let mut drawn = plan();
    for table in ["rtb-a1", "rtb-a2"] {
        drawn.route(table, route("0.0.0.0/0", "igw-a"));
        drawn.route(table, route("9.0.0.0/8", "igw-loose"));
    }
    let world = drawn.finish();
    assert_eq!(words(&sent(&world, "8.8.8.8")), ("to-internet", BACK));
    assert_eq!(words(&sent(&world, "9.9.9.9")), ("blackhole", None));
    assert_eq!(words(&send(&world, "eni-a2", "10.0.2.10", "8.8.8.8").unwrap()), ("denied-by-gateway", None));
}

/// The second host leaves by a NAT gateway in the first subnet.
fn with_nat(public: Option<&str>, state: &str) -> Plan {
    let mut drawn = plan();
    drawn.nat("nat-a", "subnet-a1", "10.0.1.99", public, state);
    drawn.route("rtb-a1", route("0.0.0.0/0", "igw-a"));
    drawn.route("rtb-a2", route("0.0.0.0/0", "nat-a"));
    drawn
}

fn from_second(world: &Value, to: &str) -> End {
    send(world, "eni-a2", "10.0.2.10", to).unwrap()
}

fn a_nat_gateway_replies_to_high_ports() {
    let world = with_nat(Some("52.0.0.99"), "available").finish();
    assert_eq!(way(&from_second(&world, "8.8.8.8")), ("to-internet", BACK, "nat-gateway", "nat-a", vec![]));
    let world = with_nat(Some("52.0.0.99"), "deleting").finish();
    assert_eq!(words(&from_second(&world, "8.8.8.8")), ("blackhole", None));
    // The NAT gateway sends from 1024 to 65535: an ACL that lets in Linux's ports only loses replies.
    let mut drawn = with_nat(Some("52.0.0.99"), "available");
    let mut entries = filters::open();
    entries.retain(|entry| entry["Egress"] == true);
    entries.push(filters::entry(100, false, "allow", "-1", None, "10.0.0.0/16"));
    entries.push(filters::entry(110, false, "allow", "6", Some((32768, 61000)), "0.0.0.0/0"));
    drawn.acl("acl-linux", "subnet-a1", entries);
    assert_eq!(words(&from_second(&drawn.finish(), "8.8.8.8")), ("to-internet", Some("denied-by-network-acl")));
}

fn a_private_nat_gateway_does_not_reach_the_internet() {
    let world = with_nat(None, "available").finish();
    assert_eq!(words(&from_second(&world, "8.8.8.8")), ("denied-by-gateway", None));
}

fn a_regional_nat_gateway_has_no_subnet() {
    let mut drawn = plan();
    drawn.table("rtb-nat", "vpc-a", &[]);
    drawn.route("rtb-nat", route("0.0.0.0/0", "igw-a"));
    drawn.drawing.add(HERE, "nat_gateways", regional_nat("nat-r", "vpc-a", "rtb-nat", "52.0.0.77", "available"));
    drawn.route("rtb-a2", route("0.0.0.0/0", "nat-r"));
    let world = drawn.finish();
    assert_eq!(way(&from_second(&world, "8.8.8.8")), ("to-internet", BACK, "nat-gateway", "nat-r", vec![]));
}

fn a_gateway_endpoint_is_chosen_by_its_list() {
    let mut drawn = with_nat(Some("52.0.0.99"), "available");
    let (list, managed) = filters::service_list(HERE, "pl-s3", "s3", &["52.218.0.0/17"]);
    drawn.drawing.add(HERE, "prefix_lists", list);
    drawn.drawing.add(HERE, "managed_prefix_lists", managed);
    drawn.gateway_endpoint("vpce-s3", "vpc-a", "s3", "pl-s3", &["rtb-a1", "rtb-a2"], "available");
    let world = drawn.finish();
    assert_eq!(way(&from_second(&world, "52.218.1.1")), ("to-service", BACK, "gateway-endpoint", "vpce-s3", vec![]));
}

fn peered(forward: bool, back: bool, status: &str) -> Plan {
    let mut drawn = plan();
    add_vpc(&mut drawn, "b", 1);
    let peering = transit::peering("pcx-1", (HERE, &drawn.vpcs["vpc-a"].1), (HERE, &drawn.vpcs["vpc-b"].1), status);
    drawn.drawing.add(HERE, "vpc_peering_connections", peering);
    if forward {
        drawn.route("rtb-a1", route("10.0.0.0/8", "pcx-1"));
    }
    if back {
        drawn.route("rtb-b1", route("10.0.0.0/16", "pcx-1"));
    }
    drawn
}

fn peering_needs_routes_both_ways() {
    let world = peered(true, true, "active").finish();
    assert_eq!(way(&sent(&world, "10.1.1.10")), ("delivered", BACK, "", "", vec!["pcx-1"]));
    assert_eq!(words(&sent(&peered(true, false, "active").finish(), "10.1.1.10")), ("delivered", Some("no-route")));
    assert_eq!(words(&sent(&peered(false, true, "active").finish(), "10.1.1.10")), ("no-route", None));
    assert_eq!(words(&sent(&peered(true, true, "expired").finish(), "10.1.1.10")), ("blackhole", None));
}

fn peering_is_not_transitive() {
    let mut drawn = peered(true, true, "active");
    add_vpc(&mut drawn, "c", 2);
    let peering = transit::peering("pcx-2", (HERE, &drawn.vpcs["vpc-b"].1), (HERE, &drawn.vpcs["vpc-c"].1), "active");
    drawn.drawing.add(HERE, "vpc_peering_connections", peering);
    drawn.route("rtb-b1", route("10.2.0.0/16", "pcx-2"));
    assert_eq!(words(&sent(&drawn.finish(), "10.2.1.10")), ("denied-by-gateway", None));
}

fn a_peered_group_may_be_named() {
    for (source, word) in [("sg-a", "delivered"), ("sg-other", "denied-by-security-group")] {
        let mut drawn = peered(true, true, "active");
        let inbound = vec![filters::rule("tcp", Some((443, 443)), source)];
        let group = filters::group(HERE, "sg-named", "vpc-b", inbound, Vec::new());
        drawn.drawing.add(HERE, "security_groups", group);
        drawn.host("eni-named", "subnet-b1", "10.1.1.20", None, "sg-named");
        assert_eq!(sent(&drawn.finish(), "10.1.1.20").forward, word);
    }
}

/// Two VPCs on a transit gateway, attached in the first subnets only; every table leads everything private there.
fn hub(routes: Vec<Value>) -> Plan {
    let mut drawn = plan();
    add_vpc(&mut drawn, "b", 1);
    drawn.drawing.add(HERE, "transit_gateways", transit::gateway(HERE, "tgw-1", false));
    drawn.drawing.add(HERE, "transit_gateway_route_tables", transit::table("tgw-rtb-1", "tgw-1"));
    drawn.drawing.put(HERE, "transit_gateway_routes", "tgw-rtb-1", routes);
    for name in ["a", "b"] {
        let (id, vpc) = (format!("tgw-attach-{name}"), format!("vpc-{name}"));
        let one = drawn.attach(&id, "tgw-1", &vpc, &[&format!("subnet-{name}1")], Some("tgw-rtb-1"));
        drawn.drawing.add(HERE, "transit_gateway_vpc_attachments", one);
        for at in [1, 2] {
            drawn.route(&format!("rtb-{name}{at}"), route("10.0.0.0/8", "tgw-1"));
        }
    }
    drawn
}

fn to_vpc(to: &str, kind: &str, name: &str) -> Value {
    let (id, vpc) = (format!("tgw-attach-{name}"), format!("vpc-{name}"));
    transit::route(to, kind, Some((&id, &vpc, "vpc")))
}

fn both() -> Vec<Value> {
    vec![to_vpc("10.0.0.0/16", "propagated", "a"), to_vpc("10.1.0.0/16", "propagated", "b")]
}

fn a_transit_gateway_reaches_only_zones_it_is_attached_in() {
    let world = hub(both()).finish();
    assert_eq!(way(&sent(&world, "10.1.1.10")), ("delivered", BACK, "", "", vec!["tgw-1"]));
    // The second subnets lie in a zone without an attachment: packets arrive there, none leave.
    assert_eq!(words(&sent(&world, "10.1.2.10")), ("delivered", Some("blackhole")));
    assert_eq!(words(&from_second(&world, "10.1.1.10")), ("blackhole", None));
    assert_eq!(words(&sent(&world, "10.7.0.1")), ("no-route", None));
}

fn a_static_transit_route_beats_a_propagated_one() {
    let mut routes = both();
    routes.push(transit::route("10.1.0.0/16", "static", None));
    assert_eq!(words(&sent(&hub(routes).finish(), "10.1.1.10")), ("blackhole", None));
}

/// What a shut ACL of one subnet does to a packet from `subnet-a1` or `subnet-aN` to 10.1.2.10 in `subnet-b2`.
fn acls_at_a_transit_gateway() {
    let only = |egress: bool, block: &str| vec![filters::entry(100, egress, "allow", "-1", None, block)];
    // The attachment's subnet on the receiving side: outbound by destination, inbound not used.
    for (entries, word) in [
        (only(true, "10.1.2.0/24"), "delivered"),
        (only(false, "10.0.0.0/8"), "denied-by-network-acl"),
        (only(true, "10.0.0.0/16"), "denied-by-network-acl"),
    ] {
        let mut drawn = hub(both());
        drawn.acl("acl-x", "subnet-b1", entries);
        assert_eq!(sent(&drawn.finish(), "10.1.2.10").forward, word);
    }
    // The attachment's subnet on the sending side: inbound by source, outbound not used.
    for (entries, word) in [
        (only(false, "10.0.3.0/24"), "delivered"),
        (only(true, "10.0.0.0/8"), "denied-by-network-acl"),
        (only(false, "10.1.0.0/16"), "denied-by-network-acl"),
    ] {
        let mut drawn = hub(both());
        drawn.subnet("subnet-a3", "vpc-a", "a", "10.0.3.0/24", None);
        drawn.route("rtb-main-a", route("10.0.0.0/8", "tgw-1"));
        drawn.host("eni-a3", "subnet-a3", "10.0.3.10", None, "sg-a");
        drawn.acl("acl-x", "subnet-a1", entries);
        let world = drawn.finish();
        assert_eq!(send(&world, "eni-a3", "10.0.3.10", "10.1.2.10").unwrap().forward, word);
    }
}

fn acls_at_a_transit_gateways_own_subnet() {
    let mut drawn = hub(both());
    // From an instance in the attachment's subnet, outbound and inbound rules are evaluated; to one in it, none.
    drawn.acl("acl-x", "subnet-b1", Vec::new());
    drawn.acl("acl-y", "subnet-a1", vec![filters::entry(100, true, "allow", "-1", None, "0.0.0.0/0")]);
    let world = drawn.finish();
    assert_eq!(sent(&world, "10.1.1.10").forward, "denied-by-network-acl");
    let mut drawn = hub(both());
    drawn.acl("acl-x", "subnet-b1", Vec::new());
    assert_eq!(words(&sent(&drawn.finish(), "10.1.1.10")), ("delivered", Some("denied-by-network-acl")));
}

fn central_egress_has_the_hubs_nat_gateway() {
    let mut routes = both();
    routes.push(to_vpc("0.0.0.0/0", "static", "b"));
    let mut drawn = hub(routes);
    drawn.internet_gateway("igw-b", "vpc-b");
    drawn.nat("nat-b", "subnet-b2", "10.1.2.99", Some("52.0.1.99"), "available");
    drawn.route("rtb-a1", route("0.0.0.0/0", "tgw-1"));
    drawn.route("rtb-b1", route("0.0.0.0/0", "nat-b"));
    drawn.route("rtb-b2", route("0.0.0.0/0", "igw-b"));
    let world = drawn.clone().finish();
    // The NAT gateway's zone has no attachment: the reply cannot go back by the transit gateway.
    assert_eq!(words(&sent(&world, "8.8.8.8")), ("to-internet", Some("blackhole")));
    drawn.subnet("subnet-b3", "vpc-b", "a", "10.1.3.0/24", None);
    drawn.table("rtb-b3", "vpc-b", &["subnet-b3"]);
    drawn.route("rtb-b3", route("0.0.0.0/0", "igw-b"));
    drawn.route("rtb-b3", route("10.0.0.0/8", "tgw-1"));
    drawn.nat("nat-b3", "subnet-b3", "10.1.3.99", Some("52.0.1.98"), "available");
    drawn.route("rtb-b1", route("8.0.0.0/8", "nat-b3"));
    let world = drawn.finish();
    let central = ("to-internet", BACK, "nat-gateway", "nat-b3", vec!["tgw-1"]);
    assert_eq!(way(&sent(&world, "8.8.8.8")), central);
}

fn a_balancer_endpoint_is_passed_through() {
    let mut drawn = plan();
    drawn.subnet("subnet-fw", "vpc-a", "a", "10.0.9.0/24", None);
    drawn.table("rtb-fw", "vpc-a", &["subnet-fw"]);
    drawn.table("rtb-in", "vpc-a", &["igw-a"]);
    drawn.balancer_endpoint("vpce-fw", "subnet-fw", "10.0.9.9", "available");
    drawn.route("rtb-a1", route("0.0.0.0/0", "vpce-fw"));
    drawn.route("rtb-fw", route("0.0.0.0/0", "igw-a"));
    drawn.route("rtb-in", route("10.0.1.0/24", "vpce-fw"));
    let world = drawn.finish();
    assert_eq!(way(&sent(&world, "8.8.8.8")), ("to-internet", BACK, "internet-gateway", "igw-a", vec!["vpce-fw"]));
    let end = walk(&world, &from_outside("52.0.0.10")).unwrap();
    assert_eq!((words(&end), end.through.clone()), (("delivered", BACK), vec!["vpce-fw".to_owned()]));
}

fn from_outside(to: &str) -> Packet {
    let from = From::Internet("8.8.8.8".parse().unwrap());
    Packet { from, to: to.parse().unwrap(), protocol: 6, source_port: 40000, port: 443 }
}

fn from_the_internet_the_reply_must_leave_by_the_same_gateway() {
    let mut drawn = with_nat(Some("52.0.0.99"), "available");
    drawn.host("eni-odd", "subnet-a2", "10.0.2.20", Some("52.0.0.20"), "sg-a");
    let world = drawn.finish();
    assert_eq!(words(&walk(&world, &from_outside("52.0.0.10")).unwrap()), ("delivered", BACK));
    assert_eq!(words(&walk(&world, &from_outside("52.0.0.20")).unwrap()), ("delivered", Some("no-route")));
    assert_eq!(words(&walk(&world, &from_outside("52.0.0.99")).unwrap()), ("denied-by-gateway", None));
    assert_eq!(words(&walk(&world, &from_outside("10.0.2.10")).unwrap()), ("no-route", None));
}

fn blocking_ingress_leaves_nat_gateways_their_way() {
    for (mode, exclusion, own, by_nat, inbound) in [
        ("off", None, "to-internet", "to-internet", "delivered"),
        ("block-ingress", None, "denied-by-gateway", "to-internet", "denied-by-gateway"),
        ("block-bidirectional", None, "denied-by-gateway", "denied-by-gateway", "denied-by-gateway"),
        ("block-bidirectional", Some("allow-egress"), "to-internet", "to-internet", "denied-by-gateway"),
        ("block-bidirectional", Some("allow-bidirectional"), "to-internet", "to-internet", "delivered"),
    ] {
        let mut drawn = with_nat(Some("52.0.0.99"), "available");
        drawn.drawing.add(HERE, "block_public_access_options", filters::blocking(HERE, mode));
        if let Some(exclusion) = exclusion {
            let exclusion = filters::exclusion(HERE, "vpc-a", exclusion);
            drawn.drawing.add(HERE, "block_public_access_exclusions", exclusion);
        }
        let world = drawn.finish();
        assert_eq!(sent(&world, "8.8.8.8").forward, own, "{mode} {exclusion:?}");
        assert_eq!(from_second(&world, "8.8.8.8").forward, by_nat, "{mode} {exclusion:?}");
        assert_eq!(walk(&world, &from_outside("52.0.0.10")).unwrap().forward, inbound, "{mode} {exclusion:?}");
    }
}

fn an_interface_endpoint_of_another_vpc_is_central() {
    let mut drawn = hub(both());
    for (id, name, address) in [("vpce-a", "a", "10.0.2.50"), ("vpce-b", "b", "10.1.1.50")] {
        let (vpc, group) = (format!("vpc-{name}"), format!("sg-{name}"));
        let subnet = if name == "a" { "subnet-a2" } else { "subnet-b1" };
        let service = "com.amazonaws.eu-west-1.sqs";
        drawn.interface_endpoint(id, &vpc, service, &[(subnet, address)], &[group], Vec::new());
    }
    let world = drawn.finish();
    assert_eq!(way(&sent(&world, "10.0.2.50")), ("to-service", BACK, "interface-endpoint", "vpce-a", vec![]));
    let central = ("to-service", BACK, "central-endpoint", "vpce-b", vec!["tgw-1"]);
    assert_eq!(way(&sent(&world, "10.1.1.50")), central);
}

fn a_packet_into_nowhere_is_lost() {
    let world = plan().finish();
    assert_eq!(words(&sent(&world, "10.0.2.77")), ("blackhole", None));
    assert_eq!(words(&sent(&world, "10.0.77.77")), ("blackhole", None));
    assert_eq!(words(&sent(&world, "8.8.8.8")), ("no-route", None));
}
