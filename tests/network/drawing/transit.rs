//! Peering connections and transit gateways.

use super::Spot;
use super::things::text;
use serde_json::{Value, json};

/// A peering connection between two drawn VPCs.
pub fn peering(id: &str, one: (Spot, &Value), other: (Spot, &Value), status: &str) -> Value {
    let side = |(spot, vpc): (Spot, &Value)| {
        let blocks = |member: &str, block: &str| {
            let all = vpc[member].as_array().into_iter().flatten();
            all.map(|one| json!({block: one[block].clone()})).collect::<Vec<_>>()
        };
        json!({
            "VpcId": text(vpc, "VpcId"), "OwnerId": spot.0, "Region": spot.1, "CidrBlock": text(vpc, "CidrBlock"),
            "CidrBlockSet": blocks("CidrBlockAssociationSet", "CidrBlock"),
            "Ipv6CidrBlockSet": blocks("Ipv6CidrBlockAssociationSet", "Ipv6CidrBlock"),
        })
    };
    json!({
        "VpcPeeringConnectionId": id, "RequesterVpcInfo": side(one), "AccepterVpcInfo": side(other),
        "Status": {"Code": status, "Message": status}, "Tags": [],
    })
}

pub fn gateway(spot: Spot, id: &str, references: bool) -> Value {
    json!({
        "TransitGatewayId": id, "TransitGatewayArn": format!("arn:aws:ec2:{}:{}:transit-gateway/{id}", spot.1, spot.0),
        "State": "available", "OwnerId": spot.0, "Description": "",
        "Options": {
            "AmazonSideAsn": 64512, "AutoAcceptSharedAttachments": "disable", "DefaultRouteTableAssociation": "disable",
            "DefaultRouteTablePropagation": "disable", "VpnEcmpSupport": "enable", "DnsSupport": "enable",
            "SecurityGroupReferencingSupport": if references { "enable" } else { "disable" },
            "MulticastSupport": "disable",
        },
        "Tags": [],
    })
}

/// An attachment of any kind, associated with a table or with none.
pub fn attachment(spot: Spot, id: &str, gateway: &str, kind: &str, resource: &str, table: Option<&str>) -> Value {
    let mut attachment = json!({
        "TransitGatewayAttachmentId": id, "TransitGatewayId": gateway, "TransitGatewayOwnerId": spot.0,
        "ResourceOwnerId": spot.0, "ResourceType": kind, "ResourceId": resource, "State": "available", "Tags": [],
    });
    if let Some(table) = table {
        attachment["Association"] = json!({"TransitGatewayRouteTableId": table, "State": "associated"});
    }
    attachment
}

/// The VPC's side of an attachment.
pub fn vpc_attachment(spot: Spot, id: &str, gateway: &str, vpc: &str, subnets: &[&str]) -> Value {
    json!({
        "TransitGatewayAttachmentId": id, "TransitGatewayId": gateway, "VpcId": vpc, "VpcOwnerId": spot.0,
        "State": "available", "SubnetIds": subnets,
        "Options": {
            "DnsSupport": "enable", "SecurityGroupReferencingSupport": "disable", "Ipv6Support": "enable",
            "ApplianceModeSupport": "disable",
        },
        "Tags": [],
    })
}

pub fn table(id: &str, gateway: &str) -> Value {
    json!({
        "TransitGatewayRouteTableId": id, "TransitGatewayId": gateway, "State": "available",
        "DefaultAssociationRouteTable": false, "DefaultPropagationRouteTable": false, "Tags": [],
    })
}

/// A route of a transit gateway's table to an attachment and what it attaches, or to nothing.
pub fn route(to: &str, kind: &str, by: Option<(&str, &str, &str)>) -> Value {
    let attachments: Vec<Value> = by
        .iter()
        .map(|(id, resource, kind)| {
            json!({"TransitGatewayAttachmentId": id, "ResourceId": resource, "ResourceType": kind})
        })
        .collect();
    let state = if by.is_some() { "active" } else { "blackhole" };
    json!({"DestinationCidrBlock": to, "TransitGatewayAttachments": attachments, "Type": kind, "State": state})
}
