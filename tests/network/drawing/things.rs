//! VPCs, subnets, tables, interfaces and the gateways of a VPC.

use super::Spot;
use serde_json::{Value, json};

pub fn text<'v>(value: &'v Value, member: &str) -> &'v str {
    value[member].as_str().unwrap_or_default()
}

fn zone_id(region: &str, letter: &str) -> String {
    let prefix = match region {
        "eu-west-1" => "euw1",
        "us-east-1" => "use1",
        other => other,
    };
    let number = match letter {
        "a" => 1,
        "b" => 2,
        _ => 3,
    };
    format!("{prefix}-az{number}")
}

pub fn zone(region: &str, letter: &str) -> Value {
    json!({
        "State": "available", "OptInStatus": "opt-in-not-required", "RegionName": region,
        "ZoneName": format!("{region}{letter}"), "ZoneId": zone_id(region, letter), "GroupName": region,
        "NetworkBorderGroup": region, "ZoneType": "availability-zone",
    })
}

pub fn region(name: &str) -> Value {
    json!({
        "RegionName": name, "Endpoint": format!("ec2.{name}.amazonaws.com"), "OptInStatus": "opt-in-not-required",
    })
}

/// A VPC with one or more blocks; the first of IPv4 is its primary one.
pub fn vpc(spot: Spot, id: &str, blocks: &[String]) -> Value {
    let bare = id.trim_start_matches("vpc-");
    let of = |six: bool| blocks.iter().filter(move |block| block.contains(':') == six).enumerate();
    let four: Vec<Value> = of(false)
        .map(|(at, block)| {
            json!({
                "AssociationId": format!("vpc-cidr-assoc-{bare}-{at}"), "CidrBlock": block,
                "CidrBlockState": {"State": "associated"},
            })
        })
        .collect();
    let six: Vec<Value> = of(true)
        .map(|(at, block)| {
            json!({
                "AssociationId": format!("vpc-cidr-assoc-{bare}-six-{at}"), "Ipv6CidrBlock": block,
                "Ipv6CidrBlockState": {"State": "associated"}, "NetworkBorderGroup": spot.1, "Ipv6Pool": "Amazon",
            })
        })
        .collect();
    json!({
        "VpcId": id, "OwnerId": spot.0, "CidrBlock": four.first().map(|one| one["CidrBlock"].clone()),
        "DhcpOptionsId": format!("dopt-{bare}"), "InstanceTenancy": "default", "IsDefault": false, "State": "available",
        "CidrBlockAssociationSet": four, "Ipv6CidrBlockAssociationSet": six, "Tags": [],
    })
}

/// A subnet in a zone given by its letter.
pub fn subnet(spot: Spot, id: &str, vpc: &str, letter: &str, four: &str, six: Option<&str>) -> Value {
    let associations: Vec<Value> = six
        .iter()
        .map(|block| {
            json!({
                "AssociationId": format!("subnet-cidr-assoc-{}", id.trim_start_matches("subnet-")),
                "Ipv6CidrBlock": block, "Ipv6CidrBlockState": {"State": "associated"},
            })
        })
        .collect();
    json!({
        "SubnetId": id, "VpcId": vpc, "OwnerId": spot.0,
        "SubnetArn": format!("arn:aws:ec2:{}:{}:subnet/{id}", spot.1, spot.0),
        "AvailabilityZone": format!("{}{letter}", spot.1), "AvailabilityZoneId": zone_id(spot.1, letter),
        "CidrBlock": four, "Ipv6CidrBlockAssociationSet": associations, "AvailableIpAddressCount": 200,
        "DefaultForAz": false, "MapPublicIpOnLaunch": false, "AssignIpv6AddressOnCreation": false, "Ipv6Native": false,
        "EnableDns64": false, "State": "available", "Tags": [],
    })
}

