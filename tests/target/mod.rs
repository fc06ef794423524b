//! Credentials and Regions: what opens an account, and the one line that says why none opens.

pub mod child;

use crate::collect::account;
use crate::support::binary::Binary;
use crate::support::emulator::{Emulator, Fault, Script};
use byway::id::Partition;
use byway::snapshot::Builder;
use child::{Wanted, child, opened};
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

const FIRST: &str = "111122223333";
const SECOND: &str = "444455556666";

const PROFILES: &str = "
[profile prod]
region = eu-west-1
aws_access_key_id = AKIA444455556666
aws_secret_access_key = very-secret

[profile chained]
region = eu-west-1
source_profile = prod
role_arn = arn:aws:iam::777788889999:role/audit

[profile empty]
region = eu-west-1
";

pub fn tests() -> Vec<Trial> {
    vec![
        Trial::test(
            "target: a profile named on the command line beats the keys in the environment",
            profile_beats_keys,
        ),
        Trial::test(
            "target: a profile named in the environment does not beat the keys there",
            variable_keeps_the_sdks_order,
        ),
        Trial::test("target: a profile may assume a role with another profile's keys", chained_profile),
        Trial::test("target: a role is assumed on top of any credentials, with its external ID", role),
        Trial::test("target: a role that cannot be assumed is named", role_refused),
        Trial::test("target: what is no role's ARN is a usage error", not_a_role),
        Trial::test("target: another account than expected is an error that names both", wrong_account),
        Trial::test("target: no credentials anywhere is one clear error", no_credentials),
        Trial::test("target: a profile without credentials is an error of that profile alone", empty_profile),
        Trial::test("target: expired credentials are told from wrong ones", expired_and_rejected),
        Trial::test("target: an expired base of a role is told as expired", expired_base_of_a_role),
        Trial::test(
            "target: an unknown profile on the command line is a usage error with the nearest name",
            unknown_profile,
        ),
        Trial::test(
            "target: an unknown profile in the environment is named when nothing else opens the account",
            unknown_profile_variable,
        ),
        Trial::test("target: an unknown Region is a usage error with the nearest name", unknown_region),
        Trial::test("target: a named Region is not checked when Regions may not be listed", region_cannot_be_checked),
        Trial::test("target: without a configured Region the first named one is asked", home_is_the_first_named),
        Trial::test("target: each partition has a Region to begin in, and roles of its own", partitions),
        Trial::test(
            "target: roles are assumed one with the other, and a refusal names the one refused",
            chain_of_roles,
        ),
        Trial::test("target: a service's own endpoint beats the general one", endpoint_per_service),
        Trial::test("target: an endpoint that nobody listens at is one clear error", nobody_listens),
        Trial::test("target: nothing printed of a target holds a secret", no_secret),
    ]
}

fn emulator(script: Script) -> Emulator {
    Emulator::start(account::seen(), script)
}

fn with_profiles(child: Binary) -> Binary {
    child.file(".aws/config", PROFILES)
}

fn member(said: &Value, name: &str, expected: &str) -> Result<(), Failed> {
    match &said[name] {
        Value::String(found) if found == expected => Ok(()),
        _ => Err(format!("expected {name} {expected}, found {said:#}").into()),
    }
}

fn fails(said: &Value, kind: &str, usage: bool, names: &[&str]) -> Result<(), Failed> {
    member(said, "kind", kind)?;
    if said["usage"] != Value::Bool(usage) {
        return Err(format!("usage is not {usage}: {said:#}").into());
    }
    let error = said["error"].as_str().unwrap_or_default();
    if let Some(missing) = names.iter().find(|name| !error.contains(*name)) {
        return Err(format!("does not name {missing}: {said:#}").into());
    }
    if error.contains('\n') || error.ends_with('.') {
        return Err(format!("not one plain line: {said:#}").into());
    }
    Ok(())
}

