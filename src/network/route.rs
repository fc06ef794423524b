//! A route as read: which packets it is for, whether it counts, and how it came into its table.

use super::cidr;
use crate::snapshot::model::Route;
use crate::snapshot::{Answer, Gap};
use ipnet::IpNet;

/// Whether a route is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// It sends packets to its target.
    Active,
    /// Its target is gone; it still wins, and drops what it wins.
    Blackhole,
    /// It was kept out of the table and decides nothing.
    Filtered,
}

/// How a route came into its table.
///
/// See <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html>, `origin`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// Made with the table (`CreateRouteTable`): the VPC's own.
    Table,
    /// Made by someone (`CreateRoute`).
    Static,
    /// Propagated from a virtual private gateway (`EnableVgwRoutePropagation`).
    Propagated,
    /// Propagated from a route server (`Advertisement`).
    Advertised,
}

/// Which packets a route is for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Destination {
    /// Those to a block.
    Block(IpNet),
    /// Those to the entries of a prefix list, by id.
    PrefixList(String),
}

/// The destination of a route of the table `at`.
pub fn destination(route: &Route, at: &str) -> Answer<Destination> {
    let malformed = || Answer::unknown(Gap::Malformed { field: "destination".to_owned(), at: site(route, at) });
    let block = |text: &str| cidr::parse(text).map_or_else(malformed, |net| Answer::Known(Destination::Block(net)));
    match (&route.destination_cidr_block, &route.destination_ipv6_cidr_block, &route.destination_prefix_list_id) {
        (Some(text), None, None) | (None, Some(text), None) => block(text),
        (None, None, Some(id)) if !id.is_empty() => Answer::Known(Destination::PrefixList(id.clone())),
        _ => malformed(),
    }
}

/// The destination of a route as AWS spells it; empty where it names none.
pub fn route_destination(route: &Route) -> String {
    let members =
        [&route.destination_cidr_block, &route.destination_ipv6_cidr_block, &route.destination_prefix_list_id];
    members.into_iter().flatten().next().cloned().unwrap_or_default()
}

/// The state of a route of the table `at`.
pub fn route_state(route: &Route, at: &str) -> Answer<State> {
    // NOTE: the wire has lower case and some tools that print it do not.
    match route.state.as_deref() {
        Some(state) if state.eq_ignore_ascii_case("active") => Answer::Known(State::Active),
        Some(state) if state.eq_ignore_ascii_case("blackhole") => Answer::Known(State::Blackhole),
        Some(state) if state.eq_ignore_ascii_case("filtered") => Answer::Known(State::Filtered),
        Some(other) => {
            Answer::unknown(Gap::Unrecognised { field: format!("{} State", site(route, at)), value: other.to_owned() })
        }
        None => Answer::unknown(Gap::Malformed { field: "State".to_owned(), at: site(route, at) }),
    }
}

/// The origin of a route of the table `at`.
pub fn route_origin(route: &Route, at: &str) -> Answer<Origin> {
    match route.origin.as_deref() {
        Some("CreateRouteTable") => Answer::Known(Origin::Table),
        Some("CreateRoute") => Answer::Known(Origin::Static),
        Some("EnableVgwRoutePropagation") => Answer::Known(Origin::Propagated),
        Some("Advertisement") => Answer::Known(Origin::Advertised),
        Some(other) => {
            Answer::unknown(Gap::Unrecognised { field: format!("{} Origin", site(route, at)), value: other.to_owned() })
        }
        None => Answer::unknown(Gap::Malformed { field: "Origin".to_owned(), at: site(route, at) }),
    }
}

/// A route, for a gap: its table and destination.
pub(super) fn site(route: &Route, at: &str) -> String {
    match route_destination(route) {
        none if none.is_empty() => format!("a route of {at}"),
        destination => format!("{at} route {destination}"),
    }
}
