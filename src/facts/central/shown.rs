//! Ways to endpoints in other VPCs as evidence: what led the name there, then the hops.

use super::super::Thing;
use super::way::{barring, home, ways};
use crate::finding::{Evidence, Family, Hop};
use crate::network::Index;
use crate::network::matrix::{CentralWay, Clients, Fare};
use crate::network::names::resolve;
use std::collections::BTreeSet;

/// The most subnets whose way is shown; the sentence names them all.
const SHOWN: usize = 4;

pub(super) fn shows_unrouted<'i>(index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    shows(index, thing, &Fare::NoRoute)
}

pub(super) fn shows_dead_ends<'i>(index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    shows(index, thing, &Fare::DeadEnd)
}

pub(super) fn shows_one_way<'i>(index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    shows(index, thing, &Fare::NoWayBack)
}

pub(super) fn shows_barred<'i>(index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    shows(index, thing, &Fare::Barred)
}

/// One way of each subnet that fares so.
fn shows<'i>(index: &'i Index<'i>, thing: Thing<'i>, fare: &Fare) -> Vec<Evidence> {
    let Thing::Vpc(vpc) = thing else { return Vec::new() };
    let vpc = home(index, vpc);
    let ways = ways(index, vpc);
    let barring = barring(&ways).items;
    let mut subnets = BTreeSet::new();
    let mut hops: Vec<Hop> = Vec::new();
    for way in &ways.ways.items {
        let is_meant = way.fare == *fare && (*fare != Fare::Barred || barring.contains(&way.endpoint));
        if !is_meant || subnets.len() == SHOWN || !subnets.insert(way.subnet.as_str()) {
            continue;
        }
        let family = if way.address.is_ipv4() { Family::Ipv4 } else { Family::Ipv6 };
        let named = resolve(index, vpc, &super::super::dns::probe::of(&way.name), family).hops;
        for hop in named.into_iter().chain(walked(index, vpc, way)) {
            if !hops.contains(&hop) {
                hops.push(hop);
            }
        }
    }
    hops.into_iter().map(Evidence::from).collect()
}

fn walked<'i>(
    index: &'i Index<'i>,
    vpc: crate::network::Seat<'i, crate::snapshot::model::Vpc>,
    way: &CentralWay,
) -> Vec<Hop> {
    let (Some(subnet), Some(endpoint)) = (index.subnet(&way.subnet), index.endpoint(&way.endpoint)) else {
        return Vec::new();
    };
    Clients::of(index, vpc, subnet).hops(endpoint, way.address, way.port, &way.fare)
}
