//! A tiny universe in which every packet can be asked one by one: sixteen addresses of each family, eight ports.

use byway::network::{Packets, Ports};
use ipnet::IpNet;
use proptest::prelude::*;

/// One packet: the address at the other end within the universe, and its port, or its ICMP type and code.
#[derive(Clone, Copy, Debug)]
pub struct Packet {
    pub protocol: u8,
    pub six: bool,
    pub address: u8,
    pub port: i64,
    pub code: i64,
}

/// A block of the universe, all of a family, or one outside of the universe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    Within { first: u8, length: u8 },
    Whole,
    Elsewhere,
}

impl Block {
    pub fn text(self, six: bool) -> String {
        match (self, six) {
            (Self::Within { first, length }, false) => format!("10.0.0.{first}/{}", 28 + length),
            (Self::Within { first, length }, true) => format!("fd00::{first:x}/{}", 124 + length),
            (Self::Whole, false) => "0.0.0.0/0".to_owned(),
            (Self::Whole, true) => "::/0".to_owned(),
            (Self::Elsewhere, false) => "192.168.0.0/16".to_owned(),
            (Self::Elsewhere, true) => "fd01::/32".to_owned(),
        }
    }

    pub fn holds(self, address: u8) -> bool {
        match self {
            Self::Within { first, length } => (first..first + (16 >> length)).contains(&address),
            Self::Whole => true,
            Self::Elsewhere => false,
        }
    }
}

pub fn block() -> impl Strategy<Value = Block> {
    let within = (0u8..16, 0u8..5)
        .prop_map(|(first, length)| Block::Within { first: first / (16 >> length) * (16 >> length), length });
    prop_oneof![8 => within, 1 => Just(Block::Whole), 1 => Just(Block::Elsewhere)]
}

/// What is asked of a filter: a block of the universe and some of its ports.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    pub protocol: u8,
    pub six: bool,
    pub block: Block,
    pub ports: (u16, u16),
    pub inbound: bool,
}

pub fn ask() -> impl Strategy<Value = Ask> {
    let protocol = prop_oneof![4 => Just(6), 2 => Just(17), 1 => Just(1), 1 => Just(58), 1 => Just(50)];
    let block = (0u8..16, 0u8..5)
        .prop_map(|(first, length)| Block::Within { first: first / (16 >> length) * (16 >> length), length });
    let ports = (0u16..8, 0u16..8).prop_map(|(one, other)| (one.min(other), one.max(other)));
    (protocol, any::<bool>(), block, ports, any::<bool>()).prop_map(|(protocol, six, block, ports, inbound)| Ask {
        protocol,
        six,
        block,
        ports,
        inbound,
    })
}

impl Ask {
    pub fn packets(&self) -> Packets {
        let other: IpNet = self.block.text(self.six).parse().unwrap();
        let own: IpNet = if self.six { "fd02::1/128" } else { "10.9.0.1/32" }.parse().unwrap();
        let (source, destination) = if self.inbound { (other, own) } else { (own, other) };
        Packets {
            protocol: self.protocol,
            source,
            source_ports: Ports::CLIENT,
            destination,
            destination_ports: Ports { first: self.ports.0, last: self.ports.1 },
        }
    }

    /// Every packet that is asked about; of ICMP, one of every kind that a rule here tells apart.
    pub fn each(&self) -> Vec<Packet> {
        let ports: Vec<(i64, i64)> = match self.protocol {
            6 | 17 => (self.ports.0..=self.ports.1).map(|port| (i64::from(port), 0)).collect(),
            1 | 58 => (0..9).flat_map(|of| (0..9).map(move |code| (of, code))).collect(),
            _ => vec![(0, 0)],
        };
        let addresses = (0..16).filter(|address| self.block.holds(*address));
        addresses
            .flat_map(|address| {
                let packet = |(port, code)| Packet { protocol: self.protocol, six: self.six, address, port, code };
                ports.iter().copied().map(packet).collect::<Vec<_>>()
            })
            .collect()
    }
}

/// Whether something holds, if it can be told.
pub type Maybe = Option<bool>;

/// The ports of a rule, or its ICMP type and code, as drawn: mostly well-formed.
pub type Range = (Option<i64>, Option<i64>);

pub fn range() -> impl Strategy<Value = Range> {
    prop_oneof![
        8 => (0i64..8, 0i64..8).prop_map(|(one, other)| (Some(one.min(other)), Some(one.max(other)))),
        2 => Just((Some(0), Some(65535))),
        2 => (0i64..3, -1i64..2).prop_map(|(of, code)| (Some(of), Some(code))),
        2 => Just((Some(-1), Some(-1))),
        1 => Just((None, None)),
        1 => Just((Some(5), Some(2))),
        1 => Just((Some(4), None)),
    ]
}

/// Whether a range holds a packet's port, by the protocol that the rule names.
pub fn holds(range: Range, protocol: i64, packet: Packet) -> Maybe {
    match (protocol, range) {
        (6 | 17, (Some(first), Some(last))) if 0 <= first && first <= last && last <= 65535 => {
            Some(first <= packet.port && packet.port <= last)
        }
        (6 | 17, _) => None,
        (1 | 58, (None, None) | (Some(-1), Some(-1))) => Some(true),
        (1 | 58, (Some(of), Some(code))) if (0..=255).contains(&of) && (-1..=255).contains(&code) => {
            Some(of == packet.port && (code == -1 || code == packet.code))
        }
        (1 | 58, _) => None,
        _ => Some(true),
    }
}

/// Kleene's and.
pub fn both(one: Maybe, other: Maybe) -> Maybe {
    match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// Kleene's or.
pub fn either(one: Maybe, other: Maybe) -> Maybe {
    both(one.map(|it| !it), other.map(|it| !it)).map(|it| !it)
}
