//! The resolver on tiny worlds whose answers AWS's documentation states.

use super::{Named, resolve};
use crate::network::drawing::plan::Plan;
use crate::network::drawing::{Spot, dns};
use libtest_mimic::Trial;
use serde_json::json;
use std::collections::BTreeSet;

pub fn tests() -> Vec<Trial> {
    crate::trials![
        a_name_that_nothing_covers_is_public,
        dhcp_options_say_whom_to_ask,
        private_dns_needs_both_attributes,
        a_zone_without_the_record_is_the_end,
        the_most_specific_zone_answers,
        asterisks_and_chains_are_followed,
        a_forward_rule_beats_a_zone_of_its_name_and_leads_to_the_other_vpc,
        a_system_rule_ends_a_forward_rule,
        a_profile_yields_to_the_vpcs_own,
        an_endpoints_own_names_are_known_everywhere,
        s3s_names_may_be_for_inbound_endpoints_only,
    ]
}

const HERE: Spot = ("111122223333", "eu-west-1");
const SQS: &str = "sqs.eu-west-1.amazonaws.com";

/// A VPC with an endpoint for SQS in two zones, and a second VPC without.
fn plan(private: bool) -> Plan {
    let mut plan = Plan::new(&[HERE]);
    for (number, name) in ["a", "b"].into_iter().enumerate() {
        let vpc = format!("vpc-{name}");
        plan.vpc(HERE, &vpc, &[&format!("10.{number}.0.0/16")]);
        for (at, zone) in [(1, "a"), (2, "b")] {
            let block = format!("10.{number}.{at}.0/24");
            plan.subnet(&format!("subnet-{name}{at}"), &vpc, zone, &block, None);
        }
        let options = dns::dhcp_options(HERE, &format!("dopt-{name}"), &["AmazonProvidedDNS"]);
        plan.drawing.add(HERE, "dhcp_options", options);
    }
    let base = "sqs.eu-west-1.vpce.amazonaws.com";
    let mut names = vec![
        json!({"DnsName": format!("vpce-sqs-abc.{base}")}),
        json!({"DnsName": format!("vpce-sqs-abc-eu-west-1a.{base}")}),
    ];
    if private {
        names.push(json!({"DnsName": SQS}));
    }
    let in_ = [("subnet-a1", "10.0.1.50"), ("subnet-a2", "10.0.2.50")];
    plan.interface_endpoint("vpce-sqs", "vpc-a", "com.amazonaws.eu-west-1.sqs", &in_, &[], names);
    plan
}

fn is(addresses: &[&str]) -> Named {
    Named::Addresses(addresses.iter().map(|address| address.parse().unwrap()).collect::<BTreeSet<_>>())
}

fn both() -> Named {
    is(&["10.0.1.50", "10.0.2.50"])
}

/// A zone of the account, with records, in some VPCs.
fn zone(plan: &mut Plan, id: &str, name: &str, vpcs: &[&str], records: Vec<serde_json::Value>) {
    let drawing = &mut plan.drawing;
    drawing.add_global(HERE.0, "hosted_zones", dns::zone(id, name, records.len()));
    drawing.put_global(HERE.0, "resource_record_sets", id, records);
    for vpc in vpcs {
        drawing.put_global(HERE.0, "hosted_zones_by_vpc", vpc, vec![dns::zone_of_vpc(id, name, HERE.0)]);
        drawing.put_global(HERE.0, "hosted_zone_vpcs", id, vec![dns::vpc_of_zone(HERE.1, vpc)]);
    }
}

/// An inbound endpoint in the first VPC, at 10.0.1.53 and 10.0.2.53.
fn add_inbound(plan: &mut Plan) {
    let endpoint = dns::resolver_endpoint(HERE, "rslvr-in-a", "INBOUND", "vpc-a", &[], 2);
    plan.drawing.add(HERE, "resolver_endpoints", endpoint);
    let addresses = [("rni-1", "subnet-a1", "10.0.1.53"), ("rni-2", "subnet-a2", "10.0.2.53")];
    let addresses = addresses.map(|(id, subnet, ip)| dns::resolver_address(id, subnet, ip)).to_vec();
    plan.drawing.put(HERE, "resolver_endpoint_ip_addresses", "rslvr-in-a", addresses);
}

fn add_rule(plan: &mut Plan, id: &str, name: &str, kind: &str, targets: &[&str], vpc: Option<&str>) {
    plan.drawing.add(HERE, "resolver_rules", dns::rule(HERE, id, name, kind, None, targets));
    if let Some(vpc) = vpc {
        let association = dns::rule_association(&format!("rslvr-rrassoc-{id}"), id, vpc);
        plan.drawing.add(HERE, "resolver_rule_associations", association);
    }
}