fn profile_beats_keys() -> Result<(), Failed> {
    let emulator = emulator(Script::default());
    let said = opened(
        with_profiles(child().at(&emulator.url(), FIRST)),
        &Wanted { profile: Some("prod"), ..Wanted::default() },
    );
    member(&said, "account", SECOND)?;
    match emulator.actions().iter().find(|action| action.access_key != format!("AKIA{SECOND}")) {
        None => Ok(()),
        Some(action) => Err(format!("signed with {}", action.access_key).into()),
    }
}

fn variable_keeps_the_sdks_order() -> Result<(), Failed> {
    let emulator = emulator(Script::default());
    let child = with_profiles(child().at(&emulator.url(), FIRST)).env("AWS_PROFILE", "prod");
    member(&opened(child, &Wanted::default()), "account", FIRST)
}

fn chained_profile() -> Result<(), Failed> {
    let emulator = emulator(Script::default());
    let child = with_profiles(child().at(&emulator.url(), FIRST));
    let said = opened(child, &Wanted { profile: Some("chained"), ..Wanted::default() });
    member(&said, "account", "777788889999")?;
    let keys: Vec<String> = emulator.actions().into_iter().map(|action| action.access_key).collect();
    // Who is calling and the Regions on offer are asked at once, after the role is assumed.
    let role = || "ASIA777788889999".to_owned();
    if keys == [format!("AKIA{SECOND}"), role(), role()] { Ok(()) } else { Err(format!("signed with {keys:?}").into()) }
}

const ROLE: &str = "arn:aws:iam::777788889999:role/audit";

fn role() -> Result<(), Failed> {
    let emulator = emulator(Script { external_id: Some("known".to_owned()), ..Script::default() });
    for child in [child().at(&emulator.url(), FIRST), with_profiles(child().at(&emulator.url(), FIRST))] {
        let wanted = Wanted { role_arn: Some(ROLE), external_id: Some("known"), ..Wanted::default() };
        member(&opened(child, &wanted), "account", "777788889999")?;
    }
    let session = emulator.actions().iter().find_map(|action| action.parameters.get("RoleSessionName").cloned());
    if session.as_deref() == Some("byway") { Ok(()) } else { Err(format!("session {session:?}").into()) }
}

fn role_refused() -> Result<(), Failed> {
    let emulator = emulator(Script { external_id: Some("known".to_owned()), ..Script::default() });
    let wanted = Wanted { role_arn: Some(ROLE), ..Wanted::default() };
    fails(&opened(child().at(&emulator.url(), FIRST), &wanted), "Role", false, &[ROLE])
}

fn not_a_role() -> Result<(), Failed> {
    let wanted = Wanted { role_arn: Some("audit"), ..Wanted::default() };
    fails(&opened(child(), &wanted), "NotARole", true, &["`audit`"])
}

fn wrong_account() -> Result<(), Failed> {
    let emulator = emulator(Script::default());
    let wanted = Wanted { expect_account: Some(SECOND), ..Wanted::default() };
    let said = opened(child().at(&emulator.url(), FIRST), &wanted);
    fails(&said, "WrongAccount", false, &[FIRST, SECOND])?;
    // Asked at once, and the same for every account.
    let harmless = ["GetCallerIdentity", "DescribeRegions"];
    if emulator.actions().iter().all(|action| harmless.contains(&action.operation.as_str())) {
        Ok(())
    } else {
        Err("the wrong account was asked for more than its number and the Regions on offer".into())
    }
}

fn no_credentials() -> Result<(), Failed> {
    let emulator = emulator(Script::default());
    let child = child().env("AWS_ENDPOINT_URL", emulator.url()).env("AWS_REGION", "eu-west-1");
    fails(&opened(child, &Wanted::default()), "NoCredentials", false, &["`--profile`"])
}

fn empty_profile() -> Result<(), Failed> {
    let emulator = emulator(Script::default());
    let child = with_profiles(child().at(&emulator.url(), FIRST));
    let said = opened(child, &Wanted { profile: Some("empty"), ..Wanted::default() });
    fails(&said, "EmptyProfile", false, &["`empty`"])
}

