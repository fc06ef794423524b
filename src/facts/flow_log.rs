//! Facts of flow logs.

use super::{Fact, Shows, Thing, Type, Value};
use crate::snapshot::Answer;

pub(super) static FACTS: &[Fact] = &[
    fact!(FlowLog."id": Type::Id, "The flow log's id.", needs: [FlowLogs], identity: true, shows: Shows::Member("/FlowLogId"),
        |_, Thing::FlowLog(log)| Answer::Known(Value::text(&log.it.flow_log_id))),
    fact!(FlowLog."name": Type::Text, "The value of the flow log's Name tag, empty without one.", needs: [FlowLogs],
        |_, thing @ Thing::FlowLog(_)| Answer::Known(Value::text(thing.name().unwrap_or_default()))),
    fact!(FlowLog."status": Type::Text, "Whether the flow log works, in AWS's words: ACTIVE.", needs: [FlowLogs], shows: Shows::Member("/FlowLogStatus"),
        |_, Thing::FlowLog(log)| Value::member(log.it.flow_log_status.as_deref(), "FlowLogStatus", &log.it.flow_log_id)),
    fact!(FlowLog."resource_id": Type::Id, "The id of what is logged: a VPC, subnet, network interface or transit gateway.", needs: [FlowLogs], identity: true, shows: Shows::Member("/ResourceId"),
        |_, Thing::FlowLog(log)| Value::member(log.it.resource_id.as_deref(), "ResourceId", &log.it.flow_log_id)),
    fact!(FlowLog."traffic_type": Type::Text, "What traffic is logged: ALL, ACCEPT or REJECT.", needs: [FlowLogs], shows: Shows::Member("/TrafficType"),
        |_, Thing::FlowLog(log)| Value::member(log.it.traffic_type.as_deref(), "TrafficType", &log.it.flow_log_id)),
];
