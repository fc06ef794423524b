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
mod bound;
mod clients;
mod crawl;
mod often;
mod outcome;
mod outlook;
mod pace;
mod page;
mod paging;
mod permissions;
mod plan;
mod preflight;
mod probe;
mod rehearsal;
mod stop;

pub use accounts::{Accounts, Listed, crawl_accounts, list_accounts};
pub use bound::{Bound, Limit};
pub use crawl::{Request, crawl};
pub use often::{found_by, how_often};
pub use outlook::{Expected, Outlook};
pub use permissions::{asked_for, permissions};
pub use preflight::{Grant, Tried, preflight};
pub use rehearsal::rehearsed;
pub use stop::{Stop, StopSwitch, stop};
