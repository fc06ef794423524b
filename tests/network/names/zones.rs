//! Private hosted zones and their records.

use super::estate::{Estate, HUB, OWN, SQS};
use byway::finding::Family;
use byway::snapshot::Collection;
use serde_json::{Value, json};

fn record(name: &str, kind: &str, values: &[&str]) -> Value {
    let values: Vec<Value> = values.iter().map(|value| json!({"Value": value})).collect();
    json!({"Name": name, "Type": kind, "TTL": 300, "ResourceRecords": values})
}

fn alias(name: &str, kind: &str, target: &str, zone: &str) -> Value {
    json!({"Name": name, "Type": kind, "AliasTarget": {"DNSName": target, "HostedZoneId": zone}})
}

const HERE: &[(&str, &str)] = &[(OWN, "vpc-1")];

fn sqs_zone(records: Value) -> Estate {
    Estate::new().zone("Z1", "sqs.eu-west-1.amazonaws.com.", HERE, records)
}

fn a_record_answers_and_its_lack_is_no_answer() {
    let estate = sqs_zone(json!([record("sqs.eu-west-1.amazonaws.com.", "A", &["10.7.0.2", "10.7.0.1"])]));
    assert_eq!(estate.says("vpc-1", SQS), "10.7.0.1 10.7.0.2");
    assert_eq!(estate.says_over("vpc-1", SQS, Family::Ipv6), "nothing");
    assert_eq!(estate.says("vpc-1", "a.sqs.eu-west-1.amazonaws.com"), "nothing");
    assert_eq!(estate.says("vpc-1", "kms.eu-west-1.amazonaws.com"), "public");
}

fn a_zone_above_hides_every_name_it_has_no_record_for() {
    let records = json!([record("eu-west-1.amazonaws.com.", "SOA", &["x"])]);
    let estate = Estate::new().zone("Z1", "eu-west-1.amazonaws.com.", HERE, records);
    assert_eq!(estate.says("vpc-1", SQS), "nothing");
    let with_endpoint = estate.endpoint("vpce-sqs", "vpc-1", "sqs", json!({}));
    assert!(with_endpoint.says("vpc-1", SQS).starts_with("vpce-sqs "));
    assert_eq!(with_endpoint.says("vpc-1", "kms.eu-west-1.amazonaws.com"), "nothing");
}

fn the_more_specific_zone_answers() {
    let above = json!([record("*.eu-west-1.amazonaws.com.", "A", &["10.7.0.1"])]);
    let below = json!([record("sqs.eu-west-1.amazonaws.com.", "A", &["10.7.0.2"])]);
    let estate =
        Estate::new().zone("Z1", "eu-west-1.amazonaws.com.", HERE, above).zone("Z2", &format!("{SQS}."), HERE, below);
    assert_eq!(estate.says("vpc-1", SQS), "10.7.0.2");
    assert_eq!(estate.says("vpc-1", "kms.eu-west-1.amazonaws.com"), "10.7.0.1");
    // The records of a zone that another goes before do not matter, nor those of one that does not cover the name.
    let estate = estate.refused(Collection::ResourceRecordSets, "Z1");
    assert_eq!(estate.says("vpc-1", SQS), "10.7.0.2");
    assert_eq!(estate.says("vpc-1", "kms.eu-west-1.amazonaws.com"), "unknown: route53:ListResourceRecordSets Z1");
    assert_eq!(estate.says("vpc-1", "example.com"), "public");
}

fn a_zone_below_an_endpoints_name_takes_names_from_it() {
    let records = json!([record("b.s3.eu-west-1.amazonaws.com.", "A", &["10.7.0.2"])]);
    let estate = Estate::new().endpoint("vpce-s3", "vpc-1", "s3", json!({})).zone(
        "Z1",
        "b.s3.eu-west-1.amazonaws.com.",
        HERE,
        records,
    );
    assert_eq!(estate.says("vpc-1", "b.s3.eu-west-1.amazonaws.com"), "10.7.0.2");
    assert_eq!(estate.says("vpc-1", "c.b.s3.eu-west-1.amazonaws.com"), "nothing");
    assert!(estate.says("vpc-1", "c.s3.eu-west-1.amazonaws.com").starts_with("vpce-s3 "));
}

fn a_zone_and_an_endpoint_of_one_name_cannot_be_told_apart() {
    let estate = sqs_zone(json!([record(SQS, "A", &["10.7.0.2"])])).endpoint("vpce-sqs", "vpc-1", "sqs", json!({}));
    assert_eq!(estate.says("vpc-1", SQS), "unknown: ambiguous");
}

