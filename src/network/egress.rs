//! The egress of a subnet to a service: what hands the packet over, as far as routes alone can say.
//!
//! Not modelled yet: names (an interface endpoint or a zone may answer before any route is asked), security groups and
//! network ACLs, and what lies behind a transit gateway, peering or appliance. Each leaves its mark: a gap in the row, or
//! the disposition `unknown` or `leaves-view`, never a guess.

use super::route_table::in_force;
use super::{PathPart, Place, Seat, Target, effective_table, route_destination, service_list, service_path};
use crate::finding::{Disposition, Egress, Family, Hop, Part, Via};
use crate::id::{Kind, ServiceName};
use crate::snapshot::model::{RouteTable, RouteTableAssociation, Subnet};
use crate::snapshot::{Answer, Collection, Gap, Gaps};

pub(super) const PRIORITY: &str = "https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html";
pub(super) const ASSOCIATION: &str = "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html";

/// The egress of a subnet to a service, by token, over one family.
pub fn egress(subnet: Seat<'_, Subnet>, token: &str, family: Family) -> Egress {
    let place = subnet.place;
    let name = service_list(place, token).known().flatten().map(|list| ServiceName(list.name.to_owned()));
    let mut row = Egress {
        subnet: place.resource(Kind::Subnet, subnet.it.owner_id.as_deref(), &subnet.it.subnet_id),
        service: token.to_owned(),
        service_name: name,
        family,
        via: Via::Unknown,
        target: String::new(),
        parts: Vec::new(),
        through: Vec::new(),
        disposition: Disposition::Unknown,
        clients: Vec::new(),
        gaps: Gaps::none(),
        trace: Vec::new(),
    };
    let table = match effective_table(place, subnet.it) {
        Answer::Known(table) => table,
        Answer::Unknown(gaps) => return Egress { gaps, ..row },
    };
    row.trace.extend(association_hop(subnet.it, table));
    match service_path(place, table.it, token, family) {
        Answer::Known(path) => {
            row.trace.extend(path.parts.iter().filter_map(|part| route_hop(table, token, part)));
            decide(&mut row, &path.parts);
        }
        Answer::Unknown(gaps) => row.gaps.extend(gaps),
    }
    row
}

/// What hands the packets over, from the parts of the service's addresses.
fn decide(row: &mut Egress, parts: &[PathPart]) {
    let mut found: Vec<Part> = Vec::new();
    for part in parts {
        let (via, target) = (part.via(), part.target.as_ref().map(Target::id).unwrap_or_default());
        match found.iter_mut().find(|held| held.via == via && held.target == target) {
            Some(held) => held.share += part.share,
            None => found.push(Part { via, target, share: part.share }),
        }
    }
    match found.as_slice() {
        [] => row.gaps.extend(Gap::NotModelled { what: format!("the addresses of {}", row.service) }.into()),
        [one] => {
            row.via = one.via;
            row.target.clone_from(&one.target);
        }
        [_, _, ..] => row.via = Via::Mixed,
    }
    let dropped = |part: &PathPart| part.via() == Via::None;
    row.disposition = if parts.is_empty() {
        Disposition::Unknown
    } else if parts.iter().all(|part| dropped(part) && part.blackhole) {
        Disposition::Blackhole
    } else if parts.iter().all(|part| dropped(part) && part.route.is_none()) {
        Disposition::NoRoute
    } else {
        let what = "names, security groups and network ACLs on the way to a service".to_owned();
        row.gaps.extend(Gap::NotModelled { what }.into());
        Disposition::Unknown
    };
    if row.via == Via::Mixed {
        row.parts = found;
    }
}

/// The hop by which a subnet follows a table.
pub fn association_hop(subnet: &Subnet, table: Seat<'_, RouteTable>) -> Option<Hop> {
    let ties = &table.it.associations;
    let position = |wanted: &dyn Fn(&RouteTableAssociation) -> bool| {
        ties.iter().position(|tie| wanted(tie) && matches!(in_force(table.it, tie), Answer::Known(true)))
    };
    let own = position(&|tie| tie.subnet_id.as_deref() == Some(subnet.subnet_id.as_str()));
    let at = own.or_else(|| position(&|tie| tie.main == Some(true)))?;
    let how = if own.is_some() { "by association" } else { "as the VPC's main table" };
    Some(hop(
        table,
        format!("{} follows this table {how}", subnet.subnet_id),
        format!("/Associations/{at}"),
        ties.get(at).and_then(|tie| serde_json::to_value(tie).ok()).unwrap_or_default(),
        ASSOCIATION,
    ))
}

/// The hop of a part of a service's addresses; none where no route matches.
pub fn route_hop(table: Seat<'_, RouteTable>, token: &str, part: &PathPart) -> Option<Hop> {
    let at = part.route?;
    let route = table.it.routes.get(at)?;
    let end = match (&part.target, part.blackhole) {
        (_, true) => "nowhere: it is a blackhole".to_owned(),
        (Some(target), false) => target.id(),
        (None, false) => "a target that is not told".to_owned(),
    };
    Some(hop(
        table,
        format!("the route to {} takes {} of {token}, to {end}", route_destination(route), part.sample),
        format!("/Routes/{at}"),
        serde_json::to_value(route).unwrap_or_default(),
        PRIORITY,
    ))
}

fn hop(
    table: Seat<'_, RouteTable>,
    action: String,
    pointer: String,
    value: serde_json::Value,
    see: &'static str,
) -> Hop {
    let place: &Place<'_> = table.place;
    Hop {
        resource: place.resource(Kind::RouteTable, table.it.owner_id.as_deref(), &table.it.route_table_id),
        action,
        operation: Collection::RouteTables.operation().to_owned(),
        pointer,
        value,
        see,
    }
}
