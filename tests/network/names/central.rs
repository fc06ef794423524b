//! Rules, inbound endpoints, Profiles and shared VPCs.

use super::estate::{Estate, HUB, OWN, SQS};
use byway::snapshot::Collection;
use serde_json::json;

/// A hub with endpoints of SQS and S3 and an inbound Resolver endpoint at 10.9.0.10.
fn hub() -> Estate {
    let only = json!({"DnsOptions": {"DnsRecordIpType": "ipv4", "PrivateDnsOnlyForInboundResolverEndpoint": true}});
    Estate::new()
        .account(HUB)
        .vpc("vpc-hub", "10.9.0.0/16")
        .endpoint("vpce-hub", "vpc-hub", "sqs", json!({}))
        .endpoint("vpce-s3", "vpc-hub", "s3", only)
        .inbound("rslvr-in-1", "vpc-hub", &["10.9.0.10", "10.9.1.10"], "OPERATIONAL")
        .account(OWN)
}

const TO_HUB: &[&str] = &["10.9.0.10", "10.9.1.10"];

fn a_rule_to_a_hubs_inbound_endpoint_means_the_hubs_names() {
    let estate = hub().rule("rslvr-rr-1", "FORWARD", "amazonaws.com.", TO_HUB, "vpc-1");
    assert!(estate.says("vpc-1", SQS).starts_with("vpce-hub 10.9."));
    assert_eq!(estate.says("vpc-1", "kms.eu-west-1.amazonaws.com"), "public");
    assert_eq!(estate.says("vpc-1", "kms.eu-west-1.api.aws"), "public");
    assert_eq!(estate.says("vpc-1", "example.com"), "public");
}

fn names_for_inbound_endpoints_answer_what_comes_by_one() {
    let estate = hub().rule("rslvr-rr-1", "FORWARD", "amazonaws.com.", TO_HUB, "vpc-1");
    assert!(estate.says("vpc-1", "s3.eu-west-1.amazonaws.com").starts_with("vpce-s3 "));
    assert_eq!(estate.says("vpc-hub", "s3.eu-west-1.amazonaws.com"), "public");
    // The hub's own clients, when they are told to ask by the inbound endpoint.
    let own = hub().account(HUB).servers(&["10.9.0.10"]);
    assert!(own.says("vpc-hub", "b.s3.eu-west-1.amazonaws.com").starts_with("vpce-s3 "));
}

fn dhcp_options_may_name_a_hubs_inbound_endpoint() {
    let estate = hub().servers(TO_HUB);
    assert!(estate.says("vpc-1", SQS).starts_with("vpce-hub "));
    assert!(estate.clone().attribute("vpc-1", "enableDnsSupport", false).says("vpc-1", SQS).starts_with("vpce-hub "));
    assert_eq!(hub().servers(&["10.9.0.10", "10.8.0.10"]).says("vpc-1", SQS), "unknown: ambiguous, not-modelled");
    let off = estate.account(HUB).attribute("vpc-hub", "enableDnsSupport", false);
    assert_eq!(off.says("vpc-1", SQS), "nothing");
}

fn a_rule_to_servers_elsewhere_cannot_be_told() {
    let estate = hub().rule("rslvr-rr-1", "FORWARD", ".", &["192.0.2.1"], "vpc-1");
    assert_eq!(estate.says("vpc-1", SQS), "unknown: not-modelled");
    assert_eq!(estate.says("vpc-1", "example.com"), "unknown: not-modelled");
    assert_eq!(estate.says("vpc-hub", "example.com"), "public");
    // What is more specific than the rule answers all the same.
    let estate = estate.endpoint("vpce-sqs", "vpc-1", "sqs", json!({}));
    assert!(estate.says("vpc-1", SQS).starts_with("vpce-sqs "));
}

fn a_rule_goes_before_a_zone_and_an_endpoint_of_its_name() {
    let estate = hub().zone("Z1", &format!("{SQS}."), &[(OWN, "vpc-1")], json!([])).rule(
        "rslvr-rr-1",
        "FORWARD",
        &format!("{SQS}."),
        TO_HUB,
        "vpc-1",
    );
    assert!(estate.says("vpc-1", SQS).starts_with("vpce-hub "));
    let estate = hub().endpoint("vpce-sqs", "vpc-1", "sqs", json!({})).rule(
        "rslvr-rr-1",
        "FORWARD",
        &format!("{SQS}."),
        &["192.0.2.1"],
        "vpc-1",
    );
    assert_eq!(estate.says("vpc-1", SQS), "unknown: not-modelled");
    // Nothing that was not seen can go before it, but another rule.
    let estate = hub()
        .rule("rslvr-rr-1", "FORWARD", &format!("{SQS}."), TO_HUB, "vpc-1")
        .refused(Collection::HostedZonesByVpc, "vpc-1")
        .refused(Collection::VpcEndpoints, "")
        .refused(Collection::ProfileAssociations, "");
    assert!(estate.says("vpc-1", SQS).starts_with("vpce-hub "));
}

