//! Which answers a question hangs on.

use crate::snapshot::Collection;
use std::collections::BTreeSet;

/// These collections and every listing whose answer says what of them to ask for.
pub(crate) fn closure(wanted: &BTreeSet<Collection>) -> BTreeSet<Collection> {
    let mut all = wanted.clone();
    let mut open: Vec<Collection> = wanted.iter().copied().collect();
    while let Some(collection) = open.pop() {
        for parent in hangs_on(collection) {
            if all.insert(*parent) {
                open.push(*parent);
            }
        }
    }
    all
}

/// The listings whose answers say what to ask for.
pub(crate) fn hangs_on(collection: Collection) -> &'static [Collection] {
    match collection {
        Collection::VpcAttributes | Collection::HostedZonesByVpc => &[Collection::Vpcs],
        Collection::HostedZoneVpcs => &[Collection::HostedZones, Collection::HostedZonesByVpc],
        Collection::ResourceRecordSets => &[Collection::HostedZones, Collection::VpcEndpointServices],
        Collection::PrefixListEntries => &[Collection::PrefixLists, Collection::ManagedPrefixLists],
        Collection::TransitGatewayPropagations | Collection::TransitGatewayRoutes => {
            &[Collection::TransitGatewayRouteTables]
        }
        Collection::ServicePermissions | Collection::LoadBalancers | Collection::TargetGroups => {
            &[Collection::ServiceConfigurations]
        }
        Collection::LoadBalancerAttributes => &[Collection::LoadBalancers],
        Collection::TargetHealth => &[Collection::TargetGroups],
        Collection::VpcEndpointAssociations => &[Collection::VpcEndpoints],
        Collection::ResolverEndpointIpAddresses => &[Collection::ResolverEndpoints],
        Collection::ProfileResourceAssociations => &[Collection::Profiles],
        Collection::Metrics => &[Collection::VpcEndpoints, Collection::NatGateways],
        Collection::Regions
        | Collection::AvailabilityZones
        | Collection::Vpcs
        | Collection::Subnets
        | Collection::RouteTables
        | Collection::VpcEndpoints
        | Collection::VpcEndpointServices
        | Collection::PrefixLists
        | Collection::ManagedPrefixLists
        | Collection::SecurityGroups
        | Collection::NetworkInterfaces
        | Collection::NatGateways
        | Collection::InternetGateways
        | Collection::HostedZones
        | Collection::DhcpOptions
        | Collection::SecurityGroupRules
        | Collection::SecurityGroupVpcAssociations
        | Collection::NetworkAcls
        | Collection::VpcPeeringConnections
        | Collection::TransitGateways
        | Collection::TransitGatewayAttachments
        | Collection::TransitGatewayVpcAttachments
        | Collection::TransitGatewayRouteTables
        | Collection::VpnGateways
        | Collection::VpnConnections
        | Collection::EgressOnlyInternetGateways
        | Collection::FlowLogs
        | Collection::ServiceConfigurations
        | Collection::VpcEndpointConnections
        | Collection::ConnectionNotifications
        | Collection::BlockPublicAccessOptions
        | Collection::BlockPublicAccessExclusions
        | Collection::ResolverEndpoints
        | Collection::ResolverRules
        | Collection::ResolverRuleAssociations
        | Collection::ResolverQueryLogConfigAssociations
        | Collection::Profiles
        | Collection::ProfileAssociations
        | Collection::Organization
        | Collection::OrganizationAccounts => &[],
    }
}

/// Whether an unkeyed question is put only once something that it hangs on was seen.
pub(crate) fn waits(collection: Collection) -> bool {
    match collection {
        Collection::LoadBalancers | Collection::TargetGroups | Collection::VpcEndpointAssociations => true,
        other => other.is_keyed(),
    }
}
