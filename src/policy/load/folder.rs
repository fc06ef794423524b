//! Policies of a user's own, from a folder.

use super::super::Policy;
use super::super::fault::{LoadError, LoadErrors};
use super::{Language, Origin, from_text};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The family of policies that stand in no folder of their own.
const OWN: &str = "own";

/// A folder of policies that cannot be loaded.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// A file or folder cannot be read. Usually a wrong path or missing rights.
    #[error("cannot read `{place}`")]
    Read {
        /// The file or folder.
        place: String,
        /// What the system said.
        source: io::Error,
    },
    /// There is no policy in it. Usually a wrong path.
    #[error("`{place}` holds no policy; give a folder with `<id>.toml` or `<family>/<id>.toml` files")]
    Empty {
        /// The folder.
        place: String,
    },
    /// Policies have mistakes.
    #[error(transparent)]
    Load(#[from] LoadErrors),
}

/// Reads the policies of a folder: `<family>/<id>.toml`, and `<id>.toml`, whose family is `own`. What lies deeper,
/// begins with a dot or does not end with `.toml` is not read.
///
/// # Errors
///
/// [`FolderError`] names the file, or every mistake in every policy.
pub fn from_folder(folder: &Path, language: Language) -> Result<Vec<Policy>, FolderError> {
    let mut policies = Vec::new();
    let mut errors: Vec<LoadError> = Vec::new();
    let mut read = |path: &Path, family: &str| -> Result<(), FolderError> {
        let place = path.display().to_string();
        let text = fs::read_to_string(path).map_err(|source| FolderError::Read { place: place.clone(), source })?;
        let stem = path.file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
        let origin = Origin { file: &place, stem: &stem, family, bundled: false };
        match from_text(&text, origin, language) {
            Ok(policy) => policies.push(policy),
            Err(more) => errors.extend(more.into_vec()),
        }
        Ok(())
    };
    for (path, name) in entries(folder)? {
        if path.is_dir() {
            for (path, _) in entries(&path)?.iter().filter(|(path, _)| is_policy(path)) {
                read(path, &name)?;
            }
        } else if is_policy(&path) {
            read(&path, OWN)?;
        }
    }
    match LoadErrors::of(errors) {
        Some(errors) => Err(errors.into()),
        None if policies.is_empty() => Err(FolderError::Empty { place: folder.display().to_string() }),
        None => Ok(super::join(policies)?),
    }
}

fn is_policy(path: &Path) -> bool {
    path.is_file() && path.extension().is_some_and(|extension| extension == "toml")
}

/// What a folder holds, in order of name, without what begins with a dot.
fn entries(folder: &Path) -> Result<Vec<(PathBuf, String)>, FolderError> {
    let failed = |source| FolderError::Read { place: folder.display().to_string(), source };
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            found.push((entry.path(), name));
        }
    }
    found.sort();
    Ok(found)
}
