//! Facts of security groups: who has a group, which groups name it, whom it lets in from anywhere.

use super::found::{found, malformed, once};
use super::prefix_list::{entries_of, is_any};
use super::{Fact, Noun, Shows, Thing, Type, Value};
use crate::network::{Seat, cidr};
use crate::snapshot::model::{IpPermission, NetworkInterface, SecurityGroup, VpcEndpoint};
use crate::snapshot::{Answer, Collection, Listing};

pub(super) static FACTS: &[Fact] = &[
    fact!(Group."region": Type::Region, "The group's Region.", needs: [SecurityGroups], identity: true,
        |_, Thing::Group(group)| Answer::Known(Value::text(group.place.region.as_str()))),
    fact!(Group."vpc_id": Type::Id, "The id of the group's VPC.", needs: [SecurityGroups], identity: true, shows: Shows::Member("/VpcId"),
        |_, Thing::Group(group)| Value::member(group.it.vpc_id.as_deref(), "VpcId", &group.it.group_id)),
    fact!(Group."vpc": Type::Thing(Noun::Vpc), "The group's VPC.", needs: [SecurityGroups, Vpcs],
    |_, Thing::Group(group)| {
        let id = group.it.vpc_id.as_deref().unwrap_or_default();
        found(group.place, &group.place.view.vpcs, Collection::Vpcs, id).map(|vpc| Value::Thing(Thing::Vpc(vpc)))
    }),
    fact!(Group."default": Type::Bool, "Whether the group is its VPC's default one: AWS lets no other have that name.", needs: [SecurityGroups], shows: Shows::Member("/GroupName"),
    |_, Thing::Group(group)| match group.it.group_name.as_deref() {
        Some(name) => Answer::Known(Value::Bool(name == "default")),
        None => malformed("GroupName", &group.it.group_id),
    }),
    fact!(Group."interface_ids": Type::List(&Type::Id), "The network interfaces that have the group. Of a group that another account shares there may be more than can be seen.",
        needs: [SecurityGroups, NetworkInterfaces],
        |_, Thing::Group(group)| Value::listing(interfaces(group), |interface| Value::text(&interface.it.network_interface_id))),
    fact!(Group."endpoint_ids": Type::List(&Type::Id), "The endpoints that have the group.", needs: [SecurityGroups, VpcEndpoints],
        |_, Thing::Group(group)| Value::listing(endpoints(group), |endpoint| Value::text(&endpoint.it.vpc_endpoint_id))),
    fact!(Group."referencing_group_ids": Type::List(&Type::Id), "The other security groups of this account that name the group in a rule.", needs: [SecurityGroups],
        |_, Thing::Group(group)| Value::listing(referencing(group), |other| Value::text(&other.it.group_id))),
    fact!(Group."unused": Type::Bool, "Whether no network interface and no endpoint has the group, and no other group of this account names it.",
    needs: [SecurityGroups, NetworkInterfaces, VpcEndpoints],
    |_, Thing::Group(group)| {
        let had = interfaces(group).exists(|_| Answer::Known(true)).or(endpoints(group).exists(|_| Answer::Known(true)));
        had.or(referencing(group).exists(|_| Answer::Known(true))).negate().map(Value::Bool)
    }),
    fact!(Group."any_source_ports": Type::List(&Type::Text), "What the group lets in from anywhere, such as `tcp 22`; from blocks of 0.0.0.0/0 and ::/0, and prefix lists that hold a great part of all addresses.",
        needs: [SecurityGroups, PrefixLists, ManagedPrefixLists, PrefixListEntries], shows: Shows::Member("/IpPermissions"),
        |_, Thing::Group(group)| Value::listing(once(from_anywhere(group).map(words)), Value::made)),
    fact!(Group."admits_anywhere": Type::Bool, "Whether the group lets anything in from anywhere.",
        needs: [SecurityGroups, PrefixLists, ManagedPrefixLists, PrefixListEntries], shows: Shows::Member("/IpPermissions"),
        |_, Thing::Group(group)| from_anywhere(group).exists(|_| Answer::Known(true)).map(Value::Bool)),
];

fn interfaces(group: Seat<'_, SecurityGroup>) -> Listing<Seat<'_, NetworkInterface>> {
    let place = group.place;
    let mut all = place.listing(Collection::NetworkInterfaces, &place.view.network_interfaces);
    // A participant of a shared VPC sees its own interfaces and not those of others that have the group.
    all.rest.extend(place.foreign(group.it.owner_id.as_deref()).into_iter().collect());
    all.filter(|interface| {
        Answer::Known(interface.it.groups.iter().any(|one| one.group_id.as_ref() == Some(&group.it.group_id)))
    })
}

fn endpoints(group: Seat<'_, SecurityGroup>) -> Listing<Seat<'_, VpcEndpoint>> {
    let place = group.place;
    let mut all = place.listing(Collection::VpcEndpoints, &place.view.vpc_endpoints);
    all.rest.extend(place.foreign(group.it.owner_id.as_deref()).into_iter().collect());
    all.filter(|endpoint| {
        Answer::Known(endpoint.it.groups.iter().any(|one| one.group_id.as_ref() == Some(&group.it.group_id)))
    })
}

/// The other groups of the account that name this one. Those of accounts it is shared or peered with cannot be seen.
fn referencing(group: Seat<'_, SecurityGroup>) -> Listing<Seat<'_, SecurityGroup>> {
    let place = group.place;
    let names = |rule: &IpPermission| {
        rule.user_id_group_pairs.iter().any(|pair| pair.group_id.as_ref() == Some(&group.it.group_id))
    };
    place.listing(Collection::SecurityGroups, &place.view.security_groups).filter(|other| {
        let rules = || other.it.ip_permissions.iter().chain(&other.it.ip_permissions_egress);
        Answer::Known(other.it.group_id != group.it.group_id && rules().any(names))
    })
}

/// The inbound rules that let in from anywhere.
fn from_anywhere(group: Seat<'_, SecurityGroup>) -> Listing<&IpPermission> {
    let rules: Vec<&IpPermission> = group.it.ip_permissions.iter().collect();
    Listing::complete(rules).filter(|rule| {
        let four = rule.ip_ranges.iter().filter_map(|range| range.cidr_ip.as_deref());
        let six = rule.ipv6_ranges.iter().filter_map(|range| range.cidr_ipv6.as_deref());
        let blocks = Listing::complete(four.chain(six).collect::<Vec<&str>>());
        let any = blocks.exists(|text| match cidr::parse(text) {
            Some(block) => Answer::Known(block.prefix_len() == 0),
            None => malformed("CidrIp", &group.it.group_id),
        });
        let lists: Vec<&str> = rule.prefix_list_ids.iter().filter_map(|list| list.prefix_list_id.as_deref()).collect();
        any.or(Listing::complete(lists)
            .exists(|list| entries_of(group.place, list).map(|blocks| blocks.iter().any(is_any))))
    })
}

/// The protocol and ports of a rule.
fn words(rule: &IpPermission) -> String {
    let protocol = match rule.ip_protocol.as_deref() {
        Some("-1") => return "everything".to_owned(),
        Some("6") => "tcp",
        Some("17") => "udp",
        Some(other) => other,
        None => "unknown",
    };
    match (protocol, rule.from_port, rule.to_port) {
        ("tcp" | "udp", Some(from), Some(to)) if from == to => format!("{protocol} {from}"),
        ("tcp" | "udp", Some(from), Some(to)) => format!("{protocol} {from}-{to}"),
        (_, _, _) => protocol.to_owned(),
    }
}
