//! Assembles a snapshot from answers in any order.

use super::model::{
    AvailabilityZone, Described, HostedZone, HostedZoneSummary, InternetGateway, ManagedPrefixList, NatGateway,
    NetworkInterface, PrefixList, PrefixListEntry, RegionOnOffer, RouteTable, SecurityGroup, Subnet, Vpc, VpcAttribute,
    VpcEndpoint, VpcEndpointService,
};
use super::{AccountView, Collection, Coverage, NotAsked, Outcome, Question, RegionView, Snapshot, file};
use crate::id::{AccountId, Partition, Region};
use serde_json::Value;
use std::collections::BTreeMap;

/// Things of one collection, on their way into a snapshot.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "each variant is the collection of its name")]
pub enum Items {
    Regions(Vec<RegionOnOffer>),
    AvailabilityZones(Vec<AvailabilityZone>),
    Vpcs(Vec<Vpc>),
    VpcAttributes(Vec<VpcAttribute>),
    Subnets(Vec<Subnet>),
    RouteTables(Vec<RouteTable>),
    VpcEndpoints(Vec<VpcEndpoint>),
    VpcEndpointServices(Vec<VpcEndpointService>),
    PrefixLists(Vec<PrefixList>),
    ManagedPrefixLists(Vec<ManagedPrefixList>),
    PrefixListEntries(Vec<PrefixListEntry>),
    SecurityGroups(Vec<SecurityGroup>),
    NetworkInterfaces(Vec<NetworkInterface>),
    NatGateways(Vec<NatGateway>),
    InternetGateways(Vec<InternetGateway>),
    HostedZones(Vec<HostedZone>),
    HostedZonesByVpc(Vec<HostedZoneSummary>),
}

/// AWS's JSON is not what the operation answers. Usually the fault of whoever made or edited the file.
#[derive(Debug, thiserror::Error)]
pub enum ItemsError {
    /// A thing does not have the shape AWS documents.
    #[error("item {at} of {collection} does not have the shape AWS documents")]
    Shape {
        /// The operation.
        collection: Collection,
        /// The item's place in the list, from zero.
        at: usize,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// A thing has no id.
    #[error("item {at} of {collection} has no id")]
    NoId {
        /// The operation.
        collection: Collection,
        /// The item's place in the list, from zero.
        at: usize,
    },
}

fn parse<T: Described>(collection: Collection, list: Vec<Value>) -> Result<Vec<T>, ItemsError> {
    list.into_iter()
        .enumerate()
        .map(|(at, value)| {
            let item: T =
                serde_json::from_value(value).map_err(|source| ItemsError::Shape { collection, at, source })?;
            if item.id().is_empty() { Err(ItemsError::NoId { collection, at }) } else { Ok(item) }
        })
        .collect()
}

impl ItemsError {
    /// The same mistake, of the thing at another place of its list.
    #[must_use]
    pub fn at(self, place: usize) -> Self {
        match self {
            Self::Shape { collection, at: _, source } => Self::Shape { collection, at: place, source },
            Self::NoId { collection, at: _ } => Self::NoId { collection, at: place },
        }
    }
}

impl Items {
    /// Reads things as the AWS CLI prints them.
    ///
    /// # Errors
    ///
    /// [`ItemsError`] names the first thing that is not one.
    pub fn from_json(collection: Collection, list: Vec<Value>) -> Result<Self, ItemsError> {
        Ok(match collection {
            Collection::Regions => Self::Regions(parse(collection, list)?),
            Collection::AvailabilityZones => Self::AvailabilityZones(parse(collection, list)?),
            Collection::Vpcs => Self::Vpcs(parse(collection, list)?),
            Collection::VpcAttributes => Self::VpcAttributes(parse(collection, list)?),
            Collection::Subnets => Self::Subnets(parse(collection, list)?),
            Collection::RouteTables => Self::RouteTables(parse(collection, list)?),
            Collection::VpcEndpoints => Self::VpcEndpoints(parse(collection, list)?),
            Collection::VpcEndpointServices => Self::VpcEndpointServices(parse(collection, list)?),
            Collection::PrefixLists => Self::PrefixLists(parse(collection, list)?),
            Collection::ManagedPrefixLists => Self::ManagedPrefixLists(parse(collection, list)?),
            Collection::PrefixListEntries => Self::PrefixListEntries(parse(collection, list)?),
            Collection::SecurityGroups => Self::SecurityGroups(parse(collection, list)?),
            Collection::NetworkInterfaces => Self::NetworkInterfaces(parse(collection, list)?),
            Collection::NatGateways => Self::NatGateways(parse(collection, list)?),
            Collection::InternetGateways => Self::InternetGateways(parse(collection, list)?),
            Collection::HostedZones => Self::HostedZones(parse(collection, list)?),
            Collection::HostedZonesByVpc => Self::HostedZonesByVpc(parse(collection, list)?),
        })
    }

