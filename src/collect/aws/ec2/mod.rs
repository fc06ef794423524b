//! EC2: one call per collection, every page at the size that the asking wants.

mod block_public_access;
mod dhcp_options;
mod endpoint_service;
mod flow_log;
mod gateway;
mod network_acl;
mod network_interface;
mod peering;
mod prefix_list;
mod route_table;
mod security_group;
mod security_group_rule;
mod transit_gateway;
mod vpc;
mod vpc_endpoint;
mod vpn;

use super::{each, pages};
use crate::collect::ask::Seen;
use crate::collect::outcome::Trouble;
use crate::collect::page::{Asking, Next, Pages};
use crate::snapshot::model::Tag;
use crate::snapshot::{Collection, Items, Outcome, Question};
use aws_sdk_ec2::Client;
use aws_sdk_ec2::types as sdk;

pub(crate) async fn ask(client: &Client, question: &Question, asking: &Asking) -> Seen {
    let key = question.key.as_str();
    // The one answer of an operation that has no pages.
    macro_rules! whole {
        ($collection:ident, $call:expr, $list:ident, $turn:path) => {{
            let pages = asking.every_page(async |_| {
                let answer = $call.send().await?;
                Ok((answer.$list.map(|list| each(Some(list), $turn)), Next::End))
            });
            Seen::of(pages.await, Items::$collection)
        }};
    }
    match question.collection {
        Collection::Regions => {
            whole!(Regions, client.describe_regions().all_regions(true), regions, crate::target::region_on_offer)
        }
        Collection::AvailabilityZones => {
            whole!(AvailabilityZones, client.describe_availability_zones(), availability_zones, vpc::availability_zone)
        }
        Collection::VpcAttributes => Box::pin(vpc_attribute(client, key, asking)).await,
        Collection::Vpcs => pages!(asking, Vpcs, client.describe_vpcs(), vpcs, vpc::vpc),
        Collection::Subnets => pages!(asking, Subnets, client.describe_subnets(), subnets, vpc::subnet),
        Collection::RouteTables => {
            pages!(asking, RouteTables, client.describe_route_tables(), route_tables, route_table::route_table)
        }
        Collection::VpcEndpoints => {
            pages!(asking, VpcEndpoints, client.describe_vpc_endpoints(), vpc_endpoints, vpc_endpoint::vpc_endpoint)
        }
        Collection::VpcEndpointServices => {
            pages!(
                asking,
                VpcEndpointServices,
                client.describe_vpc_endpoint_services(),
                service_details,
                vpc_endpoint::service
            )
        }
        Collection::PrefixLists => {
            pages!(asking, PrefixLists, client.describe_prefix_lists(), prefix_lists, prefix_list::prefix_list)
        }
        Collection::ManagedPrefixLists => {
            pages!(
                asking,
                ManagedPrefixLists,
                client.describe_managed_prefix_lists(),
                prefix_lists,
                prefix_list::managed
            )
        }
        Collection::PrefixListEntries => pages!(
            asking,
            PrefixListEntries,
            client.get_managed_prefix_list_entries().prefix_list_id(key),
            entries,
            prefix_list::entry
        ),
        Collection::SecurityGroups => {
            pages!(
                asking,
                SecurityGroups,
                client.describe_security_groups(),
                security_groups,
                security_group::security_group
            )
        }
        // Interfaces of managed resources carry traffic too, whether the account shows or hides them.
        Collection::NetworkInterfaces => pages!(
            asking,
            NetworkInterfaces,
            client.describe_network_interfaces().include_managed_resources(true),
            network_interfaces,
            network_interface::network_interface
        ),
        Collection::NatGateways => {
            pages!(asking, NatGateways, client.describe_nat_gateways(), nat_gateways, gateway::nat_gateway)
        }
        Collection::InternetGateways => {
            pages!(
                asking,
                InternetGateways,
                client.describe_internet_gateways(),
                internet_gateways,
                gateway::internet_gateway
            )
        }
        Collection::DhcpOptions => {
            pages!(asking, DhcpOptions, client.describe_dhcp_options(), dhcp_options, dhcp_options::dhcp_options)
        }
        Collection::SecurityGroupRules => pages!(
            asking,
            SecurityGroupRules,
            client.describe_security_group_rules(),
            security_group_rules,
            security_group_rule::security_group_rule
        ),
        Collection::SecurityGroupVpcAssociations => pages!(
            asking,
            SecurityGroupVpcAssociations,
            client.describe_security_group_vpc_associations(),
            security_group_vpc_associations,
            security_group_rule::security_group_vpc_association
        ),
        Collection::NetworkAcls => {
            pages!(asking, NetworkAcls, client.describe_network_acls(), network_acls, network_acl::network_acl)
        }
        Collection::VpcPeeringConnections => pages!(
            asking,
            VpcPeeringConnections,
            client.describe_vpc_peering_connections(),
            vpc_peering_connections,
            peering::vpc_peering_connection
        ),
        Collection::TransitGateways => pages!(
            asking,
            TransitGateways,
            client.describe_transit_gateways(),
            transit_gateways,
            transit_gateway::transit_gateway
        ),
        Collection::TransitGatewayAttachments => pages!(
            asking,
            TransitGatewayAttachments,
            client.describe_transit_gateway_attachments(),
            transit_gateway_attachments,
            transit_gateway::transit_gateway_attachment
        ),
        Collection::TransitGatewayVpcAttachments => pages!(
            asking,
            TransitGatewayVpcAttachments,
            client.describe_transit_gateway_vpc_attachments(),
            transit_gateway_vpc_attachments,
            transit_gateway::transit_gateway_vpc_attachment
        ),
        Collection::TransitGatewayRouteTables => pages!(
            asking,
            TransitGatewayRouteTables,
            client.describe_transit_gateway_route_tables(),
            transit_gateway_route_tables,
            transit_gateway::transit_gateway_route_table
        ),
        Collection::TransitGatewayPropagations => pages!(
            asking,
            TransitGatewayPropagations,
            client.get_transit_gateway_route_table_propagations().transit_gateway_route_table_id(key),
            transit_gateway_route_table_propagations,
            transit_gateway::transit_gateway_route_table_propagation
        ),
        Collection::TransitGatewayRoutes => Box::pin(transit_gateway_routes(client, key, asking)).await,
        Collection::VpnGateways => whole!(VpnGateways, client.describe_vpn_gateways(), vpn_gateways, vpn::vpn_gateway),
        Collection::VpnConnections => {
            whole!(VpnConnections, client.describe_vpn_connections(), vpn_connections, vpn::vpn_connection)
        }
        Collection::EgressOnlyInternetGateways => pages!(
            asking,
            EgressOnlyInternetGateways,
            client.describe_egress_only_internet_gateways(),
            egress_only_internet_gateways,
            gateway::egress_only
        ),
        Collection::FlowLogs => pages!(asking, FlowLogs, client.describe_flow_logs(), flow_logs, flow_log::flow_log),
        Collection::ServiceConfigurations => pages!(
            asking,
            ServiceConfigurations,
            client.describe_vpc_endpoint_service_configurations(),
            service_configurations,
            endpoint_service::service_configuration
        ),
        Collection::ServicePermissions => pages!(
            asking,
            ServicePermissions,
            client.describe_vpc_endpoint_service_permissions().service_id(key),
            allowed_principals,
            endpoint_service::allowed_principal
        ),
        Collection::VpcEndpointConnections => pages!(
            asking,
            VpcEndpointConnections,
            client.describe_vpc_endpoint_connections(),
            vpc_endpoint_connections,
            endpoint_service::vpc_endpoint_connection
        ),
        Collection::ConnectionNotifications => pages!(
            asking,
            ConnectionNotifications,
            client.describe_vpc_endpoint_connection_notifications(),
            connection_notification_set,
            endpoint_service::connection_notification
        ),
        Collection::VpcEndpointAssociations => pages!(
            asking,
            VpcEndpointAssociations,
            client.describe_vpc_endpoint_associations(),
            vpc_endpoint_associations,
            endpoint_service::vpc_endpoint_association
        ),
        Collection::BlockPublicAccessOptions => Box::pin(block_public_access_options(client, asking)).await,
        Collection::BlockPublicAccessExclusions => pages!(
            asking,
            BlockPublicAccessExclusions,
            client.describe_vpc_block_public_access_exclusions(),
            vpc_block_public_access_exclusions,
            block_public_access::vpc_block_public_access_exclusion
        ),
        Collection::HostedZones
        | Collection::HostedZonesByVpc
        | Collection::HostedZoneVpcs
        | Collection::ResourceRecordSets
        | Collection::LoadBalancers
        | Collection::LoadBalancerAttributes
        | Collection::TargetGroups
        | Collection::TargetHealth
        | Collection::ResolverEndpoints
        | Collection::ResolverEndpointIpAddresses
        | Collection::ResolverRules
        | Collection::ResolverRuleAssociations
        | Collection::ResolverQueryLogConfigAssociations
        | Collection::Profiles
        | Collection::ProfileAssociations
        | Collection::ProfileResourceAssociations
        | Collection::Organization
        | Collection::OrganizationAccounts
        | Collection::Metrics => Seen::misdirected(question.collection),
    }
}

