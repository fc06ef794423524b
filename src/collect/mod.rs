//! Asking AWS.
//!
//! Owns which questions a crawl puts (`plan`), how one question is asked to its end (`page`, `outcome`), the
//! translation of the SDK's shapes (`aws`), and the crawl that runs them all ([`crawl()`]). Judges nothing, and knows
//! nothing of files. A crawl does not fail: it returns what it saw and a record of what it could not see.

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

pub use crawl::{Request, crawl};
pub use stop::{Stop, StopSwitch, stop};
