//! Everything seen at one time.

use super::collection::each_collection;
use super::model::*;
use super::{Collection, Coverage, Gap, Gaps, Items, NotAsked, Outcome, Question};
use crate::id::{AccountId, Partition, Region};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything seen at one time, and what was not.
///
/// INVARIANT: made by [`super::Builder`] or read from a file through it, so collections are sorted by id, members
/// without an order of AWS's own are sorted, and every question has a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Snapshot {
    /// The format of the file, [`super::file::FORMAT`].
    pub format: String,
    /// When the crawl began, UTC. Right of the wall this is *now*.
    pub taken_at: jiff::Timestamp,
    /// The Regions the crawl was narrowed to; empty for every enabled one.
    pub narrowed_to: Vec<Region>,
    /// One record per question, in order of account, Region, collection and key.
    pub coverage: Vec<Coverage>,
    /// What each account showed.
    pub accounts: BTreeMap<AccountId, AccountView>,
}

/// What one account showed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    /// The account's partition.
    pub partition: Partition,
    /// Regions on offer to the account.
    #[serde(default)]
    pub regions_on_offer: Vec<RegionOnOffer>,
    /// Private hosted zones of the account.
    #[serde(default)]
    pub hosted_zones: Vec<HostedZone>,
    /// Zones by the VPC that sees them.
    #[serde(default)]
    pub hosted_zones_by_vpc: BTreeMap<String, Vec<HostedZoneSummary>>,
    /// Hosted zone vpcs: `route53:GetHostedZone`: the VPCs of a private zone, other accounts' included; the key is the zone's id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub hosted_zone_vpcs: BTreeMap<String, Vec<HostedZoneVpc>>,
    /// Resource record sets: `route53:ListResourceRecordSets`; the key is the zone's id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub resource_record_sets: BTreeMap<String, Vec<ResourceRecordSet>>,
    /// Organization: `organizations:DescribeOrganization`, once an account: one thing, held as a list of one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub organization: Vec<Organization>,
    /// Organization accounts: `organizations:ListAccounts`, once an account.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub organization_accounts: Vec<OrganizationAccount>,
    /// What each Region showed.
    #[serde(default)]
    pub regions: BTreeMap<Region, RegionView>,
}

