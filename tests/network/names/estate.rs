//! Accounts told in AWS's JSON in which every question was answered, and what names lead to in them.

use crate::network::world::gaps;
use byway::finding::Family;
use byway::id::{AccountId, Partition, Region};
use byway::network::Index;
use byway::network::names::{Resolution, Resolved, resolve};
use byway::snapshot::{Answer, Builder, Collection, Coverage, Items, Outcome, Question, Snapshot};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub const OWN: &str = "111122223333";
pub const HUB: &str = "444455556666";

/// Everything that names rest on.
const ASKED: [Collection; 14] = [
    Collection::Vpcs,
    Collection::AvailabilityZones,
    Collection::Subnets,
    Collection::VpcEndpoints,
    Collection::VpcEndpointServices,
    Collection::NetworkInterfaces,
    Collection::DhcpOptions,
    Collection::VpcEndpointAssociations,
    Collection::ResolverEndpoints,
    Collection::ResolverRules,
    Collection::ResolverRuleAssociations,
    Collection::Profiles,
    Collection::ProfileAssociations,
    Collection::HostedZones,
];

#[derive(Clone)]
pub struct Estate {
    account: String,
    region: String,
    questions: BTreeMap<Question, (Vec<Value>, Outcome)>,
}

impl Estate {
    /// An account with a VPC `vpc-1`, both DNS attributes on, the default DHCP options, and services on offer.
    pub fn new() -> Self {
        let empty = Self { account: String::new(), region: "eu-west-1".to_owned(), questions: BTreeMap::new() };
        empty.account(OWN).vpc("vpc-1", "10.0.0.0/16")
    }

    /// Goes on in an account, in eu-west-1.
    pub fn account(mut self, account: &str) -> Self {
        self.account = account.to_owned();
        let mut names = vec![
            json!({"ServiceName": "com.amazonaws.eu-west-1.dynamodb", "ServiceType": [{"ServiceType": "Gateway"}],
                   "BaseEndpointDnsNames": ["dynamodb.eu-west-1.amazonaws.com"]}),
            json!({"ServiceName": "com.amazonaws.eu-west-1.apprunner.requests",
                   "ServiceType": [{"ServiceType": "Interface"}]}),
        ];
        for (token, private) in SERVICES {
            let private: Vec<Value> = private.iter().map(|name| json!({"PrivateDnsName": name})).collect();
            names.push(json!({"ServiceName": format!("com.amazonaws.eu-west-1.{token}"), "PrivateDnsNames": private,
                              "ServiceType": [{"ServiceType": "Interface"}]}));
        }
        for collection in ASKED {
            self = self.with(collection, "", json!([]));
        }
        self.with(Collection::VpcEndpointServices, "", Value::Array(names)).with(
            Collection::DhcpOptions,
            "",
            json!([{"DhcpOptionsId": "dopt-1", "DhcpConfigurations": [
                {"Key": "domain-name-servers", "Values": [{"Value": "AmazonProvidedDNS"}]}]}]),
        )
    }

    pub fn vpc(self, id: &str, block: &str) -> Self {
        let owner = self.account.clone();
        self.with(
            Collection::Vpcs,
            "",
            json!([{"VpcId": id, "OwnerId": owner, "CidrBlock": block, "DhcpOptionsId": "dopt-1"}]),
        )
        .attribute(id, "enableDnsSupport", true)
        .attribute(id, "enableDnsHostnames", true)
        .with(Collection::HostedZonesByVpc, id, json!([]))
    }

    pub fn attribute(self, vpc: &str, name: &str, value: bool) -> Self {
        let member = name.replacen('e', "E", 1);
        self.only(
            Collection::VpcAttributes,
            &format!("{vpc}/{name}"),
            json!([{"VpcId": vpc, member: {"Value": value}}]),
        )
    }

    /// Sets the DNS servers that the VPCs' clients are told of.
    pub fn servers(self, servers: &[&str]) -> Self {
        let values: Vec<Value> = servers.iter().map(|server| json!({"Value": server})).collect();
        let options =
            if servers.is_empty() { json!([]) } else { json!([{"Key": "domain-name-servers", "Values": values}]) };
        self.only(Collection::DhcpOptions, "", json!([{"DhcpOptionsId": "dopt-1", "DhcpConfigurations": options}]))
    }

