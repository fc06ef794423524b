//! The built-in demo account.

use super::{Snapshot, file};

/// A believable account in two Regions, with good and bad routing, DNS and groups, made by hand for `--demo`.
///
/// # Errors
///
/// Only if the embedded file is broken, which a test rules out.
pub fn demo() -> Result<Snapshot, file::FileError> {
    file::parse(include_str!("../../fixtures/demo/snapshot.json"), "the demo account")
}
