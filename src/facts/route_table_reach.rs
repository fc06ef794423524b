//! Facts of route tables that a reader would work out route by route: whom a table serves and where it lets them go.

use super::found::{gather, once};
use super::{Fact, Shows, Thing, Type, Value, route};
use crate::network::{Seat, State, Target, gateways_of, route_destination, route_state, subnets_of};
use crate::snapshot::model::{Route, RouteTable, RouteTableAssociation};
use crate::snapshot::{Answer, Listing};

pub(super) static FACTS: &[Fact] = &[
    fact!(RouteTable."region": Type::Region, "The table's Region.", needs: [RouteTables], identity: true,
        |_, Thing::RouteTable(table)| Answer::Known(Value::text(table.place.region.as_str()))),
    fact!(RouteTable."vpc_id": Type::Id, "The id of the table's VPC.", needs: [RouteTables], identity: true, shows: Shows::Member("/VpcId"),
        |_, Thing::RouteTable(table)| Value::member(table.it.vpc_id.as_deref(), "VpcId", &table.it.route_table_id)),
    fact!(RouteTable."main": Type::Bool, "Whether the table is its VPC's main one, which subnets without a table of their own follow.",
        needs: [RouteTables], shows: Shows::Member("/Associations"),
        |_, Thing::RouteTable(table)| Answer::Known(Value::Bool(table.it.associations.iter().any(|tie| tie.main == Some(true))))),
    fact!(RouteTable."explicit_subnet_ids": Type::List(&Type::Id), "The subnets associated with the table by name.",
        needs: [RouteTables], shows: Shows::Member("/Associations"),
        |_, Thing::RouteTable(table)| Value::list(explicit(table.it).map(Value::text))),
    fact!(RouteTable."main_subnet_ids": Type::List(&Type::Id), "The subnets that follow the table because it is their VPC's main one.",
    needs: [RouteTables, Subnets],
    |_, Thing::RouteTable(table)| {
        let all = subnets_of(table.place, table.it);
        let items = all.items.into_iter().map(|subnet| subnet.it.subnet_id.as_str());
        let items = items.filter(|id| !explicit(table.it).any(|own| own == *id)).collect();
        Value::listing(Listing { items, rest: all.rest }, Value::text)
    }),
    fact!(RouteTable."gateway_ids": Type::List(&Type::Id), "The internet and virtual private gateways whose incoming traffic follows the table.",
        needs: [RouteTables], shows: Shows::Member("/Associations"),
        |_, Thing::RouteTable(table)| Value::listing(gateways_of(table.it), Value::made)),
    fact!(RouteTable."default_ipv4": Type::Text, "What the route to 0.0.0.0/0 leads to, alive or not; empty without one.",
        needs: [RouteTables, VpcEndpoints],
        |_, Thing::RouteTable(table)| target_of_default(table, |route| route.destination_cidr_block.as_deref() == Some("0.0.0.0/0"))),
    fact!(RouteTable."default_ipv6": Type::Text, "What the route to ::/0 leads to, alive or not; empty without one.",
        needs: [RouteTables, VpcEndpoints],
        |_, Thing::RouteTable(table)| target_of_default(table, |route| route.destination_ipv6_cidr_block.as_deref() == Some("::/0"))),
    fact!(RouteTable."reach": Type::Text, "public if a live route leads straight to an internet or carrier gateway, private if one leaves the VPC otherwise than by a gateway endpoint, else isolated.",
        needs: [RouteTables, VpcEndpoints],
        |_, Thing::RouteTable(table)| reach(table).map(Value::text)),
    fact!(RouteTable."gateway_endpoint_ids": Type::List(&Type::Id), "The gateway endpoints that live routes of the table lead to.",
    needs: [RouteTables, VpcEndpoints],
    |_, Thing::RouteTable(table)| {
        let live = live_routes(table);
        let targets = live.items.iter().map(|(_, route)| Target::of(table.place, table.it, route));
        let targets = gather(targets, live.rest.clone()).filter(|target| Answer::Known(matches!(target, Target::GatewayEndpoint(_))));
        Value::listing(once(targets.map(|target| target.id())), Value::made)
    }),
    fact!(RouteTable."blackholes": Type::List(&Type::Text), "The destinations of the routes whose targets are gone.",
        needs: [RouteTables], shows: Shows::Member("/Routes"),
        |_, Thing::RouteTable(table)| Value::listing(in_state(table, State::Blackhole), |(_, route)| Value::made(route_destination(route)))),
    fact!(RouteTable."propagating_gateway_ids": Type::List(&Type::Id), "The virtual private gateways that may add routes to the table.",
    needs: [RouteTables], shows: Shows::Member("/PropagatingVgws"),
    |_, Thing::RouteTable(table)| {
        Value::list(table.it.propagating_vgws.iter().filter_map(|one| one.gateway_id.as_deref()).map(Value::text))
    }),
    fact!(RouteTable."prefix_list_ids": Type::List(&Type::Id), "The prefix lists that routes of the table are for.", needs: [RouteTables],
    |_, Thing::RouteTable(table)| {
        let ids = table.it.routes.iter().filter_map(|route| route.destination_prefix_list_id.as_deref()).collect();
        Value::listing(once(Listing::complete(ids)), Value::text)
    }),
];

/// The subnets with an association of their own. Whether it is in force is what `subnets` asks.
fn explicit(table: &RouteTable) -> impl Iterator<Item = &str> {
    table.associations.iter().filter_map(|tie: &RouteTableAssociation| tie.subnet_id.as_deref())
}

/// The routes that send packets to their targets, with their places.
pub(super) fn live_routes(table: Seat<'_, RouteTable>) -> Listing<(usize, &Route)> {
    in_state(table, State::Active)
}

fn in_state(table: Seat<'_, RouteTable>, wanted: State) -> Listing<(usize, &Route)> {
    let all = Listing::complete(table.it.routes.iter().enumerate().collect::<Vec<_>>());
    all.filter(|(_, route)| route_state(route, &table.it.route_table_id).map(|state| state == wanted))
}

fn target_of_default<'i>(table: Seat<'i, RouteTable>, is_default: impl Fn(&Route) -> bool) -> Answer<Value<'i>> {
    for route in table.it.routes.iter().filter(|route| is_default(route)) {
        match route_state(route, &table.it.route_table_id) {
            Answer::Known(State::Filtered) => {}
            Answer::Known(State::Active | State::Blackhole) => {
                return Target::of(table.place, table.it, route).map(|target| Value::made(target.id()));
            }
            Answer::Unknown(gaps) => return Answer::Unknown(gaps),
        }
    }
    Answer::Known(Value::text(""))
}

/// How far the table lets its subnets go, in AWS's words for subnets, of which a VPN-only one is private here.
///
/// See <https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html#subnet-types>.
pub(super) fn reach(table: Seat<'_, RouteTable>) -> Answer<&'static str> {
    let live = live_routes(table);
    let leads = |wanted: fn(&Target) -> bool| {
        live.exists(|(_, route)| Target::of(table.place, table.it, route).map(|target| wanted(&target)))
    };
    leads(route::is_internet).and_then(|public| {
        if public {
            return Answer::Known("public");
        }
        let leaves = |target: &Target| !matches!(target, Target::Local | Target::GatewayEndpoint(_));
        leads(leaves).map(|leaves| if leaves { "private" } else { "isolated" })
    })
}