fn a_system_rule_ends_the_reach_of_rules_above_it() {
    let estate = hub().rule("rslvr-rr-1", "FORWARD", ".", &["192.0.2.1"], "vpc-1").rule(
        "rslvr-rr-2",
        "SYSTEM",
        "amazonaws.com.",
        &[],
        "vpc-1",
    );
    assert_eq!(estate.says("vpc-1", SQS), "public");
    assert_eq!(estate.says("vpc-1", "example.com"), "unknown: not-modelled");
    let above = json!([{"Name": "amazonaws.com.", "Type": "SOA"}]);
    let zone = estate.clone().zone("Z1", "amazonaws.com.", &[(OWN, "vpc-1")], above);
    assert_eq!(zone.says("vpc-1", SQS), "nothing");
    let below = estate.rule("rslvr-rr-3", "FORWARD", "eu-west-1.amazonaws.com.", TO_HUB, "vpc-1");
    assert!(below.says("vpc-1", SQS).starts_with("vpce-hub "));
}

fn the_resolvers_own_rule_is_none() {
    let estate = Estate::new().rule("rslvr-autodefined-rr-internet-resolver", "RECURSIVE", ".", &[], "vpc-1");
    assert_eq!(estate.says("vpc-1", SQS), "public");
    let other = Estate::new().rule("rslvr-rr-1", "DELEGATE", "amazonaws.com.", &[], "vpc-1");
    assert_eq!(other.says("vpc-1", SQS), "unknown: not-modelled");
}

fn rules_are_in_force_by_their_states() {
    let rule = hub().rule("rslvr-rr-1", "FORWARD", "amazonaws.com.", TO_HUB, "");
    let says = |status: &str| rule.clone().associate("rslvr-rr-1", "vpc-1", status).says("vpc-1", SQS);
    assert!(says("COMPLETE").starts_with("vpce-hub "));
    assert_eq!((says("FAILED").as_str(), says("OVERRIDDEN").as_str()), ("public", "public"));
    assert_eq!(says("CREATING"), "unknown: ambiguous");
    let failed = rule.clone().associate("rslvr-rr-1", "vpc-1", "COMPLETE").change(
        Collection::ResolverRules,
        "",
        json!({"Status": "FAILED"}),
    );
    assert_eq!(failed.says("vpc-1", SQS), "public");
    assert_eq!(rule.associate("rslvr-rr-1", "vpc-2", "COMPLETE").says("vpc-1", SQS), "public");
}

fn rules_that_were_not_seen_may_cover_any_name() {
    let estate = hub().rule("rslvr-rr-1", "FORWARD", "corp.test.", TO_HUB, "vpc-1");
    assert_eq!(estate.says("vpc-1", SQS), "public");
    let rules = estate.clone().refused(Collection::ResolverRules, "");
    assert_eq!(rules.says("vpc-1", SQS), "unknown: route53resolver:ListResolverRules");
    let associations = estate.refused(Collection::ResolverRuleAssociations, "");
    // Every rule was seen, and the only one does not cover the name.
    assert_eq!(associations.says("vpc-1", SQS), "public");
    assert_eq!(associations.says("vpc-1", "a.corp.test"), "unknown: route53resolver:ListResolverRuleAssociations");
    let neither = associations.refused(Collection::ResolverRules, "");
    assert_eq!(neither.says("vpc-1", SQS), "unknown: route53resolver:ListResolverRuleAssociations");
    // Without an association no rule matters.
    assert_eq!(Estate::new().refused(Collection::ResolverRules, "").says("vpc-1", SQS), "public");
}

