//! The entries of a network ACL, read once and put in the order they are asked.

use super::cidr;
use super::group_rules::{malformed, unrecognised};
use super::memory::remember;
use super::passage::Direction;
use super::protocol::{self, Protocol};
use super::span::Span;
use super::{Place, Ports, Seat};
use crate::finding::Family;
use crate::snapshot::model::{NetworkAcl, NetworkAclEntry};
use crate::snapshot::{Gap, Gaps};
use std::rc::Rc;

/// An entry as it is asked. A member that could not be read is `None`, and `doubts` says why.
#[derive(Debug)]
pub(super) struct Line {
    /// Its place in `Entries`.
    pub at: usize,
    pub number: Option<i64>,
    /// Whether another entry of the direction has its number, which AWS does not let happen.
    pub shared: bool,
    /// Whether it allows.
    pub allows: Option<bool>,
    /// Everything about it that cannot be known.
    pub doubts: Gaps,
    direction: Option<Direction>,
    protocol: Option<Protocol>,
    ports: Option<Ports>,
    four: Block,
    six: Block,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Block {
    None,
    Unread,
    Read(Span),
}

/// What an entry covers of some packets.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reach {
    pub span: Span,
    pub ports: Ports,
    /// Whether it covers all of this for certain; else it may cover some.
    pub certain: bool,
}

impl Line {
    /// What the entry covers of packets of a protocol from or to `span` and to `ports`, if anything.
    pub(super) fn reach(&self, of: u8, family: Family, span: Span, ports: Ports) -> Option<Reach> {
        let block = match family {
            Family::Ipv4 => self.four,
            Family::Ipv6 => self.six,
        };
        let own = match block {
            Block::None => return None,
            Block::Unread => span,
            Block::Read(own) => own.overlap(span)?,
        };
        // Of a protocol that cannot be read, the ports tell nothing: another protocol disregards them.
        let covered = match self.protocol {
            None => ports,
            Some(protocol) if protocol.takes(of) => self.ports.unwrap_or(Ports::ALL).overlap(ports)?,
            Some(_) => return None,
        };
        let read = self.direction.is_some() && self.protocol.is_some() && self.ports.is_some();
        Some(Reach { span: own, ports: covered, certain: read && block != Block::Unread })
    }
}

/// The entries of an ACL in one direction: by number, those without one last.
pub(super) fn lines(acl: Seat<'_, NetworkAcl>, direction: Direction) -> Rc<[Line]> {
    let place = acl.place;
    match Place::position(&place.view.network_acls, &acl.it.network_acl_id) {
        Some(at) => remember(&place.memory.lines, (at, direction), || read_lines(acl.it, direction)),
        None => read_lines(acl.it, direction),
    }
}

fn read_lines(acl: &NetworkAcl, direction: Direction) -> Rc<[Line]> {
    let entries = acl.entries.iter().enumerate();
    let mut lines: Vec<Line> = entries.map(|(at, entry)| read_line(&acl.network_acl_id, at, entry)).collect();
    lines.retain(|line| line.direction.is_none_or(|own| own == direction));
    lines.sort_by_key(|line| (line.number.is_none(), line.number, line.at));
    let numbers: Vec<Option<i64>> = lines.iter().map(|line| line.number).collect();
    for line in &mut lines {
        let Some(number) = line.number else { continue };
        line.shared = numbers.iter().filter(|other| **other == Some(number)).count() > 1;
        if line.shared {
            let what = format!("several entries of {} have the number {number}", acl.network_acl_id);
            line.doubts.extend(Gap::Ambiguous { what }.into());
        }
    }
    lines.into()
}

fn read_line(id: &str, at: usize, entry: &NetworkAclEntry) -> Line {
    let mut doubts = Gaps::none();
    let mut doubt = |field: &str, value: Option<&str>| {
        doubts.extend(match value {
            Some(value) => unrecognised(id, field, value),
            None => malformed(field, id),
        });
    };
    let direction = match entry.egress {
        Some(true) => Some(Direction::Outbound),
        Some(false) => Some(Direction::Inbound),
        None => None,
    };
    let protocol = entry.protocol.as_deref().and_then(Protocol::number);
    let range = entry.port_range.as_ref();
    let types = entry.icmp_type_code.as_ref();
    let ports = match protocol {
        Some(own) if own.has_ports() => range.and_then(|range| protocol::ports(range.from, range.to)),
        Some(own) if own.has_types() => types.map_or(Some(Ports::ALL), |of| protocol::types(of.r#type, of.code)),
        Some(_) | None => Some(Ports::ALL),
    };
    let allows = match entry.rule_action.as_deref() {
        Some("allow") => Some(true),
        Some("deny") => Some(false),
        Some(_) | None => None,
    };
    if direction.is_none() {
        doubt("Egress", None);
    }
    if protocol.is_none() {
        doubt("Protocol", entry.protocol.as_deref());
    }
    if ports.is_none() {
        doubt(if range.is_some() || types.is_none() { "PortRange" } else { "IcmpTypeCode" }, None);
    }
    if allows.is_none() {
        doubt("RuleAction", entry.rule_action.as_deref());
    }
    if entry.rule_number.is_none() {
        doubt("RuleNumber", None);
    }
    let (four, six) = match (entry.cidr_block.as_deref(), entry.ipv6_cidr_block.as_deref()) {
        (None, None) => (Block::Unread, Block::Unread),
        (four, six) => (block(four, Family::Ipv4), block(six, Family::Ipv6)),
    };
    if four == Block::Unread {
        doubt("CidrBlock", None);
    }
    if six == Block::Unread {
        doubt("Ipv6CidrBlock", None);
    }
    Line { at, number: entry.rule_number, shared: false, allows, doubts, direction, protocol, ports, four, six }
}

fn block(text: Option<&str>, family: Family) -> Block {
    let Some(text) = text else { return Block::None };
    match cidr::parse(text).filter(|net| cidr::family(net) == family) {
        Some(net) => Block::Read(Span::of(&net)),
        None => Block::Unread,
    }
}