    /// Adds things of the same collection; things of another are left out.
    pub fn append(&mut self, more: Self) {
        match (self, more) {
            (Self::Regions(held), Self::Regions(more)) => held.extend(more),
            (Self::AvailabilityZones(held), Self::AvailabilityZones(more)) => held.extend(more),
            (Self::Vpcs(held), Self::Vpcs(more)) => held.extend(more),
            (Self::VpcAttributes(held), Self::VpcAttributes(more)) => held.extend(more),
            (Self::Subnets(held), Self::Subnets(more)) => held.extend(more),
            (Self::RouteTables(held), Self::RouteTables(more)) => held.extend(more),
            (Self::VpcEndpoints(held), Self::VpcEndpoints(more)) => held.extend(more),
            (Self::VpcEndpointServices(held), Self::VpcEndpointServices(more)) => held.extend(more),
            (Self::PrefixLists(held), Self::PrefixLists(more)) => held.extend(more),
            (Self::ManagedPrefixLists(held), Self::ManagedPrefixLists(more)) => held.extend(more),
            (Self::PrefixListEntries(held), Self::PrefixListEntries(more)) => held.extend(more),
            (Self::SecurityGroups(held), Self::SecurityGroups(more)) => held.extend(more),
            (Self::NetworkInterfaces(held), Self::NetworkInterfaces(more)) => held.extend(more),
            (Self::NatGateways(held), Self::NatGateways(more)) => held.extend(more),
            (Self::InternetGateways(held), Self::InternetGateways(more)) => held.extend(more),
            (Self::HostedZones(held), Self::HostedZones(more)) => held.extend(more),
            (Self::HostedZonesByVpc(held), Self::HostedZonesByVpc(more)) => held.extend(more),
            (held, more) => debug_assert!(false, "{} and {}", held.collection(), more.collection()),
        }
    }

    /// No things of this collection.
    pub fn none(collection: Collection) -> Self {
        match collection {
            Collection::Regions => Self::Regions(Vec::new()),
            Collection::AvailabilityZones => Self::AvailabilityZones(Vec::new()),
            Collection::Vpcs => Self::Vpcs(Vec::new()),
            Collection::VpcAttributes => Self::VpcAttributes(Vec::new()),
            Collection::Subnets => Self::Subnets(Vec::new()),
            Collection::RouteTables => Self::RouteTables(Vec::new()),
            Collection::VpcEndpoints => Self::VpcEndpoints(Vec::new()),
            Collection::VpcEndpointServices => Self::VpcEndpointServices(Vec::new()),
            Collection::PrefixLists => Self::PrefixLists(Vec::new()),
            Collection::ManagedPrefixLists => Self::ManagedPrefixLists(Vec::new()),
            Collection::PrefixListEntries => Self::PrefixListEntries(Vec::new()),
            Collection::SecurityGroups => Self::SecurityGroups(Vec::new()),
            Collection::NetworkInterfaces => Self::NetworkInterfaces(Vec::new()),
            Collection::NatGateways => Self::NatGateways(Vec::new()),
            Collection::InternetGateways => Self::InternetGateways(Vec::new()),
            Collection::HostedZones => Self::HostedZones(Vec::new()),
            Collection::HostedZonesByVpc => Self::HostedZonesByVpc(Vec::new()),
        }
    }

