//! Which questions to put, and which follow from an answer.
//!
//! Knows neither sockets nor time: it is told what was learned and says what to ask next. The same plan drives a crawl,
//! prints what one would ask, and names the permissions that it needs.

mod attributes;
pub(crate) mod hanging;
mod metrics;
mod prefix_lists;
mod services;
mod zones;

use super::ask::{Errand, With};
use crate::id::{AccountId, Partition, Region};
use crate::snapshot::folder::attribute_key;
use crate::snapshot::model::{HostedZone, HostedZoneSummary, RegionOnOffer, Vpc};
use crate::snapshot::{Collection, Coverage, Items, NotAsked, Outcome, Question};
use attributes::Attributes;
use prefix_lists::Lists;
use services::Services;
use std::collections::{BTreeMap, BTreeSet};
use zones::Zones;

/// The attributes of a VPC that decide how its names resolve.
const ATTRIBUTES: [&str; 2] = ["EnableDnsSupport", "EnableDnsHostnames"];

/// What to ask of one account.
#[derive(Debug)]
pub(crate) struct Plan {
    account: AccountId,
    home: Region,
    wanted: BTreeSet<Collection>,
    regions: BTreeMap<Region, Part>,
    zones: Zones,
    /// The account's own zones, once listed, while nobody has had to ask for their VPCs one by one.
    own_zones: Option<Vec<String>>,
    /// Whether the zones of some VPC could not be listed.
    by_vpc_failed: bool,
    /// Questions about the things of a list that was not whole, and the operation that lists them.
    unsure: BTreeMap<Question, String>,
}

/// What is known of one Region.
#[derive(Debug)]
struct Part {
    lists: Lists,
    attributes: Attributes,
    services: Services,
}

/// What follows from an answer: questions, and records of what need not or cannot be asked.
#[derive(Debug, Default)]
pub(crate) struct Next {
    pub(crate) errands: Vec<Errand>,
    pub(crate) records: Vec<Coverage>,
}

impl Plan {
    /// A plan for these collections and whatever they hang on.
    pub(crate) fn new(account: AccountId, partition: Partition, home: Region, wanted: &BTreeSet<Collection>) -> Self {
        let suffixes = [partition.dns_suffix(), partition.dual_stack_dns_suffix()].map(str::to_owned).to_vec();
        Self {
            account,
            home,
            wanted: hanging::closure(wanted),
            regions: BTreeMap::new(),
            zones: Zones::new(suffixes),
            own_zones: None,
            by_vpc_failed: false,
            unsure: BTreeMap::new(),
        }
    }

    /// What can be asked before anything is known; `regions` are the ones the user named. What drains slowest comes
    /// first: Route 53 has one allowance for an account's every question in every Region.
    pub(crate) fn begin(&mut self, regions: &[Region], offer: Option<&[RegionOnOffer]>) -> Next {
        let mut next = Next::default();
        for collection in [Collection::HostedZones, Collection::Organization, Collection::OrganizationAccounts] {
            self.put(&Region::global(), collection, &mut next);
        }
        let on_offer = self.question(&Region::global(), Collection::Regions, "");
        if offer.is_none() {
            if regions.is_empty() || self.wanted.contains(&Collection::Regions) {
                next.errands.push(self.errand(&self.home.clone(), on_offer, With::Nothing));
            } else {
                next.records.push(Coverage::not_asked(on_offer, NotAsked::NotNeeded));
            }
        }
        if regions.is_empty() {
            if let Some(offer) = offer {
                self.add_enabled(offer, &mut next);
            }
        } else {
            self.add_regions(regions, &mut next);
        }
        next
    }

