//! What goes wrong, and when.

use super::action::Action;
use super::fault::Fault;
use std::time::Duration;

/// How the emulator departs from answering everything at once and in full.
#[derive(Clone, Debug)]
pub struct Script {
    /// The most things on a page, whatever the client asks for.
    pub page_size: usize,
    /// The one operation whose pages are so short; none for every one's.
    pub short: Option<&'static str>,
    /// A round trip that every response takes.
    pub latency: Option<Duration>,
    /// A seed of random latencies of a few milliseconds more; none for no such latency.
    pub shuffle: Option<u64>,
    /// Whether requests beyond AWS's documented allowances are throttled.
    pub throttling: bool,
    /// What goes wrong. The first fault that fits a request happens.
    pub faults: Vec<(On, Fault)>,
    /// The external ID that every role wants.
    pub external_id: Option<String>,
    /// How long the session of a role lasts; as good as for ever if none. Whoever signs with one that is over is told.
    pub session: Option<Duration>,
    /// Accounts whose roles nobody may assume.
    pub shut: Vec<&'static str>,
}

/// The requests a fault is for.
#[derive(Clone, Debug)]
pub struct On {
    /// The operation, such as `DescribeVpcs`; [`EVERY`] for every one.
    pub operation: &'static str,
    /// The Region in the signature; none for every one.
    pub region: Option<&'static str>,
    /// What one of the parameters says; none for whatever they say.
    pub about: Option<&'static str>,
}

/// Every operation.
pub const EVERY: &str = "*";

impl On {
    pub fn is_for(&self, action: &Action) -> bool {
        (self.operation == EVERY || self.operation == action.operation)
            && self.region.is_none_or(|region| region == action.region)
            && self.about.is_none_or(|about| action.parameters.values().any(|value| value == about))
    }
}

impl Default for Script {
    fn default() -> Self {
        Self {
            page_size: 1000,
            short: None,
            latency: None,
            shuffle: None,
            throttling: false,
            faults: Vec::new(),
            external_id: None,
            session: None,
            shut: Vec::new(),
        }
    }
}

impl Script {
    /// Something that goes wrong in every Region.
    pub fn with(mut self, operation: &'static str, fault: Fault) -> Self {
        self.faults.push((On { operation, region: None, about: None }, fault));
        self
    }

    /// Something that goes wrong in one Region.
    pub fn with_in(mut self, region: &'static str, operation: &'static str, fault: Fault) -> Self {
        self.faults.push((On { operation, region: Some(region), about: None }, fault));
        self
    }
}
