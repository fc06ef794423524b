//! Whether an endpoint's security groups let in the workloads of its VPC.
//!
//! A whole subnet that is let in by its blocks is settled at once. Otherwise its workloads' interfaces are asked one by one,
//! each with its own groups, since a rule may name a group.

use super::super::{Fact, Shows, Thing, Type, Value, vpc};
use super::named::{found, group_ids};
use super::ports::{each_port, ports};
use super::shown::{shows_member, shows_rules};
use crate::finding::{Evidence, Family};
use crate::network::{
    Direction, Index, Packets, Peer, Ports, Seat, TCP, addresses, blocks_of, cidr, groups_of, is_workload, pass_groups,
};
use crate::snapshot::model::{NetworkInterface, Subnet, VpcEndpoint};
use crate::snapshot::{Answer, Collection, Gap, Listing};
use ipnet::IpNet;

pub(in crate::facts) static FACTS: &[Fact] = &[
    fact!(Endpoint."stops_subnet": Type::Bool, "Whether there is a subnet in the endpoint's VPC none of whose workloads its groups let in to a port of the service.",
        needs: [VpcEndpoints, Vpcs, Subnets, NetworkInterfaces, SecurityGroups, PrefixLists, ManagedPrefixLists, PrefixListEntries],
        shows: Shows::Derived(shows_stopped),
        |_, Thing::Endpoint(endpoint)| subnets(endpoint).exists(|subnet| subnet.all.clone()).map(Value::Bool)),
    fact!(Endpoint."stops_workload": Type::Bool, "Whether there is a workload in the endpoint's VPC that its groups do not let in to a port of the service.",
        needs: [VpcEndpoints, Vpcs, Subnets, NetworkInterfaces, SecurityGroups, PrefixLists, ManagedPrefixLists, PrefixListEntries],
        shows: Shows::Derived(shows_stopped),
        |_, Thing::Endpoint(endpoint)| subnets(endpoint).exists(|subnet| subnet.some.clone()).map(Value::Bool)),
    fact!(Endpoint."stopped_subnet_ids": Type::List(&Type::Id), "The subnets of the endpoint's VPC with workloads that its groups do not let in.",
        needs: [VpcEndpoints, Vpcs, Subnets, NetworkInterfaces, SecurityGroups, PrefixLists, ManagedPrefixLists, PrefixListEntries],
        |_, Thing::Endpoint(endpoint)| Value::listing(stopped(endpoint), |subnet| Value::text(&subnet.it.subnet_id))),
    fact!(Endpoint."stopped_cidrs": Type::List(&Type::Cidr), "The IPv4 blocks of those subnets.",
    needs: [VpcEndpoints, Vpcs, Subnets, NetworkInterfaces, SecurityGroups, PrefixLists, ManagedPrefixLists, PrefixListEntries],
    |_, Thing::Endpoint(endpoint)| {
        let Listing { items, rest } = stopped(endpoint);
        let blocks = items.iter().flat_map(|subnet| blocks_of(subnet.it)).filter(|block| cidr::family(block) == Family::Ipv4);
        Answer::Known(Value::List(Listing { items: blocks.map(|block| Value::made(block.to_string())).collect(), rest }))
    }),
];

/// How the workloads of a subnet fare at the endpoint's groups.
struct Clients<'i> {
    subnet: Seat<'i, Subnet>,
    /// Whether some workload is stopped.
    some: Answer<bool>,
    /// Whether every workload is, and there is one.
    all: Answer<bool>,
}

/// What the endpoint's groups are asked.
struct Door<'i> {
    endpoint: Seat<'i, VpcEndpoint>,
    groups: Vec<String>,
    families: Vec<Family>,
}

