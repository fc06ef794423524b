//! What is told of a crawl beforehand against what the emulator saw of it.

use super::matrix::account;
use super::{crawl_of, everything, run};
use crate::support::emulator::{BY_IAM, Emulator, Fault, Script};
use crate::support::estate::{self, Size};
use crate::worlds;
use byway::collect::{Expected, Limit, Outlook, Request, permissions};
use byway::id::Region;
use byway::snapshot::{Collection, Snapshot};
use libtest_mimic::{Failed, Trial};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

pub fn tests() -> Vec<Trial> {
    let mut tests = vec![
        Trial::test("outlook: the calls of a crawl are foretold from the snapshot of an estate, page by page", pages),
        Trial::test("outlook: the calls of a crawl that meets refusals are foretold from what it saved", refusals),
        Trial::test("outlook: permissions are the actions of a crawl of everything, and only read", actions),
        Trial::test("outlook: each policy has asked for what it hangs on and nothing else", each_policy),
        Trial::test("outlook: what is certain of any account is never more than what one takes", certain),
        Trial::test("outlook: more zones than AWS allows at once bound the time of a crawl", bound),
    ];
    tests.extend(worlds::names().into_iter().map(|world| {
        Trial::test(
            format!("outlook: an unchanged world {world} takes the calls that its last crawl took"),
            move || of_world(&world),
        )
    }));
    tests
}

/// Calls by operation and Region, `global` for what has none.
type Calls = BTreeMap<(String, String), u64>;

/// What the emulator saw, but for the calls that find the account out, and for what was asked anew after a fault.
fn seen_by(emulator: &Emulator) -> Calls {
    let is_global = |permission: &str| {
        Collection::ALL.into_iter().any(|collection| collection.operation() == permission && collection.is_global())
    };
    let mut calls = Calls::new();
    let mut met = BTreeSet::new();
    let actions = emulator.actions().into_iter().filter(|action| action.service != "sts");
    for action in actions.filter(|action| met.insert(format!("{action:?}"))) {
        let permission = action.permission();
        let region = if is_global(&permission) { "global".to_owned() } else { action.region };
        *calls.entry((permission, region)).or_default() += 1;
    }
    calls
}

fn foretold(outlook: &Outlook) -> Calls {
    let mut calls = Calls::new();
    for Expected { collection, region, calls: number, .. } in &outlook.expected {
        let region = region.as_ref().map_or("each", |region| region.as_str());
        *calls.entry((collection.operation().to_owned(), region.to_owned())).or_default() += number;
    }
    calls
}

fn same(expected: &Calls, found: &Calls) -> Result<(), Failed> {
    let differ: Vec<String> = expected
        .keys()
        .chain(found.keys())
        .filter(|name| expected.get(*name) != found.get(*name))
        .map(|name| format!("{name:?}: seen {:?}, foretold {:?}", expected.get(name), found.get(name)))
        .collect();
    if differ.is_empty() { Ok(()) } else { Err(differ.join("\n").into()) }
}

/// Serves `seen`, crawls it for `wanted`, and compares the calls with those foretold from what was crawled.
fn unchanged(
    seen: &Snapshot,
    script: Script,
    wanted: &BTreeSet<Collection>,
    regions: &[Region],
) -> Result<(Snapshot, Emulator), Failed> {
    let (account, view) = seen.accounts.iter().next().ok_or("no account")?;
    let home = view.regions.keys().next().ok_or("no Region")?;
    let emulator = Emulator::start(seen.clone(), script);
    let request = Request { collections: wanted.clone(), ..everything() };
    let crawled = run(crawl_of(&emulator, account, home, regions, &request));
    let outlook = Outlook::of(&crawled, wanted);
    same(&seen_by(&emulator), &foretold(&outlook))?;
    let unfinished = crawled.coverage.iter().any(|record| record.outcome.is_incomplete_run());
    if outlook.is_at_least() && !unfinished {
        let guessed = outlook.expected.iter().find(|row| row.at_least);
        return Err(format!("what was answered is told as a guess: {guessed:?}").into());
    }
    Ok((crawled, emulator))
}

fn of_world(world: &str) -> Result<(), Failed> {
    let seen = worlds::snapshot(world);
    let needs: BTreeSet<Collection> =
        worlds::policies().iter().flat_map(|policy| policy.needs()).copied().chain([Collection::Regions]).collect();
    for (wanted, page_size) in [(Collection::ALL.into(), 1000), (needs, 2)] {
        let script = Script { page_size, ..Script::default() };
        unchanged(&seen, script, &wanted, &seen.narrowed_to)?;
    }
    Ok(())
}

