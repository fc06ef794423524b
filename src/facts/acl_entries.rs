//! Facts of network ACLs that a reader would work out entry by entry: what they deny, and what someone put into them.

use super::found::malformed;
use super::value::number;
use super::{Fact, Shows, Thing, Type, Value};
use crate::finding::Family;
use crate::network::{Direction, cidr};
use crate::snapshot::Answer;
use crate::snapshot::model::{NetworkAcl, NetworkAclEntry};
use ipnet::IpNet;

pub(super) static FACTS: &[Fact] = &[
    fact!(NetworkAcl."default": Type::Bool, "Whether the ACL is its VPC's default one, which subnets without another have.", needs: [NetworkAcls], shows: Shows::Member("/IsDefault"),
    |_, Thing::NetworkAcl(acl)| match acl.it.is_default {
        Some(is) => Answer::Known(Value::Bool(is)),
        None => malformed("IsDefault", &acl.it.network_acl_id),
    }),
    fact!(NetworkAcl."subnet_ids": Type::List(&Type::Id), "The subnets that have the ACL.", needs: [NetworkAcls], shows: Shows::Member("/Associations"),
        |_, Thing::NetworkAcl(acl)| Value::list(acl.it.associations.iter().filter_map(|tie| tie.subnet_id.as_deref()).map(Value::text))),
    fact!(NetworkAcl."allows_all_ipv4": Type::Bool, "Whether all IPv4 packets pass, both ways.", needs: [NetworkAcls], shows: Shows::Member("/Entries"),
        |_, Thing::NetworkAcl(acl)| allows_all(acl.it, Family::Ipv4).map(Value::Bool)),
    fact!(NetworkAcl."allows_all_ipv6": Type::Bool, "Whether all IPv6 packets pass, both ways; they do not where no entry speaks of them.", needs: [NetworkAcls], shows: Shows::Member("/Entries"),
        |_, Thing::NetworkAcl(acl)| allows_all(acl.it, Family::Ipv6).map(Value::Bool)),
    fact!(NetworkAcl."first_inbound_deny": Type::Text, "The entry that denies packets into the subnets before any other does; the last one, which AWS puts there, left out.", needs: [NetworkAcls], shows: Shows::Member("/Entries"),
        |_, Thing::NetworkAcl(acl)| first_deny(acl.it, Direction::Inbound).map(Value::made)),
    fact!(NetworkAcl."first_outbound_deny": Type::Text, "The entry that denies packets out of the subnets before any other does; the last one, which AWS puts there, left out.", needs: [NetworkAcls], shows: Shows::Member("/Entries"),
        |_, Thing::NetworkAcl(acl)| first_deny(acl.it, Direction::Outbound).map(Value::made)),
    fact!(NetworkAcl."custom_entries": Type::List(&Type::Text), "The entries that AWS did not make: all but the ones that allow everything in a default ACL, and the last of each family, which deny everything.",
        needs: [NetworkAcls], shows: Shows::Member("/Entries"),
        |_, Thing::NetworkAcl(acl)| entries(acl.it).and_then(|entries| Value::list(entries.iter().filter(|entry| !entry.is_aws).map(|entry| Value::made(entry.words()))))),
    fact!(NetworkAcl."custom_entry_count": Type::Number, "How many entries AWS did not make.", needs: [NetworkAcls],
        |_, Thing::NetworkAcl(acl)| entries(acl.it).map(|entries| Value::Number(number(entries.iter().filter(|entry| !entry.is_aws).count())))),
];

/// From here on AWS numbers its own entries: `*` in the console.
const LAST: i64 = 32767;

/// An entry as read.
struct Entry<'i> {
    number: i64,
    direction: Direction,
    allows: bool,
    protocol: &'i str,
    block: IpNet,
    ports: Option<(i64, i64)>,
    is_aws: bool,
}

/// The entries in the order in which AWS asks them.
fn entries(acl: &NetworkAcl) -> Answer<Vec<Entry<'_>>> {
    let mut read = Vec::new();
    for entry in &acl.entries {
        match one(acl, entry) {
            Answer::Known(entry) => read.push(entry),
            Answer::Unknown(gaps) => return Answer::Unknown(gaps),
        }
    }
    read.sort_by_key(|entry| entry.number);
    Answer::Known(read)
}

fn one<'i>(acl: &NetworkAcl, entry: &'i NetworkAclEntry) -> Answer<Entry<'i>> {
    let at = acl.network_acl_id.as_str();
    let Some(number) = entry.rule_number else { return malformed("RuleNumber", at) };
    let Some(egress) = entry.egress else { return malformed("Egress", at) };
    let Some(protocol) = entry.protocol.as_deref() else { return malformed("Protocol", at) };
    let allows = match entry.rule_action.as_deref() {
        Some("allow") => true,
        Some("deny") => false,
        Some(_) | None => return malformed("RuleAction", at),
    };
    let text = entry.cidr_block.as_deref().or(entry.ipv6_cidr_block.as_deref());
    let Some(block) = text.and_then(cidr::parse) else { return malformed("CidrBlock", at) };
    let everything = protocol == "-1" && block == cidr::whole(cidr::family(&block));
    let made = acl.is_default == Some(true) && allows && everything && (number == 100 || number == 101);
    Answer::Known(Entry {
        number,
        direction: if egress { Direction::Outbound } else { Direction::Inbound },
        allows,
        protocol,
        block,
        ports: entry.port_range.as_ref().and_then(|range| Some((range.from?, range.to?))),
        is_aws: made || (number >= LAST && !allows && everything),
    })
}

impl Entry<'_> {
    fn words(&self) -> String {
        let way = match self.direction {
            Direction::Inbound => "inbound",
            Direction::Outbound => "outbound",
        };
        let verb = if self.allows { "allow" } else { "deny" };
        let protocol = match self.protocol {
            "-1" => "everything",
            "1" => "icmp",
            "6" => "tcp",
            "17" => "udp",
            "58" => "icmpv6",
            other => other,
        };
        let ports = match self.ports {
            Some((from, to)) if from == to => format!(" {from}"),
            Some((from, to)) => format!(" {from}-{to}"),
            None => String::new(),
        };
        let side = match self.direction {
            Direction::Inbound => "from",
            Direction::Outbound => "to",
        };
        format!("{way} {} {verb} {protocol}{ports} {side} {}", self.number, self.block)
    }
}

/// Whether everything of a family passes in both directions: an entry that allows all of it comes before any that denies
/// some of it.
fn allows_all(acl: &NetworkAcl, family: Family) -> Answer<bool> {
    entries(acl).map(|entries| {
        [Direction::Inbound, Direction::Outbound].into_iter().all(|direction| {
            let mut asked = entries
                .iter()
                .filter(|entry| entry.direction == direction && cidr::family(&entry.block) == family)
                // What allows a part of it decides nothing about all of it.
                .filter(|entry| !entry.allows || (entry.protocol == "-1" && entry.block == cidr::whole(family)));
            asked.next().is_some_and(|entry| entry.allows)
        })
    })
}

fn first_deny(acl: &NetworkAcl, direction: Direction) -> Answer<String> {
    entries(acl).map(|entries| {
        let mut denies = entries.iter().filter(|entry| entry.direction == direction && !entry.allows && !entry.is_aws);
        denies.next().map_or_else(String::new, Entry::words)
    })
}