/// What one Region of an account showed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RegionView {
    /// Availability Zones.
    pub availability_zones: Vec<AvailabilityZone>,
    /// VPCs, shared ones included.
    pub vpcs: Vec<Vpc>,
    /// DNS attributes of VPCs.
    pub vpc_attributes: Vec<VpcAttribute>,
    /// Subnets.
    pub subnets: Vec<Subnet>,
    /// Route tables.
    pub route_tables: Vec<RouteTable>,
    /// Endpoints.
    pub vpc_endpoints: Vec<VpcEndpoint>,
    /// Services on offer to endpoints.
    pub vpc_endpoint_services: Vec<VpcEndpointService>,
    /// AWS's prefix lists with their addresses.
    pub prefix_lists: Vec<PrefixList>,
    /// Managed prefix lists.
    pub managed_prefix_lists: Vec<ManagedPrefixList>,
    /// Entries of managed prefix lists, by the list's id.
    pub prefix_list_entries: BTreeMap<String, Vec<PrefixListEntry>>,
    /// Security groups.
    pub security_groups: Vec<SecurityGroup>,
    /// Network interfaces.
    pub network_interfaces: Vec<NetworkInterface>,
    /// NAT gateways.
    pub nat_gateways: Vec<NatGateway>,
    /// Internet gateways.
    pub internet_gateways: Vec<InternetGateway>,
    /// Dhcp options: `ec2:DescribeDhcpOptions`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dhcp_options: Vec<DhcpOptions>,
    /// Security group rules: `ec2:DescribeSecurityGroupRules`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub security_group_rules: Vec<SecurityGroupRule>,
    /// Security group vpc associations: `ec2:DescribeSecurityGroupVpcAssociations`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub security_group_vpc_associations: Vec<SecurityGroupVpcAssociation>,
    /// Network acls: `ec2:DescribeNetworkAcls`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub network_acls: Vec<NetworkAcl>,
    /// Vpc peering connections: `ec2:DescribeVpcPeeringConnections`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub vpc_peering_connections: Vec<VpcPeeringConnection>,
    /// Transit gateways: `ec2:DescribeTransitGateways`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub transit_gateways: Vec<TransitGateway>,
    /// Transit gateway attachments: `ec2:DescribeTransitGatewayAttachments`, each with its association.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub transit_gateway_attachments: Vec<TransitGatewayAttachment>,
    /// Transit gateway vpc attachments: `ec2:DescribeTransitGatewayVpcAttachments`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub transit_gateway_vpc_attachments: Vec<TransitGatewayVpcAttachment>,
    /// Transit gateway route tables: `ec2:DescribeTransitGatewayRouteTables`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub transit_gateway_route_tables: Vec<TransitGatewayRouteTable>,
    /// Transit gateway propagations: `ec2:GetTransitGatewayRouteTablePropagations`; the key is the table's id.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub transit_gateway_propagations: BTreeMap<String, Vec<TransitGatewayRouteTablePropagation>>,
    /// Transit gateway routes: `ec2:SearchTransitGatewayRoutes`, active and blackhole; the key is the table's id.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub transit_gateway_routes: BTreeMap<String, Vec<TransitGatewayRoute>>,
    /// Vpn gateways: `ec2:DescribeVpnGateways`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub vpn_gateways: Vec<VpnGateway>,
    /// Vpn connections: `ec2:DescribeVpnConnections`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub vpn_connections: Vec<VpnConnection>,
    /// Egress only internet gateways: `ec2:DescribeEgressOnlyInternetGateways`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub egress_only_internet_gateways: Vec<EgressOnlyInternetGateway>,
    /// Flow logs: `ec2:DescribeFlowLogs`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub flow_logs: Vec<FlowLog>,
    /// Service configurations: `ec2:DescribeVpcEndpointServiceConfigurations`: the endpoint services of the account.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub service_configurations: Vec<ServiceConfiguration>,
    /// Service permissions: `ec2:DescribeVpcEndpointServicePermissions`; the key is the service's id.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub service_permissions: BTreeMap<String, Vec<AllowedPrincipal>>,
    /// Vpc endpoint connections: `ec2:DescribeVpcEndpointConnections`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub vpc_endpoint_connections: Vec<VpcEndpointConnection>,
    /// Connection notifications: `ec2:DescribeVpcEndpointConnectionNotifications`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub connection_notifications: Vec<ConnectionNotification>,
    /// Vpc endpoint associations: `ec2:DescribeVpcEndpointAssociations`, where an endpoint is of type Resource or ServiceNetwork.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub vpc_endpoint_associations: Vec<VpcEndpointAssociation>,
    /// Block public access options: `ec2:DescribeVpcBlockPublicAccessOptions`: one thing, held as a list of one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub block_public_access_options: Vec<VpcBlockPublicAccessOptions>,
    /// Block public access exclusions: `ec2:DescribeVpcBlockPublicAccessExclusions`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub block_public_access_exclusions: Vec<VpcBlockPublicAccessExclusion>,
    /// Load balancers: `elasticloadbalancing:DescribeLoadBalancers`: those behind endpoint services.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub load_balancers: Vec<LoadBalancer>,
    /// Load balancer attributes: `elasticloadbalancing:DescribeLoadBalancerAttributes`; the key is the load balancer's ARN.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub load_balancer_attributes: BTreeMap<String, Vec<LoadBalancerAttribute>>,
    /// Target groups: `elasticloadbalancing:DescribeTargetGroups`, where there are endpoint services.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub target_groups: Vec<TargetGroup>,
    /// Target health: `elasticloadbalancing:DescribeTargetHealth`; the key is the target group's ARN.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub target_health: BTreeMap<String, Vec<TargetHealthDescription>>,
    /// Resolver endpoints: `route53resolver:ListResolverEndpoints`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resolver_endpoints: Vec<ResolverEndpoint>,
    /// Resolver endpoint ip addresses: `route53resolver:ListResolverEndpointIpAddresses`; the key is the endpoint's id.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub resolver_endpoint_ip_addresses: BTreeMap<String, Vec<ResolverEndpointIpAddress>>,
    /// Resolver rules: `route53resolver:ListResolverRules`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resolver_rules: Vec<ResolverRule>,
    /// Resolver rule associations: `route53resolver:ListResolverRuleAssociations`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resolver_rule_associations: Vec<ResolverRuleAssociation>,
    /// Resolver query log config associations: `route53resolver:ListResolverQueryLogConfigAssociations`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resolver_query_log_config_associations: Vec<ResolverQueryLogConfigAssociation>,
    /// Profiles: `route53profiles:ListProfiles`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub profiles: Vec<Profile>,
    /// Profile associations: `route53profiles:ListProfileAssociations`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub profile_associations: Vec<ProfileAssociation>,
    /// Profile resource associations: `route53profiles:ListProfileResourceAssociations`; the key is the Profile's id.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub profile_resource_associations: BTreeMap<String, Vec<ProfileResourceAssociation>>,
    /// Metrics: `cloudwatch:GetMetricData`, only with `--with metrics`; the key is the metric's namespace.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub metrics: BTreeMap<String, Vec<MetricSum>>,
}