/// A static, active route; the target's id says what it is.
pub fn route(to: &str, target: &str) -> Value {
    let destination = match to {
        list if list.starts_with("pl-") => "DestinationPrefixListId",
        block if block.contains(':') => "DestinationIpv6CidrBlock",
        _ => "DestinationCidrBlock",
    };
    let member = match target.split('-').next().unwrap_or_default() {
        "nat" => "NatGatewayId",
        "tgw" => "TransitGatewayId",
        "pcx" => "VpcPeeringConnectionId",
        "eni" => "NetworkInterfaceId",
        "eigw" => "EgressOnlyInternetGatewayId",
        arn if arn.starts_with("arn:") => "CoreNetworkArn",
        _ => "GatewayId",
    };
    let origin = if target == "local" { "CreateRouteTable" } else { "CreateRoute" };
    json!({destination: to, member: target, "Origin": origin, "State": "active"})
}

/// The same route, to a target that is gone.
pub fn dead(mut route: Value) -> Value {
    route["State"] = json!("blackhole");
    route
}

/// The same route, propagated by a virtual private gateway.
pub fn propagated(mut route: Value) -> Value {
    route["Origin"] = json!("EnableVgwRoutePropagation");
    route
}

/// A route table; `of` names subnets, or gateways whose table it is.
pub fn table(spot: Spot, id: &str, vpc: &str, main: bool, of: &[&str], routes: Vec<Value>) -> Value {
    let bare = id.trim_start_matches("rtb-");
    let association = |name: &str| {
        json!({
            "RouteTableAssociationId": format!("rtbassoc-{bare}-{name}"), "RouteTableId": id,
            "AssociationState": {"State": "associated"}, "Main": false,
        })
    };
    let mut associations = Vec::new();
    if main {
        let mut one = association("main");
        one["Main"] = json!(true);
        associations.push(one);
    }
    for name in of {
        let mut one = association(name);
        one[if name.starts_with("subnet-") { "SubnetId" } else { "GatewayId" }] = json!(name);
        associations.push(one);
    }
    json!({
        "RouteTableId": id, "VpcId": vpc, "OwnerId": spot.0, "Associations": associations, "PropagatingVgws": [],
        "Routes": routes, "Tags": [],
    })
}

/// An interface in a drawn subnet; `four` holds private addresses, each with its public one if it has any.
pub fn interface(
    spot: Spot,
    id: &str,
    kind: &str,
    subnet: &Value,
    four: &[(String, Option<String>)],
    six: &[String],
    groups: &[String],
) -> Value {
    let bare = id.trim_start_matches("eni-");
    let association = |public: &String| {
        json!({
            "PublicIp": public, "PublicDnsName": "", "IpOwnerId": spot.0, "AllocationId": format!("eipalloc-{bare}"),
            "AssociationId": format!("eipassoc-{bare}"),
        })
    };
    let addresses: Vec<Value> = four
        .iter()
        .enumerate()
        .map(|(at, (private, public))| {
            let mut one = json!({"PrivateIpAddress": private, "Primary": at == 0});
            if let Some(public) = public {
                one["Association"] = association(public);
            }
            one
        })
        .collect();
    let mut interface = json!({
        "NetworkInterfaceId": id, "InterfaceType": kind, "VpcId": text(subnet, "VpcId"),
        "SubnetId": text(subnet, "SubnetId"), "AvailabilityZone": text(subnet, "AvailabilityZone"),
        "AvailabilityZoneId": text(subnet, "AvailabilityZoneId"), "OwnerId": spot.0, "Description": "",
        "RequesterManaged": kind != "interface", "Status": "in-use", "SourceDestCheck": kind == "interface",
        "PrivateIpAddress": four.first().map(|(private, _)| private),
        "PrivateIpAddresses": addresses,
        "Ipv6Addresses": six.iter().map(|address| json!({"Ipv6Address": address})).collect::<Vec<_>>(),
        "Groups": groups.iter().map(|id| json!({"GroupId": id, "GroupName": id})).collect::<Vec<_>>(),
        "TagSet": [],
    });
    if let Some((_, Some(public))) = four.first() {
        interface["Association"] = association(public);
    }
    if kind == "interface" {
        interface["Attachment"] = json!({
            "AttachmentId": format!("eni-attach-{bare}"), "DeviceIndex": 0, "InstanceId": format!("i-{bare}"),
            "InstanceOwnerId": spot.0, "Status": "attached", "DeleteOnTermination": true,
        });
    }
    interface
}

