//! Whom to ask: one account, the credentials that open it, and the Regions to look in.
//!
//! Owns credentials, the identity behind them and the check of what the user named on the command line. Asks AWS only
//! what must be true before a crawl may begin: whose account this is, and whether the named Regions exist. Everything
//! that goes into a snapshot is `collect`'s.

mod error;
mod identity;
mod open;
mod profile;
mod regions;

pub(crate) use error::chain;
pub use error::{Cause, TargetError};
pub use open::{Options, Target, open};
pub(crate) use regions::region_on_offer;
