//! The names of things: parse them at the door, order them, print them.
//!
//! Owns the spelling of accounts, Regions, partitions, service names and resources. Knows nothing of what was seen.

mod account;
mod arn;
mod partition;
mod region;
mod resource;
mod service;

pub use account::AccountId;
pub use arn::Arn;
pub use partition::Partition;
pub use region::Region;
pub use resource::{Kind, ResourceId};
pub use service::ServiceName;

/// A name that does not have the form AWS gives it. Usually the user's error: a mistyped option or file name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not {wanted}")]
pub struct NameError {
    /// What was given.
    pub given: String,
    /// What it should have been, with an example.
    pub wanted: &'static str,
}
