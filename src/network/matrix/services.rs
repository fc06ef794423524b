//! Which services the matrix is about.

use crate::id::ServiceName;
use crate::network::{Index, Place, names};
use crate::snapshot::{Collection, Gaps};
use std::collections::BTreeSet;

/// Which rows are wanted. An empty list wants all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// VPCs, by id.
    pub vpcs: Vec<String>,
    /// Subnets, by id.
    pub subnets: Vec<String>,
    /// Services.
    pub services: Services,
}

/// Which services are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Services {
    /// S3, DynamoDB, and every service that an endpoint, private zone or forward rule in view concerns.
    #[default]
    Concerned,
    /// Every service on offer in the Region.
    All,
    /// These, by token.
    Named(Vec<String>),
}

impl Wanted {
    pub(super) fn wants_vpc(&self, id: &str) -> bool {
        self.vpcs.is_empty() || self.vpcs.iter().any(|wanted| wanted == id)
    }

    pub(super) fn wants_subnet(&self, id: &str) -> bool {
        self.subnets.is_empty() || self.subnets.iter().any(|wanted| wanted == id)
    }
}

/// The tokens of the services that are wanted, of every place, in order.
pub fn services(index: &Index<'_>, wanted: &Wanted) -> Vec<String> {
    let all: BTreeSet<String> = index.places().iter().flat_map(|place| in_place(index, place, wanted)).collect();
    all.into_iter().collect()
}

/// The tokens of the services that are wanted in one place, in order.
pub(super) fn in_place(index: &Index<'_>, place: &Place<'_>, wanted: &Wanted) -> Vec<String> {
    let mut tokens: BTreeSet<String> = BTreeSet::new();
    match &wanted.services {
        Services::Named(named) => tokens.extend(named.iter().cloned()),
        Services::All => {
            tokens.extend(["s3", "dynamodb"].map(str::to_owned));
            tokens.extend(place.view.vpc_endpoint_services.iter().filter_map(|service| token(&service.service_name)));
        }
        Services::Concerned => {
            tokens.extend(["s3", "dynamodb"].map(str::to_owned));
            // A hub's endpoints serve the VPCs of other accounts of the Region.
            let near = index.places().iter().filter(|other| other.region == place.region);
            let endpoints = near.flat_map(|other| &other.view.vpc_endpoints);
            tokens.extend(endpoints.filter_map(|endpoint| token(endpoint.service_name.as_deref()?)));
            let rules = place.view.resolver_rules.iter().filter(|rule| rule.rule_type.as_deref() == Some("FORWARD"));
            let domains = rules.filter_map(|rule| rule.domain_name.as_deref());
            let vpcs = place.view.vpcs.iter().filter_map(|vpc| place.whole.hosted_zones_by_vpc.get(&vpc.vpc_id));
            let zones = vpcs.flatten().map(|zone| zone.name.as_str());
            tokens.extend(domains.chain(zones).filter_map(|domain| names::token_in(place, domain)));
        }
    }
    tokens.into_iter().collect()
}

/// Why services may be wanted in one place that are not told of: lists that name them were not answered in full.
pub fn unseen_services(place: &Place<'_>, wanted: &Services) -> Gaps {
    let rest = |collection| place.rest(collection, "");
    match wanted {
        Services::Named(_) => Gaps::none(),
        Services::All => rest(Collection::VpcEndpointServices),
        Services::Concerned => {
            let lists = [Collection::VpcEndpointServices, Collection::VpcEndpoints, Collection::ResolverRules];
            let own = place.view.vpcs.iter().filter(|vpc| place.foreign(vpc.owner_id.as_deref()).is_none());
            let zones = own.map(|vpc| place.rest(Collection::HostedZonesByVpc, &vpc.vpc_id));
            lists.into_iter().map(rest).chain(zones).fold(Gaps::none(), Gaps::union)
        }
    }
}

fn token(name: &str) -> Option<String> {
    ServiceName(name.to_owned()).token().map(str::to_owned)
}
