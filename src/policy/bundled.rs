//! Byway's own policies: every file of `policies/`, embedded. There is no list of them to forget.

use super::Policy;
use super::fault::{LoadError, LoadErrors};
use super::load::{Language, Origin, from_text, join};
use include_dir::{Dir, include_dir};

/// NOTE: Cargo does not notice a file *added* to the folder; a test says so when the two differ.
static FOLDER: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/policies");

/// The embedded files: family, file name, text.
pub fn files() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    FOLDER.dirs().flat_map(|family| {
        family.files().filter_map(|file| {
            let name = file.path().file_name()?.to_str()?;
            Some((family.path().to_str()?, name, file.contents_utf8()?))
        })
    })
}

/// Byway's own policies, in order of id.
///
/// # Errors
///
/// Every mistake in every one; a test sees to it that there is none.
pub fn bundled(language: Language) -> Result<Vec<Policy>, LoadErrors> {
    let mut policies = Vec::new();
    let mut errors: Vec<LoadError> = Vec::new();
    for (family, name, text) in files() {
        let Some(stem) = name.strip_suffix(".toml") else { continue };
        let file = format!("policies/{family}/{name}");
        match from_text(text, Origin { file: &file, stem, family, bundled: true }, language) {
            Ok(policy) => policies.push(policy),
            Err(more) => errors.extend(more.into_vec()),
        }
    }
    match LoadErrors::of(errors) {
        Some(errors) => Err(errors),
        None => join(policies),
    }
}
