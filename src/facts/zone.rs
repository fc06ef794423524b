//! Facts of private hosted zones, each as one VPC sees it.

use super::{Fact, Shows, Thing, Type, Value, aws_suffix};
use crate::snapshot::Answer;

pub(super) static FACTS: &[Fact] = &[
    fact!(Zone."id": Type::Id, "The zone's id, without `/hostedzone/`.", needs: [HostedZonesByVpc], identity: true,
        |_, Thing::Zone(zone, _)| Answer::Known(Value::text(&zone.it.hosted_zone_id))),
    fact!(Zone."name": Type::Text, "The zone's domain name, with its final dot.", needs: [HostedZonesByVpc], shows: Shows::Member("/Name"),
        |_, Thing::Zone(zone, _)| Answer::Known(Value::text(&zone.it.name))),
    fact!(Zone."vpc_id": Type::Id, "The id of the VPC that sees the zone.", needs: [HostedZonesByVpc], identity: true,
        |_, Thing::Zone(_, vpc)| Answer::Known(Value::text(vpc))),
    fact!(Zone."vpc_region": Type::Region, "The Region of the VPC that sees the zone.", needs: [Vpcs], identity: true,
        |_, Thing::Zone(zone, _)| Answer::Known(Value::text(zone.place.region.as_str()))),
    fact!(Zone."aws_owned": Type::Bool, "Whether an AWS service made the zone, as for the private DNS names of an endpoint.",
    needs: [HostedZonesByVpc], shows: Shows::Member("/Owner/OwningService"),
    |_, Thing::Zone(zone, _)| {
        let service = zone.it.owner.as_ref().and_then(|owner| owner.owning_service.as_deref());
        Answer::Known(Value::Bool(service.is_some_and(|service| !service.is_empty())))
    }),
    fact!(Zone."covers_aws_suffix": Type::Bool, "Whether the zone's name is a suffix of AWS's service names as a whole, one Region's part of one, or a domain above one.",
        needs: [HostedZonesByVpc], shows: Shows::Member("/Name"),
        |_, Thing::Zone(zone, _)| Answer::Known(Value::Bool(aws_suffix::covers(&zone.it.name, zone.place.partition())))),
];
