//! Facts of a VPC's DNS: what needs its attributes, whom its clients ask, who asks it.

use super::super::{Fact, Shows, Thing, Type, Value, endpoint, vpc};
use super::probe;
use crate::finding::Evidence;
use crate::network::names::{DnsServers, dns_servers, resolve_inbound};
use crate::network::{Index, Seat};
use crate::snapshot::model::{ResolverEndpoint, Vpc, VpcEndpoint};
use crate::snapshot::{Answer, Collection, Gap, Gaps, Listing};

pub(in crate::facts) static FACTS: &[Fact] = &[
    fact!(Vpc."profile_ids": Type::List(&Type::Id), "The Route 53 Profiles associated with the VPC; those whose association failed left out.",
        needs: [Vpcs, ProfileAssociations],
        |_, Thing::Vpc(vpc)| Value::listing(profiles(vpc), Value::text)),
    fact!(Vpc."hostnames_dependents": Type::List(&Type::Text), "What needs the attribute enableDnsHostnames: live endpoints with private DNS, live gateway endpoints with DNS records of their own, and customers' private hosted zones by name.",
    needs: [Vpcs, VpcEndpoints, HostedZonesByVpc],
    |_, Thing::Vpc(vpc)| {
        let endpoints = vpc::endpoints(vpc).filter(|one| endpoint::is_live(one.it).and(needs_hostnames(one.it)));
        let zones = vpc::zones(vpc);
        let own = zones.items.iter().filter(|zone| !is_of_a_service(zone.it.owner.as_ref()));
        let ids = endpoints.items.iter().map(|one| Value::text(&one.it.vpc_endpoint_id));
        let items = ids.chain(own.map(|zone| Value::text(&zone.it.name))).collect();
        Answer::Known(Value::List(Listing { items, rest: endpoints.rest.union(zones.rest) }))
    }),
    fact!(Vpc."dns_servers": Type::List(&Type::Text), "The DNS servers, other than the Amazon resolver, that the VPC's DHCP options name.",
    needs: [Vpcs, DhcpOptions, ResolverEndpoints, ResolverEndpointIpAddresses], shows: Shows::Derived(shows_servers),
    |index, Thing::Vpc(vpc)| dns_servers(index, vpc).0.and_then(|servers| match servers {
        DnsServers::Others(servers) | DnsServers::Both(servers) => Value::list(servers.into_iter().map(Value::made)),
        DnsServers::Amazon | DnsServers::Inbound(_) | DnsServers::None => Value::list(None),
    })),
    fact!(Vpc."dns_servers_kind": Type::Text, "Whom the VPC's DHCP options tell its clients to ask: amazon, inbound for inbound Resolver endpoints of one VPC, others, both for the Amazon resolver and others, or none.",
    needs: [Vpcs, DhcpOptions, ResolverEndpoints, ResolverEndpointIpAddresses], shows: Shows::Derived(shows_servers),
    |index, Thing::Vpc(vpc)| dns_servers(index, vpc).0.map(|servers| Value::text(match servers {
        DnsServers::Amazon => "amazon",
        DnsServers::Inbound(_) => "inbound",
        DnsServers::Others(_) => "others",
        DnsServers::Both(_) => "both",
        DnsServers::None => "none",
    }))),
    fact!(Vpc."inbound_resolver_ids": Type::List(&Type::Id), "The inbound Resolver endpoints that have addresses in the VPC.", needs: [Vpcs, ResolverEndpoints],
        |_, Thing::Vpc(vpc)| Value::listing(inbound(vpc), |one: Seat<'_, ResolverEndpoint>| Value::text(&one.it.id))),
    fact!(Vpc."on_premises_link_ids": Type::List(&Type::Id), "The virtual private gateways attached to the VPC, and the transit gateways it is attached to that also have VPN or Direct Connect attachments.",
        needs: [Vpcs, VpnGateways, TransitGatewayAttachments, TransitGatewayVpcAttachments],
        |index, Thing::Vpc(vpc)| Value::listing(links(index, vpc), Value::text)),
    fact!(Vpc."answers_from_outside": Type::Bool, "Whether some inbound Resolver endpoint of the Region leads a service's name to an endpoint of the VPC.",
        needs: [Vpcs, VpcAttributes, DhcpOptions, AvailabilityZones, VpcEndpoints, VpcEndpointServices, VpcEndpointAssociations, NetworkInterfaces, HostedZones, HostedZonesByVpc,
            ResourceRecordSets, ResolverRules, ResolverRuleAssociations, ResolverEndpoints, ResolverEndpointIpAddresses, Profiles, ProfileAssociations, ProfileResourceAssociations],
        |index, Thing::Vpc(vpc)| answers_from_outside(index, vpc).map(Value::Bool)),
];

/// Whether an AWS service made a zone.
pub(super) fn is_of_a_service(owner: Option<&crate::snapshot::model::HostedZoneOwner>) -> bool {
    owner.and_then(|owner| owner.owning_service.as_deref()).is_some_and(|service| !service.is_empty())
}

/// See <https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html> for gateway endpoints.
fn needs_hostnames(endpoint: &VpcEndpoint) -> Answer<bool> {
    let records = endpoint.dns_options.as_ref().and_then(|options| options.dns_record_ip_type.as_deref());
    let own_records = records.is_some_and(|kind| kind != "service-defined");
    endpoint::is_gateway(endpoint)
        .and(Answer::Known(own_records))
        .or(Answer::Known(endpoint.private_dns_enabled == Some(true)))
}

/// The Profiles of a VPC. Only its owner may associate one.
fn profiles(vpc: Seat<'_, Vpc>) -> Listing<&str> {
    let place = vpc.place;
    let held = place.view.profile_associations.iter();
    let of_vpc = held.filter(|one| one.resource_id.as_deref() == Some(vpc.it.vpc_id.as_str()));
    let in_force = of_vpc.filter(|one| !matches!(one.status.as_deref(), Some("FAILED" | "DELETED")));
    let mut rest = place.rest(Collection::ProfileAssociations, "");
    rest.extend(place.foreign(vpc.it.owner_id.as_deref()).into_iter().collect());
    Listing { items: in_force.filter_map(|one| one.profile_id.as_deref()).collect(), rest }
}

/// The inbound endpoints of a VPC. In a VPC that another account shares there may be others.
fn inbound(vpc: Seat<'_, Vpc>) -> Listing<Seat<'_, ResolverEndpoint>> {
    let place = vpc.place;
    let mut all = place.listing(Collection::ResolverEndpoints, &place.view.resolver_endpoints);
    all.rest.extend(place.foreign(vpc.it.owner_id.as_deref()).into_iter().collect());
    all.filter(|one| {
        let here = one.it.host_vpc_id.as_deref() == Some(vpc.it.vpc_id.as_str());
        Answer::Known(here && one.it.direction.as_deref() == Some("INBOUND"))
    })
}

/// What links a VPC to networks outside AWS.
fn links<'i>(index: &'i Index<'i>, vpc: Seat<'i, Vpc>) -> Listing<&'i str> {
    let place = vpc.place;
    let id = Some(vpc.it.vpc_id.as_str());
    let foreign: Gaps = place.foreign(vpc.it.owner_id.as_deref()).into_iter().collect();
    let mut links = Listing::unseen(foreign.union(place.rest(Collection::VpnGateways, "")));
    for gateway in &place.view.vpn_gateways {
        let mut attachments = gateway.vpc_attachments.iter();
        if attachments.any(|one| one.vpc_id.as_deref() == id && one.state.as_deref() == Some("attached")) {
            links.items.push(gateway.vpn_gateway_id.as_str());
        }
    }
    links.rest.extend(place.rest(Collection::TransitGatewayVpcAttachments, ""));
    let attached = place.view.transit_gateway_vpc_attachments.iter();
    for attachment in attached.filter(|one| one.vpc_id.as_deref() == id && one.state.as_deref() == Some("available")) {
        let Some(gateway) = attachment.transit_gateway_id.as_deref() else { continue };
        match leads_out(index, vpc, gateway) {
            Answer::Known(true) => links.items.push(gateway),
            Answer::Known(false) => {}
            Answer::Unknown(gaps) => links.rest.extend(gaps),
        }
    }
    links.items.sort_unstable();
    links.items.dedup();
    links
}

/// Whether a transit gateway has an attachment to a network outside AWS. Its owner sees all attachments.
fn leads_out<'i>(index: &'i Index<'i>, vpc: Seat<'i, Vpc>, gateway: &str) -> Answer<bool> {
    let place = vpc.place;
    let held = |place: &'i crate::network::Place<'i>| {
        place.view.transit_gateway_attachments.iter().filter(|one| one.transit_gateway_id.as_deref() == Some(gateway))
    };
    let owner = held(place).find_map(|one| one.transit_gateway_owner_id.as_deref());
    let home = index.places().iter().find(|one| Some(one.account.as_str()) == owner && one.region == place.region);
    let home = home.unwrap_or(place);
    let out = held(home).any(|one| {
        matches!(one.resource_type.as_deref(), Some("vpn" | "direct-connect-gateway" | "vpn-concentrator"))
            && one.state.as_deref() == Some("available")
    });
    if out {
        return Answer::Known(true);
    }
    let mut rest = home.rest(Collection::TransitGatewayAttachments, "");
    rest.extend(home.foreign(owner).into_iter().collect());
    if rest.is_empty() { Answer::Known(false) } else { Answer::Unknown(rest) }
}

