//! A snapshot's JSON, read into plain lists once. Nothing is judged here, and nothing of byway is asked.

use ipnet::IpNet;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

/// Everything the walker looks at.
#[derive(Debug, Default)]
pub struct World {
    pub vpcs: Vec<Vpc>,
    pub subnets: Vec<Subnet>,
    pub tables: Vec<Table>,
    pub acls: Vec<Acl>,
    pub groups: Vec<Group>,
    pub interfaces: Vec<Interface>,
    pub nats: Vec<Nat>,
    /// Internet gateways: id and the VPCs they are attached to.
    pub internet_gateways: Vec<(String, Vec<String>)>,
    /// Egress-only internet gateways, likewise.
    pub egress_only: Vec<(String, Vec<String>)>,
    /// Virtual private gateways, likewise.
    pub vpn_gateways: Vec<(String, Vec<String>)>,
    pub endpoints: Vec<Endpoint>,
    pub peerings: Vec<Peering>,
    pub transit: Vec<Transit>,
    pub vpc_attachments: Vec<VpcAttachment>,
    pub attachments: Vec<Attachment>,
    /// Routes of transit gateway route tables.
    pub transit_routes: BTreeMap<String, Vec<TransitRoute>>,
    /// Entries of prefix lists, by Region and id.
    pub lists: BTreeMap<(String, String), Vec<IpNet>>,
    /// Mode and state of Block Public Access, by account and Region.
    pub blocking: BTreeMap<(String, String), (String, String)>,
    /// Exclusions from it: the ARN and the mode.
    pub exclusions: Vec<(String, String)>,
    /// One port of every part of 1024 to 65535 that the entries of some ACL tell apart.
    pub ports: Vec<u16>,
}

#[derive(Debug)]
pub struct Vpc {
    pub id: String,
    pub account: String,
    pub region: String,
    pub blocks: Vec<IpNet>,
}

#[derive(Debug)]
pub struct Subnet {
    pub id: String,
    pub vpc: usize,
    pub zone: String,
    pub blocks: Vec<IpNet>,
}

#[derive(Debug)]
pub struct Table {
    pub id: String,
    pub vpc: String,
    pub main: bool,
    pub subnets: Vec<String>,
    pub gateways: Vec<String>,
    pub routes: Vec<Route>,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Destination {
    Block(IpNet),
    List(String),
}

#[derive(Debug)]
pub struct Route {
    pub to: Destination,
    pub target: Target,
    pub blackhole: bool,
    pub propagated: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    Local,
    InternetGateway(String),
    EgressOnly(String),
    Nat(String),
    Transit(String),
    Peering(String),
    Endpoint(String),
    VpnGateway(String),
    Interface(String),
    CoreNetwork(String),
    Other(String),
}

#[derive(Debug)]
pub struct Acl {
    pub subnets: Vec<String>,
    pub entries: Vec<Entry>,
}

#[derive(Debug)]
pub struct Entry {
    pub number: i64,
    pub egress: bool,
    pub allow: bool,
    pub protocol: String,
    pub block: Option<IpNet>,
    pub ports: Option<(u16, u16)>,
}

#[derive(Debug)]
pub struct Group {
    pub id: String,
    pub inbound: Vec<Rule>,
    pub outbound: Vec<Rule>,
}

#[derive(Debug)]
pub struct Rule {
    pub protocol: String,
    pub ports: Option<(i64, i64)>,
    pub blocks: Vec<IpNet>,
    pub lists: Vec<String>,
    pub groups: Vec<String>,
}

#[derive(Debug)]
pub struct Interface {
    pub id: String,
    pub kind: String,
    pub vpc: usize,
    pub subnet: usize,
    pub in_use: bool,
    pub checks: bool,
    pub addresses: Vec<IpAddr>,
    /// Private and public IPv4 addresses that belong together.
    pub public: Vec<(IpAddr, IpAddr)>,
    pub groups: Vec<String>,
    pub instance: String,
}

#[derive(Debug)]
pub struct Nat {
    pub id: String,
    pub vpc: usize,
    /// None: regional.
    pub subnet: Option<usize>,
    pub table: String,
    pub public: bool,
    pub available: bool,
    pub addresses: Vec<IpAddr>,
    pub public_addresses: Vec<IpAddr>,
}

#[derive(Debug)]
pub struct Endpoint {
    pub id: String,
    pub kind: String,
    pub vpc: String,
    pub available: bool,
    pub subnets: Vec<String>,
    pub interfaces: Vec<String>,
}

#[derive(Debug)]
pub struct Peering {
    pub id: String,
    pub active: bool,
    pub vpcs: [String; 2],
    pub regions: [String; 2],
    pub blocks: [Vec<IpNet>; 2],
}

#[derive(Debug)]
pub struct Transit {
    pub id: String,
    pub references: bool,
}

#[derive(Debug)]
pub struct VpcAttachment {
    pub id: String,
    pub transit: String,
    pub vpc: String,
    pub available: bool,
    pub subnets: Vec<String>,
    pub appliance_mode: bool,
    pub ipv6: bool,
    pub references: bool,
}

#[derive(Debug)]
pub struct Attachment {
    pub id: String,
    pub transit: String,
    pub kind: String,
    pub resource: String,
    pub available: bool,
    pub table: String,
}

#[derive(Debug)]
pub struct TransitRoute {
    pub to: IpNet,
    pub blackhole: bool,
    pub fixed: bool,
    pub attachments: Vec<String>,
}

pub fn text<'v>(value: &'v Value, member: &str) -> &'v str {
    value[member].as_str().unwrap_or_default()
}

