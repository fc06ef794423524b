//! byway against moto, an imitation of AWS that byway's own code had no hand in: every policy whose defect moto can
//! hold, in two Regions, with the defect and with it mended.
//!
//! What moto cannot hold, and where it is tested instead: the worlds have every one of these.
//!
//! Policies that can only pass there, which the seed has sound subjects of:
//! - `cross-region-endpoint-review`: CreateVpcEndpoint takes `ServiceRegion` and forgets it.
//! - `endpoint-not-available`: endpoints are `available` or `deleted`.
//! - `prefix-list-failed-state`: a list is `create-complete` or `modify-complete`, even with more entries than it may
//!   have.
//! - `resolver-component-unhealthy`: Resolver endpoints stay `OPERATIONAL` and their addresses `ATTACHED`, even when
//!   their network interfaces are deleted.
//! - `resolver-rule-association-failed`: rules and their associations are `COMPLETE` or gone.
//! - `route-target-blackhole`: routes stay `active` when their internet, NAT, transit or virtual private gateway, network
//!   interface or peering connection is gone.
//! - `sg-stale-peer-reference`: rules never get a `PeeringStatus`, and DescribeStaleSecurityGroups is answered with
//!   status 500.
//!
//! Policies that stay unknown there:
//! - `endpoint-ip-family-gap`, of every endpoint it judges: endpoints have neither `IpAddressType` nor `DnsOptions`.
//! - `profile-association-failed`: Route 53 Profiles are answered with status 500.
//! - `resolver-rule-forwards-aws-suffix`, of its defect: a Profile may bring a system rule. Mended by one, it passes.
//! - `central-endpoint-no-route`, of every VPC with workloads: a Profile may bring a zone. Its defect, and that of
//!   `central-zone-not-associated`, needs a record that leads to an endpoint by its name.
//!
//! Because of Profiles, two more fail with the defect and stay unknown once mended:
//! - `hybrid-without-inbound-resolver`: a Profile's rule may take the name that an inbound Resolver endpoint is asked for.
//! - `phz-shadows-endpoint-dns`, of every endpoint with private DNS: a Profile's zone may take its name.
//!
//! What the seed goes round:
//! - ModifyVpcEndpoint changes the endpoint's list of tables and not their routes, so endpoints are made with the tables
//!   they should have.
//! - The interfaces of endpoints and NAT gateways are of type `interface` and not AWS's, as a workload's; those of
//!   endpoints have an address anywhere in 10.0.0.0/8, and the VPC's default group.
//! - Endpoints' names have no `vpce` label. Names of AWS's kind are told to be dead with the endpoint in their id, and
//!   cannot be live.
//! - The routes of a transit gateway lose their attachments, so `gateway-endpoint-remote-clients` leads over a peering
//!   connection only.
//! - Where Profiles are unknown, what an inbound Resolver endpoint answers is unknown. The accounts with defects have
//!   none, and `resolver-inbound-sg-blocks-dns` fails of an outbound one.
//! - VPCs have no DHCP options, default groups no inbound rule; ListResolverRuleAssociations fails where two
//!   associations have no name.
//! - An operation it does not know is answered with status 500 and HTML. `faults.rs` has that answer too.
//!
//! moto's endpoints are seconds old, so the hour of grace of `gateway-endpoint-without-route-table` is set to none.

use super::{Ran, check, ended, live, verdicts};
use crate::support::moto::{Moto, NoMoto, unknown_for_other_reasons};
use crate::worlds::Judged;
use byway::policy::{Language, bundled};
use libtest_mimic::{Completion, Failed, Trial};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const WITH_DEFECTS: &str = "111111111111";
const MENDED: &str = "222222222222";
const REGIONS: [&str; 2] = ["eu-west-1", "us-east-1"];
/// What moto can show only to be sound.
const SOUND_IN_MOTO: [&str; 7] = [
    "cross-region-endpoint-review",
    "endpoint-not-available",
    "prefix-list-failed-state",
    "resolver-component-unhealthy",
    "resolver-rule-association-failed",
    "route-target-blackhole",
    "sg-stale-peer-reference",
];
/// Whose defect moto can hold, but not so that it can be told.
const UNKNOWN_IN_MOTO: [&str; 2] = ["endpoint-ip-family-gap", "resolver-rule-forwards-aws-suffix"];
/// What moto has nothing of at all: the questions themselves are unknown.
const NOT_IN_MOTO: &str = "profile-association-failed";
/// What hangs on records that lead to endpoints by names that moto's endpoints do not have.
const NOT_NAMED_IN_MOTO: [&str; 2] = ["central-endpoint-no-route", "central-zone-not-associated"];
/// The questions about Profiles, which moto cannot answer.
const PROFILES: [&str; 2] = ["route53profiles:ListProfileAssociations", "route53profiles:ListProfiles"];
/// All questions that moto cannot answer.
const NOT_ANSWERED: [&str; 4] =
    [PROFILES[0], PROFILES[1], "ec2:DescribeVpcBlockPublicAccessExclusions", "ec2:DescribeVpcBlockPublicAccessOptions"];
