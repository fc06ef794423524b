//! VPCs with what AWS adds by itself: a main table with its local routes, a default ACL. Tables and ACLs stay open for
//! more until the end.

use super::{Drawing, Spot, filters, things, transit};
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
struct Table {
    spot: Spot,
    vpc: String,
    main: bool,
    of: Vec<String>,
    routes: Vec<Value>,
}

#[derive(Clone, Debug)]
struct Acl {
    spot: Spot,
    vpc: String,
    default: bool,
    subnets: Vec<String>,
    entries: Vec<Value>,
}

#[derive(Clone, Debug)]
pub struct Plan {
    pub drawing: Drawing,
    pub vpcs: BTreeMap<String, (Spot, Value)>,
    pub subnets: BTreeMap<String, (Spot, Value)>,
    tables: BTreeMap<String, Table>,
    acls: BTreeMap<String, Acl>,
}

impl Plan {
    pub fn new(spots: &[Spot]) -> Self {
        let none = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let (vpcs, subnets, tables, acls) = none;
        Self { drawing: Drawing::new(spots), vpcs, subnets, tables, acls }
    }

    pub fn spot(&self, vpc: &str) -> Spot {
        self.vpcs[vpc].0
    }

    /// A VPC, its main table `rtb-main-…` and its default ACL `acl-main-…`.
    pub fn vpc(&mut self, spot: Spot, id: &str, blocks: &[&str]) {
        let blocks: Vec<String> = blocks.iter().map(|block| (*block).to_owned()).collect();
        self.vpcs.insert(id.to_owned(), (spot, things::vpc(spot, id, &blocks)));
        let bare = id.trim_start_matches("vpc-");
        self.table_with(id, &format!("rtb-main-{bare}"), true);
        let (default, subnets) = (true, Vec::new());
        let acl = Acl { spot, vpc: id.to_owned(), default, subnets, entries: filters::open() };
        self.acls.insert(format!("acl-main-{bare}"), acl);
    }

    fn table_with(&mut self, vpc: &str, id: &str, main: bool) {
        let (spot, value) = self.vpcs[vpc].clone();
        let blocks = |member: &str, block: &str| {
            let all = value[member].as_array().into_iter().flatten();
            all.map(|one| things::route(things::text(one, block), "local")).collect::<Vec<_>>()
        };
        let mut routes = blocks("CidrBlockAssociationSet", "CidrBlock");
        routes.extend(blocks("Ipv6CidrBlockAssociationSet", "Ipv6CidrBlock"));
        self.tables.insert(id.to_owned(), Table { spot, vpc: vpc.to_owned(), main, of: Vec::new(), routes });
    }

    /// A subnet under the main table and the default ACL.
    pub fn subnet(&mut self, id: &str, vpc: &str, letter: &str, four: &str, six: Option<&str>) {
        let spot = self.spot(vpc);
        self.subnets.insert(id.to_owned(), (spot, things::subnet(spot, id, vpc, letter, four, six)));
        let acl = format!("acl-main-{}", vpc.trim_start_matches("vpc-"));
        self.acls.get_mut(&acl).unwrap().subnets.push(id.to_owned());
    }

    /// A table of its own for subnets or gateways.
    pub fn table(&mut self, id: &str, vpc: &str, of: &[&str]) {
        self.table_with(vpc, id, false);
        self.tables.get_mut(id).unwrap().of = of.iter().map(|one| (*one).to_owned()).collect();
    }

    /// Another route of a table.
    pub fn route(&mut self, table: &str, route: Value) {
        let routes = &mut self.tables.get_mut(table).unwrap().routes;
        let same = |one: &Value| {
            ["DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId", "Origin"]
                .iter()
                .all(|member| one[member] == route[member])
        };
        // A table has one static route for one destination.
        if !routes.iter().any(same) {
            routes.push(route);
        }
    }

    pub fn tables(&self) -> Vec<String> {
        self.tables.keys().cloned().collect()
    }

    pub fn table_vpc(&self, table: &str) -> String {
        self.tables[table].vpc.clone()
    }

    /// An ACL of its own for a subnet.
    pub fn acl(&mut self, id: &str, subnet: &str, entries: Vec<Value>) {
        let (spot, value) = &self.subnets[subnet];
        for acl in self.acls.values_mut() {
            acl.subnets.retain(|one| one != subnet);
        }
        let (vpc, subnets) = (things::text(value, "VpcId").to_owned(), vec![subnet.to_owned()]);
        self.acls.insert(id.to_owned(), Acl { spot: *spot, vpc, default: false, subnets, entries });
    }

    /// An interface; the first address is its primary one.
    pub fn interface(
        &mut self,
        id: &str,
        kind: &str,
        subnet: &str,
        four: &[(String, Option<String>)],
        six: &[String],
        groups: &[String],
    ) {
        let (spot, value) = &self.subnets[subnet];
        let interface = things::interface(*spot, id, kind, value, four, six, groups);
        self.drawing.add(*spot, "network_interfaces", interface);
    }

    /// A group of a VPC that lets everything through.
    pub fn open_group(&mut self, id: &str, vpc: &str) {
        let spot = self.spot(vpc);
        let group = filters::group(spot, id, vpc, filters::anything(), filters::anything());
        self.drawing.add(spot, "security_groups", group);
    }

