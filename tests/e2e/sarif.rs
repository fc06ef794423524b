//! The SARIF of a live account is what code scanning takes.

use super::{Ran, aged_to, live};
use crate::report::sarif::{rules, schema};
use crate::support::emulator::{Emulator, Fault, Script};
use byway::snapshot::demo;
use libtest_mimic::{Completion, Failed, Trial};
use serde_json::Value;

pub fn tests() -> Vec<Trial> {
    vec![
        Trial::test("e2e: the SARIF of a live account keeps GitHub's rules", || {
            for (script, codes, successful) in runs() {
                let log = log(script, &codes)?;
                super::check("broken rules", rules::broken(&log), Vec::new())?;
                let said = &log["runs"][0]["invocations"][0]["executionSuccessful"];
                super::check("executionSuccessful", said, &Value::Bool(successful))?;
            }
            Ok(())
        }),
        Trial::ignorable_test("e2e: the SARIF of a live account is as OASIS's schema says", || {
            let Some(schema) = schema()? else {
                return Ok(Completion::ignored_with(
                    "BYWAY_EXTERNAL is not set, and OASIS's schema is not ours to ship",
                ));
            };
            let validator = jsonschema::validator_for(&schema)?;
            for (script, codes, _) in runs() {
                let log = log(script, &codes)?;
                let errors = validator.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path()));
                super::check("errors", errors.collect::<Vec<_>>(), Vec::new())?;
            }
            Ok(Completion::Completed)
        }),
    ]
}

/// Everything answered, and something not.
fn runs() -> [(Script, [i32; 1], bool); 2] {
    let refused = Fault::Error(403, "UnauthorizedOperation", "You are not authorized to perform this operation.");
    [(Script::default(), [1], true), (Script::default().with("DescribeSecurityGroups", refused), [4], false)]
}

fn log(script: Script, codes: &[i32]) -> Result<Value, Failed> {
    let seen = demo().map_err(|error| error.to_string())?;
    let account = seen.accounts.keys().next().ok_or("no account")?.to_string();
    let emulator = Emulator::start(aged_to(&seen, jiff::Timestamp::now()), script);
    let ran = Ran::of(live(&emulator.url(), &account).args(&["audit", "-o", "sarif"])).ended(codes)?;
    Ok(serde_json::from_str(&ran.stdout)?)
}
