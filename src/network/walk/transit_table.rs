//! Route tables of transit gateways.
//!
//! The longest prefix decides, and of one length a static route
//! (<https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html>, route evaluation order).

use super::{Ends, not_modelled};
use crate::network::cidr;
use crate::snapshot::model::{TransitGatewayRoute, TransitGatewayRouteAttachment};
use crate::snapshot::{Answer, Gap};
use ipnet::IpNet;

/// What a table does with packets.
#[derive(Clone, Copy, Debug)]
pub(super) enum Outcome<'i> {
    /// No route matches.
    None,
    /// The route at this place drops them.
    Blackhole(usize),
    /// The route at this place leads to an attachment.
    Attachment(usize, &'i TransitGatewayRouteAttachment),
}

impl Outcome<'_> {
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::None, Self::None) | (Self::Blackhole(_), Self::Blackhole(_)) => true,
            (Self::Attachment(_, one), Self::Attachment(_, other)) => one == other,
            _ => false,
        }
    }
}

struct Entry<'i> {
    net: IpNet,
    is_static: bool,
    outcome: Answer<Outcome<'i>>,
}

/// What a table does with the addresses: parts of blocks with their outcomes; known only where all are.
pub(super) fn outcomes<'i>(
    routes: &'i [TransitGatewayRoute],
    table: &str,
    destination: &Ends,
) -> Answer<Vec<(Option<Ends>, Outcome<'i>)>> {
    let mut entries = Vec::new();
    for (at, route) in routes.iter().enumerate() {
        let Some(net) = route.destination_cidr_block.as_deref().and_then(cidr::parse) else {
            return Answer::unknown(Gap::Malformed { field: "DestinationCidrBlock".to_owned(), at: table.to_owned() });
        };
        let outcome = match route.state.as_deref() {
            Some("active") => leads(at, route, table),
            Some("blackhole") => Answer::Known(Outcome::Blackhole(at)),
            Some("deleted" | "deleting") => continue,
            Some(other) => Answer::unknown(Gap::Unrecognised {
                field: format!("{table} route {net} State"),
                value: other.to_owned(),
            }),
            None => Answer::unknown(Gap::Malformed { field: "State".to_owned(), at: format!("{table} route {net}") }),
        };
        entries.push(Entry { net, is_static: route.r#type.as_deref() != Some("propagated"), outcome });
    }
    match destination {
        Ends::Blocks(blocks) => of_blocks(&entries, blocks),
        Ends::Somewhere(family, _) => {
            let mut all: Option<Outcome<'i>> = None;
            for block in cidr::public(*family) {
                let inside = entries
                    .iter()
                    .filter(|entry| block.contains(&entry.net))
                    .map(|entry| entry.outcome.as_ref().map(|one| *one));
                for outcome in inside.chain([decide(&entries, &block)]) {
                    let outcome = match outcome {
                        Answer::Known(outcome) => outcome,
                        Answer::Unknown(gaps) => return Answer::Unknown(gaps),
                    };
                    match &all {
                        Some(held) if !held.same(&outcome) => {
                            let what = format!("{table}: any of several routes may decide for public addresses");
                            return Answer::unknown(Gap::Ambiguous { what });
                        }
                        Some(_) => {}
                        None => all = Some(outcome),
                    }
                }
            }
            Answer::Known(vec![(None, all.unwrap_or(Outcome::None))])
        }
    }
}

fn of_blocks<'i>(entries: &[Entry<'i>], blocks: &[IpNet]) -> Answer<Vec<(Option<Ends>, Outcome<'i>)>> {
    let edges: Vec<IpNet> = entries.iter().map(|entry| entry.net).collect();
    let mut parts: Vec<(Vec<IpNet>, Outcome<'i>)> = Vec::new();
    for piece in blocks.iter().flat_map(|block| cidr::cut(*block, &edges)) {
        let outcome = match decide(entries, &piece) {
            Answer::Known(outcome) => outcome,
            Answer::Unknown(gaps) => return Answer::Unknown(gaps),
        };
        match parts.iter_mut().find(|(_, held)| held.same(&outcome)) {
            Some((held, _)) => held.push(piece),
            None => parts.push((vec![piece], outcome)),
        }
    }
    Answer::Known(parts.into_iter().map(|(part, outcome)| (Some(Ends::blocks(&part)), outcome)).collect())
}

/// The route that decides for a block that no route cuts.
fn decide<'i>(entries: &[Entry<'i>], block: &IpNet) -> Answer<Outcome<'i>> {
    let matching = entries.iter().filter(|entry| entry.net.contains(block));
    match matching.max_by_key(|entry| (entry.net.prefix_len(), entry.is_static)) {
        Some(entry) => entry.outcome.clone(),
        None => Answer::Known(Outcome::None),
    }
}

fn leads<'i>(at: usize, route: &'i TransitGatewayRoute, table: &str) -> Answer<Outcome<'i>> {
    let attachments = &route.transit_gateway_attachments;
    let Some(first) = attachments.first() else {
        return Answer::unknown(Gap::Malformed { field: "TransitGatewayAttachments".to_owned(), at: table.to_owned() });
    };
    // Several tunnels of one VPN, or several ways to one network, come to the same: out of view.
    let outside = |one: &TransitGatewayRouteAttachment| {
        matches!(one.resource_type.as_deref(), Some("vpn" | "vpn-concentrator" | "direct-connect-gateway" | "connect"))
    };
    if attachments.len() == 1 || attachments.iter().all(outside) {
        return Answer::Known(Outcome::Attachment(at, first));
    }
    Answer::unknown(not_modelled(format!("a route of {table} that several attachments share")))
}