pub fn list<'v>(value: &'v Value, member: &str) -> &'v [Value] {
    value[member].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn texts(value: &Value, member: &str) -> Vec<String> {
    list(value, member).iter().filter_map(|one| one.as_str().map(str::to_owned)).collect()
}

fn net(value: &Value, member: &str) -> Option<IpNet> {
    text(value, member).parse().ok()
}

fn nets(values: &[Value], member: &str) -> Vec<IpNet> {
    values.iter().filter_map(|one| net(one, member)).collect()
}

fn ip(value: &Value, member: &str) -> Option<IpAddr> {
    text(value, member).parse().ok()
}

/// The blocks of a VPC or subnet that are associated.
fn associated(value: &Value) -> Vec<IpNet> {
    let four = list(value, "CidrBlockAssociationSet")
        .iter()
        .filter(|one| text(&one["CidrBlockState"], "State") == "associated")
        .filter_map(|one| net(one, "CidrBlock"));
    let six = list(value, "Ipv6CidrBlockAssociationSet")
        .iter()
        .filter(|one| text(&one["Ipv6CidrBlockState"], "State") == "associated")
        .filter_map(|one| net(one, "Ipv6CidrBlock"));
    let mut blocks: Vec<IpNet> = four.chain(six).chain(net(value, "CidrBlock")).collect();
    blocks.sort_unstable();
    blocks.dedup();
    blocks
}

fn attached(value: &Value, member: &str) -> Vec<String> {
    list(value, member)
        .iter()
        .filter(|one| matches!(text(one, "State"), "attached" | "available"))
        .map(|one| text(one, "VpcId").to_owned())
        .collect()
}