impl AccountView {
    /// An account in which nothing was seen yet.
    pub fn empty(partition: Partition) -> Self {
        Self {
            partition,
            regions_on_offer: Vec::new(),
            hosted_zones: Vec::new(),
            hosted_zones_by_vpc: BTreeMap::new(),
            hosted_zone_vpcs: BTreeMap::new(),
            resource_record_sets: BTreeMap::new(),
            organization: Vec::new(),
            organization_accounts: Vec::new(),
            regions: BTreeMap::new(),
        }
    }
}

impl Snapshot {
    /// The record of a question, if it has one.
    pub fn coverage_of(&self, question: &Question) -> Option<&Coverage> {
        self.coverage
            .binary_search_by(|record| {
                (&record.account, &record.region, record.collection, record.key.as_str()).cmp(&(
                    &question.account,
                    &question.region,
                    question.collection,
                    question.key.as_str(),
                ))
            })
            .ok()
            .and_then(|at| self.coverage.get(at))
    }

    /// As [`Snapshot::rest`], of a question that nobody has put together: lists are asked about more often than anything.
    pub(crate) fn rest_of(&self, account: &AccountId, region: &Region, collection: Collection, key: &str) -> Gaps {
        let asked = (account, region, collection, key);
        let found = self.coverage.binary_search_by(|record| {
            (&record.account, &record.region, record.collection, record.key.as_str()).cmp(&asked)
        });
        match found.ok().and_then(|at| self.coverage.get(at)) {
            Some(record) if record.outcome.is_complete() => Gaps::none(),
            Some(_) | None => {
                let (account, region, key) = (account.clone(), region.clone(), key.to_owned());
                self.rest(Question { account, region, collection, key })
            }
        }
    }

