//! Private zones for endpoints in other VPCs that a VPC could use and does not have.

use super::super::dns::{probe, record};
use super::super::endpoint::shows_member;
use super::super::found::once;
use super::super::{Fact, Shows, Thing, Type, Value, associated, endpoint, vpc};
use super::way::{home, port};
use super::{families, plain};
use crate::finding::{Evidence, Hop};
use crate::network::matrix::{Clients, Fare, LeadingZone, NEEDS};
use crate::network::names::{Resolved, is_service_name, named_endpoint, own_name, resolve, zones_in_force};
use crate::network::{Index, Place, Seat};
use crate::snapshot::model::{HostedZone, Vpc, VpcEndpoint};
use crate::snapshot::{Answer, Collection, Gaps, Listing};

pub(in crate::facts) static FACTS: &[Fact] = &[
    fact!(Vpc."central_zone_ids": Type::List(&Type::Id), "The private zones, of accounts that were asked, that lead a service's name to a live interface endpoint in another VPC of the VPC's Region, whether the VPC has them or not.",
    needs: NEEDS,
    |index, Thing::Vpc(vpc)| {
        let vpc = home(index, vpc);
        let zones = near(index, vpc).map(|(leading, _)| leading.zone.as_str());
        Value::listing(once(zones), Value::text)
    }),
    fact!(Vpc."unused_central_zone_ids": Type::List(&Type::Id), "Those of them that the VPC does not have, whose names lead its clients to public addresses, for a service that it has no endpoint of its own for, where routes lead from a subnet with workloads to the endpoint.",
        needs: NEEDS, shows: Shows::Derived(shows_unused),
        |index, Thing::Vpc(vpc)| Value::listing(once(unused(index, home(index, vpc)).map(|one| one.zone.as_str())), Value::text)),
];

/// Every record of a private zone, of any account that was asked, that leads a service's name to an interface endpoint.
fn leading<'i>(index: &'i Index<'i>) -> &'i Listing<LeadingZone> {
    index.leading_zones(|| {
        let mut all = Listing::complete(Vec::new());
        let mut last = None;
        for place in index.places() {
            // Zones belong to the account: its first Region stands for all.
            if last.replace(place.account) == Some(place.account) {
                continue;
            }
            all.rest.extend(place.rest(Collection::HostedZones, ""));
            for zone in place.whole.hosted_zones.iter().filter(|zone| zone.linked_service.is_none()) {
                all.rest.extend(associated::unread(place.snapshot, place.account, place.account, &zone.id, &zone.name));
                read(index, place, zone, &mut all);
            }
        }
        all
    })
}

fn read<'i>(index: &'i Index<'i>, place: &'i Place<'i>, zone: &HostedZone, all: &mut Listing<LeadingZone>) {
    let records = place.whole.resource_record_sets.get(&zone.id).into_iter().flatten();
    for (at, record) in records.enumerate() {
        let Some(target) = record::target(record).filter(|name| record::is_own(name)) else { continue };
        let target = target.to_ascii_lowercase();
        let target = target.strip_prefix("dualstack.").unwrap_or(&target);
        let name = plain(record);
        match is_service_name(index, place, &name) {
            Answer::Known(true) => {}
            Answer::Known(false) => continue,
            Answer::Unknown(gaps) => {
                all.rest.extend(gaps);
                continue;
            }
        }
        if named_endpoint(index, target).is_none() {
            // An endpoint that no account shows which was asked is no offer; one that a list hides may be.
            let rest = index.places().iter().map(|place| place.rest(Collection::VpcEndpoints, ""));
            all.rest.extend(rest.fold(Gaps::none(), Gaps::union));
            continue;
        }
        for family in families(record) {
            match own_name(index, target, *family).map(|found| found.answer) {
                Some(Answer::Known(Resolved::Endpoint(endpoint, addresses))) => all.items.push(LeadingZone {
                    owner: place.account.clone(),
                    zone: zone.id.clone(),
                    at,
                    name: name.clone(),
                    endpoint: endpoint.it.vpc_endpoint_id.clone(),
                    addresses,
                    family: *family,
                }),
                Some(Answer::Unknown(gaps)) => all.rest.extend(gaps),
                Some(Answer::Known(Resolved::Addresses(_) | Resolved::Public | Resolved::Nothing(_))) | None => {}
            }
        }
    }
}

/// Those that lead to interface endpoints in other VPCs of the VPC's Region.
fn near<'i>(index: &'i Index<'i>, vpc: Seat<'i, Vpc>) -> Listing<(&'i LeadingZone, Seat<'i, VpcEndpoint>)> {
    let all = leading(index);
    let found = all.items.iter().filter_map(|one| Some((one, index.endpoint(&one.endpoint)?)));
    let found = found.filter(|(_, endpoint)| {
        endpoint.place.region == vpc.place.region && endpoint.it.vpc_id.as_deref() != Some(vpc.it.vpc_id.as_str())
    });
    Listing { items: found.collect(), rest: all.rest.clone() }
        .filter(|(_, endpoint)| endpoint::is_interface(endpoint.it).and(endpoint::is_live(endpoint.it)))
}

