//! Asking AWS.
//!
//! Owns which questions a crawl puts (`plan`), how one question is asked to its end (`page`, `outcome`), the
//! translation of the SDK's shapes (`aws`), the crawl of an account that runs them all ([`crawl()`]), and that of many
//! (`accounts`). Judges nothing, and knows
//! nothing of files. A crawl does not fail: it returns what it saw and a record of what it could not see.

mod absent;
mod accounts;
mod ask;
mod attempts;
mod aws;
mod clients;
mod crawl;
mod outcome;
mod pace;
mod page;
mod plan;
mod stop;

pub use accounts::{Accounts, Listed, crawl_accounts, list_accounts};
pub use crawl::{Request, crawl};
pub use stop::{Stop, StopSwitch, stop};
