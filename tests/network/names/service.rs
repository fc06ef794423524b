//! The names of services.

use super::estate::Estate;
use byway::network::Index;
use byway::network::names::{ServiceNames, service_names, token_of_name, usual_name};
use byway::snapshot::{Answer, Collection};
use serde_json::json;

fn names(estate: &Estate, token: &str) -> Option<ServiceNames> {
    let snapshot = estate.snapshot();
    let index = Index::new(&snapshot);
    match service_names(index.vpc("vpc-1").unwrap(), token) {
        Answer::Known(names) => names,
        Answer::Unknown(gaps) => panic!("{gaps:?}"),
    }
}

fn usual(estate: &Estate, token: &str) -> String {
    names(estate, token).unwrap().usual
}

fn a_services_usual_name_is_one_that_aws_publishes() {
    let estate = Estate::new();
    for (token, name) in [
        ("sqs", "sqs.eu-west-1.amazonaws.com"),
        ("sqs-fips", "sqs-fips.eu-west-1.amazonaws.com"),
        ("kms", "kms.eu-west-1.amazonaws.com"),
        ("ecr.api", "api.ecr.eu-west-1.amazonaws.com"),
        ("ecr.dkr", "111122223333.dkr.ecr.eu-west-1.amazonaws.com"),
        ("kinesis-streams", "kinesis.eu-west-1.amazonaws.com"),
        ("execute-api", "example.execute-api.eu-west-1.amazonaws.com"),
        ("s3", "s3.eu-west-1.amazonaws.com"),
        ("dynamodb", "dynamodb.eu-west-1.amazonaws.com"),
    ] {
        let found = names(&estate, token).unwrap();
        assert_eq!(found.usual, name);
        assert!(found.rest.is_empty(), "{token}");
    }
    assert_eq!(names(&estate, "kms").unwrap().all, ["kms.eu-west-1.amazonaws.com", "kms.eu-west-1.api.aws"]);
    assert_eq!(names(&estate, "dynamodb").unwrap().all, ["dynamodb.eu-west-1.amazonaws.com"]);
}

fn a_service_on_offer_without_private_names_has_none() {
    assert_eq!(names(&Estate::new(), "apprunner.requests"), None);
}

fn without_the_list_names_come_from_entries_and_then_from_the_token() {
    let entries = json!([{"DnsName": "vpce-k-1.monitoring.eu-west-1.vpce.amazonaws.com"},
                         {"DnsName": "monitoring.eu-west-1.amazonaws.com"}]);
    let estate = Estate::new()
        .endpoint("vpce-k", "vpc-1", "monitoring", json!({"DnsEntries": entries}))
        .refused(Collection::VpcEndpointServices, "");
    let found = names(&estate, "monitoring").unwrap();
    assert_eq!(found.all, ["monitoring.eu-west-1.amazonaws.com"]);
    assert!(!found.rest.is_empty());
    for (token, name) in [
        ("logs", "logs.eu-west-1.amazonaws.com"),
        ("ecr.api", "api.ecr.eu-west-1.amazonaws.com"),
        ("ecr.dkr", "111122223333.dkr.ecr.eu-west-1.amazonaws.com"),
        ("kinesis-streams", "kinesis.eu-west-1.amazonaws.com"),
        ("s3", "s3.eu-west-1.amazonaws.com"),
    ] {
        assert_eq!(usual(&estate, token), name);
        assert!(!names(&estate, token).unwrap().rest.is_empty(), "{token}");
    }
}

fn a_service_that_is_not_on_offer_says_so() {
    let found = names(&Estate::new(), "iam").unwrap();
    assert_eq!(found.usual, "iam.eu-west-1.amazonaws.com");
    assert!(!found.rest.is_empty());
}

fn tokens_are_compared_whole() {
    let estate = Estate::new().refused(Collection::VpcEndpointServices, "").with(
        Collection::VpcEndpointServices,
        "",
        json!([{"ServiceName": "com.amazonaws.eu-west-1.ec2messages",
                "PrivateDnsNames": [{"PrivateDnsName": "ec2messages.eu-west-1.amazonaws.com"}]}]),
    );
    assert_eq!(usual(&estate, "ec2"), "ec2.eu-west-1.amazonaws.com");
}

fn a_name_tells_its_service() {
    let entries = json!([{"DnsName": "logs.eu-west-1.amazonaws.com"}]);
    let snapshot = Estate::new().endpoint("vpce-l", "vpc-1", "logs", json!({"DnsEntries": entries})).snapshot();
    let index = Index::new(&snapshot);
    let vpc = index.vpc("vpc-1").unwrap();
    for (name, token) in [
        ("SQS.eu-west-1.amazonaws.com.", Some("sqs")),
        ("kms.eu-west-1.api.aws", Some("kms")),
        ("b.s3.eu-west-1.amazonaws.com", Some("s3")),
        ("111122223333.dkr.ecr.eu-west-1.amazonaws.com", Some("ecr.dkr")),
        ("dynamodb.eu-west-1.amazonaws.com", Some("dynamodb")),
        ("logs.eu-west-1.amazonaws.com", Some("logs")),
        ("sqs.us-east-1.amazonaws.com", Some("sqs")),
        ("kms.amazonaws.com", Some("kms")),
        ("s3.us-east-1.amazonaws.com", None),
        ("iam.amazonaws.com", None),
        ("example.com", None),
    ] {
        assert_eq!(token_of_name(vpc, name).as_deref(), token, "{name}");
    }
    assert_eq!(usual_name(vpc, "ecr.api"), "api.ecr.eu-west-1.amazonaws.com");
    assert_eq!(usual_name(vpc, "execute-api"), "example.execute-api.eu-west-1.amazonaws.com");
}

pub fn tests() -> Vec<libtest_mimic::Trial> {
    crate::trials![
        a_services_usual_name_is_one_that_aws_publishes,
        a_service_on_offer_without_private_names_has_none,
        without_the_list_names_come_from_entries_and_then_from_the_token,
        a_service_that_is_not_on_offer_says_so,
        tokens_are_compared_whole,
        a_name_tells_its_service,
    ]
}