/// Whether queries from outside get to an endpoint of the VPC by a service's name.
fn answers_from_outside<'i>(index: &'i Index<'i>, vpc: Seat<'i, Vpc>) -> Answer<bool> {
    let near = || index.places().iter().filter(|place| place.region == vpc.place.region);
    let mut hosts: Listing<Seat<'i, Vpc>> = Listing::complete(Vec::new());
    for place in near() {
        hosts.rest.extend(place.rest(Collection::ResolverEndpoints, ""));
        let inbound = place.view.resolver_endpoints.iter().filter(|one| one.direction.as_deref() == Some("INBOUND"));
        for one in inbound {
            if one.status.as_deref() != Some("OPERATIONAL") {
                let what = format!("{} is {}", one.id, one.status.as_deref().unwrap_or("in no status"));
                hosts.rest.extend(Gap::Ambiguous { what }.into());
                continue;
            }
            match one.host_vpc_id.as_deref().and_then(|id| index.vpc(id)) {
                Some(host) => hosts.items.push(host),
                None => hosts.rest.extend(Gap::Malformed { field: "HostVPCId".to_owned(), at: one.id.clone() }.into()),
            }
        }
    }
    let interfaces = |one: &Seat<'i, VpcEndpoint>| endpoint::is_live(one.it).and(endpoint::is_interface(one.it));
    let endpoints = vpc::endpoints(vpc).filter(interfaces);
    if hosts.items.is_empty() && hosts.rest.is_empty() {
        return Answer::Known(false);
    }
    endpoints.exists(|endpoint| {
        let names = probe::names(index, *endpoint);
        names.exists(|name| {
            hosts.exists(|host| {
                let found = resolve_inbound(index, *host, &probe::of(name), probe::family(endpoint.it));
                probe::is_at(index, &found, *endpoint)
            })
        })
    })
}

fn shows_servers<'i>(index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    let Thing::Vpc(vpc) = thing else { return Vec::new() };
    dns_servers(index, vpc).1.into_iter().map(Evidence::from).collect()
}
