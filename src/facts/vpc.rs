//! Facts of VPCs.

use super::value::number;
use super::{Fact, Noun, Shows, Thing, Type, Value, endpoint, subnet};
use crate::finding::Evidence;
use crate::network::{Index, Seat};
use crate::snapshot::model::{HostedZoneSummary, RouteTable, Subnet, Vpc, VpcEndpoint};
use crate::snapshot::{Answer, Collection, Gap, Listing, folder};
use std::collections::BTreeMap;

pub(super) static FACTS: &[Fact] = &[
    fact!(Vpc."id": Type::Id, "The VPC's id.", needs: [Vpcs], identity: true, shows: Shows::Member("/VpcId"),
        |_, Thing::Vpc(vpc)| Answer::Known(Value::text(&vpc.it.vpc_id))),
    fact!(Vpc."name": Type::Text, "The value of the VPC's Name tag, empty without one.", needs: [Vpcs],
        |_, thing @ Thing::Vpc(_)| Answer::Known(Value::text(thing.name().unwrap_or_default()))),
    fact!(Vpc."region": Type::Region, "The VPC's Region.", needs: [Vpcs], identity: true,
        |_, Thing::Vpc(vpc)| Answer::Known(Value::text(vpc.place.region.as_str()))),
    fact!(Vpc."cidr": Type::Cidr, "The VPC's first IPv4 block.", needs: [Vpcs], shows: Shows::Member("/CidrBlock"),
        |_, Thing::Vpc(vpc)| Value::member(vpc.it.cidr_block.as_deref(), "CidrBlock", &vpc.it.vpc_id)),
    fact!(Vpc."shared": Type::Bool, "Whether another account owns the VPC and shares it with this one.", needs: [Vpcs],
        shows: Shows::Member("/OwnerId"),
        |_, Thing::Vpc(vpc)| Answer::Known(Value::Bool(vpc.place.foreign(vpc.it.owner_id.as_deref()).is_some()))),
    fact!(Vpc."dns_support": Type::Bool, "The attribute enableDnsSupport: whether the Amazon resolver answers in the VPC.",
        needs: [Vpcs, VpcAttributes], shows: Shows::Derived(|index, thing| shows_attribute(index, thing, Attribute::DnsSupport)),
        |_, Thing::Vpc(vpc)| attribute(vpc, Attribute::DnsSupport).map(Value::Bool)),
    fact!(Vpc."dns_hostnames": Type::Bool, "The attribute enableDnsHostnames: whether instances get public DNS names.",
        needs: [Vpcs, VpcAttributes], shows: Shows::Derived(|index, thing| shows_attribute(index, thing, Attribute::DnsHostnames)),
        |_, Thing::Vpc(vpc)| attribute(vpc, Attribute::DnsHostnames).map(Value::Bool)),
    fact!(Vpc."subnets": Type::List(&Type::Thing(Noun::Subnet)), "The VPC's subnets that this account can see.",
        needs: [Vpcs, Subnets],
        |_, Thing::Vpc(vpc)| Value::listing(subnets(vpc), |subnet| Value::Thing(Thing::Subnet(subnet)))),
    fact!(Vpc."zone_count": Type::Number, "In how many Availability Zones, by id, the VPC has subnets; Local Zones and Outposts left out.",
        needs: [Vpcs, Subnets, AvailabilityZones],
        |_, Thing::Vpc(vpc)| zone_count(&subnets(vpc).filter(subnet::in_availability_zone)).map(Value::Number)),
    fact!(Vpc."spans_zones": Type::Bool, "Whether the VPC has subnets in two Availability Zones or more; Local Zones and Outposts left out.",
        needs: [Vpcs, Subnets, AvailabilityZones],
        |_, Thing::Vpc(vpc)| spans_zones(&subnets(vpc).filter(subnet::in_availability_zone)).map(Value::Bool)),
    fact!(Vpc."used_route_table_ids": Type::List(&Type::Id), "The route tables that the VPC's subnets follow.",
    needs: [Vpcs, Subnets, RouteTables],
    |_, Thing::Vpc(vpc)| Value::listing(used_route_tables(vpc), |table| Value::text(&table.it.route_table_id))),
    fact!(Vpc."endpoints": Type::List(&Type::Thing(Noun::Endpoint)), "The VPC's endpoints of every kind and state. In a VPC that another account shares there may be more than can be seen.",
        needs: [Vpcs, VpcEndpoints],
        |_, Thing::Vpc(vpc)| Value::listing(endpoints(vpc), |endpoint| Value::Thing(Thing::Endpoint(endpoint)))),
    fact!(Vpc."endpoint_ids": Type::List(&Type::Id), "The ids of the VPC's endpoints.", needs: [Vpcs, VpcEndpoints],
        |_, Thing::Vpc(vpc)| Value::listing(endpoints(vpc), |endpoint| Value::text(&endpoint.it.vpc_endpoint_id))),
    fact!(Vpc."zones": Type::List(&Type::Thing(Noun::Zone)), "The private hosted zones associated with the VPC, other accounts' and AWS's own included; those of Route 53 Profiles left out.",
        needs: [Vpcs, HostedZonesByVpc],
        |_, Thing::Vpc(vpc)| Value::listing(zones(vpc), |zone| Value::Thing(Thing::Zone(zone, &vpc.it.vpc_id)))),
    fact!(Vpc."zone_names": Type::List(&Type::Text), "The names of the private hosted zones associated with the VPC.",
        needs: [Vpcs, HostedZonesByVpc],
        |_, Thing::Vpc(vpc)| Value::listing(zones(vpc), |zone| Value::text(&zone.it.name))),
    fact!(Vpc."dns_dependents": Type::List(&Type::Text), "What needs the Amazon resolver in the VPC: its live endpoints by id, and private hosted zones by name.",
    needs: [Vpcs, VpcEndpoints, HostedZonesByVpc],
    |_, Thing::Vpc(vpc)| {
        let live = endpoints(vpc).filter(|endpoint| endpoint::is_live(endpoint.it));
        let zones = zones(vpc);
        let ids = live.items.iter().map(|endpoint| Value::text(&endpoint.it.vpc_endpoint_id));
        let names = zones.items.iter().map(|zone| Value::text(&zone.it.name));
        Answer::Known(Value::List(Listing { items: ids.chain(names).collect(), rest: live.rest.union(zones.rest) }))
    }),
    fact!(Vpc."s3": Type::Thing(Noun::Service), "S3, as the VPC reaches it.", needs: [Vpcs], identity: true,
        |_, Thing::Vpc(vpc)| Answer::Known(Value::Thing(Thing::Service(vpc, "s3")))),
    fact!(Vpc."dynamodb": Type::Thing(Noun::Service), "DynamoDB, as the VPC reaches it.", needs: [Vpcs], identity: true,
        |_, Thing::Vpc(vpc)| Answer::Known(Value::Thing(Thing::Service(vpc, "dynamodb")))),
];

