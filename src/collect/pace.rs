//! How fast AWS may be asked.
//!
//! AWS counts requests in token buckets and refuses what finds its bucket empty. A refusal costs a round trip and a wait
//! that grows, so byway keeps buckets of its own, just inside AWS's, and waits for its turn instead.

use crate::id::Region;
use crate::snapshot::Collection;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// A bucket as AWS documents it: who shares it, how many requests it holds, how many a second come back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Allowance {
    /// One bucket for every Region of the account.
    pub(crate) is_global: bool,
    /// One bucket for every operation of the service, else one for each operation.
    pub(crate) is_shared: bool,
    pub(crate) burst: f64,
    pub(crate) rate: f64,
}

/// The allowance that a collection's calls draw on.
///
/// EC2: <https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html>, Route 53:
/// <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html>, Organizations:
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html>. Profiles and load balancing
/// publish none: theirs are the Resolver's, and what has been seen to pass.
pub(crate) fn allowance(collection: Collection) -> Allowance {
    let each = |burst, rate| Allowance { is_global: false, is_shared: false, burst, rate };
    let shared = |burst, rate| Allowance { is_global: false, is_shared: true, burst, rate };
    match (collection.service(), collection) {
        ("route53", _) => Allowance { is_global: true, ..shared(50.0, 10.0) },
        ("route53resolver" | "route53profiles", _) => shared(5.0, 5.0),
        ("elasticloadbalancing", _) => each(20.0, 10.0),
        ("cloudwatch", _) => each(50.0, 50.0),
        ("organizations", Collection::Organization) => Allowance { is_global: true, ..each(2.0, 1.0) },
        ("organizations", _) => Allowance { is_global: true, ..each(12.0, 8.0) },
        _ => each(100.0, 20.0),
    }
}

impl Allowance {
    /// Just inside: a rate that differing clocks do not bring beyond AWS's, and one request less at once: the first of a burst
    /// may be longer on its way than the first after it.
    fn inside(self) -> Self {
        Self { burst: (self.burst - 1.0).max(1.0), rate: self.rate * 0.999, ..self }
    }

    /// The least time that `calls` calls take once the first may go.
    pub(crate) fn least(self, calls: u64) -> Duration {
        #[expect(clippy::cast_precision_loss, reason = "calls are few against 2^53")]
        let over = (calls as f64 - self.burst).max(0.0);
        Duration::from_secs_f64(over / self.rate)
    }
}

/// The bucket of a collection's calls in a Region.
pub(crate) fn bucket(region: &Region, collection: Collection) -> (Region, &'static str) {
    let allowance = allowance(collection);
    let region = if allowance.is_global { Region::global() } else { region.clone() };
    (region, if allowance.is_shared { collection.service() } else { collection.operation() })
}

/// The buckets of one account.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    buckets: Mutex<BTreeMap<(Region, &'static str), Arc<Bucket>>>,
    throttles: AtomicU64,
}

#[derive(Debug)]
struct Bucket {
    /// Whoever comes first goes first.
    queue: tokio::sync::Mutex<()>,
    waiting: AtomicU64,
    level: Mutex<Level>,
}

/// How many requests may go, as of a time.
#[derive(Debug)]
struct Level {
    allowance: Allowance,
    tokens: f64,
    /// None until AWS has answered once.
    ///
    /// NOTE: AWS's bucket is full, and fills no further, until the first request arrives. Tokens counted from the time it
    /// was sent would be more than AWS counts by as many as a slow connection takes to open.
    at: Option<Instant>,
}

impl Level {
    fn new(allowance: Allowance) -> Self {
        Self { allowance, tokens: allowance.burst, at: None }
    }

    /// Counts what came back until now.
    fn fill(&mut self, now: Instant) {
        if let Some(at) = self.at.as_mut() {
            let passed = now.saturating_duration_since(*at).as_secs_f64();
            self.tokens = passed.mul_add(self.allowance.rate, self.tokens).min(self.allowance.burst);
            *at = now;
        }
    }

    /// How long until a request may go; none while that depends on an answer.
    fn wait(&self) -> Option<Duration> {
        let missing = 1.0 - self.tokens;
        if missing <= 0.0 {
            return Some(Duration::ZERO);
        }
        // A little more, so that rounding does not bring the same wait again.
        self.at.map(|_| Duration::from_secs_f64(missing / self.allowance.rate) + Duration::from_micros(10))
    }
}

impl Bucket {
    fn with<T>(&self, work: impl FnOnce(&mut Level) -> T) -> T {
        let mut level = self.level.lock().unwrap_or_else(PoisonError::into_inner);
        level.fill(Instant::now());
        work(&mut level)
    }
}

impl Pace {
    /// Waits for a turn in the bucket of a collection's calls, then for `ready`, and takes the token at the last moment: a
    /// token taken early and used late would come to AWS together with later ones.
    pub(crate) async fn turn<T>(&self, region: &Region, collection: Collection, ready: impl Future<Output = T>) -> T {
        let bucket = self.bucket(region, collection);
        let _waiting = Waiting::new(&bucket);
        let _head = bucket.queue.lock().await;
        loop {
            match bucket.with(|level| level.wait()) {
                Some(Duration::ZERO) => break,
                Some(wait) => sleep(wait).await,
                // The burst is spent and nobody has been answered yet.
                None => sleep(Duration::from_millis(5)).await,
            }
        }
        let ready = ready.await;
        bucket.with(|level| level.tokens -= 1.0);
        ready
    }

