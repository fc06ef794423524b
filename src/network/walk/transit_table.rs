//! Route tables of transit gateways.
//!
//! The longest prefix decides, and of one length a static route
//! (<https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html>, route evaluation order).
//!
//! A table is read once and its blocks kept in order, as those of a VPC's table are: a hub has a route a spoke.

use super::{Ends, not_modelled};
use crate::finding::Family;
use crate::network::cidr;
use crate::network::memory::remember;
use crate::snapshot::model::{TransitGatewayRoute, TransitGatewayRouteAttachment};
use crate::snapshot::{Answer, Gap};
use ipnet::IpNet;
use std::cell::RefCell;
use std::collections::BTreeMap;

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

/// An outcome by the route's place.
#[derive(Clone, Copy, Debug)]
enum Fate {
    None,
    Blackhole(usize),
    Attachment(usize),
}

impl Fate {
    fn same(self, other: Self, routes: &[TransitGatewayRoute]) -> bool {
        let attachment = |at: usize| routes.get(at).and_then(|route| route.transit_gateway_attachments.first());
        match (self, other) {
            (Self::None, Self::None) | (Self::Blackhole(_), Self::Blackhole(_)) => true,
            (Self::Attachment(one), Self::Attachment(other)) => attachment(one) == attachment(other),
            (Self::None | Self::Blackhole(_) | Self::Attachment(_), _) => false,
        }
    }

    fn outcome(self, routes: &[TransitGatewayRoute]) -> Outcome<'_> {
        match self {
            Self::None => Outcome::None,
            Self::Blackhole(at) => Outcome::Blackhole(at),
            Self::Attachment(at) => routes
                .get(at)
                .and_then(|route| route.transit_gateway_attachments.first())
                .map_or(Outcome::None, |attachment| Outcome::Attachment(at, attachment)),
        }
    }
}

#[derive(Debug)]
struct Entry {
    net: IpNet,
    /// The smallest block around it.
    parent: Option<usize>,
    fate: Answer<Fate>,
}

/// A table, read: its blocks in order of address and length, each once.
#[derive(Debug)]
pub(in crate::network) struct TransitTable {
    entries: Vec<Entry>,
    /// What it does with public addresses that are not known.
    somewhere: RefCell<BTreeMap<Family, Answer<Fate>>>,
}

impl TransitTable {
    /// Reads the routes of a table; unknown where one of them cannot be placed.
    pub fn of(routes: &[TransitGatewayRoute], table: &str) -> Answer<Self> {
        let mut by_net: BTreeMap<IpNet, (bool, Answer<Fate>)> = BTreeMap::new();
        for (at, route) in routes.iter().enumerate() {
            let Some(net) = route.destination_cidr_block.as_deref().and_then(cidr::parse) else {
                let at = table.to_owned();
                return Answer::unknown(Gap::Malformed { field: "DestinationCidrBlock".to_owned(), at });
            };
            let fate = match route.state.as_deref() {
                Some("active") => leads(at, route, table),
                Some("blackhole") => Answer::Known(Fate::Blackhole(at)),
                Some("deleted" | "deleting") => continue,
                Some(other) => Answer::unknown(Gap::Unrecognised {
                    field: format!("{table} route {net} State"),
                    value: other.to_owned(),
                }),
                None => {
                    Answer::unknown(Gap::Malformed { field: "State".to_owned(), at: format!("{table} route {net}") })
                }
            };
            let is_static = route.r#type.as_deref() != Some("propagated");
            match by_net.get(&net) {
                Some((true, _)) if !is_static => {}
                Some(_) | None => {
                    by_net.insert(net, (is_static, fate));
                }
            }
        }
        let mut entries: Vec<Entry> = Vec::with_capacity(by_net.len());
        let mut open: Vec<usize> = Vec::new();
        for (net, (_, fate)) in by_net {
            while open.last().and_then(|at| entries.get(*at)).is_some_and(|entry| !entry.net.contains(&net)) {
                open.pop();
            }
            let parent = open.last().copied();
            open.push(entries.len());
            entries.push(Entry { net, parent, fate });
        }
        Answer::Known(Self { entries, somewhere: RefCell::default() })
    }

