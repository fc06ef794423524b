//! The matrix of paths: subnets down, services across, families deep. Rows are made one by one; subnets that fare alike
//! share what was worked out, so a row costs the same however many there are.

mod better;
mod central;
mod class;
mod client;
mod resolution;
mod services;
mod walks;

pub use central::{Central, CentralWay, CentralWays, Clients, Fare, LeadingZone};
pub use services::{Services, Wanted, services, unseen_services};

use super::{Index, Place, Seat};
use crate::finding::{Better, Client, Disposition, Family, PathRow, Via};
use crate::id::Kind;
use crate::snapshot::model::{Subnet, Vpc};
use crate::snapshot::{Collection, Gap, Gaps};
use class::{Classes, Ground};
use resolution::{Asked, Resolution, Resolver};
use std::cell::Cell;
use std::ops::ControlFlow;
use std::rc::Rc;
use walks::Walks;

/// What was done to make rows: counts that do not depend on the machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Rows shown.
    pub rows: Cell<u64>,
    /// Classes of subnets that fare alike.
    pub classes: Cell<u64>,
    /// Paths worked out.
    pub resolutions: Cell<u64>,
    /// Times that a route table, of a VPC or of a transit gateway, was asked where packets go, there or back. A table is
    /// asked once for all addresses that fare alike.
    pub look_ups: Cell<u64>,
    /// The most of them for one set of clients and one destination in one VPC: no transit gateway or peering connection
    /// passed.
    pub most_direct: Cell<u64>,
    /// The same where a transit gateway or peering connection was passed.
    pub most_through: Cell<u64>,
}

/// The collections that paths rest on.
pub const NEEDS: &[Collection] = &[
    Collection::AvailabilityZones,
    Collection::Vpcs,
    Collection::VpcAttributes,
    Collection::Subnets,
    Collection::RouteTables,
    Collection::VpcEndpoints,
    Collection::VpcEndpointServices,
    Collection::VpcEndpointAssociations,
    Collection::PrefixLists,
    Collection::ManagedPrefixLists,
    Collection::PrefixListEntries,
    Collection::SecurityGroups,
    Collection::NetworkInterfaces,
    Collection::NatGateways,
    Collection::InternetGateways,
    Collection::HostedZones,
    Collection::HostedZonesByVpc,
    Collection::ResourceRecordSets,
    Collection::DhcpOptions,
    Collection::NetworkAcls,
    Collection::VpcPeeringConnections,
    Collection::TransitGateways,
    Collection::TransitGatewayAttachments,
    Collection::TransitGatewayVpcAttachments,
    Collection::TransitGatewayRouteTables,
    Collection::TransitGatewayRoutes,
    Collection::VpnGateways,
    Collection::EgressOnlyInternetGateways,
    Collection::BlockPublicAccessOptions,
    Collection::BlockPublicAccessExclusions,
    Collection::ResolverEndpoints,
    Collection::ResolverEndpointIpAddresses,
    Collection::ResolverRules,
    Collection::ResolverRuleAssociations,
    Collection::Profiles,
    Collection::ProfileAssociations,
    Collection::ProfileResourceAssociations,
];

/// Shows every row that is wanted, in order of account, Region, VPC, subnet, service and family, until told to stop.
pub fn rows<'i>(index: &'i Index<'i>, wanted: &Wanted, show: &mut dyn FnMut(&PathRow<'_>) -> ControlFlow<()>) {
    rows_counted(index, wanted, &Tally::default(), show);
}

/// As [`rows`], and counts what was done.
pub fn rows_counted<'i>(
    index: &'i Index<'i>,
    wanted: &Wanted,
    tally: &Tally,
    show: &mut dyn FnMut(&PathRow<'_>) -> ControlFlow<()>,
) {
    let ground = Ground::of(index);
    let before = index.look_ups();
    for place in index.places() {
        let tokens = services::in_place(index, place, wanted);
        let services = Asked::of(index, place, &tokens);
        for vpc in &place.view.vpcs {
            let vpc = Seat { place, it: vpc };
            if !is_home(index, vpc) || !wanted.wants_vpc(&vpc.it.vpc_id) {
                continue;
            }
            let resolver = Resolver::new(index, vpc, services.clone());
            let mut classes = Classes::default();
            for subnet in place.subnets_in(&vpc.it.vpc_id).items {
                if !wanted.wants_subnet(&subnet.it.subnet_id) {
                    continue;
                }
                let clients = client::sets_in(subnet);
                let class = classes.class_of(&ground, vpc, subnet, &clients, tokens.len());
                let told = of_subnet(&resolver, &mut classes, class, vpc, subnet, &clients, tally, show);
                tally.look_ups.set(index.look_ups() - before);
                if told.is_break() {
                    return;
                }
            }
            tally.classes.set(tally.classes.get() + classes.len());
            tally.most_direct.set(tally.most_direct.get().max(resolver.most_direct.get()));
            tally.most_through.set(tally.most_through.get().max(resolver.most_through.get()));
        }
        if without_vpc(index, place, &tokens, wanted, tally, show).is_break() {
            return;
        }
    }
}

