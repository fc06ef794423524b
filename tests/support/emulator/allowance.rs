//! How many requests AWS lets through: the token buckets of its documentation.
//!
//! EC2: <https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html>, per account, Region and action.
//! Route 53: <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html>, per account, all Regions
//! together. Organizations: <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html>.
//! Elastic Load Balancing publishes none, and nothing is held back for it here. Profiles' is not documented either and
//! taken for that of Resolver.

use super::action::Action;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Instant;

/// A bucket and what became of those who came to it.
#[derive(Clone, Copy, Debug)]
pub struct Bucket {
    /// How many tokens it holds.
    pub burst: f64,
    /// How many tokens a second it gains.
    pub refill: f64,
    /// Requests that got a token.
    pub admitted: u64,
    /// Requests that did not.
    pub throttled: u64,
    tokens: f64,
    at: Instant,
}

/// Every bucket that a request came to, by account, Region and action.
#[derive(Debug, Default)]
pub struct Allowances(Mutex<BTreeMap<String, Bucket>>);

impl Allowances {
    /// Takes the tokens a request needs, or none of them. `enforced` is whether a lack of them matters.
    pub fn admit(&self, account: &str, action: &Action, enforced: bool) -> bool {
        let wanted = buckets_of(account, action);
        let now = Instant::now();
        let mut buckets = self.0.lock().expect("no test panics with it");
        for (name, burst, refill) in &wanted {
            let fresh = Bucket { burst: *burst, refill: *refill, admitted: 0, throttled: 0, tokens: *burst, at: now };
            let bucket = buckets.entry(name.clone()).or_insert(fresh);
            let gained = now.saturating_duration_since(bucket.at).as_secs_f64() * bucket.refill;
            bucket.tokens = (bucket.tokens + gained).min(bucket.burst);
            bucket.at = now;
        }
        let lacks = |buckets: &BTreeMap<String, Bucket>, name: &String| {
            buckets.get(name).is_some_and(|bucket| bucket.tokens < 1.0)
        };
        let admitted = !enforced || !wanted.iter().any(|(name, ..)| lacks(&buckets, name));
        for (name, ..) in &wanted {
            let Some(bucket) = buckets.get_mut(name) else { continue };
            if admitted {
                bucket.tokens -= 1.0;
                bucket.admitted += 1;
            } else {
                bucket.throttled += 1;
            }
        }
        admitted
    }

    /// Every bucket so far.
    pub fn seen(&self) -> BTreeMap<String, Bucket> {
        self.0.lock().expect("no test panics with it").clone()
    }
}

/// The name, burst and refill of each bucket that a request takes a token from.
fn buckets_of(account: &str, action: &Action) -> Vec<(String, f64, f64)> {
    let Action { service, operation, region, .. } = action;
    let own = |burst, refill| vec![(format!("{account}/{region}/{service}:{operation}"), burst, refill)];
    let shared = |burst, refill| vec![(format!("{account}/{region}/{service}"), burst, refill)];
    match service.as_str() {
        "ec2" => match operation.as_str() {
            "DescribeStaleSecurityGroups" | "DescribeSecurityGroupReferences" => own(20.0, 5.0),
            "DescribeNetworkInterfaces" | "DescribeSecurityGroups" if is_bare(action) => {
                vec![(format!("{account}/{region}/{service}:{operation}/bare"), 50.0, 10.0)]
            }
            _ => own(100.0, 20.0),
        },
        "route53" => {
            let account_wide = (format!("{account}/route53"), 50.0, 10.0);
            vec![account_wide, (format!("{account}/route53:{operation}"), 50.0, 10.0)]
        }
        "route53resolver" | "route53profiles" => shared(5.0, 5.0),
        "organizations" => match operation.as_str() {
            "ListAccounts" => own(12.0, 8.0),
            "DescribeOrganization" => own(2.0, 1.0),
            _ => own(30.0, 20.0),
        },
        "sts" => shared(600.0, 600.0),
        "monitoring" => own(50.0, 50.0),
        _ => Vec::new(),
    }
}

/// Whether a listing is asked for with neither a page size nor anything to narrow it.
fn is_bare(action: &Action) -> bool {
    !action
        .parameters
        .keys()
        .any(|name| name == "MaxResults" || name == "NextToken" || name.starts_with("Filter.") || name.contains("Id."))
}
