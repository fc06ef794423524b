//! Many accounts through the binary: reports, files and exit codes, signals, and what stderr says.

use super::{Ran, aged_to, check, live};
use crate::collect::accounts::{many, number};
use crate::support::binary::Binary;
use crate::support::emulator::{BY_SCP, Emulator, Fault, Script};
use byway::id::AccountId;
use byway::snapshot::{Builder, Collection, Items, Question, Snapshot, demo, file};
use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};
use std::path::Path;

pub fn tests() -> Vec<Trial> {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "signals are unix's"))]
    let mut tests = vec![
        Trial::test("e2e: every report of many accounts has them all, and one that is shut is Unknown", reports),
        Trial::test(
            "e2e: an organization is audited from one of its accounts, and who is left out is said",
            organization,
        ),
        Trial::test("e2e: an organization that cannot be listed is fatal and says what to do", no_organization),
        Trial::test("e2e: mistakes in naming accounts and roles are one line each", mistakes),
        Trial::test("e2e: roles are chained, with an external ID for the last", chain),
        Trial::test("e2e: a Region that a service control policy closes is told from a permission that lacks", scp),
        Trial::test("e2e: a service that a Region does not have is not enabled there", no_such_host),
        Trial::test("e2e: a log of JSON has the progress, a pipe of text has none", progress),
    ];
    #[cfg(unix)]
    tests.extend([
        Trial::test("e2e: SIGTERM keeps what was seen as Ctrl-C does, and a second one ends byway", terminated),
        Trial::test("e2e: killed at any moment, a snapshot on disk is the old one or the new one", killed),
    ]);
    tests
}

const ROLE: [&str; 2] = ["--org-role", "audit"];

fn accounts(from: usize, to: usize) -> String {
    (from..to).map(|at| number(at).to_string()).collect::<Vec<_>>().join(",")
}

fn account(at: usize) -> String {
    number(at).to_string()
}

fn reports() -> Result<(), Failed> {
    const SHUT: &str = "111100000002";
    let emulator = Emulator::start(many(4), Script { shut: vec![SHUT], ..Script::default() });
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (json, saved, sarif) = (format!("json={}", path("report.json")), path("saved.json"), path("sarif"));
    let named = accounts(0, 4);
    let audit = ["audit", "--accounts", &named, "-o", "text", "-o", &json, "--save-snapshot", &saved];
    let ran = Ran::of(live(&emulator.url(), &account(0)).args(&audit).args(&ROLE).args(&["--output-dir", &sarif]));
    let ran = ran.ended(&[3])?;
    check("said", ran.stderr.lines().any(|line| line == "4 accounts, 4 at once"), true)?;
    check(
        "text names who is shut",
        ran.stdout.contains(&format!("nothing at all was answered of account {SHUT}")),
        true,
    )?;
    check("text names the permission", ran.stdout.contains("sts:AssumeRole"), true)?;

    let report: Value = serde_json::from_slice(&std::fs::read(path("report.json"))?)?;
    let ids = report["run"]["accounts"].as_array().into_iter().flatten().filter_map(|one| one["id"].as_str());
    check("accounts of the report", ids.collect::<Vec<_>>().join(","), named.clone())?;
    let unknown = report["findings"].as_array().into_iter().flatten();
    let owed = unknown.filter(|finding| finding["account"] == SHUT && finding["verdict"] == "unknown");
    check("Unknown for who is shut", owed.count() > 0, true)?;

    let mut files: Vec<String> = std::fs::read_dir(&sarif)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<Result<_, Failed>>()?;
    files.sort();
    check("a SARIF file for each that answered", files, [0, 1, 3].map(|at| format!("{}.sarif", account(at))).to_vec())?;

    let seen = file::read(Path::new(&saved)).map_err(|error| error.to_string())?;
    check("accounts saved", seen.accounts.len(), 4)?;
    let again = Binary::new().args(&["audit", "--snapshot", &saved, "-o", "text"]);
    check("the same judged from the file", Ran::of(again).ended(&[3])?.stdout, ran.stdout)?;
    let lenient = live(&emulator.url(), &account(0)).args(&["audit", "--accounts", &named, "--incomplete", "ok"]);
    Ran::of(lenient.args(&ROLE)).ended(&[0])?;
    let collect = live(&emulator.url(), &account(0)).args(&["collect", "--accounts", &named, "-o", &saved]);
    Ran::of(collect.args(&ROLE)).ended(&[3]).map(|_| ())
}

