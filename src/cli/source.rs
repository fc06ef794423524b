//! Where a snapshot comes from: the demo account, a file, a folder of AWS CLI output, or a crawl.

use super::Trouble;
use super::args::{Arguments, SourceArgs};
use crate::snapshot::{self, Collection, Snapshot};
use std::collections::BTreeSet;

/// The snapshot that the arguments name. A crawl asks only for `collections`.
pub(super) fn snapshot(
    source: &SourceArgs,
    collections: &BTreeSet<Collection>,
    arguments: &Arguments,
) -> Result<Snapshot, Trouble> {
    let seen = if source.demo {
        snapshot::demo().map_err(Trouble::fatal)?
    } else if let Some(path) = &source.snapshot {
        if snapshot::folder::is_folder(path) {
            let seen = snapshot::folder::read(path).map_err(Trouble::usage)?;
            Snapshot { taken_at: source.taken_at.unwrap_or(seen.taken_at), ..seen }
        } else if source.taken_at.is_some() {
            return Err(Trouble::usage("--taken-at is for folders; a snapshot file knows when it was taken"));
        } else {
            snapshot::file::read(path).map_err(Trouble::usage)?
        }
    } else {
        return crawl(source, collections, arguments);
    };
    for region in &source.region {
        let known = seen.accounts.values().any(|account| account.regions.contains_key(region));
        if !known {
            return Err(Trouble::usage(format!(
                "Region `{region}` is not in the snapshot; name one that is, or collect anew"
            )));
        }
    }
    Ok(seen.narrowed(&source.region))
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
