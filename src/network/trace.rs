//! One session, packet by packet: the name, the way there, the way back.
//!
//! NOTE: stands in for the engine: it finds the source and tells nothing of the way.

use super::Index;
use crate::finding::{Disposition, Family, Leg, Session, Traced, Via};
use crate::snapshot::Gap;
use std::fmt;
use std::net::IpAddr;

/// The session asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Where its packets come from.
    pub from: Source,
    /// Where they go: a service's token, a name or an address.
    pub to: String,
    /// The protocol, as IANA numbers it.
    pub protocol: u8,
    /// The port they go to; without meaning for protocols that have none.
    pub port: u16,
    /// The family; of a name without one, both.
    pub family: Option<Family>,
}

/// Where packets come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A network interface, an instance or a subnet, by id.
    Named(String),
    /// The interface that has an address.
    Address(IpAddr),
    /// Anywhere in the internet.
    Internet,
}

impl fmt::Display for Source {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(id) => out.write_str(id),
            Self::Address(address) => write!(out, "{address}"),
            Self::Internet => out.write_str("internet"),
        }
    }
}

/// Why a session cannot be walked. The user's to mend.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TraceError {
    /// Nothing in view is called so.
    #[error("there is no `{from}` in view; name an interface, instance, subnet or address that is")]
    NoSuchSource {
        /// The source as asked.
        from: String,
    },
}

/// Walks a session.
///
/// # Errors
///
/// [`TraceError`] where there is nothing to walk from.
pub fn trace<'i>(index: &'i Index<'i>, asked: &Asked) -> Result<Traced, TraceError> {
    let known = match &asked.from {
        Source::Named(id) => index.places().iter().any(|place| {
            place.view.network_interfaces.iter().any(|interface| &interface.network_interface_id == id)
                || place.view.subnets.iter().any(|subnet| &subnet.subnet_id == id)
        }),
        Source::Address(_) | Source::Internet => true,
    };
    if !known {
        return Err(TraceError::NoSuchSource { from: asked.from.to_string() });
    }
    let gaps = Gap::NotModelled { what: "the way of one session".to_owned() }.into();
    Ok(Traced {
        from: asked.from.to_string(),
        to: asked.to.clone(),
        names: Vec::new(),
        answers: vec![Session {
            address: asked.to.clone(),
            family: asked.family.unwrap_or(Family::Ipv4),
            share: 1.0,
            via: Via::Unknown,
            target: String::new(),
            through: Vec::new(),
            forward: Leg { disposition: Disposition::Unknown, hops: Vec::new(), gaps },
            back: None,
        }],
    })
}
