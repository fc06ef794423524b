//! Every member that byway keeps comes home, in every protocol.

use super::account::{self, HOME};
use super::sample::{add, keys, samples, sums};
use crate::collect::{crawl_of, everything, run};
use crate::support::emulator::{BY_IAM, Emulator, Fault, Script};
use byway::id::Partition;
use byway::snapshot::{Builder, Collection, Items, Snapshot};
use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};

pub fn tests() -> Vec<Trial> {
    vec![Trial::test("matrix: every member of everything comes home as AWS said it", every_member)]
}

/// An account made of samples.
fn sampled() -> Snapshot {
    let mut builder = Builder::new("2026-11-01T06:00:00Z".parse().expect("a time"));
    builder.account(&account::number(), Partition::Aws);
    for collection in Collection::ALL {
        for key in keys(collection) {
            let items = match collection {
                Collection::VpcAttributes => attribute(&key),
                Collection::Metrics => {
                    let id = if key == "AWS/NATGateway" { "NatGatewayId" } else { "VpcEndpointId" };
                    sums(&key, &[format!("{id}-1"), format!("{id}-2")])
                }
                other => samples(other),
            };
            add(&mut builder, &account::question(collection, &key), items);
        }
    }
    builder.finish()
}

fn attribute(key: &str) -> Items {
    let (vpc, attribute) = key.split_once('/').expect("a VPC and an attribute");
    let member = attribute.replacen("enable", "Enable", 1);
    let thing = json!({"VpcId": vpc, member: {"Value": true}});
    Items::from_json(Collection::VpcAttributes, vec![thing]).expect("AWS's shape")
}

fn every_member() -> Result<(), Failed> {
    let seen = sampled();
    let mut found = Vec::new();
    // The VPCs of a zone are asked for where the zones of a VPC are not told.
    let unlisted = Script::default().with("ListHostedZonesByVPC", Fault::Refused(BY_IAM));
    for (script, left_out) in
        [(Script::default(), Collection::HostedZoneVpcs), (unlisted, Collection::HostedZonesByVpc)]
    {
        let emulator = Emulator::start(seen.clone(), script);
        let at = [HOME.parse()?];
        let crawled = run(crawl_of(&emulator, &account::number(), &account::home(), &at, &everything()));
        for record in seen.coverage.iter().filter(|record| record.collection != left_out) {
            let question = record.question();
            // Of a linked zone nothing is asked.
            if matches!(question.collection, Collection::HostedZoneVpcs | Collection::ResourceRecordSets)
                && question.key == "Z02"
            {
                continue;
            }
            let (said, came) = (json!(seen.items(&question).to_json()), json!(crawled.items(&question).to_json()));
            found.extend(difference(&format!("{} {}", question.collection, question.key), &said, &came));
        }
    }
    found.sort();
    found.dedup();
    if found.is_empty() { Ok(()) } else { Err(found.join("\n").into()) }
}

/// Every place where two documents differ.
fn difference(at: &str, said: &Value, came: &Value) -> Vec<String> {
    match (said, came) {
        (Value::Object(said), Value::Object(came)) => {
            let mut names: Vec<&String> = said.keys().chain(came.keys()).collect();
            names.sort();
            names.dedup();
            let member = |of: &serde_json::Map<_, _>, name| of.get(name).cloned().unwrap_or(Value::Null);
            names
                .iter()
                .flat_map(|name| difference(&format!("{at}/{name}"), &member(said, *name), &member(came, *name)))
                .collect()
        }
        (Value::Array(said), Value::Array(came)) if said.len() == came.len() => {
            said.iter().zip(came).flat_map(|(said, came)| difference(at, said, came)).collect()
        }
        _ if said == came => Vec::new(),
        _ => vec![format!("{at}: {said} became {came}")],
    }
}
