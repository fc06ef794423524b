//! A small account in two Regions, with something of everything and two of what is paged.

use byway::id::{AccountId, Partition, Region};
use byway::snapshot::{Builder, Collection, Coverage, Items, Outcome, Question, Snapshot};
use serde_json::{Value, json};

pub const HOME: &str = "eu-west-1";
pub const OTHER: &str = "us-east-1";
/// On offer and not enabled.
pub const CLOSED: &str = "ap-east-1";

pub fn number() -> AccountId {
    "111122223333".parse().expect("twelve digits")
}

pub fn region(code: &str) -> Region {
    code.parse().expect("a Region")
}

pub fn question(region: &Region, collection: Collection, key: &str) -> Question {
    Question { account: number(), region: region.clone(), collection, key: key.to_owned() }
}

/// Everything answered.
pub fn seen() -> Snapshot {
    let mut builder = Builder::new("2026-11-01T06:00:00Z".parse().expect("a time"));
    builder.account(&number(), Partition::Aws);
    let mut add = |region: &Region, collection, key: &str, list: Value| {
        let list = list.as_array().cloned().expect("a list");
        let question = question(region, collection, key);
        let items = Items::from_json(collection, list).expect("AWS's shape");
        builder.record(Coverage::answered(question.clone(), items.len() as u64, 1));
        builder.add(&question, items);
    };
    let global = Region::global();
    let on_offer = |code, status| json!({"RegionName": code, "OptInStatus": status, "Endpoint": format!("ec2.{code}.amazonaws.com")});
    add(
        &global,
        Collection::Regions,
        "",
        json!([
            on_offer(HOME, "opt-in-not-required"),
            on_offer(OTHER, "opt-in-not-required"),
            on_offer(CLOSED, "not-opted-in"),
        ]),
    );
    let zone = |id| json!({"Id": id, "Name": "corp.example.", "CallerReference": "x", "Config": {"PrivateZone": true}, "ResourceRecordSetCount": 2});
    add(&global, Collection::HostedZones, "", json!([zone("Z1"), zone("Z2")]));
    for code in [HOME, OTHER] {
        let here = region(code);
        let id = |kind: &str, n: u8| format!("{kind}-{code}-{n}");
        let pair = |kind: &str, make: &dyn Fn(String) -> Value| json!([make(id(kind, 1)), make(id(kind, 2))]);
        add(
            &here,
            Collection::AvailabilityZones,
            "",
            json!([{"ZoneName": format!("{code}a"), "ZoneId": id("az", 1), "State": "available"}]),
        );
        add(
            &here,
            Collection::Vpcs,
            "",
            json!([
                {"VpcId": id("vpc", 1), "OwnerId": "111122223333", "CidrBlock": "10.0.0.0/16", "State": "available", "Tags": [{"Key": "Name", "Value": "a<b>&\u{1b}[31m"}]},
                {"VpcId": id("vpc", 2), "OwnerId": "444455556666", "CidrBlock": "10.1.0.0/16", "State": "available"},
            ]),
        );
        for vpc in [id("vpc", 1), id("vpc", 2)] {
            add(
                &here,
                Collection::VpcAttributes,
                &format!("{vpc}/enableDnsSupport"),
                json!([{"VpcId": vpc, "EnableDnsSupport": {"Value": true}}]),
            );
            add(
                &here,
                Collection::VpcAttributes,
                &format!("{vpc}/enableDnsHostnames"),
                json!([{"VpcId": vpc, "EnableDnsHostnames": {"Value": false}}]),
            );
        }
        add(
            &global,
            Collection::HostedZonesByVpc,
            &id("vpc", 1),
            json!([{"HostedZoneId": "Z1", "Name": "corp.example.", "Owner": {"OwningAccount": "111122223333"}}]),
        );
        add(&here, Collection::Subnets, "", pair("subnet", &|id| json!({"SubnetId": id, "State": "available"})));
        add(
            &here,
            Collection::RouteTables,
            "",
            json!([{"RouteTableId": id("rtb", 1), "Routes": [
            {"DestinationPrefixListId": id("pl-s3", 1), "GatewayId": id("vpce", 1), "State": "active"},
            {"DestinationPrefixListId": id("pl-own", 1), "NatGatewayId": id("nat", 1), "State": "active"},
        ]}, {"RouteTableId": id("rtb", 2)}]),
        );
        add(
            &here,
            Collection::VpcEndpoints,
            "",
            pair(
                "vpce",
                &|id| json!({"VpcEndpointId": id, "State": "available", "VpcEndpointType": "NewerThanByway", "CreationTimestamp": "2024-01-01T00:00:00Z"}),
            ),
        );
        add(
            &here,
            Collection::VpcEndpointServices,
            "",
            json!([{"ServiceName": format!("com.amazonaws.{code}.s3")}, {"ServiceName": format!("com.amazonaws.{code}.sqs")}]),
        );
        add(
            &here,
            Collection::PrefixLists,
            "",
            json!([
                {"PrefixListId": id("pl-s3", 1), "PrefixListName": format!("com.amazonaws.{code}.s3"), "Cidrs": ["3.5.0.0/19"]},
                {"PrefixListId": id("pl-ddb", 9), "PrefixListName": format!("com.amazonaws.{code}.dynamodb"), "Cidrs": []},
            ]),
        );
        add(
            &here,
            Collection::ManagedPrefixLists,
            "",
            json!([
                {"PrefixListId": id("pl-s3", 1), "PrefixListName": format!("com.amazonaws.{code}.s3"), "OwnerId": "AWS"},
                {"PrefixListId": id("pl-ddb", 1), "PrefixListName": format!("com.amazonaws.{code}.dynamodb"), "OwnerId": "AWS"},
                {"PrefixListId": id("pl-own", 1), "PrefixListName": "used", "OwnerId": "111122223333"},
                {"PrefixListId": id("pl-own", 2), "PrefixListName": "not used", "OwnerId": "111122223333"},
            ]),
        );
        add(
            &here,
            Collection::PrefixListEntries,
            &id("pl-own", 1),
            json!([{"Cidr": "192.0.2.0/24", "Description": "office"}]),
        );
        add(&here, Collection::PrefixListEntries, &id("pl-ddb", 1), json!([{"Cidr": "52.94.0.0/22"}]));
        add(
            &here,
            Collection::SecurityGroups,
            "",
            pair(
                "sg",
                &|id| json!({"GroupId": id, "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.0.0.0/16"}]}]}),
            ),
        );
        add(
            &here,
            Collection::NetworkInterfaces,
            "",
            pair("eni", &|id| json!({"NetworkInterfaceId": id, "InterfaceType": "vpc_endpoint"})),
        );
        add(&here, Collection::NatGateways, "", pair("nat", &|id| json!({"NatGatewayId": id, "State": "available"})));
        add(&here, Collection::InternetGateways, "", pair("igw", &|id| json!({"InternetGatewayId": id})));
        for collection in Collection::ALL {
            // Of all that came to be asked for later there is nothing.
            if collection > Collection::HostedZonesByVpc && !collection.is_keyed() {
                add(if collection.is_global() { &global } else { &here }, collection, "", json!([]));
            }
        }
        let bytes = |id: String| json!({"Id": id, "Label": "BytesOutToDestination", "Sum": 12, "Datapoints": 3});
        add(&here, Collection::Metrics, "AWS/NATGateway", pair("nat", &bytes));
        add(&here, Collection::BlockPublicAccessOptions, "", json!([{"AwsRegion": code}]));
    }
    add(&global, Collection::Organization, "", json!([{"Id": "o-exampleorg"}]));
    builder.finish()
}

