//! What decided, as people write it: a rule, an entry, a route, a record; anything else as the JSON it is.

use crate::report::plain;
use crate::report::text::value;
use serde_json::Value;

/// The longest text, in characters.
const LONGEST: usize = 160;

/// The deciding member in short; empty for nothing. Hostile text.
pub fn told(value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        Value::Array(list) if list.is_empty() => "none".to_owned(),
        Value::Array(list) => match list.iter().map(known).collect::<Option<Vec<String>>>() {
            Some(members) => members.join("; "),
            None => value::told(value),
        },
        Value::String(text) => text.clone(),
        Value::Object(_) => known(value).unwrap_or_else(|| value::told(value)),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    };
    plain::cut(&text, LONGEST).into_owned()
}

/// A thing of a known shape.
fn known(value: &Value) -> Option<String> {
    let shapes = [group_rule, acl_entry, route, record, tie, address, attachment];
    shapes.into_iter().find_map(|shape| shape(value)).or_else(|| value.as_str().map(str::to_owned))
}

/// `tcp 443: 10.0.0.0/8, sg-0abc`.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html>
fn group_rule(value: &Value) -> Option<String> {
    value.get("IpRanges").or_else(|| value.get("UserIdGroupPairs")).or_else(|| value.get("IpProtocol"))?;
    let mut peers = Vec::new();
    for (list, member) in [
        ("IpRanges", "CidrIp"),
        ("Ipv6Ranges", "CidrIpv6"),
        ("PrefixListIds", "PrefixListId"),
        ("UserIdGroupPairs", "GroupId"),
    ] {
        let list = value.get(list).and_then(Value::as_array);
        peers.extend(list.into_iter().flatten().filter_map(|one| text(one, member)));
    }
    let ports = ports(value.get("FromPort"), value.get("ToPort"));
    let protocol = protocol(text(value, "IpProtocol")?);
    Some(format!("{protocol}{ports}: {}", if peers.is_empty() { "nobody".to_owned() } else { peers.join(", ") }))
}

/// `100 allow tcp 443 from 10.0.0.0/8`.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkAclEntry.html>
fn acl_entry(value: &Value) -> Option<String> {
    let number = match value.get("RuleNumber")?.as_i64()? {
        // The last entry of every ACL, which AWS's console shows so.
        32767 | 32768 => "*".to_owned(),
        number => number.to_string(),
    };
    let action = text(value, "RuleAction")?;
    let block = text(value, "CidrBlock").or_else(|| text(value, "Ipv6CidrBlock"))?;
    let range = value.get("PortRange");
    let ports = ports(range.and_then(|range| range.get("From")), range.and_then(|range| range.get("To")));
    let way = if value.get("Egress").and_then(Value::as_bool) == Some(true) { "to" } else { "from" };
    Some(format!("{number} {action} {}{ports} {way} {block}", protocol(text(value, "Protocol")?)))
}

/// `0.0.0.0/0 to nat-0abc`, of a VPC's or a transit gateway's table.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html>
fn route(value: &Value) -> Option<String> {
    let destination = ["DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId", "PrefixListId"]
        .into_iter()
        .find_map(|member| text(value, member))?;
    let targets: Vec<&str> = [
        "GatewayId",
        "NatGatewayId",
        "TransitGatewayId",
        "VpcPeeringConnectionId",
        "NetworkInterfaceId",
        "InstanceId",
        "EgressOnlyInternetGatewayId",
        "LocalGatewayId",
        "CarrierGatewayId",
        "CoreNetworkArn",
    ]
    .into_iter()
    .find_map(|member| text(value, member))
    .into_iter()
    .chain(
        value
            .get("TransitGatewayAttachments")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|one| text(one, "TransitGatewayAttachmentId")),
    )
    .collect();
    let state = text(value, "State").filter(|state| *state != "active").map(|state| format!(", {state}"));
    let target = if targets.is_empty() { "nothing".to_owned() } else { targets.join(", ") };
    Some(format!("{destination} to {target}{}", state.unwrap_or_default()))
}

/// `sqs.eu-west-1.amazonaws.com A 10.0.0.1`.
///
/// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html>
fn record(value: &Value) -> Option<String> {
    let (name, kind) = (text(value, "Name")?, text(value, "Type")?);
    let records = value.get("ResourceRecords").and_then(Value::as_array).into_iter().flatten();
    let alias =
        value.get("AliasTarget").and_then(|alias| text(alias, "DNSName")).map(|name| format!("alias of {name}"));
    let values: Vec<String> =
        records.filter_map(|record| text(record, "Value").map(str::to_owned)).chain(alias).collect();
    (!values.is_empty()).then(|| format!("{name} {kind} {}", values.join(", ")))
}

