//! What a request asks for, in whichever protocol.

use super::cbor;
use super::http::{Request, pairs};
use super::protocol::Protocol;
use super::wire::{OPERATIONS, Operation};
use byway::id::AccountId;
use serde_json::Value;
use std::collections::BTreeMap;

/// A request as the emulator saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// The service's name in the signature: `monitoring` for CloudWatch.
    pub service: String,
    pub operation: String,
    pub region: String,
    pub access_key: String,
    /// Members of the input, by the name they have on the wire; those within others are joined with dots.
    pub parameters: BTreeMap<String, String>,
}

impl Action {
    /// The account that the access key belongs to, if it says so.
    pub fn account(&self) -> Option<AccountId> {
        let digits = self.access_key.strip_prefix("AKIA").or_else(|| self.access_key.strip_prefix("ASIA"))?;
        digits.parse().ok()
    }

    /// A parameter, empty if there is none.
    pub fn parameter(&self, name: &str) -> &str {
        self.parameters.get(name).map_or("", String::as_str)
    }

    /// The action as IAM names it.
    pub fn permission(&self) -> String {
        let prefix = if self.service == "monitoring" { "cloudwatch" } else { &self.service };
        format!("{prefix}:{}", self.operation)
    }

    /// How the wire spells the operation, if byway may ask for it.
    pub fn known(&self) -> Option<&'static Operation> {
        OPERATIONS.iter().find(|known| known.service == self.service && known.name == self.operation)
    }
}

/// What a request asks for, and how it is spoken.
pub fn recognise(request: &Request) -> (Protocol, Action) {
    let credential = request.header("authorization").split("Credential=").nth(1).unwrap_or_default();
    let scope: Vec<&str> = credential.split(',').next().unwrap_or_default().split('/').collect();
    let part = |at: usize| scope.get(at).copied().unwrap_or_default().to_owned();
    let (access_key, region, service) = (part(0), part(2), part(3));
    let protocol = Protocol::of(request, &service);
    let mut parameters = request.query.clone();
    let operation = match protocol {
        Protocol::Ec2 | Protocol::Query => {
            parameters.extend(pairs(&String::from_utf8_lossy(&request.body)));
            parameters.get("Action").cloned().unwrap_or_default()
        }
        Protocol::Json => {
            let body = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
            flatten("", &body, &mut parameters);
            request.header("x-amz-target").rsplit('.').next().unwrap_or_default().to_owned()
        }
        Protocol::Cbor => {
            flatten("", &cbor::decode(&request.body).unwrap_or(Value::Null), &mut parameters);
            request.path.rsplit('/').next().unwrap_or_default().to_owned()
        }
        Protocol::RestXml | Protocol::RestJson => by_path(request, &service, &mut parameters),
    };
    (protocol, Action { service, operation, region, access_key, parameters })
}

/// The operation whose path this is; the words that stand for `{Names}` in it become parameters.
fn by_path(request: &Request, service: &str, parameters: &mut BTreeMap<String, String>) -> String {
    let given: Vec<&str> = request.path.trim_matches('/').split('/').collect();
    for known in OPERATIONS.iter().filter(|known| known.service == service && known.method == request.method) {
        let wanted: Vec<&str> = known.path.trim_matches('/').split('/').collect();
        let is_name = |word: &str| word.starts_with('{');
        let fits = wanted.len() == given.len()
            && wanted.iter().zip(&given).all(|(wanted, given)| is_name(wanted) || wanted == given);
        if fits {
            for (name, value) in wanted.iter().zip(&given).filter(|(wanted, _)| is_name(wanted)) {
                let name = name.trim_matches(|letter| letter == '{' || letter == '}');
                parameters.insert(name.to_owned(), super::http::decode(value));
            }
            return known.name.to_owned();
        }
    }
    format!("{} {}", request.method, request.path)
}

/// `{"Filters": [{"Name": "a"}]}` as `Filters.1.Name=a`, which is how the query protocols have it.
fn flatten(prefix: &str, value: &Value, parameters: &mut BTreeMap<String, String>) {
    let within = |name: &str| if prefix.is_empty() { name.to_owned() } else { format!("{prefix}.{name}") };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| flatten(&within(name), value, parameters)),
        Value::Array(items) => {
            items.iter().zip(1..).for_each(|(value, at)| flatten(&within(&at.to_string()), value, parameters));
        }
        Value::Null => {}
        Value::String(text) => _ = parameters.insert(prefix.to_owned(), text.clone()),
        other @ (Value::Bool(_) | Value::Number(_)) => _ = parameters.insert(prefix.to_owned(), other.to_string()),
    }
}
