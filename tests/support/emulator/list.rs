//! The output of an operation: what the snapshot holds, in the operation's own shape.

use super::action::Action;
use super::fault::{BY_IAM, Fault};
use super::http::Response;
use super::known::Answer;
use super::protocol::Protocol;
use super::wire::Operation;
use super::{Shared, error, metric, page, shape};
use byway::snapshot::{Collection, Outcome, Question};
use serde_json::{Value, json};
use std::sync::Arc;

pub fn answer(shared: &Shared, protocol: Protocol, action: &Action, fault: Option<&Fault>) -> Response {
    let Some((known, operation)) = shared.known.answer(action).zip(action.known()) else {
        return error::error(protocol, 400, "InvalidAction", "The action is not valid for this web service.");
    };
    match known.outcome {
        Outcome::Answered | Outcome::Partial => {}
        Outcome::NotEnabled => {
            let message = "AWS was not able to validate the provided access credentials";
            return error::error(protocol, 401, "AuthFailure", message);
        }
        Outcome::Throttled => return error::throttled(protocol, action),
        Outcome::Failed => return error::internal(protocol),
        Outcome::Refused | Outcome::TimedOut | Outcome::Cancelled | Outcome::NotAsked | Outcome::NotVisible => {
            return error::refused(protocol, action, BY_IAM);
        }
    }
    let items = asked_for(action, &known);
    if known.question.collection == Collection::Organization && items.is_empty() {
        // https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganization.html
        let message = "Your account is not a member of an organization.";
        return error::error(protocol, 400, "AWSOrganizationsNotInUseException", message);
    }
    let mut output = match single(&known.question, action, operation, &items) {
        Some(output) => output,
        None => {
            let is_short = shared.script.short.is_none_or(|operation| operation == action.operation);
            let size = if is_short { shared.script.page_size } else { 1000 };
            let extent = (size, known.outcome == Outcome::Partial);
            match page::page((protocol, action, operation), &items, extent, fault) {
                Ok(output) => output,
                Err(response) => return response,
            }
        }
    };
    if known.question.collection == Collection::HostedZoneVpcs {
        let zones = Question { collection: Collection::HostedZones, key: String::new(), ..known.question };
        let zones = shared.known.items(&zones);
        let bare = |zone: &Value| zone["Id"].as_str().map(|id| id.trim_start_matches("/hostedzone/").to_owned());
        let asked = zones.iter().find(|zone| bare(zone).as_deref() == Some(action.parameter("Id")));
        output["HostedZone"] = json!(asked);
    }
    match (fault, output.as_object_mut()) {
        (Some(Fault::NoList), Some(members)) => _ = members.remove(held(known.question.collection, operation)),
        (Some(Fault::PartialData), Some(members)) => {
            let results = members.values_mut().filter_map(Value::as_array_mut).flatten();
            results.for_each(|result| result["StatusCode"] = json!("PartialData"));
        }
        (Some(Fault::Strange), _) => shape::estrange(operation.service, operation.output, &mut output),
        _ => {}
    }
    protocol.spell(operation, &output)
}

/// The member of the output that holds what is asked for.
fn held(collection: Collection, operation: &Operation) -> &'static str {
    if operation.list.is_empty() { collection.member() } else { operation.list }
}

/// The things that a request is for: it may name some, or leave some out.
fn asked_for(action: &Action, known: &Answer) -> Arc<Vec<Value>> {
    let kept =
        |keep: &dyn Fn(&Value) -> bool| Arc::new(known.items.iter().filter(|item| keep(item)).cloned().collect());
    let named: Vec<&String> = action
        .parameters
        .iter()
        .filter_map(|(name, value)| name.starts_with("LoadBalancerArns.member.").then_some(value))
        .collect();
    match known.question.collection {
        Collection::Regions if action.parameter("AllRegions") != "true" => {
            kept(&|region| region["OptInStatus"] != "not-opted-in")
        }
        Collection::LoadBalancers if !named.is_empty() => {
            kept(&|balancer| named.iter().any(|arn| balancer["LoadBalancerArn"] == **arn))
        }
        Collection::Metrics => Arc::new(metric::results(action, &known.items)),
        _ => Arc::clone(&known.items),
    }
}

/// The output of an operation that does not page what it answers.
fn single(question: &Question, action: &Action, operation: &Operation, items: &[Value]) -> Option<Value> {
    match question.collection {
        Collection::VpcAttributes => {
            let member = action.parameter("Attribute").replacen("enable", "Enable", 1);
            let found = items.iter().find_map(|item| item.get(&member)).cloned();
            let value = found.unwrap_or_else(|| json!({"Value": false}));
            Some(json!({"VpcId": action.parameter("VpcId"), member: value}))
        }
        // Load balancers that are named come on one page.
        Collection::LoadBalancers if !action.parameters.contains_key("PageSize") => {
            Some(json!({operation.list: items}))
        }
        collection if operation.list.is_empty() => Some(match items.first() {
            Some(item) => json!({held(collection, operation): item}),
            None => json!({}),
        }),
        _ => None,
    }
}
