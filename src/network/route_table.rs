//! Which table a subnet follows, and which subnets follow a table.
//!
//! DescribeRouteTables lists explicit associations only; a subnet without one follows its VPC's main table
//! (<https://docs.aws.amazon.com/vpc/latest/userguide/WorkWithRouteTables.html>).

use super::memory::remember;
use super::{Place, Seat};
use crate::snapshot::model::{RouteTable, RouteTableAssociation, Subnet};
use crate::snapshot::{Answer, Collection, Gap, Gaps, Listing};
use std::collections::BTreeMap;

/// The tables of a place by the subnets they name in their associations, in force or not, and by their VPCs.
#[derive(Debug)]
pub(super) struct Ties<'s> {
    by_subnet: BTreeMap<&'s str, Vec<&'s RouteTable>>,
    by_vpc: BTreeMap<&'s str, Vec<&'s RouteTable>>,
}

impl<'s> Ties<'s> {
    pub(super) fn of(tables: &'s [RouteTable]) -> Self {
        let mut ties = Self { by_subnet: BTreeMap::new(), by_vpc: BTreeMap::new() };
        for table in tables {
            for subnet in table.associations.iter().filter_map(|tie| tie.subnet_id.as_deref()) {
                let held = ties.by_subnet.entry(subnet).or_default();
                // A table that names a subnet twice is one table all the same.
                if !held.last().is_some_and(|last| std::ptr::eq(*last, table)) {
                    held.push(table);
                }
            }
            if let Some(vpc) = table.vpc_id.as_deref() {
                ties.by_vpc.entry(vpc).or_default().push(table);
            }
        }
        ties
    }

    /// The tables that name a subnet, in order.
    fn naming(&self, subnet: &str) -> &[&'s RouteTable] {
        self.by_subnet.get(subnet).map(Vec::as_slice).unwrap_or_default()
    }

