//! Route 53 Profiles: zones, rules and endpoints handed to many VPCs.

use super::{pages, time, word};
use crate::collect::ask::Seen;
use crate::collect::page::Asking;
use crate::snapshot::model::{Profile, ProfileAssociation, ProfileResourceAssociation};
use crate::snapshot::{Collection, Question};
use aws_sdk_route53profiles::Client;
use aws_sdk_route53profiles::types as sdk;

pub(crate) async fn ask(client: &Client, question: &Question, asking: &Asking) -> Seen {
    let key = question.key.as_str();
    match question.collection {
        Collection::Profiles => pages!(asking, Profiles, client.list_profiles(), profile_summaries, profile),
        Collection::ProfileAssociations => {
            pages!(
                asking,
                ProfileAssociations,
                client.list_profile_associations(),
                profile_associations,
                profile_association
            )
        }
        Collection::ProfileResourceAssociations => pages!(
            asking,
            ProfileResourceAssociations,
            client.list_profile_resource_associations().profile_id(key),
            profile_resource_associations,
            profile_resource_association
        ),
        other => Seen::misdirected(other),
    }
}

fn profile(it: sdk::ProfileSummary) -> Profile {
    Profile { arn: it.arn, id: it.id.unwrap_or_default(), name: it.name, share_status: word(it.share_status) }
}

fn profile_association(it: sdk::ProfileAssociation) -> ProfileAssociation {
    ProfileAssociation {
        creation_time: time(it.creation_time),
        id: it.id.unwrap_or_default(),
        modification_time: time(it.modification_time),
        name: it.name,
        owner_id: it.owner_id,
        profile_id: it.profile_id,
        resource_id: it.resource_id,
        status: word(it.status),
        status_message: it.status_message,
    }
}

fn profile_resource_association(it: sdk::ProfileResourceAssociation) -> ProfileResourceAssociation {
    ProfileResourceAssociation {
        creation_time: time(it.creation_time),
        id: it.id.unwrap_or_default(),
        modification_time: time(it.modification_time),
        name: it.name,
        owner_id: it.owner_id,
        profile_id: it.profile_id,
        resource_arn: it.resource_arn,
        resource_properties: it.resource_properties,
        resource_type: it.resource_type,
        status: word(it.status),
        status_message: it.status_message,
    }
}
