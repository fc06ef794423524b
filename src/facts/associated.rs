//! Walks of what is found by an association, or counts in one place of several: Resolver rules and Profiles as VPCs have
//! them, records of zones, peering connections across Regions.

use super::{Stop, Thing};
use crate::network::{Index, Place, Seat};
use crate::snapshot::model::VpcPeeringConnection;
use crate::snapshot::{Collection, Coverage, Gap, Gaps, NotAsked, Outcome, Snapshot};

/// The peering connections of a place. One across two Regions of the same account is seen in both, and counts where its
/// requester is.
pub(super) fn peerings<'i>(index: &'i Index<'i>, place: &'i Place<'i>) -> Vec<Thing<'i>> {
    let elsewhere = |it: &VpcPeeringConnection| {
        let Some(side) = &it.requester_vpc_info else { return false };
        side.owner_id.as_deref() == Some(place.account.as_str())
            && side.region.as_deref().is_some_and(|region| {
                region != place.region.as_str()
                    && index
                        .places()
                        .iter()
                        .any(|other| other.account == place.account && other.region.as_str() == region)
            })
    };
    let all = place.view.vpc_peering_connections.iter().filter(|it| !elsewhere(it));
    all.map(|it| Thing::Peering(Seat { place, it })).collect()
}

/// The rules of a place as its VPCs have them.
pub(super) fn rules<'i>(place: &'i Place<'i>) -> Vec<Stop<'i>> {
    let view = place.view;
    let found = view.resolver_rule_associations.iter().map(|association| {
        let rule = place.find(&view.resolver_rules, association.resolver_rule_id.as_deref().unwrap_or_default());
        rule.map(|rule| Thing::ResolverRule(rule, association))
            .ok_or_else(|| association.resolver_rule_id.clone().unwrap_or_else(|| association.id.clone()))
    });
    stops(place, found, Collection::ResolverRules, Collection::ResolverRuleAssociations)
}

/// The Profiles of a place as its VPCs have them.
pub(super) fn profiles<'i>(place: &'i Place<'i>) -> Vec<Stop<'i>> {
    let view = place.view;
    let found = view.profile_associations.iter().map(|association| {
        let profile = place.find(&view.profiles, association.profile_id.as_deref().unwrap_or_default());
        profile
            .map(|profile| Thing::Profile(profile, association))
            .ok_or_else(|| association.profile_id.clone().unwrap_or_else(|| association.id.clone()))
    });
    stops(place, found, Collection::Profiles, Collection::ProfileAssociations)
}

/// What was found by association, and what was not: `Err` holds the id of what an association names and no list shows.
fn stops<'i>(
    place: &'i Place<'i>,
    found: impl Iterator<Item = Result<Thing<'i>, String>>,
    things: Collection,
    associations: Collection,
) -> Vec<Stop<'i>> {
    let mut stops = Vec::new();
    let mut missing = place.rest(things, "");
    for one in found {
        match one {
            Ok(thing) => stops.push(Stop::Thing(thing)),
            // The list was answered in full and does not show it: another account's, or gone between two answers.
            Err(id) if place.rest(things, "").is_empty() => {
                let record = Coverage::new(place.question(things, &id), Outcome::NotVisible);
                missing.extend(Gap::NotSeen(Box::new(record)).into());
            }
            Err(_) => {}
        }
    }
    for (collection, rest) in [(things, missing), (associations, place.rest(associations, ""))] {
        if !rest.is_empty() {
            stops.push(Stop::Unseen(place.scope(collection, ""), rest));
        }
    }
    stops
}

/// The records of every account's own zones. A crawl leaves unread what no name of an AWS service falls in.
pub(super) fn records<'i>(index: &'i Index<'i>) -> Vec<Stop<'i>> {
    let mut stops = Vec::new();
    let mut last = None;
    for place in index.places() {
        // Zones belong to the account: its first Region stands for all.
        if last.replace(place.account) == Some(place.account) {
            continue;
        }
        for (zone, records) in &place.whole.resource_record_sets {
            let records = records.iter().enumerate();
            stops.extend(records.map(|(at, it)| Stop::Thing(Thing::Record(Seat { place, it }, zone, at))));
        }
        let zones = place.whole.hosted_zones.iter().filter(|zone| zone.linked_service.is_none());
        for zone in zones.filter(|zone| may_matter(index, place, &zone.name)) {
            let rest = unread(place, &zone.id);
            if !rest.is_empty() {
                stops.push(Stop::Unseen(place.scope(Collection::ResourceRecordSets, &zone.id), rest));
            }
        }
        let rest = place.rest(Collection::HostedZones, "");
        if !rest.is_empty() {
            stops.push(Stop::Unseen(place.scope(Collection::HostedZones, ""), rest));
        }
    }
    stops
}

/// Whether a name of an AWS service on offer to the account is a zone's name, lies under it or contains it, or may, for not
/// all names were seen. AWS's own domains hold many names that are on no list, so every zone that meets one counts.
fn may_matter(index: &Index<'_>, first: &Place<'_>, zone: &str) -> bool {
    let zone = zone.trim_end_matches('.').to_ascii_lowercase();
    let under = |one: &str, other: &str| {
        other.is_empty() || one.strip_suffix(other).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    let meets = |name: &str| {
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        let name = name.strip_prefix("*.").unwrap_or(&name);
        under(name, &zone) || under(&zone, name)
    };
    let partition = first.partition();
    [partition.dns_suffix(), partition.dual_stack_dns_suffix()].into_iter().any(meets)
        || index.places().iter().filter(|place| place.account == first.account).any(|place| {
            let names = place.view.vpc_endpoint_services.iter().flat_map(|service| {
                let many = service.private_dns_names.iter().filter_map(|detail| detail.private_dns_name.as_deref());
                many.chain(service.private_dns_name.as_deref())
            });
            !place.rest(Collection::VpcEndpointServices, "").is_empty() || names.into_iter().any(meets)
        })
}

/// Why records of a zone that matter may not have been seen.
fn unread(place: &Place<'_>, zone: &str) -> Gaps {
    let question = Snapshot::global_question(place.account, Collection::ResourceRecordSets, zone);
    match place.snapshot.coverage_of(&question) {
        Some(record) if record.why == Some(NotAsked::NotNeeded) => Gaps::none(),
        Some(_) | None => place.rest(Collection::ResourceRecordSets, zone),
    }
}
