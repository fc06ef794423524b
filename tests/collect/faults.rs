//! Every way of not answering leaves its own outcome, and never stops the rest.

use super::account::{self, CLOSED, HOME, OTHER, question, region};
use super::{config, crawl_of, everything, run};
use crate::support::emulator::{BY_IAM, Emulator, Fault, Script};
use crate::support::estate::{self, Size};
use byway::collect::{Request, crawl, stop};
use byway::id::Region;
use byway::snapshot::model::NatGateway;
use byway::snapshot::{Collection, Coverage, DeniedBy, Outcome, Snapshot};
use byway::target::{Options, Target};
use libtest_mimic::{Failed, Trial};
use std::collections::BTreeSet;
use std::time::Duration;

pub fn tests() -> Vec<Trial> {
    vec![
        Trial::test(
            "collect: a refusal is recorded with the permission that lacks and the kind of policy that denied",
            refusal,
        ),
        Trial::test(
            "collect: a throttle that never ends is recorded as throttled after the last attempt",
            throttled_for_ever,
        ),
        Trial::test("collect: a throttle that ends leaves no trace", throttled_twice),
        Trial::test("collect: an HTML page with status 500 is recorded as failed", html),
        Trial::test("collect: half an answer is recorded as failed and not as an empty list", half_an_answer),
        Trial::test("collect: an answer without its list is recorded as failed and not as an empty list", no_list),
        Trial::test("collect: no answer within the deadline is recorded as timed out", hanging),
        Trial::test("collect: a page that fails makes the list partial and keeps the pages before it", missing_page),
        Trial::test("collect: a page token that comes twice ends the question as partial", same_token),
        Trial::test("collect: more zones without a token to ask for them make the list partial", no_token),
        Trial::test("collect: a thing without an id makes its list partial", no_id),
        Trial::test("collect: a Region that is not enabled is recorded as such when it is named", region_not_enabled),
        Trial::test(
            "collect: an enabled Region that rejects the credentials is a failure and not a closed Region",
            enabled_region_rejects,
        ),
        Trial::test(
            "collect: without the list of Regions the home Region is crawled and the refusal recorded",
            no_region_list,
        ),
        Trial::test(
            "collect: without the list of VPCs nothing is asked about VPCs and everything else is",
            no_vpc_list,
        ),
        Trial::test(
            "collect: more questions than a bucket holds, none of which is ever answered, all end",
            more_than_a_burst_hang,
        ),
        Trial::test(
            "collect: where zones cannot be listed by VPC, own zones are asked for their VPCs however late they come",
            zones_without_vpcs,
        ),
        Trial::test("collect: a stop keeps what was seen and records the rest as cancelled", stopped),
    ]
}

/// A crawl of every enabled Region, with one question that goes wrong, and the record of that question.
fn with_fault(script: Script, request: &Request, broken: &[Collection]) -> Result<(Snapshot, Emulator), Failed> {
    let home = region(HOME);
    let faultless = Emulator::start(account::seen(), Script::default());
    let whole = run(crawl_of(&faultless, &account::number(), &home, &[], request));
    let emulator = Emulator::start(account::seen(), script);
    let crawled = run(crawl_of(&emulator, &account::number(), &home, &[], request));
    for record in &whole.coverage {
        // Metrics are asked of endpoints and NAT gateways, records of zones.
        let hangs = match record.collection {
            Collection::Metrics => {
                [Collection::VpcEndpoints, Collection::NatGateways].iter().any(|one| broken.contains(one))
            }
            Collection::ResourceRecordSets => broken.contains(&Collection::HostedZones),
            _ => false,
        };
        let is_broken =
            (hangs || broken.contains(&record.collection)) && (record.region == home || record.region.is_global());
        if is_broken {
            continue;
        }
        if !matches!(record.outcome, Outcome::Answered | Outcome::NotVisible | Outcome::NotAsked) {
            return Err(format!("without the fault: {record:?}").into());
        }
        let again = crawled.coverage_of(&record.question());
        if again.map(|again| (again.outcome, again.items)) != Some((record.outcome, record.items)) {
            return Err(format!("the fault spread: {record:?} became {again:?}").into());
        }
    }
    Ok((crawled, emulator))
}

fn record(crawled: &Snapshot, at: &Region, collection: Collection) -> Result<Coverage, Failed> {
    Ok(crawled.coverage_of(&question(at, collection, "")).cloned().ok_or("no record")?)
}

fn check<T: PartialEq + std::fmt::Debug>(what: &str, found: T, expected: T) -> Result<(), Failed> {
    if found == expected { Ok(()) } else { Err(format!("{what}: expected {expected:?}, found {found:?}").into()) }
}

