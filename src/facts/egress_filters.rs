//! Whether security groups and network ACLs stop what a gateway endpoint would take.
//!
//! Packets to a gateway endpoint keep the service's public addresses, so the filters of the client see those.
//! (<https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html>).

use super::acl::{self, Stopped};
use super::found::found;
use super::value::number;
use super::{Fact, Shows, Thing, Type, Value, egress, endpoint};
use crate::finding::{Evidence, Family};
use crate::network::{
    Direction, Index, Passage, Ports, Seat, acl_of, cidr, groups_of, is_workload, listed_entries, pass_acl,
    pass_groups_to_list, service_list,
};
use crate::snapshot::model::{NetworkInterface, Subnet};
use crate::snapshot::{Answer, Gap, Listing};
use ipnet::IpNet;
use std::collections::BTreeMap;
use std::rc::Rc;

const HTTPS: Ports = Ports::one(443);

pub(super) static FACTS: &[Fact] = &[
    fact!(Egress."answered_by_interface_endpoint": Type::Bool, "Whether the service's own names resolve to an interface endpoint in the subnet's VPC, so that the gateway endpoint is not used.",
        needs: [Subnets, VpcEndpoints],
        |_, Thing::Egress(subnet, token, _)| egress::answered_by_interface_endpoint(subnet, token).map(Value::Bool)),
    fact!(Egress."prefix_list_id": Type::Id, "The id of the service's prefix list.", needs: [Subnets, PrefixLists, ManagedPrefixLists],
        |_, Thing::Egress(subnet, token, _)| list_of(subnet, token).map(Value::text)),
    fact!(Egress."groups_stop_all": Type::Bool, "Whether a workload in the subnet has groups with outbound rules, none of which lets TCP 443 to any address of the service through.",
        needs: [Subnets, NetworkInterfaces, SecurityGroups, PrefixLists, ManagedPrefixLists, PrefixListEntries], shows: Shows::Derived(shows_groups),
        |_, Thing::Egress(subnet, token, family)| clients(subnet, token, family).exists(Client::stopped_wholly).map(Value::Bool)),
    fact!(Egress."groups_stop_some": Type::Bool, "Whether a workload in the subnet has groups with outbound rules that stop TCP 443 to some address of the service.",
        needs: [Subnets, NetworkInterfaces, SecurityGroups, PrefixLists, ManagedPrefixLists, PrefixListEntries], shows: Shows::Derived(shows_groups),
        |_, Thing::Egress(subnet, token, family)| clients(subnet, token, family).exists(Client::stopped).map(Value::Bool)),
    fact!(Egress."stopping_group_ids": Type::List(&Type::Id), "The first group of each such workload, each once: a rule in it is enough.",
        needs: [Subnets, NetworkInterfaces, SecurityGroups, PrefixLists, ManagedPrefixLists, PrefixListEntries], shows: Shows::Derived(shows_groups),
    |_, Thing::Egress(subnet, token, family)| {
        let stopped = clients(subnet, token, family).filter(Client::stopped);
        let mut first: Vec<String> = stopped.items.iter().filter_map(|client| client.groups.first().cloned()).collect();
        first.sort();
        first.dedup();
        Answer::Known(Value::List(Listing { items: first.into_iter().map(Value::made).collect(), rest: stopped.rest }))
    }),
    fact!(Egress."acl_stops_requests": Type::Bool, "Whether the subnet's network ACL stops TCP 443 to some address of the service.",
        needs: [Subnets, NetworkAcls, PrefixLists, ManagedPrefixLists, PrefixListEntries], shows: Shows::Derived(|_, thing| shows_acl(thing, Direction::Outbound)),
        |_, Thing::Egress(subnet, token, family)| stopped(subnet, token, family, Direction::Outbound).exists(|_| Answer::Known(true)).map(Value::Bool)),
    fact!(Egress."acl_stops_replies": Type::Bool, "Whether the subnet's network ACL stops replies from some address of the service, to ports 32768-60999.",
        needs: [Subnets, NetworkAcls, PrefixLists, ManagedPrefixLists, PrefixListEntries], shows: Shows::Derived(|_, thing| shows_acl(thing, Direction::Inbound)),
        |_, Thing::Egress(subnet, token, family)| stopped(subnet, token, family, Direction::Inbound).exists(|_| Answer::Known(true)).map(Value::Bool)),
    fact!(Egress."acl_stopped": Type::List(&Type::Text), "What the subnet's network ACL stops of the traffic with the service, both ways, each with the rule.",
        needs: [Subnets, NetworkAcls, PrefixLists, ManagedPrefixLists, PrefixListEntries],
    |_, Thing::Egress(subnet, token, family)| {
        let both = both_ways(subnet, token, family);
        Answer::Known(Value::List(Listing { items: acl::words(&both.items).into_iter().map(Value::made).collect(), rest: both.rest }))
    }),
    fact!(Egress."acl_stopped_cidrs": Type::List(&Type::Cidr), "The blocks of the service's prefix list, whole or in part, whose requests or replies the subnet's network ACL stops.",
        needs: [Subnets, NetworkAcls, PrefixLists, ManagedPrefixLists, PrefixListEntries],
    |_, Thing::Egress(subnet, token, family)| {
        let both = both_ways(subnet, token, family);
        let blocks = acl::blocks(&both.items).into_iter().map(|block| Value::made(block.to_string()));
        Answer::Known(Value::List(Listing { items: blocks.collect(), rest: both.rest }))
    }),
    fact!(Egress."acl_open_percent": Type::Number, "Of a hundred addresses of the service, how many the subnet's network ACL lets through both ways, rounded down.",
        needs: [Subnets, NetworkAcls, PrefixLists, ManagedPrefixLists, PrefixListEntries],
        |_, Thing::Egress(subnet, token, family)| open_percent(subnet, token, family).map(Value::Number)),
];

