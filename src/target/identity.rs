//! Whose credentials these are, and why they open nothing.

use super::error::{Cause, TargetError, chain, credentials_in};
use super::{Options, profile};
use crate::id::{AccountId, Arn, Partition, Region};
use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_sts::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sts::operation::assume_role::AssumeRoleError;
use aws_sdk_sts::operation::get_caller_identity::{GetCallerIdentityError, GetCallerIdentityOutput};
use aws_types::SdkConfig;
use std::error::Error;

/// The account behind some credentials.
pub(super) struct Identity {
    pub(super) account: AccountId,
    pub(super) partition: Partition,
    pub(super) caller: String,
}

/// `sts:GetCallerIdentity`, which no IAM policy can refuse.
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html>
pub(super) async fn who_is_calling(
    config: &SdkConfig,
) -> Result<GetCallerIdentityOutput, SdkError<GetCallerIdentityError>> {
    aws_sdk_sts::Client::new(config).get_caller_identity().send().await
}

/// What the answer says; what it lacks, if it says nothing that can be read.
pub(super) fn read(answer: GetCallerIdentityOutput) -> Result<Identity, Cause> {
    let unreadable = |what: &str| Cause(format!("the answer has no readable {what}"));
    let account = answer.account.and_then(|account| account.parse().ok()).ok_or_else(|| unreadable("Account"))?;
    let caller = answer.arn.ok_or_else(|| unreadable("Arn"))?;
    let partition = caller.parse::<Arn>().map_err(|_| unreadable("Arn"))?.partition;
    Ok(Identity { account, partition, caller })
}

/// What a failed GetCallerIdentity means to the user.
pub(super) async fn explain(error: &SdkError<GetCallerIdentityError>, options: &Options, home: &Region) -> TargetError {
    if let Some(told) = nothing_to_sign_with(error, options).await {
        return told;
    }
    match error.as_service_error().and_then(ProvideErrorMetadata::code) {
        Some(code) if is_expired(code) => TargetError::Expired { code: code.to_owned() },
        Some(code) if is_rejected(code) || is_denied(code) => {
            TargetError::Rejected { code: code.to_owned(), source: said(error) }
        }
        Some(_) | None => TargetError::NoAnswer { region: home.clone(), source: said(error) },
    }
}

/// What a failed AssumeRole means to the user.
pub(super) async fn explain_role(
    error: &SdkError<AssumeRoleError>,
    role: &str,
    options: &Options,
    home: &Region,
) -> TargetError {
    if let Some(told) = nothing_to_sign_with(error, options).await {
        return told;
    }
    match error.as_service_error().and_then(ProvideErrorMetadata::code) {
        Some(code) if is_expired(code) => TargetError::Expired { code: code.to_owned() },
        Some(code) if is_rejected(code) => TargetError::Rejected { code: code.to_owned(), source: said(error) },
        Some(_) => TargetError::Role { role: role.to_owned(), source: said(error) },
        None => TargetError::NoAnswer { region: home.clone(), source: said(error) },
    }
}

/// Why a call could not be signed; none if it could.
async fn nothing_to_sign_with<E>(error: &SdkError<E>, options: &Options) -> Option<TargetError>
where
    E: Error + 'static,
{
    let credentials = credentials_in(error)?;
    let refusal = assume_role_error(error);
    // The SDK prints an error that its model does not know as Rust writes values.
    let message = refusal.and_then(ProvideErrorMetadata::message).map(|message| Cause(message.to_owned()));
    let source = message.unwrap_or_else(|| Cause::of(error));
    Some(match (credentials, refusal.and_then(ProvideErrorMetadata::code)) {
        (_, Some(code)) if is_expired(code) => TargetError::Expired { code: code.to_owned() },
        (CredentialsError::CredentialsNotLoaded(_), _) => nothing_found(options).await,
        (_, _) => TargetError::Credentials { source },
    })
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

/// What AssumeRole answered within a chain of errors, if that is what failed: a profile may name a role.
fn assume_role_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a AssumeRoleError> {
    chain(error).find_map(|error| error.downcast_ref::<AssumeRoleError>())
}

fn said<E>(error: &SdkError<E>) -> Cause
where
    E: ProvideErrorMetadata + Error + 'static,
{
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
            | "IncompleteSignature"
    )
}

fn is_denied(code: &str) -> bool {
    matches!(code, "AccessDenied" | "AccessDeniedException")
}
