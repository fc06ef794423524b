//! A crawl brings home exactly what the account holds, whatever the page size and the order of answers.

use super::{crawl_of, everything, run};
use crate::support::emulator::{Emulator, Script};
use crate::support::external;
use crate::worlds::{Judged, policies, verdicts};
use byway::id::{AccountId, Region};
use byway::snapshot::{AccountView, Collection, Outcome, Question, Snapshot, demo, file, folder};
use libtest_mimic::{Completion, Failed, Trial};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

pub fn tests() -> Vec<Trial> {
    let mut tests = vec![Trial::test("collect: a crawl of the demo account brings home exactly that account", || {
        every_page_size(&demo().map_err(|error| error.to_string())?)
    })];
    let worlds = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/worlds");
    for world in folders(&worlds).into_iter().filter(|world| world.join("snapshot.json").exists()) {
        let name = format!("collect: a crawl of the world {} brings home exactly that world", last(&world));
        tests.push(Trial::test(name, move || {
            every_page_size(&file::read(&world.join("snapshot.json")).map_err(|error| error.to_string())?)
        }));
    }
    match external::path("data/recordings") {
        None => tests
            .push(Trial::ignorable_test("collect: a crawl of every recording brings home exactly its files", || {
                Ok(Completion::ignored_with(external::reason()))
            })),
        Some(recordings) if !recordings.is_dir() => {
            tests.push(Trial::test("collect: a crawl of every recording brings home exactly its files", move || {
                Err(format!("{} is set and holds no recordings", external::VARIABLE).into())
            }));
        }
        Some(recordings) => {
            for set in folders(&recordings) {
                let name = format!("collect: a crawl of the recording {} brings home exactly its files", last(&set));
                tests.push(Trial::ignorable_test(name, move || match folder::read(&set) {
                    Ok(snapshot) => every_page_size(&snapshot).map(|()| Completion::Completed),
                    Err(error) => Err(format!("{error}: {:?}", std::error::Error::source(&error)).into()),
                }));
            }
        }
    }
    tests
}