/// The states are a filter that AWS demands. Beyond what it returns it may only say that there is more.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SearchTransitGatewayRoutes.html>
async fn transit_gateway_routes(client: &Client, table: &str, asking: &Asking) -> Seen {
    let pages = asking
        .every_page(async |token: Option<String>| {
            let states = sdk::Filter::builder().name("state").values("active").values("blackhole").build();
            let page = client
                .search_transit_gateway_routes()
                .transit_gateway_route_table_id(table)
                .filters(states)
                .set_max_results(asking.page_size())
                .set_next_token(token)
                .send()
                .await?;
            let next = match Next::of(page.next_token) {
                Next::End if page.additional_routes_available == Some(true) => Next::Lost,
                next => next,
            };
            Ok((page.routes.map(|routes| each(Some(routes), transit_gateway::transit_gateway_route)), next))
        })
        .await;
    Seen::of(pages, Items::TransitGatewayRoutes)
}

/// One thing a Region.
async fn block_public_access_options(client: &Client, asking: &Asking) -> Seen {
    let pages = asking
        .every_page(async |_| {
            let answer = client.describe_vpc_block_public_access_options().send().await?;
            let options = answer.vpc_block_public_access_options;
            Ok((options.map(|it| vec![block_public_access::vpc_block_public_access_options(it)]), Next::End))
        })
        .await;
    Seen::of(pages, Items::BlockPublicAccessOptions)
}

