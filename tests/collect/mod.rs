//! Crawls through the emulator: what they bring home, and what they say of what they could not get.

pub mod account;
pub mod accounts;
mod binary;
mod emulated;
mod faults;
pub mod inventory;
mod joins;
mod matrix;
mod minimum;
mod moto;
mod outlook;
mod questions;

use crate::support::emulator::Emulator;
use aws_config::BehaviorVersion;
use aws_credential_types::Credentials;
use aws_smithy_types::retry::RetryConfig;
use byway::collect::{Request, crawl, stop};
use byway::id::{AccountId, Region};
use byway::snapshot::{Collection, Snapshot};
use byway::target::{Options, Target};
use libtest_mimic::Trial;
use std::collections::BTreeSet;
use std::time::Duration;

pub fn tests() -> Vec<Trial> {
    let mut tests = inventory::tests();
    tests.extend(accounts::tests());
    tests.extend(binary::tests());
    tests.extend(emulated::tests());
    tests.extend(faults::tests());
    tests.extend(joins::tests());
    tests.extend(matrix::tests());
    tests.extend(questions::tests());
    tests.extend(minimum::tests());
    tests.extend(moto::tests());
    tests.extend(outlook::tests());
    tests
}

/// Runs a future on a runtime of its own.
pub fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(work)
}

/// The SDK's settings for the emulator: keys of `account`, and no patience.
pub async fn config(emulator: &Emulator, account: &AccountId, home: &Region) -> aws_types::SdkConfig {
    let retry = RetryConfig::standard()
        .with_max_attempts(4)
        .with_initial_backoff(Duration::from_millis(1))
        .with_max_backoff(Duration::from_millis(4));
    aws_config::defaults(BehaviorVersion::v2026_01_12())
        .endpoint_url(emulator.url())
        .region(aws_types::region::Region::new(home.to_string()))
        .credentials_provider(Credentials::new(format!("AKIA{account}"), "secret", None, None, "test"))
        .retry_config(retry)
        .load()
        .await
}

/// Everything byway can ask for, asked without patience.
pub fn everything() -> Request {
    Request { timeout: Duration::from_secs(20), ..Request::new(BTreeSet::from(Collection::ALL)) }
}

/// A crawl of one account, of these Regions or of every enabled one.
pub async fn crawl_of(
    emulator: &Emulator,
    account: &AccountId,
    home: &Region,
    regions: &[Region],
    request: &Request,
) -> Snapshot {
    let options = Options { regions: regions.to_vec(), ..Options::default() };
    let target = Target::of(config(emulator, account, home).await, &options).await.expect("the account opens");
    let (_switch, stop) = stop();
    crawl(&target, request, stop).await
}
