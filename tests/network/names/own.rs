//! A VPC's own resolver, endpoints and DHCP options.

use super::estate::{Estate, SQS};
use byway::finding::Family;
use byway::snapshot::Collection;
use serde_json::json;

fn with_endpoint() -> Estate {
    Estate::new().endpoint("vpce-sqs", "vpc-1", "sqs", json!({}))
}

fn without_anything_a_name_is_public() {
    assert_eq!(Estate::new().says("vpc-1", SQS), "public");
    assert_eq!(Estate::new().says("vpc-1", "Example.COM."), "public");
}

fn private_names_lead_to_the_endpoint() {
    let estate = with_endpoint();
    let ours = estate.says("vpc-1", SQS);
    assert!(ours.starts_with("vpce-sqs 10.0.1."), "{ours}");
    assert_eq!(estate.says("vpc-1", "SQS.eu-west-1.amazonaws.com."), ours);
    assert_eq!(estate.says("vpc-1", "kms.eu-west-1.amazonaws.com"), "public");
    assert_eq!(estate.says("vpc-1", "sqs.eu-west-2.amazonaws.com"), "public");
    // The hidden zone covers what is below the name, and has nothing for it.
    assert_eq!(estate.says("vpc-1", "other.sqs.eu-west-1.amazonaws.com"), "nothing");
}

fn private_names_turned_off_are_public() {
    let estate = Estate::new().endpoint("vpce-sqs", "vpc-1", "sqs", json!({"PrivateDnsEnabled": false}));
    assert_eq!(estate.says("vpc-1", SQS), "public");
    let second = estate.endpoint("vpce-two", "vpc-1", "sqs", json!({}));
    assert!(second.says("vpc-1", SQS).starts_with("vpce-two "));
}

fn names_come_and_go_with_the_endpoints_state() {
    let says =
        |state: &str| Estate::new().endpoint("vpce-sqs", "vpc-1", "sqs", json!({"State": state})).says("vpc-1", SQS);
    assert!(says("Available").starts_with("vpce-sqs "));
    for state in ["deleted", "failed", "rejected", "expired", "pendingAcceptance"] {
        assert_eq!(says(state), "public", "{state}");
    }
    assert_eq!(says("deleting"), "unknown: ambiguous");
    assert_eq!(says("resting"), "unknown: unrecognised vpce-sqs State resting");
}

fn another_vpcs_endpoint_does_not_answer() {
    assert_eq!(with_endpoint().vpc("vpc-2", "10.2.0.0/16").says("vpc-2", SQS), "public");
}

fn every_name_of_a_service_leads_to_its_endpoint() {
    let estate =
        Estate::new().endpoint("vpce-ecr", "vpc-1", "ecr.dkr", json!({})).endpoint("vpce-s3", "vpc-1", "s3", json!({}));
    assert!(estate.says("vpc-1", "111122223333.dkr.ecr.eu-west-1.amazonaws.com").starts_with("vpce-ecr "));
    assert!(estate.says("vpc-1", "a.b.s3.eu-west-1.amazonaws.com").starts_with("vpce-s3 "));
    assert!(estate.says("vpc-1", "s3.eu-west-1.amazonaws.com").starts_with("vpce-s3 "));
    assert!(estate.says("vpc-1", "s3.dualstack.eu-west-1.amazonaws.com").starts_with("vpce-s3 "));
    assert_eq!(estate.says("vpc-1", "s3.amazonaws.com"), "public");
    assert_eq!(estate.says("vpc-1", "api.ecr.eu-west-1.amazonaws.com"), "public");
}

fn an_endpoints_own_entries_come_before_its_services_list() {
    let entries = json!([{"DnsName": "vpce-kms-1a2b.kms.eu-west-1.vpce.amazonaws.com"},
                         {"DnsName": "kms.eu-west-1.amazonaws.com"}]);
    let estate = Estate::new().endpoint("vpce-kms", "vpc-1", "kms", json!({"DnsEntries": entries}));
    let without_list = estate.clone().refused(Collection::VpcEndpointServices, "");
    for estate in [estate, without_list] {
        assert!(estate.says("vpc-1", "kms.eu-west-1.amazonaws.com").starts_with("vpce-kms "));
        assert_eq!(estate.says("vpc-1", "kms.eu-west-1.api.aws"), "public");
    }
}