/// Rows of subnets whose VPC nobody saw: nothing of them can be told.
fn without_vpc<'i>(
    index: &'i Index<'i>,
    place: &'i Place<'i>,
    tokens: &[String],
    wanted: &Wanted,
    tally: &Tally,
    show: &mut dyn FnMut(&PathRow<'_>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    for it in &place.view.subnets {
        let vpc = it.vpc_id.as_deref().unwrap_or_default();
        // Either nobody saw the VPC, or whoever did sees a part of its subnets.
        let sees = |home: Seat<'_, Vpc>| home.place.find(&home.place.view.subnets, &it.subnet_id).is_some();
        let is_lost = !index.vpc(vpc).is_some_and(sees);
        let is_home = index.subnet(&it.subnet_id).is_some_and(|home| std::ptr::eq(home.place, place));
        if !is_lost || !is_home || !wanted.wants_vpc(vpc) || !wanted.wants_subnet(&it.subnet_id) {
            continue;
        }
        let mut gaps = place.rest(Collection::Vpcs, "");
        if gaps.is_empty() {
            gaps.extend(Gap::Malformed { field: "VpcId".to_owned(), at: it.subnet_id.clone() }.into());
        }
        let id = place.resource(Kind::Subnet, it.owner_id.as_deref(), &it.subnet_id);
        for token in tokens {
            for family in [Family::Ipv4, Family::Ipv6] {
                if !class::has_family(it, family) {
                    continue;
                }
                tally.rows.set(tally.rows.get() + 1);
                show(&PathRow {
                    subnet: &id,
                    name: it.tags.iter().find(|tag| tag.key == "Name").map_or("", |tag| tag.value.as_str()),
                    vpc,
                    az_id: it.availability_zone_id.as_deref().unwrap_or_default(),
                    service: token,
                    service_name: "",
                    family,
                    via: Via::Unknown,
                    target: "",
                    parts: &[],
                    through: &[],
                    disposition: Disposition::Unknown,
                    clients: &[],
                    gaps: &gaps,
                    better: Better::Unknown,
                    better_because: "the subnet's VPC was not seen",
                    hops: &Vec::new,
                })?;
            }
        }
    }
    ControlFlow::Continue(())
}

/// Whether a place has the best view of a VPC that it sees.
fn is_home(index: &Index<'_>, vpc: Seat<'_, Vpc>) -> bool {
    index.vpc(&vpc.it.vpc_id).is_some_and(|home| std::ptr::eq(home.place, vpc.place))
}

#[expect(clippy::too_many_arguments, reason = "one loop's body, apart so that it can be read")]
fn of_subnet<'i>(
    resolver: &Resolver<'i>,
    classes: &mut Classes<'i>,
    class: usize,
    vpc: Seat<'i, Vpc>,
    subnet: Seat<'i, Subnet>,
    clients: &client::Sets<'i>,
    tally: &Tally,
    show: &mut dyn FnMut(&PathRow<'_>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let place = vpc.place;
    let id = place.resource(Kind::Subnet, subnet.it.owner_id.as_deref(), &subnet.it.subnet_id);
    let name = subnet.it.tags.iter().find(|tag| tag.key == "Name").map_or("", |tag| tag.value.as_str());
    let walks = Walks::default();
    let families = [Family::Ipv4, Family::Ipv6].map(|family| class::has_family(subnet.it, family).then_some(family));
    for service in 0..resolver.services() {
        for family in families.into_iter().flatten() {
            let held = classes.get(class, service, family);
            let resolution = held.unwrap_or_else(|| {
                tally.resolutions.set(tally.resolutions.get() + 1);
                let fresh = Rc::new(resolver.resolve(subnet, clients, &walks, service, family));
                classes.put(class, service, family, fresh.clone());
                fresh
            });
            if resolution.is_absent {
                continue;
            }
            tally.rows.set(tally.rows.get() + 1);
            let (token, service_name) = resolver.service(service);
            let told = resolution.clients_of(clients);
            let hops = || resolver.hops(subnet, clients, service, family);
            show(&PathRow {
                subnet: &id,
                name,
                vpc: &vpc.it.vpc_id,
                az_id: subnet.it.availability_zone_id.as_deref().unwrap_or_default(),
                service: token,
                service_name,
                family,
                via: resolution.via,
                target: &resolution.target,
                parts: &resolution.parts,
                through: &resolution.through,
                disposition: resolution.disposition,
                clients: &told,
                gaps: &resolution.gaps,
                better: resolution.better,
                better_because: &resolution.because,
                hops: &hops,
            })?;
        }
    }
    ControlFlow::Continue(())
}

impl Resolution {
    /// The clients where they fare differently; nothing is copied where they do not.
    fn clients_of(&self, clients: &client::Sets<'_>) -> Vec<Client> {
        if self.disposition != Disposition::Mixed {
            return Vec::new();
        }
        let mut told: Vec<Client> = Vec::new();
        for (set, disposition) in clients.sets.iter().zip(&self.of_sets) {
            for (interfaces, disposition) in disposition.split(set) {
                told.push(Client { groups: set.groups.to_vec(), interfaces, disposition });
            }
        }
        told
    }
}

/// Why the clients of a subnet may not all have been seen.
fn unseen_clients(place: &Place<'_>, subnet: &Subnet) -> Gaps {
    let foreign = place.foreign(subnet.owner_id.as_deref()).into_iter().collect();
    place.rest(Collection::NetworkInterfaces, "").union(foreign)
}