fn a_name_that_nothing_covers_is_public() {
    let world = plan(true).finish();
    assert_eq!(resolve(&world, "vpc-a", SQS, false), both());
    assert_eq!(resolve(&world, "vpc-a", SQS, true), Named::Nothing);
    assert_eq!(resolve(&world, "vpc-a", "SQS.EU-WEST-1.AMAZONAWS.COM.", false), both());
    assert_eq!(resolve(&world, "vpc-b", SQS, false), Named::Public);
    assert_eq!(resolve(&plan(false).finish(), "vpc-a", SQS, false), Named::Public);
}

fn dhcp_options_say_whom_to_ask() {
    for (servers, named) in [
        (&["10.0.0.2"][..], Some(both())),
        (&["169.254.169.253"], Some(both())),
        (&[], Some(Named::Nothing)),
        (&["10.1.0.2"], None),
        (&["AmazonProvidedDNS", "192.0.2.1"], None),
        (&["10.0.1.53", "10.0.2.53"], Some(both())),
    ] {
        let mut drawn = plan(true);
        add_inbound(&mut drawn);
        drawn.drawing.add(HERE, "dhcp_options", dns::dhcp_options(HERE, "dopt-x", servers));
        drawn.vpcs.get_mut("vpc-a").unwrap().1["DhcpOptionsId"] = json!("dopt-x");
        let got = resolve(&drawn.finish(), "vpc-a", SQS, false);
        assert!(
            named.as_ref().map_or(matches!(got, Named::Undecided(_)), |named| got == *named),
            "{servers:?} {got:?}"
        );
    }
}

fn private_dns_needs_both_attributes() {
    for (support, hostnames, named) in [(true, false, Named::Public), (false, true, Named::Nothing)] {
        let mut drawn = plan(true);
        drawn.drawing.dns("vpc-a", support, hostnames);
        assert_eq!(resolve(&drawn.finish(), "vpc-a", SQS, false), named);
    }
}

fn a_zone_without_the_record_is_the_end() {
    let mut drawn = plan(false);
    zone(&mut drawn, "ZAPEX", "eu-west-1.amazonaws.com.", &["vpc-b"], Vec::new());
    let world = drawn.finish();
    assert_eq!(resolve(&world, "vpc-b", SQS, false), Named::Nothing);
    assert_eq!(resolve(&world, "vpc-a", SQS, false), Named::Public);
    assert_eq!(resolve(&world, "vpc-b", "sqs.us-east-1.amazonaws.com", false), Named::Public);
}

fn the_most_specific_zone_answers() {
    let mut drawn = plan(true);
    let apex = vec![dns::record("sqs.eu-west-1.amazonaws.com.", "A", &["10.9.9.9"])];
    zone(&mut drawn, "ZAPEX", "eu-west-1.amazonaws.com.", &["vpc-a", "vpc-b"], apex);
    let alias = dns::alias("sqs.eu-west-1.amazonaws.com.", "A", "vpce-sqs-abc.sqs.eu-west-1.vpce.amazonaws.com.");
    let world = drawn.clone().finish();
    assert_eq!(resolve(&world, "vpc-a", SQS, false), both());
    assert_eq!(resolve(&world, "vpc-b", SQS, false), is(&["10.9.9.9"]));
    zone(&mut drawn, "ZSQS", "sqs.eu-west-1.amazonaws.com.", &["vpc-b"], vec![alias]);
    assert_eq!(resolve(&drawn.finish(), "vpc-b", SQS, false), both());
}

fn asterisks_and_chains_are_followed() {
    let mut drawn = plan(true);
    let records = vec![
        dns::record("\\052.corp.example.", "A", &["10.9.0.1"]),
        dns::record("queue.corp.example.", "CNAME", &["sqs.eu-west-1.amazonaws.com."]),
        dns::record("out.corp.example.", "CNAME", &["www.example.org"]),
        dns::record("text.corp.example.", "TXT", &["\"x\""]),
    ];
    zone(&mut drawn, "ZCORP", "corp.example.", &["vpc-a", "vpc-b"], records);
    let world = drawn.finish();
    assert_eq!(resolve(&world, "vpc-a", "any.thing.corp.example", false), is(&["10.9.0.1"]));
    assert_eq!(resolve(&world, "vpc-a", "corp.example", false), Named::Nothing);
    assert_eq!(resolve(&world, "vpc-a", "text.corp.example", false), Named::Nothing);
    assert_eq!(resolve(&world, "vpc-a", "queue.corp.example", false), both());
    assert_eq!(resolve(&world, "vpc-b", "queue.corp.example", false), Named::PublicAs(SQS.to_owned()));
    let out = Named::PublicAs("www.example.org".to_owned());
    assert_eq!(resolve(&world, "vpc-b", "out.corp.example", false), out);
}

