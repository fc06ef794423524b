//! Transit gateways: attachments, route tables, propagations and routes.

use super::super::{each, time, word};
use super::tags;
use crate::snapshot::model::{
    EncryptionSupport, TransitGateway, TransitGatewayAttachment, TransitGatewayAttachmentAssociation,
    TransitGatewayOptions, TransitGatewayRoute, TransitGatewayRouteAttachment, TransitGatewayRouteTable,
    TransitGatewayRouteTablePropagation, TransitGatewayVpcAttachment, TransitGatewayVpcAttachmentOptions,
};
use aws_sdk_ec2::types as sdk;

pub(super) fn transit_gateway(it: sdk::TransitGateway) -> TransitGateway {
    TransitGateway {
        transit_gateway_id: it.transit_gateway_id.unwrap_or_default(),
        transit_gateway_arn: it.transit_gateway_arn,
        state: word(it.state),
        owner_id: it.owner_id,
        description: it.description,
        creation_time: time(it.creation_time),
        options: it.options.map(transit_gateway_options),
        tags: tags(it.tags),
    }
}

fn transit_gateway_options(it: sdk::TransitGatewayOptions) -> TransitGatewayOptions {
    TransitGatewayOptions {
        amazon_side_asn: it.amazon_side_asn,
        transit_gateway_cidr_blocks: it.transit_gateway_cidr_blocks.unwrap_or_default(),
        auto_accept_shared_attachments: word(it.auto_accept_shared_attachments),
        default_route_table_association: word(it.default_route_table_association),
        association_default_route_table_id: it.association_default_route_table_id,
        default_route_table_propagation: word(it.default_route_table_propagation),
        propagation_default_route_table_id: it.propagation_default_route_table_id,
        vpn_ecmp_support: word(it.vpn_ecmp_support),
        dns_support: word(it.dns_support),
        security_group_referencing_support: word(it.security_group_referencing_support),
        multicast_support: word(it.multicast_support),
        encryption_support: it.encryption_support.map(encryption_support),
    }
}

fn encryption_support(it: sdk::EncryptionSupport) -> EncryptionSupport {
    EncryptionSupport { encryption_state: word(it.encryption_state) }
}

pub(super) fn transit_gateway_attachment(it: sdk::TransitGatewayAttachment) -> TransitGatewayAttachment {
    TransitGatewayAttachment {
        transit_gateway_attachment_id: it.transit_gateway_attachment_id.unwrap_or_default(),
        transit_gateway_id: it.transit_gateway_id,
        transit_gateway_owner_id: it.transit_gateway_owner_id,
        resource_owner_id: it.resource_owner_id,
        resource_type: word(it.resource_type),
        resource_id: it.resource_id,
        state: word(it.state),
        association: it.association.map(transit_gateway_attachment_association),
        creation_time: time(it.creation_time),
        tags: tags(it.tags),
    }
}

fn transit_gateway_attachment_association(
    it: sdk::TransitGatewayAttachmentAssociation,
) -> TransitGatewayAttachmentAssociation {
    TransitGatewayAttachmentAssociation {
        transit_gateway_route_table_id: it.transit_gateway_route_table_id,
        state: word(it.state),
    }
}

pub(super) fn transit_gateway_vpc_attachment(it: sdk::TransitGatewayVpcAttachment) -> TransitGatewayVpcAttachment {
    TransitGatewayVpcAttachment {
        transit_gateway_attachment_id: it.transit_gateway_attachment_id.unwrap_or_default(),
        transit_gateway_id: it.transit_gateway_id,
        vpc_id: it.vpc_id,
        vpc_owner_id: it.vpc_owner_id,
        state: word(it.state),
        subnet_ids: it.subnet_ids.unwrap_or_default(),
        creation_time: time(it.creation_time),
        options: it.options.map(transit_gateway_vpc_attachment_options),
        tags: tags(it.tags),
    }
}

fn transit_gateway_vpc_attachment_options(
    it: sdk::TransitGatewayVpcAttachmentOptions,
) -> TransitGatewayVpcAttachmentOptions {
    TransitGatewayVpcAttachmentOptions {
        dns_support: word(it.dns_support),
        security_group_referencing_support: word(it.security_group_referencing_support),
        ipv6_support: word(it.ipv6_support),
        appliance_mode_support: word(it.appliance_mode_support),
    }
}

pub(super) fn transit_gateway_route_table(it: sdk::TransitGatewayRouteTable) -> TransitGatewayRouteTable {
    TransitGatewayRouteTable {
        transit_gateway_route_table_id: it.transit_gateway_route_table_id.unwrap_or_default(),
        transit_gateway_id: it.transit_gateway_id,
        state: word(it.state),
        default_association_route_table: it.default_association_route_table,
        default_propagation_route_table: it.default_propagation_route_table,
        creation_time: time(it.creation_time),
        tags: tags(it.tags),
    }
}

pub(super) fn transit_gateway_route_table_propagation(
    it: sdk::TransitGatewayRouteTablePropagation,
) -> TransitGatewayRouteTablePropagation {
    TransitGatewayRouteTablePropagation {
        transit_gateway_attachment_id: it.transit_gateway_attachment_id.unwrap_or_default(),
        resource_id: it.resource_id,
        resource_type: word(it.resource_type),
        state: word(it.state),
        transit_gateway_route_table_announcement_id: it.transit_gateway_route_table_announcement_id,
    }
}

pub(super) fn transit_gateway_route(it: sdk::TransitGatewayRoute) -> TransitGatewayRoute {
    TransitGatewayRoute {
        destination_cidr_block: it.destination_cidr_block,
        prefix_list_id: it.prefix_list_id,
        transit_gateway_route_table_announcement_id: it.transit_gateway_route_table_announcement_id,
        transit_gateway_attachments: each(it.transit_gateway_attachments, transit_gateway_route_attachment),
        r#type: word(it.r#type),
        state: word(it.state),
    }
}

fn transit_gateway_route_attachment(it: sdk::TransitGatewayRouteAttachment) -> TransitGatewayRouteAttachment {
    TransitGatewayRouteAttachment {
        resource_id: it.resource_id,
        transit_gateway_attachment_id: it.transit_gateway_attachment_id,
        resource_type: word(it.resource_type),
    }
}
