//! How far the crawls are, in numbers.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// What the spans and events of `collect` add up to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) accounts: u64,
    pub(super) accounts_done: u64,
    /// Account and Region of every question begun.
    pub(super) regions: BTreeSet<(String, String)>,
    pub(super) questions: u64,
    pub(super) ended: u64,
    pub(super) not_answered: u64,
    /// How often AWS has refused a call for its number, by account.
    pub(super) throttles: BTreeMap<String, u64>,
    /// When the last of those who wait has its turn, by account.
    pub(super) until: BTreeMap<String, Instant>,
}

impl Tally {
    pub(super) const fn new() -> Self {
        Self {
            accounts: 0,
            accounts_done: 0,
            regions: BTreeSet::new(),
            questions: 0,
            ended: 0,
            not_answered: 0,
            throttles: BTreeMap::new(),
            until: BTreeMap::new(),
        }
    }

    pub(super) fn begun(&mut self, account: String, region: String) {
        self.questions += 1;
        if region != "global" {
            self.regions.insert((account, region));
        }
    }

    pub(super) fn throttled(&self) -> u64 {
        self.throttles.values().sum()
    }

    /// How long the last of those who wait has to wait still: the crawl takes this long at least.
    pub(super) fn left(&self, now: Instant) -> Duration {
        self.until.values().map(|until| until.saturating_duration_since(now)).max().unwrap_or_default()
    }

    /// The numbers for a person, those left out that are nothing to tell.
    pub(super) fn text(&self, now: Instant) -> String {
        let mut told = Vec::new();
        if self.accounts > 1 {
            told.push(format!("{}/{} accounts", self.accounts_done, self.accounts));
        }
        if self.regions.len() > 1 {
            told.push(format!("{} Regions", self.regions.len()));
        }
        told.push(format!("{}/{} questions", self.ended, self.questions));
        if self.not_answered > 0 {
            told.push(format!("{} not answered", self.not_answered));
        }
        if self.throttled() > 0 {
            told.push(format!("{} throttled", self.throttled()));
        }
        match self.left(now).as_secs() {
            0 | 1 => {}
            seconds @ 2..120 => told.push(format!("at least {seconds} s left")),
            seconds => told.push(format!("at least {} min left", seconds / 60)),
        }
        format!("asking AWS: {}", told.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_tells_what_there_is_to_tell() {
        let now = Instant::now();
        let mut tally = Tally { questions: 120, ended: 37, ..Tally::new() };
        assert_eq!(tally.text(now), "asking AWS: 37/120 questions");
        tally.not_answered = 2;
        tally.accounts = 16;
        tally.accounts_done = 3;
        for (account, region) in [("1", "eu-west-1"), ("1", "us-east-1"), ("2", "eu-west-1"), ("2", "global")] {
            tally.begun(account.to_owned(), region.to_owned());
        }
        tally.throttles.insert("1".to_owned(), 1);
        tally.until.insert("1".to_owned(), now + Duration::from_secs(12));
        tally.until.insert("2".to_owned(), now + Duration::from_secs(3));
        assert_eq!(
            tally.text(now),
            "asking AWS: 3/16 accounts, 3 Regions, 37/124 questions, 2 not answered, 1 throttled, at least 12 s left"
        );
        assert!(tally.text(now + Duration::from_secs(12)).ends_with("1 throttled"));
        tally.until.insert("1".to_owned(), now + Duration::from_secs(600));
        assert!(tally.text(now).ends_with("at least 10 min left"));
    }
}
