//! Facts of AWS services that have gateway endpoints, as one VPC reaches them.

use super::{Fact, Noun, Shows, Thing, Type, Value, egress, endpoint, subnet, vpc};
use crate::finding::{Evidence, Family, Via};
use crate::network::{Index, PathPart, Place, Seat, service_list};
use crate::snapshot::model::{RouteTable, Subnet, Vpc, VpcEndpoint};
use crate::snapshot::{Answer, Gaps, Listing};
use std::collections::BTreeSet;

/// The services that have gateway endpoints, by token.
///
/// See <https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html>.
pub(super) const GATEWAY_SERVICES: [&str; 3] = ["s3", "dynamodb", "s3express"];

pub(super) static FACTS: &[Fact] = &[
    fact!(Service."token": Type::Text, "The service's token, such as s3 or ecr.api.", needs: [Vpcs], identity: true,
        |_, Thing::Service(_, token)| Answer::Known(Value::text(token))),
    fact!(Service."name": Type::Id, "The service's name in the Region, as endpoints name it.", needs: [Vpcs, PrefixLists, ManagedPrefixLists],
        |_, Thing::Service(vpc, token)| name(vpc.place, token).map(Value::made)),
    fact!(Service."offered": Type::Bool, "Whether the Region has a prefix list of the service, and so gateway endpoints for it.",
        needs: [Vpcs, PrefixLists, ManagedPrefixLists],
        |_, Thing::Service(vpc, token)| service_list(vpc.place, token).map(|list| Value::Bool(list.is_some()))),
    fact!(Service."gateway_endpoints": Type::List(&Type::Thing(Noun::Endpoint)), "The VPC's gateway endpoints for the service, of every state.",
        needs: [Vpcs, VpcEndpoints],
        |_, Thing::Service(vpc, token)| Value::listing(gateway_endpoints(vpc, token), |endpoint| Value::Thing(Thing::Endpoint(endpoint)))),
    fact!(Service."gateway_endpoint_ids": Type::List(&Type::Id), "The ids of the VPC's live gateway endpoints for the service.",
        needs: [Vpcs, VpcEndpoints],
        |_, Thing::Service(vpc, token)| Value::listing(live_gateway_endpoints(vpc, token), |endpoint| Value::text(&endpoint.it.vpc_endpoint_id))),
    fact!(Service."gateway_endpoint_id": Type::Id, "The first of the VPC's live gateway endpoints for the service.", needs: [Vpcs, VpcEndpoints],
    |_, Thing::Service(vpc, token)| {
        let first = live_gateway_endpoints(vpc, token).items.first().map(|endpoint| endpoint.it.vpc_endpoint_id.as_str());
        Value::member(first, "VpcEndpointId", &vpc.it.vpc_id)
    }),
    fact!(Service."egresses": Type::List(&Type::Thing(Noun::Egress)), "The ways from the VPC's subnets to the service, one a subnet and family of addresses.",
    needs: [Vpcs, Subnets, PrefixLists, ManagedPrefixLists, PrefixListEntries],
    |_, Thing::Service(vpc, token)| {
        Value::listing(egresses(vpc, token), |(subnet, family)| Value::Thing(Thing::Egress(subnet, token, family)))
    }),
    fact!(Service."public_path": Type::Trace, "The worst public path from a workload of the VPC to the service: NAT gateway, other network, appliance, internet gateway, in this order.",
    needs: [Vpcs, Subnets, RouteTables, NetworkInterfaces, AvailabilityZones, VpcEndpoints, PrefixLists, ManagedPrefixLists, PrefixListEntries, NatGateways, InternetGateways],
    shows: Shows::Derived(shows_public_path),
    |_, Thing::Service(vpc, token)| {
        Answer::Known(Value::Trace(worst(vpc, token).map_or_else(Vec::new, |(subnet, family, _)| egress::trace(subnet, token, family))))
    }),
    fact!(Service."public_targets": Type::List(&Type::Text), "What the public paths of the VPC's workloads to the service lead through, each once.",
    needs: [Vpcs, Subnets, RouteTables, NetworkInterfaces, AvailabilityZones, VpcEndpoints, PrefixLists, ManagedPrefixLists, PrefixListEntries],
    |_, Thing::Service(vpc, token)| {
        let paths = public_paths(vpc, token);
        let targets: BTreeSet<String> = paths.items.iter().filter_map(|(_, _, part)| part.target.as_ref().map(|target| target.id())).collect();
        Answer::Known(Value::List(Listing { items: targets.into_iter().map(Value::made).collect(), rest: paths.rest }))
    }),
    fact!(Service."public_route_table_ids": Type::List(&Type::Id), "The route tables by which workloads of the VPC reach the service publicly.",
    needs: [Vpcs, Subnets, RouteTables, NetworkInterfaces, AvailabilityZones, VpcEndpoints, PrefixLists, ManagedPrefixLists, PrefixListEntries],
    |_, Thing::Service(vpc, token)| {
        let paths = public_paths(vpc, token);
        let tables: BTreeSet<&str> = paths.items.iter().filter_map(|(subnet, ..)| table_of(*subnet)).map(|table| table.it.route_table_id.as_str()).collect();
        Answer::Known(Value::List(Listing { items: tables.into_iter().map(Value::text).collect(), rest: paths.rest }))
    }),
];

