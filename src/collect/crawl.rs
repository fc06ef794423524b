//! The crawl: every question of the plan, as many at once as allowed, into one snapshot.

use super::Stop;
use super::absent;
use super::ask::{Errand, Reply, ask};
use super::clients::Clients;
use super::outcome::{Standing, Trouble};
use super::pace::Pace;
use super::page::{Asking, Limits};
use super::plan::{Next, Plan};
use crate::id::Region;
use crate::snapshot::model::RegionOnOffer;
use crate::snapshot::{Builder, Collection, Coverage, Items, Outcome, Question, Snapshot};
use crate::target::Target;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::task::{Id, JoinSet};
use tokio::time::Instant;
use tracing::{Instrument, Span};

/// What a crawl should see, and how patiently.
#[derive(Clone, Debug)]
pub struct Request {
    /// The collections to ask for; listings that keyed ones hang on come with them.
    pub collections: BTreeSet<Collection>,
    /// How long one question may take, retries and pages included.
    pub timeout: Duration,
    /// How many calls may be under way at once, of all accounts.
    pub concurrency: usize,
}

impl Request {
    /// These collections, five minutes a question, 128 calls at once.
    pub fn new(collections: BTreeSet<Collection>) -> Self {
        Self { collections, timeout: Duration::from_secs(300), concurrency: 128 }
    }
}

/// Asks everything that `request` needs of one account. Does not fail: what could not be seen is in the coverage.
///
/// Makes one span a question, named `question`, with the fields `account`, `region`, `operation` and `key`, inside one
/// named `crawl`. An event with the fields `outcome`, `items` and `pages` ends each question.
pub async fn crawl(target: &Target, request: &Request, stop: Stop) -> Snapshot {
    let permits = Arc::new(Semaphore::new(request.concurrency.max(1)));
    crawl_within(target, request, stop, permits, now(), Vec::new()).await
}

/// As [`crawl()`], sharing the permits with the crawls of other accounts, and without asking for what is `known`.
pub(super) async fn crawl_within(
    target: &Target,
    request: &Request,
    stop: Stop,
    permits: Arc<Semaphore>,
    taken_at: jiff::Timestamp,
    known: Vec<Reply>,
) -> Snapshot {
    let mut builder = Builder::new(taken_at);
    builder.account(&target.account, target.partition);
    builder.narrow_to(target.regions.clone());
    let mut plan = Plan::new(target.account.clone(), target.partition, target.home.clone(), &request.collections);
    let mut crawl = Crawl::new(target, request, stop, permits, taken_at);
    let mut known: BTreeMap<Question, Reply> =
        known.into_iter().chain(refused_offer(target)).map(|reply| (reply.question.clone(), reply)).collect();
    let mut next = plan.begin(&target.regions, target.offer.as_deref());
    if let Some(offer) = &target.offer {
        let question = Snapshot::global_question(&target.account, Collection::Regions, "");
        let record = Coverage::answered(question.clone(), offer.len() as u64, 1);
        builder.record(less_the_unreadable(record, offer));
        builder.add(&question, Items::Regions(offer.clone()));
        say_what_is_closed(offer);
    }
    let mut ready = VecDeque::new();
    let mut silent = Silent::default();
    let mut hosts = Hosts::default();
    loop {
        let Next { errands, records } = next;
        records.into_iter().for_each(|record| builder.record(record));
        for errand in errands {
            match known.remove(&errand.question).or_else(|| silent.reply(&errand)) {
                Some(reply) => ready.push_back(reply),
                None => crawl.send(errand),
            }
        }
        let reply = match ready.pop_front() {
            Some(reply) => reply,
            None => match crawl.reply().await {
                Some(reply) => reply,
                None => break,
            },
        };
        crawl.say_pace();
        silent.learn(&reply.at, &reply.record);
        let Reply { at, question, items, record } = reply;
        let record = match &items {
            Items::Regions(regions) => less_the_unreadable(record, regions),
            _ => plan.tempered(record),
        };
        hosts.learn(&record);
        next = plan.learn(&at, &question, &items, &record);
        if let Items::Regions(regions) = &items {
            crawl.standing = standing(regions);
            say_what_is_closed(regions);
        }
        // A keyed question that failed must not leave an empty list behind.
        if record.outcome.is_complete() || !items.is_empty() {
            builder.add(&question, items);
        }
        builder.record(record);
    }
    hosts.unproven().for_each(|record| builder.record(record));
    // What is known and nobody wanted to know is kept all the same.
    for Reply { at: _, question, items, record } in known.into_values() {
        builder.add(&question, items);
        builder.record(record);
    }
    builder.finish()
}

/// AWS's refusal to list the Regions, if it said so when the account was opened: asking again would change nothing.
fn refused_offer(target: &Target) -> Option<Reply> {
    let error = target.no_offer.as_deref()?;
    let question = Snapshot::global_question(&target.account, Collection::Regions, "");
    let record = Trouble::of(error, Collection::Regions, Standing::Enabled).record(question.clone(), 0, 0);
    Some(Reply { at: target.home.clone(), items: Items::Regions(Vec::new()), question, record })
}

