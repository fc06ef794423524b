//! The ports an endpoint's service listens on.

use super::super::port;
use super::state::{kind, token};
use crate::snapshot::Answer;
use crate::snapshot::model::VpcEndpoint;
use std::ops::RangeInclusive;

pub(in crate::facts) fn has_known_port(endpoint: &VpcEndpoint) -> Answer<bool> {
    kind(endpoint).and_then(|kind| match kind {
        "Interface" => token(endpoint).map(|token| token.is_some()),
        _ => Answer::Known(false),
    })
}

pub(in crate::facts) fn ports(endpoint: &VpcEndpoint) -> &'static [RangeInclusive<i64>] {
    port::of_service(token(endpoint).known().flatten().as_deref().unwrap_or_default())
}

pub(in crate::facts) fn words(ports: &[RangeInclusive<i64>]) -> String {
    let word = |range: &RangeInclusive<i64>| {
        if range.start() == range.end() {
            range.start().to_string()
        } else {
            format!("{}-{}", range.start(), range.end())
        }
    };
    ports.iter().map(word).collect::<Vec<_>>().join(" or ")
}
