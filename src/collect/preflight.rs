//! One cheap call per operation: what these credentials may ask, tried before a crawl.
//!
//! Every call is one that a crawl makes, for the smallest page AWS gives, in one Region, at a crawl's pace. A question
//! about one thing names one that a listing has just shown; where there is none, one that does not exist: AWS then says
//! so to whoever may ask, and refuses whoever may not.

use super::Stop;
use super::ask::{Errand, Reply, ask};
use super::clients::Clients;
use super::crawl::{Request, now, standing};
use super::outcome::Standing;
use super::pace::Pace;
use super::page::{Asking, Extent, Limits};
use super::permissions::asked_for;
use super::probe::{Probe, Shown};
use crate::id::Region;
use crate::snapshot::{Collection, Coverage, Outcome, Question};
use crate::target::Target;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio::task::{JoinError, JoinSet};

/// What came of trying one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// What was asked for.
    pub collection: Collection,
    /// Whether a crawl may ask for it.
    pub grant: Grant,
    /// How the call ended.
    pub record: Coverage,
}

/// Whether an operation may be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grant {
    /// AWS answered.
    Allowed,
    /// AWS refused.
    Refused,
    /// There was no answer, for a reason other than permissions.
    Failed,
    /// The answer does not tell: the Region lacks the service, or AWS minded the made-up thing first.
    Untold,
}

impl Grant {
    /// The word used in JSON and text.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Untold => "untold",
        }
    }
}

/// Tries every operation that a crawl for `request` would use, in `region` or without one, in order of collection.
pub async fn preflight(target: &Target, request: &Request, region: &Region, stop: Stop) -> Vec<Tried> {
    let wanted = asked_for(&request.collections);
    let pace = Arc::new(Pace::default());
    let mut attempt = Attempt {
        target,
        region,
        clients: Clients::new(target, &pace),
        limits: Limits {
            stop,
            timeout: request.timeout,
            pace,
            permits: Arc::new(Semaphore::new(request.concurrency.max(1))),
        },
    };
    let mut shown = Shown::default();
    let mut tried = Vec::new();
    // Opening the account has listed its Regions.
    let listed = target.offer.as_ref().filter(|_| wanted.contains(&Collection::Regions));
    if let Some(offer) = listed {
        let record = Coverage::answered(attempt.question(Collection::Regions, ""), offer.len() as u64, 1);
        tried.push(Tried { collection: Collection::Regions, grant: Grant::Allowed, record });
    }
    let open = wanted.into_iter().filter(|one| listed.is_none() || *one != Collection::Regions);
    // Listings first: they show what the other questions can be about.
    let (listings, others): (BTreeSet<Collection>, BTreeSet<Collection>) = open.partition(|one| !one.is_keyed());
    for round in [listings, others] {
        let probes: Vec<Probe> = round.into_iter().map(|one| attempt.probe(one, &shown)).collect();
        for (probe, reply) in attempt.all(probes).await {
            let Reply { at: _, question, items, record } = reply;
            shown.learn(&items, &target.account);
            tried.push(Tried { collection: question.collection, grant: grant(&record, probe.is_made_up), record });
        }
    }
    tried.sort_by_key(|one| one.collection);
    tried
}

/// Everything that calls need.
struct Attempt<'t> {
    target: &'t Target,
    region: &'t Region,
    clients: Clients,
    limits: Limits,
}

impl Attempt<'_> {
    fn question(&self, collection: Collection, key: &str) -> Question {
        let region = if collection.is_global() { Region::global() } else { self.region.clone() };
        Question { account: self.target.account.clone(), region, collection, key: key.to_owned() }
    }

    fn probe(&self, collection: Collection, shown: &Shown) -> Probe {
        Probe::of(collection, shown, self.target.partition, self.region, &self.target.account)
    }

    /// The replies to all of these, in any order.
    async fn all(&mut self, probes: Vec<Probe>) -> Vec<(Probe, Reply)> {
        let mut under_way = JoinSet::new();
        let mut asked = HashMap::new();
        for probe in probes {
            let question = self.question(probe.collection, &probe.key);
            // A global question hangs on a Region only where it names a VPC, which is in the Region tried.
            let needs_no_region = question.region.is_global() && probe.collection != Collection::HostedZonesByVpc;
            let at = if needs_no_region { &self.target.home } else { self.region };
            let clients = self.clients.of(at);
            let known = standing(self.target.offer.as_deref().unwrap_or_default());
            let standing = if at == &self.target.home {
                Standing::Enabled
            } else {
                known.get(at).copied().unwrap_or(Standing::Unknown)
            };
            let asking = Asking::begin(probe.collection, at, standing, &self.limits).wanting(Extent::Taste);
            let errand = Errand { question, at: at.clone(), with: probe.with.clone() };
            let sent = errand.clone();
            let handle = under_way.spawn(async move { ask(sent, &clients, now(), &asking).await });
            asked.insert(handle.id(), (probe, errand));
        }
        let mut replies = Vec::new();
        while let Some(done) = under_way.join_next_with_id().await {
            let id = done.as_ref().map_or_else(JoinError::id, |(id, _)| *id);
            let Some((probe, errand)) = asked.remove(&id) else { continue };
            replies.push(match done {
                Ok((_, reply)) => (probe, reply),
                Err(error) => (probe, Reply::fault(errand, &error)),
            });
        }
        // Which thing is asked about next must not hang on which answer came first.
        replies.sort_by_key(|(probe, _)| probe.collection);
        replies
    }
}

