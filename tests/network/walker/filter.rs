//! Network ACLs and security groups, one packet at a time.
//!
//! <https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html>,
//! <https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html>.

use super::world::{Rule, World};
use std::net::IpAddr;

/// How the two ends of a packet are related, as far as references to groups go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kin {
    /// One VPC, nothing in between.
    Same,
    /// One peering connection of one Region in between.
    Peered,
    /// One transit gateway in between that supports references, as both attachments do.
    Transit,
    /// Anything else.
    Far,
}

fn protocol(word: &str, number: u8) -> bool {
    match word {
        "-1" => true,
        "tcp" => number == 6,
        "udp" => number == 17,
        "icmp" => number == 1,
        "icmpv6" => number == 58,
        word => word.parse() == Ok(number),
    }
}

fn has_ports(protocol: u8) -> bool {
    matches!(protocol, 6 | 17)
}

/// What the subnet's ACL says of a packet from (inbound) or to (outbound) an address. None: the subnet has no ACL in view.
pub fn acl(world: &World, subnet: usize, egress: bool, other: IpAddr, number: u8, port: u16) -> Option<bool> {
    let id = &world.subnets[subnet].id;
    let acl = world.acls.iter().find(|acl| acl.subnets.contains(id))?;
    for entry in &acl.entries {
        if entry.egress != egress || !protocol(&entry.protocol, number) {
            continue;
        }
        if !entry.block.is_some_and(|block| block.contains(&other)) {
            continue;
        }
        let ports = if has_ports(number) && entry.protocol != "-1" { entry.ports } else { None };
        if ports.is_none_or(|(from, to)| (from..=to).contains(&port)) {
            return Some(entry.allow);
        }
    }
    Some(false)
}

fn fits(rule: &Rule, number: u8, port: u16) -> bool {
    let ports = if has_ports(number) && rule.protocol != "-1" { rule.ports } else { None };
    protocol(&rule.protocol, number) && ports.is_none_or(|(from, to)| (from..=to).contains(&i64::from(port)))
}

/// A packet at an interface's groups.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub interface: usize,
    pub inbound: bool,
    /// The address at the other end.
    pub other: IpAddr,
    /// The interface at the other end, if one holds that address and nothing has rewritten it.
    pub peer: Option<usize>,
    pub kin: &'a Kin,
    pub protocol: u8,
    pub port: u16,
}

/// Whether a rule of any group lets the packet through, references to groups apart or counted.
pub fn groups(world: &World, asked: &Asked<'_>, references: bool) -> bool {
    let interface = &world.interfaces[asked.interface];
    let region = &world.vpcs[interface.vpc].region;
    let members = |group: &String| asked.peer.is_some_and(|peer| world.interfaces[peer].groups.contains(group));
    let linked = match asked.kin {
        Kin::Same | Kin::Peered => true,
        Kin::Transit => asked.inbound,
        Kin::Far => false,
    };
    interface.groups.iter().filter_map(|id| world.groups.iter().find(|group| group.id == *id)).any(|group| {
        let rules = if asked.inbound { &group.inbound } else { &group.outbound };
        rules.iter().filter(|rule| fits(rule, asked.protocol, asked.port)).any(|rule| {
            rule.blocks.iter().any(|block| block.contains(&asked.other))
                || rule.lists.iter().any(|list| {
                    let key = (region.clone(), list.clone());
                    world
                        .lists
                        .get(&key)
                        .is_some_and(|entries| entries.iter().any(|block| block.contains(&asked.other)))
                })
                || (references && linked && rule.groups.iter().any(members))
        })
    })
}
