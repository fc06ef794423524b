//! From an account that is open to another, by a role.

use super::Cause;
use super::Target;
use super::identity::{Identity, read};
use super::open::{HURRY, Opened, identity_and_offer};
use super::role::{Role, Session, assume};
use crate::id::AccountId;
use aws_sdk_sts::error::SdkError;
use aws_sdk_sts::operation::assume_role::AssumeRoleError;
use aws_sdk_sts::operation::get_caller_identity::GetCallerIdentityError;

/// Why an account could not be entered. It harms no other: a crawl of many records it and goes on.
#[derive(Debug, thiserror::Error)]
pub enum NotEntered {
    /// The role cannot be assumed. Usually the trust policy's, or that of whoever assumes it.
    #[error("the role cannot be assumed")]
    Role(#[source] Box<SdkError<AssumeRoleError>>),
    /// AWS does not say whose credentials the role's are.
    #[error("AWS does not say whose credentials these are")]
    Identity(#[source] Box<SdkError<GetCallerIdentityError>>),
    /// AWS's answer to that is none.
    #[error("AWS does not say whose credentials these are")]
    Unreadable(#[source] Cause),
    /// The role opens another account than the one it is named for.
    #[error("the role is for account {found} ({caller})")]
    WrongAccount {
        /// The account it opens.
        found: AccountId,
        /// The caller's ARN.
        caller: String,
    },
}

impl Target {
    /// The account of a role, entered with these credentials: one AssumeRole, whose session is renewed before its end.
    ///
    /// # Errors
    ///
    /// [`NotEntered`]; nothing was asked about the account's resources then.
    pub async fn enter(&self, role: &Role, session: &Session) -> Result<Self, NotEntered> {
        let config = assume(&self.config, role, session).await.map_err(|error| NotEntered::Role(Box::new(error)))?;
        // Both at once: if this is not the account, that it has Regions does no harm to know.
        let (answer, offer) = identity_and_offer(&config, HURRY).await;
        let answer = answer.map_err(|error| NotEntered::Identity(Box::new(error)))?;
        let Identity { account, partition, caller } = read(answer).map_err(NotEntered::Unreadable)?;
        if account != role.account {
            return Err(NotEntered::WrongAccount { found: account, caller });
        }
        let (home, named) = (self.home.clone(), self.regions.clone());
        Ok(Self::from(Opened { account, partition, caller, config, home, regions: named, offer }))
    }
}
