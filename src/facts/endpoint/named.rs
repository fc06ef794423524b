//! The things an endpoint names: route tables, subnets, security groups.

use crate::network::Seat;
use crate::snapshot::model::{Described, RouteTable, SecurityGroup, Subnet, VpcEndpoint};
use crate::snapshot::{Answer, Collection, Gap, Listing};

/// A thing that an endpoint names: found, or why not.
pub(in crate::facts) fn found<'i, T: Described>(
    endpoint: Seat<'i, VpcEndpoint>,
    shelf: &'i [T],
    collection: Collection,
    id: &str,
) -> Answer<Seat<'i, T>> {
    super::super::found::found(endpoint.place, shelf, collection, id)
}

pub(in crate::facts) fn all_found<'i, 'n, T: Described>(
    endpoint: Seat<'i, VpcEndpoint>,
    shelf: &'i [T],
    collection: Collection,
    ids: impl Iterator<Item = &'n str>,
) -> Listing<Seat<'i, T>> {
    let mut all = Listing::complete(Vec::new());
    for id in ids {
        match found(endpoint, shelf, collection, id) {
            Answer::Known(thing) => all.items.push(thing),
            Answer::Unknown(gaps) => all.rest.extend(gaps),
        }
    }
    all
}

pub(in crate::facts) fn route_tables(endpoint: Seat<'_, VpcEndpoint>) -> Listing<Seat<'_, RouteTable>> {
    let ids = endpoint.it.route_table_ids.iter().map(String::as_str);
    all_found(endpoint, &endpoint.place.view.route_tables, Collection::RouteTables, ids)
}

pub(in crate::facts) fn subnets(endpoint: Seat<'_, VpcEndpoint>) -> Listing<Seat<'_, Subnet>> {
    let ids = endpoint.it.subnet_ids.iter().map(String::as_str);
    all_found(endpoint, &endpoint.place.view.subnets, Collection::Subnets, ids)
}

/// The groups of the endpoint. AWS attaches the default group where none is named, so that no interface is without.
pub(in crate::facts) fn group_ids(endpoint: &VpcEndpoint) -> Listing<&str> {
    let ids: Vec<&str> = endpoint.groups.iter().filter_map(|group| group.group_id.as_deref()).collect();
    if ids.is_empty() {
        return Listing::unseen(
            Gap::Malformed { field: "Groups".to_owned(), at: endpoint.vpc_endpoint_id.clone() }.into(),
        );
    }
    Listing::complete(ids)
}

pub(in crate::facts) fn groups(endpoint: Seat<'_, VpcEndpoint>) -> Listing<Seat<'_, SecurityGroup>> {
    let ids = group_ids(endpoint.it);
    let mut groups =
        all_found(endpoint, &endpoint.place.view.security_groups, Collection::SecurityGroups, ids.items.into_iter());
    groups.rest.extend(ids.rest);
    groups
}

/// Whether each group of the endpoint is its VPC's default one, which AWS attaches where none is named. The endpoint's own
/// description has the groups' names; no customer's group can be called `default`
/// (<https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html>).
pub(in crate::facts) fn default_groups(endpoint: Seat<'_, VpcEndpoint>) -> Listing<Answer<bool>> {
    let mut groups = Listing { items: Vec::new(), rest: group_ids(endpoint.it).rest };
    for group in &endpoint.it.groups {
        let Some(id) = group.group_id.as_deref() else { continue };
        let named = group.group_name.clone().map_or_else(
            || {
                let found = found(endpoint, &endpoint.place.view.security_groups, Collection::SecurityGroups, id);
                found.and_then(|group| match group.it.group_name.clone() {
                    Some(name) => Answer::Known(name),
                    None => Answer::unknown(Gap::Malformed { field: "GroupName".to_owned(), at: id.to_owned() }),
                })
            },
            Answer::Known,
        );
        groups.items.push(named.map(|name| name == "default"));
    }
    groups
}
