//! Classes: subnets of one VPC that no table, ACL, group or gateway tells apart.

use super::client::Sets;
use super::resolution::Resolution;
use crate::finding::Family;
use crate::network::walk::blocks_of;
use crate::network::{Index, Place, Seat, acl_of, cidr, effective_table, entries, is_workload};
use crate::snapshot::Answer;
use crate::snapshot::model::{Described, Subnet, Vpc};
use ipnet::IpNet;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Everything by which rules and routes tell addresses apart, and the subnets that are special.
#[derive(Debug)]
pub(super) struct Ground {
    edges: BTreeSet<IpNet>,
    special: BTreeSet<String>,
}

impl Ground {
    pub fn of(index: &Index<'_>) -> Self {
        let mut ground = Self { edges: BTreeSet::new(), special: BTreeSet::new() };
        for place in index.places() {
            ground.take(place);
        }
        ground
    }

    fn take(&mut self, place: &Place<'_>) {
        let view = place.view;
        let text = |text: &Option<String>| text.as_deref().and_then(cidr::parse);
        for table in &view.route_tables {
            let routes = table.routes.iter();
            self.edges.extend(
                routes
                    .flat_map(|route| [text(&route.destination_cidr_block), text(&route.destination_ipv6_cidr_block)])
                    .flatten(),
            );
            // A target that is an interface has its subnet's traffic in view.
            let targets = table.routes.iter().filter_map(|route| route.network_interface_id.as_deref());
            let interfaces = targets.filter_map(|id| place.find(&view.network_interfaces, id));
            self.special.extend(interfaces.filter_map(|interface| interface.it.subnet_id.clone()));
        }
        for acl in &view.network_acls {
            let blocks = acl.entries.iter().flat_map(|entry| [text(&entry.cidr_block), text(&entry.ipv6_cidr_block)]);
            self.edges.extend(blocks.flatten());
        }
        let mut lists = BTreeSet::new();
        for group in &view.security_groups {
            for rule in group.ip_permissions.iter().chain(&group.ip_permissions_egress) {
                self.edges.extend(rule.ip_ranges.iter().filter_map(|range| text(&range.cidr_ip)));
                self.edges.extend(rule.ipv6_ranges.iter().filter_map(|range| text(&range.cidr_ipv6)));
                lists.extend(rule.prefix_list_ids.iter().filter_map(|list| list.prefix_list_id.as_deref()));
            }
        }
        lists.extend(
            view.route_tables
                .iter()
                .flat_map(|table| &table.routes)
                .filter_map(|route| route.destination_prefix_list_id.as_deref()),
        );
        for list in lists {
            self.edges.extend(entries(place, list).known().into_iter().flatten());
        }
        let transit = view.transit_gateway_routes.values().flatten();
        self.edges.extend(transit.filter_map(|route| text(&route.destination_cidr_block)));
        // One that Block Public Access spares is named by its ARN.
        let spared = view.block_public_access_exclusions.iter().filter_map(|one| one.resource_arn.as_deref());
        self.special.extend(spared.filter_map(|arn| arn.rsplit('/').next()).map(str::to_owned));
        self.special.extend(view.nat_gateways.iter().filter_map(|nat| nat.subnet_id.clone()));
        self.special.extend(view.vpc_endpoints.iter().flat_map(|endpoint| endpoint.subnet_ids.iter().cloned()));
        self.special.extend(view.transit_gateway_vpc_attachments.iter().flat_map(|one| one.subnet_ids.iter().cloned()));
        let carriers = view.network_interfaces.iter().filter(|interface| is_workload(interface) != Answer::Known(true));
        self.special.extend(carriers.filter_map(|interface| interface.subnet_id.clone()));
    }

    /// Where a block stands among the edges: the smallest edge around it; `None` where an edge cuts it.
    fn standing(&self, block: &IpNet) -> Option<Option<IpNet>> {
        let inside = self.edges.range(*block..).find(|edge| *edge != block);
        if inside.is_some_and(|edge| block.contains(edge)) {
            return None;
        }
        let around = (0..=block.prefix_len()).rev().filter_map(|length| IpNet::new(block.addr(), length).ok());
        Some(around.map(|net| net.trunc()).find(|net| self.edges.contains(net)))
    }
}

