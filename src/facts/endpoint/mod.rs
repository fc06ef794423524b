//! Facts of VPC endpoints.

pub(super) mod clients;
pub(super) mod around;
mod named;
pub(super) mod names;
mod ports;
mod shown;
mod state;
mod zones;

use super::{Fact, Noun, Shows, Thing, Type, Value, port, vpc};
use crate::network::names_someone;
use crate::snapshot::{Answer, Collection, Listing};
use named::{default_groups, found, group_ids, groups, route_tables, subnets};
use ports::words;
use shown::{shows_associations, shows_failure, shows_rules, shows_zones};
use state::{age_hours, failure, manager, service_name};
use std::collections::BTreeSet;
use zones::{other_zone_subnet, service_zone_count, zones};

pub(super) use ports::{each_port, has_known_port, ports, usual_port};
pub(super) use shown::shows_member;
pub(super) use state::{is_gateway, is_interface, is_live, kind, state, token};

pub(super) static FACTS: &[Fact] = &[
    fact!(Endpoint."id": Type::Id, "The endpoint's id.", needs: [VpcEndpoints], identity: true, shows: Shows::Member("/VpcEndpointId"),
        |_, Thing::Endpoint(endpoint)| Answer::Known(Value::text(&endpoint.it.vpc_endpoint_id))),
    fact!(Endpoint."name": Type::Text, "The value of the endpoint's Name tag, empty without one.", needs: [VpcEndpoints],
        |_, thing @ Thing::Endpoint(_)| Answer::Known(Value::text(thing.name().unwrap_or_default()))),
    fact!(Endpoint."region": Type::Region, "The endpoint's Region.", needs: [VpcEndpoints], identity: true,
        |_, Thing::Endpoint(endpoint)| Answer::Known(Value::text(endpoint.place.region.as_str()))),
    fact!(Endpoint."type": Type::Text, "The kind of endpoint: Gateway, Interface, GatewayLoadBalancer, Resource, ServiceNetwork, or a newer word of AWS's.",
        needs: [VpcEndpoints], shows: Shows::Member("/VpcEndpointType"),
        |_, Thing::Endpoint(endpoint)| kind(endpoint.it).map(Value::text)),
    fact!(Endpoint."state": Type::Text, "The endpoint's state: available, pending, pending-acceptance, partial, failed, rejected, expired, deleting or deleted.",
        needs: [VpcEndpoints], shows: Shows::Member("/State"),
        |_, Thing::Endpoint(endpoint)| state(endpoint.it).map(Value::text)),
    fact!(Endpoint."live": Type::Bool, "Whether the endpoint is available.", needs: [VpcEndpoints], shows: Shows::Member("/State"),
        |_, Thing::Endpoint(endpoint)| is_live(endpoint.it).map(Value::Bool)),
    fact!(Endpoint."failure": Type::Text, "What AWS says went wrong last, empty if nothing.", needs: [VpcEndpoints],
        shows: Shows::Derived(shows_failure),
        |_, Thing::Endpoint(endpoint)| Answer::Known(Value::made(failure(endpoint.it)))),
    fact!(Endpoint."age_hours": Type::Number, "Whole hours since the endpoint was created.", needs: [VpcEndpoints], shows: Shows::Member("/CreationTimestamp"),
        |_, Thing::Endpoint(endpoint)| age_hours(endpoint).map(Value::Number)),
    fact!(Endpoint."requester_managed": Type::Bool, "Whether an AWS service manages the endpoint; absent in AWS's answer means no.",
        needs: [VpcEndpoints], shows: Shows::Member("/RequesterManaged"),
        |_, Thing::Endpoint(endpoint)| Answer::Known(Value::Bool(endpoint.it.requester_managed == Some(true)))),
    fact!(Endpoint."manager": Type::Text, "The AWS service that manages the endpoint, as far as its tags say.", needs: [VpcEndpoints],
        |_, Thing::Endpoint(endpoint)| Answer::Known(Value::text(manager(endpoint.it)))),
    fact!(Endpoint."service_name": Type::Text, "The name of the service the endpoint reaches, or the ARN of its resource or service network.",
        needs: [VpcEndpoints], shows: Shows::Member("/ServiceName"),
        |_, Thing::Endpoint(endpoint)| service_name(endpoint.it).map(Value::text)),
    fact!(Endpoint."vpc_id": Type::Id, "The id of the endpoint's VPC.", needs: [VpcEndpoints], identity: true, shows: Shows::Member("/VpcId"),
        |_, Thing::Endpoint(endpoint)| Value::member(endpoint.it.vpc_id.as_deref(), "VpcId", &endpoint.it.vpc_endpoint_id)),
    fact!(Endpoint."vpc": Type::Thing(Noun::Vpc), "The endpoint's VPC.", needs: [VpcEndpoints, Vpcs],
    |_, Thing::Endpoint(endpoint)| {
        let id = endpoint.it.vpc_id.as_deref().unwrap_or_default();
        found(endpoint, &endpoint.place.view.vpcs, Collection::Vpcs, id).map(|vpc| Value::Thing(Thing::Vpc(vpc)))
    }),
    fact!(Endpoint."route_table_ids": Type::List(&Type::Id), "The route tables the endpoint is associated with, by id.",
        needs: [VpcEndpoints], shows: Shows::Member("/RouteTableIds"),
        |_, Thing::Endpoint(endpoint)| Value::list(endpoint.it.route_table_ids.iter().map(|id| Value::text(id)))),
    fact!(Endpoint."route_tables": Type::List(&Type::Thing(Noun::RouteTable)), "The route tables the endpoint is associated with.",
        needs: [VpcEndpoints, RouteTables],
        |_, Thing::Endpoint(endpoint)| Value::listing(route_tables(endpoint), |table| Value::Thing(Thing::RouteTable(table)))),
    fact!(Endpoint."route_table_associations": Type::List(&Type::Id), "The same tables; shown with what they are associated with.",
        needs: [VpcEndpoints, RouteTables], shows: Shows::Derived(shows_associations),
        |_, Thing::Endpoint(endpoint)| Value::listing(route_tables(endpoint), |table| Value::text(&table.it.route_table_id))),
    fact!(Endpoint."free_route_table_ids": Type::List(&Type::Id), "The route tables that subnets of the endpoint's VPC follow and that no other gateway endpoint for the service holds: a table takes one.",
    needs: [VpcEndpoints, Vpcs, Subnets, RouteTables],
    |_, Thing::Endpoint(endpoint)| {
        let id = endpoint.it.vpc_id.as_deref().unwrap_or_default();
        let taken: BTreeSet<&String> = endpoint.place.endpoints_in(id).items.iter()
            .filter(|other| other.it.service_name == endpoint.it.service_name && other.it.vpc_endpoint_id != endpoint.it.vpc_endpoint_id)
            .flat_map(|other| &other.it.route_table_ids)
            .collect();
        found(endpoint, &endpoint.place.view.vpcs, Collection::Vpcs, id).map(|vpc| {
            let used = vpc::used_route_tables(vpc);
            let free = used.items.into_iter().filter(|table| !taken.contains(&table.it.route_table_id));
            Value::List(Listing { items: free.map(|table| Value::text(&table.it.route_table_id)).collect(), rest: used.rest })
        })
    }),
    fact!(Endpoint."client_cidrs": Type::List(&Type::Cidr), "The first IPv4 block of the endpoint's VPC; nothing where the endpoint has IPv6 addresses only.",
    needs: [VpcEndpoints, Vpcs],
    |_, Thing::Endpoint(endpoint)| {
        if endpoint.it.ip_address_type.as_deref() == Some("ipv6") {
            return Value::list(None);
        }
        let id = endpoint.it.vpc_id.as_deref().unwrap_or_default();
        found(endpoint, &endpoint.place.view.vpcs, Collection::Vpcs, id)
            .and_then(|vpc| Value::list(vpc.it.cidr_block.as_deref().map(Value::text)))
    }),
    fact!(Endpoint."subnet_ids": Type::List(&Type::Id), "The subnets the endpoint has interfaces in, by id.", needs: [VpcEndpoints], shows: Shows::Member("/SubnetIds"),
        |_, Thing::Endpoint(endpoint)| Value::list(endpoint.it.subnet_ids.iter().map(|id| Value::text(id)))),
    fact!(Endpoint."subnets": Type::List(&Type::Thing(Noun::Subnet)), "The subnets the endpoint has interfaces in.", needs: [VpcEndpoints, Subnets],
        |_, Thing::Endpoint(endpoint)| Value::listing(subnets(endpoint), |subnet| Value::Thing(Thing::Subnet(subnet)))),
    fact!(Endpoint."subnet_zones": Type::List(&Type::Text), "The zones of those subnets, one a subnet.", needs: [VpcEndpoints, Subnets, AvailabilityZones],
        shows: Shows::Derived(shows_zones),
        |_, Thing::Endpoint(endpoint)| zones(endpoint).map(|zones| list(zones.into_iter()))),
    fact!(Endpoint."zone_ids": Type::List(&Type::Text), "The ids of the Availability Zones the endpoint has interfaces in, each once.",
        needs: [VpcEndpoints, Subnets, AvailabilityZones], shows: Shows::Derived(shows_zones),
        |_, Thing::Endpoint(endpoint)| zones(endpoint).map(|zones| list(zones.into_iter().collect::<BTreeSet<_>>().into_iter()))),
    fact!(Endpoint."zone_count": Type::Number, "In how many Availability Zones the endpoint has interfaces, by zone id.",
        needs: [VpcEndpoints, Subnets, AvailabilityZones], shows: Shows::Derived(shows_zones),
        |_, Thing::Endpoint(endpoint)| vpc::zone_count(&subnets(endpoint)).map(Value::Number)),
    fact!(Endpoint."single_zone": Type::Bool, "Whether the endpoint has interfaces in one Availability Zone and no other.",
    needs: [VpcEndpoints, Subnets, AvailabilityZones], shows: Shows::Derived(shows_zones),
    |_, Thing::Endpoint(endpoint)| {
        let subnets = subnets(endpoint);
        let one = vpc::zone_count(&subnets).map(|count| count == 1);
        vpc::spans_zones(&subnets).negate().and(one).map(Value::Bool)
    }),
    fact!(Endpoint."service_zone_count": Type::Number, "In how many Availability Zones the endpoint's service is on offer in the endpoint's Region.",
        needs: [VpcEndpoints, VpcEndpointServices],
        |_, Thing::Endpoint(endpoint)| service_zone_count(endpoint).map(Value::Number)),
    fact!(Endpoint."other_zone_subnet_id": Type::Id, "A subnet of the VPC in an Availability Zone where the service is on offer and the endpoint has no interface yet.",
        needs: [VpcEndpoints, Vpcs, Subnets, AvailabilityZones, VpcEndpointServices],
        |_, Thing::Endpoint(endpoint)| other_zone_subnet(endpoint).map(Value::text)),
    fact!(Endpoint."group_ids": Type::List(&Type::Id), "The endpoint's security groups, by id; unknown where AWS shows none, for every interface has one.",
        needs: [VpcEndpoints], shows: Shows::Member("/Groups"),
        |_, Thing::Endpoint(endpoint)| Value::listing(group_ids(endpoint.it), Value::text)),
    fact!(Endpoint."group_id": Type::Id, "The first of the endpoint's security groups.", needs: [VpcEndpoints],
    |_, Thing::Endpoint(endpoint)| {
        let first = group_ids(endpoint.it).items.first().copied();
        Value::member(first, "Groups", &endpoint.it.vpc_endpoint_id)
    }),
    fact!(Endpoint."groups": Type::List(&Type::Thing(Noun::Group)), "The endpoint's security groups.", needs: [VpcEndpoints, SecurityGroups],
        |_, Thing::Endpoint(endpoint)| Value::listing(groups(endpoint), |group| Value::Thing(Thing::Group(group)))),
    fact!(Endpoint."has_default_group": Type::Bool, "Whether one of the endpoint's security groups is its VPC's default one.",
        needs: [VpcEndpoints, SecurityGroups], shows: Shows::Member("/Groups"),
        |_, Thing::Endpoint(endpoint)| default_groups(endpoint).exists(Clone::clone).map(Value::Bool)),
    fact!(Endpoint."has_other_group": Type::Bool, "Whether one of the endpoint's security groups is not its VPC's default one.",
        needs: [VpcEndpoints, SecurityGroups], shows: Shows::Member("/Groups"),
        |_, Thing::Endpoint(endpoint)| default_groups(endpoint).all(Clone::clone).negate().map(Value::Bool)),
    fact!(Endpoint."inbound_rules": Type::List(&Type::Id), "The endpoint's security groups; shown with their inbound rules.",
        needs: [VpcEndpoints, SecurityGroups], shows: Shows::Derived(shows_rules),
        |_, Thing::Endpoint(endpoint)| Value::listing(groups(endpoint), |group| Value::text(&group.it.group_id))),
    fact!(Endpoint."has_known_port": Type::Bool, "Whether the endpoint is an interface endpoint of an AWS service, whose port AWS documents.",
        needs: [VpcEndpoints],
        |_, Thing::Endpoint(endpoint)| has_known_port(endpoint.it).map(Value::Bool)),
    fact!(Endpoint."ports": Type::Text, "The TCP ports of the endpoint's service, any one of which makes it usable.", needs: [VpcEndpoints],
        |_, Thing::Endpoint(endpoint)| Answer::Known(Value::made(words(ports(endpoint.it))))),
    fact!(Endpoint."port": Type::Number, "The TCP port of the endpoint's service; the usual one where there are several.", needs: [VpcEndpoints],
        |_, Thing::Endpoint(endpoint)| Answer::Known(Value::Number(usual_port(ports(endpoint.it)).first.into()))),
    fact!(Endpoint."admits_port": Type::Bool, "Whether some inbound rule of some group lets TCP in to a port of the service, from anywhere.",
    needs: [VpcEndpoints, SecurityGroups], shows: Shows::Derived(shows_rules),
    |_, Thing::Endpoint(endpoint)| {
        let ports = ports(endpoint.it);
        groups(endpoint)
            .exists(|group| port::some_inbound(group.it, |rule| port::admits(group.it, rule, ports)))
            .map(Value::Bool)
    }),
    fact!(Endpoint."admits_anything": Type::Bool, "Whether some group has an inbound rule with a source.",
    needs: [VpcEndpoints, SecurityGroups], shows: Shows::Derived(shows_rules),
    |_, Thing::Endpoint(endpoint)| {
        groups(endpoint)
            .exists(|group| Answer::Known(group.it.ip_permissions.iter().any(names_someone)))
            .map(Value::Bool)
    }),
];

fn list<'i>(items: impl Iterator<Item = String>) -> Value<'i> {
    Value::List(Listing::complete(items.map(Value::made).collect()))
}
