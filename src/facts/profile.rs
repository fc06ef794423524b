//! Facts of Route 53 Profiles, each as one VPC has it.

use super::{Fact, Shows, Thing, Type, Value};
use crate::snapshot::Answer;

pub(super) static FACTS: &[Fact] = &[
    fact!(Profile."id": Type::Id, "The Profile's id.", needs: [Profiles, ProfileAssociations], identity: true, shows: Shows::Member("/Id"),
        |_, Thing::Profile(profile, _)| Answer::Known(Value::text(&profile.it.id))),
    fact!(Profile."name": Type::Text, "The Profile's name, empty without one.", needs: [Profiles, ProfileAssociations],
        |_, thing @ Thing::Profile(..)| Answer::Known(Value::text(thing.name().unwrap_or_default()))),
    fact!(Profile."vpc_id": Type::Id, "The id of the VPC that has the Profile.", needs: [Profiles, ProfileAssociations], identity: true,
        |_, Thing::Profile(_, association)| Value::member(association.resource_id.as_deref(), "ResourceId", &association.id)),
    fact!(Profile."status": Type::Text, "The status of the Profile's association with the VPC, in AWS's words: COMPLETE, FAILED and so on.", needs: [Profiles, ProfileAssociations],
        |_, Thing::Profile(_, association)| Value::member(association.status.as_deref(), "Status", &association.id)),
];
