//! Two of everything, every member of them said, so that what hangs together has the same ids.

use super::account::HOME;
use crate::support::emulator::{OPERATIONS, sample};
use byway::snapshot::{Builder, Collection, Coverage, Items, Question};
use serde_json::{Value, json};

/// VPCs of the demo account.
const VPCS: [&str; 2] = ["vpc-004de135ac378e2b8", "vpc-08f4e6fe9c5f60aec"];
const REGIONS: [&str; 2] = [HOME, "us-east-1"];
/// The prefix lists whose entries are known.
pub const RECORDED: [&str; 2] = ["pl-11", "pl-12"];

/// A question answered with these things.
pub fn add(builder: &mut Builder, question: &Question, items: Items) {
    builder.record(Coverage::answered(question.clone(), items.len() as u64, 1));
    builder.add(question, items);
}

/// The keys of a collection whose things the samples name; one empty key if it has none.
pub fn keys(collection: Collection) -> Vec<String> {
    let two = |member: &str| vec![say(collection, member, 1), say(collection, member, 2)];
    match collection {
        Collection::VpcAttributes => {
            let of = |attribute| VPCS.map(|vpc| format!("{vpc}/{attribute}")).to_vec();
            [of("enableDnsSupport"), of("enableDnsHostnames")].concat()
        }
        Collection::PrefixListEntries => RECORDED.map(str::to_owned).to_vec(),
        Collection::HostedZonesByVpc => VPCS.map(str::to_owned).to_vec(),
        Collection::HostedZoneVpcs | Collection::ResourceRecordSets => two("HostedZoneId"),
        Collection::TransitGatewayPropagations | Collection::TransitGatewayRoutes => two("TransitGatewayRouteTableId"),
        Collection::ServicePermissions => two("ServiceId"),
        Collection::LoadBalancerAttributes => two("LoadBalancerArn"),
        Collection::TargetHealth => two("TargetGroupArn"),
        Collection::ResolverEndpointIpAddresses => two("ResolverEndpointId"),
        Collection::ProfileResourceAssociations => two("ProfileId"),
        Collection::Metrics => ["AWS/PrivateLinkEndpoints", "AWS/NATGateway"].map(str::to_owned).to_vec(),
        other => {
            assert!(!other.is_keyed(), "{other} has keys");
            vec![String::new()]
        }
    }
}

/// Two things of a collection; one where there is never more.
pub fn samples(collection: Collection) -> Items {
    let count = if collection.is_one_thing() { 1 } else { 2 };
    let (_, name) = collection.operation().split_once(':').expect("a service");
    let operation = OPERATIONS.iter().find(|one| one.name == name).expect("the emulator knows it");
    let one = |n| sample::of(operation, collection.member(), n, &|member, n| say(collection, member, n));
    let things: Option<Vec<Value>> = (1..=count).map(one).collect();
    let mut things = things.unwrap_or_else(|| panic!("{collection} has no member {}", collection.member()));
    if collection == Collection::HostedZones {
        // A linked zone is AWS's own business; one of the two is not.
        things.iter_mut().take(1).filter_map(Value::as_object_mut).for_each(|zone| _ = zone.remove("LinkedService"));
    }
    if collection == Collection::VpcEndpoints {
        // Endpoints of this type have associations.
        things.iter_mut().take(1).for_each(|endpoint| endpoint["VpcEndpointType"] = json!("ServiceNetwork"));
    }
    Items::from_json(collection, things).expect("AWS's shape")
}

/// The sums of the metrics of two of these resources, and none of the others.
pub fn sums(namespace: &str, ids: &[String]) -> Items {
    let label = if namespace == "AWS/NATGateway" { "BytesOutToDestination" } else { "BytesProcessed" };
    let of = |(id, n): (&String, i64)| json!({"Id": id, "Label": label, "Sum": n * 1_000_000, "Datapoints": n});
    let sums = ids.iter().zip([30, 2].into_iter().chain(std::iter::repeat(0))).map(of).collect();
    Items::from_json(Collection::Metrics, sums).expect("byway's shape")
}

/// What a string member says.
pub fn say(collection: Collection, member: &str, n: usize) -> String {
    let id = |prefix: &str| format!("{prefix}-0{n}");
    let at = (n - 1) % 2;
    match member {
        "Id" => match collection {
            Collection::HostedZones => format!("Z0{n}"),
            Collection::ResolverEndpoints => id("rslvr-in"),
            Collection::ResolverRules => id("rslvr-rr"),
            Collection::Profiles => id("rp"),
            Collection::OrganizationAccounts => format!("11112222333{n}"),
            other => id(&other.cli_name().replace('.', "-")),
        },
        "HostedZoneId" => format!("Z0{n}"),
        "ResolverEndpointId" => id("rslvr-in"),
        "ResolverRuleId" => id("rslvr-rr"),
        "ProfileId" => id("rp"),
        "VpcId" | "VPCId" | "ResourceId" | "HostVPCId" => VPCS[at].to_owned(),
        "RegionName" | "Region" | "AwsRegion" | "VPCRegion" | "VpcRegion" | "ServiceRegion" => REGIONS[at].to_owned(),
        "OptInStatus" => "opt-in-not-required".to_owned(),
        "OwnerId" | "Owner" | "VpcEndpointOwner" | "MasterAccountId" | "TransitGatewayOwnerId" | "ResourceOwnerId" => {
            "111122223333".to_owned()
        }
        "PrefixListId" if collection == Collection::PrefixLists => id("pl"),
        "PrefixListId" | "DestinationPrefixListId" => RECORDED[at].to_owned(),
        "TransitGatewayId" => id("tgw"),
        "TransitGatewayRouteTableId" => id("tgw-rtb"),
        "ServiceId" => id("vpce-svc"),
        "NetworkLoadBalancerArns" | "GatewayLoadBalancerArns" | "LoadBalancerArns" | "LoadBalancerArn" => {
            format!("arn:aws:elasticloadbalancing:{HOME}:111122223333:loadbalancer/net/nlb-{n}/0{n}")
        }
        "TargetGroupArn" => format!("arn:aws:elasticloadbalancing:{HOME}:111122223333:targetgroup/tg-{n}/0{n}"),
        "Name" if collection == Collection::HostedZones => format!("{HOME}.amazonaws.com."),
        "Name" if collection == Collection::ResourceRecordSets => format!("r{n}.{HOME}.amazonaws.com."),
        "ServiceName" => format!("com.amazonaws.{HOME}.s{n}"),
        other if other.contains("Cidr") && other.contains("Ipv6") => format!("2001:db8:{n}::/48"),
        other if other.contains("Cidr") => format!("10.{}.0.0/16", 100 + n),
        other => format!("{other}-{n}"),
    }
}