fn an_alias_leads_to_an_endpoint_in_any_vpc() {
    let name = "vpce-hub-1a2b.sqs.eu-west-1.vpce.amazonaws.com.";
    let more = json!({"DnsEntries": [{"DnsName": name.trim_end_matches('.')}], "PrivateDnsEnabled": false});
    let hub = Estate::new().account(HUB).vpc("vpc-hub", "10.9.0.0/16").endpoint("vpce-hub", "vpc-hub", "sqs", more);
    for target in [name.to_owned(), format!("dualstack.{name}"), name.trim_end_matches('.').to_uppercase()] {
        let records = json!([alias(&format!("{SQS}."), "A", &target, "Z38GZ743OKFT7T")]);
        let estate = hub.clone().account(HUB).zone("Z1", &format!("{SQS}."), HERE, records);
        assert!(estate.says("vpc-1", SQS).starts_with("vpce-hub 10.9.1."), "{target}");
        assert_eq!(estate.says("vpc-hub", SQS), "public");
    }
}

fn a_cname_leads_on_in_the_same_vpc() {
    let records = json!([record("sqs.eu-west-1.amazonaws.com.", "CNAME", &["queue.corp.test."])]);
    let corp = json!([record("queue.corp.test.", "A", &["10.7.0.5"])]);
    let estate = sqs_zone(records.clone()).zone("Z2", "corp.test.", HERE, corp);
    assert_eq!(estate.says("vpc-1", SQS), "10.7.0.5");
    // To a public name, of which byway knows nothing.
    assert_eq!(sqs_zone(records).says("vpc-1", SQS), "unknown: not-modelled");
    let vpce = json!([record(SQS, "CNAME", &["vpce-sqs-1a2b.sqs.eu-west-1.vpce.amazonaws.com"])]);
    let estate = sqs_zone(vpce).endpoint("vpce-sqs", "vpc-1", "sqs", json!({"PrivateDnsEnabled": false}));
    assert!(estate.says("vpc-1", SQS).starts_with("vpce-sqs "));
}

fn circles_of_records_lead_nowhere_and_long_ways_are_not_followed() {
    let circle = json!([
        record(SQS, "CNAME", &["a.sqs.eu-west-1.amazonaws.com"]),
        record("a.sqs.eu-west-1.amazonaws.com", "CNAME", &[SQS])
    ]);
    assert_eq!(sqs_zone(circle).says("vpc-1", SQS), "nothing");
    let aliases = json!([
        alias(SQS, "A", "a.sqs.eu-west-1.amazonaws.com", "Z1"),
        alias("a.sqs.eu-west-1.amazonaws.com", "A", SQS, "Z1")
    ]);
    assert_eq!(sqs_zone(aliases).says("vpc-1", SQS), "nothing");
    let chain = |length: usize| {
        let mut records: Vec<Value> = (0..length)
            .map(|at| record(&format!("n{at}.x.test"), "CNAME", &[&format!("n{}.x.test", at + 1)]))
            .collect();
        records.push(record(&format!("n{length}.x.test"), "A", &["10.7.0.9"]));
        Estate::new().zone("Z1", "x.test.", HERE, Value::Array(records)).says("vpc-1", "n0.x.test")
    };
    assert_eq!((chain(8).as_str(), chain(9).as_str()), ("10.7.0.9", "unknown: not-modelled"));
}

fn an_alias_in_the_zone_leads_to_the_zones_own_record() {
    let records = json!([
        alias(SQS, "A", "real.sqs.eu-west-1.amazonaws.com.", "Z1"),
        record("real.sqs.eu-west-1.amazonaws.com", "A", &["10.7.0.4"])
    ]);
    assert_eq!(sqs_zone(records).says("vpc-1", SQS), "10.7.0.4");
    let elsewhere = json!([alias(SQS, "A", "lb-1.eu-west-1.elb.amazonaws.com.", "Z32O12XQLNTSW2")]);
    assert_eq!(sqs_zone(elsewhere).says("vpc-1", SQS), "unknown: not-modelled");
}

fn wildcards_answer_for_what_is_not_there() {
    let records = json!([
        record("\\052.s3.eu-west-1.amazonaws.com.", "A", &["10.7.0.1"]),
        record("logs.s3.eu-west-1.amazonaws.com.", "TXT", &["\"x\""])
    ]);
    let estate = Estate::new().zone("Z1", "s3.eu-west-1.amazonaws.com.", HERE, records);
    assert_eq!(estate.says("vpc-1", "bucket.s3.eu-west-1.amazonaws.com"), "10.7.0.1");
    assert_eq!(estate.says("vpc-1", "s3.eu-west-1.amazonaws.com"), "nothing");
    assert_eq!(estate.says("vpc-1", "logs.s3.eu-west-1.amazonaws.com"), "nothing");
}

