//! A Region with as many subnets as wanted, as estates of that size are built: spokes around a hub, joined by a transit
//! gateway; in the hub the interface endpoints that all share, some of them by private zones; in every VPC a NAT gateway,
//! gateway endpoints, public, private and isolated subnets in three zones, two ACLs, four groups, two workloads a subnet.
//! All in one account, which is the hardest case: whoever searches a list of the account searches all of it. The same size
//! gives the same Region.

use byway::id::{AccountId, Partition, Region};
use byway::snapshot::{Builder, Collection, Coverage, Items, Question, Snapshot};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How large.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub subnets: usize,
    /// Services on offer, with S3 and DynamoDB.
    pub services: usize,
}

/// Subnets of a full VPC.
pub const A_VPC: usize = 250;
/// One VPC in so many is dual-stack.
const DUAL: usize = 4;
/// Interface endpoints in the hub, and how many of them have a private zone in the spokes.
const CENTRAL: usize = 15;
const ZONED: usize = 8;
/// Subnets of a VPC for the transit gateway, for endpoints, open to the internet, private; the others are isolated.
const TRANSIT: usize = 3;
const ENDPOINTS: usize = 6;
const PUBLIC: usize = 18;
const PRIVATE: usize = 160;

const OWNER: &str = "111122223333";
const REGION: &str = "us-east-1";
const ZONES: [&str; 3] = ["us-east-1a", "us-east-1b", "us-east-1c"];
const KNOWN: [&str; 18] = [
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
    "events",
    "states",
    "kinesis-streams",
    "elasticloadbalancing",
];

/// How many of the subnets are dual-stack.
pub fn dual_stack(size: Size) -> usize {
    (0..size.subnets).filter(|subnet| is_dual(subnet / A_VPC)).count()
}

/// The Region, every question answered.
pub fn many(size: Size) -> Snapshot {
    let mut many = Many { held: BTreeMap::new(), keyed: Vec::new(), size };
    many.region();
    for vpc in 0..size.subnets.div_ceil(A_VPC) {
        many.vpc(vpc);
    }
    many.transit();
    many.finish()
}

struct Many {
    held: BTreeMap<Collection, Items>,
    keyed: Vec<(Collection, String, Vec<Value>)>,
    size: Size,
}

fn id(kind: &str, n: usize) -> String {
    format!("{kind}-{n:017x}")
}

fn is_dual(vpc: usize) -> bool {
    vpc % DUAL == DUAL - 1
}

fn token(n: usize) -> String {
    KNOWN.get(n).map_or_else(|| format!("service{n:03}"), |known| (*known).to_owned())
}

fn name(token: &str) -> String {
    format!("{}.{REGION}.amazonaws.com", token.rsplit('.').collect::<Vec<_>>().join("."))
}

/// The block of a VPC, 8,192 addresses, and of its subnets, 32 each.
fn address(vpc: usize, offset: usize) -> String {
    let at = vpc * 8192 + offset;
    format!("10.{}.{}.{}", at >> 16 & 255, at >> 8 & 255, at & 255)
}

fn address6(vpc: usize, subnet: usize, host: &str) -> String {
    format!("2600:1f18:{:x}:{:x}::{host}", vpc >> 8, (vpc & 255) << 8 | subnet)
}

impl Many {
    fn put(&mut self, collection: Collection, list: Vec<Value>) {
        let items = Items::from_json(collection, list).expect("AWS's shape");
        match self.held.get_mut(&collection) {
            Some(held) => held.append(items),
            None => {
                self.held.insert(collection, items);
            }
        }
    }

    fn key(&mut self, collection: Collection, key: impl Into<String>, list: Vec<Value>) {
        self.keyed.push((collection, key.into(), list));
    }

    fn finish(self) -> Snapshot {
        let account: AccountId = OWNER.parse().expect("twelve digits");
        let region: Region = REGION.parse().expect("a Region");
        let mut builder = Builder::new("2026-11-01T06:00:00Z".parse().expect("a time"));
        builder.account(&account, Partition::Aws);
        let question = |collection: Collection, key: String| Question {
            account: account.clone(),
            region: if collection.is_global() { Region::global() } else { region.clone() },
            collection,
            key,
        };
        for collection in Collection::ALL.into_iter().filter(|one| !one.is_keyed() && !one.is_opt_in()) {
            let count = self.held.get(&collection).map_or(0, Items::len);
            builder.record(Coverage::answered(question(collection, String::new()), count as u64, 1));
        }
        for (collection, items) in self.held {
            builder.add(&question(collection, String::new()), items);
        }
        for (collection, key, list) in self.keyed {
            let asked = question(collection, key);
            let items = Items::from_json(collection, list).expect("AWS's shape");
            builder.record(Coverage::answered(asked.clone(), items.len() as u64, 1));
            builder.add(&asked, items);
        }
        builder.finish()
    }

