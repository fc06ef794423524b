//! Facts of the endpoint services that the account offers.

use super::{Fact, Shows, Thing, Type, Value};
use crate::snapshot::Answer;

pub(super) static FACTS: &[Fact] = &[
    fact!(EndpointService."id": Type::Id, "The service's id.", needs: [ServiceConfigurations], identity: true, shows: Shows::Member("/ServiceId"),
        |_, Thing::EndpointService(service)| Answer::Known(Value::text(&service.it.service_id))),
    fact!(EndpointService."name": Type::Text, "The value of the service's Name tag, empty without one.", needs: [ServiceConfigurations],
        |_, thing @ Thing::EndpointService(_)| Answer::Known(Value::text(thing.name().unwrap_or_default()))),
    fact!(EndpointService."region": Type::Region, "The service's Region.", needs: [ServiceConfigurations], identity: true,
        |_, Thing::EndpointService(service)| Answer::Known(Value::text(service.place.region.as_str()))),
    fact!(EndpointService."service_name": Type::Text, "The name that consumers ask for.", needs: [ServiceConfigurations], shows: Shows::Member("/ServiceName"),
        |_, Thing::EndpointService(service)| Value::member(service.it.service_name.as_deref(), "ServiceName", &service.it.service_id)),
    fact!(EndpointService."state": Type::Text, "The service's state, in AWS's words: Available, Failed and so on.", needs: [ServiceConfigurations], shows: Shows::Member("/ServiceState"),
        |_, Thing::EndpointService(service)| Value::member(service.it.service_state.as_deref(), "ServiceState", &service.it.service_id)),
];
