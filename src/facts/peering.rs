//! Facts of VPC peering connections.

use super::{Fact, Shows, Thing, Type, Value};
use crate::snapshot::Answer;

pub(super) static FACTS: &[Fact] = &[
    fact!(Peering."id": Type::Id, "The connection's id.", needs: [VpcPeeringConnections], identity: true, shows: Shows::Member("/VpcPeeringConnectionId"),
        |_, Thing::Peering(peering)| Answer::Known(Value::text(&peering.it.vpc_peering_connection_id))),
    fact!(Peering."name": Type::Text, "The value of the connection's Name tag, empty without one.", needs: [VpcPeeringConnections],
        |_, thing @ Thing::Peering(_)| Answer::Known(Value::text(thing.name().unwrap_or_default()))),
    fact!(Peering."status": Type::Text, "The connection's status, in AWS's words: active, pending-acceptance and so on.", needs: [VpcPeeringConnections], shows: Shows::Member("/Status/Code"),
    |_, Thing::Peering(peering)| {
        let status = peering.it.status.as_ref().and_then(|status| status.code.as_deref());
        Value::member(status, "Status", &peering.it.vpc_peering_connection_id)
    }),
];
