//! Faults that only one service knows.

use super::account;
use super::cell::{Cell, PATIENCE};
use super::follow::broken_with;
use super::operations::on;
use crate::support::emulator::{Fault, On, Script};
use byway::snapshot::{Collection, Coverage, Outcome};
use libtest_mimic::{Failed, Trial};

pub fn tests() -> Vec<Trial> {
    vec![
        Trial::test("matrix: an account that manages no organization was refused nothing", no_manager),
        Trial::test("matrix: records and zones that AWS says go on and does not say where are partial", no_token),
        Trial::test("matrix: sums of metrics that AWS keeps datapoints of back are partial", partial_data),
    ]
}

/// The record that a fault in an operation leaves.
fn leaves(collection: Collection, key: &'static str, fault: Fault, expected: Coverage) -> Result<(), Failed> {
    let (_, operation) = collection.operation().split_once(':').ok_or("no service")?;
    let about = Some(key).filter(|key| !key.is_empty());
    let script = Script { faults: vec![(On { about, ..on(collection, operation) }, fault)], ..Script::default() };
    let broken = broken_with(collection);
    Cell { script, timeout: PATIENCE, broken, expected, attempts: None }.run().map(|_| ())
}

fn record(collection: Collection, key: &str, outcome: Outcome, code: &str) -> Coverage {
    Coverage { code: Some(code.to_owned()), ..Coverage::new(account::question(collection, key), outcome) }
}

fn no_manager() -> Result<(), Failed> {
    for collection in [Collection::Organization, Collection::OrganizationAccounts] {
        let message = "You don't have permissions to access this resource.";
        let code = "AccessDeniedException";
        let expected = record(collection, "", Outcome::NotVisible, code);
        leaves(collection, "", Fault::Error(400, code, message), expected)?;
        let message = "Your account is not a member of an organization.";
        let alone = Coverage::answered(account::question(collection, ""), 0, 1);
        leaves(collection, "", Fault::Error(400, "AWSOrganizationsNotInUseException", message), alone)?;
    }
    Ok(())
}

fn no_token() -> Result<(), Failed> {
    let zones = record(Collection::HostedZones, "", Outcome::Partial, "MissingToken");
    leaves(Collection::HostedZones, "", Fault::NoToken, Coverage { items: 3, pages: 1, ..zones })?;
    let zone = "ZE1C81390198B1C96FE7";
    let records = record(Collection::ResourceRecordSets, zone, Outcome::Partial, "MissingToken");
    leaves(Collection::ResourceRecordSets, zone, Fault::NoToken, Coverage { items: 2, pages: 1, ..records })
}

fn partial_data() -> Result<(), Failed> {
    let key = "AWS/NATGateway";
    let sums = record(Collection::Metrics, key, Outcome::Partial, "PartialData");
    leaves(Collection::Metrics, key, Fault::PartialData, Coverage { items: 3, pages: 1, ..sums })
}
