//! A route table as a map from addresses to routes.
//!
//! Blocks are kept in order of address and length, which is the order of a walk down the tree of prefixes: the blocks
//! inside a block follow it. Building costs the sort; a lookup a binary search and the climb to the blocks around.

use super::claim::{Choice, Claim, Rank, Reading, Standing};
use super::prefix_list::{entries, family_of};
use super::route::{Destination, destination, route_destination, route_origin, route_state};
use super::ruling::Ruling;
use super::target::Target;
use super::{Place, cidr};
use crate::finding::Family;
use crate::snapshot::model::RouteTable;
use crate::snapshot::{Answer, Gaps};
use ipnet::IpNet;
use std::collections::BTreeMap;
use std::net::IpAddr;

/// A route table, flattened: every block of every route and prefix list, for both families.
#[derive(Clone, Debug)]
pub struct Table {
    readings: Vec<Reading>,
    nodes: Vec<Node>,
    /// Claims on any address of a family, or of both: the entries of a list that could not be read, a destination that
    /// cannot be understood.
    anywhere: Vec<(Option<Family>, Claim)>,
}

#[derive(Clone, Debug)]
struct Node {
    net: IpNet,
    /// The smallest block around it.
    parent: Option<usize>,
    claims: Vec<Claim>,
}

/// A part of a block that one route decides.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What becomes of it.
    pub choice: Choice,
    /// Its share of the block's addresses, 0 to 1.
    pub share: f64,
    /// A block in it.
    pub sample: IpNet,
}

/// Addresses that see the same claims.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub ruling: Ruling,
    /// How many addresses.
    pub size: f64,
    /// A block of them.
    pub sample: IpNet,
}

/// How the routes for a prefix list are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// By the list's entries; if they cannot be read, any address may be among them.
    Entries,
    /// As matching every address asked about, by a prefix of unknown length: the question is about the list's own.
    Own,
    /// As matching none.
    Elsewhere,
}

impl Table {
    /// Reads a table with what is known of its prefix lists.
    pub fn of(place: &Place<'_>, table: &RouteTable) -> Self {
        Self::reading(place, table, |_| Reach::Entries)
    }

    /// Reads a table, its lists as `reach` says.
    pub(super) fn reading(place: &Place<'_>, table: &RouteTable, reach: impl Fn(&str) -> Reach) -> Self {
        let at = table.route_table_id.as_str();
        let readings: Vec<Reading> = table
            .routes
            .iter()
            .map(|route| Reading {
                at: at.to_owned(),
                destination: destination(route, at),
                written: route_destination(route),
                target: Target::of(place, table, route),
                state: route_state(route, at),
                origin: route_origin(route, at),
            })
            .collect();
        let mut blocks: BTreeMap<IpNet, Vec<Claim>> = BTreeMap::new();
        for family in [Family::Ipv4, Family::Ipv6] {
            blocks.entry(cidr::whole(family)).or_default();
        }
        let mut anywhere = Vec::new();
        for (route, reading) in readings.iter().enumerate() {
            let mut settle = |net: IpNet| {
                if let Some(claim) = Claim::new(route, reading, Some(net), (net.prefix_len(), net.prefix_len())) {
                    blocks.entry(net).or_default().push(claim);
                }
            };
            let mut spread = |family, shortest, rank: Option<(Rank, Rank)>, doubt: Option<Gaps>| {
                if let Some(mut claim) = Claim::new(route, reading, None, (shortest, u8::MAX)) {
                    claim.rank = rank.unwrap_or(claim.rank);
                    anywhere.push((family, doubt.map_or(claim.clone(), |gaps| claim.doubted(gaps))));
                }
            };
            match &reading.destination {
                Answer::Known(Destination::Block(net)) => settle(*net),
                Answer::Known(Destination::PrefixList(id)) => match reach(id) {
                    Reach::Entries => match entries(place, id) {
                        Answer::Known(nets) => nets.into_iter().for_each(settle),
                        Answer::Unknown(gaps) => spread(family_of(place, id), 0, None, Some(gaps)),
                    },
                    // No service's list holds a whole family, so its entries beat a default route.
                    Reach::Own => spread(None, 1, None, None),
                    Reach::Elsewhere => {}
                },
                Answer::Unknown(gaps) => spread(None, 0, Some((Rank::Propagated, Rank::Static)), Some(gaps.clone())),
            }
        }
        Self { readings, nodes: tree(blocks), anywhere }
    }

    /// Which route decides an address.
    pub fn resolve(&self, address: IpAddr) -> Answer<Choice> {
        let net = IpNet::from(address);
        answer(self.rule(self.around(&net), cidr::family(&net)))
    }

    /// Which routes decide the addresses of a block, each with its share; known only where all of it is.
    pub fn resolve_net(&self, block: IpNet) -> Answer<Vec<Part>> {
        let mut parts: Vec<Part> = Vec::new();
        let mut gaps = Gaps::none();
        for piece in self.pieces(block) {
            let share = piece.size / cidr::size(&block);
            match answer(piece.ruling) {
                Answer::Known(choice) => match parts.iter_mut().find(|part| part.choice.route == choice.route) {
                    Some(part) => part.share += share,
                    None => parts.push(Part { choice, share, sample: piece.sample }),
                },
                Answer::Unknown(more) => gaps.extend(more),
            }
        }
        parts.sort_by_key(|part| part.choice.route);
        if gaps.is_empty() { Answer::Known(parts) } else { Answer::Unknown(gaps) }
    }

