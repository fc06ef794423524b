//! Facts of NAT gateways.

use super::found::{found, gather, malformed, once};
use super::{Fact, Shows, Thing, Type, Value, subnet};
use crate::network::{Seat, subnets_of};
use crate::snapshot::model::{NatGateway, RouteTable};
use crate::snapshot::{Answer, Collection, Gaps, Listing};

pub(super) static FACTS: &[Fact] = &[
    fact!(NatGateway."id": Type::Id, "The NAT gateway's id.", needs: [NatGateways], identity: true, shows: Shows::Member("/NatGatewayId"),
        |_, Thing::NatGateway(gateway)| Answer::Known(Value::text(&gateway.it.nat_gateway_id))),
    fact!(NatGateway."name": Type::Text, "The value of the NAT gateway's Name tag, empty without one.", needs: [NatGateways],
        |_, thing @ Thing::NatGateway(_)| Answer::Known(Value::text(thing.name().unwrap_or_default()))),
    fact!(NatGateway."region": Type::Region, "The NAT gateway's Region.", needs: [NatGateways], identity: true,
        |_, Thing::NatGateway(gateway)| Answer::Known(Value::text(gateway.place.region.as_str()))),
    fact!(NatGateway."state": Type::Text, "The NAT gateway's state: pending, failed, available, deleting or deleted.", needs: [NatGateways], shows: Shows::Member("/State"),
        |_, Thing::NatGateway(gateway)| Value::member(gateway.it.state.as_deref(), "State", &gateway.it.nat_gateway_id)),
    fact!(NatGateway."vpc_id": Type::Id, "The id of the NAT gateway's VPC.", needs: [NatGateways], identity: true, shows: Shows::Member("/VpcId"),
        |_, Thing::NatGateway(gateway)| Value::member(gateway.it.vpc_id.as_deref(), "VpcId", &gateway.it.nat_gateway_id)),
    fact!(NatGateway."regional": Type::Bool, "Whether the NAT gateway is of the whole Region and not of one zone.", needs: [NatGateways], shows: Shows::Member("/AvailabilityMode"),
        |_, Thing::NatGateway(gateway)| Answer::Known(Value::Bool(is_regional(gateway.it)))),
    fact!(NatGateway."connectivity": Type::Text, "public or private.", needs: [NatGateways], shows: Shows::Member("/ConnectivityType"),
        |_, Thing::NatGateway(gateway)| Value::member(gateway.it.connectivity_type.as_deref(), "ConnectivityType", &gateway.it.nat_gateway_id)),
    fact!(NatGateway."subnet_id": Type::Text, "The NAT gateway's subnet, empty of a regional one.", needs: [NatGateways], shows: Shows::Member("/SubnetId"),
        |_, Thing::NatGateway(gateway)| Answer::Known(Value::text(gateway.it.subnet_id.as_deref().unwrap_or_default()))),
    fact!(NatGateway."zone_ids": Type::List(&Type::Text), "The id of the NAT gateway's zone; of a regional one, those of the zones it has addresses in.",
        needs: [NatGateways, Subnets, AvailabilityZones],
        |_, Thing::NatGateway(gateway)| Value::listing(zones(gateway), Value::made)),
    fact!(NatGateway."public_addresses": Type::List(&Type::Text), "The NAT gateway's public addresses.", needs: [NatGateways], shows: Shows::Member("/NatGatewayAddresses"),
    |_, Thing::NatGateway(gateway)| {
        Value::list(gateway.it.nat_gateway_addresses.iter().filter_map(|one| one.public_ip.as_deref()).map(Value::text))
    }),
    fact!(NatGateway."route_table_ids": Type::List(&Type::Id), "The route tables with a route to the NAT gateway.", needs: [NatGateways, RouteTables],
        |_, Thing::NatGateway(gateway)| Value::listing(tables(gateway), |table| Value::text(&table.it.route_table_id))),
    fact!(NatGateway."subnet_ids": Type::List(&Type::Id), "The subnets that follow a route table with a route to the NAT gateway.", needs: [NatGateways, RouteTables, Subnets],
    |_, Thing::NatGateway(gateway)| {
        let tables = tables(gateway);
        let mut subnets = Listing::unseen(tables.rest);
        for table in tables.items {
            let followers = subnets_of(table.place, table.it);
            subnets.items.extend(followers.items.into_iter().map(|subnet| subnet.it.subnet_id.as_str()));
            subnets.rest.extend(followers.rest);
        }
        Value::listing(once(subnets), Value::text)
    }),
];

/// A NAT gateway without the member is of the kind there was before there were two.
pub(super) fn is_regional(gateway: &NatGateway) -> bool {
    gateway.availability_mode.as_deref() == Some("regional")
}

/// The zones of a NAT gateway.
pub(super) fn zones(gateway: Seat<'_, NatGateway>) -> Listing<String> {
    let place = gateway.place;
    if is_regional(gateway.it) {
        let zones = gateway.it.nat_gateway_addresses.iter().filter_map(|one| one.availability_zone_id.clone());
        return once(Listing::complete(zones.collect()));
    }
    let zone = match gateway.it.subnet_id.as_deref() {
        Some(id) => found(place, &place.view.subnets, Collection::Subnets, id).and_then(subnet::zone_id),
        None => malformed("SubnetId", &gateway.it.nat_gateway_id),
    };
    gather([zone], Gaps::none())
}

/// The tables of the NAT gateway's account that lead to it. A transit gateway leads to it by a subnet's.
fn tables(gateway: Seat<'_, NatGateway>) -> Listing<Seat<'_, RouteTable>> {
    let id = Some(gateway.it.nat_gateway_id.as_str());
    let all = gateway.place.listing(Collection::RouteTables, &gateway.place.view.route_tables);
    all.filter(|table| Answer::Known(table.it.routes.iter().any(|route| route.nat_gateway_id.as_deref() == id)))
}
