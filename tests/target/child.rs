//! The test binary run again as a program that only opens an account, so that each case has an environment of its own.

use crate::support::binary::Binary;
use byway::target::{Options, Role, Session, TargetError, open};
use serde_json::{Value, json};
use std::process::ExitCode;

const ASKED: &str = "BYWAY_TEST_OPEN";

/// What to open, beside what the environment says.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub profile: Option<&'static str>,
    pub role_arn: Option<&'static str>,
    /// A role to assume with that one.
    pub then: Option<&'static str>,
    pub external_id: Option<&'static str>,
    pub expect_account: Option<&'static str>,
    pub regions: &'static [&'static str],
}

/// Opens in a child process: the target's members, or the error's.
pub fn opened(child: Binary, wanted: &Wanted) -> Value {
    let Wanted { profile, role_arn, then, external_id, expect_account, regions } = wanted;
    let wanted = json!({
        "profile": profile, "role_arn": role_arn, "then": then, "external_id": external_id, "expect_account": expect_account, "regions": regions,
    });
    let output = child.env(ASKED, wanted.to_string()).run();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
}

/// A child of this binary.
pub fn child() -> Binary {
    Binary::of(std::env::current_exe().expect("this binary"))
}

/// Opens what a parent asked for; none when this is no child.
pub fn run_if_asked() -> Option<ExitCode> {
    let wanted: Value = serde_json::from_str(&std::env::var(ASKED).ok()?).expect("what the parent wrote");
    let text = |name: &str| wanted[name].as_str().map(str::to_owned);
    let regions = wanted["regions"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let arns = [text("role_arn"), text("then")].into_iter().flatten();
    let roles = match arns.map(|arn| Role::new(&arn, text("external_id"))).collect() {
        Ok(roles) => roles,
        Err(error) => {
            println!("{}", failed(&error));
            return Some(ExitCode::SUCCESS);
        }
    };
    let options = Options {
        profile: text("profile"),
        roles,
        session: Session::default(),
        expect_account: text("expect_account").map(|account| account.parse().expect("an account")),
        regions: regions.map(|region| region.parse().expect("a Region")).collect(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let said = match runtime.block_on(open(&options)) {
        Ok(target) => json!({
            "account": target.account, "partition": target.partition, "caller": target.caller, "home": target.home,
            "debug": format!("{target:?}"),
        }),
        Err(error) => failed(&error),
    };
    println!("{said}");
    Some(ExitCode::SUCCESS)
}

fn failed(error: &TargetError) -> Value {
    let cause = std::error::Error::source(error).map(ToString::to_string);
    json!({"error": error.to_string(), "kind": kind(error), "usage": error.is_usage(), "cause": cause})
}

fn kind(error: &TargetError) -> String {
    let shown = format!("{error:?}");
    shown.split([' ', '{', '(']).next().unwrap_or_default().to_owned()
}
