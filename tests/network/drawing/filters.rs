//! Security groups, network ACLs and prefix lists.

use super::Spot;
use serde_json::{Value, json};

/// A group with its rules inbound and outbound.
pub fn group(spot: Spot, id: &str, vpc: &str, inbound: Vec<Value>, outbound: Vec<Value>) -> Value {
    json!({
        "GroupId": id, "GroupName": id.trim_start_matches("sg-"), "Description": "", "VpcId": vpc, "OwnerId": spot.0,
        "SecurityGroupArn": format!("arn:aws:ec2:{}:{}:security-group/{id}", spot.1, spot.0),
        "IpPermissions": inbound, "IpPermissionsEgress": outbound, "Tags": [],
    })
}

/// A rule about one source or destination: a block, a list or a group, told by its spelling.
pub fn rule(protocol: &str, ports: Option<(i64, i64)>, other: &str) -> Value {
    let mut rule = json!({
        "IpProtocol": protocol, "IpRanges": [], "Ipv6Ranges": [], "PrefixListIds": [], "UserIdGroupPairs": [],
    });
    if let Some((from, to)) = ports {
        rule["FromPort"] = json!(from);
        rule["ToPort"] = json!(to);
    }
    let (member, value) = match other {
        list if list.starts_with("pl-") => ("PrefixListIds", json!({"PrefixListId": list})),
        group if group.starts_with("sg-") => ("UserIdGroupPairs", json!({"GroupId": group})),
        block if block.contains(':') => ("Ipv6Ranges", json!({"CidrIpv6": block})),
        block => ("IpRanges", json!({"CidrIp": block})),
    };
    rule[member] = json!([value]);
    rule
}

/// Rules that let everything through, of both families.
pub fn anything() -> Vec<Value> {
    vec![rule("-1", None, "0.0.0.0/0"), rule("-1", None, "::/0")]
}

pub fn acl(spot: Spot, id: &str, vpc: &str, default: bool, subnets: &[&str], entries: Vec<Value>) -> Value {
    let associations: Vec<Value> = subnets
        .iter()
        .map(|subnet| {
            json!({
                "NetworkAclAssociationId": format!("aclassoc-{}", subnet.trim_start_matches("subnet-")),
                "NetworkAclId": id, "SubnetId": subnet,
            })
        })
        .collect();
    let mut all = entries;
    for (egress, number, member, block) in [
        (false, 32767, "CidrBlock", "0.0.0.0/0"),
        (true, 32767, "CidrBlock", "0.0.0.0/0"),
        (false, 32768, "Ipv6CidrBlock", "::/0"),
        (true, 32768, "Ipv6CidrBlock", "::/0"),
    ] {
        all.push(
            json!({member: block, "Egress": egress, "Protocol": "-1", "RuleAction": "deny", "RuleNumber": number}),
        );
    }
    json!({
        "NetworkAclId": id, "VpcId": vpc, "OwnerId": spot.0, "IsDefault": default, "Associations": associations,
        "Entries": all, "Tags": [],
    })
}

pub fn entry(number: i64, egress: bool, action: &str, protocol: &str, ports: Option<(u16, u16)>, block: &str) -> Value {
    let member = if block.contains(':') { "Ipv6CidrBlock" } else { "CidrBlock" };
    let mut entry = json!({
        member: block, "Egress": egress, "Protocol": protocol, "RuleAction": action, "RuleNumber": number,
    });
    if let Some((from, to)) = ports {
        entry["PortRange"] = json!({"From": from, "To": to});
    }
    if matches!(protocol, "1" | "58") {
        entry["IcmpTypeCode"] = json!({"Type": -1, "Code": -1});
    }
    entry
}

/// The entries of a default ACL: everything in and out.
pub fn open() -> Vec<Value> {
    [false, true]
        .into_iter()
        .flat_map(|egress| {
            [entry(100, egress, "allow", "-1", None, "0.0.0.0/0"), entry(101, egress, "allow", "-1", None, "::/0")]
        })
        .collect()
}

/// A customer's list, without its entries.
pub fn list(spot: Spot, id: &str, six: bool, entries: usize) -> Value {
    json!({
        "PrefixListId": id, "PrefixListName": id.trim_start_matches("pl-"), "OwnerId": spot.0,
        "PrefixListArn": format!("arn:aws:ec2:{}:{}:prefix-list/{id}", spot.1, spot.0),
        "AddressFamily": if six { "IPv6" } else { "IPv4" }, "State": "create-complete", "MaxEntries": entries.max(1),
        "Version": 1, "Tags": [],
    })
}

/// AWS's list of a service, as DescribePrefixLists and as DescribeManagedPrefixLists tell it.
pub fn service_list(spot: Spot, id: &str, token: &str, blocks: &[&str]) -> (Value, Value) {
    let name = format!("com.amazonaws.{}.{token}", spot.1);
    let six = blocks.first().is_some_and(|block| block.contains(':'));
    (
        json!({"PrefixListId": id, "PrefixListName": name, "Cidrs": blocks}),
        json!({
            "PrefixListId": id, "PrefixListName": name, "OwnerId": "AWS",
            "PrefixListArn": format!("arn:aws:ec2:{}:aws:prefix-list/{id}", spot.1),
            "AddressFamily": if six { "IPv6" } else { "IPv4" }, "State": "create-complete", "Tags": [],
        }),
    )
}

/// Block Public Access of a Region.
pub fn blocking(spot: Spot, mode: &str) -> Value {
    json!({
        "AwsAccountId": spot.0, "AwsRegion": spot.1, "State": "update-complete", "InternetGatewayBlockMode": mode,
        "ManagedBy": "account", "ExclusionsAllowed": "allowed",
    })
}

/// An exclusion of a VPC or subnet.
pub fn exclusion(spot: Spot, of: &str, mode: &str) -> Value {
    let kind = of.split('-').next().unwrap_or_default();
    json!({
        "ExclusionId": format!("vpcbpa-exclude-{of}"), "InternetGatewayExclusionMode": mode, "State": "create-complete",
        "ResourceArn": format!("arn:aws:ec2:{}:{}:{kind}/{of}", spot.1, spot.0), "Tags": [],
    })
}
