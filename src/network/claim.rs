//! What a route claims of the addresses it matches.

use super::route::{Destination, Origin, State};
use super::target::Target;
use crate::snapshot::{Answer, Gap, Gaps};
use ipnet::IpNet;

/// What decides between claims of one length, the weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Propagated,
    List,
    Static,
}

/// How a claim stands to the VPC's local route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is the local route.
    Local,
    /// It may be the local route: its target cannot be read.
    PerhapsLocal(Gaps),
    /// Its length decides, as everywhere.
    Free,
    /// Local wins over it.
    Below,
    /// Whether local wins over it cannot be told.
    Doubtful(Gaps),
}

/// What becomes of the addresses that a route wins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The route's place in `Routes`; none where no route matches.
    pub route: Option<usize>,
    /// The block it matched by: its destination, or the entry of its prefix list.
    pub matched: Option<IpNet>,
    /// Where it sends; none where no route matches, and where a dead route does not say.
    pub target: Option<Target>,
    /// Whether it drops the packet, its target being gone.
    pub blackhole: bool,
}

impl Choice {
    /// That no route matches.
    pub(super) fn none() -> Self {
        Self { route: None, matched: None, target: None, blackhole: false }
    }

    /// The target that packets arrive at, if any do.
    pub fn sends_to(&self) -> Option<&Target> {
        if self.blackhole { None } else { self.target.as_ref() }
    }

    /// Whether a packet fares the same, whichever route decides it. Dropped is dropped.
    pub fn same_fate(&self, other: &Self) -> bool {
        self.blackhole == other.blackhole && self.sends_to() == other.sends_to()
    }
}

/// A route of a table, read once.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub at: String,
    pub destination: Answer<Destination>,
    pub written: String,
    pub target: Answer<Target>,
    pub state: Answer<State>,
    pub origin: Answer<Origin>,
}

/// A route's claim on the addresses of one block.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub route: usize,
    /// The length of the prefix it matches by, where only bounds are known.
    pub length: (u8, u8),
    pub rank: (Rank, Rank),
    pub standing: Standing,
    /// Whether it takes part for certain.
    pub sure: bool,
    /// What it does to what it wins.
    pub fate: Answer<Choice>,
    /// Why any of the above is not certain.
    pub gaps: Gaps,
}

impl Claim {
    /// The claim of a route by a block, without doubt about the match; `None` for a filtered route, which has none.
    pub fn new(route: usize, reading: &Reading, matched: Option<IpNet>, length: (u8, u8)) -> Option<Self> {
        let mut gaps = Gaps::none();
        let mut sure = true;
        let blackhole = match &reading.state {
            Answer::Known(State::Filtered) => return None,
            Answer::Known(State::Active) => Answer::Known(false),
            Answer::Known(State::Blackhole) => Answer::Known(true),
            Answer::Unknown(more) => {
                sure = false;
                gaps.extend(more.clone());
                Answer::Unknown(more.clone())
            }
        };
        let fate = blackhole.and_then(|blackhole| {
            match &reading.target {
                Answer::Known(target) => Answer::Known(Some(target.clone())),
                Answer::Unknown(_) if blackhole => Answer::Known(None),
                Answer::Unknown(gaps) => Answer::Unknown(gaps.clone()),
            }
            .map(|target| Choice { route: Some(route), matched, target, blackhole })
        });
        let by_list = matches!(reading.destination, Answer::Known(Destination::PrefixList(_)));
        let fixed = Rank::Static;
        let (rank, standing) = match (&reading.target, &reading.origin) {
            (Answer::Known(Target::Local), _) => ((fixed, fixed), Standing::Local),
            _ if by_list => ((Rank::List, Rank::List), Standing::Free),
            (Answer::Known(_), Answer::Known(Origin::Table | Origin::Static)) => ((fixed, fixed), Standing::Free),
            (Answer::Unknown(more), Answer::Known(Origin::Table | Origin::Static)) => {
                ((fixed, fixed), Standing::PerhapsLocal(more.clone()))
            }
            (_, Answer::Known(Origin::Propagated)) => ((Rank::Propagated, Rank::Propagated), Standing::Below),
            (_, Answer::Known(Origin::Advertised)) => {
                let what = "a route server's route against the VPC's local route".to_owned();
                ((Rank::Propagated, Rank::Propagated), Standing::Doubtful(Gap::NotModelled { what }.into()))
            }
            (Answer::Known(_), Answer::Unknown(more)) => {
                gaps.extend(more.clone());
                ((Rank::Propagated, fixed), Standing::Doubtful(more.clone()))
            }
            (Answer::Unknown(target), Answer::Unknown(more)) => {
                // It may be the local route or lie below it.
                sure = false;
                gaps.extend(target.clone().union(more.clone()));
                ((Rank::Propagated, fixed), Standing::PerhapsLocal(gaps.clone()))
            }
        };
        Some(Self { route, length, rank, standing, sure, fate, gaps })
    }

    /// The same claim, in doubt for more reasons.
    pub fn doubted(mut self, gaps: Gaps) -> Self {
        self.sure = false;
        self.gaps.extend(gaps);
        self
    }
}
