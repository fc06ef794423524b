//! What each kind of route target does with a packet.

use super::Undecided;
use super::public::{blocked, is_public};
use super::route::Way;
use super::transit;
use super::travel::{Filter, Finish, Here, Holder, Mode, Segment, Travel};
use super::world::{Target, World};
use std::net::{IpAddr, Ipv4Addr};

const DENIED: Finish = Finish::Stop("denied-by-gateway");
const BLACKHOLE: Finish = Finish::Stop("blackhole");

fn unsure(why: &str) -> Option<Finish> {
    Some(Finish::Unsure(why.to_owned()))
}

/// The subnet that a route's target lies in, where it lies in one: a packet to it from there never leaves the subnet.
pub fn home(world: &World, way: &Result<Option<Way>, Undecided>) -> Option<usize> {
    let Ok(Some(Way::To(target))) = way else { return None };
    match target {
        Target::Nat(id) => world.nats.iter().find(|nat| nat.id == *id)?.subnet,
        Target::Interface(id) => Some(world.interfaces[interface(world, id)?].subnet),
        Target::Endpoint(id) => endpoint_subnet(world, id),
        Target::Local
        | Target::InternetGateway(_)
        | Target::EgressOnly(_)
        | Target::Transit(_)
        | Target::Peering(_)
        | Target::VpnGateway(_)
        | Target::CoreNetwork(_)
        | Target::Other(_) => None,
    }
}

fn interface(world: &World, id: &str) -> Option<usize> {
    world.interfaces.iter().position(|one| one.id == id || one.instance == id)
}

fn endpoint_subnet(world: &World, id: &str) -> Option<usize> {
    let endpoint = world.endpoints.iter().find(|one| one.id == id && one.kind == "GatewayLoadBalancer")?;
    world.subnets.iter().position(|subnet| endpoint.subnets.contains(&subnet.id))
}

/// Hands the packet to a route's target. None: it goes on from `here`.
pub fn take(travel: &mut Travel<'_, '_>, target: &Target) -> Option<Finish> {
    match target {
        Target::Local => Some(travel.arrive(travel.here.vpc)),
        Target::InternetGateway(id) => Some(internet(travel, id)),
        Target::EgressOnly(id) => Some(egress_only(travel, id)),
        Target::Nat(id) => nat(travel, id),
        Target::Transit(id) => transit::take(travel, id),
        Target::Peering(id) => Some(peering(travel, id)),
        Target::Endpoint(id) => endpoint(travel, id),
        Target::VpnGateway(id) => Some(vpn(travel, id)),
        Target::Interface(id) => Some(appliance(travel, id)),
        Target::CoreNetwork(arn) => Some(Finish::Left("core-network", arn.clone())),
        Target::Other(id) => unsure(&format!("the target {id}")),
    }
}

fn attached(gateways: &[(String, Vec<String>)], id: &str, vpc: &str) -> bool {
    gateways.iter().any(|(one, vpcs)| one == id && vpcs.iter().any(|one| one == vpc))
}

/// <https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html>
pub fn internet(travel: &Travel<'_, '_>, id: &str) -> Finish {
    let world = travel.world;
    let vpc = travel.here.vpc;
    if !attached(&world.internet_gateways, id, &world.vpcs[vpc].id) {
        return BLACKHOLE;
    }
    let taken = Finish::Internet(id.to_owned(), false);
    match travel.mode {
        Mode::Back => return Finish::Stop("no-route"),
        Mode::BackOut if travel.home() == Some(vpc) => return taken,
        Mode::BackOut => return Finish::Stop("no-route"),
        Mode::Forward => {}
    }
    if !is_public(travel.flow.to) {
        let six = travel.flow.to.is_ipv6();
        return if six { Finish::Unsure("IPv6 that is not global".to_owned()) } else { DENIED };
    }
    let from = travel.flow.from;
    let translated = match travel.holder() {
        Holder::Interface(at) => world.interfaces[at].public.iter().any(|(private, _)| *private == from),
        Holder::Nat(at) => world.nats[at].public,
        Holder::Outside => false,
    };
    let own = travel.home() == Some(vpc);
    if from.is_ipv6() && !own {
        return Finish::Unsure("IPv6 of another VPC at an internet gateway".to_owned());
    }
    if from.is_ipv4() && !(own && translated) {
        return DENIED;
    }
    match blocked(travel, false) {
        Ok(false) => taken,
        Ok(true) => DENIED,
        Err(Undecided(why)) => Finish::Unsure(why),
    }
}

/// <https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html>
fn egress_only(travel: &Travel<'_, '_>, id: &str) -> Finish {
    let world = travel.world;
    let vpc = travel.here.vpc;
    if !attached(&world.egress_only, id, &world.vpcs[vpc].id) || travel.flow.to.is_ipv4() {
        return BLACKHOLE;
    }
    if travel.mode != Mode::Forward {
        return Finish::Stop("no-route");
    }
    if travel.home() != Some(vpc) {
        return Finish::Unsure("IPv6 of another VPC at an egress-only internet gateway".to_owned());
    }
    if !is_public(travel.flow.to) {
        return Finish::Unsure("IPv6 that is not global".to_owned());
    }
    match blocked(travel, true) {
        Ok(false) => Finish::Internet(id.to_owned(), true),
        Ok(true) => DENIED,
        Err(Undecided(why)) => Finish::Unsure(why),
    }
}

