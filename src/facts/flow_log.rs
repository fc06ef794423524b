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
    fact!(FlowLog."region": Type::Region, "The flow log's Region.", needs: [FlowLogs], identity: true,
        |_, Thing::FlowLog(log)| Answer::Known(Value::text(log.place.region.as_str()))),
    fact!(FlowLog."delivery_status": Type::Text, "Whether logs are delivered, in AWS's words: SUCCESS or FAILED; empty before the first.", needs: [FlowLogs], shows: Shows::Member("/DeliverLogsStatus"),
        |_, Thing::FlowLog(log)| Answer::Known(Value::text(log.it.deliver_logs_status.as_deref().unwrap_or_default()))),
    fact!(FlowLog."delivery_error": Type::Text, "Why logs are not delivered, in AWS's words; empty if they are.", needs: [FlowLogs], shows: Shows::Member("/DeliverLogsErrorMessage"),
        |_, Thing::FlowLog(log)| Answer::Known(Value::text(log.it.deliver_logs_error_message.as_deref().unwrap_or_default()))),
    fact!(FlowLog."destination_type": Type::Text, "Where logs go: cloud-watch-logs, s3 or kinesis-data-firehose.", needs: [FlowLogs], shows: Shows::Member("/LogDestinationType"),
        |_, Thing::FlowLog(log)| Value::member(log.it.log_destination_type.as_deref(), "LogDestinationType", &log.it.flow_log_id)),
    fact!(FlowLog."destination": Type::Text, "The ARN of where logs go, or the name of the log group.", needs: [FlowLogs], shows: Shows::Member("/LogDestination"),
    |_, Thing::FlowLog(log)| {
        let destination = log.it.log_destination.as_deref().or(log.it.log_group_name.as_deref());
        Value::member(destination, "LogDestination", &log.it.flow_log_id)
    }),
];