    /// What follows from an answer, whole or not, to a question put in the Region `at`.
    pub(crate) fn learn(&mut self, at: &Region, question: &Question, items: &Items, record: &Coverage) -> Next {
        let mut next = Next::default();
        let complete = record.outcome.is_complete();
        if let Some(part) = self.regions.get_mut(&question.region) {
            part.lists.learn(items, complete);
            part.attributes.learn(items, complete);
        }
        match items {
            Items::Regions(regions) if self.regions.is_empty() => self.add_enabled(regions, &mut next),
            Items::Vpcs(vpcs) => {
                self.by_vpc_failed |= !complete;
                self.add_vpcs(at, vpcs, &mut next);
                self.ask_zones_for_vpcs(&mut next);
            }
            Items::HostedZones(zones) => self.own_zones(zones, &mut next),
            Items::HostedZonesByVpc(zones) => self.seen_by_vpc(at, &question.key, zones, complete, &mut next),
            Items::VpcEndpointServices(services) => self.zones.services(at, services),
            Items::TransitGatewayRouteTables(tables) => {
                for table in tables {
                    self.keyed(
                        at,
                        Collection::TransitGatewayPropagations,
                        &table.transit_gateway_route_table_id,
                        &mut next,
                    );
                    self.keyed(at, Collection::TransitGatewayRoutes, &table.transit_gateway_route_table_id, &mut next);
                }
            }
            Items::VpcEndpoints(endpoints) => {
                let has_none = complete
                    && endpoints.iter().all(|endpoint| {
                        matches!(
                            endpoint.vpc_endpoint_type.as_deref(),
                            Some("Gateway" | "Interface" | "GatewayLoadBalancer")
                        )
                    });
                self.put_unless(has_none, at, Collection::VpcEndpointAssociations, With::Nothing, &mut next);
            }
            Items::ServiceConfigurations(services) => {
                for service in services {
                    self.keyed(at, Collection::ServicePermissions, &service.service_id, &mut next);
                }
                let arns = self.regions.get_mut(at).map(|part| part.services.learn(services)).unwrap_or_default();
                if arns.is_empty() && !complete {
                    // Which load balancers serve is unknown, and all of them would be asked about in vain.
                    for collection in [Collection::LoadBalancers, Collection::TargetGroups] {
                        self.hangs(self.question(at, collection, ""), record, &mut next);
                    }
                } else {
                    if !complete {
                        self.unsure.insert(self.question(at, Collection::LoadBalancers, ""), record.operation.clone());
                    }
                    let has_none = arns.is_empty();
                    self.put_unless(has_none, at, Collection::LoadBalancers, With::Arns(arns), &mut next);
                    self.put_unless(has_none, at, Collection::TargetGroups, With::Nothing, &mut next);
                }
            }
            Items::LoadBalancers(balancers) => {
                for arn in services::arns(balancers) {
                    self.keyed(at, Collection::LoadBalancerAttributes, &arn, &mut next);
                }
            }
            Items::TargetGroups(groups) => {
                let arns = self.regions.get(at).map(|part| part.services.of_interest(groups)).unwrap_or_default();
                for arn in arns {
                    self.keyed(at, Collection::TargetHealth, &arn, &mut next);
                }
            }
            Items::ResolverEndpoints(endpoints) => {
                for endpoint in endpoints {
                    self.keyed(at, Collection::ResolverEndpointIpAddresses, &endpoint.id, &mut next);
                }
            }
            Items::Profiles(profiles) => {
                for profile in profiles {
                    self.keyed(at, Collection::ProfileResourceAssociations, &profile.id, &mut next);
                }
            }
            // Nothing follows from the others.
            _ => {}
        }
        self.add_metrics(at, items, record, &mut next);
        self.add_prefix_lists(at, &question.region, &mut next);
        self.rule_on_attributes(at, &mut next);
        self.rule_on_zones(&mut next);
        next
    }

    fn add_enabled(&mut self, offer: &[RegionOnOffer], next: &mut Next) {
        let mut enabled: Vec<Region> = offer
            .iter()
            .filter(|region| region.is_enabled())
            .filter_map(|region| region.region_name.as_deref()?.parse().ok())
            .collect();
        if enabled.is_empty() {
            // Nobody says which Regions there are; the one that credentials were found in is one.
            enabled.push(self.home.clone());
        }
        self.add_regions(&enabled, next);
    }

