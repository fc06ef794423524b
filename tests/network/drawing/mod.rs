//! A snapshot's JSON, drawn thing by thing in the shapes the AWS CLI prints. Every question was asked and answered in full.

pub mod dns;
pub mod filters;
pub mod plan;
pub mod things;
pub mod transit;

use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// An account and a Region.
pub type Spot = (&'static str, &'static str);

pub const TAKEN_AT: &str = "2026-11-01T06:00:00Z";

/// Member and operation of what is listed once in a Region.
const LISTS: [(&str, &str); 45] = [
    ("availability_zones", "ec2:DescribeAvailabilityZones"),
    ("vpcs", "ec2:DescribeVpcs"),
    ("subnets", "ec2:DescribeSubnets"),
    ("route_tables", "ec2:DescribeRouteTables"),
    ("vpc_endpoints", "ec2:DescribeVpcEndpoints"),
    ("vpc_endpoint_services", "ec2:DescribeVpcEndpointServices"),
    ("prefix_lists", "ec2:DescribePrefixLists"),
    ("managed_prefix_lists", "ec2:DescribeManagedPrefixLists"),
    ("security_groups", "ec2:DescribeSecurityGroups"),
    ("network_interfaces", "ec2:DescribeNetworkInterfaces"),
    ("nat_gateways", "ec2:DescribeNatGateways"),
    ("internet_gateways", "ec2:DescribeInternetGateways"),
    ("dhcp_options", "ec2:DescribeDhcpOptions"),
    ("security_group_rules", "ec2:DescribeSecurityGroupRules"),
    ("security_group_vpc_associations", "ec2:DescribeSecurityGroupVpcAssociations"),
    ("network_acls", "ec2:DescribeNetworkAcls"),
    ("vpc_peering_connections", "ec2:DescribeVpcPeeringConnections"),
    ("transit_gateways", "ec2:DescribeTransitGateways"),
    ("transit_gateway_attachments", "ec2:DescribeTransitGatewayAttachments"),
    ("transit_gateway_vpc_attachments", "ec2:DescribeTransitGatewayVpcAttachments"),
    ("transit_gateway_route_tables", "ec2:DescribeTransitGatewayRouteTables"),
    ("vpn_gateways", "ec2:DescribeVpnGateways"),
    ("vpn_connections", "ec2:DescribeVpnConnections"),
    ("egress_only_internet_gateways", "ec2:DescribeEgressOnlyInternetGateways"),
    ("flow_logs", "ec2:DescribeFlowLogs"),
    ("service_configurations", "ec2:DescribeVpcEndpointServiceConfigurations"),
    ("vpc_endpoint_connections", "ec2:DescribeVpcEndpointConnections"),
    ("connection_notifications", "ec2:DescribeVpcEndpointConnectionNotifications"),
    ("vpc_endpoint_associations", "ec2:DescribeVpcEndpointAssociations"),
    ("block_public_access_options", "ec2:DescribeVpcBlockPublicAccessOptions"),
    ("block_public_access_exclusions", "ec2:DescribeVpcBlockPublicAccessExclusions"),
    ("load_balancers", "elasticloadbalancing:DescribeLoadBalancers"),
    ("target_groups", "elasticloadbalancing:DescribeTargetGroups"),
    ("resolver_endpoints", "route53resolver:ListResolverEndpoints"),
    ("resolver_rules", "route53resolver:ListResolverRules"),
    ("resolver_rule_associations", "route53resolver:ListResolverRuleAssociations"),
    ("resolver_query_log_config_associations", "route53resolver:ListResolverQueryLogConfigAssociations"),
    ("profiles", "route53profiles:ListProfiles"),
    ("profile_associations", "route53profiles:ListProfileAssociations"),
    // Asked once a key.
    ("prefix_list_entries", "ec2:GetManagedPrefixListEntries"),
    ("transit_gateway_propagations", "ec2:GetTransitGatewayRouteTablePropagations"),
    ("transit_gateway_routes", "ec2:SearchTransitGatewayRoutes"),
    ("resolver_endpoint_ip_addresses", "route53resolver:ListResolverEndpointIpAddresses"),
    ("profile_resource_associations", "route53profiles:ListProfileResourceAssociations"),
    ("vpc_attributes", "ec2:DescribeVpcAttribute"),
];