fn several_record_sets_are_known_if_they_lead_to_one_thing() {
    let set = |id: &str, address: &str| json!({"Name": SQS, "Type": "A", "SetIdentifier": id, "Weight": 1, "ResourceRecords": [{"Value": address}]});
    assert_eq!(sqs_zone(json!([set("a", "10.7.0.1"), set("b", "10.7.0.1")])).says("vpc-1", SQS), "10.7.0.1");
    assert_eq!(sqs_zone(json!([set("a", "10.7.0.1"), set("b", "10.7.0.2")])).says("vpc-1", SQS), "unknown: ambiguous");
}

fn delegation_inside_a_zone_is_not_modelled() {
    let records = json!([record("sqs.eu-west-1.amazonaws.com.", "NS", &["ns.corp.test."])]);
    let estate = Estate::new().zone("Z1", "eu-west-1.amazonaws.com.", HERE, records);
    assert_eq!(estate.says("vpc-1", SQS), "unknown: not-modelled");
    assert_eq!(estate.says("vpc-1", "kms.eu-west-1.amazonaws.com"), "nothing");
}

fn a_zone_of_an_account_that_was_not_crawled_is_foreign() {
    let foreign =
        json!([{"HostedZoneId": "Z9", "Name": "sqs.eu-west-1.amazonaws.com.", "Owner": {"OwningAccount": HUB}}]);
    let estate = Estate::new().with(Collection::HostedZonesByVpc, "vpc-1", foreign);
    assert_eq!(estate.says("vpc-1", SQS), "unknown: foreign 444455556666");
    let crawled =
        estate.account(HUB).zone("Z9", "sqs.eu-west-1.amazonaws.com.", &[], json!([record(SQS, "A", &["10.7.0.8"])]));
    assert_eq!(crawled.says("vpc-1", SQS), "10.7.0.8");
}

fn zones_that_were_not_seen_may_cover_any_name() {
    let refused = Estate::new().refused(Collection::HostedZonesByVpc, "vpc-1");
    assert_eq!(refused.says("vpc-1", SQS), "unknown: route53:ListHostedZonesByVPC vpc-1");
    assert_eq!(refused.attribute("vpc-1", "enableDnsHostnames", false).says("vpc-1", SQS), "public");
}

fn a_zone_made_by_a_service_answers_what_nobody_can_read() {
    let of = |service: &str| json!([{"HostedZoneId": "Z9", "Name": "fs-1.efs.eu-west-1.amazonaws.com.", "Owner": {"OwningService": service}}]);
    let estate = Estate::new().with(Collection::HostedZonesByVpc, "vpc-1", of("efs.amazonaws.com"));
    assert_eq!(estate.says("vpc-1", "fs-1.efs.eu-west-1.amazonaws.com"), "unknown: not-modelled");
    assert_eq!(estate.says("vpc-1", SQS), "public");
    // That of an endpoint is known by the endpoint.
    let hidden =
        json!([{"HostedZoneId": "Z8", "Name": format!("{SQS}."), "Owner": {"OwningService": "vpce.amazonaws.com"}}]);
    let estate = Estate::new().endpoint("vpce-sqs", "vpc-1", "sqs", json!({})).with(
        Collection::HostedZonesByVpc,
        "vpc-1",
        hidden,
    );
    assert!(estate.says("vpc-1", SQS).starts_with("vpce-sqs "));
}

pub fn tests() -> Vec<libtest_mimic::Trial> {
    crate::trials![
        a_record_answers_and_its_lack_is_no_answer,
        a_zone_above_hides_every_name_it_has_no_record_for,
        the_more_specific_zone_answers,
        a_zone_below_an_endpoints_name_takes_names_from_it,
        a_zone_and_an_endpoint_of_one_name_cannot_be_told_apart,
        an_alias_leads_to_an_endpoint_in_any_vpc,
        a_cname_leads_on_in_the_same_vpc,
        circles_of_records_lead_nowhere_and_long_ways_are_not_followed,
        an_alias_in_the_zone_leads_to_the_zones_own_record,
        wildcards_answer_for_what_is_not_there,
        several_record_sets_are_known_if_they_lead_to_one_thing,
        delegation_inside_a_zone_is_not_modelled,
        a_zone_of_an_account_that_was_not_crawled_is_foreign,
        zones_that_were_not_seen_may_cover_any_name,
        a_zone_made_by_a_service_answers_what_nobody_can_read,
    ]
}