fn folders(root: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir(root)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

fn last(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn every_page_size(seen: &Snapshot) -> Result<(), Failed> {
    for (page_size, shuffle) in [(1, None), (2, Some(7)), (1000, Some(42))] {
        let emulator = Emulator::start(seen.clone(), Script { page_size, shuffle, ..Script::default() });
        let mut whole = Snapshot { accounts: BTreeMap::new(), coverage: Vec::new(), ..seen.clone() };
        for (account, view) in &seen.accounts {
            let crawled = run(crawl(&emulator, seen, account, view));
            compare(seen, account, view, &crawled)
                .map_err(|difference| format!("account {account}, pages of {page_size}: {difference}"))?;
            whole.accounts.extend(crawled.accounts);
            whole.coverage.extend(crawled.coverage);
        }
        same_verdicts(seen, &whole)?;
    }
    Ok(())
}

/// What was crawled is judged as what was read from files: that a question was refused or never asked is another gap,
/// and the same verdict.
fn same_verdicts(seen: &Snapshot, crawled: &Snapshot) -> Result<(), Failed> {
    let policies = policies();
    let (expected, found) = (verdicts(seen, &policies), verdicts(crawled, &policies));
    for judged in expected.keys().chain(found.keys()) {
        let (one, other) = (expected.get(judged), found.get(judged));
        if one != other && !(one.is_none() && only_the_crawl_says(judged, seen, crawled)) {
            return Err(format!("{judged:?}: {one:?} of the files, {other:?} of the crawl").into());
        }
    }
    Ok(())
}

/// A scope that a crawl records and hand-made files may leave out: a Region that only the crawl looked into, and a
/// shared VPC whose zones its owner alone can list.
pub fn only_the_crawl_says(judged: &Judged, seen: &Snapshot, crawled: &Snapshot) -> bool {
    let looked_into =
        seen.accounts.values().any(|view| view.regions.keys().any(|region| region.as_str() == judged.region));
    let mut not_visible = crawled.coverage.iter().filter(|record| record.outcome == Outcome::NotVisible);
    let is_not_visible =
        not_visible.any(|record| judged.subject == format!("scope:{} {}", record.operation, record.key));
    judged.subject.starts_with("scope:") && (is_not_visible || (judged.region != "global" && !looked_into))
}

/// Asks for the Regions of the snapshot by name where the account is not known to say which it has.
async fn crawl(emulator: &Emulator, seen: &Snapshot, account: &AccountId, view: &AccountView) -> Snapshot {
    let question = Snapshot::global_question(account, Collection::Regions, "");
    let knows = seen.coverage_of(&question).is_some_and(|record| record.outcome.is_complete());
    let regions: Vec<Region> = view.regions.keys().cloned().collect();
    let home = regions.first().cloned().unwrap_or_else(|| "us-east-1".parse().expect("a Region"));
    let named = if knows && seen.narrowed_to.is_empty() { Vec::new() } else { regions };
    crawl_of(emulator, account, &home, &named, &everything()).await
}

fn compare(seen: &Snapshot, account: &AccountId, view: &AccountView, crawled: &Snapshot) -> Result<(), String> {
    let mut found = crawled.accounts.get(account).cloned().ok_or("the account is missing")?;
    let mut expected = view.clone();
    let asked: BTreeSet<(Region, Collection, String)> =
        crawled.coverage.iter().map(|record| (record.region.clone(), record.collection, record.key.clone())).collect();
    let mut vpcs = BTreeMap::new();
    for (region, here) in &mut expected.regions {
        vpcs.extend(here.vpcs.iter().map(|vpc| (vpc.vpc_id.clone(), vpc.owner_id.clone())));
        // Keyed questions are asked of what the listings name.
        here.vpc_attributes.retain(|attribute| {
            let says_something = attribute.enable_dns_support.is_some() || attribute.enable_dns_hostnames.is_some();
            says_something && here.vpcs.iter().any(|vpc| vpc.vpc_id == attribute.vpc_id)
        });
        let used: BTreeSet<&String> = here
            .route_tables
            .iter()
            .flat_map(|table| &table.routes)
            .filter_map(|route| route.destination_prefix_list_id.as_ref())
            .collect();
        let inline: BTreeSet<&String> =
            here.prefix_lists.iter().filter(|list| !list.cidrs.is_empty()).map(|list| &list.prefix_list_id).collect();
        let entries = |id: &String| (region.clone(), Collection::PrefixListEntries, id.clone());
        if let Some(missed) = used.difference(&inline).find(|id| !asked.contains(&entries(id))) {
            return Err(format!("the entries of {missed}, which a route uses, were not asked for"));
        }
        here.prefix_list_entries.retain(|id, _| asked.contains(&entries(id)));
    }
    let own = |vpc: &String| {
        vpcs.get(vpc).is_some_and(|owner| owner.as_deref().is_none_or(|owner| owner == account.as_str()))
    };
    expected.hosted_zones_by_vpc.retain(|vpc, _| own(vpc));
    // An empty list of a question that was not answered says as much as one that is not there, and so does a Region in
    // which nothing was seen.
    for (view, snapshot) in [(&mut expected, seen), (&mut found, crawled)] {
        let answered = |region: &Region, collection, key: &String| {
            let question = Question { account: account.clone(), region: region.clone(), collection, key: key.clone() };
            snapshot.coverage_of(&question).is_some_and(|record| record.outcome.is_complete())
        };
        macro_rules! tell {
            ($here:ident.$member:ident, $region:expr, $collection:ident) => {
                $here
                    .$member
                    .retain(|key, things| !things.is_empty() || answered($region, Collection::$collection, key));
            };
        }
        let global = Region::global();
        tell!(view.hosted_zones_by_vpc, &global, HostedZonesByVpc);
        tell!(view.hosted_zone_vpcs, &global, HostedZoneVpcs);
        tell!(view.resource_record_sets, &global, ResourceRecordSets);
        for (region, here) in &mut view.regions {
            tell!(here.prefix_list_entries, region, PrefixListEntries);
            tell!(here.transit_gateway_propagations, region, TransitGatewayPropagations);
            tell!(here.transit_gateway_routes, region, TransitGatewayRoutes);
            tell!(here.service_permissions, region, ServicePermissions);
            tell!(here.target_health, region, TargetHealth);
            tell!(here.resolver_endpoint_ip_addresses, region, ResolverEndpointIpAddresses);
            tell!(here.profile_resource_associations, region, ProfileResourceAssociations);
        }
        view.regions.retain(|_, here| *here != Default::default());
    }
    for (region, here) in &expected.regions {
        let there = found.regions.get(region).ok_or_else(|| format!("{region} is missing"))?;
        if here != there {
            return Err(format!("{region}: {}", first_difference(&json!(here), &json!(there), String::new())));
        }
    }
    if expected != found {
        return Err(first_difference(&json!(expected), &json!(found), String::new()));
    }
    for record in &seen.coverage {
        let Some(again) = crawled.coverage_of(&record.question()).filter(|_| record.account == *account) else {
            continue;
        };
        let same = match record.outcome {
            Outcome::Answered | Outcome::Partial => again.outcome == record.outcome,
            _ => !again.outcome.is_complete(),
        };
        // Zones that are not visible are not asked for.
        if !same && again.outcome != Outcome::NotVisible {
            return Err(format!("{record:?} became {again:?}"));
        }
    }
    Ok(())
}

/// Where two documents part, as a JSON pointer.
fn first_difference(expected: &Value, found: &Value, at: String) -> String {
    let keys: Vec<String> = match (expected, found) {
        (Value::Object(one), Value::Object(other)) => one.keys().chain(other.keys()).cloned().collect(),
        (Value::Array(one), Value::Array(other)) => (0..one.len().max(other.len())).map(|at| at.to_string()).collect(),
        _ => Vec::new(),
    };
    for key in keys {
        let step = format!("/{key}");
        let (one, other) = (expected.pointer(&step), found.pointer(&step));
        if one != other {
            return first_difference(one.unwrap_or(&Value::Null), other.unwrap_or(&Value::Null), at + &step);
        }
    }
    format!("at {at}: expected {expected}, found {found}")
}
