//! Third-party data that is no part of the project: read where `BYWAY_EXTERNAL` says, and left out without it.

use std::path::PathBuf;

/// The environment variable that names the folder.
pub const VARIABLE: &str = "BYWAY_EXTERNAL";

/// A path inside the folder; none when the variable is not set.
///
/// A folder that is set and missing is an error of whoever set it: a test that then passed would hide that.
pub fn path(inside: &str) -> Option<PathBuf> {
    let root = std::env::var_os(VARIABLE).filter(|root| !root.is_empty())?;
    Some(PathBuf::from(root).join(inside))
}

/// Why a test that needs the folder does not run.
pub fn reason() -> String {
    format!("{VARIABLE} is not set: third-party recordings are not part of the project")
}
