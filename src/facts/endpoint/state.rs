//! What an endpoint says of itself: kind, state, age, manager, service.

use crate::id::ServiceName;
use crate::network::Seat;
use crate::snapshot::model::VpcEndpoint;
use crate::snapshot::{Answer, Gap};

pub(in crate::facts) fn malformed<T>(endpoint: &VpcEndpoint, field: &str) -> Answer<T> {
    Answer::unknown(Gap::Malformed { field: field.to_owned(), at: endpoint.vpc_endpoint_id.clone() })
}

/// The kind of endpoint, in AWS's spelling. A word byway does not know is kept: no policy names it.
pub(in crate::facts) fn kind(endpoint: &VpcEndpoint) -> Answer<&str> {
    let Some(given) = endpoint.vpc_endpoint_type.as_deref() else { return malformed(endpoint, "VpcEndpointType") };
    let known = ["Gateway", "Interface", "GatewayLoadBalancer", "Resource", "ServiceNetwork"];
    Answer::Known(known.into_iter().find(|word| word.eq_ignore_ascii_case(given)).unwrap_or(given))
}

/// Whether the endpoint is a gateway endpoint.
pub(in crate::facts) fn is_gateway(endpoint: &VpcEndpoint) -> Answer<bool> {
    kind(endpoint).map(|kind| kind == "Gateway")
}

/// Whether the endpoint is an interface endpoint.
pub(in crate::facts) fn is_interface(endpoint: &VpcEndpoint) -> Answer<bool> {
    kind(endpoint).map(|kind| kind == "Interface")
}

/// The endpoint's state in one spelling. The wire says `pendingAcceptance`, the SDK's enum `PendingAcceptance`.
pub(in crate::facts) fn state(endpoint: &VpcEndpoint) -> Answer<&'static str> {
    let Some(given) = endpoint.state.as_deref() else { return malformed(endpoint, "State") };
    match given.to_ascii_lowercase().as_str() {
        "available" => Answer::Known("available"),
        "pending" => Answer::Known("pending"),
        "pendingacceptance" => Answer::Known("pending-acceptance"),
        "partial" => Answer::Known("partial"),
        "failed" => Answer::Known("failed"),
        "rejected" => Answer::Known("rejected"),
        "expired" => Answer::Known("expired"),
        "deleting" => Answer::Known("deleting"),
        "deleted" => Answer::Known("deleted"),
        _ => Answer::unknown(Gap::Unrecognised {
            field: format!("State of {}", endpoint.vpc_endpoint_id),
            value: given.to_owned(),
        }),
    }
}

/// Whether the endpoint is available.
pub(in crate::facts) fn is_live(endpoint: &VpcEndpoint) -> Answer<bool> {
    state(endpoint).map(|state| state == "available")
}

pub(in crate::facts) fn failure(endpoint: &VpcEndpoint) -> String {
    let last = endpoint.last_error.as_ref();
    [
        last.and_then(|error| error.code.as_deref()),
        last.and_then(|error| error.message.as_deref()),
        endpoint.failure_reason.as_deref(),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(": ")
}

pub(in crate::facts) fn age_hours(endpoint: Seat<'_, VpcEndpoint>) -> Answer<i64> {
    let created = endpoint.it.creation_timestamp.as_deref().and_then(|time| time.parse::<jiff::Timestamp>().ok());
    let Some(created) = created else { return malformed(endpoint.it, "CreationTimestamp") };
    let taken = endpoint.place.snapshot.taken_at;
    match hours_between(created, taken) {
        Some(hours) => Answer::Known(hours),
        None => Answer::unknown(Gap::Ambiguous {
            what: format!(
                "{} was created at {created}, after the snapshot's time {taken}, so its age cannot be told",
                endpoint.it.vpc_endpoint_id
            ),
        }),
    }
}

/// Whole hours from one time to a later one. Clocks may differ by minutes; `None` where the later one is the earlier by
/// an hour or more, as in a folder of files whose times an archive has reset.
fn hours_between(created: jiff::Timestamp, taken: jiff::Timestamp) -> Option<i64> {
    let seconds = taken.duration_since(created).as_secs();
    (seconds > -3600).then_some((seconds / 3600).max(0))
}

/// AWS names no manager in this answer; services mark their endpoints with tags.
pub(in crate::facts) fn manager(endpoint: &VpcEndpoint) -> &'static str {
    let tagged = |key: &str| endpoint.tags.iter().any(|tag| tag.key == key);
    if tagged("GuardDutyManaged") {
        "Amazon GuardDuty"
    } else if tagged("AWSNetworkFirewallManaged") {
        "AWS Network Firewall"
    } else {
        "an AWS service"
    }
}

/// The service's name; endpoints of resources and service networks have an ARN instead.
pub(in crate::facts) fn service_name(endpoint: &VpcEndpoint) -> Answer<&str> {
    let name = endpoint
        .service_name
        .as_deref()
        .or(endpoint.resource_configuration_arn.as_deref())
        .or(endpoint.service_network_arn.as_deref());
    match name {
        Some(name) => Answer::Known(name),
        None => malformed(endpoint, "ServiceName"),
    }
}

/// The token of the AWS service the endpoint reaches; `None` for a service of another account.
pub(in crate::facts) fn token(endpoint: &VpcEndpoint) -> Answer<Option<String>> {
    match &endpoint.service_name {
        Some(name) => Answer::Known(ServiceName(name.clone()).token().map(str::to_owned)),
        None => malformed(endpoint, "ServiceName"),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    #[test]
    fn an_age_is_known_only_where_the_clocks_agree() {
        let taken = "2026-01-02T00:00:00Z".parse().unwrap();
        for (created, hours) in [
            ("2026-01-01T00:00:00Z", Some(24)),
            ("2026-01-01T23:59:59Z", Some(0)),
            ("2026-01-02T00:00:00Z", Some(0)),
            ("2026-01-02T00:05:00Z", Some(0)),
            ("2026-01-02T01:00:00Z", None),
            ("2030-01-01T00:00:00Z", None),
        ] {
            assert_eq!(hours_between(created.parse().unwrap(), taken), hours, "{created}");
        }
    }
}
