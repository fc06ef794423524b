//! The way back: from where packets ended, by way of every gateway that translated them, to whoever sent them.

use super::nat::as_nat64;
use super::{Arrival, End, Ends, Journey, Near, Spot, Tie, Walker};
use crate::finding::{Disposition, Via};
use crate::network::{Seat, gateways_of};
use crate::snapshot::model::{RouteTable, Vpc};

impl<'i> Walker<'i> {
    /// The replies to packets that arrived: none where they did not.
    pub(in crate::network) fn replies(self, arrival: &Arrival<'i>) -> Vec<Arrival<'i>> {
        let Some(journey) = reversed(&arrival.journey) else { return Vec::new() };
        let first = match &arrival.end {
            End::Interface(interface) => match self.subnet_of_interface(*interface) {
                crate::snapshot::Answer::Known(subnet) => {
                    let mut journey = journey;
                    journey.spot = Spot { vpc: journey.spot.vpc, subnet: Some(subnet), table: None };
                    journey.zone = None;
                    journey.sender = self.sender(*interface).known();
                    journey.tie = Tie::SameVpc;
                    if let Some(vpc) = subnet.it.vpc_id.as_deref().and_then(|vpc| self.index.vpc(vpc)) {
                        journey.spot.vpc = vpc;
                    }
                    journey.origin = Some(journey.spot.vpc.it.vpc_id.as_str());
                    self.run(vec![journey])
                }
                crate::snapshot::Answer::Unknown(gaps) => ended(journey.unknown(gaps)),
            },
            End::GatewayEndpoint(_) => {
                let mut journey = journey;
                let vpc = journey.spot.vpc;
                journey.spot.subnet = None;
                self.settle(self.deliver(journey, vpc))
            }
            End::Internet(Via::EgressOnlyInternetGateway | Via::CarrierGateway, _) => {
                // The route table of the internet gateway is not theirs.
                let mut journey = journey;
                let vpc = journey.spot.vpc;
                journey.spot.subnet = None;
                self.settle(self.deliver(journey, vpc))
            }
            End::Internet(..) => self.in_by_internet_gateway(journey),
            End::Leaves(..) | End::Refused(..) | End::Home | End::Stopped | End::Unknown => return Vec::new(),
        };
        first.into_iter().flat_map(|arrival| self.homeward(arrival)).collect()
    }

    /// In by an internet gateway: by its own route table if it has one, else straight to the subnet.
    pub(super) fn in_by_internet_gateway(self, mut journey: Journey<'i>) -> Vec<Arrival<'i>> {
        let vpc = journey.spot.vpc;
        journey.spot = Spot { vpc, subnet: None, table: edge_table(vpc) };
        if journey.reply && journey.legs.last().is_some_and(|leg| matches!(leg.near, Near::Regional(_))) {
            // The gateway stands before every subnet, and no route table is asked on the way to it.
            journey.spot.table = None;
        }
        if journey.spot.table.is_some() {
            return self.run(vec![journey]);
        }
        self.settle(self.deliver(journey, vpc))
    }

    /// What a step comes to in the end.
    pub(super) fn settle(self, step: super::Step<'i>) -> Vec<Arrival<'i>> {
        match step {
            super::Step::On(journeys) => self.run(journeys),
            super::Step::Ended(arrival) => vec![*arrival],
            super::Step::Both(journeys, mut ended) => {
                ended.extend(self.run(journeys));
                ended
            }
        }
    }

    /// From one translating gateway to the one before it, until whoever sent is reached.
    fn homeward(self, arrival: Arrival<'i>) -> Vec<Arrival<'i>> {
        let Arrival { mut journey, end } = arrival;
        if !matches!(end, End::Home) {
            return vec![Arrival { journey, end }];
        }
        let Some(reached) = journey.legs.pop() else { return vec![Arrival { journey, end }] };
        let Some(next) = journey.legs.last().cloned() else { return vec![Arrival { journey, end }] };
        if let (Ends::Blocks(blocks), Some(family)) = (&journey.source, next.addresses.family())
            && journey.source.family() != Some(family)
            && let Some(source) = as_nat64(blocks)
        {
            journey.source = source;
        }
        journey.destination = next.addresses.clone();
        journey.destination_ports = next.ports;
        journey.zone = None;
        let spot = match reached.near {
            Near::Nat(subnet) => Spot { vpc: journey.spot.vpc, subnet: Some(subnet), table: None },
            Near::Regional(spot) => spot,
            Near::Subnet(_) | Near::Internet(_) => return vec![Arrival { journey, end }],
        };
        journey.spot = spot;
        if let Some(vpc) =
            spot.subnet.and_then(|subnet| subnet.it.vpc_id.as_deref()).and_then(|vpc| self.index.vpc(vpc))
        {
            journey.spot.vpc = vpc;
        }
        journey.origin = Some(journey.spot.vpc.it.vpc_id.as_str());
        let arrivals = if spot.subnet.is_none() && spot.table.is_none() {
            let vpc = spot.vpc;
            self.settle(self.deliver(journey, vpc))
        } else {
            self.run(vec![journey])
        };
        arrivals.into_iter().flat_map(|arrival| self.homeward(arrival)).collect()
    }
}

/// The packets of the reply, where the last leg left them.
fn reversed<'i>(journey: &Journey<'i>) -> Option<Journey<'i>> {
    let leg = journey.legs.last()?;
    Some(Journey {
        source: journey.destination.clone(),
        source_ports: journey.destination_ports,
        destination: leg.addresses.clone(),
        destination_ports: leg.ports,
        reply: true,
        far_is_source: !journey.far_is_source,
        legs: journey.legs.clone(),
        ..Journey::nowhere(journey.spot, journey.protocol)
    })
}

fn ended(step: super::Step<'_>) -> Vec<Arrival<'_>> {
    match step {
        super::Step::On(_) => Vec::new(),
        super::Step::Ended(arrival) => vec![*arrival],
        super::Step::Both(_, arrivals) => arrivals,
    }
}

/// The route table that what comes in by the VPC's internet gateway follows
/// (<https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html>).
pub(super) fn edge_table<'i>(vpc: Seat<'i, Vpc>) -> Option<Seat<'i, RouteTable>> {
    let place = vpc.place;
    let own = place.ties.of_vpc(&vpc.it.vpc_id).iter().copied();
    let it = own.into_iter().find(|table| gateways_of(table).items.iter().any(|id| id.starts_with("igw-")))?;
    Some(Seat { place, it })
}

/// The word of a way back.
pub(in crate::network) fn word(end: &End<'_>) -> Disposition {
    match end {
        End::Home => Disposition::Delivered,
        End::Leaves(..) => Disposition::LeavesView,
        // It went where nobody waits for it.
        End::Interface(_) | End::GatewayEndpoint(_) | End::Internet(..) | End::Refused(..) => Disposition::NoRoute,
        End::Stopped | End::Unknown => Disposition::Unknown,
    }
}
