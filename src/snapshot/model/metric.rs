//! Sums of CloudWatch metrics.
#![expect(missing_docs, reason = "members are explained on the type")]

use super::Described;
use serde::{Deserialize, Serialize};

/// What a metric of one resource came to over the days asked for: `Id` is the resource's, `Label` the metric's name, `Sum`
/// the sum of all datapoints, rounded, and `Datapoints` how many there were.
///
/// NOTE: not AWS's shape: an answer has one number a day and resource, and only their sum decides anything.
///
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataResult.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct MetricSum {
    pub id: String,
    pub label: String,
    pub sum: i64,
    pub datapoints: i64,
}

impl Described for MetricSum {
    fn id(&self) -> &str {
        &self.id
    }

    fn variant(&self) -> String {
        self.label.clone()
    }

    fn canonicalise(&mut self) {}
}
