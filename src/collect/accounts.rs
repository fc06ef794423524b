//! Many accounts: so many at once, into one snapshot.
//!
//! An account that cannot be entered, or in which byway fails, harms no other: it stays in the snapshot with a record
//! that says why nothing of it is known.

use super::Stop;
use super::ask::{Errand, Reply, With};
use super::crawl::{Crawl, Request, crawl_within, now};
use super::outcome::{Standing, Trouble};
use super::plan::hanging;
use crate::id::{AccountId, Partition, Region};
use crate::snapshot::model::OrganizationAccount;
use crate::snapshot::{Builder, Collection, Coverage, Items, Outcome, Question, Snapshot};
use crate::target::{Doors, NotEntered, Session, Target, Way};
use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio::task::{Id, JoinSet};
use tokio::time::timeout;
use tracing::{Instrument, Span};

/// The organization's accounts, as AWS listed them to the caller.
#[derive(Debug)]
pub struct Listed(Reply);

impl Listed {
    /// The accounts seen.
    pub fn accounts(&self) -> &[OrganizationAccount] {
        match &self.0.items {
            Items::OrganizationAccounts(accounts) => accounts,
            _ => &[],
        }
    }

    /// How the question ended.
    pub fn record(&self) -> &Coverage {
        &self.0.record
    }
}

/// Asks for the organization's accounts, once and at the pace AWS allows.
///
/// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html>
pub async fn list_accounts(caller: &Target, request: &Request, stop: Stop) -> Option<Listed> {
    let question = Snapshot::global_question(&caller.account, Collection::OrganizationAccounts, "");
    let mut crawl = Crawl::new(caller, request, stop, permits(request), now());
    crawl.send(Errand { question, at: caller.home.clone(), with: With::Nothing });
    crawl.reply().await.map(Listed)
}

/// Accounts to crawl, and how.
#[derive(Debug)]
pub struct Accounts {
    /// The accounts, each with the way into it.
    pub doors: Doors,
    /// How the sessions of roles are opened.
    pub session: Session,
    /// How many may be under way at once. Memory holds so many crawls, and what the snapshot holds.
    pub at_once: NonZeroUsize,
    /// The organization's accounts, if they were listed: not asked for again.
    pub listed: Option<Listed>,
}

/// Asks everything that `request` needs of each account, as [`super::crawl()`] does of one.
///
/// Makes a span named `accounts`, with the field `of`, around one named `account` for each.
pub async fn crawl_accounts(caller: &Target, accounts: Accounts, request: &Request, stop: Stop) -> Snapshot {
    let Accounts { doors: Doors(doors), session, at_once, mut listed } = accounts;
    let taken_at = now();
    let mut builder = Builder::new(taken_at);
    builder.narrow_to(caller.regions.clone());
    let shared =
        Arc::new(Shared { caller: caller.clone(), request: request.clone(), session, permits: permits(request) });
    let whole = tracing::info_span!("accounts", of = doors.len());
    let visit = |account: AccountId, way: Way| {
        let (shared, stop) = (Arc::clone(&shared), stop.clone());
        let known = if account == caller.account { listed.take().map(|Listed(reply)| reply) } else { None };
        async move { shared.visit(way, known, stop, taken_at).await }
    };
    let ended = |account: AccountId, end: Result<Snapshot, Trouble>| match end {
        Ok(seen) => builder.absorb(seen),
        Err(trouble) => shut(&mut builder, &account, caller.partition, request, &trouble),
    };
    each(doors.into_iter(), at_once, &whole, visit, ended).await;
    builder.finish()
}

fn permits(request: &Request) -> Arc<Semaphore> {
    Arc::new(Semaphore::new(request.concurrency.max(1)))
}

/// What all accounts share.
struct Shared {
    caller: Target,
    request: Request,
    session: Session,
    permits: Arc<Semaphore>,
}

impl Shared {
    /// Enters an account and crawls it.
    async fn visit(
        &self,
        way: Way,
        known: Option<Reply>,
        stop: Stop,
        taken_at: jiff::Timestamp,
    ) -> Result<Snapshot, Trouble> {
        let target = match way {
            Way::AtHand => self.caller.clone(),
            Way::Role(role) => tokio::select! {
                biased;
                () = stop.asked() => return Err(Trouble::cancelled()),
                entered = self.enter(&role) => entered?,
            },
        };
        let permits = Arc::clone(&self.permits);
        let known = known.into_iter().collect();
        Ok(Box::pin(crawl_within(&target, &self.request, stop, permits, taken_at, known)).await)
    }

