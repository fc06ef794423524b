//! The rules of a security group, read once.

use super::cidr;
use super::memory::remember;
use super::passage::Direction;
use super::prefix_list::{family_of, listed_entries};
use super::protocol::{self, Protocol};
use super::span::{Span, joined};
use super::{Place, Ports, Seat};
use crate::finding::Family;
use crate::snapshot::model::{IpPermission, SecurityGroup, UserIdGroupPair};
use crate::snapshot::{Gap, Gaps};
use std::rc::Rc;

/// A rule as it is asked: what could not be read is a reason.
#[derive(Debug)]
pub(super) struct Rule {
    protocol: Result<Protocol, Gaps>,
    ports: Result<Ports, Gaps>,
    four: Blocks,
    six: Blocks,
    pub lists: Vec<Rc<List>>,
    pub pairs: Vec<Pair>,
}

/// The blocks of one family that a rule names.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    /// Joined.
    pub spans: Vec<Span>,
    /// Why there may be more.
    pub rest: Gaps,
}

/// The addresses of a prefix list.
#[derive(Debug)]
pub(super) struct List {
    /// Its id, if the rule has one.
    pub id: Option<String>,
    four: Blocks,
    six: Blocks,
}

/// A group that a rule names.
#[derive(Debug)]
pub(super) struct Pair {
    pub group: Result<String, Gaps>,
    /// Whether the rule is in force. Over a peering connection that is gone it matches nothing.
    pub in_force: Result<bool, Gaps>,
}

impl Rule {
    /// The ports that the rule covers for packets of a protocol, if any.
    pub(super) fn ports(&self, protocol: u8) -> Result<Option<Ports>, &Gaps> {
        match &self.protocol {
            Err(gaps) => Err(gaps),
            Ok(own) if own.takes(protocol) => self.ports.as_ref().map(|ports| Some(*ports)),
            Ok(_) => Ok(None),
        }
    }

    pub(super) fn blocks(&self, family: Family) -> &Blocks {
        match family {
            Family::Ipv4 => &self.four,
            Family::Ipv6 => &self.six,
        }
    }

    /// Whether the rule names anyone. One that does not lets nothing through.
    pub(super) fn has_source(&self) -> bool {
        let named = |blocks: &Blocks| !blocks.spans.is_empty() || !blocks.rest.is_empty();
        named(&self.four) || named(&self.six) || !self.lists.is_empty() || !self.pairs.is_empty()
    }
}

impl List {
    pub(super) fn blocks(&self, family: Family) -> &Blocks {
        match family {
            Family::Ipv4 => &self.four,
            Family::Ipv6 => &self.six,
        }
    }
}

/// The rules of a group in one direction, in the order of the answer.
pub(super) fn rules(group: Seat<'_, SecurityGroup>, direction: Direction) -> Rc<[Rule]> {
    let place = group.place;
    match Place::position(&place.view.security_groups, &group.it.group_id) {
        Some(at) => remember(&place.memory.rules, (at, direction), || read_rules(group, direction)),
        None => read_rules(group, direction),
    }
}

fn read_rules(group: Seat<'_, SecurityGroup>, direction: Direction) -> Rc<[Rule]> {
    let rules = match direction {
        Direction::Inbound => &group.it.ip_permissions,
        Direction::Outbound => &group.it.ip_permissions_egress,
    };
    rules.iter().map(|rule| read_rule(group, rule)).collect()
}

/// The protocol of a rule, and the ports that it covers.
pub(super) fn read_ports(id: &str, rule: &IpPermission) -> (Result<Protocol, Gaps>, Result<Ports, Gaps>) {
    let protocol = match rule.ip_protocol.as_deref() {
        None => Err(malformed("IpProtocol", id)),
        Some(text) => Protocol::name_or_number(text).ok_or_else(|| unrecognised(id, "IpProtocol", text)),
    };
    // NOTE: of a protocol without ports AWS keeps what it was given and disregards it
    // (<https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html>).
    let covered = match &protocol {
        Ok(own) if own.has_ports() => protocol::ports(rule.from_port, rule.to_port),
        Ok(own) if own.has_types() => protocol::types(rule.from_port, rule.to_port),
        Ok(_) | Err(_) => Some(Ports::ALL),
    };
    (protocol, covered.ok_or_else(|| malformed("FromPort", id)))
}

