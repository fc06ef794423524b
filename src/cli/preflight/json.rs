//! What was found, for programs: `byway/preflight-v1`.
//!
//! Members are only ever added; every member is always there, `null` or empty where there is nothing to say. The schema is
//! `docs/schemas/preflight-v1.schema.json`.

use super::Preflight;
use crate::cli::permissions::Document;
use crate::cli::purpose::{NotSelectedOut, TOOL, ToolOut};
use crate::collect::Tried;
use crate::report::printer;
use crate::snapshot::{Coverage, DeniedBy};
use serde::Serialize;

#[derive(Serialize)]
struct PreflightOut<'a> {
    schema_version: &'static str,
    tool: ToolOut,
    run: &'static str,
    account: &'a str,
    caller: &'a str,
    region: &'a str,
    policies: Vec<&'a str>,
    not_selected: Vec<NotSelectedOut<'a>>,
    operations: Vec<OperationOut<'a>>,
    basis: Option<BasisOut>,
    unknown: Vec<UnknownOut<'a>>,
    missing: Option<Document>,
}

#[derive(Serialize)]
struct OperationOut<'a> {
    operation: &'static str,
    region: &'a str,
    key: &'a str,
    grant: &'static str,
    outcome: &'static str,
    code: Option<&'a str>,
    message: Option<&'a str>,
    permission: Option<&'a str>,
    denied_by: Option<DeniedBy>,
    needed_by: Vec<&'a str>,
}

/// The snapshot by which it is told which policies will be Unknown.
#[derive(Serialize)]
struct BasisOut {
    taken_at: String,
}

#[derive(Serialize)]
struct UnknownOut<'a> {
    policy: &'a str,
    lacking: Vec<LackingOut<'a>>,
}

#[derive(Serialize)]
struct LackingOut<'a> {
    operation: &'static str,
    permission: Option<&'a str>,
}

/// The whole document.
pub(super) fn render(found: &Preflight<'_>) -> Vec<u8> {
    let mut needed_by = found.run.needed_by();
    let operations = found.tried.iter().map(|Tried { collection, grant, record }| {
        let Coverage { region, key, outcome, code, message, permission, denied_by, .. } = record;
        OperationOut {
            operation: collection.operation(),
            region: region.as_str(),
            key,
            grant: grant.as_str(),
            outcome: outcome.as_str(),
            code: code.as_deref(),
            message: message.as_deref(),
            permission: permission.as_deref(),
            denied_by: *denied_by,
            needed_by: needed_by.remove(collection).unwrap_or_default(),
        }
    });
    let permission = |operation: &str| {
        let tried = found.tried.iter().find(|one| one.collection.operation() == operation);
        tried.and_then(|one| one.record.permission.as_deref())
    };
    let unknown = found.unknown().into_iter().map(|(policy, lacking)| UnknownOut {
        policy,
        lacking: lacking
            .into_iter()
            .map(|one| LackingOut { operation: one.operation(), permission: permission(one.operation()) })
            .collect(),
    });
    let document = PreflightOut {
        schema_version: "byway/preflight-v1",
        tool: TOOL,
        run: found.run.word,
        account: found.account.as_str(),
        caller: &found.caller,
        region: found.region.as_str(),
        policies: found.run.policies(),
        not_selected: found.run.not_selected(),
        operations: operations.collect(),
        basis: found.basis.as_ref().map(|basis| BasisOut { taken_at: basis.taken_at.to_string() }),
        unknown: unknown.collect(),
        missing: found.missing(),
    };
    let mut bytes = Vec::new();
    // Writing to memory cannot fail.
    let _ = printer::print(&document, &mut bytes);
    bytes
}
