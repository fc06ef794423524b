//! `byway preflight` against what a whole audit with the same credentials comes to.

use super::{ACCOUNT, Ran, check, live};
use crate::support::emulator::{BY_IAM, BY_SCP, Emulator, Fault, Script};
use crate::worlds;
use byway::collect::permissions;
use byway::id::{AccountId, Region};
use byway::snapshot::model::PrefixListEntry;
use byway::snapshot::{Builder, Collection, Coverage, Items, Outcome, Question, Snapshot, demo};
use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub fn tests() -> Vec<Trial> {
    vec![
        Trial::test(
            "e2e: preflight calls every operation of an audit once, for its smallest page, and all are allowed",
            all_allowed,
        ),
        Trial::test("e2e: preflight foretells which policies an audit with the same refusals calls Unknown", foretells),
        Trial::test("e2e: preflight tells a service control policy from a missing permission", scp),
        Trial::test("e2e: preflight asks about things that do not exist where an account has none", made_up),
        Trial::test("e2e: preflight ends with 5 without credentials and with 3 where a call fails", exit_codes),
    ]
}

/// What a preflight asks about where an account has none, of what the bundled policies need.
const MADE_UP: [(Collection, &str); 7] = [
    (Collection::HostedZonesByVpc, "vpc-00000000000000000"),
    (Collection::ResourceRecordSets, "Z00000000000000000000"),
    (Collection::VpcAttributes, "vpc-00000000000000000/enableDnsSupport"),
    (Collection::PrefixListEntries, "pl-00000000000000000"),
    (Collection::TransitGatewayRoutes, "tgw-rtb-00000000000000000"),
    (Collection::ResolverEndpointIpAddresses, "rslvr-in-00000000000000000"),
    (Collection::ProfileResourceAssociations, "rp-00000000000000000"),
];

/// The demo account with answers to what a crawl of it does not ask: about prefix lists that are not in use, and about
/// things that do not exist, of which AWS would say so.
fn account() -> Snapshot {
    let mut demo = demo().expect("the demo account reads");
    demo.coverage.retain(|record| record.outcome != Outcome::NotAsked);
    let mut builder = Builder::new(demo.taken_at);
    builder.absorb(demo.clone());
    let mut answer = |account: &AccountId, region: &Region, items: Items, key: &str| {
        let (account, region, key) = (account.clone(), region.clone(), key.to_owned());
        let question = Question { account, region, collection: items.collection(), key };
        if demo.coverage_of(&question).is_none() {
            builder.record(Coverage::answered(question.clone(), items.len() as u64, 1));
            builder.add(&question, items);
        }
    };
    let none = Items::none;
    for (account, view) in &demo.accounts {
        for (collection, key) in MADE_UP.into_iter().filter(|(collection, _)| collection.is_global()) {
            answer(account, &Region::global(), none(collection), key);
        }
        for zone in &view.hosted_zones {
            let id = zone.id.trim_start_matches("/hostedzone/");
            answer(account, &Region::global(), none(Collection::ResourceRecordSets), id);
        }
        for (region, seen) in &view.regions {
            for (collection, key) in MADE_UP.into_iter().filter(|(collection, _)| !collection.is_global()) {
                answer(account, region, none(collection), key);
            }
            for collection in Collection::ALL.into_iter().filter(|one| !one.is_global() && !one.is_keyed()) {
                answer(account, region, none(collection), "");
            }
            for list in &seen.managed_prefix_lists {
                let twin = seen.prefix_lists.iter().find(|twin| twin.prefix_list_id == list.prefix_list_id);
                let cidrs = twin.map_or(&[][..], |twin| &twin.cidrs).iter().cloned();
                let entries = cidrs.map(|cidr| PrefixListEntry { cidr, description: None }).collect();
                answer(account, region, Items::PrefixListEntries(entries), &list.prefix_list_id);
            }
        }
    }
    builder.finish()
}