fn inbound_endpoints_that_were_not_seen_or_do_not_answer_make_it_unknown() {
    let estate = hub().rule("rslvr-rr-1", "FORWARD", "amazonaws.com.", TO_HUB, "vpc-1");
    let endpoints = estate.clone().account(HUB).refused(Collection::ResolverEndpoints, "");
    assert_eq!(endpoints.says("vpc-1", SQS), "unknown: route53resolver:ListResolverEndpoints, not-modelled");
    let addresses = estate.clone().account(HUB).refused(Collection::ResolverEndpointIpAddresses, "rslvr-in-1");
    assert_eq!(
        addresses.says("vpc-1", SQS),
        "unknown: route53resolver:ListResolverEndpointIpAddresses rslvr-in-1, not-modelled"
    );
    let ill = estate.account(HUB).change(Collection::ResolverEndpoints, "", json!({"Status": "ACTION_NEEDED"}));
    assert_eq!(ill.says("vpc-1", SQS), "unknown: ambiguous, not-modelled");
}

fn rules_that_lead_in_a_circle_lead_nowhere() {
    let estate = hub().rule("rslvr-rr-1", "FORWARD", "amazonaws.com.", TO_HUB, "vpc-1").account(HUB).rule(
        "rslvr-rr-2",
        "FORWARD",
        "eu-west-1.amazonaws.com.",
        TO_HUB,
        "vpc-hub",
    );
    assert_eq!(estate.says("vpc-1", "kms.eu-west-1.amazonaws.com"), "nothing");
    assert_eq!(estate.says("vpc-hub", "kms.eu-west-1.amazonaws.com"), "nothing");
    assert!(estate.says("vpc-1", SQS).starts_with("vpce-hub "));
}

const ZONE: &str = "arn:aws:route53:::hostedzone/Z1";

fn profiled(resources: &[&str]) -> Estate {
    let records = json!([{"Name": SQS, "Type": "A", "ResourceRecords": [{"Value": "10.9.7.7"}]}]);
    hub()
        .account(HUB)
        .zone("Z1", &format!("{SQS}."), &[], records)
        .rule("rslvr-rr-p", "FORWARD", &format!("{SQS}."), &["192.0.2.1"], "")
        .account(OWN)
        .profile("rp-1", "vpc-1", "COMPLETE", resources)
}

fn a_profile_brings_zones_rules_and_endpoints() {
    assert_eq!(profiled(&[]).says("vpc-1", SQS), "public");
    assert_eq!(profiled(&[ZONE]).says("vpc-1", SQS), "10.9.7.7");
    let rule = profiled(&["arn:aws:route53resolver:eu-west-1:444455556666:resolver-rule/rslvr-rr-p"]);
    assert_eq!(rule.says("vpc-1", SQS), "unknown: not-modelled");
    let endpoint = profiled(&["arn:aws:ec2:eu-west-1:444455556666:vpc-endpoint/vpce-hub"]);
    assert!(endpoint.says("vpc-1", SQS).starts_with("vpce-hub "));
    let firewall = profiled(&["arn:aws:route53resolver:eu-west-1:444455556666:firewall-rule-group/rslvr-frg-1"]);
    assert_eq!(firewall.says("vpc-1", SQS), "public");
}

fn what_is_the_vpcs_own_goes_before_its_profile_on_an_equal_name() {
    let own = profiled(&[ZONE]).zone("Z2", &format!("{SQS}."), &[(OWN, "vpc-1")], json!([]));
    assert_eq!(own.says("vpc-1", SQS), "nothing");
    let endpoint = profiled(&[ZONE]).endpoint("vpce-own", "vpc-1", "sqs", json!({}));
    assert!(endpoint.says("vpc-1", SQS).starts_with("vpce-own "));
    let above = profiled(&[ZONE]).zone("Z2", "eu-west-1.amazonaws.com.", &[(OWN, "vpc-1")], json!([]));
    assert_eq!(above.says("vpc-1", SQS), "10.9.7.7");
    // A rule of the Profile against a zone of the VPC: AWS does not say.
    let rule = profiled(&["arn:aws:route53resolver:eu-west-1:444455556666:resolver-rule/rslvr-rr-p"]);
    let both = rule.zone("Z2", &format!("{SQS}."), &[(OWN, "vpc-1")], json!([]));
    assert_eq!(both.says("vpc-1", SQS), "unknown: ambiguous, not-modelled");
}

