//! The names of AWS services.

use super::domain::{depth, is_below, normal};
use super::endpoint::{is_own, service_private_names};
use crate::id::{Region, ServiceName};
use crate::network::memory::remember;
use crate::network::{Place, Seat};
use crate::snapshot::model::{Vpc, VpcEndpoint, VpcEndpointService};
use crate::snapshot::{Answer, Collection, Gap, Gaps};

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

/// Services whose names are not their token with its labels turned round, as botocore's endpoints have them.
const OTHERWISE: &[(&str, &str)] = &[
    ("appstream.api", "appstream2"),
    ("codeartifact.api", "codeartifact"),
    ("codeartifact.repositories", "d.codeartifact"),
    ("ecs-agent", "ecs-a"),
    ("ecs-telemetry", "ecs-t"),
    ("kinesis-firehose", "firehose"),
    ("kinesis-streams", "kinesis"),
    ("s3express", "s3express-control"),
];

/// Services whose clients use names of their own below the service's.
const WILDCARDS: &[&str] =
    &["codeartifact.repositories", "ecr-fips.dkr", "ecr.dkr", "execute-api", "execute-api-fips", "transfer.server"];

/// Services that gateway endpoints reach, whose public names AWS documents
/// (<https://docs.aws.amazon.com/general/latest/gr/s3.html>).
const GATEWAYS: &[&str] = &["dynamodb", "s3", "s3express"];

/// The names of a service by its token, as a VPC's Region has them; `None` where it has no private names at all.
///
/// From what AWS lists on offer, else from the entries of endpoints in the Region, else from the token, which the gaps in
/// `rest` then say. S3 and DynamoDB have their public names whatever the list says.
pub fn service_names(vpc: Seat<'_, Vpc>, token: &str) -> Answer<Option<ServiceNames>> {
    let place = vpc.place;
    remember(&place.memory.services, token.to_owned(), || names_in(place, token))
}

fn names_in(place: &Place<'_>, token: &str) -> Answer<Option<ServiceNames>> {
    let offered: Vec<&VpcEndpointService> =
        place.view.vpc_endpoint_services.iter().filter(|service| is_called(&service.service_name, token)).collect();
    let mut rest = place.rest(Collection::VpcEndpointServices, "");
    let mut all: Vec<String> = offered.iter().flat_map(|service| service_private_names(service)).collect();
    let built = built(place, token);
    if all.is_empty() && !GATEWAYS.contains(&token) {
        let endpoints = place
            .view
            .vpc_endpoints
            .iter()
            .filter(|one| one.service_name.as_deref().is_some_and(|name| is_called(name, token)));
        let entries =
            endpoints.flat_map(|one| &one.dns_entries).filter_map(|entry| entry.dns_name.as_deref()).map(normal);
        all.extend(entries.filter(|name| !is_own(name)));
        if all.is_empty() {
            if !offered.is_empty() && rest.is_empty() {
                return Answer::Known(None);
            }
            if rest.is_empty() {
                rest.extend(Gap::NotModelled { what: format!("the names of {token}, which is not on offer") }.into());
            }
        }
    }
    all.sort();
    all.dedup();
    let usual = usual(place, token, &all, &built);
    if all.is_empty() {
        all.push(usual.clone());
    }
    Answer::Known(Some(ServiceNames { usual, all, rest }))
}

/// The name by which SDKs call a service in a VPC's Region, built from its token where AWS's own list of names was not
/// seen.
pub fn usual_name(vpc: Seat<'_, Vpc>, token: &str) -> String {
    usual(vpc.place, token, &[], &built(vpc.place, token))
}

/// The service that a DNS name is a name of, by its token, if it is one of a service on offer in the VPC's Region, there or
/// elsewhere, or one that gateway endpoints reach from here.
pub fn token_of_name(vpc: Seat<'_, Vpc>, name: &str) -> Option<String> {
    token_in(vpc.place, name)
}