fn preflight(emulator: &Emulator, args: &[&str], codes: &[i32]) -> Result<Value, Failed> {
    let args = [&["preflight", "--output", "json"], args].concat();
    let found = Ran::of(live(&emulator.url(), ACCOUNT).args(&args)).ended(codes)?.report()?;
    let schema: Value = serde_json::from_str(include_str!("../../docs/schemas/preflight-v1.schema.json"))?;
    let faults: Vec<String> = jsonschema::validator_for(&schema)?
        .iter_errors(&found)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    if faults.is_empty() { Ok(found) } else { Err(faults.join("\n").into()) }
}

/// Operations of a preflight with this grant.
fn with_grant(found: &Value, grant: &str) -> BTreeSet<String> {
    let list = found["operations"].as_array().into_iter().flatten();
    list.filter(|one| one["grant"] == grant).filter_map(|one| one["operation"].as_str().map(str::to_owned)).collect()
}

fn unknown(found: &Value) -> BTreeSet<String> {
    let list = found["unknown"].as_array().into_iter().flatten();
    list.filter_map(|one| one["policy"].as_str().map(str::to_owned)).collect()
}

/// What the bundled policies want to be allowed.
fn wanted() -> BTreeSet<String> {
    let policies = worlds::policies();
    let needs: BTreeSet<Collection> = policies.iter().flat_map(|policy| policy.needs()).copied().collect();
    permissions(&needs).into_iter().map(str::to_owned).collect()
}

fn all_allowed() -> Result<(), Failed> {
    let emulator = Emulator::start(account(), Script::default());
    let found = preflight(&emulator, &[], &[0])?;
    check("allowed", with_grant(&found, "allowed"), wanted())?;
    check("unknown", unknown(&found), BTreeSet::new())?;
    check("missing", &found["missing"], &Value::Null)?;
    let mut called: Vec<String> =
        emulator.actions().iter().filter(|action| action.service != "sts").map(|action| action.permission()).collect();
    called.sort();
    check("calls", called, wanted().into_iter().collect())?;
    for action in emulator.actions() {
        let size = ["MaxResults", "maxitems"].iter().find_map(|name| action.parameters.get(*name));
        if size.is_some_and(|size| !["1", "5"].contains(&size.as_str())) {
            return Err(format!("{} asked for {size:?}", action.operation).into());
        }
    }
    Ok(())
}

/// The policies that an audit calls Unknown for what was not answered.
fn unknown_of_audit(emulator: &Emulator) -> Result<BTreeSet<String>, Failed> {
    let report = Ran::of(live(&emulator.url(), ACCOUNT).args(&["audit", "--output", "json"]))
        .ended(&[0, 1, 3, 4, 5])?
        .report()?;
    let findings = report["findings"].as_array().into_iter().flatten();
    let refused = |finding: &&Value| {
        let gaps = finding["gaps"].as_array().into_iter().flatten();
        finding["verdict"] == "unknown" && gaps.into_iter().any(|gap| gap["outcome"] == "refused")
    };
    Ok(findings.filter(refused).filter_map(|finding| finding["policy"].as_str().map(str::to_owned)).collect())
}

/// With an earlier snapshot exactly those that are; without one never fewer.
fn foretells() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let saved = folder.path().join("saved.json").display().to_string();
    let emulator = Emulator::start(account(), Script::default());
    Ran::of(live(&emulator.url(), ACCOUNT).args(&["audit", "--quiet", "--save-snapshot", &saved])).ended(&[0, 1])?;
    for action in wanted() {
        let script = Script::default().with(operation_of(&action), Fault::Refused(BY_IAM));
        let emulator = Emulator::start(account(), script);
        let found = preflight(&emulator, &[], &[3])?;
        check("refused", with_grant(&found, "refused"), BTreeSet::from([action.clone()]))?;
        check("missing", &found["missing"]["Statement"][0]["Action"], &json!([action]))?;
        let actual = unknown_of_audit(&emulator)?;
        if let Some(missed) = actual.difference(&unknown(&found)).next() {
            return Err(format!("without {action} {missed} is Unknown, and preflight did not say so").into());
        }
        let sure = preflight(&emulator, &["--snapshot", &saved], &[3])?;
        check(&action, unknown(&sure), actual)?;
    }
    Ok(())
}