    fn region(&mut self) {
        let zone =
            |n: usize| json!({"ZoneName": ZONES[n], "ZoneId": format!("use1-az{}", n + 1), "State": "available"});
        self.put(Collection::AvailabilityZones, (0..3).map(zone).collect());
        let list = |n: usize, token: &str, blocks: Value| json!({"PrefixListId": id("pl", n), "PrefixListName": format!("com.amazonaws.{REGION}.{token}"), "Cidrs": blocks});
        self.put(
            Collection::PrefixLists,
            vec![
                list(1, "s3", json!(["3.5.0.0/19", "16.15.192.0/18", "52.216.0.0/15", "54.231.0.0/16"])),
                list(2, "dynamodb", json!(["3.218.182.0/24", "35.71.64.0/22", "52.94.0.0/22"])),
            ],
        );
        let managed = |n: usize, token: &str| json!({"PrefixListId": id("pl", n), "PrefixListName": format!("com.amazonaws.{REGION}.{token}"), "OwnerId": "AWS", "AddressFamily": "IPv4", "State": "create-complete"});
        self.put(Collection::ManagedPrefixLists, vec![managed(1, "s3"), managed(2, "dynamodb")]);
        let offered = |token: &str, kind: &str| {
            json!({"ServiceName": format!("com.amazonaws.{REGION}.{token}"), "ServiceId": format!("vpce-svc-{token}"),
                "ServiceType": [{"ServiceType": kind}], "Owner": "amazon", "AvailabilityZones": ZONES, "VpcEndpointPolicySupported": true,
                "PrivateDnsNames": if kind == "Interface" { json!([{"PrivateDnsName": name(token)}]) } else { json!([]) }})
        };
        let mut services = vec![offered("s3", "Gateway"), offered("dynamodb", "Gateway")];
        services.extend((0..self.size.services - 2).map(|n| offered(&token(n), "Interface")));
        self.put(Collection::VpcEndpointServices, services);
        let servers = json!([{"Key": "domain-name-servers", "Values": [{"Value": "AmazonProvidedDNS"}]}]);
        self.put(
            Collection::DhcpOptions,
            vec![json!({"DhcpOptionsId": id("dopt", 0), "OwnerId": OWNER, "DhcpConfigurations": servers})],
        );
        self.put(
            Collection::BlockPublicAccessOptions,
            vec![json!({"AwsRegion": REGION, "AwsAccountId": OWNER, "InternetGatewayBlockMode": "off"})],
        );
        for n in 0..ZONED {
            let name = name(&token(n));
            let zone = format!("Z{n:020}");
            self.put(Collection::HostedZones, vec![json!({"Id": zone, "Name": format!("{name}."), "CallerReference": zone, "Config": {"PrivateZone": true}})]);
            let target = json!({"HostedZoneId": "Z7HUB", "DNSName": format!("{}-hub.{}.{REGION}.vpce.amazonaws.com.", id("vpce", 16 + n), token(n)), "EvaluateTargetHealth": false});
            self.key(
                Collection::ResourceRecordSets,
                zone,
                vec![json!({"Name": format!("{name}."), "Type": "A", "AliasTarget": target})],
            );
        }
    }