/// Reads a snapshot.
pub fn read(snapshot: &Value) -> World {
    let mut world = World::default();
    let mut met = BTreeSet::new();
    let places: Vec<(&str, &Value)> = snapshot["accounts"]
        .as_object()
        .into_iter()
        .flatten()
        .flat_map(|(account, view)| {
            view["regions"].as_object().into_iter().flatten().map(move |(name, region)| ((account, name), region))
        })
        .map(|((_, name), region)| (name.as_str(), region))
        .collect();
    // A thing may be described in several accounts; the first description stands for all. VPCs come before what lies in
    // them, and the passes are cheap.
    let mut each = |member: &str, id: &str, take: &mut dyn FnMut(&str, &Value)| {
        for (region, view) in &places {
            for one in list(view, member) {
                let key = (member.to_owned(), text(one, id).to_owned(), text(one, "TransitGatewayId").to_owned());
                if met.insert((key, (*region).to_owned())) {
                    take(region, one);
                }
            }
        }
    };
    each("vpcs", "VpcId", &mut |region, one| {
        world.vpcs.push(Vpc {
            id: text(one, "VpcId").to_owned(),
            account: text(one, "OwnerId").to_owned(),
            region: region.to_owned(),
            blocks: associated(one),
        });
    });
    each("subnets", "SubnetId", &mut |_, one| {
        let Some(vpc) = world.vpcs.iter().position(|vpc| vpc.id == text(one, "VpcId")) else { return };
        world.subnets.push(Subnet {
            id: text(one, "SubnetId").to_owned(),
            vpc,
            zone: text(one, "AvailabilityZoneId").to_owned(),
            blocks: associated(one),
        });
    });
    each("route_tables", "RouteTableId", &mut |_, one| world.tables.push(table(one)));
    each("network_acls", "NetworkAclId", &mut |_, one| world.acls.push(acl(one)));
    each("security_groups", "GroupId", &mut |_, one| {
        world.groups.push(Group {
            id: text(one, "GroupId").to_owned(),
            inbound: list(one, "IpPermissions").iter().map(rule).collect(),
            outbound: list(one, "IpPermissionsEgress").iter().map(rule).collect(),
        });
    });
    each("network_interfaces", "NetworkInterfaceId", &mut |_, one| {
        let Some(subnet) = world.subnets.iter().position(|subnet| subnet.id == text(one, "SubnetId")) else { return };
        world.interfaces.push(interface(one, subnet, world.subnets[subnet].vpc));
    });
    each("nat_gateways", "NatGatewayId", &mut |_, one| {
        let Some(vpc) = world.vpcs.iter().position(|vpc| vpc.id == text(one, "VpcId")) else { return };
        let regional = text(one, "AvailabilityMode") == "regional";
        let addresses = list(one, "NatGatewayAddresses");
        let subnet = world.subnets.iter().position(|subnet| subnet.id == text(one, "SubnetId"));
        world.nats.push(Nat {
            id: text(one, "NatGatewayId").to_owned(),
            vpc,
            subnet: if regional { None } else { subnet },
            table: text(one, "RouteTableId").to_owned(),
            public: text(one, "ConnectivityType") != "private",
            available: text(one, "State") == "available",
            addresses: addresses.iter().filter_map(|one| ip(one, "PrivateIp")).collect(),
            public_addresses: addresses.iter().filter_map(|one| ip(one, "PublicIp")).collect(),
        });
    });
    each("internet_gateways", "InternetGatewayId", &mut |_, one| {
        world.internet_gateways.push((text(one, "InternetGatewayId").to_owned(), attached(one, "Attachments")));
    });
    each("egress_only_internet_gateways", "EgressOnlyInternetGatewayId", &mut |_, one| {
        world.egress_only.push((text(one, "EgressOnlyInternetGatewayId").to_owned(), attached(one, "Attachments")));
    });
    each("vpn_gateways", "VpnGatewayId", &mut |_, one| {
        let vpcs = if text(one, "State") == "available" { attached(one, "VpcAttachments") } else { Vec::new() };
        world.vpn_gateways.push((text(one, "VpnGatewayId").to_owned(), vpcs));
    });
    each("vpc_endpoints", "VpcEndpointId", &mut |_, one| {
        world.endpoints.push(Endpoint {
            id: text(one, "VpcEndpointId").to_owned(),
            kind: text(one, "VpcEndpointType").to_owned(),
            vpc: text(one, "VpcId").to_owned(),
            available: text(one, "State").eq_ignore_ascii_case("available"),
            subnets: texts(one, "SubnetIds"),
            interfaces: texts(one, "NetworkInterfaceIds"),
        });
    });
    each("vpc_peering_connections", "VpcPeeringConnectionId", &mut |_, one| {
        let sides = [&one["RequesterVpcInfo"], &one["AccepterVpcInfo"]];
        world.peerings.push(Peering {
            id: text(one, "VpcPeeringConnectionId").to_owned(),
            active: text(&one["Status"], "Code") == "active",
            vpcs: sides.map(|side| text(side, "VpcId").to_owned()),
            regions: sides.map(|side| text(side, "Region").to_owned()),
            blocks: sides.map(|side| {
                let six = nets(list(side, "Ipv6CidrBlockSet"), "Ipv6CidrBlock");
                nets(list(side, "CidrBlockSet"), "CidrBlock")
                    .into_iter()
                    .chain(six)
                    .chain(net(side, "CidrBlock"))
                    .collect()
            }),
        });
    });
    each("transit_gateways", "TransitGatewayId", &mut |_, one| {
        world.transit.push(Transit {
            id: text(one, "TransitGatewayId").to_owned(),
            references: text(&one["Options"], "SecurityGroupReferencingSupport") == "enable",
        });
    });
    each("transit_gateway_vpc_attachments", "TransitGatewayAttachmentId", &mut |_, one| {
        let enabled = |option: &str| text(&one["Options"], option) == "enable";
        world.vpc_attachments.push(VpcAttachment {
            id: text(one, "TransitGatewayAttachmentId").to_owned(),
            transit: text(one, "TransitGatewayId").to_owned(),
            vpc: text(one, "VpcId").to_owned(),
            available: text(one, "State") == "available",
            subnets: texts(one, "SubnetIds"),
            appliance_mode: enabled("ApplianceModeSupport"),
            ipv6: enabled("Ipv6Support"),
            references: enabled("SecurityGroupReferencingSupport"),
        });
    });
    each("transit_gateway_attachments", "TransitGatewayAttachmentId", &mut |_, one| {
        let association = &one["Association"];
        let known = text(association, "State") == "associated";
        world.attachments.push(Attachment {
            id: text(one, "TransitGatewayAttachmentId").to_owned(),
            transit: text(one, "TransitGatewayId").to_owned(),
            kind: text(one, "ResourceType").to_owned(),
            resource: text(one, "ResourceId").to_owned(),
            available: text(one, "State") == "available",
            table: if known { text(association, "TransitGatewayRouteTableId").to_owned() } else { String::new() },
        });
    });
    for (region, view) in &places {
        for (id, routes) in view["transit_gateway_routes"].as_object().into_iter().flatten() {
            let routes = routes.as_array().into_iter().flatten().filter_map(transit_route).collect();
            world.transit_routes.insert(id.clone(), routes);
        }
        for (id, entries) in view["prefix_list_entries"].as_object().into_iter().flatten() {
            let entries = entries.as_array().map(|entries| nets(entries, "Cidr")).unwrap_or_default();
            world.lists.insert(((*region).to_owned(), id.clone()), entries);
        }
        for one in list(view, "prefix_lists") {
            let entries = texts(one, "Cidrs").iter().filter_map(|block| block.parse().ok()).collect();
            world.lists.insert(((*region).to_owned(), text(one, "PrefixListId").to_owned()), entries);
        }
        for one in list(view, "block_public_access_exclusions") {
            if matches!(text(one, "State"), "create-complete" | "update-complete") {
                let mode = text(one, "InternetGatewayExclusionMode").to_owned();
                world.exclusions.push((text(one, "ResourceArn").to_owned(), mode));
            }
        }
    }
    for (account, view) in snapshot["accounts"].as_object().into_iter().flatten() {
        for (region, view) in view["regions"].as_object().into_iter().flatten() {
            for one in list(view, "block_public_access_options") {
                let told = (text(one, "InternetGatewayBlockMode").to_owned(), text(one, "State").to_owned());
                world.blocking.insert((account.clone(), region.clone()), told);
            }
        }
    }
    let mut ports = BTreeSet::from([1024]);
    for (from, to) in world.acls.iter().flat_map(|acl| &acl.entries).filter_map(|entry| entry.ports) {
        ports.extend([from, to.saturating_add(1)].into_iter().filter(|port| *port >= 1024));
    }
    world.ports = ports.into_iter().collect();
    world
}

