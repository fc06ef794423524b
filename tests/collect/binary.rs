//! The built binary over the emulator: what it writes where, and how it exits.

use super::account;
use crate::support::binary::Binary;
use crate::support::emulator::{Emulator, Fault, Script};
use byway::snapshot::{Collection, Coverage, NotAsked, Outcome, file};
use libtest_mimic::{Failed, Trial};
use serde_json::Value;
use std::process::Output;

const ACCOUNT: &str = "111122223333";

pub fn tests() -> Vec<Trial> {
    vec![
        Trial::test("binary: a collected snapshot is the account, and private to the user", collected),
        Trial::test(
            "binary: the account and the caller are said on stderr, and in a pipe nothing else is",
            account_on_stderr,
        ),
        Trial::test("binary: quiet says nothing on stderr", quiet),
        Trial::test("binary: with JSON logs every line on stderr is JSON", json_logs),
        Trial::test("binary: no verbosity shows a secret", no_secret),
        Trial::test("binary: a refusal makes the run incomplete", refusal),
        Trial::test("binary: what the user mistyped exits with 2 and one line", usage),
        Trial::test("binary: what keeps the account shut exits with 5 and one line", fatal),
        #[cfg(unix)]
        Trial::test("binary: Ctrl-C keeps what was seen and exits as incomplete", ctrl_c),
    ]
}

fn emulator(script: Script) -> Emulator {
    Emulator::start(account::seen(), script)
}

fn collect(emulator: &Emulator) -> Binary {
    Binary::new().at(&emulator.url(), ACCOUNT).args(&["collect"])
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn exits(output: &Output, code: i32) -> Result<(), Failed> {
    if output.status.code() == Some(code) {
        Ok(())
    } else {
        Err(format!("exit {:?}, not {code}: {}", output.status.code(), stderr(output)).into())
    }
}

fn collected() -> Result<(), Failed> {
    let emulator = emulator(Script::default());
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("account.json");
    let path_name = path.display().to_string();
    // What costs extra is not asked, and recorded as such, until it is opted for.
    exits(&collect(&emulator).args(&["-o", &path_name]).run(), 0)?;
    let metrics = |record: &&Coverage| record.collection == Collection::Metrics;
    let not_opted_for = |record: &Coverage| record.why == Some(NotAsked::OptIn);
    let thrifty = file::read(&path)?;
    if emulator.count("GetMetricData") > 0 || !thrifty.coverage.iter().filter(metrics).all(not_opted_for) {
        return Err("metrics were asked for, or are not recorded as left out".into());
    }
    let output = collect(&emulator).args(&["-o", &path_name, "--with", "metrics"]).run();
    exits(&output, 0)?;
    if !output.stdout.is_empty() {
        return Err("something on stdout beside the file".into());
    }
    if file::read(&path)?.accounts != account::seen().accounts {
        return Err("the file holds something else than the account".into());
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&path)?.permissions().mode() & 0o777;
        if mode != 0o600 {
            return Err(format!("mode {mode:o}").into());
        }
    }
    Ok(())
}

fn account_on_stderr() -> Result<(), Failed> {
    let emulator = emulator(Script::default());
    let said = stderr(&collect(&emulator).run());
    if said == format!("account {ACCOUNT} as arn:aws:iam::{ACCOUNT}:user/emulated\n") {
        Ok(())
    } else {
        Err(said.into())
    }
}

fn quiet() -> Result<(), Failed> {
    let emulator = emulator(Script::default());
    let said = stderr(&collect(&emulator).args(&["-q"]).run());
    if said.is_empty() { Ok(()) } else { Err(said.into()) }
}

fn json_logs() -> Result<(), Failed> {
    let emulator = emulator(Script::default());
    let said = stderr(&collect(&emulator).args(&["-v", "--log-format", "json"]).run());
    let mut questions = 0;
    for line in said.lines() {
        let line: Value = serde_json::from_str(line).map_err(|_| format!("no JSON: {line}"))?;
        if line.pointer("/span/name").and_then(Value::as_str) == Some("question") {
            let span = line.get("span").cloned().unwrap_or_default();
            if ["account", "region", "operation", "key"].iter().any(|field| span.get(field).is_none()) {
                return Err(format!("a field is missing: {line}").into());
            }
            questions += 1;
        }
    }
    if questions > 30 { Ok(()) } else { Err(format!("{questions} questions").into()) }
}

