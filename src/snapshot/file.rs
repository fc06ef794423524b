//! The snapshot's file: versioned, written in one step, private to the user.

use super::collection::each_collection;
use super::{AccountView, Builder, Collection, Coverage, Items, Question, Snapshot, atomic};
use crate::id::{AccountId, Region};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// The format this version writes and reads.
pub const FORMAT: &str = "byway/snapshot-v1";

/// A snapshot file that cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The file cannot be opened or read. Usually a wrong path or missing rights.
    #[error("cannot read `{place}`")]
    Read {
        /// The file.
        place: String,
        /// What the system said.
        source: io::Error,
    },
    /// The file is not a snapshot.
    #[error("`{place}` is not a snapshot that can be read; make it anew with `byway collect`")]
    Broken {
        /// The file.
        place: String,
        /// Where and why, with line and column.
        source: serde_json::Error,
    },
    /// The file is JSON and names no format. Usually one answer of AWS's, saved by the AWS CLI.
    #[error(
        "`{place}` is no snapshot: it has no `format`; make one with `byway collect`, or give the folder that holds \
         AWS CLI output"
    )]
    NoFormat {
        /// The file.
        place: String,
    },
    /// The file is of another version.
    #[error(
        "`{place}` has the format `{found}` and this byway reads `{FORMAT}`; use the byway that wrote it, or collect anew"
    )]
    Version {
        /// The file.
        place: String,
        /// The format it names.
        found: String,
    },
    /// A thing in the file has no id.
    #[error("`{place}`: {what} in {account}/{region} has no id; make the snapshot anew with `byway collect`")]
    NoId {
        /// The file.
        place: String,
        /// The collection.
        what: Collection,
        /// The account.
        account: AccountId,
        /// The Region.
        region: Region,
    },
    /// A Region of the file is `global`, which is the place of what has none.
    #[error("`{place}` has a Region `global` in {account}; make the snapshot anew with `byway collect`")]
    NoRegion {
        /// The file.
        place: String,
        /// The account.
        account: AccountId,
    },
    /// The file cannot be written. Usually a missing folder, missing rights or a full disk.
    #[error("cannot write `{place}`")]
    Write {
        /// The file.
        place: String,
        /// What the system said.
        source: io::Error,
    },
}

#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    format: String,
}

#[derive(Deserialize)]
struct OnDisk {
    taken_at: jiff::Timestamp,
    #[serde(default)]
    narrowed_to: Vec<Region>,
    coverage: Vec<Coverage>,
    accounts: BTreeMap<AccountId, AccountView>,
}

/// Reads a snapshot file.
///
/// # Errors
///
/// [`FileError`] names the file and what is wrong with it.
pub fn read(path: &Path) -> Result<Snapshot, FileError> {
    let place = path.display().to_string();
    let text = fs::read_to_string(path).map_err(|source| FileError::Read { place: place.clone(), source })?;
    parse(&text, &place)
}

/// Reads a snapshot from text; `place` is what errors call it.
///
/// Everything goes through the builder, so a file edited by hand has the order every other part relies on.
///
/// # Errors
///
/// [`FileError`] names the place and what is wrong with it.
pub fn parse(text: &str, place: &str) -> Result<Snapshot, FileError> {
    let broken = |source| FileError::Broken { place: place.to_owned(), source };
    let head: Head = serde_json::from_str(text).map_err(broken)?;
    if head.format.is_empty() {
        return Err(FileError::NoFormat { place: place.to_owned() });
    }
    if head.format != FORMAT {
        return Err(FileError::Version { place: place.to_owned(), found: head.format });
    }
    let OnDisk { taken_at, narrowed_to, coverage, accounts } = serde_json::from_str(text).map_err(broken)?;
    let mut builder = Builder::new(taken_at);
    builder.narrow_to(narrowed_to);
    for (account, mut view) in accounts {
        builder.account(&account, view.partition);
        if view.regions.remove(&Region::global()).is_some() {
            return Err(FileError::NoRegion { place: place.to_owned(), account });
        }
        for (question, items) in everything(&account, view) {
            if items.has_empty_id() {
                let Question { account, region, collection, key: _ } = question;
                return Err(FileError::NoId { place: place.to_owned(), what: collection, account, region });
            }
            builder.add(&question, items);
        }
    }
    for record in coverage {
        builder.record(record);
    }
    Ok(builder.finish())
}

/// Takes a view apart into what was asked and what came.
pub(super) fn everything(account: &AccountId, view: AccountView) -> Vec<(Question, Items)> {
    let mut all = Vec::new();
    let ask = |region: &Region, collection, key: &str| Question {
        account: account.clone(),
        region: region.clone(),
        collection,
        key: key.to_owned(),
    };
    macro_rules! shelf {
        (list, $name:ident, $region:expr, $held:expr) => {
            all.push((ask($region, Collection::$name, ""), Items::$name($held)))
        };
        (merged, $name:ident, $region:expr, $held:expr) => {
            shelf!(list, $name, $region, $held)
        };
        (keyed, $name:ident, $region:expr, $held:expr) => {
            for (key, items) in $held {
                all.push((ask($region, Collection::$name, &key), Items::$name(items)));
            }
        };
    }
    macro_rules! of_account {
        (account $shape:ident, $name:ident, $field:ident) => {
            shelf!($shape, $name, &Region::global(), view.$field)
        };
        (region $shape:ident, $name:ident, $field:ident) => {};
    }
    macro_rules! of_region {
        (account $shape:ident, $name:ident, $region:expr, $view:expr, $field:ident) => {};
        (region $shape:ident, $name:ident, $region:expr, $view:expr, $field:ident) => {
            shelf!($shape, $name, $region, $view.$field)
        };
    }
    macro_rules! take_apart {
        ($($(#[$doc:meta])* $name:ident($thing:ident) in $scope:ident $shape:ident $field:ident,
            $operation:literal, $member:literal, $cli:literal, $key:literal;)*) => {
            $(of_account!($scope $shape, $name, $field);)*
            for (region, seen) in view.regions {
                $(of_region!($scope $shape, $name, &region, seen, $field);)*
            }
        };
    }
    each_collection!(take_apart);
    all
}

/// Writes a snapshot to `out` as JSON, one thing of AWS's to a line group, LF at the end.
///
/// # Errors
///
/// Whatever `out` refuses.
pub fn write_to(snapshot: &Snapshot, out: impl Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    let mut serializer =
        serde_json::Serializer::with_formatter(&mut out, serde_json::ser::PrettyFormatter::with_indent(b" "));
    snapshot.serialize(&mut serializer)?;
    out.write_all(b"\n")?;
    out.flush()
}

/// Writes a snapshot to a file that only the user can read: the old file or the new one, never half of either.
///
/// # Errors
///
/// [`FileError::Write`] with what the system said; an older file at `path` is left as it was.
pub fn write(snapshot: &Snapshot, path: &Path) -> Result<(), FileError> {
    let fail = |source| FileError::Write { place: path.display().to_string(), source };
    atomic::write(path, |file| {
        write_to(snapshot, &mut *file)?;
        // A device or a pipe has nothing to be made sure of.
        if file.metadata()?.is_file() { file.sync_all() } else { Ok(()) }
    })
    .map_err(fail)
}
