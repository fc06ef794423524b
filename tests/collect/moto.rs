//! A crawl of an account that byway's own code had no hand in.

use super::{everything, run};
use crate::support::binary::Binary;
use crate::support::moto::{Moto, NoMoto, unknown_for_other_reasons};
use aws_config::BehaviorVersion;
use aws_credential_types::Credentials;
use aws_smithy_types::retry::RetryConfig;
use byway::collect::{crawl, stop};
use byway::id::Region;
use byway::snapshot::{Collection, Outcome, Snapshot};
use byway::target::{Options, Target};
use libtest_mimic::{Completion, Failed, Trial};
use serde_json::Value;
use std::collections::BTreeSet;
use std::time::Duration;

pub fn tests() -> Vec<Trial> {
    vec![
        trial("collect: a crawl of a moto account over two Regions finds everything put into it", two_regions),
        trial("binary: an audit of a moto account over two Regions finds every defect put into it and no other", audit),
    ]
}

fn trial(name: &str, test: fn(&Moto) -> Result<(), Failed>) -> Trial {
    Trial::ignorable_test(name, move || match Moto::start() {
        Ok(moto) => test(&moto).map(|()| Completion::Completed),
        Err(NoMoto::Ignored(reason)) => Ok(Completion::ignored_with(reason)),
        Err(NoMoto::Failed(reason)) => Err(reason.into()),
    })
}

/// Policy, resource and key of every defect in the scenario; the resource as the scenario names it. `e2e/moto.rs` has
/// every defect that moto can hold.
const DEFECTS: [(&str, &str, &str); 12] = [
    ("endpoint-sg-blocks-https", "/eu-west-1/bad/sqs_single_zone_and_closed", ""),
    ("gateway-endpoint-dynamodb-missing", "/eu-west-1/bad/vpc_without_endpoints", ""),
    ("gateway-endpoint-route-overridden", "/eu-west-1/bad/table_overridden", "{s3}"),
    ("gateway-endpoint-s3-missing", "/eu-west-1/bad/vpc_without_endpoints", ""),
    ("gateway-endpoint-subnet-not-routed", "/eu-west-1/bad/subnet_with_route", "dynamodb/ipv4"),
    ("gateway-endpoint-subnet-not-routed", "/eu-west-1/bad/subnet_without_route", "dynamodb/ipv4"),
    ("gateway-endpoint-subnet-not-routed", "/eu-west-1/bad/subnet_without_route", "s3/ipv4"),
    ("gateway-endpoint-without-route-table", "/eu-west-1/bad/dynamodb_without_table", ""),
    ("interface-endpoint-single-az", "/eu-west-1/bad/sqs_single_zone_and_closed", ""),
    ("phz-apex-shadows-aws-names", "/eu-west-1/bad/zone_shadowing", "{vpc}"),
    ("vpc-dns-hostnames-disabled", "/eu-west-1/bad/vpc_without_dns", ""),
    ("vpc-dns-support-disabled", "/eu-west-1/bad/vpc_without_dns", ""),
];

/// Policy and resource of all that cannot be told of the scenario: moto does not say what families of addresses an
/// endpoint has, and does not answer what Profiles there are, which may bring zones that take an endpoint's names.
const UNKNOWN: [(&str, &str); 20] = [
    ("central-endpoint-no-route", "/eu-west-1/bad/vpc"),
    ("central-endpoint-no-route", "/eu-west-1/bad/vpc_overridden"),
    ("central-endpoint-no-route", "/eu-west-1/bad/vpc_without_dns"),
    ("central-endpoint-no-route", "/eu-west-1/bad/vpc_without_endpoints"),
    ("central-endpoint-no-route", "/eu-west-1/good/vpc"),
    ("central-endpoint-no-route", "/us-east-1/good/vpc"),
    ("endpoint-ip-family-gap", "/eu-west-1/bad/s3"),
    ("endpoint-ip-family-gap", "/eu-west-1/bad/s3_overridden"),
    ("endpoint-ip-family-gap", "/eu-west-1/bad/sqs_single_zone_and_closed"),
    ("endpoint-ip-family-gap", "/eu-west-1/bad/sqs_without_dns"),
    ("endpoint-ip-family-gap", "/eu-west-1/good/s3"),
    ("endpoint-ip-family-gap", "/eu-west-1/good/sqs"),
    ("endpoint-ip-family-gap", "/us-east-1/good/s3"),
    ("endpoint-ip-family-gap", "/us-east-1/good/sqs"),
    ("phz-shadows-endpoint-dns", "/eu-west-1/bad/sqs_single_zone_and_closed"),
    ("phz-shadows-endpoint-dns", "/eu-west-1/bad/sqs_without_dns"),
    ("phz-shadows-endpoint-dns", "/eu-west-1/good/sqs"),
    ("phz-shadows-endpoint-dns", "/us-east-1/good/sqs"),
    ("profile-association-failed", "route53profiles:ListProfileAssociations"),
    ("profile-association-failed", "route53profiles:ListProfiles"),
];

