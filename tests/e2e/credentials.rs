//! Whose account is audited, and the one line that says why none is.

use super::{ACCOUNT, Ran, check, live};
use crate::support::binary::Binary;
use crate::support::emulator::{Emulator, Fault, Script};
use crate::worlds;
use libtest_mimic::{Failed, Trial};
use std::collections::BTreeSet;

/// An account that the world does not know: nothing is answered to it.
const OTHER: &str = "444455556666";
const ROLE: &str = "arn:aws:iam::111122223333:role/audit";
const SECRET: &str = "wJalrXUtnFEMIexample";

const PROFILES: &str = "
[profile prod]
region = eu-west-1
aws_access_key_id = AKIA111122223333
aws_secret_access_key = wJalrXUtnFEMIexample
";
const CHAINED: &str = "
[profile chained]
region = eu-west-1
source_profile = prod
role_arn = arn:aws:iam::111122223333:role/audit
";

pub fn tests() -> Vec<Trial> {
    vec![
        Trial::test("e2e: a profile beats the keys in the environment, for every question", profile_beats_keys),
        Trial::test("e2e: a role is assumed with its external ID, and every question is put as it", role),
        Trial::test("e2e: an external ID without a role is a usage error", external_id_alone),
        Trial::test("e2e: every reason not to begin is one line, and an exit code of its kind", reasons),
        Trial::test("e2e: each service is asked at its own endpoint", endpoints),
        Trial::test("e2e: the account is said on stderr, and not when quiet", account_on_stderr),
        Trial::test("e2e: no log holds a secret, however much is asked for", no_secret),
    ]
}

fn emulator(script: Script) -> Emulator {
    Emulator::start(worlds::snapshot("one-table-forgotten"), script)
}

fn audit(binary: Binary, args: &[&str]) -> Ran {
    Ran::of(binary.args(&["audit", "-o", "json"]).args(args))
}

fn keys(emulator: &Emulator, but: &str) -> BTreeSet<String> {
    emulator.actions().into_iter().filter(|action| action.operation != but).map(|action| action.access_key).collect()
}

fn profile_beats_keys() -> Result<(), Failed> {
    let emulator = emulator(Script::default());
    let binary = live(&emulator.url(), OTHER).file(".aws/config", PROFILES);
    let ran = audit(binary, &["--profile", "prod", "--expect-account", ACCOUNT]).ended(&[1])?;
    check(
        "the account judged",
        ran.report()?["run"]["accounts"][0]["id"].as_str().map(str::to_owned),
        Some(ACCOUNT.to_owned()),
    )?;
    check("keys", keys(&emulator, ""), BTreeSet::from([format!("AKIA{ACCOUNT}")]))
}

fn role() -> Result<(), Failed> {
    let emulator = emulator(Script { external_id: Some("known".to_owned()), ..Script::default() });
    let with = ["--role-arn", ROLE, "--external-id", "known", "--expect-account", ACCOUNT];
    audit(live(&emulator.url(), OTHER), &with).ended(&[1])?;
    check("keys", keys(&emulator, "AssumeRole"), BTreeSet::from([format!("ASIA{ACCOUNT}")]))?;
    let assumed =
        emulator.actions().into_iter().find(|action| action.operation == "AssumeRole").ok_or("not assumed")?;
    check("signed by", assumed.access_key, format!("AKIA{OTHER}"))?;
    check("external ID", assumed.parameters.get("ExternalId").map(String::as_str), Some("known"))?;
    check("role", assumed.parameters.get("RoleArn").map(String::as_str), Some(ROLE))
}

fn external_id_alone() -> Result<(), Failed> {
    let ran = audit(Binary::new(), &["--external-id", "known"]).ended(&[2])?;
    check("names the option", ran.stderr.contains("--role-arn"), true)
}

/// One line on stderr that names all of these, nothing on stdout.
fn one_line(what: &str, ran: Ran, code: i32, names: &[&str]) -> Result<(), Failed> {
    let ran = ran.ended(&[code]).map_err(|failed| format!("{what}: {}", failed.message().unwrap_or_default()))?;
    check(&format!("{what}: stdout"), ran.stdout.as_str(), "")?;
    let lines: Vec<&str> = ran.stderr.lines().collect();
    match lines.as_slice() {
        [line] if line.starts_with("error: ") && names.iter().all(|name| line.contains(name)) => Ok(()),
        _ => Err(format!("{what}: not one line that names {names:?}: {}", ran.stderr).into()),
    }
}

