//! One question to its last page.

use super::Stop;
use super::outcome::{Standing, Trouble};
use super::pace::Pace;
use super::paging::{Paging, paging};
use crate::id::Region;
use crate::snapshot::model::Described;
use crate::snapshot::{Collection, Outcome};
use aws_sdk_ec2::error::{ProvideErrorMetadata, SdkError};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use std::collections::BTreeSet;
use std::error::Error;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::error::Elapsed;
use tokio::time::{Instant, sleep, timeout_at};

/// What came for a question, and what ended it if that was not its last page.
#[derive(Debug)]
pub(crate) struct Pages<T> {
    pub(crate) items: Vec<T>,
    pub(crate) pages: u64,
    pub(crate) trouble: Option<Trouble>,
}

/// What all questions of an account share.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    pub(crate) stop: Stop,
    /// How long one question may take, retries and pages included, byway's own queues left out.
    pub(crate) timeout: Duration,
    pub(crate) pace: Arc<Pace>,
    /// How many calls may be under way at once, of all accounts.
    pub(crate) permits: Arc<Semaphore>,
}

/// A page: its list, `None` if the answer has none at all, and where the next one begins.
pub(crate) type Page<T> = (Option<Vec<T>>, Next);

/// What follows a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// It was the last one.
    End,
    /// The next one is asked for with this token.
    Token(String),
    /// AWS says there is more, and not how to ask for it.
    Lost,
}

impl Next {
    /// EC2's way: a token that is missing or empty means the end.
    pub(crate) fn of(token: Option<String>) -> Self {
        token.filter(|token| !token.is_empty()).map_or(Self::End, Self::Token)
    }
}

/// The circumstances of one question.
#[derive(Debug)]
pub(crate) struct Asking {
    collection: Collection,
    at: Region,
    standing: Standing,
    stop: Stop,
    timeout: Duration,
    /// Moves on while the question waits in byway's own queues: that is not AWS being slow.
    deadline: Mutex<Instant>,
    pace: Arc<Pace>,
    permits: Arc<Semaphore>,
    extent: Extent,
}

/// How much of an answer is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Every page, each as large as AWS makes them.
    All,
    /// One page as small as AWS makes them: whether there is an answer is all that is wanted.
    Taste,
}

/// How long a call may hold one of the permits. A host that hangs must not keep others from being asked.
const HOLD: Duration = Duration::from_secs(10);

impl Asking {
    /// Starts the clock of one question, put in the Region `at`.
    pub(crate) fn begin(collection: Collection, at: &Region, standing: Standing, limits: &Limits) -> Self {
        let Limits { stop, timeout, pace, permits } = limits;
        Self {
            collection,
            at: at.clone(),
            standing,
            stop: stop.clone(),
            timeout: *timeout,
            deadline: Mutex::new(Instant::now() + *timeout),
            pace: Arc::clone(pace),
            permits: Arc::clone(permits),
            extent: Extent::All,
        }
    }

    /// The same question, of which no more than this is wanted.
    pub(crate) fn wanting(self, extent: Extent) -> Self {
        Self { extent, ..self }
    }

    /// The size of page to ask for, where the operation has pages.
    pub(crate) fn page_size(&self) -> Option<i32> {
        match (paging(self.collection), self.extent) {
            (Paging::Whole, Extent::All | Extent::Taste) => None,
            (Paging::Pages { least: _, most }, Extent::All) => Some(most),
            (Paging::Pages { least, most: _ }, Extent::Taste) => Some(least),
        }
    }

    /// Whether one small page is all that is wanted.
    pub(crate) fn is_taste(&self) -> bool {
        self.extent == Extent::Taste
    }

    /// One call, bounded by the deadline and by the user's patience.
    pub(crate) async fn once<T, E>(
        &self,
        call: impl Future<Output = Result<T, SdkError<E, HttpResponse>>>,
    ) -> Result<T, Trouble>
    where
        E: ProvideErrorMetadata + Error + 'static,
    {
        tokio::select! {
            biased;
            () = self.stop.asked() => Err(Trouble::cancelled()),
            answer = self.in_turn(call) => match answer {
                Ok(Ok(answer)) => Ok(answer),
                Ok(Err(error)) => Err(Trouble::of(&error, self.collection, self.standing)),
                Err(_) => Err(Trouble::timed_out(self.timeout.as_secs())),
            },
        }
    }

