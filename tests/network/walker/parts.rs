//! AWS's JSON, member by member.

use super::world::{Acl, Destination, Entry, Interface, Route, Rule, Table, Target, TransitRoute};
use ipnet::IpNet;
use serde_json::Value;
use std::net::IpAddr;

pub fn text<'v>(value: &'v Value, member: &str) -> &'v str {
    value[member].as_str().unwrap_or_default()
}

pub fn list<'v>(value: &'v Value, member: &str) -> &'v [Value] {
    value[member].as_array().map(Vec::as_slice).unwrap_or_default()
}

pub fn texts(value: &Value, member: &str) -> Vec<String> {
    list(value, member).iter().filter_map(|one| one.as_str().map(str::to_owned)).collect()
}

pub fn net(value: &Value, member: &str) -> Option<IpNet> {
    text(value, member).parse().ok()
}

pub fn nets(values: &[Value], member: &str) -> Vec<IpNet> {
    values.iter().filter_map(|one| net(one, member)).collect()
}

pub fn ip(value: &Value, member: &str) -> Option<IpAddr> {
    text(value, member).parse().ok()
}

/// The blocks of a VPC or subnet that are associated.
pub fn associated(value: &Value) -> Vec<IpNet> {
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

pub fn attached(value: &Value, member: &str) -> Vec<String> {
    list(value, member)
        .iter()
        .filter(|one| matches!(text(one, "State"), "attached" | "available"))
        .map(|one| text(one, "VpcId").to_owned())
        .collect()
}

pub fn route_table(one: &Value) -> Table {
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

pub fn acl(one: &Value) -> Acl {
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

pub fn rule(one: &Value) -> Rule {
    let blocks = nets(list(one, "IpRanges"), "CidrIp").into_iter().chain(nets(list(one, "Ipv6Ranges"), "CidrIpv6"));
    let named = |from: &str, member: &str| list(one, from).iter().map(|one| text(one, member).to_owned()).collect();
    Rule {
        protocol: text(one, "IpProtocol").to_owned(),
        ports: one["FromPort"].as_i64().zip(one["ToPort"].as_i64()),
        blocks: blocks.collect(),
        lists: named("PrefixListIds", "PrefixListId"),
        groups: list(one, "UserIdGroupPairs")
            .iter()
            .filter(|pair| live(pair))
            .map(|pair| text(pair, "GroupId").to_owned())
            .collect(),
    }
}

/// A reference over a peering connection that is gone is stale.
fn live(pair: &Value) -> bool {
    matches!(text(pair, "PeeringStatus"), "" | "active")
}

pub fn interface(one: &Value, subnet: usize, vpc: usize) -> Interface {
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

pub fn transit_route(one: &Value) -> Option<TransitRoute> {
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