    /// An instance's interface with one IPv4 address.
    pub fn host(&mut self, id: &str, subnet: &str, address: &str, public: Option<&str>, group: &str) {
        let four = [(address.to_owned(), public.map(str::to_owned))];
        self.interface(id, "interface", subnet, &four, &[], &[group.to_owned()]);
    }

    pub fn internet_gateway(&mut self, id: &str, vpc: &str) {
        let spot = self.spot(vpc);
        let member = if id.starts_with("eigw-") { "egress_only_internet_gateways" } else { "internet_gateways" };
        self.drawing.add(spot, member, things::internet_gateway(spot, id, Some(vpc)));
    }

    /// A NAT gateway and its interface.
    pub fn nat(&mut self, id: &str, subnet: &str, private: &str, public: Option<&str>, state: &str) {
        let (spot, value) = self.subnets[subnet].clone();
        self.drawing.add(spot, "nat_gateways", things::nat(id, &value, private, public, state));
        let four = [(private.to_owned(), public.map(str::to_owned))];
        self.interface(&format!("eni-{id}"), "nat_gateway", subnet, &four, &[], &[]);
    }

    /// A Gateway Load Balancer endpoint and its interface.
    pub fn balancer_endpoint(&mut self, id: &str, subnet: &str, address: &str, state: &str) {
        let (spot, value) = self.subnets[subnet].clone();
        let vpc = things::text(&value, "VpcId");
        let service = format!("com.amazonaws.vpce.{}.vpce-svc-0123456789abcdef0", spot.1);
        let mut endpoint = things::endpoint(spot, id, "GatewayLoadBalancer", vpc, &service, &[subnet]);
        let interface = format!("eni-{id}");
        endpoint["State"] = json!(state);
        endpoint["NetworkInterfaceIds"] = json!([interface]);
        self.drawing.add(spot, "vpc_endpoints", endpoint);
        let four = [(address.to_owned(), None)];
        self.interface(&interface, "gateway_load_balancer_endpoint", subnet, &four, &[], &[]);
    }

    /// An interface endpoint with an interface in each subnet, named for it.
    pub fn interface_endpoint(
        &mut self,
        id: &str,
        vpc: &str,
        service: &str,
        in_: &[(&str, &str)],
        groups: &[String],
        names: Vec<Value>,
    ) {
        let spot = self.spot(vpc);
        let subnets: Vec<&str> = in_.iter().map(|(subnet, _)| *subnet).collect();
        let mut endpoint = things::endpoint(spot, id, "Interface", vpc, service, &subnets);
        let mut interfaces = Vec::new();
        for (subnet, address) in in_ {
            let interface = format!("eni-{id}-{subnet}");
            self.interface(&interface, "vpc_endpoint", subnet, &[((*address).to_owned(), None)], &[], groups);
            interfaces.push(interface);
        }
        endpoint["NetworkInterfaceIds"] = json!(interfaces);
        endpoint["Groups"] = groups.iter().map(|id| json!({"GroupId": id, "GroupName": id})).collect();
        endpoint["PrivateDnsEnabled"] =
            json!(names.iter().any(|name| !things::text(name, "DnsName").contains(".vpce.")));
        endpoint["DnsEntries"] = json!(names);
        self.drawing.add(spot, "vpc_endpoints", endpoint);
    }

    /// A gateway endpoint, and its routes in the tables it is associated with.
    pub fn gateway_endpoint(&mut self, id: &str, vpc: &str, token: &str, list: &str, tables: &[&str], state: &str) {
        let spot = self.spot(vpc);
        let service = format!("com.amazonaws.{}.{token}", spot.1);
        let mut endpoint = things::endpoint(spot, id, "Gateway", vpc, &service, tables);
        endpoint["State"] = json!(state);
        self.drawing.add(spot, "vpc_endpoints", endpoint);
        for table in tables {
            self.route(table, things::route(list, id));
        }
    }

    /// A VPC's attachment to a transit gateway.
    pub fn attach(&mut self, id: &str, gateway: &str, vpc: &str, subnets: &[&str], table: Option<&str>) -> Value {
        let spot = self.spot(vpc);
        let attachment = transit::attachment(spot, id, gateway, "vpc", vpc, table);
        self.drawing.add(spot, "transit_gateway_attachments", attachment);
        transit::vpc_attachment(spot, id, gateway, vpc, subnets)
    }

    /// The snapshot.
    pub fn finish(mut self) -> Value {
        for (spot, vpc) in self.vpcs.values() {
            self.drawing.add(*spot, "vpcs", vpc.clone());
        }
        for (spot, subnet) in self.subnets.values() {
            self.drawing.add(*spot, "subnets", subnet.clone());
        }
        for (id, table) in &self.tables {
            let of: Vec<&str> = table.of.iter().map(String::as_str).collect();
            let drawn = things::table(table.spot, id, &table.vpc, table.main, &of, table.routes.clone());
            self.drawing.add(table.spot, "route_tables", drawn);
        }
        for (id, acl) in &self.acls {
            let subnets: Vec<&str> = acl.subnets.iter().map(String::as_str).collect();
            let drawn = filters::acl(acl.spot, id, &acl.vpc, acl.default, &subnets, acl.entries.clone());
            self.drawing.add(acl.spot, "network_acls", drawn);
        }
        self.drawing.finish()
    }
}