/// Member and operation of what is asked of an account.
const OF_ACCOUNT: [(&str, &str); 7] = [
    ("regions_on_offer", "ec2:DescribeRegions"),
    ("organization", "organizations:DescribeOrganization"),
    ("organization_accounts", "organizations:ListAccounts"),
    ("hosted_zones", "route53:ListHostedZones"),
    ("hosted_zones_by_vpc", "route53:ListHostedZonesByVPC"),
    ("hosted_zone_vpcs", "route53:GetHostedZone"),
    ("resource_record_sets", "route53:ListResourceRecordSets"),
];

/// What is asked once for each of other things: the member, the other things' member and what their id is called there.
const KEYED: [(&str, &str, &str); 5] = [
    ("prefix_list_entries", "managed_prefix_lists", "PrefixListId"),
    ("transit_gateway_propagations", "transit_gateway_route_tables", "TransitGatewayRouteTableId"),
    ("transit_gateway_routes", "transit_gateway_route_tables", "TransitGatewayRouteTableId"),
    ("resolver_endpoint_ip_addresses", "resolver_endpoints", "Id"),
    ("profile_resource_associations", "profiles", "Id"),
];

type View = BTreeMap<String, Vec<Value>>;
type Keyed = BTreeMap<String, BTreeMap<String, Vec<Value>>>;

/// A snapshot under the pen.
#[derive(Clone, Debug, Default)]
pub struct Drawing {
    lists: BTreeMap<(String, String), View>,
    keyed: BTreeMap<(String, String), Keyed>,
    attributes: BTreeMap<String, (bool, bool)>,
}

/// Where things of an account lie that belong to no Region.
const GLOBAL: &str = "global";

impl Drawing {
    /// The places, each with its three zones.
    pub fn new(spots: &[Spot]) -> Self {
        let mut drawing = Self::default();
        for spot in spots {
            for letter in ["a", "b", "c"] {
                drawing.add(*spot, "availability_zones", things::zone(spot.1, letter));
            }
            drawing.add((spot.0, GLOBAL), "regions_on_offer", things::region(spot.1));
        }
        drawing
    }

    pub fn add(&mut self, spot: Spot, member: &str, thing: Value) {
        let key = (spot.0.to_owned(), spot.1.to_owned());
        self.lists.entry(key).or_default().entry(member.to_owned()).or_default().push(thing);
    }

    /// What is asked once a key.
    pub fn put(&mut self, spot: Spot, member: &str, key: &str, things: Vec<Value>) {
        let place = (spot.0.to_owned(), spot.1.to_owned());
        let lists = self.keyed.entry(place).or_default().entry(member.to_owned()).or_default();
        lists.entry(key.to_owned()).or_default().extend(things);
    }

    /// A thing of the account, in no Region.
    pub fn add_global(&mut self, account: &'static str, member: &str, thing: Value) {
        self.add((account, GLOBAL), member, thing);
    }

    /// Likewise, once a key.
    pub fn put_global(&mut self, account: &'static str, member: &str, key: &str, things: Vec<Value>) {
        self.put((account, GLOBAL), member, key, things);
    }

    /// All things of a member drawn so far.
    pub fn all(&self, member: &str) -> Vec<&Value> {
        self.lists.values().filter_map(|view| view.get(member)).flatten().collect()
    }

    /// Changes the things of a member drawn so far.
    pub fn change(&mut self, member: &str, mut change: impl FnMut(&mut Value)) {
        self.lists.values_mut().filter_map(|view| view.get_mut(member)).flatten().for_each(&mut change);
    }

    /// DNS support and DNS hostnames of a VPC; both are on unless told.
    pub fn dns(&mut self, vpc: &str, support: bool, hostnames: bool) {
        self.attributes.insert(vpc.to_owned(), (support, hostnames));
    }

    /// The snapshot.
    pub fn finish(&self) -> Value {
        let mut coverage = Vec::new();
        let mut accounts = Map::new();
        for (account, place) in self.lists.keys().map(|(account, place)| (account, place)) {
            let view = accounts.entry(account.clone()).or_insert_with(|| json!({"partition": "aws", "regions": {}}));
            if place == GLOBAL {
                self.global(account, view, &mut coverage);
            } else {
                view["regions"][place] = self.region(account, place, &mut coverage);
            }
        }
        coverage
            .sort_by_key(|record| ["account", "region", "collection", "key"].map(|member| record[member].to_string()));
        json!({
            "format": "byway/snapshot-v1", "taken_at": TAKEN_AT, "narrowed_to": [], "coverage": coverage,
            "accounts": accounts,
        })
    }