/// The id of the service's list in the subnet's Region.
fn list_of<'i>(subnet: Seat<'i, Subnet>, token: &str) -> Answer<&'i str> {
    service_list(subnet.place, token).and_then(|list| match list {
        Some(list) => Answer::Known(list.id),
        None => Answer::unknown(Gap::Ambiguous { what: format!("the Region has no prefix list of {token}") }),
    })
}

/// Workloads of a subnet that have the same groups, and how their packets to the service fare.
struct Client<'i> {
    interface: Seat<'i, NetworkInterface>,
    groups: Rc<[String]>,
    /// Whether they are workloads whose groups have outbound rules. Without any, somebody has cut them off.
    counts: Answer<bool>,
    passage: Passage<'i>,
}

impl Client<'_> {
    fn stopped(&self) -> Answer<bool> {
        self.counts.clone().and(self.passage.all().negate())
    }

    fn stopped_wholly(&self) -> Answer<bool> {
        self.counts.clone().and(self.passage.any().negate())
    }
}

fn clients<'i>(subnet: Seat<'i, Subnet>, token: &str, family: Family) -> Listing<Client<'i>> {
    let place = subnet.place;
    let mut interfaces = place.interfaces_in(&subnet.it.subnet_id);
    // The participants of a shared subnet see their own interfaces and not each other's; its owner sees all.
    interfaces.rest.extend(place.foreign(subnet.it.owner_id.as_deref()).into_iter().collect());
    let mut clients = Listing { items: Vec::new(), rest: interfaces.rest };
    let mut met: BTreeMap<Rc<[String]>, Passage<'i>> = BTreeMap::new();
    let list = list_of(subnet, token);
    for interface in interfaces.items {
        let workload = is_workload(interface.it);
        if workload == Answer::Known(false) {
            continue;
        }
        let groups = match groups_of(interface.it) {
            Answer::Known(groups) => groups,
            Answer::Unknown(gaps) => {
                clients.rest.extend(gaps);
                continue;
            }
        };
        let passage = met.entry(groups.clone()).or_insert_with(|| match &list {
            Answer::Known(list) => pass_groups_to_list(place, &groups, list, family, HTTPS),
            Answer::Unknown(gaps) => Passage::unknown(gaps.clone()),
        });
        let counts = workload.and(has_outbound_rule(subnet, &groups));
        clients.items.push(Client { interface, passage: passage.clone(), groups, counts });
    }
    clients
}

