//! The gateways, endpoints and appliances of each VPC.

use super::dice::Dice;
use super::estate::{Estate, id};
use super::filtering::service_list;
use crate::network::drawing::things::{self, internet_gateway, regional_nat, route, vpn_gateway};
use serde_json::json;

pub fn of_vpcs(estate: &mut Estate, dice: &mut Dice) {
    for vpc in 0..estate.vpcs.len() {
        public(estate, vpc, dice);
        for _ in 0..dice.weighed(&[(35, 0), (50, 1), (15, 2)]) {
            nat(estate, vpc, dice);
        }
        if dice.percent(30) {
            balancer(estate, vpc, dice);
        }
        if dice.percent(30) {
            appliance(estate, vpc, dice);
        }
        if dice.percent(15) {
            let (spot, number) = (estate.vpcs[vpc].spot, estate.vpcs[vpc].number);
            let gateway = id("vgw", number);
            let to = dice.percent(85).then(|| estate.vpcs[vpc].id.clone());
            estate.plan.drawing.add(spot, "vpn_gateways", vpn_gateway(&gateway, to.as_deref()));
            estate.vpcs[vpc].vpn_gateway = Some(gateway);
        }
        gateway_endpoints(estate, vpc, dice);
        for _ in 0..dice.weighed(&[(30, 0), (40, 1), (30, 2)]) {
            interface_endpoint(estate, vpc, dice);
        }
    }
}

fn public(estate: &mut Estate, vpc: usize, dice: &mut Dice) {
    let (spot, name, number) = (estate.vpcs[vpc].spot, estate.vpcs[vpc].id.clone(), estate.vpcs[vpc].number);
    if dice.percent(80) {
        let gateway = id("igw", number);
        let to = dice.percent(95).then_some(name.as_str());
        estate.plan.drawing.add(spot, "internet_gateways", internet_gateway(spot, &gateway, to));
        estate.vpcs[vpc].internet_gateway = Some(gateway);
    }
    if estate.vpcs[vpc].six.is_some() && dice.percent(50) {
        let gateway = id("eigw", number);
        let to = dice.percent(92).then_some(name.as_str());
        estate.plan.drawing.add(spot, "egress_only_internet_gateways", internet_gateway(spot, &gateway, to));
        estate.vpcs[vpc].egress_only = Some(gateway);
    }
}

/// The default route of a middlebox's subnet.
fn onward(estate: &mut Estate, vpc: usize, subnet: usize, dice: &mut Dice) {
    let table = estate.vpcs[vpc].subnets[subnet].table.clone();
    if let Some(gateway) = estate.vpcs[vpc].internet_gateway.clone()
        && dice.percent(85)
    {
        estate.plan.route(&table, route("0.0.0.0/0", &gateway));
        estate.plan.route(&table, route("::/0", &gateway));
    }
}

fn nat(estate: &mut Estate, vpc: usize, dice: &mut Dice) {
    let number = estate.number();
    let nat = id("nat", number);
    let state = dice.weighed(&[(93, "available"), (3, "failed"), (2, "pending"), (2, "deleting")]);
    let kind = dice.weighed(&[(70, "public"), (15, "private"), (15, "regional")]);
    estate.vpcs[vpc].nats.push(nat.clone());
    if kind == "regional" {
        let (spot, name) = (estate.vpcs[vpc].spot, estate.vpcs[vpc].id.clone());
        let table = id("rtb", 0x1_0000 + number);
        estate.plan.table(&table, &name, &[]);
        if let Some(gateway) = estate.vpcs[vpc].internet_gateway.clone()
            && dice.percent(90)
        {
            estate.plan.route(&table, route("0.0.0.0/0", &gateway));
        }
        let public = estate.public();
        let drawn = regional_nat(&nat, &name, &table, &public, state);
        estate.plan.drawing.add(spot, "nat_gateways", drawn);
        return;
    }
    let subnet = if dice.percent(60) && estate.vpcs[vpc].subnets.len() < 7 {
        let subnet = estate.gateway_subnet(vpc, dice);
        if kind == "public" {
            onward(estate, vpc, subnet, dice);
        }
        subnet
    } else {
        dice.below(estate.vpcs[vpc].subnets.len())
    };
    let public = (kind == "public").then(|| estate.public());
    let private = estate.vpcs[vpc].subnets[subnet].address();
    let subnet = estate.vpcs[vpc].subnets[subnet].id.clone();
    estate.plan.nat(&nat, &subnet, &private, public.as_deref(), state);
}

fn balancer(estate: &mut Estate, vpc: usize, dice: &mut Dice) {
    let number = estate.number();
    let subnet = if dice.percent(75) && estate.vpcs[vpc].subnets.len() < 7 {
        let subnet = estate.gateway_subnet(vpc, dice);
        onward(estate, vpc, subnet, dice);
        subnet
    } else {
        dice.below(estate.vpcs[vpc].subnets.len())
    };
    let endpoint = id("vpce", number);
    let state = dice.weighed(&[(94, "available"), (3, "pendingAcceptance"), (3, "rejected")]);
    let address = estate.vpcs[vpc].subnets[subnet].address();
    let name = estate.vpcs[vpc].subnets[subnet].id.clone();
    estate.plan.balancer_endpoint(&endpoint, &name, &address, state);
    estate.vpcs[vpc].balancer_endpoints.push(endpoint.clone());
    // Ingress routing: what comes in for some subnets passes the endpoint first.
    if let Some(gateway) = estate.vpcs[vpc].internet_gateway.clone()
        && dice.percent(45)
    {
        let table = id("rtb", 0x2_0000 + number);
        let of = estate.vpcs[vpc].id.clone();
        estate.plan.table(&table, &of, &[&gateway]);
        for (at, one) in estate.vpcs[vpc].subnets.clone().iter().enumerate() {
            if at != subnet && dice.percent(60) {
                estate.plan.route(&table, route(&format!("{}.0/24", one.base), &endpoint));
                if let Some(six) = &one.six {
                    estate.plan.route(&table, route(six, &endpoint));
                }
            }
        }
    }
}