    /// An interface endpoint with private DNS, at one address in each zone `a` and `b`.
    pub fn endpoint(self, id: &str, vpc: &str, token: &str, more: Value) -> Self {
        let number = 10 + self.questions.values().map(|(items, _)| items.len()).sum::<usize>();
        let block = if vpc == "vpc-hub" { "10.9" } else { "10.0" };
        let mut interfaces = Vec::new();
        for (zone, net) in [("a", 1), ("b", 2)] {
            interfaces.push(json!({"NetworkInterfaceId": format!("eni-{id}-{zone}"), "VpcId": vpc,
                "AvailabilityZone": format!("eu-west-1{zone}"), "PrivateIpAddress": format!("{block}.{net}.{number}"),
                "Ipv6Addresses": [{"Ipv6Address": format!("2a05:d018::{net}:{number}")}]}));
        }
        let mut endpoint = json!({"VpcEndpointId": id, "VpcId": vpc, "OwnerId": self.account,
            "VpcEndpointType": "Interface", "State": "available", "PrivateDnsEnabled": true,
            "ServiceName": format!("com.amazonaws.eu-west-1.{token}"), "ServiceRegion": "eu-west-1",
            "IpAddressType": "ipv4", "DnsOptions": {"DnsRecordIpType": "ipv4"},
            "NetworkInterfaceIds": [format!("eni-{id}-a"), format!("eni-{id}-b")]});
        merge(&mut endpoint, more);
        self.with(Collection::NetworkInterfaces, "", Value::Array(interfaces)).with(
            Collection::VpcEndpoints,
            "",
            json!([endpoint]),
        )
    }

    /// A zone of the account in hand that some VPCs see, with its records.
    pub fn zone(mut self, id: &str, name: &str, vpcs: &[(&str, &str)], records: Value) -> Self {
        let owner = self.account.clone();
        self = self.with(Collection::HostedZones, "", json!([{"Id": id, "Name": name}]));
        self = self.with(Collection::ResourceRecordSets, id, records);
        for (account, vpc) in vpcs {
            self.account = (*account).to_owned();
            let seen = json!([{"HostedZoneId": id, "Name": name, "Owner": {"OwningAccount": owner}}]);
            self = self.with(Collection::HostedZonesByVpc, vpc, seen);
        }
        self.account = owner;
        self
    }

    /// A rule of the account in hand, associated with a VPC of it unless that is empty.
    pub fn rule(self, id: &str, kind: &str, domain: &str, targets: &[&str], vpc: &str) -> Self {
        let targets: Vec<Value> = targets.iter().map(|target| json!({"Ip": target, "Port": 53})).collect();
        let estate = self.with(
            Collection::ResolverRules,
            "",
            json!([{"Id": id, "RuleType": kind, "DomainName": domain, "Status": "COMPLETE", "TargetIps": targets}]),
        );
        if vpc.is_empty() { estate } else { estate.associate(id, vpc, "COMPLETE") }
    }

    pub fn associate(self, rule: &str, vpc: &str, status: &str) -> Self {
        self.with(
            Collection::ResolverRuleAssociations,
            "",
            json!([{"Id": format!("rslvr-rrassoc-{rule}-{vpc}"), "ResolverRuleId": rule, "VPCId": vpc, "Status": status}]),
        )
    }

    pub fn inbound(self, id: &str, vpc: &str, addresses: &[&str], status: &str) -> Self {
        let held = addresses.iter().map(|ip| json!({"IpId": format!("rni-{id}-{ip}"), "Ip": ip, "Status": "ATTACHED"}));
        let held: Vec<Value> = held.collect();
        self.with(
            Collection::ResolverEndpoints,
            "",
            json!([{"Id": id, "Direction": "INBOUND", "HostVPCId": vpc, "Status": status}]),
        )
        .with(Collection::ResolverEndpointIpAddresses, id, Value::Array(held))
    }

    /// A Profile of the account in hand on a VPC of it, with resources by ARN.
    pub fn profile(self, id: &str, vpc: &str, status: &str, resources: &[&str]) -> Self {
        let held: Vec<Value> = resources
            .iter()
            .enumerate()
            .map(|(at, arn)| json!({"Id": format!("rpr-{id}-{at}"), "ProfileId": id, "ResourceArn": arn, "Status": "COMPLETE"}))
            .collect();
        self.with(Collection::Profiles, "", json!([{"Id": id}]))
            .with(Collection::ProfileResourceAssociations, id, Value::Array(held))
            .with(
                Collection::ProfileAssociations,
                "",
                json!([{"Id": format!("rpassoc-{id}-{vpc}"), "ProfileId": id, "ResourceId": vpc, "Status": status}]),
            )
    }

    fn question(&self, collection: Collection, key: &str) -> Question {
        let region: Region = if collection.is_global() { Region::global() } else { self.region.parse().unwrap() };
        let account: AccountId = self.account.parse().unwrap();
        Question { account, region, collection, key: key.to_owned() }
    }

    /// Adds to what a question answered.
    pub fn with(mut self, collection: Collection, key: &str, items: Value) -> Self {
        let Value::Array(items) = items else { panic!("a list is wanted") };
        let question = self.question(collection, key);
        self.questions.entry(question).or_insert((Vec::new(), Outcome::Answered)).0.extend(items);
        self
    }

    /// Puts an answer in the place of the one so far.
    pub fn only(mut self, collection: Collection, key: &str, items: Value) -> Self {
        let question = self.question(collection, key);
        self.questions.remove(&question);
        self.with(collection, key, items)
    }

    /// Changes members of the things that a question answered.
    pub fn change(mut self, collection: Collection, key: &str, more: Value) -> Self {
        let question = self.question(collection, key);
        for item in &mut self.questions.get_mut(&question).expect("a question that was asked").0 {
            merge(item, more.clone());
        }
        self
    }