/// What passes nowhere in moto: unknown, wherever there is something to judge and no defect seen.
const NEVER_PASSES: [&str; 3] = ["central-endpoint-no-route", "endpoint-ip-family-gap", "phz-shadows-endpoint-dns"];

pub fn tests() -> Vec<Trial> {
    vec![Trial::ignorable_test(
        "e2e: every defect that moto can hold fails in two Regions, and passes once mended",
        || match Moto::start() {
            Ok(moto) => every_policy(&moto).map(|()| Completion::Completed),
            Err(NoMoto::Ignored(reason)) => Ok(Completion::ignored_with(reason)),
            Err(NoMoto::Failed(reason)) => Err(reason.into()),
        },
    )]
}

fn audit(moto: &Moto, account: &str, more: &[&str]) -> Ran {
    let role = format!("arn:aws:iam::{account}:role/audit");
    let binary = live(&moto.url(), "").env("AWS_ACCESS_KEY_ID", "testing");
    Ran::of(
        binary
            .args(&["audit", "--role-arn", &role, "--region", "eu-west-1", "--region", "us-east-1", "--all"])
            .args(&["-o", "json", "--option", "gateway-endpoint-without-route-table.grace_hours=0"])
            .args(more),
    )
}

fn every_policy(moto: &Moto) -> Result<(), Failed> {
    let subjects = moto.seed("defects")?;
    every_policy_is_covered(&subjects)?;

    let with_defects = expected(&subjects, WITH_DEFECTS);
    let report = audit(moto, WITH_DEFECTS, &[]).ended(&[4])?.report()?;
    let found = verdicts(&report)?;
    hold(&with_defects, &found)?;
    check("fails beside the defects put in", &fails(&found) - &fails(&with_defects), BTreeSet::new())?;
    nothing_else_is_unknown(&report, &with_defects, &found)?;

    each_alone(moto, &found)?;

    let mended = expected(&subjects, MENDED);
    let report = audit(moto, MENDED, &[]).ended(&[3])?.report()?;
    let found = verdicts(&report)?;
    hold(&mended, &found)?;
    check("no fail is left", fails(&found), BTreeSet::new())?;
    nothing_else_is_unknown(&report, &mended, &found)
}

/// Alone, a policy asks for what it needs only, and judges the same. Some at once: what takes time is the pace at which
/// Route 53 is asked.
fn each_alone(moto: &Moto, among_all: &BTreeMap<Judged, String>) -> Result<(), Failed> {
    const AT_ONCE: usize = 6;
    let policies = bundled(Language::of_byway()).map_err(|error| error.to_string())?;
    let ids: Vec<&str> = policies.iter().map(|policy| policy.id()).collect();
    std::thread::scope(|scope| {
        let mut shares = Vec::new();
        for first in 0..AT_ONCE {
            let mut share = ids.iter().skip(first).step_by(AT_ONCE);
            shares.push(scope.spawn(move || share.try_for_each(|id| alone(moto, id, among_all))));
        }
        shares.into_iter().try_for_each(|share| share.join().unwrap_or_else(|_| Err("a thread panicked".into())))
    })
}

fn alone(moto: &Moto, policy: &str, among_all: &BTreeMap<Judged, String>) -> Result<(), Failed> {
    let ran = audit(moto, WITH_DEFECTS, &["--policy", policy]);
    let report = ran.report()?;
    let same = among_all.iter().filter(|(judged, _)| judged.policy == policy);
    let same: BTreeMap<_, _> = same.map(|(judged, verdict)| (judged.clone(), verdict.clone())).collect();
    check(&format!("{policy} alone and among all"), verdicts(&report)?, same)?;
    ran.ended(&[code_of(&report)]).map(|_| ())
}

fn fails(verdicts: &BTreeMap<Judged, String>) -> BTreeSet<Judged> {
    verdicts.iter().filter(|(_, verdict)| verdict.starts_with("fail")).map(|(judged, _)| judged.clone()).collect()
}

