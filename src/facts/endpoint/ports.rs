//! The ports an endpoint's service listens on.

use super::super::port;
use super::state::{kind, token};
use crate::network::Ports;
use crate::snapshot::Answer;
use crate::snapshot::model::VpcEndpoint;

pub(in crate::facts) fn has_known_port(endpoint: &VpcEndpoint) -> Answer<bool> {
    kind(endpoint).and_then(|kind| match kind {
        "Interface" => token(endpoint).map(|token| token.is_some()),
        _ => Answer::Known(false),
    })
}

pub(in crate::facts) fn ports(endpoint: &VpcEndpoint) -> &'static [Ports] {
    port::of_service(token(endpoint).known().flatten().as_deref().unwrap_or_default())
}

/// The ports one by one: a client needs one of them.
pub(in crate::facts) fn each_port(ports: &[Ports]) -> impl Iterator<Item = Ports> {
    ports.iter().flat_map(|range| range.first..=range.last).map(Ports::one)
}

/// The port that clients use unless told otherwise.
pub(in crate::facts) fn usual_port(ports: &[Ports]) -> Ports {
    let submission = Ports::one(587);
    if ports.contains(&submission) {
        submission
    } else {
        ports.first().map_or(Ports::one(443), |of| Ports::one(of.last))
    }
}

pub(in crate::facts) fn words(ports: &[Ports]) -> String {
    ports.iter().map(Ports::to_string).collect::<Vec<_>>().join(" or ")
}
