//! How a VPC's workloads fare with the endpoints in other VPCs that its private zones lead services' names to.

use super::super::found::once;
use super::super::{Fact, Shows, Thing, Type, Value, associated, endpoint, vpc};
use super::shown::{shows_barred, shows_dead_ends, shows_one_way, shows_unrouted};
use super::{families, fix, plain};
use crate::facts::dns::probe;
use crate::finding::Family;
use crate::network::matrix::{CentralWay, CentralWays, Clients, Fare, NEEDS};
use crate::network::names::{Resolved, is_service_name, resolve, zone_records, zones_in_force};
use crate::network::{Index, Seat};
use crate::snapshot::model::{Vpc, VpcEndpoint};
use crate::snapshot::{Answer, Gaps, Listing};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::rc::Rc;

pub(in crate::facts) static FACTS: &[Fact] = &[
    fact!(Vpc."central_endpoint_ids": Type::List(&Type::Id), "The endpoints in other VPCs that private zones of the VPC, its Profile's included, lead names of AWS services to.",
        needs: NEEDS, |index, Thing::Vpc(vpc)| Value::listing(ways(index, vpc).endpoints.clone(), Value::made)),
    fact!(Vpc."central_unrouted_subnet_ids": Type::List(&Type::Id), "The subnets whose workloads have no route to an address of such an endpoint: none matches on the way, or what matches leads elsewhere.",
        needs: NEEDS, shows: Shows::Derived(shows_unrouted),
        |index, Thing::Vpc(vpc)| Value::listing(subnets(&ways(index, vpc), &Fare::NoRoute), Value::made)),
    fact!(Vpc."central_dead_end_subnet_ids": Type::List(&Type::Id), "The subnets whose workloads have a route to an address of such an endpoint that ends before it: its target is gone, or the transit gateway has no attachment in the subnet's zone.",
        needs: NEEDS, shows: Shows::Derived(shows_dead_ends),
        |index, Thing::Vpc(vpc)| Value::listing(subnets(&ways(index, vpc), &Fare::DeadEnd), Value::made)),
    fact!(Vpc."central_one_way_subnet_ids": Type::List(&Type::Id), "The subnets whose workloads' packets get to an address of such an endpoint, and have no route by which replies come back.",
        needs: NEEDS, shows: Shows::Derived(shows_one_way),
        |index, Thing::Vpc(vpc)| Value::listing(subnets(&ways(index, vpc), &Fare::NoWayBack), Value::made)),
    fact!(Vpc."central_barring_endpoint_ids": Type::List(&Type::Id), "Those of the endpoints that routes lead to and whose groups let in none of the VPC's workloads.",
        needs: NEEDS, shows: Shows::Derived(shows_barred),
        |index, Thing::Vpc(vpc)| Value::listing(barring(&ways(index, vpc)), Value::made)),
    fact!(Vpc."central_lost_endpoint_ids": Type::List(&Type::Id), "Those of the endpoints that some workload of the VPC has no way to, or no way back from.",
        needs: NEEDS, |index, Thing::Vpc(vpc)| Value::listing(lost(&ways(index, vpc)), Value::made)),
    fact!(Vpc."central_unrouted_table_ids": Type::List(&Type::Id), "The route tables of the VPC that lack a route to such an endpoint.",
        needs: NEEDS, |index, Thing::Vpc(vpc)| Value::listing(fix::unrouted_tables(index, vpc), Value::made)),
    fact!(Vpc."central_return_table_ids": Type::List(&Type::Id), "The route tables of the endpoints' subnets by which replies do not come back.",
        needs: NEEDS, |index, Thing::Vpc(vpc)| Value::listing(fix::return_tables(index, vpc), Value::made)),
    fact!(Vpc."central_group_ids": Type::List(&Type::Id), "The first group of each endpoint that lets in none of the VPC's workloads.",
        needs: NEEDS, |index, Thing::Vpc(vpc)| Value::listing(fix::groups(index, vpc), Value::made)),
    fact!(Vpc."central_port": Type::Number, "The port of the first of the lost endpoints, 0 where none is.",
        needs: NEEDS, |index, Thing::Vpc(vpc)| fix::port(index, vpc).map(Value::Number)),
    fact!(Vpc."central_cidr": Type::Cidr, "The first IPv4 block of the VPC that has the first of the lost endpoints, empty where none is.",
        needs: NEEDS, |index, Thing::Vpc(vpc)| fix::cidr(index, vpc).map(Value::text)),
    fact!(Vpc."central_region": Type::Region, "The Region of the first of the lost endpoints, empty where none is.",
        needs: NEEDS, |index, Thing::Vpc(vpc)| fix::region(index, vpc).map(Value::text)),
    fact!(Vpc."central_transit_gateway_id": Type::Id, "A transit gateway that the VPC and the one of the first of the lost endpoints are attached to, empty where there is none.",
        needs: NEEDS, |index, Thing::Vpc(vpc)| fix::transit_gateway(index, vpc).map(Value::text)),
    fact!(Vpc."central_peering_id": Type::Id, "A peering connection between both VPCs, empty where there is none or a transit gateway joins them.",
        needs: NEEDS, |index, Thing::Vpc(vpc)| fix::peering(index, vpc).map(Value::text)),
];

