//! The plan for programs: `byway/plan-v1`.
//!
//! Members are only ever added; every member is always there, `null` or empty where there is nothing to say. The schema is
//! `docs/schemas/plan-v1.schema.json`.

use super::{Basis, Plan};
use crate::cli::purpose::{NotSelectedOut, TOOL, ToolOut};
use crate::collect::{Expected, Limit, how_often};
use crate::report::printer;
use serde::Serialize;

#[derive(Serialize)]
struct PlanOut<'a> {
    schema_version: &'static str,
    tool: ToolOut,
    run: &'static str,
    basis: Option<BasisOut<'a>>,
    regions: Vec<&'a str>,
    policies: Vec<&'a str>,
    not_selected: Vec<NotSelectedOut<'a>>,
    operations: Vec<OperationOut<'a>>,
    calls: u64,
    at_least: bool,
    bound: BoundOut<'a>,
}

#[derive(Serialize)]
struct BasisOut<'a> {
    taken_at: String,
    accounts: Vec<&'a str>,
    narrowed_to: Vec<&'a str>,
}

#[derive(Serialize)]
struct OperationOut<'a> {
    operation: &'static str,
    asked: &'static str,
    questions: u64,
    calls: u64,
    at_least: bool,
    needed_by: Vec<&'a str>,
    places: Vec<PlaceOut<'a>>,
}

#[derive(Serialize)]
struct PlaceOut<'a> {
    account: Option<&'a str>,
    region: Option<&'a str>,
    questions: u64,
    calls: u64,
    at_least: bool,
}

#[derive(Serialize)]
struct BoundOut<'a> {
    round_trip_ms: u64,
    least_ms: u64,
    by: &'static str,
    calls: u64,
    allowance: Option<AllowanceOut<'a>>,
}

#[derive(Serialize)]
struct AllowanceOut<'a> {
    name: &'static str,
    region: &'a str,
    burst: f64,
    rate: f64,
}

/// The whole document.
pub(super) fn render(plan: &Plan<'_>) -> Vec<u8> {
    let mut needed_by = plan.run.needed_by();
    let operations = plan.by_collection().into_iter().map(|(collection, rows)| OperationOut {
        operation: collection.operation(),
        asked: how_often(collection),
        questions: rows.iter().map(|row| row.questions).sum(),
        calls: rows.iter().map(|row| row.calls).sum(),
        at_least: rows.iter().any(|row| row.at_least),
        needed_by: needed_by.remove(&collection).unwrap_or_default(),
        places: rows.into_iter().map(place).collect(),
    });
    let document = PlanOut {
        schema_version: "byway/plan-v1",
        tool: TOOL,
        run: plan.run.word,
        basis: plan.basis.as_ref().map(|Basis { taken_at, accounts, narrowed_to }| BasisOut {
            taken_at: taken_at.to_string(),
            accounts: accounts.iter().map(|account| account.as_str()).collect(),
            narrowed_to: narrowed_to.iter().map(|region| region.as_str()).collect(),
        }),
        regions: plan.regions().into_iter().map(|region| region.as_str()).collect(),
        policies: plan.run.policies(),
        not_selected: plan.run.not_selected(),
        operations: operations.collect(),
        calls: plan.outlook.calls(),
        at_least: plan.outlook.is_at_least(),
        bound: bound(plan),
    };
    let mut bytes = Vec::new();
    // Writing to memory cannot fail.
    let _ = printer::print(&document, &mut bytes);
    bytes
}

fn place(row: &Expected) -> PlaceOut<'_> {
    let Expected { account, region, collection: _, questions, calls, at_least } = row;
    PlaceOut {
        account: account.as_ref().map(|account| account.as_str()),
        region: region.as_ref().map(|region| region.as_str()),
        questions: *questions,
        calls: *calls,
        at_least: *at_least,
    }
}

fn bound<'p>(plan: &'p Plan<'_>) -> BoundOut<'p> {
    let ms = |time: std::time::Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    let (by, calls, allowance) = match &plan.bound.by {
        Limit::Chain { calls } => ("chain", *calls, None),
        Limit::Allowance { name, region, calls, burst, rate } => {
            let allowance = AllowanceOut { name, region: region.as_str(), burst: *burst, rate: *rate };
            ("allowance", *calls, Some(allowance))
        }
    };
    BoundOut { round_trip_ms: ms(plan.round_trip), least_ms: ms(plan.bound.least), by, calls, allowance }
}
