//! Facts of attachments of transit gateways.

use super::found::{found, gather, malformed, once, view};
use super::{Fact, Shows, Thing, Type, Value, subnet};
use crate::network::{Index, Place, Seat};
use crate::snapshot::model::{TransitGatewayAttachment, TransitGatewayRoute, TransitGatewayVpcAttachment};
use crate::snapshot::{Answer, Collection, Listing};

pub(super) static FACTS: &[Fact] = &[
    fact!(TransitGatewayAttachment."id": Type::Id, "The attachment's id.", needs: [TransitGatewayAttachments], identity: true, shows: Shows::Member("/TransitGatewayAttachmentId"),
        |_, Thing::TransitGatewayAttachment(one)| Answer::Known(Value::text(id(one)))),
    fact!(TransitGatewayAttachment."name": Type::Text, "The value of the attachment's Name tag, empty without one.", needs: [TransitGatewayAttachments],
        |_, thing @ Thing::TransitGatewayAttachment(_)| Answer::Known(Value::text(thing.name().unwrap_or_default()))),
    fact!(TransitGatewayAttachment."state": Type::Text, "The attachment's state, in AWS's words: available, pendingAcceptance and so on.", needs: [TransitGatewayAttachments], shows: Shows::Member("/State"),
        |_, Thing::TransitGatewayAttachment(one)| Value::member(one.it.state.as_deref(), "State", id(one))),
    fact!(TransitGatewayAttachment."transit_gateway_id": Type::Id, "The id of the transit gateway.", needs: [TransitGatewayAttachments], identity: true, shows: Shows::Member("/TransitGatewayId"),
        |_, Thing::TransitGatewayAttachment(one)| Value::member(one.it.transit_gateway_id.as_deref(), "TransitGatewayId", id(one))),
    fact!(TransitGatewayAttachment."resource_type": Type::Text, "What is attached, in AWS's words: vpc, vpn, peering and so on.", needs: [TransitGatewayAttachments], shows: Shows::Member("/ResourceType"),
        |_, Thing::TransitGatewayAttachment(one)| Value::member(one.it.resource_type.as_deref(), "ResourceType", id(one))),
    fact!(TransitGatewayAttachment."resource_id": Type::Id, "The id of what is attached.", needs: [TransitGatewayAttachments], shows: Shows::Member("/ResourceId"),
        |_, Thing::TransitGatewayAttachment(one)| Value::member(one.it.resource_id.as_deref(), "ResourceId", id(one))),
    fact!(TransitGatewayAttachment."resource_owner": Type::Text, "The account that owns what is attached.", needs: [TransitGatewayAttachments], shows: Shows::Member("/ResourceOwnerId"),
        |_, Thing::TransitGatewayAttachment(one)| Value::member(one.it.resource_owner_id.as_deref(), "ResourceOwnerId", id(one))),
    fact!(TransitGatewayAttachment."subnet_ids": Type::List(&Type::Id), "The subnets by which an attached VPC is reached, one a zone; none where no VPC is attached.",
        needs: [TransitGatewayAttachments, TransitGatewayVpcAttachments], shows: Shows::Member("/SubnetIds"),
        |_, Thing::TransitGatewayAttachment(one)| Value::listing(subnet_ids(one), Value::text)),
    fact!(TransitGatewayAttachment."zone_ids": Type::List(&Type::Text), "The ids of the zones in which an attached VPC is reached; packets from its other zones get nowhere.",
    needs: [TransitGatewayAttachments, TransitGatewayVpcAttachments, Subnets, AvailabilityZones],
    |index, Thing::TransitGatewayAttachment(one)| {
        let ids = subnet_ids(one);
        let owner = one.it.resource_owner_id.as_deref().unwrap_or_else(|| one.place.account.as_str());
        let place = view(index, owner, one.place.region.as_str(), Collection::Subnets);
        let zones = ids.items.iter().map(|id| match &place {
            Answer::Known(place) => found(place, &place.view.subnets, Collection::Subnets, id).and_then(subnet::zone_id),
            Answer::Unknown(gaps) => Answer::Unknown(gaps.clone()),
        });
        Value::listing(once(gather(zones, ids.rest)), Value::made)
    }),
    fact!(TransitGatewayAttachment."appliance_mode": Type::Bool, "Whether an attached VPC gets both directions of a session in one zone.",
    needs: [TransitGatewayAttachments, TransitGatewayVpcAttachments], shows: Shows::Member("/Options/ApplianceModeSupport"),
    |_, Thing::TransitGatewayAttachment(one)| {
        if !is_vpc(one) {
            return Answer::Known(Value::Bool(false));
        }
        vpc_attachment(one).and_then(|vpc| match vpc.it.options.as_ref().and_then(|options| options.appliance_mode_support.as_deref()) {
            Some(mode) => Answer::Known(Value::Bool(mode == "enable")),
            None => malformed("ApplianceModeSupport", id(one)),
        })
    }),
    fact!(TransitGatewayAttachment."route_table_id": Type::Text, "The transit gateway's route table that decides for what comes from the attachment, empty if there is none.",
        needs: [TransitGatewayAttachments], shows: Shows::Member("/Association/TransitGatewayRouteTableId"),
        |_, Thing::TransitGatewayAttachment(one)| table(one).map(|table| Value::text(table.unwrap_or_default()))),
    fact!(TransitGatewayAttachment."propagates_to_ids": Type::List(&Type::Id), "The transit gateway's route tables that take the attachment's blocks.",
        needs: [TransitGatewayAttachments, TransitGatewayRouteTables, TransitGatewayPropagations],
        |index, Thing::TransitGatewayAttachment(one)| Value::listing(propagates_to(index, one), Value::text)),
    fact!(TransitGatewayAttachment."routes": Type::List(&Type::Text), "The routes for what comes from the attachment, each with the attachments it leads to.",
        needs: [TransitGatewayAttachments, TransitGatewayRoutes],
        |index, Thing::TransitGatewayAttachment(one)| Value::listing(routes(index, one), |route| Value::made(words(route)))),
];

