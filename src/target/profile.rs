//! Profiles of the AWS config and credentials files.

use super::{Cause, TargetError};
use aws_config::profile::{self, ProfileFileCredentialsProvider};
use aws_config::provider_config::ProviderConfig;
use aws_types::SdkConfig;
use aws_types::os_shim_internal::{Env, Fs};

/// Fails unless `name` is in the files the SDK reads.
///
/// The SDK itself would go on to the next source of credentials, which may belong to another account.
pub(super) async fn must_exist(name: &str, on_command_line: bool) -> Result<(), TargetError> {
    let known = profile::load(&Fs::real(), &Env::real(), &Default::default(), None)
        .await
        .map_err(|error| TargetError::ProfileFiles { source: Cause::of(&error) })?;
    if known.get_profile(name).is_some() {
        return Ok(());
    }
    let nearest = nearest(name, known.profiles()).map(str::to_owned);
    Err(TargetError::UnknownProfile { name: name.to_owned(), nearest, on_command_line })
}

/// The credentials of exactly this profile.
///
/// NOTE: `aws_config::defaults(…).profile_name(…)` still lets AWS_ACCESS_KEY_ID win, and so audits the account of
/// whatever key is exported. The AWS CLI lets an explicit profile win, and so does byway.
pub(super) fn credentials(name: &str, config: &SdkConfig) -> ProfileFileCredentialsProvider {
    let mut around = ProviderConfig::without_region()
        .with_behavior_version(Some(super::open::behavior()))
        .with_region(config.region().cloned());
    if let Some(client) = config.http_client() {
        around = around.with_http_client(client);
    }
    ProfileFileCredentialsProvider::builder().configure(&around).profile_name(name).build()
}

/// The known name most like `given`, if any is alike enough to be meant.
pub(super) fn nearest<'a>(given: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|name| (strsim::damerau_levenshtein(given, name), name))
        .filter(|(distance, name)| *distance <= name.len().max(given.len()) / 3)
        .min()
        .map(|(_, name)| name)
}
