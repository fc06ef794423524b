//! Walks: the things that a policy judges one by one, and the lists that could not be walked.

use super::service::GATEWAY_SERVICES;
use super::{Noun, Thing, associated, egress};
use crate::finding::Scope;
use crate::network::{Index, Place, Seat};
use crate::snapshot::model::Vpc;
use crate::snapshot::{Collection, Gaps};

/// One stop of a walk.
#[derive(Debug)]
pub enum Stop<'i> {
    /// A thing to judge.
    Thing(Thing<'i>),
    /// A list that was not answered in full, so that things may be missing: the policy owes an Unknown for it.
    Unseen(Scope, Gaps),
}

/// A way through the things of one noun.
pub struct Walk {
    /// The name, as `each` writes it.
    pub name: &'static str,
    /// The noun; its name is the variable in the policy.
    pub noun: Noun,
    /// One sentence: which things are walked.
    pub doc: &'static str,
    /// The collections the walk itself reads.
    pub needs: &'static [Collection],
    /// The stops, in order of account, Region and id.
    pub stops: for<'i> fn(&'i Index<'i>) -> Vec<Stop<'i>>,
}

impl std::fmt::Debug for Walk {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "each {}", self.name)
    }
}

/// INVARIANT: the first walk of a noun walks all things of it; those that walk some come after it.
static WALKS: &[Walk] = &[
    Walk {
        name: "vpc",
        noun: Noun::Vpc,
        doc: "Every VPC, those that other accounts share included.",
        needs: &[Collection::Vpcs],
        stops: |index| {
            each(index, Collection::Vpcs, |place| {
                place.view.vpcs.iter().map(|it| Thing::Vpc(Seat { place, it })).collect()
            })
        },
    },
    Walk {
        name: "subnet",
        noun: Noun::Subnet,
        doc: "Every subnet.",
        needs: &[Collection::Subnets],
        stops: |index| {
            each(index, Collection::Subnets, |place| {
                place.view.subnets.iter().map(|it| Thing::Subnet(Seat { place, it })).collect()
            })
        },
    },
    Walk {
        name: "route-table",
        noun: Noun::RouteTable,
        doc: "Every route table.",
        needs: &[Collection::RouteTables],
        stops: |index| {
            each(index, Collection::RouteTables, |place| {
                place.view.route_tables.iter().map(|it| Thing::RouteTable(Seat { place, it })).collect()
            })
        },
    },
    Walk {
        name: "route",
        noun: Noun::Route,
        doc: "Every route of every route table.",
        needs: &[Collection::RouteTables],
        stops: |index| each(index, Collection::RouteTables, |place| routes(place)),
    },
    Walk {
        name: "endpoint-route",
        noun: Noun::Route,
        doc: "Every route of a prefix list to a gateway endpoint.",
        needs: &[Collection::RouteTables],
        stops: |index| {
            each(index, Collection::RouteTables, |place| {
                routes(place)
                    .into_iter()
                    .filter(|thing| {
                        let Thing::Route(_, _, route) = thing else { return false };
                        route.destination_prefix_list_id.is_some()
                            && route.gateway_id.as_deref().is_some_and(|gateway| gateway.starts_with("vpce-"))
                    })
                    .collect()
            })
        },
    },
    Walk {
        name: "endpoint",
        noun: Noun::Endpoint,
        doc: "Every VPC endpoint of every kind and state.",
        needs: &[Collection::VpcEndpoints],
        stops: |index| {
            each(index, Collection::VpcEndpoints, |place| {
                place.view.vpc_endpoints.iter().map(|it| Thing::Endpoint(Seat { place, it })).collect()
            })
        },
    },
    Walk {
        name: "security-group",
        noun: Noun::Group,
        doc: "Every security group.",
        needs: &[Collection::SecurityGroups],
        stops: |index| {
            each(index, Collection::SecurityGroups, |place| {
                place.view.security_groups.iter().map(|it| Thing::Group(Seat { place, it })).collect()
            })
        },
    },
    Walk {
        name: "zone",
        noun: Noun::Zone,
        doc: "Every private hosted zone as each VPC associated with it sees it.",
        needs: &[Collection::Vpcs, Collection::HostedZonesByVpc],
        stops: |index| index.places().iter().flat_map(|place| zones(index, place)).collect(),
    },
    Walk {
        name: "service",
        noun: Noun::Service,
        doc: "Every service that has gateway endpoints, as each VPC reaches it.",
        needs: &[Collection::Vpcs],
        stops: |index| {
            each(index, Collection::Vpcs, |place| {
                let vpcs = place.view.vpcs.iter().map(|it| Seat { place, it });
                vpcs.flat_map(|vpc| GATEWAY_SERVICES.into_iter().map(move |token| Thing::Service(vpc, token))).collect()
            })
        },
    },
    Walk {
        name: "egress",
        noun: Noun::Egress,
        doc: "Every way from a subnet to a service that has gateway endpoints, one a family of addresses.",
        needs: &[
            Collection::Subnets,
            Collection::PrefixLists,
            Collection::ManagedPrefixLists,
            Collection::PrefixListEntries,
        ],
        stops: |index| each(index, Collection::Subnets, |place| egresses(place)),
    },
    Walk {
        name: "network-interface",
        noun: Noun::Interface,
        doc: "Every network interface that this account can see.",
        needs: &[Collection::NetworkInterfaces],
        stops: |index| {
            each(index, Collection::NetworkInterfaces, |place| {
                place.view.network_interfaces.iter().map(|it| Thing::Interface(Seat { place, it })).collect()
            })
        },
    },
    Walk {
        name: "prefix-list",
        noun: Noun::PrefixList,
        doc: "Every managed prefix list: the account's own, those that others share with it, and AWS's.",
        needs: &[Collection::ManagedPrefixLists],
        stops: |index| {
            each(index, Collection::ManagedPrefixLists, |place| {
                let lists = place.view.managed_prefix_lists.iter().map(|it| Thing::PrefixList(Seat { place, it }));
                // AWS's own lists are the same for every account of the Region, and judged where they are seen first; an
                // account that was refused its list hides none from the others.
                let before = index.places().iter().take_while(|other| !std::ptr::eq(*other, place));
                let near: Vec<_> = before.filter(|other| other.region == place.region).collect();
                let is_seen =
                    |id: &str| near.iter().any(|other| other.find(&other.view.managed_prefix_lists, id).is_some());
                lists.filter(|list| list.resource().owner.is_some() || !is_seen(&list.resource().id)).collect()
            })
        },
    },
    Walk {
        name: "network-acl",
        noun: Noun::NetworkAcl,
        doc: "Every network ACL.",
        needs: &[Collection::NetworkAcls],
        stops: |index| {
            each(index, Collection::NetworkAcls, |place| {
                place.view.network_acls.iter().map(|it| Thing::NetworkAcl(Seat { place, it })).collect()
            })
        },
    },
    Walk {
        name: "peering",
        noun: Noun::Peering,
        doc: "Every VPC peering connection, one across Regions as its requester's Region sees it.",
        needs: &[Collection::VpcPeeringConnections],
        stops: |index| each(index, Collection::VpcPeeringConnections, |place| associated::peerings(index, place)),
    },
    Walk {
        name: "transit-gateway",
        noun: Noun::TransitGateway,
        doc: "Every transit gateway, those that other accounts share included.",
        needs: &[Collection::TransitGateways],
        stops: |index| {
            each(index, Collection::TransitGateways, |place| {
                place.view.transit_gateways.iter().map(|it| Thing::TransitGateway(Seat { place, it })).collect()
            })
        },
    },
    Walk {
        name: "transit-gateway-attachment",
        noun: Noun::TransitGatewayAttachment,
        doc: "Every attachment of a transit gateway that this account can see.",
        needs: &[Collection::TransitGatewayAttachments],
        stops: |index| {
            each(index, Collection::TransitGatewayAttachments, |place| {
                place
                    .view
                    .transit_gateway_attachments
                    .iter()
                    .map(|it| Thing::TransitGatewayAttachment(Seat { place, it }))
                    .collect()
            })
        },
    },
    Walk {
        name: "resolver-endpoint",
        noun: Noun::ResolverEndpoint,
        doc: "Every Route 53 Resolver endpoint.",
        needs: &[Collection::ResolverEndpoints],
        stops: |index| {
            each(index, Collection::ResolverEndpoints, |place| {
                place.view.resolver_endpoints.iter().map(|it| Thing::ResolverEndpoint(Seat { place, it })).collect()
            })
        },
    },
    Walk {
        name: "resolver-rule",
        noun: Noun::ResolverRule,
        doc: "Every Resolver rule as each VPC associated with it has it; rules that no VPC has are left out.",
        needs: &[Collection::ResolverRules, Collection::ResolverRuleAssociations],
        stops: |index| index.places().iter().flat_map(associated::rules).collect(),
    },
    Walk {
        name: "profile",
        noun: Noun::Profile,
        doc: "Every Route 53 Profile as each VPC associated with it has it; Profiles that no VPC has are left out.",
        needs: &[Collection::Profiles, Collection::ProfileAssociations],
        stops: |index| index.places().iter().flat_map(associated::profiles).collect(),
    },
    Walk {
        name: "record",
        noun: Noun::Record,
        doc: "Every record set of the account's own private zones that names of AWS services fall in.",
        needs: &[Collection::HostedZones, Collection::ResourceRecordSets, Collection::VpcEndpointServices],
        stops: associated::records,
    },
    Walk {
        name: "nat-gateway",
        noun: Noun::NatGateway,
        doc: "Every NAT gateway of every state.",
        needs: &[Collection::NatGateways],
        stops: |index| {
            each(index, Collection::NatGateways, |place| {
                place.view.nat_gateways.iter().map(|it| Thing::NatGateway(Seat { place, it })).collect()
            })
        },
    },
    Walk {
        name: "endpoint-service",
        noun: Noun::EndpointService,
        doc: "Every endpoint service that the account offers.",
        needs: &[Collection::ServiceConfigurations],
        stops: |index| {
            each(index, Collection::ServiceConfigurations, |place| {
                place.view.service_configurations.iter().map(|it| Thing::EndpointService(Seat { place, it })).collect()
            })
        },
    },
    Walk {
        name: "flow-log",
        noun: Noun::FlowLog,
        doc: "Every flow log.",
        needs: &[Collection::FlowLogs],
        stops: |index| {
            each(index, Collection::FlowLogs, |place| {
                place.view.flow_logs.iter().map(|it| Thing::FlowLog(Seat { place, it })).collect()
            })
        },
    },
];

