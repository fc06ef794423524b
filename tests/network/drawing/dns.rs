//! DHCP options, hosted zones, Resolver endpoints and rules, Profiles.

use super::Spot;
use serde_json::{Value, json};

/// DHCP options; no servers: the set does not name any.
pub fn dhcp_options(spot: Spot, id: &str, servers: &[&str]) -> Value {
    let values: Vec<Value> = servers.iter().map(|server| json!({"Value": server})).collect();
    let mut configurations = vec![json!({"Key": "domain-name", "Values": [{"Value": "corp.example"}]})];
    if !values.is_empty() {
        configurations.push(json!({"Key": "domain-name-servers", "Values": values}));
    }
    json!({"DhcpOptionsId": id, "OwnerId": spot.0, "DhcpConfigurations": configurations, "Tags": []})
}

/// A private hosted zone, as ListHostedZones tells it.
pub fn zone(id: &str, name: &str, records: usize) -> Value {
    json!({
        "Id": id, "Name": name, "CallerReference": id, "Config": {"PrivateZone": true, "Comment": ""},
        "ResourceRecordSetCount": records,
    })
}

/// The same zone, as ListHostedZonesByVPC tells it.
pub fn zone_of_vpc(id: &str, name: &str, account: &str) -> Value {
    json!({"HostedZoneId": id, "Name": name, "Owner": {"OwningAccount": account}})
}

pub fn vpc_of_zone(region: &str, vpc: &str) -> Value {
    json!({"VPCRegion": region, "VPCId": vpc})
}

pub fn record(name: &str, kind: &str, values: &[&str]) -> Value {
    let values: Vec<Value> = values.iter().map(|value| json!({"Value": value})).collect();
    json!({"Name": name, "Type": kind, "TTL": 300, "ResourceRecords": values})
}

pub fn alias(name: &str, kind: &str, to: &str) -> Value {
    let target = json!({"HostedZoneId": "Z38NKT9BP95V3O", "DNSName": to, "EvaluateTargetHealth": false});
    json!({"Name": name, "Type": kind, "ResourceRecords": [], "AliasTarget": target})
}

pub fn resolver_endpoint(spot: Spot, id: &str, direction: &str, vpc: &str, groups: &[&str], count: usize) -> Value {
    json!({
        "Id": id, "CreatorRequestId": id, "Arn": format!("arn:aws:route53resolver:{}:{}:resolver-endpoint/{id}", spot.1, spot.0),
        "Name": id, "SecurityGroupIds": groups, "Direction": direction, "IpAddressCount": count, "HostVPCId": vpc,
        "Status": "OPERATIONAL", "ResolverEndpointType": "IPV4", "Protocols": ["Do53"],
    })
}

pub fn resolver_address(id: &str, subnet: &str, ip: &str) -> Value {
    json!({"IpId": id, "SubnetId": subnet, "Ip": ip, "Status": "ATTACHED"})
}

/// A rule; targets only where it forwards.
pub fn rule(spot: Spot, id: &str, name: &str, kind: &str, by: Option<&str>, targets: &[&str]) -> Value {
    let targets: Vec<Value> = targets.iter().map(|ip| json!({"Ip": ip, "Port": 53, "Protocol": "Do53"})).collect();
    let mut rule = json!({
        "Id": id, "CreatorRequestId": id, "Arn": format!("arn:aws:route53resolver:{}:{}:resolver-rule/{id}", spot.1, spot.0),
        "DomainName": name, "Status": "COMPLETE", "RuleType": kind, "Name": id, "TargetIps": targets, "OwnerId": spot.0,
        "ShareStatus": "NOT_SHARED",
    });
    if let Some(by) = by {
        rule["ResolverEndpointId"] = json!(by);
    }
    rule
}

pub fn rule_association(id: &str, rule: &str, vpc: &str) -> Value {
    json!({"Id": id, "ResolverRuleId": rule, "VPCId": vpc, "Status": "COMPLETE"})
}

pub fn profile(spot: Spot, id: &str) -> Value {
    json!({
        "Arn": format!("arn:aws:route53profiles:{}:{}:profile/{id}", spot.1, spot.0), "Id": id, "Name": id,
        "ShareStatus": "NOT_SHARED",
    })
}

pub fn profile_association(id: &str, profile: &str, vpc: &str) -> Value {
    json!({"Id": id, "ProfileId": profile, "ResourceId": vpc, "Name": id, "Status": "COMPLETE"})
}

/// What a Profile holds: a zone, a rule or an endpoint.
pub fn profile_resource(spot: Spot, id: &str, profile: &str, resource: &str) -> Value {
    let (arn, kind) = match resource {
        zone if zone.starts_with('Z') => (format!("arn:aws:route53:::hostedzone/{zone}"), "PRIVATE_HOSTED_ZONE"),
        rule if rule.starts_with("rslvr-rr-") => {
            (format!("arn:aws:route53resolver:{}:{}:resolver-rule/{rule}", spot.1, spot.0), "RESOLVER_RULE")
        }
        endpoint => (format!("arn:aws:ec2:{}:{}:vpc-endpoint/{endpoint}", spot.1, spot.0), "VPC_ENDPOINT"),
    };
    json!({
        "Id": id, "ProfileId": profile, "ResourceArn": arn, "ResourceType": kind, "Name": id, "OwnerId": spot.0,
        "Status": "COMPLETE",
    })
}
