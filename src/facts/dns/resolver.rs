//! Facts of Resolver endpoints' health.

use super::super::{Fact, Shows, Thing, Type, Value};
use crate::network::Seat;
use crate::snapshot::model::{ResolverEndpoint, ResolverEndpointIpAddress};
use crate::snapshot::{Answer, Collection, Gap, Listing};

pub(in crate::facts) static FACTS: &[Fact] = &[
    fact!(ResolverEndpoint."needs_action": Type::Bool, "Whether AWS says that the endpoint is unhealthy and cannot be mended without help.",
        needs: [ResolverEndpoints], shows: Shows::Member("/Status"),
        |_, Thing::ResolverEndpoint(endpoint)| needs_action(endpoint.it).map(Value::Bool)),
    fact!(ResolverEndpoint."status_message": Type::Text, "What AWS says about the status, empty if nothing.", needs: [ResolverEndpoints], shows: Shows::Member("/StatusMessage"),
        |_, Thing::ResolverEndpoint(endpoint)| Answer::Known(Value::text(endpoint.it.status_message.as_deref().unwrap_or_default()))),
    fact!(ResolverEndpoint."failed_addresses": Type::List(&Type::Text), "The endpoint's addresses that have failed: never made, their network interface gone, not to be deleted or updated, or isolated.",
    needs: [ResolverEndpoints, ResolverEndpointIpAddresses], shows: Shows::Member("/IpAddresses"),
    |_, Thing::ResolverEndpoint(endpoint)| Value::listing(failed(endpoint), |one| {
        Value::text(one.ip.as_deref().or(one.ipv6.as_deref()).unwrap_or(&one.ip_id))
    })),
];

/// See <https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_ResolverEndpoint.html>.
fn needs_action(endpoint: &ResolverEndpoint) -> Answer<bool> {
    match endpoint.status.as_deref() {
        Some("ACTION_NEEDED") => Answer::Known(true),
        // AWS mends it by itself, or it is on its way.
        Some("CREATING" | "OPERATIONAL" | "UPDATING" | "AUTO_RECOVERING" | "DELETING") => Answer::Known(false),
        Some(other) => {
            Answer::unknown(Gap::Unrecognised { field: format!("Status of {}", endpoint.id), value: other.to_owned() })
        }
        None => Answer::unknown(Gap::Malformed { field: "Status".to_owned(), at: endpoint.id.clone() }),
    }
}

/// See <https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_IpAddressResponse.html>.
fn failed(endpoint: Seat<'_, ResolverEndpoint>) -> Listing<&ResolverEndpointIpAddress> {
    let place = endpoint.place;
    let items = place.view.resolver_endpoint_ip_addresses.get(&endpoint.it.id).into_iter().flatten().collect();
    let rest = place.rest(Collection::ResolverEndpointIpAddresses, &endpoint.it.id);
    Listing { items, rest }.filter(|one: &&ResolverEndpointIpAddress| match one.status.as_deref() {
        Some(
            "FAILED_CREATION" | "FAILED_RESOURCE_GONE" | "DELETE_FAILED_FAS_EXPIRED" | "UPDATE_FAILED" | "ISOLATED",
        ) => Answer::Known(true),
        Some(
            "CREATING" | "ATTACHING" | "ATTACHED" | "REMAP_DETACHING" | "REMAP_ATTACHING" | "DETACHING" | "DELETING"
            | "UPDATING",
        ) => Answer::Known(false),
        Some(other) => {
            Answer::unknown(Gap::Unrecognised { field: format!("Status of {}", one.ip_id), value: other.to_owned() })
        }
        None => Answer::unknown(Gap::Malformed { field: "Status".to_owned(), at: one.ip_id.clone() }),
    })
}
