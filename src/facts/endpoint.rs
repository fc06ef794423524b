//! Facts of VPC endpoints.

use super::value::number;
use super::{Fact, Noun, Shows, Thing, Type, Value, port, subnet, vpc};
use crate::finding::Evidence;
use crate::id::ServiceName;
use crate::network::{Index, Seat};
use crate::snapshot::model::{Described, RouteTable, SecurityGroup, Subnet, VpcEndpoint, VpcEndpointService};
use crate::snapshot::{Answer, Collection, Coverage, Gap, Listing, Outcome};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

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
    fact!(Endpoint."inbound_rules": Type::List(&Type::Id), "The endpoint's security groups; shown with their inbound rules.",
        needs: [VpcEndpoints, SecurityGroups], shows: Shows::Derived(shows_rules),
        |_, Thing::Endpoint(endpoint)| Value::listing(groups(endpoint), |group| Value::text(&group.it.group_id))),
    fact!(Endpoint."has_known_port": Type::Bool, "Whether the endpoint is an interface endpoint of an AWS service, whose port AWS documents.",
        needs: [VpcEndpoints],
        |_, Thing::Endpoint(endpoint)| has_known_port(endpoint.it).map(Value::Bool)),
    fact!(Endpoint."ports": Type::Text, "The TCP ports of the endpoint's service, any one of which makes it usable.", needs: [VpcEndpoints],
        |_, Thing::Endpoint(endpoint)| Answer::Known(Value::made(words(ports(endpoint.it))))),
    fact!(Endpoint."port": Type::Number, "The TCP port of the endpoint's service; the usual one where there are several.", needs: [VpcEndpoints],
    |_, Thing::Endpoint(endpoint)| {
        let ports = ports(endpoint.it);
        let usual = if ports.iter().any(|range| range.contains(&587)) { Some(587) } else { ports.first().map(|range| *range.end()) };
        Answer::Known(Value::Number(usual.unwrap_or(443)))
    }),
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
            .exists(|group| port::some_inbound(group.it, |rule| Answer::Known(port::has_source(rule))))
            .map(Value::Bool)
    }),
];

fn list<'i>(items: impl Iterator<Item = String>) -> Value<'i> {
    Value::List(Listing::complete(items.map(Value::made).collect()))
}

fn malformed<T>(endpoint: &VpcEndpoint, field: &str) -> Answer<T> {
    Answer::unknown(Gap::Malformed { field: field.to_owned(), at: endpoint.vpc_endpoint_id.clone() })
}

/// The kind of endpoint, in AWS's spelling. A word byway does not know is kept: no policy names it.
fn kind(endpoint: &VpcEndpoint) -> Answer<&str> {
    let Some(given) = endpoint.vpc_endpoint_type.as_deref() else { return malformed(endpoint, "VpcEndpointType") };
    let known = ["Gateway", "Interface", "GatewayLoadBalancer", "Resource", "ServiceNetwork"];
    Answer::Known(known.into_iter().find(|word| word.eq_ignore_ascii_case(given)).unwrap_or(given))
}

/// Whether the endpoint is a gateway endpoint.
pub(super) fn is_gateway(endpoint: &VpcEndpoint) -> Answer<bool> {
    kind(endpoint).map(|kind| kind == "Gateway")
}

/// Whether the endpoint is an interface endpoint.
pub(super) fn is_interface(endpoint: &VpcEndpoint) -> Answer<bool> {
    kind(endpoint).map(|kind| kind == "Interface")
}

/// The endpoint's state in one spelling. The wire says `pendingAcceptance`, the SDK's enum `PendingAcceptance`.
fn state(endpoint: &VpcEndpoint) -> Answer<&'static str> {
    let Some(given) = endpoint.state.as_deref() else { return malformed(endpoint, "State") };
    match given.to_ascii_lowercase().as_str() {
        "available" => Answer::Known("available"),
        "pending" => Answer::Known("pending"),
        "pendingacceptance" => Answer::Known("pending-acceptance"),
        "partial" => Answer::Known("partial"),
        "failed" => Answer::Known("failed"),
        "rejected" => Answer::Known("rejected"),
        "expired" => Answer::Known("expired"),
        "deleting" => Answer::Known("deleting"),
        "deleted" => Answer::Known("deleted"),
        _ => Answer::unknown(Gap::Unrecognised {
            field: format!("State of {}", endpoint.vpc_endpoint_id),
            value: given.to_owned(),
        }),
    }
}

