//! The snapshot's file: versioned, written in one step, private to the user.

use super::{AccountView, Builder, Collection, Coverage, Items, Question, RegionView, Snapshot, atomic};
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
    for (account, view) in accounts {
        builder.account(&account, view.partition);
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
fn everything(account: &AccountId, view: AccountView) -> Vec<(Question, Items)> {
    let AccountView { partition: _, regions_on_offer, hosted_zones, hosted_zones_by_vpc, regions } = view;
    let ask = |region: &Region, collection, key: &str| Question {
        account: account.clone(),
        region: region.clone(),
        collection,
        key: key.to_owned(),
    };
    let global = Region::global();
    let mut all = vec![
        (ask(&global, Collection::Regions, ""), Items::Regions(regions_on_offer)),
        (ask(&global, Collection::HostedZones, ""), Items::HostedZones(hosted_zones)),
    ];
    for (vpc, zones) in hosted_zones_by_vpc {
        all.push((ask(&global, Collection::HostedZonesByVpc, &vpc), Items::HostedZonesByVpc(zones)));
    }
    for (region, view) in regions {
        let RegionView {
            availability_zones,
            vpcs,
            vpc_attributes,
            subnets,
            route_tables,
            vpc_endpoints,
            vpc_endpoint_services,
            prefix_lists,
            managed_prefix_lists,
            prefix_list_entries,
            security_groups,
            network_interfaces,
            nat_gateways,
            internet_gateways,
        } = view;
        for items in [
            Items::AvailabilityZones(availability_zones),
            Items::Vpcs(vpcs),
            Items::VpcAttributes(vpc_attributes),
            Items::Subnets(subnets),
            Items::RouteTables(route_tables),
            Items::VpcEndpoints(vpc_endpoints),
            Items::VpcEndpointServices(vpc_endpoint_services),
            Items::PrefixLists(prefix_lists),
            Items::ManagedPrefixLists(managed_prefix_lists),
            Items::SecurityGroups(security_groups),
            Items::NetworkInterfaces(network_interfaces),
            Items::NatGateways(nat_gateways),
            Items::InternetGateways(internet_gateways),
        ] {
            all.push((ask(&region, items.collection(), ""), items));
        }
        for (list, entries) in prefix_list_entries {
            all.push((ask(&region, Collection::PrefixListEntries, &list), Items::PrefixListEntries(entries)));
        }
    }
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