/// What is not answered is what moto does not imitate, and is the reason of what is unknown, all of which is expected.
fn nothing_else_is_unknown(
    report: &Value,
    expected: &BTreeMap<Judged, String>,
    found: &BTreeMap<Judged, String>,
) -> Result<(), Failed> {
    let in_each_region = |operations: &[&str], what: fn(&str, &str) -> String| -> BTreeSet<String> {
        REGIONS.iter().flat_map(|region| operations.iter().map(|operation| what(region, operation))).collect()
    };
    check("refused", ended(report, "refused"), Vec::new())?;
    let failed = in_each_region(&NOT_ANSWERED, |region, operation| format!("{region} {operation}"));
    check("failed", ended(report, "failed").into_iter().collect(), failed)?;
    check("unknown for other reasons", unknown_for_other_reasons(report), Vec::new())?;
    let of_profiles = found.keys().filter(|judged| judged.policy == NOT_IN_MOTO);
    let of_profiles = of_profiles.map(|judged| format!("{} {}", judged.region, judged.subject)).collect();
    let scopes = in_each_region(&PROFILES, |region, operation| format!("{region} scope:{operation}"));
    check("what is said of Profiles", of_profiles, scopes)?;
    let wrong = found.iter().filter(|(judged, verdict)| match verdict.as_str() {
        "unknown" => {
            let policy = judged.policy.as_str();
            let everywhere = policy == NOT_IN_MOTO || NEVER_PASSES.contains(&policy);
            !everywhere && expected.get(*judged).is_none_or(|verdict| verdict != "unknown")
        }
        "pass" => NEVER_PASSES.contains(&judged.policy.as_str()),
        _ => false,
    });
    check("unknown or passed beside what is expected", wrong.collect(), Vec::new())
}

/// What the seed says of one account: policy, id, key, the verdict with the defect, and the one once mended, which is
/// `pass` where nothing else is said of a defect.
fn expected(subjects: &Value, account: &str) -> BTreeMap<Judged, String> {
    let mut expected = BTreeMap::new();
    for (region, rows) in subjects[account].as_object().into_iter().flatten() {
        for row in rows.as_array().into_iter().flatten() {
            let [policy, id, key, verdict, mended] = [0, 1, 2, 3, 4].map(|at| row[at].as_str().unwrap_or_default());
            // A hosted zone is of no Region, and alone has an id without a kind.
            let region = if id.contains('-') { region } else { "global" };
            let subject = if key.is_empty() { id.to_owned() } else { format!("{id}/{key}") };
            let verdict = match (account, mended) {
                (MENDED, "") if verdict.starts_with("fail") => "pass",
                (MENDED, mended) if !mended.is_empty() => mended,
                _ => verdict,
            };
            let judged =
                Judged { policy: policy.to_owned(), account: account.to_owned(), region: region.to_owned(), subject };
            expected.insert(judged, verdict.to_owned());
        }
    }
    expected
}

/// Every bundled policy has its defect in both Regions, but for those that moto cannot show; of these it has what moto can.
fn every_policy_is_covered(subjects: &Value) -> Result<(), Failed> {
    for policy in bundled(Language::of_byway()).map_err(|error| error.to_string())? {
        let id = policy.id();
        let expected = match id {
            NOT_IN_MOTO => BTreeSet::new(),
            id if NOT_NAMED_IN_MOTO.contains(&id) => BTreeSet::new(),
            id if SOUND_IN_MOTO.contains(&id) => BTreeSet::from(["pass"]),
            id if UNKNOWN_IN_MOTO.contains(&id) => BTreeSet::from(["unknown"]),
            _ => BTreeSet::from(["fail"]),
        };
        for region in REGIONS {
            let rows = subjects[WITH_DEFECTS][region].as_array().into_iter().flatten();
            let verdicts = rows.filter(|row| row[0] == id).filter_map(|row| row[3].as_str());
            let mut found: BTreeSet<&str> =
                verdicts.map(|verdict| verdict.split(':').next().unwrap_or_default()).collect();
            // Sound subjects beside the defect.
            if found.contains("fail") {
                found.retain(|verdict| *verdict == "fail");
            }
            found.remove("not-applicable");
            check(&format!("{id} in {region} of moto"), found, expected.clone())?;
        }
    }
    Ok(())
}

/// How a run with this report must end: whether something fails, leaving out what a person must look at, and whether
/// something is unknown because a question was not answered.
fn code_of(report: &Value) -> i32 {
    let any = |holds: fn(&Value) -> bool| report["findings"].as_array().into_iter().flatten().any(holds);
    let failing = any(|one| one["verdict"] == "fail" && one["severity"] != "info" && one["confidence"] != "review");
    let incomplete = any(|one| {
        let mut gaps = one["gaps"].as_array().into_iter().flatten();
        one["verdict"] == "unknown" && gaps.any(|gap| gap["kind"] == "not-seen")
    });
    match (failing, incomplete) {
        (false, false) => 0,
        (true, false) => 1,
        (false, true) => 3,
        (true, true) => 4,
    }
}

fn hold(expected: &BTreeMap<Judged, String>, found: &BTreeMap<Judged, String>) -> Result<(), Failed> {
    let wrong: Vec<String> = expected
        .iter()
        .filter(|(judged, verdict)| found.get(judged) != Some(verdict))
        .map(|(judged, verdict)| format!("{judged:?}: expected {verdict}, found {:?}", found.get(judged)))
        .collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}