fn private_names_that_were_not_seen_may_be_any_of_awss() {
    let estate = with_endpoint().refused(Collection::VpcEndpointServices, "");
    assert_eq!(estate.says("vpc-1", SQS), "unknown: ec2:DescribeVpcEndpointServices");
    assert_eq!(estate.says("vpc-1", "db.example.com"), "public");
    let nameless = Estate::new().endpoint("vpce-x", "vpc-1", "apprunner.requests", json!({}));
    assert_eq!(nameless.says("vpc-1", SQS), "unknown: malformed DnsEntries of vpce-x");
}

fn families_follow_the_dns_record_type() {
    let says = |kind: &str, family| {
        let more = json!({"IpAddressType": "dualstack", "DnsOptions": {"DnsRecordIpType": kind}});
        Estate::new().endpoint("vpce-sqs", "vpc-1", "sqs", more).says_over("vpc-1", SQS, family)
    };
    assert!(says("ipv4", Family::Ipv4).contains("10.0.1.") && says("ipv4", Family::Ipv6) == "nothing");
    assert!(says("ipv6", Family::Ipv6).contains("2a05:d018::1:") && says("ipv6", Family::Ipv4) == "nothing");
    assert!(says("dualstack", Family::Ipv6).contains("2a05:") && says("dualstack", Family::Ipv4).contains("10.0."));
    // AAAA records for the endpoint's own names alone.
    assert!(
        says("service-defined", Family::Ipv4).contains("10.0.") && says("service-defined", Family::Ipv6) == "nothing"
    );
    assert_eq!(says("ipv5", Family::Ipv4), "unknown: unrecognised vpce-sqs DnsRecordIpType ipv5");
}

fn old_answers_tell_families_by_address_type_and_interfaces() {
    let six = json!({"DnsOptions": null, "IpAddressType": "ipv6"});
    let estate = Estate::new().endpoint("vpce-sqs", "vpc-1", "sqs", six);
    assert_eq!(estate.says("vpc-1", SQS), "nothing");
    assert!(estate.says_over("vpc-1", SQS, Family::Ipv6).contains("2a05:"));
    let neither = json!({"DnsOptions": null, "IpAddressType": null});
    let estate = Estate::new().endpoint("vpce-sqs", "vpc-1", "sqs", neither);
    assert!(
        estate.says("vpc-1", SQS).contains("10.0.") && estate.says_over("vpc-1", SQS, Family::Ipv6).contains("2a05:")
    );
    let unseen = estate.refused(Collection::NetworkInterfaces, "");
    assert_eq!(unseen.says("vpc-1", SQS), "unknown: ec2:DescribeNetworkInterfaces");
}

fn addresses_that_were_not_seen_leave_the_endpoint_known() {
    let estate = with_endpoint().refused(Collection::NetworkInterfaces, "");
    assert_eq!(estate.says("vpc-1", SQS), "vpce-sqs somewhere: ec2:DescribeNetworkInterfaces");
    assert_eq!(estate.says_over("vpc-1", SQS, Family::Ipv6), "nothing");
}

fn without_dns_support_nothing_resolves() {
    let estate = with_endpoint().attribute("vpc-1", "enableDnsSupport", false);
    assert_eq!(estate.says("vpc-1", SQS), "nothing");
    assert_eq!(estate.says("vpc-1", "example.com"), "nothing");
    let unseen = with_endpoint().refused(Collection::VpcAttributes, "vpc-1/enableDnsSupport");
    assert_eq!(unseen.says("vpc-1", SQS), "unknown: ec2:DescribeVpcAttribute vpc-1/enableDnsSupport");
}

