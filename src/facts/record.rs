//! Facts of record sets of the account's hosted zones.

use super::{Fact, Shows, Thing, Type, Value};
use crate::snapshot::Answer;

pub(super) static FACTS: &[Fact] = &[
    fact!(Record."name": Type::Text, "The record's domain name, with its final dot.", needs: [HostedZones, ResourceRecordSets], shows: Shows::Member("/Name"),
        |_, Thing::Record(record, ..)| Answer::Known(Value::text(&record.it.name))),
    fact!(Record."type": Type::Text, "The record's type: A, AAAA, CNAME and so on.", needs: [HostedZones, ResourceRecordSets], shows: Shows::Member("/Type"),
        |_, Thing::Record(record, ..)| Value::member(record.it.r#type.as_deref(), "Type", &record.it.name)),
    fact!(Record."zone_id": Type::Id, "The id of the zone the record is in.", needs: [HostedZones, ResourceRecordSets], identity: true,
        |_, Thing::Record(_, zone, _)| Answer::Known(Value::text(zone))),
    fact!(Record."identity": Type::Text, "The record's name, type and set identifier, as far as it has one, which tell it from the zone's others.", needs: [HostedZones, ResourceRecordSets], identity: true,
    |_, Thing::Record(record, ..)| {
        let parts = [Some(record.it.name.as_str()), record.it.r#type.as_deref(), record.it.set_identifier.as_deref()];
        Answer::Known(Value::made(parts.into_iter().flatten().collect::<Vec<_>>().join("/")))
    }),
];
