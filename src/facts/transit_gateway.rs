//! Facts of transit gateways.

use super::found::tag_keys;
use super::{Fact, Noun, Shows, Thing, Type, Value};
use crate::network::Seat;
use crate::snapshot::model::{
    TransitGateway, TransitGatewayAttachment, TransitGatewayOptions, TransitGatewayRouteTable,
};
use crate::snapshot::{Answer, Collection, Listing};

pub(super) static FACTS: &[Fact] = &[
    fact!(TransitGateway."id": Type::Id, "The transit gateway's id.", needs: [TransitGateways], identity: true, shows: Shows::Member("/TransitGatewayId"),
        |_, Thing::TransitGateway(gateway)| Answer::Known(Value::text(&gateway.it.transit_gateway_id))),
    fact!(TransitGateway."name": Type::Text, "The value of the transit gateway's Name tag, empty without one.", needs: [TransitGateways],
        |_, thing @ Thing::TransitGateway(_)| Answer::Known(Value::text(thing.name().unwrap_or_default()))),
    fact!(TransitGateway."region": Type::Region, "The transit gateway's Region.", needs: [TransitGateways], identity: true,
        |_, Thing::TransitGateway(gateway)| Answer::Known(Value::text(gateway.place.region.as_str()))),
    fact!(TransitGateway."tag_keys": Type::List(&Type::Text), "The keys of the transit gateway's tags.", needs: [TransitGateways],
        |_, Thing::TransitGateway(gateway)| tag_keys(&gateway.it.tags)),
    fact!(TransitGateway."state": Type::Text, "The transit gateway's state, in AWS's words.", needs: [TransitGateways], shows: Shows::Member("/State"),
        |_, Thing::TransitGateway(gateway)| Value::member(gateway.it.state.as_deref(), "State", &gateway.it.transit_gateway_id)),
    fact!(TransitGateway."owner": Type::Text, "The account that owns the transit gateway.", needs: [TransitGateways], shows: Shows::Member("/OwnerId"),
        |_, Thing::TransitGateway(gateway)| Value::member(gateway.it.owner_id.as_deref(), "OwnerId", &gateway.it.transit_gateway_id)),
    fact!(TransitGateway."shared": Type::Bool, "Whether another account owns the transit gateway and shares it with this one.", needs: [TransitGateways], shows: Shows::Member("/OwnerId"),
        |_, Thing::TransitGateway(gateway)| Answer::Known(Value::Bool(gateway.place.foreign(gateway.it.owner_id.as_deref()).is_some()))),
    fact!(TransitGateway."attachments": Type::List(&Type::Thing(Noun::TransitGatewayAttachment)), "The transit gateway's attachments of every state. Of one that another account shares there may be more than can be seen.",
        needs: [TransitGateways, TransitGatewayAttachments],
        |_, Thing::TransitGateway(gateway)| Value::listing(attachments(gateway), |one| Value::Thing(Thing::TransitGatewayAttachment(one)))),
    fact!(TransitGateway."vpc_ids": Type::List(&Type::Id), "The VPCs attached, of every account.",
    needs: [TransitGateways, TransitGatewayAttachments],
    |_, Thing::TransitGateway(gateway)| {
        let vpcs = attachments(gateway).filter(|one| Answer::Known(one.it.resource_type.as_deref() == Some("vpc")));
        let items = vpcs.items.into_iter().filter_map(|one| one.it.resource_id.as_deref()).collect();
        Value::listing(Listing { items, rest: vpcs.rest }, Value::text)
    }),
    fact!(TransitGateway."route_table_ids": Type::List(&Type::Id), "The transit gateway's route tables, which its owner alone sees.",
        needs: [TransitGateways, TransitGatewayRouteTables],
        |_, Thing::TransitGateway(gateway)| Value::listing(tables(gateway), |table| Value::text(&table.it.transit_gateway_route_table_id))),
    fact!(TransitGateway."default_route_table_id": Type::Text, "The route table with which new attachments are associated, empty if there is none.",
    needs: [TransitGateways], shows: Shows::Member("/Options/AssociationDefaultRouteTableId"),
    |_, Thing::TransitGateway(gateway)| {
        let id = options(gateway).and_then(|options| options.association_default_route_table_id.as_deref());
        Answer::Known(Value::text(id.unwrap_or_default()))
    }),
    fact!(TransitGateway."dns_support": Type::Text, "Whether public DNS names resolve to private addresses across attached VPCs: enable or disable.",
        needs: [TransitGateways], shows: Shows::Member("/Options/DnsSupport"),
        |_, Thing::TransitGateway(gateway)| option(gateway, |options| options.dns_support.as_deref(), "DnsSupport")),
    fact!(TransitGateway."group_referencing": Type::Text, "Whether rules may name groups of other attached VPCs: enable or disable.",
        needs: [TransitGateways], shows: Shows::Member("/Options/SecurityGroupReferencingSupport"),
        |_, Thing::TransitGateway(gateway)| option(gateway, |options| options.security_group_referencing_support.as_deref(), "SecurityGroupReferencingSupport")),
    fact!(TransitGateway."auto_accepts": Type::Text, "Whether attachments of accounts it is shared with are accepted by themselves: enable or disable.",
        needs: [TransitGateways], shows: Shows::Member("/Options/AutoAcceptSharedAttachments"),
        |_, Thing::TransitGateway(gateway)| option(gateway, |options| options.auto_accept_shared_attachments.as_deref(), "AutoAcceptSharedAttachments")),
];

fn options(gateway: Seat<'_, TransitGateway>) -> Option<&TransitGatewayOptions> {
    gateway.it.options.as_ref()
}

fn option<'i>(
    gateway: Seat<'i, TransitGateway>,
    read: impl Fn(&'i TransitGatewayOptions) -> Option<&'i str>,
    field: &str,
) -> Answer<Value<'i>> {
    Value::member(options(gateway).and_then(read), field, &gateway.it.transit_gateway_id)
}

/// The attachments that this account sees: all of its own transit gateway, its own of a shared one.
fn attachments(gateway: Seat<'_, TransitGateway>) -> Listing<Seat<'_, TransitGatewayAttachment>> {
    let place = gateway.place;
    let mut all = place.listing(Collection::TransitGatewayAttachments, &place.view.transit_gateway_attachments);
    all.rest.extend(place.foreign(gateway.it.owner_id.as_deref()).into_iter().collect());
    all.filter(|one| Answer::Known(one.it.transit_gateway_id.as_ref() == Some(&gateway.it.transit_gateway_id)))
}

fn tables(gateway: Seat<'_, TransitGateway>) -> Listing<Seat<'_, TransitGatewayRouteTable>> {
    let place = gateway.place;
    let mut all = place.listing(Collection::TransitGatewayRouteTables, &place.view.transit_gateway_route_tables);
    all.rest.extend(place.foreign(gateway.it.owner_id.as_deref()).into_iter().collect());
    all.filter(|one| Answer::Known(one.it.transit_gateway_id.as_ref() == Some(&gateway.it.transit_gateway_id)))
}
