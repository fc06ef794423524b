//! What a subnet's network ACL stops, in parts and in words.

use crate::finding::{Evidence, Family};
use crate::network::{AclFate, AclPart, Decider, Direction, Packets, Ports, Seat, TCP, acl_parts, cidr};
use crate::snapshot::Listing;
use crate::snapshot::model::NetworkAcl;
use ipnet::IpNet;
use std::collections::BTreeSet;

/// Packets that an ACL stops.
#[derive(Clone, Debug)]
pub(super) struct Stopped<'i> {
    pub direction: Direction,
    pub blocks: Vec<IpNet>,
    pub ports: Ports,
    by: Decider<'i>,
}

/// TCP between a subnet and a block: out of the subnet to the block, or into the subnet from it.
pub(super) fn tcp(direction: Direction, block: IpNet, ports: Ports) -> Packets {
    let other: Family = cidr::family(&block);
    let (source, destination) = match direction {
        Direction::Inbound => (block, cidr::whole(other)),
        Direction::Outbound => (cidr::whole(other), block),
    };
    Packets { protocol: TCP, source, source_ports: Ports::ALL, destination, destination_ports: ports }
}

/// What an ACL stops of TCP to or from a block.
pub(super) fn stopped<'i>(
    acl: Seat<'i, NetworkAcl>,
    direction: Direction,
    block: IpNet,
    ports: Ports,
) -> Listing<Stopped<'i>> {
    let mut stopped = Listing::complete(Vec::new());
    for AclPart { blocks, ports, fate } in acl_parts(acl, direction, &tcp(direction, block, ports)) {
        match fate {
            AclFate::Allowed(_) => {}
            AclFate::Denied(by) => stopped.items.push(Stopped { direction, blocks, ports, by }),
            AclFate::Unknown(gaps) => stopped.rest.extend(gaps),
        }
    }
    stopped
}

impl Stopped<'_> {
    /// Such as `acl-a: rule 100 denies TCP 443 from 10.0.1.0/24`. Of many blocks the first three are named.
    pub(super) fn words(&self) -> String {
        let hop = self.by.hop();
        let acl = hop.as_ref().map(|hop| hop.resource.id.as_str()).unwrap_or_default();
        let action = hop.as_ref().map(|hop| hop.action.as_str()).unwrap_or_default();
        let word = match self.direction {
            Direction::Inbound => "from",
            Direction::Outbound => "to",
        };
        let mut blocks: Vec<String> = self.blocks.iter().take(3).map(IpNet::to_string).collect();
        if self.blocks.len() > 3 {
            blocks.push(format!("{} more blocks", self.blocks.len() - 3));
        }
        let (blocks, ports) = (blocks.join(", "), self.ports);
        match self.by {
            Decider::Entry(..) => format!("{acl}: {action} TCP {ports} {word} {blocks}"),
            Decider::NoEntry(_) | Decider::Rule(..) | Decider::NoRule(..) | Decider::NoGroups => {
                format!("{acl}: no rule allows TCP {ports} {word} {blocks}")
            }
        }
    }
}

/// The same in words, each once.
pub(super) fn words(stopped: &[Stopped<'_>]) -> Vec<String> {
    let words: BTreeSet<String> = stopped.iter().map(Stopped::words).collect();
    words.into_iter().collect()
}

/// The blocks of all, the fewest there are.
pub(super) fn blocks(stopped: &[Stopped<'_>]) -> Vec<IpNet> {
    IpNet::aggregate(&stopped.iter().flat_map(|one| one.blocks.iter().copied()).collect::<Vec<_>>())
}

/// The entries that stop them, each once.
pub(super) fn evidence(stopped: &[Stopped<'_>]) -> Vec<Evidence> {
    let mut evidence: Vec<Evidence> = Vec::new();
    for one in stopped {
        let Some(hop) = one.by.hop() else { continue };
        if evidence.iter().all(|held| held.pointer != hop.pointer || held.resource != hop.resource) {
            evidence.push(Evidence { says: one.words(), ..Evidence::from(hop) });
        }
    }
    evidence
}