fn table_of(subnet: Seat<'_, Subnet>) -> Option<Seat<'_, RouteTable>> {
    crate::network::effective_table(subnet.place, subnet.it).known()
}

/// The name that `create-vpc-endpoint` takes: the one on offer if seen, else the prefix list's, which AWS spells alike.
fn name(place: &Place<'_>, token: &str) -> Answer<String> {
    let offered = place.view.vpc_endpoint_services.iter().find(|service| {
        crate::id::ServiceName(service.service_name.clone()).token() == Some(token)
            && service.service_type.iter().any(|kind| kind.service_type.as_deref() == Some("Gateway"))
    });
    if let Some(service) = offered {
        return Answer::Known(service.service_name.clone());
    }
    service_list(place, token).and_then(|list| match list {
        Some(list) => Answer::Known(list.name.to_owned()),
        None => Answer::unknown(crate::snapshot::Gap::Ambiguous {
            what: format!("the Region has no prefix list of {token}"),
        }),
    })
}

/// The VPC's gateway endpoints for a service.
pub(super) fn gateway_endpoints<'i>(vpc: Seat<'i, Vpc>, token: &str) -> Listing<Seat<'i, VpcEndpoint>> {
    vpc::endpoints(vpc).filter(|endpoint| {
        endpoint::is_gateway(endpoint.it).and(endpoint::token(endpoint.it).map(|own| own.as_deref() == Some(token)))
    })
}

fn live_gateway_endpoints<'i>(vpc: Seat<'i, Vpc>, token: &str) -> Listing<Seat<'i, VpcEndpoint>> {
    gateway_endpoints(vpc, token).filter(|endpoint| endpoint::is_live(endpoint.it))
}

fn egresses<'i>(vpc: Seat<'i, Vpc>, token: &'static str) -> Listing<(Seat<'i, Subnet>, Family)> {
    let subnets = vpc::subnets(vpc);
    let mut egresses = Listing { items: Vec::new(), rest: subnets.rest };
    for subnet in subnets.items {
        for family in egress::families(subnet, token) {
            match egress::has_family(subnet, token, family) {
                Answer::Known(true) => egresses.items.push((subnet, family)),
                Answer::Known(false) => {}
                Answer::Unknown(gaps) => egresses.rest.extend(gaps),
            }
        }
    }
    egresses
}

/// The public paths of the VPC's workloads: subnet, family and the part of the service's addresses.
fn public_paths<'i>(vpc: Seat<'i, Vpc>, token: &'static str) -> Listing<(Seat<'i, Subnet>, Family, PathPart)> {
    let egresses = egresses(vpc, token);
    let mut paths = Listing { items: Vec::new(), rest: egresses.rest };
    for (from, family) in egresses.items {
        let counts = subnet::hosts_workloads(from).and(subnet::in_availability_zone(&from));
        match counts {
            Answer::Known(true) => {
                let parts = egress::public_parts(from, token, family);
                paths.items.extend(parts.items.into_iter().map(|part| (from, family, part)));
                paths.rest.extend(parts.rest);
            }
            Answer::Known(false) => {}
            Answer::Unknown(gaps) => paths.rest.extend(gaps),
        }
    }
    paths
}

/// How bad a way out is: paid by the byte, then out of sight, then free.
fn rank(via: Via) -> u8 {
    if egress::NAT.contains(&via) {
        0
    } else if egress::TRANSIT.contains(&via) {
        1
    } else if egress::APPLIANCE.contains(&via) {
        2
    } else {
        3
    }
}

fn worst<'i>(vpc: Seat<'i, Vpc>, token: &'static str) -> Option<(Seat<'i, Subnet>, Family, PathPart)> {
    let paths = public_paths(vpc, token).items.into_iter();
    paths.min_by_key(|(.., part)| part.target.as_ref().map_or(u8::MAX, |target| rank(target.via())))
}

fn shows_public_path<'i>(index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    let Thing::Service(vpc, token) = thing else { return Vec::new() };
    let mut evidence = vec![Evidence {
        operation: crate::snapshot::Collection::VpcEndpoints.operation().to_owned(),
        ..endpoint::shows_member(
            index,
            Thing::Vpc(vpc),
            "/VpcId",
            format!("no available gateway endpoint for {token} exists in this VPC"),
        )
    }];
    if let Some((subnet, family, _)) = worst(vpc, token) {
        evidence.extend(egress::shows_trace(index, Thing::Egress(subnet, token, family)));
    }
    evidence
}

/// A VPC by the id a subnet names.
pub(super) fn vpc_of(subnet: Seat<'_, Subnet>) -> Answer<Seat<'_, Vpc>> {
    let place = subnet.place;
    match subnet.it.vpc_id.as_deref().and_then(|id| place.find(&place.view.vpcs, id)) {
        Some(vpc) => Answer::Known(vpc),
        None => {
            let rest: Gaps = place.rest(crate::snapshot::Collection::Vpcs, "");
            if rest.is_empty() {
                Answer::unknown(crate::snapshot::Gap::Malformed {
                    field: "VpcId".to_owned(),
                    at: subnet.it.subnet_id.clone(),
                })
            } else {
                Answer::Unknown(rest)
            }
        }
    }
}
