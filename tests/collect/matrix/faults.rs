//! One operation of every protocol, and every fault.

use super::account;
use super::cell::{Cell, PATIENCE, Work, faultless, side_by_side};
use super::follow::broken_with;
use super::operations::on;
use crate::support::emulator::{BY_IAM, BY_SCP, Fault, On, Protocol, STRANGE, Script, error};
use byway::snapshot::{Collection, Coverage, DeniedBy, Outcome};
use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};
use std::time::Duration;

/// How long a question may take that is never answered.
const HURRY: Duration = Duration::from_secs(6);

/// A protocol, and the collection that stands for it.
const PROTOCOLS: &[(&str, Protocol, Collection)] = &[
    ("EC2 query", Protocol::Ec2, Collection::Subnets),
    ("REST XML", Protocol::RestXml, Collection::HostedZones),
    ("query", Protocol::Query, Collection::TargetGroups),
    ("JSON", Protocol::Json, Collection::ResolverRules),
    ("JSON of an account", Protocol::Json, Collection::OrganizationAccounts),
    ("REST JSON", Protocol::RestJson, Collection::Profiles),
    ("CBOR", Protocol::Cbor, Collection::Metrics),
];

/// What a fault leaves behind.
enum Leaves {
    /// Nothing: the record is that of a crawl without it.
    Nothing,
    /// A record with this outcome and code, and no page.
    Outcome(Outcome, &'static str),
    /// A record of a refusal.
    Refusal(DeniedBy),
    /// The record of a crawl without it, but partial, with this code.
    Doubt(&'static str),
    /// A record of so many pages of one thing each.
    Pages(u64, &'static str),
}

fn faults(protocol: Protocol, collection: Collection) -> Vec<(&'static str, Fault, Leaves)> {
    use Outcome::{Failed, Throttled, TimedOut};
    let throttled = error::throttle_code(protocol, collection.service());
    vec![
        ("a refusal", Fault::Refused(BY_IAM), Leaves::Refusal(DeniedBy::Iam)),
        ("a refusal by a service control policy", Fault::Refused(BY_SCP), Leaves::Refusal(DeniedBy::Scp)),
        ("throttling for ever", Fault::Throttle(None), Leaves::Outcome(Throttled, throttled)),
        ("throttling that ends", Fault::Throttle(Some(2)), Leaves::Nothing),
        (
            "a fault of AWS's own",
            Fault::Error(500, error::internal_code(protocol), "An internal error has occurred"),
            Leaves::Outcome(Failed, error::internal_code(protocol)),
        ),
        ("status 500 and JSON", Fault::Json(500), Leaves::Outcome(Failed, "Http500")),
        ("status 500 and XML", Fault::Xml(500), Leaves::Outcome(Failed, "Http500")),
        ("status 500 and HTML", Fault::Html(500), Leaves::Outcome(Failed, "Http500")),
        ("status 503 and HTML", Fault::Html(503), Leaves::Outcome(Failed, "Http503")),
        ("success and HTML", Fault::Html(200), Leaves::Outcome(Failed, "Http200")),
        ("a connection that is reset", Fault::Reset, Leaves::Outcome(Failed, "NoConnection")),
        ("an answer shorter than it says", Fault::Short(40), Leaves::Outcome(Failed, "NoConnection")),
        ("an answer without its last byte", Fault::Cut(1), Leaves::Outcome(Failed, "Http200")),
        ("an answer without its end", Fault::Cut(60), Leaves::Outcome(Failed, "Http200")),
        ("an answer of no format", Fault::Malformed, Leaves::Outcome(Failed, "Http200")),
        ("an empty answer", Fault::Empty, Leaves::Outcome(Failed, "Http200")),
        ("an answer without its list", Fault::NoList, Leaves::Outcome(Failed, "NoList")),
        ("a slow answer", Fault::Slow(Duration::from_secs(40)), Leaves::Outcome(TimedOut, "Deadline")),
        ("no answer", Fault::Hang, Leaves::Outcome(TimedOut, "Deadline")),
        // A status that nobody knows is not the one that says that a sum is whole.
        (
            "next year's words and members",
            Fault::Strange,
            if protocol == Protocol::Cbor { Leaves::Doubt("PartialData") } else { Leaves::Nothing },
        ),
        ("credentials that expire", Fault::Expire(1), Leaves::Pages(1, error::expiry_code(protocol))),
        ("a clock that is hours off", Fault::Skew { hours: 3, dated: true }, Leaves::Nothing),
        (
            "a clock that is hours off and does not show",
            Fault::Skew { hours: -3, dated: false },
            Leaves::Outcome(Failed, error::skew_code(protocol)),
        ),
        ("a page that fails", Fault::FromPage(1), Leaves::Pages(1, error::internal_code(protocol))),
        ("a page token that comes twice", Fault::SameToken, Leaves::Pages(2, "RepeatedToken")),
    ]
}

pub fn tests() -> Vec<Trial> {
    let mut tests = Vec::new();
    let names: Vec<&str> = faults(Protocol::Ec2, Collection::Subnets).into_iter().map(|(what, ..)| what).collect();
    for (at, what) in names.into_iter().enumerate() {
        let name = format!("matrix: {what}, in every protocol, is recorded and spreads to nothing else");
        tests.push(Trial::test(name, move || side_by_side(PROTOCOLS.iter().map(|row| work(*row, at)).collect())));
    }
    tests
}

/// The fault at this place of the list, in one protocol.
fn work((name, protocol, collection): (&'static str, Protocol, Collection), at: usize) -> Work {
    Box::new(move || {
        let (_, fault, leaves) = faults(protocol, collection).into_iter().nth(at).ok_or("no such fault")?;
        cell(collection, protocol, &fault, &leaves)
            .map_err(|error| format!("{name}: {}", error.message().unwrap_or_default()).into())
    })
}

fn cell(collection: Collection, protocol: Protocol, fault: &Fault, leaves: &Leaves) -> Result<(), Failed> {
    let operation = collection.operation().split_once(':').map_or("", |(_, name)| name);
    let key = if collection == Collection::Metrics { "AWS/NATGateway" } else { "" };
    let page_size = if matches!(leaves, Leaves::Pages(..)) { 1 } else { 1000 };
    let mut script = Script { page_size, short: Some(operation), ..Script::default() };
    let about = Some(key).filter(|key| !key.is_empty());
    script.faults.push((On { about, ..on(collection, operation) }, fault.clone()));
    let whole = &faultless().crawled;
    let without = whole.coverage_of(&account::question(collection, key)).ok_or("no such question")?;
    let failed =
        |outcome, code: &str| Coverage { code: Some(code.to_owned()), ..Coverage::new(without.question(), outcome) };
    let expected = match leaves {
        Leaves::Nothing => without.clone(),
        Leaves::Doubt(code) => {
            Coverage { outcome: Outcome::Partial, code: Some((*code).to_owned()), ..without.clone() }
        }
        Leaves::Outcome(outcome, code) => failed(*outcome, code),
        // One metric's datapoints may come on several pages, and are one sum.
        Leaves::Pages(pages, code) => Coverage {
            pages: *pages,
            items: if collection == Collection::Metrics { 1 } else { *pages },
            ..failed(Outcome::Partial, code)
        },
        Leaves::Refusal(denied_by) => Coverage {
            permission: Some(collection.operation().to_owned()),
            denied_by: Some(*denied_by),
            ..failed(Outcome::Refused, error::refusal_code(protocol))
        },
    };
    let timeout = if matches!(leaves, Leaves::Outcome(Outcome::TimedOut, _)) { HURRY } else { PATIENCE };
    let broken = if matches!(leaves, Leaves::Nothing) { Vec::new() } else { broken_with(collection) };
    let is_strange = matches!(fault, Fault::Strange);
    let crawled = Cell { script, timeout, broken, expected, attempts: Some(attempts(fault)) }.run()?;
    if is_strange {
        return same_but_for_words("", &json!(whole.accounts), &json!(crawled.accounts));
    }
    Ok(())
}

/// How often the operation is asked for: AWS's own trouble and the network's are tried again, four times in all.
fn attempts(fault: &Fault) -> usize {
    match fault {
        Fault::Throttle(Some(first)) => first + 1,
        Fault::Throttle(None) | Fault::Error(500.., ..) | Fault::Reset | Fault::Short(_) => 4,
        Fault::Html(500..) | Fault::Json(500..) | Fault::Xml(500..) => 4,
        // The first answer, and the page after it.
        Fault::Expire(first) => first + 1,
        Fault::FromPage(first) => first + 4,
        Fault::SameToken => 2,
        // The SDK corrects its clock by the answer's.
        Fault::Skew { dated: true, .. } => 2,
        Fault::Skew { dated: false, .. }
        | Fault::Refused(_)
        | Fault::Error(..)
        | Fault::Html(_)
        | Fault::Json(_)
        | Fault::Xml(_)
        | Fault::Cut(_)
        | Fault::Malformed
        | Fault::Empty
        | Fault::Slow(_)
        | Fault::Hang
        | Fault::NoList
        | Fault::NoToken
        | Fault::PartialData
        | Fault::Strange => 1,
    }
}

/// Fails unless two documents differ only where the second has next year's word.
fn same_but_for_words(at: &str, old: &Value, new: &Value) -> Result<(), Failed> {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) if old.keys().eq(new.keys()) => {
            old.iter().try_for_each(|(name, value)| same_but_for_words(&format!("{at}/{name}"), value, &new[name]))
        }
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            old.iter().zip(new).try_for_each(|(old, new)| same_but_for_words(at, old, new))
        }
        (Value::String(_), Value::String(new)) if new == STRANGE => Ok(()),
        _ if old == new => Ok(()),
        _ => Err(format!("{at}: {old} became {new}").into()),
    }
}
