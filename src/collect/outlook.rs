//! What a crawl would ask, told before anything is asked.
//!
//! Counts the calls of a rehearsal: for an account that has not changed since its snapshot was taken, they are those that
//! a crawl will make. Without a snapshot only what is certain is told.
//! Asks nothing, and leaves out what comes before a crawl: sts:GetCallerIdentity, and sts:AssumeRole where a role is
//! assumed. Attempts that AWS refuses for their number, or answers with a fault, are not foreseen either.

use super::ask::Errand;
use super::bound::{Bound, Load, bound};
use super::pace;
use super::paging::{Paging, paging};
use super::permissions::asked_for;
use super::plan::hanging;
use super::rehearsal::{Answered, Put, Told, rehearse};
use crate::id::{AccountId, Region};
use crate::snapshot::{Collection, Snapshot};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// What a crawl would ask.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// A row for every collection asked for in one place, in order of account, Region and collection.
    pub expected: Vec<Expected>,
    /// The longest chain of calls of which each hangs on the one before.
    pub depth: u64,
    loads: Vec<Load>,
}

/// What will be asked for one collection in one place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Expected {
    /// The account; none where no snapshot says which.
    pub account: Option<AccountId>,
    /// The Region, `global` for what has none; none for each Region that the account has enabled.
    pub region: Option<Region>,
    /// What is asked for.
    pub collection: Collection,
    /// How many questions there are.
    pub questions: u64,
    /// How many calls they take, pages included.
    pub calls: u64,
    /// Whether there may be more, for want of an answer to tell by.
    pub at_least: bool,
}

impl Outlook {
    /// What would be asked of the accounts of a snapshot, were it taken anew for these collections.
    pub fn of(snapshot: &Snapshot, wanted: &BTreeSet<Collection>) -> Self {
        let mut outlook = Self { expected: Vec::new(), depth: 0, loads: Vec::new() };
        for account in snapshot.accounts.keys() {
            outlook.count(snapshot, account, &asked_for(wanted));
        }
        outlook
    }

    /// What is certain to be asked of any account: in these Regions, in each enabled one if none is named.
    pub fn certain(wanted: &BTreeSet<Collection>, regions: &[Region]) -> Self {
        let mut expected = Vec::new();
        let named: Vec<Option<Region>> =
            if regions.is_empty() { vec![None] } else { regions.iter().cloned().map(Some).collect() };
        for collection in asked_for(wanted) {
            let waits = hanging::waits(collection);
            let calls = u64::from(!waits);
            let at_least = waits || paging(collection) != Paging::Whole;
            let places = if collection.is_global() { vec![Some(Region::global())] } else { named.clone() };
            expected.extend(places.into_iter().map(|region| Expected {
                account: None,
                region,
                collection,
                questions: calls,
                calls,
                at_least,
            }));
        }
        expected.sort();
        // Regions are listed first unless they are named, and no allowance is used up by one call each.
        let depth = if regions.is_empty() { 2 } else { 1 };
        Self { expected, depth, loads: Vec::new() }
    }

    /// The least time that the calls take, where each takes a round trip.
    pub fn bound(&self, round_trip: Duration) -> Bound {
        bound(self.depth, &self.loads, round_trip)
    }

    /// How many calls are expected.
    pub fn calls(&self) -> u64 {
        self.expected.iter().map(|row| row.calls).sum()
    }

    /// Whether there may be more calls than expected.
    pub fn is_at_least(&self) -> bool {
        self.expected.iter().any(|row| row.at_least)
    }

    /// Counts the calls of a crawl of one account.
    fn count(&mut self, snapshot: &Snapshot, account: &AccountId, wanted: &BTreeSet<Collection>) {
        let mut rows: BTreeMap<(Region, Collection), Expected> = BTreeMap::new();
        let mut loads: BTreeMap<(Region, &'static str), Load> = BTreeMap::new();
        let mut depth = 0;
        rehearse(snapshot, account, wanted, &BTreeMap::new(), |told| {
            let Told::Answer(Put { first, errand, answered }) = told else { return };
            let Errand { question, at, with: _ } = errand;
            let Answered { calls, is_guess, .. } = answered;
            let row = rows.entry((question.region.clone(), question.collection)).or_insert_with(|| Expected {
                account: Some(account.clone()),
                region: Some(question.region.clone()),
                collection: question.collection,
                questions: 0,
                calls: 0,
                at_least: false,
            });
            row.questions += 1;
            row.calls += calls;
            row.at_least |= is_guess;
            let load = loads.entry(pace::bucket(&at, question.collection)).or_insert_with_key(|(region, name)| Load {
                region: region.clone(),
                name,
                first,
                calls: 0,
                allowance: pace::allowance(question.collection),
            });
            load.first = load.first.min(first);
            load.calls += calls;
            depth = depth.max(first + calls - 1);
        });
        self.depth = self.depth.max(depth);
        self.expected.extend(rows.into_values());
        self.loads.extend(loads.into_values());
    }
}
