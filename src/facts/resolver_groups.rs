//! Whether the security groups of a Resolver endpoint let queries through.
//!
//! Inbound endpoints listen on UDP and TCP 53, or on TCP 443 for DNS over HTTPS; outbound ones send to the addresses and
//! ports of the rules that use them
//! (<https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-forwarding-inbound-queries-values.html>).

use super::found::found;
use super::{Fact, Shows, Thing, Type, Value, endpoint, port};
use crate::finding::Evidence;
use crate::network::{
    Direction, Index, Packets, Peer, Ports, Seat, TCP, UDP, cidr, groups_of, pass_groups, rule_opens,
};
use crate::snapshot::model::{ResolverEndpoint, SecurityGroup, TargetAddress};
use crate::snapshot::{Answer, Collection, Gap, Listing};
use ipnet::IpNet;
use std::net::IpAddr;

pub(super) static FACTS: &[Fact] = &[
    fact!(ResolverEndpoint."protocols": Type::List(&Type::Text), "The protocols it answers, in AWS's words: Do53, DoH, DoH-FIPS. Do53 where AWS names none.", needs: [ResolverEndpoints], shows: Shows::Member("/Protocols"),
        |_, Thing::ResolverEndpoint(endpoint)| Value::list(protocols(endpoint.it).into_iter().map(Value::text))),
    fact!(ResolverEndpoint."admits_udp_53": Type::Bool, "Whether some inbound rule of some group lets UDP 53 in, from anywhere.", needs: [ResolverEndpoints, SecurityGroups], shows: Shows::Derived(shows_inbound),
        |_, Thing::ResolverEndpoint(endpoint)| admits(endpoint, UDP, 53).map(Value::Bool)),
    fact!(ResolverEndpoint."admits_tcp_53": Type::Bool, "Whether some inbound rule of some group lets TCP 53 in, from anywhere.", needs: [ResolverEndpoints, SecurityGroups], shows: Shows::Derived(shows_inbound),
        |_, Thing::ResolverEndpoint(endpoint)| admits(endpoint, TCP, 53).map(Value::Bool)),
    fact!(ResolverEndpoint."admits_tcp_443": Type::Bool, "Whether some inbound rule of some group lets TCP 443 in, from anywhere.", needs: [ResolverEndpoints, SecurityGroups], shows: Shows::Derived(shows_inbound),
        |_, Thing::ResolverEndpoint(endpoint)| admits(endpoint, TCP, 443).map(Value::Bool)),
    fact!(ResolverEndpoint."stops_queries": Type::Bool, "Whether its groups stop queries to a target of a rule that uses the endpoint.",
        needs: [ResolverEndpoints, ResolverRules, SecurityGroups, NetworkInterfaces, PrefixLists, ManagedPrefixLists, PrefixListEntries], shows: Shows::Derived(shows_outbound),
        |_, Thing::ResolverEndpoint(endpoint)| stopped(endpoint).exists(|_| Answer::Known(true)).map(Value::Bool)),
    fact!(ResolverEndpoint."stopped_targets": Type::List(&Type::Text), "Those targets, each with its rule, protocol and port.",
        needs: [ResolverEndpoints, ResolverRules, SecurityGroups, NetworkInterfaces, PrefixLists, ManagedPrefixLists, PrefixListEntries], shows: Shows::Derived(shows_outbound),
        |_, Thing::ResolverEndpoint(endpoint)| Value::listing(stopped(endpoint), Value::made)),
];

fn protocols(endpoint: &ResolverEndpoint) -> Vec<&str> {
    if endpoint.protocols.is_empty() { vec!["Do53"] } else { endpoint.protocols.iter().map(String::as_str).collect() }
}

