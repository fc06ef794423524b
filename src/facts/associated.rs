//! Walks of what is found by an association, or counts in one place of several: Resolver rules and Profiles as VPCs have
//! them, records of zones, peering connections across Regions.

use super::{Stop, Thing};
use crate::id::{AccountId, Region};
use crate::network::names::is_at_or_below;
use crate::network::{Index, Place, Seat};
use crate::snapshot::model::VpcPeeringConnection;
use crate::snapshot::{Collection, Coverage, Gap, Gaps, NotAsked, Outcome, Question, Snapshot};

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
        for zone in zones {
            let rest = unread(place.snapshot, place.account, place.account, &zone.id, &zone.name);
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

/// Why records of a zone that matter may not have been seen; `viewer` is the account that looks at the zone.
///
/// A crawl leaves unread what no name of an AWS service falls in, and says so; a folder of answers cannot say why there is
/// none, so that the zone's name decides.
pub(super) fn unread(snapshot: &Snapshot, viewer: &AccountId, owner: &AccountId, id: &str, name: &str) -> Gaps {
    let question = Snapshot::global_question(owner, Collection::ResourceRecordSets, id);
    match snapshot.coverage_of(&question) {
        Some(record) if record.why == Some(NotAsked::NotNeeded) => Gaps::none(),
        Some(_) | None if !may_matter(snapshot, viewer, name) => Gaps::none(),
        Some(_) | None => snapshot.rest(question),
    }
}

/// Whether a service's name equals a zone's, lies under it or contains it, or may for all that was seen.
fn may_matter(snapshot: &Snapshot, account: &AccountId, zone: &str) -> bool {
    let Some(view) = snapshot.accounts.get(account) else { return true };
    let meets = |name: &str| {
        let name = name.strip_prefix("*.").unwrap_or(name);
        is_at_or_below(name, zone) || is_at_or_below(zone, name)
    };
    let suffixes = [view.partition.dns_suffix(), view.partition.dual_stack_dns_suffix()];
    let unseen = |region: &Region| {
        let collection = Collection::VpcEndpointServices;
        let question = Question { account: account.clone(), region: region.clone(), collection, key: String::new() };
        !snapshot.rest(question).is_empty()
    };
    suffixes.into_iter().any(meets)
        || view.regions.keys().any(unseen)
        || view.regions.values().flat_map(|region| &region.vpc_endpoint_services).any(|service| {
            let many = service.private_dns_names.iter().filter_map(|detail| detail.private_dns_name.as_deref());
            many.chain(service.private_dns_name.as_deref()).any(meets)
        })
}
