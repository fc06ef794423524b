//! Where an endpoint is reached: addresses, families, names, Regions; and whether it has a policy document.

use super::super::{Fact, Shows, Thing, Type, Value, found};
use super::state::{kind, malformed, service_name, token};
use crate::id::{Region, ServiceName};
use crate::network::{Seat, addresses};
use crate::snapshot::model::VpcEndpoint;
use crate::snapshot::{Answer, Collection, Gap, Gaps, Listing};

pub(in crate::facts) static FACTS: &[Fact] = &[
    fact!(Endpoint."interface_ids": Type::List(&Type::Id), "The endpoint's network interfaces.", needs: [VpcEndpoints], shows: Shows::Member("/NetworkInterfaceIds"),
        |_, Thing::Endpoint(endpoint)| Value::list(endpoint.it.network_interface_ids.iter().map(|id| Value::text(id)))),
    fact!(Endpoint."addresses": Type::List(&Type::Text), "The addresses of the endpoint's network interfaces.", needs: [VpcEndpoints, NetworkInterfaces],
    |_, Thing::Endpoint(endpoint)| {
        let place = endpoint.place;
        let ids = endpoint.it.network_interface_ids.iter();
        let seats = ids.map(|id| found::found(place, &place.view.network_interfaces, Collection::NetworkInterfaces, id));
        let held = found::gather(seats, Gaps::none());
        let items = held.items.iter().flat_map(|interface| addresses(interface.it)).map(|address| address.to_string());
        Value::listing(Listing { items: items.collect(), rest: held.rest.clone() }, Value::made)
    }),
    fact!(Endpoint."private_dns": Type::Bool, "Whether the service's own names lead to the endpoint in its VPC; absent in AWS's answer means no.",
        needs: [VpcEndpoints], shows: Shows::Member("/PrivateDnsEnabled"),
        |_, Thing::Endpoint(endpoint)| Answer::Known(Value::Bool(endpoint.it.private_dns_enabled == Some(true)))),
    fact!(Endpoint."names": Type::List(&Type::Text), "The endpoint's own DNS names, the Regional one first as AWS lists them.",
        needs: [VpcEndpoints], shows: Shows::Member("/DnsEntries"),
        |_, Thing::Endpoint(endpoint)| Value::list(names(endpoint.it).filter(|name| name.contains(endpoint.it.vpc_endpoint_id.as_str())).map(Value::text))),
    fact!(Endpoint."private_names": Type::List(&Type::Text), "The names of the service that lead to the endpoint in its VPC.",
        needs: [VpcEndpoints], shows: Shows::Member("/DnsEntries"),
        |_, Thing::Endpoint(endpoint)| Value::list(names(endpoint.it).filter(|name| !name.contains(endpoint.it.vpc_endpoint_id.as_str())).map(Value::text))),
    fact!(Endpoint."ip_address_type": Type::Text, "ipv4, ipv6 or dualstack.", needs: [VpcEndpoints], shows: Shows::Member("/IpAddressType"),
        |_, Thing::Endpoint(endpoint)| ip_address_type(endpoint.it).map(Value::text)),
    fact!(Endpoint."families": Type::List(&Type::Text), "The families of addresses over which the endpoint is reached: ipv4, ipv6.", needs: [VpcEndpoints], shows: Shows::Member("/IpAddressType"),
    |_, Thing::Endpoint(endpoint)| ip_address_type(endpoint.it).and_then(|kind| Value::list(match kind {
        "dualstack" => vec![Value::text("ipv4"), Value::text("ipv6")],
        one => vec![Value::text(one)],
    }))),
    fact!(Endpoint."dns_record_ip_type": Type::Text, "Which records the endpoint's names have: ipv4, ipv6, dualstack or service-defined.", needs: [VpcEndpoints], shows: Shows::Member("/DnsOptions/DnsRecordIpType"),
        |_, Thing::Endpoint(endpoint)| record_type(endpoint.it).map(Value::text)),
    fact!(Endpoint."service_region": Type::Region, "The Region of the endpoint's service; the endpoint's own where AWS says nothing.", needs: [VpcEndpoints], shows: Shows::Member("/ServiceRegion"),
        |_, Thing::Endpoint(endpoint)| Answer::Known(Value::text(service_region(endpoint)))),
    fact!(Endpoint."cross_region": Type::Bool, "Whether the endpoint's service is in another Region.", needs: [VpcEndpoints], shows: Shows::Member("/ServiceRegion"),
        |_, Thing::Endpoint(endpoint)| Answer::Known(Value::Bool(service_region(endpoint) != endpoint.place.region.as_str()))),
    fact!(Endpoint."global_service": Type::Bool, "Whether the service is one that AWS has in one Region for all, by its name: no Region stands in it, or it is one of a few that are known.",
        needs: [VpcEndpoints], shows: Shows::Member("/ServiceName"),
        |_, Thing::Endpoint(endpoint)| service_name(endpoint.it).map(|name| Value::Bool(is_global(name)))),
    fact!(Endpoint."offered_here": Type::Bool, "Whether the same service of AWS's is on offer to interface endpoints in the endpoint's own Region.",
        needs: [VpcEndpoints, VpcEndpointServices],
        |_, Thing::Endpoint(endpoint)| offered_here(endpoint).map(Value::Bool)),
    fact!(Endpoint."has_policy_document": Type::Bool, "Whether the endpoint has a policy document; one without lets everything through.", needs: [VpcEndpoints], shows: Shows::Member("/PolicyDocument"),
        |_, Thing::Endpoint(endpoint)| Answer::Known(Value::Bool(endpoint.it.policy_document.as_deref().is_some_and(|document| !document.trim().is_empty())))),
];

