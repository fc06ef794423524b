//! Many accounts: none harms another, none is asked twice, and all of them make one snapshot.

use super::account::{HOME, OTHER, region};
use super::{config, everything, run};
use crate::support::emulator::{Action, Emulator, Fault, Script};
use byway::collect::{Accounts, Request, crawl_accounts, list_accounts, stop};
use byway::id::{AccountId, Partition, Region};
use byway::network::Index;
use byway::policy::judge;
use byway::snapshot::{Builder, Collection, Coverage, DeniedBy, Gap, Items, Outcome, Question, Snapshot};
use byway::target::{Doors, Options, RoleName, Session, Target, named};
use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

pub fn tests() -> Vec<Trial> {
    vec![
        Trial::test("collect: two hundred accounts are crawled, sixteen at once, each entered once", two_hundred),
        Trial::test("collect: the order in which accounts answer never shows in the snapshot", any_order),
        Trial::test("collect: an account that cannot be entered says why and harms no other", shut),
        Trial::test(
            "collect: an account that cannot be entered owes an Unknown, in a narrowed run too",
            shut_is_unknown,
        ),
        Trial::test("collect: credentials that end during a crawl are renewed before their end", renewed),
        Trial::test("collect: the organization is listed once, and its own account asked without a role", organization),
        Trial::test("collect: a stop records what was not begun as cancelled", stopped),
        Trial::test("collect: a Region that hangs is given up at the deadline and holds nobody up", hanging_region),
    ]
}

/// An account number.
pub fn number(at: usize) -> AccountId {
    format!("{:012}", 111_100_000_000_u64 + at as u64).parse().expect("twelve digits")
}

/// A small account: one Region, two VPCs, and nothing of everything else.
fn small(builder: &mut Builder, account: &AccountId) {
    builder.account(account, Partition::Aws);
    let mut add = |region: Region, collection: Collection, key: &str, list: Value| {
        let question = Question { account: account.clone(), region, collection, key: key.to_owned() };
        let items = Items::from_json(collection, list.as_array().cloned().expect("a list")).expect("AWS's shape");
        builder.record(Coverage::answered(question.clone(), items.len() as u64, 1));
        builder.add(&question, items);
    };
    for collection in Collection::ALL.into_iter().filter(|one| !one.is_keyed()) {
        let list = match collection {
            Collection::Regions => json!([{"RegionName": HOME, "OptInStatus": "opt-in-not-required"}]),
            Collection::Vpcs => {
                let vpc = |n| json!({"VpcId": format!("vpc-{account}-{n}"), "OwnerId": account, "CidrBlock": "10.0.0.0/16", "State": "available"});
                json!([vpc(1), vpc(2)])
            }
            Collection::BlockPublicAccessOptions => json!([{"AwsRegion": HOME, "InternetGatewayBlockMode": "off"}]),
            _ => json!([]),
        };
        add(if collection.is_global() { Region::global() } else { region(HOME) }, collection, "", list);
    }
    for vpc in [1, 2] {
        add(Region::global(), Collection::HostedZonesByVpc, &format!("vpc-{account}-{vpc}"), json!([]));
    }
}

/// So many small accounts.
pub fn many(count: usize) -> Snapshot {
    let mut builder = Builder::new("2026-11-01T06:00:00Z".parse().expect("a time"));
    (0..count).for_each(|at| small(&mut builder, &number(at)));
    builder.finish()
}

/// A small account's every question but those about organizations.
fn request() -> Request {
    let mut request = everything();
    request.collections = BTreeSet::from([Collection::Regions, Collection::Vpcs, Collection::Subnets]);
    request
}

async fn caller(emulator: &Emulator, account: &AccountId, regions: &[Region]) -> Target {
    let options = Options { regions: regions.to_vec(), ..Options::default() };
    Target::of(config(emulator, account, &region(HOME)).await, &options).await.expect("the account opens")
}

fn role() -> RoleName {
    "audit".parse().expect("a role's name")
}

fn doors(caller: &Target, count: usize) -> Doors {
    let list: Vec<String> = (0..count).map(|at| number(at).to_string()).collect();
    let named = named(&list.join(",")).expect("accounts");
    Doors::of_named(&named, Some(&role()), &caller.account, caller.partition, None).expect("a role for each")
}

