//! Packets from the internet.
//!
//! <https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html>,
//! <https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html>

use super::choice::Choices;
use super::public::blocked_in;
use super::reply::lost;
use super::route::{Way, look_up, table_of};
use super::travel::{Finish, Flow, Here, Holder, Journey, Mode, Port, Travel};
use super::world::{Target, World};
use super::{End, From, Packet, Undecided};

impl World {
    pub fn inward(&self, choices: &mut Choices, packet: &Packet) -> Result<End, Undecided> {
        let From::Internet(outside) = packet.from else { return Err(Undecided("not from outside".to_owned())) };
        let stopped = |word: &str| {
            let (via, target, through) = ("unknown".to_owned(), String::new(), Vec::new());
            Ok(End { forward: word.to_owned(), back: None, via, target, through, arrived: None })
        };
        if self.nats.iter().any(|nat| nat.public_addresses.contains(&packet.to)) {
            return stopped("denied-by-gateway");
        }
        let found = self.interfaces.iter().enumerate().find_map(|(at, one)| {
            let own = one.addresses.iter().find(|own| packet.to.is_ipv6() && **own == packet.to);
            let private = one.public.iter().find(|(_, public)| *public == packet.to).map(|(private, _)| private);
            own.or(private).map(|private| (at, *private))
        });
        let Some((at, private)) = found else { return stopped("no-route") };
        let interface = &self.interfaces[at];
        let vpc = &self.vpcs[interface.vpc];
        let with = |gateways: &[(String, Vec<String>)]| {
            gateways.iter().find(|(_, vpcs)| vpcs.contains(&vpc.id)).map(|(id, _)| id.clone())
        };
        let Some(gateway) = with(&self.internet_gateways) else {
            let egress_only = packet.to.is_ipv6() && with(&self.egress_only).is_some();
            return stopped(if egress_only { "denied-by-gateway" } else { "no-route" });
        };
        if packet.to.is_ipv6()
            && let Some(table) = table_of(self, interface.subnet)
            && let Some(Way::To(Target::EgressOnly(_))) = look_up(self, table, &vpc.region, outside)?
        {
            return Err(Undecided("from outside to a subnet of an egress-only internet gateway".to_owned()));
        }
        if blocked_in(self, interface.vpc, interface.subnet)? {
            return stopped("denied-by-gateway");
        }
        let flow = Flow { from: outside, to: private, port: Port::One(packet.port) };
        let here = self.ingress(&gateway, Holder::Interface(at));
        let inside = here.unwrap_or(Here { vpc: interface.vpc, subnet: None, table: None });
        let mut travel = Travel::new(self, choices, Mode::Forward, inside, flow, Holder::Outside);
        let journey = if here.is_some() {
            travel.run()
        } else {
            let finish = travel.arrive(interface.vpc);
            Journey { steps: travel.steps, segments: travel.segments, through: travel.through, finish }
        };
        let mut end = self.told(&journey);
        "unknown".clone_into(&mut end.via);
        end.target.clear();
        if let Some(word) = self.first_stop(&journey, packet)? {
            end.forward = word.to_owned();
            return Ok(end);
        }
        end.forward = match &journey.finish {
            Finish::At(_) => "delivered".to_owned(),
            Finish::Stop(word) => (*word).to_owned(),
            Finish::Left(..) => "leaves-view".to_owned(),
            Finish::Service(_) | Finish::Internet(..) => return Err(Undecided("out again".to_owned())),
            Finish::Unsure(why) => return Err(Undecided(why.clone())),
        };
        if let Finish::At(Holder::Interface(at)) = journey.finish {
            let flow = Flow { from: private, to: outside, port: Port::One(packet.source_port) };
            let here = Here::of(self, self.interfaces[at].subnet);
            let back = Travel::new(self, choices, Mode::BackOut, here, flow, Holder::Interface(at)).run();
            let word = if back.finish == Finish::Internet(gateway, false) { "delivered" } else { lost(&back.finish) };
            end.back = Some(self.word_back(&back, packet, word));
        }
        Ok(end)
    }
}
