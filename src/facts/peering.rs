//! Facts of VPC peering connections.

use super::found::{gather, malformed, tag_keys, view};
use super::{Fact, Shows, Thing, Type, Value};
use crate::network::{Index, Seat};
use crate::snapshot::model::{RouteTable, VpcPeeringConnection, VpcPeeringConnectionVpcInfo};
use crate::snapshot::{Answer, Collection, Listing};

pub(super) static FACTS: &[Fact] = &[
    fact!(Peering."id": Type::Id, "The connection's id.", needs: [VpcPeeringConnections], identity: true, shows: Shows::Member("/VpcPeeringConnectionId"),
        |_, Thing::Peering(peering)| Answer::Known(Value::text(&peering.it.vpc_peering_connection_id))),
    fact!(Peering."name": Type::Text, "The value of the connection's Name tag, empty without one.", needs: [VpcPeeringConnections],
        |_, thing @ Thing::Peering(_)| Answer::Known(Value::text(thing.name().unwrap_or_default()))),
    fact!(Peering."tag_keys": Type::List(&Type::Text), "The keys of the connection's tags.", needs: [VpcPeeringConnections],
        |_, Thing::Peering(peering)| tag_keys(&peering.it.tags)),
    fact!(Peering."status": Type::Text, "The connection's status, in AWS's words: active, pending-acceptance and so on.", needs: [VpcPeeringConnections], shows: Shows::Member("/Status/Code"),
        |_, Thing::Peering(peering)| status(peering.it).map(Value::text)),
    fact!(Peering."active": Type::Bool, "Whether packets pass.", needs: [VpcPeeringConnections], shows: Shows::Member("/Status/Code"),
        |_, Thing::Peering(peering)| status(peering.it).map(|status| Value::Bool(status == "active"))),
    fact!(Peering."status_message": Type::Text, "What AWS says of the status, empty if nothing.", needs: [VpcPeeringConnections], shows: Shows::Member("/Status/Message"),
    |_, Thing::Peering(peering)| {
        let message = peering.it.status.as_ref().and_then(|status| status.message.as_deref());
        Answer::Known(Value::text(message.unwrap_or_default()))
    }),
    fact!(Peering."requester_vpc_id": Type::Id, "The id of the VPC that asked for the connection.", needs: [VpcPeeringConnections], identity: true, shows: Shows::Member("/RequesterVpcInfo/VpcId"),
        |_, Thing::Peering(peering)| member(peering, Side::Requester, |side| side.vpc_id.as_deref(), "VpcId")),
    fact!(Peering."requester_account": Type::Text, "The account of the VPC that asked for the connection.", needs: [VpcPeeringConnections], shows: Shows::Member("/RequesterVpcInfo/OwnerId"),
        |_, Thing::Peering(peering)| member(peering, Side::Requester, |side| side.owner_id.as_deref(), "OwnerId")),
    fact!(Peering."requester_region": Type::Region, "The Region of the VPC that asked for the connection.", needs: [VpcPeeringConnections], shows: Shows::Member("/RequesterVpcInfo/Region"),
        |_, Thing::Peering(peering)| member(peering, Side::Requester, |side| side.region.as_deref(), "Region")),
    fact!(Peering."requester_cidrs": Type::List(&Type::Cidr), "The blocks of the VPC that asked for the connection; unknown where AWS shows none.", needs: [VpcPeeringConnections], shows: Shows::Member("/RequesterVpcInfo/CidrBlockSet"),
        |_, Thing::Peering(peering)| Value::listing(blocks(peering.it, Side::Requester), Value::text)),
    fact!(Peering."requester_lets_resolve": Type::Bool, "Whether public DNS names of the requester's instances resolve to private addresses for the accepter.", needs: [VpcPeeringConnections], shows: Shows::Member("/RequesterVpcInfo/PeeringOptions"),
        |_, Thing::Peering(peering)| lets_resolve(peering, Side::Requester).map(Value::Bool)),
    fact!(Peering."requester_route_table_ids": Type::List(&Type::Id), "The route tables of the requester's VPC with a route by the connection.", needs: [VpcPeeringConnections, RouteTables],
        |index, Thing::Peering(peering)| Value::listing(routed(index, peering, Side::Requester), |table| Value::text(&table.it.route_table_id))),
    fact!(Peering."accepter_vpc_id": Type::Id, "The id of the other VPC.", needs: [VpcPeeringConnections], identity: true, shows: Shows::Member("/AccepterVpcInfo/VpcId"),
        |_, Thing::Peering(peering)| member(peering, Side::Accepter, |side| side.vpc_id.as_deref(), "VpcId")),
    fact!(Peering."accepter_account": Type::Text, "The account of the other VPC.", needs: [VpcPeeringConnections], shows: Shows::Member("/AccepterVpcInfo/OwnerId"),
        |_, Thing::Peering(peering)| member(peering, Side::Accepter, |side| side.owner_id.as_deref(), "OwnerId")),
    fact!(Peering."accepter_region": Type::Region, "The Region of the other VPC.", needs: [VpcPeeringConnections], shows: Shows::Member("/AccepterVpcInfo/Region"),
        |_, Thing::Peering(peering)| member(peering, Side::Accepter, |side| side.region.as_deref(), "Region")),
    fact!(Peering."accepter_cidrs": Type::List(&Type::Cidr), "The blocks of the other VPC; unknown where AWS shows none, as before the connection is accepted.", needs: [VpcPeeringConnections], shows: Shows::Member("/AccepterVpcInfo/CidrBlockSet"),
        |_, Thing::Peering(peering)| Value::listing(blocks(peering.it, Side::Accepter), Value::text)),
    fact!(Peering."accepter_lets_resolve": Type::Bool, "Whether public DNS names of the accepter's instances resolve to private addresses for the requester.", needs: [VpcPeeringConnections], shows: Shows::Member("/AccepterVpcInfo/PeeringOptions"),
        |_, Thing::Peering(peering)| lets_resolve(peering, Side::Accepter).map(Value::Bool)),
    fact!(Peering."accepter_route_table_ids": Type::List(&Type::Id), "The route tables of the other VPC with a route by the connection.", needs: [VpcPeeringConnections, RouteTables],
        |index, Thing::Peering(peering)| Value::listing(routed(index, peering, Side::Accepter), |table| Value::text(&table.it.route_table_id))),
];

