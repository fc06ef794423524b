//! What may answer for the names of a domain.

use crate::snapshot::Gaps;

/// How something came to a VPC.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum By {
    /// By an association of its own.
    Vpc,
    /// By the VPC's Profile.
    Profile(String),
}

/// What answers.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// A private hosted zone of a customer.
    Zone {
        /// Its id.
        id: String,
        /// The account that owns it, if AWS said.
        owner: Option<String>,
    },
    /// A zone that an AWS service made, whose records nobody can read.
    Service {
        /// Its id.
        id: String,
        /// The service.
        service: String,
    },
    /// The hidden zone of an interface endpoint's private names.
    Hidden {
        /// The endpoint's id.
        endpoint: String,
        /// Whether names below the domain have a record.
        wildcard: bool,
        /// Whether it answers only queries that come by an inbound Resolver endpoint.
        inbound_only: bool,
    },
    /// A Resolver rule.
    Rule {
        /// Its id.
        id: String,
        /// The place it was seen in.
        place: usize,
        /// What it does.
        kind: RuleKind,
    },
    /// The names that AWS gives to instances.
    Instances,
}

/// What a rule does with the names of its domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RuleKind {
    /// Forwards them.
    Forward,
    /// Exempts them from rules above.
    System,
    /// Something byway does not follow.
    Other(String),
}

/// What may answer for the names of a domain, and why it may not.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub by: By,
    pub what: What,
    /// Empty for what is in force for certain.
    pub doubt: Gaps,
}

impl Candidate {
    pub fn is_rule(&self) -> bool {
        match self.what {
            What::Rule { .. } => true,
            What::Zone { .. } | What::Service { .. } | What::Hidden { .. } | What::Instances => false,
        }
    }

    /// Whether a query is its to answer, by the way the query came.
    pub fn hears(&self, inbound: bool) -> bool {
        match self.what {
            What::Hidden { inbound_only, .. } => inbound || !inbound_only,
            What::Zone { .. } | What::Service { .. } | What::Rule { .. } | What::Instances => true,
        }
    }
}

/// Something that was not seen and may answer for names nobody knows.
#[derive(Clone, Debug)]
pub(super) struct Unseen {
    pub what: Kind,
    pub by_profile: bool,
    /// Whether it can cover names of AWS alone.
    pub aws_only: bool,
    /// Why it was not seen; never empty.
    pub gaps: Gaps,
}

/// What kind of thing was not seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Rules.
    Rule,
    /// Zones of customers.
    Zone,
    /// Hidden zones of endpoints.
    Hidden,
    /// Any of them.
    Any,
}

impl Kind {
    /// Whether it holds zones alone, an endpoint's hidden ones too.
    pub fn is_zone(self) -> bool {
        match self {
            Self::Zone | Self::Hidden => true,
            Self::Rule | Self::Any => false,
        }
    }

    /// Whether rules may be among it.
    pub fn may_be_a_rule(self) -> bool {
        match self {
            Self::Rule | Self::Any => true,
            Self::Zone | Self::Hidden => false,
        }
    }

    /// Whether customers' zones may be among it.
    pub fn may_be_a_zone(self) -> bool {
        match self {
            Self::Zone | Self::Any => true,
            Self::Rule | Self::Hidden => false,
        }
    }
}
