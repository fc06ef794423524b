//! Which part of a list a request gets, and how it is told where the next part begins.

use super::action::Action;
use super::error;
use super::fault::Fault;
use super::http::Response;
use super::protocol::Protocol;
use super::wire::Operation;
use serde_json::{Value, json};

/// The page of `items` that was asked for, as an output; an error where the script or the list ends.
///
/// `goes_on` is whether more follows than is known: the page after the last one known is then an error.
pub fn page(
    (protocol, action, operation): (Protocol, &Action, &Operation),
    items: &[Value],
    (size, goes_on): (usize, bool),
    fault: Option<&Fault>,
) -> Result<Value, Response> {
    let size = match action.parameter(operation.size_in).parse() {
        _ if operation.token_in.is_empty() => usize::MAX,
        Ok(wanted) => size.min(wanted).max(1),
        // Route 53 makes pages of its own accord, the others none.
        Err(_) if protocol == Protocol::RestXml => {
            size.min(if operation.name == "ListResourceRecordSets" { 300 } else { 100 }).max(1)
        }
        Err(_) => size.max(1),
    };
    let start = start(protocol, action, operation, items)?;
    let page = start / size;
    let is_beyond = start > 0 && start >= items.len();
    match fault {
        Some(Fault::FromPage(missing)) if page >= *missing => return Err(error::internal(protocol)),
        _ if is_beyond => return Err(error::internal(protocol)),
        _ => {}
    }
    let end = start.saturating_add(size).min(items.len());
    let more = end < items.len() || goes_on || matches!(fault, Some(Fault::FromPage(_) | Fault::NoToken));
    let mut output = json!({});
    if !operation.list.is_empty() {
        output[operation.list] = json!(items.get(start..end).unwrap_or_default());
    }
    if operation.truncated {
        output["IsTruncated"] = json!(more || matches!(fault, Some(Fault::SameToken)));
        output["MaxItems"] = json!(size.min(1000));
    }
    match fault {
        Some(Fault::NoToken) => {}
        Some(Fault::SameToken) => say_next(&mut output, operation, items, 0),
        // A page that is missing begins after this one, whether or not this one is full.
        Some(Fault::FromPage(_)) => say_next(&mut output, operation, items, start.saturating_add(size)),
        _ if more => say_next(&mut output, operation, items, end),
        _ => {}
    }
    Ok(output)
}

/// Where the page begins.
fn start(protocol: Protocol, action: &Action, operation: &Operation, items: &[Value]) -> Result<usize, Response> {
    if operation.token_in.is_empty() {
        return Ok(0);
    }
    let token = action.parameter(operation.token_in);
    let by_name = || items.iter().position(|item| item["Name"] == token && item["Type"] == action.parameter("type"));
    match token.strip_prefix("from-").map_or_else(by_name, |at| at.parse().ok()) {
        Some(at) => Ok(at),
        None if token.is_empty() => Ok(0),
        None => Err(error::error(protocol, 400, "InvalidNextToken", "The token is invalid.")),
    }
}

/// Says that the next page begins with the item at `end`.
fn say_next(output: &mut Value, operation: &Operation, items: &[Value], end: usize) {
    if operation.token_in.is_empty() {
        return;
    }
    match items.get(end).filter(|_| operation.token_out == "NextRecordName") {
        // NOTE: Route 53 pages records by name and type, not by token.
        Some(next) => {
            output["NextRecordName"] = next["Name"].clone();
            output["NextRecordType"] = next["Type"].clone();
        }
        None => output[operation.token_out] = json!(format!("from-{end}")),
    }
}
