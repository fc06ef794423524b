//! Virtual private gateways and VPN connections.

use super::super::{each, word};
use super::tags;
use crate::snapshot::model::{VpcAttachment, VpnConnection, VpnConnectionOptions, VpnGateway, VpnStaticRoute};
use aws_sdk_ec2::types as sdk;

pub(super) fn vpn_gateway(it: sdk::VpnGateway) -> VpnGateway {
    VpnGateway {
        amazon_side_asn: it.amazon_side_asn,
        tags: tags(it.tags),
        vpn_gateway_id: it.vpn_gateway_id.unwrap_or_default(),
        state: word(it.state),
        r#type: word(it.r#type),
        availability_zone: it.availability_zone,
        vpc_attachments: each(it.vpc_attachments, vpc_attachment),
    }
}

fn vpc_attachment(it: sdk::VpcAttachment) -> VpcAttachment {
    VpcAttachment { vpc_id: it.vpc_id, state: word(it.state) }
}

pub(super) fn vpn_connection(it: sdk::VpnConnection) -> VpnConnection {
    VpnConnection {
        category: it.category,
        transit_gateway_id: it.transit_gateway_id,
        core_network_arn: it.core_network_arn,
        gateway_association_state: word(it.gateway_association_state),
        options: it.options.map(vpn_connection_options),
        routes: each(it.routes, vpn_static_route),
        tags: tags(it.tags),
        vpn_connection_id: it.vpn_connection_id.unwrap_or_default(),
        state: word(it.state),
        r#type: word(it.r#type),
        customer_gateway_id: it.customer_gateway_id,
        vpn_gateway_id: it.vpn_gateway_id,
    }
}

fn vpn_connection_options(it: sdk::VpnConnectionOptions) -> VpnConnectionOptions {
    VpnConnectionOptions {
        static_routes_only: it.static_routes_only,
        local_ipv4_network_cidr: it.local_ipv4_network_cidr,
        remote_ipv4_network_cidr: it.remote_ipv4_network_cidr,
        local_ipv6_network_cidr: it.local_ipv6_network_cidr,
        remote_ipv6_network_cidr: it.remote_ipv6_network_cidr,
        tunnel_inside_ip_version: word(it.tunnel_inside_ip_version),
    }
}

fn vpn_static_route(it: sdk::VpnStaticRoute) -> VpnStaticRoute {
    VpnStaticRoute { destination_cidr_block: it.destination_cidr_block, source: word(it.source), state: word(it.state) }
}
