//! Facts of egress: the way from a subnet to a service over one family of addresses.

use super::{Fact, Noun, Shows, Thing, Type, Value, endpoint, service, subnet};
use crate::finding::{Evidence, Family, Hop, Via};
use crate::network::{
    Index, PathPart, Seat, State, association_hop, effective_table, egress, entries, is_workload, public_path,
    route_hop, route_state, service_list,
};
use crate::snapshot::model::{RouteTable, Subnet, VpcEndpoint};
use crate::snapshot::{Answer, Gap, Listing};
use std::collections::BTreeSet;

/// Ways out that a NAT gateway is.
pub(super) const NAT: [Via; 1] = [Via::NatGateway];
/// Ways out into another network.
pub(super) const TRANSIT: [Via; 4] = [Via::TransitGateway, Via::CoreNetwork, Via::Peering, Via::VpnGateway];
/// Ways out through a machine in the VPC or on an Outpost.
pub(super) const APPLIANCE: [Via; 3] = [Via::Appliance, Via::GatewayLoadBalancerEndpoint, Via::LocalGateway];
/// Ways straight out.
pub(super) const INTERNET: [Via; 3] = [Via::InternetGateway, Via::EgressOnlyInternetGateway, Via::CarrierGateway];

pub(super) static FACTS: &[Fact] = &[
    fact!(Egress."subnet": Type::Thing(Noun::Subnet), "The subnet.", needs: [Subnets], identity: true,
        |_, Thing::Egress(subnet, ..)| Answer::Known(Value::Thing(Thing::Subnet(subnet)))),
    fact!(Egress."service": Type::Thing(Noun::Service), "The service, as the subnet's VPC reaches it.", needs: [Subnets, Vpcs],
        |_, Thing::Egress(subnet, token, _)| service::vpc_of(subnet).map(|vpc| Value::Thing(Thing::Service(vpc, token)))),
    fact!(Egress."token": Type::Text, "The service's token, such as s3.", needs: [Subnets], identity: true,
        |_, Thing::Egress(_, token, _)| Answer::Known(Value::text(token))),
    fact!(Egress."family": Type::Text, "The family of addresses: ipv4 or ipv6.", needs: [Subnets], identity: true,
        |_, Thing::Egress(_, _, family)| Answer::Known(Value::text(family.as_str()))),
    fact!(Egress."region": Type::Region, "The subnet's Region.", needs: [Subnets], identity: true,
        |_, Thing::Egress(subnet, ..)| Answer::Known(Value::text(subnet.place.region.as_str()))),
    fact!(Egress."has_endpoint_route": Type::Bool, "Whether the subnet's route table is associated with a live gateway endpoint for the service, or holds a route of its prefix list to one.",
        needs: [Subnets, Vpcs, VpcEndpoints, RouteTables, PrefixLists, ManagedPrefixLists],
        |_, Thing::Egress(subnet, token, family)| has_endpoint_route(subnet, token, family).map(Value::Bool)),
    fact!(Egress."public_path": Type::Bool, "Whether a live route takes some address of the service out of the VPC other than by a gateway endpoint.",
    needs: [Subnets, RouteTables, VpcEndpoints, PrefixLists, ManagedPrefixLists, PrefixListEntries],
    shows: Shows::Derived(shows_trace),
    |_, Thing::Egress(subnet, token, family)| {
        public_parts(subnet, token, family).exists(|_| Answer::Known(true)).map(Value::Bool)
    }),
    fact!(Egress."via_nat": Type::Bool, "Whether some address of the service is reached through a NAT gateway.",
        needs: [Subnets, RouteTables, VpcEndpoints, PrefixLists, ManagedPrefixLists, PrefixListEntries],
        |_, Thing::Egress(subnet, token, family)| leaves_by(subnet, token, family, &NAT).map(Value::Bool)),
    fact!(Egress."via_transit": Type::Bool, "Whether some address of the service is reached through a transit gateway, core network, peering connection or virtual private gateway.",
        needs: [Subnets, RouteTables, VpcEndpoints, PrefixLists, ManagedPrefixLists, PrefixListEntries],
        |_, Thing::Egress(subnet, token, family)| leaves_by(subnet, token, family, &TRANSIT).map(Value::Bool)),
    fact!(Egress."via_appliance": Type::Bool, "Whether some address of the service is reached through an instance, interface, Gateway Load Balancer endpoint or local gateway.",
        needs: [Subnets, RouteTables, VpcEndpoints, PrefixLists, ManagedPrefixLists, PrefixListEntries],
        |_, Thing::Egress(subnet, token, family)| leaves_by(subnet, token, family, &APPLIANCE).map(Value::Bool)),
    fact!(Egress."via_internet_gateway": Type::Bool, "Whether some address of the service is reached through an internet, egress-only internet or carrier gateway.",
        needs: [Subnets, RouteTables, VpcEndpoints, PrefixLists, ManagedPrefixLists, PrefixListEntries],
        |_, Thing::Egress(subnet, token, family)| leaves_by(subnet, token, family, &INTERNET).map(Value::Bool)),
    fact!(Egress."public_targets": Type::List(&Type::Text), "What the public parts of the path lead through, each once.",
    needs: [Subnets, RouteTables, VpcEndpoints, PrefixLists, ManagedPrefixLists, PrefixListEntries],
    |_, Thing::Egress(subnet, token, family)| {
        let parts = public_parts(subnet, token, family);
        let targets: BTreeSet<String> = parts.items.iter().filter_map(|part| part.target.as_ref().map(|target| target.id())).collect();
        Answer::Known(Value::List(Listing { items: targets.into_iter().map(Value::made).collect(), rest: parts.rest }))
    }),
    fact!(Egress."via": Type::Text, "What hands the packets over, by routes alone: nat-gateway, gateway-endpoint, mixed and so on; unknown where names may decide first.",
    needs: [Subnets, RouteTables, VpcEndpoints, PrefixLists, ManagedPrefixLists, PrefixListEntries],
    |_, Thing::Egress(subnet, token, family)| {
        let doubt = answered_by_interface_endpoint(subnet, token).and_then(|answered| if answered {
            Answer::unknown(Gap::NotModelled { what: "the names an interface endpoint answers for".to_owned() })
        } else {
            Answer::Known(())
        });
        doubt.and_then(|()| egress(subnet, token, family).via()).map(|via| Value::text(via.as_str()))
    }),
    fact!(Egress."trace": Type::Trace, "The hops of the public path: the table the subnet follows, and the route that decides.",
        needs: [Subnets, RouteTables, VpcEndpoints, PrefixLists, ManagedPrefixLists, PrefixListEntries, NetworkInterfaces],
        shows: Shows::Derived(shows_trace),
        |_, Thing::Egress(subnet, token, family)| Answer::Known(Value::Trace(trace(subnet, token, family)))),
];