/// Those that the VPC could use, and does not.
fn unused<'i>(index: &'i Index<'i>, vpc: Seat<'i, Vpc>) -> Listing<&'i LeadingZone> {
    let near = near(index, vpc);
    if near.items.is_empty() {
        return near.map(|(leading, _)| leading);
    }
    let zones = zones_in_force(index, vpc);
    let lacks = |leading: &LeadingZone| zones.exists(|zone| Answer::Known(zone.id == leading.zone)).negate();
    let subnets = vpc::subnets(vpc).map(|subnet| Clients::of(index, vpc, subnet));
    let unused = near.filter(|(leading, endpoint)| {
        // The cheapest first: what is false settles it.
        let mut holds = lacks(leading);
        let more: [&dyn Fn() -> Answer<bool>; 3] =
            [&|| has_own(vpc, *endpoint).negate(), &|| is_public(index, vpc, leading), &|| {
                leads_there(&subnets, leading, *endpoint)
            }];
        for test in more {
            if holds == Answer::Known(false) {
                break;
            }
            holds = holds.and(test());
        }
        holds
    });
    unused.map(|(leading, _)| leading)
}

/// Whether the VPC has a live endpoint of its own, of any kind, for the service.
fn has_own<'i>(vpc: Seat<'i, Vpc>, central: Seat<'i, VpcEndpoint>) -> Answer<bool> {
    let token = endpoint::token(central.it);
    vpc::endpoints(vpc).exists(|own| {
        let same = token.as_ref().zip(endpoint::token(own.it)).map(|(one, other)| one.is_some() && *one == other);
        same.and(endpoint::is_live(own.it))
    })
}

/// Whether the VPC's clients get public addresses for the name.
fn is_public<'i>(index: &'i Index<'i>, vpc: Seat<'i, Vpc>, leading: &LeadingZone) -> Answer<bool> {
    let found = resolve(index, vpc, &probe::of(&leading.name), leading.family).answer;
    found.map(|resolved| matches!(resolved, Resolved::Public))
}

/// Whether routes lead from some subnet with workloads to the endpoint, and none of its replies is lost for want of one.
fn leads_there<'i>(
    subnets: &Listing<Clients<'i>>,
    leading: &LeadingZone,
    endpoint: Seat<'i, VpcEndpoint>,
) -> Answer<bool> {
    leading.addresses.as_ref().and_then(|addresses| {
        subnets.exists(|clients| {
            let rest = clients.rest();
            let fares = addresses.iter().flat_map(|address| clients.fares(endpoint, *address, port(endpoint.it)));
            Listing { items: fares.collect(), rest }.exists(|(fare, _)| match fare {
                Fare::There | Fare::Barred | Fare::Filtered => Answer::Known(true),
                Fare::NoRoute | Fare::DeadEnd | Fare::NoWayBack => Answer::Known(false),
                Fare::Unknown(gaps) => Answer::Unknown(gaps.clone()),
            })
        })
    })
}

/// The record of each zone, and the way to its endpoint.
fn shows_unused<'i>(index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    let Thing::Vpc(vpc) = thing else { return Vec::new() };
    let vpc = home(index, vpc);
    let mut evidence: Vec<Evidence> = Vec::new();
    for leading in unused(index, vpc).items {
        let place = index.places().iter().find(|place| *place.account == leading.owner);
        let record = place.and_then(|place| {
            let it = place.whole.resource_record_sets.get(&leading.zone)?.get(leading.at)?;
            Some(Thing::Record(Seat { place, it }, &leading.zone, leading.at))
        });
        let says = format!("leads to {} in another VPC", leading.endpoint);
        evidence.extend(record.map(|record| shows_member(index, record, "", says)));
        for one in way(index, vpc, leading).into_iter().map(Evidence::from) {
            if !evidence.contains(&one) {
                evidence.push(one);
            }
        }
    }
    evidence
}

fn way<'i>(index: &'i Index<'i>, vpc: Seat<'i, Vpc>, leading: &LeadingZone) -> Vec<Hop> {
    let (Answer::Known(addresses), Some(endpoint)) = (&leading.addresses, index.endpoint(&leading.endpoint)) else {
        return Vec::new();
    };
    let port = port(endpoint.it);
    for subnet in vpc::subnets(vpc).items {
        let clients = Clients::of(index, vpc, subnet);
        for address in addresses {
            let fares = clients.fares(endpoint, *address, port);
            let good = fares.iter().find(|(fare, _)| matches!(fare, Fare::There | Fare::Barred | Fare::Filtered));
            if let Some((fare, _)) = good {
                return clients.hops(endpoint, *address, port, fare);
            }
        }
    }
    Vec::new()
}