fn without_dns_hostnames_private_names_are_public() {
    let estate = with_endpoint().attribute("vpc-1", "enableDnsHostnames", false);
    assert_eq!(estate.says("vpc-1", SQS), "public");
    let unseen = with_endpoint().refused(Collection::VpcAttributes, "vpc-1/enableDnsHostnames");
    assert_eq!(unseen.says("vpc-1", SQS), "unknown: ec2:DescribeVpcAttribute vpc-1/enableDnsHostnames");
    // A name that is public with zones and without does not depend on the attribute, nor on zones without it.
    assert_eq!(unseen.says("vpc-1", "kms.eu-west-1.amazonaws.com"), "public");
    let blind = estate.refused(Collection::HostedZonesByVpc, "vpc-1").refused(Collection::VpcEndpoints, "");
    assert_eq!(blind.says("vpc-1", SQS), "public");
}

fn dhcp_options_that_mean_the_amazon_resolver() {
    for server in ["AmazonProvidedDNS", "10.0.0.2", "169.254.169.253", "fd00:ec2::253", "fd00:ec2:0::253"] {
        assert!(with_endpoint().servers(&[server]).says("vpc-1", SQS).starts_with("vpce-sqs "), "{server}");
    }
    assert!(with_endpoint().servers(&["AmazonProvidedDNS", "10.0.0.2"]).says("vpc-1", SQS).starts_with("vpce-sqs "));
}

fn dhcp_options_that_mean_others_cannot_be_told() {
    assert_eq!(with_endpoint().servers(&["10.0.1.2"]).says("vpc-1", SQS), "unknown: not-modelled");
    assert_eq!(with_endpoint().servers(&["AmazonProvidedDNS", "192.0.2.1"]).says("vpc-1", SQS), "unknown: ambiguous");
    // Other servers do not need the VPC's attribute.
    let off = with_endpoint().servers(&["192.0.2.1"]).attribute("vpc-1", "enableDnsSupport", false);
    assert_eq!(off.says("vpc-1", SQS), "unknown: not-modelled");
}

fn without_dns_servers_nothing_resolves() {
    assert_eq!(with_endpoint().servers(&[]).says("vpc-1", SQS), "nothing");
    let none = with_endpoint().change(Collection::Vpcs, "", json!({"DhcpOptionsId": "default"}));
    assert_eq!(none.says("vpc-1", SQS), "nothing");
}

fn dhcp_options_that_were_not_seen_make_names_unknown() {
    let refused = with_endpoint().refused(Collection::DhcpOptions, "");
    assert_eq!(refused.says("vpc-1", SQS), "unknown: ec2:DescribeDhcpOptions");
    let unnamed = with_endpoint().change(Collection::Vpcs, "", json!({"DhcpOptionsId": null}));
    assert_eq!(unnamed.says("vpc-1", SQS), "unknown: malformed DhcpOptionsId of vpc-1");
    let lost = with_endpoint().change(Collection::Vpcs, "", json!({"DhcpOptionsId": "dopt-9"}));
    assert_eq!(lost.says("vpc-1", SQS), "unknown: malformed DhcpOptionsId of vpc-1");
}

