//! What goes wrong with one question is said in the report and the exit code, and harms nothing else.

use super::{ACCOUNT, Ran, aged_to, check, ended, live, verdicts};
use crate::support::emulator::{Emulator, Fault, Script};
use crate::worlds;
use byway::snapshot::{Collection, Coverage, Outcome, demo};
use libtest_mimic::{Failed, Trial};
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

const HOME: &str = "eu-west-1";
const OTHER: &str = "us-east-1";

pub fn tests() -> Vec<Trial> {
    vec![
        Trial::test("e2e: a refusal is incomplete, alone or beside findings, and names the permission", refusal),
        Trial::test("e2e: a refusal by a service control policy is told from one by IAM", denied_by),
        Trial::test("e2e: a question that hangs is timed out, and the rest is answered", hanging),
        Trial::test("e2e: HTML with status 500 is a failure of that question alone", html),
        Trial::test("e2e: a Region that refuses everything leaves the other Region's verdicts as they are", bad_region),
        Trial::test("e2e: a named Region that is not enabled is said to be so", region_not_enabled),
        Trial::test("e2e: an account that answers nothing is fatal, and no clean run", nothing_seen),
    ]
}

/// A live audit of the demo account, or of a world, with its verdicts on everything.
fn audit(world: Option<&str>, script: Script, args: &[&str]) -> Result<Ran, Failed> {
    let mut seen = match world {
        Some(world) => worlds::snapshot(world),
        None => demo().map_err(|error| error.to_string())?,
    };
    // Who may not list endpoints is asked for associations, of which these accounts have none.
    for record in &mut seen.coverage {
        if record.collection == Collection::VpcEndpointAssociations && record.outcome == Outcome::NotAsked {
            *record = Coverage::answered(record.question(), 0, 1);
        }
    }
    let emulator = Emulator::start(aged_to(&seen, jiff::Timestamp::now()), script);
    Ok(Ran::of(live(&emulator.url(), ACCOUNT).args(&["audit", "--all"]).args(args)))
}

const JSON: [&str; 2] = ["-o", "json"];
const REFUSED: Fault = Fault::Error(
    403,
    "UnauthorizedOperation",
    "You are not authorized to perform this operation. User: arn:aws:iam::111122223333:user/a is not authorized to perform: ec2:DescribeVpcEndpoints because no identity-based policy allows the ec2:DescribeVpcEndpoints action",
);

fn refusal() -> Result<(), Failed> {
    // Without a fault the one account has nothing to say, the other findings.
    audit(Some("isolated"), Script::default(), &[])?.ended(&[0])?;
    audit(None, Script::default(), &[])?.ended(&[1])?;
    let script = || Script::default().with_in(HOME, "DescribeVpcEndpoints", REFUSED);
    for (world, code, lenient) in [(Some("isolated"), 3, 0), (None, 4, 1)] {
        let ran = audit(world, script(), &[])?.ended(&[code])?;
        check("names the permission", ran.stdout.contains("ec2:DescribeVpcEndpoints"), true)?;
        audit(world, script(), &["--incomplete", "ok"])?.ended(&[lenient])?;
        let report = audit(world, script(), &JSON)?.ended(&[code])?.report()?;
        check("refused", ended(&report, "refused"), vec![format!("{HOME} ec2:DescribeVpcEndpoints")])?;
        let gap = |finding: &Value| finding.pointer("/gaps/0/permission").and_then(Value::as_str).map(str::to_owned);
        let unknown =
            report["findings"].as_array().into_iter().flatten().find(|finding| finding["verdict"] == "unknown");
        check("permission of a gap", unknown.and_then(gap).as_deref(), Some("ec2:DescribeVpcEndpoints"))?;
    }
    Ok(())
}

fn denied_by() -> Result<(), Failed> {
    let scp = Fault::Error(
        403,
        "UnauthorizedOperation",
        "User: arn:aws:iam::111122223333:user/a is not authorized to perform: ec2:DescribeSubnets with an explicit deny in a service control policy",
    );
    let script = Script::default().with_in(HOME, "DescribeSubnets", scp).with_in(HOME, "DescribeVpcEndpoints", REFUSED);
    let report = audit(None, script, &JSON)?.ended(&[4])?.report()?;
    let by = |operation: &str| {
        let mut records = report["coverage"].as_array().into_iter().flatten();
        let record = records.find(|record| record["region"] == HOME && record["operation"] == operation);
        record.and_then(|record| record["denied_by"].as_str()).map(str::to_owned)
    };
    check(
        "by",
        [by("ec2:DescribeSubnets"), by("ec2:DescribeVpcEndpoints")].map(Option::unwrap_or_default),
        ["scp".to_owned(), "iam".to_owned()],
    )
}

