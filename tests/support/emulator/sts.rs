//! STS: who is asking, and roles.

use super::action::Action;
use super::http::{Request, Response};
use super::protocol::Protocol;
use super::{Shared, error, xml};
use jiff::Timestamp;
use serde_json::json;
use std::time::Duration;

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
            let target = role.split(':').nth(4).unwrap_or_default();
            let is_shut = shared.script.shut.contains(&target);
            if is_shut || (wanted.is_some() && wanted.as_ref() != action.parameters.get("ExternalId")) {
                let message = format!(
                    "User: arn:aws:iam::{account}:user/emulated is not authorized to perform: sts:AssumeRole on resource: {role}"
                );
                return error::error(protocol, 403, "AccessDenied", &message);
            }
            let (token, until) = session(shared.script.session);
            xml::open(&mut result, "AssumedRoleUser");
            xml::text(&mut result, "AssumedRoleId", &json!("AROAEXAMPLE:byway"));
            xml::text(&mut result, "Arn", &json!(role));
            xml::close(&mut result, "AssumedRoleUser");
            xml::open(&mut result, "Credentials");
            xml::text(&mut result, "AccessKeyId", &json!(format!("ASIA{target}")));
            xml::text(&mut result, "SecretAccessKey", &json!("emulated-session-key"));
            xml::text(&mut result, "SessionToken", &json!(token));
            xml::text(&mut result, "Expiration", &json!(until));
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

/// The token of a session and when it is over, which the token tells too.
fn session(length: Option<Duration>) -> (String, String) {
    let Some(length) = length else { return ("emulated-session-token".to_owned(), "2099-01-01T00:00:00Z".to_owned()) };
    let until = Timestamp::now() + length;
    (format!("{UNTIL}{}", until.as_second()), until.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// How the token of a session that does not last begins.
const UNTIL: &str = "until-";

/// Whether a request is signed with a session that is over.
pub fn is_over(request: &Request) -> bool {
    let until = request.header("x-amz-security-token").strip_prefix(UNTIL).and_then(|until| until.parse::<i64>().ok());
    until.is_some_and(|until| Timestamp::now().as_second() > until)
}