/// What the end of a call says about the right to make it.
///
/// NOTE: where the thing asked about is made up, AWS may mind it before it looks at permissions. A refusal counts then
/// only if it speaks of an action, and a complaint about the question's form tells nothing.
fn grant(record: &Coverage, is_made_up: bool) -> Grant {
    let speaks_of_an_action = record
        .message
        .as_deref()
        .is_some_and(|message| message.to_ascii_lowercase().contains("not authorized to perform"));
    let code = record.code.as_deref().unwrap_or_default();
    match record.outcome {
        Outcome::Answered | Outcome::Partial => Grant::Allowed,
        Outcome::Refused if is_made_up && !speaks_of_an_action => Grant::Untold,
        Outcome::Refused => Grant::Refused,
        Outcome::Failed if is_no_such_thing(code) => Grant::Allowed,
        Outcome::Failed if is_made_up && is_about_form(code) => Grant::Untold,
        Outcome::NotEnabled => Grant::Untold,
        Outcome::Failed
        | Outcome::Throttled
        | Outcome::TimedOut
        | Outcome::Cancelled
        | Outcome::NotAsked
        | Outcome::NotVisible => Grant::Failed,
    }
}

/// Codes that say that there is no such thing: whoever hears that may ask.
///
/// EC2: <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html>; the other services' on the page
/// of each operation.
fn is_no_such_thing(code: &str) -> bool {
    code.ends_with(".NotFound")
        || matches!(
            code,
            "NoSuchHostedZone"
                | "InvalidVPCId"
                | "ResourceNotFoundException"
                | "LoadBalancerNotFound"
                | "TargetGroupNotFound"
        )
}

/// Codes that complain about the form of a question.
fn is_about_form(code: &str) -> bool {
    code.ends_with(".Malformed")
        || matches!(
            code,
            "ValidationError"
                | "ValidationException"
                | "InvalidInput"
                | "InvalidParameter"
                | "InvalidParameterException"
                | "InvalidParameterValue"
                | "InvalidRequestException"
        )
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;

    fn ended(outcome: Outcome, code: &str, message: &str, is_made_up: bool) -> Grant {
        let question = Question {
            account: "111122223333".parse().unwrap(),
            region: Region::global(),
            collection: Collection::HostedZoneVpcs,
            key: String::new(),
        };
        let record = Coverage {
            code: Some(code.to_owned()),
            message: Some(message.to_owned()),
            ..Coverage::new(question, outcome)
        };
        grant(&record, is_made_up)
    }

    #[test]
    fn a_thing_that_is_not_there_proves_the_right_to_ask() {
        for code in ["InvalidVpcID.NotFound", "InvalidPrefixListID.NotFound", "InvalidRouteTableID.NotFound"] {
            assert_eq!(ended(Outcome::Failed, code, "", true), Grant::Allowed);
        }
        for code in ["NoSuchHostedZone", "InvalidVPCId", "ResourceNotFoundException", "TargetGroupNotFound"] {
            // Also of a thing that a listing has shown and that is gone since.
            assert_eq!(ended(Outcome::Failed, code, "", false), Grant::Allowed);
        }
    }

    #[test]
    fn what_aws_minds_before_permissions_tells_nothing() {
        assert_eq!(ended(Outcome::Failed, "ValidationError", "", true), Grant::Untold);
        assert_eq!(ended(Outcome::Failed, "ValidationError", "", false), Grant::Failed);
        let vague = "The VPC is not yours";
        assert_eq!(ended(Outcome::Refused, "AccessDenied", vague, true), Grant::Untold);
        assert_eq!(ended(Outcome::Refused, "AccessDenied", vague, false), Grant::Refused);
        let clear = "User: a is not authorized to perform: route53:GetHostedZone";
        assert_eq!(ended(Outcome::Refused, "AccessDenied", clear, true), Grant::Refused);
        assert_eq!(ended(Outcome::NotEnabled, "NoSuchHost", "", false), Grant::Untold);
    }
}
