//! Facts of Route 53 Resolver endpoints.

use super::found::{found, gather, malformed, once};
use super::value::number;
use super::{Fact, Shows, Thing, Type, Value, endpoint, subnet};
use crate::finding::Evidence;
use crate::network::{Index, Seat};
use crate::snapshot::model::{ResolverEndpoint, ResolverEndpointIpAddress};
use crate::snapshot::{Answer, Collection, Listing};

pub(super) static FACTS: &[Fact] = &[
    fact!(ResolverEndpoint."id": Type::Id, "The endpoint's id.", needs: [ResolverEndpoints], identity: true, shows: Shows::Member("/Id"),
        |_, Thing::ResolverEndpoint(endpoint)| Answer::Known(Value::text(&endpoint.it.id))),
    fact!(ResolverEndpoint."name": Type::Text, "The endpoint's name, empty without one.", needs: [ResolverEndpoints],
        |_, thing @ Thing::ResolverEndpoint(_)| Answer::Known(Value::text(thing.name().unwrap_or_default()))),
    fact!(ResolverEndpoint."region": Type::Region, "The endpoint's Region.", needs: [ResolverEndpoints], identity: true,
        |_, Thing::ResolverEndpoint(endpoint)| Answer::Known(Value::text(endpoint.place.region.as_str()))),
    fact!(ResolverEndpoint."vpc_id": Type::Id, "The id of the VPC the endpoint has addresses in.", needs: [ResolverEndpoints], identity: true, shows: Shows::Member("/HostVPCId"),
        |_, Thing::ResolverEndpoint(endpoint)| Value::member(endpoint.it.host_vpc_id.as_deref(), "HostVPCId", &endpoint.it.id)),
    fact!(ResolverEndpoint."direction": Type::Text, "INBOUND for queries from elsewhere, OUTBOUND for those that rules forward, in AWS's words.", needs: [ResolverEndpoints], shows: Shows::Member("/Direction"),
        |_, Thing::ResolverEndpoint(endpoint)| Value::member(endpoint.it.direction.as_deref(), "Direction", &endpoint.it.id)),
    fact!(ResolverEndpoint."status": Type::Text, "The endpoint's status, in AWS's words: OPERATIONAL, ACTION_NEEDED and so on.", needs: [ResolverEndpoints], shows: Shows::Member("/Status"),
        |_, Thing::ResolverEndpoint(endpoint)| Value::member(endpoint.it.status.as_deref(), "Status", &endpoint.it.id)),
    fact!(ResolverEndpoint."on_outpost": Type::Bool, "Whether the endpoint is on an Outpost.", needs: [ResolverEndpoints], shows: Shows::Member("/OutpostArn"),
        |_, Thing::ResolverEndpoint(endpoint)| Answer::Known(Value::Bool(endpoint.it.outpost_arn.as_deref().is_some_and(|arn| !arn.is_empty())))),
    fact!(ResolverEndpoint."group_ids": Type::List(&Type::Id), "The endpoint's security groups.", needs: [ResolverEndpoints], shows: Shows::Member("/SecurityGroupIds"),
        |_, Thing::ResolverEndpoint(endpoint)| Value::list(endpoint.it.security_group_ids.iter().map(|id| Value::text(id)))),
    fact!(ResolverEndpoint."address_count": Type::Number, "How many addresses the endpoint has, as AWS counts them.", needs: [ResolverEndpoints], shows: Shows::Member("/IpAddressCount"),
    |_, Thing::ResolverEndpoint(endpoint)| match endpoint.it.ip_address_count {
        Some(count) => Answer::Known(Value::Number(count)),
        None => malformed("IpAddressCount", &endpoint.it.id),
    }),
    fact!(ResolverEndpoint."addresses": Type::List(&Type::Text), "The endpoint's addresses that are in use.", needs: [ResolverEndpoints, ResolverEndpointIpAddresses], shows: Shows::Member("/IpAddresses"),
    |_, Thing::ResolverEndpoint(endpoint)| {
        let attached = attached(endpoint);
        let items = attached.items.into_iter().filter_map(|one| one.ip.as_deref().or(one.ipv6.as_deref())).collect();
        Value::listing(Listing { items, rest: attached.rest }, Value::text)
    }),
    fact!(ResolverEndpoint."zone_ids": Type::List(&Type::Text), "The ids of the zones in which the endpoint has addresses in use, each once.",
        needs: [ResolverEndpoints, ResolverEndpointIpAddresses, Subnets, AvailabilityZones], shows: Shows::Derived(shows_zones),
        |_, Thing::ResolverEndpoint(endpoint)| Value::listing(zones(endpoint), Value::made)),
    fact!(ResolverEndpoint."zone_count": Type::Number, "In how many zones the endpoint has addresses in use.",
        needs: [ResolverEndpoints, ResolverEndpointIpAddresses, Subnets, AvailabilityZones], shows: Shows::Derived(shows_zones),
        |_, Thing::ResolverEndpoint(endpoint)| zones(endpoint).size().map(|count| Value::Number(number(count)))),
    fact!(ResolverEndpoint."spans_zones": Type::Bool, "Whether the endpoint has addresses in use in two zones or more.",
    needs: [ResolverEndpoints, ResolverEndpointIpAddresses, Subnets, AvailabilityZones], shows: Shows::Derived(shows_zones),
    |_, Thing::ResolverEndpoint(endpoint)| {
        let zones = zones(endpoint);
        if zones.items.len() > 1 { Answer::Known(Value::Bool(true)) } else { zones.size().map(|_| Value::Bool(false)) }
    }),
    fact!(ResolverEndpoint."only_inbound": Type::Bool, "Whether the endpoint takes queries in and no other of the account does in the Region.", needs: [ResolverEndpoints],
    |_, Thing::ResolverEndpoint(endpoint)| {
        let inbound = |one: &ResolverEndpoint| one.direction.as_deref().is_some_and(|way| way.starts_with("INBOUND"));
        let all = endpoint.place.listing(Collection::ResolverEndpoints, &endpoint.place.view.resolver_endpoints);
        let other = all.exists(|one| Answer::Known(one.it.id != endpoint.it.id && inbound(one.it)));
        Answer::Known(inbound(endpoint.it)).and(other.negate()).map(Value::Bool)
    }),
];

