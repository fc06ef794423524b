//! Facts of records: what they lead to, and whether it is still there.

use super::super::{Fact, Shows, Thing, Type, Value};
use super::probe;
use crate::finding::Family;
use crate::network::names::{Resolved, is_service_name, own_name, token_of_name};
use crate::network::{Index, Place, Seat};
use crate::snapshot::model::{ResourceRecordSet, Vpc};
use crate::snapshot::{Answer, Collection, Listing, Snapshot};
use ipnet::IpNet;
use std::net::IpAddr;

pub(in crate::facts) static FACTS: &[Fact] = &[
    fact!(Record."target": Type::Text, "The name that the record leads to, by an alias or CNAME; empty for other records.",
        needs: [HostedZones, ResourceRecordSets], shows: Shows::Member(""),
        |_, Thing::Record(record, ..)| Answer::Known(Value::text(target(record.it).unwrap_or_default()))),
    fact!(Record."leads_to_endpoint_name": Type::Bool, "Whether that is a name of an endpoint's own, as `vpce-….vpce.amazonaws.com`.",
        needs: [HostedZones, ResourceRecordSets], shows: Shows::Member(""),
        |_, Thing::Record(record, ..)| Answer::Known(Value::Bool(target(record.it).is_some_and(is_own)))),
    fact!(Record."target_is_dead": Type::Bool, "Whether that name leads nowhere: its endpoint is no longer in use, has no such name, or no records of the type. Unknown where no account that was asked has the endpoint.",
        needs: [HostedZones, ResourceRecordSets, VpcEndpoints, NetworkInterfaces, AvailabilityZones], shows: Shows::Member(""),
        |index, Thing::Record(record, ..)| dead(index, record.it).map(Value::Bool)),
    fact!(Record."is_service_name": Type::Bool, "Whether the record's name is one of an AWS service on offer to the account, or below one.",
        needs: [HostedZones, ResourceRecordSets, VpcEndpointServices, VpcEndpoints],
        |index, Thing::Record(record, ..)| is_service_name(index, record.place, &record.it.name).map(Value::Bool)),
    fact!(Record."gone_addresses": Type::List(&Type::Text), "The record's addresses that lie in a VPC which sees the zone and that no network interface there holds.",
        needs: [HostedZones, ResourceRecordSets, Vpcs, HostedZonesByVpc, NetworkInterfaces], shows: Shows::Member(""),
        |index, Thing::Record(record, zone, _)| Value::listing(gone(index, record.it, zone), |address| Value::made(address.to_string()))),
    fact!(Record."pinned_endpoint_ids": Type::List(&Type::Id), "The endpoints, of the service that the record's name is for, whose network interfaces hold one of its addresses.",
        needs: [HostedZones, ResourceRecordSets, Vpcs, VpcEndpoints, VpcEndpointServices, NetworkInterfaces], shows: Shows::Member(""),
        |index, Thing::Record(record, ..)| Value::listing(pinned(index, record), Value::text)),
];

/// The name that a record leads to.
pub(in crate::facts) fn target(record: &ResourceRecordSet) -> Option<&str> {
    let alias = record.alias_target.as_ref().and_then(|alias| alias.dns_name.as_deref());
    alias.or_else(|| match record.r#type.as_deref() {
        Some("CNAME") => record.resource_records.first().and_then(|one| one.value.as_deref()),
        Some(_) | None => None,
    })
}

/// Whether a name is an endpoint's own.
pub(in crate::facts) fn is_own(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let name = name.strip_prefix("dualstack.").unwrap_or(&name);
    name.split('.').any(|label| label.starts_with("vpce-")) && name.split('.').any(|label| label == "vpce")
}

/// Whether the endpoint's name that a record leads to leads nowhere itself.
fn dead<'i>(index: &'i Index<'i>, record: &ResourceRecordSet) -> Answer<bool> {
    let Some(name) = target(record).filter(|name| is_own(name)) else { return Answer::Known(false) };
    let name = name.to_ascii_lowercase();
    let name = name.strip_prefix("dualstack.").unwrap_or(&name);
    let leads_nowhere = |family| match own_name(index, name, family) {
        None => Answer::Known(false),
        Some(found) => found.answer.map(|resolved| match resolved {
            Resolved::Nothing(_) => true,
            Resolved::Endpoint(..) | Resolved::Addresses(_) | Resolved::Public => false,
        }),
    };
    match record.r#type.as_deref() {
        Some("A") => leads_nowhere(Family::Ipv4),
        Some("AAAA") => leads_nowhere(Family::Ipv6),
        Some(_) | None => leads_nowhere(Family::Ipv4).and(leads_nowhere(Family::Ipv6)),
    }
}

