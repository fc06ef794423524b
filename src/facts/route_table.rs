//! Facts of route tables.

use super::{Fact, Noun, Shows, Thing, Type, Value};
use crate::network::{Seat, gateways_of, has_subnets, subnets_of};
use crate::snapshot::Answer;
use crate::snapshot::model::RouteTable;

pub(super) static FACTS: &[Fact] = &[
    fact!(RouteTable."id": Type::Id, "The table's id.", needs: [RouteTables], identity: true, shows: Shows::Member("/RouteTableId"),
        |_, Thing::RouteTable(table)| Answer::Known(Value::text(&table.it.route_table_id))),
    fact!(RouteTable."name": Type::Text, "The value of the table's Name tag, empty without one.", needs: [RouteTables],
        |_, thing @ Thing::RouteTable(_)| Answer::Known(Value::text(thing.name().unwrap_or_default()))),
    fact!(RouteTable."subnets": Type::List(&Type::Thing(Noun::Subnet)), "The subnets that follow the table, by association or because it is their VPC's main table.",
        needs: [RouteTables, Subnets], shows: Shows::Member("/Associations"),
        |_, Thing::RouteTable(table)| Value::listing(subnets_of(table.place, table.it), |subnet| Value::Thing(Thing::Subnet(subnet)))),
    fact!(RouteTable."has_subnets": Type::Bool, "Whether some subnet follows the table.",
        needs: [RouteTables, Subnets], shows: Shows::Member("/Associations"),
        |_, Thing::RouteTable(table)| has_subnets(table.place, table.it).map(Value::Bool)),
    fact!(RouteTable."gateway_associated": Type::Bool, "Whether an internet or virtual private gateway follows the table for traffic that enters the VPC.",
        needs: [RouteTables], shows: Shows::Member("/Associations"),
        |_, Thing::RouteTable(table)| gateway_associated(table.it).map(Value::Bool)),
    fact!(RouteTable."in_use": Type::Bool, "Whether a subnet or a gateway follows the table.",
        needs: [RouteTables, Subnets], shows: Shows::Member("/Associations"),
        |_, Thing::RouteTable(table)| in_use(table).map(Value::Bool)),
];

fn gateway_associated(table: &RouteTable) -> Answer<bool> {
    gateways_of(table).exists(|_| Answer::Known(true))
}

/// Whether a subnet or a gateway follows the table.
pub(super) fn in_use(table: Seat<'_, RouteTable>) -> Answer<bool> {
    gateway_associated(table.it).or(has_subnets(table.place, table.it))
}
