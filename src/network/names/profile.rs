//! What a VPC's Profile brings: zones, rules and endpoints.
//!
//! <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/profiles.html>

use super::candidate::{By, Candidate, Kind, What};
use super::domain::normal;
use super::view::{View, doubt_of, priorities};
use crate::id::{AccountId, Region};
use crate::network::{Index, Place, Seat};
use crate::snapshot::model::{ProfileResourceAssociation, Vpc};
use crate::snapshot::{Collection, Gap, Gaps, Question, Snapshot};

impl View {
    pub(super) fn add_profiles(&mut self, index: &Index<'_>, vpc: Seat<'_, Vpc>, foreign: &Gaps) {
        let place = vpc.place;
        let rest = place.rest(Collection::ProfileAssociations, "");
        if rest.is_empty() || !foreign.is_empty() || !place.rest(Collection::Profiles, "").is_empty() {
            self.miss(Kind::Any, true, rest.union(foreign.clone()));
        } else {
            // Which Profiles there are is known, so that an association nobody saw can be of one of them only.
            for profile in &place.view.profiles {
                self.add_profile(index, place, &profile.id, &rest);
            }
        }
        let mut profiles = Vec::new();
        for association in &place.view.profile_associations {
            if association.resource_id.as_deref() != Some(vpc.it.vpc_id.as_str()) {
                continue;
            }
            let Some(doubt) = doubt_of(&association.id, association.status.as_deref(), &["FAILED", "DELETED"]) else {
                continue;
            };
            match association.profile_id.as_deref() {
                Some(id) => profiles.push((id, doubt)),
                None => {
                    let gap = Gap::Malformed { field: "ProfileId".to_owned(), at: association.id.clone() };
                    self.miss(Kind::Any, true, gap.into());
                }
            }
        }
        let ids: Vec<&str> = profiles.iter().map(|(id, _)| *id).collect();
        for (id, mut doubt) in profiles {
            if ids.len() > 1 {
                doubt.extend(priorities(&ids).into());
            }
            self.add_profile(index, place, id, &doubt);
        }
    }

    fn add_profile(&mut self, index: &Index<'_>, place: &Place<'_>, id: &str, doubt: &Gaps) {
        // A Profile is of one Region; its owner sees all of it, and so may those it is shared with.
        let full = |one: &&Place<'_>| {
            one.region == place.region && one.rest(Collection::ProfileResourceAssociations, id).is_empty()
        };
        let seen = std::iter::once(place).chain(index.places().iter()).find(full).unwrap_or(place);
        let rest = seen.rest(Collection::ProfileResourceAssociations, id);
        if !rest.is_empty() {
            self.miss(Kind::Any, true, rest.union(doubt.clone()));
        }
        for resource in seen.view.profile_resource_associations.get(id).into_iter().flatten() {
            let Some(more) = doubt_of(&resource.id, resource.status.as_deref(), &["FAILED", "DELETED"]) else {
                continue;
            };
            self.add_resource(index, place, id, resource, &doubt.clone().union(more));
        }
    }

    fn add_resource(
        &mut self,
        index: &Index<'_>,
        place: &Place<'_>,
        profile: &str,
        resource: &ProfileResourceAssociation,
        doubt: &Gaps,
    ) {
        let by = By::Profile(profile.to_owned());
        let arn = resource.resource_arn.as_deref().unwrap_or_default();
        let account = arn.split(':').nth(4).filter(|account| !account.is_empty());
        let owner = account.or(resource.owner_id.as_deref());
        let (kind, id) = arn.splitn(6, ':').nth(5).and_then(|thing| thing.split_once('/')).unwrap_or_default();
        match kind {
            "hostedzone" => match zone(index.snapshot(), id) {
                Some((name, owner)) => {
                    let what = What::Zone { id: id.to_owned(), owner };
                    self.add(normal(&name), Candidate { by, what, doubt: doubt.clone() });
                }
                None => {
                    let gaps = out_of_view(index.snapshot(), owner, Collection::HostedZones, &Region::global(), id);
                    self.miss(Kind::Zone, true, gaps.union(doubt.clone()));
                }
            },
            "resolver-rule" => {
                let mut places = index.places().iter().enumerate().filter(|(_, one)| one.region == place.region);
                if !places.any(|(at, one)| self.add_rule(one, at, id, &by, doubt)) {
                    let gaps = out_of_view(index.snapshot(), owner, Collection::ResolverRules, place.region, id);
                    self.miss(Kind::Rule, true, gaps.union(doubt.clone()));
                }
            }
            "vpc-endpoint" => match index.endpoint(id) {
                Some(endpoint) => self.add_endpoint(index, endpoint, &by, doubt),
                None => {
                    let gaps = out_of_view(index.snapshot(), owner, Collection::VpcEndpoints, place.region, id);
                    self.miss(Kind::Hidden, true, gaps.union(doubt.clone()));
                }
            },
            // What filters or logs queries does not answer them.
            "firewall-rule-group" | "firewall-config" | "resolver-query-log-config" | "resolver-dnssec-config" => {}
            _ => {
                let field = format!("{} ResourceArn", resource.id);
                let gap = Gap::Unrecognised { field, value: arn.to_owned() };
                self.miss(Kind::Any, true, Gaps::from(gap).union(doubt.clone()));
            }
        }
    }
}

/// The name of a zone and the account that owns it, from the account's own list or from what some VPC sees.
fn zone(snapshot: &Snapshot, id: &str) -> Option<(String, Option<String>)> {
    let own = snapshot.accounts.iter().find_map(|(account, view)| {
        let zone = view.hosted_zones.iter().find(|zone| zone.id == id)?;
        Some((zone.name.clone(), Some(account.as_str().to_owned())))
    });
    own.or_else(|| {
        let zones = snapshot.accounts.values().flat_map(|view| view.hosted_zones_by_vpc.values().flatten());
        let zone = zones.into_iter().find(|zone| zone.hosted_zone_id == id)?;
        Some((zone.name.clone(), zone.owner.as_ref().and_then(|owner| owner.owning_account.clone())))
    })
}

/// Why a thing that a Profile names is not in view.
fn out_of_view(snapshot: &Snapshot, owner: Option<&str>, collection: Collection, region: &Region, id: &str) -> Gaps {
    let lost = || Gaps::from(Gap::Ambiguous { what: format!("{id} of the Profile is in no account that was asked") });
    let Some(owner) = owner.and_then(|owner| owner.parse::<AccountId>().ok()) else { return lost() };
    if !snapshot.accounts.contains_key(&owner) {
        return Gap::Foreign { owner }.into();
    }
    let rest = snapshot.rest(Question { account: owner, region: region.clone(), collection, key: String::new() });
    if rest.is_empty() { lost() } else { rest }
}