/// The things of one collection of every place, and the places where it was not answered in full.
fn each<'i>(
    index: &'i Index<'i>,
    collection: Collection,
    things: impl Fn(&'i Place<'i>) -> Vec<Thing<'i>>,
) -> Vec<Stop<'i>> {
    let mut stops = Vec::new();
    for place in index.places() {
        stops.extend(things(place).into_iter().map(Stop::Thing));
        let rest = place.rest(collection, "");
        if !rest.is_empty() {
            stops.push(Stop::Unseen(place.scope(collection, ""), rest));
        }
    }
    stops
}

fn routes<'i>(place: &'i Place<'i>) -> Vec<Thing<'i>> {
    let tables = place.view.route_tables.iter().map(|it| Seat { place, it });
    tables
        .flat_map(|table| table.it.routes.iter().enumerate().map(move |(at, route)| Thing::Route(table, at, route)))
        .collect()
}

fn zones<'i>(index: &'i Index<'i>, place: &'i Place<'i>) -> Vec<Stop<'i>> {
    let mut stops = Vec::new();
    for vpc in &place.view.vpcs {
        let id = vpc.vpc_id.as_str();
        let held = place.whole.hosted_zones_by_vpc.get(id).into_iter().flatten();
        stops.extend(held.map(|it| Stop::Thing(Thing::Zone(Seat { place, it }, id))));
        let mut rest = place.rest(Collection::HostedZonesByVpc, id);
        // Where the owner was asked too its own list decides, or is an Unknown of its own.
        if !rest.is_empty() && !asked_of_owner(index, place, vpc) {
            // Only the VPC's owner may ask which zones it sees.
            rest.extend(place.foreign(vpc.owner_id.as_deref()).into_iter().collect::<Gaps>());
            stops.push(Stop::Unseen(place.scope(Collection::HostedZonesByVpc, id), rest));
        }
    }
    let rest = place.rest(Collection::Vpcs, "");
    if !rest.is_empty() {
        stops.push(Stop::Unseen(place.scope(Collection::Vpcs, ""), rest));
    }
    stops
}

/// Whether another account owns the VPC and was asked about the Region as well.
fn asked_of_owner(index: &Index<'_>, place: &Place<'_>, vpc: &Vpc) -> bool {
    place.foreign(vpc.owner_id.as_deref()).is_some_and(|_| {
        let owner = vpc.owner_id.as_deref();
        index.places().iter().any(|other| Some(other.account.as_str()) == owner && other.region == place.region)
    })
}

fn egresses<'i>(place: &'i Place<'i>) -> Vec<Thing<'i>> {
    let subnets = place.view.subnets.iter().map(|it| Seat { place, it });
    subnets
        .flat_map(|subnet| {
            GATEWAY_SERVICES.into_iter().flat_map(move |token| {
                egress::families(subnet, token).into_iter().map(move |family| Thing::Egress(subnet, token, family))
            })
        })
        .collect()
}

/// Every walk.
pub fn walks() -> &'static [Walk] {
    WALKS
}

/// The walk of a name.
pub fn walk(name: &str) -> Option<&'static Walk> {
    walks().iter().find(|walk| walk.name == name)
}
