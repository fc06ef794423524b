//! Where the best view of a thing is: its owner's, if the owner was crawled.
//!
//! A shared VPC is seen from several accounts. Its owner sees all of it, participants the subnets shared with them, so a
//! path is followed in the owner's view (<https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html>).

use super::{Index, Place, Seat};
use crate::snapshot::model::{Described, NetworkInterface, Subnet, TransitGateway, Vpc, VpcEndpoint};
use crate::snapshot::{Answer, Collection, Gaps};
use std::collections::BTreeMap;
use std::net::IpAddr;

/// Which place has the best view of each VPC, endpoint and subnet.
#[derive(Debug)]
pub(super) struct Homes<'s> {
    vpcs: BTreeMap<&'s str, usize>,
    subnets: BTreeMap<&'s str, usize>,
    endpoints: BTreeMap<&'s str, usize>,
    /// Transit gateways that were seen by their owner.
    transit_gateways: BTreeMap<&'s str, usize>,
}

impl<'s> Homes<'s> {
    pub(super) fn of(places: &[Place<'s>]) -> Self {
        let mut homes = Self {
            vpcs: BTreeMap::new(),
            subnets: BTreeMap::new(),
            endpoints: BTreeMap::new(),
            transit_gateways: BTreeMap::new(),
        };
        for (at, place) in places.iter().enumerate() {
            let owns = |owner: Option<&str>| owner == Some(place.account.as_str());
            settle(&mut homes.vpcs, &place.view.vpcs, at, |vpc| owns(vpc.owner_id.as_deref()));
            settle(&mut homes.subnets, &place.view.subnets, at, |subnet| owns(subnet.owner_id.as_deref()));
            settle(&mut homes.endpoints, &place.view.vpc_endpoints, at, |endpoint| owns(endpoint.owner_id.as_deref()));
            for gateway in place.view.transit_gateways.iter().filter(|gateway| owns(gateway.owner_id.as_deref())) {
                homes.transit_gateways.entry(&gateway.transit_gateway_id).or_insert(at);
            }
        }
        homes
    }
}

fn settle<'s, T: Described>(
    homes: &mut BTreeMap<&'s str, usize>,
    things: &'s [T],
    at: usize,
    owned: impl Fn(&T) -> bool,
) {
    for thing in things {
        if owned(thing) {
            homes.insert(thing.id(), at);
        } else {
            homes.entry(thing.id()).or_insert(at);
        }
    }
}

impl<'s> Index<'s> {
    /// A VPC of any account and Region, in its owner's view if there is one.
    pub fn vpc<'i>(&'i self, id: &str) -> Option<Seat<'i, Vpc>> {
        let place = self.places().get(*self.homes().vpcs.get(id)?)?;
        place.find(&place.view.vpcs, id)
    }

    /// Why a VPC of an account, or of any, may be there though it was not seen; empty where it is no account's that was asked.
    pub(super) fn why_no_vpc(&self, owner: Option<&str>) -> Gaps {
        let places = self.places().iter().filter(|place| !place.region.is_global());
        let asked = places.filter(|place| owner.is_none_or(|owner| owner == place.account.as_str()));
        asked.fold(Gaps::none(), |gaps, place| gaps.union(place.rest(Collection::Vpcs, "")))
    }

    /// A subnet of any account and Region, in its owner's view if there is one.
    pub fn subnet<'i>(&'i self, id: &str) -> Option<Seat<'i, Subnet>> {
        let place = self.places().get(*self.homes().subnets.get(id)?)?;
        place.find(&place.view.subnets, id)
    }

    /// An endpoint of any account and Region.
    pub fn endpoint<'i>(&'i self, id: &str) -> Option<Seat<'i, VpcEndpoint>> {
        let place = self.places().get(*self.homes().endpoints.get(id)?)?;
        place.find(&place.view.vpc_endpoints, id)
    }

    /// A transit gateway of any account and Region, as its owner sees it.
    pub(super) fn transit_gateway<'i>(&'i self, id: &str) -> Option<Seat<'i, TransitGateway>> {
        let place = self.places().get(*self.homes().transit_gateways.get(id)?)?;
        place.find(&place.view.transit_gateways, id)
    }

    /// A network interface of any account and Region; that of its VPC's owner if several saw it.
    pub fn interface<'i>(&'i self, id: &str) -> Option<Seat<'i, NetworkInterface>> {
        let seen = || self.places().iter().filter_map(|place| place.find(&place.view.network_interfaces, id));
        let home = seen().next()?.it.vpc_id.as_deref().and_then(|vpc| self.vpc(vpc));
        let home = home.and_then(|vpc| vpc.place.find(&vpc.place.view.network_interfaces, id));
        home.or_else(|| seen().next())
    }
}

/// The interfaces of a place by the addresses they hold in their VPC.
#[derive(Debug)]
pub(super) struct Addresses<'s> {
    by_address: BTreeMap<(&'s str, IpAddr), &'s NetworkInterface>,
}

impl<'s> Addresses<'s> {
    pub(super) fn of(interfaces: &'s [NetworkInterface]) -> Self {
        let mut by_address = BTreeMap::new();
        for interface in interfaces {
            let vpc = interface.vpc_id.as_deref().unwrap_or_default();
            for address in addresses(interface) {
                by_address.entry((vpc, address)).or_insert(interface);
            }
        }
        Self { by_address }
    }
}

/// The private IPv4 and the IPv6 addresses of an interface, each once, in order.
pub fn addresses(interface: &NetworkInterface) -> Vec<IpAddr> {
    let first = interface.private_ip_address.as_deref();
    let private = interface.private_ip_addresses.iter().filter_map(|one| one.private_ip_address.as_deref());
    let six = interface.ipv6_addresses.iter().filter_map(|one| one.ipv6_address.as_deref());
    let mut found: Vec<IpAddr> =
        first.into_iter().chain(private).chain(six).filter_map(|one| one.parse().ok()).collect();
    found.sort();
    found.dedup();
    found
}

impl<'i> Place<'i> {
    /// The interface that holds an address in a VPC; known to be none only where the interfaces were answered in full.
    pub fn interface_at(&'i self, vpc: &str, address: IpAddr) -> Answer<Option<Seat<'i, NetworkInterface>>> {
        if let Some(it) = self.addresses.by_address.get(&(vpc, address)) {
            return Answer::Known(Some(Seat { place: self, it }));
        }
        let rest: Gaps = self.rest(Collection::NetworkInterfaces, "");
        if rest.is_empty() { Answer::Known(None) } else { Answer::Unknown(rest) }
    }
}