/// A VPC in its owner's view, if the owner was crawled.
pub(super) fn home<'i>(index: &'i Index<'i>, vpc: Seat<'i, Vpc>) -> Seat<'i, Vpc> {
    index.vpc(&vpc.it.vpc_id).unwrap_or(vpc)
}

/// The ways of a VPC's workloads, worked out once.
pub(super) fn ways<'i>(index: &'i Index<'i>, vpc: Seat<'i, Vpc>) -> Rc<CentralWays> {
    let vpc = home(index, vpc);
    index.central_ways(&vpc.it.vpc_id, || work_out(index, vpc))
}

/// The port that clients of an endpoint use.
pub(super) fn port(endpoint: &VpcEndpoint) -> u16 {
    endpoint::usual_port(endpoint::ports(endpoint)).first
}

fn work_out<'i>(index: &'i Index<'i>, vpc: Seat<'i, Vpc>) -> CentralWays {
    let Led { endpoints, addresses, unseen } = led_to(index, vpc);
    let mut ways = Listing::unseen(unseen);
    if !addresses.is_empty() {
        let subnets = vpc::subnets(vpc);
        ways.rest.extend(subnets.rest);
        for subnet in subnets.items {
            let clients = Clients::of(index, vpc, subnet);
            ways.rest.extend(clients.rest());
            for ((endpoint, address), name) in &addresses {
                let Some(endpoint) = index.endpoint(endpoint) else { continue };
                let port = port(endpoint.it);
                ways.items.extend(clients.fares(endpoint, *address, port).into_iter().map(|(fare, through)| {
                    CentralWay {
                        name: name.clone(),
                        endpoint: endpoint.it.vpc_endpoint_id.clone(),
                        address: *address,
                        port,
                        subnet: subnet.it.subnet_id.clone(),
                        through,
                        fare,
                    }
                }));
            }
        }
    }
    CentralWays { endpoints: once(endpoints), ways }
}

/// Where the zones of a VPC lead it in other VPCs.
struct Led {
    /// The endpoints, by id.
    endpoints: Listing<String>,
    /// Their addresses, each with a name that leads there.
    addresses: BTreeMap<(String, IpAddr), String>,
    /// Why there may be other addresses.
    unseen: Gaps,
}