fn names(endpoint: &VpcEndpoint) -> impl Iterator<Item = &str> {
    endpoint.dns_entries.iter().filter_map(|entry| entry.dns_name.as_deref())
}

pub(in crate::facts) fn ip_address_type(endpoint: &VpcEndpoint) -> Answer<&str> {
    match endpoint.ip_address_type.as_deref() {
        Some(kind @ ("ipv4" | "ipv6" | "dualstack")) => Answer::Known(kind),
        Some(other) => Answer::unknown(Gap::Unrecognised {
            field: format!("IpAddressType of {}", endpoint.vpc_endpoint_id),
            value: other.to_owned(),
        }),
        None => malformed(endpoint, "IpAddressType"),
    }
}

pub(in crate::facts) fn record_type(endpoint: &VpcEndpoint) -> Answer<&str> {
    match endpoint.dns_options.as_ref().and_then(|options| options.dns_record_ip_type.as_deref()) {
        Some(kind) => Answer::Known(kind),
        None => malformed(endpoint, "DnsOptions"),
    }
}

fn service_region(endpoint: Seat<'_, VpcEndpoint>) -> &str {
    endpoint.it.service_region.as_deref().unwrap_or_else(|| endpoint.place.region.as_str())
}

/// Services that AWS runs in one Region for all, though that Region stands in their names.
///
/// See <https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html>.
const GLOBAL: [&str; 8] =
    ["iam", "iam-fips", "organizations", "organizations-fips", "route53", "cloudfront", "account", "health"];

fn is_global(name: &str) -> bool {
    let of_aws = ServiceName(name.to_owned());
    match of_aws.token() {
        Some(token) => !name.split('.').any(Region::is_code) || GLOBAL.contains(&token),
        None => false,
    }
}

fn offered_here(endpoint: Seat<'_, VpcEndpoint>) -> Answer<bool> {
    let is_interface = kind(endpoint.it).map(|kind| kind == "Interface");
    let all = endpoint.place.listing(Collection::VpcEndpointServices, &endpoint.place.view.vpc_endpoint_services);
    let same = token(endpoint.it).and_then(|own| match own {
        Some(own) => all.exists(|service| {
            let here =
                service.it.service_region.as_deref().is_none_or(|region| region == endpoint.place.region.as_str());
            let interface =
                service.it.service_type.iter().any(|kind| kind.service_type.as_deref() == Some("Interface"));
            let name = ServiceName(service.it.service_name.clone());
            Answer::Known(here && interface && name.token() == Some(own.as_str()))
        }),
        None => Answer::Known(false),
    });
    is_interface.and(same)
}

#[cfg(test)]
mod tests {
    use super::is_global;

    #[test]
    fn a_service_of_one_region_for_all_is_told_by_its_name() {
        assert!(is_global("com.amazonaws.iam"));
        assert!(is_global("com.amazonaws.us-east-1.organizations"));
        assert!(!is_global("com.amazonaws.us-east-1.sqs"));
        assert!(!is_global("com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0"));
    }
}
