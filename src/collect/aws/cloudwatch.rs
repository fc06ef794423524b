//! CloudWatch: how many bytes went through endpoints and NAT gateways.

use crate::collect::ask::{MetricQuery, Seen};
use crate::collect::outcome::Trouble;
use crate::collect::page::{Asking, Next};
use crate::collect::paging;
use crate::snapshot::model::MetricSum;
use crate::snapshot::{Items, Outcome};
use aws_sdk_cloudwatch::Client;
use aws_sdk_cloudwatch::types::{Dimension, Metric, MetricDataQuery, MetricStat, StatusCode};
use aws_smithy_types::DateTime;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// The days looked back over; a metric is kept for 455.
const DAYS: i64 = 30;
const DAY: i64 = 86_400;

/// The sum of each metric over the last thirty whole days before `now`.
///
/// A metric that was never written answers with no datapoints, which is a sum of none.
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html>
pub(crate) async fn ask(client: &Client, queries: &[MetricQuery], now: jiff::Timestamp, asking: &Asking) -> Seen {
    let end = now.as_second() / DAY * DAY;
    let batches: Vec<&[MetricQuery]> = queries.chunks(paging::METRICS).collect();
    // Metrics of which AWS has not said that their datapoints are all there, by batch and id.
    let asked = batches.iter().enumerate().flat_map(|(at, batch)| (0..batch.len()).map(move |n| (at, format!("m{n}"))));
    let unfinished: Mutex<BTreeSet<(usize, String)>> = Mutex::new(asked.collect());
    let pages = asking.every_page(async |token: Option<String>| {
        // The place of the batch, then AWS's own token.
        let (at, token) = match token.as_deref().and_then(|token| token.split_once('/')) {
            Some((at, token)) => (at.parse().unwrap_or(0), Some(token.to_owned()).filter(|token| !token.is_empty())),
            None => (0, None),
        };
        let batch: &[MetricQuery] = batches.get(at).copied().unwrap_or_default();
        let page = client
            .get_metric_data()
            .start_time(DateTime::from_secs(end - DAYS * DAY))
            .end_time(DateTime::from_secs(end))
            .set_metric_data_queries(Some(batch.iter().enumerate().map(|(n, query)| data_query(n, query)).collect()))
            .set_next_token(token)
            .send()
            .await?;
        let next = match Next::of(page.next_token) {
            Next::Token(token) => Next::Token(format!("{at}/{token}")),
            Next::End if at + 1 < batches.len() => Next::Token(format!("{}/", at + 1)),
            next => next,
        };
        {
            let mut unfinished = unfinished.lock().unwrap_or_else(PoisonError::into_inner);
            for result in page.metric_data_results.iter().flatten() {
                let metric = (at, result.id.clone().unwrap_or_default());
                match result.status_code {
                    Some(StatusCode::Complete) => _ = unfinished.remove(&metric),
                    // More may come on a later page, or never.
                    _ => _ = unfinished.insert(metric),
                }
            }
        }
        Ok((page.metric_data_results.map(|results| sums(results, batch)), next))
    });
    let mut pages = pages.await;
    let left = unfinished.lock().unwrap_or_else(PoisonError::into_inner).len();
    if pages.trouble.is_none() && left > 0 {
        let message = format!("AWS kept datapoints of {left} metrics back");
        pages.trouble = Some(Trouble::ours(Outcome::Failed, "PartialData", message));
    }
    // One resource's datapoints may come on several pages.
    let mut whole: BTreeMap<(String, String), MetricSum> = BTreeMap::new();
    for one in std::mem::take(&mut pages.items) {
        let held = whole.entry((one.id.clone(), one.label.clone())).or_insert_with(|| MetricSum {
            sum: 0,
            datapoints: 0,
            ..one.clone()
        });
        held.sum = held.sum.saturating_add(one.sum);
        held.datapoints = held.datapoints.saturating_add(one.datapoints);
    }
    pages.items = whole.into_values().collect();
    Seen::of(pages, Items::Metrics)
}

fn data_query(at: usize, query: &MetricQuery) -> MetricDataQuery {
    let MetricQuery { id: _, namespace, name, dimensions } = query;
    let dimensions =
        dimensions.iter().map(|(name, value)| Dimension::builder().name(*name).value(value).build()).collect();
    let metric = Metric::builder().namespace(*namespace).metric_name(*name).set_dimensions(Some(dimensions)).build();
    let a_day = i32::try_from(DAY).unwrap_or(i32::MAX);
    let stat = MetricStat::builder().metric(metric).period(a_day).stat("Sum").build();
    MetricDataQuery::builder().id(format!("m{at}")).metric_stat(stat).build()
}

fn sums(results: Vec<aws_sdk_cloudwatch::types::MetricDataResult>, batch: &[MetricQuery]) -> Vec<MetricSum> {
    let of = |result: aws_sdk_cloudwatch::types::MetricDataResult| {
        let at: usize = result.id.as_deref()?.strip_prefix('m')?.parse().ok()?;
        let query = batch.get(at)?;
        let values = result.values.unwrap_or_default();
        #[expect(clippy::cast_possible_truncation, reason = "bytes are whole, and a float beyond i64 saturates")]
        let sum = values.iter().sum::<f64>().round() as i64;
        let datapoints = i64::try_from(values.len()).unwrap_or(i64::MAX);
        Some(MetricSum { id: query.id.clone(), label: query.name.to_owned(), sum, datapoints })
    };
    // A result that names nothing asked for has no id, and makes the list partial.
    results.into_iter().map(|result| of(result).unwrap_or_default()).collect()
}