fn refusal() -> Result<(), Failed> {
    for (who, denied_by) in [
        ("with an explicit deny in a service control policy", DeniedBy::Scp),
        ("with an explicit deny in a resource control policy", DeniedBy::Rcp),
        ("because no permissions boundary allows the action", DeniedBy::Boundary),
        ("because no identity-based policy allows the action", DeniedBy::Iam),
        ("", DeniedBy::Unknown),
    ] {
        let message: &'static str = Box::leak(
            format!("You are not authorized to perform this operation. User: arn:aws:iam::111122223333:user/a is not authorized to perform: ec2:DescribeVpcEndpoints {who}. Encoded authorization failure message: XXXX").into_boxed_str(),
        );
        let script = Script::default().with_in(
            HOME,
            "DescribeVpcEndpoints",
            Fault::Error(403, "UnauthorizedOperation", message),
        );
        let (crawled, _) = with_fault(script, &everything(), &[Collection::VpcEndpoints])?;
        let record = record(&crawled, &region(HOME), Collection::VpcEndpoints)?;
        check("outcome", record.outcome, Outcome::Refused)?;
        check("denied by", record.denied_by, Some(denied_by))?;
        check("code", record.code.as_deref(), Some("UnauthorizedOperation"))?;
        check("permission", record.permission.as_deref(), Some("ec2:DescribeVpcEndpoints"))?;
        check("the encoded part is cut", record.message.is_some_and(|message| message.contains("Encoded")), false)?;
    }
    let script = Script::default().with("ListHostedZones", Fault::Error(403, "AccessDenied", "User: a is not authorized to perform: route53:ListHostedZones with an explicit deny in a service control policy"));
    let (crawled, _) = with_fault(script, &everything(), &[Collection::HostedZones])?;
    let record = record(&crawled, &Region::global(), Collection::HostedZones)?;
    check("Route 53", (record.outcome, record.denied_by), (Outcome::Refused, Some(DeniedBy::Scp)))
}

fn throttled_for_ever() -> Result<(), Failed> {
    let script = Script::default()
        .with_in(HOME, "DescribeNatGateways", Fault::Throttle(None))
        .with("ListHostedZones", Fault::Throttle(None));
    let broken = [Collection::NatGateways, Collection::HostedZones];
    let (crawled, emulator) = with_fault(script, &everything(), &broken)?;
    let gateways = record(&crawled, &region(HOME), Collection::NatGateways)?;
    check("EC2", (gateways.outcome, gateways.code.as_deref()), (Outcome::Throttled, Some("RequestLimitExceeded")))?;
    let zones = record(&crawled, &Region::global(), Collection::HostedZones)?;
    check("Route 53", (zones.outcome, zones.code.as_deref()), (Outcome::Throttled, Some("Throttling")))?;
    check("attempts", emulator.count("ListHostedZones"), 4)
}

fn throttled_twice() -> Result<(), Failed> {
    let script = Script::default().with_in(HOME, "DescribeNatGateways", Fault::Throttle(Some(2)));
    let (crawled, _) = with_fault(script, &everything(), &[])?;
    check("outcome", record(&crawled, &region(HOME), Collection::NatGateways)?.outcome, Outcome::Answered)
}

fn html() -> Result<(), Failed> {
    let script = Script::default().with_in(HOME, "DescribeSubnets", Fault::Html(500));
    let (crawled, _) = with_fault(script, &everything(), &[Collection::Subnets])?;
    let record = record(&crawled, &region(HOME), Collection::Subnets)?;
    check("record", (record.outcome, record.code.as_deref()), (Outcome::Failed, Some("Http500")))
}

fn half_an_answer() -> Result<(), Failed> {
    // Before the end of the document, before the end of the list, within a thing.
    for bytes in [5, 30, 100] {
        let script = Script::default().with_in(HOME, "DescribeSubnets", Fault::Cut(bytes));
        let (crawled, _) = with_fault(script, &everything(), &[Collection::Subnets])?;
        let record = record(&crawled, &region(HOME), Collection::Subnets)?;
        check(&format!("without {bytes} bytes, {record:?}"), (record.outcome, record.items), (Outcome::Failed, 0))?;
    }
    Ok(())
}

fn no_list() -> Result<(), Failed> {
    let script = Script::default().with_in(HOME, "DescribeRouteTables", Fault::NoList);
    let broken = [Collection::RouteTables, Collection::PrefixListEntries];
    let (crawled, _) = with_fault(script, &everything(), &broken)?;
    let record = record(&crawled, &region(HOME), Collection::RouteTables)?;
    check("record", (record.outcome, record.code.as_deref()), (Outcome::Failed, Some("NoList")))
}

fn hanging() -> Result<(), Failed> {
    let script = Script::default().with_in(HOME, "DescribeSubnets", Fault::Hang);
    let request = Request { timeout: Duration::from_secs(6), ..everything() };
    let (crawled, _) = with_fault(script, &request, &[Collection::Subnets])?;
    check("outcome", record(&crawled, &region(HOME), Collection::Subnets)?.outcome, Outcome::TimedOut)
}

