//! Whether the network ACL of a subnet stops the clients of the interface endpoints in it.
//!
//! A client is a subnet of the same VPC that hosts workloads: its whole block is asked, since a workload may take any of
//! its addresses. Packets within one subnet meet no ACL.

use super::acl::{self, Stopped};
use super::endpoint::clients::families;
use super::{Fact, Noun, Shows, Thing, Type, Value, endpoint, subnet};
use crate::finding::Evidence;
use crate::network::{Direction, Index, Ports, Seat, acl_of, blocks_of, cidr, pass_acl};
use crate::snapshot::model::{NetworkAcl, Subnet, VpcEndpoint};
use crate::snapshot::{Answer, Listing};
use std::collections::BTreeSet;

pub(super) static FACTS: &[Fact] = &[
    fact!(Subnet."network_acl": Type::Thing(Noun::NetworkAcl), "The subnet's network ACL.", needs: [Subnets, NetworkAcls],
        |_, Thing::Subnet(subnet)| acl_of(subnet.place, subnet.it).map(|acl| Value::Thing(Thing::NetworkAcl(acl)))),
    fact!(Subnet."hosts_interface_endpoint": Type::Bool, "Whether a live interface endpoint of an AWS service has a network interface in the subnet.",
        needs: [Subnets, VpcEndpoints], shows: Shows::Derived(shows_endpoints),
        |_, Thing::Subnet(subnet)| endpoints(subnet).exists(|_| Answer::Known(true)).map(Value::Bool)),
    fact!(Subnet."interface_endpoint_ids": Type::List(&Type::Id), "The ids of those endpoints.",
        needs: [Subnets, VpcEndpoints], shows: Shows::Derived(shows_endpoints),
        |_, Thing::Subnet(subnet)| Value::listing(endpoints(subnet), |endpoint| Value::text(&endpoint.it.vpc_endpoint_id))),
    fact!(Subnet."acl_stops_clients": Type::Bool, "Whether the subnet's ACL stops requests to those endpoints from a subnet of the VPC that hosts workloads.",
        needs: [Subnets, NetworkAcls, VpcEndpoints, NetworkInterfaces], shows: Shows::Derived(|index, thing| shows(index, thing, Direction::Inbound)),
        |_, Thing::Subnet(subnet)| stopped(subnet, Direction::Inbound).exists(|_| Answer::Known(true)).map(Value::Bool)),
    fact!(Subnet."acl_stops_replies": Type::Bool, "Whether the subnet's ACL stops replies of those endpoints, to ports 32768-60999 of a subnet of the VPC that hosts workloads.",
        needs: [Subnets, NetworkAcls, VpcEndpoints, NetworkInterfaces], shows: Shows::Derived(|index, thing| shows(index, thing, Direction::Outbound)),
        |_, Thing::Subnet(subnet)| stopped(subnet, Direction::Outbound).exists(|_| Answer::Known(true)).map(Value::Bool)),
    fact!(Subnet."acl_stopped_clients": Type::List(&Type::Text), "The requests that the ACL stops, each with the rule.",
        needs: [Subnets, NetworkAcls, VpcEndpoints, NetworkInterfaces],
        |_, Thing::Subnet(subnet)| told(stopped(subnet, Direction::Inbound))),
    fact!(Subnet."acl_stopped_replies": Type::List(&Type::Text), "The replies that the ACL stops, each with the rule.",
        needs: [Subnets, NetworkAcls, VpcEndpoints, NetworkInterfaces],
        |_, Thing::Subnet(subnet)| told(stopped(subnet, Direction::Outbound))),
];

fn told<'i>(stopped: Listing<Stopped<'i>>) -> Answer<Value<'i>> {
    let words = acl::words(&stopped.items).into_iter().map(Value::made).collect();
    Answer::Known(Value::List(Listing { items: words, rest: stopped.rest }))
}

