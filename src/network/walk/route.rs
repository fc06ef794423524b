//! The step out of a spot: which route of which table decides, and what its target does.

use super::{End, Ends, Journey, Mark, Step, Walker, not_modelled};
use crate::finding::{Disposition, Via};
use crate::network::claim::Choice;
use crate::network::memory::remember;
use crate::network::ruling::Ruling;
use crate::network::table::Table;
use crate::network::{Direction, Place, Seat, Target, cidr, effective_table, service_path};
use crate::snapshot::Answer;
use crate::snapshot::model::{Described, RouteTable, Subnet};
use ipnet::IpNet;
use std::rc::Rc;

impl<'i> Walker<'i> {
    /// Packets leave the spot they are in.
    pub(super) fn depart(self, mut journey: Journey<'i>) -> Step<'i> {
        if let Some(subnet) = journey.spot.subnet {
            if journey.zone.is_none() {
                journey.zone = subnet.it.availability_zone_id.as_deref();
            }
            // Traffic within a subnet asks neither the route table nor the ACL.
            if holds(subnet.it, &journey.destination) {
                let vpc = journey.spot.vpc;
                return self.deliver(journey, vpc);
            }
        }
        let table = match (journey.spot.table, journey.spot.subnet) {
            (Some(table), _) => Answer::Known(table),
            (None, Some(subnet)) => effective_table(subnet.place, subnet.it),
            (None, None) => {
                Answer::unknown(not_modelled("the way on from what has neither a subnet nor a route table"))
            }
        };
        let table = match table {
            Answer::Known(table) => table,
            Answer::Unknown(gaps) => return journey.unknown(gaps),
        };
        self.index.count_look_up();
        let mut rulings = rulings(table, &journey.destination);
        let is_far = !journey.far_is_source;
        if rulings.len() > 1 && !is_far {
            journey.coarse = true;
        }
        // The usual case: one route for all, and nothing is copied.
        if rulings.len() == 1
            && let Some((part, ruling)) = rulings.pop()
        {
            if let Some(part) = part.filter(|_| is_far) {
                journey.destination = part;
            }
            return self.follow(journey, table, &ruling);
        }
        let mut steps = Vec::new();
        for (part, ruling) in rulings {
            let part = match part {
                Some(part) if is_far => journey.part(part),
                Some(_) | None => journey.clone(),
            };
            steps.push(self.follow(part, table, &ruling));
            if !is_far {
                break;
            }
        }
        merged(steps)
    }

    /// Goes by what a table says of packets that all see the same claims.
    fn follow(self, journey: Journey<'i>, table: Seat<'i, RouteTable>, ruling: &Ruling) -> Step<'i> {
        let Some(choice) = ruling.certain().cloned() else {
            return self.toss(journey, table, ruling);
        };
        let stays = match (choice.sends_to(), journey.spot.subnet) {
            (Some(target), Some(subnet)) => {
                self.subnet_of(journey.spot.vpc.place, target) == Some(&subnet.it.subnet_id)
            }
            _ => false,
        };
        let asked = match journey.spot.subnet {
            Some(subnet) if !stays => self.ask_acl(journey, subnet, Direction::Outbound),
            Some(_) | None => vec![journey],
        };
        merged(asked.into_iter().map(|journey| self.take(journey, table, &choice)).collect())
    }