    /// What becomes of packets to an address, certain or not.
    pub(super) fn rule_of(&self, address: IpAddr) -> Ruling {
        let net = IpNet::from(address);
        self.rule(self.around(&net), cidr::family(&net))
    }

    /// A block cut into regions that see the same claims, each as blocks that make it up.
    pub(super) fn regions(&self, block: IpNet) -> Vec<(Ruling, Vec<IpNet>)> {
        let block = block.trunc();
        let first = self.nodes.partition_point(|node| node.net < block);
        let inside = self.nodes.get(first..).unwrap_or_default().iter().take_while(|node| block.contains(&node.net));
        let edges: Vec<IpNet> = inside.map(|node| node.net).filter(|net| *net != block).collect();
        let mut regions: Vec<(Option<usize>, Vec<IpNet>)> = Vec::new();
        for piece in cidr::cut(block, &edges) {
            let around = self.around(&piece);
            match regions.iter_mut().find(|(at, _)| *at == around) {
                Some((_, pieces)) => pieces.push(piece),
                None => regions.push((around, vec![piece])),
            }
        }
        let family = cidr::family(&block);
        regions.into_iter().map(|(around, pieces)| (self.rule(around, family), pieces)).collect()
    }

    /// A block cut into the largest pieces that see the same claims.
    pub(super) fn pieces(&self, block: IpNet) -> Vec<Piece> {
        let block = block.trunc();
        let first = self.nodes.partition_point(|node| node.net < block);
        let from = self.nodes.get(first..).unwrap_or_default();
        let inside = from.iter().take_while(|node| block.contains(&node.net));
        // Children of each block met; those of `None` hang under the block asked for.
        let mut children: BTreeMap<Option<usize>, Vec<IpNet>> = BTreeMap::new();
        let mut regions: Vec<(Option<usize>, IpNet)> = Vec::new();
        for (at, node) in (first..).zip(inside) {
            let parent = node.parent.filter(|parent| *parent >= first);
            children.entry(parent).or_default().push(node.net);
            regions.push((Some(at), node.net));
        }
        if self.nodes.get(first).is_none_or(|node| node.net != block) {
            regions.insert(0, (None, block));
        }
        let around = self.around(&block);
        let mut pieces = Vec::new();
        for (at, net) in regions {
            let inner = children.remove(&at).unwrap_or_default();
            if let Some(sample) = cidr::first_gap(&net, &inner) {
                let size = cidr::size(&net) - inner.iter().map(cidr::size).sum::<f64>();
                pieces.push(Piece { ruling: self.rule(at.or(around), cidr::family(&net)), size, sample });
            }
        }
        pieces
    }

    /// The blocks of routes to the VPC itself, of one family.
    pub(super) fn local(&self, family: Family) -> Vec<IpNet> {
        let nodes = self.nodes.iter().filter(|node| cidr::family(&node.net) == family);
        nodes
            .filter(|node| node.claims.iter().any(|claim| claim.standing == Standing::Local))
            .map(|node| node.net)
            .collect()
    }

    /// The routes, read.
    pub(super) fn readings(&self) -> &[Reading] {
        &self.readings
    }

    /// The smallest block of the table that holds all of `net`.
    fn around(&self, net: &IpNet) -> Option<usize> {
        let mut at = self.nodes.partition_point(|node| node.net <= *net).checked_sub(1);
        while let Some(node) = at.and_then(|at| self.nodes.get(at)) {
            if node.net.contains(net) {
                return at;
            }
            at = node.parent;
        }
        None
    }

    /// Decides between the claims of a block and of those around it.
    fn rule(&self, at: Option<usize>, family: Family) -> Ruling {
        let node = |at: Option<usize>| at.and_then(|at| self.nodes.get(at));
        let chain = std::iter::successors(node(at), |inner| node(inner.parent));
        let anywhere = self.anywhere.iter().filter(|(only, _)| only.is_none_or(|only| only == family));
        let claims = chain.flat_map(|node| &node.claims).chain(anywhere.map(|(_, claim)| claim));
        Ruling::over(claims, cidr::whole(family).max_prefix_len(), &self.readings)
    }
}

fn answer(ruling: Ruling) -> Answer<Choice> {
    match ruling.certain() {
        Some(choice) => Answer::Known(choice.clone()),
        None => Answer::Unknown(ruling.gaps),
    }
}

/// Hangs every block under the smallest one around it.
fn tree(blocks: BTreeMap<IpNet, Vec<Claim>>) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::with_capacity(blocks.len());
    let mut open: Vec<usize> = Vec::new();
    for (net, claims) in blocks {
        while open.last().and_then(|at| nodes.get(*at)).is_some_and(|node| !node.net.contains(&net)) {
            open.pop();
        }
        let parent = open.last().copied();
        open.push(nodes.len());
        nodes.push(Node { net, parent, claims });
    }
    nodes
}
