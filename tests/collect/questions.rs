//! Which questions a crawl puts, how many at once, and that their order never shows.

use super::account::{self, HOME, OTHER, question, region};
use super::{crawl_of, everything, run};
use crate::support::emulator::{Emulator, Script};
use byway::collect::Request;
use byway::id::Region;
use byway::snapshot::{Collection, NotAsked, Outcome, Snapshot, file};
use libtest_mimic::{Failed, Trial};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

pub fn tests() -> Vec<Trial> {
    vec![
        Trial::test("collect: the same account gives the same bytes in whatever order it answers", same_bytes),
        Trial::test("collect: every listing is asked for at its largest page size", largest_pages),
        Trial::test(
            "collect: only what is needed is asked, and the rest is recorded as not needed",
            only_what_is_needed,
        ),
        Trial::test(
            "collect: entries are asked of used lists and of service lists that came without addresses",
            entries,
        ),
        Trial::test(
            "collect: zones are asked of the account's own VPCs, and a shared one is recorded as not visible",
            zones,
        ),
        Trial::test("collect: no more questions are under way than allowed", concurrency),
        Trial::test("collect: each question is one span with account, region, operation and key", spans),
    ]
}

fn crawled(script: Script, regions: &[Region], request: &Request) -> (Snapshot, Emulator) {
    let emulator = Emulator::start(account::seen(), script);
    let crawled = run(crawl_of(&emulator, &account::number(), &region(HOME), regions, request));
    (crawled, emulator)
}

fn same_bytes() -> Result<(), Failed> {
    let mut first: Option<Vec<u8>> = None;
    for seed in 0..4 {
        let script = Script { shuffle: Some(seed), page_size: 1 + seed as usize, ..Script::default() };
        let (mut crawled, _) = crawled(script, &[], &everything());
        crawled.taken_at = "2026-11-01T06:00:00Z".parse()?;
        // How many pages AWS took is a fact about the crawl, not its order.
        crawled.coverage.iter_mut().for_each(|record| record.pages = record.pages.min(1));
        let mut bytes = Vec::new();
        file::write_to(&crawled, &mut bytes)?;
        if first.get_or_insert_with(|| bytes.clone()) != &bytes {
            return Err("the bytes differ".into());
        }
    }
    Ok(())
}

fn largest_pages() -> Result<(), Failed> {
    let (_, emulator) = crawled(Script::default(), &[], &everything());
    for action in emulator.actions() {
        let expected = match (action.service.as_str(), action.operation.as_str()) {
            (
                _,
                "GetCallerIdentity"
                | "DescribeRegions"
                | "DescribeAvailabilityZones"
                | "DescribeVpcAttribute"
                | "DescribeVpnGateways"
                | "DescribeVpnConnections"
                | "DescribeVpcBlockPublicAccessOptions"
                | "DescribeOrganization"
                | "GetMetricData"
                // Pages are the largest without a word.
                | "ListHostedZones"
                | "ListHostedZonesByVPC"
                | "ListResourceRecordSets",
            ) => None,
            (_, "ListAccounts") => Some("20"),
            (_, "DescribeEgressOnlyInternetGateways") => Some("255"),
            (
                _,
                "DescribeRouteTables"
                | "DescribeManagedPrefixLists"
                | "GetManagedPrefixListEntries"
                | "DescribeVpcEndpointAssociations",
            )
            | ("route53resolver" | "route53profiles", _) => Some("100"),
            _ => Some("1000"),
        };
        let sizes = ["MaxResults", "maxResults", "maxitems"];
        let size = sizes.iter().find_map(|name| action.parameters.get(*name));
        if size.map(String::as_str) != expected {
            return Err(format!("{} asked for pages of {size:?}", action.operation).into());
        }
    }
    Ok(())
}