/// How every question of a report ended, but for one operation of the home Region.
fn outcomes(report: &Value, but: &str) -> BTreeMap<String, String> {
    let records = report["coverage"].as_array().into_iter().flatten();
    let text = |record: &Value, name: &str| record[name].as_str().unwrap_or_default().to_owned();
    records
        .filter(|record| !(record["operation"] == but && record["region"] == HOME))
        .map(|record| {
            let question = ["region", "operation", "key"].map(|name| text(record, name)).join(" ");
            (question, format!("{} {}", text(record, "outcome"), record["items"]))
        })
        .collect()
}

fn harms_nothing_else(report: &Value, operation: &str) -> Result<(), Failed> {
    let healthy = audit(None, Script::default(), &JSON)?.ended(&[1])?.report()?;
    check("the other questions", outcomes(report, operation), outcomes(&healthy, operation))
}

fn hanging() -> Result<(), Failed> {
    let begun = Instant::now();
    let script = Script::default().with_in(HOME, "DescribeNatGateways", Fault::Hang);
    let report = audit(None, script, &["-o", "json", "--timeout", "3"])?.ended(&[1, 4])?.report()?;
    check("over in time", begun.elapsed() < Duration::from_secs(15), true)?;
    check("timed out", ended(&report, "timed-out"), vec![format!("{HOME} ec2:DescribeNatGateways")])?;
    harms_nothing_else(&report, "ec2:DescribeNatGateways")
}

fn html() -> Result<(), Failed> {
    let script = Script::default().with_in(HOME, "DescribeSecurityGroups", Fault::Html(500));
    let report = audit(None, script, &JSON)?.ended(&[4])?.report()?;
    check("failed", ended(&report, "failed"), vec![format!("{HOME} ec2:DescribeSecurityGroups")])?;
    harms_nothing_else(&report, "ec2:DescribeSecurityGroups")
}

/// Every regional operation of one Region goes wrong.
fn everywhere_in(region: &'static str, fault: &Fault) -> Script {
    let operations = Collection::ALL.into_iter().filter(|one| !one.is_global());
    operations
        .filter_map(|one| one.operation().split_once(':'))
        .fold(Script::default(), |script, (_, operation)| script.with_in(region, operation, fault.clone()))
}

fn bad_region() -> Result<(), Failed> {
    let healthy = verdicts(&audit(None, Script::default(), &JSON)?.ended(&[1])?.report()?)?;
    let report = audit(None, everywhere_in(OTHER, &REFUSED), &JSON)?.ended(&[4])?.report()?;
    let of_home = |verdicts: BTreeMap<worlds::Judged, String>| -> BTreeMap<worlds::Judged, String> {
        verdicts.into_iter().filter(|(judged, _)| judged.region == HOME).collect()
    };
    let found = verdicts(&report)?;
    let other: Vec<&String> = found.iter().filter(|(judged, _)| judged.region == OTHER).map(|(_, one)| one).collect();
    check("verdicts there", other.is_empty() || other.iter().any(|verdict| *verdict != "unknown"), false)?;
    check("verdicts here", of_home(found), of_home(healthy))
}

fn region_not_enabled() -> Result<(), Failed> {
    let opt_in = Fault::Error(401, "AuthFailure", "AWS was not able to validate the provided access credentials");
    // Region names are checked against the account's own list, so a Region on offer and not enabled is added.
    let mut seen = demo().map_err(|error| error.to_string())?;
    let closed = "ap-east-1";
    for view in seen.accounts.values_mut() {
        view.regions_on_offer.push(byway::snapshot::model::RegionOnOffer {
            region_name: Some(closed.to_owned()),
            endpoint: None,
            opt_in_status: Some("not-opted-in".to_owned()),
        });
    }
    let emulator = Emulator::start(seen, everywhere_in(closed, &opt_in));
    let ran =
        Ran::of(live(&emulator.url(), ACCOUNT).args(&["audit", "--region", HOME, "--region", closed, "-o", "json"]));
    let report = ran.ended(&[1])?.report()?;
    let not_enabled = ended(&report, "not-enabled");
    check("not enabled", not_enabled.is_empty() || not_enabled.iter().any(|one| !one.starts_with(closed)), false)?;
    check(
        "clean there",
        verdicts(&report)?.iter().any(|(judged, one)| judged.region == closed && one == "pass"),
        false,
    )?;
    // A Region that nobody named and that is not enabled is not asked at all.
    let emulator = Emulator::start(worlds::snapshot("two-regions"), Script::default());
    Ran::of(live(&emulator.url(), ACCOUNT).args(&["audit", "-o", "json"])).ended(&[0, 1])?;
    check("asked there", emulator.actions().iter().any(|action| action.region == closed), false)
}

fn nothing_seen() -> Result<(), Failed> {
    let emulator = Emulator::start(worlds::snapshot("isolated"), Script::default());
    let ran = Ran::of(live(&emulator.url(), "444455556666").args(&["audit"])).ended(&[5])?;
    check("said", ran.stderr.contains("nothing was answered"), true)
}
