//! How fast AWS may be asked.
//!
//! AWS counts requests in token buckets and refuses what finds its bucket empty. A refusal costs a round trip and a wait
//! that grows, so byway keeps buckets of its own, just inside AWS's, and waits for its turn instead.

use crate::id::Region;
use crate::snapshot::Collection;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

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
    /// Just inside: a request may come early by a jitter of two requests' worth, and clocks differ.
    fn inside(self) -> Self {
        Self { burst: (self.burst - 2.0).max(1.0), rate: self.rate * 0.98, ..self }
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
    buckets: Mutex<BTreeMap<(Region, &'static str), Bucket>>,
    throttles: AtomicU64,
}

#[derive(Debug)]
struct Bucket {
    allowance: Allowance,
    level: f64,
    at: Instant,
}

impl Bucket {
    fn take(&mut self, now: Instant) -> Duration {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        self.level = passed.mul_add(self.allowance.rate, self.level).min(self.allowance.burst);
        self.at = now;
        // Below zero a turn is reserved: whoever comes first goes first.
        self.level -= 1.0;
        Duration::from_secs_f64((-self.level / self.allowance.rate).max(0.0))
    }
}

impl Pace {
    /// Takes a turn in the bucket of a collection's calls, and says how long to wait for it.
    pub(crate) fn turn(&self, region: &Region, collection: Collection) -> Duration {
        self.with(region, collection, |bucket, now| bucket.take(now))
    }

    /// AWS refused a call for its number: somebody else draws on the same bucket, which is empty now.
    pub(crate) fn throttled(&self, region: &Region, collection: Collection) {
        self.throttles.fetch_add(1, Ordering::Relaxed);
        self.with(region, collection, |bucket, _| bucket.level = bucket.level.min(0.0));
    }

    /// How often AWS has refused a call for its number.
    pub(crate) fn throttles(&self) -> u64 {
        self.throttles.load(Ordering::Relaxed)
    }

    /// How long the last of those who wait has to wait.
    pub(crate) fn backlog(&self) -> Duration {
        let now = Instant::now();
        let buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let left = |bucket: &Bucket| {
            let passed = now.saturating_duration_since(bucket.at).as_secs_f64();
            (-bucket.level / bucket.allowance.rate - passed).max(0.0)
        };
        Duration::from_secs_f64(buckets.values().map(left).fold(0.0, f64::max))
    }

    fn with<T>(&self, region: &Region, collection: Collection, work: impl FnOnce(&mut Bucket, Instant) -> T) -> T {
        let now = Instant::now();
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let held = buckets.entry(bucket(region, collection)).or_insert_with(|| {
            let allowance = allowance(collection).inside();
            Bucket { allowance, level: allowance.burst, at: now }
        });
        work(held, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(code: &str) -> Region {
        code.parse().unwrap_or_else(|_| Region::global())
    }

    /// AWS's side of the bargain: every call as it comes in, none may find the bucket empty.
    fn refused(collection: Collection, regions: &[&str], calls: usize) -> usize {
        let pace = Pace::default();
        let aws = allowance(collection);
        let mut sent: Vec<((Region, &str), Duration)> = Vec::new();
        for at in 0..calls {
            let region = region(regions[at % regions.len()]);
            sent.push((bucket(&region, collection), pace.turn(&region, collection)));
        }
        sent.sort_by_key(|(_, at)| *at);
        let mut levels: BTreeMap<(Region, &str), (f64, Duration)> = BTreeMap::new();
        let mut refused = 0;
        for (name, at) in sent {
            let (level, last) = levels.entry(name).or_insert((aws.burst, Duration::ZERO));
            *level = ((at - *last).as_secs_f64() * aws.rate + *level).min(aws.burst);
            *last = at;
            if *level < 1.0 { refused += 1 } else { *level -= 1.0 }
        }
        refused
    }

    #[test]
    fn nothing_that_waits_for_its_turn_finds_awss_bucket_empty() {
        for collection in Collection::ALL {
            assert_eq!(refused(collection, &["eu-west-1", "us-east-1"], 400), 0, "{collection}");
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
        let pace = Pace::default();
        let waits: Vec<Duration> =
            (0..148).map(|_| pace.turn(&region("eu-west-1"), Collection::HostedZonesByVpc)).collect();
        assert!(waits.iter().take(48).all(Duration::is_zero));
        // Of a hundred beyond the burst the last goes after ten seconds, less what passed while they asked.
        assert!(waits.last().is_some_and(|last| (10.0..10.4).contains(&last.as_secs_f64())), "{waits:?}");
    }
}
