//! Where a snapshot comes from: the demo account, a file, a folder of AWS CLI output, or a crawl.

use super::Trouble;
use super::args::{Arguments, SourceArgs};
use crate::id::Region;
use crate::snapshot::{self, Collection, Snapshot};
use std::collections::BTreeSet;
use std::path::Path;

/// The snapshot that the arguments name. A crawl asks only for `collections`.
pub(super) fn snapshot(
    source: &SourceArgs,
    collections: &BTreeSet<Collection>,
    arguments: &Arguments,
) -> Result<Snapshot, Trouble> {
    match kept(source.demo, source.snapshot.as_deref(), source.taken_at, &source.region)? {
        Some(seen) => Ok(seen),
        None => crawl(source, collections, arguments),
    }
}

/// The snapshot that is at hand already, if the arguments name one, of these Regions.
pub(super) fn kept(
    demo: bool,
    path: Option<&Path>,
    taken_at: Option<jiff::Timestamp>,
    regions: &[Region],
) -> Result<Option<Snapshot>, Trouble> {
    let seen = match path {
        _ if demo => snapshot::demo().map_err(Trouble::fatal)?,
        None => return Ok(None),
        Some(path) if snapshot::folder::is_folder(path) => {
            let seen = snapshot::folder::read(path).map_err(Trouble::usage)?;
            Snapshot { taken_at: taken_at.unwrap_or(seen.taken_at), ..seen }
        }
        Some(_) if taken_at.is_some() => {
            return Err(Trouble::usage("--taken-at is for folders; a snapshot file knows when it was taken"));
        }
        Some(path) => snapshot::file::read(path).map_err(Trouble::usage)?,
    };
    for region in regions {
        let known = seen.accounts.values().any(|account| account.regions.contains_key(region));
        if !known {
            return Err(Trouble::usage(format!(
                "Region `{region}` is not in the snapshot; name one that is, or collect anew"
            )));
        }
    }
    Ok(Some(seen.narrowed(regions)))
}

#[cfg(feature = "live")]
fn crawl(source: &SourceArgs, collections: &BTreeSet<Collection>, arguments: &Arguments) -> Result<Snapshot, Trouble> {
    super::live::snapshot(&source.live, &source.region, collections.clone(), arguments.quiet)
        .map_err(|error| if error.is_usage() { Trouble::usage(error) } else { Trouble::fatal(error) })
}

#[cfg(not(feature = "live"))]
fn crawl(_: &SourceArgs, _: &BTreeSet<Collection>, _: &Arguments) -> Result<Snapshot, Trouble> {
    Err(Trouble::usage("this byway was built without the feature `live` and cannot ask AWS; use --demo or --snapshot"))
}
