//! The crawl: every question of the plan, as many at once as allowed, into one snapshot.

use super::Stop;
use super::ask::{Errand, Reply, ask};
use super::clients::Clients;
use super::outcome::{Standing, Trouble};
use super::pace::Pace;
use super::page::{Asking, Limits};
use super::plan::{Next, Plan};
use crate::id::Region;
use crate::snapshot::model::RegionOnOffer;
use crate::snapshot::{Builder, Collection, Coverage, Items, Outcome, Snapshot};
use crate::target::Target;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::task::{Id, JoinSet};
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
    crawl_within(target, request, stop, permits, now()).await
}

/// As [`crawl()`], sharing the permits with the crawls of other accounts.
pub(super) async fn crawl_within(
    target: &Target,
    request: &Request,
    stop: Stop,
    permits: Arc<Semaphore>,
    taken_at: jiff::Timestamp,
) -> Snapshot {
    let mut builder = Builder::new(taken_at);
    builder.account(&target.account, target.partition);
    builder.narrow_to(target.regions.clone());
    let mut plan = Plan::new(target.account.clone(), target.partition, target.home.clone(), &request.collections);
    let mut crawl = Crawl::new(target, request, stop, permits, taken_at);
    let mut next = plan.begin(&target.regions, target.offer.as_deref());
    if let Some(offer) = &target.offer {
        let question = Snapshot::global_question(&target.account, Collection::Regions, "");
        builder.record(Coverage::answered(question.clone(), offer.len() as u64, 1));
        builder.add(&question, Items::Regions(offer.clone()));
    }
    loop {
        let Next { errands, records } = next;
        records.into_iter().for_each(|record| builder.record(record));
        errands.into_iter().for_each(|errand| crawl.send(errand));
        let Some(reply) = crawl.reply().await else { break };
        let Reply { at, question, items, record } = reply;
        next = plan.learn(&at, &question, &items, &record);
        if let Items::Regions(regions) = &items {
            crawl.standing = standing(regions);
        }
        // A keyed question that failed must not leave an empty list behind.
        if record.outcome.is_complete() || !items.is_empty() {
            builder.add(&question, items);
        }
        builder.record(record);
    }
    builder.finish()
}

/// Everything under way.
struct Crawl {
    home: Region,
    clients: Clients,
    standing: BTreeMap<Region, Standing>,
    under_way: JoinSet<Reply>,
    errands: HashMap<Id, Errand>,
    limits: Limits,
    taken_at: jiff::Timestamp,
    span: Span,
}

impl Crawl {
    fn new(target: &Target, request: &Request, stop: Stop, permits: Arc<Semaphore>, taken_at: jiff::Timestamp) -> Self {
        let pace = Arc::new(Pace::default());
        Self {
            home: target.home.clone(),
            clients: Clients::new(target, request.timeout, &pace),
            standing: standing(target.offer.as_deref().unwrap_or_default()),
            under_way: JoinSet::new(),
            errands: HashMap::new(),
            limits: Limits { stop, timeout: request.timeout, pace, permits },
            taken_at,
            span: tracing::info_span!("crawl", account = %target.account),
        }
    }

    fn send(&mut self, errand: Errand) {
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
    async fn reply(&mut self) -> Option<Reply> {
        match self.under_way.join_next_with_id().await? {
            Ok((id, reply)) => {
                self.errands.remove(&id);
                Some(reply)
            }
            // A fault of ours in one question must not lose the others, nor pass for an answer.
            Err(error) => {
                let Errand { question, at, with: _ } = self.errands.remove(&error.id())?;
                let message = "byway failed while it asked; please report this";
                let record = Trouble::ours(Outcome::Failed, "Fault", message).record(question.clone(), 0, 0);
                tracing::error!(operation = %question.collection, %error, "{message}");
                Some(Reply { at, items: Items::none(question.collection), question, record })
            }
        }
    }

    fn standing(&self, region: &Region) -> Standing {
        if region == &self.home {
            return Standing::Enabled;
        }
        self.standing.get(region).copied().unwrap_or(Standing::Unknown)
    }
}

pub(super) fn standing(regions: &[RegionOnOffer]) -> BTreeMap<Region, Standing> {
    let judge = |region: &RegionOnOffer| if region.is_enabled() { Standing::Enabled } else { Standing::NotEnabled };
    regions.iter().filter_map(|region| Some((region.region_name.as_deref()?.parse().ok()?, judge(region)))).collect()
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