    fn vpc(&mut self, v: usize) {
        let vpc = id("vpc", v);
        let subnets = A_VPC.min(self.size.subnets - v * A_VPC);
        let tag = |name: String| json!([{"Key": "Name", "Value": name}, {"Key": "cost-centre", "Value": format!("cc-{}", v % 17)}]);
        let block = format!("{}/19", address(v, 0));
        let mut own = json!({"VpcId": vpc, "OwnerId": OWNER, "CidrBlock": block, "State": "available", "IsDefault": false,
            "DhcpOptionsId": id("dopt", 0), "CidrBlockAssociationSet": [{"CidrBlock": block, "CidrBlockState": {"State": "associated"}}], "Tags": tag(format!("vpc-{v}"))});
        let block6 = format!("{}/56", address6(v, 0, ""));
        if is_dual(v) {
            own["Ipv6CidrBlockAssociationSet"] =
                json!([{"Ipv6CidrBlock": block6, "Ipv6CidrBlockState": {"State": "associated"}}]);
        }
        self.put(Collection::Vpcs, vec![own]);
        for (attribute, member) in
            [("enableDnsSupport", "EnableDnsSupport"), ("enableDnsHostnames", "EnableDnsHostnames")]
        {
            self.key(
                Collection::VpcAttributes,
                format!("{vpc}/{attribute}"),
                vec![json!({"VpcId": vpc, member: {"Value": true}})],
            );
        }
        let zones = (0..if v == 0 { 0 } else { ZONED }).map(|n| json!({"HostedZoneId": format!("Z{n:020}"), "Name": format!("{}.", name(&token(n))), "Owner": {"OwningAccount": OWNER}}));
        self.key(Collection::HostedZonesByVpc, vpc.clone(), zones.collect());
        self.put(Collection::InternetGateways, vec![json!({"InternetGatewayId": id("igw", v), "OwnerId": OWNER, "Attachments": [{"VpcId": vpc, "State": "available"}], "Tags": tag(format!("igw-{v}"))})]);
        if is_dual(v) {
            self.put(Collection::EgressOnlyInternetGateways, vec![json!({"EgressOnlyInternetGatewayId": id("eigw", v), "Attachments": [{"VpcId": vpc, "State": "attached"}]})]);
        }
        self.tables(v, &vpc, &block, &block6, subnets);
        self.filters(v, &vpc, &block, subnets);
        let mut described = Vec::new();
        let mut interfaces = Vec::new();
        for n in 0..subnets {
            let mut subnet = json!({"SubnetId": id("subnet", v * A_VPC + n), "VpcId": vpc, "OwnerId": OWNER, "CidrBlock": format!("{}/27", address(v, n * 32)),
                "SubnetArn": format!("arn:aws:ec2:{REGION}:{OWNER}:subnet/{}", id("subnet", v * A_VPC + n)), "AvailabilityZone": ZONES[n % 3],
                "AvailabilityZoneId": format!("use1-az{}", n % 3 + 1), "AvailableIpAddressCount": 25, "DefaultForAz": false, "MapPublicIpOnLaunch": false,
                "AssignIpv6AddressOnCreation": false, "Ipv6Native": false, "EnableDns64": false, "State": "available", "Tags": tag(format!("subnet-{v}-{n}"))});
            if is_dual(v) {
                subnet["Ipv6CidrBlockAssociationSet"] = json!([{"AssociationId": id("subnet-cidr-assoc", v * A_VPC + n), "Ipv6CidrBlock": format!("{}/64", address6(v, n, "")), "Ipv6CidrBlockState": {"State": "associated"}}]);
            }
            described.push(subnet);
            if n >= ENDPOINTS {
                interfaces.extend((0..2).map(|one| self.workload(v, n, one)));
            }
        }
        self.put(Collection::Subnets, described);
        self.nat(v, &vpc, &mut interfaces);
        self.endpoints(v, &vpc, &mut interfaces);
        self.put(Collection::NetworkInterfaces, interfaces);
    }

    fn workload(&self, v: usize, n: usize, one: usize) -> Value {
        let at = (v * A_VPC + n) * 4 + one;
        let own = address(v, n * 32 + 8 + one);
        let public = (n < PUBLIC && n % 2 == 1).then(|| json!({"PublicIp": format!("44.{}.{}.{}", at >> 16 & 255, at >> 8 & 255, at & 255), "IpOwnerId": OWNER, "AllocationId": id("eipalloc", at), "AssociationId": id("eipassoc", at)}));
        let mut interface = self.interface(v, n, at, &own, "interface", &groups_of(n, one));
        interface["Attachment"] = json!({"AttachmentId": id("eni-attach", at), "DeviceIndex": 0, "InstanceId": id("i", at), "InstanceOwnerId": OWNER, "Status": "attached", "DeleteOnTermination": true});
        interface["TagSet"] = json!([{"Key": "Name", "Value": format!("workload-{at}")}]);
        if let Some(public) = public {
            interface["Association"] = public.clone();
            interface["PrivateIpAddresses"][0]["Association"] = public;
        }
        if is_dual(v) {
            interface["Ipv6Addresses"] = json!([{"Ipv6Address": address6(v, n, &format!("{:x}", 8 + one))}]);
        }
        interface
    }

