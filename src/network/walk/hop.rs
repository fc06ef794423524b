//! Marks told as hops.

use super::{Mark, Thing};
use crate::finding::{Disposition, Hop};
use crate::id::Kind;
use crate::network::egress::{ASSOCIATION, PRIORITY, association_hop};
use crate::network::{Index, route_destination};
use crate::snapshot::{Collection, Gaps};

/// What a trail comes to: the first mark that decides, and why it cannot be told.
pub(in crate::network) fn verdict(trail: &[Mark<'_>]) -> Option<(Disposition, Gaps)> {
    trail.iter().enumerate().find_map(|(at, mark)| match mark {
        Mark::Stopped(word, _) => Some((*word, Gaps::none())),
        Mark::Doubt(_) => {
            // What else cannot be told is told along: seeing the first alone would not settle it.
            let rest = trail.iter().skip(at).map_while(|mark| match mark {
                Mark::Doubt(gaps) => Some(gaps.clone()),
                Mark::Stopped(..) => None,
                Mark::Follows(..) | Mark::Route(..) | Mark::Passed(_) | Mark::Met(_) => Some(Gaps::none()),
            });
            Some((Disposition::Unknown, rest.fold(Gaps::none(), Gaps::union)))
        }
        Mark::Follows(..) | Mark::Route(..) | Mark::Passed(_) | Mark::Met(_) => None,
    })
}

/// Whether a word is one of routes and gateways, not of filters.
pub(in crate::network) fn is_route_word(word: Disposition) -> bool {
    match word {
        Disposition::NoRoute | Disposition::Blackhole | Disposition::DeniedByGateway => true,
        Disposition::Delivered
        | Disposition::ToService
        | Disposition::ToInternet
        | Disposition::LeavesView
        | Disposition::DeniedBySecurityGroup
        | Disposition::DeniedByNetworkAcl
        | Disposition::UnresolvedName
        | Disposition::NoClients
        | Disposition::Mixed
        | Disposition::Unknown => false,
    }
}

/// The word of what stops packets other than filters, unless something before it cannot be told.
pub(in crate::network) fn stopped_by_routes(trail: &[Mark<'_>]) -> Option<Disposition> {
    let certain = trail.iter().take_while(|mark| !matches!(mark, Mark::Doubt(_)));
    certain.into_iter().find_map(|mark| match mark {
        Mark::Stopped(word, _) if is_route_word(*word) => Some(*word),
        Mark::Stopped(..) | Mark::Doubt(_) => None,
        Mark::Follows(..) | Mark::Route(..) | Mark::Passed(_) | Mark::Met(_) => None,
    })
}

/// Everything that cannot be told on the way, whatever stopped it before.
pub(in crate::network) fn doubts(trail: &[Mark<'_>]) -> Gaps {
    trail.iter().fold(Gaps::none(), |gaps, mark| match mark {
        Mark::Doubt(more) => gaps.union(more.clone()),
        Mark::Follows(..) | Mark::Route(..) | Mark::Passed(_) | Mark::Stopped(..) | Mark::Met(_) => gaps,
    })
}

/// The hops of a trail, up to the mark that stops it.
pub(in crate::network) fn hops(index: &Index<'_>, trail: &[Mark<'_>]) -> Vec<Hop> {
    let mut hops = Vec::new();
    for mark in trail {
        match mark {
            Mark::Follows(subnet, table) => hops.extend(association_hop(subnet.it, *table)),
            Mark::Route(table, at, action) => {
                let route = at.and_then(|at| table.it.routes.get(at));
                let (pointer, value) = match (at, route) {
                    (Some(at), Some(route)) => {
                        (format!("/Routes/{at}"), serde_json::to_value(route).unwrap_or_default())
                    }
                    _ => ("/Routes".to_owned(), serde_json::Value::Null),
                };
                let to = route.map(route_destination).unwrap_or_default();
                hops.push(Hop {
                    resource: table.place.resource(
                        Kind::RouteTable,
                        table.it.owner_id.as_deref(),
                        &table.it.route_table_id,
                    ),
                    action: if to.is_empty() { action.clone() } else { format!("the route to {to} {action}") },
                    operation: Collection::RouteTables.operation().to_owned(),
                    pointer,
                    value,
                    see: if at.is_some() { PRIORITY } else { ASSOCIATION },
                });
            }
            Mark::Passed(decider) => hops.extend(decider.hop()),
            Mark::Stopped(_, decider) => {
                hops.extend(decider.as_ref().and_then(|decider| decider.hop()));
                break;
            }
            Mark::Doubt(_) => {}
            Mark::Met(thing) => hops.push(met(index, thing)),
        }
    }
    hops
}

fn met(index: &Index<'_>, thing: &Thing<'_>) -> Hop {
    let resource = thing.place.resource(thing.kind, thing.owner, thing.id);
    let value = index.member(&resource, &thing.pointer).unwrap_or_default();
    Hop {
        resource,
        action: thing.action.clone().into_owned(),
        operation: thing.collection.operation().to_owned(),
        pointer: thing.pointer.clone().into_owned(),
        value,
        see: thing.see,
    }
}
