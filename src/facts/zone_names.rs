//! Facts of private zones: whose they are, what they hold, which names of AWS services they cover.

use super::found::{malformed, once};
use super::{Fact, Shows, Thing, Type, Value};
use crate::id::AccountId;
use crate::network::Seat;
use crate::snapshot::model::{HostedZone, HostedZoneSummary, ResourceRecordSet};
use crate::snapshot::{AccountView, Answer, Collection, Gap, Listing, Snapshot};

pub(super) static FACTS: &[Fact] = &[
    fact!(Zone."owner": Type::Text, "The account that owns the zone, or the AWS service that made it.", needs: [HostedZonesByVpc], shows: Shows::Member("/Owner"),
    |_, Thing::Zone(zone, _)| {
        let owner = zone.it.owner.as_ref();
        let service = owner.and_then(|owner| owner.owning_service.as_deref()).filter(|service| !service.is_empty());
        Value::member(service.or(owner.and_then(|owner| owner.owning_account.as_deref())), "Owner", &zone.it.hosted_zone_id)
    }),
    fact!(Zone."record_count": Type::Number, "How many record sets the zone has, as its owner's list counts them.", needs: [HostedZonesByVpc, HostedZones],
    |_, Thing::Zone(zone, _)| own(zone).and_then(|own| match own.resource_record_set_count {
        Some(count) => Answer::Known(Value::Number(count)),
        None => malformed("ResourceRecordSetCount", &own.id),
    })),
    fact!(Zone."record_names": Type::List(&Type::Text), "The names of the zone's record sets, each once.", needs: [HostedZonesByVpc, ResourceRecordSets],
    |_, Thing::Zone(zone, _)| Value::listing(once(records(zone).map(|record| record.name.as_str())), Value::text)),
    fact!(Zone."service_names": Type::List(&Type::Text), "The private names of AWS services on offer in the VPC's Region that are the zone's name or lie under it.",
    needs: [HostedZonesByVpc, VpcEndpointServices],
    |_, Thing::Zone(zone, _)| {
        let all = zone.place.listing(Collection::VpcEndpointServices, &zone.place.view.vpc_endpoint_services);
        let names = all.items.iter().flat_map(|service| {
            let many = service.it.private_dns_names.iter().filter_map(|detail| detail.private_dns_name.as_deref());
            many.chain(service.it.private_dns_name.as_deref())
        });
        let covered = names.filter(|name| covers(&zone.it.name, name)).collect();
        Value::listing(once(Listing { items: covered, rest: all.rest.clone() }), Value::text)
    }),
];

/// The zone's owner in the snapshot: its account and what it showed. Of a zone that a service made nobody has the records.
fn owner<'i>(zone: Seat<'i, HostedZoneSummary>) -> Answer<(&'i AccountId, &'i AccountView)> {
    let place = zone.place;
    let owner = zone.it.owner.as_ref();
    if owner.and_then(|owner| owner.owning_service.as_deref()).is_some_and(|service| !service.is_empty()) {
        return Answer::unknown(Gap::NotModelled { what: "the records of zones that AWS services make".to_owned() });
    }
    let id = owner.and_then(|owner| owner.owning_account.as_deref());
    let held = place.snapshot.accounts.iter().find(|(account, _)| Some(account.as_str()) == id);
    match (held, place.foreign(id)) {
        (Some(held), _) => Answer::Known(held),
        (None, Some(gap)) => Answer::unknown(gap),
        (None, None) => malformed("Owner", &zone.it.hosted_zone_id),
    }
}

/// The zone in its owner's list.
fn own(zone: Seat<'_, HostedZoneSummary>) -> Answer<&HostedZone> {
    owner(zone).and_then(|(account, view)| {
        let held = view.hosted_zones.iter().find(|own| own.id == zone.it.hosted_zone_id);
        let rest = zone.place.snapshot.rest(Snapshot::global_question(account, Collection::HostedZones, ""));
        match held {
            Some(held) => Answer::Known(held),
            None if rest.is_empty() => malformed("HostedZones", &zone.it.hosted_zone_id),
            None => Answer::Unknown(rest),
        }
    })
}

/// The zone's records, as its owner saw them.
fn records(zone: Seat<'_, HostedZoneSummary>) -> Listing<&ResourceRecordSet> {
    let id = zone.it.hosted_zone_id.as_str();
    match owner(zone) {
        Answer::Known((account, view)) => {
            let question = Snapshot::global_question(account, Collection::ResourceRecordSets, id);
            let items = view.resource_record_sets.get(id).into_iter().flatten().collect();
            Listing { items, rest: zone.place.snapshot.rest(question) }
        }
        Answer::Unknown(gaps) => Listing::unseen(gaps),
    }
}

/// Whether a name, a wildcard's too, is a zone's own or lies under it.
fn covers(zone: &str, name: &str) -> bool {
    let plain = |text: &str| text.trim_end_matches('.').to_ascii_lowercase();
    let (zone, name) = (plain(zone), plain(name));
    let name = name.strip_prefix("*.").unwrap_or(&name);
    zone.is_empty() || name.strip_suffix(zone.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn a_zone_covers_its_own_name_and_those_under_it() {
        assert!(covers("sqs.eu-west-1.amazonaws.com.", "sqs.eu-west-1.amazonaws.com"));
        assert!(covers("amazonaws.com.", "*.s3.eu-west-1.amazonaws.com"));
        assert!(!covers("qs.eu-west-1.amazonaws.com.", "sqs.eu-west-1.amazonaws.com"));
        assert!(!covers("a.sqs.eu-west-1.amazonaws.com.", "sqs.eu-west-1.amazonaws.com"));
    }
}