/// Services whose hosts were reached somewhere, and Regions in which there seems to be none.
#[derive(Debug, Default)]
struct Hosts {
    reached: BTreeSet<&'static str>,
    absent: Vec<Coverage>,
}

impl Hosts {
    fn learn(&mut self, record: &Coverage) {
        match record.outcome {
            Outcome::NotEnabled if record.code.as_deref() == Some(absent::CODE) => self.absent.push(record.clone()),
            Outcome::Answered | Outcome::Partial | Outcome::Refused | Outcome::Throttled => {
                self.reached.insert(record.collection.service());
            }
            _ => {}
        }
    }

    /// Services found nowhere: rather than that every Region lacks one, their names are denied where byway runs, and what
    /// they hold was not seen.
    fn unproven(self) -> impl Iterator<Item = Coverage> {
        let Self { reached, absent } = self;
        let is_unproven = move |record: &Coverage| !reached.contains(record.collection.service());
        absent.into_iter().filter(is_unproven).map(|record| Coverage { outcome: Outcome::Failed, ..record })
    }
}

/// Regions that have not said a word: every question put there has ended at its deadline.
#[derive(Debug, Default)]
struct Silent(BTreeMap<Region, bool>);

impl Silent {
    fn learn(&mut self, at: &Region, record: &Coverage) {
        // What has no Region is asked in the home Region and says nothing of it.
        if record.region.is_global() {
            return;
        }
        *self.0.entry(at.clone()).or_insert(true) &= record.outcome == Outcome::TimedOut;
    }

    /// What becomes of a question that follows from one that was not answered there: the same, without another wait.
    fn reply(&self, errand: &Errand) -> Option<Reply> {
        let Errand { question, at, with: _ } = errand;
        let is_silent = self.0.get(at).copied().unwrap_or(false);
        is_silent.then(|| {
            let message = "not put, since nothing that was asked in this Region before was answered in time";
            let record = Trouble::ours(Outcome::TimedOut, "Deadline", message).record(question.clone(), 0, 0);
            Reply { at: at.clone(), items: Items::none(question.collection), question: question.clone(), record }
        })
    }
}

/// Everything under way.
pub(super) struct Crawl {
    home: Region,
    clients: Clients,
    standing: BTreeMap<Region, Standing>,
    under_way: JoinSet<Reply>,
    errands: HashMap<Id, Errand>,
    limits: Limits,
    taken_at: jiff::Timestamp,
    span: Span,
    /// When the pace was last told.
    told: Option<Instant>,
}

/// How often the pace is told at most.
const TELL: Duration = Duration::from_millis(250);

impl Crawl {
    pub(super) fn new(
        target: &Target,
        request: &Request,
        stop: Stop,
        permits: Arc<Semaphore>,
        taken_at: jiff::Timestamp,
    ) -> Self {
        let pace = Arc::new(Pace::default());
        Self {
            home: target.home.clone(),
            clients: Clients::new(target, &pace),
            standing: standing(target.offer.as_deref().unwrap_or_default()),
            under_way: JoinSet::new(),
            errands: HashMap::new(),
            limits: Limits { stop, timeout: request.timeout, pace, permits },
            taken_at,
            span: tracing::info_span!("crawl", account = %target.account),
            told: None,
        }
    }

    pub(super) fn send(&mut self, errand: Errand) {
        let question = &errand.question;
        let span = tracing::info_span!(
            parent: &self.span,
            "question",
            account = %question.account,
            region = %question.region,
            operation = question.collection.operation(),
            key = %question.key,
        );
        let clients = self.clients.of(&errand.at);
        let standing = self.standing(&errand.at);
        let (limits, taken_at) = (self.limits.clone(), self.taken_at);
        let carried = errand.clone();
        let work = async move {
            let asking = Asking::begin(carried.question.collection, &carried.at, standing, &limits);
            let reply = ask(carried, &clients, taken_at, &asking).await;
            say_how_it_ended(&reply.record);
            reply
        };
        let handle = self.under_way.spawn(work.instrument(span));
        self.errands.insert(handle.id(), errand);
    }

    /// The next answer, none when nothing is under way any more.
    pub(super) async fn reply(&mut self) -> Option<Reply> {
        match self.under_way.join_next_with_id().await? {
            Ok((id, reply)) => {
                self.errands.remove(&id);
                Some(reply)
            }
            Err(error) => Some(Reply::fault(self.errands.remove(&error.id())?, &error)),
        }
    }