/// A side of a connection.
#[derive(Clone, Copy)]
pub(super) enum Side {
    /// The VPC that asked for it.
    Requester,
    /// The VPC that was asked.
    Accepter,
}

impl Side {
    /// What AWS says of the side.
    pub(super) fn of(self, peering: &VpcPeeringConnection) -> Option<&VpcPeeringConnectionVpcInfo> {
        match self {
            Self::Requester => peering.requester_vpc_info.as_ref(),
            Self::Accepter => peering.accepter_vpc_info.as_ref(),
        }
    }
}

fn status(peering: &VpcPeeringConnection) -> Answer<&str> {
    match peering.status.as_ref().and_then(|status| status.code.as_deref()) {
        Some(code) => Answer::Known(code),
        None => malformed("Status", &peering.vpc_peering_connection_id),
    }
}

fn member<'i>(
    peering: Seat<'i, VpcPeeringConnection>,
    side: Side,
    read: impl Fn(&'i VpcPeeringConnectionVpcInfo) -> Option<&'i str>,
    field: &str,
) -> Answer<Value<'i>> {
    Value::member(side.of(peering.it).and_then(read), field, &peering.it.vpc_peering_connection_id)
}

/// The blocks of a side. AWS shows none of a VPC of another account before it has accepted, and none after it is gone.
pub(super) fn blocks(peering: &VpcPeeringConnection, side: Side) -> Listing<&str> {
    let Some(side) = side.of(peering) else { return unseen(peering) };
    let first = side.cidr_block.as_deref();
    let four = side.cidr_block_set.iter().filter_map(|block| block.cidr_block.as_deref());
    let six = side.ipv6_cidr_block_set.iter().filter_map(|block| block.ipv6_cidr_block.as_deref());
    let mut all: Vec<&str> =
        first.into_iter().filter(|_| side.cidr_block_set.is_empty()).chain(four).chain(six).collect();
    all.dedup();
    if all.is_empty() { unseen(peering) } else { Listing::complete(all) }
}

fn unseen<'i>(peering: &VpcPeeringConnection) -> Listing<&'i str> {
    gather([malformed("CidrBlockSet", &peering.vpc_peering_connection_id)], Default::default())
}

/// A side's own account alone sees its options.
fn lets_resolve(peering: Seat<'_, VpcPeeringConnection>, side: Side) -> Answer<bool> {
    let info = side.of(peering.it);
    let options = info.and_then(|side| side.peering_options.as_ref());
    match options.and_then(|options| options.allow_dns_resolution_from_remote_vpc) {
        Some(allows) => Answer::Known(allows),
        None => match peering.place.foreign(info.and_then(|side| side.owner_id.as_deref())) {
            Some(gap) => Answer::unknown(gap),
            None => malformed("PeeringOptions", &peering.it.vpc_peering_connection_id),
        },
    }
}

/// The tables of a side's VPC with a route by the connection, in the view of the account and Region it is in.
fn routed<'i>(
    index: &'i Index<'i>,
    peering: Seat<'i, VpcPeeringConnection>,
    side: Side,
) -> Listing<Seat<'i, RouteTable>> {
    let id = peering.it.vpc_peering_connection_id.as_str();
    let info = side.of(peering.it);
    let of = |read: fn(&VpcPeeringConnectionVpcInfo) -> Option<&str>| info.and_then(read);
    let (Some(owner), Some(region)) = (of(|side| side.owner_id.as_deref()), of(|side| side.region.as_deref())) else {
        return gather([malformed("OwnerId", id)], Default::default());
    };
    let vpc = of(|side| side.vpc_id.as_deref());
    match view(index, owner, region, Collection::RouteTables) {
        Answer::Known(place) => place.listing(Collection::RouteTables, &place.view.route_tables).filter(|table| {
            let leads = table.it.routes.iter().any(|route| route.vpc_peering_connection_id.as_deref() == Some(id));
            Answer::Known(leads && table.it.vpc_id.as_deref() == vpc)
        }),
        Answer::Unknown(gaps) => Listing::unseen(gaps),
    }
}
