//! Which services the matrix is about.

use crate::id::ServiceName;
use crate::network::{Index, Place, Seat, names};
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
            if let Some(vpc) = place.view.vpcs.first() {
                let vpc = Seat { place, it: vpc };
                tokens.extend(domains.filter_map(|domain| names::token_of_name(vpc, domain.trim_end_matches('.'))));
            }
            for vpc in &place.view.vpcs {
                let zones = place.whole.hosted_zones_by_vpc.get(&vpc.vpc_id).into_iter().flatten();
                let vpc = Seat { place, it: vpc };
                tokens.extend(zones.filter_map(|zone| names::token_of_name(vpc, zone.name.trim_end_matches('.'))));
            }
        }
    }
    tokens.into_iter().collect()
}

fn token(name: &str) -> Option<String> {
    ServiceName(name.to_owned()).token().map(str::to_owned)
}