/// Whether the endpoint is available.
pub(super) fn is_live(endpoint: &VpcEndpoint) -> Answer<bool> {
    state(endpoint).map(|state| state == "available")
}

fn failure(endpoint: &VpcEndpoint) -> String {
    let last = endpoint.last_error.as_ref();
    [
        last.and_then(|error| error.code.as_deref()),
        last.and_then(|error| error.message.as_deref()),
        endpoint.failure_reason.as_deref(),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(": ")
}

fn age_hours(endpoint: Seat<'_, VpcEndpoint>) -> Answer<i64> {
    let created = endpoint.it.creation_timestamp.as_deref().and_then(|time| time.parse::<jiff::Timestamp>().ok());
    let Some(created) = created else { return malformed(endpoint.it, "CreationTimestamp") };
    let taken = endpoint.place.snapshot.taken_at;
    match hours_between(created, taken) {
        Some(hours) => Answer::Known(hours),
        None => Answer::unknown(Gap::Ambiguous {
            what: format!(
                "{} was created at {created}, after the snapshot's time {taken}, so its age cannot be told",
                endpoint.it.vpc_endpoint_id
            ),
        }),
    }
}

/// Whole hours from one time to a later one. Clocks may differ by minutes; `None` where the later one is the earlier by
/// an hour or more, as in a folder of files whose times an archive has reset.
fn hours_between(created: jiff::Timestamp, taken: jiff::Timestamp) -> Option<i64> {
    let seconds = taken.duration_since(created).as_secs();
    (seconds > -3600).then_some((seconds / 3600).max(0))
}

/// AWS names no manager in this answer; services mark their endpoints with tags.
fn manager(endpoint: &VpcEndpoint) -> &'static str {
    let tagged = |key: &str| endpoint.tags.iter().any(|tag| tag.key == key);
    if tagged("GuardDutyManaged") {
        "Amazon GuardDuty"
    } else if tagged("AWSNetworkFirewallManaged") {
        "AWS Network Firewall"
    } else {
        "an AWS service"
    }
}

/// The service's name; endpoints of resources and service networks have an ARN instead.
fn service_name(endpoint: &VpcEndpoint) -> Answer<&str> {
    let name = endpoint
        .service_name
        .as_deref()
        .or(endpoint.resource_configuration_arn.as_deref())
        .or(endpoint.service_network_arn.as_deref());
    match name {
        Some(name) => Answer::Known(name),
        None => malformed(endpoint, "ServiceName"),
    }
}

/// The token of the AWS service the endpoint reaches; `None` for a service of another account.
pub(super) fn token(endpoint: &VpcEndpoint) -> Answer<Option<String>> {
    match &endpoint.service_name {
        Some(name) => Answer::Known(ServiceName(name.clone()).token().map(str::to_owned)),
        None => malformed(endpoint, "ServiceName"),
    }
}

/// A thing that an endpoint names: found, or why not.
fn found<'i, T: Described>(
    endpoint: Seat<'i, VpcEndpoint>,
    shelf: &'i [T],
    collection: Collection,
    id: &str,
) -> Answer<Seat<'i, T>> {
    if let Some(thing) = endpoint.place.find(shelf, id) {
        return Answer::Known(thing);
    }
    let rest = endpoint.place.rest(collection, "");
    if rest.is_empty() {
        // The list was answered in full and does not show it: another account's, or gone between two answers.
        let question = endpoint.place.question(collection, id);
        return Answer::unknown(Gap::NotSeen(Box::new(Coverage::new(question, Outcome::NotVisible))));
    }
    Answer::Unknown(rest)
}

fn all_found<'i, 'n, T: Described>(
    endpoint: Seat<'i, VpcEndpoint>,
    shelf: &'i [T],
    collection: Collection,
    ids: impl Iterator<Item = &'n str>,
) -> Listing<Seat<'i, T>> {
    let mut all = Listing::complete(Vec::new());
    for id in ids {
        match found(endpoint, shelf, collection, id) {
            Answer::Known(thing) => all.items.push(thing),
            Answer::Unknown(gaps) => all.rest.extend(gaps),
        }
    }
    all
}

