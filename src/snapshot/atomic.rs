//! Files that are the old one or the new one, never half of either.
//!
//! What byway saves (snapshots, reports, evidence) is read by machines that take a file for a whole one. So a file is
//! written beside its place and renamed there. What is no regular file (a device, a pipe, `/dev/stdout`) is written
//! through: renamed over, it would be gone, and with it whatever reads it.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// Fills the file at `path` in one step. It is its owner's alone to read, unless `fill` says otherwise.
///
/// Where nothing can be written an older file is left as it was. A link to a file gives way to the new file.
///
/// # Errors
///
/// Those of the system and of `fill`.
pub fn write(path: &Path, fill: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(there) if there.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
        Ok(there) if !there.is_file() => return fill(&mut OpenOptions::new().write(true).open(path)?),
        Ok(_) | Err(_) => {}
    }
    let folder = folder_of(path);
    // Said by the system about the folder itself: the temporary file's own error names a file nobody asked for.
    fs::metadata(&folder)?;
    // A temporary file of this crate has mode 0600 from its first byte.
    let mut file = tempfile::NamedTempFile::new_in(&folder).map_err(|error| io::Error::from(error.kind()))?;
    fill(file.as_file_mut())?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// The folder that `path` is in.
pub fn folder_of(path: &Path) -> PathBuf {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
}