    /// The tables of a VPC, in order.
    pub(super) fn of_vpc(&self, vpc: &str) -> &[&'s RouteTable] {
        self.by_vpc.get(vpc).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The table a subnet follows: its explicit association, else its own VPC's main table.
///
/// An explicit association that was seen decides even where other tables were not: a subnet has one at most. The main
/// table decides only where every table was seen, as an unseen one might hold the association.
pub fn effective_table<'i>(place: &'i Place<'i>, subnet: &Subnet) -> Answer<Seat<'i, RouteTable>> {
    let tables = &place.view.route_tables;
    let Some(at) = Place::position(&place.view.subnets, &subnet.subnet_id) else {
        return work_out_table(place, subnet);
    };
    let found = remember(&place.memory.tables, at, || {
        work_out_table(place, subnet).map(|seat| Place::position(tables, &seat.it.route_table_id).unwrap_or(usize::MAX))
    });
    found.and_then(|at| match tables.get(at) {
        Some(it) => Answer::Known(Seat { place, it }),
        None => work_out_table(place, subnet),
    })
}

fn work_out_table<'i>(place: &'i Place<'i>, subnet: &Subnet) -> Answer<Seat<'i, RouteTable>> {
    let naming = place.ties.naming(&subnet.subnet_id).iter().copied();
    let (explicit, mut doubts) = tied(naming, |tie| tie.subnet_id.as_deref() == Some(subnet.subnet_id.as_str()));
    match explicit.as_slice() {
        [] => {}
        [one] => return Answer::Known(Seat { place, it: one }),
        several => return Answer::unknown(crowd(&subnet.subnet_id, several)),
    }
    let Some(vpc) = subnet.vpc_id.as_deref() else {
        doubts.extend(malformed("VpcId", &subnet.subnet_id).into());
        return Answer::Unknown(doubts);
    };
    doubts.extend(place.rest(Collection::RouteTables, ""));
    if !doubts.is_empty() {
        return Answer::Unknown(doubts);
    }
    let (main, doubts) = tied(place.ties.of_vpc(vpc).iter().copied(), |tie| tie.main == Some(true));
    match main.as_slice() {
        [one] => Answer::Known(Seat { place, it: one }),
        [] if !doubts.is_empty() => Answer::Unknown(doubts),
        // A participant of a shared VPC sees the tables of the subnets shared with it, and perhaps not this one.
        [] => Answer::unknown(place.foreign(subnet.owner_id.as_deref()).unwrap_or(malformed("Main", vpc))),
        several => Answer::unknown(crowd(vpc, several)),
    }
}

/// The subnets that follow a table, explicitly or because it is their VPC's main one.
pub fn subnets_of<'i>(place: &'i Place<'i>, table: &RouteTable) -> Listing<Seat<'i, Subnet>> {
    let subnets = &place.view.subnets;
    let Some(at) = Place::position(&place.view.route_tables, &table.route_table_id) else {
        return work_out_subnets(place, table);
    };
    let found = remember(&place.memory.followers, at, || {
        work_out_subnets(place, table).map(|seat| Place::position(subnets, &seat.it.subnet_id).unwrap_or(usize::MAX))
    });
    Listing {
        items: found.items.into_iter().filter_map(|at| subnets.get(at)).map(|it| Seat { place, it }).collect(),
        rest: found.rest,
    }
}

/// Whether some subnet follows a table. An association in force says so even where the subnets were not seen.
pub fn has_subnets(place: &Place<'_>, table: &RouteTable) -> Answer<bool> {
    let tied = table.associations.iter().filter(|tie| tie.subnet_id.is_some());
    if tied.into_iter().any(|tie| matches!(in_force(table, tie), Answer::Known(true))) {
        return Answer::Known(true);
    }
    subnets_of(place, table).exists(|_| Answer::Known(true))
}

fn work_out_subnets<'i>(place: &'i Place<'i>, table: &RouteTable) -> Listing<Seat<'i, Subnet>> {
    let mut followers = place.listing(Collection::Subnets, &place.view.subnets);
    // A participant sees the subnets shared with it and not the others that may follow the table.
    followers.rest.extend(place.foreign(table.owner_id.as_deref()).into_iter().collect());
    let followers = followers.filter(|seat| follows(place, table, seat.it));
    let mut followers = followers;
    for tie in &table.associations {
        if let Some(id) = tie.subnet_id.as_deref()
            && !matches!(in_force(table, tie), Answer::Known(false))
            && place.find(&place.view.subnets, id).is_none()
            && followers.rest.is_empty()
        {
            // Every subnet was listed and this one was not: made in between, or the answers do not belong together.
            followers.rest.extend(malformed("SubnetId", &table.route_table_id).into());
        }
    }
    followers
}

/// The gateways whose incoming traffic follows a table.
///
/// See <https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html>.
pub fn gateways_of(table: &RouteTable) -> Listing<String> {
    let mut gateways = Listing::complete(Vec::new());
    for tie in &table.associations {
        if let Some(id) = &tie.gateway_id {
            match in_force(table, tie) {
                Answer::Known(true) => gateways.items.push(id.clone()),
                Answer::Known(false) => {}
                Answer::Unknown(gaps) => gateways.rest.extend(gaps),
            }
        }
    }
    gateways
}

/// Whether a subnet follows a table. What makes the subnet's own table unknown often leaves this known: a table that is
/// neither tied to the subnet nor a main one is not followed, whatever else exists.
fn follows(place: &Place<'_>, table: &RouteTable, subnet: &Subnet) -> Answer<bool> {
    let here = std::slice::from_ref(table);
    let (tie, doubts) = tied(here, |tie| tie.subnet_id.as_deref() == Some(subnet.subnet_id.as_str()));
    let (main, main_doubts) = tied(here, |tie| tie.main == Some(true));
    let same_vpc = subnet.vpc_id.is_none() || table.vpc_id.is_none() || subnet.vpc_id == table.vpc_id;
    if tie.is_empty() && doubts.is_empty() && (!same_vpc || (main.is_empty() && main_doubts.is_empty())) {
        return Answer::Known(false);
    }
    effective_table(place, subnet).map(|seat| seat.it.route_table_id == table.route_table_id)
}

/// The tables with an association that `wanted` picks and that is in force, and why others may be among them.
fn tied<'t>(
    tables: impl IntoIterator<Item = &'t RouteTable>,
    wanted: impl Fn(&RouteTableAssociation) -> bool,
) -> (Vec<&'t RouteTable>, Gaps) {
    let mut found = Vec::new();
    let mut doubts = Gaps::none();
    for table in tables {
        let ties = Listing::complete(table.associations.iter().filter(|tie| wanted(tie)).collect());
        match ties.exists(|tie| in_force(table, tie)) {
            Answer::Known(true) => found.push(table),
            Answer::Known(false) => {}
            Answer::Unknown(gaps) => doubts.extend(gaps),
        }
    }
    (found, doubts)
}

/// Whether an association is in force. One without a state is: old answers, and the ones people save by hand, lack it.
pub(super) fn in_force(table: &RouteTable, tie: &RouteTableAssociation) -> Answer<bool> {
    let Some(state) = tie.association_state.as_ref().and_then(|state| state.state.as_deref()) else {
        return Answer::Known(true);
    };
    let id = || tie.route_table_association_id.clone().unwrap_or_else(|| table.route_table_id.clone());
    // NOTE: the wire has lower case and some tools that print it do not.
    match state.to_ascii_lowercase().as_str() {
        "associated" => Answer::Known(true),
        "disassociated" | "failed" => Answer::Known(false),
        "associating" | "disassociating" => {
            Answer::unknown(Gap::Ambiguous { what: format!("association {} is {state}", id()) })
        }
        _ => {
            Answer::unknown(Gap::Unrecognised { field: format!("{} AssociationState", id()), value: state.to_owned() })
        }
    }
}

fn crowd(of: &str, tables: &[&RouteTable]) -> Gap {
    let ids: Vec<&str> = tables.iter().map(|table| table.route_table_id.as_str()).collect();
    Gap::Ambiguous { what: format!("{of} follows one table and {} claim it", ids.join(", ")) }
}

fn malformed(field: &str, at: &str) -> Gap {
    Gap::Malformed { field: field.to_owned(), at: at.to_owned() }
}
