//! The matrix of paths: every subnet, to every wanted service, over every family.
//!
//! NOTE: stands in for the engine: what it tells is what routes alone can say of S3 and DynamoDB.

use super::{Index, Seat, egress};
use crate::finding::{Better, Egress, Family, PathRow, Via};
use crate::id::{Kind, ServiceName};
use crate::snapshot::Collection;
use crate::snapshot::model::Subnet;
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// Which rows are wanted. Empty lists mean all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The ids of the VPCs.
    pub vpcs: Vec<String>,
    /// The ids of the subnets.
    pub subnets: Vec<String>,
    /// The services.
    pub services: Services,
}

/// Which services are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Services {
    /// S3, DynamoDB and every service that an endpoint, zone or rule in view concerns.
    Concerned,
    /// Every service on offer.
    All,
    /// These, by token.
    Named(Vec<String>),
}

/// The collections that paths and traces rest on.
pub fn needs() -> &'static [Collection] {
    use Collection as C;
    &[
        C::AvailabilityZones,
        C::Vpcs,
        C::VpcAttributes,
        C::Subnets,
        C::RouteTables,
        C::VpcEndpoints,
        C::VpcEndpointServices,
        C::PrefixLists,
        C::ManagedPrefixLists,
        C::PrefixListEntries,
        C::SecurityGroups,
        C::SecurityGroupVpcAssociations,
        C::NetworkAcls,
        C::NetworkInterfaces,
        C::NatGateways,
        C::InternetGateways,
        C::EgressOnlyInternetGateways,
        C::VpnGateways,
        C::VpnConnections,
        C::VpcPeeringConnections,
        C::TransitGateways,
        C::TransitGatewayAttachments,
        C::TransitGatewayVpcAttachments,
        C::TransitGatewayRouteTables,
        C::TransitGatewayPropagations,
        C::TransitGatewayRoutes,
        C::DhcpOptions,
        C::HostedZones,
        C::HostedZonesByVpc,
        C::HostedZoneVpcs,
        C::ResourceRecordSets,
        C::ResolverEndpoints,
        C::ResolverEndpointIpAddresses,
        C::ResolverRules,
        C::ResolverRuleAssociations,
        C::Profiles,
        C::ProfileAssociations,
        C::ProfileResourceAssociations,
        C::BlockPublicAccessOptions,
        C::BlockPublicAccessExclusions,
        C::VpcEndpointAssociations,
    ]
}

/// The tokens of the wanted services, in order.
pub fn services<'i>(index: &'i Index<'i>, wanted: &Wanted) -> Vec<String> {
    match &wanted.services {
        Services::Concerned => vec!["dynamodb".to_owned(), "s3".to_owned()],
        Services::All => {
            let offered = index.places().iter().flat_map(|place| &place.view.vpc_endpoint_services);
            let tokens = offered.filter_map(|on| ServiceName(on.service_name.clone()).token().map(str::to_owned));
            tokens.collect::<BTreeSet<String>>().into_iter().collect()
        }
        Services::Named(names) => names.iter().cloned().collect::<BTreeSet<String>>().into_iter().collect(),
    }
}

/// Shows the wanted rows one by one, in order of account, Region, VPC, subnet, service and family, until `show` breaks.
pub fn rows<'i>(index: &'i Index<'i>, wanted: &Wanted, show: &mut dyn FnMut(&PathRow<'_>) -> ControlFlow<()>) {
    let services = services(index, wanted);
    let is_wanted = |list: &[String], id: &str| list.is_empty() || list.iter().any(|one| one == id);
    let all = index.places().iter().flat_map(|place| place.view.subnets.iter().map(move |it| Seat { place, it }));
    let owner = |seat: &Seat<'_, Subnet>| seat.place.resource(Kind::Subnet, seat.it.owner_id.as_deref(), "").owner;
    let mut subnets: Vec<Seat<'_, Subnet>> = all.collect();
    subnets.sort_by_key(|seat| (owner(seat), seat.place.region, &seat.it.vpc_id, &seat.it.subnet_id));
    subnets.dedup_by_key(|seat| &seat.it.subnet_id);
    for subnet in subnets {
        let vpc = subnet.it.vpc_id.as_deref().unwrap_or_default();
        if !is_wanted(&wanted.vpcs, vpc) || !is_wanted(&wanted.subnets, &subnet.it.subnet_id) {
            continue;
        }
        for service in &services {
            for family in families(subnet.it) {
                if row(subnet, vpc, &egress(subnet, service, family), show).is_break() {
                    return;
                }
            }
        }
    }
}

fn families(subnet: &Subnet) -> Vec<Family> {
    let six = !subnet.ipv6_cidr_block_association_set.is_empty();
    let four = subnet.ipv6_native != Some(true);
    [(four, Family::Ipv4), (six, Family::Ipv6)].into_iter().filter(|(has, _)| *has).map(|(_, it)| it).collect()
}

fn row(
    subnet: Seat<'_, Subnet>,
    vpc: &str,
    egress: &Egress,
    show: &mut dyn FnMut(&PathRow<'_>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let name = subnet.it.tags.iter().find(|tag| tag.key == "Name").map(|tag| tag.value.as_str()).unwrap_or_default();
    let (better, because) = match egress.via {
        Via::NatGateway | Via::InternetGateway => (
            Better::GatewayEndpoint,
            format!("a gateway endpoint for {} costs nothing, and keeps it off {}", egress.service, egress.target),
        ),
        _ => (Better::AsIs, String::new()),
    };
    show(&PathRow {
        subnet: &egress.subnet,
        name,
        vpc,
        az_id: subnet.it.availability_zone_id.as_deref().unwrap_or_default(),
        service: &egress.service,
        service_name: egress.service_name.as_ref().map(ServiceName::as_str).unwrap_or_default(),
        family: egress.family,
        via: egress.via,
        target: &egress.target,
        parts: &egress.parts,
        through: &egress.through,
        disposition: egress.disposition,
        clients: &egress.clients,
        gaps: &egress.gaps,
        better,
        better_because: &because,
        hops: &|| egress.trace.clone(),
    })
}