    async fn enter(&self, role: &crate::target::Role) -> Result<Target, Trouble> {
        // The permits are never closed, so there always is one in the end. Waiting for it is not AWS being slow.
        let _permit = self.permits.acquire().await.ok();
        let patience = self.request.timeout;
        let entered = timeout(patience, Box::pin(self.caller.enter(role, &self.session))).await;
        entered.map_err(|_| Trouble::timed_out(patience.as_secs()))?.map_err(|error| {
            tracing::info!(account = %role.account, cause = %crate::target::Cause::of(&error), "not entered");
            trouble(&error)
        })
    }
}

/// What it means for an account that it cannot be entered.
fn trouble(error: &NotEntered) -> Trouble {
    let trouble = match error {
        NotEntered::Role(error) => Trouble::of(error, Collection::Regions, Standing::Enabled),
        NotEntered::Identity(error) => Trouble::of(error, Collection::Regions, Standing::Enabled),
        NotEntered::Unreadable(cause) => Trouble::ours(Outcome::Failed, "NoIdentity", cause.to_string()),
        NotEntered::WrongAccount { .. } => Trouble::ours(Outcome::Failed, "WrongAccount", error.to_string()),
    };
    Trouble { permission: trouble.permission.is_some().then(|| "sts:AssumeRole".to_owned()), ..trouble }
}

/// Records an account of which nothing is known: neither its Regions nor anything of its own.
fn shut(builder: &mut Builder, account: &AccountId, partition: Partition, request: &Request, trouble: &Trouble) {
    builder.account(account, partition);
    let wanted = hanging::closure(&request.collections);
    let asked = |one: &Collection| one.is_global() && !one.is_keyed() && wanted.contains(one);
    let collections = Collection::ALL.into_iter().filter(asked).chain([Collection::Regions]);
    for collection in collections {
        let question = Question { account: account.clone(), region: Region::global(), collection, key: String::new() };
        builder.record(trouble.clone().record(question, 0, 0));
    }
}

/// Visits every account, so many at once; nothing of one that has ended is kept. A fault of ours in one is its own.
async fn each<V>(
    mut waiting: impl Iterator<Item = (AccountId, Way)>,
    at_once: NonZeroUsize,
    whole: &Span,
    mut visit: impl FnMut(AccountId, Way) -> V,
    mut ended: impl FnMut(AccountId, Result<Snapshot, Trouble>),
) where
    V: Future<Output = Result<Snapshot, Trouble>> + Send + 'static,
{
    let mut under_way = JoinSet::new();
    let mut who: HashMap<Id, AccountId> = HashMap::new();
    loop {
        while under_way.len() < at_once.get()
            && let Some((account, way)) = waiting.next()
        {
            let span = tracing::info_span!(parent: whole, "account", %account);
            let handle = under_way.spawn(visit(account.clone(), way).instrument(span));
            who.insert(handle.id(), account);
        }
        let (id, end) = match under_way.join_next_with_id().await {
            None => return,
            Some(Ok((id, end))) => (id, end),
            Some(Err(error)) => {
                let message = "byway failed while it crawled this account; please report this";
                tracing::error!(%error, "{message}");
                (error.id(), Err(Trouble::ours(Outcome::Failed, "Fault", message)))
            }
        };
        if let Some(account) = who.remove(&id) {
            ended(account, end);
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::panic, reason = "a test")]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    #[test]
    fn a_panic_in_one_account_is_that_accounts_alone_and_no_more_are_under_way_than_allowed() {
        static UNDER_WAY: AtomicUsize = AtomicUsize::new(0);
        static PEAK: AtomicUsize = AtomicUsize::new(0);
        let accounts = (0..50_u64).map(|number| (format!("{number:012}").parse::<AccountId>().unwrap(), Way::AtHand));
        let mut ends = Vec::new();
        let visit = |account: AccountId, _: Way| async move {
            PEAK.fetch_max(UNDER_WAY.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(2)).await;
            UNDER_WAY.fetch_sub(1, Ordering::SeqCst);
            if account.as_str() == "000000000007" {
                panic!("as a fault of ours would");
            }
            Ok(Builder::new(jiff::Timestamp::UNIX_EPOCH).finish())
        };
        let ended = |account: AccountId, end: Result<Snapshot, Trouble>| ends.push((account, end.is_ok()));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(each(accounts, NonZeroUsize::new(5).unwrap(), &Span::none(), visit, ended));
        ends.sort();
        assert_eq!(ends.len(), 50);
        let failed: Vec<&str> = ends.iter().filter(|(_, ok)| !ok).map(|(account, _)| account.as_str()).collect();
        assert_eq!(failed, ["000000000007"]);
        assert_eq!(PEAK.load(Ordering::SeqCst), 5);
    }
}
