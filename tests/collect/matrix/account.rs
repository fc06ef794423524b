//! The account of the matrix: the demo account in two Regions, and two of everything that it lacks.

use super::sample::{RECORDED, add, keys, samples, sums};
use byway::id::{AccountId, Region};
use byway::snapshot::model::{IpPermission, PrefixListId, Route, VpcEndpoint};
use byway::snapshot::{AccountView, Builder, Collection, Items, Outcome, Question, Snapshot, file};
use std::path::Path;
use std::sync::OnceLock;

/// Where things go wrong.
pub const HOME: &str = "eu-west-1";

pub fn number() -> AccountId {
    "111122223333".parse().expect("twelve digits")
}

pub fn home() -> Region {
    HOME.parse().expect("a Region")
}

/// Where a collection is asked for.
pub fn place(collection: Collection) -> Region {
    if collection.is_global() { Region::global() } else { home() }
}

pub fn question(collection: Collection, key: &str) -> Question {
    Question { account: number(), region: place(collection), collection, key: key.to_owned() }
}

/// Everything answered.
pub fn seen() -> Snapshot {
    static SEEN: OnceLock<Snapshot> = OnceLock::new();
    SEEN.get_or_init(|| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/demo/snapshot.json");
        furnished(&file::read(&path).expect("the demo account reads"))
    })
    .clone()
}

/// The demo account with two of everything that it lacks.
fn furnished(demo: &Snapshot) -> Snapshot {
    let mut builder = Builder::new(demo.taken_at);
    let view = demo.accounts.get(&number()).expect("the demo account");
    builder.account(&number(), view.partition);
    // What the demo account was asked and has nothing of is furnished too.
    let is_demos = |collection: Collection| {
        let mut answered =
            demo.coverage.iter().filter(|one| one.collection == collection && one.outcome == Outcome::Answered);
        answered.any(|one| !demo.items(&one.question()).is_empty())
    };
    for record in demo.coverage.iter().filter(|record| record.outcome == Outcome::Answered) {
        let question = record.question();
        if !is_demos(question.collection) {
            continue;
        }
        let mut items = demo.items(&question);
        if question.region == home() {
            furnish(&mut items);
        }
        add(&mut builder, &question, items);
    }
    let zones: Vec<String> =
        view.hosted_zones.iter().map(|zone| zone.id.trim_start_matches("/hostedzone/").to_owned()).collect();
    for collection in Collection::ALL.into_iter().filter(|one| !is_demos(*one)) {
        let at_home = match collection {
            Collection::HostedZoneVpcs | Collection::ResourceRecordSets => zones.clone(),
            other => keys(other),
        };
        for key in at_home {
            let items = match collection {
                Collection::Metrics => sums(&key, &measured(view, &key)),
                other => samples(other),
            };
            add(&mut builder, &question(collection, &key), items);
        }
        // The other Regions were asked too, and have none.
        for region in view.regions.keys().filter(|region| !collection.is_global() && **region != home()) {
            let nothing =
                keys(collection).into_iter().filter(|key| key.is_empty() || collection == Collection::Metrics);
            for key in nothing {
                let question = Question { region: region.clone(), ..question(collection, &key) };
                add(&mut builder, &question, Items::none(collection));
            }
        }
    }
    builder.finish()
}

/// The resources that a namespace of metrics is about.
fn measured(view: &AccountView, namespace: &str) -> Vec<String> {
    let home = view.regions.get(&home()).expect("the home Region");
    match namespace {
        "AWS/NATGateway" => home.nat_gateways.iter().map(|gateway| gateway.nat_gateway_id.clone()).collect(),
        _ => home.vpc_endpoints.iter().map(|endpoint| endpoint.vpc_endpoint_id.clone()).collect(),
    }
}

/// Adds to the demo account's lists what makes byway ask for more: a route and a rule that use the account's own prefix lists, and an
/// endpoint of a type that has associations.
fn furnish(items: &mut Items) {
    match items {
        Items::RouteTables(tables) => {
            let route = |list: &str| Route {
                destination_prefix_list_id: Some(list.to_owned()),
                transit_gateway_id: Some("tgw-01".to_owned()),
                state: Some("active".to_owned()),
                ..Route::default()
            };
            if let Some(table) = tables.last_mut() {
                table.routes.extend(RECORDED.map(route));
            }
        }
        Items::ManagedPrefixLists(_) => items.append(samples(Collection::ManagedPrefixLists)),
        // AWS's own rule alone would be one page.
        Items::ResolverRules(_) => items.append(samples(Collection::ResolverRules)),
        Items::SecurityGroups(groups) => {
            let lists = RECORDED.map(|list| PrefixListId { prefix_list_id: Some(list.to_owned()), description: None });
            if let Some(group) = groups.last_mut() {
                group.ip_permissions_egress.push(IpPermission {
                    ip_protocol: Some("-1".to_owned()),
                    prefix_list_ids: lists.to_vec(),
                    ..IpPermission::default()
                });
            }
        }
        Items::VpcEndpoints(endpoints) => {
            let of_network = endpoints.first().map(|endpoint| VpcEndpoint {
                vpc_endpoint_id: "vpce-01".to_owned(),
                vpc_endpoint_type: Some("ServiceNetwork".to_owned()),
                vpc_id: endpoint.vpc_id.clone(),
                state: endpoint.state.clone(),
                ..VpcEndpoint::default()
            });
            endpoints.extend(of_network);
        }
        _ => {}
    }
}
