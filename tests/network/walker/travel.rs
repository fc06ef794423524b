//! One packet's way by routes and gateways. Filters met on the way are noted in order and asked later, so that they never
//! change the way.

use super::choice::Choices;
use super::route::{Way, look_up, table_of};
use super::world::{Target, World};
use super::{Undecided, gateway};
use std::net::IpAddr;

/// Whose address a packet bears as its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    Interface(usize),
    Nat(usize),
    Outside,
}

/// The port a packet goes to, or those that a NAT gateway sends from.
#[derive(Clone, Copy, Debug)]
pub enum Port {
    One(u16),
    OfNat,
}

#[derive(Clone, Copy, Debug)]
pub struct Flow {
    pub from: IpAddr,
    pub to: IpAddr,
    pub port: Port,
}

#[derive(Clone, Copy, Debug)]
pub enum Filter {
    AclOut(usize),
    AclIn(usize),
    /// The ACL of a subnet in which nobody holds the address: whether it is asked is not documented.
    PerhapsAclIn(usize),
    GroupsOut(usize),
    GroupsIn(usize),
}

/// A filter, with the address at the other end that it is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub filter: Filter,
    pub other: IpAddr,
    pub port: Port,
}

/// What a packet is: of the way forward, of the reply, or of the reply to the internet by this gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Forward,
    Back,
    BackOut,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finish {
    /// Stopped, with this word.
    Stop(&'static str),
    /// An interface or a NAT gateway holds the address.
    At(Holder),
    /// A gateway endpoint takes it.
    Service(String),
    /// An internet gateway or egress-only internet gateway takes it.
    Internet(String, bool),
    /// It leaves what can be seen: what takes it there, and its id.
    Left(&'static str, String),
    Unsure(String),
}

/// A stretch between translations of the source.
#[derive(Clone, Copy, Debug)]
pub struct Segment {
    pub holder: Holder,
    pub from: IpAddr,
    pub to: IpAddr,
}

#[derive(Debug)]
pub struct Journey {
    pub steps: Vec<Step>,
    pub segments: Vec<Segment>,
    pub through: Vec<String>,
    pub finish: Finish,
}

/// Where a packet is: a subnet it is about to leave, or (without one) a gateway with a table of its own.
#[derive(Clone, Copy, Debug)]
pub struct Here {
    pub vpc: usize,
    pub subnet: Option<usize>,
    pub table: Option<usize>,
}

impl Here {
    pub fn of(world: &World, subnet: usize) -> Self {
        Self { vpc: world.subnets[subnet].vpc, subnet: Some(subnet), table: table_of(world, subnet) }
    }
}

/// A packet under way.
pub struct Travel<'w, 'c> {
    pub world: &'w World,
    pub choices: &'c mut Choices,
    pub mode: Mode,
    pub here: Here,
    pub flow: Flow,
    pub steps: Vec<Step>,
    pub segments: Vec<Segment>,
    pub through: Vec<String>,
}

impl<'w, 'c> Travel<'w, 'c> {
    pub fn new(world: &'w World, choices: &'c mut Choices, mode: Mode, here: Here, flow: Flow, holder: Holder) -> Self {
        let segments = vec![Segment { holder, from: flow.from, to: flow.to }];
        Self { world, choices, mode, here, flow, steps: Vec::new(), segments, through: Vec::new() }
    }

    pub fn holder(&self) -> Holder {
        self.segments[self.segments.len() - 1].holder
    }

    /// The VPC that the source address lies in.
    pub fn home(&self) -> Option<usize> {
        match self.holder() {
            Holder::Interface(at) => Some(self.world.interfaces[at].vpc),
            Holder::Nat(at) => Some(self.world.nats[at].vpc),
            Holder::Outside => None,
        }
    }

    pub fn note(&mut self, filter: Filter) {
        let other = match filter {
            Filter::AclOut(_) | Filter::GroupsOut(_) => self.flow.to,
            Filter::AclIn(_) | Filter::PerhapsAclIn(_) | Filter::GroupsIn(_) => self.flow.from,
        };
        self.steps.push(Step { filter, other, port: self.flow.port });
    }

    /// Enters a subnet, unless it is the one the packet is in.
    pub fn enter(&mut self, subnet: usize) {
        if self.here.subnet != Some(subnet) {
            self.note(Filter::AclIn(subnet));
        }
    }

    /// Walks until something ends it.
    pub fn run(mut self) -> Journey {
        let finish = loop {
            if self.through.len() > 16 {
                break Finish::Stop("blackhole");
            }
            if let Some(finish) = self.hop() {
                break finish;
            }
        };
        Journey { steps: self.steps, segments: self.segments, through: self.through, finish }
    }

    fn hop(&mut self) -> Option<Finish> {
        let world = self.world;
        let to = self.flow.to;
        if let Some(subnet) = self.here.subnet
            && world.subnets[subnet].blocks.iter().any(|block| block.contains(&to))
        {
            return Some(self.arrive(self.here.vpc));
        }
        let Some(table) = self.here.table else { return Some(Finish::Unsure("no route table in view".to_owned())) };
        let way = look_up(world, table, &world.vpcs[self.here.vpc].region, to);
        if let Some(subnet) = self.here.subnet
            && gateway::home(world, &way) != Some(subnet)
        {
            self.note(Filter::AclOut(subnet));
        }
        match way {
            Err(Undecided(why)) => Some(Finish::Unsure(why)),
            Ok(None) => Some(Finish::Stop("no-route")),
            Ok(Some(Way::Blackhole)) => Some(Finish::Stop("blackhole")),
            Ok(Some(Way::To(Target::Local))) => Some(self.arrive(self.here.vpc)),
            Ok(Some(Way::To(target))) => gateway::take(self, &target),
        }
    }

    /// The VPC hands the packet to whoever holds its destination.
    pub fn arrive(&mut self, vpc: usize) -> Finish {
        let world = self.world;
        let to = self.flow.to;
        let nat = world.nats.iter().position(|nat| nat.vpc == vpc && nat.addresses.contains(&to));
        if let Some(nat) = nat {
            if let Some(subnet) = world.nats[nat].subnet {
                self.enter(subnet);
            }
            return match self.mode {
                Mode::Forward => Finish::Unsure("a packet to a NAT gateway's own address".to_owned()),
                Mode::Back | Mode::BackOut => Finish::At(Holder::Nat(nat)),
            };
        }
        let Some(at) = world.interfaces.iter().position(|one| one.vpc == vpc && one.addresses.contains(&to)) else {
            let subnet =
                world.subnets.iter().position(|one| one.vpc == vpc && one.blocks.iter().any(|b| b.contains(&to)));
            if let Some(subnet) = subnet
                && self.here.subnet != Some(subnet)
            {
                self.note(Filter::PerhapsAclIn(subnet));
            }
            return Finish::Stop("blackhole");
        };
        let interface = &world.interfaces[at];
        self.enter(interface.subnet);
        if self.mode == Mode::Forward {
            let odd = ["nat_gateway", "transit_gateway", "gateway_load_balancer_endpoint"];
            if odd.contains(&interface.kind.as_str()) || !interface.in_use {
                return Finish::Unsure(format!("what {} does with a packet of its own", interface.id));
            }
            self.note(Filter::GroupsIn(at));
        }
        Finish::At(Holder::Interface(at))
    }
}
