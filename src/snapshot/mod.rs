//! What was seen, at rest, and what was not.
//!
//! The snapshot is the wall of the design: left of it are sockets, credentials and clocks; right of it everything is
//! a pure function of one immutable [`Snapshot`]. Owns the model of AWS's nouns, the record of every question asked
//! ([`Coverage`]), values that may be unknown ([`Answer`]) and the file that holds them. Fetches nothing, judges
//! nothing.

mod answer;
pub mod atomic;
mod collection;
mod builder;
mod closed;
mod coverage;
mod demo;
pub mod file;
pub mod folder;
mod gap;
mod items;
pub mod model;
mod seen;

pub use answer::{Answer, Listing};
pub use builder::Builder;
pub use closed::{Closed, closed_by_scp};
pub use collection::Collection;
pub use coverage::{Coverage, DeniedBy, NotAsked, Outcome, Question};
pub use demo::{demo, world};
pub use gap::{Gap, Gaps};
pub use items::{Items, ItemsError};
pub use seen::{AccountView, RegionView, Snapshot};