fn groups(endpoint: Seat<'_, ResolverEndpoint>) -> Listing<Seat<'_, SecurityGroup>> {
    let mut groups = Listing::complete(Vec::new());
    let place = endpoint.place;
    for id in &endpoint.it.security_group_ids {
        match found(place, &place.view.security_groups, Collection::SecurityGroups, id) {
            Answer::Known(group) => groups.items.push(group),
            Answer::Unknown(gaps) => groups.rest.extend(gaps),
        }
    }
    if endpoint.it.security_group_ids.is_empty() {
        // Every Resolver endpoint has a group.
        groups.rest.extend(malformed(endpoint.it, "SecurityGroupIds").into());
    }
    groups
}

fn malformed(endpoint: &ResolverEndpoint, field: &str) -> Gap {
    Gap::Malformed { field: field.to_owned(), at: endpoint.id.clone() }
}

fn admits(endpoint: Seat<'_, ResolverEndpoint>, protocol: u8, number: u16) -> Answer<bool> {
    let open = |group: &SecurityGroup| {
        port::some_inbound(group, |rule| rule_opens(group, rule, protocol, &[Ports::one(number)]))
    };
    groups(endpoint).exists(|group| open(group.it))
}

/// The targets of the rules of the endpoint that its groups stop.
fn stopped(endpoint: Seat<'_, ResolverEndpoint>) -> Listing<String> {
    let place = endpoint.place;
    let mut stopped = Listing { items: Vec::new(), rest: place.rest(Collection::ResolverRules, "") };
    let own = place
        .view
        .resolver_rules
        .iter()
        .filter(|rule| rule.resolver_endpoint_id.as_deref() == Some(endpoint.it.id.as_str()));
    for rule in own {
        for target in &rule.target_ips {
            let Some((address, asked)) = read(target) else {
                let gap = Gap::Malformed { field: "TargetIps".to_owned(), at: rule.id.clone() };
                stopped.rest.extend(gap.into());
                continue;
            };
            for (protocol, port) in asked {
                match reaches(endpoint, address, protocol, port) {
                    Answer::Known(true) => {}
                    Answer::Known(false) => {
                        let name = if protocol == UDP { "UDP" } else { "TCP" };
                        stopped.items.push(format!("{address} of {} on {name} {port}", rule.id));
                    }
                    Answer::Unknown(gaps) => stopped.rest.extend(gaps),
                }
            }
        }
    }
    stopped
}

/// The address of a target, and the protocols and ports it is asked on.
fn read(target: &TargetAddress) -> Option<(IpAddr, Vec<(u8, u16)>)> {
    let address = target.ip.as_deref().or(target.ipv6.as_deref())?.parse().ok()?;
    let port = |usual: u16| target.port.map_or(Some(usual), |port| u16::try_from(port).ok());
    Some(match target.protocol.as_deref() {
        None | Some("Do53") => (address, vec![(UDP, port(53)?), (TCP, port(53)?)]),
        Some("DoH" | "DoH-FIPS") => (address, vec![(TCP, port(443)?)]),
        Some(_) => return None,
    })
}

fn reaches(endpoint: Seat<'_, ResolverEndpoint>, address: IpAddr, protocol: u8, port: u16) -> Answer<bool> {
    if endpoint.it.security_group_ids.is_empty() {
        return Answer::unknown(malformed(endpoint.it, "SecurityGroupIds"));
    }
    let place = endpoint.place;
    let destination = IpNet::from(address);
    let packets = Packets {
        protocol,
        source: cidr::whole(cidr::family(&destination)),
        source_ports: Ports::ALL,
        destination,
        destination_ports: Ports::one(port),
    };
    let vpc = endpoint.it.host_vpc_id.as_deref().unwrap_or_default();
    let peer = match place.interface_at(vpc, address) {
        Answer::Known(Some(interface)) => groups_of(interface.it).map(|groups| groups.to_vec()),
        // Whose an address of another network is cannot be told; it matters where a rule names a group.
        Answer::Known(None) => {
            Answer::unknown(Gap::NotModelled { what: format!("who has {address} outside of {vpc}") })
        }
        Answer::Unknown(gaps) => Answer::Unknown(gaps),
    };
    pass_groups(place, &endpoint.it.security_group_ids, Direction::Outbound, &packets, &Peer { groups: peer }).all()
}

fn shows_inbound<'i>(index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    shows(index, thing, "/IpPermissions", "the inbound rules of a group of the endpoint")
}

fn shows_outbound<'i>(index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    shows(index, thing, "/IpPermissionsEgress", "the outbound rules of a group of the endpoint")
}

fn shows<'i>(index: &'i Index<'i>, thing: Thing<'i>, pointer: &str, says: &str) -> Vec<Evidence> {
    let Thing::ResolverEndpoint(endpoint) = thing else { return Vec::new() };
    let groups = groups(endpoint).items.into_iter().map(Thing::Group);
    groups.map(|group| endpoint::shows_member(index, group, pointer, says.to_owned())).collect()
}
