//! Whose view decides, and what no view shows.

use crate::facts::Thing;
use crate::finding::Scope;
use crate::id::AccountId;
use crate::network::{Index, Place};
use crate::snapshot::{AccountView, Collection, Gaps, NotAsked, Snapshot};
use std::collections::BTreeMap;

/// Accounts whose Regions are not known: nothing tells what lies in the others, so every policy owes an Unknown.
/// A crawl narrowed to Regions by its user owes none, but for an account of which no Region was seen at all: it could not
/// be entered.
pub(crate) fn hidden_regions(snapshot: &Snapshot) -> BTreeMap<Scope, Gaps> {
    let mut hidden = BTreeMap::new();
    let is_owed = |view: &AccountView| snapshot.narrowed_to.is_empty() || view.regions.is_empty();
    for (account, view) in snapshot.accounts.iter().filter(|(_, view)| is_owed(view)) {
        let question = Snapshot::global_question(account, Collection::Regions, "");
        let not_needed = snapshot.coverage_of(&question).is_some_and(|record| record.why == Some(NotAsked::NotNeeded));
        let region = question.region.clone();
        let gaps = snapshot.rest(question);
        if !gaps.is_empty() && !not_needed {
            let (partition, account) = (view.partition, account.clone());
            hidden.insert(
                Scope { partition, account, region, collection: Collection::Regions, key: String::new() },
                gaps,
            );
        }
    }
    hidden
}

/// Whether a thing is another account's that was asked too: then its own view decides, even by not being able to
/// tell, and a viewer's verdict would only contradict it.
pub(crate) fn is_anothers(index: &Index<'_>, thing: Thing<'_>) -> bool {
    let place = thing.place();
    let resource = thing.resource();
    let owner = match thing {
        // What is judged is the association with the VPC, which only the VPC's owner can list. Whoever saw the VPC says
        // who that is, so that a viewer whose own list of VPCs was refused does not contradict the owner either.
        Thing::Zone(_, vpc) => owner_of_vpc(index, place, vpc),
        Thing::ResolverRule(_, association) => owner_of_vpc(index, place, association.vpc_id.as_deref().unwrap_or("")),
        Thing::Profile(_, association) => owner_of_vpc(index, place, association.resource_id.as_deref().unwrap_or("")),
        Thing::Vpc(_)
        | Thing::Subnet(_)
        | Thing::RouteTable(_)
        | Thing::Route(..)
        | Thing::Endpoint(_)
        | Thing::Group(_)
        | Thing::Interface(_)
        | Thing::Service(..)
        | Thing::Egress(..)
        | Thing::PrefixList(_)
        | Thing::NetworkAcl(_)
        | Thing::Peering(_)
        | Thing::TransitGateway(_)
        | Thing::TransitGatewayAttachment(_)
        | Thing::ResolverEndpoint(_)
        | Thing::Record(..)
        | Thing::NatGateway(_)
        | Thing::EndpointService(_)
        | Thing::FlowLog(_) => resource.owner,
    };
    // A peering connection across Regions is at home where its requester is.
    let region = if matches!(thing, Thing::Peering(_)) { &resource.region } else { place.region };
    owner.is_some_and(|owner| {
        &owner != place.account && index.places().iter().any(|other| other.account == &owner && other.region == region)
    })
}

/// The account that owns a VPC, as far as anyone asked in the Region says.
fn owner_of_vpc(index: &Index<'_>, place: &Place<'_>, vpc: &str) -> Option<AccountId> {
    let others = index.places().iter().filter(|other| other.region == place.region);
    let mut owners = others.filter_map(|other| other.find(&other.view.vpcs, vpc)?.it.owner_id.as_deref());
    owners.find_map(|owner| owner.parse().ok())
}
