//! The vocabulary: every fact that a policy can ask, one file per subject, each a table of facts.
//!
//! A fact has a name, a type, one sentence of documentation, the collections it needs and a function. Reasoning lives
//! here, once, with its own tests; policies only ask.

#[macro_use]
mod fact;
mod acl;
mod associated;
mod aws_suffix;
mod central;
mod dns;
mod egress;
mod egress_filters;
mod endpoint;
mod endpoint_service;
mod flow_log;
mod group;
mod nat_gateway;
mod network_acl;
mod peering;
mod port;
mod prefix_list;
mod profile;
mod record;
mod resolver_endpoint;
mod resolver_groups;
mod resolver_rule;
mod route;
mod route_table;
mod service;
mod subnet;
mod subnet_acl;
mod found;
mod prefix_list_use;
mod route_lists;
mod route_table_reach;
mod acl_entries;
mod group_use;
mod zone_names;
mod subnet_ways;
mod route_far;
mod route_zones;
mod interface;
mod thing;
mod transit_gateway;
mod transit_gateway_attachment;
mod value;
mod vpc;
mod walk;
mod zone;

pub use fact::{Fact, Shows, Vocabulary, vocabulary};
pub use thing::{Noun, Thing};
pub use value::{Type, Value};
pub use walk::{Stop, Walk, walk, walks};

static TABLES: &[&[Fact]] = &[
    vpc::FACTS,
    subnet::FACTS,
    subnet_acl::FACTS,
    subnet_ways::FACTS,
    route_table::FACTS,
    route::FACTS,
    route_zones::FACTS,
    route_far::FACTS,
    endpoint::FACTS,
    endpoint::clients::FACTS,
    endpoint::names::FACTS,
    endpoint::around::FACTS,
    group::FACTS,
    group_use::FACTS,
    interface::FACTS,
    zone::FACTS,
    zone_names::FACTS,
    service::FACTS,
    egress::FACTS,
    egress_filters::FACTS,
    prefix_list::FACTS,
    network_acl::FACTS,
    acl_entries::FACTS,
    peering::FACTS,
    transit_gateway::FACTS,
    transit_gateway_attachment::FACTS,
    resolver_endpoint::FACTS,
    resolver_groups::FACTS,
    resolver_rule::FACTS,
    profile::FACTS,
    record::FACTS,
    nat_gateway::FACTS,
    endpoint_service::FACTS,
    flow_log::FACTS,
    route_table_reach::FACTS,
    route_lists::FACTS,
    prefix_list_use::FACTS,
    central::way::FACTS,
    central::zone::FACTS,
    dns::vpc::FACTS,
    dns::endpoint::FACTS,
    dns::zone::FACTS,
    dns::record::FACTS,
    dns::resolver::FACTS,
    dns::rule::FACTS,
    dns::profile::FACTS,
];