    fn add_regions(&mut self, regions: &[Region], next: &mut Next) {
        for region in regions {
            let part = Part {
                lists: Lists::new(&self.wanted),
                attributes: Attributes::new(&self.wanted),
                services: Services::default(),
            };
            if self.regions.insert(region.clone(), part).is_some() {
                continue;
            }
            if self.wanted.contains(&Collection::VpcEndpointServices) {
                self.zones.await_region(region);
            }
            // NOTE: the VPCs come before everything else: their zones drain slowest.
            let rest = Collection::ALL.into_iter().filter(|one| *one != Collection::Vpcs);
            for collection in [Collection::Vpcs].into_iter().chain(rest) {
                if !collection.is_global() && !hanging::waits(collection) {
                    self.put(region, collection, next);
                } else if !collection.is_keyed() && !collection.is_global() && !self.wanted.contains(&collection) {
                    let question = self.question(region, collection, "");
                    next.records.push(Coverage::not_asked(question, NotAsked::NotNeeded));
                }
            }
            for namespace in metrics::NAMESPACES {
                if !self.wanted.contains(&Collection::Metrics) {
                    let question = self.question(region, Collection::Metrics, namespace);
                    next.records.push(Coverage::not_asked(question, NotAsked::OptIn));
                }
            }
        }
    }

    fn add_vpcs(&mut self, region: &Region, vpcs: &[Vpc], next: &mut Next) {
        let account = self.account.clone();
        let foreign = |vpc: &Vpc| vpc.owner_id.clone().filter(|owner| owner != account.as_str());
        if self.wanted.contains(&Collection::VpcAttributes)
            && let Some(part) = self.regions.get_mut(region)
        {
            part.attributes.vpcs(vpcs.iter().map(|vpc| (vpc.vpc_id.clone(), foreign(vpc).is_none())));
        }
        for vpc in vpcs.iter().filter(|_| self.wanted.contains(&Collection::HostedZonesByVpc)) {
            let question = self.question(&Region::global(), Collection::HostedZonesByVpc, &vpc.vpc_id);
            match foreign(vpc) {
                None => next.errands.push(self.errand(region, question, With::Nothing)),
                Some(owner) => next.records.push(Coverage {
                    message: Some(format!("account {owner} shares this VPC and alone can list its zones")),
                    ..Coverage::new(question, Outcome::NotVisible)
                }),
            }
        }
    }

    fn own_zones(&mut self, zones: &[HostedZone], next: &mut Next) {
        self.zones.own(zones);
        let unlinked = zones.iter().filter(|zone| zone.linked_service.is_none());
        self.own_zones = Some(unlinked.map(|zone| zone.id.clone()).collect());
        self.ask_zones_for_vpcs(next);
    }

    /// Asks the account's own zones for their VPCs, once it is known that some VPC cannot be asked for its zones. The two
    /// come to be known in either order.
    fn ask_zones_for_vpcs(&mut self, next: &mut Next) {
        if self.by_vpc_failed
            && let Some(own) = self.own_zones.take()
        {
            for zone in own {
                self.keyed(&Region::global(), Collection::HostedZoneVpcs, &zone, next);
            }
        }
    }

    /// ListHostedZonesByVPC alone sees other accounts' zones, so it is asked for every VPC. Where it is refused, the VPCs
    /// of the account's own zones are still told by GetHostedZone.
    fn seen_by_vpc(&mut self, at: &Region, vpc: &str, zones: &[HostedZoneSummary], complete: bool, next: &mut Next) {
        if let Some(part) = self.regions.get_mut(at) {
            part.attributes.zones(vpc, !zones.is_empty(), complete);
        }
        for zone in zones {
            let owner = zone.owner.as_ref().and_then(|owner| owner.owning_account.as_deref());
            match owner {
                Some(owner) if owner != self.account.as_str() => {
                    self.zones.foreign(&zone.hosted_zone_id, &zone.name);
                }
                // The account's own, which its own list may have failed to show.
                Some(_) => {
                    self.zones.own_by_vpc(&zone.hosted_zone_id, &zone.name);
                }
                None => {}
            }
        }
        self.by_vpc_failed |= !complete;
        self.ask_zones_for_vpcs(next);
    }

    fn add_metrics(&mut self, at: &Region, items: &Items, record: &Coverage, next: &mut Next) {
        if !self.wanted.contains(&Collection::Metrics) {
            return;
        }
        let Some((namespace, queries)) = metrics::queries(items) else { return };
        let question = self.question(at, Collection::Metrics, namespace);
        match (queries.is_empty(), record.outcome.is_complete()) {
            (false, complete) => {
                if !complete {
                    self.unsure.insert(question.clone(), record.operation.clone());
                }
                next.errands.push(self.errand(at, question, With::Metrics(queries)));
            }
            (true, true) => next.records.push(Coverage::not_asked(question, NotAsked::NotNeeded)),
            (true, false) => self.hangs(question, record, next),
        }
    }

