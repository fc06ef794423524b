//! The names of endpoints, private and public, and the addresses they lead to.
//!
//! Families follow the endpoint's DNS record IP type
//! (<https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html>).

use super::domain::{normal, suffixes};
use super::hop;
use super::ruling::{Kept, Ruling};
use crate::finding::Family;
use crate::network::{Index, Place, Seat, addresses};
use crate::snapshot::model::{NetworkInterface, VpcEndpoint, VpcEndpointService};
use crate::snapshot::{Answer, Collection, Gap, Gaps, Listing};
use std::net::IpAddr;

/// Whether a name is an endpoint's own and not a service's: `vpce-….sqs.eu-west-1.vpce.amazonaws.com`.
pub(super) fn is_own(name: &str) -> bool {
    name.split('.').any(|label| label == "vpce" || label.starts_with("vpce-"))
}

/// The private names of an endpoint, whether or not they are in use: those among its DNS entries, else those of its service.
///
/// The entries come first, for they are the endpoint's; a service may publish more names as years go by.
pub(super) fn private_names(index: &Index<'_>, endpoint: Seat<'_, VpcEndpoint>) -> Listing<String> {
    let entries = endpoint.it.dns_entries.iter().filter_map(|entry| entry.dns_name.as_deref()).map(normal);
    let mut names: Vec<String> = entries.filter(|name| !is_own(name)).collect();
    let place = endpoint.place;
    match endpoint.it.vpc_endpoint_type.as_deref() {
        Some("Resource" | "ServiceNetwork") => {
            let id = endpoint.it.vpc_endpoint_id.as_str();
            let associations = place.view.vpc_endpoint_associations.iter();
            let of_endpoint = associations.filter(|one| one.vpc_endpoint_id.as_deref() == Some(id));
            let entries = of_endpoint.filter_map(|one| one.private_dns_entry.as_ref()?.dns_name.as_deref());
            names.extend(entries.map(normal));
            return listed(names, place.rest(Collection::VpcEndpointAssociations, ""));
        }
        Some(_) | None if !names.is_empty() => return listed(names, Gaps::none()),
        Some(_) | None => {}
    }
    let (services, rest) = services_of(index, endpoint);
    for service in services {
        names.extend(service_private_names(service));
    }
    listed(names, rest)
}

fn listed(mut names: Vec<String>, rest: Gaps) -> Listing<String> {
    names.sort();
    names.dedup();
    Listing { items: names, rest }
}

/// The private names that a service's description says endpoints may have. Those of other accounts count once verified.
pub(super) fn service_private_names(service: &VpcEndpointService) -> Vec<String> {
    let verified = service.private_dns_name_verification_state.as_deref().is_none_or(|state| state == "verified");
    let many = service.private_dns_names.iter().filter_map(|detail| detail.private_dns_name.as_deref());
    let one = service.private_dns_name.as_deref();
    if verified { many.chain(one).map(normal).collect() } else { Vec::new() }
}

/// What describes the service of an endpoint, in the service's own Region as far as it was asked.
fn services_of<'i>(index: &'i Index<'i>, endpoint: Seat<'i, VpcEndpoint>) -> (Vec<&'i VpcEndpointService>, Gaps) {
    let name = endpoint.it.service_name.as_deref().unwrap_or_default();
    let place = endpoint.place;
    let region = endpoint.it.service_region.as_deref().filter(|region| *region != place.region.as_str());
    let (described, rest): (Option<&Place<'_>>, Gaps) = match region {
        None => (Some(place), place.rest(Collection::VpcEndpointServices, "")),
        Some(region) => {
            let there = index.places().iter().find(|one| one.account == place.account && one.region.as_str() == region);
            match there {
                Some(there) => (Some(there), there.rest(Collection::VpcEndpointServices, "")),
                None => {
                    let what = format!("the private names that {name} has in {region}, which was not asked");
                    (None, Gap::NotModelled { what }.into())
                }
            }
        }
    };
    let services = described.map_or(&[][..], |place| place.view.vpc_endpoint_services.as_slice());
    (services.iter().filter(|service| service.service_name == name).collect(), rest)
}

/// Which names of an endpoint are meant: their records may differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Names {
    Private,
    Own,
}

