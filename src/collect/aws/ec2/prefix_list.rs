//! Prefix lists.

use super::super::word;
use super::tags;
use crate::snapshot::model::{ManagedPrefixList, PrefixList, PrefixListEntry};
use aws_sdk_ec2::types as sdk;

pub(super) fn prefix_list(list: sdk::PrefixList) -> PrefixList {
    PrefixList {
        prefix_list_id: list.prefix_list_id.unwrap_or_default(),
        prefix_list_name: list.prefix_list_name,
        cidrs: list.cidrs.unwrap_or_default(),
    }
}

pub(super) fn managed(list: sdk::ManagedPrefixList) -> ManagedPrefixList {
    ManagedPrefixList {
        prefix_list_id: list.prefix_list_id.unwrap_or_default(),
        prefix_list_name: list.prefix_list_name,
        prefix_list_arn: list.prefix_list_arn,
        owner_id: list.owner_id,
        address_family: list.address_family,
        state: word(list.state),
        state_message: list.state_message,
        max_entries: list.max_entries.map(i64::from),
        version: list.version,
        tags: tags(list.tags),
    }
}

pub(super) fn entry(entry: sdk::PrefixListEntry) -> PrefixListEntry {
    PrefixListEntry { cidr: entry.cidr.unwrap_or_default(), description: entry.description }
}
