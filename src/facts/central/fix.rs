//! What commands that mend a way to an endpoint in another VPC name: tables, groups, gateways.

use super::super::found::{gather, malformed, once};
use super::way::{barring, home, port as port_of, rest, ways};
use crate::network::matrix::{CentralWay, Fare};
use crate::network::{Index, Seat, effective_table};
use crate::snapshot::model::{Vpc, VpcEndpoint};
use crate::snapshot::{Answer, Gaps, Listing};

/// The tables that the subnets follow whose own routes do not lead to an endpoint.
pub(super) fn unrouted_tables<'i>(index: &'i Index<'i>, vpc: Seat<'i, Vpc>) -> Listing<String> {
    let ways = ways(index, vpc);
    let stray = ways.ways.items.iter().filter(|way| way.fare == Fare::NoRoute && way.through.is_empty());
    tables(index, stray.map(|way| way.subnet.as_str()), rest(&ways))
}

/// The tables that the subnets of endpoints follow from which replies do not come back.
pub(super) fn return_tables<'i>(index: &'i Index<'i>, vpc: Seat<'i, Vpc>) -> Listing<String> {
    let ways = ways(index, vpc);
    let stray = ways.ways.items.iter().filter(|way| way.fare == Fare::NoWayBack);
    let interfaces = |way: &CentralWay| {
        let endpoint = index.endpoint(&way.endpoint);
        let ids = endpoint.into_iter().flat_map(|endpoint| &endpoint.it.network_interface_ids);
        ids.filter_map(|id| index.interface(id)).find(|one| crate::network::addresses(one.it).contains(&way.address))
    };
    tables(index, stray.filter_map(interfaces).filter_map(|one| one.it.subnet_id.as_deref()), rest(&ways))
}

fn tables<'n>(index: &Index<'_>, subnets: impl Iterator<Item = &'n str>, rest: Gaps) -> Listing<String> {
    let table = |id: &str| match index.subnet(id) {
        Some(subnet) => effective_table(subnet.place, subnet.it).map(|table| table.it.route_table_id.clone()),
        None => malformed("SubnetId", id),
    };
    once(gather(subnets.map(table), rest))
}

/// The first group of each endpoint that lets nobody in.
pub(super) fn groups<'i>(index: &'i Index<'i>, vpc: Seat<'i, Vpc>) -> Listing<String> {
    let barring = barring(&ways(index, vpc));
    let endpoints = barring.items.iter().filter_map(|id| index.endpoint(id));
    let groups = endpoints.filter_map(|endpoint| endpoint.it.groups.first()?.group_id.clone());
    once(Listing { items: groups.collect(), rest: barring.rest })
}

/// The first endpoint that some workload does not get to, or gets no reply from; none where all get there and back.
fn first<'i>(index: &'i Index<'i>, vpc: Seat<'i, Vpc>) -> Answer<Option<Seat<'i, VpcEndpoint>>> {
    let ways = ways(index, vpc);
    let stray = ways.ways.items.iter().find(|way| match way.fare {
        Fare::NoRoute | Fare::DeadEnd | Fare::NoWayBack | Fare::Barred => true,
        Fare::There | Fare::Filtered | Fare::Unknown(_) => false,
    });
    match (stray.and_then(|way| index.endpoint(&way.endpoint)), rest(&ways)) {
        (Some(endpoint), _) => Answer::Known(Some(endpoint)),
        (None, rest) if rest.is_empty() => Answer::Known(None),
        (None, rest) => Answer::Unknown(rest),
    }
}

/// Its VPC.
fn hub<'i>(index: &'i Index<'i>, vpc: Seat<'i, Vpc>) -> Answer<Option<Seat<'i, Vpc>>> {
    first(index, vpc).and_then(|endpoint| match endpoint {
        Some(endpoint) => crate::facts::dns::probe::vpc(index, endpoint).map(Some),
        None => Answer::Known(None),
    })
}

/// The first IPv4 block of that VPC.
pub(super) fn cidr<'i>(index: &'i Index<'i>, vpc: Seat<'i, Vpc>) -> Answer<&'i str> {
    hub(index, vpc).and_then(|hub| match hub {
        Some(hub) => match hub.it.cidr_block.as_deref() {
            Some(block) => Answer::Known(block),
            None => malformed("CidrBlock", &hub.it.vpc_id),
        },
        None => Answer::Known(""),
    })
}

/// Its Region.
pub(super) fn region<'i>(index: &'i Index<'i>, vpc: Seat<'i, Vpc>) -> Answer<&'i str> {
    first(index, vpc).map(|endpoint| endpoint.map_or("", |endpoint| endpoint.place.region.as_str()))
}

/// Its port.
pub(super) fn port<'i>(index: &'i Index<'i>, vpc: Seat<'i, Vpc>) -> Answer<i64> {
    first(index, vpc).map(|endpoint| endpoint.map_or(0, |endpoint| i64::from(port_of(endpoint.it))))
}

/// A transit gateway that both VPCs are attached to.
pub(super) fn transit_gateway<'i>(index: &'i Index<'i>, vpc: Seat<'i, Vpc>) -> Answer<&'i str> {
    let vpc = home(index, vpc);
    hub(index, vpc).map(|hub| {
        let theirs = hub.map(gateways).unwrap_or_default();
        gateways(vpc).into_iter().find(|id| theirs.contains(id)).unwrap_or_default()
    })
}

fn gateways(vpc: Seat<'_, Vpc>) -> Vec<&str> {
    let attached = vpc.place.view.transit_gateway_vpc_attachments.iter().filter(|one| {
        one.vpc_id.as_deref() == Some(vpc.it.vpc_id.as_str()) && one.state.as_deref() == Some("available")
    });
    let mut ids: Vec<&str> = attached.filter_map(|one| one.transit_gateway_id.as_deref()).collect();
    ids.sort_unstable();
    ids
}

/// A live peering connection between both VPCs, if no transit gateway joins them.
pub(super) fn peering<'i>(index: &'i Index<'i>, vpc: Seat<'i, Vpc>) -> Answer<&'i str> {
    let vpc = home(index, vpc);
    hub(index, vpc).zip(transit_gateway(index, vpc)).map(|(hub, gateway)| {
        let Some(hub) = hub else { return "" };
        let mut live = vpc.place.view.vpc_peering_connections.iter().filter(|one| {
            let sides = [&one.requester_vpc_info, &one.accepter_vpc_info];
            let ids: Vec<&str> = sides.into_iter().flatten().filter_map(|side| side.vpc_id.as_deref()).collect();
            one.status.as_ref().and_then(|status| status.code.as_deref()) == Some("active")
                && [vpc, hub].iter().all(|side| ids.contains(&side.it.vpc_id.as_str()))
        });
        let joined = gateway.is_empty().then(|| live.next()).flatten();
        joined.map_or("", |one| one.vpc_peering_connection_id.as_str())
    })
}