/// The key is `<vpc>/<attribute>`: AWS answers one attribute a call.
async fn vpc_attribute(client: &Client, key: &str, asking: &Asking) -> Seen {
    let (vpc, attribute) = key.split_once('/').unwrap_or((key, ""));
    let call = client.describe_vpc_attribute().vpc_id(vpc).attribute(sdk::VpcAttributeName::from(attribute)).send();
    let (items, trouble) = match asking.once(call).await.map(vpc::vpc_attribute) {
        Err(trouble) => (Vec::new(), Some(trouble)),
        Ok(seen) if seen.vpc_id == vpc && vpc::has_attribute(&seen, attribute) => (vec![seen], None),
        Ok(_) => {
            let message = format!("the answer has no `{attribute}` of `{vpc}`");
            (Vec::new(), Some(Trouble::ours(Outcome::Failed, "NoAttribute", message)))
        }
    };
    let pages = u64::from(trouble.is_none());
    Seen::of(Pages { items, pages, trouble }, Items::VpcAttributes)
}

fn tag(tag: sdk::Tag) -> Tag {
    Tag { key: tag.key.unwrap_or_default(), value: tag.value.unwrap_or_default() }
}

fn tags(tags: Option<Vec<sdk::Tag>>) -> Vec<Tag> {
    each(tags, tag)
}
