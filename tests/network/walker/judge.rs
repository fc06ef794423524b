//! The filters noted on a way, asked in order.

use super::filter::{self, Asked, Kin};
use super::transit::of_vpc;
use super::travel::{Filter, Finish, Holder, Journey, Port, Step};
use super::world::World;
use super::{Packet, Undecided};

impl World {
    /// The word of a reply: that of the first filter that stops it, else that of where its way ends.
    pub fn word_back(&self, back: &Journey, packet: &Packet, end: &str) -> String {
        let stopped = self.first_stop(back, packet);
        stopped.map_or("unknown", |word| word.unwrap_or(end)).to_owned()
    }

    /// The word of the first filter that stops a packet.
    pub fn first_stop(&self, journey: &Journey, packet: &Packet) -> Result<Option<&'static str>, Undecided> {
        // A filter lets a reply to a NAT gateway through when it lets all ports through that the gateway may send from.
        let asked = journey.steps.iter().flat_map(|step| match step.port {
            Port::One(port) => vec![(step, port)],
            Port::OfNat => self.ports.iter().map(|port| (step, *port)).collect(),
        });
        for (step, port) in asked {
            let acl = |subnet, egress| {
                filter::acl(self, subnet, egress, step.other, packet.protocol, port)
                    .ok_or_else(|| Undecided("a subnet without an ACL in view".to_owned()))
            };
            let passed = match step.filter {
                Filter::AclOut(subnet) => acl(subnet, true)?,
                Filter::AclIn(subnet) => acl(subnet, false)?,
                Filter::PerhapsAclIn(subnet) if acl(subnet, false)? => true,
                Filter::PerhapsAclIn(_) => {
                    return Err(Undecided("an address nobody holds behind an ACL that denies".to_owned()));
                }
                Filter::GroupsOut(at) => self.groups_pass(journey, step, at, false, packet.protocol, port)?,
                Filter::GroupsIn(at) => self.groups_pass(journey, step, at, true, packet.protocol, port)?,
            };
            if !passed {
                return Ok(Some(match step.filter {
                    Filter::AclOut(_) | Filter::AclIn(_) | Filter::PerhapsAclIn(_) => "denied-by-network-acl",
                    Filter::GroupsOut(_) | Filter::GroupsIn(_) => "denied-by-security-group",
                }));
            }
        }
        Ok(None)
    }

    fn groups_pass(
        &self,
        journey: &Journey,
        step: &Step,
        interface: usize,
        inbound: bool,
        protocol: u8,
        port: u16,
    ) -> Result<bool, Undecided> {
        let sender = match journey.segments.as_slice() {
            [only] => Some(only.holder),
            _ => None,
        };
        let peer = match (inbound, &journey.finish, sender) {
            (true, _, Some(Holder::Interface(at))) => Some(at),
            (false, Finish::At(Holder::Interface(at)), Some(_)) => Some(*at),
            _ => None,
        };
        let kin = peer.map_or(Kin::Far, |peer| self.kin(journey, interface, peer));
        let asked = Asked { interface, inbound, other: step.other, peer, kin: &kin, protocol, port };
        if filter::groups(self, &asked, true) {
            return Ok(true);
        }
        // Where VPCs are peered and the packet goes by a transit gateway all the same, AWS does not say which link counts.
        if let Some(peer) = peer
            && self.peered_beside(journey, interface, peer)
            && filter::groups(self, &Asked { kin: &Kin::Same, ..asked }, true)
        {
            return Err(Undecided("a reference to a group of a peered VPC by a transit gateway".to_owned()));
        }
        // Where the way ends before anybody, whether a reference to the group of who holds the address counts is open.
        let short = matches!(journey.finish, Finish::Stop(_) | Finish::Unsure(_));
        if !inbound && short {
            let holders = (0..self.interfaces.len()).filter(|at| self.interfaces[*at].addresses.contains(&step.other));
            for holder in holders {
                let asked = Asked { peer: Some(holder), kin: &Kin::Same, ..asked };
                if filter::groups(self, &asked, true) {
                    return Err(Undecided("a reference to a group on a way that ends early".to_owned()));
                }
            }
        }
        Ok(false)
    }

    /// Whether a way leads by one transit gateway alone between VPCs that are peered, too.
    fn peered_beside(&self, journey: &Journey, one: usize, other: usize) -> bool {
        let ids = [one, other].map(|at| &self.vpcs[self.interfaces[at].vpc].id);
        let [only] = journey.through.as_slice() else { return false };
        self.transit.iter().any(|transit| transit.id == *only)
            && self.peerings.iter().any(|peering| {
                peering.active
                    && peering.regions[0] == peering.regions[1]
                    && ids.iter().all(|id| peering.vpcs.contains(id))
            })
    }

    /// How two interfaces are related on a way between them.
    fn kin(&self, journey: &Journey, one: usize, other: usize) -> Kin {
        let vpcs = [self.interfaces[one].vpc, self.interfaces[other].vpc];
        let [only] = journey.through.as_slice() else {
            return if journey.through.is_empty() { Kin::Same } else { Kin::Far };
        };
        if let Some(peering) = self.peerings.iter().find(|peering| peering.id == *only) {
            return if peering.regions[0] == peering.regions[1] { Kin::Peered } else { Kin::Far };
        }
        let supported = self.transit.iter().any(|transit| transit.id == *only && transit.references)
            && vpcs.iter().all(|vpc| of_vpc(self, only, *vpc).is_some_and(|attachment| attachment.references));
        if supported { Kin::Transit } else { Kin::Far }
    }
}
