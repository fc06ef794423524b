//! What an identity must be allowed, so that a crawl of these collections is answered.

use super::plan::hanging;
use crate::snapshot::Collection;
use std::collections::BTreeSet;

/// These collections and every listing whose answer says what of them to ask for.
pub fn asked_for(wanted: &BTreeSet<Collection>) -> BTreeSet<Collection> {
    hanging::closure(&wanted.iter().copied().chain([Collection::Regions]).collect())
}

/// The IAM actions of a crawl for these collections, in order.
///
/// Of every operation asked here the action has the operation's name; see the pages of the Service Authorization
/// Reference, <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>.
/// AWS demands `ec2:DescribeVpcs` of who calls ListHostedZonesByVPC, whom byway asks only of VPCs it has listed.
/// GetCallerIdentity needs no permission.
pub fn permissions(wanted: &BTreeSet<Collection>) -> BTreeSet<&'static str> {
    asked_for(wanted).into_iter().map(Collection::operation).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_actions_that_read_are_ever_wanted() {
        for action in permissions(&Collection::ALL.into()) {
            let (_, name) = action.split_once(':').unwrap_or_default();
            assert!(["Describe", "Get", "List", "Search"].iter().any(|verb| name.starts_with(verb)), "{action}");
        }
    }

    #[test]
    fn what_an_operation_hangs_on_is_wanted_too() {
        let zones = permissions(&BTreeSet::from([Collection::HostedZonesByVpc]));
        assert_eq!(
            zones.into_iter().collect::<Vec<_>>(),
            ["ec2:DescribeRegions", "ec2:DescribeVpcs", "route53:ListHostedZonesByVPC"]
        );
    }
}
