//! Options that say whom to ask, and the crawl they start.

use super::telemetry;
use crate::collect::{self, Request};
use crate::id::{AccountId, Region};
use crate::snapshot::{Collection, Snapshot};
use crate::target::{self, Options, Target, TargetError};
use std::collections::BTreeSet;
use std::num::NonZeroU16;
use std::time::Duration;

/// Whom to ask, and how patiently.
#[derive(Clone, Debug, clap::Args)]
pub struct LiveArgs {
    /// Profile of the AWS config files to use; beats AWS_ACCESS_KEY_ID in the environment
    #[arg(long, value_name = "NAME", help_heading = "AWS account")]
    pub profile: Option<String>,
    /// Role to assume with the credentials found
    #[arg(long, value_name = "ARN", help_heading = "AWS account")]
    pub role_arn: Option<String>,
    /// External ID that the role asks for
    #[arg(long, value_name = "ID", requires = "role_arn", help_heading = "AWS account")]
    pub external_id: Option<String>,
    /// Stop unless the credentials are for this account
    #[arg(long, value_name = "ACCOUNT", help_heading = "AWS account")]
    pub expect_account: Option<AccountId>,
    /// Seconds that one question may take, retries and pages included
    #[arg(long, value_name = "SECONDS", default_value = "300", help_heading = "AWS account")]
    pub timeout: NonZeroU16,
    /// Questions that may be under way at once
    #[arg(long, value_name = "N", default_value = "128", help_heading = "AWS account")]
    pub max_concurrency: NonZeroU16,
}

/// Finds the account and asks `region` of it, or every enabled Region, for `collections`.
///
/// Says on stderr which account was opened, unless `quiet`. Ctrl-C ends the crawl and keeps what was seen; a second
/// one ends the program.
///
/// # Errors
///
/// [`TargetError`] if the account cannot be opened. What is refused after that is in the snapshot's coverage.
pub fn snapshot(
    args: &LiveArgs,
    region: &[Region],
    collections: BTreeSet<Collection>,
    quiet: bool,
) -> Result<Snapshot, TargetError> {
    let options = options(args, region);
    let request = Request {
        collections,
        timeout: Duration::from_secs(args.timeout.get().into()),
        concurrency: usize::from(args.max_concurrency.get()),
    };
    run(async {
        let target = target::open(&options).await?;
        if !quiet {
            telemetry::note(&format!("account {} as {}", target.account, target.caller));
        }
        Ok(crawl_until_ctrl_c(&target, &request).await)
    })
}

/// What the arguments say about whom to ask.
pub(super) fn options(args: &LiveArgs, region: &[Region]) -> Options {
    let LiveArgs { profile, role_arn, external_id, expect_account, timeout: _, max_concurrency: _ } = args;
    Options {
        profile: profile.clone(),
        role_arn: role_arn.clone(),
        external_id: external_id.clone(),
        session_name: None,
        expect_account: expect_account.clone(),
        regions: region.to_vec(),
    }
}

/// Runs what asks AWS to its end.
pub(super) fn run<T>(work: impl Future<Output = Result<T, TargetError>>) -> Result<T, TargetError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|source| TargetError::Runtime { source })?;
    let done = runtime.block_on(work);
    // A look-up of a name cannot be interrupted and must not hold the program up.
    runtime.shutdown_background();
    done
}

async fn crawl_until_ctrl_c(target: &Target, request: &Request) -> Snapshot {
    let (switch, stop) = collect::stop();
    let listener = tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            switch.stop();
            telemetry::note("stopping: what was seen is kept; press Ctrl-C again to leave at once");
            if tokio::signal::ctrl_c().await.is_ok() {
                // 130 is what shells say of a program that Ctrl-C ended.
                std::process::exit(130);
            }
        }
    });
    let snapshot = collect::crawl(target, request, stop).await;
    listener.abort();
    snapshot
}