    /// How many things there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Regions(items) => items.len(),
            Self::AvailabilityZones(items) => items.len(),
            Self::Vpcs(items) => items.len(),
            Self::VpcAttributes(items) => items.len(),
            Self::Subnets(items) => items.len(),
            Self::RouteTables(items) => items.len(),
            Self::VpcEndpoints(items) => items.len(),
            Self::VpcEndpointServices(items) => items.len(),
            Self::PrefixLists(items) => items.len(),
            Self::ManagedPrefixLists(items) => items.len(),
            Self::PrefixListEntries(items) => items.len(),
            Self::SecurityGroups(items) => items.len(),
            Self::NetworkInterfaces(items) => items.len(),
            Self::NatGateways(items) => items.len(),
            Self::InternetGateways(items) => items.len(),
            Self::HostedZones(items) => items.len(),
            Self::HostedZonesByVpc(items) => items.len(),
        }
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The collection these things belong to.
    pub fn collection(&self) -> Collection {
        match self {
            Self::Regions(_) => Collection::Regions,
            Self::AvailabilityZones(_) => Collection::AvailabilityZones,
            Self::Vpcs(_) => Collection::Vpcs,
            Self::VpcAttributes(_) => Collection::VpcAttributes,
            Self::Subnets(_) => Collection::Subnets,
            Self::RouteTables(_) => Collection::RouteTables,
            Self::VpcEndpoints(_) => Collection::VpcEndpoints,
            Self::VpcEndpointServices(_) => Collection::VpcEndpointServices,
            Self::PrefixLists(_) => Collection::PrefixLists,
            Self::ManagedPrefixLists(_) => Collection::ManagedPrefixLists,
            Self::PrefixListEntries(_) => Collection::PrefixListEntries,
            Self::SecurityGroups(_) => Collection::SecurityGroups,
            Self::NetworkInterfaces(_) => Collection::NetworkInterfaces,
            Self::NatGateways(_) => Collection::NatGateways,
            Self::InternetGateways(_) => Collection::InternetGateways,
            Self::HostedZones(_) => Collection::HostedZones,
            Self::HostedZonesByVpc(_) => Collection::HostedZonesByVpc,
        }
    }

    /// Whether some thing has no id.
    pub fn has_empty_id(&self) -> bool {
        fn any<T: Described>(items: &[T]) -> bool {
            items.iter().any(|item| item.id().is_empty())
        }
        match self {
            Self::Regions(items) => any(items),
            Self::AvailabilityZones(items) => any(items),
            Self::Vpcs(items) => any(items),
            Self::VpcAttributes(items) => any(items),
            Self::Subnets(items) => any(items),
            Self::RouteTables(items) => any(items),
            Self::VpcEndpoints(items) => any(items),
            Self::VpcEndpointServices(items) => any(items),
            Self::PrefixLists(items) => any(items),
            Self::ManagedPrefixLists(items) => any(items),
            Self::PrefixListEntries(items) => any(items),
            Self::SecurityGroups(items) => any(items),
            Self::NetworkInterfaces(items) => any(items),
            Self::NatGateways(items) => any(items),
            Self::InternetGateways(items) => any(items),
            Self::HostedZones(items) => any(items),
            Self::HostedZonesByVpc(items) => any(items),
        }
    }
}

/// Assembles a snapshot. Order of calls never shows in the result.
#[derive(Debug)]
pub struct Builder {
    taken_at: jiff::Timestamp,
    narrowed_to: Vec<Region>,
    coverage: BTreeMap<Question, Coverage>,
    accounts: BTreeMap<AccountId, AccountView>,
}

impl Builder {
    /// An empty snapshot of what is seen at `taken_at`.
    pub fn new(taken_at: jiff::Timestamp) -> Self {
        Self { taken_at, narrowed_to: Vec::new(), coverage: BTreeMap::new(), accounts: BTreeMap::new() }
    }

    /// Says that only these Regions were asked.
    pub fn narrow_to(&mut self, mut regions: Vec<Region>) {
        regions.sort();
        regions.dedup();
        self.narrowed_to = regions;
    }

    /// Adds an account, with nothing seen in it yet.
    pub fn account(&mut self, account: &AccountId, partition: Partition) {
        self.accounts.entry(account.clone()).or_insert_with(|| AccountView::empty(partition));
    }

    /// Adds a Region, with nothing seen in it yet.
    pub fn region(&mut self, account: &AccountId, region: &Region) {
        self.view(account, region);
    }

    /// Records how a question ended. The last record of a question counts.
    pub fn record(&mut self, record: Coverage) {
        if !record.region.is_global() {
            self.view(&record.account, &record.region);
        }
        self.coverage.insert(record.question(), record);
    }

