//! Forward and back: a session of one packet and its reply.

use super::choice::Choices;
use super::filter::{self, Asked, Kin};
use super::public::blocked_in;
use super::route::{Way, look_up, table_of};
use super::transit::of_vpc;
use super::travel::{Filter, Finish, Flow, Here, Holder, Journey, Mode, Port, Step, Travel};
use super::world::{Target, World};
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
            From::Internet(_) => self.from_internet(choices, packet),
        }
    }

    fn end(&self, choices: &mut Choices, packet: &Packet, journey: &Journey) -> Result<End, Undecided> {
        let mut end = self.told(journey);
        if let Some(word) = self.first_stop(journey, packet, &[])? {
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
            let nats = journey.segments.len() - 1;
            let back = Journey { steps, segments: Vec::new(), through: Vec::new(), finish: journey.finish.clone() };
            end.back = Some(self.on_all_ports(&back, packet, nats, word).unwrap_or_else(|_| "unknown".to_owned()));
        }
        Ok(end)
    }

    /// `via`, `target`, `through` and `arrived` of a way.
    fn told(&self, journey: &Journey) -> End {
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
                let serves = |kind: &str| kind == "Interface";
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

    /// The reply, from the last translation to the first: its filters, and `delivered` or what else it comes to.
    fn reply(&self, choices: &mut Choices, packet: &Packet, journey: &Journey) -> (Vec<Step>, &'static str) {
        let mut steps = Vec::new();
        let last = journey.segments.len() - 1;
        for (at, segment) in journey.segments.iter().enumerate().rev() {
            let port = if at == 0 { Port::One(packet.source_port) } else { Port::OfNat(at - 1) };
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
    fn ingress(&self, gateway: &str, holder: Holder) -> Option<Here> {
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

    fn from_internet(&self, choices: &mut Choices, packet: &Packet) -> Result<End, Undecided> {
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
        if let Some(word) = self.first_stop(&journey, packet, &[])? {
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
            end.back = Some(self.on_all_ports(&back, packet, 0, word).unwrap_or_else(|_| "unknown".to_owned()));
        }
        Ok(end)
    }

    /// The word of a reply for every combination of the ports that NAT gateways may have sent from.
    fn on_all_ports(&self, back: &Journey, packet: &Packet, nats: usize, word: &str) -> Result<String, Undecided> {
        let count = self.ports.len();
        let mut words = BTreeSet::new();
        for number in 0..count.pow(u32::try_from(nats).unwrap_or(u32::MAX)) {
            let ports: Vec<u16> = (0..nats).map(|nat| self.ports[number / count.pow(nat as u32) % count]).collect();
            words.insert(self.first_stop(back, packet, &ports)?.unwrap_or(word));
        }
        match words.into_iter().collect::<Vec<_>>().as_slice() {
            [one] => Ok((*one).to_owned()),
            _ => Ok("mixed".to_owned()),
        }
    }

    /// The word of the first filter that stops a packet.
    fn first_stop(&self, journey: &Journey, packet: &Packet, ports: &[u16]) -> Result<Option<&'static str>, Undecided> {
        for step in &journey.steps {
            let port = match step.port {
                Port::One(port) => port,
                Port::OfNat(nat) => ports[nat],
            };
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
        // Where the way ends before anybody, whether a reference to the group of who holds the address counts is open.
        let short = matches!(journey.finish, Finish::Stop(_) | Finish::Unsure(_)) && journey.through.len() <= 1;
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

/// The word of a reply that does not come back: another way than the one it came is no way.
fn lost(finish: &Finish) -> &'static str {
    match finish {
        Finish::Stop("blackhole") => "blackhole",
        Finish::Left(..) => "leaves-view",
        Finish::Unsure(_) => "unknown",
        Finish::Stop(_) | Finish::At(_) | Finish::Service(_) | Finish::Internet(..) => "no-route",
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
