//! Packets that are judged as one: one protocol, one block to one block, a range of ports to a range of ports.

use super::cidr;
use crate::finding::Family;
use ipnet::IpNet;
use std::fmt;

/// TCP, as IANA numbers protocols (<https://www.iana.org/assignments/protocol-numbers/>).
pub const TCP: u8 = 6;
/// UDP.
pub const UDP: u8 = 17;

/// A range of ports, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ports {
    /// The lowest.
    pub first: u16,
    /// The highest.
    pub last: u16,
}

impl Ports {
    /// Every port.
    pub const ALL: Self = Self { first: 0, last: u16::MAX };
    /// The ports a Linux client sends from, `net.ipv4.ip_local_port_range`; AWS's page on network ACLs names them too.
    pub const CLIENT: Self = Self { first: 32768, last: 60999 };
    /// The ports a NAT gateway sends from
    /// (<https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html>).
    pub const NAT_GATEWAY: Self = Self { first: 1024, last: u16::MAX };

    /// One port.
    pub const fn one(port: u16) -> Self {
        Self { first: port, last: port }
    }

    /// Whether no port of `other` is missing here.
    pub fn contains(self, other: Self) -> bool {
        self.first <= other.first && other.last <= self.last
    }

    /// The ports of both.
    pub fn overlap(self, other: Self) -> Option<Self> {
        let (first, last) = (self.first.max(other.first), self.last.min(other.last));
        (first <= last).then_some(Self { first, last })
    }
}

impl fmt::Display for Ports {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(out, "{}", self.first)
        } else {
            write!(out, "{}-{}", self.first, self.last)
        }
    }
}

/// Packets that are judged as one.
///
/// INVARIANT: both blocks are of one family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Packets {
    /// The protocol, as IANA numbers it.
    pub protocol: u8,
    /// Where they come from.
    pub source: IpNet,
    /// The ports they come from; without meaning for protocols that have none.
    pub source_ports: Ports,
    /// Where they go.
    pub destination: IpNet,
    /// The ports they go to.
    pub destination_ports: Ports,
}

impl Packets {
    /// The replies to them.
    #[must_use]
    pub fn reply(self) -> Self {
        Self {
            protocol: self.protocol,
            source: self.destination,
            source_ports: self.destination_ports,
            destination: self.source,
            destination_ports: self.source_ports,
        }
    }

    /// The family.
    pub fn family(self) -> Family {
        cidr::family(&self.destination)
    }

    /// Whether the protocol has ports.
    pub fn has_ports(self) -> bool {
        self.protocol == TCP || self.protocol == UDP
    }
}
