//! The addresses at one end of packets.

use crate::finding::Family;
use crate::network::cidr;
use ipnet::IpNet;
use std::net::IpAddr;
use std::rc::Rc;

/// The addresses at one end.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::network) enum Ends {
    /// All of these: disjoint blocks, in order.
    Blocks(Rc<[IpNet]>),
    /// Some public addresses that are not known: those of a service, by token, or of a host in the internet.
    Somewhere(Family, Option<Rc<str>>),
}

impl Ends {
    pub fn one(address: IpAddr) -> Self {
        Self::block(IpNet::from(address))
    }

    pub fn block(block: IpNet) -> Self {
        Self::Blocks(Rc::from([block]))
    }

    pub fn blocks(blocks: &[IpNet]) -> Self {
        let mut blocks = IpNet::aggregate(&blocks.to_vec());
        blocks.sort();
        Self::Blocks(blocks.into())
    }

    /// The one address, if there is but one.
    pub fn address(&self) -> Option<IpAddr> {
        match self {
            Self::Blocks(blocks) => match blocks.as_ref() {
                [one] if one.prefix_len() == one.max_prefix_len() => Some(one.addr()),
                _ => None,
            },
            Self::Somewhere(..) => None,
        }
    }

    pub fn family(&self) -> Option<Family> {
        match self {
            Self::Blocks(blocks) => blocks.first().map(cidr::family),
            Self::Somewhere(family, _) => Some(*family),
        }
    }

    /// Blocks that hold all the addresses; of unknown ones, all public blocks.
    pub fn spread(&self) -> Rc<[IpNet]> {
        match self {
            Self::Blocks(blocks) => blocks.clone(),
            Self::Somewhere(family, _) => cidr::public(*family).into(),
        }
    }

    /// How many addresses, as far as is known.
    pub fn size(&self) -> f64 {
        match self {
            Self::Blocks(blocks) => blocks.iter().map(cidr::size).sum(),
            Self::Somewhere(..) => 1.0,
        }
    }

    /// Whether all are private, link-local or otherwise not of the internet; unknown ones are public by definition.
    pub fn has_private(&self) -> bool {
        match self {
            Self::Blocks(blocks) => blocks.iter().any(|block| !cidr::is_public(block)),
            Self::Somewhere(..) => false,
        }
    }
}