/// A snapshot that no crawl took knows nothing of pages: their number is told from AWS's page sizes.
fn pages() -> Result<(), Failed> {
    let size = Size { regions: 2, vpcs: 20, interface_endpoints: 2, groups: 60, zones: 130 };
    let seen = estate::estate(size);
    let wanted = BTreeSet::from(Collection::ALL);
    let (_, emulator) = unchanged(&seen, Script::default(), &wanted, &[])?;
    let outlook = Outlook::of(&seen, &wanted);
    same(&seen_by(&emulator), &foretold(&outlook))?;
    // 1,200 groups a Region, a thousand a page, and 130 zones, a hundred a page.
    let of =
        |operation: &str, region: &str| foretold(&outlook).get(&(operation.to_owned(), region.to_owned())).copied();
    let groups = of("ec2:DescribeSecurityGroups", "us-east-1");
    let zones = of("route53:ListHostedZones", "global");
    if (groups, zones) == (Some(2), Some(2)) { Ok(()) } else { Err(format!("{groups:?} {zones:?}").into()) }
}

fn refusals() -> Result<(), Failed> {
    let wanted = BTreeSet::from(Collection::ALL);
    for operation in
        ["ListHostedZonesByVPC", "DescribeVpcEndpoints", "DescribeRegions", "DescribeVpcs", "ListHostedZones"]
    {
        let script = Script { page_size: 1, ..Script::default() }.with(operation, Fault::Refused(BY_IAM));
        unchanged(&account::seen(), script, &wanted, &[]).map_err(|error| format!("{operation}: {error:?}"))?;
    }
    Ok(())
}

fn actions() -> Result<(), Failed> {
    let wanted = BTreeSet::from(Collection::ALL);
    let mut seen = BTreeSet::new();
    // Who may not list the zones of VPCs is asked for the VPCs of zones, and who may not list endpoints for what those
    // of rare types are associated with.
    for refused in ["", "ListHostedZonesByVPC", "DescribeVpcEndpoints"] {
        let script = Script::default().with(refused, Fault::Refused(BY_IAM));
        let (_, emulator) = unchanged(&account::seen(), script, &wanted, &[])?;
        seen.extend(seen_by(&emulator).into_keys().map(|(permission, _)| permission));
    }
    let wanted: BTreeSet<String> = permissions(&wanted).into_iter().map(str::to_owned).collect();
    let odd: Vec<&String> = wanted.symmetric_difference(&seen).collect();
    if !odd.is_empty() {
        return Err(format!("asked and not wanted, or wanted and not asked: {odd:?}").into());
    }
    let reads = |action: &&String| {
        let name = action.split_once(':').map_or("", |(_, name)| name);
        ["Describe", "Get", "List", "Search"].iter().any(|verb| name.starts_with(verb))
    };
    match seen.iter().find(|action| !reads(action)) {
        None => Ok(()),
        Some(action) => Err(format!("{action} does not only read").into()),
    }
}

/// On an account with something of everything, a policy's crawl asks all that its permissions allow.
fn each_policy() -> Result<(), Failed> {
    let seen = account::seen();
    for policy in worlds::policies() {
        let needs: BTreeSet<Collection> = policy.needs().iter().copied().chain([Collection::Regions]).collect();
        let (_, emulator) = unchanged(&seen, Script::default(), &needs, &[])?;
        let asked: BTreeSet<String> = seen_by(&emulator).into_keys().map(|(permission, _)| permission).collect();
        let wanted: BTreeSet<String> = permissions(&needs).into_iter().map(str::to_owned).collect();
        if asked != wanted {
            let odd: Vec<&String> = wanted.symmetric_difference(&asked).collect();
            return Err(format!("{}: {odd:?}", policy.id()).into());
        }
    }
    Ok(())
}

fn certain() -> Result<(), Failed> {
    let wanted = BTreeSet::from(Collection::ALL);
    for world in worlds::names() {
        let seen = worlds::snapshot(&world);
        let regions: Vec<Region> = seen
            .accounts
            .values()
            .flat_map(|account| account.regions.keys())
            .cloned()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let mut narrowed = seen.clone();
        narrowed.narrowed_to = regions.clone();
        let certain = foretold(&Outlook::certain(&wanted, &regions));
        let accounts = seen.accounts.len() as u64;
        let taken = foretold(&Outlook::of(&narrowed, &wanted));
        for (name, calls) in &certain {
            let taken = taken.get(name).copied().unwrap_or(0);
            if *calls * accounts > taken {
                return Err(format!("{world}: {name:?} is certain to take {calls} and takes {taken}").into());
            }
        }
    }
    Ok(())
}

fn bound() -> Result<(), Failed> {
    let outlook = |vpcs| {
        let seen = estate::estate(Size { regions: 2, vpcs, interface_endpoints: 2, groups: 2, zones: 10 });
        Outlook::of(&seen, &BTreeSet::from([Collection::HostedZonesByVpc]))
    };
    let trip = Duration::from_millis(80);
    // Regions, VPCs, zones.
    let few = outlook(4).bound(trip);
    if (few.least, &few.by) != (trip * 3, &Limit::Chain { calls: 3 }) {
        return Err(format!("{few:?}").into());
    }
    // 2 x 61 calls in the third round trip, 50 at once and ten a second.
    let many = outlook(60).bound(trip);
    let least = trip * 3 + Duration::from_millis(7200);
    match &many.by {
        Limit::Allowance { name: "route53", calls: 122, .. } if many.least == least => Ok(()),
        other => Err(format!("{:?} {other:?}", many.least).into()),
    }
}