/// The IPv4 address in an address of 64:ff9b::/96.
fn embedded(address: IpAddr) -> Option<IpAddr> {
    let IpAddr::V6(six) = address else { return None };
    let bits = u128::from(six);
    (bits >> 32 == 0x0064_ff9b_u128 << 64).then(|| IpAddr::V4(Ipv4Addr::from((bits & 0xffff_ffff) as u32)))
}

/// <https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html>
fn nat(travel: &mut Travel<'_, '_>, id: &str) -> Option<Finish> {
    let world = travel.world;
    let Some(at) = world.nats.iter().position(|nat| nat.id == id) else {
        return unsure("a NAT gateway out of view");
    };
    let nat = &world.nats[at];
    if !nat.available {
        return Some(BLACKHOLE);
    }
    if travel.mode != Mode::Forward {
        return Some(Finish::Stop("no-route"));
    }
    // Nothing outside begins a session through it.
    if travel.holder() == Holder::Outside {
        return Some(DENIED);
    }
    let to = if travel.flow.to.is_ipv6() { embedded(travel.flow.to) } else { Some(travel.flow.to) };
    let Some(to) = to else { return Some(DENIED) };
    if let Some(subnet) = nat.subnet {
        travel.enter(subnet);
    }
    let addresses = if nat.addresses.is_empty() { &nat.public_addresses } else { &nat.addresses };
    if addresses.is_empty() {
        return unsure("a NAT gateway without addresses");
    }
    let from = addresses[travel.choices.pick(addresses.len())];
    travel.flow.from = from;
    travel.flow.to = to;
    travel.segments.push(Segment { holder: Holder::Nat(at), from, to });
    travel.through.push(id.to_owned());
    if let Some(subnet) = nat.subnet {
        travel.here = Here::of(world, subnet);
        return None;
    }
    let table = world.tables.iter().position(|table| table.id == nat.table);
    travel.here = Here { vpc: nat.vpc, subnet: None, table };
    if table.is_some() {
        return None;
    }
    let vpc = &world.vpcs[nat.vpc].id;
    match world.internet_gateways.iter().find(|(_, vpcs)| vpcs.contains(vpc)) {
        Some((gateway, _)) => Some(internet(travel, gateway)),
        None => unsure("a regional NAT gateway without a table in view or an internet gateway"),
    }
}

/// <https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html>
fn peering(travel: &mut Travel<'_, '_>, id: &str) -> Finish {
    let world = travel.world;
    let Some(peering) = world.peerings.iter().find(|one| one.id == id) else {
        return Finish::Unsure("a peering connection out of view".to_owned());
    };
    if !peering.active {
        return BLACKHOLE;
    }
    let own = &world.vpcs[travel.here.vpc].id;
    let Some(other) = (0..2).find(|side| peering.vpcs[1 - side] == *own) else {
        return Finish::Unsure("a peering connection of other VPCs".to_owned());
    };
    if travel.home() != Some(travel.here.vpc) {
        return Finish::Unsure("a packet of another VPC at a peering connection".to_owned());
    }
    let vpc = world.vpcs.iter().position(|one| one.id == peering.vpcs[other]);
    let blocks = vpc.map_or(&peering.blocks[other], |vpc| &world.vpcs[vpc].blocks);
    if !blocks.iter().any(|block| block.contains(&travel.flow.to)) {
        return DENIED;
    }
    let Some(vpc) = vpc else { return Finish::Left("peering", id.to_owned()) };
    travel.through.push(id.to_owned());
    travel.here = Here { vpc, subnet: None, table: None };
    travel.arrive(vpc)
}

/// <https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html>,
/// <https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-load-balancer-endpoints.html>
fn endpoint(travel: &mut Travel<'_, '_>, id: &str) -> Option<Finish> {
    let world = travel.world;
    let Some(endpoint) = world.endpoints.iter().find(|one| one.id == id) else {
        return unsure("an endpoint out of view");
    };
    if !endpoint.available {
        return Some(BLACKHOLE);
    }
    match endpoint.kind.as_str() {
        "Gateway" if travel.mode != Mode::Forward => Some(Finish::Stop("no-route")),
        "Gateway" if travel.home() == Some(travel.here.vpc) => Some(Finish::Service(id.to_owned())),
        "Gateway" => Some(DENIED),
        "GatewayLoadBalancer" => {
            let Some(subnet) = endpoint_subnet(world, id) else { return unsure("an endpoint without a subnet") };
            travel.enter(subnet);
            travel.through.push(id.to_owned());
            travel.here = Here::of(world, subnet);
            None
        }
        kind => unsure(&format!("a route to an endpoint of type {kind}")),
    }
}

fn vpn(travel: &Travel<'_, '_>, id: &str) -> Finish {
    let world = travel.world;
    if !world.vpn_gateways.iter().any(|(one, _)| one == id) {
        return Finish::Unsure("a virtual private gateway out of view".to_owned());
    }
    if attached(&world.vpn_gateways, id, &world.vpcs[travel.here.vpc].id) {
        return Finish::Left("vpn-gateway", id.to_owned());
    }
    BLACKHOLE
}

fn appliance(travel: &mut Travel<'_, '_>, id: &str) -> Finish {
    let world = travel.world;
    let Some(at) = interface(world, id) else { return Finish::Unsure("an appliance out of view".to_owned()) };
    let interface = &world.interfaces[at];
    if interface.addresses.contains(&travel.flow.to) {
        return travel.arrive(travel.here.vpc);
    }
    if !interface.in_use {
        return BLACKHOLE;
    }
    if interface.checks {
        return DENIED;
    }
    travel.enter(interface.subnet);
    travel.note(Filter::GroupsIn(at));
    Finish::Left("appliance", interface.id.clone())
}