fn expired_and_rejected() -> Result<(), Failed> {
    for (code, kind) in [
        ("ExpiredToken", "Expired"),
        ("ExpiredTokenException", "Expired"),
        ("RequestExpired", "Expired"),
        ("InvalidClientTokenId", "Rejected"),
        ("SignatureDoesNotMatch", "Rejected"),
    ] {
        let emulator = emulator(
            Script::default().with("GetCallerIdentity", Fault::Error(403, code, "The security token is no good")),
        );
        fails(&opened(child().at(&emulator.url(), FIRST), &Wanted::default()), kind, false, &[code])?;
    }
    Ok(())
}

fn expired_base_of_a_role() -> Result<(), Failed> {
    let emulator = emulator(
        Script::default().with("AssumeRole", Fault::Error(403, "ExpiredToken", "The security token is expired")),
    );
    let wanted = Wanted { role_arn: Some(ROLE), ..Wanted::default() };
    fails(&opened(child().at(&emulator.url(), FIRST), &wanted), "Expired", false, &["ExpiredToken"])
}

fn unknown_profile() -> Result<(), Failed> {
    let emulator = emulator(Script::default());
    let wanted = Wanted { profile: Some("prodd"), ..Wanted::default() };
    let said = opened(with_profiles(child().at(&emulator.url(), FIRST)), &wanted);
    fails(&said, "UnknownProfile", true, &["`prodd`", "`prod`"])?;
    let wanted = Wanted { profile: Some("nothing-like-it"), ..Wanted::default() };
    let said = opened(with_profiles(child().at(&emulator.url(), FIRST)), &wanted);
    fails(&said, "UnknownProfile", true, &["`nothing-like-it`", "list-profiles"])?;
    if emulator.actions().is_empty() { Ok(()) } else { Err("AWS was asked all the same".into()) }
}

fn unknown_profile_variable() -> Result<(), Failed> {
    let emulator = emulator(Script::default());
    let child = with_profiles(child()).env("AWS_ENDPOINT_URL", emulator.url()).env("AWS_PROFILE", "prodd");
    fails(&opened(child, &Wanted::default()), "UnknownProfile", false, &["`prodd`", "`prod`"])
}

fn unknown_region() -> Result<(), Failed> {
    let emulator = emulator(Script::default());
    let wanted = Wanted { regions: &["eu-west-1", "us-esat-1"], ..Wanted::default() };
    fails(
        &opened(child().at(&emulator.url(), FIRST), &wanted),
        "UnknownRegion",
        true,
        &["`us-esat-1`", "`us-east-1`"],
    )?;
    // On offer and not enabled is a Region all the same.
    let wanted = Wanted { regions: &["ap-east-1"], ..Wanted::default() };
    member(&opened(child().at(&emulator.url(), FIRST), &wanted), "account", FIRST)
}

fn region_cannot_be_checked() -> Result<(), Failed> {
    let emulator =
        emulator(Script::default().with("DescribeRegions", Fault::Error(403, "UnauthorizedOperation", "no")));
    let wanted = Wanted { regions: &["us-esat-1"], ..Wanted::default() };
    member(&opened(child().at(&emulator.url(), FIRST), &wanted), "account", FIRST)
}

fn home_is_the_first_named() -> Result<(), Failed> {
    let emulator = emulator(Script::default());
    let child = || {
        child()
            .env("AWS_ENDPOINT_URL", emulator.url())
            .env("AWS_ACCESS_KEY_ID", format!("AKIA{FIRST}"))
            .env("AWS_SECRET_ACCESS_KEY", "very-secret")
    };
    let wanted = Wanted { regions: &["us-east-1"], ..Wanted::default() };
    member(&opened(child(), &wanted), "home", "us-east-1")?;
    let wanted = Wanted { regions: &["us-east-1"], ..Wanted::default() };
    member(&opened(child().env("AWS_DEFAULT_REGION", "eu-west-1"), &wanted), "home", "eu-west-1")?;
    member(&opened(child(), &Wanted::default()), "home", "us-east-1")
}

