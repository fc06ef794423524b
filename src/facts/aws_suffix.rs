//! Which domains cover the names of AWS services as a whole.

use crate::id::{Partition, Region};

/// Whether a private zone of this name, in a VPC of this partition, stands above or at a suffix of AWS's service
/// names: the suffix itself, one Region's part of it, or a domain above it.
///
/// A zone for one service (`s3.eu-west-1.amazonaws.com`) does not: it hides that service's names only.
pub(super) fn covers(zone: &str, partition: Partition) -> bool {
    let zone = zone.trim_end_matches('.').to_ascii_lowercase();
    let suffixes =
        || Partition::ALL.into_iter().flat_map(|partition| [partition.dns_suffix(), partition.dual_stack_dns_suffix()]);
    // The suffixes of every partition, wherever the VPC is: clients do call across.
    if zone == "on.aws" || suffixes().any(|suffix| zone == suffix) {
        return true;
    }
    // One Region's part of a suffix.
    if let Some((first, rest)) = zone.split_once('.')
        && Region::is_code(first)
        && (rest == "on.aws" || suffixes().any(|suffix| rest == suffix))
    {
        return true;
    }
    // A domain above a suffix of this partition: `com`, `aws`, `com.cn`.
    [partition.dns_suffix(), partition.dual_stack_dns_suffix()]
        .iter()
        .any(|suffix| !zone.is_empty() && suffix.strip_suffix(zone.as_str()).is_some_and(|above| above.ends_with('.')))
}
