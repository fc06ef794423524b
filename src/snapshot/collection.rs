//! The lists byway knows how to ask AWS for: one table, from which every list of collections is made.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Hands the table of collections to a macro. A row is
/// `Name(Thing) in SCOPE SHAPE field, "operation", "member of the answer", "file stem", "how a key begins";`
/// where SCOPE is `account` or `region`, and SHAPE is `list` (asked once), `keyed` (asked once a key, held under it) or
/// `merged` (asked once a key, held as one thing).
///
/// NOTE: rows are only ever added at the end: their order is the order of coverage in snapshots.
macro_rules! each_collection {
    ($use:ident) => {
        $use! {
            /// `ec2:DescribeRegions`, once an account.
            Regions(RegionOnOffer) in account list regions_on_offer, "ec2:DescribeRegions", "Regions", "ec2.describe-regions", "";
            /// `ec2:DescribeAvailabilityZones`.
            AvailabilityZones(AvailabilityZone) in region list availability_zones, "ec2:DescribeAvailabilityZones", "AvailabilityZones", "ec2.describe-availability-zones", "";
            /// `ec2:DescribeVpcs`.
            Vpcs(Vpc) in region list vpcs, "ec2:DescribeVpcs", "Vpcs", "ec2.describe-vpcs", "";
            /// `ec2:DescribeVpcAttribute`, one question a VPC and attribute; the key is `<vpc-id>/<attribute>`.
            VpcAttributes(VpcAttribute) in region merged vpc_attributes, "ec2:DescribeVpcAttribute", "", "ec2.describe-vpc-attribute", "vpc-";
            /// `ec2:DescribeSubnets`.
            Subnets(Subnet) in region list subnets, "ec2:DescribeSubnets", "Subnets", "ec2.describe-subnets", "";
            /// `ec2:DescribeRouteTables`.
            RouteTables(RouteTable) in region list route_tables, "ec2:DescribeRouteTables", "RouteTables", "ec2.describe-route-tables", "";
            /// `ec2:DescribeVpcEndpoints`.
            VpcEndpoints(VpcEndpoint) in region list vpc_endpoints, "ec2:DescribeVpcEndpoints", "VpcEndpoints", "ec2.describe-vpc-endpoints", "";
            /// `ec2:DescribeVpcEndpointServices`.
            VpcEndpointServices(VpcEndpointService) in region list vpc_endpoint_services, "ec2:DescribeVpcEndpointServices", "ServiceDetails", "ec2.describe-vpc-endpoint-services", "";
            /// `ec2:DescribePrefixLists`: AWS's lists with their addresses.
            PrefixLists(PrefixList) in region list prefix_lists, "ec2:DescribePrefixLists", "PrefixLists", "ec2.describe-prefix-lists", "";
            /// `ec2:DescribeManagedPrefixLists`.
            ManagedPrefixLists(ManagedPrefixList) in region list managed_prefix_lists, "ec2:DescribeManagedPrefixLists", "PrefixLists", "ec2.describe-managed-prefix-lists", "";
            /// `ec2:GetManagedPrefixListEntries`; the key is the list's id.
            PrefixListEntries(PrefixListEntry) in region keyed prefix_list_entries, "ec2:GetManagedPrefixListEntries", "Entries", "ec2.get-managed-prefix-list-entries", "pl-";
            /// `ec2:DescribeSecurityGroups`.
            SecurityGroups(SecurityGroup) in region list security_groups, "ec2:DescribeSecurityGroups", "SecurityGroups", "ec2.describe-security-groups", "";
            /// `ec2:DescribeNetworkInterfaces`.
            NetworkInterfaces(NetworkInterface) in region list network_interfaces, "ec2:DescribeNetworkInterfaces", "NetworkInterfaces", "ec2.describe-network-interfaces", "";
            /// `ec2:DescribeNatGateways`.
            NatGateways(NatGateway) in region list nat_gateways, "ec2:DescribeNatGateways", "NatGateways", "ec2.describe-nat-gateways", "";
            /// `ec2:DescribeInternetGateways`.
            InternetGateways(InternetGateway) in region list internet_gateways, "ec2:DescribeInternetGateways", "InternetGateways", "ec2.describe-internet-gateways", "";
            /// `route53:ListHostedZones`, private ones, once an account.
            HostedZones(HostedZone) in account list hosted_zones, "route53:ListHostedZones", "HostedZones", "route53.list-hosted-zones", "";
            /// `route53:ListHostedZonesByVPC`, once an account and VPC; the key is the VPC's id.
            HostedZonesByVpc(HostedZoneSummary) in account keyed hosted_zones_by_vpc, "route53:ListHostedZonesByVPC", "HostedZoneSummaries", "route53.list-hosted-zones-by-vpc", "vpc-";
            /// `route53:GetHostedZone`: the VPCs of a private zone, other accounts' included; the key is the zone's id.
            HostedZoneVpcs(HostedZoneVpc) in account keyed hosted_zone_vpcs, "route53:GetHostedZone", "VPCs", "route53.get-hosted-zone", "Z";
            /// `route53:ListResourceRecordSets`; the key is the zone's id.
            ResourceRecordSets(ResourceRecordSet) in account keyed resource_record_sets, "route53:ListResourceRecordSets", "ResourceRecordSets", "route53.list-resource-record-sets", "Z";
            /// `ec2:DescribeDhcpOptions`.
            DhcpOptions(DhcpOptions) in region list dhcp_options, "ec2:DescribeDhcpOptions", "DhcpOptions", "ec2.describe-dhcp-options", "";
            /// `ec2:DescribeSecurityGroupRules`.
            SecurityGroupRules(SecurityGroupRule) in region list security_group_rules, "ec2:DescribeSecurityGroupRules", "SecurityGroupRules", "ec2.describe-security-group-rules", "";
            /// `ec2:DescribeSecurityGroupVpcAssociations`.
            SecurityGroupVpcAssociations(SecurityGroupVpcAssociation) in region list security_group_vpc_associations, "ec2:DescribeSecurityGroupVpcAssociations", "SecurityGroupVpcAssociations", "ec2.describe-security-group-vpc-associations", "";
            /// `ec2:DescribeNetworkAcls`.
            NetworkAcls(NetworkAcl) in region list network_acls, "ec2:DescribeNetworkAcls", "NetworkAcls", "ec2.describe-network-acls", "";
            /// `ec2:DescribeVpcPeeringConnections`.
            VpcPeeringConnections(VpcPeeringConnection) in region list vpc_peering_connections, "ec2:DescribeVpcPeeringConnections", "VpcPeeringConnections", "ec2.describe-vpc-peering-connections", "";
            /// `ec2:DescribeTransitGateways`.
            TransitGateways(TransitGateway) in region list transit_gateways, "ec2:DescribeTransitGateways", "TransitGateways", "ec2.describe-transit-gateways", "";
            /// `ec2:DescribeTransitGatewayAttachments`, each with its association.
            TransitGatewayAttachments(TransitGatewayAttachment) in region list transit_gateway_attachments, "ec2:DescribeTransitGatewayAttachments", "TransitGatewayAttachments", "ec2.describe-transit-gateway-attachments", "";
            /// `ec2:DescribeTransitGatewayVpcAttachments`.
            TransitGatewayVpcAttachments(TransitGatewayVpcAttachment) in region list transit_gateway_vpc_attachments, "ec2:DescribeTransitGatewayVpcAttachments", "TransitGatewayVpcAttachments", "ec2.describe-transit-gateway-vpc-attachments", "";
            /// `ec2:DescribeTransitGatewayRouteTables`.
            TransitGatewayRouteTables(TransitGatewayRouteTable) in region list transit_gateway_route_tables, "ec2:DescribeTransitGatewayRouteTables", "TransitGatewayRouteTables", "ec2.describe-transit-gateway-route-tables", "";
            /// `ec2:GetTransitGatewayRouteTablePropagations`; the key is the table's id.
            TransitGatewayPropagations(TransitGatewayRouteTablePropagation) in region keyed transit_gateway_propagations, "ec2:GetTransitGatewayRouteTablePropagations", "TransitGatewayRouteTablePropagations", "ec2.get-transit-gateway-route-table-propagations", "tgw-rtb-";
            /// `ec2:SearchTransitGatewayRoutes`, active and blackhole; the key is the table's id.
            TransitGatewayRoutes(TransitGatewayRoute) in region keyed transit_gateway_routes, "ec2:SearchTransitGatewayRoutes", "Routes", "ec2.search-transit-gateway-routes", "tgw-rtb-";
            /// `ec2:DescribeVpnGateways`.
            VpnGateways(VpnGateway) in region list vpn_gateways, "ec2:DescribeVpnGateways", "VpnGateways", "ec2.describe-vpn-gateways", "";
            /// `ec2:DescribeVpnConnections`.
            VpnConnections(VpnConnection) in region list vpn_connections, "ec2:DescribeVpnConnections", "VpnConnections", "ec2.describe-vpn-connections", "";
            /// `ec2:DescribeEgressOnlyInternetGateways`.
            EgressOnlyInternetGateways(EgressOnlyInternetGateway) in region list egress_only_internet_gateways, "ec2:DescribeEgressOnlyInternetGateways", "EgressOnlyInternetGateways", "ec2.describe-egress-only-internet-gateways", "";
            /// `ec2:DescribeFlowLogs`.
            FlowLogs(FlowLog) in region list flow_logs, "ec2:DescribeFlowLogs", "FlowLogs", "ec2.describe-flow-logs", "";
            /// `ec2:DescribeVpcEndpointServiceConfigurations`: the endpoint services of the account.
            ServiceConfigurations(ServiceConfiguration) in region list service_configurations, "ec2:DescribeVpcEndpointServiceConfigurations", "ServiceConfigurations", "ec2.describe-vpc-endpoint-service-configurations", "";
            /// `ec2:DescribeVpcEndpointServicePermissions`; the key is the service's id.
            ServicePermissions(AllowedPrincipal) in region keyed service_permissions, "ec2:DescribeVpcEndpointServicePermissions", "AllowedPrincipals", "ec2.describe-vpc-endpoint-service-permissions", "vpce-svc-";
            /// `ec2:DescribeVpcEndpointConnections`.
            VpcEndpointConnections(VpcEndpointConnection) in region list vpc_endpoint_connections, "ec2:DescribeVpcEndpointConnections", "VpcEndpointConnections", "ec2.describe-vpc-endpoint-connections", "";
            /// `ec2:DescribeVpcEndpointConnectionNotifications`.
            ConnectionNotifications(ConnectionNotification) in region list connection_notifications, "ec2:DescribeVpcEndpointConnectionNotifications", "ConnectionNotificationSet", "ec2.describe-vpc-endpoint-connection-notifications", "";
            /// `ec2:DescribeVpcEndpointAssociations`, where an endpoint is of type Resource or ServiceNetwork.
            VpcEndpointAssociations(VpcEndpointAssociation) in region list vpc_endpoint_associations, "ec2:DescribeVpcEndpointAssociations", "VpcEndpointAssociations", "ec2.describe-vpc-endpoint-associations", "";
            /// `ec2:DescribeVpcBlockPublicAccessOptions`: one thing, held as a list of one.
            BlockPublicAccessOptions(VpcBlockPublicAccessOptions) in region list block_public_access_options, "ec2:DescribeVpcBlockPublicAccessOptions", "VpcBlockPublicAccessOptions", "ec2.describe-vpc-block-public-access-options", "";
            /// `ec2:DescribeVpcBlockPublicAccessExclusions`.
            BlockPublicAccessExclusions(VpcBlockPublicAccessExclusion) in region list block_public_access_exclusions, "ec2:DescribeVpcBlockPublicAccessExclusions", "VpcBlockPublicAccessExclusions", "ec2.describe-vpc-block-public-access-exclusions", "";
            /// `elasticloadbalancing:DescribeLoadBalancers`: those behind endpoint services.
            LoadBalancers(LoadBalancer) in region list load_balancers, "elasticloadbalancing:DescribeLoadBalancers", "LoadBalancers", "elbv2.describe-load-balancers", "";
            /// `elasticloadbalancing:DescribeLoadBalancerAttributes`; the key is the load balancer's ARN.
            LoadBalancerAttributes(LoadBalancerAttribute) in region keyed load_balancer_attributes, "elasticloadbalancing:DescribeLoadBalancerAttributes", "Attributes", "elbv2.describe-load-balancer-attributes", "arn:";
            /// `elasticloadbalancing:DescribeTargetGroups`, where there are endpoint services.
            TargetGroups(TargetGroup) in region list target_groups, "elasticloadbalancing:DescribeTargetGroups", "TargetGroups", "elbv2.describe-target-groups", "";
            /// `elasticloadbalancing:DescribeTargetHealth`; the key is the target group's ARN.
            TargetHealth(TargetHealthDescription) in region keyed target_health, "elasticloadbalancing:DescribeTargetHealth", "TargetHealthDescriptions", "elbv2.describe-target-health", "arn:";
            /// `route53resolver:ListResolverEndpoints`.
            ResolverEndpoints(ResolverEndpoint) in region list resolver_endpoints, "route53resolver:ListResolverEndpoints", "ResolverEndpoints", "route53resolver.list-resolver-endpoints", "";
            /// `route53resolver:ListResolverEndpointIpAddresses`; the key is the endpoint's id.
            ResolverEndpointIpAddresses(ResolverEndpointIpAddress) in region keyed resolver_endpoint_ip_addresses, "route53resolver:ListResolverEndpointIpAddresses", "IpAddresses", "route53resolver.list-resolver-endpoint-ip-addresses", "rslvr-";
            /// `route53resolver:ListResolverRules`.
            ResolverRules(ResolverRule) in region list resolver_rules, "route53resolver:ListResolverRules", "ResolverRules", "route53resolver.list-resolver-rules", "";
            /// `route53resolver:ListResolverRuleAssociations`.
            ResolverRuleAssociations(ResolverRuleAssociation) in region list resolver_rule_associations, "route53resolver:ListResolverRuleAssociations", "ResolverRuleAssociations", "route53resolver.list-resolver-rule-associations", "";
            /// `route53resolver:ListResolverQueryLogConfigAssociations`.
            ResolverQueryLogConfigAssociations(ResolverQueryLogConfigAssociation) in region list resolver_query_log_config_associations, "route53resolver:ListResolverQueryLogConfigAssociations", "ResolverQueryLogConfigAssociations", "route53resolver.list-resolver-query-log-config-associations", "";
            /// `route53profiles:ListProfiles`.
            Profiles(Profile) in region list profiles, "route53profiles:ListProfiles", "ProfileSummaries", "route53profiles.list-profiles", "";
            /// `route53profiles:ListProfileAssociations`.
            ProfileAssociations(ProfileAssociation) in region list profile_associations, "route53profiles:ListProfileAssociations", "ProfileAssociations", "route53profiles.list-profile-associations", "";
            /// `route53profiles:ListProfileResourceAssociations`; the key is the Profile's id.
            ProfileResourceAssociations(ProfileResourceAssociation) in region keyed profile_resource_associations, "route53profiles:ListProfileResourceAssociations", "ProfileResourceAssociations", "route53profiles.list-profile-resource-associations", "rp-";
            /// `organizations:DescribeOrganization`, once an account: one thing, held as a list of one.
            Organization(Organization) in account list organization, "organizations:DescribeOrganization", "Organization", "organizations.describe-organization", "";
            /// `organizations:ListAccounts`, once an account.
            OrganizationAccounts(OrganizationAccount) in account list organization_accounts, "organizations:ListAccounts", "Accounts", "organizations.list-accounts", "";
            /// `cloudwatch:GetMetricData`, only with `--with metrics`; the key is the metric's namespace.
            Metrics(MetricSum) in region keyed metrics, "cloudwatch:GetMetricData", "", "cloudwatch.get-metric-data", "AWS/";
        }
    };
}
pub(super) use each_collection;