fn profiles_are_in_force_by_their_state() {
    let says = |status: &str| {
        let records = json!([{"Name": SQS, "Type": "A", "ResourceRecords": [{"Value": "10.9.7.7"}]}]);
        let estate = Estate::new().zone("Z1", &format!("{SQS}."), &[], records);
        estate.profile("rp-1", "vpc-1", status, &[ZONE]).says("vpc-1", SQS)
    };
    assert_eq!((says("COMPLETE").as_str(), says("FAILED").as_str()), ("10.9.7.7", "public"));
    assert_eq!(says("CREATING"), "unknown: ambiguous");
}

fn profiles_that_were_not_seen_may_bring_anything() {
    let estate = profiled(&[ZONE]);
    let refused = estate.clone().refused(Collection::ProfileAssociations, "");
    // Every Profile was seen with what it holds, and none covers the name.
    assert_eq!(refused.says("vpc-1", "example.com"), "public");
    let refused = refused.refused(Collection::Profiles, "");
    assert_eq!(refused.says("vpc-1", "example.com"), "unknown: route53profiles:ListProfileAssociations");
    let refused = estate.clone().refused(Collection::ProfileResourceAssociations, "rp-1");
    assert_eq!(refused.says("vpc-1", "example.com"), "unknown: route53profiles:ListProfileResourceAssociations rp-1");
    assert_eq!(estate.says("vpc-1", "example.com"), "public");
    let away =
        Estate::new().profile("rp-1", "vpc-1", "COMPLETE", &["arn:aws:ec2:eu-west-1:444455556666:vpc-endpoint/vpce-x"]);
    assert_eq!(away.says("vpc-1", SQS), "unknown: foreign 444455556666");
}

fn the_order_of_several_profiles_is_not_modelled() {
    let records = json!([{"Name": SQS, "Type": "A", "ResourceRecords": [{"Value": "10.9.7.7"}]}]);
    let one = Estate::new().zone("Z1", &format!("{SQS}."), &[], records).profile("rp-1", "vpc-1", "COMPLETE", &[ZONE]);
    let two = one.profile("rp-2", "vpc-1", "COMPLETE", &[]);
    assert_eq!(two.says("vpc-1", SQS), "unknown: not-modelled");
    assert_eq!(two.says("vpc-1", "example.com"), "public");
}

fn a_shared_vpc_is_its_owners_to_tell() {
    // A participant sees the VPC and none of its zones, endpoints and rules.
    let shared =
        json!([{"VpcId": "vpc-shared", "OwnerId": HUB, "CidrBlock": "10.5.0.0/16", "DhcpOptionsId": "dopt-1"}]);
    let estate = Estate::new()
        .with(Collection::Vpcs, "", shared)
        .attribute("vpc-shared", "enableDnsSupport", true)
        .attribute("vpc-shared", "enableDnsHostnames", true)
        .refused(Collection::HostedZonesByVpc, "vpc-shared");
    assert_eq!(
        estate.says("vpc-shared", SQS),
        "unknown: route53:ListHostedZonesByVPC vpc-shared, foreign 444455556666"
    );
    let owned =
        estate.account(HUB).vpc("vpc-shared", "10.5.0.0/16").endpoint("vpce-shared", "vpc-shared", "sqs", json!({}));
    assert!(owned.says("vpc-shared", SQS).starts_with("vpce-shared "));
    assert_eq!(owned.says("vpc-shared", "example.com"), "public");
}

pub fn tests() -> Vec<libtest_mimic::Trial> {
    crate::trials![
        a_rule_to_a_hubs_inbound_endpoint_means_the_hubs_names,
        names_for_inbound_endpoints_answer_what_comes_by_one,
        dhcp_options_may_name_a_hubs_inbound_endpoint,
        a_rule_to_servers_elsewhere_cannot_be_told,
        a_rule_goes_before_a_zone_and_an_endpoint_of_its_name,
        a_system_rule_ends_the_reach_of_rules_above_it,
        the_resolvers_own_rule_is_none,
        rules_are_in_force_by_their_states,
        rules_that_were_not_seen_may_cover_any_name,
        inbound_endpoints_that_were_not_seen_or_do_not_answer_make_it_unknown,
        rules_that_lead_in_a_circle_lead_nowhere,
        a_profile_brings_zones_rules_and_endpoints,
        what_is_the_vpcs_own_goes_before_its_profile_on_an_equal_name,
        profiles_are_in_force_by_their_state,
        profiles_that_were_not_seen_may_bring_anything,
        the_order_of_several_profiles_is_not_modelled,
        a_shared_vpc_is_its_owners_to_tell,
    ]
}
