//! Errors, as each protocol spells them and as each service words them.

use super::action::Action;
use super::cbor;
use super::http::Response;
use super::protocol::Protocol;
use super::xml;
use serde_json::json;

/// An error of this status, code and message.
pub fn error(protocol: Protocol, status: u16, code: &str, message: &str) -> Response {
    let mut body = String::new();
    let said = |body: &mut String| {
        xml::open(body, "Error");
        if protocol != Protocol::Ec2 {
            xml::text(body, "Type", &json!(if status < 500 { "Sender" } else { "Receiver" }));
        }
        xml::text(body, "Code", &json!(code));
        xml::text(body, "Message", &json!(message));
        xml::close(body, "Error");
    };
    match protocol {
        Protocol::Ec2 => {
            body += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors>";
            said(&mut body);
            body += "</Errors><RequestID>00000000-0000-0000-0000-000000000000</RequestID></Response>";
        }
        Protocol::Query | Protocol::RestXml => {
            body += "<?xml version=\"1.0\"?>\n<ErrorResponse>";
            said(&mut body);
            body += "<RequestId>00000000-0000-0000-0000-000000000000</RequestId></ErrorResponse>";
        }
        Protocol::Json => body = json!({"__type": code, "message": message}).to_string(),
        Protocol::RestJson => body = json!({"message": message}).to_string(),
        Protocol::Cbor => {
            let body = cbor::plain(&json!({"__type": format!("com.amazonaws.cloudwatch#{code}"), "message": message}));
            let mut response = protocol.response(status, body);
            response.headers.push(("x-amzn-query-error", format!("{code};Sender")));
            return response;
        }
    }
    let mut response = protocol.response(status, body.into_bytes());
    if protocol == Protocol::RestJson {
        response.headers.push(("x-amzn-ErrorType", format!("{code}:http://internal.amazon.com/coral/")));
    }
    response
}

/// Too many requests.
pub fn throttled(protocol: Protocol, action: &Action) -> Response {
    let code = throttle_code(protocol, &action.service);
    match protocol {
        Protocol::Ec2 => error(protocol, 503, code, "Request limit exceeded."),
        Protocol::RestJson => error(protocol, 429, code, "Rate exceeded"),
        Protocol::Query | Protocol::RestXml | Protocol::Json | Protocol::Cbor => {
            error(protocol, 400, code, "Rate exceeded")
        }
    }
}

/// What a service calls too many requests.
pub fn throttle_code(protocol: Protocol, service: &str) -> &'static str {
    match protocol {
        Protocol::Ec2 => "RequestLimitExceeded",
        Protocol::Query | Protocol::RestXml | Protocol::Cbor => "Throttling",
        Protocol::Json if service == "organizations" => "TooManyRequestsException",
        Protocol::Json | Protocol::RestJson => "ThrottlingException",
    }
}

/// No permission, and why, in AWS's words.
pub fn refused(protocol: Protocol, action: &Action, why: &str) -> Response {
    let user = action.account().map_or_else(|| "111122223333".to_owned(), |account| account.to_string());
    let message = format!(
        "User: arn:aws:iam::{user}:user/emulated is not authorized to perform: {} on resource: * {why}",
        action.permission()
    );
    let code = refusal_code(protocol);
    match protocol {
        Protocol::Ec2 => {
            let encoded = super::random(action.operation.len() as u64);
            let message = format!(
                "You are not authorized to perform this operation. {message}. Encoded authorization failure message: {encoded}"
            );
            error(protocol, 403, code, &message)
        }
        Protocol::Json => error(protocol, 400, code, &message),
        Protocol::Query | Protocol::RestXml | Protocol::RestJson | Protocol::Cbor => {
            error(protocol, 403, code, &message)
        }
    }
}

/// What a protocol's services call a refusal.
pub fn refusal_code(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Ec2 => "UnauthorizedOperation",
        Protocol::Query | Protocol::RestXml | Protocol::Cbor => "AccessDenied",
        Protocol::Json | Protocol::RestJson => "AccessDeniedException",
    }
}

/// Credentials that were good before.
pub fn expired(protocol: Protocol) -> Response {
    let message = "The security token included in the request is expired";
    let code = expiry_code(protocol);
    match protocol {
        Protocol::Ec2 => error(protocol, 400, code, "Request has expired."),
        Protocol::Json => error(protocol, 400, code, message),
        Protocol::Query | Protocol::RestXml | Protocol::RestJson | Protocol::Cbor => {
            error(protocol, 403, code, message)
        }
    }
}

/// What a protocol's services call credentials that have expired.
pub fn expiry_code(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Ec2 => "RequestExpired",
        Protocol::Query | Protocol::RestXml | Protocol::Cbor => "ExpiredToken",
        Protocol::Json | Protocol::RestJson => "ExpiredTokenException",
    }
}

/// A signature of another time.
pub fn skewed(protocol: Protocol) -> Response {
    let message = "Signature expired: it is now earlier than the time of the service less 5 min.";
    let code = skew_code(protocol);
    match protocol {
        // EC2 does not say what is wrong with a signature.
        Protocol::Ec2 => error(protocol, 401, code, "AWS was not able to validate the provided access credentials"),
        Protocol::Json => error(protocol, 400, code, message),
        Protocol::Query | Protocol::RestXml | Protocol::RestJson | Protocol::Cbor => {
            error(protocol, 403, code, message)
        }
    }
}

/// What a protocol's services call a signature of another time.
pub fn skew_code(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Ec2 => "AuthFailure",
        Protocol::Query | Protocol::RestXml | Protocol::Cbor => "SignatureDoesNotMatch",
        Protocol::Json | Protocol::RestJson => "InvalidSignatureException",
    }
}

/// A fault of AWS's own.
pub fn internal(protocol: Protocol) -> Response {
    error(protocol, 500, internal_code(protocol), "An internal error has occurred")
}

/// What a protocol's services call a fault of their own.
pub fn internal_code(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Ec2 | Protocol::RestXml => "InternalError",
        Protocol::Query => "InternalFailure",
        Protocol::Json | Protocol::RestJson => "InternalServiceErrorException",
        Protocol::Cbor => "InternalServiceError",
    }
}
