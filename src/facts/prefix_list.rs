//! Facts of managed prefix lists, AWS's and customers'.

use super::{Fact, Shows, Thing, Type, Value};
use crate::snapshot::Answer;

pub(super) static FACTS: &[Fact] = &[
    fact!(PrefixList."id": Type::Id, "The list's id.", needs: [ManagedPrefixLists], identity: true, shows: Shows::Member("/PrefixListId"),
        |_, Thing::PrefixList(list)| Answer::Known(Value::text(&list.it.prefix_list_id))),
    fact!(PrefixList."name": Type::Text, "The list's name; of a list of AWS's, the service's.", needs: [ManagedPrefixLists], shows: Shows::Member("/PrefixListName"),
        |_, Thing::PrefixList(list)| Value::member(list.it.prefix_list_name.as_deref(), "PrefixListName", &list.it.prefix_list_id)),
    fact!(PrefixList."region": Type::Region, "The list's Region.", needs: [ManagedPrefixLists], identity: true,
        |_, Thing::PrefixList(list)| Answer::Known(Value::text(list.place.region.as_str()))),
    fact!(PrefixList."owner": Type::Text, "The account that owns the list, or AWS.", needs: [ManagedPrefixLists], shows: Shows::Member("/OwnerId"),
        |_, Thing::PrefixList(list)| Value::member(list.it.owner_id.as_deref(), "OwnerId", &list.it.prefix_list_id)),
    fact!(PrefixList."state": Type::Text, "The list's state, in AWS's words: create-complete, modify-failed and so on.", needs: [ManagedPrefixLists], shows: Shows::Member("/State"),
        |_, Thing::PrefixList(list)| Value::member(list.it.state.as_deref(), "State", &list.it.prefix_list_id)),
];