    /// A route that cannot be told: unknown, unless all that it may be end alike.
    fn toss(self, mut journey: Journey<'i>, table: Seat<'i, RouteTable>, ruling: &Ruling) -> Step<'i> {
        if let Some(subnet) = journey.spot.subnet {
            journey.trail.push(Mark::Follows(subnet, table));
        }
        journey.unknown(ruling.gaps.clone())
    }

    fn take(self, mut journey: Journey<'i>, table: Seat<'i, RouteTable>, choice: &Choice) -> Step<'i> {
        if let Some(subnet) = journey.spot.subnet {
            journey.trail.push(Mark::Follows(subnet, table));
        }
        let sends = match (choice.route, &choice.target, choice.blackhole) {
            (None, ..) => "no route matches".to_owned(),
            (Some(_), _, true) => "is a blackhole".to_owned(),
            (Some(_), Some(target), false) => format!("sends it to {target}"),
            (Some(_), None, false) => "decides".to_owned(),
        };
        journey.trail.push(Mark::Route(table, choice.route, sends));
        journey.appeared = false;
        if choice.route.is_none() {
            return journey.stopped(Disposition::NoRoute);
        }
        let Some(target) = choice.sends_to() else {
            return journey.stopped(Disposition::Blackhole);
        };
        let vpc = journey.spot.vpc;
        match target {
            Target::Local => self.deliver(journey, vpc),
            Target::GatewayEndpoint(id) => self.gateway_endpoint(journey, id),
            Target::GatewayLoadBalancerEndpoint(id) => self.inspection(journey, id),
            Target::InternetGateway(id) => self.internet_gateway(journey, id),
            Target::EgressOnlyInternetGateway(id) => self.egress_only(journey, id),
            Target::VpnGateway(id) => self.vpn_gateway(journey, id),
            Target::NatGateway(id) => self.nat_gateway(journey, id),
            Target::TransitGateway(id) => self.transit_gateway(journey, id),
            Target::Peering(id) => self.peering(journey, id),
            Target::Instance(id) => self.appliance(journey, id, None),
            Target::NetworkInterface(id) => self.appliance(journey, id, Some(id)),
            Target::LocalGateway(id) => journey.ends(End::Leaves(Via::LocalGateway, id.clone())),
            Target::CarrierGateway(id) => journey.ends(End::Internet(Via::CarrierGateway, id.clone())),
            Target::CoreNetwork(id) => journey.ends(End::Leaves(Via::CoreNetwork, id.clone())),
            Target::OdbNetwork(_) => journey.unknown(not_modelled("Oracle Database@AWS networks")),
        }
    }

    /// The subnet that a target is in, if it is in one and was seen.
    fn subnet_of(self, place: &'i Place<'i>, target: &Target) -> Option<&'i String> {
        match target {
            Target::NatGateway(id) => place.find(&place.view.nat_gateways, id)?.it.subnet_id.as_ref(),
            Target::GatewayLoadBalancerEndpoint(id) => place.find(&place.view.vpc_endpoints, id)?.it.subnet_ids.first(),
            Target::NetworkInterface(id) => place.find(&place.view.network_interfaces, id)?.it.subnet_id.as_ref(),
            Target::Local
            | Target::GatewayEndpoint(_)
            | Target::InternetGateway(_)
            | Target::EgressOnlyInternetGateway(_)
            | Target::VpnGateway(_)
            | Target::TransitGateway(_)
            | Target::Peering(_)
            | Target::Instance(_)
            | Target::LocalGateway(_)
            | Target::CarrierGateway(_)
            | Target::CoreNetwork(_)
            | Target::OdbNetwork(_) => None,
        }
    }
}

/// What a table says of addresses: parts of blocks that see the same, with what decides them.
fn rulings(table: Seat<'_, RouteTable>, destination: &Ends) -> Vec<(Option<Ends>, Ruling)> {
    match destination {
        Ends::Somewhere(family, token) => {
            let somewhere = service_path::somewhere_in(table.place, table.it, token.as_deref(), *family);
            somewhere.map(|ruling| (None, ruling)).into_iter().collect()
        }
        Ends::Blocks(blocks) => {
            let read = read(table);
            if let [one] = blocks.as_ref()
                && one.prefix_len() == one.max_prefix_len()
            {
                return vec![(None, read.rule_of(one.addr()))];
            }
            let mut parts: Vec<(Vec<IpNet>, Ruling)> = Vec::new();
            for block in blocks.iter() {
                for (ruling, mut region) in read.regions(*block) {
                    let alike = |held: &Ruling| held.choices == ruling.choices && held.gaps == ruling.gaps;
                    match parts.iter_mut().find(|(_, held)| alike(held) || same_route(held, &ruling)) {
                        Some((held, _)) => held.append(&mut region),
                        None => parts.push((region, ruling)),
                    }
                }
            }
            parts.into_iter().map(|(part, ruling)| (Some(Ends::blocks(&part)), ruling)).collect()
        }
    }
}

/// Whether one route decides both, by whichever of its list's entries.
fn same_route(one: &Ruling, other: &Ruling) -> bool {
    match (one.certain(), other.certain()) {
        (Some(one), Some(other)) => one.route == other.route,
        _ => false,
    }
}

/// A table, flattened once.
fn read(table: Seat<'_, RouteTable>) -> Rc<Table> {
    match Place::position(&table.place.view.route_tables, table.it.id()) {
        Some(at) => remember(&table.place.memory.read, at, || Rc::new(Table::of(table.place, table.it))),
        None => Rc::new(Table::of(table.place, table.it)),
    }
}

/// Whether all addresses lie in a subnet.
pub(super) fn holds(subnet: &Subnet, ends: &Ends) -> bool {
    let Ends::Blocks(blocks) = ends else { return false };
    let own = super::arrive::blocks_of(subnet);
    !blocks.is_empty() && blocks.iter().all(|block| own.iter().any(|net| net.contains(block)))
}

/// Steps of parts as one.
pub(super) fn merged(mut steps: Vec<Step<'_>>) -> Step<'_> {
    if steps.len() == 1
        && let Some(step) = steps.pop()
    {
        return step;
    }
    let (mut on, mut ended) = (Vec::new(), Vec::new());
    for step in steps {
        match step {
            Step::On(journeys) => on.extend(journeys),
            Step::Ended(arrival) => ended.push(*arrival),
            Step::Both(journeys, arrivals) => {
                on.extend(journeys);
                ended.extend(arrivals);
            }
        }
    }
    Step::Both(on, ended)
}

/// Whether a family is IPv6.
pub(super) fn is_ipv6(ends: &Ends) -> bool {
    ends.family() == Some(crate::finding::Family::Ipv6)
}

/// A block as AWS writes it.
pub(super) fn block(text: Option<&String>) -> Option<IpNet> {
    text.and_then(|text| cidr::parse(text))
}
