//! DNS of the small worlds: attributes, DHCP options, services, zones, Resolver endpoints and rules, Profiles.

use super::dice::Dice;
use super::estate::{ACCOUNTS, Estate, id};
use super::gateways::{SERVICES, service_name};
use crate::network::drawing::things::text;
use crate::network::drawing::{Spot, dns};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What was drawn, for what comes after.
#[derive(Default)]
struct Drawn {
    /// Inbound endpoints: the VPC and the addresses.
    inbound: Vec<(usize, Vec<String>)>,
    /// Zones: id, owner's account, name.
    zones: Vec<(String, &'static str, String)>,
    /// Rules: id, place, name.
    rules: Vec<(String, Spot, String)>,
}

pub fn names_of(estate: &mut Estate, dice: &mut Dice) {
    let mut drawn = Drawn::default();
    services(estate);
    only_for_inbound(estate, dice);
    inbound(estate, &mut drawn, dice);
    options(estate, &drawn, dice);
    zones(estate, &mut drawn, dice);
    rules(estate, &mut drawn, dice);
    profiles(estate, &drawn, dice);
}

fn spots(estate: &Estate) -> BTreeSet<Spot> {
    estate.vpcs.iter().map(|vpc| vpc.spot).collect()
}

fn services(estate: &mut Estate) {
    for spot in spots(estate) {
        for token in SERVICES {
            let name = service_name(token, spot.1);
            let mut names = vec![json!({"PrivateDnsName": name})];
            if token == "s3" {
                names.push(json!({"PrivateDnsName": format!("*.{name}")}));
            }
            let kinds: &[&str] = if token == "s3" { &["Interface", "Gateway"] } else { &["Interface"] };
            for kind in kinds {
                let private = if *kind == "Interface" { names.clone() } else { Vec::new() };
                let service = json!({
                    "ServiceName": format!("com.amazonaws.{}.{token}", spot.1),
                    "ServiceId": format!("vpce-svc-{kind}-{token}"), "ServiceType": [{"ServiceType": kind}],
                    "ServiceRegion": spot.1, "Owner": "amazon", "AvailabilityZones": [], "AvailabilityZoneIds": [],
                    "BaseEndpointDnsNames": [format!("{token}.{}.vpce.amazonaws.com", spot.1)],
                    "PrivateDnsNames": private, "VpcEndpointPolicySupported": true, "AcceptanceRequired": false,
                    "ManagesVpcEndpoints": false, "SupportedIpAddressTypes": ["ipv4"], "Tags": [],
                });
                estate.plan.drawing.add(spot, "vpc_endpoint_services", service);
            }
        }
    }
}

/// S3's private names for inbound endpoints only, where a gateway endpoint serves the VPC.
fn only_for_inbound(estate: &mut Estate, dice: &mut Dice) {
    estate.plan.drawing.change("vpc_endpoints", |endpoint| {
        let s3 = text(endpoint, "ServiceName").ends_with(".s3") && endpoint["PrivateDnsEnabled"] == true;
        if s3 && dice.percent(50) {
            endpoint["DnsOptions"]["PrivateDnsOnlyForInboundResolverEndpoint"] = json!(true);
        }
    });
}

fn inbound(estate: &mut Estate, drawn: &mut Drawn, dice: &mut Dice) {
    for vpc in 0..estate.vpcs.len() {
        if !dice.percent(35) {
            continue;
        }
        let (spot, name) = (estate.vpcs[vpc].spot, estate.vpcs[vpc].id.clone());
        let endpoint = id("rslvr-in", estate.number());
        let groups = estate.groups(vpc, dice);
        let mut addresses = Vec::new();
        for _ in 0..2 {
            let subnet = dice.below(estate.vpcs[vpc].subnets.len());
            let address = estate.vpcs[vpc].subnets[subnet].address();
            let subnet = estate.vpcs[vpc].subnets[subnet].id.clone();
            let number = estate.number();
            let told = dns::resolver_address(&id("rni", number), &subnet, &address);
            estate.plan.drawing.put(spot, "resolver_endpoint_ip_addresses", &endpoint, vec![told]);
            estate.plan.interface(&id("eni", number), "interface", &subnet, &[(address.clone(), None)], &[], &groups);
            addresses.push(address);
        }
        let groups: Vec<&str> = groups.iter().map(String::as_str).collect();
        let told = dns::resolver_endpoint(spot, &endpoint, "INBOUND", &name, &groups, 2);
        estate.plan.drawing.add(spot, "resolver_endpoints", told);
        drawn.inbound.push((vpc, addresses));
    }
}

fn options(estate: &mut Estate, drawn: &Drawn, dice: &mut Dice) {
    for vpc in estate.vpcs.clone() {
        let hostnames = dice.percent(92);
        estate.plan.drawing.dns(&vpc.id, dice.percent(96), hostnames);
        let second = format!("10.{}.0.2", vpc.number);
        let asked = dice.pick(&drawn.inbound).map(|(_, addresses)| addresses.clone());
        let asked = asked.unwrap_or_else(|| vec![second.clone()]);
        let amazon = "AmazonProvidedDNS".to_owned();
        let servers = dice.weighed(&[
            (74, vec![amazon.clone()]),
            (5, vec![second]),
            (3, vec!["169.254.169.253".to_owned()]),
            (5, vec!["192.168.0.53".to_owned()]),
            (7, asked),
            (3, Vec::new()),
            (3, vec![amazon, "192.168.0.53".to_owned()]),
        ]);
        let servers: Vec<&str> = servers.iter().map(String::as_str).collect();
        let options = id("dopt", vpc.number);
        estate.plan.drawing.add(vpc.spot, "dhcp_options", dns::dhcp_options(vpc.spot, &options, &servers));
        let told = if dice.percent(2) { "default".to_owned() } else { options };
        if let Some((_, drawn)) = estate.plan.vpcs.get_mut(&vpc.id) {
            drawn["DhcpOptionsId"] = json!(told);
        }
    }
}

/// Domains that zones and rules are about.
fn domain(estate: &Estate, dice: &mut Dice) -> String {
    let region = dice.pick(&estate.vpcs).map_or("eu-west-1", |vpc| vpc.spot.1);
    let token = *dice.pick(&SERVICES).unwrap();
    let service = service_name(token, region).trim_start_matches("*.").to_owned();
    dice.weighed(&[
        (40, service),
        (14, format!("{region}.amazonaws.com")),
        (8, "amazonaws.com".to_owned()),
        (22, "corp.example".to_owned()),
        (10, "svc.corp.example".to_owned()),
        (6, "example".to_owned()),
    ])
}

/// An endpoint's own name, of any VPC.
fn own_name(estate: &Estate, dice: &mut Dice) -> Option<String> {
    let all = estate.plan.drawing.all("vpc_endpoints");
    let names: Vec<String> = all
        .iter()
        .flat_map(|one| one["DnsEntries"].as_array().into_iter().flatten())
        .map(|one| text(one, "DnsName").to_owned())
        .filter(|name| name.contains(".vpce."))
        .collect();
    dice.pick(&names).cloned()
}

fn records(estate: &Estate, name: &str, dice: &mut Dice) -> Vec<Value> {
    let mut records = BTreeMap::new();
    let labels = ["", "", "*.", "*.", "sqs.", "kms.", "db.", "api.db.", "www."];
    for _ in 0..dice.between(0, 4) {
        let label = *dice.pick(&labels).unwrap();
        let full = format!("{label}{name}.").replace('*', "\\052");
        let address = format!("10.{}.{}.{}", dice.between(1, 3), dice.between(1, 4), dice.between(10, 16));
        let own = own_name(estate, dice).map(|own| format!("{own}."));
        let chain = dice.weighed(&[
            (3, format!("www.{name}.")),
            (2, "sqs.eu-west-1.amazonaws.com.".to_owned()),
            (2, "www.example.org.".to_owned()),
            (2, own.clone().unwrap_or_else(|| "x.example.org.".to_owned())),
        ]);
        let alias = own.map(|own| dns::alias(&full, "A", &own));
        let plain = dns::record(&full, "A", &[&address]);
        // A CNAME may not stand at the apex.
        let cname = if label.is_empty() { plain.clone() } else { dns::record(&full, "CNAME", &[&chain]) };
        let record = dice.weighed(&[
            (35, plain.clone()),
            (25, alias.unwrap_or_else(|| plain.clone())),
            (20, cname),
            (10, dns::record(&full, "TXT", &["\"x\""])),
            (10, dns::record(&full, "AAAA", &["2a05:d018:1:101::10"])),
        ]);
        records.insert(full, record);
    }
    records.into_values().collect()
}

fn zones(estate: &mut Estate, drawn: &mut Drawn, dice: &mut Dice) {
    let accounts: BTreeSet<&'static str> = estate.vpcs.iter().map(|vpc| vpc.spot.0).chain([ACCOUNTS[0]]).collect();
    let accounts: Vec<&'static str> = accounts.into_iter().collect();
    let mut taken = BTreeSet::new();
    for vpc in &estate.vpcs {
        for token in &vpc.private_names {
            taken.insert((vpc.id.clone(), service_name(token, vpc.spot.1).trim_start_matches("*.").to_owned()));
        }
    }
    for _ in 0..dice.below(5) {
        let zone = format!("Z{:020}", estate.number());
        let name = domain(estate, dice);
        let owner = *dice.pick(&accounts).unwrap();
        let told = format!("{name}.");
        let records = records(estate, &name, dice);
        estate.plan.drawing.add_global(owner, "hosted_zones", dns::zone(&zone, &told, records.len()));
        estate.plan.drawing.put_global(owner, "resource_record_sets", &zone, records);
        for vpc in estate.vpcs.clone() {
            // AWS refuses a second zone of one name, also where it is an endpoint's.
            if dice.percent(55) && taken.insert((vpc.id.clone(), name.clone())) {
                let seen = vec![dns::zone_of_vpc(&zone, &told, owner)];
                estate.plan.drawing.put_global(vpc.spot.0, "hosted_zones_by_vpc", &vpc.id, seen);
                let of = vec![dns::vpc_of_zone(vpc.spot.1, &vpc.id)];
                estate.plan.drawing.put_global(owner, "hosted_zone_vpcs", &zone, of);
            }
        }
        drawn.zones.push((zone, owner, name));
    }
}

fn rules(estate: &mut Estate, drawn: &mut Drawn, dice: &mut Dice) {
    let mut taken = BTreeSet::new();
    for spot in spots(estate) {
        for _ in 0..dice.weighed(&[(35, 0), (35, 1), (30, 3)]) {
            let number = estate.number();
            let rule = id("rslvr-rr", number);
            let name = if dice.percent(12) { String::new() } else { domain(estate, dice) };
            let targets: Vec<String> = match dice.pick(&drawn.inbound) {
                Some((_, addresses)) if dice.percent(75) => addresses.clone(),
                Some((_, addresses)) if dice.percent(30) => vec![addresses[0].clone(), "192.168.0.53".to_owned()],
                _ => vec!["192.168.0.53".to_owned()],
            };
            let system = dice.percent(25);
            let targets: Vec<&str> = targets.iter().filter(|_| !system).map(String::as_str).collect();
            let by = (!system).then(|| id("rslvr-out", number));
            let told = dns::rule(
                spot,
                &rule,
                &format!("{name}."),
                if system { "SYSTEM" } else { "FORWARD" },
                by.as_deref(),
                &targets,
            );
            estate.plan.drawing.add(spot, "resolver_rules", told);
            for vpc in estate.vpcs.clone() {
                if vpc.spot == spot && dice.percent(70) && taken.insert((vpc.id.clone(), name.clone())) {
                    let association = dns::rule_association(&id("rslvr-rrassoc", estate.number()), &rule, &vpc.id);
                    estate.plan.drawing.add(spot, "resolver_rule_associations", association);
                }
            }
            drawn.rules.push((rule, spot, name));
        }
    }
}

fn profiles(estate: &mut Estate, drawn: &Drawn, dice: &mut Dice) {
    for spot in spots(estate) {
        if !dice.percent(30) {
            continue;
        }
        let profile = id("rp", estate.number());
        estate.plan.drawing.add(spot, "profiles", dns::profile(spot, &profile));
        let mut names = BTreeSet::new();
        let mut held: Vec<String> = Vec::new();
        let zones = drawn.zones.iter().filter(|(_, owner, _)| *owner == spot.0).map(|(id, _, name)| (id, name.clone()));
        let rules =
            drawn.rules.iter().filter(|(_, of, _)| *of == spot).map(|(id, _, name)| (id, format!("rule {name}")));
        for (id, name) in zones.chain(rules) {
            if dice.percent(60) && names.insert(name) {
                held.push(id.clone());
            }
        }
        for vpc in estate.vpcs.iter().filter(|vpc| vpc.spot == spot) {
            for (endpoint, token) in &vpc.endpoints {
                if dice.percent(40) && vpc.named(token) && names.insert(format!("endpoint {token}")) {
                    held.push(endpoint.clone());
                }
            }
        }
        for resource in held {
            let association = id("rpr", estate.number());
            let told = dns::profile_resource(spot, &association, &profile, &resource);
            estate.plan.drawing.put(spot, "profile_resource_associations", &profile, vec![told]);
        }
        for vpc in estate.vpcs.clone() {
            if vpc.spot == spot && dice.percent(75) {
                let association = id("rpassoc", estate.number());
                let told = dns::profile_association(&association, &profile, &vpc.id);
                estate.plan.drawing.add(spot, "profile_associations", told);
            }
        }
    }
}

/// Names to ask for, each with the account and VPC of who asks.
pub fn names(world: &Value, seed: u64) -> Vec<(String, String, String)> {
    let mut dice = Dice::new(seed ^ 0x006e_616d_6573);
    let mut vpcs = Vec::new();
    let mut names: BTreeSet<String> = ["corp.example", "db.corp.example", "api.db.corp.example", "a.svc.corp.example"]
        .into_iter()
        .chain(["www.example.org", "www.corp.example", "kms.eu-west-1.amazonaws.com", "www.svc.corp.example"])
        .map(str::to_owned)
        .collect();
    for (account, view) in world["accounts"].as_object().into_iter().flatten() {
        for (region, view) in view["regions"].as_object().into_iter().flatten() {
            for token in SERVICES {
                let name = service_name(token, region);
                names.insert(name.replace('*', "123456789012"));
                names.insert(format!("bucket.{}", name.trim_start_matches("*.")));
            }
            for one in view["vpcs"].as_array().into_iter().flatten() {
                vpcs.push((account.clone(), text(one, "VpcId").to_owned()));
            }
            for one in view["vpc_endpoints"].as_array().into_iter().flatten() {
                let entries = one["DnsEntries"].as_array().into_iter().flatten();
                names.extend(entries.map(|one| text(one, "DnsName").replace('*', "x")));
            }
        }
    }
    let mut asked = Vec::new();
    for (account, vpc) in vpcs {
        for name in &names {
            if dice.percent(80) {
                asked.push((account.clone(), vpc.clone(), name.clone()));
            }
        }
    }
    asked
}