    /// Waits for a turn under AWS's allowance and for one of the permits, then calls.
    async fn in_turn<T>(&self, call: impl Future<Output = T>) -> Result<T, Elapsed> {
        let came = Instant::now();
        // The permits are never closed, so there always is one in the end.
        let permit = self.pace.turn(&self.at, self.collection, self.permits.acquire()).await.ok();
        let deadline = {
            let mut deadline = self.deadline.lock().unwrap_or_else(PoisonError::into_inner);
            *deadline += came.elapsed();
            *deadline
        };
        tokio::pin!(call);
        let answer = tokio::select! {
            biased;
            answer = timeout_at(deadline, &mut call) => answer,
            () = sleep(HOLD) => {
                drop(permit);
                timeout_at(deadline, call).await
            }
        };
        if answer.is_err() {
            // Nobody is told of the end of a call that was given up, and others may be waiting for one.
            self.pace.answered(&self.at, self.collection);
        }
        answer
    }

    /// Every page. `ask` gets the token of the page to fetch, none for the first.
    ///
    /// What came before trouble is kept. A token met before would fetch the same pages for ever, so it ends the
    /// question: partial, never complete.
    ///
    /// NOTE: boxed here and nowhere else: a question may be any of sixty, and the stack of an unoptimised build has no room
    /// for the futures of all of them.
    pub(crate) fn every_page<'a, T, E, F>(
        &'a self,
        ask: impl Fn(Option<String>) -> F + Send + 'a,
    ) -> Pin<Box<dyn Future<Output = Pages<T>> + Send + 'a>>
    where
        T: Described + Send + 'a,
        E: ProvideErrorMetadata + Error + Send + 'static,
        F: Future<Output = Result<Page<T>, SdkError<E, HttpResponse>>> + Send + 'a,
    {
        Box::pin(self.to_the_end(ask))
    }

    async fn to_the_end<T, E, F>(&self, ask: impl Fn(Option<String>) -> F) -> Pages<T>
    where
        T: Described,
        E: ProvideErrorMetadata + Error + 'static,
        F: Future<Output = Result<Page<T>, SdkError<E, HttpResponse>>>,
    {
        let mut seen = Pages { items: Vec::new(), pages: 0, trouble: None };
        let mut tokens = BTreeSet::new();
        let mut token = None;
        let mut nameless = 0_usize;
        loop {
            let (items, next) = match self.once(ask(token.take())).await {
                Ok(page) => page,
                Err(trouble) => return Pages { trouble: Some(trouble), ..seen },
            };
            let Some(items) = items else {
                let missing = format!("the answer has no `{}`", self.collection.member());
                return Pages { trouble: Some(Trouble::ours(Outcome::Failed, "NoList", missing)), ..seen };
            };
            seen.pages += 1;
            let count = items.len();
            let (named, without_id): (Vec<T>, Vec<T>) = items.into_iter().partition(|item| !item.id().is_empty());
            nameless += without_id.len();
            seen.items.extend(named);
            tracing::debug!(page = seen.pages, items = count, "page");
            match next {
                Next::End => break,
                Next::Lost | Next::Token(_) if self.extent == Extent::Taste => break,
                Next::Lost => {
                    let message = "AWS says that more follows and gives no token for it";
                    seen.trouble = Some(Trouble::ours(Outcome::Failed, "MissingToken", message));
                    return seen;
                }
                Next::Token(next) if !tokens.insert(next.clone()) => {
                    let message = "AWS gave the same page token twice";
                    seen.trouble = Some(Trouble::ours(Outcome::Failed, "RepeatedToken", message));
                    return seen;
                }
                Next::Token(next) => token = Some(next),
            }
        }
        // A thing that cannot be named cannot be held, and a list that lacks it is not whole.
        if nameless > 0 {
            seen.trouble = Some(Trouble::ours(Outcome::Failed, "NoId", format!("{nameless} of the list have no id")));
        }
        seen
    }
}