/// What tells classes apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// The subnet is alone in its class.
    Alone(String),
    Shared {
        table: String,
        acl: String,
        zone: Option<String>,
        standing: Vec<Option<IpNet>>,
        ipv6_only: Option<bool>,
        dns64: Option<bool>,
        clients: Vec<(Rc<[String]>, bool, bool, bool)>,
        is_whole: bool,
    },
}

/// The classes of one VPC, with what was worked out for each.
#[derive(Debug, Default)]
pub(super) struct Classes<'i> {
    by_key: BTreeMap<Key, usize>,
    held: Vec<Vec<Option<Rc<Resolution>>>>,
    of: std::marker::PhantomData<&'i ()>,
}

impl<'i> Classes<'i> {
    pub fn len(&self) -> u64 {
        self.held.len() as u64
    }

    /// The class of a subnet.
    pub fn class_of(
        &mut self,
        ground: &Ground,
        vpc: Seat<'i, Vpc>,
        subnet: Seat<'i, Subnet>,
        clients: &Sets<'i>,
        services: usize,
    ) -> usize {
        let key = key_of(ground, vpc, subnet, clients).unwrap_or_else(|| Key::Alone(subnet.it.subnet_id.clone()));
        *self.by_key.entry(key).or_insert_with(|| {
            self.held.push(vec![None; services * 2]);
            self.held.len() - 1
        })
    }

    pub fn get(&self, class: usize, service: usize, family: Family) -> Option<Rc<Resolution>> {
        self.held.get(class)?.get(at(service, family))?.clone()
    }

    /// Keeps what was worked out, unless it holds for the one subnet only.
    pub fn put(&mut self, class: usize, service: usize, family: Family, resolution: Rc<Resolution>) {
        if resolution.is_coarse {
            return;
        }
        if let Some(slot) = self.held.get_mut(class).and_then(|held| held.get_mut(at(service, family))) {
            *slot = Some(resolution);
        }
    }
}

fn at(service: usize, family: Family) -> usize {
    service * 2 + usize::from(family == Family::Ipv6)
}

fn key_of<'i>(ground: &Ground, vpc: Seat<'i, Vpc>, subnet: Seat<'i, Subnet>, clients: &Sets<'i>) -> Option<Key> {
    if ground.special.contains(&subnet.it.subnet_id) {
        return None;
    }
    let table = effective_table(subnet.place, subnet.it).known()?;
    let acl = match acl_of(subnet.place, subnet.it) {
        Answer::Known(acl) => acl.it.id().to_owned(),
        // Unseen ACLs are unseen for every subnet alike, unless one answer names the subnet.
        Answer::Unknown(_) if subnet.place.view.network_acls.is_empty() => String::new(),
        Answer::Unknown(_) => return None,
    };
    let standing = blocks_of(subnet.it).iter().map(|block| ground.standing(block)).collect::<Option<Vec<_>>>()?;
    let is_whole = clients.rest == super::unseen_clients(subnet.place, subnet.it);
    if !is_whole {
        return None;
    }
    let clients = clients
        .sets
        .iter()
        .map(|set| (set.groups.clone(), set.public, set.sends(Family::Ipv4), set.sends(Family::Ipv6)));
    Some(Key::Shared {
        table: table.it.route_table_id.clone(),
        acl,
        zone: subnet.it.availability_zone_id.clone(),
        standing,
        ipv6_only: subnet.it.ipv6_native,
        dns64: subnet.it.enable_dns64,
        clients: clients.collect(),
        is_whole: subnet.it.owner_id == vpc.it.owner_id,
    })
}

/// Whether a subnet has addresses of a family.
pub(super) fn has_family(subnet: &Subnet, family: Family) -> bool {
    match family {
        Family::Ipv4 => subnet.ipv6_native != Some(true),
        Family::Ipv6 => blocks_of(subnet).iter().any(|block| cidr::family(block) == Family::Ipv6),
    }
}
