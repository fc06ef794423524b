//! The way of a reply.

use super::Packet;
use super::choice::Choices;
use super::travel::{Filter, Finish, Flow, Here, Holder, Journey, Mode, Port, Step, Travel};
use super::world::World;

impl World {
    /// The reply, from the last translation to the first: its filters, and `delivered` or what else it comes to.
    pub fn reply(&self, choices: &mut Choices, packet: &Packet, journey: &Journey) -> (Vec<Step>, &'static str) {
        let mut steps = Vec::new();
        let last = journey.segments.len() - 1;
        for (at, segment) in journey.segments.iter().enumerate().rev() {
            let port = if at == 0 { Port::One(packet.source_port) } else { Port::OfNat };
            let flow = Flow { from: segment.to, to: segment.from, port };
            let (here, holder, mode) = match (&journey.finish, segment.holder) {
                _ if at < last => {
                    let Holder::Nat(nat) = journey.segments[at + 1].holder else { return (steps, "unknown") };
                    let nat = &self.nats[nat];
                    let table = self.tables.iter().position(|table| table.id == nat.table);
                    let regional = Here { vpc: nat.vpc, subnet: None, table };
                    let here = nat.subnet.map_or(regional, |subnet| Here::of(self, subnet));
                    if here.table.is_none() {
                        // A regional gateway whose table is not in view hands the reply to its own VPC.
                        steps.extend(self.straight(flow, segment.holder));
                        continue;
                    }
                    (here, journey.segments[at + 1].holder, Mode::Back)
                }
                (Finish::At(Holder::Interface(to)), _) => {
                    (Here::of(self, self.interfaces[*to].subnet), Holder::Interface(*to), Mode::Back)
                }
                (Finish::Internet(gateway, false), _) => match self.ingress(gateway, segment.holder) {
                    Some(here) if !matches!(segment.holder, Holder::Nat(nat) if self.nats[nat].subnet.is_none()) => {
                        (here, Holder::Outside, Mode::Back)
                    }
                    _ => {
                        steps.extend(self.straight(flow, segment.holder));
                        continue;
                    }
                },
                (Finish::Internet(..) | Finish::Service(_), _) => {
                    steps.extend(self.straight(flow, segment.holder));
                    continue;
                }
                _ => return (steps, "unknown"),
            };
            let back = Travel::new(self, choices, mode, here, flow, holder).run();
            steps.extend(back.steps);
            if back.finish != Finish::At(segment.holder) {
                return (steps, lost(&back.finish));
            }
        }
        (steps, "delivered")
    }

    /// The gateway's own route table, from which it hands on what comes in.
    pub fn ingress(&self, gateway: &str, holder: Holder) -> Option<Here> {
        let vpc = match holder {
            Holder::Interface(at) => self.interfaces[at].vpc,
            Holder::Nat(at) => self.nats[at].vpc,
            Holder::Outside => return None,
        };
        let table = self.tables.iter().position(|table| table.gateways.iter().any(|one| one == gateway))?;
        Some(Here { vpc, subnet: None, table: Some(table) })
    }

    /// What a reply meets that comes straight into the subnet of the address it goes to.
    fn straight(&self, flow: Flow, holder: Holder) -> Option<Step> {
        let subnet = match holder {
            Holder::Interface(at) => Some(self.interfaces[at].subnet),
            Holder::Nat(at) => self.nats[at].subnet,
            Holder::Outside => None,
        };
        subnet.map(|subnet| Step { filter: Filter::AclIn(subnet), other: flow.from, port: flow.port })
    }
}

/// The word of a reply that does not come back: another way than the one it came is no way.
pub fn lost(finish: &Finish) -> &'static str {
    match finish {
        Finish::Stop("blackhole") => "blackhole",
        Finish::Left(..) => "leaves-view",
        Finish::Unsure(_) => "unknown",
        Finish::Stop(_) | Finish::At(_) | Finish::Service(_) | Finish::Internet(..) => "no-route",
    }
}