/// Small accounts, of which the first lists these as its organization's.
fn organized(count: usize, states: &[&str]) -> Result<Snapshot, Failed> {
    let mut seen = many(count);
    let of = |(at, state): (usize, &&str)| json!({"Id": number(at), "State": state});
    let items = Items::from_json(Collection::OrganizationAccounts, states.iter().enumerate().map(of).collect());
    let question = Snapshot::global_question(&number(0), Collection::OrganizationAccounts, "");
    seen.replace(&question, items.map_err(|error| error.to_string())?);
    Ok(seen)
}

fn organization() -> Result<(), Failed> {
    let emulator = Emulator::start(organized(3, &["ACTIVE", "ACTIVE", "SUSPENDED"])?, Script::default());
    let ran = Ran::of(live(&emulator.url(), &account(0)).args(&["audit", "-o", "json"]).args(&ROLE)).ended(&[0])?;
    let left = format!("1 account of the organization is not in use and left out: {} (SUSPENDED)", account(2));
    check("who is left out", ran.stderr.lines().any(|line| line == left), true)?;
    let report = ran.report()?;
    let ids = report["run"]["accounts"].as_array().into_iter().flatten().filter_map(|one| one["id"].as_str());
    check("accounts", ids.collect::<Vec<_>>().join(","), accounts(0, 2))?;
    check("lists", emulator.count("ListAccounts"), 1)?;
    let quiet = live(&emulator.url(), &account(0)).args(&["audit", "--quiet"]).args(&ROLE);
    check("quiet", Ran::of(quiet).ended(&[0])?.stderr, String::new())
}

fn no_organization() -> Result<(), Failed> {
    let refuse = Script::default()
        .with("ListAccounts", Fault::Error(400, "AccessDeniedException", "You don't have permissions"));
    let part = Script { page_size: 1, ..Script::default() }.with("ListAccounts", Fault::FromPage(1));
    for (script, says) in [(refuse, "AccessDeniedException"), (part, "cannot list the accounts")] {
        let emulator = Emulator::start(organized(3, &["ACTIVE"; 3])?, script);
        let ran = Ran::of(live(&emulator.url(), &account(0)).args(&["audit"]).args(&ROLE)).ended(&[5])?;
        check("names the cause", ran.stderr.contains(says), true)?;
        check("says what to do", ran.stderr.contains("name the accounts with `--accounts`"), true)?;
        check("nobody was entered", emulator.count("AssumeRole"), 0)?;
    }
    Ok(())
}

fn mistakes() -> Result<(), Failed> {
    let emulator = Emulator::start(many(2), Script::default());
    let role = "arn:aws:iam::111100000001:role/audit";
    let cases: &[(&[&str], &[&str])] = &[
        (&["--accounts", "no-such-file"], &["`no-such-file`", "one account a line"]),
        (&["--accounts", "accounts.txt"], &["`accounts.txt` line 3", "`11110000000`", "twelve digits"]),
        (&["--accounts", "111100000000,prod"], &["--accounts: `prod`", "twelve digits"]),
        (&["--accounts", "111100000001"], &["111100000001", "`--org-role`"]),
        (&["--org-role", role], &["role's name"]),
        (&["--session-duration", "60"], &["900"]),
        (&["--session-duration", "900"], &["`--session-duration`", "`--role-arn`"]),
        (&["--session-name", "a b", "--role-arn", role], &["2 to 64"]),
        (&["--session-duration", "7200", "--role-arn", role, "--org-role", "audit"], &["7200", "3600"]),
        (&["--external-id", "a", "--external-id", "b", "--role-arn", role], &["2 external IDs", "1 roles"]),
        (&["--max-accounts", "0"], &["--max-accounts"]),
    ];
    for (args, says) in cases {
        let binary =
            live(&emulator.url(), &account(0)).file("accounts.txt", "# ours\n111100000000\n11110000000 # short\n");
        let ran = Ran::of(binary.args(&["audit"]).args(args)).ended(&[2])?;
        let errors: Vec<&str> = ran.stderr.lines().filter(|line| line.starts_with("error: ")).collect();
        match errors.as_slice() {
            [line] if says.iter().all(|say| line.contains(say)) => {}
            _ => return Err(format!("{args:?}: not one line that says {says:?}: {}", ran.stderr).into()),
        }
    }
    check("entered", emulator.count("AssumeRole"), 0)
}