/// The endpoints in other VPCs that the names of services in a VPC's private zones lead to. What a name leads to is what the
/// VPC's clients get: an endpoint of the VPC's own, or a rule, may answer before the zone.
fn led_to<'i>(index: &'i Index<'i>, vpc: Seat<'i, Vpc>) -> Led {
    let zones = zones_in_force(index, vpc);
    let mut led = Led { endpoints: Listing::unseen(zones.rest), addresses: BTreeMap::new(), unseen: Gaps::none() };
    for zone in zones.items {
        let records = match zone_records(index, vpc.place, &zone) {
            Answer::Known(records) => records,
            Answer::Unknown(gaps) => {
                let viewer = vpc.place.account;
                let owner = zone.owner.as_deref().and_then(|owner| owner.parse().ok());
                let owner = owner.as_ref().unwrap_or(viewer);
                // What the records cannot hold needs no reading.
                if !associated::unread(index.snapshot(), viewer, owner, &zone.id, &zone.name).is_empty() {
                    led.endpoints.rest.extend(gaps);
                }
                continue;
            }
        };
        for record in records {
            let name = plain(record);
            for family in families(record) {
                match is_service_name(index, vpc.place, &name) {
                    Answer::Known(true) => led.follow(index, vpc, &name, *family),
                    Answer::Known(false) => {}
                    Answer::Unknown(gaps) => led.endpoints.rest.extend(gaps),
                }
            }
        }
    }
    led
}

impl Led {
    fn follow<'i>(&mut self, index: &'i Index<'i>, vpc: Seat<'i, Vpc>, name: &str, family: Family) {
        match resolve(index, vpc, &probe::of(name), family).answer {
            Answer::Unknown(gaps) => self.endpoints.rest.extend(gaps),
            Answer::Known(Resolved::Endpoint(endpoint, addresses))
                if endpoint.it.vpc_id.as_deref() != Some(vpc.it.vpc_id.as_str()) =>
            {
                let id = &endpoint.it.vpc_endpoint_id;
                self.endpoints.items.push(id.clone());
                match addresses {
                    Answer::Known(addresses) => {
                        for address in addresses {
                            self.addresses.entry((id.clone(), address)).or_insert_with(|| name.to_owned());
                        }
                    }
                    Answer::Unknown(gaps) => self.unseen.extend(gaps),
                }
            }
            Answer::Known(
                Resolved::Endpoint(..) | Resolved::Addresses(_) | Resolved::Public | Resolved::Nothing(_),
            ) => {}
        }
    }
}

/// Why there may be more ways than were told, those of which it is unknown how they fare included.
pub(super) fn rest(ways: &CentralWays) -> Gaps {
    let known = ways.endpoints.rest.clone().union(ways.ways.rest.clone());
    ways.ways.items.iter().fold(known, |gaps, way| match &way.fare {
        Fare::Unknown(more) => gaps.union(more.clone()),
        Fare::There | Fare::NoRoute | Fare::DeadEnd | Fare::NoWayBack | Fare::Barred | Fare::Filtered => gaps,
    })
}

/// The subnets of which some workload fares so with some endpoint.
fn subnets(ways: &CentralWays, fare: &Fare) -> Listing<String> {
    let items = ways.ways.items.iter().filter(|way| way.fare == *fare).map(|way| way.subnet.clone()).collect();
    once(Listing { items, rest: rest(ways) })
}

/// The endpoints whose groups stop some workload and let none in.
pub(super) fn barring(ways: &CentralWays) -> Listing<String> {
    let of =
        |id: &str, test: fn(&Fare) -> bool| ways.ways.items.iter().any(|way| way.endpoint == id && test(&way.fare));
    let rest = rest(ways);
    let barred = |id: &&String| {
        of(id, |fare| *fare == Fare::Barred) && !of(id, |fare| matches!(fare, Fare::There | Fare::NoWayBack))
    };
    // Whoever was not seen may be let in.
    let items =
        if rest.is_empty() { ways.endpoints.items.iter().filter(barred).cloned().collect() } else { Vec::new() };
    Listing { items, rest }
}

/// The endpoints that some workload has no way to, or no way back from, or that let none in.
fn lost(ways: &CentralWays) -> Listing<String> {
    let mut all = barring(ways);
    let stray = |way: &&CentralWay| matches!(way.fare, Fare::NoRoute | Fare::DeadEnd | Fare::NoWayBack);
    all.items.extend(ways.ways.items.iter().filter(stray).map(|way| way.endpoint.clone()));
    once(all)
}
