//! A report made by hand: two findings of one policy, one of another, one accepted, unknowns of three sorts, a refusal.

#![expect(clippy::unwrap_used, reason = "names in this file are well formed")]

use byway::finding::{
    Confidence, Document, Documents, Evidence, Finding, Fingerprint, Fix, Scope, Severity, Subject, Verdict, Waiver,
};
use byway::id::{AccountId, Kind, Partition, Region, ResourceId};
use byway::policy::Words;
use byway::report::{Audited, Draft, Narrowing, NotSelected, Report};
use byway::snapshot::{Collection, Coverage, Gap, Gaps, NotAsked, Outcome, Question};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The account of the sample.
pub const ACCOUNT: &str = "111122223333";

/// An account.
pub fn account(number: &str) -> AccountId {
    number.parse().unwrap()
}

/// A Region.
pub fn region(code: &str) -> Region {
    code.parse().unwrap()
}

/// A thing of the sample's account in `eu-west-1`.
pub fn thing(kind: Kind, id: &str) -> ResourceId {
    ResourceId {
        partition: Partition::Aws,
        owner: Some(account(ACCOUNT)),
        region: region("eu-west-1"),
        kind,
        id: id.to_owned(),
    }
}

/// The words of a policy.
pub fn words(id: &str, family: &str, title: &str, severity: Severity, confidence: Confidence) -> Words {
    Words {
        id: id.to_owned(),
        family: family.to_owned(),
        title: title.to_owned(),
        severity,
        confidence,
        since: "0.1.0".to_owned(),
        why: "Traffic that the operator believes private leaves by a public path.\n\nPolicies that ask for \
              `aws:SourceVpce` then refuse it."
            .to_owned(),
        fix: "Associate the route table with the gateway endpoint.".to_owned(),
        see: vec!["https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html".to_owned()],
        maps: BTreeMap::from([("cis-aws-7".to_owned(), vec!["6.8".to_owned()])]),
        replaces: Vec::new(),
    }
}

/// A verdict of a policy on a subject, without evidence.
pub fn verdict(words: &Words, subject: Subject, key: &str, verdict: Verdict) -> Finding {
    Finding {
        policy: words.id.clone(),
        verdict,
        severity: words.severity,
        confidence: words.confidence,
        reason: String::new(),
        fingerprint: Fingerprint::new(&words.id, &subject.identity(), key),
        account: account(ACCOUNT),
        region: subject.region().clone(),
        subject,
        name: None,
        key: key.to_owned(),
        message: String::new(),
        evidence: Vec::new(),
        gaps: Gaps::none(),
        fix: Fix { text: words.fix.clone(), commands: Vec::new() },
        references: words.see.clone(),
        waiver: None,
    }
}

/// One piece of evidence.
pub fn evidence(resource: &ResourceId, operation: &str, pointer: &str, value: Value, says: &str) -> Evidence {
    Evidence {
        resource: resource.clone(),
        operation: operation.to_owned(),
        pointer: pointer.to_owned(),
        value,
        says: says.to_owned(),
    }
}

/// The record of a question that was refused.
pub fn refused(collection: Collection, key: &str) -> Coverage {
    Coverage {
        code: Some("UnauthorizedOperation".to_owned()),
        message: Some("You are not authorized to perform this operation.".to_owned()),
        ..Coverage::new(question(collection, key), Outcome::Refused)
    }
}

/// A question to the sample's account in `eu-west-1`.
pub fn question(collection: Collection, key: &str) -> Question {
    Question { account: account(ACCOUNT), region: region("eu-west-1"), collection, key: key.to_owned() }
}