    fn interface(&self, v: usize, n: usize, at: usize, own: &str, kind: &str, groups: &[usize]) -> Value {
        let groups: Vec<Value> =
            groups.iter().map(|g| json!({"GroupId": id("sg", v * 4 + g), "GroupName": format!("sg-{g}")})).collect();
        json!({"NetworkInterfaceId": id("eni", at), "InterfaceType": kind, "VpcId": id("vpc", v), "SubnetId": id("subnet", v * A_VPC + n),
            "AvailabilityZone": ZONES[n % 3], "AvailabilityZoneId": format!("use1-az{}", n % 3 + 1), "OwnerId": OWNER, "Description": "", "RequesterManaged": kind != "interface",
            "Status": "in-use", "SourceDestCheck": true, "PrivateIpAddress": own,
            "PrivateIpAddresses": [{"PrivateIpAddress": own, "PrivateDnsName": format!("ip-{}.ec2.internal", own.replace('.', "-")), "Primary": true}], "Groups": groups})
    }

    fn tables(&mut self, v: usize, vpc: &str, block: &str, block6: &str, subnets: usize) {
        let route = |to: &str, target: &str, id: String| json!({"DestinationCidrBlock": to, target: id, "State": "active", "Origin": "CreateRoute"});
        let list = |n: usize| json!({"DestinationPrefixListId": id("pl", n), "GatewayId": id("vpce", v * 64 + 8 + n), "State": "active", "Origin": "CreateRoute"});
        let six = |target: &str, id: String| json!({"DestinationIpv6CidrBlock": "::/0", target: id, "State": "active", "Origin": "CreateRoute"});
        // The main table of isolated subnets, the public ones' table, and a private table a zone.
        for t in 0..5 {
            let mut routes = vec![
                json!({"DestinationCidrBlock": block, "GatewayId": "local", "State": "active", "Origin": "CreateRouteTable"}),
            ];
            if is_dual(v) {
                routes.push(json!({"DestinationIpv6CidrBlock": block6, "GatewayId": "local", "State": "active", "Origin": "CreateRouteTable"}));
            }
            routes.push(route("10.0.0.0/8", "TransitGatewayId", id("tgw", 0)));
            routes.push(list(1));
            match t {
                0 => {}
                1 => {
                    routes.push(route("0.0.0.0/0", "GatewayId", id("igw", v)));
                    routes.extend(is_dual(v).then(|| six("GatewayId", id("igw", v))));
                }
                _ => {
                    routes.push(list(2));
                    routes.push(route("0.0.0.0/0", "NatGatewayId", id("nat", v)));
                    routes.extend(is_dual(v).then(|| six("EgressOnlyInternetGatewayId", id("eigw", v))));
                }
            }
            let state = json!({"State": "associated"});
            let follows = |n: &usize| match t {
                0 => false,
                1 => (ENDPOINTS..PUBLIC).contains(n),
                zone => (PUBLIC..PRIVATE).contains(n) && n % 3 == zone - 2,
            };
            let tie = |n: usize| json!({"RouteTableAssociationId": id("rtbassoc", v * 1024 + n), "RouteTableId": id("rtb", v * 8 + t), "SubnetId": id("subnet", v * A_VPC + n), "Main": false, "AssociationState": state});
            let mut ties: Vec<Value> = (0..subnets).filter(follows).map(tie).collect();
            if t == 0 {
                ties.push(json!({"RouteTableAssociationId": id("rtbassoc", v * 1024 + 1023), "RouteTableId": id("rtb", v * 8), "Main": true, "AssociationState": state}));
            }
            self.put(Collection::RouteTables, vec![json!({"RouteTableId": id("rtb", v * 8 + t), "VpcId": vpc, "OwnerId": OWNER, "Routes": routes, "Associations": ties})]);
        }
    }