    /// Counts a retry, which does not wait for a turn: those after it wait the longer.
    pub(crate) fn retried(&self, region: &Region, collection: Collection) {
        self.bucket(region, collection).with(|level| level.tokens -= 1.0);
    }

    /// AWS has answered a call, or it never will: from here on tokens come back.
    pub(crate) fn answered(&self, region: &Region, collection: Collection) {
        let bucket = self.bucket(region, collection);
        bucket.with(|level| level.at = level.at.or_else(|| Some(Instant::now())));
    }

    /// AWS refused a call for its number: somebody else draws on the same bucket, which is empty now.
    pub(crate) fn throttled(&self, region: &Region, collection: Collection) {
        self.throttles.fetch_add(1, Ordering::Relaxed);
        self.bucket(region, collection).with(|level| level.tokens = level.tokens.min(0.0));
    }

    /// How often AWS has refused a call for its number.
    pub(crate) fn throttles(&self) -> u64 {
        self.throttles.load(Ordering::Relaxed)
    }

    /// How long the last of those who wait has to wait.
    pub(crate) fn backlog(&self) -> Duration {
        let buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let left = |bucket: &Arc<Bucket>| {
            #[expect(clippy::cast_precision_loss, reason = "those who wait are few")]
            let waiting = bucket.waiting.load(Ordering::Relaxed) as f64;
            bucket.with(|level| (waiting - level.tokens).max(0.0) / level.allowance.rate)
        };
        Duration::from_secs_f64(buckets.values().map(left).fold(0.0, f64::max))
    }

    fn bucket(&self, region: &Region, collection: Collection) -> Arc<Bucket> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let held = buckets.entry(bucket(region, collection)).or_insert_with(|| {
            Arc::new(Bucket {
                queue: tokio::sync::Mutex::new(()),
                waiting: AtomicU64::new(0),
                level: Mutex::new(Level::new(allowance(collection).inside())),
            })
        });
        Arc::clone(held)
    }
}

/// Counts who waits, those who give up included.
struct Waiting<'b>(&'b Bucket);

impl<'b> Waiting<'b> {
    fn new(bucket: &'b Bucket) -> Self {
        bucket.waiting.fetch_add(1, Ordering::Relaxed);
        Self(bucket)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(code: &str) -> Region {
        code.parse().unwrap_or_else(|_| Region::global())
    }

    /// When each of `calls` requests goes if all wait from the start, and the first is answered after `answer`.
    fn sent(allowance: Allowance, calls: usize, answer: Duration) -> Vec<Duration> {
        let began = Instant::now();
        let mut level = Level::new(allowance.inside());
        let mut passed = Duration::ZERO;
        let mut sent = Vec::new();
        while sent.len() < calls {
            if passed >= answer && level.at.is_none() {
                level.at = Some(began + answer);
            }
            level.fill(began + passed);
            match level.wait() {
                Some(Duration::ZERO) => {
                    level.tokens -= 1.0;
                    sent.push(passed);
                }
                Some(wait) => passed += wait,
                None => passed += Duration::from_millis(5),
            }
        }
        sent
    }

    /// AWS's side of the bargain: every request as it comes in, up to `late` after it was sent; none may find the bucket
    /// empty.
    fn refused(collection: Collection, calls: usize, late: Duration) -> usize {
        let aws = allowance(collection);
        let held_up = |at: usize| late * u32::try_from(at % 7).unwrap_or(0) / 6;
        let sent = sent(aws, calls, late + Duration::from_millis(20));
        let mut came: Vec<Duration> = sent.iter().enumerate().map(|(at, sent)| *sent + held_up(at)).collect();
        came.sort();
        let mut last = came.first().copied().unwrap_or_default();
        let mut level = aws.burst;
        let mut refused = 0;
        for at in came {
            level = (at - last).as_secs_f64().mul_add(aws.rate, level).min(aws.burst);
            last = at;
            if level < 1.0 { refused += 1 } else { level -= 1.0 }
        }
        refused
    }

    #[test]
    fn nothing_that_waits_for_its_turn_finds_awss_bucket_empty() {
        for collection in Collection::ALL {
            for late in [0, 40, 400] {
                assert_eq!(refused(collection, 240, Duration::from_millis(late)), 0, "{collection}, {late} ms late");
            }
        }
    }

    #[test]
    fn route_53_is_one_bucket_for_all_regions_and_operations() {
        let (one, other) = (region("eu-west-1"), region("us-east-1"));
        assert_eq!(bucket(&one, Collection::HostedZones), bucket(&other, Collection::ResourceRecordSets));
        assert_ne!(bucket(&one, Collection::Vpcs), bucket(&other, Collection::Vpcs));
        assert_ne!(bucket(&one, Collection::Vpcs), bucket(&one, Collection::Subnets));
        assert_eq!(bucket(&one, Collection::ResolverRules), bucket(&one, Collection::ResolverEndpoints));
    }

    #[test]
    fn a_burst_goes_at_once_and_the_rest_at_the_rate() {
        let sent = sent(allowance(Collection::HostedZonesByVpc), 150, Duration::from_millis(80));
        assert!(sent.iter().take(49).all(Duration::is_zero));
        // A hundred beyond the burst, at a little less than ten a second.
        assert!(sent.last().is_some_and(|last| (9.9..10.3).contains(&last.as_secs_f64())), "{sent:?}");
    }
}
