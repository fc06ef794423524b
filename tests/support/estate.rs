//! An account as large as wanted, of the kinds of thing that estates are made of: many Regions, VPCs with endpoints,
//! groups, tables and interfaces, private zones over all of them. The same size gives the same account.

use byway::id::{AccountId, Partition, Region};
use byway::snapshot::{Builder, Collection, Coverage, Items, Question, Snapshot};
use serde_json::{Value, json};

/// How large.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub regions: usize,
    /// VPCs a Region, beside the default one, which has neither endpoints nor interfaces.
    pub vpcs: usize,
    /// Interface endpoints a VPC, beside two gateway endpoints.
    pub interface_endpoints: usize,
    /// Security groups a VPC.
    pub groups: usize,
    /// Private zones of the account. One in twenty hides the name of an AWS service.
    pub zones: usize,
}

/// A middling estate.
pub const MEDIUM: Size = Size { regions: 17, vpcs: 5, interface_endpoints: 6, groups: 23, zones: 50 };

const REGIONS: [&str; 17] = [
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
    "ap-south-1",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "eu-north-1",
    "sa-east-1",
];
const SERVICES: [&str; 18] = [
    "sts",
    "ec2",
    "kms",
    "logs",
    "ssm",
    "secretsmanager",
    "ecr.api",
    "ecr.dkr",
    "sqs",
    "sns",
    "monitoring",
    "ec2messages",
    "ssmmessages",
    "lambda",
    "execute-api",
    "events",
    "elasticloadbalancing",
    "autoscaling",
];
const OWNER: &str = "111122223333";

/// The account's number.
pub fn number() -> AccountId {
    OWNER.parse().expect("twelve digits")
}

/// The account, every question of the plan answered.
pub fn estate(size: Size) -> Snapshot {
    let mut estate = Estate { builder: Builder::new("2026-11-01T06:00:00Z".parse().expect("a time")), size };
    estate.builder.account(&number(), Partition::Aws);
    let global = Region::global();
    let regions: Vec<Region> = REGIONS.iter().take(size.regions).map(|code| code.parse().expect("a Region")).collect();
    let on_offer =
        regions.iter().map(|region| json!({"RegionName": region.as_str(), "OptInStatus": "opt-in-not-required"}));
    estate.add(&global, Collection::Regions, "", on_offer.collect());
    for (at, region) in regions.iter().enumerate() {
        estate.region(at, region);
    }
    estate.zones(&regions);
    estate.add(&global, Collection::Organization, "", vec![json!({"Id": "o-exampleorg", "MasterAccountId": OWNER})]);
    estate.add(&global, Collection::OrganizationAccounts, "", vec![json!({"Id": OWNER, "State": "ACTIVE"})]);
    estate.builder.finish()
}

struct Estate {
    builder: Builder,
    size: Size,
}

impl Estate {
    fn add(&mut self, region: &Region, collection: Collection, key: &str, list: Vec<Value>) {
        let question = Question { account: number(), region: region.clone(), collection, key: key.to_owned() };
        let items = Items::from_json(collection, list).expect("AWS's shape");
        self.builder.record(Coverage::answered(question.clone(), items.len() as u64, 1));
        self.builder.add(&question, items);
    }

