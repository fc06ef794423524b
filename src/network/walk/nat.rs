//! NAT gateways: packets get a new source, and their replies come back to the gateway first.
//!
//! See <https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html>.

use super::gateway::{foreign_or, found};
use super::{End, Ends, Journey, Leg, Near, Spot, Step, Thing, Tie, Walker, route};
use crate::finding::{Disposition, Via};
use crate::id::Kind;
use crate::network::{Direction, Ports, Seat};
use crate::snapshot::model::NatGateway;
use crate::snapshot::{Answer, Collection, Gap};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

const NAT: &str = "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html";

/// The prefix by which IPv6-only hosts write IPv4 addresses
/// (<https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html>).
const NAT64: Ipv6Addr = Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0);

impl<'i> Walker<'i> {
    /// A NAT gateway that a route leads to.
    pub(super) fn nat_gateway(self, mut journey: Journey<'i>, id: &str) -> Step<'i> {
        let vpc = journey.spot.vpc;
        let place = vpc.place;
        let nat = match found(place, &place.view.nat_gateways, Collection::NatGateways, id) {
            Answer::Known(nat) => nat,
            Answer::Unknown(gaps) => {
                let gaps = foreign_or(journey.spot, gaps);
                return journey.unknown(gaps);
            }
        };
        match nat.it.state.as_deref() {
            Some("available") => {}
            Some("pending" | "failed" | "deleting" | "deleted") => return journey.stopped(Disposition::Blackhole),
            Some(other) => {
                journey.doubt(Gap::Unrecognised { field: format!("{id} State"), value: other.to_owned() });
            }
            None => journey.doubt(Gap::Malformed { field: "State".to_owned(), at: id.to_owned() }),
        }
        if journey.reply {
            // A reply that comes this way belongs to no session of the gateway.
            return journey.stopped(Disposition::NoRoute);
        }
        if journey.origin.is_none() {
            // Nothing that begins in the internet goes through it.
            return journey.refused(
                Via::NatGateway,
                id,
                "does not take it: nothing from the internet begins a session",
            );
        }
        if route::is_ipv6(&journey.destination) {
            match as_ipv4(&journey.destination) {
                Some(four) => journey.destination = four,
                // It translates no other IPv6.
                None => {
                    return journey.refused(Via::NatGateway, id, "does not take it: of IPv6 it translates NAT64 alone");
                }
            }
        }
        match nat.it.availability_mode.as_deref() {
            Some("regional") => self.through_regional(journey, nat),
            Some("zonal") | None => self.through_zonal(journey, nat),
            Some(other) => {
                journey.doubt(Gap::Unrecognised { field: format!("{id} AvailabilityMode"), value: other.to_owned() });
                journey.ends(End::Internet(Via::NatGateway, id.to_owned()))
            }
        }
    }

    fn through_zonal(self, mut journey: Journey<'i>, nat: Seat<'i, NatGateway>) -> Step<'i> {
        let id = nat.it.nat_gateway_id.as_str();
        let place = nat.place;
        let subnet = nat.it.subnet_id.as_deref().and_then(|subnet| place.find(&place.view.subnets, subnet));
        let Some(subnet) = subnet else {
            let rest = place.rest(Collection::Subnets, "");
            let lost = Gap::Malformed { field: "SubnetId".to_owned(), at: id.to_owned() };
            return journey.unknown(if rest.is_empty() { lost.into() } else { rest });
        };
        journey.pass(met(nat));
        let asked = if journey.spot.is_in(subnet.it) {
            vec![journey]
        } else {
            self.ask_acl(journey, subnet, Direction::Inbound)
        };
        let vpc = asked.first().map(|journey| journey.spot.vpc);
        let mut on = Vec::new();
        let mut ended = Vec::new();
        for mut journey in asked {
            let Some(vpc) = vpc else { continue };
            let spot = Spot { vpc, subnet: Some(subnet), table: None };
            match self.translate(&mut journey, nat, Near::Nat(subnet), spot) {
                Ok(()) => {
                    journey.zone = subnet.it.availability_zone_id.as_deref();
                    on.push(journey);
                }
                Err(gap) => {
                    journey.doubt(gap);
                    ended.push(super::Arrival { journey, end: End::Internet(Via::NatGateway, id.to_owned()) });
                }
            }
        }
        if ended.is_empty() { Step::On(on) } else { Step::Both(on, ended) }
    }

