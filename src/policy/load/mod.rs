//! From files to policies: read, check, compile. Nothing that loads can fail later for a name or a type.

mod case;
mod document;
mod fail;
mod folder;
mod frame;
mod header;
mod set;

pub use folder::{FolderError, from_folder};
pub use set::join;

use super::Policy;
use super::expression::with_deep_stack;
use super::fault::{Fault, LoadErrors, Sheet};
use crate::facts::{Vocabulary, Walk, vocabulary, walks};

/// The most bytes a policy file may have.
pub const FILE_BYTES: usize = 256 * 1024;

/// Where a policy file comes from.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'o> {
    /// What errors call the file.
    pub file: &'o str,
    /// The file's name without `.toml`, which is the policy's id.
    pub stem: &'o str,
    /// The folder's name.
    pub family: &'o str,
    /// Whether it is one of byway's own, which must have every kind of case and name a page of AWS's.
    pub bundled: bool,
}

/// What policies are written in: the facts and walks there are.
#[derive(Clone, Copy)]
pub struct Language {
    /// The facts.
    pub vocabulary: Vocabulary,
    /// The walks.
    pub walks: &'static [Walk],
}

impl Language {
    /// Byway's own facts and walks.
    pub fn of_byway() -> Self {
        Self { vocabulary: vocabulary(), walks: walks() }
    }
}

/// Reads one policy.
///
/// # Errors
///
/// Every mistake in it, with line and column.
pub fn from_text(text: &str, origin: Origin<'_>, language: Language) -> Result<Policy, LoadErrors> {
    let sheet = Sheet { file: origin.file, text };
    if text.len() > FILE_BYTES {
        let message = format!("the file has {} bytes and may have {FILE_BYTES}", text.len());
        return Err(sheet.error(Fault::hinted(FILE_BYTES, message, "split it into several policies")).into());
    }
    // Parsing TOML recurses as well; the thread is for the whole file.
    match with_deep_stack(|| document::read(sheet, origin, language)) {
        Ok(policy) => policy,
        Err(message) => Err(sheet.error(Fault::new(0, message)).into()),
    }
}
