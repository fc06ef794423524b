//! The command line.

#[cfg(feature = "live")]
pub mod live;
pub mod telemetry;