fn operation_of(action: &str) -> &'static str {
    let of = Collection::ALL.into_iter().map(Collection::operation).find(|operation| *operation == action);
    of.and_then(|operation| operation.split_once(':')).map_or("", |(_, name)| name)
}

fn scp() -> Result<(), Failed> {
    let script = Script::default()
        .with("DescribeSubnets", Fault::Refused(BY_SCP))
        .with("DescribeNatGateways", Fault::Refused(BY_IAM));
    let emulator = Emulator::start(account(), script);
    let found = preflight(&emulator, &[], &[3])?;
    let by = |operation: &str| {
        let list = found["operations"].as_array().into_iter().flatten();
        list.into_iter().find(|one| one["operation"] == operation).map(|one| one["denied_by"].clone())
    };
    check("subnets", by("ec2:DescribeSubnets"), Some(json!("scp")))?;
    check("gateways", by("ec2:DescribeNatGateways"), Some(json!("iam")))?;
    // No statement of the identity's own outweighs a service control policy.
    check("missing", &found["missing"]["Statement"][0]["Action"], &json!(["ec2:DescribeNatGateways"]))?;
    let text = Ran::of(live(&emulator.url(), ACCOUNT).args(&["preflight"])).ended(&[3])?.stdout;
    for said in [
        "by a service control policy",
        "\n  ec2:DescribeSubnets\n",
        "policies rest on that",
        "\"ec2:DescribeNatGateways\"",
    ] {
        if !text.contains(said) {
            return Err(format!("`{said}` is not in:\n{text}").into());
        }
    }
    Ok(())
}

fn made_up() -> Result<(), Failed> {
    // Every other Region of the demo account; this one has nothing in it.
    let mut empty = account();
    for view in empty.accounts.values_mut() {
        for region in view.regions.values_mut() {
            region.vpcs.clear();
            region.managed_prefix_lists.clear();
        }
    }
    let script = Script::default()
        .with("DescribeVpcAttribute", Fault::Error(400, "InvalidVpcID.NotFound", "The vpc ID 'vpc-0' does not exist"))
        .with(
            "GetManagedPrefixListEntries",
            Fault::Error(400, "InvalidPrefixListID.NotFound", "The prefix list ID does not exist"),
        )
        .with("ListHostedZonesByVPC", Fault::Error(400, "InvalidVPCId", "The VPC ID is not valid"));
    let emulator = Emulator::start(empty, script);
    let found = preflight(&emulator, &[], &[0])?;
    check("allowed", with_grant(&found, "allowed"), wanted())?;
    let key = |operation: &str| emulator.actions().into_iter().find(|action| action.operation == operation);
    let vpc = key("DescribeVpcAttribute").map(|action| action.parameter("VpcId").to_owned());
    check("VPC", vpc.as_deref(), Some("vpc-00000000000000000"))
}

fn exit_codes() -> Result<(), Failed> {
    let emulator = Emulator::start(account(), Script::default().with("DescribeSubnets", Fault::Html(503)));
    let found = preflight(&emulator, &["--policy", "gateway-endpoint-subnet-not-routed"], &[3])?;
    check("failed", with_grant(&found, "failed"), BTreeSet::from(["ec2:DescribeSubnets".to_owned()]))?;
    check("unknown", unknown(&found), BTreeSet::from(["gateway-endpoint-subnet-not-routed".to_owned()]))?;
    check("missing", &found["missing"], &Value::Null)?;
    let bare = crate::support::binary::Binary::new().env("AWS_REGION", "eu-west-1").args(&["preflight"]);
    Ran::of(bare).ended(&[5])?;
    let wrong = live(&emulator.url(), ACCOUNT).args(&["preflight", "--expect-account", "444455556666"]);
    Ran::of(wrong).ended(&[5])?;
    let collect = preflight(&emulator, &["--for", "collect", "--region", "us-east-1"], &[3])?;
    check("Region", &collect["region"], &json!("us-east-1"))
}
