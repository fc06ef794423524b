//! Which questions to put, and which follow from an answer.
//!
//! Knows neither sockets nor time: it is told what was learned and says what to ask next.

mod prefix_lists;

use super::ask::Errand;
use crate::id::{AccountId, Region};
use crate::snapshot::folder::attribute_key;
use crate::snapshot::model::{RegionOnOffer, Vpc};
use crate::snapshot::{Collection, Coverage, Items, NotAsked, Outcome, Question};
use prefix_lists::Lists;
use std::collections::{BTreeMap, BTreeSet};

/// The attributes of a VPC that decide how its names resolve.
const ATTRIBUTES: [&str; 2] = ["EnableDnsSupport", "EnableDnsHostnames"];

/// What to ask of one account.
#[derive(Debug)]
pub(crate) struct Plan {
    account: AccountId,
    home: Region,
    wanted: BTreeSet<Collection>,
    lists: BTreeMap<Region, Lists>,
}

/// What follows from an answer: questions, and records of what need not or cannot be asked.
#[derive(Debug, Default)]
pub(crate) struct Next {
    pub(crate) errands: Vec<Errand>,
    pub(crate) records: Vec<Coverage>,
}

impl Plan {
    /// A plan for these collections and whatever they hang on.
    pub(crate) fn new(account: AccountId, home: Region, wanted: &BTreeSet<Collection>) -> Self {
        let mut wanted = wanted.clone();
        for collection in wanted.clone() {
            wanted.extend(hangs_on(collection));
        }
        Self { account, home, wanted, lists: BTreeMap::new() }
    }

    /// What can be asked before anything is known; `regions` are the ones the user named.
    pub(crate) fn begin(&mut self, regions: &[Region], offer: Option<&[RegionOnOffer]>) -> Next {
        let mut next = Next::default();
        let zones = self.question(&Region::global(), Collection::HostedZones, "");
        if self.wanted.contains(&Collection::HostedZones) {
            next.errands.push(Errand { question: zones, at: self.home.clone() });
        } else {
            next.records.push(Coverage::not_asked(zones, NotAsked::NotNeeded));
        }
        let on_offer = self.question(&Region::global(), Collection::Regions, "");
        if regions.is_empty() || (offer.is_none() && self.wanted.contains(&Collection::Regions)) {
            next.errands.push(Errand { question: on_offer, at: self.home.clone() });
        } else if offer.is_none() {
            next.records.push(Coverage::not_asked(on_offer, NotAsked::NotNeeded));
        }
        for region in regions {
            self.add_region(region, &mut next);
        }
        next
    }

    /// What follows from an answer, whole or not.
    pub(crate) fn learn(&mut self, at: &Region, question: &Question, items: &Items, outcome: Outcome) -> Next {
        let mut next = Next::default();
        match items {
            Items::Vpcs(vpcs) => vpcs.iter().for_each(|vpc| self.add_vpc(at, vpc, &mut next)),
            Items::Regions(regions) if self.lists.is_empty() => {
                let mut enabled: Vec<Region> = regions
                    .iter()
                    .filter(|region| region.is_enabled())
                    .filter_map(|region| region.region_name.as_deref()?.parse().ok())
                    .collect();
                if enabled.is_empty() {
                    // Nobody says which Regions there are; the one that credentials were found in is one.
                    enabled.push(self.home.clone());
                }
                enabled.iter().for_each(|region| self.add_region(region, &mut next));
            }
            Items::RouteTables(_) | Items::SecurityGroups(_) | Items::PrefixLists(_) | Items::ManagedPrefixLists(_) => {
                let ids = self.lists.get_mut(&question.region).map_or_else(Vec::new, |lists| {
                    lists.learn(items, outcome.is_complete());
                    lists.ready()
                });
                for id in ids {
                    let question = self.question(at, Collection::PrefixListEntries, &id);
                    next.errands.push(Errand { question, at: at.clone() });
                }
            }
            Items::Regions(_)
            | Items::AvailabilityZones(_)
            | Items::VpcAttributes(_)
            | Items::Subnets(_)
            | Items::VpcEndpoints(_)
            | Items::VpcEndpointServices(_)
            | Items::PrefixListEntries(_)
            | Items::NetworkInterfaces(_)
            | Items::NatGateways(_)
            | Items::InternetGateways(_)
            | Items::HostedZones(_)
            | Items::HostedZonesByVpc(_) => {}
        }
        next
    }

    fn add_region(&mut self, region: &Region, next: &mut Next) {
        let lists = Lists::new(&self.wanted);
        if self.lists.insert(region.clone(), lists).is_some() {
            return;
        }
        for collection in Collection::ALL.into_iter().filter(|one| !one.is_global() && !one.is_keyed()) {
            let question = self.question(region, collection, "");
            if self.wanted.contains(&collection) {
                next.errands.push(Errand { question, at: region.clone() });
            } else {
                next.records.push(Coverage::not_asked(question, NotAsked::NotNeeded));
            }
        }
    }

    fn add_vpc(&self, region: &Region, vpc: &Vpc, next: &mut Next) {
        if self.wanted.contains(&Collection::VpcAttributes) {
            for attribute in ATTRIBUTES {
                let key = attribute_key(&vpc.vpc_id, attribute);
                let question = self.question(region, Collection::VpcAttributes, &key);
                next.errands.push(Errand { question, at: region.clone() });
            }
        }
        if self.wanted.contains(&Collection::HostedZonesByVpc) {
            let question = self.question(&Region::global(), Collection::HostedZonesByVpc, &vpc.vpc_id);
            match vpc.owner_id.as_deref().filter(|owner| *owner != self.account.as_str()) {
                None => next.errands.push(Errand { question, at: region.clone() }),
                Some(owner) => next.records.push(Coverage {
                    message: Some(format!("account {owner} shares this VPC and alone can list its zones")),
                    ..Coverage::new(question, Outcome::NotVisible)
                }),
            }
        }
    }

    fn question(&self, region: &Region, collection: Collection, key: &str) -> Question {
        Question { account: self.account.clone(), region: region.clone(), collection, key: key.to_owned() }
    }
}

/// The listings whose answers say what to ask for.
fn hangs_on(collection: Collection) -> &'static [Collection] {
    match collection {
        Collection::VpcAttributes | Collection::HostedZonesByVpc => &[Collection::Vpcs],
        Collection::PrefixListEntries => &[Collection::PrefixLists, Collection::ManagedPrefixLists],
        Collection::Regions
        | Collection::AvailabilityZones
        | Collection::Vpcs
        | Collection::Subnets
        | Collection::RouteTables
        | Collection::VpcEndpoints
        | Collection::VpcEndpointServices
        | Collection::PrefixLists
        | Collection::ManagedPrefixLists
        | Collection::SecurityGroups
        | Collection::NetworkInterfaces
        | Collection::NatGateways
        | Collection::InternetGateways
        | Collection::HostedZones => &[],
    }
}
