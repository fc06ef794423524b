//! The least time a set of calls can take: no crawl is faster, whatever it does at once.

use super::pace::Allowance;
use crate::id::Region;
use std::time::Duration;

/// The least time that calls take, and what it is that takes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// The least time.
    pub least: Duration,
    /// What takes it.
    pub by: Limit,
}

/// What bounds the time of a crawl.
#[derive(Clone, Debug, PartialEq)]
pub enum Limit {
    /// Calls that hang on each other's answers.
    Chain {
        /// How many there are one after another.
        calls: u64,
    },
    /// More calls than AWS allows at once.
    Allowance {
        /// The service or operation that shares it.
        name: &'static str,
        /// The Region, `global` if all share it.
        region: Region,
        /// The calls that draw on it.
        calls: u64,
        /// How many may come at once.
        burst: f64,
        /// How many a second after those.
        rate: f64,
    },
}

/// The calls that draw on one bucket.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Load {
    pub(super) region: Region,
    pub(super) name: &'static str,
    /// The round trip in which the first can be made.
    pub(super) first: u64,
    pub(super) calls: u64,
    pub(super) allowance: Allowance,
}

/// A chain of `depth` calls beside these loads: buckets drain side by side, so the slowest alone counts.
pub(super) fn bound(depth: u64, loads: &[Load], round_trip: Duration) -> Bound {
    let trips = |count: u64| round_trip * u32::try_from(count).unwrap_or(u32::MAX);
    let mut bound = Bound { least: trips(depth), by: Limit::Chain { calls: depth } };
    for Load { region, name, first, calls, allowance } in loads {
        let wait = allowance.least(*calls);
        // Without a wait the bucket bounds nothing that its chain does not.
        let least = trips(*first) + wait;
        if !wait.is_zero() && least > bound.least {
            let (burst, rate) = (allowance.burst, allowance.rate);
            bound = Bound { least, by: Limit::Allowance { name, region: region.clone(), calls: *calls, burst, rate } };
        }
    }
    bound
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::pace;
    use crate::snapshot::Collection;

    #[test]
    fn the_slowest_bucket_counts_and_not_the_sum() {
        let load = |collection: Collection, calls| Load {
            region: Region::global(),
            name: collection.operation(),
            first: 2,
            calls,
            allowance: pace::allowance(collection),
        };
        let trip = Duration::from_millis(80);
        let few = [load(Collection::HostedZones, 50), load(Collection::Subnets, 100)];
        assert_eq!(bound(3, &few, trip), Bound { least: trip * 3, by: Limit::Chain { calls: 3 } });
        // Of 90 calls 50 go at once and 40 wait for four seconds; the 120 of the other wait for one.
        let many = [load(Collection::HostedZones, 90), load(Collection::Subnets, 120)];
        let found = bound(3, &many, trip);
        assert_eq!(found.least, trip * 2 + Duration::from_secs(4));
        assert!(matches!(found.by, Limit::Allowance { name: "route53:ListHostedZones", calls: 90, .. }), "{found:?}");
    }
}