fn table(one: &Value) -> Table {
    let standing: Vec<&Value> = list(one, "Associations")
        .iter()
        .filter(|one| matches!(text(&one["AssociationState"], "State"), "associated" | ""))
        .collect();
    let named = |member: &str| {
        standing.iter().map(|one| text(one, member).to_owned()).filter(|id| !id.is_empty()).collect::<Vec<_>>()
    };
    Table {
        id: text(one, "RouteTableId").to_owned(),
        vpc: text(one, "VpcId").to_owned(),
        main: standing.iter().any(|one| one["Main"] == true),
        subnets: named("SubnetId"),
        gateways: named("GatewayId"),
        routes: list(one, "Routes").iter().filter_map(route).collect(),
    }
}

fn route(one: &Value) -> Option<Route> {
    let to = match text(one, "DestinationPrefixListId") {
        "" => Destination::Block(net(one, "DestinationCidrBlock").or(net(one, "DestinationIpv6CidrBlock"))?),
        list => Destination::List(list.to_owned()),
    };
    let id = |member: &str| Some(text(one, member)).filter(|id| !id.is_empty()).map(str::to_owned);
    let target = if let Some(id) = id("NatGatewayId") {
        Target::Nat(id)
    } else if let Some(id) = id("TransitGatewayId") {
        Target::Transit(id)
    } else if let Some(id) = id("VpcPeeringConnectionId") {
        Target::Peering(id)
    } else if let Some(id) = id("NetworkInterfaceId").or(id("InstanceId")) {
        Target::Interface(id)
    } else if let Some(id) = id("EgressOnlyInternetGatewayId") {
        Target::EgressOnly(id)
    } else if let Some(id) = id("CoreNetworkArn") {
        Target::CoreNetwork(id)
    } else {
        match text(one, "GatewayId") {
            "local" => Target::Local,
            id if id.starts_with("igw-") => Target::InternetGateway(id.to_owned()),
            id if id.starts_with("vpce-") => Target::Endpoint(id.to_owned()),
            id if id.starts_with("vgw-") => Target::VpnGateway(id.to_owned()),
            id => Target::Other(id.to_owned()),
        }
    };
    let blackhole = text(one, "State") == "blackhole";
    Some(Route { to, target, blackhole, propagated: text(one, "Origin") == "EnableVgwRoutePropagation" })
}

