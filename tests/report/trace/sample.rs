//! Traces made by hand, one of every end.

use crate::report::paths::sample::hop;
use crate::report::sample::{refused, thing};
use byway::finding::{Disposition, Family, Hop, Leg, Named, Session, Traced, Via};
use byway::id::Kind;
use byway::snapshot::{Collection, Gap, Gaps};
use serde_json::{Value, json};

fn step(kind: Kind, id: &str, action: &str, pointer: &str, value: Value) -> Hop {
    Hop {
        resource: thing(kind, id),
        action: action.to_owned(),
        operation: "ec2:DescribeThings".to_owned(),
        pointer: pointer.to_owned(),
        value,
        ..hop("s3")
    }
}

/// The way of packets through a group, an ACL and a table.
fn hops() -> Vec<Hop> {
    vec![
        step(
            Kind::SecurityGroup,
            "sg-0a1b2c3d4e5f60718",
            "a rule allows",
            "/IpPermissionsEgress/0",
            json!({"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}),
        ),
        step(
            Kind::NetworkAcl,
            "acl-0a1b2c3d4e5f60718",
            "rule 100 allows",
            "/Entries/0",
            json!({"RuleNumber": 100, "RuleAction": "allow", "Protocol": "-1", "Egress": true, "CidrBlock": "0.0.0.0/0"}),
        ),
        hop("52.218.0.0/17 of s3"),
    ]
}

fn leg(disposition: Disposition, hops: Vec<Hop>) -> Leg {
    Leg { disposition, hops, gaps: Gaps::none() }
}

/// A session that arrives by a NAT gateway.
pub fn session() -> Session {
    Session {
        address: "52.218.0.0/17".to_owned(),
        family: Family::Ipv4,
        share: 1.0,
        via: Via::NatGateway,
        target: "nat-0a11b22c33d44e55f".to_owned(),
        through: Vec::new(),
        forward: leg(Disposition::ToInternet, hops()),
        back: Some(leg(Disposition::Delivered, hops().into_iter().skip(1).take(1).collect())),
    }
}

/// A trace with these answers.
pub fn traced(answers: Vec<Session>) -> Traced {
    Traced {
        from: "i-0c0507c81a7f407fe (eni-0bf650192cb6c4f92)".to_owned(),
        to: "s3".to_owned(),
        names: vec![Named {
            name: "s3.eu-west-1.amazonaws.com".to_owned(),
            leads_to: "public addresses".to_owned(),
            hops: vec![step(
                Kind::Vpc,
                "vpc-0aa11bb22cc33dd44",
                "the Amazon resolver answers",
                "/EnableDnsSupport",
                json!(true),
            )],
            gaps: Gaps::none(),
        }],
        answers,
    }
}

/// Sessions with every end.
pub fn ends() -> Vec<Session> {
    let stop = |disposition| Session { forward: leg(disposition, hops()), back: None, ..session() };
    let unknown = Leg {
        gaps: Gap::NotSeen(Box::new(refused(Collection::NetworkAcls, ""))).into(),
        ..leg(Disposition::Unknown, hops())
    };
    vec![
        session(),
        Session {
            via: Via::GatewayEndpoint,
            target: "vpce-0c33d44e55f667788".to_owned(),
            share: 0.75,
            ..stop(Disposition::ToService)
        },
        Session { via: Via::None, target: String::new(), ..stop(Disposition::Delivered) },
        Session { via: Via::TransitGateway, target: "tgw-1".to_owned(), ..stop(Disposition::LeavesView) },
        stop(Disposition::NoRoute),
        stop(Disposition::Blackhole),
        stop(Disposition::DeniedBySecurityGroup),
        stop(Disposition::DeniedByNetworkAcl),
        stop(Disposition::DeniedByGateway),
        stop(Disposition::UnresolvedName),
        stop(Disposition::NoClients),
        stop(Disposition::Mixed),
        Session { forward: unknown, back: None, ..session() },
        Session { back: Some(leg(Disposition::NoRoute, hops())), through: vec!["tgw-1".to_owned()], ..session() },
    ]
}
