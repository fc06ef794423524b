//! Facts of subnets.

use super::{Fact, Noun, Shows, Thing, Type, Value};
use crate::network::{Seat, effective_table, is_workload};
use crate::snapshot::model::Subnet;
use crate::snapshot::{Answer, Collection, Gap};

pub(super) static FACTS: &[Fact] = &[
    fact!(Subnet."id": Type::Id, "The subnet's id.", needs: [Subnets], identity: true, shows: Shows::Member("/SubnetId"),
        |_, Thing::Subnet(subnet)| Answer::Known(Value::text(&subnet.it.subnet_id))),
    fact!(Subnet."name": Type::Text, "The value of the subnet's Name tag, empty without one.", needs: [Subnets],
        |_, thing @ Thing::Subnet(_)| Answer::Known(Value::text(thing.name().unwrap_or_default()))),
    fact!(Subnet."vpc_id": Type::Id, "The id of the subnet's VPC.", needs: [Subnets], identity: true, shows: Shows::Member("/VpcId"),
        |_, Thing::Subnet(subnet)| Value::member(subnet.it.vpc_id.as_deref(), "VpcId", &subnet.it.subnet_id)),
    fact!(Subnet."cidr": Type::Cidr, "The subnet's IPv4 block.", needs: [Subnets], shows: Shows::Member("/CidrBlock"),
        |_, Thing::Subnet(subnet)| Value::member(subnet.it.cidr_block.as_deref(), "CidrBlock", &subnet.it.subnet_id)),
    fact!(Subnet."zone_id": Type::Text, "The id of the subnet's Availability Zone, the same in every account.",
        needs: [Subnets, AvailabilityZones], shows: Shows::Member("/AvailabilityZoneId"),
        |_, Thing::Subnet(subnet)| zone_id(subnet).map(Value::made)),
    fact!(Subnet."in_availability_zone": Type::Bool, "Whether the subnet is in an Availability Zone and not in a Local Zone, a Wavelength Zone or on an Outpost.",
        needs: [Subnets, AvailabilityZones], shows: Shows::Member("/AvailabilityZone"),
        |_, Thing::Subnet(subnet)| in_availability_zone(&subnet).map(Value::Bool)),
    fact!(Subnet."hosts_workloads": Type::Bool, "Whether a network interface in the subnet belongs to something that sends traffic of its own, not to an endpoint, load balancer, NAT or transit gateway.",
        needs: [Subnets, NetworkInterfaces],
        |_, Thing::Subnet(subnet)| hosts_workloads(subnet).map(Value::Bool)),
    fact!(Subnet."route_table": Type::Thing(Noun::RouteTable), "The route table the subnet follows: the one associated with it, else its VPC's main table.",
        needs: [Subnets, RouteTables],
        |_, Thing::Subnet(subnet)| effective_table(subnet.place, subnet.it).map(|table| Value::Thing(Thing::RouteTable(table)))),
];

/// Whether the subnet has an IPv6 block in use. A block without a state is: old answers lack it.
pub(super) fn has_ipv6(subnet: &Subnet) -> bool {
    subnet.ipv6_cidr_block_association_set.iter().any(|block| {
        let state = block.ipv6_cidr_block_state.as_ref().and_then(|state| state.state.as_deref());
        block.ipv6_cidr_block.is_some() && state.is_none_or(|state| state == "associated")
    })
}

/// Whether something in the subnet sends traffic of its own.
pub(super) fn hosts_workloads(subnet: Seat<'_, Subnet>) -> Answer<bool> {
    let mut interfaces = subnet.place.interfaces_in(&subnet.it.subnet_id);
    // The participants of a shared subnet see their own interfaces and not each other's; its owner sees all.
    interfaces.rest.extend(subnet.place.foreign(subnet.it.owner_id.as_deref()).into_iter().collect());
    interfaces.exists(|interface| is_workload(interface.it))
}

/// The zone's id: the subnet's own member, else the id of the zone of its name.
pub(super) fn zone_id(subnet: Seat<'_, Subnet>) -> Answer<String> {
    if let Some(id) = &subnet.it.availability_zone_id {
        return Answer::Known(id.clone());
    }
    let named = subnet.it.availability_zone.as_deref();
    let zones = &subnet.place.view.availability_zones;
    if let Some(id) = zones
        .iter()
        .find(|zone| named.is_some() && zone.zone_name.as_deref() == named)
        .and_then(|zone| zone.zone_id.as_ref())
    {
        return Answer::Known(id.clone());
    }
    let rest = subnet.place.rest(Collection::AvailabilityZones, "");
    if rest.is_empty() {
        Answer::unknown(Gap::Malformed { field: "AvailabilityZoneId".to_owned(), at: subnet.it.subnet_id.clone() })
    } else {
        Answer::Unknown(rest)
    }
}

/// Whether the subnet is in an Availability Zone proper. A Region's code and one letter name one and nothing else;
/// every other name is looked up.
///
/// See <https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html>.
pub(super) fn in_availability_zone(subnet: &Seat<'_, Subnet>) -> Answer<bool> {
    if subnet.it.outpost_arn.as_deref().is_some_and(|arn| !arn.is_empty()) {
        return Answer::Known(false);
    }
    let name = subnet.it.availability_zone.as_deref();
    if let Some([letter]) = name.and_then(|name| name.strip_prefix(subnet.place.region.as_str())).map(str::as_bytes)
        && letter.is_ascii_lowercase()
    {
        return Answer::Known(true);
    }
    let id = subnet.it.availability_zone_id.as_deref();
    let found = subnet.place.view.availability_zones.iter().find(|zone| {
        (id.is_some() && zone.zone_id.as_deref() == id) || (name.is_some() && zone.zone_name.as_deref() == name)
    });
    match found.map(|zone| zone.zone_type.as_deref()) {
        Some(Some("availability-zone")) => Answer::Known(true),
        Some(Some("local-zone" | "wavelength-zone")) => Answer::Known(false),
        Some(Some(other)) => Answer::unknown(Gap::Unrecognised {
            field: format!("ZoneType of the zone of {}", subnet.it.subnet_id),
            value: other.to_owned(),
        }),
        Some(None) | None => {
            let rest = subnet.place.rest(Collection::AvailabilityZones, "");
            if rest.is_empty() {
                Answer::unknown(Gap::Malformed {
                    field: "AvailabilityZone".to_owned(),
                    at: subnet.it.subnet_id.clone(),
                })
            } else {
                Answer::Unknown(rest)
            }
        }
    }
}
