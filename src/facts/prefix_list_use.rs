//! Facts of prefix lists: which rules and routes name them, and what they open or copy by that.

use super::found::once;
use super::prefix_list::{blocks, is_any};
use super::{Fact, Noun, Shows, Thing, Type, Value, port};
use crate::finding::Evidence;
use crate::network::{Index, Place, Seat, addresses, cidr, entries, service_list};
use crate::snapshot::model::{IpPermission, ManagedPrefixList, NetworkInterface, RouteTable, SecurityGroup};
use crate::snapshot::{Answer, Collection, Gap, Listing};
use ipnet::IpNet;
use std::net::IpAddr;

pub(super) static FACTS: &[Fact] = &[
    fact!(PrefixList."group_ids": Type::List(&Type::Id), "The security groups of this account that name the list in a rule.",
        needs: [ManagedPrefixLists, SecurityGroups],
        |_, Thing::PrefixList(list)| Value::listing(groups(list, Way::Either), |group| Value::text(&group.it.group_id))),
    fact!(PrefixList."inbound_groups": Type::List(&Type::Thing(Noun::Group)), "The security groups of this account that name the list in an inbound rule.",
        needs: [ManagedPrefixLists, SecurityGroups],
        |_, Thing::PrefixList(list)| Value::listing(groups(list, Way::Inbound), |group| Value::Thing(Thing::Group(group)))),
    fact!(PrefixList."inbound_group_ids": Type::List(&Type::Id), "The same groups, by id; shown with their inbound rules.",
        needs: [ManagedPrefixLists, SecurityGroups], shows: Shows::Derived(shows_inbound),
        |_, Thing::PrefixList(list)| Value::listing(groups(list, Way::Inbound), |group| Value::text(&group.it.group_id))),
    fact!(PrefixList."route_table_ids": Type::List(&Type::Id), "The route tables of this account that have a route for the list.",
        needs: [ManagedPrefixLists, RouteTables],
        |_, Thing::PrefixList(list)| Value::listing(tables(list), |table| Value::text(&table.it.route_table_id))),
    fact!(PrefixList."referenced": Type::Bool, "Whether a rule or a route of this account names the list.",
    needs: [ManagedPrefixLists, SecurityGroups, RouteTables],
    |_, Thing::PrefixList(list)| {
        let named = groups(list, Way::Either).exists(|_| Answer::Known(true));
        named.or(tables(list).exists(|_| Answer::Known(true))).map(Value::Bool)
    }),
    fact!(PrefixList."admits": Type::Bool, "Whether some inbound rule of this account names the list.", needs: [ManagedPrefixLists, SecurityGroups],
        |_, Thing::PrefixList(list)| groups(list, Way::Inbound).exists(|_| Answer::Known(true)).map(Value::Bool)),
    fact!(PrefixList."admits_other_ports": Type::Bool, "Whether some inbound rule that names the list lets in more than TCP 80 and 443.",
    needs: [ManagedPrefixLists, SecurityGroups],
    |_, Thing::PrefixList(list)| {
        groups(list, Way::Inbound)
            .exists(|group| port::some_inbound(group.it, |rule| {
                if names(rule, list.it) { is_web(group.it, rule).negate() } else { Answer::Known(false) }
            }))
            .map(Value::Bool)
    }),
    fact!(PrefixList."admits_to_public_address": Type::Bool, "Whether a network interface with a public address has a group that names the list in an inbound rule.",
        needs: [ManagedPrefixLists, SecurityGroups, NetworkInterfaces],
        |_, Thing::PrefixList(list)| groups(list, Way::Inbound).exists(|group| on_public_interface(group.place, &group.it.group_id)).map(Value::Bool)),
    fact!(PrefixList."hides_any": Type::Bool, "Whether the list holds a great part of all addresses.",
        needs: [PrefixLists, ManagedPrefixLists, PrefixListEntries], shows: Shows::Member("/Entries"),
        |_, Thing::PrefixList(list)| blocks(list).map(|blocks| Value::Bool(blocks.iter().any(is_any)))),
    fact!(PrefixList."copied_services": Type::List(&Type::Text), "S3 and DynamoDB, by token, where three blocks or more are those of the service's own list in the Region.",
        needs: [PrefixLists, ManagedPrefixLists, PrefixListEntries], shows: Shows::Member("/Entries"),
        |_, Thing::PrefixList(list)| Value::listing(copies_in(list), |copy| Value::text(copy.token))),
    fact!(PrefixList."copied_list_ids": Type::List(&Type::Id), "The services' own lists that the list copies from.",
        needs: [PrefixLists, ManagedPrefixLists, PrefixListEntries],
        |_, Thing::PrefixList(list)| Value::listing(copies_in(list), |copy| Value::made(copy.list))),
    fact!(PrefixList."missing_blocks": Type::List(&Type::Cidr), "The blocks of the services it copies that the list lacks.",
    needs: [PrefixLists, ManagedPrefixLists, PrefixListEntries],
    |_, Thing::PrefixList(list)| {
        let copies = copies_in(list);
        let missing = copies.items.into_iter().flat_map(|copy| copy.missing).collect();
        Value::listing(once(Listing { items: missing, rest: copies.rest }), |block: IpNet| Value::made(block.to_string()))
    }),
    fact!(Group."copied_services": Type::List(&Type::Text), "S3 and DynamoDB, by token, where three blocks or more of rules for TCP 443 are those of the service's own list in the Region.",
        needs: [SecurityGroups, PrefixLists, ManagedPrefixLists, PrefixListEntries], shows: Shows::Derived(shows_literals),
        |_, Thing::Group(group)| Value::listing(copies_in_group(group), |copy| Value::text(copy.token))),
    fact!(Group."copied_list_ids": Type::List(&Type::Id), "The services' own lists that the group's rules copy from.",
        needs: [SecurityGroups, PrefixLists, ManagedPrefixLists, PrefixListEntries],
        |_, Thing::Group(group)| Value::listing(copies_in_group(group), |copy| Value::made(copy.list))),
    fact!(Group."missing_blocks": Type::List(&Type::Cidr), "The blocks of the services they copy that the group's rules lack.",
    needs: [SecurityGroups, PrefixLists, ManagedPrefixLists, PrefixListEntries],
    |_, Thing::Group(group)| {
        let copies = copies_in_group(group);
        let missing = copies.items.into_iter().flat_map(|copy| copy.missing).collect();
        Value::listing(once(Listing { items: missing, rest: copies.rest }), |block: IpNet| Value::made(block.to_string()))
    }),
];