/// `associated with subnet-0abc`, of a route table or a network ACL.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RouteTableAssociation.html>
fn tie(value: &Value) -> Option<String> {
    text(value, "RouteTableId").or_else(|| text(value, "NetworkAclId"))?;
    let to = text(value, "SubnetId").or_else(|| text(value, "GatewayId"));
    match (to, value.get("Main").and_then(Value::as_bool)) {
        (Some(to), _) => Some(format!("associated with {to}")),
        (None, Some(true)) => Some("the main table".to_owned()),
        (None, Some(false) | None) => None,
    }
}

/// `203.0.113.7 for 10.0.0.5`, of a NAT gateway.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NatGatewayAddress.html>
fn address(value: &Value) -> Option<String> {
    let private = text(value, "PrivateIp")?;
    Some(text(value, "PublicIp").map_or_else(|| private.to_owned(), |public| format!("{public} for {private}")))
}

/// `vpc-0abc, available`, of an internet gateway or a virtual private gateway.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InternetGatewayAttachment.html>
fn attachment(value: &Value) -> Option<String> {
    let (vpc, state) = (text(value, "VpcId")?, text(value, "State")?);
    (value.as_object()?.len() == 2).then(|| format!("{vpc}, {state}"))
}

/// A protocol's name, where people use it more than its number.
pub fn protocol(protocol: &str) -> &str {
    match protocol {
        "-1" => "all traffic",
        "1" => "icmp",
        "6" => "tcp",
        "17" => "udp",
        "58" => "icmpv6",
        other => other,
    }
}

fn ports(first: Option<&Value>, last: Option<&Value>) -> String {
    match (first.and_then(Value::as_i64), last.and_then(Value::as_i64)) {
        (Some(-1), _) | (None, None) => String::new(),
        (Some(0), Some(65535)) => " all ports".to_owned(),
        (Some(first), Some(last)) if first == last => format!(" {first}"),
        (Some(first), Some(last)) => format!(" {first}-{last}"),
        (Some(one), None) | (None, Some(one)) => format!(" {one}"),
    }
}

fn text<'v>(value: &'v Value, member: &str) -> Option<&'v str> {
    value.get(member)?.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn rules_entries_routes_and_records_are_short() {
        let cases = [
            (
                json!({"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.0.0.0/8"}],
                    "UserIdGroupPairs": [{"GroupId": "sg-1"}]}),
                "tcp 443: 10.0.0.0/8, sg-1",
            ),
            (json!({"IpProtocol": "-1", "IpRanges": []}), "all traffic: nobody"),
            (
                json!({"RuleNumber": 100, "RuleAction": "allow", "Protocol": "6", "Egress": true,
                    "CidrBlock": "0.0.0.0/0", "PortRange": {"From": 1024, "To": 65535}}),
                "100 allow tcp 1024-65535 to 0.0.0.0/0",
            ),
            (
                json!({"RuleNumber": 32767, "RuleAction": "deny", "Protocol": "-1", "Egress": false,
                    "CidrBlock": "0.0.0.0/0"}),
                "* deny all traffic from 0.0.0.0/0",
            ),
            (
                json!({"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "blackhole"}),
                "0.0.0.0/0 to nat-1, blackhole",
            ),
            (
                json!({"DestinationCidrBlock": "10.0.0.0/8", "State": "active", "Type": "static",
                    "TransitGatewayAttachments": [{"TransitGatewayAttachmentId": "tgw-attach-1"}]}),
                "10.0.0.0/8 to tgw-attach-1",
            ),
            (json!({"Name": "a.b", "Type": "A", "ResourceRecords": [{"Value": "10.0.0.1"}]}), "a.b A 10.0.0.1"),
            (json!({"RouteTableId": "rtb-1", "Main": true}), "the main table"),
            (json!({"RouteTableId": "rtb-1", "Main": false, "SubnetId": "subnet-1"}), "associated with subnet-1"),
            (
                json!([{"AllocationId": "eipalloc-1", "PublicIp": "203.0.113.7", "PrivateIp": "10.0.0.5"}, {"PrivateIp": "10.0.0.6"}]),
                "203.0.113.7 for 10.0.0.5; 10.0.0.6",
            ),
            (json!([{"VpcId": "vpc-1", "State": "available"}]), "vpc-1, available"),
            (json!(["subnet-1", "subnet-2"]), "subnet-1; subnet-2"),
            (json!({"other": 1}), r#"{"other": 1}"#),
            (json!([]), "none"),
            (json!(true), "true"),
            (json!(null), ""),
        ];
        for (value, text) in cases {
            assert_eq!(told(&value), text);
        }
    }
}