/// A defect: a subnet whose route table was forgotten. `name` is hostile in some tests.
pub fn not_routed(words: &Words, subnet: &str, name: Option<&str>) -> Finding {
    let (subnet, table) = (thing(Kind::Subnet, subnet), thing(Kind::RouteTable, "rtb-0b22c33d44e55f667"));
    let shown = name.unwrap_or("a subnet without a name");
    Finding {
        reason: "public-path".to_owned(),
        name: name.map(str::to_owned),
        message: format!("Traffic from {} ({shown}) to s3 leaves by nat-0a11b22c33d44e55f", subnet.id),
        evidence: vec![
            evidence(
                &subnet,
                "ec2:DescribeSubnets",
                "/VpcId",
                json!("vpc-0aa11bb22cc33dd44"),
                "the subnet is in this VPC",
            ),
            evidence(
                &table,
                "ec2:DescribeRouteTables",
                "/Associations/0/SubnetId",
                json!(subnet.id),
                "the subnet's explicit route table",
            ),
            evidence(
                &table,
                "ec2:DescribeRouteTables",
                "/Routes/1/NatGatewayId",
                json!("nat-0a11b22c33d44e55f"),
                "the longest prefix that covers the service's addresses leads to a NAT gateway, since no route to the \
                 service's prefix list stands in this table",
            ),
            evidence(
                &thing(Kind::VpcEndpoint, "vpce-0c33d44e55f667788"),
                "ec2:DescribeVpcEndpoints",
                "/RouteTableIds",
                json!(["rtb-0a11b22c33d44e55f"]),
                "the endpoint is associated with other tables only",
            ),
        ],
        fix: Fix {
            text: words.fix.clone(),
            commands: vec![
                "aws ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-0c33d44e55f667788 --add-route-table-ids \
                 rtb-0b22c33d44e55f667 --region eu-west-1"
                    .to_owned(),
            ],
        },
        ..verdict(words, Subject::Resource(subnet.clone()), "s3/ipv4", Verdict::Fail)
    }
}

/// The evidence documents of the sample.
pub fn documents(subnets: &[(&str, Option<&str>)]) -> Documents {
    let table = thing(Kind::RouteTable, "rtb-0b22c33d44e55f667");
    let endpoint = thing(Kind::VpcEndpoint, "vpce-0c33d44e55f667788");
    let mut documents = Documents::from([
        (
            table,
            Document::new(json!({
                "Associations": [{"Main": false, "SubnetId": "subnet-0aa11bb22cc33dd44"}],
                "RouteTableId": "rtb-0b22c33d44e55f667",
                "Routes": [
                    {"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active"},
                    {"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-0a11b22c33d44e55f", "State": "active"},
                ],
                "VpcId": "vpc-0aa11bb22cc33dd44",
            })),
        ),
        (
            endpoint,
            Document::new(json!({
                "PolicyDocument": "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}",
                "RouteTableIds": ["rtb-0a11b22c33d44e55f"],
                "State": "available",
                "VpcEndpointId": "vpce-0c33d44e55f667788",
            })),
        ),
    ]);
    for (id, name) in subnets {
        let tags: Vec<Value> = name.iter().map(|name| json!({"Key": "Name", "Value": name})).collect();
        documents.insert(
            thing(Kind::Subnet, id),
            Document::new(json!({
                "AvailabilityZoneId": "euw1-az1",
                "SubnetId": id,
                "Tags": tags,
                "VpcId": "vpc-0aa11bb22cc33dd44",
            })),
        );
    }
    documents
}

/// The words of the sample's policies.
pub fn policies() -> Vec<Words> {
    vec![
        words(
            "gateway-endpoint-subnet-not-routed",
            "routing",
            "Subnet bypasses the VPC's gateway endpoint",
            Severity::Medium,
            Confidence::Certain,
        ),
        words(
            "endpoint-sg-blocks-https",
            "security-groups",
            "Endpoint's security groups block HTTPS",
            Severity::High,
            Confidence::Likely,
        ),
        words(
            "interface-endpoint-single-az",
            "resilience",
            "Interface endpoint is in one Availability Zone only",
            Severity::Low,
            Confidence::Review,
        ),
    ]
}