fn route_tables(endpoint: Seat<'_, VpcEndpoint>) -> Listing<Seat<'_, RouteTable>> {
    let ids = endpoint.it.route_table_ids.iter().map(String::as_str);
    all_found(endpoint, &endpoint.place.view.route_tables, Collection::RouteTables, ids)
}

fn subnets(endpoint: Seat<'_, VpcEndpoint>) -> Listing<Seat<'_, Subnet>> {
    let ids = endpoint.it.subnet_ids.iter().map(String::as_str);
    all_found(endpoint, &endpoint.place.view.subnets, Collection::Subnets, ids)
}

/// The groups of the endpoint. AWS attaches the default group where none is named, so that no interface is without.
fn group_ids(endpoint: &VpcEndpoint) -> Listing<&str> {
    let ids: Vec<&str> = endpoint.groups.iter().filter_map(|group| group.group_id.as_deref()).collect();
    if ids.is_empty() {
        return Listing::unseen(
            Gap::Malformed { field: "Groups".to_owned(), at: endpoint.vpc_endpoint_id.clone() }.into(),
        );
    }
    Listing::complete(ids)
}

fn groups(endpoint: Seat<'_, VpcEndpoint>) -> Listing<Seat<'_, SecurityGroup>> {
    let ids = group_ids(endpoint.it);
    let mut groups =
        all_found(endpoint, &endpoint.place.view.security_groups, Collection::SecurityGroups, ids.items.into_iter());
    groups.rest.extend(ids.rest);
    groups
}

/// The zones the endpoint has interfaces in, each once.
fn zones(endpoint: Seat<'_, VpcEndpoint>) -> Answer<Vec<String>> {
    let zones = vpc::zones_of(&subnets(endpoint));
    if zones.rest.is_empty() { Answer::Known(zones.items) } else { Answer::Unknown(zones.rest) }
}

/// The endpoint's service as it is on offer in the endpoint's Region. S3 and DynamoDB are on offer twice under one name,
/// to gateway and to interface endpoints.
fn service(endpoint: Seat<'_, VpcEndpoint>) -> Answer<&VpcEndpointService> {
    let Some(name) = endpoint.it.service_name.as_deref() else {
        return Answer::unknown(Gap::NotModelled { what: "the zones of resource gateways".to_owned() });
    };
    let place = endpoint.place;
    let kind = endpoint.it.vpc_endpoint_type.as_deref().unwrap_or_default();
    let takes = |service: &&VpcEndpointService| {
        service.service_name == name
            && (service.service_type.is_empty()
                || service
                    .service_type
                    .iter()
                    .any(|one| one.service_type.as_deref().is_some_and(|one| one.eq_ignore_ascii_case(kind))))
    };
    if let Some(service) = place.view.vpc_endpoint_services.iter().find(takes) {
        return Answer::Known(service);
    }
    let rest = place.rest(Collection::VpcEndpointServices, "");
    if rest.is_empty() {
        let question = place.question(Collection::VpcEndpointServices, name);
        return Answer::unknown(Gap::NotSeen(Box::new(Coverage::new(question, Outcome::NotVisible))));
    }
    Answer::Unknown(rest)
}

fn service_zone_count(endpoint: Seat<'_, VpcEndpoint>) -> Answer<i64> {
    service(endpoint).and_then(|service| {
        // Ids count where AWS gives them; within one account names tell zones apart as well.
        let ids = &service.availability_zone_ids;
        let zones = if ids.is_empty() { &service.availability_zones } else { ids };
        if zones.is_empty() {
            let at = service.service_name.clone();
            return Answer::unknown(Gap::Malformed { field: "AvailabilityZones".to_owned(), at });
        }
        Answer::Known(number(zones.iter().collect::<BTreeSet<_>>().len()))
    })
}

/// The first such subnet by id. Knowing one is enough, so subnets that were not seen do not matter.
fn other_zone_subnet(endpoint: Seat<'_, VpcEndpoint>) -> Answer<&str> {
    let place = endpoint.place;
    let offered = match service(endpoint) {
        Answer::Known(service) => service,
        Answer::Unknown(gaps) => return Answer::Unknown(gaps),
    };
    zones(endpoint).and_then(|taken| {
        let subnets = place.subnets_in(endpoint.it.vpc_id.as_deref().unwrap_or_default());
        let rest = subnets.rest.clone();
        let fits = |subnet: &Seat<'_, Subnet>| {
            let zone = subnet::zone_id(*subnet).known();
            let named =
                |zones: &[String], zone: Option<&str>| zone.is_some_and(|zone| zones.iter().any(|held| held == zone));
            matches!(subnet::in_availability_zone(subnet), Answer::Known(true))
                && zone.as_ref().is_some_and(|zone| !taken.contains(zone))
                && (named(&offered.availability_zone_ids, zone.as_deref())
                    || named(&offered.availability_zones, subnet.it.availability_zone.as_deref()))
        };
        match subnets.items.into_iter().find(fits) {
            Some(subnet) => Answer::Known(subnet.it.subnet_id.as_str()),
            None if rest.is_empty() => malformed(endpoint.it, "SubnetIds"),
            None => Answer::Unknown(rest),
        }
    })
}

fn has_known_port(endpoint: &VpcEndpoint) -> Answer<bool> {
    kind(endpoint).and_then(|kind| match kind {
        "Interface" => token(endpoint).map(|token| token.is_some()),
        _ => Answer::Known(false),
    })
}

fn ports(endpoint: &VpcEndpoint) -> &'static [RangeInclusive<i64>] {
    port::of_service(token(endpoint).known().flatten().as_deref().unwrap_or_default())
}

fn words(ports: &[RangeInclusive<i64>]) -> String {
    let word = |range: &RangeInclusive<i64>| {
        if range.start() == range.end() {
            range.start().to_string()
        } else {
            format!("{}-{}", range.start(), range.end())
        }
    };
    ports.iter().map(word).collect::<Vec<_>>().join(" or ")
}

fn shows_failure<'i>(index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    ["/LastError", "/FailureReason"]
        .into_iter()
        .filter_map(|pointer| {
            let (pointer, value) = thing.member(index, pointer);
            (!value.is_null()).then(|| Evidence {
                resource: thing.resource(),
                operation: thing.operation().to_owned(),
                pointer,
                value,
                says: "what AWS says went wrong".to_owned(),
            })
        })
        .collect()
}

