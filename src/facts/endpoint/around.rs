//! Who can reach an endpoint: the sources its groups let in, the zones and families of the workloads around it.

use super::super::found::{gather, once};
use super::super::{Fact, Shows, Thing, Type, Value, port, route, route_table_reach, subnet, vpc};
use super::names::{ip_address_type, record_type};
use super::ports::ports;
use super::shown::{shows_rules, shows_zones};
use super::zones::{service, zones};
use super::{found, groups, is_gateway, route_tables, token};
use crate::network::{Seat, Target, effective_table, subnets_of};
use crate::snapshot::model::{RouteTable, Subnet, Vpc, VpcEndpoint};
use crate::snapshot::{Answer, Collection, Listing};

pub(in crate::facts) static FACTS: &[Fact] = &[
    fact!(Endpoint."admitted_sources": Type::List(&Type::Text), "The blocks, prefix lists and groups that the endpoint's groups let in to a port of the service.",
        needs: [VpcEndpoints, SecurityGroups], shows: Shows::Derived(shows_rules),
        |_, Thing::Endpoint(endpoint)| Value::listing(once(admitted(endpoint)), Value::text)),
    fact!(Endpoint."uncovered_zones": Type::List(&Type::Text), "The ids of the Availability Zones in which workloads of the VPC run, the service is on offer and the endpoint has no interface.",
        needs: [VpcEndpoints, Vpcs, Subnets, AvailabilityZones, NetworkInterfaces, VpcEndpointServices], shows: Shows::Derived(shows_zones),
        |_, Thing::Endpoint(endpoint)| Value::listing(uncovered(endpoint), Value::made)),
    fact!(Endpoint."uncovered_subnet_ids": Type::List(&Type::Id), "A subnet of the VPC in each of those zones.",
    needs: [VpcEndpoints, Vpcs, Subnets, AvailabilityZones, NetworkInterfaces, VpcEndpointServices],
    |_, Thing::Endpoint(endpoint)| {
        let zones = uncovered(endpoint);
        let all = subnets_of_vpc(endpoint);
        let first = |zone: &String| all.items.iter().find(|subnet| {
            matches!(subnet::in_availability_zone(subnet), Answer::Known(true))
                && subnet::zone_id(**subnet).known().as_ref() == Some(zone)
        });
        let items = zones.items.iter().filter_map(first).map(|subnet| subnet.it.subnet_id.as_str()).collect();
        Value::listing(Listing { items, rest: zones.rest.clone() }, Value::text)
    }),
    fact!(Endpoint."ipv6_bypass_subnet_ids": Type::List(&Type::Id), "The subnets that have the gateway endpoint's route, an IPv6 block and a live route to ::/0 by an egress-only or internet gateway.",
        needs: [VpcEndpoints, RouteTables, Subnets],
        |_, Thing::Endpoint(endpoint)| Value::listing(once(ipv6_bypass(endpoint)), |subnet: &str| Value::text(subnet))),
    fact!(Endpoint."ipv6_only_subnet_ids": Type::List(&Type::Id), "The subnets of the VPC that have IPv6 addresses only, host workloads, and cannot reach IPv4 by DNS64 and a NAT gateway.",
        needs: [VpcEndpoints, Vpcs, Subnets, NetworkInterfaces, RouteTables],
        |_, Thing::Endpoint(endpoint)| Value::listing(ipv6_only(endpoint), |subnet| Value::text(&subnet.it.subnet_id))),
    fact!(Endpoint."service_has_ipv6": Type::Bool, "Whether the endpoint's service can be had over IPv6.", needs: [VpcEndpoints, VpcEndpointServices],
    |_, Thing::Endpoint(endpoint)| service(endpoint).and_then(|service| {
        if service.supported_ip_address_types.is_empty() {
            return super::super::found::malformed("SupportedIpAddressTypes", &service.service_name);
        }
        Answer::Known(Value::Bool(service.supported_ip_address_types.iter().any(|kind| kind == "ipv6")))
    })),
    fact!(Endpoint."is_s3_gateway": Type::Bool, "Whether the endpoint is a gateway endpoint for S3.", needs: [VpcEndpoints],
        |_, Thing::Endpoint(endpoint)| is_gateway(endpoint.it).and(token(endpoint.it).map(|token| token.as_deref() == Some("s3"))).map(Value::Bool)),
    fact!(Endpoint."records_lack_family": Type::Bool, "Whether the endpoint has addresses of both families and its names have records of one.",
    needs: [VpcEndpoints], shows: Shows::Member("/DnsOptions"),
    |_, Thing::Endpoint(endpoint)| {
        let both = ip_address_type(endpoint.it).map(|kind| kind == "dualstack");
        both.and(record_type(endpoint.it).map(|kind| kind == "ipv4" || kind == "ipv6")).map(Value::Bool)
    }),
];

