//! From a request to what AWS would say, had it only the snapshot, and how the script has it said.

use super::action::{Action, recognise};
use super::fault::Fault;
use super::http::{Request, Response};
use super::protocol::Protocol;
use super::{Shared, clock, error, list, sts};
use std::time::Duration;

/// How a response goes out.
#[derive(Debug)]
pub enum Delivery {
    Whole(Response),
    /// The connection is closed before the last so many bytes.
    Short(Response, usize),
    /// A few bytes at a time.
    Slow(Response, Duration),
    Reset,
    Silence,
}

pub fn answer(shared: &Shared, request: &Request) -> Delivery {
    let (protocol, action) = recognise(request);
    shared.note(&action);
    let account = shared.known.account(&action);
    if !shared.allowances.admit(account.as_str(), &action, shared.script.throttling) {
        return Delivery::Whole(error::throttled(protocol, &action));
    }
    if sts::is_over(request) {
        return Delivery::Whole(error::expired(protocol));
    }
    let fault = shared.fault(&action);
    let mut response = match fault.and_then(|fault| instead(protocol, &action, request, fault)) {
        Some(response) => response,
        None if action.service == "sts" => sts::answer(shared, protocol, &action),
        None => list::answer(shared, protocol, &action, fault),
    };
    let hours = match fault {
        Some(Fault::Skew { dated: false, .. }) => None,
        Some(Fault::Skew { hours, .. }) => Some(*hours),
        _ => Some(0),
    };
    response.headers.extend(hours.map(|hours| ("Date", clock::date(hours))));
    match fault {
        Some(Fault::Hang) => Delivery::Silence,
        Some(Fault::Reset) => Delivery::Reset,
        Some(Fault::Short(bytes)) => Delivery::Short(response, *bytes),
        Some(Fault::Slow(time)) => Delivery::Slow(response, *time),
        Some(Fault::Cut(bytes)) => {
            response.body.truncate(response.body.len().saturating_sub(*bytes));
            Delivery::Whole(response)
        }
        _ => Delivery::Whole(response),
    }
}

/// What a fault has said in place of an answer.
fn instead(protocol: Protocol, action: &Action, request: &Request, fault: &Fault) -> Option<Response> {
    let between = |status: u16, kind: &str, body: &str| {
        let headers = vec![("Content-Type", kind.to_owned())];
        Some(Response { status, headers, body: body.as_bytes().to_vec() })
    };
    match fault {
        Fault::Throttle(_) => Some(error::throttled(protocol, action)),
        Fault::Refused(why) => Some(error::refused(protocol, action, why)),
        Fault::Error(status, code, message) => Some(error::error(protocol, *status, code, message)),
        Fault::Expire(_) => Some(error::expired(protocol)),
        Fault::Skew { hours, .. } => (!clock::is_timely(request, *hours)).then(|| error::skewed(protocol)),
        Fault::Html(status) => between(
            *status,
            "text/html",
            "<html><head><title>Oops</title></head><body><h1>Internal Server Error</h1></body></html>",
        ),
        Fault::Json(status) => between(*status, "application/json", "{\"error\": \"upstream connect error\"}"),
        Fault::Xml(status) => {
            between(*status, "application/xml", "<?xml version=\"1.0\"?><fault><reason>upstream</reason></fault>")
        }
        Fault::Malformed => Some(protocol.response(200, b"\xfe<<{\"not\": anything]".to_vec())),
        Fault::Empty => Some(protocol.response(200, Vec::new())),
        Fault::Reset
        | Fault::Short(_)
        | Fault::Cut(_)
        | Fault::Slow(_)
        | Fault::Hang
        | Fault::FromPage(_)
        | Fault::SameToken
        | Fault::NoList
        | Fault::NoToken
        | Fault::PartialData
        | Fault::Strange => None,
    }
}