/// The families over which a subnet can reach a service: IPv4 unless the subnet is IPv6-only; IPv6 where the subnet
/// has a block in use and the service's list has IPv6 addresses or cannot be read.
pub(super) fn families(subnet: Seat<'_, Subnet>, token: &str) -> Vec<Family> {
    let mut families = Vec::new();
    if subnet.it.ipv6_native != Some(true) {
        families.push(Family::Ipv4);
    }
    if subnet::has_ipv6(subnet.it) && !matches!(lists_ipv6(subnet, token), Answer::Known(false)) {
        families.push(Family::Ipv6);
    }
    families
}

/// Whether one of these families is one for certain: where the list cannot be read, IPv6 may not be.
pub(super) fn has_family(subnet: Seat<'_, Subnet>, token: &str, family: Family) -> Answer<bool> {
    match family {
        Family::Ipv4 => Answer::Known(true),
        Family::Ipv6 => lists_ipv6(subnet, token),
    }
}

/// Whether the service's list has IPv6 addresses. Every service that has a list has IPv4 ones; few have both.
fn lists_ipv6(subnet: Seat<'_, Subnet>, token: &str) -> Answer<bool> {
    service_list(subnet.place, token).and_then(|list| match list {
        None => Answer::Known(false),
        Some(list) => entries(subnet.place, list.id).map(|entries| entries.iter().any(|entry| entry.addr().is_ipv6())),
    })
}

/// The parts of the service's addresses that leave publicly by a live route. Where it is not known whether the service
/// has addresses of the family at all, no part is certain.
pub(super) fn public_parts(subnet: Seat<'_, Subnet>, token: &str, family: Family) -> Listing<PathPart> {
    let mut parts = match effective_table(subnet.place, subnet.it) {
        Answer::Known(table) => public_path(table.place, table.it, token, family),
        Answer::Unknown(gaps) => Listing::unseen(gaps),
    };
    if family == Family::Ipv6
        && (!parts.items.is_empty() || !parts.rest.is_empty())
        && let Answer::Unknown(gaps) = lists_ipv6(subnet, token)
    {
        parts.items.clear();
        parts.rest.extend(gaps);
    }
    // Names decide before routes. Where an interface endpoint answers for the service's names, packets for it never meet
    // these routes, and which names it answers for is not worked out yet.
    let doubt = match answered_by_interface_endpoint(subnet, token) {
        Answer::Known(false) => return parts,
        Answer::Known(true) => {
            Gap::NotModelled { what: "the names an interface endpoint answers for".to_owned() }.into()
        }
        Answer::Unknown(gaps) => gaps,
    };
    if !parts.items.is_empty() || !parts.rest.is_empty() {
        parts.items.clear();
        parts.rest.extend(doubt);
    }
    parts
}

