//! What a route claims of the addresses it matches, and which claim wins.
//!
//! AWS decides in this order (<https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html>): the longest
//! prefix, entries inside a prefix list counting with their own length; on a tie a static route for a block, then a
//! route for a prefix list, then a propagated route. A propagated route never beats the VPC's local route, however long
//! (<https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-route-priority.html>). Among lists that tie AWS chooses without a
//! rule it tells, and so do propagated routes here, whose kind (Direct Connect, VPN) DescribeRouteTables does not show.

use super::route::{Destination, Origin, State, Target};
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

/// What becomes of addresses that all see the same claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ruling {
    /// What may become of them, as far as can be named. The first is the likeliest.
    pub choices: Vec<Choice>,
    /// Whether something that cannot be named may become of them.
    pub blind: bool,
    /// Why not one thing for certain; empty where it is.
    pub gaps: Gaps,
}

impl Ruling {
    /// The one thing that becomes of them, if it is certain.
    pub fn certain(&self) -> Option<&Choice> {
        if self.gaps.is_empty() { self.choices.first() } else { None }
    }

    /// Decides between claims on addresses of `longest` bits. A claim may win unless a certain one beats it at its best;
    /// what is certain is certain because every claim that may win has the same outcome.
    pub fn over<'c>(claims: impl Iterator<Item = &'c Claim>, longest: u8, readings: &[Reading]) -> Self {
        let mut bids: Vec<Bid<'_>> = claims.map(|claim| Bid::new(claim, longest)).collect();
        yield_to_local(&mut bids);
        let bar = bids.iter().filter(|bid| bid.sure).map(|bid| bid.least).max();
        bids.retain(|bid| bar.is_none_or(|bar| bid.most >= bar));
        bids.sort_by(|a, b| (b.sure, b.least, b.most).cmp(&(a.sure, a.least, a.most)).then(a.route.cmp(&b.route)));

        let mut ruling = Self { choices: Vec::new(), blind: false, gaps: Gaps::none() };
        let mut rivals = Vec::new();
        for bid in &bids {
            match &bid.claim.fate {
                Answer::Known(choice) => {
                    let news = ruling.add(choice);
                    if bid.sure && news {
                        rivals.push(bid.route);
                    }
                }
                Answer::Unknown(gaps) => {
                    ruling.blind = true;
                    ruling.gaps.extend(gaps.clone());
                }
            }
        }
        if bar.is_none() {
            ruling.add(&Choice::none());
        }
        if ruling.blind || ruling.choices.len() > 1 {
            for bid in bids {
                ruling.gaps.extend(bid.claim.gaps.clone());
                ruling.gaps.extend(bid.doubts);
            }
            if rivals.len() > 1 || ruling.gaps.is_empty() {
                ruling.gaps.extend(toss_up(rivals.into_iter().map(Some), readings).into());
            }
        }
        ruling
    }

    /// Adds an outcome; says whether it is a new one.
    pub fn add(&mut self, choice: &Choice) -> bool {
        let news = !self.choices.iter().any(|held| held.same_fate(choice));
        if news {
            self.choices.push(choice.clone());
        }
        news
    }
}

/// A claim while it is weighed against others.
struct Bid<'c> {
    claim: &'c Claim,
    route: usize,
    sure: bool,
    least: (u8, Rank),
    most: (u8, Rank),
    doubts: Gaps,
}

impl<'c> Bid<'c> {
    fn new(claim: &'c Claim, longest: u8) -> Self {
        Self {
            claim,
            route: claim.route,
            sure: claim.sure,
            least: (claim.length.0, claim.rank.0),
            most: (claim.length.1.min(longest), claim.rank.1),
            doubts: Gaps::none(),
        }
    }

    fn doubt(&mut self, gaps: &Gaps) {
        self.sure = false;
        self.doubts.extend(gaps.clone());
    }
}

/// Takes out, or puts in doubt, the propagated claims where the VPC's local route matches as well.
fn yield_to_local(bids: &mut Vec<Bid<'_>>) {
    let mut certain = false;
    let mut doubts = Gaps::none();
    for bid in bids.iter() {
        match &bid.claim.standing {
            Standing::Local if bid.sure => certain = true,
            Standing::Local => doubts.extend(bid.claim.gaps.clone()),
            Standing::PerhapsLocal(gaps) => doubts.extend(gaps.clone()),
            Standing::Free | Standing::Below | Standing::Doubtful(_) => {}
        }
    }
    if certain {
        bids.retain(|bid| bid.claim.standing != Standing::Below);
    } else if doubts.is_empty() {
        return;
    }
    for bid in bids {
        match &bid.claim.standing {
            Standing::Local | Standing::PerhapsLocal(_) | Standing::Free => {}
            Standing::Below => bid.doubt(&doubts),
            Standing::Doubtful(gaps) => bid.doubt(gaps),
        }
    }
}

/// The gap that names routes of which byway cannot tell which decides.
pub(super) fn toss_up(routes: impl IntoIterator<Item = Option<usize>>, readings: &[Reading]) -> Gap {
    let mut named: Vec<String> = routes
        .into_iter()
        .map(|route| match route.and_then(|route| readings.get(route)) {
            None => "none".to_owned(),
            Some(reading) => match &reading.target {
                Answer::Known(target) => format!("{} to {target}", reading.written),
                Answer::Unknown(_) => reading.written.clone(),
            },
        })
        .collect();
    named.sort();
    let at = readings.first().map(|reading| reading.at.as_str()).unwrap_or_default();
    Gap::Ambiguous { what: format!("{at}: any of these routes may decide: {}", named.join(", ")) }
}