fn an_endpoints_own_names_lead_to_it_from_anywhere() {
    let entries = json!([{"DnsName": "vpce-sqs-1a2b.sqs.eu-west-1.vpce.amazonaws.com"},
                         {"DnsName": "vpce-sqs-1a2b-eu-west-1a.sqs.eu-west-1.vpce.amazonaws.com"}, {"DnsName": SQS}]);
    let more = json!({"DnsEntries": entries, "IpAddressType": "dualstack",
                      "DnsOptions": {"DnsRecordIpType": "service-defined"}});
    let estate = Estate::new().endpoint("vpce-sqs", "vpc-1", "sqs", more).vpc("vpc-2", "10.2.0.0/16");
    let all = estate.says("vpc-2", "vpce-sqs-1a2b.sqs.eu-west-1.vpce.amazonaws.com");
    assert_eq!(all, estate.says("vpc-1", SQS));
    let one = estate.says("vpc-2", "vpce-sqs-1a2b-eu-west-1a.sqs.eu-west-1.vpce.amazonaws.com");
    assert!(all.starts_with(&one) && all.len() > one.len(), "{one} of {all}");
    let six = estate.says_over("vpc-2", "vpce-sqs-1a2b.sqs.eu-west-1.vpce.amazonaws.com", Family::Ipv6);
    assert!(six.contains("2a05:"), "{six}");
    assert_eq!(estate.says("vpc-2", "vpce-sqs-9z9z.sqs.eu-west-1.vpce.amazonaws.com"), "nothing");
    assert_eq!(estate.says("vpc-2", "vpce-other-1a2b.sqs.eu-west-1.vpce.amazonaws.com"), "unknown: ambiguous");
    let refused = estate.refused(Collection::VpcEndpoints, "");
    assert_eq!(
        refused.says("vpc-2", "vpce-sqs-1a2b.sqs.eu-west-1.vpce.amazonaws.com"),
        "unknown: ec2:DescribeVpcEndpoints, ambiguous"
    );
}

fn buckets_of_an_s3_endpoints_own_name_lead_to_it() {
    let entries = json!([{"DnsName": "*.vpce-s3-1a2b.s3.eu-west-1.vpce.amazonaws.com"}]);
    let more = json!({"DnsEntries": entries, "PrivateDnsEnabled": false});
    let estate = Estate::new().endpoint("vpce-s3", "vpc-1", "s3", more);
    assert!(estate.says("vpc-1", "bucket.vpce-s3-1a2b.s3.eu-west-1.vpce.amazonaws.com").starts_with("vpce-s3 "));
    let zonal = estate.says("vpc-1", "bucket.vpce-s3-1a2b-eu-west-1b.s3.eu-west-1.vpce.amazonaws.com");
    assert!(zonal.starts_with("vpce-s3 10.0.2.") && !zonal.contains("10.0.1."), "{zonal}");
}

fn a_dead_endpoints_own_names_lead_nowhere() {
    let name = "vpce-sqs-1a2b.sqs.eu-west-1.vpce.amazonaws.com";
    let dead = Estate::new().endpoint("vpce-sqs", "vpc-1", "sqs", json!({"State": "deleted"}));
    assert_eq!(dead.says("vpc-1", name), "nothing");
    let pending = Estate::new().endpoint("vpce-sqs", "vpc-1", "sqs", json!({"State": "pending"}));
    assert_eq!(pending.says("vpc-1", name), "unknown: ambiguous");
}

fn names_of_instances_are_not_modelled() {
    assert_eq!(Estate::new().says("vpc-1", "ip-10-0-0-9.eu-west-1.compute.internal"), "unknown: not-modelled");
}

pub fn tests() -> Vec<libtest_mimic::Trial> {
    crate::trials![
        without_anything_a_name_is_public,
        private_names_lead_to_the_endpoint,
        private_names_turned_off_are_public,
        names_come_and_go_with_the_endpoints_state,
        another_vpcs_endpoint_does_not_answer,
        every_name_of_a_service_leads_to_its_endpoint,
        an_endpoints_own_entries_come_before_its_services_list,
        private_names_that_were_not_seen_may_be_any_of_awss,
        families_follow_the_dns_record_type,
        old_answers_tell_families_by_address_type_and_interfaces,
        addresses_that_were_not_seen_leave_the_endpoint_known,
        without_dns_support_nothing_resolves,
        without_dns_hostnames_private_names_are_public,
        dhcp_options_that_mean_the_amazon_resolver,
        dhcp_options_that_mean_others_cannot_be_told,
        without_dns_servers_nothing_resolves,
        dhcp_options_that_were_not_seen_make_names_unknown,
        an_endpoints_own_names_lead_to_it_from_anywhere,
        buckets_of_an_s3_endpoints_own_name_lead_to_it,
        a_dead_endpoints_own_names_lead_nowhere,
        names_of_instances_are_not_modelled,
    ]
}
