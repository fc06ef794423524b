//! What links VPCs: peering connections and transit gateways.

use super::dice::Dice;
use super::estate::{ACCOUNTS, Estate, REGIONS, id};
use crate::network::drawing::{Spot, things, transit};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub fn peerings(estate: &mut Estate, dice: &mut Dice) {
    let count = estate.vpcs.len();
    for one in 0..count {
        for other in one + 1..count {
            if dice.percent(55) {
                peering(estate, one, other, dice);
            }
        }
        if dice.percent(12) {
            foreign(estate, one, dice);
        }
    }
}

fn peering(estate: &mut Estate, one: usize, other: usize, dice: &mut Dice) {
    let peering = id("pcx", estate.number());
    let status = dice.weighed(&[(88, "active"), (6, "expired"), (3, "deleted"), (3, "pending-acceptance")]);
    let side = |at: usize| (estate.vpcs[at].spot, &estate.plan.vpcs[&estate.vpcs[at].id].1);
    let drawn = transit::peering(&peering, side(one), side(other), status);
    let mut spots = vec![estate.vpcs[one].spot, estate.vpcs[other].spot];
    spots.sort_unstable();
    spots.dedup();
    for spot in spots {
        estate.plan.drawing.add(spot, "vpc_peering_connections", drawn.clone());
    }
    for (from, to) in [(one, other), (other, one)] {
        let mut blocks = estate.vpcs[to].blocks.clone();
        blocks.extend(estate.vpcs[to].six.clone());
        estate.vpcs[from].peerings.push((peering.clone(), blocks));
    }
}

/// A peering connection with a VPC that nobody crawled.
fn foreign(estate: &mut Estate, one: usize, dice: &mut Dice) {
    let number = estate.number();
    let peering = id("pcx", number);
    let spot: Spot = ("999988887777", estate.vpcs[one].spot.1);
    let block = "10.200.0.0/16".to_owned();
    let status = dice.weighed(&[(90, "active"), (10, "expired")]);
    let other = things::vpc(spot, &id("vpc", 0xf000 + number), std::slice::from_ref(&block));
    let own = (estate.vpcs[one].spot, &estate.plan.vpcs[&estate.vpcs[one].id].1);
    let drawn = transit::peering(&peering, own, (spot, &other), status);
    estate.plan.drawing.add(estate.vpcs[one].spot, "vpc_peering_connections", drawn);
    estate.vpcs[one].peerings.push((peering, vec![block]));
}

struct Hub {
    id: String,
    spot: Spot,
    tables: Vec<String>,
    /// Attachments of VPCs, with their blocks.
    attached: Vec<(String, usize)>,
    routes: BTreeMap<String, Vec<Value>>,
}

/// A transit gateway a Region, owned by the first account, which sees all of it; another account sees what is its own.
pub fn transit(estate: &mut Estate, dice: &mut Dice) {
    if !dice.percent(if estate.vpcs.len() > 1 { 70 } else { 25 }) {
        return;
    }
    let mut hubs = Vec::new();
    for region in REGIONS {
        if estate.vpcs.iter().any(|vpc| vpc.spot.1 == region) {
            hubs.push(hub(estate, region, dice));
        }
    }
    if let [one, other] = hubs.as_mut_slice()
        && dice.percent(80)
    {
        span(estate, one, other, dice);
    }
    for hub in hubs {
        for (table, routes) in hub.routes {
            estate.plan.drawing.put(hub.spot, "transit_gateway_routes", &table, routes);
        }
    }
}

fn hub(estate: &mut Estate, region: &'static str, dice: &mut Dice) -> Hub {
    let spot = (ACCOUNTS[0], region);
    let number = estate.number();
    let gateway = id("tgw", number);
    let drawn = transit::gateway(spot, &gateway, dice.percent(60));
    let tables: Vec<String> = (0..dice.between(1, 2)).map(|at| id("tgw-rtb", number * 16 + at)).collect();
    for table in &tables {
        estate.plan.drawing.add(spot, "transit_gateway_route_tables", transit::table(table, &gateway));
    }
    let routes = tables.iter().map(|table| (table.clone(), Vec::new())).collect();
    let mut hub = Hub { id: gateway.clone(), spot, tables, attached: Vec::new(), routes };
    let mut seen_by = vec![spot];
    for vpc in 0..estate.vpcs.len() {
        let (owner, name) = (estate.vpcs[vpc].spot, estate.vpcs[vpc].id.clone());
        if owner.1 != region || !dice.percent(92) {
            continue;
        }
        let attachment = id("tgw-attach", estate.number());
        let mut zones = Vec::new();
        let mut subnets = Vec::new();
        for subnet in &estate.vpcs[vpc].subnets {
            if !zones.contains(&subnet.zone) && (subnets.is_empty() || dice.percent(80)) {
                zones.push(subnet.zone);
                subnets.push(subnet.id.as_str());
            }
        }
        let table = dice.percent(94).then(|| hub.tables[dice.below(hub.tables.len())].clone());
        let mut one = transit::attachment(owner, &attachment, &gateway, "vpc", &name, table.as_deref());
        one["TransitGatewayOwnerId"] = json!(spot.0);
        let mut detail = transit::vpc_attachment(owner, &attachment, &gateway, &name, &subnets);
        if dice.percent(60) {
            detail["Options"]["SecurityGroupReferencingSupport"] = json!("enable");
        }
        if dice.percent(8) {
            detail["Options"]["ApplianceModeSupport"] = json!("enable");
        }
        if dice.percent(4) {
            one["State"] = json!("pending");
            detail["State"] = json!("pending");
        }
        let mut spots = vec![spot, owner];
        spots.sort_unstable();
        spots.dedup();
        for spot in spots {
            let mut seen = one.clone();
            if spot != hub.spot && dice.percent(50) {
                seen.as_object_mut().unwrap().remove("Association");
            }
            estate.plan.drawing.add(spot, "transit_gateway_attachments", seen);
            estate.plan.drawing.add(spot, "transit_gateway_vpc_attachments", detail.clone());
            if !seen_by.contains(&spot) {
                seen_by.push(spot);
            }
        }
        estate.vpcs[vpc].transit = Some(gateway.clone());
        hub.attached.push((attachment, vpc));
    }
    for spot in seen_by {
        estate.plan.drawing.add(spot, "transit_gateways", drawn.clone());
    }
    fill(estate, &mut hub, dice);
    hub
}

