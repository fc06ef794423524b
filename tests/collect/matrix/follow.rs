//! Which questions follow from which answers, as the plan has it.

use byway::snapshot::Collection;

/// The collections that a fault in one of them may change: it, and those whose questions come from its answer.
pub fn broken_with(collection: Collection) -> Vec<Collection> {
    let mut broken = vec![collection];
    let mut at = 0;
    while let Some(one) = broken.get(at).copied() {
        let more: Vec<_> = follow_from(one).iter().filter(|more| !broken.contains(more)).copied().collect();
        broken.extend(more);
        at += 1;
    }
    broken
}

fn follow_from(collection: Collection) -> &'static [Collection] {
    use Collection as C;
    match collection {
        C::Regions => &C::ALL,
        C::Vpcs => &[C::VpcAttributes, C::HostedZonesByVpc, C::HostedZoneVpcs],
        C::VpcEndpoints => &[C::VpcAttributes, C::VpcEndpointAssociations, C::Metrics],
        C::NatGateways => &[C::Metrics],
        // Their VPCs are asked for where the zones of a VPC are not told, and those of others are told of here.
        C::HostedZonesByVpc => &[C::VpcAttributes, C::HostedZoneVpcs, C::ResourceRecordSets],
        C::HostedZones => &[C::HostedZoneVpcs, C::ResourceRecordSets],
        C::VpcEndpointServices => &[C::ResourceRecordSets],
        C::PrefixLists | C::ManagedPrefixLists | C::RouteTables | C::SecurityGroups => &[C::PrefixListEntries],
        C::TransitGatewayRouteTables => &[C::TransitGatewayPropagations, C::TransitGatewayRoutes],
        C::ServiceConfigurations => &[C::ServicePermissions, C::LoadBalancers, C::TargetGroups],
        C::LoadBalancers => &[C::LoadBalancerAttributes],
        C::TargetGroups => &[C::TargetHealth],
        C::ResolverEndpoints => &[C::ResolverEndpointIpAddresses, C::VpcAttributes],
        C::Profiles => &[C::ProfileResourceAssociations],
        // What hangs on a VPC's resolver is a reason to ask for its attributes.
        C::ResolverRuleAssociations | C::ProfileAssociations | C::VpcPeeringConnections => &[C::VpcAttributes],
        _ => &[],
    }
}
