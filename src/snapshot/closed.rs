//! Regions that a service control policy closes.

use super::{Collection, Coverage, DeniedBy, Outcome};
use crate::id::{AccountId, Region};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Regions in which a service control policy refused every question put, in the same accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// The Regions.
    pub regions: BTreeSet<Region>,
    /// The accounts.
    pub accounts: BTreeSet<AccountId>,
}

/// The Regions of which nothing is known since a service control policy refuses everything there.
///
/// AWS lists such a Region as enabled, and calls each refusal one: only all of them together tell it from a permission
/// that lacks. What is in it is still unknown: a Region may have been in use before it was closed.
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html>
pub fn closed_by_scp(coverage: &[Coverage]) -> Vec<Closed> {
    let mut questions: BTreeMap<(&Region, &AccountId), bool> = BTreeMap::new();
    for record in coverage.iter().filter(|record| !record.region.is_global()) {
        // The policies in use let some questions through, which find nothing; that there are no VPCs is an answer.
        let finds_nothing = record.outcome == Outcome::Answered
            && record.items == 0
            && record.collection != Collection::Vpcs
            && !record.collection.is_keyed();
        let says_nothing = matches!(record.outcome, Outcome::NotAsked | Outcome::NotVisible | Outcome::NotEnabled);
        if says_nothing || finds_nothing {
            continue;
        }
        let is_closed = record.outcome == Outcome::Refused && record.denied_by == Some(DeniedBy::Scp);
        *questions.entry((&record.region, &record.account)).or_insert(true) &= is_closed;
    }
    let mut by_region: BTreeMap<&Region, BTreeSet<AccountId>> = BTreeMap::new();
    for ((region, account), _) in questions.into_iter().filter(|(_, is_closed)| *is_closed) {
        by_region.entry(region).or_default().insert(account.clone());
    }
    let mut by_accounts: BTreeMap<BTreeSet<AccountId>, BTreeSet<Region>> = BTreeMap::new();
    for (region, accounts) in by_region {
        by_accounts.entry(accounts).or_default().insert(region.clone());
    }
    by_accounts.into_iter().map(|(accounts, regions)| Closed { regions, accounts }).collect()
}

impl fmt::Display for Closed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { regions, accounts } = self;
        for (at, region) in regions.iter().enumerate() {
            write!(out, "{}{region}", if at == 0 { "" } else { ", " })?;
        }
        write!(out, " {} closed by a service control policy in ", if regions.len() == 1 { "is" } else { "are" })?;
        match accounts.first() {
            Some(account) if accounts.len() == 1 => write!(out, "account {account}")?,
            Some(_) | None => write!(out, "{} accounts", accounts.len())?,
        }
        write!(out, ", so what is there is unknown; name the Regions to audit with --region")
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;
    use crate::snapshot::{NotAsked, Question};

    fn refused(account: &str, region: &str, collection: Collection, by: DeniedBy) -> Coverage {
        let question = Question {
            account: account.parse().unwrap(),
            region: region.parse().unwrap(),
            collection,
            key: String::new(),
        };
        Coverage { denied_by: Some(by), ..Coverage::new(question, Outcome::Refused) }
    }

    #[test]
    fn a_region_is_closed_where_every_question_was_refused_by_an_scp() {
        let (one, other) = ("111122223333", "444455556666");
        let mut coverage = Vec::new();
        for account in [one, other] {
            for collection in [Collection::Vpcs, Collection::Subnets] {
                coverage.push(refused(account, "eu-north-1", collection, DeniedBy::Scp));
                coverage.push(refused(account, "ap-south-1", collection, DeniedBy::Scp));
            }
        }
        // A permission that lacks, beside an SCP that denies only a part.
        coverage.push(refused(one, "eu-west-1", Collection::Vpcs, DeniedBy::Scp));
        coverage.push(refused(one, "eu-west-1", Collection::Subnets, DeniedBy::Iam));
        let unasked = refused(one, "eu-north-1", Collection::FlowLogs, DeniedBy::Scp).question();
        coverage.push(Coverage::not_asked(unasked, NotAsked::NotNeeded));
        // The policies that close Regions exempt some of EC2's questions.
        let exempt = refused(one, "eu-north-1", Collection::VpnGateways, DeniedBy::Scp).question();
        coverage.push(Coverage::answered(exempt, 0, 1));
        // A Region that is open and empty, one question of which is denied everywhere.
        let open = refused(one, "us-west-2", Collection::Vpcs, DeniedBy::Scp).question();
        coverage.push(Coverage::answered(open, 0, 1));
        coverage.push(refused(one, "us-west-2", Collection::FlowLogs, DeniedBy::Scp));
        let told: Vec<String> = closed_by_scp(&coverage).iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "ap-south-1, eu-north-1 are closed by a service control policy in 2 accounts, so what is there is unknown; name the Regions to audit with --region"
            ]
        );
    }
}