fn accounts(doors: Doors, at_once: usize) -> Accounts {
    let at_once = NonZeroUsize::new(at_once).expect("more than none");
    Accounts { doors, session: Session::default(), at_once, listed: None }
}

/// A crawl of the first so many small accounts, from the first of them.
fn crawl(emulator: &Emulator, count: usize, at_once: usize, regions: &[Region]) -> Snapshot {
    run(async {
        let caller = caller(emulator, &number(0), regions).await;
        let (_switch, stop) = stop();
        crawl_accounts(&caller, accounts(doors(&caller, count), at_once), &request(), stop).await
    })
}

fn check<T: PartialEq + std::fmt::Debug>(what: &str, found: T, expected: T) -> Result<(), Failed> {
    if found == expected { Ok(()) } else { Err(format!("{what}: expected {expected:?}, found {found:?}").into()) }
}

/// The account that a request is about: the one it enters, or the one it is signed for.
fn about(action: &Action) -> Option<AccountId> {
    match action.operation.as_str() {
        "AssumeRole" => action.parameter("RoleArn").split(':').nth(4).and_then(|account| account.parse().ok()),
        _ => action.account(),
    }
}

/// The most accounts that were begun and not ended at any time.
fn peak(actions: &[Action]) -> usize {
    let mut spans: BTreeMap<AccountId, (usize, usize)> = BTreeMap::new();
    for (at, action) in actions.iter().enumerate() {
        if let Some(account) = about(action) {
            spans.entry(account).or_insert((at, at)).1 = at;
        }
    }
    let under_way = |at: usize| spans.values().filter(|(first, last)| (*first..=*last).contains(&at)).count();
    (0..actions.len()).map(under_way).max().unwrap_or_default()
}

fn two_hundred() -> Result<(), Failed> {
    let emulator = Emulator::start(many(200), Script::default());
    let seen = crawl(&emulator, 200, 16, &[]);
    check("accounts", seen.accounts.len(), 200)?;
    let answered = |account: &AccountId, collection| {
        let region = if collection == Collection::Regions { Region::global() } else { region(HOME) };
        let question = Question { account: account.clone(), region, collection, key: String::new() };
        seen.coverage_of(&question).map(|record| (record.outcome, record.items))
    };
    for account in seen.accounts.keys() {
        check("VPCs", answered(account, Collection::Vpcs), Some((Outcome::Answered, 2)))?;
        check("Regions", answered(account, Collection::Regions), Some((Outcome::Answered, 1)))?;
    }
    check("entered", emulator.count("AssumeRole"), 199)?;
    check("who is calling", emulator.count("GetCallerIdentity"), 200)?;
    check("Regions asked for", emulator.count("DescribeRegions"), 200)?;
    let actions = emulator.actions();
    // The caller's own account is opened before any other is entered and crawled among the first.
    let others: Vec<Action> = actions.into_iter().filter(|action| about(action) != Some(number(0))).collect();
    let peak = peak(&others);
    if (2..=16).contains(&peak) { Ok(()) } else { Err(format!("{peak} accounts were under way at once").into()) }
}

fn any_order() -> Result<(), Failed> {
    let mut first: Option<Snapshot> = None;
    for (at_once, shuffle) in [(1, None), (5, Some(1)), (16, Some(2)), (16, Some(3))] {
        let emulator = Emulator::start(many(20), Script { shuffle, ..Script::default() });
        let mut seen = crawl(&emulator, 20, at_once, &[]);
        seen.taken_at = "2026-11-01T06:00:00Z".parse()?;
        if first.get_or_insert_with(|| seen.clone()) != &seen {
            return Err(format!("{at_once} at once make another snapshot").into());
        }
    }
    Ok(())
}

const SHUT: &str = "111100000002";

