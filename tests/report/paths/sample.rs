//! Paths made by hand: two VPCs of one account and one of another, with every kind of end.

use crate::report::sample::{account, refused, thing};
use byway::finding::{Better, Client, Disposition, Family, Hop, Part, PathRow, Via};
use byway::id::{Kind, ResourceId};
use byway::report::paths::Frame;
use byway::snapshot::{Collection, Gap, Gaps};
use serde_json::json;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// A row that owns what it is made of.
#[derive(Clone)]
pub struct Row {
    pub subnet: ResourceId,
    pub name: String,
    pub vpc: String,
    pub az_id: String,
    pub service: String,
    pub service_name: String,
    pub family: Family,
    pub via: Via,
    pub target: String,
    pub parts: Vec<Part>,
    pub through: Vec<String>,
    pub disposition: Disposition,
    pub clients: Vec<Client>,
    pub gaps: Gaps,
    pub better: Better,
    pub because: String,
    pub hops: Vec<Hop>,
}

impl Row {
    /// A path that is as it should be.
    pub fn new(vpc: &str, subnet: &str, name: &str, service: &str, via: Via, target: &str) -> Self {
        let private = matches!(via, Via::GatewayEndpoint | Via::InterfaceEndpoint | Via::CentralEndpoint);
        Self {
            subnet: thing(Kind::Subnet, subnet),
            name: name.to_owned(),
            vpc: vpc.to_owned(),
            az_id: if name.ends_with('b') { "euw1-az2" } else { "euw1-az1" }.to_owned(),
            service: service.to_owned(),
            service_name: format!("com.amazonaws.eu-west-1.{service}"),
            family: Family::Ipv4,
            via,
            target: target.to_owned(),
            parts: Vec::new(),
            through: Vec::new(),
            disposition: if private { Disposition::ToService } else { Disposition::ToInternet },
            clients: Vec::new(),
            gaps: Gaps::none(),
            better: Better::AsIs,
            because: String::new(),
            hops: vec![hop(service)],
        }
    }

    fn better(self, better: Better, because: &str) -> Self {
        Self { better, because: because.to_owned(), ..self }
    }

    fn ends(self, disposition: Disposition) -> Self {
        Self { disposition, ..self }
    }

    /// Lends itself as a row.
    pub fn lend(&self, show: &mut dyn FnMut(&PathRow<'_>) -> ControlFlow<()>) -> ControlFlow<()> {
        show(&PathRow {
            subnet: &self.subnet,
            name: &self.name,
            vpc: &self.vpc,
            az_id: &self.az_id,
            service: &self.service,
            service_name: &self.service_name,
            family: self.family,
            via: self.via,
            target: &self.target,
            parts: &self.parts,
            through: &self.through,
            disposition: self.disposition,
            clients: &self.clients,
            gaps: &self.gaps,
            better: self.better,
            better_because: &self.because,
            hops: &|| self.hops.clone(),
        })
    }
}

/// A hop of the sample.
pub fn hop(service: &str) -> Hop {
    Hop {
        resource: thing(Kind::RouteTable, "rtb-0b22c33d44e55f667"),
        action: format!("the route to 0.0.0.0/0 takes {service}"),
        operation: "ec2:DescribeRouteTables".to_owned(),
        pointer: "/Routes/1".to_owned(),
        value: json!({"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-0a11b22c33d44e55f", "State": "active"}),
        see: "https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html",
    }
}

const PROD: &str = "vpc-0aa11bb22cc33dd44";
const NAT_A: &str = "nat-0a11b22c33d44e55f";
const NAT_B: &str = "nat-0b22c33d44e55f667";
const GATEWAY: &str = "vpce-0c33d44e55f667788";

/// The services that nothing in the sample's first VPC keeps off the internet.
pub const OTHERS: [&str; 4] = ["kms", "logs", "sns", "sts"];

/// The rows, in order.
pub fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for (subnet, name, nat) in
        [("subnet-0a1b2c3d4e5f60718", "app-private-a", NAT_A), ("subnet-0b2c3d4e5f6071829", "app-private-b", NAT_B)]
    {
        let row = |service: &str, via, target: &str| Row::new(PROD, subnet, name, service, via, target);
        rows.push(row("dynamodb", Via::NatGateway, nat).better(
            Better::GatewayEndpoint,
            "dynamodb has no endpoint in the VPC, and a gateway endpoint costs nothing",
        ));
        let central = Row {
            through: vec!["tgw-0d44e55f667788990".to_owned()],
            ..row("ecr.api", Via::CentralEndpoint, "vpce-0e55f667788990011")
        };
        rows.push(central);
        rows.extend(OTHERS.map(|service| {
            row(service, Via::NatGateway, nat).better(
                Better::InterfaceEndpoint,
                &format!("traffic to {service} leaves by {nat}; an interface endpoint in the VPC keeps it private"),
            )
        }));
        rows.push(match name {
            "app-private-a" => row("s3", Via::GatewayEndpoint, GATEWAY),
            _ => {
                let part = |via, target: &str, share| Part { via, target: target.to_owned(), share };
                Row {
                    via: Via::Mixed,
                    target: String::new(),
                    parts: vec![part(Via::GatewayEndpoint, GATEWAY, 0.875), part(Via::NatGateway, nat, 0.125)],
                    ..row("s3", Via::NatGateway, nat).ends(Disposition::Mixed)
                }
                .better(
                    Better::GatewayEndpoint,
                    "a route to 52.218.0.0/17 overrides that of gateway endpoint vpce-0c33d44e55f667788",
                )
            }
        });
        let client = |group: &str, interfaces: &[&str], disposition| Client {
            groups: vec![group.to_owned()],
            interfaces: interfaces.iter().map(|id| (*id).to_owned()).collect(),
            disposition,
        };
        let sqs = row("sqs", Via::InterfaceEndpoint, "vpce-0f667788990011223");
        rows.push(match name {
            "app-private-a" => Row {
                clients: vec![
                    client("sg-0a", &["eni-01", "eni-02"], Disposition::ToService),
                    client("sg-0b", &["eni-03"], Disposition::DeniedBySecurityGroup),
                ],
                ..sqs.ends(Disposition::Mixed)
            },
            _ => sqs.ends(Disposition::DeniedBySecurityGroup),
        });
    }
    six_and_more(&mut rows);
    rows.sort_by(|one, other| {
        let key = |row: &Row| {
            (row.subnet.owner.clone(), row.vpc.clone(), row.subnet.id.clone(), row.service.clone(), row.family)
        };
        key(one).cmp(&key(other))
    });
    rows
}