    /// Adds what came for a question; [`Builder::record`] says whether it was all.
    pub fn add(&mut self, question: &Question, items: Items) {
        if question.region.is_global() {
            let account = self
                .accounts
                .entry(question.account.clone())
                .or_insert_with(|| AccountView::empty(Partition::of_region(&question.region)));
            match items {
                Items::Regions(items) => merge(&mut account.regions_on_offer, items),
                Items::HostedZones(items) => merge(&mut account.hosted_zones, items),
                Items::HostedZonesByVpc(items) => {
                    merge(account.hosted_zones_by_vpc.entry(question.key.clone()).or_default(), items);
                }
                other => debug_assert!(false, "not a global collection: {other:?}"),
            }
            return;
        }
        let view = self.view(&question.account, &question.region);
        match items {
            Items::AvailabilityZones(items) => merge(&mut view.availability_zones, items),
            Items::Vpcs(items) => merge(&mut view.vpcs, items),
            Items::VpcAttributes(items) => {
                items.into_iter().for_each(|item| merge_attribute(&mut view.vpc_attributes, item))
            }
            Items::Subnets(items) => merge(&mut view.subnets, items),
            Items::RouteTables(items) => merge(&mut view.route_tables, items),
            Items::VpcEndpoints(items) => merge(&mut view.vpc_endpoints, items),
            Items::VpcEndpointServices(items) => merge(&mut view.vpc_endpoint_services, items),
            Items::PrefixLists(items) => merge(&mut view.prefix_lists, items),
            Items::ManagedPrefixLists(items) => merge(&mut view.managed_prefix_lists, items),
            Items::PrefixListEntries(items) => {
                merge(view.prefix_list_entries.entry(question.key.clone()).or_default(), items);
            }
            Items::SecurityGroups(items) => merge(&mut view.security_groups, items),
            Items::NetworkInterfaces(items) => merge(&mut view.network_interfaces, items),
            Items::NatGateways(items) => merge(&mut view.nat_gateways, items),
            Items::InternetGateways(items) => merge(&mut view.internet_gateways, items),
            other @ (Items::Regions(_) | Items::HostedZones(_) | Items::HostedZonesByVpc(_)) => {
                debug_assert!(false, "not a collection of a Region: {other:?}");
            }
        }
    }

    /// The snapshot. Unkeyed questions without a record become not-asked (`offline`), in every Region seen and, unless
    /// the run was narrowed, in every Region that the account has enabled.
    pub fn finish(mut self) -> Snapshot {
        let mut missing = Vec::new();
        if self.narrowed_to.is_empty() {
            for view in self.accounts.values_mut() {
                let enabled = view.regions_on_offer.iter().filter(|region| region.is_enabled());
                let codes: Vec<Region> = enabled.filter_map(|region| region.id().parse().ok()).collect();
                for region in codes {
                    view.regions.entry(region).or_default();
                }
            }
        }
        for (account, view) in &self.accounts {
            for collection in Collection::ALL.into_iter().filter(|collection| !collection.is_keyed()) {
                let regions: Vec<Region> = if collection.is_global() {
                    vec![Region::global()]
                } else {
                    view.regions.keys().cloned().collect()
                };
                for region in regions {
                    missing.push(Question { account: account.clone(), region, collection, key: String::new() });
                }
            }
        }
        for question in missing {
            self.coverage.entry(question.clone()).or_insert_with(|| Coverage::not_asked(question, NotAsked::Offline));
        }
        Snapshot {
            format: file::FORMAT.to_owned(),
            taken_at: self.taken_at,
            narrowed_to: self.narrowed_to,
            coverage: self.coverage.into_values().collect(),
            accounts: self.accounts,
        }
    }

    /// Every question recorded so far with its outcome.
    pub fn outcomes(&self) -> impl Iterator<Item = (&Question, Outcome)> {
        self.coverage.iter().map(|(question, record)| (question, record.outcome))
    }

    fn view(&mut self, account: &AccountId, region: &Region) -> &mut RegionView {
        self.accounts
            .entry(account.clone())
            .or_insert_with(|| AccountView::empty(Partition::of_region(region)))
            .regions
            .entry(region.clone())
            .or_default()
    }
}

/// Adds things to a collection kept in order of id. A thing seen twice (a page boundary that moved) is kept once, as
/// seen last.
fn merge<T: Described>(shelf: &mut Vec<T>, items: Vec<T>) {
    let name = |item: &T| (item.id().to_owned(), item.variant());
    let mut by_name: BTreeMap<(String, String), T> =
        std::mem::take(shelf).into_iter().map(|item| (name(&item), item)).collect();
    for mut item in items {
        item.canonicalise();
        by_name.insert(name(&item), item);
    }
    *shelf = by_name.into_values().collect();
}

/// Attributes of one VPC come one question at a time.
fn merge_attribute(shelf: &mut Vec<VpcAttribute>, item: VpcAttribute) {
    let VpcAttribute { vpc_id, enable_dns_support, enable_dns_hostnames } = item;
    let at = match shelf.binary_search_by(|held| held.vpc_id.cmp(&vpc_id)) {
        Ok(at) => at,
        Err(at) => {
            shelf.insert(at, VpcAttribute { vpc_id, ..VpcAttribute::default() });
            at
        }
    };
    if let Some(held) = shelf.get_mut(at) {
        held.enable_dns_support = enable_dns_support.or(held.enable_dns_support.take());
        held.enable_dns_hostnames = enable_dns_hostnames.or(held.enable_dns_hostnames.take());
    }
}