fn read_rule(group: Seat<'_, SecurityGroup>, rule: &IpPermission) -> Rule {
    let id = group.it.group_id.as_str();
    let (protocol, ports) = read_ports(id, rule);
    let mut four = Reader::new(Family::Ipv4);
    for range in &rule.ip_ranges {
        four.read("CidrIp", id, range.cidr_ip.as_deref());
    }
    let mut six = Reader::new(Family::Ipv6);
    for range in &rule.ipv6_ranges {
        six.read("CidrIpv6", id, range.cidr_ipv6.as_deref());
    }
    let lists = rule.prefix_list_ids.iter().map(|named| match named.prefix_list_id.as_deref() {
        Some(list) => remember(&group.place.memory.lists, list.to_owned(), || Rc::new(read_list(group.place, list))),
        None => Rc::new(List::unread(&malformed("PrefixListId", id))),
    });
    Rule {
        protocol,
        ports,
        four: four.finish(),
        six: six.finish(),
        lists: lists.collect(),
        pairs: rule.user_id_group_pairs.iter().map(|pair| read_pair(id, pair)).collect(),
    }
}

fn read_pair(id: &str, pair: &UserIdGroupPair) -> Pair {
    Pair { group: pair.group_id.clone().ok_or_else(|| malformed("GroupId", id)), in_force: peering_in_force(id, pair) }
}

/// Whether the peering connection that a rule's group is reached over is in force; a rule without one always is. The
/// words are those of
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcPeeringConnectionStateReason.html>.
pub(super) fn peering_in_force(id: &str, pair: &UserIdGroupPair) -> Result<bool, Gaps> {
    match pair.peering_status.as_deref() {
        None | Some("active") => Ok(true),
        Some(
            "initiating-request" | "pending-acceptance" | "provisioning" | "deleted" | "deleting" | "rejected"
            | "failed" | "expired",
        ) => Ok(false),
        Some(other) => Err(unrecognised(id, "PeeringStatus", other)),
    }
}

fn read_list(place: &Place<'_>, id: &str) -> List {
    let listed = listed_entries(place, id);
    let of = |family: Family| {
        let spans = listed.items.iter().filter(|net| cidr::family(net) == family).map(Span::of).collect();
        let other = family_of(place, id).is_some_and(|only| only != family);
        Blocks { spans: joined(spans), rest: if other { Gaps::none() } else { listed.rest.clone() } }
    };
    List { id: Some(id.to_owned()), four: of(Family::Ipv4), six: of(Family::Ipv6) }
}

impl List {
    fn unread(why: &Gaps) -> Self {
        let blocks = || Blocks { spans: Vec::new(), rest: why.clone() };
        Self { id: None, four: blocks(), six: blocks() }
    }
}

struct Reader {
    family: Family,
    blocks: Blocks,
}

impl Reader {
    fn new(family: Family) -> Self {
        Self { family, blocks: Blocks::default() }
    }

    fn read(&mut self, field: &str, id: &str, text: Option<&str>) {
        match text.and_then(cidr::parse).filter(|net| cidr::family(net) == self.family) {
            Some(net) => self.blocks.spans.push(Span::of(&net)),
            None => self.blocks.rest.extend(malformed(field, id)),
        }
    }

    fn finish(self) -> Blocks {
        Blocks { spans: joined(self.blocks.spans), rest: self.blocks.rest }
    }
}

pub(super) fn malformed(field: &str, at: &str) -> Gaps {
    Gap::Malformed { field: field.to_owned(), at: at.to_owned() }.into()
}

pub(super) fn unrecognised(id: &str, field: &str, value: &str) -> Gaps {
    Gap::Unrecognised { field: format!("{id} {field}"), value: value.to_owned() }.into()
}