fn chain() -> Result<(), Failed> {
    let emulator = Emulator::start(many(3), Script::default());
    let (first, second) = ("arn:aws:iam::111100000001:role/one", "arn:aws:iam::111100000002:role/path/two");
    let roles = ["--role-arn", first, "--role-arn", second, "--external-id", "known", "--session-name", "night"];
    let expect = ["--expect-account", "111100000002", "--session-duration", "900"];
    Ran::of(live(&emulator.url(), &account(0)).args(&["audit"]).args(&roles).args(&expect)).ended(&[0])?;
    let assumed: Vec<Vec<String>> = emulator
        .actions()
        .into_iter()
        .filter(|action| action.operation == "AssumeRole")
        .map(|action| {
            let of = |name: &str| action.parameter(name).to_owned();
            vec![
                action.access_key.clone(),
                of("RoleArn"),
                of("ExternalId"),
                of("RoleSessionName"),
                of("DurationSeconds"),
            ]
        })
        .collect();
    let expected = [
        vec!["AKIA111100000000", first, "", "night", "900"],
        vec!["ASIA111100000001", second, "known", "night", "900"],
    ];
    check(
        "roles assumed, each with the one before",
        assumed,
        expected.map(|one| one.into_iter().map(str::to_owned).collect()).to_vec(),
    )
}

fn operations(script: Script, region: &'static str, fault: &Fault) -> Script {
    let regional = Collection::ALL.into_iter().filter(|one| !one.is_global());
    regional
        .filter_map(|one| one.operation().split_once(':'))
        .fold(script, |script, (_, operation)| script.with_in(region, operation, fault.clone()))
}

fn scp() -> Result<(), Failed> {
    let seen = aged_to(&demo().map_err(|error| error.to_string())?, jiff::Timestamp::now());
    let closed = Emulator::start(seen.clone(), operations(Script::default(), "us-east-1", &Fault::Refused(BY_SCP)));
    let ran = Ran::of(live(&closed.url(), super::ACCOUNT).args(&["audit"])).ended(&[4])?;
    let line = format!("us-east-1 is closed by a service control policy in account {}", super::ACCOUNT);
    check("on stderr", ran.stderr.lines().filter(|told| told.starts_with(&line)).count(), 1)?;
    check("in the report", ran.stdout.replace("\n  ", " ").contains(&line), true)?;
    let lacks = Emulator::start(
        seen,
        operations(
            Script::default(),
            "us-east-1",
            &Fault::Refused("because no identity-based policy allows the action"),
        ),
    );
    let ran = Ran::of(live(&lacks.url(), super::ACCOUNT).args(&["audit"])).ended(&[4])?;
    check("a permission that lacks", ran.stderr.contains("closed by") || ran.stdout.contains("closed by"), false)
}

fn no_such_host() -> Result<(), Failed> {
    let emulator = Emulator::start(many(1), Script::default());
    let begun = std::time::Instant::now();
    // `.invalid` is nobody's: RFC 6761.
    let binary = live(&emulator.url(), &account(0)).env("AWS_MAX_ATTEMPTS", "8");
    let nobody = binary.env("AWS_ENDPOINT_URL_ROUTE53PROFILES", "http://route53profiles.nowhere-9.invalid");
    let ran = Ran::of(nobody.args(&["collect"])).ended(&[0, 3])?;
    let seen: Value = serde_json::from_str(&ran.stdout)?;
    let records = seen["coverage"].as_array().into_iter().flatten();
    let of: Vec<&Value> = records.filter(|record| record["operation"] == "route53profiles:ListProfiles").collect();
    let [record] = of.as_slice() else { return Err(format!("records {of:?}").into()) };
    if record["code"] == "NoConnection" && record["message"].as_str().is_some_and(|said| said.contains("emporary")) {
        // Without name servers nobody can say that a name does not exist.
        return Ok(());
    }
    // Found in no Region at all: that is said of the network that byway runs in, not of AWS.
    check("outcome", record["outcome"].clone(), json!("failed"))?;
    check("code", record["code"].clone(), json!("NoSuchHost"))?;
    check("no second attempt", begun.elapsed() < std::time::Duration::from_secs(10), true)
}

