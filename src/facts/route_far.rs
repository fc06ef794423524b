//! Facts of routes into other networks: for whose addresses, and what is known of the far side.

use super::found::{found, gather, malformed, view};
use super::peering::{Side, blocks};
use super::prefix_list::entries_of;
use super::transit_gateway_attachment::{owners_own, table};
use super::{Fact, Shows, Thing, Type, Value, endpoint, route};
use crate::network::{Index, Place, Seat, Target, cidr, entries, service_list};
use crate::snapshot::model::{Route, RouteTable, TransitGatewayAttachment, VpcPeeringConnection};
use crate::snapshot::{Answer, Collection, Gap, Gaps, Listing};
use ipnet::IpNet;

pub(super) static FACTS: &[Fact] = &[
    fact!(Route."into_other_network": Type::Bool, "Whether the route leads by a peering connection, transit gateway, virtual private gateway or core network.",
        needs: [RouteTables, VpcEndpoints], shows: Shows::Derived(route::shows_target),
        |_, Thing::Route(table, _, route)| Target::of(table.place, table.it, route).map(|target| Value::Bool(is_other_network(&target)))),
    fact!(Route."is_peering": Type::Bool, "Whether the route leads by a peering connection.", needs: [RouteTables], shows: Shows::Member("/VpcPeeringConnectionId"),
        |_, Thing::Route(_, _, route)| Answer::Known(Value::Bool(route.vpc_peering_connection_id.is_some()))),
    fact!(Route."endpoint_service": Type::Text, "The service with gateway endpoints, s3 or dynamodb, of whose own list the destination is all or a part; empty of others.",
        needs: [RouteTables, PrefixLists, ManagedPrefixLists, PrefixListEntries],
        |_, Thing::Route(table, _, route)| endpoint_service(table, route).map(|token| Value::text(token.unwrap_or_default()))),
    fact!(Route."far_side_has_endpoint": Type::Bool, "Whether a VPC that the route leads to next, of an account that was asked, has a live interface endpoint for that service.",
        needs: [RouteTables, VpcPeeringConnections, TransitGatewayAttachments, TransitGatewayRoutes, VpcEndpoints, PrefixLists, ManagedPrefixLists, PrefixListEntries],
        |index, Thing::Route(table, _, route)| far_side_has_endpoint(index, table, route).map(Value::Bool)),
    fact!(Route."far_side_asked": Type::Bool, "Whether all that the route leads to next is VPCs of accounts that were asked.",
    needs: [RouteTables, VpcPeeringConnections, TransitGatewayAttachments, TransitGatewayRoutes, PrefixLists, ManagedPrefixLists, PrefixListEntries],
    |index, Thing::Route(table, _, route)| {
        let far = far_vpcs(index, table, route);
        if far.rest.is_empty() { Answer::Known(Value::Bool(far.items.iter().all(|one| matches!(one, Far::Vpc { .. })))) } else { Answer::Unknown(far.rest) }
    }),
    fact!(Route."covered_peer_blocks": Type::List(&Type::Cidr), "The blocks of the VPC at the other end of the peering connection that the route covers as a whole; IPv4 blocks of length 26 or more left out.",
        needs: [RouteTables, VpcPeeringConnections, PrefixLists, ManagedPrefixLists, PrefixListEntries], shows: Shows::Derived(route::shows_target),
        |_, Thing::Route(table, _, route)| Value::listing(covered(table, route), |block: IpNet| Value::made(block.to_string()))),
    fact!(Route."peering_tag_keys": Type::List(&Type::Text), "The keys of the tags of the peering connection and of the VPCs at both ends, as far as their accounts were asked.",
        needs: [RouteTables, VpcPeeringConnections, Vpcs],
        |index, Thing::Route(table, _, route)| Value::listing(peering_tags(index, table, route), Value::text)),
];

