//! What a crawl would ask, told before anything is asked.
//!
//! Runs the plan of a crawl with answers from an earlier snapshot in the place of AWS's, and counts: for an account that
//! has not changed since, the calls are those that the crawl will make. Without a snapshot only what is certain is told.
//! Asks nothing, and leaves out what comes before a crawl: sts:GetCallerIdentity, and sts:AssumeRole where a role is
//! assumed. Attempts that AWS refuses for their number, or answers with a fault, are not foreseen either.

use super::ask::Errand;
use super::bound::{Bound, Load, bound};
use super::pace;
use super::paging::{self, Paging, paging};
use super::permissions::asked_for;
use super::plan::{Next, Plan, hanging};
use crate::id::{AccountId, Region};
use crate::snapshot::{AccountView, Collection, Coverage, Items, Outcome, Question, Snapshot};
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
        for (account, view) in &snapshot.accounts {
            outlook.rehearse(snapshot, account, view, &asked_for(wanted));
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

    /// Goes through a crawl of one account as if every answer came after one round trip.
    fn rehearse(
        &mut self,
        snapshot: &Snapshot,
        account: &AccountId,
        view: &AccountView,
        wanted: &BTreeSet<Collection>,
    ) {
        let regions = &snapshot.narrowed_to;
        // The Region that the crawl began in is not kept; any will do, for which one it was decides no number.
        let home = regions.first().or_else(|| view.regions.keys().next()).cloned().unwrap_or_else(Region::global);
        let mut plan = Plan::new(account.clone(), view.partition, home, wanted);
        let mut under_way = UnderWay::default();
        let mut rows: BTreeMap<(Region, Collection), Expected> = BTreeMap::new();
        let mut loads: BTreeMap<(Region, &'static str), Load> = BTreeMap::new();
        under_way.put(snapshot, plan.begin(regions, None), 1);
        while let Some(Put { first, errand, answered }) = under_way.soonest() {
            let Answered { items, record, calls, is_guess } = answered;
            let Errand { question, at, with: _ } = errand;
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
            let last = first + calls - 1;
            self.depth = self.depth.max(last);
            under_way.put(snapshot, plan.learn(&at, &question, &items, &record), last + 1);
        }
        self.expected.extend(rows.into_values());
        self.loads.extend(loads.into_values());
    }
}

/// A question that was put, with the answer that will come.
struct Put {
    /// The round trip of its first call.
    first: u64,
    errand: Errand,
    answered: Answered,
}

/// Questions that were put, by the round trip in which their last page comes and the order in which they were put.
#[derive(Default)]
struct UnderWay(BTreeMap<(u64, u64), Put>, u64);

impl UnderWay {
    /// Puts questions whose first call is made in the round trip `first`.
    fn put(&mut self, snapshot: &Snapshot, next: Next, first: u64) {
        let Next { errands, records: _ } = next;
        for errand in errands {
            let answered = answer(snapshot, &errand);
            self.1 += 1;
            self.0.insert((first + answered.calls - 1, self.1), Put { first, errand, answered });
        }
    }

    /// The question answered first.
    fn soonest(&mut self) -> Option<Put> {
        self.0.pop_first().map(|(_, put)| put)
    }
}

/// An answer as the snapshot has it.
struct Answered {
    items: Items,
    record: Coverage,
    calls: u64,
    /// The snapshot has none: nothing is taken to have come, in one call.
    is_guess: bool,
}

fn answer(snapshot: &Snapshot, errand: &Errand) -> Answered {
    let Errand { question, at: _, with } = errand;
    let Some(record) = snapshot.coverage_of(question).filter(|record| was_put(record.outcome)) else {
        return guess(question, paging::calls(question.collection, with, 0));
    };
    let items = snapshot.items(question);
    let calls = match record.outcome {
        // Pages of a crawl are AWS's own; a folder of CLI output has one file for all of them.
        Outcome::Answered => record.pages.max(paging::calls(question.collection, with, items.len() as u64)),
        // The call after the last page that came failed, unless it is a page that was found wanting.
        Outcome::Partial => record.pages + u64::from(!is_found_wanting(record)),
        Outcome::Refused
        | Outcome::NotEnabled
        | Outcome::Throttled
        | Outcome::Failed
        | Outcome::TimedOut
        | Outcome::Cancelled
        | Outcome::NotAsked
        | Outcome::NotVisible => 1,
    };
    Answered { items, record: record.clone(), calls: calls.max(1), is_guess: !is_last_word(record.outcome) }
}

fn guess(question: &Question, calls: u64) -> Answered {
    let record = Coverage::answered(question.clone(), 0, calls);
    Answered { items: Items::none(question.collection), record, calls, is_guess: true }
}

/// Whether the question was put to AWS.
fn was_put(outcome: Outcome) -> bool {
    match outcome {
        Outcome::Answered
        | Outcome::Partial
        | Outcome::Refused
        | Outcome::NotEnabled
        | Outcome::Throttled
        | Outcome::Failed
        | Outcome::TimedOut => true,
        Outcome::Cancelled | Outcome::NotAsked | Outcome::NotVisible => false,
    }
}

/// Whether the same question will end the same way while the account stays as it is.
fn is_last_word(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Answered | Outcome::Refused | Outcome::NotEnabled)
}

/// Whether byway itself ended the question, over a page that came.
fn is_found_wanting(record: &Coverage) -> bool {
    matches!(record.code.as_deref(), Some("MissingToken" | "RepeatedToken" | "NoId"))
}
