//! Facts about endpoints that other VPCs offer to this one: by which names it comes to them, whether its packets get there
//! and back, and which private zones for them it does not have.
//!
//! Where names lead is for `network::names` to say, and how packets fare for the walk of `network::matrix`.

mod fix;
mod shown;
pub(super) mod way;
pub(super) mod zone;

use crate::finding::Family;
use crate::snapshot::model::ResourceRecordSet;

/// The families of addresses that a record may lead to.
fn families(record: &ResourceRecordSet) -> &'static [Family] {
    match record.r#type.as_deref() {
        Some("A") => &[Family::Ipv4],
        Some("AAAA") => &[Family::Ipv6],
        Some("CNAME") => &[Family::Ipv4, Family::Ipv6],
        Some(_) | None => &[],
    }
}

/// A record's name as clients write it; of a wildcard, with its asterisk.
fn plain(record: &ResourceRecordSet) -> String {
    record.name.trim_end_matches('.').replace("\\052", "*").to_ascii_lowercase()
}
