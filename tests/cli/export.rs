//! A snapshot as the folder that somebody with the AWS CLI would have saved of the same account.

use super::parsed;
use byway::snapshot::Collection;
use serde_json::{Map, Value, json};
use std::fs::{self, File};
use std::path::Path;
use std::time::SystemTime;

/// What is left of a call that was not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// An empty file: the shell made it, the AWS CLI printed nothing.
    Empty,
    /// No file: it was never called.
    Absent,
}

/// Writes the folder of a snapshot's text. Every file is of the snapshot's own time.
pub fn export(snapshot: &str, folder: &Path, silence: Silence) {
    let snapshot = parsed(snapshot);
    let taken_at: jiff::Timestamp = snapshot["taken_at"].as_str().unwrap().parse().unwrap();
    for record in snapshot["coverage"].as_array().unwrap() {
        let word = |member: &str| record[member].as_str().unwrap_or_default();
        let (account, region, key) = (word("account"), word("region"), word("key"));
        let view = &snapshot["accounts"][account];
        let body = match word("outcome") {
            "answered" => body(view, word("collection"), region, key, false).to_string(),
            "partial" => body(view, word("collection"), region, key, true).to_string(),
            // Another account's: nobody calls what cannot be answered.
            "not-visible" => continue,
            // What need not be asked decides nothing: somebody who calls everything has it, and it might as well be empty.
            _ if word("why") == "not-needed" && is_later(word("collection")) => {
                later(&Value::Null, &Value::Null, word("collection"), key, false).to_string()
            }
            _ if word("why") == "offline" || silence == Silence::Absent => continue,
            _ => String::new(),
        };
        let key = match key {
            "" => String::new(),
            arn if arn.starts_with("arn:") => format!("@{}", arn.replace(':', "%3A").replace('/', "%2F")),
            key => format!("@{}", key.replace('/', ".")),
        };
        let path = folder.join(account).join(region).join(format!("{}{key}.json", name(word("operation"))));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, body).unwrap();
        File::options().write(true).open(&path).unwrap().set_modified(SystemTime::from(taken_at)).unwrap();
    }
}

/// `ec2:DescribeVpcs` as the AWS CLI's words: `ec2.describe-vpcs`.
fn name(operation: &str) -> String {
    let (service, operation) = operation.split_once(':').unwrap();
    let mut words = String::new();
    let letters: Vec<char> = operation.chars().collect();
    for (at, letter) in letters.iter().enumerate() {
        let begins = letter.is_ascii_uppercase() && at > 0 && !letters[at - 1].is_ascii_uppercase();
        if begins {
            words.push('-');
        }
        words.push(letter.to_ascii_lowercase());
    }
    let service = if service == "elasticloadbalancing" { "elbv2" } else { service };
    format!("{service}.{words}")
}

fn body(view: &Value, collection: &str, region: &str, key: &str, cut_short: bool) -> Value {
    let here = &view["regions"][region];
    let (member, list) = match collection {
        "vpc-attributes" => return attribute(here, key),
        "regions" => ("Regions", &view["regions_on_offer"]),
        "hosted-zones" => ("HostedZones", &view["hosted_zones"]),
        "hosted-zones-by-vpc" => ("HostedZoneSummaries", &view["hosted_zones_by_vpc"][key]),
        "prefix-list-entries" => ("Entries", &here["prefix_list_entries"][key]),
        "availability-zones" => ("AvailabilityZones", &here["availability_zones"]),
        "vpcs" => ("Vpcs", &here["vpcs"]),
        "subnets" => ("Subnets", &here["subnets"]),
        "route-tables" => ("RouteTables", &here["route_tables"]),
        "vpc-endpoints" => ("VpcEndpoints", &here["vpc_endpoints"]),
        "vpc-endpoint-services" => ("ServiceDetails", &here["vpc_endpoint_services"]),
        "prefix-lists" => ("PrefixLists", &here["prefix_lists"]),
        "managed-prefix-lists" => ("PrefixLists", &here["managed_prefix_lists"]),
        "security-groups" => ("SecurityGroups", &here["security_groups"]),
        "network-interfaces" => ("NetworkInterfaces", &here["network_interfaces"]),
        "nat-gateways" => ("NatGateways", &here["nat_gateways"]),
        "internet-gateways" => ("InternetGateways", &here["internet_gateways"]),
        other => return later(view, here, other, key, cut_short),
    };
    let list = if list.is_null() { json!([]) } else { list.clone() };
    let mut body = Map::from_iter([(member.to_owned(), list)]);
    if cut_short {
        let token =
            if collection == "hosted-zones" { ("IsTruncated", json!(true)) } else { ("NextToken", json!("more")) };
        body.insert(token.0.to_owned(), token.1);
    }
    Value::Object(body)
}

/// Whether the first worlds did not ask it.
fn is_later(collection: &str) -> bool {
    let known: Collection = serde_json::from_value(collection.into()).unwrap();
    known > Collection::HostedZonesByVpc
}

/// The answers of what the first worlds did not ask, by the table of collections.
fn later(view: &Value, here: &Value, collection: &str, key: &str, cut_short: bool) -> Value {
    let known: Collection = serde_json::from_value(collection.into()).unwrap();
    let scope = if known.is_global() { view } else { here };
    let held = &scope[collection.replace('-', "_")];
    let held = if known.is_keyed() { &held[key] } else { held };
    let list = held.as_array().cloned().unwrap_or_default();
    let answer = match list.first() {
        Some(thing) if known.is_one_thing() => thing.clone(),
        Some(_) | None => list.into(),
    };
    let token = cut_short.then(|| ("NextToken".to_owned(), json!("more")));
    Map::from_iter([(known.member().to_owned(), answer)].into_iter().chain(token)).into()
}

/// What `describe-vpc-attribute` prints of one attribute, which may be nothing but the VPC.
fn attribute(here: &Value, key: &str) -> Value {
    let (vpc, attribute) = key.split_once('/').unwrap();
    let member = format!("{}{}", attribute[..1].to_uppercase(), &attribute[1..]);
    let held = here["vpc_attributes"].as_array().into_iter().flatten().find(|held| held["VpcId"] == vpc);
    let value = held.map_or(Value::Null, |held| held[&member].clone());
    assert!(value.is_object(), "{key} was answered and is not there");
    json!({"VpcId": vpc, member: value})
}
