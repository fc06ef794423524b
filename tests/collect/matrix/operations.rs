//! Every operation, and the faults that a list can have.

use super::account::{self, HOME};
use super::cell::{ANY, Cell, PATIENCE, Work, side_by_side};
use super::follow::broken_with;
use crate::support::emulator::{BY_IAM, Fault, OPERATIONS, On, Operation, Protocol, Script, error};
use byway::snapshot::{Collection, Coverage, DeniedBy, Outcome};
use libtest_mimic::{Failed, Trial};

pub fn tests() -> Vec<Trial> {
    let of = |(at, batch): (usize, &[Collection])| {
        let (batch, at) = (batch.to_vec(), at + 1);
        let first = batch.first().map(ToString::to_string).unwrap_or_default();
        let name =
            format!("matrix: operations from {first}: a refusal, a page missing and a token twice are recorded ({at})");
        Trial::test(name, move || side_by_side(batch.iter().flat_map(|collection| cells(*collection)).collect()))
    };
    Collection::ALL.chunks(BATCH).enumerate().map(of).collect()
}

/// How many operations are tried side by side: crawls mostly wait.
const BATCH: usize = 6;

fn cells(collection: Collection) -> Vec<Work> {
    let (_, name) = collection.operation().split_once(':').expect("a service");
    let operation = OPERATIONS.iter().find(|one| one.name == name).expect("the emulator knows it");
    let named = move |what: &'static str, result: Result<(), Failed>| {
        result.map_err(|error| format!("{collection}, {what}: {}", error.message().unwrap_or_default()).into())
    };
    let mut cells: Vec<Work> = vec![Box::new(move || named("refused", refused(collection, operation)))];
    // Load balancers are named, and those that are named come on one page.
    if !operation.token_in.is_empty() && collection != Collection::LoadBalancers {
        cells.push(Box::new(move || named("a page missing", pages(collection, operation, Fault::FromPage(1)))));
        cells.push(Box::new(move || named("a token twice", pages(collection, operation, Fault::SameToken))));
    }
    cells
}

fn refused(collection: Collection, operation: &Operation) -> Result<(), Failed> {
    let mut script = reachable(Script::default(), collection);
    script.faults.push((on(collection, operation.name), Fault::Refused(BY_IAM)));
    let expected = Coverage {
        code: Some(error::refusal_code(protocol(operation)).to_owned()),
        permission: Some(collection.operation().to_owned()),
        denied_by: Some(DeniedBy::Iam),
        ..Coverage::new(account::question(collection, key_of(collection)), Outcome::Refused)
    };
    Cell { script, timeout: PATIENCE, broken: broken_by(collection), expected, attempts: None }.run().map(|_| ())
}

fn pages(collection: Collection, operation: &Operation, fault: Fault) -> Result<(), Failed> {
    let code = match fault {
        Fault::SameToken => "RepeatedToken",
        _ => error::internal_code(protocol(operation)),
    };
    let pages = if matches!(fault, Fault::SameToken) { 2 } else { 1 };
    let mut script = reachable(Script { page_size: 1, short: Some(operation.name), ..Script::default() }, collection);
    script.faults.push((on(collection, operation.name), fault));
    let expected = Coverage {
        code: Some(code.to_owned()),
        items: if collection == Collection::Metrics { 1 } else { pages },
        pages,
        ..Coverage::new(account::question(collection, key_of(collection)), Outcome::Partial)
    };
    Cell { script, timeout: PATIENCE, broken: broken_by(collection), expected, attempts: None }.run().map(|_| ())
}

/// The requests for a collection: those in the home Region, or all of them if it belongs to the account.
pub fn on(collection: Collection, operation: &'static str) -> On {
    On { operation, region: (!collection.is_global()).then_some(HOME), about: None }
}

/// The script with what makes byway ask for a collection at all.
fn reachable(script: Script, collection: Collection) -> Script {
    if collection == Collection::HostedZoneVpcs {
        script.with("ListHostedZonesByVPC", Fault::Refused(BY_IAM))
    } else {
        script
    }
}

fn broken_by(collection: Collection) -> Vec<Collection> {
    match collection {
        Collection::HostedZoneVpcs => broken_with(Collection::HostedZonesByVpc),
        other => broken_with(other),
    }
}

pub fn key_of(collection: Collection) -> &'static str {
    if collection.is_keyed() { ANY } else { "" }
}

fn protocol(operation: &Operation) -> Protocol {
    match operation.service {
        "ec2" => Protocol::Ec2,
        "route53" => Protocol::RestXml,
        "route53profiles" => Protocol::RestJson,
        "route53resolver" | "organizations" => Protocol::Json,
        "monitoring" => Protocol::Cbor,
        _ => Protocol::Query,
    }
}