fn no_secret() -> Result<(), Failed> {
    let emulator = emulator(Script::default());
    let profile = "[profile prod]\naws_access_key_id = AKIA111122223333\naws_secret_access_key = in-the-file\n";
    for verbosity in ["-v", "-vv", "-vvv"] {
        let output = collect(&emulator)
            .file(".aws/config", profile)
            .env("AWS_SECRET_ACCESS_KEY", "in-the-environment")
            .env("AWS_SESSION_TOKEN", "token-of-the-session")
            .env("BYWAY_LOG", if verbosity == "-vvv" { "trace" } else { "" })
            .args(&[verbosity])
            .run();
        let said = stderr(&output);
        for secret in ["in-the-file", "in-the-environment", "token-of-the-session"] {
            if let Some(line) = said.lines().find(|line| line.contains(secret)) {
                return Err(format!("{verbosity}: {line}").into());
            }
        }
    }
    Ok(())
}

fn refusal() -> Result<(), Failed> {
    let refusal = Fault::Error(403, "UnauthorizedOperation", "no");
    let emulator = emulator(Script::default().with("DescribeVpcEndpoints", refusal));
    exits(&collect(&emulator).run(), 3)
}

/// One line that begins with `error:` and holds `words`, and the exit code.
fn one_line(output: &Output, code: i32, words: &[&str]) -> Result<(), Failed> {
    exits(output, code)?;
    let said = stderr(output);
    let first = said.lines().next().unwrap_or_default();
    if first.starts_with("error: ") && words.iter().all(|word| first.contains(word)) {
        Ok(())
    } else {
        Err(said.into())
    }
}

fn usage() -> Result<(), Failed> {
    let emulator = emulator(Script::default());
    one_line(&collect(&emulator).args(&["--profile", "nope"]).run(), 2, &["`nope`"])?;
    one_line(&collect(&emulator).args(&["--region", "eu-west-11"]).run(), 2, &["`eu-west-11`", "`eu-west-1`"])?;
    one_line(&collect(&emulator).args(&["--region", "Europe"]).run(), 2, &["Europe"])?;
    one_line(&collect(&emulator).args(&["--role-arn", "audit"]).run(), 2, &["`audit`"])
}

fn fatal() -> Result<(), Failed> {
    let good = emulator(Script::default());
    let nothing = Binary::new().args(&["collect"]).env("AWS_ENDPOINT_URL", good.url());
    one_line(&nothing.run(), 5, &["no AWS credentials"])?;
    one_line(&collect(&good).args(&["--expect-account", "444455556666"]).run(), 5, &[ACCOUNT, "444455556666"])?;
    let expired = emulator(Script::default().with("GetCallerIdentity", Fault::Error(403, "ExpiredToken", "expired")));
    one_line(&collect(&expired).run(), 5, &["expired", "aws sso login"])
}

#[cfg(unix)]
fn ctrl_c() -> Result<(), Failed> {
    let emulator = emulator(Script::default().with("DescribeSubnets", Fault::Hang));
    let ready = || emulator.count("DescribeSubnets") == 2 && emulator.count("ListHostedZonesByVPC") == 2;
    let output = collect(&emulator).run_until("-INT", ready);
    exits(&output, 3)?;
    let seen = file::parse(&String::from_utf8(output.stdout)?, "stdout")?;
    let count = |outcome| seen.coverage.iter().filter(|record| record.outcome == outcome).count();
    if count(Outcome::Cancelled) >= 2 && count(Outcome::Answered) > 5 {
        Ok(())
    } else {
        Err(format!("{} cancelled, {} answered", count(Outcome::Cancelled), count(Outcome::Answered)).into())
    }
}
