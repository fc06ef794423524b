//! Names to ask for, one for each that AWS publishes.

use super::super::endpoint::state;
use crate::finding::Family;
use crate::network::names::{Resolution, Resolved, private_names, resolve};
use crate::network::{Index, Seat};
use crate::snapshot::model::{Vpc, VpcEndpoint};
use crate::snapshot::{Answer, Collection, Gap, Listing};

/// A name that stands for all that a wildcard covers, and the name itself where there is none.
///
/// NOTE: a zone that has a record for this very label would be mistaken; nobody calls a bucket so.
pub(in crate::facts) fn of(name: &str) -> String {
    match name.strip_prefix("*.") {
        Some(base) => below(base),
        None => name.to_owned(),
    }
}

/// A name directly below a domain.
pub(super) fn below(domain: &str) -> String {
    format!("byway-probe.{domain}")
}

/// The private names that an endpoint's service has, and why there may be more.
pub(super) fn names<'i>(index: &'i Index<'i>, endpoint: Seat<'i, VpcEndpoint>) -> Listing<String> {
    private_names(index, endpoint)
}

/// The family to ask for: IPv6 where an endpoint has nothing else.
pub(super) fn family(endpoint: &VpcEndpoint) -> Family {
    let kind = endpoint.dns_options.as_ref().and_then(|options| options.dns_record_ip_type.as_deref());
    match kind.or(endpoint.ip_address_type.as_deref()) {
        Some("ipv6") => Family::Ipv6,
        Some(_) | None => Family::Ipv4,
    }
}

/// Whether two endpoints are for the same service.
pub(super) fn same_service(one: &VpcEndpoint, other: &VpcEndpoint) -> bool {
    one.service_name.is_some() && one.service_name == other.service_name
}

/// The VPC of an endpoint.
pub(in crate::facts) fn vpc<'i>(index: &'i Index<'i>, endpoint: Seat<'i, VpcEndpoint>) -> Answer<Seat<'i, Vpc>> {
    let id = endpoint.it.vpc_id.as_deref().unwrap_or_default();
    match index.vpc(id) {
        Some(vpc) => Answer::Known(vpc),
        None => {
            let rest = endpoint.place.rest(Collection::Vpcs, "");
            let lost = Gap::Malformed { field: "VpcId".to_owned(), at: endpoint.it.vpc_endpoint_id.clone() };
            Answer::Unknown(if rest.is_empty() { lost.into() } else { rest })
        }
    }
}

/// Whether a name leads to an endpoint, or to another of the same service, for clients of a VPC.
pub(super) fn leads_to<'i>(
    index: &'i Index<'i>,
    vpc: Seat<'i, Vpc>,
    name: &str,
    endpoint: Seat<'i, VpcEndpoint>,
) -> Answer<bool> {
    is_at(index, &resolve(index, vpc, &of(name), family(endpoint.it)), endpoint)
}

/// Whether what a name leads to is an endpoint, another of its service, or one of its addresses.
pub(super) fn is_at<'i>(
    index: &'i Index<'i>,
    resolution: &Resolution<'i>,
    endpoint: Seat<'i, VpcEndpoint>,
) -> Answer<bool> {
    resolution.answer.as_ref().and_then(|resolved| match resolved {
        Resolved::Endpoint(found, _) => Answer::Known(same_service(found.it, endpoint.it)),
        Resolved::Addresses(addresses) => has_any(index, endpoint, addresses),
        Resolved::Public | Resolved::Nothing(_) => Answer::Known(false),
    })
}

/// Whether an endpoint's network interfaces hold one of some addresses.
pub(super) fn has_any<'i>(
    index: &'i Index<'i>,
    endpoint: Seat<'i, VpcEndpoint>,
    wanted: &[std::net::IpAddr],
) -> Answer<bool> {
    addresses(index, endpoint).exists(|held| Answer::Known(wanted.contains(held)))
}

/// The addresses of an endpoint's network interfaces. Those of a deleted endpoint, which AWS goes on listing for a while,
/// are deleted with it, and hold nothing.
pub(super) fn addresses<'i>(index: &'i Index<'i>, endpoint: Seat<'i, VpcEndpoint>) -> Listing<std::net::IpAddr> {
    let mut all = Listing::complete(Vec::new());
    for id in &endpoint.it.network_interface_ids {
        match index.interface(id) {
            Some(interface) => all.items.extend(crate::network::addresses(interface.it)),
            None => {
                let rest = endpoint.place.rest(Collection::NetworkInterfaces, "");
                if rest.is_empty() && state(endpoint.it) == Answer::Known("deleted") {
                    continue;
                }
                let at = endpoint.it.vpc_endpoint_id.clone();
                let lost = Gap::Malformed { field: "NetworkInterfaceIds".to_owned(), at };
                all.rest.extend(if rest.is_empty() { lost.into() } else { rest });
            }
        }
    }
    all
}
