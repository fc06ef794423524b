//! How near a crawl comes to the least time that AWS's allowances leave it, and to the fewest calls.
//!
//! Against the emulator, with AWS's documented token buckets: for each size and round trip, the binary crawls everything
//! but metrics. The least time is the greater of the longest chain of dependent requests and of what the fullest bucket
//! takes to let its requests through, both worked out from what the emulator saw. Ratios, so that they mean the same on
//! any machine; nothing here is a test of time.
//!
//!     cargo bench --bench crawl                    # both sizes at 20 and 80 ms
//!     cargo bench --bench crawl -- medium 80
#![expect(clippy::expect_used, clippy::print_stdout, reason = "a bench that cannot be set up has failed, and prints")]

#[path = "../tests/support/emulator/mod.rs"]
#[expect(dead_code, unused_imports, clippy::panic, reason = "tests need more of it, and fail by it")]
mod emulator;
#[path = "../tests/support/estate.rs"]
mod estate;
#[path = "../tests/support/minimum.rs"]
mod minimum;

use emulator::{Emulator, Script};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// A large estate.
const LARGE: estate::Size = estate::Size { regions: 17, vpcs: 20, interface_endpoints: 13, groups: 58, zones: 500 };

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let is_wanted = |name: &str| wanted.iter().all(|one| one == name || one.parse::<u64>().is_ok());
    let is_wanted_trip = |trip: u64| wanted.iter().filter_map(|one| one.parse::<u64>().ok()).all(|one| one == trip);
    println!("size    round trip    wall s   least s   ratio   calls   fewest   ratio   throttled");
    let mut is_good = true;
    for (name, size) in [("medium", estate::MEDIUM), ("large", LARGE)] {
        for trip in [20, 80].into_iter().filter(|trip| is_wanted(name) && is_wanted_trip(*trip)) {
            is_good &= measure(name, size, Duration::from_millis(trip));
        }
    }
    if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// One crawl; whether it made no call too many and met no throttle.
fn measure(name: &str, size: estate::Size, trip: Duration) -> bool {
    let seen = estate::estate(size);
    let fewest: usize = minimum::minimum(&seen).values().sum();
    let script = Script { latency: Some(trip), throttling: true, ..Script::default() };
    let emulator = Emulator::start(seen, script);
    let folder = std::env::temp_dir();
    let began = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_byway"))
        .args(["collect", "--quiet"])
        .env_clear()
        .env("AWS_ENDPOINT_URL", emulator.url())
        .env("AWS_ACCESS_KEY_ID", format!("AKIA{}", estate::number()))
        .env("AWS_SECRET_ACCESS_KEY", "made-up")
        .env("AWS_REGION", "us-east-1")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("HOME", &folder)
        .stdout(Stdio::null())
        .status()
        .expect("byway runs");
    let wall = began.elapsed();
    let least = least(&emulator, trip);
    let calls = emulator.actions().len();
    let throttled = emulator.throttled();
    #[expect(clippy::cast_precision_loss, reason = "calls are few")]
    let many = calls as f64 / fewest as f64;
    let slow = wall.as_secs_f64() / least.as_secs_f64();
    println!(
        "{name:6}  {:7} ms  {:8.2}  {:8.2}  {slow:6.3}  {calls:6}  {fewest:7}  {many:6.3}  {throttled:10}",
        trip.as_millis(),
        wall.as_secs_f64(),
        least.as_secs_f64(),
    );
    status.success() && many <= 1.05 && throttled == 0 && slow <= 1.10
}

/// The least time for the requests that the emulator saw: no earlier than the Regions, the listings and what names one
/// of the things listed can follow each other, and than each bucket lets its requests through.
fn least(emulator: &Emulator, trip: Duration) -> Duration {
    let tokens = emulator.buckets().into_iter().map(|(name, bucket)| {
        #[expect(clippy::cast_precision_loss, reason = "requests are few")]
        let over = (bucket.admitted as f64 - bucket.burst).max(0.0) / bucket.refill;
        // Route 53's zones can be asked for at once; what is asked in Regions comes after the list of Regions.
        let first = if name.contains("/route53:") || name.ends_with("/route53") { trip } else { trip * 2 };
        first + Duration::from_secs_f64(over)
    });
    tokens.max().unwrap_or_default().max(trip * 3)
}
