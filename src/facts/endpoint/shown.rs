//! How facts of endpoints are shown as evidence.

use super::super::{Thing, subnet};
use super::named::{groups, route_tables, subnets};
use crate::finding::Evidence;
use crate::network::Index;

pub(in crate::facts) fn shows_failure<'i>(index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    ["/LastError", "/FailureReason"]
        .into_iter()
        .filter_map(|pointer| {
            let (pointer, value) = thing.member(index, pointer);
            (!value.is_null()).then(|| Evidence {
                resource: thing.resource(),
                operation: thing.operation().to_owned(),
                pointer,
                value,
                says: "what AWS says went wrong".to_owned(),
            })
        })
        .collect()
}

pub(in crate::facts) fn shows_associations<'i>(index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    let Thing::Endpoint(endpoint) = thing else { return Vec::new() };
    let tables = route_tables(endpoint).items.into_iter().map(Thing::RouteTable);
    tables.map(|table| shows_member(index, table, "/Associations", "no subnet follows this table".to_owned())).collect()
}

pub(in crate::facts) fn shows_zones<'i>(index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    let Thing::Endpoint(endpoint) = thing else { return Vec::new() };
    let subnets = subnets(endpoint).items.into_iter();
    subnets
        .map(|subnet| {
            let zone = subnet::zone_id(subnet).known().unwrap_or_default();
            shows_member(
                index,
                Thing::Subnet(subnet),
                "/AvailabilityZoneId",
                format!("an interface of the endpoint is in {zone}"),
            )
        })
        .collect()
}

pub(in crate::facts) fn shows_rules<'i>(index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    let Thing::Endpoint(endpoint) = thing else { return Vec::new() };
    let groups = groups(endpoint).items.into_iter().map(Thing::Group);
    groups
        .map(|group| {
            shows_member(index, group, "/IpPermissions", "the inbound rules of a group of the endpoint".to_owned())
        })
        .collect()
}

/// A member of a thing as evidence.
pub(in crate::facts) fn shows_member<'i>(
    index: &'i Index<'i>,
    thing: Thing<'i>,
    pointer: &str,
    says: String,
) -> Evidence {
    let (pointer, value) = thing.member(index, pointer);
    Evidence { resource: thing.resource(), operation: thing.operation().to_owned(), pointer, value, says }
}
