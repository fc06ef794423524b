//! Facts of security groups.

use super::{Fact, Noun, Shows, Thing, Type, Value, endpoint, port};
use crate::finding::Evidence;
use crate::network::{Direction, Index, Ports, Seat, names_everyone, names_someone, opens_more};
use crate::snapshot::model::{SecurityGroup, UserIdGroupPair, VpcEndpoint};
use crate::snapshot::{Answer, Collection, Gap, Listing};

pub(super) static FACTS: &[Fact] = &[
    fact!(Group."id": Type::Id, "The group's id.", needs: [SecurityGroups], identity: true, shows: Shows::Member("/GroupId"),
        |_, Thing::Group(group)| Answer::Known(Value::text(&group.it.group_id))),
    fact!(Group."name": Type::Text, "The group's name.", needs: [SecurityGroups], shows: Shows::Member("/GroupName"),
        |_, Thing::Group(group)| Value::member(group.it.group_name.as_deref(), "GroupName", &group.it.group_id)),
    fact!(Group."admits_https": Type::Bool, "Whether some inbound rule lets TCP 443 in, from anywhere.", needs: [SecurityGroups],
        shows: Shows::Member("/IpPermissions"),
        |_, Thing::Group(group)| port::some_inbound(group.it, |rule| port::admits(group.it, rule, port::of_service(""))).map(Value::Bool)),
    fact!(Group."admits_anything": Type::Bool, "Whether the group has an inbound rule with a source.", needs: [SecurityGroups],
        shows: Shows::Member("/IpPermissions"),
        |_, Thing::Group(group)| Answer::Known(Value::Bool(group.it.ip_permissions.iter().any(names_someone)))),
    fact!(Group."admits_everyone": Type::Bool, "Whether one inbound rule is for every address of a family, by 0.0.0.0/0, ::/0, blocks that make them up, or a prefix list that holds them.",
        needs: [SecurityGroups, PrefixLists, ManagedPrefixLists, PrefixListEntries], shows: Shows::Member("/IpPermissions"),
        |_, Thing::Group(group)| names_everyone(group).map(Value::Bool)),
    fact!(Group."endpoints": Type::List(&Type::Thing(Noun::Endpoint)), "The endpoints that the group is attached to, of every kind and state.",
        needs: [SecurityGroups, VpcEndpoints], shows: Shows::Derived(shows_endpoints),
        |_, Thing::Group(group)| Value::listing(endpoints(group), |endpoint| Value::Thing(Thing::Endpoint(endpoint)))),
    fact!(Group."admits_more_ports": Type::Bool, "Whether one inbound rule lets TCP in to a port of the services of the group's endpoints and to others as well.",
        needs: [SecurityGroups, VpcEndpoints], shows: Shows::Member("/IpPermissions"),
        |_, Thing::Group(group)| admits_more(group).map(Value::Bool)),
    fact!(Group."has_stale_reference": Type::Bool, "Whether a rule names a group over a peering connection that is gone.",
        needs: [SecurityGroups], shows: Shows::Derived(shows_stale),
        |_, Thing::Group(group)| stale(group).exists(|_| Answer::Known(true)).map(Value::Bool)),
    fact!(Group."stale_references": Type::List(&Type::Text), "Those groups, each with the connection and its status.",
        needs: [SecurityGroups], shows: Shows::Derived(shows_stale),
    |_, Thing::Group(group)| {
        let mut stale = stale(group).map(|(_, _, pair)| words(pair));
        stale.items.sort();
        stale.items.dedup();
        Value::listing(stale, Value::made)
    }),
];

fn endpoints(group: Seat<'_, SecurityGroup>) -> Listing<Seat<'_, VpcEndpoint>> {
    let id = Some(group.it.group_id.as_str());
    let endpoints = group.place.listing(Collection::VpcEndpoints, &group.place.view.vpc_endpoints);
    endpoints.filter(|endpoint| Answer::Known(endpoint.it.groups.iter().any(|named| named.group_id.as_deref() == id)))
}

fn admits_more(group: Seat<'_, SecurityGroup>) -> Answer<bool> {
    let endpoints = endpoints(group);
    let mut ports: Vec<Ports> =
        endpoints.items.iter().flat_map(|endpoint| endpoint::ports(endpoint.it)).copied().collect();
    ports.sort();
    ports.dedup();
    // Where there may be more endpoints there may be more ports, and a rule that seems too wide may not be.
    if endpoints.rest.is_empty() { opens_more(group, &ports) } else { Answer::Unknown(endpoints.rest) }
}

/// A rule over a peering connection that is gone: its direction, its place in the answer, and the group it names.
type Stale<'i> = (Direction, usize, &'i UserIdGroupPair);

/// The rules that name a group over a peering connection that is gone. AWS keeps them
/// (<https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html>).
fn stale(group: Seat<'_, SecurityGroup>) -> Listing<Stale<'_>> {
    let mut stale = Listing::complete(Vec::new());
    let inbound = group.it.ip_permissions.iter().enumerate().map(|rule| (Direction::Inbound, rule));
    let outbound = group.it.ip_permissions_egress.iter().enumerate().map(|rule| (Direction::Outbound, rule));
    for (direction, (at, rule)) in inbound.chain(outbound) {
        for pair in &rule.user_id_group_pairs {
            match pair.peering_status.as_deref() {
                None | Some("active" | "initiating-request" | "pending-acceptance" | "provisioning") => {}
                Some("deleted" | "deleting" | "rejected" | "failed" | "expired") => {
                    stale.items.push((direction, at, pair));
                }
                Some(other) => stale.rest.extend(
                    Gap::Unrecognised {
                        field: format!("{} PeeringStatus", group.it.group_id),
                        value: other.to_owned(),
                    }
                    .into(),
                ),
            }
        }
    }
    stale
}

fn words(pair: &UserIdGroupPair) -> String {
    let group = pair.group_id.as_deref().unwrap_or("a group");
    let over = pair.vpc_peering_connection_id.as_deref().unwrap_or("a peering connection");
    format!("{group} over {over} ({})", pair.peering_status.as_deref().unwrap_or_default())
}

fn shows_stale<'i>(index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    let Thing::Group(group) = thing else { return Vec::new() };
    let mut evidence: Vec<Evidence> = Vec::new();
    for (direction, at, pair) in stale(group).items {
        let member = match direction {
            Direction::Inbound => "IpPermissions",
            Direction::Outbound => "IpPermissionsEgress",
        };
        let says = format!("a rule names {}", words(pair));
        let shown = endpoint::shows_member(index, thing, &format!("/{member}/{at}"), says);
        if evidence.iter().all(|held| held.pointer != shown.pointer) {
            evidence.push(shown);
        }
    }
    evidence
}

fn shows_endpoints<'i>(index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    let Thing::Group(group) = thing else { return Vec::new() };
    let endpoints = endpoints(group).items.into_iter().map(Thing::Endpoint);
    endpoints
        .map(|one| endpoint::shows_member(index, one, "/Groups", "the group is attached to this endpoint".to_owned()))
        .collect()
}