/// An account in a partition, with nothing in it.
fn in_partition(account: &str, partition: Partition) -> Result<Emulator, Failed> {
    let mut builder = Builder::new("2026-11-01T06:00:00Z".parse()?);
    builder.account(&FIRST.parse()?, Partition::Aws);
    builder.account(&account.parse()?, partition);
    Ok(Emulator::start(builder.finish(), Script::default()))
}

fn partitions() -> Result<(), Failed> {
    for (partition, home, role) in [
        (Partition::Aws, "us-east-1", "arn:aws:iam::777788889999:role/audit"),
        (Partition::AwsCn, "cn-north-1", "arn:aws-cn:iam::777788889999:role/audit"),
        (Partition::AwsUsGov, "us-gov-west-1", "arn:aws-us-gov:iam::777788889999:role/audit"),
    ] {
        let emulator = in_partition("777788889999", partition)?;
        let child = child()
            .env("AWS_ENDPOINT_URL", emulator.url())
            .env("AWS_ACCESS_KEY_ID", format!("AKIA{FIRST}"))
            .env("AWS_SECRET_ACCESS_KEY", "very-secret");
        let said = opened(child, &Wanted { role_arn: Some(role), ..Wanted::default() });
        member(&said, "partition", partition.as_str())?;
        member(&said, "home", home)?;
        if let Some(astray) = emulator.actions().iter().find(|action| action.region != home) {
            return Err(format!("signed for {}: {astray:?}", astray.region).into());
        }
    }
    Ok(())
}

fn chain_of_roles() -> Result<(), Failed> {
    const LAST: &str = "arn:aws:iam::222233334444:role/last";
    for (shut, refused) in [("777788889999", ROLE), ("222233334444", LAST)] {
        let emulator = emulator(Script { shut: vec![shut], ..Script::default() });
        let wanted = Wanted { role_arn: Some(ROLE), then: Some(LAST), ..Wanted::default() };
        fails(&opened(child().at(&emulator.url(), FIRST), &wanted), "Role", false, &[refused])?;
    }
    let emulator = emulator(Script::default());
    let wanted = Wanted { role_arn: Some(ROLE), then: Some(LAST), ..Wanted::default() };
    member(&opened(child().at(&emulator.url(), FIRST), &wanted), "account", "222233334444")?;
    let keys: Vec<String> = emulator.actions().into_iter().take(2).map(|action| action.access_key).collect();
    if keys == [format!("AKIA{FIRST}"), "ASIA777788889999".to_owned()] && emulator.count("AssumeRole") == 2 {
        Ok(())
    } else {
        Err(format!("signed with {keys:?}").into())
    }
}

fn endpoint_per_service() -> Result<(), Failed> {
    let general = emulator(Script::default());
    let own = emulator(Script::default());
    let child = child().at(&general.url(), FIRST).env("AWS_ENDPOINT_URL_STS", own.url());
    let said = opened(child, &Wanted { regions: &["eu-west-1"], ..Wanted::default() });
    member(&said, "account", FIRST)?;
    let counts = (own.count("GetCallerIdentity"), general.count("GetCallerIdentity"), general.count("DescribeRegions"));
    if counts == (1, 0, 1) { Ok(()) } else { Err(format!("asked {counts:?}").into()) }
}

fn nobody_listens() -> Result<(), Failed> {
    // A port that was free a moment ago.
    let free = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let said = opened(child().at(&format!("http://{free}"), FIRST), &Wanted::default());
    fails(&said, "NoAnswer", false, &["`eu-west-1`", "AWS_ENDPOINT_URL"])
}

fn no_secret() -> Result<(), Failed> {
    let emulator = emulator(Script::default());
    let child = with_profiles(child().at(&emulator.url(), FIRST));
    let said = opened(child, &Wanted { profile: Some("prod"), ..Wanted::default() });
    member(&said, "account", SECOND)?;
    if said.to_string().contains("very-secret") { Err("a secret is shown".into()) } else { Ok(()) }
}
