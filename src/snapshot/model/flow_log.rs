//! Flow logs.
#![expect(missing_docs, reason = "members bear AWS's names; the page linked on each type documents them")]

use super::{Described, Tag};
use serde::{Deserialize, Serialize};

/// A flow log of a VPC, subnet, interface or transit gateway.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_FlowLog.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct FlowLog {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creation_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deliver_logs_error_message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deliver_logs_permission_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deliver_cross_account_role: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deliver_logs_status: Option<String>,
    pub flow_log_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_log_status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub traffic_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_destination_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_destination: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_format: Option<String>,
    pub tags: Vec<Tag>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_aggregation_interval: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_options: Option<DestinationOptionsResponse>,
}

impl Described for FlowLog {
    fn id(&self) -> &str {
        &self.flow_log_id
    }

    fn canonicalise(&mut self) {
        super::canonical_time(&mut self.creation_time);
        self.tags.sort();
    }
}

/// How logs in S3 are written.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DestinationOptionsResponse.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DestinationOptionsResponse {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_format: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hive_compatible_partitions: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_hour_partition: Option<bool>,
}
