//! Facts of Profiles' health.

use super::super::{Fact, Shows, Thing, Type, Value};
use crate::network::Seat;
use crate::snapshot::model::{Profile, ProfileResourceAssociation};
use crate::snapshot::{Answer, Collection, Gap, Listing};

pub(in crate::facts) static FACTS: &[Fact] = &[
    fact!(Profile."region": Type::Region, "The Region of the Profile and the VPC.", needs: [Profiles, ProfileAssociations], identity: true,
        |_, Thing::Profile(profile, _)| Answer::Known(Value::text(profile.place.region.as_str()))),
    fact!(Profile."status_message": Type::Text, "What AWS says about the status of the association with the VPC, empty if nothing.", needs: [Profiles, ProfileAssociations],
        |_, Thing::Profile(_, association)| Answer::Known(Value::text(association.status_message.as_deref().unwrap_or_default()))),
    fact!(Profile."failed_resources": Type::List(&Type::Arn), "The zones, rules and endpoints whose association with the Profile has failed.",
    needs: [Profiles, ProfileAssociations, ProfileResourceAssociations], shows: Shows::Member("/Id"),
    |_, Thing::Profile(profile, _)| Value::listing(failed(profile), |one| {
        Value::text(one.resource_arn.as_deref().unwrap_or(&one.id))
    })),
];

fn failed(profile: Seat<'_, Profile>) -> Listing<&ProfileResourceAssociation> {
    let place = profile.place;
    let items = place.view.profile_resource_associations.get(&profile.it.id).into_iter().flatten().collect();
    let rest = place.rest(Collection::ProfileResourceAssociations, &profile.it.id);
    Listing { items, rest }.filter(|one: &&ProfileResourceAssociation| match one.status.as_deref() {
        Some("FAILED") => Answer::Known(true),
        Some("COMPLETE" | "CREATING" | "UPDATING" | "DELETING" | "DELETED") => Answer::Known(false),
        Some(other) => {
            Answer::unknown(Gap::Unrecognised { field: format!("Status of {}", one.id), value: other.to_owned() })
        }
        None => Answer::unknown(Gap::Malformed { field: "Status".to_owned(), at: one.id.clone() }),
    })
}