fn acl(one: &Value) -> Acl {
    let mut entries: Vec<Entry> = list(one, "Entries")
        .iter()
        .map(|one| {
            let range = &one["PortRange"];
            let end = |member: &str| u16::try_from(range[member].as_i64()?).ok();
            Entry {
                number: one["RuleNumber"].as_i64().unwrap_or(i64::MAX),
                egress: one["Egress"] == true,
                allow: text(one, "RuleAction") == "allow",
                protocol: text(one, "Protocol").to_owned(),
                block: net(one, "CidrBlock").or(net(one, "Ipv6CidrBlock")),
                ports: end("From").zip(end("To")),
            }
        })
        .collect();
    entries.sort_by_key(|entry| entry.number);
    let subnets = list(one, "Associations").iter().map(|one| text(one, "SubnetId").to_owned()).collect();
    Acl { subnets, entries }
}

fn rule(one: &Value) -> Rule {
    let blocks = nets(list(one, "IpRanges"), "CidrIp").into_iter().chain(nets(list(one, "Ipv6Ranges"), "CidrIpv6"));
    let named = |from: &str, member: &str| list(one, from).iter().map(|one| text(one, member).to_owned()).collect();
    Rule {
        protocol: text(one, "IpProtocol").to_owned(),
        ports: one["FromPort"].as_i64().zip(one["ToPort"].as_i64()),
        blocks: blocks.collect(),
        lists: named("PrefixListIds", "PrefixListId"),
        groups: named("UserIdGroupPairs", "GroupId"),
    }
}

fn interface(one: &Value, subnet: usize, vpc: usize) -> Interface {
    let private = list(one, "PrivateIpAddresses");
    let mut addresses: Vec<IpAddr> = private.iter().filter_map(|one| ip(one, "PrivateIpAddress")).collect();
    addresses.extend(ip(one, "PrivateIpAddress"));
    addresses.extend(list(one, "Ipv6Addresses").iter().filter_map(|one| ip(one, "Ipv6Address")));
    addresses.sort_unstable();
    addresses.dedup();
    let own = ip(one, "PrivateIpAddress").zip(ip(&one["Association"], "PublicIp"));
    let others = private.iter().filter_map(|one| ip(one, "PrivateIpAddress").zip(ip(&one["Association"], "PublicIp")));
    Interface {
        id: text(one, "NetworkInterfaceId").to_owned(),
        kind: text(one, "InterfaceType").to_owned(),
        vpc,
        subnet,
        in_use: text(one, "Status") == "in-use",
        checks: one["SourceDestCheck"] != false,
        addresses,
        public: own.into_iter().chain(others).collect(),
        groups: list(one, "Groups").iter().map(|one| text(one, "GroupId").to_owned()).collect(),
        instance: text(&one["Attachment"], "InstanceId").to_owned(),
    }
}

fn transit_route(one: &Value) -> Option<TransitRoute> {
    Some(TransitRoute {
        to: net(one, "DestinationCidrBlock")?,
        blackhole: text(one, "State") == "blackhole",
        fixed: text(one, "Type") == "static",
        attachments: list(one, "TransitGatewayAttachments")
            .iter()
            .map(|one| text(one, "TransitGatewayAttachmentId").to_owned())
            .collect(),
    })
}