/// Which rules of a group count.
#[derive(Clone, Copy)]
enum Way {
    Inbound,
    Either,
}

fn names(rule: &IpPermission, list: &ManagedPrefixList) -> bool {
    rule.prefix_list_ids.iter().any(|one| one.prefix_list_id.as_ref() == Some(&list.prefix_list_id))
}

fn groups(list: Seat<'_, ManagedPrefixList>, way: Way) -> Listing<Seat<'_, SecurityGroup>> {
    let all = list.place.listing(Collection::SecurityGroups, &list.place.view.security_groups);
    all.filter(|group| {
        let inbound = group.it.ip_permissions.iter().any(|rule| names(rule, list.it));
        Answer::Known(match way {
            Way::Inbound => inbound,
            Way::Either => inbound || group.it.ip_permissions_egress.iter().any(|rule| names(rule, list.it)),
        })
    })
}

fn tables(list: Seat<'_, ManagedPrefixList>) -> Listing<Seat<'_, RouteTable>> {
    let id = Some(list.it.prefix_list_id.as_str());
    let all = list.place.listing(Collection::RouteTables, &list.place.view.route_tables);
    all.filter(|table| {
        Answer::Known(table.it.routes.iter().any(|route| route.destination_prefix_list_id.as_deref() == id))
    })
}

/// Whether a rule lets in TCP 80, TCP 443 or both, and nothing else.
fn is_web(group: &SecurityGroup, rule: &IpPermission) -> Answer<bool> {
    match (rule.ip_protocol.as_deref(), rule.from_port, rule.to_port) {
        (None, _, _) => super::found::malformed("IpProtocol", &group.group_id),
        (Some("tcp" | "6"), Some(from), Some(to)) => Answer::Known(from == to && (from == 80 || from == 443)),
        (Some("tcp" | "6"), _, _) => super::found::malformed("FromPort", &group.group_id),
        (Some(_), _, _) => Answer::Known(false),
    }
}

/// Whether an interface with a public address, or a global IPv6 one, has a group.
pub(super) fn on_public_interface(place: &Place<'_>, group: &str) -> Answer<bool> {
    let all = place.listing(Collection::NetworkInterfaces, &place.view.network_interfaces);
    all.exists(|interface| {
        let has = interface.it.groups.iter().any(|one| one.group_id.as_deref() == Some(group));
        Answer::Known(has && is_public(interface.it))
    })
}

fn is_public(interface: &NetworkInterface) -> bool {
    let of = |association: &crate::snapshot::model::NetworkInterfaceAssociation| association.public_ip.is_some();
    interface.association.as_ref().is_some_and(of)
        || interface.private_ip_addresses.iter().any(|one| one.association.as_ref().is_some_and(of))
        || addresses(interface).iter().any(|address| matches!(address, IpAddr::V6(_)))
}

/// A service whose list was copied.
struct Copied {
    token: &'static str,
    list: String,
    missing: Vec<IpNet>,
}

/// Fewer equal blocks than this are a coincidence.
const COPIED: usize = 3;

fn copies(place: &Place<'_>, own: &[IpNet]) -> Listing<Copied> {
    let mut found = Listing::complete(Vec::new());
    // Too few blocks are no copy of anything.
    if own.len() < COPIED {
        return found;
    }
    for token in ["s3", "dynamodb"] {
        let theirs = service_list(place, token).and_then(|list| match list {
            Some(list) => entries(place, list.id).map(|blocks| Some((list.id.to_owned(), blocks))),
            None => Answer::Known(None),
        });
        match theirs {
            Answer::Known(Some((list, blocks))) => {
                if blocks.iter().filter(|block| own.contains(block)).count() >= COPIED {
                    let missing = blocks.into_iter().filter(|block| !own.iter().any(|held| held.contains(block)));
                    found.items.push(Copied { token, list, missing: missing.collect() });
                }
            }
            Answer::Known(None) => {}
            Answer::Unknown(gaps) => found.rest.extend(gaps),
        }
    }
    found
}

fn copies_in(list: Seat<'_, ManagedPrefixList>) -> Listing<Copied> {
    match blocks(list) {
        Answer::Known(own) => copies(list.place, &own),
        Answer::Unknown(gaps) => Listing::unseen(gaps),
    }
}

fn copies_in_group(group: Seat<'_, SecurityGroup>) -> Listing<Copied> {
    let mut own = Listing::complete(Vec::new());
    for rule in group.it.ip_permissions.iter().chain(&group.it.ip_permissions_egress) {
        match port::admits(group.it, rule, port::of_service("")) {
            Answer::Known(true) => {}
            Answer::Known(false) => continue,
            Answer::Unknown(gaps) => own.rest.extend(gaps),
        }
        let literal = rule.ip_ranges.iter().filter_map(|range| range.cidr_ip.as_deref());
        for text in literal.chain(rule.ipv6_ranges.iter().filter_map(|range| range.cidr_ipv6.as_deref())) {
            match cidr::parse(text) {
                Some(block) => own.items.push(block),
                None => {
                    own.rest.extend(Gap::Malformed { field: "CidrIp".to_owned(), at: group.it.group_id.clone() }.into())
                }
            }
        }
    }
    let mut found = copies(group.place, &own.items);
    found.rest.extend(own.rest);
    found
}

fn shows_inbound<'i>(index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    let Thing::PrefixList(list) = thing else { return Vec::new() };
    let found = groups(list, Way::Inbound).items.into_iter();
    found
        .flat_map(|group| {
            let rules = group.it.ip_permissions.iter().enumerate().filter(|(_, rule)| names(rule, list.it));
            rules.map(move |(at, _)| {
                let says = "an inbound rule that names the list".to_owned();
                super::endpoint::shows_member(index, Thing::Group(group), &format!("/IpPermissions/{at}"), says)
            })
        })
        .collect()
}

fn shows_literals<'i>(index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    let Thing::Group(group) = thing else { return Vec::new() };
    let members =
        [("IpPermissions", &group.it.ip_permissions), ("IpPermissionsEgress", &group.it.ip_permissions_egress)];
    let rules = members
        .into_iter()
        .flat_map(|(member, rules)| rules.iter().enumerate().map(move |(at, rule)| (member, at, rule)));
    rules
        .filter(|(_, _, rule)| {
            matches!(port::admits(group.it, rule, port::of_service("")), Answer::Known(true))
                && rule.ip_ranges.len() + rule.ipv6_ranges.len() > 0
        })
        .map(|(member, at, _)| {
            let says = "a rule that spells out addresses of the service".to_owned();
            super::endpoint::shows_member(index, thing, &format!("/{member}/{at}"), says)
        })
        .collect()
}