macro_rules! scope_is_account {
    (account) => {
        true
    };
    (region) => {
        false
    };
}

macro_rules! shape_is_keyed {
    (list) => {
        false
    };
    (keyed) => {
        true
    };
    (merged) => {
        true
    };
}

macro_rules! collections {
    ($($(#[$doc:meta])* $name:ident($thing:ident) in $scope:ident $shape:ident $field:ident,
        $operation:literal, $member:literal, $cli:literal, $key:literal;)*) => {
        /// One list AWS can be asked for, or one list per key (a VPC, a prefix list).
        ///
        /// Facts declare the collections they need; the union over the chosen policies decides what a crawl asks.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Collection {
            $($(#[$doc])* $name,)*
        }

        impl Collection {
            /// Every collection.
            pub const ALL: [Self; [$(Self::$name),*].len()] = [$(Self::$name),*];

            /// The operation that lists it, as `service:Operation`; also the IAM action that allows it.
            pub fn operation(self) -> &'static str {
                match self { $(Self::$name => $operation,)* }
            }

            /// The member of the answer that holds the list, as the AWS CLI prints it; empty where an answer has none.
            pub fn member(self) -> &'static str {
                match self { $(Self::$name => $member,)* }
            }

            /// Whether the question is asked per key and not once.
            pub fn is_keyed(self) -> bool {
                match self { $(Self::$name => shape_is_keyed!($shape),)* }
            }

            /// Whether the list belongs to the account and not to one of its Regions.
            pub fn is_global(self) -> bool {
                match self { $(Self::$name => scope_is_account!($scope),)* }
            }

            /// The file's stem in a folder of AWS CLI output: `ec2.describe-vpcs`.
            pub fn cli_name(self) -> &'static str {
                match self { $(Self::$name => $cli,)* }
            }

            /// How every key of a keyed collection begins; empty for the others.
            pub fn key_prefix(self) -> &'static str {
                match self { $(Self::$name => $key,)* }
            }
        }
    };
}
each_collection!(collections);

impl Collection {
    /// The service part of [`Collection::operation`].
    pub fn service(self) -> &'static str {
        self.operation().split_once(':').map_or("", |(service, _)| service)
    }

    /// Whether the answer is one thing and no list.
    pub fn is_one_thing(self) -> bool {
        matches!(self, Self::BlockPublicAccessOptions | Self::Organization)
    }

    /// Whether it is asked only with an option, for what it costs.
    pub fn is_opt_in(self) -> bool {
        self == Self::Metrics
    }
}

impl fmt::Display for Collection {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.operation())
    }
}