fn only_what_is_needed() -> Result<(), Failed> {
    let request = Request { collections: BTreeSet::from([Collection::VpcAttributes]), ..everything() };
    let (crawled, emulator) = crawled(Script::default(), &[region(OTHER)], &request);
    let asked: BTreeSet<String> = emulator.actions().into_iter().map(|action| action.operation).collect();
    // The Regions to check the name, the VPCs because attributes are asked of each.
    let expected = ["DescribeRegions", "DescribeVpcAttribute", "DescribeVpcs", "GetCallerIdentity"];
    if asked != expected.map(str::to_owned).into() {
        return Err(format!("asked {asked:?}").into());
    }
    let subnets = crawled.coverage_of(&question(&region(OTHER), Collection::Subnets, "")).ok_or("no record")?;
    if (subnets.outcome, subnets.why) != (Outcome::NotAsked, Some(NotAsked::NotNeeded)) {
        return Err(format!("{subnets:?}").into());
    }
    if crawled.coverage.iter().any(|record| record.region == region(HOME)) {
        return Err("a Region that was not named has a record".into());
    }
    Ok(())
}

fn entries() -> Result<(), Failed> {
    let (_, emulator) = crawled(Script::default(), &[region(HOME)], &everything());
    let asked: BTreeSet<String> =
        emulator.actions().iter().filter_map(|action| action.parameters.get("PrefixListId").cloned()).collect();
    let expected = BTreeSet::from([format!("pl-ddb-{HOME}-1"), format!("pl-own-{HOME}-1")]);
    if asked == expected { Ok(()) } else { Err(format!("asked {asked:?}").into()) }
}

fn zones() -> Result<(), Failed> {
    let (crawled, emulator) = crawled(Script::default(), &[], &everything());
    let asked: BTreeMap<String, String> = emulator
        .actions()
        .iter()
        .filter_map(|action| {
            Some((action.parameters.get("vpcid")?.clone(), action.parameters.get("vpcregion")?.clone()))
        })
        .collect();
    let own = |code: &str| (format!("vpc-{code}-1"), code.to_owned());
    if asked != BTreeMap::from([own(HOME), own(OTHER)]) {
        return Err(format!("asked {asked:?}").into());
    }
    let shared = question(&Region::global(), Collection::HostedZonesByVpc, &format!("vpc-{HOME}-2"));
    match crawled.coverage_of(&shared).map(|record| record.outcome) {
        Some(Outcome::NotVisible) => Ok(()),
        other => Err(format!("{other:?}").into()),
    }
}

fn concurrency() -> Result<(), Failed> {
    for allowed in [1, 3] {
        let request = Request { concurrency: allowed, ..everything() };
        let (_, emulator) = crawled(Script { shuffle: Some(1), ..Script::default() }, &[], &request);
        let peak = emulator.peak();
        // An account is opened by two questions at once, which are not the crawl's.
        if peak > allowed.max(2) {
            return Err(format!("{peak} at once, {allowed} allowed").into());
        }
    }
    Ok(())
}

#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<BTreeMap<String, String>>>>);

#[derive(Default)]
struct Fields(BTreeMap<String, String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}").trim_matches('"').to_owned());
    }
}

impl<S: tracing::Subscriber> Layer<S> for Seen {
    fn on_new_span(&self, span: &tracing::span::Attributes<'_>, _: &tracing::span::Id, _: Context<'_, S>) {
        if span.metadata().name() == "question" && span.metadata().target().starts_with("byway") {
            let mut fields = Fields::default();
            span.record(&mut fields);
            self.0.lock().expect("no test panics with it").push(fields.0);
        }
    }
}

fn spans() -> Result<(), Failed> {
    let seen = Seen::default();
    // NOTE: with one subscriber in the process, a span that a thread without it meets first is never recorded by anyone.
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    let guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(seen.clone()));
    let (crawled, _) = crawled(Script::default(), &[], &everything());
    drop(guard);
    let mut spans: Vec<[String; 4]> = Vec::new();
    for mut fields in seen.0.lock().expect("no test panics with it").drain(..) {
        spans.push(["account", "region", "operation", "key"].map(|name| fields.remove(name).unwrap_or_default()));
    }
    spans.sort();
    let mut records: Vec<[String; 4]> = crawled
        .coverage
        .iter()
        // Regions were asked for when the account was opened.
        .filter(|record| record.outcome == Outcome::Answered && record.collection != Collection::Regions)
        .map(|record| {
            [record.account.to_string(), record.region.to_string(), record.operation.clone(), record.key.clone()]
        })
        .collect();
    records.sort();
    if spans == records { Ok(()) } else { Err(format!("spans {spans:#?}\nrecords {records:#?}").into()) }
}