fn is_other_network(target: &Target) -> bool {
    match target {
        Target::Peering(_) | Target::TransitGateway(_) | Target::VpnGateway(_) | Target::CoreNetwork(_) => true,
        Target::Local
        | Target::GatewayEndpoint(_)
        | Target::GatewayLoadBalancerEndpoint(_)
        | Target::InternetGateway(_)
        | Target::EgressOnlyInternetGateway(_)
        | Target::NatGateway(_)
        | Target::Instance(_)
        | Target::NetworkInterface(_)
        | Target::LocalGateway(_)
        | Target::CarrierGateway(_)
        | Target::OdbNetwork(_) => false,
    }
}

/// The service of whose list the destination is all or a part.
fn endpoint_service(table: Seat<'_, RouteTable>, route: &Route) -> Answer<Option<&'static str>> {
    let mut gaps = Gaps::none();
    for token in ["s3", "dynamodb"] {
        let list = service_list(table.place, token);
        let within = list.and_then(|list| match (list, &route.destination_prefix_list_id) {
            (None, _) => Answer::Known(false),
            (Some(list), Some(id)) => Answer::Known(list.id == id.as_str()),
            (Some(list), None) => match block(route) {
                Some(block) => {
                    entries(table.place, list.id).map(|entries| entries.iter().any(|entry| entry.contains(&block)))
                }
                None => malformed("destination", &table.it.route_table_id),
            },
        });
        match within {
            Answer::Known(true) => return Answer::Known(Some(token)),
            Answer::Known(false) => {}
            Answer::Unknown(more) => gaps.extend(more),
        }
    }
    if gaps.is_empty() { Answer::Known(None) } else { Answer::Unknown(gaps) }
}

fn block(route: &Route) -> Option<IpNet> {
    let text = route.destination_cidr_block.as_deref().or(route.destination_ipv6_cidr_block.as_deref())?;
    cidr::parse(text)
}

/// The blocks a route is for.
fn destinations(place: &Place<'_>, route: &Route, at: &str) -> Answer<Vec<IpNet>> {
    match &route.destination_prefix_list_id {
        Some(id) => entries_of(place, id),
        None => block(route).map_or_else(|| malformed("destination", at), |block| Answer::Known(vec![block])),
    }
}

/// What a route leads to next.
enum Far {
    /// A VPC of an account that was asked.
    Vpc { account: String, region: String, id: String },
    /// A network of which nothing was asked.
    Dark,
}

/// The VPC, of an account that was asked, or darkness.
fn far(index: &Index<'_>, account: &str, region: &str, id: &str) -> Far {
    if super::found::was_asked(index, account) {
        Far::Vpc { account: account.to_owned(), region: region.to_owned(), id: id.to_owned() }
    } else {
        Far::Dark
    }
}

fn far_vpcs(index: &Index<'_>, table: Seat<'_, RouteTable>, route: &Route) -> Listing<Far> {
    if let Some(id) = route.vpc_peering_connection_id.as_deref() {
        return gather([other_side(index, table, id)], Gaps::none());
    }
    match route.transit_gateway_id.as_deref() {
        Some(id) => behind_transit_gateway(index, table, route, id),
        None => Listing::complete(vec![Far::Dark]),
    }
}

/// The connection, and which of its sides is not the table's VPC.
fn peer<'i>(table: Seat<'i, RouteTable>, id: &str) -> Answer<(Seat<'i, VpcPeeringConnection>, Side)> {
    let place = table.place;
    let held = found(place, &place.view.vpc_peering_connections, Collection::VpcPeeringConnections, id);
    held.map(|peering| {
        let requester = Side::Requester.of(peering.it).and_then(|side| side.vpc_id.as_deref());
        let is_own = requester.is_some() && requester == table.it.vpc_id.as_deref();
        (peering, if is_own { Side::Accepter } else { Side::Requester })
    })
}

