//! What goes wrong, and when.

/// How the emulator departs from answering everything at once and in full.
#[derive(Clone, Debug)]
pub struct Script {
    /// The most things on a page, whatever the client asks for.
    pub page_size: usize,
    /// A seed of random latencies of a few milliseconds; none for no latency.
    pub shuffle: Option<u64>,
    /// What goes wrong. The first fault that fits a request happens.
    pub faults: Vec<(On, Fault)>,
    /// The external ID that every role wants.
    pub external_id: Option<String>,
}

/// The requests a fault is for.
#[derive(Clone, Debug)]
pub struct On {
    /// The operation, such as `DescribeVpcs`.
    pub operation: &'static str,
    /// The Region in the signature; none for every one.
    pub region: Option<&'static str>,
}

/// What goes wrong.
#[derive(Clone, Debug)]
pub enum Fault {
    /// RequestLimitExceeded, or Throttling, for the first so many requests; for ever if none.
    Throttle(Option<usize>),
    /// An error of this status, code and message.
    Error(u16, &'static str, &'static str),
    /// An error of a load balancer in between: HTML.
    Html(u16),
    /// An answer without its last so many bytes.
    Cut(usize),
    /// No answer at all.
    Hang,
    /// Every page before this one, counted from zero, then an InternalError for ever.
    FromPage(usize),
    /// The first page again and again, with the same token.
    SameToken,
    /// An answer without its list.
    NoList,
    /// More follows, and no token for it.
    NoToken,
}

impl Default for Script {
    fn default() -> Self {
        Self { page_size: 1000, shuffle: None, faults: Vec::new(), external_id: None }
    }
}

impl Script {
    /// Something that goes wrong in every Region.
    pub fn with(mut self, operation: &'static str, fault: Fault) -> Self {
        self.faults.push((On { operation, region: None }, fault));
        self
    }

    /// Something that goes wrong in one Region.
    pub fn with_in(mut self, region: &'static str, operation: &'static str, fault: Fault) -> Self {
        self.faults.push((On { operation, region: Some(region) }, fault));
        self
    }
}
