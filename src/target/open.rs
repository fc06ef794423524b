//! From options to an account that answers.

use super::error::TargetError;
use super::identity::{Identity, explain, explain_role, read, who_is_calling};
use super::regions::{NoOffer, Offer};
use super::role::{Role, Session, assume};
use super::{http, profile, regions};
use crate::id::{AccountId, Partition, Region};
use crate::snapshot::model::RegionOnOffer;
use aws_config::BehaviorVersion;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_sts::error::SdkError;
use aws_sdk_sts::operation::get_caller_identity::{GetCallerIdentityError, GetCallerIdentityOutput};
use aws_types::SdkConfig;
use std::pin::pin;
use std::time::Duration;
use tokio::time::timeout;

/// The SDK's behaviour, pinned: an update of the SDK must not change timeouts or retries unseen.
pub(super) fn behavior() -> BehaviorVersion {
    BehaviorVersion::v2026_01_12()
}

/// What the user said about whom to ask.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The profile to take credentials and settings from; beats keys in the environment.
    pub profile: Option<String>,
    /// The roles to assume, the first with whatever credentials were found and each with those of the one before.
    pub roles: Vec<Role>,
    /// How the roles' sessions are opened.
    pub session: Session,
    /// The only account that the credentials may be for.
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
    /// Every Region on offer to the account, if AWS said.
    pub offer: Option<Vec<RegionOnOffer>>,
    /// AWS's refusal to say, if that is what it said.
    pub(crate) no_offer: Option<NoOffer>,
}

/// NOTE: the SDK's configuration carries the profiles it read, and its own `Debug` prints their secret keys.
impl std::fmt::Debug for Target {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { account, partition, caller, config: _, home, regions, offer, no_offer: _ } = self;
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

/// The parts of a target, as they come.
pub(super) struct Opened {
    pub(super) account: AccountId,
    pub(super) partition: Partition,
    pub(super) caller: String,
    pub(super) config: SdkConfig,
    pub(super) home: Region,
    pub(super) regions: Vec<Region>,
    pub(super) offer: Offer,
}

impl From<Opened> for Target {
    fn from(opened: Opened) -> Self {
        let Opened { account, partition, caller, config, home, regions, offer } = opened;
        let Offer { regions: offer, refusal: no_offer } = offer;
        Self { account, partition, caller, config, home, regions, offer, no_offer }
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
    let mut loader = aws_config::defaults(behavior()).http_client(http::client());
    if let Some(name) = &options.profile {
        profile::must_exist(name, true).await?;
        loader = loader.profile_name(name);
    }
    let mut config = loader.load().await;
    if let Some(name) = &options.profile {
        let provider = profile::credentials(name, &config);
        config = config.into_builder().credentials_provider(SharedCredentialsProvider::new(provider)).build();
    }
    Target::of(config, options).await
}

/// How long the list of Regions may hold up the opening of an account. The crawl asks again, with more patience.
pub(super) const HURRY: Duration = Duration::from_secs(2);

/// The same where the user named Regions: a name that does not exist should be said now.
const WAIT: Duration = Duration::from_secs(10);

impl Target {
    /// The account behind an SDK configuration, once its roles are assumed.
    ///
    /// # Errors
    ///
    /// As [`open`].
    pub async fn of(config: SdkConfig, options: &Options) -> Result<Self, TargetError> {
        let Options { profile: _, roles, session, expect_account, regions } = options;
        let home = home(&config, regions, roles.first())?;
        let mut config =
            http::patient(config).into_builder().region(aws_types::region::Region::new(home.to_string())).build();
        for role in roles {
            config = match assume(&config, role, session).await {
                Ok(config) => config,
                Err(error) => return Err(explain_role(&error, &role.arn, options, &home).await),
            };
        }
        let (answer, offer) = identity_and_offer(&config, if regions.is_empty() { HURRY } else { WAIT }).await;
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => return Err(explain(&error, options, &home).await),
        };
        let Identity { account, partition, caller } =
            read(answer).map_err(|source| TargetError::NoAnswer { region: home.clone(), source })?;
        if let Some(expected) = expect_account.as_ref().filter(|expected| **expected != account) {
            return Err(TargetError::WrongAccount { expected: expected.clone(), found: account, caller });
        }
        if let Some(offer) = &offer.regions {
            regions::must_be_on_offer(regions, offer)?;
        }
        let regions = regions.clone();
        Ok(Self::from(Opened { account, partition, caller, config, home, regions, offer }))
    }
}

/// Whose account this is, and the Regions on offer to it, asked at once: a crawl begins a round trip earlier.
///
/// NOTE: so a wrong account is asked for its Regions before it is known to be wrong. They are not its own: AWS tells
/// every account the same names.
pub(super) async fn identity_and_offer(
    config: &SdkConfig,
    patience: Duration,
) -> (Result<GetCallerIdentityOutput, SdkError<GetCallerIdentityError>>, Offer) {
    let identity = pin!(who_is_calling(config));
    let mut offer = pin!(regions::on_offer(config));
    let mut early = None;
    let identity = {
        let mut identity = identity;
        loop {
            tokio::select! {
                // First: where there are no credentials to be had, they are asked for once and not again for the other.
                biased;
                answer = &mut identity => break answer,
                regions = &mut offer, if early.is_none() => early = Some(regions),
            }
        }
    };
    let offer = match (early, &identity) {
        (Some(offer), _) => offer,
        (None, Err(_)) => Offer::default(),
        (None, Ok(_)) => timeout(patience, offer).await.unwrap_or_default(),
    };
    (identity, offer)
}

/// The configured Region, else the first one named, else the oldest of the partition the role is in.
fn home(config: &SdkConfig, named: &[Region], role: Option<&Role>) -> Result<Region, TargetError> {
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