fn shut() -> Result<(), Failed> {
    let whole = crawl(&Emulator::start(many(4), Script::default()), 4, 2, &[]);
    let emulator = Emulator::start(many(4), Script { shut: vec![SHUT], ..Script::default() });
    let seen = crawl(&emulator, 4, 2, &[]);
    let shut: AccountId = SHUT.parse()?;
    let record = seen.coverage_of(&Snapshot::global_question(&shut, Collection::Regions, "")).ok_or("no record")?;
    check("outcome", (record.outcome, record.code.as_deref()), (Outcome::Refused, Some("AccessDenied")))?;
    check("permission", record.permission.as_deref(), Some("sts:AssumeRole"))?;
    check("denied by", record.denied_by, Some(DeniedBy::Unknown))?;
    check("AWS's words", record.message.as_deref().is_some_and(|said| said.contains("sts:AssumeRole")), true)?;
    check("nothing seen", seen.failed_entirely(&shut), true)?;
    let of_others = |snapshot: &Snapshot| -> Vec<Coverage> {
        snapshot.coverage.iter().filter(|record| record.account != shut).cloned().collect()
    };
    check("the others", of_others(&seen) == of_others(&whole), true)?;
    check("attempts to enter", emulator.actions().iter().filter(|one| about(one) == Some(shut.clone())).count(), 1)
}

fn shut_is_unknown() -> Result<(), Failed> {
    let policies = crate::worlds::policies();
    let shut: AccountId = SHUT.parse()?;
    for regions in [Vec::new(), vec![region(HOME)]] {
        let emulator = Emulator::start(many(4), Script { shut: vec![SHUT], ..Script::default() });
        let seen = crawl(&emulator, 4, 4, &regions);
        let index = Index::new(&seen);
        let found = judge(&index, &policies).findings;
        for policy in &policies {
            let id = &policy.words().id;
            let owed = found.iter().filter(|finding| &finding.policy == id && finding.account == shut);
            let gaps: Vec<&Gap> = owed.flat_map(|finding| finding.gaps.iter()).collect();
            let is_incomplete = |gap: &&Gap| matches!(gap, Gap::NotSeen(record) if record.outcome.is_incomplete_run());
            check(&format!("an Unknown of {id}, narrowed to {regions:?}"), gaps.iter().any(is_incomplete), true)?;
        }
    }
    Ok(())
}

/// A role's session that ends while a list of many pages is read. The SDK renews 5 to 10 seconds before the end.
fn renewed() -> Result<(), Failed> {
    let mut builder = Builder::new("2026-11-01T06:00:00Z".parse()?);
    for at in [0, 1] {
        small(&mut builder, &number(at));
    }
    let question =
        Question { account: number(1), region: region(HOME), collection: Collection::Subnets, key: String::new() };
    let subnets: Vec<Value> = (0..20).map(|n| json!({"SubnetId": format!("subnet-{n:02}")})).collect();
    builder.add(&question, Items::from_json(Collection::Subnets, subnets).map_err(|error| error.to_string())?);
    let script = Script {
        page_size: 1,
        latency: Some(Duration::from_millis(600)),
        session: Some(Duration::from_secs(11)),
        ..Script::default()
    };
    let emulator = Emulator::start(builder.finish(), script);
    let begun = Instant::now();
    let seen = crawl(&emulator, 2, 2, &[]);
    check("longer than a session lasts", begun.elapsed() > Duration::from_secs(11), true)?;
    let record = seen.coverage_of(&question).ok_or("no record")?;
    check("subnets", (record.outcome, record.items), (Outcome::Answered, 20))?;
    let sessions = emulator.count("AssumeRole");
    // Each was used for more than one question, though the SDK lets one go as early as a second after it began.
    let signed = emulator.actions().iter().filter(|action| action.access_key.starts_with("ASIA")).count();
    let is_fine = sessions >= 2 && sessions * 2 <= signed;
    if is_fine { Ok(()) } else { Err(format!("{sessions} sessions for {signed} requests").into()) }
}