/// The live interface endpoints of AWS services with an interface in the subnet.
fn endpoints(subnet: Seat<'_, Subnet>) -> Listing<Seat<'_, VpcEndpoint>> {
    let mut endpoints = subnet.place.endpoints_in(subnet.it.vpc_id.as_deref().unwrap_or_default());
    // Participants of a shared VPC do not see its owner's endpoints.
    endpoints.rest.extend(subnet.place.foreign(subnet.it.owner_id.as_deref()).into_iter().collect());
    endpoints.filter(|endpoint| {
        Answer::Known(endpoint.it.subnet_ids.contains(&subnet.it.subnet_id))
            .and(endpoint::has_known_port(endpoint.it))
            .and(endpoint::is_live(endpoint.it))
    })
}

/// What the subnet's ACL stops of the traffic between the clients of the endpoints in it and them: requests, inbound, or
/// replies, outbound.
fn stopped(here: Seat<'_, Subnet>, direction: Direction) -> Listing<Stopped<'_>> {
    let endpoints = endpoints(here);
    let mut all = Listing { items: Vec::new(), rest: endpoints.rest };
    // Endpoints of one kind are asked about once.
    let mut kinds = BTreeSet::new();
    for endpoint in endpoints.items {
        match families(endpoint.it) {
            Answer::Known(families) => {
                kinds.extend(families.into_iter().map(|family| (family, endpoint::ports(endpoint.it))));
            }
            Answer::Unknown(gaps) => all.rest.extend(gaps),
        }
    }
    if kinds.is_empty() {
        return all;
    }
    let acl = match acl_of(here.place, here.it) {
        Answer::Known(acl) => acl,
        Answer::Unknown(gaps) => return Listing::unseen(all.rest.union(gaps)),
    };
    let mut clients = here.place.subnets_in(here.it.vpc_id.as_deref().unwrap_or_default());
    clients.items.retain(|client| client.it.subnet_id != here.it.subnet_id);
    all.rest.extend(std::mem::take(&mut clients.rest));
    for client in clients.items {
        let blocks = blocks_of(client.it);
        let asked = kinds.iter().flat_map(|(family, ports)| {
            blocks.iter().filter(|block| cidr::family(block) == *family).map(|block| (*block, *ports))
        });
        let mut found = Listing::complete(Vec::new());
        for (block, ports) in asked {
            let Listing { items, rest } = between(acl, direction, block, ports);
            found.items.extend(items);
            found.rest.extend(rest);
        }
        if found.items.is_empty() && found.rest.is_empty() {
            continue;
        }
        match subnet::hosts_workloads(client) {
            Answer::Known(true) => {
                all.items.extend(found.items);
                all.rest.extend(found.rest);
            }
            Answer::Known(false) => {}
            Answer::Unknown(gaps) => all.rest.extend(gaps),
        }
    }
    all
}

/// What the ACL stops between a block and endpoints that listen on these ports: nothing, if it lets one port through.
fn between<'i>(
    acl: Seat<'i, NetworkAcl>,
    direction: Direction,
    block: ipnet::IpNet,
    ports: &'static [Ports],
) -> Listing<Stopped<'i>> {
    let open = |ports| pass_acl(acl, direction, &acl::tcp(direction, block, ports)).all() == Answer::Known(true);
    match direction {
        Direction::Inbound => {
            if endpoint::each_port(ports).any(open) {
                return Listing::complete(Vec::new());
            }
            let all: Vec<Listing<Stopped<'_>>> =
                endpoint::each_port(ports).map(|port| acl::stopped(acl, direction, block, port)).collect();
            let rest = all.iter().flat_map(|one| one.rest.iter().cloned()).collect();
            // A port of which nothing is stopped for certain may be open.
            if all.iter().any(|one| one.items.is_empty()) {
                return Listing::unseen(rest);
            }
            Listing { items: acl::stopped(acl, direction, block, endpoint::usual_port(ports)).items, rest }
        }
        Direction::Outbound => {
            if open(Ports::CLIENT) {
                return Listing::complete(Vec::new());
            }
            acl::stopped(acl, direction, block, Ports::CLIENT)
        }
    }
}

fn shows_endpoints<'i>(index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    let Thing::Subnet(subnet) = thing else { return Vec::new() };
    let endpoints = endpoints(subnet).items.into_iter().map(Thing::Endpoint);
    let says = || "the endpoint has a network interface in the subnet".to_owned();
    endpoints.map(|one| endpoint::shows_member(index, one, "/SubnetIds", says())).collect()
}

fn shows<'i>(_: &'i Index<'i>, thing: Thing<'i>, direction: Direction) -> Vec<Evidence> {
    let Thing::Subnet(subnet) = thing else { return Vec::new() };
    acl::evidence(&stopped(subnet, direction).items)
}
