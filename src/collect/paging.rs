//! How much one call brings: one table, for the calls themselves and for what is said of them before they are made.

use super::ask::With;
use crate::snapshot::Collection;

/// How an operation hands out its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Paging {
    /// In one answer.
    Whole,
    /// In pages of a size that the caller chooses.
    Pages {
        /// The smallest size that AWS accepts.
        least: i32,
        /// The largest.
        most: i32,
    },
}

/// How a collection's operation hands out its list. The sizes are those of each operation's page of AWS's API reference.
///
/// NOTE: EC2 gives calls without a page size a smaller allowance, so one is always sent.
/// <https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html>
pub(crate) fn paging(collection: Collection) -> Paging {
    let ec2 = |most| Paging::Pages { least: 5, most };
    let other = |most| Paging::Pages { least: 1, most };
    match collection {
        Collection::Regions
        | Collection::AvailabilityZones
        | Collection::VpcAttributes
        | Collection::VpnGateways
        | Collection::VpnConnections
        | Collection::BlockPublicAccessOptions
        | Collection::HostedZoneVpcs
        | Collection::LoadBalancerAttributes
        | Collection::TargetHealth
        | Collection::Organization
        | Collection::Metrics => Paging::Whole,
        Collection::Vpcs
        | Collection::Subnets
        | Collection::VpcEndpoints
        | Collection::VpcEndpointServices
        | Collection::PrefixLists
        | Collection::SecurityGroups
        | Collection::NetworkInterfaces
        | Collection::NatGateways
        | Collection::InternetGateways
        | Collection::DhcpOptions
        | Collection::SecurityGroupRules
        | Collection::SecurityGroupVpcAssociations
        | Collection::NetworkAcls
        | Collection::VpcPeeringConnections
        | Collection::TransitGateways
        | Collection::TransitGatewayAttachments
        | Collection::TransitGatewayVpcAttachments
        | Collection::TransitGatewayRouteTables
        | Collection::TransitGatewayPropagations
        | Collection::TransitGatewayRoutes
        | Collection::FlowLogs
        | Collection::ServiceConfigurations
        | Collection::ServicePermissions
        | Collection::VpcEndpointConnections
        | Collection::ConnectionNotifications
        | Collection::BlockPublicAccessExclusions => ec2(1000),
        Collection::EgressOnlyInternetGateways => ec2(255),
        Collection::RouteTables
        | Collection::ManagedPrefixLists
        | Collection::PrefixListEntries
        | Collection::VpcEndpointAssociations => ec2(100),
        Collection::HostedZones
        | Collection::HostedZonesByVpc
        | Collection::ResolverEndpoints
        | Collection::ResolverEndpointIpAddresses
        | Collection::ResolverRules
        | Collection::ResolverRuleAssociations
        | Collection::ResolverQueryLogConfigAssociations
        | Collection::Profiles
        | Collection::ProfileAssociations
        | Collection::ProfileResourceAssociations => other(100),
        Collection::ResourceRecordSets => other(300),
        Collection::LoadBalancers | Collection::TargetGroups => other(400),
        Collection::OrganizationAccounts => other(20),
    }
}

/// The most load balancers that one call may name.
pub(crate) const BALANCERS: usize = 20;

/// The most metrics that one call may name.
pub(crate) const METRICS: usize = 500;

/// How many calls it takes, at the largest page size, to hear of so many things. AWS may cut pages shorter.
pub(crate) fn calls(collection: Collection, with: &With, items: u64) -> u64 {
    let batches = |named: usize, most: usize| named.div_ceil(most) as u64;
    match (with, paging(collection)) {
        (With::Arns(arns), _) if !arns.is_empty() => batches(arns.len(), BALANCERS),
        (With::Metrics(metrics), _) => batches(metrics.len(), METRICS),
        (With::Nothing | With::Arns(_), Paging::Whole) => 1,
        (With::Nothing | With::Arns(_), Paging::Pages { least: _, most }) => {
            items.div_ceil(u64::from(most.unsigned_abs()))
        }
    }
    .max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_more_is_a_call_more_and_an_empty_list_is_one_call() {
        let of = |items| calls(Collection::RouteTables, &With::Nothing, items);
        assert_eq!([0, 1, 100, 101, 200, 201].map(of), [1, 1, 1, 2, 2, 3]);
        assert_eq!(calls(Collection::HostedZoneVpcs, &With::Nothing, 500), 1);
    }

    #[test]
    fn named_things_come_in_batches() {
        let arns = |count: usize| With::Arns((0..count).map(|at| at.to_string()).collect());
        let of = |count| calls(Collection::LoadBalancers, &arns(count), 3);
        assert_eq!([1, 20, 21].map(of), [1, 1, 2]);
        // Where none can be named all are listed.
        assert_eq!(calls(Collection::LoadBalancers, &arns(0), 401), 2);
    }
}
