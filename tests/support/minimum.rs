//! How few calls tell everything, worked out from what there is and from AWS's page sizes alone, without byway's plan.
//!
//! Page sizes and what need not be asked one by one: the API references of EC2, Route 53, Resolver, Profiles, Elastic Load
//! Balancing and Organizations.

use byway::snapshot::Snapshot;
use byway::snapshot::model::{IpPermission, SecurityGroup, VpcPeeringConnectionOptionsDescription};
use std::collections::{BTreeMap, BTreeSet};

/// The fewest calls by operation that see all of an account with everything answered. Nobody's zone is foreign here.
pub fn minimum(seen: &Snapshot) -> BTreeMap<String, usize> {
    let mut calls: BTreeMap<String, usize> = BTreeMap::new();
    let mut add = |operation: &str, times: usize| {
        if times > 0 {
            *calls.entry(operation.to_owned()).or_default() += times;
        }
    };
    let pages = |things: usize, size: usize| things.div_ceil(size).max(1);
    for account in seen.accounts.values() {
        add("GetCallerIdentity", 1);
        add("DescribeRegions", 1);
        add("DescribeOrganization", 1);
        add("ListAccounts", pages(account.organization_accounts.len(), 20));
        add("ListHostedZones", pages(account.hosted_zones.len(), 100));
        let mut names = BTreeSet::new();
        for (code, region) in &account.regions {
            let once = [
                "DescribeAvailabilityZones",
                "DescribeVpnGateways",
                "DescribeVpnConnections",
                "DescribeVpcBlockPublicAccessOptions",
            ];
            once.iter().for_each(|operation| add(operation, 1));
            for (operation, things, size) in [
                ("DescribeVpcs", region.vpcs.len(), 1000),
                ("DescribeSubnets", region.subnets.len(), 1000),
                ("DescribeRouteTables", region.route_tables.len(), 100),
                ("DescribeVpcEndpoints", region.vpc_endpoints.len(), 1000),
                ("DescribeVpcEndpointServices", region.vpc_endpoint_services.len(), 1000),
                ("DescribePrefixLists", region.prefix_lists.len(), 1000),
                ("DescribeManagedPrefixLists", region.managed_prefix_lists.len(), 100),
                ("DescribeSecurityGroups", region.security_groups.len(), 1000),
                ("DescribeSecurityGroupRules", region.security_group_rules.len(), 1000),
                ("DescribeSecurityGroupVpcAssociations", region.security_group_vpc_associations.len(), 1000),
                ("DescribeNetworkInterfaces", region.network_interfaces.len(), 1000),
                ("DescribeNatGateways", region.nat_gateways.len(), 1000),
                ("DescribeInternetGateways", region.internet_gateways.len(), 1000),
                ("DescribeEgressOnlyInternetGateways", region.egress_only_internet_gateways.len(), 255),
                ("DescribeDhcpOptions", region.dhcp_options.len(), 1000),
                ("DescribeNetworkAcls", region.network_acls.len(), 1000),
                ("DescribeVpcPeeringConnections", region.vpc_peering_connections.len(), 1000),
                ("DescribeTransitGateways", region.transit_gateways.len(), 1000),
                ("DescribeTransitGatewayAttachments", region.transit_gateway_attachments.len(), 1000),
                ("DescribeTransitGatewayVpcAttachments", region.transit_gateway_vpc_attachments.len(), 1000),
                ("DescribeTransitGatewayRouteTables", region.transit_gateway_route_tables.len(), 1000),
                ("DescribeFlowLogs", region.flow_logs.len(), 1000),
                ("DescribeVpcEndpointServiceConfigurations", region.service_configurations.len(), 1000),
                ("DescribeVpcEndpointConnections", region.vpc_endpoint_connections.len(), 1000),
                ("DescribeVpcEndpointConnectionNotifications", region.connection_notifications.len(), 1000),
                ("DescribeVpcBlockPublicAccessExclusions", region.block_public_access_exclusions.len(), 1000),
                ("ListResolverEndpoints", region.resolver_endpoints.len(), 100),
                ("ListResolverRules", region.resolver_rules.len(), 100),
                ("ListResolverRuleAssociations", region.resolver_rule_associations.len(), 100),
                ("ListResolverQueryLogConfigAssociations", region.resolver_query_log_config_associations.len(), 100),
                ("ListProfiles", region.profiles.len(), 100),
                ("ListProfileAssociations", region.profile_associations.len(), 100),
            ] {
                add(operation, pages(things, size));
            }
            // The attributes of a VPC that nothing hangs on decide nothing.
            let mut hung_on: BTreeSet<&str> = BTreeSet::new();
            hung_on.extend(region.vpc_endpoints.iter().filter_map(|endpoint| endpoint.vpc_id.as_deref()));
            hung_on.extend(region.resolver_rule_associations.iter().filter_map(|rule| rule.vpc_id.as_deref()));
            hung_on.extend(region.resolver_endpoints.iter().filter_map(|endpoint| endpoint.host_vpc_id.as_deref()));
            for peering in &region.vpc_peering_connections {
                let sides = [&peering.requester_vpc_info, &peering.accepter_vpc_info].into_iter().flatten();
                let is_let = |options: &VpcPeeringConnectionOptionsDescription| {
                    options.allow_dns_resolution_from_remote_vpc == Some(true)
                };
                let resolved = sides.filter(|side| side.peering_options.as_ref().is_some_and(is_let));
                hung_on.extend(resolved.filter_map(|side| side.vpc_id.as_deref()));
            }
            hung_on.extend(region.profile_associations.iter().filter_map(|profile| profile.resource_id.as_deref()));
            for vpc in &region.vpcs {
                let zones = account.hosted_zones_by_vpc.get(&vpc.vpc_id);
                let decides = hung_on.contains(vpc.vpc_id.as_str()) || zones.is_some_and(|zones| !zones.is_empty());
                add("DescribeVpcAttribute", if decides { 2 } else { 0 });
                // Its owner alone can see other accounts' zones in it.
                let is_own =
                    vpc.owner_id.as_deref().is_none_or(|owner| seen.accounts.keys().any(|one| one.as_str() == owner));
                add("ListHostedZonesByVPC", usize::from(is_own));
            }
            // A list that no route and no rule names decides nothing; AWS's come with their addresses.
            let inline: BTreeSet<&str> = region
                .prefix_lists
                .iter()
                .filter(|list| !list.cidrs.is_empty())
                .map(|list| list.prefix_list_id.as_str())
                .collect();
            let routes = region.route_tables.iter().flat_map(|table| &table.routes);
            let mut used: BTreeSet<&str> =
                routes.filter_map(|route| route.destination_prefix_list_id.as_deref()).collect();
            let rules = |group: &SecurityGroup| -> Vec<IpPermission> {
                group.ip_permissions.iter().chain(&group.ip_permissions_egress).cloned().collect()
            };
            let permissions: Vec<IpPermission> = region.security_groups.iter().flat_map(rules).collect();
            let named = permissions.iter().flat_map(|rule| &rule.prefix_list_ids);
            used.extend(named.filter_map(|list| list.prefix_list_id.as_deref()));
            for list in used.into_iter().filter(|list| !inline.contains(list)) {
                add(
                    "GetManagedPrefixListEntries",
                    pages(region.prefix_list_entries.get(list).map_or(0, Vec::len), 100),
                );
            }
            for table in &region.transit_gateway_route_tables {
                let id = &table.transit_gateway_route_table_id;
                let things = |held: Option<usize>| pages(held.unwrap_or(0), 1000);
                add("SearchTransitGatewayRoutes", things(region.transit_gateway_routes.get(id).map(Vec::len)));
                let propagations = region.transit_gateway_propagations.get(id).map(Vec::len);
                add("GetTransitGatewayRouteTablePropagations", things(propagations));
            }
            let balancers: BTreeSet<&String> = region
                .service_configurations
                .iter()
                .flat_map(|service| {
                    service.network_load_balancer_arns.iter().chain(&service.gateway_load_balancer_arns)
                })
                .collect();
            add("DescribeVpcEndpointServicePermissions", region.service_configurations.len());
            if !balancers.is_empty() {
                add("DescribeLoadBalancers", balancers.len().div_ceil(20));
                add("DescribeLoadBalancerAttributes", balancers.len());
                add("DescribeTargetGroups", pages(region.target_groups.len(), 400));
                let behind = |arns: &[String]| arns.iter().any(|arn| balancers.contains(arn));
                let groups = region.target_groups.iter().filter(|group| behind(&group.load_balancer_arns));
                add("DescribeTargetHealth", groups.count());
            }
            let lattice = |kind: &str| matches!(kind, "Resource" | "ServiceNetwork");
            let kinds = region.vpc_endpoints.iter().filter_map(|endpoint| endpoint.vpc_endpoint_type.as_deref());
            if kinds.into_iter().any(lattice) {
                add("DescribeVpcEndpointAssociations", pages(region.vpc_endpoint_associations.len(), 100));
            }
            add("ListResolverEndpointIpAddresses", region.resolver_endpoints.len());
            add("ListProfileResourceAssociations", region.profiles.len());
            let private = region.vpc_endpoint_services.iter().flat_map(|service| &service.private_dns_names);
            names.extend(private.filter_map(|name| name.private_dns_name.clone()));
            names.insert(format!("s3.{code}.amazonaws.com"));
            names.insert(format!("dynamodb.{code}.amazonaws.com"));
        }
        for zone in &account.hosted_zones {
            let labels = |name: &str| -> Vec<String> {
                let bare = name.trim_end_matches('.').trim_start_matches("*.");
                bare.rsplit('.').map(str::to_owned).collect()
            };
            let zone_labels = labels(&zone.name);
            let meets = |name: &String| labels(name).iter().zip(&zone_labels).all(|(one, other)| one == other);
            if names.iter().any(meets) {
                let records = account.resource_record_sets.get(&zone.id).map_or(0, Vec::len);
                add("ListResourceRecordSets", pages(records, 300));
            }
        }
    }
    calls
}