    fn through_regional(self, mut journey: Journey<'i>, nat: Seat<'i, NatGateway>) -> Step<'i> {
        let id = nat.it.nat_gateway_id.as_str();
        let place = nat.place;
        let vpc = journey.spot.vpc;
        let table = nat.it.route_table_id.as_deref().and_then(|table| place.find(&place.view.route_tables, table));
        let spot = Spot { vpc, subnet: None, table };
        journey.pass(met(nat));
        if let Err(gap) = self.translate(&mut journey, nat, Near::Regional(spot), spot) {
            journey.doubt(gap);
            return journey.ends(End::Internet(Via::NatGateway, id.to_owned()));
        }
        if table.is_some() {
            return Step::On(vec![journey]);
        }
        // Its table is made with it and leads to the VPC's internet gateway.
        let gateways = place.listing(Collection::InternetGateways, &place.view.internet_gateways);
        let mut own = gateways.items.iter().filter(|gateway| {
            gateway.it.attachments.iter().any(|tie| tie.vpc_id.as_deref() == Some(vpc.it.vpc_id.as_str()))
        });
        match own.next() {
            Some(gateway) => self.internet_gateway(journey, &gateway.it.internet_gateway_id),
            None if gateways.rest.is_empty() => journey.stopped(Disposition::Blackhole),
            None => {
                journey.doubt(gateways.rest);
                journey.through.pop();
                journey.ends(End::Internet(Via::NatGateway, id.to_owned()))
            }
        }
    }

    /// Gives packets the gateway's address, and remembers to whom the replies go.
    fn translate(
        self,
        journey: &mut Journey<'i>,
        nat: Seat<'i, NatGateway>,
        near: Near<'i>,
        spot: Spot<'i>,
    ) -> Result<(), Gap> {
        let id = nat.it.nat_gateway_id.as_str();
        let addresses = &nat.it.nat_gateway_addresses;
        let first = addresses.iter().find(|address| address.is_primary == Some(true)).or(addresses.first());
        let address =
            first.and_then(|address| address.private_ip.as_deref()).and_then(|text| text.parse::<IpAddr>().ok());
        let is_public = match nat.it.connectivity_type.as_deref() {
            Some("public") | None => true,
            Some("private") => false,
            Some(other) => {
                return Err(Gap::Unrecognised { field: format!("{id} ConnectivityType"), value: other.to_owned() });
            }
        };
        let source = match (address, &near) {
            (Some(address), _) => Ends::one(address),
            // A regional gateway has no address in a subnet; it sends by its public one.
            (None, Near::Regional(..)) => {
                match first.and_then(|one| one.public_ip.as_deref()?.parse::<IpAddr>().ok()) {
                    Some(public) => Ends::one(public),
                    None => return Err(Gap::Malformed { field: "NatGatewayAddresses".to_owned(), at: id.to_owned() }),
                }
            }
            (None, Near::Nat(..) | Near::Subnet(_) | Near::Internet(_)) => {
                return Err(Gap::Malformed { field: "NatGatewayAddresses".to_owned(), at: id.to_owned() });
            }
        };
        journey.through.push(id.to_owned());
        journey.source = source.clone();
        journey.source_ports = Ports::NAT_GATEWAY;
        journey.legs.push(Leg { near, addresses: source, ports: Ports::NAT_GATEWAY });
        journey.translated = is_public.then_some(id);
        journey.private_nat = !is_public;
        journey.tie = Tie::Hidden;
        journey.origin = Some(spot.vpc.it.vpc_id.as_str());
        journey.spot = spot;
        Ok(())
    }
}

fn met(nat: Seat<'_, NatGateway>) -> Thing<'_> {
    Thing {
        place: nat.place,
        kind: Kind::NatGateway,
        owner: None,
        id: &nat.it.nat_gateway_id,
        collection: Collection::NatGateways,
        pointer: "/NatGatewayAddresses".into(),
        action: "gives it an address of its own and sends it on".into(),
        see: NAT,
    }
}

/// The IPv4 addresses in NAT64 ones.
fn as_ipv4(ends: &Ends) -> Option<Ends> {
    let Ends::Blocks(blocks) = ends else { return None };
    let prefix = Ipv6Net::new(NAT64, 96).ok()?;
    let mut four = Vec::new();
    for block in blocks.iter() {
        let IpNet::V6(block) = block else { return None };
        if !prefix.contains(block) {
            return None;
        }
        let bits = u32::try_from(block.network().to_bits() & u128::from(u32::MAX)).ok()?;
        four.push(IpNet::V4(Ipv4Net::new(Ipv4Addr::from_bits(bits), block.prefix_len() - 96).ok()?));
    }
    Some(Ends::blocks(&four))
}

/// IPv4 addresses as NAT64 writes them.
pub(in crate::network) fn as_nat64(blocks: &[IpNet]) -> Option<Ends> {
    let mut six = Vec::new();
    for block in blocks {
        let IpNet::V4(block) = block else { return None };
        let bits = NAT64.to_bits() | u128::from(block.network().to_bits());
        six.push(IpNet::V6(Ipv6Net::new(Ipv6Addr::from_bits(bits), block.prefix_len() + 96).ok()?));
    }
    Some(Ends::blocks(&six))
}
