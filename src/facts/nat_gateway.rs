//! Facts of NAT gateways.

use super::{Fact, Shows, Thing, Type, Value};
use crate::snapshot::Answer;

pub(super) static FACTS: &[Fact] = &[
    fact!(NatGateway."id": Type::Id, "The NAT gateway's id.", needs: [NatGateways], identity: true, shows: Shows::Member("/NatGatewayId"),
        |_, Thing::NatGateway(gateway)| Answer::Known(Value::text(&gateway.it.nat_gateway_id))),
    fact!(NatGateway."name": Type::Text, "The value of the NAT gateway's Name tag, empty without one.", needs: [NatGateways],
        |_, thing @ Thing::NatGateway(_)| Answer::Known(Value::text(thing.name().unwrap_or_default()))),
    fact!(NatGateway."region": Type::Region, "The NAT gateway's Region.", needs: [NatGateways], identity: true,
        |_, Thing::NatGateway(gateway)| Answer::Known(Value::text(gateway.place.region.as_str()))),
    fact!(NatGateway."state": Type::Text, "The NAT gateway's state: pending, failed, available, deleting or deleted.", needs: [NatGateways], shows: Shows::Member("/State"),
        |_, Thing::NatGateway(gateway)| Value::member(gateway.it.state.as_deref(), "State", &gateway.it.nat_gateway_id)),
    fact!(NatGateway."vpc_id": Type::Id, "The id of the NAT gateway's VPC.", needs: [NatGateways], identity: true, shows: Shows::Member("/VpcId"),
        |_, Thing::NatGateway(gateway)| Value::member(gateway.it.vpc_id.as_deref(), "VpcId", &gateway.it.nat_gateway_id)),
];