fn other_side(index: &Index<'_>, table: Seat<'_, RouteTable>, id: &str) -> Answer<Far> {
    peer(table, id).and_then(|(peering, side)| {
        let side = side.of(peering.it);
        let account = side.and_then(|side| side.owner_id.as_deref());
        let region = side.and_then(|side| side.region.as_deref()).unwrap_or_else(|| table.place.region.as_str());
        match (account, side.and_then(|side| side.vpc_id.as_deref())) {
            (Some(account), Some(vpc)) => Answer::Known(far(index, account, region, vpc)),
            (_, _) => malformed("VpcId", id),
        }
    })
}

/// The VPCs to which the transit gateway sends what the route is for, by the table of the VPC's own attachment.
fn behind_transit_gateway(index: &Index<'_>, own: Seat<'_, RouteTable>, route: &Route, id: &str) -> Listing<Far> {
    let place = own.place;
    let all = place.listing(Collection::TransitGatewayAttachments, &place.view.transit_gateway_attachments);
    let ours = all.filter(|one| {
        let same = one.it.resource_id.is_some() && one.it.resource_id == own.it.vpc_id;
        Answer::Known(same && one.it.transit_gateway_id.as_deref() == Some(id))
    });
    let Some(ours) = ours.items.first().copied() else {
        // Without an attachment the packets get nowhere; one that was not seen may lead anywhere.
        return Listing { items: Vec::new(), rest: ours.rest };
    };
    let seen = match owners_own(index, ours) {
        Answer::Known(seen) => seen,
        Answer::Unknown(gaps) if gaps.iter().all(|gap| matches!(gap, Gap::Foreign { .. })) => {
            return Listing::complete(vec![Far::Dark]);
        }
        Answer::Unknown(gaps) => return Listing::unseen(gaps),
    };
    match table(seen).zip(destinations(place, route, &own.it.route_table_id)) {
        Answer::Known((Some(key), blocks)) => next(index, seen, key, &blocks),
        Answer::Known((None, _)) => Listing::complete(Vec::new()),
        Answer::Unknown(gaps) => Listing::unseen(gaps),
    }
}

/// What a transit gateway's table leads some blocks to, by longest prefix.
fn next(index: &Index<'_>, seen: Seat<'_, TransitGatewayAttachment>, key: &str, blocks: &[IpNet]) -> Listing<Far> {
    let place = seen.place;
    let mut leads = Listing::unseen(place.rest(Collection::TransitGatewayRoutes, key));
    let routes = place.view.transit_gateway_routes.get(key).map(Vec::as_slice).unwrap_or_default();
    for block in blocks {
        let mut best: Option<(u8, &crate::snapshot::model::TransitGatewayRoute)> = None;
        for route in routes {
            let held = match (route.destination_cidr_block.as_deref().and_then(cidr::parse), &route.prefix_list_id) {
                (Some(held), _) => Answer::Known(vec![held]),
                (None, Some(list)) => entries_of(place, list),
                (None, None) => Answer::Known(Vec::new()),
            };
            match held {
                Answer::Known(held) => {
                    let longest = held.iter().filter(|held| held.contains(block)).map(IpNet::prefix_len).max();
                    if let Some(length) = longest
                        && best.is_none_or(|(than, _)| length > than)
                    {
                        best = Some((length, route));
                    }
                }
                Answer::Unknown(gaps) => leads.rest.extend(gaps),
            }
        }
        let attachments = best.into_iter().flat_map(|(_, route)| &route.transit_gateway_attachments);
        for to in attachments {
            let id = to.transit_gateway_attachment_id.as_deref().unwrap_or_default();
            let shelf = &place.view.transit_gateway_attachments;
            match (to.resource_type.as_deref(), place.find(shelf, id)) {
                (Some("vpc"), Some(there)) => {
                    let owner = there.it.resource_owner_id.as_deref().unwrap_or_else(|| place.account.as_str());
                    let vpc = there.it.resource_id.as_deref().unwrap_or_default();
                    leads.items.push(far(index, owner, place.region.as_str(), vpc));
                }
                (Some("vpc"), None) => {
                    leads.rest.extend(place.rest(Collection::TransitGatewayAttachments, ""));
                    leads.items.push(Far::Dark);
                }
                (_, _) => leads.items.push(Far::Dark),
            }
        }
    }
    leads
}

