//! Whom to ask: accounts, the credentials that open them, and the Regions to look in.
//!
//! Owns credentials, the identity behind them and the check of what the user named on the command line. Asks AWS only
//! what must be true before a crawl may begin: whose account this is, and which Regions are on offer to it. Everything
//! else that goes into a snapshot is `collect`'s.

mod accounts;
mod enter;
mod error;
mod http;
mod identity;
mod open;
mod profile;
mod regions;
mod role;
mod whole;

pub use accounts::{AccountsError, Doors, NamedAccount, RoleName, Way, named};
pub use enter::NotEntered;
pub(crate) use error::chain;
pub use error::{Cause, TargetError};
pub use open::{Options, Target, open};
pub(crate) use regions::region_on_offer;
pub use role::{Role, Session};
pub(crate) use whole::{NotWhole, Whole};