/// Whether an endpoint's names have records of a family; `None` where its settings do not say.
fn has_records(endpoint: &VpcEndpoint, names: Names, family: Family) -> Answer<Option<bool>> {
    let id = &endpoint.vpc_endpoint_id;
    let kind = endpoint.dns_options.as_ref().and_then(|options| options.dns_record_ip_type.as_deref());
    let (member, kind) = match (kind, endpoint.ip_address_type.as_deref()) {
        (Some(kind), _) => ("DnsRecordIpType", kind),
        (None, Some(kind)) => ("IpAddressType", kind),
        (None, None) => return Answer::Known(None),
    };
    Answer::Known(Some(match kind.to_ascii_lowercase().as_str() {
        "ipv4" => family == Family::Ipv4,
        "ipv6" => family == Family::Ipv6,
        "dualstack" => true,
        // A records for all names, AAAA records for the endpoint's own alone.
        "service-defined" => family == Family::Ipv4 || names == Names::Own,
        _ => {
            let field = format!("{id} {member}");
            return Answer::unknown(Gap::Unrecognised { field, value: kind.to_owned() });
        }
    }))
}

/// What an endpoint's names lead to, those of one zone if one is named. The endpoint is in use.
pub(super) fn lead(
    index: &Index<'_>,
    endpoint: Seat<'_, VpcEndpoint>,
    names: Names,
    zone: Option<&str>,
    family: Family,
) -> Ruling {
    let id = endpoint.it.vpc_endpoint_id.clone();
    let records = match has_records(endpoint.it, names, family) {
        Answer::Known(records) => records,
        Answer::Unknown(gaps) => return Ruling::unknown(gaps),
    };
    if records == Some(false) {
        return Ruling::nothing(format!("{id} has no records for {family}"));
    }
    let found = held(index, endpoint, zone, family);
    match found {
        Answer::Known(addresses) if addresses.is_empty() => {
            let place = zone.map_or_else(String::new, |zone| format!(" in {zone}"));
            Ruling::nothing(format!("{id} has no {family} address{place}"))
        }
        Answer::Unknown(gaps) if records.is_none() => Ruling::unknown(gaps),
        addresses @ (Answer::Known(_) | Answer::Unknown(_)) => Ruling::known(Kept::Endpoint(id, addresses)),
    }
}

/// The addresses that an endpoint's network interfaces hold.
fn held(index: &Index<'_>, endpoint: Seat<'_, VpcEndpoint>, zone: Option<&str>, family: Family) -> Answer<Vec<IpAddr>> {
    let mut found = Vec::new();
    let mut gaps = Gaps::none();
    for id in &endpoint.it.network_interface_ids {
        let here = endpoint.place.find(&endpoint.place.view.network_interfaces, id);
        let Some(interface) = here.or_else(|| index.interface(id)) else {
            let rest = endpoint.place.rest(Collection::NetworkInterfaces, "");
            let lost =
                Gap::Malformed { field: "NetworkInterfaceIds".to_owned(), at: endpoint.it.vpc_endpoint_id.clone() };
            gaps.extend(if rest.is_empty() { lost.into() } else { rest });
            continue;
        };
        match zone.map(|zone| is_in(interface, zone)) {
            Some(Answer::Known(false)) => continue,
            Some(Answer::Unknown(more)) => gaps.extend(more),
            Some(Answer::Known(true)) | None => {}
        }
        found.extend(addresses(interface.it).into_iter().filter(|address| match family {
            Family::Ipv4 => address.is_ipv4(),
            Family::Ipv6 => address.is_ipv6(),
        }));
    }
    found.sort();
    found.dedup();
    if gaps.is_empty() { Answer::Known(found) } else { Answer::Unknown(gaps) }
}

/// Whether an interface is in a zone, by the zone's name.
fn is_in(interface: Seat<'_, NetworkInterface>, zone: &str) -> Answer<bool> {
    match interface.it.availability_zone.as_deref() {
        Some(held) => Answer::Known(held == zone),
        None => Answer::unknown(Gap::Malformed {
            field: "AvailabilityZone".to_owned(),
            at: interface.it.network_interface_id.clone(),
        }),
    }
}

/// Whether an endpoint's names are in use: they come and go with it.
pub(super) fn in_use(endpoint: &VpcEndpoint) -> Answer<bool> {
    let id = &endpoint.vpc_endpoint_id;
    let Some(state) = endpoint.state.as_deref() else {
        return Answer::unknown(Gap::Malformed { field: "State".to_owned(), at: id.clone() });
    };
    match state.to_ascii_lowercase().as_str() {
        "available" => Answer::Known(true),
        "deleted" | "failed" | "rejected" | "expired" | "pendingacceptance" => Answer::Known(false),
        "pending" | "deleting" | "partial" => {
            let what = format!("{id} is {state}, and its names may be in use or not");
            Answer::unknown(Gap::Ambiguous { what })
        }
        _ => Answer::unknown(Gap::Unrecognised { field: format!("{id} State"), value: state.to_owned() }),
    }
}

