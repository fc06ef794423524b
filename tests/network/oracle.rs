//! What AWS documents about route priority, as a scan over every route for one address. Slow, plain, and sharing no code
//! with the program: blocks are matched bit by bit.
//!
//! <https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html> and
//! <https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-route-priority.html>.

use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A block: its first address as a number, and its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Block {
    pub six: bool,
    pub bits: u128,
    pub length: u32,
}

impl Block {
    fn width(self) -> u32 {
        if self.six { 128 } else { 32 }
    }

    pub fn has(self, six: bool, address: u128) -> bool {
        let free = self.width() - self.length;
        self.six == six && (free >= 128 || address >> free == self.bits >> free)
    }

    pub fn text(self) -> String {
        format!("{}/{}", address(self.six, self.bits), self.length)
    }
}

pub fn address(six: bool, bits: u128) -> IpAddr {
    if six { IpAddr::V6(Ipv6Addr::from(bits)) } else { IpAddr::V4(Ipv4Addr::from(u32::try_from(bits).unwrap())) }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    Block(Block),
    /// A list by its number.
    List(usize),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub to: To,
    pub member: &'static str,
    pub target: &'static str,
    pub state: &'static str,
    pub propagated: bool,
}

impl Row {
    pub fn is_local(&self) -> bool {
        self.target == "local"
    }

    /// The route as AWS answers it.
    pub fn json(&self) -> Value {
        let origin = match (self.is_local(), self.propagated) {
            (true, _) => "CreateRouteTable",
            (false, true) => "EnableVgwRoutePropagation",
            (false, false) => "CreateRoute",
        };
        let (to, destination) = match self.to {
            To::List(list) => ("DestinationPrefixListId", format!("pl-{list}")),
            To::Block(block) if block.six => ("DestinationIpv6CidrBlock", block.text()),
            To::Block(block) => ("DestinationCidrBlock", block.text()),
        };
        json!({to: destination, self.member: self.target, "State": self.state, "Origin": origin})
    }
}

/// What becomes of a packet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    NoRoute,
    Dropped,
    Sent(&'static str),
}

/// What may become of a packet to an address, with the rows that may decide: more than one fate where AWS tells no rule.
pub fn fates(rows: &[Row], lists: &[Vec<Block>], six: bool, address: u128) -> BTreeSet<(Fate, Option<usize>)> {
    let mut matches: Vec<(u32, usize)> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        if row.state == "filtered" {
            continue;
        }
        match &row.to {
            To::Block(block) if block.has(six, address) => matches.push((block.length, at)),
            To::Block(_) => {}
            To::List(list) => {
                for entry in &lists[*list] {
                    if entry.has(six, address) {
                        matches.push((entry.length, at));
                    }
                }
            }
        }
    }
    if matches.iter().any(|(_, at)| rows[*at].is_local()) {
        matches.retain(|(_, at)| !rows[*at].propagated);
    }
    let longest = matches.iter().map(|(length, _)| *length).max().unwrap_or(0);
    matches.retain(|(length, _)| *length == longest);
    let by_block = |at: usize| matches!(rows[at].to, To::Block(_));
    let mut best: Vec<usize> =
        matches.iter().map(|(_, at)| *at).filter(|at| by_block(*at) && !rows[*at].propagated).collect();
    if best.is_empty() {
        best = matches.iter().map(|(_, at)| *at).filter(|at| !by_block(*at)).collect();
    }
    if best.is_empty() {
        best = matches.iter().map(|(_, at)| *at).collect();
    }
    let fate = |at: usize| if rows[at].state == "blackhole" { Fate::Dropped } else { Fate::Sent(rows[at].target) };
    if best.is_empty() {
        return BTreeSet::from([(Fate::NoRoute, None)]);
    }
    best.into_iter().map(|at| (fate(at), Some(at))).collect()
}

/// The one fate, if AWS's rules leave one.
pub fn only(fates: &BTreeSet<(Fate, Option<usize>)>) -> Option<Fate> {
    let mut distinct: BTreeSet<&Fate> = fates.iter().map(|(fate, _)| fate).collect();
    let first = distinct.pop_first()?;
    if distinct.is_empty() { Some(first.clone()) } else { None }
}
