//! STS: who is asking, and roles.

use super::action::Action;
use super::http::Response;
use super::protocol::Protocol;
use super::{Shared, error, xml};
use serde_json::json;

pub fn answer(shared: &Shared, protocol: Protocol, action: &Action) -> Response {
    let account = shared.known.account(action);
    let partition = shared.known.partition(&account);
    let mut result = String::new();
    match action.operation.as_str() {
        "GetCallerIdentity" => {
            xml::text(&mut result, "Arn", &json!(format!("arn:{partition}:iam::{account}:user/emulated")));
            xml::text(&mut result, "UserId", &json!("AIDAEXAMPLE"));
            xml::text(&mut result, "Account", &json!(account));
        }
        "AssumeRole" => {
            let role = action.parameter("RoleArn");
            let wanted = &shared.script.external_id;
            if wanted.is_some() && wanted.as_ref() != action.parameters.get("ExternalId") {
                let message = format!(
                    "User: arn:aws:iam::{account}:user/emulated is not authorized to perform: sts:AssumeRole on resource: {role}"
                );
                return error::error(protocol, 403, "AccessDenied", &message);
            }
            let target = role.split(':').nth(4).unwrap_or_default();
            xml::open(&mut result, "AssumedRoleUser");
            xml::text(&mut result, "AssumedRoleId", &json!("AROAEXAMPLE:byway"));
            xml::text(&mut result, "Arn", &json!(role));
            xml::close(&mut result, "AssumedRoleUser");
            xml::open(&mut result, "Credentials");
            xml::text(&mut result, "AccessKeyId", &json!(format!("ASIA{target}")));
            xml::text(&mut result, "SecretAccessKey", &json!("emulated-session-key"));
            xml::text(&mut result, "SessionToken", &json!("emulated-session-token"));
            xml::text(&mut result, "Expiration", &json!("2099-01-01T00:00:00Z"));
            xml::close(&mut result, "Credentials");
        }
        other => return error::error(protocol, 400, "InvalidAction", &format!("no {other} here")),
    }
    let operation = &action.operation;
    let body = format!(
        "<{operation}Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><{operation}Result>{result}</{operation}Result></{operation}Response>"
    );
    protocol.response(200, body.into_bytes())
}
