//! One question to its last page.

use super::Stop;
use super::outcome::{Standing, Trouble};
use crate::snapshot::model::Described;
use crate::snapshot::{Collection, Outcome};
use aws_sdk_ec2::error::{ProvideErrorMetadata, SdkError};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use std::collections::BTreeSet;
use std::error::Error;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// What came for a question, and what ended it if that was not its last page.
#[derive(Debug)]
pub(crate) struct Pages<T> {
    pub(crate) items: Vec<T>,
    pub(crate) pages: u64,
    pub(crate) trouble: Option<Trouble>,
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
#[derive(Clone, Debug)]
pub(crate) struct Asking {
    collection: Collection,
    standing: Standing,
    stop: Stop,
    timeout: Duration,
    deadline: Instant,
}

impl Asking {
    /// Starts the clock of one question.
    pub(crate) fn begin(collection: Collection, standing: Standing, stop: &Stop, timeout: Duration) -> Self {
        Self { collection, standing, stop: stop.clone(), timeout, deadline: Instant::now() + timeout }
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
            answer = timeout_at(self.deadline, call) => match answer {
                Ok(Ok(answer)) => Ok(answer),
                Ok(Err(error)) => Err(Trouble::of(&error, self.collection, self.standing)),
                Err(_) => Err(Trouble::timed_out(self.timeout.as_secs())),
            },
        }
    }

    /// Every page. `ask` gets the token of the page to fetch, none for the first.
    ///
    /// What came before trouble is kept. A token met before would fetch the same pages for ever, so it ends the
    /// question: partial, never complete.
    pub(crate) async fn every_page<T, E, F>(&self, ask: impl Fn(Option<String>) -> F) -> Pages<T>
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