impl Door<'_> {
    /// Whether all of a block is let in to one port of the service.
    fn lets_in(&self, block: IpNet, peer: &Peer) -> Answer<bool> {
        let packets = |destination_ports: &Ports| Packets {
            protocol: TCP,
            source: block,
            source_ports: Ports::CLIENT,
            destination: cidr::whole(cidr::family(&block)),
            destination_ports: *destination_ports,
        };
        Listing::complete(each_port(ports(self.endpoint.it)).collect()).exists(|port| {
            pass_groups(self.endpoint.place, &self.groups, Direction::Inbound, &packets(port), peer).all()
        })
    }

    /// Whether the workload of an interface is let in from every address that can be its client's.
    fn admits(&self, interface: &NetworkInterface) -> Answer<bool> {
        groups_of(interface).and_then(|groups| {
            let peer = Peer { groups: Answer::Known(groups.to_vec()) };
            let held = addresses(interface).into_iter().map(IpNet::from);
            let held = held.filter(|address| self.families.contains(&cidr::family(address))).collect();
            Listing::complete(held).all(|address| self.lets_in(*address, &peer))
        })
    }

    fn clients<'i>(&self, subnet: Seat<'i, Subnet>) -> Clients<'i> {
        let nobody = Peer { groups: Answer::Known(Vec::new()) };
        let mut blocks = blocks_of(subnet.it);
        blocks.retain(|block| self.families.contains(&cidr::family(block)));
        if blocks.iter().all(|block| self.lets_in(*block, &nobody) == Answer::Known(true)) {
            return Clients { subnet, some: Answer::Known(false), all: Answer::Known(false) };
        }
        let mut interfaces = subnet.place.interfaces_in(&subnet.it.subnet_id);
        interfaces.rest.extend(subnet.place.foreign(subnet.it.owner_id.as_deref()).into_iter().collect());
        let stopped = |one: &Seat<'_, NetworkInterface>| is_workload(one.it).and(self.admits(one.it).negate());
        let admitted = |one: &Seat<'_, NetworkInterface>| is_workload(one.it).and(self.admits(one.it));
        let some = interfaces.exists(stopped);
        Clients { subnet, all: some.clone().and(interfaces.exists(admitted).negate()), some }
    }
}

/// The families of addresses that the endpoint answers.
pub(in crate::facts) fn families(endpoint: &VpcEndpoint) -> Answer<Vec<Family>> {
    match endpoint.ip_address_type.as_deref() {
        None | Some("ipv4") => Answer::Known(vec![Family::Ipv4]),
        Some("ipv6") => Answer::Known(vec![Family::Ipv6]),
        Some("dualstack") => Answer::Known(vec![Family::Ipv4, Family::Ipv6]),
        Some(other) => Answer::unknown(Gap::Unrecognised {
            field: format!("{} IpAddressType", endpoint.vpc_endpoint_id),
            value: other.to_owned(),
        }),
    }
}

/// The subnets of the endpoint's VPC, with how their workloads fare.
fn subnets(endpoint: Seat<'_, VpcEndpoint>) -> Listing<Clients<'_>> {
    let Listing { items, rest } = group_ids(endpoint.it);
    let groups: Answer<Vec<String>> = match rest.is_empty() {
        true => Answer::Known(items.into_iter().map(str::to_owned).collect()),
        false => Answer::Unknown(rest),
    };
    let id = endpoint.it.vpc_id.as_deref().unwrap_or_default();
    let home = found(endpoint, &endpoint.place.view.vpcs, Collection::Vpcs, id);
    match groups.zip(families(endpoint.it)).zip(home) {
        Answer::Known(((groups, families), home)) => {
            let door = Door { endpoint, groups, families };
            vpc::subnets(home).map(|subnet| door.clients(subnet))
        }
        Answer::Unknown(gaps) => Listing::unseen(gaps),
    }
}

/// The subnets with a workload that is stopped.
fn stopped(endpoint: Seat<'_, VpcEndpoint>) -> Listing<Seat<'_, Subnet>> {
    subnets(endpoint).filter(|subnet| subnet.some.clone()).map(|subnet| subnet.subnet)
}

/// The rules, and a workload of each subnet that they do not let in.
fn shows_stopped<'i>(index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    let Thing::Endpoint(endpoint) = thing else { return Vec::new() };
    let mut evidence = shows_rules(index, thing);
    let ids = group_ids(endpoint.it).items.into_iter().map(str::to_owned).collect();
    let Answer::Known(families) = families(endpoint.it) else { return evidence };
    let door = Door { endpoint, groups: ids, families };
    for subnet in stopped(endpoint).items {
        let interfaces = subnet.place.interfaces_in(&subnet.it.subnet_id).items.into_iter();
        let client = interfaces
            .into_iter()
            .find(|one| is_workload(one.it).and(door.admits(one.it).negate()) == Answer::Known(true));
        let says = format!("a workload in {} that no inbound rule lets in", subnet.it.subnet_id);
        evidence.extend(client.map(|client| shows_member(index, Thing::Interface(client), "/Groups", says)));
    }
    evidence
}