/// The subnets of a VPC. A participant of a shared VPC sees those shared with it; there may be others.
pub(super) fn subnets(vpc: Seat<'_, Vpc>) -> Listing<Seat<'_, Subnet>> {
    let mut subnets = vpc.place.subnets_in(&vpc.it.vpc_id);
    subnets.rest.extend(vpc.place.foreign(vpc.it.owner_id.as_deref()).into_iter().collect());
    subnets
}

/// The route tables that the VPC's subnets follow, each once.
pub(super) fn used_route_tables(vpc: Seat<'_, Vpc>) -> Listing<Seat<'_, RouteTable>> {
    let seen = subnets(vpc);
    let mut tables = BTreeMap::new();
    let mut rest = seen.rest;
    for subnet in seen.items {
        match crate::network::effective_table(subnet.place, subnet.it) {
            Answer::Known(table) => {
                tables.insert(table.it.route_table_id.as_str(), table);
            }
            Answer::Unknown(gaps) => rest.extend(gaps),
        }
    }
    Listing { items: tables.into_values().collect(), rest }
}

/// The endpoints of a VPC. A participant of a shared VPC cannot see the owner's.
///
/// See <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing-share-subnet-working-with.html>.
pub(super) fn endpoints(vpc: Seat<'_, Vpc>) -> Listing<Seat<'_, VpcEndpoint>> {
    let mut endpoints = vpc.place.endpoints_in(&vpc.it.vpc_id);
    endpoints.rest.extend(vpc.place.foreign(vpc.it.owner_id.as_deref()).into_iter().collect());
    endpoints
}

/// The zones a VPC sees. Only its owner can ask.
pub(super) fn zones(vpc: Seat<'_, Vpc>) -> Listing<Seat<'_, HostedZoneSummary>> {
    let place = vpc.place;
    let id = vpc.it.vpc_id.as_str();
    let items: &[HostedZoneSummary] = place.whole.hosted_zones_by_vpc.get(id).map_or(&[], Vec::as_slice);
    let items = items.iter().map(|it| Seat { place, it }).collect();
    Listing { items, rest: place.rest(Collection::HostedZonesByVpc, id) }
}

/// A DNS attribute of a VPC.
#[derive(Clone, Copy)]
enum Attribute {
    DnsSupport,
    DnsHostnames,
}

impl Attribute {
    /// Its member in the answer.
    fn member(self) -> &'static str {
        match self {
            Self::DnsSupport => "EnableDnsSupport",
            Self::DnsHostnames => "EnableDnsHostnames",
        }
    }
}

fn attribute(vpc: Seat<'_, Vpc>, attribute: Attribute) -> Answer<bool> {
    let id = vpc.it.vpc_id.as_str();
    let key = folder::attribute_key(id, attribute.member());
    let held = vpc.place.find(&vpc.place.view.vpc_attributes, id);
    let held = match attribute {
        Attribute::DnsSupport => held.and_then(|held| held.it.enable_dns_support.as_ref()),
        Attribute::DnsHostnames => held.and_then(|held| held.it.enable_dns_hostnames.as_ref()),
    };
    let rest = vpc.place.rest(Collection::VpcAttributes, &key);
    if !rest.is_empty() {
        return Answer::Unknown(rest);
    }
    match held.and_then(|held| held.value) {
        Some(value) => Answer::Known(value),
        None => Answer::unknown(Gap::Malformed { field: attribute.member().to_owned(), at: id.to_owned() }),
    }
}

/// The zones subnets are in, each once, as far as they are known. By id, which means the same in every account; where an
/// old answer has no ids, by name, which tells zones apart within one account as well.
pub(super) fn zones_of(subnets: &Listing<Seat<'_, Subnet>>) -> Listing<String> {
    let mut by_id: Listing<String> = Listing { items: Vec::new(), rest: subnets.rest.clone() };
    for subnet in &subnets.items {
        match subnet::zone_id(*subnet) {
            Answer::Known(zone) => by_id.items.push(zone),
            Answer::Unknown(gaps) => by_id.rest.extend(gaps),
        }
    }
    let names: Vec<&str> = subnets.items.iter().filter_map(|subnet| subnet.it.availability_zone.as_deref()).collect();
    let mut zones = if by_id.items.len() < subnets.items.len() && names.len() == subnets.items.len() {
        Listing { items: names.into_iter().map(str::to_owned).collect(), rest: subnets.rest.clone() }
    } else {
        by_id
    };
    zones.items.sort();
    zones.items.dedup();
    zones
}

/// Whether subnets are in two zones or more: two that were seen are enough, whatever was not.
pub(super) fn spans_zones(subnets: &Listing<Seat<'_, Subnet>>) -> Answer<bool> {
    let zones = zones_of(subnets);
    if zones.items.len() > 1 { Answer::Known(true) } else { zones.size().map(|_| false) }
}

/// In how many zones subnets are.
pub(super) fn zone_count(subnets: &Listing<Seat<'_, Subnet>>) -> Answer<i64> {
    zones_of(subnets).size().map(number)
}

/// An attribute as evidence: it is asked for on its own and belongs to the VPC's document all the same.
fn shows_attribute<'i>(index: &'i Index<'i>, thing: Thing<'i>, attribute: Attribute) -> Vec<Evidence> {
    let attribute = attribute.member();
    let shown = endpoint::shows_member(
        index,
        thing,
        &format!("/{attribute}/Value"),
        format!("the attribute {attribute} of the VPC"),
    );
    vec![Evidence { operation: Collection::VpcAttributes.operation().to_owned(), ..shown }]
}
