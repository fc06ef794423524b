//! Facts of managed prefix lists, AWS's and customers'.

use super::found::{malformed, tag_keys};
use super::value::number;
use super::{Fact, Shows, Thing, Type, Value};
use crate::network::{Place, Seat, entries};
use crate::snapshot::model::ManagedPrefixList;
use crate::snapshot::{Answer, Gap};
use ipnet::IpNet;

pub(super) static FACTS: &[Fact] = &[
    fact!(PrefixList."id": Type::Id, "The list's id.", needs: [ManagedPrefixLists], identity: true, shows: Shows::Member("/PrefixListId"),
        |_, Thing::PrefixList(list)| Answer::Known(Value::text(&list.it.prefix_list_id))),
    fact!(PrefixList."name": Type::Text, "The list's name; of a list of AWS's, the service's.", needs: [ManagedPrefixLists], shows: Shows::Member("/PrefixListName"),
        |_, Thing::PrefixList(list)| Value::member(list.it.prefix_list_name.as_deref(), "PrefixListName", &list.it.prefix_list_id)),
    fact!(PrefixList."region": Type::Region, "The list's Region.", needs: [ManagedPrefixLists], identity: true,
        |_, Thing::PrefixList(list)| Answer::Known(Value::text(list.place.region.as_str()))),
    fact!(PrefixList."owner": Type::Text, "The account that owns the list, or AWS.", needs: [ManagedPrefixLists], shows: Shows::Member("/OwnerId"),
        |_, Thing::PrefixList(list)| Value::member(list.it.owner_id.as_deref(), "OwnerId", &list.it.prefix_list_id)),
    fact!(PrefixList."aws_owned": Type::Bool, "Whether the list is AWS's own.", needs: [ManagedPrefixLists], shows: Shows::Member("/OwnerId"),
        |_, Thing::PrefixList(list)| is_aws(list.it).map(Value::Bool)),
    fact!(PrefixList."state": Type::Text, "The list's state, in AWS's words: create-complete, modify-failed and so on.", needs: [ManagedPrefixLists], shows: Shows::Member("/State"),
        |_, Thing::PrefixList(list)| Value::member(list.it.state.as_deref(), "State", &list.it.prefix_list_id)),
    fact!(PrefixList."failed": Type::Bool, "Whether the last change of the list failed.", needs: [ManagedPrefixLists], shows: Shows::Member("/State"),
    |_, Thing::PrefixList(list)| match list.it.state.as_deref() {
        Some(state) => Answer::Known(Value::Bool(state.ends_with("-failed"))),
        None => malformed("State", &list.it.prefix_list_id),
    }),
    fact!(PrefixList."state_message": Type::Text, "What AWS says of the state, empty if nothing.", needs: [ManagedPrefixLists], shows: Shows::Member("/StateMessage"),
        |_, Thing::PrefixList(list)| Answer::Known(Value::text(list.it.state_message.as_deref().unwrap_or_default()))),
    fact!(PrefixList."family": Type::Text, "IPv4 or IPv6, in AWS's words; empty where AWS says nothing, as of a list of its own that has both.", needs: [ManagedPrefixLists], shows: Shows::Member("/AddressFamily"),
        |_, Thing::PrefixList(list)| Answer::Known(Value::text(list.it.address_family.as_deref().unwrap_or_default()))),
    fact!(PrefixList."tag_keys": Type::List(&Type::Text), "The keys of the list's tags.", needs: [ManagedPrefixLists],
        |_, Thing::PrefixList(list)| tag_keys(&list.it.tags)),
    fact!(PrefixList."entries": Type::List(&Type::Cidr), "The list's blocks, each once.",
        needs: [PrefixLists, ManagedPrefixLists, PrefixListEntries], shows: Shows::Member("/Entries"),
        |_, Thing::PrefixList(list)| blocks(list).and_then(|blocks| Value::list(blocks.into_iter().map(|block| Value::made(block.to_string()))))),
    fact!(PrefixList."entry_count": Type::Number, "How many blocks the list has.",
        needs: [PrefixLists, ManagedPrefixLists, PrefixListEntries], shows: Shows::Member("/Entries"),
        |_, Thing::PrefixList(list)| blocks(list).map(|blocks| Value::Number(number(blocks.len())))),
    fact!(PrefixList."max_entries": Type::Number, "How many entries the list may have, which is what counts against quotas; 0 of a list of AWS's, which has no such bound.",
        needs: [ManagedPrefixLists], shows: Shows::Member("/MaxEntries"),
        |_, Thing::PrefixList(list)| max_entries(list.it).map(Value::Number)),
    fact!(PrefixList."oversized": Type::Bool, "Whether ten entries or more, and half of those that the list may have, are free.",
        needs: [PrefixLists, ManagedPrefixLists, PrefixListEntries], shows: Shows::Member("/MaxEntries"),
        |_, Thing::PrefixList(list)| oversized(list).map(Value::Bool)),
    fact!(PrefixList."fitting_max_entries": Type::Number, "The entries the list has and a tenth more, one at least.",
        needs: [PrefixLists, ManagedPrefixLists, PrefixListEntries],
        |_, Thing::PrefixList(list)| blocks(list).map(|blocks| Value::Number(number(blocks.len() + blocks.len().div_ceil(10)).max(1)))),
    fact!(PrefixList."any_blocks": Type::List(&Type::Cidr), "The list's blocks that hold a great part of all addresses: IPv4 of length 7 or less, IPv6 of 3 or less.",
    needs: [PrefixLists, ManagedPrefixLists, PrefixListEntries], shows: Shows::Member("/Entries"),
    |_, Thing::PrefixList(list)| {
        blocks(list).and_then(|blocks| Value::list(blocks.into_iter().filter(is_any).map(|block| Value::made(block.to_string()))))
    }),
];