fn id(one: Seat<'_, TransitGatewayAttachment>) -> &str {
    &one.it.transit_gateway_attachment_id
}

fn is_vpc(one: Seat<'_, TransitGatewayAttachment>) -> bool {
    one.it.resource_type.as_deref() == Some("vpc")
}

/// The attachment as the VPC's side of it is described.
fn vpc_attachment(one: Seat<'_, TransitGatewayAttachment>) -> Answer<Seat<'_, TransitGatewayVpcAttachment>> {
    let shelf = &one.place.view.transit_gateway_vpc_attachments;
    found(one.place, shelf, Collection::TransitGatewayVpcAttachments, id(one))
}

fn subnet_ids(one: Seat<'_, TransitGatewayAttachment>) -> Listing<&str> {
    if !is_vpc(one) {
        return Listing::complete(Vec::new());
    }
    match vpc_attachment(one) {
        Answer::Known(vpc) => Listing::complete(vpc.it.subnet_ids.iter().map(String::as_str).collect()),
        Answer::Unknown(gaps) => Listing::unseen(gaps),
    }
}

/// The table the attachment is associated with. The transit gateway's owner alone sees it.
pub(super) fn table(one: Seat<'_, TransitGatewayAttachment>) -> Answer<Option<&str>> {
    match one.it.association.as_ref() {
        Some(association) if association.state.as_deref().is_none_or(|state| state == "associated") => {
            Answer::Known(association.transit_gateway_route_table_id.as_deref())
        }
        Some(_) => Answer::Known(None),
        None => match one.place.foreign(one.it.transit_gateway_owner_id.as_deref()) {
            Some(gap) => Answer::unknown(gap),
            None => Answer::Known(None),
        },
    }
}

/// The view of the transit gateway's owner.
fn owners<'i>(
    index: &'i Index<'i>,
    one: Seat<'i, TransitGatewayAttachment>,
    collection: Collection,
) -> Answer<&'i Place<'i>> {
    let owner = one.it.transit_gateway_owner_id.as_deref().unwrap_or_else(|| one.place.account.as_str());
    view(index, owner, one.place.region.as_str(), collection)
}

fn propagates_to<'i>(index: &'i Index<'i>, one: Seat<'i, TransitGatewayAttachment>) -> Listing<&'i str> {
    let place = match owners(index, one, Collection::TransitGatewayRouteTables) {
        Answer::Known(place) => place,
        Answer::Unknown(gaps) => return Listing::unseen(gaps),
    };
    let mut into = Listing::unseen(place.rest(Collection::TransitGatewayRouteTables, ""));
    let tables = place.view.transit_gateway_route_tables.iter();
    for table in tables.filter(|table| table.transit_gateway_id == one.it.transit_gateway_id) {
        let key = table.transit_gateway_route_table_id.as_str();
        let held = place.view.transit_gateway_propagations.get(key).into_iter().flatten();
        let mut own = held.filter(|propagation| propagation.transit_gateway_attachment_id == id(one));
        if own.any(|propagation| propagation.state.as_deref().is_none_or(|state| state == "enabled")) {
            into.items.push(key);
        } else {
            into.rest.extend(place.rest(Collection::TransitGatewayPropagations, key));
        }
    }
    into
}

/// The routes of the table that the attachment is associated with.
fn routes<'i>(index: &'i Index<'i>, one: Seat<'i, TransitGatewayAttachment>) -> Listing<&'i TransitGatewayRoute> {
    let seen = owners_own(index, one).and_then(table);
    let (place, key) = match owners(index, one, Collection::TransitGatewayRoutes).zip(seen) {
        Answer::Known((place, Some(key))) => (place, key),
        Answer::Known((_, None)) => return Listing::complete(Vec::new()),
        Answer::Unknown(gaps) => return Listing::unseen(gaps),
    };
    let held = place.view.transit_gateway_routes.get(key).into_iter().flatten().collect();
    Listing { items: held, rest: place.rest(Collection::TransitGatewayRoutes, key) }
}

/// The attachment in the view of the transit gateway's owner, who alone sees its association.
pub(super) fn owners_own<'i>(
    index: &'i Index<'i>,
    one: Seat<'i, TransitGatewayAttachment>,
) -> Answer<Seat<'i, TransitGatewayAttachment>> {
    if one.place.foreign(one.it.transit_gateway_owner_id.as_deref()).is_none() {
        return Answer::Known(one);
    }
    owners(index, one, Collection::TransitGatewayAttachments).and_then(|place| {
        found(place, &place.view.transit_gateway_attachments, Collection::TransitGatewayAttachments, id(one))
    })
}

fn words(route: &TransitGatewayRoute) -> String {
    let destination = route.destination_cidr_block.as_deref().or(route.prefix_list_id.as_deref()).unwrap_or_default();
    let leads: Vec<&str> =
        route.transit_gateway_attachments.iter().filter_map(|to| to.transit_gateway_attachment_id.as_deref()).collect();
    let (kind, state) = (route.r#type.as_deref().unwrap_or("unknown"), route.state.as_deref().unwrap_or("unknown"));
    let leads = if leads.is_empty() { "nothing".to_owned() } else { leads.join(" and ") };
    format!("{destination} to {leads} ({kind}, {state})")
}
