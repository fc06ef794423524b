//! From options to an account that answers.

use super::error::{Cause, TargetError, chain, credentials_in};
use super::{profile, regions};
use crate::id::{AccountId, Arn, Partition, Region};
use crate::snapshot::model::RegionOnOffer;
use aws_config::BehaviorVersion;
use aws_config::sts::AssumeRoleProvider;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_sts::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sts::operation::assume_role::AssumeRoleError;
use aws_sdk_sts::operation::get_caller_identity::GetCallerIdentityError;
use aws_types::SdkConfig;

/// The SDK's behaviour, pinned: an update of the SDK must not change timeouts or retries unseen.
pub(super) fn behavior() -> BehaviorVersion {
    BehaviorVersion::v2026_01_12()
}

/// What the user said about whom to ask.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The profile to take credentials and settings from; beats keys in the environment.
    pub profile: Option<String>,
    /// The role to assume with whatever credentials were found.
    pub role_arn: Option<String>,
    /// The external ID that the role asks for.
    pub external_id: Option<String>,
    /// The name of the role's session, as CloudTrail will show it.
    pub session_name: Option<String>,
    /// The only account that may be audited.
    pub expect_account: Option<AccountId>,
    /// The Regions to look in; empty for every enabled one.
    pub regions: Vec<Region>,
}

/// One account and the way into it.
#[derive(Clone)]
pub struct Target {
    /// The account, as AWS says.
    pub account: AccountId,
    /// Its partition.
    pub partition: Partition,
    /// The ARN of the caller.
    pub caller: String,
    /// Credentials and settings for the SDK's clients.
    pub config: SdkConfig,
    /// The Region to ask what belongs to no Region.
    pub home: Region,
    /// The Regions the user named; empty for every enabled one.
    pub regions: Vec<Region>,
    /// Every Region on offer to the account, if Regions were named and AWS said.
    pub offer: Option<Vec<RegionOnOffer>>,
}

/// NOTE: the SDK's configuration carries the profiles it read, and its own `Debug` prints their secret keys.
impl std::fmt::Debug for Target {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { account, partition, caller, config: _, home, regions, offer } = self;
        out.debug_struct("Target")
            .field("account", account)
            .field("partition", partition)
            .field("caller", caller)
            .field("home", home)
            .field("regions", regions)
            .field("offer", offer)
            .finish_non_exhaustive()
    }
}

/// Finds credentials, and the account behind them.
///
/// Sources in the SDK's order: environment, profile, web identity, container, instance; an explicit profile first.
/// <https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html>
///
/// # Errors
///
/// [`TargetError`] names what is missing or wrong; nothing was asked about the account's resources then.
pub async fn open(options: &Options) -> Result<Target, TargetError> {
    let mut loader = aws_config::defaults(behavior());
    if let Some(name) = &options.profile {
        profile::must_exist(name, true).await?;
        loader = loader.profile_name(name);
    }
    let mut config = loader.load().await;
    if let Some(name) = &options.profile {
        let provider = profile::credentials(name, config.region().cloned());
        config = config.into_builder().credentials_provider(SharedCredentialsProvider::new(provider)).build();
    }
    Target::of(config, options).await
}

impl Target {
    /// The account behind an SDK configuration.
    ///
    /// # Errors
    ///
    /// As [`open`].
    pub async fn of(config: SdkConfig, options: &Options) -> Result<Self, TargetError> {
        let Options { profile: _, role_arn, external_id, session_name, expect_account, regions } = options;
        let role = role_arn.as_deref().map(parse_role).transpose()?;
        let home = home(&config, regions, role.as_ref())?;
        let mut config = config.into_builder().region(aws_types::region::Region::new(home.to_string())).build();
        if let Some(role) = role_arn {
            let mut role = AssumeRoleProvider::builder(role)
                .configure(&config)
                .session_name(session_name.as_deref().unwrap_or("byway"));
            if let Some(external_id) = external_id {
                role = role.external_id(external_id);
            }
            let role = role.build().await;
            // NOTE: the cache goes with the credentials it holds; an old one would answer with the base identity.
            config = config
                .into_builder()
                .identity_cache(aws_config::identity::IdentityCache::lazy().build())
                .credentials_provider(SharedCredentialsProvider::new(role))
                .build();
        }
        let (account, partition, caller) = match who_is_calling(&config).await {
            Ok(answer) => read_identity(&answer, &home)?,
            Err(error) => return Err(explain(&error, options, &home).await),
        };
        if let Some(expected) = expect_account.as_ref().filter(|expected| **expected != account) {
            return Err(TargetError::WrongAccount { expected: expected.clone(), found: account, caller });
        }
        let mut offer = None;
        if !regions.is_empty() {
            offer = regions::on_offer(&config).await;
            regions::must_be_on_offer(regions, offer.as_deref().unwrap_or_default())
                .or_else(|error| if offer.is_some() { Err(error) } else { Ok(()) })?;
        }
        Ok(Self { account, partition, caller, config, home, regions: regions.clone(), offer })
    }
}

fn parse_role(given: &str) -> Result<Arn, TargetError> {
    given
        .parse::<Arn>()
        .ok()
        .filter(|arn| arn.service == "iam" && arn.resource.starts_with("role/"))
        .ok_or_else(|| TargetError::NotARole { given: given.to_owned() })
}

