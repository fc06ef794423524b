//! A crawl of an account that byway's own code had no hand in.

use super::{everything, run};
use crate::support::moto::{Moto, NoMoto};
use aws_config::BehaviorVersion;
use aws_credential_types::Credentials;
use byway::collect::{crawl, stop};
use byway::id::Region;
use byway::snapshot::{Collection, Outcome, Snapshot};
use byway::target::{Options, Target};
use libtest_mimic::{Completion, Failed, Trial};
use serde_json::Value;
use std::collections::BTreeSet;

pub fn tests() -> Vec<Trial> {
    vec![Trial::ignorable_test(
        "collect: a crawl of a moto account over two Regions finds everything put into it",
        || match Moto::start() {
            Ok(moto) => two_regions(&moto).map(|()| Completion::Completed),
            Err(NoMoto::Ignored(reason)) => Ok(Completion::ignored_with(reason)),
            Err(NoMoto::Failed(reason)) => Err(reason.into()),
        },
    )]
}

fn two_regions(moto: &Moto) -> Result<(), Failed> {
    let ids = moto.seed("two_regions")?;
    let regions: Vec<Region> = vec!["eu-west-1".parse()?, "us-east-1".parse()?];
    let crawled = run(async {
        let config = aws_config::defaults(BehaviorVersion::v2026_01_12())
            .endpoint_url(moto.url())
            .region(aws_types::region::Region::from_static("eu-west-1"))
            .credentials_provider(Credentials::new("testing", "testing", None, None, "test"))
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
        .filter(|record| record.outcome != Outcome::Answered)
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
