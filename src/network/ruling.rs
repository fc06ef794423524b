//! Which of the claims on an address wins.
//!
//! AWS decides in this order (<https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html>): the longest
//! prefix, entries inside a prefix list counting with their own length; on a tie a static route for a block, then a
//! route for a prefix list, then a propagated route. A propagated route never beats the VPC's local route, however long
//! (<https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-route-priority.html>). Among lists that tie AWS chooses without a
//! rule it tells, and so do propagated routes here, whose kind (Direct Connect, VPN) DescribeRouteTables does not show.

use super::claim::{Choice, Claim, Rank, Reading, Standing};
use crate::snapshot::{Answer, Gap, Gaps};

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
        let mut certain_fates = 0;
        for bid in &bids {
            match &bid.claim.fate {
                Answer::Known(choice) => certain_fates += usize::from(ruling.add(choice) && bid.sure),
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
            let rivals: Vec<usize> = bids.iter().filter(|bid| bid.sure).map(|bid| bid.route).collect();
            for bid in bids {
                ruling.gaps.extend(bid.claim.gaps.clone());
                ruling.gaps.extend(bid.doubts);
            }
            if certain_fates > 1 || ruling.gaps.is_empty() {
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
    named.dedup();
    let at = readings.first().map(|reading| reading.at.as_str()).unwrap_or_default();
    Gap::Ambiguous { what: format!("{at}: any of these routes may decide: {}", named.join(", ")) }
}
