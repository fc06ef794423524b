//! What names lead to, asked from inside a VPC.

use super::{Index, Seat};
use crate::finding::{Family, Hop};
use crate::snapshot::model::{Vpc, VpcEndpoint};
use crate::snapshot::{Answer, Gap, Gaps};
use std::net::IpAddr;

/// What a name leads to.
#[derive(Clone, Debug)]
pub enum Resolved<'i> {
    /// To an endpoint: by its private names, or by a record or name of its own. The addresses are those of its network
    /// interfaces that answer, in order.
    Endpoint(Seat<'i, VpcEndpoint>, Answer<Vec<IpAddr>>),
    /// To addresses that a record holds.
    Addresses(Vec<IpAddr>),
    /// To whatever the public DNS says, which byway does not ask.
    Public,
    /// To nothing: why not, in a few words.
    Nothing(String),
}

/// What a name leads to, and what decided it, in order.
#[derive(Clone, Debug)]
pub struct Resolution<'i> {
    /// What it leads to.
    pub answer: Answer<Resolved<'i>>,
    /// What decided: attributes, options, rules, zones, records.
    pub hops: Vec<Hop>,
}

/// What `name` leads to for the clients in a VPC that use the resolver its DHCP options name.
pub fn resolve<'i>(index: &'i Index<'i>, vpc: Seat<'i, Vpc>, name: &str, family: Family) -> Resolution<'i> {
    let _ = (index, vpc, name, family);
    Resolution { answer: Answer::unknown(Gap::NotModelled { what: "names".to_owned() }), hops: Vec::new() }
}

/// The names of a service in a Region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceNames {
    /// The name that SDKs use unless told otherwise, such as `sqs.eu-west-1.amazonaws.com`; of a service whose names are
    /// wildcards, one that falls under it.
    pub usual: String,
    /// Every name AWS publishes for the service, wildcards as `*.dkr.ecr.eu-west-1.amazonaws.com`.
    pub all: Vec<String>,
    /// Why there may be more, and why `usual` may be another.
    pub rest: Gaps,
}

/// The names of a service by its token, as a VPC's Region has them; `None` where it has no private names at all.
pub fn service_names(vpc: Seat<'_, Vpc>, token: &str) -> Answer<Option<ServiceNames>> {
    let _ = (vpc, token);
    Answer::unknown(Gap::NotModelled { what: "the names of services".to_owned() })
}

/// The name by which SDKs call a service in a VPC's Region, built from its token where AWS's own list of names was not
/// seen.
pub fn usual_name(vpc: Seat<'_, Vpc>, token: &str) -> String {
    format!("{token}.{}.amazonaws.com", vpc.place.region)
}

/// The service that a DNS name is a name of, by its token, if it is one of a service on offer in the VPC's Region.
pub fn token_of_name(vpc: Seat<'_, Vpc>, name: &str) -> Option<String> {
    let _ = (vpc, name);
    None
}

/// The name of a service in a VPC's Region, as endpoints name it, by its token, if it is on offer or has a prefix list.
pub fn service_name(vpc: Seat<'_, Vpc>, token: &str) -> Option<String> {
    use crate::id::ServiceName;
    let place = vpc.place;
    let offered = place.view.vpc_endpoint_services.iter().map(|service| service.service_name.as_str());
    let lists = place.view.prefix_lists.iter().filter_map(|list| list.prefix_list_name.as_deref());
    let endpoints = place.view.vpc_endpoints.iter().filter_map(|endpoint| endpoint.service_name.as_deref());
    let mut all = offered.chain(lists).chain(endpoints);
    all.find(|name| ServiceName((*name).to_owned()).token() == Some(token)).map(str::to_owned)
}