    /// What the table does with the addresses: parts of blocks with their outcomes; known only where all are. The routes
    /// are those it was read from.
    pub(super) fn outcomes<'i>(
        &self,
        routes: &'i [TransitGatewayRoute],
        table: &str,
        destination: &Ends,
    ) -> Answer<Vec<(Option<Ends>, Outcome<'i>)>> {
        match destination {
            Ends::Blocks(blocks) => self.of_blocks(routes, blocks),
            Ends::Somewhere(family, _) => {
                let fate = remember(&self.somewhere, *family, || self.of_public(routes, table, *family));
                fate.map(|fate| vec![(None, fate.outcome(routes))])
            }
        }
    }

    fn of_blocks<'i>(
        &self,
        routes: &'i [TransitGatewayRoute],
        blocks: &[IpNet],
    ) -> Answer<Vec<(Option<Ends>, Outcome<'i>)>> {
        let mut parts: Vec<(Vec<IpNet>, Fate)> = Vec::new();
        for block in blocks {
            let edges: Vec<IpNet> = self.inside(block).map(|entry| entry.net).collect();
            for piece in cidr::cut(*block, &edges) {
                let fate = match self.decide(&piece) {
                    Answer::Known(fate) => fate,
                    Answer::Unknown(gaps) => return Answer::Unknown(gaps),
                };
                match parts.iter_mut().find(|(_, held)| held.same(fate, routes)) {
                    Some((held, _)) => held.push(piece),
                    None => parts.push((vec![piece], fate)),
                }
            }
        }
        let part = |(part, fate): (Vec<IpNet>, Fate)| (Some(Ends::blocks(&part)), fate.outcome(routes));
        Answer::Known(parts.into_iter().map(part).collect())
    }

    /// What becomes of public addresses, nobody knows which: known where all that may match lead to one.
    fn of_public(&self, routes: &[TransitGatewayRoute], table: &str, family: Family) -> Answer<Fate> {
        let mut all: Option<Fate> = None;
        for block in cidr::public(family) {
            let whole = self.entries.iter().filter(|entry| entry.net == block);
            let inside = whole.chain(self.inside(&block)).map(|entry| entry.fate.clone());
            for fate in inside.chain([self.decide(&block)]) {
                let fate = match fate {
                    Answer::Known(fate) => fate,
                    Answer::Unknown(gaps) => return Answer::Unknown(gaps),
                };
                match &all {
                    Some(held) if !held.same(fate, routes) => {
                        let what = format!("{table}: any of several routes may decide for public addresses");
                        return Answer::unknown(Gap::Ambiguous { what });
                    }
                    Some(_) => {}
                    None => all = Some(fate),
                }
            }
        }
        Answer::Known(all.unwrap_or(Fate::None))
    }

    /// The entries smaller than a block and within it.
    fn inside(&self, block: &IpNet) -> impl Iterator<Item = &Entry> {
        let first = self.entries.partition_point(|entry| entry.net <= *block);
        let from = self.entries.get(first..).unwrap_or_default();
        from.iter().take_while(|entry| block.contains(&entry.net))
    }

    /// The route that decides for a block that no route cuts.
    fn decide(&self, block: &IpNet) -> Answer<Fate> {
        let mut at = self.entries.partition_point(|entry| entry.net <= *block).checked_sub(1);
        while let Some(entry) = at.and_then(|at| self.entries.get(at)) {
            if entry.net.contains(block) {
                return entry.fate.clone();
            }
            at = entry.parent;
        }
        Answer::Known(Fate::None)
    }
}

fn leads(at: usize, route: &TransitGatewayRoute, table: &str) -> Answer<Fate> {
    let attachments = &route.transit_gateway_attachments;
    if attachments.is_empty() {
        return Answer::unknown(Gap::Malformed { field: "TransitGatewayAttachments".to_owned(), at: table.to_owned() });
    }
    // Several tunnels of one VPN, or several ways to one network, come to the same: out of view.
    let outside = |one: &TransitGatewayRouteAttachment| {
        matches!(one.resource_type.as_deref(), Some("vpn" | "vpn-concentrator" | "direct-connect-gateway" | "connect"))
    };
    if attachments.len() == 1 || attachments.iter().all(outside) {
        return Answer::Known(Fate::Attachment(at));
    }
    Answer::unknown(not_modelled(format!("a route of {table} that several attachments share")))
}