    /// What hangs on a list that was not answered cannot be asked, for the same cause.
    fn hangs(&self, question: Question, parent: &Coverage, next: &mut Next) {
        if !self.wanted.contains(&question.collection) {
            next.records.push(Coverage::not_asked(question, NotAsked::NotNeeded));
            return;
        }
        next.records.push(Coverage {
            message: Some(format!("hangs on {}", parent.operation)),
            code: parent.code.clone(),
            permission: parent.permission.clone(),
            denied_by: parent.denied_by,
            ..Coverage::new(question, parent.outcome)
        });
    }

    /// A record as it may stand: an answer about the things of a list that was not whole is not whole either.
    pub(crate) fn tempered(&self, record: Coverage) -> Coverage {
        match self.unsure.get(&record.question()).filter(|_| record.outcome.is_complete()) {
            Some(parent) => Coverage {
                outcome: Outcome::Partial,
                code: Some("PartialList".to_owned()),
                message: Some(format!("hangs on {parent}, which was not answered in full")),
                ..record
            },
            None => record,
        }
    }

    fn add_prefix_lists(&mut self, at: &Region, region: &Region, next: &mut Next) {
        let ids = self.regions.get_mut(region).map(|part| part.lists.ready()).unwrap_or_default();
        for id in ids {
            self.keyed(at, Collection::PrefixListEntries, &id, next);
        }
    }

    fn rule_on_attributes(&mut self, region: &Region, next: &mut Next) {
        let rulings = self.regions.get_mut(region).map(|part| part.attributes.ready()).unwrap_or_default();
        for ruling in rulings {
            for attribute in ATTRIBUTES {
                let question =
                    |vpc: &str| self.question(region, Collection::VpcAttributes, &attribute_key(vpc, attribute));
                match &ruling {
                    attributes::Ruling::Ask(vpc) => {
                        next.errands.push(self.errand(region, question(vpc), With::Nothing));
                    }
                    attributes::Ruling::Leave(vpc) => {
                        next.records.push(Coverage::not_asked(question(vpc), NotAsked::NotNeeded));
                    }
                }
            }
        }
    }

    fn rule_on_zones(&mut self, next: &mut Next) {
        if !self.wanted.contains(&Collection::ResourceRecordSets) {
            return;
        }
        for ruling in self.zones.ready() {
            let question = |zone: &str| self.question(&Region::global(), Collection::ResourceRecordSets, zone);
            match ruling {
                zones::Ruling::Ask(zone) => self.keyed(&Region::global(), Collection::ResourceRecordSets, &zone, next),
                zones::Ruling::Leave(zone) => {
                    next.records.push(Coverage::not_asked(question(&zone), NotAsked::NotNeeded));
                }
                zones::Ruling::Foreign(zone) => next.records.push(Coverage {
                    message: Some("another account owns this zone and alone can list its records".to_owned()),
                    ..Coverage::new(question(&zone), Outcome::NotVisible)
                }),
            }
        }
    }

    /// Puts an unkeyed question, or records that nobody needs the answer.
    fn put(&self, region: &Region, collection: Collection, next: &mut Next) {
        self.put_unless(false, region, collection, With::Nothing, next);
    }

    fn put_unless(&self, needless: bool, region: &Region, collection: Collection, with: With, next: &mut Next) {
        let question = self.question(region, collection, "");
        if needless || !self.wanted.contains(&collection) {
            next.records.push(Coverage::not_asked(question, NotAsked::NotNeeded));
        } else {
            let at = if region.is_global() { &self.home } else { region };
            next.errands.push(self.errand(at, question, with));
        }
    }

    /// Puts a keyed question if its answer is wanted.
    fn keyed(&self, region: &Region, collection: Collection, key: &str, next: &mut Next) {
        if self.wanted.contains(&collection) {
            let at = if region.is_global() { &self.home } else { region };
            next.errands.push(self.errand(at, self.question(region, collection, key), With::Nothing));
        }
    }

    fn errand(&self, at: &Region, question: Question, with: With) -> Errand {
        Errand { question, at: at.clone(), with }
    }

    fn question(&self, region: &Region, collection: Collection, key: &str) -> Question {
        let region = if collection.is_global() { Region::global() } else { region.clone() };
        Question { account: self.account.clone(), region, collection, key: key.to_owned() }
    }
}