    fn filters(&mut self, v: usize, vpc: &str, block: &str, subnets: usize) {
        let entry = |number: usize, egress: bool, action: &str, block: &str, ports: Option<(u16, u16)>| {
            let mut entry = json!({"RuleNumber": number, "Egress": egress, "RuleAction": action, "CidrBlock": block, "Protocol": if ports.is_some() { "6" } else { "-1" }});
            if let Some((from, to)) = ports {
                entry["PortRange"] = json!({"From": from, "To": to});
            }
            entry
        };
        let any = "0.0.0.0/0";
        let ties = |range: std::ops::Range<usize>| -> Vec<Value> {
            range.filter(|n| *n < subnets).map(|n| json!({"NetworkAclAssociationId": id("aclassoc", v * 1024 + n), "NetworkAclId": id("acl", v * 2), "SubnetId": id("subnet", v * A_VPC + n)})).collect()
        };
        let mut open = vec![
            entry(100, true, "allow", any, None),
            entry(100, false, "allow", any, None),
            entry(32767, true, "deny", any, None),
            entry(32767, false, "deny", any, None),
        ];
        for (number, action) in [(101, "allow"), (32768, "deny")] {
            open.extend([true, false].map(|egress| json!({"RuleNumber": number, "Egress": egress, "RuleAction": action, "Ipv6CidrBlock": "::/0", "Protocol": "-1"})));
        }
        let strict = vec![
            entry(90, false, "deny", "10.255.0.0/16", None),
            entry(100, true, "allow", any, Some((443, 443))),
            entry(110, true, "allow", "10.0.0.0/8", None),
            entry(100, false, "allow", "10.0.0.0/8", None),
            entry(110, false, "allow", any, Some((1024, 65535))),
            entry(32767, true, "deny", any, None),
            entry(32767, false, "deny", any, None),
        ];
        self.put(
            Collection::NetworkAcls,
            vec![
                json!({"NetworkAclId": id("acl", v * 2), "VpcId": vpc, "OwnerId": OWNER, "IsDefault": true, "Entries": open, "Associations": ties(0..PRIVATE)}),
                json!({"NetworkAclId": id("acl", v * 2 + 1), "VpcId": vpc, "OwnerId": OWNER, "IsDefault": false, "Entries": strict, "Associations": ties(PRIVATE..A_VPC)}),
            ],
        );
        let rule = |block: &str, port: Option<u16>| match port {
            Some(port) => {
                json!({"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "IpRanges": [{"CidrIp": block}]})
            }
            None => json!({"IpProtocol": "-1", "IpRanges": [{"CidrIp": block}], "Ipv6Ranges": [{"CidrIpv6": "::/0"}]}),
        };
        let endpoints = json!({"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "UserIdGroupPairs": [{"GroupId": id("sg", v * 4), "UserId": OWNER}]});
        let out = [
            vec![rule(any, None)],
            vec![rule(any, Some(443)), endpoints.clone(), rule(block, None)],
            vec![
                rule("10.0.0.0/8", Some(443)),
                json!({"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "PrefixListIds": [{"PrefixListId": id("pl", 1)}]}),
            ],
            vec![rule(any, None)],
        ];
        let groups = out.into_iter().enumerate().map(|(g, out)| {
            json!({"GroupId": id("sg", v * 4 + g), "VpcId": vpc, "OwnerId": OWNER, "GroupName": format!("sg-{v}-{g}"), "Description": "made up",
                "IpPermissions": [rule("10.0.0.0/8", Some(443))], "IpPermissionsEgress": out})
        });
        self.put(Collection::SecurityGroups, groups.collect());
    }

    fn nat(&mut self, v: usize, vpc: &str, interfaces: &mut Vec<Value>) {
        let at = (v * A_VPC + ENDPOINTS) * 4 + 2;
        let own = address(v, ENDPOINTS * 32 + 4);
        interfaces.push(self.interface(v, ENDPOINTS, at, &own, "nat_gateway", &[]));
        self.put(Collection::NatGateways, vec![json!({"NatGatewayId": id("nat", v), "VpcId": vpc, "SubnetId": id("subnet", v * A_VPC + ENDPOINTS), "State": "available", "ConnectivityType": "public",
            "NatGatewayAddresses": [{"NetworkInterfaceId": id("eni", at), "PrivateIp": own, "PublicIp": format!("54.{}.{}.1", v >> 8, v & 255), "IsPrimary": true, "Status": "succeeded"}]})]);
        for n in 0..TRANSIT {
            interfaces.push(self.interface(v, n, (v * A_VPC + n) * 4, &address(v, n * 32 + 4), "transit_gateway", &[]));
        }
    }

    fn endpoints(&mut self, v: usize, vpc: &str, interfaces: &mut Vec<Value>) {
        let common = |n: usize, token: &str, kind: &str| {
            json!({"VpcEndpointId": id("vpce", v * 64 + n), "VpcEndpointType": kind, "VpcId": vpc, "OwnerId": OWNER, "State": "available", "IpAddressType": "ipv4",
                "ServiceName": format!("com.amazonaws.{REGION}.{token}"), "RequesterManaged": false, "CreationTimestamp": "2025-01-01T00:00:00Z"})
        };
        let mut all = Vec::new();
        for (n, token) in [(9, "s3"), (10, "dynamodb")] {
            let mut endpoint = common(n, token, "Gateway");
            endpoint["RouteTableIds"] = (0..5).map(|t| id("rtb", v * 8 + t)).collect();
            all.push(endpoint);
        }
        let own: Vec<usize> = match v {
            0 => (0..CENTRAL).collect(),
            _ if v % 4 == 1 => (CENTRAL + 5..CENTRAL + 8).collect(),
            _ => Vec::new(),
        };
        for (at, n) in own.into_iter().enumerate() {
            let token = token(n);
            let zoned = v == 0 && n < ZONED;
            let held: Vec<usize> =
                (TRANSIT..ENDPOINTS).map(|n| (v * A_VPC + n) * 4 + at * 4096).map(|one| one + (1 << 28)).collect();
            for (one, n) in held.iter().zip(TRANSIT..ENDPOINTS) {
                interfaces.push(self.interface(v, n, *one, &address(v, n * 32 + 4 + at), "vpc_endpoint", &[3]));
            }
            let mut endpoint = common(16 + at, &token, "Interface");
            let dns = format!("{}-hub.{token}.{REGION}.vpce.amazonaws.com", id("vpce", v * 64 + 16 + at));
            let mut entries = vec![json!({"DnsName": dns, "HostedZoneId": "Z7HUB"})];
            entries.extend((!zoned).then(|| json!({"DnsName": name(&token), "HostedZoneId": id("Z", at)})));
            endpoint["DnsEntries"] = json!(entries);
            endpoint["PrivateDnsEnabled"] = json!(!zoned);
            endpoint["DnsOptions"] = json!({"DnsRecordIpType": "ipv4"});
            endpoint["SubnetIds"] = (TRANSIT..ENDPOINTS).map(|n| id("subnet", v * A_VPC + n)).collect();
            endpoint["NetworkInterfaceIds"] = held.iter().map(|one| id("eni", *one)).collect();
            endpoint["Groups"] = json!([{"GroupId": id("sg", v * 4 + 3)}]);
            all.push(endpoint);
        }
        self.put(Collection::VpcEndpoints, all);
    }

    /// Spokes reach the hub, the hub all spokes.
    fn transit(&mut self) {
        let vpcs = self.size.subnets.div_ceil(A_VPC);
        let options = json!({"SecurityGroupReferencingSupport": "enable", "DnsSupport": "enable"});
        self.put(
            Collection::TransitGateways,
            vec![json!({"TransitGatewayId": id("tgw", 0), "OwnerId": OWNER, "State": "available", "Options": options})],
        );
        let table = |v: usize| id("tgw-rtb", usize::from(v != 0));
        for v in 0..vpcs {
            self.put(Collection::TransitGatewayVpcAttachments, vec![json!({"TransitGatewayAttachmentId": id("tgw-attach", v), "TransitGatewayId": id("tgw", 0), "VpcId": id("vpc", v), "VpcOwnerId": OWNER, "State": "available",
                "SubnetIds": (0..TRANSIT).map(|n| id("subnet", v * A_VPC + n)).collect::<Vec<_>>(), "Options": options})]);
            self.put(Collection::TransitGatewayAttachments, vec![json!({"TransitGatewayAttachmentId": id("tgw-attach", v), "TransitGatewayId": id("tgw", 0), "TransitGatewayOwnerId": OWNER, "ResourceOwnerId": OWNER, "ResourceType": "vpc", "ResourceId": id("vpc", v), "State": "available",
                "Association": {"TransitGatewayRouteTableId": table(v), "State": "associated"}})]);
        }
        let to = |v: usize| {
            json!({"DestinationCidrBlock": format!("{}/19", address(v, 0)), "Type": "propagated", "State": "active",
            "TransitGatewayAttachments": [{"ResourceId": id("vpc", v), "TransitGatewayAttachmentId": id("tgw-attach", v), "ResourceType": "vpc"}]})
        };
        for n in 0..2 {
            self.put(Collection::TransitGatewayRouteTables, vec![json!({"TransitGatewayRouteTableId": table(n), "TransitGatewayId": id("tgw", 0), "State": "available"})]);
        }
        self.key(Collection::TransitGatewayRoutes, table(0), (0..vpcs).map(to).collect());
        self.key(Collection::TransitGatewayRoutes, table(1), vec![to(0)]);
    }
}

/// The groups of a subnet's workloads, of those of its VPC.
fn groups_of(subnet: usize, one: usize) -> Vec<usize> {
    match (subnet / 3 % 3, one) {
        (0, _) => vec![1],
        (1, 0) => vec![0, 1],
        (1, _) => vec![1],
        (_, _) => vec![2],
    }
}
