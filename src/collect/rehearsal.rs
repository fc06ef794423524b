//! A crawl of an account as an earlier snapshot has it: the same plan, with the snapshot's answers in the place of AWS's.
//!
//! Every answer comes after one round trip a page, and nothing waits for anything else. Asks nothing.

use super::ask::{Errand, With};
use super::paging;
use super::plan::{Next, Plan};
use crate::id::{AccountId, Region};
use crate::snapshot::model::PrefixListEntry;
use crate::snapshot::{Builder, Collection, Coverage, Items, NotAsked, Outcome, Question, Snapshot};
use std::collections::{BTreeMap, BTreeSet};

/// How the questions about some collections end, whatever the snapshot has.
pub(super) type Endings = BTreeMap<Collection, Coverage>;

/// What a rehearsal tells.
pub(super) enum Told {
    /// A question that would be put.
    Answer(Put),
    /// A record of one that would not be.
    Record(Coverage),
}

/// Goes through a crawl of one account for `wanted` and what it hangs on. The Regions are those of the snapshot.
pub(super) fn rehearse(
    snapshot: &Snapshot,
    account: &AccountId,
    wanted: &BTreeSet<Collection>,
    endings: &Endings,
    mut tell: impl FnMut(Told),
) {
    let Some(view) = snapshot.accounts.get(account) else { return };
    let regions = &snapshot.narrowed_to;
    // The Region that the crawl began in is not kept; any will do, for which one it was decides no number.
    let home = regions.first().or_else(|| view.regions.keys().next()).cloned().unwrap_or_else(Region::global);
    let mut plan = Plan::new(account.clone(), view.partition, home, wanted);
    let mut under_way = UnderWay::default();
    let put = |under_way: &mut UnderWay, next: Next, first: u64, tell: &mut dyn FnMut(Told)| {
        let Next { errands, records } = next;
        records.into_iter().for_each(|record| tell(Told::Record(record)));
        for errand in errands {
            let answered = answer(snapshot, &errand, endings);
            under_way.put(first, errand, answered);
        }
    };
    put(&mut under_way, plan.begin(regions, None), 1, &mut tell);
    while let Some(one) = under_way.soonest() {
        let Answered { items, record, calls, is_guess: _ } = &one.answered;
        let next = plan.learn(&one.errand.at, &one.errand.question, items, record);
        put(&mut under_way, next, one.first + calls, &mut tell);
        tell(Told::Answer(one));
    }
}

/// What a crawl for `wanted` would bring home from one account, if it still were as the snapshot has it and the questions
/// about some collections ended as `endings` says. What the snapshot has no answer to is not asked.
pub fn rehearsed(
    snapshot: &Snapshot,
    account: &AccountId,
    wanted: &BTreeSet<Collection>,
    endings: &BTreeMap<Collection, Coverage>,
) -> Snapshot {
    let mut builder = Builder::new(snapshot.taken_at);
    if let Some(view) = snapshot.accounts.get(account) {
        builder.account(account, view.partition);
    }
    builder.narrow_to(snapshot.narrowed_to.clone());
    rehearse(snapshot, account, wanted, endings, |told| match told {
        Told::Record(record) => builder.record(record),
        Told::Answer(Put { first: _, errand, answered }) => {
            let Answered { items, record, calls: _, is_guess } = answered;
            let guessed = is_guess && record.outcome == Outcome::Answered;
            if guessed {
                builder.record(Coverage::not_asked(errand.question, NotAsked::Offline));
                return;
            }
            // As in a crawl: a keyed question that failed must not leave an empty list behind.
            if record.outcome.is_complete() || !items.is_empty() {
                builder.add(&errand.question, items);
            }
            builder.record(record);
        }
    });
    builder.finish()
}

/// A question that was put, with the answer that will come.
pub(super) struct Put {
    /// The round trip of its first call.
    pub(super) first: u64,
    pub(super) errand: Errand,
    pub(super) answered: Answered,
}

/// Questions that were put, by the round trip in which their last page comes and the order in which they were put.
#[derive(Default)]
struct UnderWay(BTreeMap<(u64, u64), Put>, u64);

impl UnderWay {
    /// Puts a question whose first call is made in the round trip `first`.
    fn put(&mut self, first: u64, errand: Errand, answered: Answered) {
        self.1 += 1;
        self.0.insert((first + answered.calls - 1, self.1), Put { first, errand, answered });
    }

    /// The question answered first.
    fn soonest(&mut self) -> Option<Put> {
        self.0.pop_first().map(|(_, put)| put)
    }
}

/// An answer as the snapshot has it.
pub(super) struct Answered {
    pub(super) items: Items,
    pub(super) record: Coverage,
    pub(super) calls: u64,
    /// The snapshot has none: nothing is taken to have come, in one call.
    pub(super) is_guess: bool,
}

fn answer(snapshot: &Snapshot, errand: &Errand, endings: &Endings) -> Answered {
    let Errand { question, at: _, with } = errand;
    if let Some(ending) = endings.get(&question.collection) {
        let Question { account, region, collection: _, key } = question.clone();
        let record = Coverage { account, region, key, items: 0, pages: 0, ..ending.clone() };
        return Answered { items: Items::none(question.collection), record, calls: 1, is_guess: false };
    }
    let Some(record) = snapshot.coverage_of(question).filter(|record| was_put(record.outcome)) else {
        return inline_entries(snapshot, question)
            .unwrap_or_else(|| guess(question, paging::calls(question.collection, with, 0)));
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

/// The entries of one of AWS's own lists, which DescribePrefixLists shows with the list.
fn inline_entries(snapshot: &Snapshot, question: &Question) -> Option<Answered> {
    if question.collection != Collection::PrefixListEntries {
        return None;
    }
    let view = snapshot.accounts.get(&question.account)?.regions.get(&question.region)?;
    let list = view.prefix_lists.iter().find(|list| list.prefix_list_id == question.key && !list.cidrs.is_empty())?;
    let entry = |cidr: &String| PrefixListEntry { cidr: cidr.clone(), description: None };
    let entries: Vec<PrefixListEntry> = list.cidrs.iter().map(entry).collect();
    let count = entries.len() as u64;
    let calls = paging::calls(question.collection, &With::Nothing, count);
    let record = Coverage::answered(question.clone(), count, calls);
    Some(Answered { items: Items::PrefixListEntries(entries), record, calls, is_guess: false })
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
