//! Why a crawl could not begin.

use crate::id::{AccountId, Region};
use aws_credential_types::provider::error::CredentialsError;
use std::error::Error;

/// What AWS, the SDK or the system said, in its own words. Hostile text.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Cause(pub String);

impl Cause {
    /// The innermost reason of a chain of errors: the outer ones only say that something failed.
    pub(crate) fn of(error: &(dyn Error + 'static)) -> Self {
        Self(chain(error).last().map_or_else(|| error.to_string(), ToString::to_string))
    }
}

/// An error and what caused it, outermost first.
pub(crate) fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn Error + 'static)| (*error).source())
}

/// The innermost failure to get credentials in a chain: the one that a chain of roles began with.
pub(crate) fn credentials_in<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a CredentialsError> {
    chain(error).filter_map(|error| error.downcast_ref::<CredentialsError>()).last()
}

/// Why a crawl could not begin. Each names one thing and one thing to do.
#[derive(Debug, thiserror::Error)]
pub enum TargetError {
    /// A profile is in neither of the AWS files. The user's: mistyped, or on another machine.
    #[error("profile `{name}` is not in the AWS config and credentials files; {}", to_do_about(nearest.as_deref()))]
    UnknownProfile {
        /// The profile.
        name: String,
        /// The profile it may have been meant for.
        nearest: Option<String>,
        /// Whether it was named on the command line and not in the environment.
        on_command_line: bool,
    },
    /// The AWS config or credentials file cannot be read. The user's.
    #[error("the AWS config or credentials file cannot be read; correct it as its cause says")]
    ProfileFiles {
        /// File, line and reason.
        source: Cause,
    },
    /// A Region does not exist, or not for this account. The user's.
    #[error("Region `{name}` does not exist for this account; {}", match nearest {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => "name one that `aws ec2 describe-regions --all-regions` lists".to_owned(),
    })]
    UnknownRegion {
        /// The Region as given.
        name: String,
        /// The Region it may have been meant for.
        nearest: Option<Region>,
    },
    /// `--role-arn` is no role's ARN. The user's.
    #[error("`{given}` is not a role's ARN; write it like arn:aws:iam::111122223333:role/audit")]
    NotARole {
        /// What was given.
        given: String,
    },
    /// There are no credentials anywhere. The user's.
    #[error("no AWS credentials found; name a profile with `--profile`, or sign in with `aws sso login`")]
    NoCredentials,
    /// The named profile says nothing about credentials. The user's.
    #[error("profile `{name}` holds no credentials and no way to get any; add `sso_session`, `role_arn` or keys to it")]
    EmptyProfile {
        /// The profile.
        name: String,
    },
    /// Something that should hand out credentials failed: SSO, a process, the metadata service.
    #[error("cannot get AWS credentials; run `aws sts get-caller-identity` the same way, and mend what it says")]
    Credentials {
        /// What failed.
        source: Cause,
    },
    /// The credentials were good once.
    #[error("the AWS credentials have expired (`{code}`); sign in again, for SSO with `aws sso login`")]
    Expired {
        /// AWS's error code.
        code: String,
    },
    /// AWS does not know the credentials, or they are for another partition.
    #[error("AWS does not accept the credentials (`{code}`); check the access key, the session token and the Region")]
    Rejected {
        /// AWS's error code.
        code: String,
        /// AWS's message.
        source: Cause,
    },
    /// The role cannot be assumed.
    #[error("cannot assume `{role}`; check that its trust policy names this caller, and the external ID")]
    Role {
        /// The role.
        role: String,
        /// What AWS said.
        source: Cause,
    },
    /// An option about roles, and no role. The user's.
    #[error("`{option}` is for roles, and none is named; give `--role-arn`, `--org-role` or `--accounts`")]
    NoRoleFor {
        /// The option.
        option: &'static str,
    },
    /// More external IDs than one, and not one for each role. The user's.
    #[error("{given} external IDs are given for {roles} roles; give one for each in order, or one alone for the last")]
    ExternalIds {
        /// How many IDs.
        given: usize,
        /// How many roles.
        roles: usize,
    },
    /// A session longer than AWS allows one role that is assumed by another. The user's.
    #[error("`--session-duration` is {seconds}, and AWS allows 3600 at most where a role assumes a role; give less")]
    LongChain {
        /// What was given.
        seconds: u16,
    },
    /// The accounts to audit are not well named. The user's.
    #[error(transparent)]
    Accounts(#[from] super::AccountsError),
    /// The organization's accounts cannot be listed in full, so nobody knows whom to ask.
    #[error(
        "cannot list the accounts of the organization ({code}); run in its management account or one it delegated, with organizations:ListAccounts, or name the accounts with `--accounts`"
    )]
    Organization {
        /// AWS's error code, or ours.
        code: String,
        /// What AWS said.
        source: Cause,
    },
    /// The credentials open another account than expected.
    #[error(
        "`--expect-account` is `{expected}` and the credentials are for `{found}` ({caller}); name another `--profile` or `--role-arn`"
    )]
    WrongAccount {
        /// The account expected.
        expected: AccountId,
        /// The account found.
        found: AccountId,
        /// The caller's ARN.
        caller: String,
    },
    /// AWS's identity service gave no answer, or one that is none.
    #[error(
        "cannot ask AWS who is calling (sts:GetCallerIdentity in `{region}`); check the network, the Region and AWS_ENDPOINT_URL"
    )]
    NoAnswer {
        /// The Region asked.
        region: Region,
        /// What went wrong.
        source: Cause,
    },
    /// The asynchronous runtime cannot start. The system's: out of threads or file descriptors.
    #[error("cannot start the network runtime; free some threads or file descriptors")]
    Runtime {
        /// What the system said.
        source: std::io::Error,
    },
}

fn to_do_about(nearest: Option<&str>) -> String {
    match nearest {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => "see `aws configure list-profiles`".to_owned(),
    }
}

impl TargetError {
    /// Whether what the user wrote on the command line or in the configuration is at fault, and not what AWS said.
    pub fn is_usage(&self) -> bool {
        match self {
            Self::UnknownProfile { on_command_line, .. } => *on_command_line,
            Self::UnknownRegion { .. }
            | Self::NotARole { .. }
            | Self::NoRoleFor { .. }
            | Self::ExternalIds { .. }
            | Self::LongChain { .. }
            | Self::Accounts(_) => true,
            Self::ProfileFiles { .. }
            | Self::NoCredentials
            | Self::EmptyProfile { .. }
            | Self::Credentials { .. }
            | Self::Expired { .. }
            | Self::Rejected { .. }
            | Self::Role { .. }
            | Self::Organization { .. }
            | Self::WrongAccount { .. }
            | Self::NoAnswer { .. }
            | Self::Runtime { .. } => false,
        }
    }
}