/// What an endpoint's own name leads to, wherever the endpoint is; `None` for any other name.
pub(super) fn public_name(index: &Index<'_>, name: &str, family: Family) -> Option<Ruling> {
    if !suffixes(name).any(|domain| domain.starts_with("vpce-")) || !is_own(name) {
        return None;
    }
    let label = name.split('.').find(|label| label.starts_with("vpce-"))?;
    let Some(endpoint) = of_label(index, label) else {
        return Some(Ruling::unknown(unseen(index, name, label)));
    };
    let zone = match zone_of(endpoint, name) {
        Ok(zone) => zone,
        Err(()) => {
            let why = format!("{} has no name {name}", endpoint.it.vpc_endpoint_id);
            return Some(Ruling::nothing(why).after(hop::of_endpoint(endpoint, name, "no entry has the name")));
        }
    };
    let ruling = match in_use(endpoint.it) {
        Answer::Known(true) => lead(index, endpoint, Names::Own, zone.as_deref(), family),
        Answer::Known(false) => {
            let state = endpoint.it.state.as_deref().unwrap_or_default();
            Ruling::nothing(format!("{} is {state}", endpoint.it.vpc_endpoint_id))
        }
        Answer::Unknown(gaps) => Ruling::unknown(gaps),
    };
    Some(ruling.after(hop::of_endpoint(endpoint, name, "its own name leads to the endpoint")))
}

/// The endpoint whose own name a name is.
pub(super) fn named<'i>(index: &'i Index<'i>, name: &str) -> Option<Seat<'i, VpcEndpoint>> {
    let label = name.split('.').find(|label| label.starts_with("vpce-"))?;
    if is_own(name) { of_label(index, label) } else { None }
}

/// The endpoint whose id begins a label such as `vpce-0abc-1x2y3z-eu-west-1a`.
fn of_label<'i>(index: &'i Index<'i>, label: &str) -> Option<Seat<'i, VpcEndpoint>> {
    let ends = label.rmatch_indices('-').map(|(at, _)| at);
    std::iter::once(label.len()).chain(ends).find_map(|end| index.endpoint(label.get(..end)?))
}

/// The zone that a name of an endpoint is for, if for one; an error where the endpoint has no such name.
fn zone_of(endpoint: Seat<'_, VpcEndpoint>, name: &str) -> Result<Option<String>, ()> {
    let interfaces = &endpoint.place.view.network_interfaces;
    let own = endpoint.it.network_interface_ids.iter().filter_map(|id| endpoint.place.find(interfaces, id));
    let zones = own.filter_map(|one| one.it.availability_zone.clone());
    let known = endpoint.place.view.availability_zones.iter().filter_map(|zone| zone.zone_name.clone());
    let label = name.split('.').find(|label| label.starts_with("vpce-")).unwrap_or_default();
    let zone = zones.chain(known).find(|zone| {
        label
            .strip_suffix(zone.as_str())
            .is_some_and(|before| before.ends_with('-') && before.len() > endpoint.it.vpc_endpoint_id.len() + 1)
    });
    let entries: Vec<String> = endpoint
        .it
        .dns_entries
        .iter()
        .filter_map(|entry| entry.dns_name.as_deref().map(normal))
        .filter(|entry| is_own(entry))
        .collect();
    let regional = zone.as_deref().map(|zone| name.replacen(&format!("-{zone}."), ".", 1));
    let is_listed = |name: &str| {
        suffixes(name).any(|domain| {
            entries.iter().any(|entry| {
                let bare = entry.strip_prefix("*.");
                bare.unwrap_or(entry) == domain && (domain == name || bare.is_some())
            })
        })
    };
    let listed = entries.is_empty() || is_listed(name) || regional.as_deref().is_some_and(is_listed);
    if listed { Ok(zone) } else { Err(()) }
}

/// Why the endpoint of a name is not in view: it may be of any account, and of a list that was not answered.
fn unseen(index: &Index<'_>, name: &str, label: &str) -> Gaps {
    let region = name.split('.').find(|label| crate::id::Region::is_code(label));
    let places = index.places().iter().filter(|place| region.is_none_or(|region| place.region.as_str() == region));
    let mut gaps: Gaps =
        Gap::Ambiguous { what: format!("the endpoint of {label} is in no account that was asked") }.into();
    for place in places {
        gaps.extend(place.rest(Collection::VpcEndpoints, ""));
    }
    gaps
}
