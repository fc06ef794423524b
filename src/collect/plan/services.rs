//! Load balancers and target groups behind the account's endpoint services.

use crate::snapshot::model::{LoadBalancer, ServiceConfiguration, TargetGroup};
use std::collections::BTreeSet;

/// What is known of the endpoint services of one Region.
#[derive(Debug, Default)]
pub(super) struct Services {
    load_balancers: BTreeSet<String>,
}

impl Services {
    /// The load balancers behind the services.
    pub(super) fn learn(&mut self, services: &[ServiceConfiguration]) -> Vec<String> {
        let arns = services
            .iter()
            .flat_map(|service| service.network_load_balancer_arns.iter().chain(&service.gateway_load_balancer_arns));
        self.load_balancers.extend(arns.cloned());
        self.load_balancers.iter().cloned().collect()
    }

    /// The target groups that serve those load balancers.
    pub(super) fn of_interest(&self, groups: &[TargetGroup]) -> Vec<String> {
        let serves =
            |group: &&TargetGroup| group.load_balancer_arns.iter().any(|arn| self.load_balancers.contains(arn));
        groups.iter().filter(serves).map(|group| group.target_group_arn.clone()).collect()
    }
}

/// The load balancers that were described.
pub(super) fn arns(balancers: &[LoadBalancer]) -> Vec<String> {
    balancers.iter().map(|balancer| balancer.load_balancer_arn.clone()).collect()
}
