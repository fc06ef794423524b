//! What is hidden may make a known answer unknown, and does nothing else.

use super::estate::{Estate, HUB, OWN, SQS, words};
use byway::finding::Family;
use byway::network::Index;
use byway::network::names::resolve;
use serde_json::json;
use std::collections::BTreeMap;

const NAMES: &[&str] = &[
    SQS,
    "kms.eu-west-1.amazonaws.com",
    "s3.eu-west-1.amazonaws.com",
    "bucket.s3.eu-west-1.amazonaws.com",
    "111122223333.dkr.ecr.eu-west-1.amazonaws.com",
    "vpce-hub-1a2b.sqs.eu-west-1.vpce.amazonaws.com",
    "queue.corp.test",
    "example.com",
];

/// An estate that has some of everything.
fn whole() -> Estate {
    let only = json!({"DnsOptions": {"DnsRecordIpType": "ipv4", "PrivateDnsOnlyForInboundResolverEndpoint": true}});
    let hub = &["10.9.0.10", "10.9.1.10"];
    let here = &[(OWN, "vpc-1"), (OWN, "vpc-3")];
    let cname = json!([{"Name": "queue.corp.test.", "Type": "CNAME", "ResourceRecords": [{"Value": SQS}]}]);
    let buckets =
        json!([{"Name": "\\052.s3.eu-west-1.amazonaws.com.", "Type": "A", "ResourceRecords": [{"Value": "10.7.0.1"}]}]);
    let alias = json!([{"Name": SQS, "Type": "A", "AliasTarget": {"HostedZoneId": "ZV",
        "DNSName": "vpce-hub-1a2b.sqs.eu-west-1.vpce.amazonaws.com."}}]);
    Estate::new()
        .vpc("vpc-2", "10.2.0.0/16")
        .vpc("vpc-3", "10.3.0.0/16")
        .vpc("vpc-4", "10.4.0.0/16")
        .endpoint("vpce-ecr", "vpc-1", "ecr.dkr", json!({}))
        .zone("Z1", "corp.test.", here, cname)
        .zone("Z2", "s3.eu-west-1.amazonaws.com.", &[(OWN, "vpc-3")], buckets)
        .rule("rslvr-rr-1", "FORWARD", "amazonaws.com.", hub, "vpc-1")
        .rule("rslvr-rr-2", "FORWARD", ".", &["192.0.2.1"], "vpc-2")
        .rule("rslvr-rr-3", "SYSTEM", "amazonaws.com.", &[], "vpc-2")
        .account(HUB)
        .vpc("vpc-hub", "10.9.0.0/16")
        .endpoint("vpce-hub", "vpc-hub", "sqs", json!({}))
        .endpoint("vpce-s3", "vpc-hub", "s3", only)
        .inbound("rslvr-in-1", "vpc-hub", hub, "OPERATIONAL")
        .zone("Z3", &format!("{SQS}."), &[], alias)
        .account(OWN)
        .profile("rp-1", "vpc-4", "COMPLETE", &["arn:aws:route53:::hostedzone/Z3"])
}

/// Every answer, by VPC, name and family.
fn answers(estate: &Estate) -> BTreeMap<(String, &'static str, Family), String> {
    let snapshot = estate.snapshot();
    let index = Index::new(&snapshot);
    let mut answers = BTreeMap::new();
    for place in index.places() {
        for vpc in &place.view.vpcs {
            let seat = index.vpc(&vpc.vpc_id).unwrap();
            for name in NAMES {
                for family in [Family::Ipv4, Family::Ipv6] {
                    answers.insert((vpc.vpc_id.clone(), *name, family), words(&resolve(&index, seat, name, family)));
                }
            }
        }
    }
    answers
}

/// Checks that answers are as before or unknown; an endpoint stays known where its addresses do not.
fn holds(full: &BTreeMap<(String, &'static str, Family), String>, hidden: &Estate, what: &str) -> usize {
    let mut changed = 0;
    for (key, now) in answers(hidden) {
        let before = &full[&key];
        let endpoint = before.split(' ').next().unwrap_or_default();
        let weaker = now.starts_with("unknown") || now.starts_with(&format!("{endpoint} somewhere"));
        assert!(now == *before || weaker, "{what}: {key:?} was {before} and is {now}");
        assert!(
            !before.starts_with("unknown") || now.starts_with("unknown"),
            "{what}: {key:?} was {before} and is {now}"
        );
        changed += usize::from(now != *before);
    }
    changed
}

fn the_estate_has_some_of_everything() {
    let full = answers(&whole());
    let has = |start: &str| full.values().any(|answer| answer.starts_with(start));
    for start in ["public", "nothing", "10.7.0.1", "vpce-hub ", "vpce-s3 ", "vpce-ecr ", "unknown: not-modelled"] {
        assert!(has(start), "no answer is {start}");
    }
}

fn hiding_an_answer_only_makes_names_unknown() {
    let whole = whole();
    let full = answers(&whole);
    for (question, items) in whole.asked() {
        let refused = whole.clone().hidden(&question);
        let changed = holds(&full, &refused, &format!("{question:?}"));
        let matters = ["Dhcp", "HostedZonesByVpc", "VpcAttributes"];
        if matters.iter().any(|word| format!("{:?}", question.collection).contains(word)) {
            assert!(changed > 0, "{question:?} does not matter");
        }
        for at in 0..items {
            let less = whole.clone().without(&question, at);
            holds(&full, &less, &format!("{question:?} without {at}"));
        }
    }
}

pub fn tests() -> Vec<libtest_mimic::Trial> {
    crate::trials![the_estate_has_some_of_everything, hiding_an_answer_only_makes_names_unknown]
}
