//! The routes of every table.

use super::dice::Dice;
use super::estate::{Estate, Vpc, id};
use crate::network::drawing::things::{dead, propagated, route};
use serde_json::Value;

pub fn tables(estate: &mut Estate, dice: &mut Dice) {
    for table in estate.plan.tables() {
        let vpc = estate.plan.table_vpc(&table);
        let Some(vpc) = estate.vpcs.iter().position(|one| one.id == vpc) else { continue };
        // Tables of regional NAT gateways and of gateways keep what they have.
        let of_subnets = estate.vpcs[vpc].subnets.iter().any(|subnet| subnet.table == table);
        if of_subnets || table.starts_with("rtb-main-") {
            fill(estate, vpc, &table, dice);
        }
    }
}

/// Something a route of a VPC's tables can lead to; none where the VPC has none of the kind drawn.
fn target(vpc: &Vpc, six: bool, dice: &mut Dice) -> Option<Value> {
    let kind = dice.weighed(&[
        (32, "internet"),
        (if six { 30 } else { 0 }, "egress-only"),
        (if six { 0 } else { 32 }, "nat"),
        (14, "transit"),
        (8, "balancer"),
        (5, "appliance"),
        (3, "vpn"),
        (2, "core"),
        (4, "dead"),
    ]);
    let to = if six { "::/0" } else { "0.0.0.0/0" };
    let some = |id: &String| Some(route(to, id));
    match kind {
        "internet" => vpc.internet_gateway.as_ref().and_then(some),
        "egress-only" => vpc.egress_only.as_ref().and_then(some),
        "nat" => dice.pick(&vpc.nats).and_then(some),
        "transit" => vpc.transit.as_ref().and_then(some),
        "balancer" => dice.pick(&vpc.balancer_endpoints).and_then(some),
        "appliance" => dice.pick(&vpc.appliances).and_then(some),
        "vpn" => vpc.vpn_gateway.as_ref().and_then(some),
        "core" => Some(route(to, "arn:aws:networkmanager::111122223333:core-network/core-network-0123456789abcdef0")),
        _ => {
            let gone = ["nat", "eni", "pcx", "tgw", "igw"][dice.below(5)];
            Some(dead(route(to, &id(gone, 0xdead))))
        }
    }
}

/// The same route to another destination.
fn leading(mut route: Value, to: &str) -> Value {
    for member in ["DestinationCidrBlock", "DestinationIpv6CidrBlock"] {
        route.as_object_mut().unwrap().remove(member);
    }
    let member = match to {
        list if list.starts_with("pl-") => "DestinationPrefixListId",
        block if block.contains(':') => "DestinationIpv6CidrBlock",
        _ => "DestinationCidrBlock",
    };
    route[member] = Value::from(to);
    route
}

fn fill(estate: &mut Estate, vpc: usize, table: &str, dice: &mut Dice) {
    let own = estate.vpcs[vpc].clone();
    let mut routes: Vec<Value> = Vec::new();
    if dice.percent(88) {
        routes.extend((0..3).find_map(|_| target(&own, false, dice)));
    }
    if own.six.is_some() && dice.percent(75) {
        routes.extend((0..3).find_map(|_| target(&own, true, dice)));
    }
    // To the other VPCs.
    for (peering, blocks) in &own.peerings {
        if dice.percent(75) {
            let wide = dice.percent(15);
            for block in blocks {
                let to = if wide && !block.contains(':') { "10.0.0.0/8" } else { block };
                routes.push(route(to, peering));
            }
        }
    }
    if let Some(gateway) = &own.transit
        && dice.percent(85)
    {
        routes.push(route(if dice.percent(70) { "10.0.0.0/8" } else { "10.0.0.0/9" }, gateway));
        if dice.percent(60) {
            routes.push(route("2a05:d018::/32", gateway));
        }
        if dice.percent(10) {
            routes.push(route("172.16.0.0/12", gateway));
        }
    }
    // Something more specific, or of a list.
    for _ in 0..dice.weighed(&[(55, 0), (30, 1), (15, 2)]) {
        let list = dice.pick(&own.lists).cloned().unwrap_or_default();
        let to = dice.weighed(&[
            (3, "8.8.0.0/16".to_owned()),
            (2, "52.218.0.0/18".to_owned()),
            (1, "52.0.0.0/8".to_owned()),
            (2, "192.168.0.0/16".to_owned()),
            (3, list),
        ]);
        if let Some(one) = target(&own, false, dice)
            && (!to.starts_with("pl-") || !one.to_string().contains("vpce-"))
        {
            routes.push(leading(one, &to));
        }
    }
    // A route more specific than the local one, to a middlebox.
    if dice.percent(12)
        && let Some(subnet) = dice.pick(&own.subnets)
    {
        let boxes = [&own.balancer_endpoints, &own.appliances, &own.nats].into_iter().filter_map(|all| dice.pick(all));
        let boxes: Vec<String> = boxes.cloned().collect();
        if let Some(one) = dice.pick(&boxes) {
            routes.push(route(&format!("{}.0/24", subnet.base), one));
        }
    }
    if let Some(gateway) = &own.vpn_gateway
        && dice.percent(40)
    {
        let block = ["192.168.0.0/16", "10.0.0.0/8", "172.16.0.0/12", "10.1.0.0/17"][dice.below(4)];
        routes.push(propagated(route(block, gateway)));
    }
    if own.six.is_some()
        && dice.percent(20)
        && let Some(nat) = dice.pick(&own.nats)
    {
        routes.push(route("64:ff9b::/96", nat));
    }
    for one in routes {
        estate.plan.route(table, one);
    }
}