fn far_side_has_endpoint(index: &Index<'_>, table: Seat<'_, RouteTable>, route: &Route) -> Answer<bool> {
    endpoint_service(table, route).and_then(|token| {
        let Some(token) = token else { return Answer::Known(false) };
        far_vpcs(index, table, route).exists(|far| match far {
            Far::Dark => Answer::Known(false),
            Far::Vpc { account, region, id } => {
                view(index, account, region, Collection::VpcEndpoints).and_then(|place| has_endpoint(place, id, token))
            }
        })
    })
}

fn has_endpoint<'i>(place: &'i Place<'i>, vpc: &str, token: &str) -> Answer<bool> {
    place.endpoints_in(vpc).exists(|one| {
        endpoint::is_interface(one.it)
            .and(endpoint::is_live(one.it))
            .and(endpoint::token(one.it).map(|own| own.as_deref() == Some(token)))
    })
}

/// The peer's blocks that a route covers as a whole and that are worth dividing.
fn covered(table: Seat<'_, RouteTable>, route: &Route) -> Listing<IpNet> {
    let Some(id) = route.vpc_peering_connection_id.as_deref() else { return Listing::complete(Vec::new()) };
    let (peering, side) = match peer(table, id) {
        Answer::Known(known) => known,
        Answer::Unknown(gaps) => return Listing::unseen(gaps),
    };
    let wide = match destinations(table.place, route, &table.it.route_table_id) {
        Answer::Known(wide) => wide,
        Answer::Unknown(gaps) => return Listing::unseen(gaps),
    };
    let theirs = blocks(peering.it, side);
    let read = theirs.items.iter().map(|text| match cidr::parse(text) {
        Some(block) => Answer::Known(block),
        None => malformed("CidrBlock", id),
    });
    gather(read, theirs.rest.clone()).filter(|block| {
        let small = matches!(block, IpNet::V4(block) if block.prefix_len() >= 26);
        Answer::Known(!small && wide.iter().any(|wide| wide.contains(block)))
    })
}

/// The keys of the tags of a connection and of the VPCs at both ends.
fn peering_tags<'i>(index: &'i Index<'i>, table: Seat<'i, RouteTable>, route: &'i Route) -> Listing<&'i str> {
    let Some(id) = route.vpc_peering_connection_id.as_deref() else { return Listing::complete(Vec::new()) };
    let (peering, side) = match peer(table, id) {
        Answer::Known(known) => known,
        Answer::Unknown(gaps) => return Listing::unseen(gaps),
    };
    let mut keys = Listing::complete(peering.it.tags.iter().map(|tag| tag.key.as_str()).collect::<Vec<_>>());
    let mut add = |place: &'i Place<'i>, id: &str| match place.find(&place.view.vpcs, id) {
        Some(vpc) => keys.items.extend(vpc.it.tags.iter().map(|tag| tag.key.as_str())),
        None => keys.rest.extend(place.rest(Collection::Vpcs, "")),
    };
    add(table.place, table.it.vpc_id.as_deref().unwrap_or_default());
    let far = side.of(peering.it);
    let account = far.and_then(|side| side.owner_id.as_deref()).unwrap_or_default();
    let region = far.and_then(|side| side.region.as_deref()).unwrap_or_else(|| table.place.region.as_str());
    match view(index, account, region, Collection::Vpcs) {
        Answer::Known(place) => add(place, far.and_then(|side| side.vpc_id.as_deref()).unwrap_or_default()),
        Answer::Unknown(gaps) => {
            keys.rest.extend(gaps.iter().filter(|gap| !matches!(gap, Gap::Foreign { .. })).cloned().collect());
        }
    }
    keys
}
