//! Route tables.

use super::super::{each, word};
use super::tags;
use crate::snapshot::model::{PropagatingVgw, Route, RouteTable, RouteTableAssociation, RouteTableAssociationState};
use aws_sdk_ec2::types as sdk;

pub(super) fn route_table(table: sdk::RouteTable) -> RouteTable {
    RouteTable {
        route_table_id: table.route_table_id.unwrap_or_default(),
        vpc_id: table.vpc_id,
        owner_id: table.owner_id,
        associations: each(table.associations, association),
        propagating_vgws: each(table.propagating_vgws, |gateway| PropagatingVgw { gateway_id: gateway.gateway_id }),
        routes: each(table.routes, route),
        tags: tags(table.tags),
    }
}

fn association(association: sdk::RouteTableAssociation) -> RouteTableAssociation {
    RouteTableAssociation {
        route_table_association_id: association.route_table_association_id,
        route_table_id: association.route_table_id,
        subnet_id: association.subnet_id,
        gateway_id: association.gateway_id,
        public_ipv4_pool: association.public_ipv4_pool,
        main: association.main,
        association_state: association
            .association_state
            .map(|state| RouteTableAssociationState { state: word(state.state), status_message: state.status_message }),
    }
}

fn route(route: sdk::Route) -> Route {
    Route {
        destination_cidr_block: route.destination_cidr_block,
        destination_ipv6_cidr_block: route.destination_ipv6_cidr_block,
        destination_prefix_list_id: route.destination_prefix_list_id,
        gateway_id: route.gateway_id,
        nat_gateway_id: route.nat_gateway_id,
        transit_gateway_id: route.transit_gateway_id,
        vpc_peering_connection_id: route.vpc_peering_connection_id,
        network_interface_id: route.network_interface_id,
        instance_id: route.instance_id,
        instance_owner_id: route.instance_owner_id,
        egress_only_internet_gateway_id: route.egress_only_internet_gateway_id,
        local_gateway_id: route.local_gateway_id,
        carrier_gateway_id: route.carrier_gateway_id,
        core_network_arn: route.core_network_arn,
        odb_network_arn: route.odb_network_arn,
        ip_address: route.ip_address,
        origin: word(route.origin),
        state: word(route.state),
    }
}
