//! Roles: how one is named, and the credentials of its sessions.

use super::TargetError;
use crate::id::{AccountId, Arn, Partition};
use aws_config::identity::IdentityCache;
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{self, ProvideCredentials, SharedCredentialsProvider, future};
use aws_sdk_sts::error::SdkError;
use aws_sdk_sts::operation::assume_role::AssumeRoleError;
use aws_sdk_sts::operation::assume_role::builders::AssumeRoleFluentBuilder;
use aws_types::SdkConfig;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// A role to assume.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its ARN.
    pub arn: String,
    /// The account it belongs to.
    pub account: AccountId,
    /// The partition it is in.
    pub partition: Partition,
    /// The external ID that it asks for.
    pub external_id: Option<String>,
}

impl Role {
    /// The role of an ARN.
    ///
    /// # Errors
    ///
    /// [`TargetError::NotARole`] for what is no role's ARN.
    pub fn new(given: &str, external_id: Option<String>) -> Result<Self, TargetError> {
        let not_a_role = || TargetError::NotARole { given: given.to_owned() };
        let arn: Arn = given.parse().map_err(|_| not_a_role())?;
        let name = arn.resource.strip_prefix("role/").filter(|name| is_name(name));
        if arn.service != "iam" || !arn.region.is_empty() || name.is_none() {
            return Err(not_a_role());
        }
        let account = arn.account.parse().map_err(|_| not_a_role())?;
        Ok(Self { arn: given.to_owned(), account, partition: arn.partition, external_id })
    }

    /// The role of this name in an account; the name may begin with a path.
    pub fn named(name: &str, account: &AccountId, partition: Partition, external_id: Option<String>) -> Self {
        let arn = format!("arn:{partition}:iam::{account}:role/{}", name.trim_start_matches('/'));
        Self { arn, account: account.clone(), partition, external_id }
    }
}

/// Whether this can be a role's name, with its path.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
pub fn is_name(name: &str) -> bool {
    let name = name.trim_start_matches('/');
    !name.is_empty()
        && name.len() <= 512 + 64
        && !name.ends_with('/')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+=,.@-_/".contains(&byte))
}

/// How the sessions of roles are opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Session {
    /// Their name, as CloudTrail will show it; `byway` if none is given.
    pub name: Option<String>,
    /// How long their credentials are good; AWS's hour if nothing is given.
    pub duration: Option<Duration>,
}

/// The settings with a role's credentials in the place of those that assumed it.
///
/// The role is assumed now, so that a refusal is met here, and again each time the credentials come near their end.
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
pub(super) async fn assume(
    config: &SdkConfig,
    role: &Role,
    session: &Session,
) -> Result<SdkConfig, SdkError<AssumeRoleError>> {
    let duration = session.duration.map(|duration| i32::try_from(duration.as_secs()).unwrap_or(i32::MAX));
    let request = aws_sdk_sts::Client::new(config)
        .assume_role()
        .role_arn(&role.arn)
        .role_session_name(session.name.as_deref().unwrap_or("byway"))
        .set_external_id(role.external_id.clone())
        .set_duration_seconds(duration);
    let first = opened(&request).await?;
    let assumed = Assumed { request, first: Mutex::new(Some(first)) };
    // NOTE: the cache goes with the credentials it holds; an old one would answer with the base identity.
    Ok(config
        .to_builder()
        .identity_cache(IdentityCache::lazy().build())
        .credentials_provider(SharedCredentialsProvider::new(assumed))
        .build())
}

/// The credentials of a role's sessions, one after the other.
///
/// NOTE: the SDK's own provider asks the credentials behind it anew for every session, which for a chain of roles, or for
/// a login, means all that is behind them, once an account. This one asks with a client that remembers them.
#[derive(Debug)]
struct Assumed {
    request: AssumeRoleFluentBuilder,
    /// The session that was opened to see whether the role can be assumed, until somebody takes it.
    first: Mutex<Option<Credentials>>,
}

impl ProvideCredentials for Assumed {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.next())
    }
}

impl Assumed {
    async fn next(&self) -> provider::Result {
        let first = self.first.lock().unwrap_or_else(PoisonError::into_inner).take();
        match first {
            Some(first) => Ok(first),
            None => opened(&self.request).await.map_err(CredentialsError::provider_error),
        }
    }
}

/// A new session's credentials.
async fn opened(request: &AssumeRoleFluentBuilder) -> Result<Credentials, SdkError<AssumeRoleError>> {
    let answer = request.clone().send().await?;
    let Some(given) = answer.credentials else {
        return Err(SdkError::construction_failure("the answer to sts:AssumeRole holds no credentials"));
    };
    let expires = SystemTime::try_from(given.expiration).ok();
    let (key, secret, token) = (given.access_key_id, given.secret_access_key, given.session_token);
    Ok(Credentials::new(key, secret, Some(token), expires, "byway"))
}