/// The addresses in use. AWS calls them attached; all others are on their way in or out, or failed.
///
/// See <https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_IpAddressResponse.html>.
pub(super) fn attached(endpoint: Seat<'_, ResolverEndpoint>) -> Listing<&ResolverEndpointIpAddress> {
    let place = endpoint.place;
    let held = place.view.resolver_endpoint_ip_addresses.get(&endpoint.it.id).into_iter().flatten().collect();
    let rest = place.rest(Collection::ResolverEndpointIpAddresses, &endpoint.it.id);
    Listing { items: held, rest }.filter(|one: &&ResolverEndpointIpAddress| match one.status.as_deref() {
        Some(status) => Answer::Known(status.eq_ignore_ascii_case("ATTACHED")),
        None => malformed("Status", &one.ip_id),
    })
}

fn zones(endpoint: Seat<'_, ResolverEndpoint>) -> Listing<String> {
    let place = endpoint.place;
    let attached = attached(endpoint);
    let zones = attached.items.iter().map(|one| match one.subnet_id.as_deref() {
        Some(id) => found(place, &place.view.subnets, Collection::Subnets, id).and_then(subnet::zone_id),
        None => malformed("SubnetId", &one.ip_id),
    });
    let zones: Vec<Answer<String>> = zones.collect();
    once(gather(zones, attached.rest))
}

fn shows_zones<'i>(index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    let Thing::ResolverEndpoint(endpoint) = thing else { return Vec::new() };
    let subnets = attached(endpoint)
        .items
        .into_iter()
        .filter_map(|one| endpoint.place.find(&endpoint.place.view.subnets, one.subnet_id.as_deref()?));
    let mut evidence =
        vec![endpoint::shows_member(index, thing, "/IpAddresses", "the endpoint's addresses".to_owned())];
    evidence.extend(subnets.map(|subnet| {
        let says = "an address of the endpoint is in this zone".to_owned();
        endpoint::shows_member(index, Thing::Subnet(subnet), "/AvailabilityZoneId", says)
    }));
    evidence
}
