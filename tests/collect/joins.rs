//! What two accounts see of the same things: one verdict each, by the owner's view.

use super::{config, everything, run};
use crate::support::emulator::{Emulator, Script};
use crate::worlds;
use byway::collect::{Accounts, crawl, crawl_accounts, stop};
use byway::finding::{Finding, Subject, Verdict};
use byway::id::{AccountId, Partition, Region};
use byway::network::Index;
use byway::policy::judge;
use byway::snapshot::{Builder, Collection, Coverage, Items, Outcome, Question, Snapshot};
use byway::target::{Doors, Options, Session, Target, named};
use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::num::NonZeroUsize;

pub fn tests() -> Vec<Trial> {
    vec![Trial::test("collect: a VPC that two accounts see is judged once, as its owner sees it", owner_decides)]
}

const OWNER: &str = "444455556666";
const PARTICIPANT: &str = "111122223333";

/// The world `shared-vpc`, with its owner's view beside the participant's: the same VPCs, subnets and tables, the NAT
/// gateway that the participant cannot see, and a gateway endpoint in one of the tables.
fn both() -> Result<Snapshot, Failed> {
    let participant = worlds::snapshot("shared-vpc");
    let owner: AccountId = OWNER.parse()?;
    let mut builder = Builder::new(participant.taken_at);
    builder.account(&owner, Partition::Aws);
    for record in &participant.coverage {
        let question = Question { account: owner.clone(), ..record.question() };
        let items = participant.items(&record.question()).to_json();
        let owned = items.into_iter().filter(|item| item["OwnerId"] != PARTICIPANT);
        let mut list: Vec<Value> = owned.collect();
        match question.collection {
            Collection::NatGateways => list = vec![nat_gateway()],
            Collection::VpcEndpoints => list = vec![endpoint(question.region.as_str())],
            Collection::OrganizationAccounts | Collection::HostedZones => list.clear(),
            _ => {}
        }
        let items = Items::from_json(question.collection, list).map_err(|error| error.to_string())?;
        let outcome = if record.outcome == Outcome::NotVisible { Outcome::Answered } else { record.outcome };
        builder.record(Coverage { account: owner.clone(), outcome, message: None, ..record.clone() });
        builder.add(&question, items);
    }
    builder.absorb(participant);
    Ok(builder.finish())
}

fn nat_gateway() -> Value {
    json!({"NatGatewayId": "nat-owner", "VpcId": "vpc-shared", "SubnetId": "subnet-public", "State": "available", "ConnectivityType": "public"})
}

fn endpoint(region: &str) -> Value {
    json!({
        "VpcEndpointId": "vpce-owner", "VpcEndpointType": "Gateway", "VpcId": "vpc-shared", "State": "available",
        "ServiceName": format!("com.amazonaws.{region}.s3"), "OwnerId": OWNER, "RouteTableIds": ["rtb-other"],
    })
}

/// Verdicts on resources by policy, resource and key; fails where there are two on one.
fn verdicts(seen: &Snapshot) -> Result<BTreeMap<(String, String, String), Finding>, Failed> {
    let policies = worlds::policies();
    let index = Index::new(seen);
    let mut verdicts = BTreeMap::new();
    for finding in judge(&index, &policies).findings {
        if let Subject::Resource(resource) = &finding.subject {
            let name = (finding.policy.clone(), resource.id.clone(), finding.key.clone());
            if let Some(twice) = verdicts.insert(name, finding) {
                return Err(format!("judged twice: {} {} {}", twice.policy, twice.subject.id(), twice.key).into());
            }
        }
    }
    Ok(verdicts)
}

fn owner_decides() -> Result<(), Failed> {
    let world = both()?;
    let home: Region = world.accounts.values().flat_map(|view| view.regions.keys()).next().ok_or("no Region")?.clone();
    let emulator = Emulator::start(world, Script::default());
    let participant: AccountId = PARTICIPANT.parse()?;
    let (together, alone) = run(async {
        let config = config(&emulator, &participant, &home).await;
        let options = Options { regions: vec![home.clone()], ..Options::default() };
        let caller = Target::of(config, &options).await.map_err(|error| error.to_string())?;
        let list = format!("{PARTICIPANT},arn:aws:iam::{OWNER}:role/audit");
        let named = named(&list).map_err(|error| error.to_string())?;
        let doors = Doors::of_named(&named, None, &caller.account, caller.partition, None);
        let doors = doors.map_err(|error| error.to_string())?;
        let at_once = NonZeroUsize::new(2).ok_or("none")?;
        let accounts = Accounts { doors, session: Session::default(), at_once, listed: None };
        let (_switch, stop) = stop();
        let together = crawl_accounts(&caller, accounts, &everything(), stop.clone()).await;
        Ok::<_, Failed>((together, crawl(&caller, &everything(), stop).await))
    })?;
    let (together, alone) = (verdicts(&together)?, verdicts(&alone)?);
    let mut better = 0;
    for (name, finding) in &alone {
        let Subject::Resource(resource) = &finding.subject else { continue };
        let is_owners = resource.owner.as_ref().is_some_and(|owner| owner.as_str() == OWNER);
        let with_owner = together.get(name).ok_or_else(|| format!("{name:?} is judged no more"))?;
        let by = with_owner.account.as_str();
        let expected = if is_owners { OWNER } else { PARTICIPANT };
        if by != expected {
            return Err(format!("{name:?} is judged by the view of {by}").into());
        }
        better += usize::from(finding.verdict == Verdict::Unknown && with_owner.verdict != Verdict::Unknown);
    }
    if better == 0 { Err("the owner's view told nothing that the participant's did not".into()) } else { Ok(()) }
}
