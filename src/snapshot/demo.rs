//! Snapshots that are part of the binary: the demo account, and the worlds that policies are tested on.

use super::{Snapshot, file};
use include_dir::{Dir, include_dir};

static WORLDS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/fixtures/worlds");

/// A believable account in two Regions, with good and bad routing, DNS and groups, made by hand for `--demo`.
///
/// # Errors
///
/// Only if the embedded file is broken, which a test rules out.
pub fn demo() -> Result<Snapshot, file::FileError> {
    file::parse(include_str!("../../fixtures/demo/snapshot.json"), "the demo account")
}

/// A built-in world by name: a small account whose truth was decided by hand. `None` if there is none of that name.
pub fn world(name: &str) -> Option<Result<Snapshot, file::FileError>> {
    let held = WORLDS.get_file(format!("{name}/snapshot.json"))?;
    Some(file::parse(held.contents_utf8().unwrap_or_default(), name))
}
