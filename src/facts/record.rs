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
    fact!(Record."values": Type::List(&Type::Text), "The record's values; none of an alias.", needs: [HostedZones, ResourceRecordSets], shows: Shows::Member("/ResourceRecords"),
        |_, Thing::Record(record, ..)| Value::list(record.it.resource_records.iter().filter_map(|one| one.value.as_deref()).map(Value::text))),
    fact!(Record."alias": Type::Text, "The name the record is an alias of, empty of others.", needs: [HostedZones, ResourceRecordSets], shows: Shows::Member("/AliasTarget"),
    |_, Thing::Record(record, ..)| {
        let alias = record.it.alias_target.as_ref().and_then(|target| target.dns_name.as_deref());
        Answer::Known(Value::text(alias.unwrap_or_default()))
    }),
    fact!(Record."ttl": Type::Number, "For how many seconds an answer may be kept; 0 of an alias, whose target says.", needs: [HostedZones, ResourceRecordSets], shows: Shows::Member("/TTL"),
        |_, Thing::Record(record, ..)| Answer::Known(Value::Number(record.it.ttl.unwrap_or(0)))),
];