/// The service that a name is a name of, as far as a place shows it.
pub(in crate::network) fn token_in(place: &Place<'_>, name: &str) -> Option<String> {
    let name = normal(name);
    let name = name.as_str();
    let is_one = |held: &str| match held.strip_prefix("*.") {
        Some(base) => name == base || is_below(name, base),
        None => name == held,
    };
    let token = |name: &str| ServiceName(name.to_owned()).token().map(str::to_owned);
    let mut offered = place.view.vpc_endpoint_services.iter();
    if let Some(service) = offered.find(|service| service_private_names(service).iter().any(|held| is_one(held))) {
        return token(&service.service_name);
    }
    let mut endpoints = place.view.vpc_endpoints.iter();
    let entries = |endpoint: &VpcEndpoint| {
        let entries = endpoint.dns_entries.iter().filter_map(|entry| entry.dns_name.as_deref()).map(normal);
        entries.filter(|held| !is_own(held)).any(|held| is_one(&held))
    };
    if let Some(endpoint) = endpoints.find(|endpoint| entries(endpoint)) {
        return token(endpoint.service_name.as_deref()?);
    }
    // Buckets and tables' accounts have names below the service's.
    let gateway = GATEWAYS.iter().find(|token| {
        let built = built(place, token);
        name == built || is_below(name, &built)
    });
    if let Some(token) = gateway {
        return Some((*token).to_owned());
    }
    // The same service elsewhere: in another Region, or of the whole partition. Its addresses are none of this Region's
    // lists, so that those of services with lists are left out.
    let elsewhere = |token: &String| {
        let Some(rest) = name.strip_prefix(first(token).as_str()).and_then(|rest| rest.strip_prefix('.')) else {
            return false;
        };
        let suffix = place.partition().dns_suffix();
        let region = rest.strip_suffix(suffix).and_then(|region| region.strip_suffix('.'));
        rest == suffix || region.is_some_and(Region::is_code)
    };
    let mut tokens = place.view.vpc_endpoint_services.iter().filter_map(|service| token(&service.service_name));
    tokens.find(|token| !GATEWAYS.contains(&token.as_str()) && elsewhere(token))
}

/// The name of a service in a VPC's Region, as endpoints name it, by its token, if it is on offer or has a prefix list.
pub fn service_name(vpc: Seat<'_, Vpc>, token: &str) -> Option<String> {
    service_name_in(vpc.place, token)
}

/// As [`service_name`], for all VPCs of a place.
pub(in crate::network) fn service_name_in(place: &Place<'_>, token: &str) -> Option<String> {
    let offered = place.view.vpc_endpoint_services.iter().map(|service| service.service_name.as_str());
    let lists = place.view.prefix_lists.iter().filter_map(|list| list.prefix_list_name.as_deref());
    let endpoints = place.view.vpc_endpoints.iter().filter_map(|endpoint| endpoint.service_name.as_deref());
    let mut all = offered.chain(lists).chain(endpoints);
    all.find(|name| is_called(name, token)).map(str::to_owned)
}

fn is_called(name: &str, token: &str) -> bool {
    ServiceName(name.to_owned()).token() == Some(token)
}

/// The name that the token of a service suggests.
fn built(place: &Place<'_>, token: &str) -> String {
    format!("{}.{}.{}", first(token), place.region, place.partition().dns_suffix())
}

/// What stands before the Region in the name that a token suggests.
fn first(token: &str) -> String {
    match OTHERWISE.iter().find(|(other, _)| *other == token) {
        Some((_, name)) => (*name).to_owned(),
        None => token.split('.').rev().collect::<Vec<_>>().join("."),
    }
}

/// The name that SDKs use, of all that are published.
fn usual(place: &Place<'_>, token: &str, all: &[String], built: &str) -> String {
    let below = |base: &str| match token {
        // A registry's name is its account's.
        "ecr.dkr" | "ecr-fips.dkr" => format!("{}.{base}", place.account.as_str()),
        _ => format!("example.{base}"),
    };
    if WILDCARDS.contains(&token) {
        let regional = format!(".{}.{}", place.region, place.partition().dns_suffix());
        let wildcards = all.iter().filter_map(|name| name.strip_prefix("*."));
        let base = wildcards.min_by_key(|base| (*base != built, !base.ends_with(&regional), depth(base), *base));
        return below(base.unwrap_or(built));
    }
    if all.is_empty() || GATEWAYS.contains(&token) || all.iter().any(|name| name == built) {
        return built.to_owned();
    }
    let regional = format!(".{}.{}", place.region, place.partition().dns_suffix());
    let plain = all.iter().filter(|name| !name.starts_with("*."));
    // FIPS names come last unless the service is for them; of the others the Region's own, then the shortest.
    let fips = |name: &str| name.contains("-fips") && !token.contains("-fips");
    let best =
        plain.min_by_key(|name| (fips(name), !name.ends_with(&regional), depth(name), name.len(), (*name).clone()));
    match best {
        Some(name) => name.clone(),
        None => all.first().map_or_else(|| built.to_owned(), |name| below(name.strip_prefix("*.").unwrap_or(name))),
    }
}
