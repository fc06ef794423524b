//! Forward and back: a session of one packet and its reply.

use super::choice::Choices;
use super::travel::{Filter, Finish, Flow, Here, Holder, Journey, Mode, Port, Travel};
use super::world::World;
use super::{End, From, Packet, Undecided};
use std::collections::BTreeSet;

/// The most ways a packet may have before it is called undecided.
const WAYS: usize = 64;

impl World {
    /// Walks a packet and its reply, on every way it may take.
    pub fn walk(&self, packet: &Packet) -> Result<End, Undecided> {
        let mut choices = Choices::default();
        let mut ends = BTreeSet::new();
        for _ in 0..WAYS {
            ends.insert(self.once(&mut choices, packet)?);
            if !choices.next() {
                return merged(&ends);
            }
        }
        Err(Undecided(format!("more than {WAYS} ways")))
    }

    fn once(&self, choices: &mut Choices, packet: &Packet) -> Result<End, Undecided> {
        match &packet.from {
            From::Interface(id, address) => {
                let Some(at) = self.interfaces.iter().position(|one| one.id == *id) else {
                    return Err(Undecided(format!("{id} is not in view")));
                };
                if self.interfaces[at].addresses.contains(&packet.to) {
                    return Err(Undecided("a packet to its own sender".to_owned()));
                }
                if address.is_ipv6() != packet.to.is_ipv6() {
                    return Err(Undecided("a packet of two families".to_owned()));
                }
                let flow = Flow { from: *address, to: packet.to, port: Port::One(packet.port) };
                let here = Here::of(self, self.interfaces[at].subnet);
                let mut travel = Travel::new(self, choices, Mode::Forward, here, flow, Holder::Interface(at));
                travel.note(Filter::GroupsOut(at));
                let journey = travel.run();
                self.end(choices, packet, &journey)
            }
            From::Internet(_) => self.inward(choices, packet),
        }
    }

    fn end(&self, choices: &mut Choices, packet: &Packet, journey: &Journey) -> Result<End, Undecided> {
        let mut end = self.told(journey);
        if let Some(word) = self.first_stop(journey, packet)? {
            end.forward = word.to_owned();
            return Ok(end);
        }
        match &journey.finish {
            Finish::Unsure(why) => return Err(Undecided(why.clone())),
            Finish::Stop(word) => (*word).clone_into(&mut end.forward),
            Finish::Left(..) => "leaves-view".clone_into(&mut end.forward),
            Finish::Internet(..) => "to-internet".clone_into(&mut end.forward),
            Finish::Service(_) => "to-service".clone_into(&mut end.forward),
            Finish::At(_) if !end.via.is_empty() => "to-service".clone_into(&mut end.forward),
            Finish::At(_) => "delivered".clone_into(&mut end.forward),
        }
        if !matches!(journey.finish, Finish::Stop(_) | Finish::Left(..)) {
            let (steps, word) = self.reply(choices, packet, journey);
            let back = Journey { steps, segments: Vec::new(), through: Vec::new(), finish: journey.finish.clone() };
            end.back = Some(self.word_back(&back, packet, word));
        }
        Ok(end)
    }

    /// `via`, `target`, `through` and `arrived` of a way.
    pub fn told(&self, journey: &Journey) -> End {
        let mut through = journey.through.clone();
        let mut arrived = None;
        let (via, target) = match &journey.finish {
            Finish::Service(id) => ("gateway-endpoint", id.clone()),
            Finish::Internet(id, true) => ("egress-only-internet-gateway", id.clone()),
            Finish::Internet(id, false) => match journey.segments[journey.segments.len() - 1].holder {
                Holder::Nat(at) => {
                    let nat = self.nats[at].id.clone();
                    if let Some(last) = through.iter().rposition(|id| *id == nat) {
                        through.remove(last);
                    }
                    ("nat-gateway", nat)
                }
                Holder::Interface(_) | Holder::Outside => ("internet-gateway", id.clone()),
            },
            Finish::Left(via, id) if through.is_empty() => (*via, id.clone()),
            Finish::Left(..) => ("unknown", String::new()),
            Finish::At(Holder::Interface(at)) => {
                let id = &self.interfaces[*at].id;
                arrived = Some(id.clone());
                let serves = |kind: &str| ["Interface", "Resource", "ServiceNetwork"].contains(&kind);
                match self.endpoints.iter().find(|one| serves(&one.kind) && one.interfaces.contains(id)) {
                    Some(endpoint) => {
                        let own = match journey.segments[0].holder {
                            Holder::Interface(client) => self.vpcs[self.interfaces[client].vpc].id == endpoint.vpc,
                            Holder::Nat(_) | Holder::Outside => false,
                        };
                        (if own { "interface-endpoint" } else { "central-endpoint" }, endpoint.id.clone())
                    }
                    None => ("", String::new()),
                }
            }
            Finish::At(_) | Finish::Stop(_) | Finish::Unsure(_) => ("", String::new()),
        };
        End { forward: String::new(), back: None, via: via.to_owned(), target, through, arrived }
    }
}

/// One answer out of those of every way.
fn merged(ends: &BTreeSet<End>) -> Result<End, Undecided> {
    let Some(first) = ends.first() else { return Err(Undecided("no way".to_owned())) };
    let mut merged = first.clone();
    for end in ends {
        if end.forward != merged.forward || end.arrived != merged.arrived {
            return Err(Undecided("ways that fare differently".to_owned()));
        }
        if end.back != merged.back {
            merged.back = Some("unknown".to_owned());
        }
        if (&end.via, &end.target, &end.through) != (&merged.via, &merged.target, &merged.through) {
            merged.via = "unknown".to_owned();
            merged.target.clear();
            merged.through.clear();
        }
    }
    Ok(merged)
}