fn audit(moto: &Moto) -> Result<(), Failed> {
    let ids = moto.seed("two_regions")?;
    let id = |name: &str| ids.pointer(name).and_then(Value::as_str).unwrap_or(name).to_owned();
    let output = Binary::new()
        .at(&moto.url(), "123456789012")
        .args(&["audit", "--region", "eu-west-1", "--region", "us-east-1", "--output", "json"])
        // Everything in the account is younger than the hour that the policy leaves endpoints alone.
        .args(&["--option", "gateway-endpoint-without-route-table.grace_hours=0"])
        .run();
    let report: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("{error}: {}", String::from_utf8_lossy(&output.stderr)))?;
    let text = |finding: &Value, at: &str| finding.pointer(at).and_then(Value::as_str).unwrap_or_default().to_owned();
    let found: BTreeSet<[String; 4]> = report["findings"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|finding| ["/verdict", "/policy", "/resource/id", "/key"].map(|at| text(finding, at)))
        .collect();
    let s3 = found
        .iter()
        .find(|[_, policy, ..]| policy == "gateway-endpoint-route-overridden")
        .map(|found| found[3].clone());
    let mut expected: BTreeSet<[String; 4]> = DEFECTS
        .iter()
        .map(|(policy, resource, key)| {
            let key = match *key {
                // The id of a list is moto's to choose.
                "{s3}" => s3.clone().unwrap_or_default(),
                "{vpc}" => id("/eu-west-1/bad/vpc"),
                key => key.to_owned(),
            };
            ["fail".to_owned(), (*policy).to_owned(), id(resource), key]
        })
        .collect();
    expected.extend(
        UNKNOWN.map(|(policy, resource)| ["unknown".to_owned(), policy.to_owned(), id(resource), String::new()]),
    );
    if found != expected {
        let (more, less) = (found.difference(&expected), expected.difference(&found));
        return Err(format!("too many {:#?}\ntoo few {:#?}", more.collect::<Vec<_>>(), less.collect::<Vec<_>>()).into());
    }
    let otherwise = unknown_for_other_reasons(&report);
    if !otherwise.is_empty() {
        return Err(otherwise.join("\n").into());
    }
    match output.status.code() {
        // Defects, and questions without answers.
        Some(4) => Ok(()),
        code => Err(format!("exit {code:?}").into()),
    }
}

/// What moto does not imitate.
const BEYOND_MOTO: [Collection; 8] = [
    Collection::SecurityGroupVpcAssociations,
    Collection::VpcEndpointConnections,
    Collection::ConnectionNotifications,
    Collection::BlockPublicAccessOptions,
    Collection::BlockPublicAccessExclusions,
    Collection::Profiles,
    Collection::ProfileAssociations,
    Collection::Metrics,
];

fn two_regions(moto: &Moto) -> Result<(), Failed> {
    let ids = moto.seed("two_regions")?;
    let regions: Vec<Region> = vec!["eu-west-1".parse()?, "us-east-1".parse()?];
    let crawled = run(async {
        let config = aws_config::defaults(BehaviorVersion::v2026_01_12())
            .endpoint_url(moto.url())
            .region(aws_types::region::Region::from_static("eu-west-1"))
            .credentials_provider(Credentials::new("testing", "testing", None, None, "test"))
            // moto says 500 of what it cannot do.
            .retry_config(RetryConfig::standard().with_max_attempts(2).with_initial_backoff(Duration::from_millis(10)))
            .load()
            .await;
        let options = Options { regions: regions.clone(), ..Options::default() };
        let target = Target::of(config, &options).await.map_err(|error| error.to_string())?;
        let (_switch, stop) = stop();
        Ok::<_, Failed>(crawl(&target, &everything(), stop).await)
    })?;
    let not_answered: Vec<String> = crawled
        .coverage
        .iter()
        .filter(|record| !matches!(record.outcome, Outcome::Answered | Outcome::NotAsked))
        .filter(|record| !(record.outcome == Outcome::Failed && BEYOND_MOTO.contains(&record.collection)))
        .map(|record| format!("{record:?}"))
        .collect();
    if !not_answered.is_empty() {
        return Err(not_answered.join("\n").into());
    }
    let held = serde_json::to_string(&crawled.accounts)?;
    let mut missing = Vec::new();
    every_id(&ids, &mut |id| {
        if !held.contains(&format!("\"{id}\"")) {
            missing.push(id.to_owned());
        }
    });
    if !missing.is_empty() {
        return Err(format!("not found: {missing:?}").into());
    }
    service_lists_have_addresses(&crawled)?;
    dns_is_off_where_it_was_turned_off(&crawled, &ids)
}

fn every_id(ids: &Value, found: &mut impl FnMut(&str)) {
    match ids {
        Value::String(id) => found(id),
        Value::Array(list) => list.iter().for_each(|ids| every_id(ids, found)),
        Value::Object(members) => members.values().for_each(|ids| every_id(ids, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// moto lists the services' prefix lists without addresses, and has them as entries of managed lists.
fn service_lists_have_addresses(crawled: &Snapshot) -> Result<(), Failed> {
    for view in crawled.accounts.values().flat_map(|account| account.regions.values()) {
        for service in ["s3", "dynamodb"] {
            let ids: BTreeSet<&String> = view
                .managed_prefix_lists
                .iter()
                .filter(|list| list.prefix_list_name.as_deref().is_some_and(|name| name.ends_with(service)))
                .map(|list| &list.prefix_list_id)
                .collect();
            let entries = ids.iter().filter_map(|id| view.prefix_list_entries.get(*id)).map(Vec::len).sum::<usize>();
            if entries == 0 {
                return Err(format!("no addresses of {service} in {ids:?}").into());
            }
        }
    }
    Ok(())
}

fn dns_is_off_where_it_was_turned_off(crawled: &Snapshot, ids: &Value) -> Result<(), Failed> {
    let dark = ids.pointer("/eu-west-1/bad/vpc_without_dns").and_then(Value::as_str).unwrap_or_default();
    let attributes =
        crawled.accounts.values().flat_map(|account| account.regions.values()).flat_map(|view| &view.vpc_attributes);
    let mut support =
        attributes.filter(|one| one.vpc_id == dark).map(|one| one.enable_dns_support.as_ref().and_then(|on| on.value));
    if support.next() != Some(Some(false)) {
        return Err(format!("{dark} has DNS, says the crawl; {:?}", Collection::VpcAttributes).into());
    }
    Ok(())
}