    fn listed(&self, account: &str, place: &str, member: &str) -> Vec<Value> {
        let key = (account.to_owned(), place.to_owned());
        self.lists.get(&key).and_then(|view| view.get(member)).cloned().unwrap_or_default()
    }

    fn by_key(&self, account: &str, place: &str, member: &str, keys: impl Iterator<Item = String>) -> Value {
        let place = (account.to_owned(), place.to_owned());
        let told = self.keyed.get(&place).and_then(|keyed| keyed.get(member));
        let mut all: BTreeMap<String, Vec<Value>> = keys.map(|key| (key, Vec::new())).collect();
        all.extend(told.cloned().unwrap_or_default());
        json!(all)
    }

    fn region(&self, account: &str, place: &str, coverage: &mut Vec<Value>) -> Value {
        let mut view = Map::new();
        for (member, operation) in LISTS {
            let mut told =
                |key: &str, items: usize| coverage.push(record(account, place, member, operation, key, items));
            let keys = KEYED.iter().find(|(keyed, ..)| *keyed == member);
            let value = if let Some((_, of, id)) = keys {
                let of = self.listed(account, place, of);
                let asked = of.iter().filter(|one| one["OwnerId"] != "AWS");
                let ids = asked.map(|one| things::text(one, id).to_owned());
                let by_key = self.by_key(account, place, member, ids);
                for (key, items) in by_key.as_object().into_iter().flatten() {
                    told(key, items.as_array().map_or(0, Vec::len));
                }
                by_key
            } else if member == "vpc_attributes" {
                let mut all = Vec::new();
                for vpc in self.listed(account, place, "vpcs") {
                    let id = things::text(&vpc, "VpcId");
                    let (support, hostnames) = self.attributes.get(id).copied().unwrap_or((true, true));
                    all.push(json!({
                        "VpcId": id, "EnableDnsSupport": {"Value": support}, "EnableDnsHostnames": {"Value": hostnames},
                    }));
                    told(&format!("{id}/enableDnsHostnames"), 1);
                    told(&format!("{id}/enableDnsSupport"), 1);
                }
                json!(all)
            } else {
                let all = self.listed(account, place, member);
                told("", all.len());
                json!(all)
            };
            view.insert(member.to_owned(), value);
        }
        Value::Object(view)
    }

    fn global(&self, account: &str, view: &mut Value, coverage: &mut Vec<Value>) {
        let zones = self.listed(account, GLOBAL, "hosted_zones");
        let zones = || zones.iter().map(|zone| things::text(zone, "Id").to_owned());
        let regions = self.lists.iter().filter(|((owner, _), _)| owner == account);
        let vpcs: Vec<String> = regions
            .flat_map(|(_, view)| view.get("vpcs").into_iter().flatten())
            .filter(|vpc| vpc["OwnerId"] == account)
            .map(|vpc| things::text(vpc, "VpcId").to_owned())
            .collect();
        for (member, operation) in OF_ACCOUNT {
            let value = match member {
                "hosted_zones_by_vpc" => self.by_key(account, GLOBAL, member, vpcs.iter().cloned()),
                "hosted_zone_vpcs" | "resource_record_sets" => self.by_key(account, GLOBAL, member, zones()),
                member => json!(self.listed(account, GLOBAL, member)),
            };
            let all = value.as_object().into_iter().flatten().map(|(key, items)| (key.as_str(), items));
            let list = value.as_array().map(|_| ("", &value));
            for (key, items) in all.chain(list) {
                let items = items.as_array().map_or(0, Vec::len);
                coverage.push(record(account, GLOBAL, member, operation, key, items));
            }
            view[member] = value;
        }
    }
}

fn record(account: &str, region: &str, member: &str, operation: &str, key: &str, items: usize) -> Value {
    // The one member that is not called as its collection is.
    let collection = if member == "regions_on_offer" { "regions".to_owned() } else { member.replace('_', "-") };
    json!({
        "account": account, "region": region, "collection": collection, "operation": operation, "key": key,
        "outcome": "answered", "pages": 1, "items": items,
    })
}
