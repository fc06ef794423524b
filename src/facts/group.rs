//! Facts of security groups.

use super::{Fact, Shows, Thing, Type, Value, port};
use crate::snapshot::Answer;

pub(super) static FACTS: &[Fact] = &[
    fact!(Group."id": Type::Id, "The group's id.", needs: [SecurityGroups], identity: true, shows: Shows::Member("/GroupId"),
        |_, Thing::Group(group)| Answer::Known(Value::text(&group.it.group_id))),
    fact!(Group."name": Type::Text, "The group's name.", needs: [SecurityGroups], shows: Shows::Member("/GroupName"),
        |_, Thing::Group(group)| Value::member(group.it.group_name.as_deref(), "GroupName", &group.it.group_id)),
    fact!(Group."admits_https": Type::Bool, "Whether some inbound rule lets TCP 443 in, from anywhere.", needs: [SecurityGroups],
    shows: Shows::Member("/IpPermissions"),
    |_, Thing::Group(group)| {
        port::some_inbound(group.it, |rule| port::admits(group.it, rule, port::of_service(""))).map(Value::Bool)
    }),
    fact!(Group."admits_anything": Type::Bool, "Whether the group has an inbound rule with a source.", needs: [SecurityGroups],
    shows: Shows::Member("/IpPermissions"),
    |_, Thing::Group(group)| {
        port::some_inbound(group.it, |rule| Answer::Known(port::has_source(rule))).map(Value::Bool)
    }),
];