fn reasons() -> Result<(), Failed> {
    let good = emulator(Script::default());
    let url = good.url();
    let bare = || Binary::new().env("AWS_ENDPOINT_URL", &url).env("AWS_REGION", "eu-west-1");
    one_line("no credentials", audit(bare(), &[]), 5, &["no AWS credentials", "`--profile`"])?;
    let other = ["--expect-account", OTHER];
    one_line("another account", audit(live(&url, ACCOUNT), &other), 5, &[ACCOUNT, OTHER, "`--expect-account`"])?;
    let binary = live(&url, ACCOUNT).file(".aws/config", PROFILES);
    one_line("unknown profile", audit(binary, &["--profile", "prdo"]), 2, &["`prdo`", "`prod`"])?;
    let binary = bare().file(".aws/config", PROFILES).env("AWS_PROFILE", "prdo");
    one_line("unknown profile in the environment", audit(binary, &[]), 5, &["`prdo`", "`prod`"])?;
    one_line(
        "unknown Region",
        audit(live(&url, ACCOUNT), &["--region", "eu-wets-1"]),
        2,
        &["`eu-wets-1`", "`eu-west-1`"],
    )?;
    one_line("no role", audit(live(&url, ACCOUNT), &["--role-arn", "audit"]), 2, &["`audit`", "arn:aws:iam::"])?;
    let asked: BTreeSet<String> = good.actions().into_iter().map(|action| action.operation).collect();
    let expected = ["DescribeRegions", "GetCallerIdentity"].map(str::to_owned);
    check("asked before the reason was known", asked, BTreeSet::from(expected))?;

    for (code, says) in [("ExpiredToken", "expired"), ("InvalidClientTokenId", "does not accept")] {
        let error = Fault::Error(403, code, "The security token included in the request is no good");
        let emulator = emulator(Script::default().with("GetCallerIdentity", error));
        one_line(code, audit(live(&emulator.url(), ACCOUNT), &[]), 5, &[code, says])?;
    }
    let strict = emulator(Script { external_id: Some("known".to_owned()), ..Script::default() });
    one_line(
        "role refused",
        audit(live(&strict.url(), OTHER), &["--role-arn", ROLE]),
        5,
        &[ROLE, "external ID", ": User: "],
    )?;
    let binary = live(&strict.url(), OTHER).file(".aws/config", &(PROFILES.to_owned() + CHAINED));
    let says = ["cannot get AWS credentials", ": User: ", ROLE];
    one_line("role of a profile refused", audit(binary, &["--profile", "chained"]), 5, &says)?;
    // The port was free a moment ago.
    let free = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    one_line("nobody listens", audit(live(&format!("http://{free}"), ACCOUNT), &[]), 5, &["AWS_ENDPOINT_URL"])
}

fn endpoints() -> Result<(), Failed> {
    let [sts, ec2, route53, resolver, profiles] = [(); 5].map(|()| emulator(Script::default()));
    let binary = Binary::new()
        .env("AWS_ENDPOINT_URL_STS", sts.url())
        .env("AWS_ENDPOINT_URL_EC2", ec2.url())
        .env("AWS_ENDPOINT_URL_ROUTE_53", route53.url())
        .env("AWS_ENDPOINT_URL_ROUTE53RESOLVER", resolver.url())
        .env("AWS_ENDPOINT_URL_ROUTE53PROFILES", profiles.url())
        .env("AWS_ACCESS_KEY_ID", format!("AKIA{ACCOUNT}"))
        .env("AWS_SECRET_ACCESS_KEY", SECRET)
        .env("AWS_REGION", "eu-west-1");
    audit(binary, &[]).ended(&[1])?;
    for (emulator, name) in
        [(sts, "sts"), (ec2, "ec2"), (route53, "route53"), (resolver, "route53resolver"), (profiles, "route53profiles")]
    {
        let services: BTreeSet<String> = emulator.actions().into_iter().map(|action| action.service).collect();
        check("asked there", services, BTreeSet::from([name.to_owned()]))?;
    }
    Ok(())
}

fn account_on_stderr() -> Result<(), Failed> {
    let emulator = emulator(Script::default());
    let said = audit(live(&emulator.url(), ACCOUNT), &[]).ended(&[1])?.stderr;
    check("said", said.as_str(), "account 111122223333 as arn:aws:iam::111122223333:user/emulated\n")?;
    check("said when quiet", audit(live(&emulator.url(), ACCOUNT), &["--quiet"]).ended(&[1])?.stderr.as_str(), "")
}

fn no_secret() -> Result<(), Failed> {
    let emulator = emulator(Script::default());
    for verbosity in ["-v", "-vv", "-vvv"] {
        for format in ["text", "json"] {
            let binary = live(&emulator.url(), OTHER).file(".aws/config", PROFILES).env("BYWAY_LOG", "");
            holds_none(&audit(binary, &["--profile", "prod", "--role-arn", ROLE, verbosity, "--log-format", format]))?;
        }
    }
    let binary = live(&emulator.url(), OTHER).env("AWS_SECRET_ACCESS_KEY", SECRET).env("BYWAY_LOG", "trace");
    holds_none(&audit(binary, &["--role-arn", ROLE]))
}

fn holds_none(ran: &Ran) -> Result<(), Failed> {
    check("exit code", ran.code, 1)?;
    for secret in [SECRET, "emulated-session-key", "emulated-session-token"] {
        let found = ran.stderr.lines().chain(ran.stdout.lines()).find(|line| line.contains(secret));
        check(&format!("{secret} is shown in"), found, None)?;
    }
    check("something is logged", ran.stderr.contains("DescribeVpcs"), true)
}