/// An internet gateway or egress-only internet gateway.
pub fn internet_gateway(spot: Spot, id: &str, vpc: Option<&str>) -> Value {
    let attachments: Vec<Value> = vpc.iter().map(|vpc| json!({"VpcId": vpc, "State": "available"})).collect();
    if id.starts_with("eigw-") {
        return json!({"EgressOnlyInternetGatewayId": id, "Attachments": attachments, "Tags": []});
    }
    json!({"InternetGatewayId": id, "OwnerId": spot.0, "Attachments": attachments, "Tags": []})
}

pub fn vpn_gateway(id: &str, vpc: Option<&str>) -> Value {
    let attachments: Vec<Value> = vpc.iter().map(|vpc| json!({"VpcId": vpc, "State": "attached"})).collect();
    json!({
        "VpnGatewayId": id, "State": "available", "Type": "ipsec.1", "AmazonSideAsn": 64512,
        "VpcAttachments": attachments, "Tags": [],
    })
}

/// A NAT gateway in a subnet.
pub fn nat(id: &str, subnet: &Value, private: &str, public: Option<&str>, state: &str) -> Value {
    let bare = id.trim_start_matches("nat-");
    let mut address = json!({
        "NetworkInterfaceId": format!("eni-{id}"), "PrivateIp": private, "IsPrimary": true, "Status": "succeeded",
        "AvailabilityZone": text(subnet, "AvailabilityZone"), "AvailabilityZoneId": text(subnet, "AvailabilityZoneId"),
    });
    if let Some(public) = public {
        address["PublicIp"] = json!(public);
        address["AllocationId"] = json!(format!("eipalloc-{bare}"));
        address["AssociationId"] = json!(format!("eipassoc-{bare}"));
    }
    json!({
        "NatGatewayId": id, "VpcId": text(subnet, "VpcId"), "SubnetId": text(subnet, "SubnetId"),
        "ConnectivityType": if public.is_some() { "public" } else { "private" }, "AvailabilityMode": "zonal",
        "State": state, "CreateTime": "2026-03-02T09:00:00Z", "NatGatewayAddresses": [address], "Tags": [],
    })
}

/// A regional NAT gateway with a table of its own.
pub fn regional_nat(id: &str, vpc: &str, table: &str, public: &str, state: &str) -> Value {
    let bare = id.trim_start_matches("nat-");
    json!({
        "NatGatewayId": id, "VpcId": vpc, "ConnectivityType": "public", "AvailabilityMode": "regional", "State": state,
        "RouteTableId": table, "CreateTime": "2026-03-02T09:00:00Z",
        "NatGatewayAddresses": [{
            "PublicIp": public, "AllocationId": format!("eipalloc-{bare}"), "AssociationId": format!("eipassoc-{bare}"),
            "Status": "succeeded",
        }],
        "Tags": [],
    })
}

/// An endpoint; `in_` names route tables (Gateway) or subnets.
pub fn endpoint(spot: Spot, id: &str, kind: &str, vpc: &str, service: &str, in_: &[&str]) -> Value {
    let gateway = kind == "Gateway";
    json!({
        "VpcEndpointId": id, "VpcEndpointType": kind, "VpcId": vpc, "OwnerId": spot.0, "ServiceName": service,
        "ServiceRegion": spot.1, "State": "available",
        "RouteTableIds": if gateway { in_ } else { &[] }, "SubnetIds": if gateway { &[] } else { in_ },
        "Groups": [], "PrivateDnsEnabled": false, "RequesterManaged": false, "NetworkInterfaceIds": [], "DnsEntries": [],
        "CreationTimestamp": "2026-03-01T12:00:00Z", "IpAddressType": "dualstack",
        "DnsOptions": {"DnsRecordIpType": "ipv4"}, "Tags": [],
    })
}
