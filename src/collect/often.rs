//! How often a crawl asks for a collection, and for want of what it cannot.

use crate::snapshot::Collection;

/// How often, in words that follow "asked": what the plan does, for people.
pub fn how_often(collection: Collection) -> &'static str {
    match collection {
        Collection::VpcAttributes => "twice a VPC whose DNS something hangs on",
        Collection::HostedZonesByVpc => "once a VPC of the account's own",
        Collection::HostedZoneVpcs => "once a private zone, where VPCs hide theirs",
        Collection::ResourceRecordSets => "once a private zone that meets a service's name",
        Collection::PrefixListEntries => "once a prefix list in use, where its addresses are missing",
        Collection::TransitGatewayPropagations | Collection::TransitGatewayRoutes => {
            "once a transit gateway route table"
        }
        Collection::ServicePermissions => "once an endpoint service of the account's own",
        Collection::LoadBalancers => "once for 20 load balancers behind endpoint services",
        Collection::TargetGroups => "once a Region with endpoint services",
        Collection::LoadBalancerAttributes => "once a load balancer behind an endpoint service",
        Collection::TargetHealth => "once a target group behind an endpoint service",
        Collection::VpcEndpointAssociations => "once a Region with endpoints of a rare type",
        Collection::ResolverEndpointIpAddresses => "once a Resolver endpoint",
        Collection::ProfileResourceAssociations => "once a Profile",
        Collection::Metrics => "once for 500 endpoints, and for 500 NAT gateways",
        // What waits for no other answer; the test below finds what should have words of its own.
        other if other.is_global() => "once an account",
        _ => "once a Region",
    }
}

/// The listing that tells which things there are to ask about. Without its answer nothing is asked; the other listings
/// that a question hangs on only spare it, and without theirs more is asked.
pub fn found_by(collection: Collection) -> Option<Collection> {
    match collection {
        Collection::VpcAttributes | Collection::HostedZonesByVpc => Some(Collection::Vpcs),
        Collection::HostedZoneVpcs | Collection::ResourceRecordSets => Some(Collection::HostedZones),
        Collection::TransitGatewayPropagations | Collection::TransitGatewayRoutes => {
            Some(Collection::TransitGatewayRouteTables)
        }
        Collection::ServicePermissions => Some(Collection::ServiceConfigurations),
        Collection::LoadBalancerAttributes => Some(Collection::LoadBalancers),
        Collection::TargetHealth => Some(Collection::TargetGroups),
        Collection::ResolverEndpointIpAddresses => Some(Collection::ResolverEndpoints),
        Collection::ProfileResourceAssociations => Some(Collection::Profiles),
        // Lists in use are named by routes and rules, which whoever needs entries needs too; the rest needs nothing.
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::plan::hanging::{hangs_on, waits};

    #[test]
    fn the_words_agree_with_the_plan() {
        for collection in Collection::ALL {
            let plain = if collection.is_global() { "once an account" } else { "once a Region" };
            assert_eq!(how_often(collection) == plain, !waits(collection), "{collection}");
            assert!(found_by(collection).is_none_or(|by| hangs_on(collection).contains(&by)), "{collection}");
        }
    }
}
