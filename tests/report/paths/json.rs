//! `paths-v1`: against its schema, and read with a decoder that shares none of our types.

use super::as_json;
use super::sample::{frame, rows};
use crate::report::{pages, test};
use libtest_mimic::Trial;
use serde_json::{Value, json};

pub fn tests() -> Vec<Trial> {
    vec![
        test("the JSON of paths is as its schema says", follows_schema),
        test("the schema of paths refuses a row without its end, and words it does not know", schema_can_fail),
        test("a row in JSON has the members of the contract", members),
    ]
}

fn errors(value: &Value) -> Vec<String> {
    let schema = pages::parsed(include_str!("../../../docs/schemas/paths-v1.schema.json"));
    assert!(jsonschema::meta::is_valid(&schema));
    let validator = jsonschema::validator_for(&schema).unwrap();
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn follows_schema() {
    for rows in [rows(), Vec::new()] {
        assert_eq!(errors(&pages::parsed(&as_json(&rows, &frame()))), Vec::<String>::new());
    }
}

fn schema_can_fail() {
    let mut page = pages::parsed(&as_json(&rows(), &frame()));
    page["paths"][0].as_object_mut().unwrap().remove("disposition");
    page["paths"][1]["via"] = json!("pigeon");
    assert_eq!(errors(&page).len(), 2);
}

fn members() {
    let page = pages::parsed(&as_json(&rows(), &frame()));
    assert_eq!(page["schema_version"], "byway/paths-v1");
    let paths = page["paths"].as_array().unwrap();
    assert_eq!(paths.len(), rows().len());
    let of = |subnet: &str, service: &str, family: &str| {
        let found =
            paths.iter().find(|row| row["subnet"] == subnet && row["service"] == service && row["family"] == family);
        found.unwrap().clone()
    };
    let mixed = of("subnet-0b2c3d4e5f6071829", "s3", "ipv4");
    assert_eq!(
        mixed["parts"],
        json!([
            {"via": "gateway-endpoint", "target": "vpce-0c33d44e55f667788", "share": 0.875},
            {"via": "nat-gateway", "target": "nat-0b22c33d44e55f667", "share": 0.125},
        ])
    );
    assert_eq!(
        (&mixed["via"], &mixed["target"], &mixed["better"]),
        (&json!("mixed"), &json!(null), &json!("gateway-endpoint"))
    );
    assert_eq!(
        mixed["trace"][0],
        json!({
            "resource": {"id": "rtb-0b22c33d44e55f667", "type": "route-table", "account": "111122223333", "region": "eu-west-1"},
            "action": "the route to 0.0.0.0/0 takes s3",
            "decided_by": {
                "operation": "ec2:DescribeRouteTables",
                "pointer": "/Routes/1",
                "value": {"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-0a11b22c33d44e55f", "State": "active"},
            },
            "see": "https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html",
        })
    );
    let clients = of("subnet-0a1b2c3d4e5f60718", "sqs", "ipv4");
    assert_eq!(
        clients["clients"][1],
        json!({"groups": ["sg-0b"], "interfaces": ["eni-03"], "disposition": "denied-by-security-group"})
    );
    let unknown = of("subnet-0d4e5f60718293041", "s3", "ipv4");
    assert_eq!(
        (&unknown["gaps"][0]["kind"], &unknown["gaps"][0]["permission"]),
        (&json!("not-seen"), &json!("ec2:DescribeSecurityGroups"))
    );
    assert_eq!(of("subnet-0b2c3d4e5f6071829", "s3", "ipv6")["via"], "egress-only-internet-gateway");
    assert_eq!(page["gaps"][0]["operation"], "ec2:DescribeSubnets");
}
