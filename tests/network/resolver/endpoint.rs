//! Names of interface endpoints: their own, and the private ones they stand in for.
//!
//! <https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html>

use super::zone::Zone;
use super::{Named, all, plain, undecided};
use crate::network::walker::parts::{list, text};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

/// Some label of an endpoint's own name is made of its id.
fn own(name: &str) -> bool {
    name.split('.').any(|label| label.starts_with("vpce-"))
}

/// The names an endpoint is told by, and those of the resources it leads to.
fn entries(world: &Value, endpoint: &Value) -> BTreeSet<String> {
    let id = text(endpoint, "VpcEndpointId");
    let own = list(endpoint, "DnsEntries").iter();
    let of_resources = all(world, "vpc_endpoint_associations")
        .into_iter()
        .filter(|one| text(one, "VpcEndpointId") == id)
        .flat_map(|one| [&one["DnsEntry"], &one["PrivateDnsEntry"]]);
    own.chain(of_resources).map(|one| plain(text(one, "DnsName"))).filter(|name| !name.is_empty()).collect()
}

/// The zones that an endpoint's private DNS hides in its VPC.
pub fn hidden<'w>(world: &Value, endpoint: &'w Value, from_outside: bool) -> Vec<Zone<'w>> {
    let for_inbound = endpoint["DnsOptions"]["PrivateDnsOnlyForInboundResolverEndpoint"] == true;
    let serves = endpoint["PrivateDnsEnabled"] == true && text(endpoint, "State").eq_ignore_ascii_case("available");
    let kinds = ["Interface", "Resource", "ServiceNetwork"];
    if !kinds.contains(&text(endpoint, "VpcEndpointType")) || !serves || (for_inbound && !from_outside) {
        return Vec::new();
    }
    let mut names = entries(world, endpoint);
    let service = text(endpoint, "ServiceName");
    for one in all(world, "vpc_endpoint_services").into_iter().filter(|one| text(one, "ServiceName") == service) {
        names.extend(list(one, "PrivateDnsNames").iter().map(|one| plain(text(one, "PrivateDnsName"))));
    }
    // S3's list has its names with an asterisk only; its page on PrivateLink has the name without one, too.
    let apexes: Vec<String> = names
        .iter()
        .filter_map(|name| name.strip_prefix("*."))
        .filter(|name| name.starts_with("s3."))
        .map(str::to_owned)
        .collect();
    names.extend(apexes);
    let mut domains: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in names.into_iter().filter(|name| !own(name) && !name.is_empty()) {
        let domain = name.strip_prefix("*.").unwrap_or(&name).to_owned();
        domains.entry(domain).or_default().push(name);
    }
    domains.into_iter().map(|(domain, names)| Zone::Hidden { domain, names, endpoint }).collect()
}

/// The addresses of an endpoint's interfaces, or of those in one zone.
pub fn addresses(world: &Value, endpoint: &Value, zone: Option<&str>, six: bool) -> Named {
    let own: Vec<&str> = list(endpoint, "NetworkInterfaceIds").iter().filter_map(Value::as_str).collect();
    let mut addresses: BTreeSet<IpAddr> = BTreeSet::new();
    for one in all(world, "network_interfaces") {
        let here = zone.is_none_or(|zone| text(one, "AvailabilityZone") == zone);
        if own.contains(&text(one, "NetworkInterfaceId")) && here {
            let four = list(one, "PrivateIpAddresses").iter().map(|one| text(one, "PrivateIpAddress"));
            let of_six = list(one, "Ipv6Addresses").iter().map(|one| text(one, "Ipv6Address"));
            addresses.extend(four.chain(of_six).filter_map(|address| address.parse::<IpAddr>().ok()));
        }
    }
    addresses.retain(|address| address.is_ipv6() == six);
    if addresses.is_empty() { Named::Nothing } else { Named::Addresses(addresses) }
}

/// What one of an endpoint's own names means; None where it is no such name.
pub fn named(world: &Value, name: &str, six: bool) -> Option<Named> {
    if !own(name) {
        return None;
    }
    let matches = |told: &str| match told.strip_prefix("*.") {
        Some(rest) => name == rest || name.strip_suffix(rest).is_some_and(|front| front.ends_with('.')),
        None => name == told,
    };
    for endpoint in all(world, "vpc_endpoints") {
        let told = entries(world, endpoint);
        let Some(told) = told.iter().find(|told| matches(told)) else { continue };
        let first = told.trim_start_matches("*.").split('.').next().unwrap_or_default();
        let zones: BTreeSet<&str> =
            all(world, "availability_zones").into_iter().map(|zone| text(zone, "ZoneName")).collect();
        let zone = zones.into_iter().find(|zone| first.ends_with(&format!("-{zone}")));
        return Some(addresses(world, endpoint, zone, six));
    }
    // An endpoint that is gone takes its names with it; one that is nowhere in view may be another account's.
    let label = name.split('.').find(|label| label.starts_with("vpce-"))?;
    let of = |one: &&Value| label.starts_with(&format!("{}-", text(one, "VpcEndpointId")));
    let known = all(world, "vpc_endpoints").into_iter().find(of);
    if known.is_some_and(|one| ["deleted", "deleting"].contains(&text(one, "State"))) {
        return Some(Named::Nothing);
    }
    Some(undecided("an endpoint that is not in view"))
}