    /// What came for a question; nothing where it was not answered.
    pub fn items(&self, question: &Question) -> Items {
        macro_rules! held {
            (account list, $account:ident, $field:ident) => {
                Some($account.$field.clone())
            };
            (account keyed, $account:ident, $field:ident) => {
                $account.$field.get(&question.key).cloned()
            };
            (region list, $account:ident, $field:ident) => {
                $account.regions.get(&question.region).map(|view| view.$field.clone())
            };
            (region keyed, $account:ident, $field:ident) => {
                $account.regions.get(&question.region).and_then(|view| view.$field.get(&question.key).cloned())
            };
            (region merged, $account:ident, $field:ident) => {
                $account.regions.get(&question.region).map(|view| {
                    let (id, _) = question.key.split_once('/').unwrap_or((&question.key, ""));
                    view.$field.iter().filter(|held| held.id() == id).cloned().collect()
                })
            };
        }
        macro_rules! items {
            ($($(#[$doc:meta])* $name:ident($thing:ident) in $scope:ident $shape:ident $field:ident,
                $operation:literal, $member:literal, $cli:literal, $key:literal;)*) => {
                match question.collection {
                    $(Collection::$name => Items::$name(
                        self.accounts
                            .get(&question.account)
                            .and_then(|account| held!($scope $shape, account, $field))
                            .unwrap_or_default(),
                    ),)*
                }
            };
        }
        each_collection!(items)
    }

    /// Puts `items` in the place of what came for a question; its record stays as it is.
    pub fn replace(&mut self, question: &Question, items: Items) {
        let Some(account) = self.accounts.get_mut(&question.account) else { return };
        macro_rules! put {
            (account list, $field:ident, $items:ident) => {
                account.$field = $items
            };
            (account keyed, $field:ident, $items:ident) => {{
                account.$field.insert(question.key.clone(), $items);
            }};
            (region list, $field:ident, $items:ident) => {
                account.regions.entry(question.region.clone()).or_default().$field = $items
            };
            (region keyed, $field:ident, $items:ident) => {{
                let view = account.regions.entry(question.region.clone()).or_default();
                view.$field.insert(question.key.clone(), $items);
            }};
            (region merged, $field:ident, $items:ident) => {{
                let (id, _) = question.key.split_once('/').unwrap_or((&question.key, ""));
                let held = &mut account.regions.entry(question.region.clone()).or_default().$field;
                held.retain(|held| held.id() != id);
                held.extend($items);
                held.sort_by(|one, other| one.id().cmp(other.id()));
            }};
        }
        macro_rules! replace {
            ($($(#[$doc:meta])* $name:ident($thing:ident) in $scope:ident $shape:ident $field:ident,
                $operation:literal, $member:literal, $cli:literal, $key:literal;)*) => {
                match items { $(Items::$name(items) => put!($scope $shape, $field, items),)* }
            };
        }
        each_collection!(replace);
    }

    /// Why the answer to a question may lack something; empty when it was answered in full.
    ///
    /// A question without a record was never asked, and that is said as one.
    pub fn rest(&self, question: Question) -> Gaps {
        match self.coverage_of(&question) {
            Some(record) if record.outcome.is_complete() => Gaps::none(),
            Some(record) => Gap::NotSeen(Box::new(record.clone())).into(),
            None => Gap::NotSeen(Box::new(Coverage::not_asked(question, NotAsked::Offline))).into(),
        }
    }

    /// The snapshot as it would be if only these Regions had been asked; as it is when none is named.
    #[must_use]
    pub fn narrowed(mut self, regions: &[Region]) -> Self {
        if regions.is_empty() {
            return self;
        }
        let kept = |region: &Region| region.is_global() || regions.contains(region);
        self.coverage.retain(|record| kept(&record.region));
        for account in self.accounts.values_mut() {
            account.regions.retain(|region, _| kept(region));
        }
        self.narrowed_to = regions.to_vec();
        self.narrowed_to.sort();
        self.narrowed_to.dedup();
        self
    }

    /// Whether nothing at all was answered for an account.
    pub fn failed_entirely(&self, account: &AccountId) -> bool {
        !self
            .coverage
            .iter()
            .any(|record| &record.account == account && matches!(record.outcome, Outcome::Answered | Outcome::Partial))
    }

    /// A question of an account's own, without Region or key.
    pub fn global_question(account: &AccountId, collection: Collection, key: &str) -> Question {
        Question { account: account.clone(), region: Region::global(), collection, key: key.to_owned() }
    }
}