fn organization() -> Result<(), Failed> {
    let mut seen = many(4);
    let of = |at: usize, state: &str| json!({"Id": number(at), "Name": format!("account {at}"), "State": state, "Status": "ACTIVE"});
    let list = json!([of(0, "ACTIVE"), of(1, "ACTIVE"), of(2, "SUSPENDED"), of(3, "PENDING_CLOSURE")]);
    let question = Snapshot::global_question(&number(0), Collection::OrganizationAccounts, "");
    let items = Items::from_json(Collection::OrganizationAccounts, list.as_array().cloned().expect("a list"));
    seen.replace(&question, items.map_err(|error| error.to_string())?);
    for wanted in [request(), everything()] {
        let emulator = Emulator::start(seen.clone(), Script { page_size: 1, ..Script::default() });
        let crawled = run(async {
            let caller = caller(&emulator, &number(0), &[]).await;
            let (_switch, stop) = stop();
            let listed = list_accounts(&caller, &wanted, stop.clone()).await.expect("an answer");
            let doors =
                Doors::of_organization(listed.accounts(), &role(), &caller.account, caller.partition, Some("known"));
            crawl_accounts(&caller, Accounts { listed: Some(listed), ..accounts(doors, 4) }, &wanted, stop).await
        });
        let accounts: Vec<AccountId> = crawled.accounts.keys().cloned().collect();
        check("accounts in use", accounts, vec![number(0), number(1)])?;
        let pages = emulator
            .actions()
            .iter()
            .filter(|one| one.operation == "ListAccounts" && one.account() == Some(number(0)))
            .count();
        check("pages of the list", pages, 4)?;
        let roles: Vec<(String, Option<String>)> = emulator
            .actions()
            .into_iter()
            .filter(|action| action.operation == "AssumeRole")
            .map(|action| (action.parameter("RoleArn").to_owned(), action.parameters.get("ExternalId").cloned()))
            .collect();
        let expected = format!("arn:aws:iam::{}:role/audit", number(1));
        check("roles", roles, vec![(expected, Some("known".to_owned()))])?;
        let record = crawled.coverage_of(&question).ok_or("no record")?;
        check("the list is kept", (record.outcome, record.items), (Outcome::Answered, 4))?;
        let kept = &crawled.accounts.get(&number(0)).ok_or("no caller")?.organization_accounts;
        let states: Vec<&str> = kept.iter().filter_map(|account| account.state()).collect();
        check("with those left out", states, vec!["ACTIVE", "ACTIVE", "SUSPENDED", "PENDING_CLOSURE"])?;
    }
    Ok(())
}

fn stopped() -> Result<(), Failed> {
    let emulator = Emulator::start(many(6), Script::default().with("DescribeSubnets", Fault::Hang));
    let seen = run(async {
        let caller = caller(&emulator, &number(0), &[]).await;
        let (switch, stop) = stop();
        let hurry = async {
            while emulator.count("DescribeSubnets") < 2 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
            switch.stop();
        };
        let request = request();
        let crawl = crawl_accounts(&caller, accounts(doors(&caller, 6), 2), &request, stop);
        let (seen, ()) = tokio::join!(crawl, hurry);
        seen
    });
    check("accounts", seen.accounts.len(), 6)?;
    let outcome = |at: usize, collection: Collection| {
        let region = if collection == Collection::Regions { Region::global() } else { region(HOME) };
        let question = Question { account: number(at), region, collection, key: String::new() };
        seen.coverage_of(&question).map(|record| record.outcome)
    };
    check("seen", outcome(1, Collection::Vpcs), Some(Outcome::Answered))?;
    check("cut off", outcome(1, Collection::Subnets), Some(Outcome::Cancelled))?;
    check("not begun", outcome(5, Collection::Regions), Some(Outcome::Cancelled))
}

fn hanging_region() -> Result<(), Failed> {
    let hang = Collection::ALL.into_iter().filter(|one| !one.is_global()).fold(Script::default(), |script, one| {
        let operation = one.operation().split_once(':').map_or("", |(_, operation)| operation);
        script.with_in(OTHER, operation, Fault::Hang)
    });
    let emulator = Emulator::start(super::account::seen(), hang);
    let account = super::account::number();
    let timeout = Duration::from_secs(4);
    let request = Request { timeout, ..everything() };
    let begun = Instant::now();
    let seen = run(super::crawl_of(&emulator, &account, &region(HOME), &[], &request));
    check("over a second after the deadline", begun.elapsed() < timeout + Duration::from_secs(1), true)?;
    for record in &seen.coverage {
        let asked = record.outcome != Outcome::NotAsked;
        if record.region == region(OTHER) && asked {
            check(&record.operation, record.outcome, Outcome::TimedOut)?;
        } else if record.region == region(HOME) {
            check(&record.operation, record.outcome == Outcome::TimedOut, false)?;
        }
    }
    Ok(())
}