fn a_forward_rule_beats_a_zone_of_its_name_and_leads_to_the_other_vpc() {
    for (name, targets, named) in [
        ("sqs.eu-west-1.amazonaws.com.", &["10.0.1.53", "10.0.2.53"][..], Some(both())),
        ("amazonaws.com.", &["10.0.1.53"], Some(Named::Nothing)),
        (".", &["10.0.1.53"], Some(Named::Nothing)),
        ("sqs.eu-west-1.amazonaws.com.", &["10.0.1.53", "192.0.2.53"], None),
    ] {
        let mut drawn = plan(true);
        add_inbound(&mut drawn);
        zone(&mut drawn, "ZSQS", "sqs.eu-west-1.amazonaws.com.", &["vpc-b"], Vec::new());
        add_rule(&mut drawn, "rslvr-rr-1", name, "FORWARD", targets, Some("vpc-b"));
        let got = resolve(&drawn.finish(), "vpc-b", SQS, false);
        assert!(named.as_ref().map_or(matches!(got, Named::Undecided(_)), |named| got == *named), "{name} {got:?}");
    }
}

fn a_system_rule_ends_a_forward_rule() {
    let mut drawn = plan(true);
    add_rule(&mut drawn, "rslvr-rr-1", ".", "FORWARD", &["192.0.2.53"], Some("vpc-a"));
    add_rule(&mut drawn, "rslvr-rr-2", "amazonaws.com.", "SYSTEM", &[], Some("vpc-a"));
    let world = drawn.finish();
    assert_eq!(resolve(&world, "vpc-a", SQS, false), both());
    assert_eq!(resolve(&world, "vpc-a", "kms.eu-west-1.amazonaws.com", false), Named::Public);
    assert!(matches!(resolve(&world, "vpc-a", "www.example.org", false), Named::Undecided(_)));
}

fn a_profile_yields_to_the_vpcs_own() {
    let mut drawn = plan(true);
    let record = |address: &str| vec![dns::record("db.corp.example.", "A", &[address])];
    zone(&mut drawn, "ZSHARED", "corp.example.", &[], record("10.9.0.1"));
    zone(&mut drawn, "ZOWN", "corp.example.", &["vpc-a"], record("10.9.0.2"));
    drawn.drawing.add(HERE, "profiles", dns::profile(HERE, "rp-1"));
    let held = ["ZSHARED", "vpce-sqs"].map(|id| dns::profile_resource(HERE, &format!("rpr-{id}"), "rp-1", id));
    drawn.drawing.put(HERE, "profile_resource_associations", "rp-1", held.to_vec());
    for vpc in ["vpc-a", "vpc-b"] {
        let association = dns::profile_association(&format!("rpassoc-{vpc}"), "rp-1", vpc);
        drawn.drawing.add(HERE, "profile_associations", association);
    }
    let world = drawn.finish();
    assert_eq!(resolve(&world, "vpc-a", "db.corp.example", false), is(&["10.9.0.2"]));
    assert_eq!(resolve(&world, "vpc-b", "db.corp.example", false), is(&["10.9.0.1"]));
    assert_eq!(resolve(&world, "vpc-b", SQS, false), both());
}

fn an_endpoints_own_names_are_known_everywhere() {
    let world = plan(false).finish();
    for vpc in ["vpc-a", "vpc-b"] {
        let own = |label: &str| format!("{label}.sqs.eu-west-1.vpce.amazonaws.com");
        assert_eq!(resolve(&world, vpc, &own("vpce-sqs-abc"), false), both());
        assert_eq!(resolve(&world, vpc, &own("vpce-sqs-abc-eu-west-1a"), false), is(&["10.0.1.50"]));
        assert!(matches!(resolve(&world, vpc, &own("vpce-none"), false), Named::Undecided(_)));
    }
}

fn s3s_names_may_be_for_inbound_endpoints_only() {
    let mut drawn = plan(false);
    add_inbound(&mut drawn);
    add_rule(&mut drawn, "rslvr-rr-1", "s3.eu-west-1.amazonaws.com.", "FORWARD", &["10.0.1.53"], Some("vpc-b"));
    let names = ["s3.eu-west-1.amazonaws.com", "*.s3.eu-west-1.amazonaws.com"];
    let names = names.map(|name| json!({"DnsName": name})).to_vec();
    let in_ = [("subnet-a1", "10.0.1.60")];
    drawn.interface_endpoint("vpce-s3", "vpc-a", "com.amazonaws.eu-west-1.s3", &in_, &[], names);
    let mut world = drawn.finish();
    for one in world["accounts"][HERE.0]["regions"][HERE.1]["vpc_endpoints"].as_array_mut().unwrap() {
        one["DnsOptions"]["PrivateDnsOnlyForInboundResolverEndpoint"] = json!(one["VpcEndpointId"] == "vpce-s3");
    }
    let bucket = "bucket.s3.eu-west-1.amazonaws.com";
    assert_eq!(resolve(&world, "vpc-a", bucket, false), Named::Public);
    assert_eq!(resolve(&world, "vpc-b", bucket, false), is(&["10.0.1.60"]));
}
