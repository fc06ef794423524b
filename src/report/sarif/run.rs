//! The run of one account.

use super::log::{AutomationDetails, Driver, Invocation, Run, RunProperties, SarifResult, Tool};
use super::logical::Names;
use super::place::Shelf;
use super::{coverage, notifications, results, rules};
use crate::report::{Audited, Report, unanswered};
use std::collections::BTreeMap;

/// The run of `audited`.
pub fn run(report: &Report, audited: &Audited, exit_code: Option<u8>) -> Run {
    let unanswered = unanswered::of(report, audited);
    let indexes: BTreeMap<&str, usize> =
        report.policies.keys().enumerate().map(|(at, policy)| (policy.as_str(), at)).collect();
    let gaps = coverage::results(&unanswered, audited, report.policies.len());
    // What was not seen is never what is left out.
    let (chosen, left_out) =
        results::chosen(report, &audited.account, results::MOST_RESULTS.saturating_sub(gaps.len()));

    let mut shelf = Shelf::new(&report.documents);
    let mut names = Names::of(audited);
    let results: Vec<SarifResult> = chosen
        .into_iter()
        .filter_map(|finding| {
            let index = indexes.get(finding.policy.as_str())?;
            Some(results::result(finding, *index, &mut shelf, &mut names))
        })
        .chain(gaps.into_iter().take(results::MOST_RESULTS))
        .collect();

    Run {
        tool: Tool { driver: driver(report) },
        automation_details: AutomationDetails { id: super::category(report, audited) },
        invocations: [Invocation {
            execution_successful: unanswered.is_empty(),
            exit_code,
            tool_execution_notifications: notifications::of_unanswered(&unanswered)
                .chain(notifications::of_unknown(report, &audited.account))
                .chain(notifications::of_left_out(left_out))
                .collect(),
        }],
        column_kind: "utf16CodeUnits",
        logical_locations: names.into_told(),
        results,
        properties: RunProperties {
            taken_at: report.taken_at.to_string(),
            account: audited.account.to_string(),
            regions: report.regions.iter().map(ToString::to_string).collect(),
        },
    }
}

/// Every policy that was run is a rule, whether it found something or not, and the coverage gap is the last.
fn driver(report: &Report) -> Driver {
    let page = env!("CARGO_PKG_REPOSITORY");
    Driver {
        name: "byway",
        full_name: format!("byway {}", report.version),
        version: report.version,
        semantic_version: report.version,
        information_uri: (!page.is_empty()).then_some(page),
        rules: report.policies.values().map(rules::rule).chain([rules::coverage_gap()]).collect(),
        notifications: notifications::descriptors(),
    }
}