/// Whether a list is AWS's own. One without an owner may be anyone's.
pub(super) fn is_aws(list: &ManagedPrefixList) -> Answer<bool> {
    match list.owner_id.as_deref() {
        Some(owner) => Answer::Known(owner == "AWS"),
        None => malformed("OwnerId", &list.prefix_list_id),
    }
}

/// The blocks of a list by id. Where a list of another account cannot be read, that account is named.
pub(super) fn entries_of(place: &Place<'_>, id: &str) -> Answer<Vec<IpNet>> {
    match entries(place, id) {
        Answer::Known(blocks) => Answer::Known(blocks),
        Answer::Unknown(mut gaps) => {
            let list = place.view.managed_prefix_lists.iter().find(|list| list.prefix_list_id == id);
            let owner = list.and_then(|list| list.owner_id.as_deref()).filter(|owner| *owner != "AWS");
            gaps.extend(place.foreign(owner).filter(|gap| matches!(gap, Gap::Foreign { .. })).into_iter().collect());
            Answer::Unknown(gaps)
        }
    }
}

pub(super) fn blocks(list: Seat<'_, ManagedPrefixList>) -> Answer<Vec<IpNet>> {
    entries_of(list.place, &list.it.prefix_list_id)
}

/// Whether a block is as good as everywhere: no customer's network is that large.
pub(super) fn is_any(block: &IpNet) -> bool {
    match block {
        IpNet::V4(block) => block.prefix_len() <= 7,
        IpNet::V6(block) => block.prefix_len() <= 3,
    }
}

fn max_entries(list: &ManagedPrefixList) -> Answer<i64> {
    is_aws(list).and_then(|aws| match list.max_entries {
        Some(most) => Answer::Known(most),
        None if aws => Answer::Known(0),
        None => malformed("MaxEntries", &list.prefix_list_id),
    })
}

fn oversized(list: Seat<'_, ManagedPrefixList>) -> Answer<bool> {
    max_entries(list.it).zip(blocks(list)).map(|(most, blocks)| {
        let free = most.saturating_sub(number(blocks.len()));
        free >= 10 && free.saturating_mul(2) >= most
    })
}