fn fill(estate: &mut Estate, hub: &mut Hub, dice: &mut Dice) {
    let outside = dice.percent(12).then(|| {
        let attachment = id("tgw-attach", estate.number());
        let vpn = id("vpn", estate.count);
        let table = hub.tables.first().map(String::as_str);
        let drawn = transit::attachment(hub.spot, &attachment, &hub.id, "vpn", &vpn, table);
        estate.plan.drawing.add(hub.spot, "transit_gateway_attachments", drawn);
        (attachment, vpn)
    });
    for table in hub.tables.clone() {
        let mut routes: Vec<Value> = Vec::new();
        let mut add = |route: Value| {
            let same = |one: &Value| {
                one["DestinationCidrBlock"] == route["DestinationCidrBlock"] && one["Type"] == route["Type"]
            };
            if !routes.iter().any(same) {
                routes.push(route);
            }
        };
        for (attachment, vpc) in &hub.attached {
            let one = &estate.vpcs[*vpc];
            let by = Some((attachment.as_str(), one.id.as_str(), "vpc"));
            if dice.percent(88) {
                for block in one.blocks.iter().chain(&one.six) {
                    add(transit::route(block, "propagated", by));
                }
            }
            if dice.percent(30) {
                add(transit::route("0.0.0.0/0", "static", by));
            }
            if dice.percent(10) {
                add(transit::route("::/0", "static", by));
            }
            if dice.percent(10)
                && let Some(subnet) = dice.pick(&one.subnets)
            {
                let other = &hub.attached[dice.below(hub.attached.len())];
                let by = Some((other.0.as_str(), estate.vpcs[other.1].id.as_str(), "vpc"));
                add(transit::route(&format!("{}.0/24", subnet.base), "static", by.filter(|_| dice.percent(50))));
            }
            if dice.percent(6) {
                add(transit::route(&one.blocks[0], "static", None));
            }
        }
        if let Some((attachment, vpn)) = &outside {
            add(transit::route("172.16.0.0/12", "propagated", Some((attachment, vpn, "vpn"))));
            if dice.percent(40) {
                add(transit::route("0.0.0.0/0", "propagated", Some((attachment, vpn, "vpn"))));
            }
        }
        hub.routes.insert(table, routes);
    }
}

/// A peering attachment between the transit gateways of two Regions, told by both.
fn span(estate: &mut Estate, one: &mut Hub, other: &mut Hub, dice: &mut Dice) {
    let attachment = id("tgw-attach", estate.number());
    let state = dice.weighed(&[(92, "available"), (8, "pendingAcceptance")]);
    let names = [one.id.clone(), other.id.clone()];
    for (at, hub) in [&mut *one, &mut *other].into_iter().enumerate() {
        let far = &names[1 - at];
        let table = dice.percent(92).then(|| hub.tables[dice.below(hub.tables.len())].clone());
        let mut drawn = transit::attachment(hub.spot, &attachment, &hub.id, "peering", far, table.as_deref());
        drawn["State"] = json!(state);
        estate.plan.drawing.add(hub.spot, "transit_gateway_attachments", drawn);
    }
    let blocks = |hub: &Hub| -> Vec<String> {
        hub.attached
            .iter()
            .flat_map(|(_, vpc)| estate.vpcs[*vpc].blocks.iter().chain(&estate.vpcs[*vpc].six).cloned())
            .collect()
    };
    let far_blocks = [blocks(other), blocks(one)];
    for (at, (hub, far)) in far_blocks.into_iter().zip([one, other]).enumerate() {
        for routes in far.routes.values_mut() {
            for block in hub.iter().filter(|_| dice.percent(90)) {
                let route = transit::route(block, "static", Some((&attachment, &names[1 - at], "peering")));
                if !routes.iter().any(|one: &Value| one["DestinationCidrBlock"] == *block.as_str()) {
                    routes.push(route);
                }
            }
        }
    }
}
