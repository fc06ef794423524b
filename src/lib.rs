//! byway says where the traffic between AWS networks and AWS services really goes, and what is wrong with it.
//!
//! ```text
//! targets ─► collect ─► SNAPSHOT ─► index ─► network ─► facts ─► policies ─► findings ─► reports
//!            async ◄────┤ wall ├────────────── pure, synchronous ──────────────────────────►
//! ```
//!
//! The rooms, in order. A room names only rooms before it; `tests/house.rs` holds the table of doors.

pub mod id;
pub mod snapshot;
pub mod finding;
#[cfg(feature = "live")]
pub mod target;
#[cfg(feature = "live")]
pub mod collect;
pub mod network;
pub mod facts;
pub mod policy;
pub mod report;
pub mod cli;
