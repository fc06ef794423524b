//! Facts of transit gateways.

use super::{Fact, Shows, Thing, Type, Value};
use crate::snapshot::Answer;

pub(super) static FACTS: &[Fact] = &[
    fact!(TransitGateway."id": Type::Id, "The transit gateway's id.", needs: [TransitGateways], identity: true, shows: Shows::Member("/TransitGatewayId"),
        |_, Thing::TransitGateway(gateway)| Answer::Known(Value::text(&gateway.it.transit_gateway_id))),
    fact!(TransitGateway."name": Type::Text, "The value of the transit gateway's Name tag, empty without one.", needs: [TransitGateways],
        |_, thing @ Thing::TransitGateway(_)| Answer::Known(Value::text(thing.name().unwrap_or_default()))),
    fact!(TransitGateway."state": Type::Text, "The transit gateway's state, in AWS's words.", needs: [TransitGateways], shows: Shows::Member("/State"),
        |_, Thing::TransitGateway(gateway)| Value::member(gateway.it.state.as_deref(), "State", &gateway.it.transit_gateway_id)),
    fact!(TransitGateway."owner": Type::Text, "The account that owns the transit gateway.", needs: [TransitGateways], shows: Shows::Member("/OwnerId"),
        |_, Thing::TransitGateway(gateway)| Value::member(gateway.it.owner_id.as_deref(), "OwnerId", &gateway.it.transit_gateway_id)),
];