/// The sample as a run hands it over.
pub fn draft() -> Draft {
    let policies = policies();
    let [routed, blocked, single] = policies.as_slice() else { unreachable!("the sample has three policies") };
    let endpoint = thing(Kind::VpcEndpoint, "vpce-0c33d44e55f667788");
    let groups = refused(Collection::SecurityGroups, "");
    let entries = refused(Collection::PrefixListEntries, "pl-0123456789abcdef0");
    let more = refused(Collection::PrefixListEntries, "pl-0fedcba9876543210");
    let offline = Coverage::not_asked(question(Collection::NatGateways, ""), NotAsked::OptIn);
    let unseen = |record: &Coverage| Gap::NotSeen(Box::new(record.clone()));
    let unknown = |words: &Words, subject: &Subject, key: &str, gaps: Gaps| Finding {
        message: "It cannot be told whether this is a defect".to_owned(),
        gaps,
        ..verdict(words, subject.clone(), key, Verdict::Unknown)
    };
    let of_endpoint = Subject::Resource(endpoint.clone());
    let of_groups = Subject::Scope(Scope {
        partition: Partition::Aws,
        account: account(ACCOUNT),
        region: region("eu-west-1"),
        collection: Collection::SecurityGroups,
        key: String::new(),
    });
    let findings = vec![
        unknown(blocked, &of_groups, "", unseen(&groups).into()),
        unknown(
            blocked,
            &of_endpoint,
            "s3/ipv6",
            [
                unseen(&entries),
                unseen(&more),
                unseen(&offline),
                Gap::Foreign { owner: account("999988887777") },
                Gap::Unrecognised { field: "vpce-0c33d44e55f667788 State".to_owned(), value: "dreaming".to_owned() },
                Gap::NotModelled { what: "the Cloud WAN segment behind core-network-0a".to_owned() },
            ]
            .into_iter()
            .collect(),
        ),
        not_routed(routed, "subnet-0bb22cc33dd44ee55", None),
        not_routed(routed, "subnet-0aa11bb22cc33dd44", Some("app-private-a")),
        Finding {
            message: "The security groups of vpce-0c33d44e55f667788 let no client of the VPC reach port 443".to_owned(),
            reason: "no-ingress".to_owned(),
            name: Some("secrets".to_owned()),
            evidence: vec![evidence(
                &endpoint,
                "ec2:DescribeVpcEndpoints",
                "/Groups",
                Value::Null,
                "the endpoint names no group",
            )],
            ..verdict(blocked, of_endpoint.clone(), "", Verdict::Fail)
        },
        Finding {
            message: "vpce-0c33d44e55f667788 has one interface, in euw1-az1".to_owned(),
            reason: "one-zone".to_owned(),
            evidence: vec![evidence(&endpoint, "ec2:DescribeVpcEndpoints", "/State", json!("available"), "it is live")],
            waiver: Some(Waiver {
                reason: "a test account".to_owned(),
                owner: "platform".to_owned(),
                expires: Some("2027-01-01".to_owned()),
            }),
            ..verdict(single, of_endpoint.clone(), "", Verdict::Fail)
        },
        verdict(routed, Subject::Resource(thing(Kind::Subnet, "subnet-0cc33dd44ee55ff66")), "s3/ipv4", Verdict::Pass),
        verdict(
            routed,
            Subject::Resource(thing(Kind::Subnet, "subnet-0dd44ee55ff667788")),
            "s3/ipv4",
            Verdict::NotApplicable,
        ),
    ];
    Draft {
        taken_at: "2026-11-24T10:00:00Z".parse().unwrap(),
        accounts: vec![Audited { account: account(ACCOUNT), partition: Partition::Aws }],
        regions: vec![region("us-east-1"), region("eu-west-1")],
        narrowing: Narrowing::default(),
        coverage: vec![
            Coverage::answered(question(Collection::Vpcs, ""), 2, 1),
            Coverage::answered(question(Collection::Subnets, ""), 6, 1),
            groups,
            entries,
            more,
            offline,
            Coverage {
                code: Some("InternalError".to_owned()),
                ..Coverage::new(question(Collection::InternetGateways, ""), Outcome::Failed)
            },
        ],
        policies,
        not_selected: vec![NotSelected {
            policy: "phz-endpoint-record-stale".to_owned(),
            why: "needs --with records".to_owned(),
        }],
        findings,
        documents: documents(&[
            ("subnet-0aa11bb22cc33dd44", Some("app-private-a")),
            ("subnet-0bb22cc33dd44ee55", None),
        ]),
    }
}

/// The sample.
pub fn report() -> Report {
    Report::new(draft())
}