fn appliance(estate: &mut Estate, vpc: usize, dice: &mut Dice) {
    let interface = id("eni", estate.number());
    let subnet = dice.below(estate.vpcs[vpc].subnets.len());
    let address = estate.vpcs[vpc].subnets[subnet].address();
    let name = estate.vpcs[vpc].subnets[subnet].id.clone();
    let groups = estate.groups(vpc, dice);
    let kind = dice.weighed(&[(70, "forwards"), (20, "checks"), (10, "detached")]);
    let (spot, drawn) = estate.plan.subnets[&name].clone();
    let mut one = things::interface(spot, &interface, "interface", &drawn, &[(address, None)], &[], &groups);
    one["SourceDestCheck"] = json!(kind == "checks");
    if kind == "detached" {
        one["Status"] = json!("available");
        one.as_object_mut().unwrap().remove("Attachment");
    }
    estate.plan.drawing.add(spot, "network_interfaces", one);
    estate.vpcs[vpc].appliances.push(interface);
}

fn gateway_endpoints(estate: &mut Estate, vpc: usize, dice: &mut Dice) {
    let (name, region) = (estate.vpcs[vpc].id.clone(), estate.vpcs[vpc].spot.1);
    let mut tables: Vec<String> = estate.vpcs[vpc].subnets.iter().map(|subnet| subnet.table.clone()).collect();
    tables.sort_unstable();
    tables.dedup();
    for (token, share) in [("s3", 40), ("dynamodb", 20)] {
        if !dice.percent(share) {
            continue;
        }
        let endpoint = id("vpce", estate.number());
        let some: Vec<&str> = tables.iter().filter(|_| dice.percent(65)).map(String::as_str).collect();
        let state = dice.weighed(&[(95, "available"), (5, "deleting")]);
        let list = service_list(region, token);
        estate.plan.gateway_endpoint(&endpoint, &name, token, &list, &some, state);
    }
}

/// The services that interface endpoints are for; S3's is offered with every one of its names.
pub const SERVICES: [&str; 4] = ["sqs", "kms", "s3", "ecr.dkr"];

/// The name a service is called by.
pub fn service_name(token: &str, region: &str) -> String {
    match token {
        "ecr.dkr" => format!("*.dkr.ecr.{region}.amazonaws.com"),
        token => format!("{token}.{region}.amazonaws.com"),
    }
}

fn interface_endpoint(estate: &mut Estate, vpc: usize, dice: &mut Dice) {
    let number = estate.number();
    let endpoint = id("vpce", number);
    let (name, region) = (estate.vpcs[vpc].id.clone(), estate.vpcs[vpc].spot.1);
    let token = *dice.pick(&SERVICES).unwrap();
    let mut zones = Vec::new();
    let mut in_ = Vec::new();
    for _ in 0..dice.between(1, 3) {
        let subnet = dice.below(estate.vpcs[vpc].subnets.len());
        let zone = estate.vpcs[vpc].subnets[subnet].zone;
        if !zones.contains(&zone) {
            zones.push(zone);
            let address = estate.vpcs[vpc].subnets[subnet].address();
            in_.push((estate.vpcs[vpc].subnets[subnet].id.clone(), address));
        }
    }
    let groups = estate.groups(vpc, dice);
    let suffix = format!("{number:08x}");
    let part = token.split('.').rev().collect::<Vec<_>>().join(".");
    let base = format!("{part}.{region}.vpce.amazonaws.com");
    let entry = |name: String, zone: &str| json!({"DnsName": name, "HostedZoneId": zone});
    // Buckets stand before the names of an endpoint of S3.
    let front = if token == "s3" { "*." } else { "" };
    let mut names = vec![entry(format!("{front}{endpoint}-{suffix}.{base}"), "Z38NKT9BP95V3O")];
    for zone in &zones {
        names.push(entry(format!("{front}{endpoint}-{suffix}-{region}{zone}.{base}"), "Z38NKT9BP95V3O"));
    }
    // One endpoint a VPC and service has the private name: AWS refuses a second.
    let taken = estate.vpcs[vpc].named(token);
    if !taken && dice.percent(75) {
        let own = service_name(token, region);
        names.push(entry(own.clone(), "ZONEWITHHELD"));
        if token == "s3" {
            names.push(entry(format!("*.{own}"), "ZONEWITHHELD"));
        }
        estate.vpcs[vpc].private_names.push(token.to_owned());
    }
    let in_: Vec<(&str, &str)> = in_.iter().map(|(subnet, address)| (subnet.as_str(), address.as_str())).collect();
    let service = format!("com.amazonaws.{region}.{token}");
    estate.plan.interface_endpoint(&endpoint, &name, &service, &in_, &groups, names);
    estate.vpcs[vpc].endpoints.push((endpoint, token.to_owned()));
}