fn missing_page() -> Result<(), Failed> {
    for (operation, collection) in [
        ("DescribeSubnets", Collection::Subnets),
        ("DescribeVpcEndpoints", Collection::VpcEndpoints),
        ("DescribeVpcEndpointServices", Collection::VpcEndpointServices),
        ("DescribeSecurityGroups", Collection::SecurityGroups),
        ("DescribeNetworkInterfaces", Collection::NetworkInterfaces),
        ("DescribeNatGateways", Collection::NatGateways),
        ("DescribeInternetGateways", Collection::InternetGateways),
        ("ListHostedZones", Collection::HostedZones),
    ] {
        let script = Script { page_size: 1, ..Script::default() }.with(operation, Fault::FromPage(1));
        let emulator = Emulator::start(account::seen(), script);
        let crawled = run(crawl_of(&emulator, &account::number(), &region(HOME), &[], &everything()));
        let at = if collection.is_global() { Region::global() } else { region(HOME) };
        let record = record(&crawled, &at, collection)?;
        check(operation, (record.outcome, record.items, record.pages), (Outcome::Partial, 1, 1))?;
        check(operation, record.code.as_deref(), Some("InternalError"))?;
    }
    Ok(())
}

fn same_token() -> Result<(), Failed> {
    let script = Script::default().with_in(HOME, "DescribeSubnets", Fault::SameToken);
    let (crawled, emulator) = with_fault(script, &everything(), &[Collection::Subnets])?;
    let record = record(&crawled, &region(HOME), Collection::Subnets)?;
    check("record", (record.outcome, record.code.as_deref()), (Outcome::Partial, Some("RepeatedToken")))?;
    check("requests, one of them in the other Region", emulator.count("DescribeSubnets"), 3)
}

fn no_token() -> Result<(), Failed> {
    let script = Script::default().with("ListHostedZones", Fault::NoToken);
    let (crawled, _) = with_fault(script, &everything(), &[Collection::HostedZones])?;
    let record = record(&crawled, &Region::global(), Collection::HostedZones)?;
    check("record", (record.outcome, record.code.as_deref()), (Outcome::Partial, Some("MissingToken")))
}

fn no_id() -> Result<(), Failed> {
    let mut seen = account::seen();
    let views = seen.accounts.values_mut().flat_map(|account| account.regions.iter_mut());
    for (_, view) in views.filter(|(at, _)| **at == region(HOME)) {
        view.nat_gateways.insert(0, NatGateway::default());
    }
    let whole = account::seen();
    let emulator = Emulator::start(seen, Script::default());
    let crawled = run(crawl_of(&emulator, &account::number(), &region(HOME), &[], &everything()));
    let found = record(&crawled, &region(HOME), Collection::NatGateways)?;
    let held = |snapshot: &Snapshot| snapshot.accounts[&account::number()].regions[&region(HOME)].nat_gateways.clone();
    check("record", (found.outcome, found.code.as_deref()), (Outcome::Partial, Some("NoId")))?;
    check("gateways", held(&crawled), held(&whole))
}

const REJECTED: Fault =
    Fault::Error(401, "AuthFailure", "AWS was not able to validate the provided access credentials");

fn region_not_enabled() -> Result<(), Failed> {
    let mut script = Script::default();
    for collection in Collection::ALL.into_iter().filter(|collection| !collection.is_global()) {
        let operation = collection.operation().trim_start_matches("ec2:");
        script = script.with_in(CLOSED, operation, REJECTED);
    }
    let emulator = Emulator::start(account::seen(), script);
    let named = [region(CLOSED), region(HOME)];
    let crawled = run(crawl_of(&emulator, &account::number(), &region(HOME), &named, &everything()));
    check("narrowed", &crawled.narrowed_to, &vec![region(CLOSED), region(HOME)])?;
    check("closed", record(&crawled, &region(CLOSED), Collection::Vpcs)?.outcome, Outcome::NotEnabled)?;
    check("open", record(&crawled, &region(HOME), Collection::Vpcs)?.outcome, Outcome::Answered)?;
    check(
        "the list of Regions, asked to check the names",
        record(&crawled, &Region::global(), Collection::Regions)?.items,
        3,
    )?;
    check("and asked once", emulator.count("DescribeRegions"), 1)
}

fn enabled_region_rejects() -> Result<(), Failed> {
    let script = Script::default().with_in(OTHER, "DescribeSubnets", REJECTED);
    let emulator = Emulator::start(account::seen(), script);
    let crawled = run(crawl_of(&emulator, &account::number(), &region(HOME), &[], &everything()));
    check("outcome", record(&crawled, &region(OTHER), Collection::Subnets)?.outcome, Outcome::Failed)
}