/// The sources of the rules that open a port of the service.
fn admitted(endpoint: Seat<'_, VpcEndpoint>) -> Listing<&str> {
    let ports = ports(endpoint.it);
    let groups = groups(endpoint);
    let mut sources = Listing::unseen(groups.rest);
    for group in groups.items {
        for rule in &group.it.ip_permissions {
            match port::admits(group.it, rule, ports) {
                Answer::Known(true) => {
                    sources.items.extend(rule.ip_ranges.iter().filter_map(|one| one.cidr_ip.as_deref()));
                    sources.items.extend(rule.ipv6_ranges.iter().filter_map(|one| one.cidr_ipv6.as_deref()));
                    sources.items.extend(rule.prefix_list_ids.iter().filter_map(|one| one.prefix_list_id.as_deref()));
                    sources.items.extend(rule.user_id_group_pairs.iter().filter_map(|one| one.group_id.as_deref()));
                }
                Answer::Known(false) => {}
                Answer::Unknown(gaps) => sources.rest.extend(gaps),
            }
        }
    }
    sources
}

fn vpc_of(endpoint: Seat<'_, VpcEndpoint>) -> Answer<Seat<'_, Vpc>> {
    let id = endpoint.it.vpc_id.as_deref().unwrap_or_default();
    found(endpoint, &endpoint.place.view.vpcs, Collection::Vpcs, id)
}

fn subnets_of_vpc(endpoint: Seat<'_, VpcEndpoint>) -> Listing<Seat<'_, Subnet>> {
    match vpc_of(endpoint) {
        Answer::Known(vpc) => vpc::subnets(vpc),
        Answer::Unknown(gaps) => Listing::unseen(gaps),
    }
}

/// The zones of workloads in which the service could be reached and is not.
fn uncovered(endpoint: Seat<'_, VpcEndpoint>) -> Listing<String> {
    let proper = subnets_of_vpc(endpoint).filter(subnet::in_availability_zone);
    let (taken, offered) = match zones(endpoint).zip(service(endpoint)) {
        Answer::Known(known) => known,
        Answer::Unknown(gaps) => return Listing::unseen(gaps),
    };
    let candidates = proper.filter(|subnet| {
        let zone = subnet::zone_id(*subnet).map(|zone| !taken.contains(&zone));
        let named = subnet.it.availability_zone.as_ref().is_some_and(|name| offered.availability_zones.contains(name));
        let here = subnet::zone_id(*subnet).map(|zone| named || offered.availability_zone_ids.contains(&zone));
        zone.and(here)
    });
    let working = candidates.filter(|subnet| subnet::hosts_workloads(*subnet));
    once(gather(working.items.iter().map(|subnet| subnet::zone_id(*subnet)), working.rest.clone()))
}

/// The subnets whose packets to S3's IPv6 addresses go past the endpoint.
fn ipv6_bypass(endpoint: Seat<'_, VpcEndpoint>) -> Listing<&str> {
    let tables = route_tables(endpoint).filter(|table| leaves_by_ipv6(*table));
    let mut subnets = Listing::unseen(tables.rest);
    for table in tables.items {
        let followers = subnets_of(table.place, table.it).filter(|subnet| Answer::Known(subnet::has_ipv6(subnet.it)));
        subnets.items.extend(followers.items.into_iter().map(|subnet| subnet.it.subnet_id.as_str()));
        subnets.rest.extend(followers.rest);
    }
    subnets
}

/// Whether a table has a live route for all of IPv6 to the internet.
fn leaves_by_ipv6(table: Seat<'_, RouteTable>) -> Answer<bool> {
    route_table_reach::live_routes(table).exists(|(_, route)| {
        if route.destination_ipv6_cidr_block.as_deref() != Some("::/0") {
            return Answer::Known(false);
        }
        Target::of(table.place, table.it, route)
            .map(|target| route::is_internet(&target) || matches!(target, Target::EgressOnlyInternetGateway(_)))
    })
}

/// The subnets whose workloads have no address of the endpoint's family.
fn ipv6_only(endpoint: Seat<'_, VpcEndpoint>) -> Listing<Seat<'_, Subnet>> {
    let native = subnets_of_vpc(endpoint).filter(|subnet| Answer::Known(subnet.it.ipv6_native == Some(true)));
    let cut_off = native.filter(|subnet| translates(*subnet).negate());
    cut_off.filter(|subnet| subnet::hosts_workloads(*subnet))
}

/// Whether a subnet reaches IPv4 by DNS64 and NAT64.
///
/// See <https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html>.
fn translates(subnet: Seat<'_, Subnet>) -> Answer<bool> {
    if subnet.it.enable_dns64 != Some(true) {
        return Answer::Known(false);
    }
    effective_table(subnet.place, subnet.it).and_then(|table| {
        route_table_reach::live_routes(table).exists(|(_, route)| {
            let to_all = route.destination_ipv6_cidr_block.as_deref() == Some("64:ff9b::/96");
            Answer::Known(to_all && route.nat_gateway_id.is_some())
        })
    })
}