/// The configured Region, else the first one named, else the oldest of the partition the role is in.
fn home(config: &SdkConfig, named: &[Region], role: Option<&Arn>) -> Result<Region, TargetError> {
    if let Some(configured) = config.region() {
        return configured
            .as_ref()
            .parse::<Region>()
            .ok()
            .filter(|region| !region.is_global())
            .ok_or_else(|| TargetError::UnknownRegion { name: configured.to_string(), nearest: None });
    }
    if let Some(first) = named.first() {
        return Ok(first.clone());
    }
    let oldest = match role.map_or(Partition::Aws, |role| role.partition) {
        Partition::Aws => "us-east-1",
        Partition::AwsCn => "cn-north-1",
        Partition::AwsUsGov => "us-gov-west-1",
        Partition::AwsEusc => "eusc-de-east-1",
        Partition::AwsIso => "us-iso-east-1",
        Partition::AwsIsoB => "us-isob-east-1",
        Partition::AwsIsoE => "eu-isoe-west-1",
        Partition::AwsIsoF => "us-isof-south-1",
    };
    oldest.parse().map_err(|_| TargetError::UnknownRegion { name: oldest.to_owned(), nearest: None })
}

/// `sts:GetCallerIdentity`, which no IAM policy can refuse.
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html>
async fn who_is_calling(
    config: &SdkConfig,
) -> Result<(Option<String>, Option<String>), SdkError<GetCallerIdentityError>> {
    let answer = aws_sdk_sts::Client::new(config).get_caller_identity().send().await?;
    Ok((answer.account, answer.arn))
}

fn read_identity(
    (account, arn): &(Option<String>, Option<String>),
    home: &Region,
) -> Result<(AccountId, Partition, String), TargetError> {
    let unreadable = |what: &str| TargetError::NoAnswer {
        region: home.clone(),
        source: Cause(format!("the answer has no readable {what}")),
    };
    let account = account.as_deref().and_then(|account| account.parse().ok()).ok_or_else(|| unreadable("Account"))?;
    let caller = arn.clone().ok_or_else(|| unreadable("Arn"))?;
    let partition = caller.parse::<Arn>().map_err(|_| unreadable("Arn"))?.partition;
    Ok((account, partition, caller))
}

/// What a failed GetCallerIdentity means to the user.
async fn explain(error: &SdkError<GetCallerIdentityError>, options: &Options, home: &Region) -> TargetError {
    if let Some(credentials) = credentials_in(error) {
        let refusal = assume_role_error(error);
        // The SDK prints an error that its model does not know as Rust writes values.
        let message = refusal.and_then(ProvideErrorMetadata::message).map(|message| Cause(message.to_owned()));
        let source = message.unwrap_or_else(|| Cause::of(error));
        return match (credentials, refusal.and_then(ProvideErrorMetadata::code), &options.role_arn) {
            (_, Some(code), _) if is_expired(code) => TargetError::Expired { code: code.to_owned() },
            (CredentialsError::CredentialsNotLoaded(_), _, _) => nothing_found(options).await,
            (_, _, Some(role)) => TargetError::Role { role: role.clone(), source },
            (_, _, None) => TargetError::Credentials { source },
        };
    }
    match error.as_service_error().and_then(ProvideErrorMetadata::code) {
        Some(code) if is_expired(code) => TargetError::Expired { code: code.to_owned() },
        Some(code) if is_rejected(code) => TargetError::Rejected { code: code.to_owned(), source: said(error) },
        Some(_) | None => TargetError::NoAnswer { region: home.clone(), source: said(error) },
    }
}

/// Why no source had credentials to give.
async fn nothing_found(options: &Options) -> TargetError {
    if let Some(name) = options.profile.clone() {
        return TargetError::EmptyProfile { name };
    }
    match std::env::var("AWS_PROFILE") {
        // The SDK passes over a profile that does not exist; the user would look for the mistake in vain.
        Ok(name) if !name.is_empty() => {
            profile::must_exist(&name, false).await.err().unwrap_or(TargetError::NoCredentials)
        }
        _ => TargetError::NoCredentials,
    }
}

/// What AssumeRole answered, if that is what failed.
fn assume_role_error(error: &SdkError<GetCallerIdentityError>) -> Option<&AssumeRoleError> {
    chain(error).find_map(|error| error.downcast_ref::<AssumeRoleError>())
}

fn said(error: &SdkError<GetCallerIdentityError>) -> Cause {
    match error.as_service_error().and_then(ProvideErrorMetadata::message) {
        Some(message) => Cause(message.to_owned()),
        None => Cause::of(error),
    }
}

fn is_expired(code: &str) -> bool {
    matches!(code, "ExpiredToken" | "ExpiredTokenException" | "RequestExpired")
}

fn is_rejected(code: &str) -> bool {
    matches!(
        code,
        "InvalidClientTokenId"
            | "UnrecognizedClientException"
            | "SignatureDoesNotMatch"
            | "AuthFailure"
            | "InvalidAccessKeyId"
            | "AccessDenied"
            | "AccessDeniedException"
            | "IncompleteSignature"
    )
}