    fn region(&mut self, at: usize, region: &Region) {
        let id = |kind: &str, n: usize| format!("{kind}-{:08x}{n:09x}", at + 1);
        let zones: Vec<String> = ["a", "b", "c"].map(|letter| format!("{region}{letter}")).to_vec();
        let zone_id = |n: usize| format!("r{at}-az{}", n % 3 + 1);
        let az = |n: usize| json!({"ZoneName": zones[n], "ZoneId": zone_id(n), "State": "available", "ZoneType": "availability-zone", "RegionName": region.as_str()});
        self.add(region, Collection::AvailabilityZones, "", (0..3).map(az).collect());
        let s3 = format!("com.amazonaws.{region}.s3");
        let list = |name: &str, n| json!({"PrefixListId": id("pl", n), "PrefixListName": name, "OwnerId": "AWS"});
        let own = |name: &str, n| json!({"PrefixListId": id("pl", n), "PrefixListName": name, "OwnerId": OWNER, "State": "create-complete", "MaxEntries": 200, "Version": 1});
        let dynamodb = format!("com.amazonaws.{region}.dynamodb");
        self.add(
            region,
            Collection::PrefixLists,
            "",
            vec![
                json!({"PrefixListId": id("pl", 1), "PrefixListName": s3, "Cidrs": ["3.5.0.0/19", "52.216.0.0/15"]}),
                json!({"PrefixListId": id("pl", 2), "PrefixListName": dynamodb, "Cidrs": ["3.218.182.0/24"]}),
            ],
        );
        self.add(
            region,
            Collection::ManagedPrefixLists,
            "",
            vec![list(&s3, 1), list(&dynamodb, 2), own("corp-ranges", 3), own("partners", 4), own("nobody", 5)],
        );
        for (n, count) in [(3, 30), (4, 140)] {
            let entries =
                (0..count).map(|entry| json!({"Cidr": format!("192.168.{}.{}/27", entry / 8, entry % 8 * 32)}));
            self.add(region, Collection::PrefixListEntries, &id("pl", n), entries.collect());
        }
        let offered = |token: &&str| {
            let name = token.rsplit('.').collect::<Vec<_>>().join(".");
            json!({"ServiceName": format!("com.amazonaws.{region}.{token}"), "ServiceType": [{"ServiceType": "Interface"}], "Owner": "amazon",
                "AvailabilityZones": zones, "AvailabilityZoneIds": (0..3).map(zone_id).collect::<Vec<_>>(), "VpcEndpointPolicySupported": true,
                "PrivateDnsNames": [{"PrivateDnsName": format!("{name}.{region}.amazonaws.com")}]})
        };
        self.add(region, Collection::VpcEndpointServices, "", SERVICES.iter().map(offered).collect());
        let mut of: std::collections::BTreeMap<Collection, Vec<Value>> = std::collections::BTreeMap::new();
        let mut put = |collection, value| of.entry(collection).or_default().push(value);
        for v in 0..=self.size.vpcs {
            let vpc = id("vpc", v);
            let is_default = v == self.size.vpcs;
            put(
                Collection::Vpcs,
                json!({"VpcId": vpc, "OwnerId": OWNER, "CidrBlock": format!("10.{v}.0.0/16"), "State": "available", "IsDefault": is_default, "DhcpOptionsId": id("dopt", 0)}),
            );
            for s in 0..6 {
                put(
                    Collection::Subnets,
                    json!({"SubnetId": id("subnet", v * 16 + s), "VpcId": vpc, "OwnerId": OWNER, "CidrBlock": format!("10.{v}.{}.0/20", s * 16),
                    "AvailabilityZone": zones[s % 3], "AvailabilityZoneId": zone_id(s % 3), "State": "available"}),
                );
            }
            let main = json!([{"RouteTableAssociationId": id("rtbassoc", v), "RouteTableId": id("rtb", v * 16), "Main": true, "AssociationState": {"State": "associated"}}]);
            for t in 0..4 {
                let uses = if t == 0 {
                    vec![
                        json!({"DestinationPrefixListId": id("pl", 3), "NatGatewayId": id("nat", v), "State": "active", "Origin": "CreateRoute"}),
                    ]
                } else {
                    Vec::new()
                };
                let mut routes = vec![
                    json!({"DestinationCidrBlock": format!("10.{v}.0.0/16"), "GatewayId": "local", "State": "active", "Origin": "CreateRouteTable"}),
                    json!({"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": id("nat", v), "State": "active", "Origin": "CreateRoute"}),
                    json!({"DestinationPrefixListId": id("pl", 1), "GatewayId": id("vpce", v * 64), "State": "active", "Origin": "CreateRoute"}),
                ];
                routes.extend(uses);
                put(
                    Collection::RouteTables,
                    json!({"RouteTableId": id("rtb", v * 16 + t), "VpcId": vpc, "OwnerId": OWNER, "Routes": routes, "Associations": if t == 0 { main.clone() } else { json!([]) }}),
                );
            }
            put(
                Collection::NatGateways,
                json!({"NatGatewayId": id("nat", v), "VpcId": vpc, "SubnetId": id("subnet", v * 16), "State": "available", "ConnectivityType": "public"}),
            );
            put(
                Collection::InternetGateways,
                json!({"InternetGatewayId": id("igw", v), "OwnerId": OWNER, "Attachments": [{"VpcId": vpc, "State": "available"}]}),
            );
            put(
                Collection::NetworkAcls,
                json!({"NetworkAclId": id("acl", v), "VpcId": vpc, "OwnerId": OWNER, "IsDefault": true, "Entries": [{"CidrBlock": "0.0.0.0/0", "Egress": true, "Protocol": "-1", "RuleAction": "allow", "RuleNumber": 100}]}),
            );
            if is_default {
                continue;
            }
            for g in 0..self.size.groups {
                let lists = if g % 5 == 1 { json!([{"PrefixListId": id("pl", 4)}]) } else { json!([]) };
                put(
                    Collection::SecurityGroups,
                    json!({"GroupId": id("sg", v * 64 + g), "VpcId": vpc, "OwnerId": OWNER, "GroupName": format!("sg-{v}-{g}"), "Description": "made up",
                    "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.0.0.0/8", "Description": "from inside"}], "PrefixListIds": lists}],
                    "IpPermissionsEgress": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]}),
                );
            }
            for (n, (token, kind)) in [("s3", "Gateway"), ("dynamodb", "Gateway")]
                .into_iter()
                .chain(SERVICES.map(|token| (token, "Interface")))
                .take(2 + self.size.interface_endpoints)
                .enumerate()
            {
                let subnets: Vec<String> =
                    if n < 2 { Vec::new() } else { (0..=n % 3).map(|s| id("subnet", v * 16 + s)).collect() };
                let tables: Vec<String> =
                    if n < 2 { (0..4).map(|t| id("rtb", v * 16 + t)).collect() } else { Vec::new() };
                put(
                    Collection::VpcEndpoints,
                    json!({"VpcEndpointId": id("vpce", v * 64 + n), "VpcEndpointType": kind, "VpcId": vpc, "OwnerId": OWNER, "State": "available",
                    "ServiceName": format!("com.amazonaws.{region}.{token}"), "SubnetIds": subnets, "RouteTableIds": tables, "PrivateDnsEnabled": n >= 2, "RequesterManaged": false,
                    "Groups": if n < 2 { json!([]) } else { json!([{"GroupId": id("sg", v * 64)}]) }, "CreationTimestamp": "2025-01-01T00:00:00Z"}),
                );
            }
            for e in 0..4 {
                put(
                    Collection::NetworkInterfaces,
                    json!({"NetworkInterfaceId": id("eni", v * 16 + e), "VpcId": vpc, "SubnetId": id("subnet", v * 16 + e), "OwnerId": OWNER, "InterfaceType": "interface",
                    "Status": "in-use", "PrivateIpAddress": format!("10.{v}.{}.9", e * 16), "Groups": [{"GroupId": id("sg", v * 64)}]}),
                );
            }
        }
        put(
            Collection::DhcpOptions,
            json!({"DhcpOptionsId": id("dopt", 0), "OwnerId": OWNER, "DhcpConfigurations": [{"Key": "domain-name-servers", "Values": [{"Value": "AmazonProvidedDNS"}]}]}),
        );
        put(
            Collection::TransitGateways,
            json!({"TransitGatewayId": id("tgw", 0), "OwnerId": OWNER, "State": "available"}),
        );
        put(
            Collection::TransitGatewayRouteTables,
            json!({"TransitGatewayRouteTableId": id("tgw-rtb", 0), "TransitGatewayId": id("tgw", 0), "State": "available"}),
        );
        let balancer = format!("arn:aws:elasticloadbalancing:{region}:{OWNER}:loadbalancer/net/svc/{at:016x}");
        let group = format!("arn:aws:elasticloadbalancing:{region}:{OWNER}:targetgroup/svc/{at:016x}");
        put(
            Collection::ServiceConfigurations,
            json!({"ServiceId": id("vpce-svc", 0), "ServiceName": format!("com.amazonaws.vpce.{region}.{}", id("vpce-svc", 0)), "ServiceState": "Available", "NetworkLoadBalancerArns": [balancer]}),
        );
        put(Collection::LoadBalancers, json!({"LoadBalancerArn": balancer, "Type": "network"}));
        put(Collection::TargetGroups, json!({"TargetGroupArn": group, "LoadBalancerArns": [balancer]}));
        put(
            Collection::ResolverEndpoints,
            json!({"Id": id("rslvr-in", 0), "Direction": "INBOUND", "Status": "OPERATIONAL"}),
        );
        for a in 0..3 {
            put(
                Collection::TransitGatewayVpcAttachments,
                json!({"TransitGatewayAttachmentId": id("tgw-attach", a), "TransitGatewayId": id("tgw", 0), "VpcId": id("vpc", a), "State": "available"}),
            );
            put(
                Collection::TransitGatewayAttachments,
                json!({"TransitGatewayAttachmentId": id("tgw-attach", a), "TransitGatewayId": id("tgw", 0), "ResourceType": "vpc", "ResourceId": id("vpc", a), "State": "available"}),
            );
        }
        put(
            Collection::BlockPublicAccessOptions,
            json!({"AwsRegion": region.as_str(), "AwsAccountId": OWNER, "InternetGatewayBlockMode": "off"}),
        );
        for (collection, list) in of {
            self.add(region, collection, "", list);
        }
        for v in 0..self.size.vpcs {
            let vpc = id("vpc", v);
            for (key, member) in
                [("enableDnsSupport", "EnableDnsSupport"), ("enableDnsHostnames", "EnableDnsHostnames")]
            {
                self.add(
                    region,
                    Collection::VpcAttributes,
                    &format!("{vpc}/{key}"),
                    vec![json!({"VpcId": vpc, (member): {"Value": true}})],
                );
            }
        }
        let keyed = [
            (
                Collection::TransitGatewayRoutes,
                id("tgw-rtb", 0),
                json!({"DestinationCidrBlock": "10.0.0.0/16", "State": "active", "Type": "propagated"}),
            ),
            (
                Collection::TransitGatewayPropagations,
                id("tgw-rtb", 0),
                json!({"TransitGatewayAttachmentId": id("tgw-attach", 0), "State": "enabled"}),
            ),
            (
                Collection::ServicePermissions,
                id("vpce-svc", 0),
                json!({"Principal": "arn:aws:iam::210987654321:root", "PrincipalType": "Account"}),
            ),
            (
                Collection::LoadBalancerAttributes,
                balancer,
                json!({"Key": "load_balancing.cross_zone.enabled", "Value": "false"}),
            ),
            (
                Collection::TargetHealth,
                group,
                json!({"Target": {"Id": "10.0.0.9", "Port": 443}, "TargetHealth": {"State": "healthy"}}),
            ),
            (Collection::ResolverEndpointIpAddresses, id("rslvr-in", 0), json!({"IpId": "rni-1", "Ip": "10.0.0.10"})),
        ];
        for (collection, key, thing) in keyed {
            self.add(region, collection, &key, vec![thing]);
        }
        let unkeyed = Collection::ALL.into_iter().filter(|one| !one.is_keyed() && !one.is_global());
        for collection in unkeyed {
            let question = Question { account: number(), region: region.clone(), collection, key: String::new() };
            if self.builder.outcomes().all(|(asked, _)| *asked != question) {
                self.add(region, collection, "", Vec::new());
            }
        }
    }

    /// Each zone is seen by one VPC, round robin.
    fn zones(&mut self, regions: &[Region]) {
        let global = Region::global();
        let mut zones = Vec::new();
        let mut by_vpc: std::collections::BTreeMap<String, Vec<Value>> = std::collections::BTreeMap::new();
        for (at, _) in regions.iter().enumerate() {
            for v in 0..=self.size.vpcs {
                by_vpc.insert(format!("vpc-{:08x}{v:09x}", at + 1), Vec::new());
            }
        }
        for n in 0..self.size.zones {
            let at = n % regions.len();
            let region = &regions[at];
            let is_aws = n % 20 == 3;
            let name = if is_aws { format!("sqs.{region}.amazonaws.com.") } else { format!("svc{n}.corp.internal.") };
            let id = format!("Z{n:020}");
            zones.push(json!({"Id": id, "Name": name, "CallerReference": "x", "Config": {"PrivateZone": true}, "ResourceRecordSetCount": 2}));
            let vpc = format!("vpc-{:08x}{:09x}", at + 1, n / regions.len() % self.size.vpcs);
            by_vpc
                .entry(vpc)
                .or_default()
                .push(json!({"HostedZoneId": id, "Name": name, "Owner": {"OwningAccount": OWNER}}));
            if is_aws {
                self.add(
                    &global,
                    Collection::ResourceRecordSets,
                    &id,
                    vec![json!({"Name": name, "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "10.0.0.9"}]})],
                );
            }
        }
        self.add(&global, Collection::HostedZones, "", zones);
        for (vpc, zones) in by_vpc {
            self.add(&global, Collection::HostedZonesByVpc, &vpc, zones);
        }
    }
}
