//! Which VPCs' DNS attributes decide anything.
//!
//! AWS answers one attribute of one VPC a call, so the two are asked for only where an endpoint, a private zone, a
//! Resolver rule or a Profile hangs on the VPC's resolver. What could not be listed may hold such a thing, so a list that
//! is not whole is a reason to ask.

use crate::snapshot::model::VpcPeeringConnectionVpcInfo;
use crate::snapshot::{Collection, Items};
use std::collections::{BTreeMap, BTreeSet};

/// What is known of the VPCs of one Region.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    /// Lists of the Region still to come that may give a reason.
    waiting: BTreeSet<Collection>,
    /// Whether each VPC's zones are asked for, and so may give a reason.
    by_zones: bool,
    /// VPCs with a reason that came before the VPCs themselves.
    reasons: BTreeSet<String>,
    /// A list was not whole: every VPC has a reason.
    all: bool,
    /// VPCs still without a reason, and whether their zones have come.
    open: BTreeMap<String, bool>,
}

fn resolved_by_peers(side: &VpcPeeringConnectionVpcInfo) -> Option<String> {
    let is_let = side.peering_options.as_ref()?.allow_dns_resolution_from_remote_vpc?;
    side.vpc_id.clone().filter(|_| is_let)
}

/// What to do about a VPC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ruling {
    /// Its attributes decide something.
    Ask(String),
    /// They decide nothing.
    Leave(String),
}

impl Attributes {
    pub(super) fn new(wanted: &BTreeSet<Collection>) -> Self {
        let telling = [
            Collection::VpcEndpoints,
            Collection::ResolverRuleAssociations,
            Collection::ProfileAssociations,
            Collection::ResolverEndpoints,
            Collection::VpcPeeringConnections,
        ];
        Self {
            waiting: telling.into_iter().filter(|collection| wanted.contains(collection)).collect(),
            by_zones: wanted.contains(&Collection::HostedZonesByVpc),
            // Asking for endpoints or zones only to save these calls would cost more of them.
            all: [Collection::VpcEndpoints, Collection::HostedZonesByVpc].iter().any(|one| !wanted.contains(one)),
            ..Self::default()
        }
    }

    /// Takes in the VPCs of the Region, and whether each one's zones can be listed. Where they cannot, there may be some.
    pub(super) fn vpcs(&mut self, vpcs: impl Iterator<Item = (String, bool)>) {
        for (vpc, is_listed) in vpcs {
            if self.by_zones && !is_listed {
                self.reasons.insert(vpc.clone());
            }
            self.open.insert(vpc, !self.by_zones);
        }
    }

    /// Takes in a list of the Region, whole or not.
    pub(super) fn learn(&mut self, items: &Items, complete: bool) {
        if !self.waiting.remove(&items.collection()) {
            return;
        }
        self.all |= !complete;
        match items {
            Items::VpcEndpoints(endpoints) => {
                self.reasons.extend(endpoints.iter().filter_map(|endpoint| endpoint.vpc_id.clone()));
                // One that does not say whose it is may be anyone's.
                self.all |= endpoints.iter().any(|endpoint| endpoint.vpc_id.is_none());
            }
            Items::ResolverRuleAssociations(rules) => {
                self.reasons.extend(rules.iter().filter_map(|rule| rule.vpc_id.clone()));
            }
            Items::ResolverEndpoints(endpoints) => {
                self.reasons.extend(endpoints.iter().filter_map(|endpoint| endpoint.host_vpc_id.clone()));
            }
            // A peer may be let resolve the VPC's names.
            Items::VpcPeeringConnections(peerings) => {
                let sides =
                    peerings.iter().flat_map(|peering| [&peering.requester_vpc_info, &peering.accepter_vpc_info]);
                self.reasons.extend(sides.filter_map(|side| resolved_by_peers(side.as_ref()?)));
            }
            Items::ProfileAssociations(profiles) => {
                self.reasons.extend(profiles.iter().filter_map(|profile| profile.resource_id.clone()));
            }
            // Nothing else is waited for.
            _ => {}
        }
    }

    /// Takes in the zones that one VPC sees.
    pub(super) fn zones(&mut self, vpc: &str, some: bool, complete: bool) {
        if some || !complete {
            self.reasons.insert(vpc.to_owned());
        }
        if let Some(have_come) = self.open.get_mut(vpc) {
            *have_come = true;
        }
    }

    /// The VPCs that can be ruled on by now; each once.
    pub(super) fn ready(&mut self) -> Vec<Ruling> {
        let Self { waiting, by_zones: _, reasons, all, open } = self;
        let mut rulings = Vec::new();
        open.retain(|vpc, zones_have_come| {
            if *all || reasons.contains(vpc) {
                rulings.push(Ruling::Ask(vpc.clone()));
            } else if *zones_have_come && waiting.is_empty() {
                rulings.push(Ruling::Leave(vpc.clone()));
            } else {
                return true;
            }
            false
        });
        rulings
    }
}