/// Whether some group has an outbound rule. One that was not seen may have one.
fn has_outbound_rule(subnet: Seat<'_, Subnet>, groups: &[String]) -> Answer<bool> {
    let place = subnet.place;
    let shelf = &place.view.security_groups;
    Listing::complete(groups.to_vec()).exists(|id| {
        let found = found(place, shelf, crate::snapshot::Collection::SecurityGroups, id);
        found.map(|group| !group.it.ip_permissions_egress.is_empty())
    })
}

/// What the subnet's ACL stops in one direction between the subnet and the addresses of the service.
fn stopped<'i>(subnet: Seat<'i, Subnet>, token: &str, family: Family, direction: Direction) -> Listing<Stopped<'i>> {
    let ports = match direction {
        Direction::Outbound => HTTPS,
        Direction::Inbound => Ports::CLIENT,
    };
    let (acl, list) = match acl_of(subnet.place, subnet.it).zip(list_of(subnet, token)) {
        Answer::Known(both) => both,
        Answer::Unknown(gaps) => return Listing::unseen(gaps),
    };
    // Most ACLs let everything through, and then it does not matter which addresses the list has.
    let whole = pass_acl(acl, direction, &acl::tcp(direction, cidr::whole(family), ports));
    if whole.all() == Answer::Known(true) {
        return Listing::complete(Vec::new());
    }
    let entries = entries(subnet, list, family);
    let mut all = Listing { items: Vec::new(), rest: entries.rest };
    for block in entries.items {
        let Listing { items, rest } = acl::stopped(acl, direction, block, ports);
        all.items.extend(items);
        all.rest.extend(rest);
    }
    all
}

fn entries(subnet: Seat<'_, Subnet>, list: &str, family: Family) -> Listing<IpNet> {
    let mut entries = listed_entries(subnet.place, list);
    entries.items.retain(|block| cidr::family(block) == family);
    entries.items = IpNet::aggregate(&entries.items);
    entries
}

fn both_ways<'i>(subnet: Seat<'i, Subnet>, token: &str, family: Family) -> Listing<Stopped<'i>> {
    let mut both = stopped(subnet, token, family, Direction::Outbound);
    let Listing { items, rest } = stopped(subnet, token, family, Direction::Inbound);
    both.items.extend(items);
    both.rest.extend(rest);
    both
}

fn open_percent(subnet: Seat<'_, Subnet>, token: &str, family: Family) -> Answer<i64> {
    let both = both_ways(subnet, token, family);
    list_of(subnet, token).and_then(|list| {
        let entries = entries(subnet, list, family);
        let gaps = both.rest.union(entries.rest);
        if !gaps.is_empty() {
            return Answer::Unknown(gaps);
        }
        let size = |blocks: &[IpNet]| blocks.iter().map(cidr::size).sum::<f64>();
        let (all, closed) = (size(&entries.items), size(&acl::blocks(&both.items)));
        let percent = if all > 0.0 { ((all - closed) / all * 100.0).floor() } else { 0.0 };
        // Between 0 and 100, and whole.
        Answer::Known(number(format!("{percent}").parse().unwrap_or_default()))
    })
}

fn shows_acl(thing: Thing<'_>, direction: Direction) -> Vec<Evidence> {
    let Thing::Egress(subnet, token, family) = thing else { return Vec::new() };
    acl::evidence(&stopped(subnet, token, family, direction).items)
}

/// The first workload of each set of groups that stops it, and the outbound rules of those groups.
fn shows_groups<'i>(index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    let Thing::Egress(subnet, token, family) = thing else { return Vec::new() };
    let mut evidence = Vec::new();
    let mut met: Vec<Rc<[String]>> = Vec::new();
    for client in clients(subnet, token, family).filter(Client::stopped).items {
        if met.contains(&client.groups) {
            continue;
        }
        let says = format!("the groups of a workload in {}", subnet.it.subnet_id);
        evidence.push(endpoint::shows_member(index, Thing::Interface(client.interface), "/Groups", says));
        for group in client.groups.iter().filter_map(|id| subnet.place.find(&subnet.place.view.security_groups, id)) {
            let says = "the outbound rules of one of its groups".to_owned();
            evidence.push(endpoint::shows_member(index, Thing::Group(group), "/IpPermissionsEgress", says));
        }
        met.push(client.groups);
    }
    evidence
}
