//! GetMetricData: a result for each metric that was asked for, its sum on the first of its days.

use super::action::Action;
use serde_json::{Value, json};

const DAY: i64 = 86_400;

/// The results for the queries of a request; `known` are the sums that the snapshot holds.
pub fn results(action: &Action, known: &[Value]) -> Vec<Value> {
    let queries = (1..).map(|at| format!("MetricDataQueries.{at}"));
    let queries = queries.take_while(|query| action.parameters.contains_key(&format!("{query}.Id")));
    queries.map(|query| result(action, &query, known)).collect()
}

fn result(action: &Action, query: &str, known: &[Value]) -> Value {
    let metric = format!("{query}.MetricStat.Metric");
    let name = action.parameter(&format!("{metric}.MetricName"));
    let dimensions: Vec<&String> = action
        .parameters
        .iter()
        .filter_map(|(name, value)| name.starts_with(&format!("{metric}.Dimensions.")).then_some(value))
        .collect();
    let is_asked = |sum: &&Value| sum["Label"] == name && dimensions.iter().any(|value| sum["Id"] == **value);
    let found = known.iter().find(is_asked);
    let number = |member: &str| found.and_then(|sum| sum[member].as_i64()).unwrap_or(0);
    let days = number("Datapoints");
    let values: Vec<f64> = (0..days).map(|day| if day == 0 { number("Sum") as f64 } else { 0.0 }).collect();
    let time = |day: i64| jiff::Timestamp::from_second(day * DAY).expect("a day").to_string();
    json!({
        "Id": action.parameter(&format!("{query}.Id")),
        "Label": name,
        "Timestamps": (0..days).map(|day| time(20_000 + day)).collect::<Vec<_>>(),
        "Values": values,
        "StatusCode": "Complete",
    })
}
