//! A packet walker: naive, slow, one packet at a time, over a snapshot's JSON. It is the oracle of the network engine, so
//! it shares no code with it: it is written from docs/decisions/009 and the pages of AWS's documentation named in each file.
//!
//! What AWS leaves open (equal routes, a shared load, a thing out of view) is `Undecided`, not guessed.

mod cases;
mod choice;
mod filter;
mod gateway;
mod inward;
mod judge;
pub mod parts;
mod public;
mod read;
mod reply;
mod route;
mod session;
mod transit;
mod travel;
mod world;
mod worlds;

pub use read::read;
pub use world::World;

use serde_json::Value;
use std::net::IpAddr;

/// Where a packet begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// A network interface's id and which of its addresses it uses.
    Interface(String, IpAddr),
    /// An address of the internet.
    Internet(IpAddr),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packet {
    pub from: From,
    pub to: IpAddr,
    pub protocol: u8,
    pub source_port: u16,
    pub port: u16,
}

/// How the session of a packet fares, in the words of docs/decisions/009.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct End {
    /// The disposition of the way forward.
    pub forward: String,
    /// `delivered` or what stops the reply; `leaves-view`, or `unknown` where AWS documents no answer. None where forward does not succeed or leaves view.
    pub back: Option<String>,
    /// What finally hands the packet over, by routes alone. Empty where that is a plain interface or nothing does;
    /// `unknown` where it, `target` and `through` are not told and not to be compared.
    pub via: String,
    pub target: String,
    /// The gateways passed before, in order.
    pub through: Vec<String>,
    /// The interface arrived at, by routes alone.
    pub arrived: Option<String>,
}

/// Why AWS documents no answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Undecided(pub String);

/// Walks a packet and its reply through a snapshot. For many packets, `read` the snapshot once and walk its `World`.
pub fn walk(snapshot: &Value, packet: &Packet) -> Result<End, Undecided> {
    read(snapshot).walk(packet)
}

pub fn tests() -> Vec<libtest_mimic::Trial> {
    [cases::tests(), worlds::tests()].into_iter().flatten().collect()
}