/// An IPv6 row, a subnet without clients, unknowns, ends that stop, and a VPC of another account.
fn six_and_more(rows: &mut Vec<Row>) {
    let services = ["dynamodb", "ecr.api", "kms", "logs", "s3", "sns", "sqs", "sts"];
    for service in services {
        rows.push(
            Row {
                az_id: String::new(),
                ..Row::new(PROD, "subnet-0c3d4e5f607182930", "", service, Via::InternetGateway, "igw-0123456789abcdef0")
            }
            .ends(Disposition::NoClients),
        );
    }
    let six = Row::new(
        PROD,
        "subnet-0b2c3d4e5f6071829",
        "app-private-b",
        "s3",
        Via::EgressOnlyInternetGateway,
        "eigw-0123456789abcdef0",
    );
    rows.push(
        Row { family: Family::Ipv6, ..six }
            .better(Better::GatewayEndpoint, "gateway endpoint vpce-0c33d44e55f667788 is for IPv4 only"),
    );
    let data = "vpc-0bb22cc33dd44ee55";
    let unseen: Gaps = Gaps::from(Gap::NotSeen(Box::new(refused(Collection::SecurityGroups, ""))));
    for (service, via, target, disposition) in [
        ("dynamodb", Via::None, "", Disposition::NoRoute),
        ("kms", Via::None, "", Disposition::UnresolvedName),
        ("s3", Via::GatewayEndpoint, "vpce-0a0a0a0a0a0a0a0a0", Disposition::Unknown),
        ("sqs", Via::TransitGateway, "tgw-0d44e55f667788990", Disposition::LeavesView),
    ] {
        let row = Row::new(data, "subnet-0d4e5f60718293041", "data", service, via, target).ends(disposition);
        let gaps = if disposition == Disposition::Unknown { unseen.clone() } else { Gaps::none() };
        rows.push(Row { gaps, ..row });
    }
    let mut row = Row::new("vpc-0cc33dd44ee55ff66", "subnet-0e5f6071829304152", "", "s3", Via::Unknown, "");
    row.subnet.owner = Some(account("444455556666"));
    let gaps = Gaps::from(Gap::Foreign { owner: account("444455556666") });
    rows.push(Row { gaps, ..row.ends(Disposition::Unknown) });
}

/// What stands beside the rows.
pub fn frame() -> Frame {
    Frame {
        vpc_names: BTreeMap::from([
            (PROD.to_owned(), "prod".to_owned()),
            ("vpc-0bb22cc33dd44ee55".to_owned(), "data".to_owned()),
        ]),
        rest: Gap::NotSeen(Box::new(refused(Collection::Subnets, ""))).into(),
    }
}

/// Shows rows as the engine does.
#[expect(clippy::type_complexity, reason = "the shape that a renderer takes")]
pub fn shown(rows: &[Row]) -> impl Fn(&mut dyn FnMut(&PathRow<'_>) -> ControlFlow<()>) {
    move |show| {
        let _ = rows.iter().try_for_each(|row| row.lend(show));
    }
}
