//! Sessions at rest: the way of packets from one place to another and of their replies. Built by `network`.

use super::{Disposition, Family, Hop, Via};
use crate::snapshot::Gaps;

/// One way of a session, forward or back.
#[derive(Clone, Debug, PartialEq)]
pub struct Leg {
    /// What becomes of the packets.
    pub disposition: Disposition,
    /// The hops, in order, up to the one that decided.
    pub hops: Vec<Hop>,
    /// Why it cannot be told; empty where it can.
    pub gaps: Gaps,
}

/// A session to one address, or to addresses that fare alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// The address, or a block of the addresses, or `public addresses of sqs`.
    pub address: String,
    /// The family.
    pub family: Family,
    /// The share of the service's addresses, 0 to 1; 1 for a single address.
    pub share: f64,
    /// What finally hands the packets over; `none` for a plain interface.
    pub via: Via,
    /// That thing's id; empty for none.
    pub target: String,
    /// The gateways passed before it, in order.
    pub through: Vec<String>,
    /// The way there.
    pub forward: Leg,
    /// The way back, where the way there succeeds.
    pub back: Option<Leg>,
}

impl Session {
    /// What becomes of the session: the way there, or else the way back.
    pub fn disposition(&self) -> Disposition {
        match &self.back {
            Some(back) if !back.disposition.succeeds() => back.disposition,
            Some(_) | None => self.forward.disposition,
        }
    }

    /// Why the disposition cannot be told.
    pub fn gaps(&self) -> Gaps {
        let back = self.back.as_ref().map(|back| back.gaps.clone());
        self.forward.gaps.clone().union(back.unwrap_or_default())
    }
}

/// How a name was resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// The name asked for.
    pub name: String,
    /// What it leads to, in a few words.
    pub leads_to: String,
    /// What decided, in order.
    pub hops: Vec<Hop>,
    /// Why it cannot be told; empty where it can.
    pub gaps: Gaps,
}

/// An answered trace.
#[derive(Clone, Debug, PartialEq)]
pub struct Traced {
    /// Where the packets come from, as asked.
    pub from: String,
    /// Where they go, as asked.
    pub to: String,
    /// How the name was resolved, one a family, if a name was asked for.
    pub names: Vec<Named>,
    /// One a destination address or set of alike addresses, in order; none where a name leads nowhere.
    pub answers: Vec<Session>,
}

/// Which kind of path is best for a subnet and service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Better {
    /// What there is.
    AsIs,
    /// A gateway endpoint in the VPC.
    GatewayEndpoint,
    /// An interface endpoint in the VPC.
    InterfaceEndpoint,
    /// The interface endpoint of another VPC that this one can reach.
    CentralEndpoint,
    /// Cannot be told.
    Unknown,
}

impl Better {
    /// The word used everywhere.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AsIs => "as-is",
            Self::GatewayEndpoint => "gateway-endpoint",
            Self::InterfaceEndpoint => "interface-endpoint",
            Self::CentralEndpoint => "central-endpoint",
            Self::Unknown => "unknown",
        }
    }
}
