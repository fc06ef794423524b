//! Public addresses, and VPC Block Public Access.
//!
//! <https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html>

use super::Undecided;
use super::travel::{Holder, Travel};
use super::world::World;
use std::net::IpAddr;

/// Whether an address may be one of the internet.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(four) => {
            let [one, two, ..] = four.octets();
            let shared = one == 100 && (64..128).contains(&two);
            !(four.is_private() || four.is_loopback() || four.is_link_local() || shared || one == 0 || one >= 224)
        }
        IpAddr::V6(six) => six.segments()[0] >> 13 == 1,
    }
}

/// The modes of the exclusions that cover a subnet, by itself or by its VPC.
fn exclusions(world: &World, vpc: usize, subnet: Option<usize>) -> Vec<&str> {
    let of_vpc = format!(":vpc/{}", world.vpcs[vpc].id);
    let of_subnet = subnet.map(|subnet| format!(":subnet/{}", world.subnets[subnet].id));
    let covers = |arn: &str| arn.ends_with(&of_vpc) || of_subnet.as_ref().is_some_and(|end| arn.ends_with(end));
    world.exclusions.iter().filter(|(arn, _)| covers(arn)).map(|(_, mode)| mode.as_str()).collect()
}

/// The mode of blocking in a VPC's account and Region; None where it is off.
fn mode(world: &World, vpc: usize) -> Result<Option<&str>, Undecided> {
    let key = (world.vpcs[vpc].account.clone(), world.vpcs[vpc].region.clone());
    let Some((mode, state)) = world.blocking.get(&key) else { return Ok(None) };
    if !matches!(state.as_str(), "update-complete" | "default-state") {
        return Err(Undecided("Block Public Access is being changed".to_owned()));
    }
    Ok(Some(mode.as_str()).filter(|mode| *mode != "off"))
}

/// Whether connections from the internet to a subnet are blocked.
pub fn blocked_in(world: &World, vpc: usize, subnet: usize) -> Result<bool, Undecided> {
    Ok(mode(world, vpc)?.is_some() && !exclusions(world, vpc, Some(subnet)).contains(&"allow-bidirectional"))
}

/// Whether a connection that begins inside is blocked at the internet gateway, or at the egress-only one.
pub fn blocked(travel: &Travel<'_, '_>, egress_only: bool) -> Result<bool, Undecided> {
    let world = travel.world;
    let vpc = travel.here.vpc;
    let Some(mode) = mode(world, vpc)? else { return Ok(false) };
    let (subnet, translated) = match travel.holder() {
        Holder::Interface(at) => (Some(world.interfaces[at].subnet), false),
        Holder::Nat(at) => (world.nats[at].subnet, true),
        Holder::Outside => (None, false),
    };
    let bidirectional = mode == "block-bidirectional";
    // Ingress-only: all that is allowed is what goes by a NAT gateway or an egress-only internet gateway.
    if !bidirectional && (translated || egress_only) {
        return Ok(false);
    }
    let excluded = |subnet: Option<usize>| {
        let modes = exclusions(world, vpc, subnet);
        modes.contains(&"allow-bidirectional") || (bidirectional && modes.contains(&"allow-egress"))
    };
    let free = excluded(subnet);
    if let Holder::Interface(client) = travel.segments[0].holder
        && translated
        && world.interfaces[client].vpc == vpc
        && excluded(Some(world.interfaces[client].subnet)) != free
    {
        return Err(Undecided("of a client's subnet and its NAT gateway's, one is excluded".to_owned()));
    }
    let inspected = travel.through.iter().any(|id| {
        let balanced = |kind: &str| kind == "GatewayLoadBalancer";
        world.endpoints.iter().any(|endpoint| endpoint.id == *id && balanced(&endpoint.kind))
    });
    if free && inspected {
        return Err(Undecided("an exclusion and a Gateway Load Balancer endpoint".to_owned()));
    }
    Ok(!free)
}
