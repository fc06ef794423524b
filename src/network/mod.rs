//! Where packets and names go, worked out over one immutable snapshot.
//!
//! Owns lookups ([`Index`]), prefix lists, routes and egress. Judges nothing.

mod index;

pub use index::{Index, Place, Seat};
