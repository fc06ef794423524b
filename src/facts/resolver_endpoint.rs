//! Facts of Route 53 Resolver endpoints.

use super::{Fact, Shows, Thing, Type, Value};
use crate::snapshot::Answer;

pub(super) static FACTS: &[Fact] = &[
    fact!(ResolverEndpoint."id": Type::Id, "The endpoint's id.", needs: [ResolverEndpoints], identity: true, shows: Shows::Member("/Id"),
        |_, Thing::ResolverEndpoint(endpoint)| Answer::Known(Value::text(&endpoint.it.id))),
    fact!(ResolverEndpoint."name": Type::Text, "The endpoint's name, empty without one.", needs: [ResolverEndpoints],
        |_, thing @ Thing::ResolverEndpoint(_)| Answer::Known(Value::text(thing.name().unwrap_or_default()))),
    fact!(ResolverEndpoint."region": Type::Region, "The endpoint's Region.", needs: [ResolverEndpoints], identity: true,
        |_, Thing::ResolverEndpoint(endpoint)| Answer::Known(Value::text(endpoint.place.region.as_str()))),
    fact!(ResolverEndpoint."vpc_id": Type::Id, "The id of the VPC the endpoint has addresses in.", needs: [ResolverEndpoints], identity: true, shows: Shows::Member("/HostVPCId"),
        |_, Thing::ResolverEndpoint(endpoint)| Value::member(endpoint.it.host_vpc_id.as_deref(), "HostVPCId", &endpoint.it.id)),
    fact!(ResolverEndpoint."direction": Type::Text, "INBOUND for queries from elsewhere, OUTBOUND for those that rules forward, in AWS's words.", needs: [ResolverEndpoints], shows: Shows::Member("/Direction"),
        |_, Thing::ResolverEndpoint(endpoint)| Value::member(endpoint.it.direction.as_deref(), "Direction", &endpoint.it.id)),
    fact!(ResolverEndpoint."status": Type::Text, "The endpoint's status, in AWS's words: OPERATIONAL, ACTION_NEEDED and so on.", needs: [ResolverEndpoints], shows: Shows::Member("/Status"),
        |_, Thing::ResolverEndpoint(endpoint)| Value::member(endpoint.it.status.as_deref(), "Status", &endpoint.it.id)),
];