/// A snapshot of an older byway, had it asked for everything: of what it did not ask for there is nothing.
pub fn asked_everything(mut seen: Snapshot) -> Snapshot {
    let mut builder = Builder::new(seen.taken_at);
    let was_asked = |record: &Coverage| record.outcome != Outcome::NotAsked || record.collection.is_keyed();
    let mut unasked: Vec<Question> =
        seen.coverage.iter().filter(|record| !was_asked(record)).map(Coverage::question).collect();
    for (account, view) in &seen.accounts {
        let records = |zone: &str| Snapshot::global_question(account, Collection::ResourceRecordSets, zone);
        let of_zones = view.hosted_zones.iter().map(|zone| records(&zone.id));
        unasked.extend(of_zones.filter(|question| seen.coverage_of(question).is_none()));
    }
    seen.coverage.retain(was_asked);
    builder.absorb(seen);
    for question in unasked {
        let one = match question.collection {
            Collection::BlockPublicAccessOptions => vec![json!({"AwsRegion": question.region.as_str()})],
            Collection::Organization => vec![json!({"Id": "o-exampleorg"})],
            _ => Vec::new(),
        };
        let items = Items::from_json(question.collection, one).expect("AWS's shape");
        builder.record(Coverage::answered(question.clone(), items.len() as u64, 1));
        builder.add(&question, items);
    }
    builder.finish()
}