    /// A question refused.
    pub fn refused(self, collection: Collection, key: &str) -> Self {
        let question = self.question(collection, key);
        self.hidden(&question)
    }

    pub fn hidden(mut self, question: &Question) -> Self {
        self.questions.insert(question.clone(), (Vec::new(), Outcome::Refused));
        self
    }

    /// Leaves one thing out of an answer, as a page that did not come does.
    pub fn without(mut self, question: &Question, at: usize) -> Self {
        let (items, outcome) = self.questions.get_mut(question).expect("a question that was asked");
        items.remove(at);
        *outcome = Outcome::Partial;
        self
    }

    /// The questions, and how many things each answered.
    pub fn asked(&self) -> Vec<(Question, usize)> {
        self.questions.iter().map(|(question, (items, _))| (question.clone(), items.len())).collect()
    }

    pub fn snapshot(&self) -> Snapshot {
        let mut builder = Builder::new("2026-01-01T00:00:00Z".parse().unwrap());
        for (question, (items, outcome)) in &self.questions {
            builder.account(&question.account, Partition::Aws);
            if !question.region.is_global() {
                builder.region(&question.account, &question.region);
            }
            let held = Items::from_json(question.collection, items.clone()).unwrap();
            let record = Coverage::new(question.clone(), *outcome);
            builder.record(Coverage { items: held.len() as u64, pages: 1, ..record });
            builder.add(question, held);
        }
        builder.finish()
    }

    /// What a name leads to over IPv4, in words.
    pub fn says(&self, vpc: &str, name: &str) -> String {
        self.says_over(vpc, name, Family::Ipv4)
    }

    pub fn says_over(&self, vpc: &str, name: &str, family: Family) -> String {
        let snapshot = self.snapshot();
        let index = Index::new(&snapshot);
        let seat = index.vpc(vpc).unwrap_or_else(|| panic!("no {vpc}"));
        let first = words(&resolve(&index, seat, name, family));
        assert_eq!(words(&resolve(&index, seat, name, family)), first, "asked twice");
        first
    }
}

/// What a name leads to, in words.
pub fn words(resolution: &Resolution<'_>) -> String {
    let Resolution { answer, hops } = resolution;
    for hop in hops {
        assert!(hop.pointer.starts_with('/') && !hop.action.is_empty() && hop.see.starts_with("https://"), "{hop:?}");
    }
    let list = |addresses: &[std::net::IpAddr]| addresses.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    match answer {
        Answer::Known(Resolved::Endpoint(endpoint, Answer::Known(addresses))) => {
            format!("{} {}", endpoint.it.vpc_endpoint_id, list(addresses))
        }
        Answer::Known(Resolved::Endpoint(endpoint, Answer::Unknown(why))) => {
            format!("{} somewhere: {}", endpoint.it.vpc_endpoint_id, gaps(why).join(", "))
        }
        Answer::Known(Resolved::Addresses(addresses)) => list(addresses),
        Answer::Known(Resolved::Public) => "public".to_owned(),
        Answer::Known(Resolved::Nothing(why)) => {
            assert!(!why.is_empty());
            "nothing".to_owned()
        }
        Answer::Unknown(why) => {
            assert!(!why.is_empty(), "an unknown without a reason");
            format!("unknown: {}", gaps(why).join(", "))
        }
    }
}

fn merge(into: &mut Value, more: Value) {
    let (Value::Object(into), Value::Object(more)) = (into, more) else { panic!("members are wanted") };
    for (member, value) in more {
        if value.is_null() {
            into.remove(&member)
        } else {
            into.insert(member, value)
        };
    }
}

/// Tokens and their private names.
const SERVICES: &[(&str, &[&str])] = &[
    ("sqs", &["sqs.eu-west-1.amazonaws.com"]),
    ("sqs-fips", &["sqs-fips.eu-west-1.amazonaws.com"]),
    ("kms", &["kms.eu-west-1.amazonaws.com", "kms.eu-west-1.api.aws"]),
    ("ecr.api", &["api.ecr.eu-west-1.amazonaws.com", "ecr.eu-west-1.api.aws"]),
    ("ecr.dkr", &["*.dkr.ecr.eu-west-1.amazonaws.com", "dkr.ecr.eu-west-1.amazonaws.com"]),
    ("kinesis-streams", &["kinesis.eu-west-1.amazonaws.com"]),
    ("execute-api", &["*.execute-api.eu-west-1.amazonaws.com"]),
    (
        "s3",
        &[
            "*.s3.eu-west-1.amazonaws.com",
            "*.s3-accesspoint.eu-west-1.amazonaws.com",
            "*.s3-control.eu-west-1.amazonaws.com",
            "*.s3.dualstack.eu-west-1.amazonaws.com",
        ],
    ),
];

/// The regional name of SQS.
pub const SQS: &str = "sqs.eu-west-1.amazonaws.com";
