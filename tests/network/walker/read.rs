//! A snapshot's JSON, read into plain lists once. Nothing is judged here, and nothing of byway is asked.

use super::parts::{
    acl, associated, attached, interface, ip, list, net, nets, route_table, rule, text, texts, transit_route,
};
use super::world::{Attachment, Endpoint, Group, Nat, Peering, Subnet, Transit, Vpc, VpcAttachment, World};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Reads a snapshot.
pub fn read(snapshot: &Value) -> World {
    let mut world = World::default();
    let mut met = BTreeSet::new();
    let places: Vec<(&str, &Value)> = snapshot["accounts"]
        .as_object()
        .into_iter()
        .flatten()
        .flat_map(|(account, view)| {
            view["regions"].as_object().into_iter().flatten().map(move |(name, region)| ((account, name), region))
        })
        .map(|((_, name), region)| (name.as_str(), region))
        .collect();
    // A thing may be described in several accounts; the first description stands for all. VPCs come before what lies in
    // them, and the passes are cheap.
    let mut each = |member: &str, id: &str, take: &mut dyn FnMut(&str, &Value)| {
        for (region, view) in &places {
            for one in list(view, member) {
                let key = (member.to_owned(), text(one, id).to_owned(), text(one, "TransitGatewayId").to_owned());
                if met.insert((key, (*region).to_owned())) {
                    take(region, one);
                }
            }
        }
    };
    each("vpcs", "VpcId", &mut |region, one| {
        world.vpcs.push(Vpc {
            id: text(one, "VpcId").to_owned(),
            account: text(one, "OwnerId").to_owned(),
            region: region.to_owned(),
            blocks: associated(one),
        });
    });
    each("subnets", "SubnetId", &mut |_, one| {
        let Some(vpc) = world.vpcs.iter().position(|vpc| vpc.id == text(one, "VpcId")) else { return };
        world.subnets.push(Subnet {
            id: text(one, "SubnetId").to_owned(),
            vpc,
            zone: text(one, "AvailabilityZoneId").to_owned(),
            blocks: associated(one),
        });
    });
    each("route_tables", "RouteTableId", &mut |_, one| world.tables.push(route_table(one)));
    each("network_acls", "NetworkAclId", &mut |_, one| world.acls.push(acl(one)));
    each("security_groups", "GroupId", &mut |_, one| {
        world.groups.push(Group {
            id: text(one, "GroupId").to_owned(),
            inbound: list(one, "IpPermissions").iter().map(rule).collect(),
            outbound: list(one, "IpPermissionsEgress").iter().map(rule).collect(),
        });
    });
    each("network_interfaces", "NetworkInterfaceId", &mut |_, one| {
        let Some(subnet) = world.subnets.iter().position(|subnet| subnet.id == text(one, "SubnetId")) else { return };
        world.interfaces.push(interface(one, subnet, world.subnets[subnet].vpc));
    });
    each("nat_gateways", "NatGatewayId", &mut |_, one| {
        let Some(vpc) = world.vpcs.iter().position(|vpc| vpc.id == text(one, "VpcId")) else { return };
        let regional = text(one, "AvailabilityMode") == "regional";
        let addresses = list(one, "NatGatewayAddresses");
        let subnet = world.subnets.iter().position(|subnet| subnet.id == text(one, "SubnetId"));
        world.nats.push(Nat {
            id: text(one, "NatGatewayId").to_owned(),
            vpc,
            subnet: if regional { None } else { subnet },
            table: text(one, "RouteTableId").to_owned(),
            public: text(one, "ConnectivityType") != "private",
            available: text(one, "State") == "available",
            addresses: addresses.iter().filter_map(|one| ip(one, "PrivateIp")).collect(),
            public_addresses: addresses.iter().filter_map(|one| ip(one, "PublicIp")).collect(),
        });
    });
    each("internet_gateways", "InternetGatewayId", &mut |_, one| {
        world.internet_gateways.push((text(one, "InternetGatewayId").to_owned(), attached(one, "Attachments")));
    });
    each("egress_only_internet_gateways", "EgressOnlyInternetGatewayId", &mut |_, one| {
        world.egress_only.push((text(one, "EgressOnlyInternetGatewayId").to_owned(), attached(one, "Attachments")));
    });
    each("vpn_gateways", "VpnGatewayId", &mut |_, one| {
        let vpcs = if text(one, "State") == "available" { attached(one, "VpcAttachments") } else { Vec::new() };
        world.vpn_gateways.push((text(one, "VpnGatewayId").to_owned(), vpcs));
    });
    each("vpc_endpoints", "VpcEndpointId", &mut |_, one| {
        world.endpoints.push(Endpoint {
            id: text(one, "VpcEndpointId").to_owned(),
            kind: text(one, "VpcEndpointType").to_owned(),
            vpc: text(one, "VpcId").to_owned(),
            available: text(one, "State").eq_ignore_ascii_case("available"),
            subnets: texts(one, "SubnetIds"),
            interfaces: texts(one, "NetworkInterfaceIds"),
        });
    });
    each("vpc_peering_connections", "VpcPeeringConnectionId", &mut |_, one| {
        let sides = [&one["RequesterVpcInfo"], &one["AccepterVpcInfo"]];
        world.peerings.push(Peering {
            id: text(one, "VpcPeeringConnectionId").to_owned(),
            active: text(&one["Status"], "Code") == "active",
            vpcs: sides.map(|side| text(side, "VpcId").to_owned()),
            regions: sides.map(|side| text(side, "Region").to_owned()),
            blocks: sides.map(|side| {
                let six = nets(list(side, "Ipv6CidrBlockSet"), "Ipv6CidrBlock");
                nets(list(side, "CidrBlockSet"), "CidrBlock")
                    .into_iter()
                    .chain(six)
                    .chain(net(side, "CidrBlock"))
                    .collect()
            }),
        });
    });
    each("transit_gateways", "TransitGatewayId", &mut |_, one| {
        world.transit.push(Transit {
            id: text(one, "TransitGatewayId").to_owned(),
            references: text(&one["Options"], "SecurityGroupReferencingSupport") == "enable",
        });
    });
    each("transit_gateway_vpc_attachments", "TransitGatewayAttachmentId", &mut |_, one| {
        let enabled = |option: &str| text(&one["Options"], option) == "enable";
        world.vpc_attachments.push(VpcAttachment {
            id: text(one, "TransitGatewayAttachmentId").to_owned(),
            transit: text(one, "TransitGatewayId").to_owned(),
            vpc: text(one, "VpcId").to_owned(),
            available: text(one, "State") == "available",
            subnets: texts(one, "SubnetIds"),
            appliance_mode: enabled("ApplianceModeSupport"),
            ipv6: enabled("Ipv6Support"),
            references: enabled("SecurityGroupReferencingSupport"),
        });
    });
    // Only the transit gateway's owner is told the table.
    let mut tables = BTreeMap::new();
    for one in places.iter().flat_map(|(_, view)| list(view, "transit_gateway_attachments")) {
        let association = &one["Association"];
        if text(association, "State") == "associated" {
            let key = (text(one, "TransitGatewayAttachmentId"), text(one, "TransitGatewayId"));
            tables.insert(key, text(association, "TransitGatewayRouteTableId").to_owned());
        }
    }
    each("transit_gateway_attachments", "TransitGatewayAttachmentId", &mut |_, one| {
        let key = (text(one, "TransitGatewayAttachmentId"), text(one, "TransitGatewayId"));
        world.attachments.push(Attachment {
            told: snapshot["accounts"].get(text(one, "TransitGatewayOwnerId")).is_some(),
            id: text(one, "TransitGatewayAttachmentId").to_owned(),
            transit: text(one, "TransitGatewayId").to_owned(),
            kind: text(one, "ResourceType").to_owned(),
            resource: text(one, "ResourceId").to_owned(),
            available: text(one, "State") == "available",
            table: tables.get(&key).cloned().unwrap_or_default(),
        });
    });
    for (region, view) in &places {
        for (id, routes) in view["transit_gateway_routes"].as_object().into_iter().flatten() {
            let routes = routes.as_array().into_iter().flatten().filter_map(transit_route).collect();
            world.transit_routes.insert(id.clone(), routes);
        }
        for (id, entries) in view["prefix_list_entries"].as_object().into_iter().flatten() {
            let entries = entries.as_array().map(|entries| nets(entries, "Cidr")).unwrap_or_default();
            world.lists.insert(((*region).to_owned(), id.clone()), entries);
        }
        for one in list(view, "prefix_lists") {
            let entries = texts(one, "Cidrs").iter().filter_map(|block| block.parse().ok()).collect();
            world.lists.insert(((*region).to_owned(), text(one, "PrefixListId").to_owned()), entries);
        }
        for one in list(view, "block_public_access_exclusions") {
            if matches!(text(one, "State"), "create-complete" | "update-complete") {
                let mode = text(one, "InternetGatewayExclusionMode").to_owned();
                world.exclusions.push((text(one, "ResourceArn").to_owned(), mode));
            }
        }
    }
    for (account, view) in snapshot["accounts"].as_object().into_iter().flatten() {
        for (region, view) in view["regions"].as_object().into_iter().flatten() {
            for one in list(view, "block_public_access_options") {
                let told = (text(one, "InternetGatewayBlockMode").to_owned(), text(one, "State").to_owned());
                world.blocking.insert((account.clone(), region.clone()), told);
            }
        }
    }
    let mut ports = BTreeSet::from([1024]);
    for (from, to) in world.acls.iter().flat_map(|acl| &acl.entries).filter_map(|entry| entry.ports) {
        ports.extend([from, to.saturating_add(1)].into_iter().filter(|port| *port >= 1024));
    }
    world.ports = ports.into_iter().collect();
    world
}
