//! Flow logs.

use super::super::{time, word};
use super::tags;
use crate::snapshot::model::{DestinationOptionsResponse, FlowLog};
use aws_sdk_ec2::types as sdk;

pub(super) fn flow_log(it: sdk::FlowLog) -> FlowLog {
    FlowLog {
        creation_time: time(it.creation_time),
        deliver_logs_error_message: it.deliver_logs_error_message,
        deliver_logs_permission_arn: it.deliver_logs_permission_arn,
        deliver_cross_account_role: it.deliver_cross_account_role,
        deliver_logs_status: it.deliver_logs_status,
        flow_log_id: it.flow_log_id.unwrap_or_default(),
        flow_log_status: it.flow_log_status,
        log_group_name: it.log_group_name,
        resource_id: it.resource_id,
        traffic_type: word(it.traffic_type),
        log_destination_type: word(it.log_destination_type),
        log_destination: it.log_destination,
        log_format: it.log_format,
        tags: tags(it.tags),
        max_aggregation_interval: it.max_aggregation_interval.map(i64::from),
        destination_options: it.destination_options.map(destination_options_response),
    }
}

fn destination_options_response(it: sdk::DestinationOptionsResponse) -> DestinationOptionsResponse {
    DestinationOptionsResponse {
        file_format: word(it.file_format),
        hive_compatible_partitions: it.hive_compatible_partitions,
        per_hour_partition: it.per_hour_partition,
    }
}
