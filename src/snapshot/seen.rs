//! Everything seen at one time.

use super::model::{
    AvailabilityZone, HostedZone, HostedZoneSummary, InternetGateway, ManagedPrefixList, NatGateway, NetworkInterface,
    PrefixList, PrefixListEntry, RegionOnOffer, RouteTable, SecurityGroup, Subnet, Vpc, VpcAttribute, VpcEndpoint,
    VpcEndpointService,
};
use super::{Collection, Coverage, Gap, Gaps, NotAsked, Outcome, Question};
use crate::id::{AccountId, Partition, Region};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything seen at one time, and what was not.
///
/// INVARIANT: made by [`super::Builder`] or read from a file through it, so collections are sorted by id, members
/// without an order of AWS's own are sorted, and every question has a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Snapshot {
    /// The format of the file, [`super::file::FORMAT`].
    pub format: String,
    /// When the crawl began, UTC. Right of the wall this is *now*.
    pub taken_at: jiff::Timestamp,
    /// The Regions the crawl was narrowed to; empty for every enabled one.
    pub narrowed_to: Vec<Region>,
    /// One record per question, in order of account, Region, collection and key.
    pub coverage: Vec<Coverage>,
    /// What each account showed.
    pub accounts: BTreeMap<AccountId, AccountView>,
}

/// What one account showed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    /// The account's partition.
    pub partition: Partition,
    /// Regions on offer to the account.
    #[serde(default)]
    pub regions_on_offer: Vec<RegionOnOffer>,
    /// Private hosted zones of the account.
    #[serde(default)]
    pub hosted_zones: Vec<HostedZone>,
    /// Zones by the VPC that sees them.
    #[serde(default)]
    pub hosted_zones_by_vpc: BTreeMap<String, Vec<HostedZoneSummary>>,
    /// What each Region showed.
    #[serde(default)]
    pub regions: BTreeMap<Region, RegionView>,
}

/// What one Region of an account showed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RegionView {
    /// Availability Zones.
    pub availability_zones: Vec<AvailabilityZone>,
    /// VPCs, shared ones included.
    pub vpcs: Vec<Vpc>,
    /// DNS attributes of VPCs.
    pub vpc_attributes: Vec<VpcAttribute>,
    /// Subnets.
    pub subnets: Vec<Subnet>,
    /// Route tables.
    pub route_tables: Vec<RouteTable>,
    /// Endpoints.
    pub vpc_endpoints: Vec<VpcEndpoint>,
    /// Services on offer to endpoints.
    pub vpc_endpoint_services: Vec<VpcEndpointService>,
    /// AWS's prefix lists with their addresses.
    pub prefix_lists: Vec<PrefixList>,
    /// Managed prefix lists.
    pub managed_prefix_lists: Vec<ManagedPrefixList>,
    /// Entries of managed prefix lists, by the list's id.
    pub prefix_list_entries: BTreeMap<String, Vec<PrefixListEntry>>,
    /// Security groups.
    pub security_groups: Vec<SecurityGroup>,
    /// Network interfaces.
    pub network_interfaces: Vec<NetworkInterface>,
    /// NAT gateways.
    pub nat_gateways: Vec<NatGateway>,
    /// Internet gateways.
    pub internet_gateways: Vec<InternetGateway>,
}

impl AccountView {
    /// An account in which nothing was seen yet.
    pub fn empty(partition: Partition) -> Self {
        Self {
            partition,
            regions_on_offer: Vec::new(),
            hosted_zones: Vec::new(),
            hosted_zones_by_vpc: BTreeMap::new(),
            regions: BTreeMap::new(),
        }
    }
}

impl Snapshot {
    /// The record of a question, if it has one.
    pub fn coverage_of(&self, question: &Question) -> Option<&Coverage> {
        self.coverage
            .binary_search_by(|record| {
                (&record.account, &record.region, record.collection, record.key.as_str()).cmp(&(
                    &question.account,
                    &question.region,
                    question.collection,
                    question.key.as_str(),
                ))
            })
            .ok()
            .and_then(|at| self.coverage.get(at))
    }

    /// Why the answer to a question may lack something; empty when it was answered in full.
    ///
    /// A question without a record was never asked, and that is said as one.
    pub fn rest(&self, question: Question) -> Gaps {
        match self.coverage_of(&question) {
            Some(record) if record.outcome.is_complete() => Gaps::none(),
            Some(record) => Gap::NotSeen(Box::new(record.clone())).into(),
            None => Gap::NotSeen(Box::new(Coverage::not_asked(question, NotAsked::Offline))).into(),
        }
    }

    /// The snapshot as it would be if only these Regions had been asked; as it is when none is named.
    #[must_use]
    pub fn narrowed(mut self, regions: &[Region]) -> Self {
        if regions.is_empty() {
            return self;
        }
        let kept = |region: &Region| region.is_global() || regions.contains(region);
        self.coverage.retain(|record| kept(&record.region));
        for account in self.accounts.values_mut() {
            account.regions.retain(|region, _| kept(region));
        }
        self.narrowed_to = regions.to_vec();
        self.narrowed_to.sort();
        self.narrowed_to.dedup();
        self
    }

    /// Whether nothing at all was answered for an account.
    pub fn failed_entirely(&self, account: &AccountId) -> bool {
        !self
            .coverage
            .iter()
            .any(|record| &record.account == account && matches!(record.outcome, Outcome::Answered | Outcome::Partial))
    }

    /// A question of an account's own, without Region or key.
    pub fn global_question(account: &AccountId, collection: Collection, key: &str) -> Question {
        Question { account: account.clone(), region: Region::global(), collection, key: key.to_owned() }
    }
}