/// The addresses of an address record.
fn addresses(record: &ResourceRecordSet) -> Vec<IpAddr> {
    let values = record.resource_records.iter().filter_map(|one| one.value.as_deref());
    match record.r#type.as_deref() {
        Some("A" | "AAAA") => values.filter_map(|value| value.trim().parse().ok()).collect(),
        Some(_) | None => Vec::new(),
    }
}

/// The addresses of a record that a VPC's own blocks hold and no interface has: its `local` route leads them nowhere.
fn gone(index: &Index<'_>, record: &ResourceRecordSet, zone: &str) -> Listing<IpAddr> {
    let wanted = addresses(record);
    let mut gone = Listing::complete(Vec::new());
    if wanted.is_empty() {
        return gone;
    }
    for place in index.places() {
        gone.rest.extend(place.rest(Collection::Vpcs, ""));
        for vpc in &place.view.vpcs {
            match sees(place, vpc, zone) {
                Answer::Known(true) => {}
                Answer::Known(false) => continue,
                Answer::Unknown(gaps) => {
                    gone.rest.extend(gaps);
                    continue;
                }
            }
            let blocks = blocks(vpc);
            for address in wanted.iter().filter(|address| blocks.iter().any(|block| block.contains(*address))) {
                match place.interface_at(&vpc.vpc_id, *address) {
                    Answer::Known(None) => gone.items.push(*address),
                    Answer::Known(Some(_)) => {}
                    Answer::Unknown(gaps) => gone.rest.extend(gaps),
                }
            }
        }
    }
    gone.items.sort();
    gone.items.dedup();
    gone
}

/// Whether a VPC sees a zone. Only its owner can tell; a participant's view of it is left to the owner's.
fn sees(place: &Place<'_>, vpc: &Vpc, zone: &str) -> Answer<bool> {
    if place.foreign(vpc.owner_id.as_deref()).is_some() {
        return Answer::Known(false);
    }
    let held = place.whole.hosted_zones_by_vpc.get(&vpc.vpc_id).into_iter().flatten();
    if held.into_iter().any(|one| one.hosted_zone_id == zone) {
        return Answer::Known(true);
    }
    let rest = place.snapshot.rest(Snapshot::global_question(place.account, Collection::HostedZonesByVpc, &vpc.vpc_id));
    if rest.is_empty() { Answer::Known(false) } else { Answer::Unknown(rest) }
}

fn blocks(vpc: &Vpc) -> Vec<IpNet> {
    let four = vpc.cidr_block_association_set.iter().filter_map(|one| one.cidr_block.as_deref());
    let six = vpc.ipv6_cidr_block_association_set.iter().filter_map(|one| one.ipv6_cidr_block.as_deref());
    let all = vpc.cidr_block.as_deref().into_iter().chain(four).chain(six);
    all.filter_map(|block| block.parse().ok()).collect()
}

/// The endpoints that a record names by address.
fn pinned<'i>(index: &'i Index<'i>, record: Seat<'i, ResourceRecordSet>) -> Listing<&'i str> {
    let wanted = addresses(record.it);
    let mut pinned = Listing::complete(Vec::new());
    if wanted.is_empty() {
        return pinned;
    }
    let name = record.it.name.trim_end_matches('.').replace("\\052", "*");
    let name = name.strip_prefix("*.").unwrap_or(&name);
    for place in index.places() {
        pinned.rest.extend(place.rest(Collection::VpcEndpoints, ""));
        for endpoint in &place.view.vpc_endpoints {
            let endpoint = Seat { place, it: endpoint };
            let of_service = match (probe::vpc(index, endpoint), super::super::endpoint::token(endpoint.it)) {
                (Answer::Known(vpc), Answer::Known(token)) => match (token_of_name(vpc, name), token) {
                    (Some(named), Some(token)) => Answer::Known(named == token),
                    (None, _) if !place.rest(Collection::VpcEndpointServices, "").is_empty() => {
                        Answer::Unknown(place.rest(Collection::VpcEndpointServices, ""))
                    }
                    (None, _) | (_, None) => Answer::Known(false),
                },
                (Answer::Unknown(gaps), _) | (_, Answer::Unknown(gaps)) => Answer::Unknown(gaps),
            };
            match of_service.and(probe::has_any(index, endpoint, &wanted)) {
                Answer::Known(true) => pinned.items.push(endpoint.it.vpc_endpoint_id.as_str()),
                Answer::Known(false) => {}
                Answer::Unknown(gaps) => pinned.rest.extend(gaps),
            }
        }
    }
    pinned.items.sort_unstable();
    pinned.items.dedup();
    pinned
}
