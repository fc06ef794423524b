//! Facts of Route 53 Profiles, each as one VPC has it.

use super::{Fact, Shows, Thing, Type, Value};
use crate::snapshot::{Answer, Collection, Listing};

pub(super) static FACTS: &[Fact] = &[
    fact!(Profile."id": Type::Id, "The Profile's id.", needs: [Profiles, ProfileAssociations], identity: true, shows: Shows::Member("/Id"),
        |_, Thing::Profile(profile, _)| Answer::Known(Value::text(&profile.it.id))),
    fact!(Profile."name": Type::Text, "The Profile's name, empty without one.", needs: [Profiles, ProfileAssociations],
        |_, thing @ Thing::Profile(..)| Answer::Known(Value::text(thing.name().unwrap_or_default()))),
    fact!(Profile."vpc_id": Type::Id, "The id of the VPC that has the Profile.", needs: [Profiles, ProfileAssociations], identity: true,
        |_, Thing::Profile(_, association)| Value::member(association.resource_id.as_deref(), "ResourceId", &association.id)),
    fact!(Profile."status": Type::Text, "The status of the Profile's association with the VPC, in AWS's words: COMPLETE, FAILED and so on.", needs: [Profiles, ProfileAssociations],
        |_, Thing::Profile(_, association)| Value::member(association.status.as_deref(), "Status", &association.id)),
    fact!(Profile."owner": Type::Text, "The account that owns the Profile.", needs: [Profiles, ProfileAssociations], shows: Shows::Member("/Arn"),
    |_, Thing::Profile(profile, _)| {
        let owner = profile.it.arn.as_deref().and_then(|arn| arn.split(':').nth(4)).filter(|owner| !owner.is_empty());
        Value::member(owner, "Arn", &profile.it.id)
    }),
    fact!(Profile."resources": Type::List(&Type::Arn), "The zones, rules, firewall groups and endpoints in the Profile.", needs: [Profiles, ProfileAssociations, ProfileResourceAssociations],
    |_, Thing::Profile(profile, _)| {
        let held = profile.place.view.profile_resource_associations.get(&profile.it.id).into_iter().flatten();
        let items = held.filter_map(|one| one.resource_arn.as_deref()).collect();
        let rest = profile.place.rest(Collection::ProfileResourceAssociations, &profile.it.id);
        Value::listing(Listing { items, rest }, Value::text)
    }),
];
