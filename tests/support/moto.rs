//! moto, an imitation of AWS by others, in a Python environment of its own below the target folder.
//!
//! What moto gets wrong is listed where tests meet it; it is good for state, for several accounts and for errors that
//! byway's own emulator would never think of.

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The version tests are written against.
const PACKAGE: &str = "moto[server,ec2,route53]==5.2.5";
/// The environment variable that makes a missing Python a failure instead of an ignored test.
const REQUIRE: &str = "BYWAY_REQUIRE_MOTO";

/// A running server; dropping it ends it, and nothing else.
pub struct Moto {
    server: Child,
    port: u16,
    python: PathBuf,
}

/// Why there is no server.
pub enum NoMoto {
    /// No Python or no pip, and nobody insists.
    Ignored(String),
    /// It was required, or broke.
    Failed(String),
}

impl Moto {
    /// Installs moto on first use, and starts a server of its own.
    pub fn start() -> Result<Self, NoMoto> {
        let python = environment().map_err(|reason| {
            if std::env::var(REQUIRE).as_deref() == Ok("1") {
                NoMoto::Failed(format!("{REQUIRE}=1, and {reason}"))
            } else {
                NoMoto::Ignored(reason)
            }
        })?;
        // The port is free for a moment between the two; another server's would not answer with an empty account.
        let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| NoMoto::Failed(error.to_string()))?;
        let port = listener.local_addr().map_err(|error| NoMoto::Failed(error.to_string()))?.port();
        drop(listener);
        let server = Command::new(&python)
            .args(["-m", "moto.server", "-H", "127.0.0.1", "-p", &port.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| NoMoto::Failed(error.to_string()))?;
        let moto = Self { server, port, python };
        moto.wait().map_err(NoMoto::Failed)?;
        Ok(moto)
    }

    /// What to set AWS_ENDPOINT_URL to.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Makes a scenario of `seed_moto.py`; its ids by name.
    pub fn seed(&self, scenario: &str) -> Result<Value, String> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/seed_moto.py");
        let output = Command::new(&self.python)
            .arg(script)
            .args([&self.url(), scenario])
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .output()
            .map_err(|error| error.to_string())?;
        if !output.status.success() {
            return Err(format!("seeding failed: {}", String::from_utf8_lossy(&output.stderr)));
        }
        serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())
    }

    fn wait(&self) -> Result<(), String> {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(60) {
            if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) {
                let asked = stream.write_all(b"GET /moto-api/ HTTP/1.0\r\n\r\n");
                let mut answer = [0; 12];
                if asked.is_ok() && stream.read_exact(&mut answer).is_ok() && answer.starts_with(b"HTTP/1.") {
                    return Ok(());
                }
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Err("moto did not start within a minute".to_owned())
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// The unknown verdicts of a report whose reasons are not exactly those that moto gives a policy.
///
/// moto answers Route 53 Profiles with status 500: what a Profile of the VPC could decide is unknown. Its endpoints have
/// neither `IpAddressType` nor `DnsOptions`.
pub fn unknown_for_other_reasons(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().into_iter().flatten();
    let wrong = findings.filter(|finding| finding["verdict"] == "unknown").filter(|finding| {
        let text = |pointer: &str| finding.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        let failed =
            |operation: &str| format!("{operation} in {}/{} was failed (Http500)", text("/account"), text("/region"));
        let expected = match text("/policy") {
            "endpoint-ip-family-gap" => ["DnsOptions", "IpAddressType"]
                .map(|member| format!("{member} of {} is missing or cannot be read", text("/resource/id")))
                .into(),
            "profile-association-failed" => BTreeSet::from([failed(text("/resource/id"))]),
            "central-endpoint-no-route"
            | "hybrid-without-inbound-resolver"
            | "phz-shadows-endpoint-dns"
            | "resolver-rule-forwards-aws-suffix" => {
                BTreeSet::from([failed("route53profiles:ListProfileAssociations")])
            }
            _ => BTreeSet::new(),
        };
        let gaps = finding["gaps"].as_array().into_iter().flatten();
        let found: BTreeSet<String> = gaps.filter_map(|gap| gap["says"].as_str()).map(str::to_owned).collect();
        found.is_empty() || found != expected
    });
    wrong.map(|finding| format!("{} {}: {}", finding["policy"], finding["resource"]["id"], finding["gaps"])).collect()
}

/// The Python of an environment with moto in it.
fn environment() -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("moto-5.2.5");
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let done = folder.join("installed");
    fs::create_dir_all(env!("CARGO_TARGET_TMPDIR")).map_err(|error| error.to_string())?;
    // Tests run at once, and processes too: one installs, the others wait.
    let lock = File::create(folder.with_extension("lock")).map_err(|error| error.to_string())?;
    lock.lock().map_err(|error| error.to_string())?;
    if !done.exists() {
        let _ = fs::remove_dir_all(&folder);
        run(Command::new("python3").args(["-m", "venv"]).arg(&folder), "python3 -m venv")?;
        let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", PACKAGE];
        run(Command::new(&python).args(install), "pip install moto")?;
        File::create(done).map_err(|error| error.to_string())?;
    }
    Ok(python)
}

fn run(command: &mut Command, what: &str) -> Result<(), String> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("{what} does not start: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{what} failed: {}", said.lines().last().unwrap_or_default()))
}