    /// Tells those who show progress how long the last in the queues has to wait, and how often AWS has refused a call
    /// for its number.
    ///
    /// NOTE: said whether or not anybody listens. To ask `tracing::enabled!` first would leave what it found behind in the
    /// thread, and the next event there may be lost for it.
    fn say_pace(&mut self) {
        if self.told.is_none_or(|told| told.elapsed() >= TELL) {
            self.told = Some(Instant::now());
            let left_ms = u64::try_from(self.limits.pace.backlog().as_millis()).unwrap_or(u64::MAX);
            let throttles = self.limits.pace.throttles();
            tracing::trace!(parent: &self.span, account = self.clients.account(), left_ms, throttles, "pace");
        }
    }

    fn standing(&self, region: &Region) -> Standing {
        if region == &self.home {
            return Standing::Enabled;
        }
        self.standing.get(region).copied().unwrap_or(Standing::Unknown)
    }
}

/// The record of the list of Regions: one whose code byway cannot read is not looked into, and must not pass for one that
/// holds nothing.
fn less_the_unreadable(record: Coverage, regions: &[RegionOnOffer]) -> Coverage {
    let code = |region: &RegionOnOffer| region.region_name.clone().unwrap_or_default();
    let is_unreadable = |region: &&RegionOnOffer| region.is_enabled() && code(region).parse::<Region>().is_err();
    match regions.iter().find(is_unreadable).filter(|_| record.outcome.is_complete()) {
        Some(region) => Coverage {
            outcome: Outcome::Partial,
            code: Some("UnknownRegion".to_owned()),
            message: Some(format!("byway cannot read the Region code `{}`", code(region))),
            ..record
        },
        None => record,
    }
}

pub(super) fn standing(regions: &[RegionOnOffer]) -> BTreeMap<Region, Standing> {
    let judge = |region: &RegionOnOffer| if region.is_enabled() { Standing::Enabled } else { Standing::NotEnabled };
    regions.iter().filter_map(|region| Some((region.region_name.as_deref()?.parse().ok()?, judge(region)))).collect()
}

fn say_what_is_closed(offer: &[RegionOnOffer]) {
    let closed: Vec<&str> =
        offer.iter().filter(|region| !region.is_enabled()).filter_map(|region| region.region_name.as_deref()).collect();
    if !closed.is_empty() {
        tracing::info!(regions = closed.join(", "), "Regions that are not enabled are left out");
    }
}

fn say_how_it_ended(record: &Coverage) {
    let Coverage { outcome, items, pages, code, message, .. } = record;
    // At `info` even for a refusal: the report tells of every gap, and a role without rights has hundreds.
    if outcome.is_complete() {
        tracing::info!(%outcome, items, pages, "answered");
    } else {
        tracing::info!(%outcome, items, pages, code = code.as_deref(), said = message.as_deref(), "not answered");
    }
}

/// Now, to the second: nothing right of the wall needs more.
pub(super) fn now() -> jiff::Timestamp {
    let now = jiff::Timestamp::now();
    jiff::Timestamp::from_second(now.as_second()).unwrap_or(now)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;

    #[test]
    fn an_enabled_region_of_an_unreadable_code_leaves_the_list_partial() {
        let region = |name: &str, status: &str| RegionOnOffer {
            region_name: Some(name.to_owned()),
            opt_in_status: Some(status.to_owned()),
            ..RegionOnOffer::default()
        };
        let question = Snapshot::global_question(&"111122223333".parse().unwrap(), Collection::Regions, "");
        let record = Coverage::answered(question, 2, 1);
        let readable = [region("eu-west-1", "opt-in-not-required"), region("the moon", "not-opted-in")];
        assert_eq!(less_the_unreadable(record.clone(), &readable), record);
        let unreadable = [region("eu-west-1", "opt-in-not-required"), region("the moon", "opted-in")];
        let told = less_the_unreadable(record, &unreadable);
        assert_eq!((told.outcome, told.code.as_deref()), (Outcome::Partial, Some("UnknownRegion")));
    }

    #[test]
    fn a_service_without_a_host_is_believed_to_lack_only_where_it_was_reached_elsewhere() {
        let record = |region: &str, collection, outcome, code: &str| Coverage {
            code: Some(code.to_owned()),
            ..Coverage::new(
                Question {
                    account: "111122223333".parse().unwrap(),
                    region: region.parse().unwrap(),
                    collection,
                    key: String::new(),
                },
                outcome,
            )
        };
        let lacks = record("ap-east-2", Collection::Profiles, Outcome::NotEnabled, absent::CODE);
        let denied = record("eu-west-1", Collection::ResolverRules, Outcome::NotEnabled, absent::CODE);
        let reached = record("eu-west-1", Collection::Profiles, Outcome::Refused, "AccessDeniedException");
        let mut hosts = Hosts::default();
        [&lacks, &denied, &reached].into_iter().for_each(|record| hosts.learn(record));
        let unproven: Vec<Coverage> = hosts.unproven().collect();
        assert_eq!(unproven, [Coverage { outcome: Outcome::Failed, ..denied }]);
    }
}
