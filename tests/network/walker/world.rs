//! What the walker looks at, in plain lists.

use ipnet::IpNet;
use std::collections::BTreeMap;
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
    /// Whether the transit gateway's owner was crawled, who alone is told the table.
    pub told: bool,
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