fn no_region_list() -> Result<(), Failed> {
    let script = Script::default().with("DescribeRegions", Fault::Error(403, "UnauthorizedOperation", "no"));
    let emulator = Emulator::start(account::seen(), script);
    let crawled = run(crawl_of(&emulator, &account::number(), &region(HOME), &[], &everything()));
    check("Regions", record(&crawled, &Region::global(), Collection::Regions)?.outcome, Outcome::Refused)?;
    check("home", record(&crawled, &region(HOME), Collection::Vpcs)?.outcome, Outcome::Answered)?;
    let regions: Vec<Region> = crawled.accounts.values().flat_map(|view| view.regions.keys().cloned()).collect();
    check("Regions crawled", regions, vec![region(HOME)])
}

fn no_vpc_list() -> Result<(), Failed> {
    let script = Script::default().with_in(HOME, "DescribeVpcs", Fault::Error(403, "UnauthorizedOperation", "no"));
    let hang_on_it = [Collection::Vpcs, Collection::VpcAttributes, Collection::HostedZonesByVpc];
    let (crawled, _) = with_fault(script, &everything(), &hang_on_it)?;
    check("VPCs", record(&crawled, &region(HOME), Collection::Vpcs)?.outcome, Outcome::Refused)?;
    let asked = crawled
        .coverage
        .iter()
        .filter(|record| record.region == region(HOME) && record.collection == Collection::VpcAttributes)
        .count();
    check("attributes asked for", asked, 0)
}

fn crawl_of_estate(
    size: Size,
    script: Script,
    collections: &[Collection],
    timeout: Duration,
) -> Result<Snapshot, Failed> {
    let emulator = Emulator::start(estate::estate(size), script);
    let request = Request { collections: collections.iter().copied().collect(), timeout, ..everything() };
    Ok(run(crawl_of(&emulator, &estate::number(), &region("us-east-1"), &[], &request)))
}

fn outcomes(crawled: &Snapshot, collection: Collection) -> Vec<Outcome> {
    let of = crawled.coverage.iter().filter(|record| record.collection == collection);
    of.map(|record| record.outcome).collect()
}

fn more_than_a_burst_hang() -> Result<(), Failed> {
    let size = Size { regions: 2, vpcs: 30, interface_endpoints: 0, groups: 1, zones: 2 };
    let script = Script::default().with("ListHostedZonesByVPC", Fault::Hang);
    let begun = std::time::Instant::now();
    let crawled = crawl_of_estate(size, script, &[Collection::HostedZonesByVpc], Duration::from_secs(2))?;
    check("outcomes", outcomes(&crawled, Collection::HostedZonesByVpc), vec![Outcome::TimedOut; 62])?;
    check("in time", begun.elapsed() < Duration::from_secs(30), true)
}

fn zones_without_vpcs() -> Result<(), Failed> {
    for zones in [3, 450] {
        let size = Size { regions: 1, vpcs: 2, interface_endpoints: 0, groups: 1, zones };
        let latency = Some(Duration::from_millis(5));
        let script = Script { latency, ..Script::default() }.with("ListHostedZonesByVPC", Fault::Refused(BY_IAM));
        let collections = [Collection::HostedZonesByVpc, Collection::HostedZoneVpcs];
        let crawled = crawl_of_estate(size, script, &collections, Duration::from_secs(60))?;
        check("zones asked", outcomes(&crawled, Collection::HostedZoneVpcs).len(), zones)?;
    }
    Ok(())
}

fn stopped() -> Result<(), Failed> {
    let script = Script::default().with_in(HOME, "DescribeSubnets", Fault::Hang);
    let emulator = Emulator::start(account::seen(), script);
    let crawled = run(async {
        let config = config(&emulator, &account::number(), &region(HOME)).await;
        let target = Target::of(config, &Options::default()).await.map_err(|error| error.to_string())?;
        let (switch, stop) = stop();
        let hurry = async {
            while emulator.count("DescribeVpcs") < 2 || emulator.count("DescribeSubnets") < 2 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            // Time for the answers that are on their way.
            tokio::time::sleep(Duration::from_secs(1)).await;
            switch.stop();
        };
        let request = Request { collections: BTreeSet::from([Collection::Vpcs, Collection::Subnets]), ..everything() };
        let (crawled, ()) = tokio::join!(crawl(&target, &request, stop), hurry);
        Ok::<_, Failed>(crawled)
    })?;
    check("seen", record(&crawled, &region(HOME), Collection::Vpcs)?.outcome, Outcome::Answered)?;
    check("seen elsewhere", record(&crawled, &region(OTHER), Collection::Subnets)?.outcome, Outcome::Answered)?;
    check("cut off", record(&crawled, &region(HOME), Collection::Subnets)?.outcome, Outcome::Cancelled)
}