fn progress() -> Result<(), Failed> {
    let emulator = Emulator::start(many(3), Script::default());
    let named = accounts(0, 3);
    let audit = |more: &[&str]| {
        Ran::of(live(&emulator.url(), &account(0)).args(&["audit", "--accounts", &named]).args(&ROLE).args(more))
            .ended(&[0])
    };
    let logged = audit(&["--log-format", "json"])?.stderr;
    let events: Vec<Value> = logged.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let progress: Vec<&Value> = events.iter().filter(|event| event["target"] == "byway::progress").collect();
    let Some(last) = progress.last() else { return Err(format!("no progress: {logged}").into()) };
    let of = |name: &str| last["fields"][name].as_u64().unwrap_or(u64::MAX);
    check("level", last["level"].clone(), json!("INFO"))?;
    check("accounts", (of("accounts_done"), of("accounts"), of("regions")), (3, 3, 3))?;
    check("questions", (of("ended") == of("questions"), of("ended") > 0, of("not_answered")), (true, true, 0))?;
    check("in a pipe of text", audit(&[])?.stderr.contains("asking AWS"), false)?;
    check("quiet", audit(&["--log-format", "json", "--quiet"])?.stderr, String::new())
}

#[cfg(unix)]
fn terminated() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("snapshot.json");
    let named = accounts(0, 3);
    let hang = || Emulator::start(many(3), Script::default().with("DescribeSubnets", Fault::Hang));
    let collect = |emulator: &Emulator| {
        let collect = ["collect", "--accounts", &named, "-o", &path.to_string_lossy()];
        live(&emulator.url(), &account(0)).args(&collect).args(&ROLE).args(&["--max-accounts", "2"])
    };
    let emulator = hang();
    let hangs = || emulator.count("DescribeSubnets") >= 2;
    let output = collect(&emulator).run_until("-TERM", hangs);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    check(&format!("exit code of {said}"), output.status.code(), Some(3))?;
    let seen = file::read(&path).map_err(|error| error.to_string())?;
    check("accounts", seen.accounts.len(), 3)?;
    let cancelled = seen.coverage.iter().filter(|record| record.outcome.as_str() == "cancelled").count();
    check("cancelled", cancelled > 0, true)?;
    let answered = seen.coverage.iter().filter(|record| record.outcome.as_str() == "answered").count();
    check("kept", answered > 0, true)
}

/// An account so large that it takes a while to write.
#[cfg(unix)]
fn large() -> Result<Snapshot, Failed> {
    let account: AccountId = number(0);
    let mut builder = Builder::new("2026-11-01T06:00:00Z".parse()?);
    builder.absorb(many(1));
    let region = "eu-west-1".parse()?;
    let question = Question { account, region, collection: Collection::Subnets, key: String::new() };
    let subnets = (0..20_000)
        .map(|n| json!({"SubnetId": format!("subnet-{n:06}"), "CidrBlock": "10.0.0.0/24", "State": "available"}));
    builder
        .add(&question, Items::from_json(Collection::Subnets, subnets.collect()).map_err(|error| error.to_string())?);
    Ok(builder.finish())
}

#[cfg(unix)]
fn killed() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let (source, target) = (folder.path().join("source.json"), folder.path().join("target.json"));
    let new = large()?;
    let old = many(2);
    file::write(&new, &source).map_err(|error| error.to_string())?;
    let copy = || {
        let args = ["collect", "--snapshot", &source.to_string_lossy(), "-o", &target.to_string_lossy()];
        Binary::new().args(&args)
    };
    let begun = std::time::Instant::now();
    Ran::of(copy()).ended(&[0])?;
    let whole = begun.elapsed();
    let new = file::read(&target).map_err(|error| error.to_string())?;
    let mut outcomes = [0, 0];
    for at in 0..20_u32 {
        file::write(&old, &target).map_err(|error| error.to_string())?;
        copy().run_killed(whole * (at + 3) / 20);
        let found = file::read(&target).map_err(|error| format!("after {at}/20 of a run: {error}"))?;
        match found {
            found if found == old => outcomes[0] += 1,
            found if found == new => outcomes[1] += 1,
            _ => return Err(format!("after {at}/20 of a run the file is neither").into()),
        }
    }
    check("killed before its end at least once", outcomes[0] > 0, true)
}
