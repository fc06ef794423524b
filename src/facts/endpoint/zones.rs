//! The zones of an endpoint and of its service.

use super::super::value::number;
use super::super::{subnet, vpc};
use super::named::subnets;
use super::state::malformed;
use crate::network::Seat;
use crate::snapshot::model::{Subnet, VpcEndpoint, VpcEndpointService};
use crate::snapshot::{Answer, Collection, Coverage, Gap, Outcome};
use std::collections::BTreeSet;

/// The zones the endpoint has interfaces in, each once.
pub(in crate::facts) fn zones(endpoint: Seat<'_, VpcEndpoint>) -> Answer<Vec<String>> {
    let zones = vpc::zones_of(&subnets(endpoint));
    if zones.rest.is_empty() { Answer::Known(zones.items) } else { Answer::Unknown(zones.rest) }
}

/// The endpoint's service as it is on offer in the endpoint's Region. S3 and DynamoDB are on offer twice under one name,
/// to gateway and to interface endpoints.
pub(in crate::facts) fn service(endpoint: Seat<'_, VpcEndpoint>) -> Answer<&VpcEndpointService> {
    let Some(name) = endpoint.it.service_name.as_deref() else {
        return Answer::unknown(Gap::NotModelled { what: "the zones of resource gateways".to_owned() });
    };
    let place = endpoint.place;
    let kind = endpoint.it.vpc_endpoint_type.as_deref().unwrap_or_default();
    let takes = |service: &&VpcEndpointService| {
        service.service_name == name
            && (service.service_type.is_empty()
                || service
                    .service_type
                    .iter()
                    .any(|one| one.service_type.as_deref().is_some_and(|one| one.eq_ignore_ascii_case(kind))))
    };
    if let Some(service) = place.view.vpc_endpoint_services.iter().find(takes) {
        return Answer::Known(service);
    }
    let rest = place.rest(Collection::VpcEndpointServices, "");
    if rest.is_empty() {
        let question = place.question(Collection::VpcEndpointServices, name);
        return Answer::unknown(Gap::NotSeen(Box::new(Coverage::new(question, Outcome::NotVisible))));
    }
    Answer::Unknown(rest)
}

pub(in crate::facts) fn service_zone_count(endpoint: Seat<'_, VpcEndpoint>) -> Answer<i64> {
    service(endpoint).and_then(|service| {
        // Ids count where AWS gives them; within one account names tell zones apart as well.
        let ids = &service.availability_zone_ids;
        let zones = if ids.is_empty() { &service.availability_zones } else { ids };
        if zones.is_empty() {
            let at = service.service_name.clone();
            return Answer::unknown(Gap::Malformed { field: "AvailabilityZones".to_owned(), at });
        }
        Answer::Known(number(zones.iter().collect::<BTreeSet<_>>().len()))
    })
}

/// The first such subnet by id. Knowing one is enough, so subnets that were not seen do not matter.
pub(in crate::facts) fn other_zone_subnet(endpoint: Seat<'_, VpcEndpoint>) -> Answer<&str> {
    let place = endpoint.place;
    let offered = match service(endpoint) {
        Answer::Known(service) => service,
        Answer::Unknown(gaps) => return Answer::Unknown(gaps),
    };
    zones(endpoint).and_then(|taken| {
        let subnets = place.subnets_in(endpoint.it.vpc_id.as_deref().unwrap_or_default());
        let rest = subnets.rest.clone();
        let fits = |subnet: &Seat<'_, Subnet>| {
            let zone = subnet::zone_id(*subnet).known();
            let named =
                |zones: &[String], zone: Option<&str>| zone.is_some_and(|zone| zones.iter().any(|held| held == zone));
            matches!(subnet::in_availability_zone(subnet), Answer::Known(true))
                && zone.as_ref().is_some_and(|zone| !taken.contains(zone))
                && (named(&offered.availability_zone_ids, zone.as_deref())
                    || named(&offered.availability_zones, subnet.it.availability_zone.as_deref()))
        };
        match subnets.items.into_iter().find(fits) {
            Some(subnet) => Answer::Known(subnet.it.subnet_id.as_str()),
            None if rest.is_empty() => malformed(endpoint.it, "SubnetIds"),
            None => Answer::Unknown(rest),
        }
    })
}