/// Whether a live interface endpoint of the VPC has private DNS for the service, for clients in the VPC too.
///
/// S3's private DNS is for inbound Resolver endpoints only unless `PrivateDnsOnlyForInboundResolverEndpoint` is turned off,
/// so an answer without the member says nothing about clients in the VPC.
///
/// See <https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html>.
pub(super) fn answered_by_interface_endpoint(subnet: Seat<'_, Subnet>, token: &str) -> Answer<bool> {
    let vpc = subnet.it.vpc_id.as_deref().unwrap_or_default();
    subnet.place.endpoints_in(vpc).exists(|endpoint| {
        let dns = endpoint.it.dns_options.as_ref();
        let inbound_only = dns.and_then(|dns| dns.private_dns_only_for_inbound_resolver_endpoint);
        let answers = endpoint.it.private_dns_enabled == Some(true) && inbound_only == Some(false);
        Answer::Known(answers)
            .and(endpoint::is_interface(endpoint.it))
            .and(endpoint::token(endpoint.it).map(|own| own.as_deref() == Some(token)))
            .and(endpoint::is_live(endpoint.it))
    })
}

fn leaves_by(subnet: Seat<'_, Subnet>, token: &str, family: Family, ways: &[Via]) -> Answer<bool> {
    public_parts(subnet, token, family)
        .exists(|part| Answer::Known(part.target.as_ref().is_some_and(|target| ways.contains(&target.via()))))
}

fn has_endpoint_route(subnet: Seat<'_, Subnet>, token: &str, family: Family) -> Answer<bool> {
    effective_table(subnet.place, subnet.it).and_then(|table| {
        let associated = service::vpc_of(subnet).and_then(|vpc| {
            service::gateway_endpoints(vpc, token).exists(|gateway| {
                let listed = gateway.it.route_table_ids.contains(&table.it.route_table_id);
                endpoint::is_live(gateway.it).and(Answer::Known(listed)).and(carries(gateway.it, family))
            })
        });
        // What a route of the list says of IPv6 hangs on the endpoint, which the first half has asked.
        associated.or(has_list_route(table, token).and(Answer::Known(family == Family::Ipv4)))
    })
}

/// Whether a gateway endpoint carries a family. AWS does not say what becomes of IPv6 addresses of the list where the
/// endpoint is for IPv4 only.
fn carries(gateway: &VpcEndpoint, family: Family) -> Answer<bool> {
    match (family, gateway.ip_address_type.as_deref()) {
        (Family::Ipv6, Some("ipv4")) => Answer::unknown(Gap::NotModelled {
            what: format!("what becomes of IPv6 addresses at {}, which is for IPv4", gateway.vpc_endpoint_id),
        }),
        (Family::Ipv4 | Family::Ipv6, Some(_) | None) => Answer::Known(true),
    }
}

/// Whether the table has a live route of the service's own list to an endpoint.
fn has_list_route(table: Seat<'_, RouteTable>, token: &str) -> Answer<bool> {
    let routes = table.it.routes.iter().filter(|route| {
        route.destination_prefix_list_id.is_some()
            && route.gateway_id.as_deref().is_some_and(|gateway| gateway.starts_with("vpce-"))
    });
    let routes: Vec<_> = routes.collect();
    if routes.is_empty() {
        return Answer::Known(false);
    }
    service_list(table.place, token).and_then(|list| {
        let id = list.as_ref().map(|list| list.id);
        Listing::complete(routes).exists(|route| {
            if route.destination_prefix_list_id.as_deref() != id {
                return Answer::Known(false);
            }
            route_state(route, &table.it.route_table_id).map(|state| matches!(state, State::Active))
        })
    })
}

/// The hops of the public path.
pub(super) fn trace(subnet: Seat<'_, Subnet>, token: &str, family: Family) -> Vec<Hop> {
    let Answer::Known(table) = effective_table(subnet.place, subnet.it) else { return Vec::new() };
    let parts = public_parts(subnet, token, family).items;
    let hops = parts.iter().filter_map(|part| route_hop(table, token, part));
    association_hop(subnet.it, table).into_iter().chain(hops).collect()
}

/// The subnet's workloads, then the hops, as evidence.
pub(super) fn shows_trace<'i>(index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    let Thing::Egress(subnet, token, family) = thing else { return Vec::new() };
    let mut evidence = vec![endpoint::shows_member(
        index,
        Thing::Subnet(subnet),
        "/SubnetId",
        "the subnet hosts workloads".to_owned(),
    )];
    let interfaces = subnet.place.interfaces_in(&subnet.it.subnet_id);
    let workloads = interfaces.filter(|interface| is_workload(interface.it)).items;
    if let Some(first) = workloads.first() {
        let says = match workloads.len() {
            1 => format!("a network interface of a workload in {}", subnet.it.subnet_id),
            count => format!("one of {count} network interfaces of workloads in {}", subnet.it.subnet_id),
        };
        evidence.push(endpoint::shows_member(index, Thing::Interface(*first), "/SubnetId", says));
    }
    evidence.extend(trace(subnet, token, family).into_iter().map(Evidence::from));
    evidence
}