fn shows_associations<'i>(index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    let Thing::Endpoint(endpoint) = thing else { return Vec::new() };
    let tables = route_tables(endpoint).items.into_iter().map(Thing::RouteTable);
    tables.map(|table| shows_member(index, table, "/Associations", "no subnet follows this table".to_owned())).collect()
}

fn shows_zones<'i>(index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    let Thing::Endpoint(endpoint) = thing else { return Vec::new() };
    let subnets = subnets(endpoint).items.into_iter();
    subnets
        .map(|subnet| {
            let zone = subnet::zone_id(subnet).known().unwrap_or_default();
            shows_member(
                index,
                Thing::Subnet(subnet),
                "/AvailabilityZoneId",
                format!("an interface of the endpoint is in {zone}"),
            )
        })
        .collect()
}

fn shows_rules<'i>(index: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    let Thing::Endpoint(endpoint) = thing else { return Vec::new() };
    let groups = groups(endpoint).items.into_iter().map(Thing::Group);
    groups
        .map(|group| {
            shows_member(index, group, "/IpPermissions", "the inbound rules of a group of the endpoint".to_owned())
        })
        .collect()
}

/// A member of a thing as evidence.
pub(super) fn shows_member<'i>(index: &'i Index<'i>, thing: Thing<'i>, pointer: &str, says: String) -> Evidence {
    let (pointer, value) = thing.member(index, pointer);
    Evidence { resource: thing.resource(), operation: thing.operation().to_owned(), pointer, value, says }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    #[test]
    fn an_age_is_known_only_where_the_clocks_agree() {
        let taken = "2026-01-02T00:00:00Z".parse().unwrap();
        for (created, hours) in [
            ("2026-01-01T00:00:00Z", Some(24)),
            ("2026-01-01T23:59:59Z", Some(0)),
            ("2026-01-02T00:00:00Z", Some(0)),
            ("2026-01-02T00:05:00Z", Some(0)),
            ("2026-01-02T01:00:00Z", None),
            ("2030-01-01T00:00:00Z", None),
        ] {
            assert_eq!(hours_between(created.parse().unwrap(), taken), hours, "{created}");
        }
    }
}
