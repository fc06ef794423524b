//! Assembles a snapshot from answers in any order.

use super::collection::each_collection;
use super::model::{Described, VpcAttribute};
use super::{AccountView, Collection, Coverage, Items, NotAsked, Outcome, Question, RegionView, Snapshot, file};
use crate::id::{AccountId, Partition, Region};
use std::collections::BTreeMap;

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
        macro_rules! put {
            (account list, $field:ident, $items:ident) => {
                merge(&mut self.whole(question).$field, $items)
            };
            (account keyed, $field:ident, $items:ident) => {
                merge(self.whole(question).$field.entry(question.key.clone()).or_default(), $items)
            };
            (region list, $field:ident, $items:ident) => {
                merge(&mut self.view(&question.account, &question.region).$field, $items)
            };
            (region keyed, $field:ident, $items:ident) => {
                merge(
                    self.view(&question.account, &question.region).$field.entry(question.key.clone()).or_default(),
                    $items,
                )
            };
            (region merged, $field:ident, $items:ident) => {
                $items.into_iter().for_each(|item| {
                    merge_attribute(&mut self.view(&question.account, &question.region).$field, item);
                })
            };
        }
        macro_rules! add {
            ($($(#[$doc:meta])* $name:ident($thing:ident) in $scope:ident $shape:ident $field:ident,
                $operation:literal, $member:literal, $cli:literal, $key:literal;)*) => {
                match items { $(Items::$name(items) => put!($scope $shape, $field, items),)* }
            };
        }
        debug_assert!(question.region.is_global() == items.collection().is_global(), "{question:?}");
        each_collection!(add);
    }

    /// Takes in everything of another snapshot, such as that of another account.
    pub fn absorb(&mut self, other: Snapshot) {
        let Snapshot { format: _, taken_at: _, narrowed_to: _, coverage, accounts } = other;
        for (account, view) in accounts {
            self.account(&account, view.partition);
            for region in view.regions.keys() {
                self.region(&account, region);
            }
            for (question, items) in file::everything(&account, view) {
                self.add(&question, items);
            }
        }
        coverage.into_iter().for_each(|record| self.record(record));
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

    fn whole(&mut self, question: &Question) -> &mut AccountView {
        self.accounts
            .entry(question.account.clone())
            .or_insert_with(|| AccountView::empty(Partition::of_region(&question.region)))
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
