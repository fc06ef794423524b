//! Everything that decides about names in one VPC, gathered once.

use super::candidate::{By, Candidate, Kind, RuleKind, Unseen, What};
use super::domain::{listed, normal};
use super::endpoint::{in_use, is_own, private_names};
use super::servers::{self, Servers};
use crate::finding::Hop;
use crate::network::{Index, Place, Seat};
use crate::snapshot::model::{Vpc, VpcEndpoint};
use crate::snapshot::{Answer, Collection, Gap, Gaps};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that decides about names in one VPC.
#[derive(Debug)]
pub(super) struct View {
    /// The place it was gathered in.
    pub home: usize,
    pub servers: Answer<Servers>,
    /// What says which servers they are, where they are not the default.
    pub servers_hops: Vec<Hop>,
    /// The attributes enableDnsSupport and enableDnsHostnames.
    pub support: Answer<bool>,
    pub hostnames: Answer<bool>,
    /// What may answer, by domain.
    pub domains: BTreeMap<String, Vec<Candidate>>,
    pub unseen: Vec<Unseen>,
}

impl View {
    pub fn of(index: &Index<'_>, vpc: Seat<'_, Vpc>) -> Self {
        let (servers, servers_hops) = servers::of(vpc);
        let home = index.places().iter().position(|place| std::ptr::eq(place, vpc.place)).unwrap_or_default();
        let mut view = Self {
            home,
            servers,
            servers_hops,
            support: attribute(vpc, "enableDnsSupport"),
            hostnames: attribute(vpc, "enableDnsHostnames"),
            domains: BTreeMap::new(),
            unseen: Vec::new(),
        };
        // What only the owner of a VPC can list is unknown to everybody else.
        let foreign: Gaps = vpc.place.foreign(vpc.it.owner_id.as_deref()).into_iter().collect();
        view.add_instances(vpc.place);
        view.add_endpoints(index, vpc, &foreign);
        view.add_zones(vpc, &foreign);
        view.add_rules(vpc, &foreign);
        view.add_profiles(index, vpc, &foreign);
        view
    }

    /// Adds what answers for a domain.
    pub fn add(&mut self, domain: String, candidate: Candidate) {
        self.domains.entry(domain).or_default().push(candidate);
    }

    /// Adds what was not seen, if there is a reason.
    pub fn miss(&mut self, what: Kind, by_profile: bool, gaps: Gaps) {
        if !gaps.is_empty() {
            self.unseen.push(Unseen { what, by_profile, aws_only: false, gaps });
        }
    }

    /// The rules that the resolver defines by itself for the names of instances
    /// (<https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-overview-forward-vpc-to-network-autodefined-rules.html>).
    fn add_instances(&mut self, place: &Place<'_>) {
        let region = place.region.as_str();
        let suffix = place.partition().dns_suffix();
        let domains = match region {
            "us-east-1" => vec!["ec2.internal".to_owned(), format!("compute-1.{suffix}")],
            _ => vec![format!("{region}.compute.internal"), format!("{region}.compute.{suffix}")],
        };
        for domain in domains {
            self.add(domain, Candidate { by: By::Vpc, what: What::Instances, doubt: Gaps::none() });
        }
    }

    fn add_endpoints(&mut self, index: &Index<'_>, vpc: Seat<'_, Vpc>, foreign: &Gaps) {
        let endpoints = vpc.place.endpoints_in(&vpc.it.vpc_id);
        self.miss(Kind::Hidden, false, endpoints.rest.union(foreign.clone()));
        for endpoint in endpoints.items {
            self.add_endpoint(index, endpoint, &By::Vpc, &Gaps::none());
        }
    }

    /// Adds the hidden zones of an endpoint's private names, as far as it has some.
    pub fn add_endpoint(&mut self, index: &Index<'_>, endpoint: Seat<'_, VpcEndpoint>, by: &By, doubt: &Gaps) {
        let mut doubt = doubt.clone();
        match endpoint.it.vpc_endpoint_type.as_deref() {
            Some("Interface" | "Resource" | "ServiceNetwork") => {}
            Some("Gateway" | "GatewayLoadBalancer") => return,
            Some(_) | None if endpoint.it.private_dns_enabled != Some(true) => return,
            Some(_) | None => {
                let what = format!("the names of {}, an endpoint of its kind", endpoint.it.vpc_endpoint_id);
                doubt.extend(Gap::NotModelled { what }.into());
            }
        }
        if endpoint.it.private_dns_enabled != Some(true) {
            return;
        }
        match in_use(endpoint.it) {
            Answer::Known(true) => {}
            Answer::Known(false) => return,
            Answer::Unknown(gaps) => doubt.extend(gaps),
        }
        let options = endpoint.it.dns_options.as_ref();
        let inbound_only = options.and_then(|options| options.private_dns_only_for_inbound_resolver_endpoint);
        let mut names = private_names(index, endpoint);
        if names.items.is_empty() && names.rest.is_empty() {
            // Private DNS is on, so that there are some, which nothing shows.
            let at = endpoint.it.vpc_endpoint_id.clone();
            names.rest.extend(Gap::Malformed { field: "DnsEntries".to_owned(), at }.into());
        }
        if !names.rest.is_empty() {
            let third_party = endpoint.it.service_name.as_deref().is_none_or(|name| name.contains("vpce-svc-"));
            let gaps = names.rest.union(doubt.clone());
            let by_profile = *by != By::Vpc;
            self.unseen.push(Unseen { what: Kind::Hidden, by_profile, aws_only: !third_party, gaps });
        }
        let bases: BTreeSet<&str> = names.items.iter().map(|name| name.strip_prefix("*.").unwrap_or(name)).collect();
        for base in bases {
            let wildcard = names.items.iter().any(|name| name.strip_prefix("*.") == Some(base));
            let what = What::Hidden {
                endpoint: endpoint.it.vpc_endpoint_id.clone(),
                wildcard,
                inbound_only: inbound_only == Some(true),
            };
            self.add(base.to_owned(), Candidate { by: by.clone(), what, doubt: doubt.clone() });
        }
    }

    fn add_zones(&mut self, vpc: Seat<'_, Vpc>, foreign: &Gaps) {
        let id = vpc.it.vpc_id.as_str();
        let rest = vpc.place.rest(Collection::HostedZonesByVpc, id);
        self.miss(Kind::Zone, false, rest.union(foreign.clone()));
        for zone in vpc.place.whole.hosted_zones_by_vpc.get(id).into_iter().flatten() {
            let owner = zone.owner.as_ref();
            let service = owner.and_then(|owner| owner.owning_service.clone()).filter(|service| !service.is_empty());
            let account = owner.and_then(|owner| owner.owning_account.clone());
            let domain = normal(&zone.name);
            let what = match service {
                // An endpoint's zone was added with the endpoint; in use or not, it is the endpoint that says so.
                Some(service) if service.contains("vpce") && self.is_an_endpoints(vpc, &domain) => continue,
                Some(service) => What::Service { id: zone.hosted_zone_id.clone(), service },
                None => What::Zone { id: zone.hosted_zone_id.clone(), owner: account },
            };
            self.add(domain, Candidate { by: By::Vpc, what, doubt: Gaps::none() });
        }
    }

    /// Whether a domain is one of those for which endpoints of the VPC have a hidden zone, or had, or may have.
    fn is_an_endpoints(&self, vpc: Seat<'_, Vpc>, domain: &str) -> bool {
        let hidden = |candidate: &Candidate| matches!(candidate.what, What::Hidden { .. });
        let entries = |endpoint: &Seat<'_, VpcEndpoint>| {
            let names = endpoint.it.dns_entries.iter().filter_map(|entry| entry.dns_name.as_deref()).map(normal);
            names.filter(|name| !is_own(name)).any(|name| name.strip_prefix("*.").unwrap_or(&name) == domain)
        };
        self.domains.get(domain).is_some_and(|held| held.iter().any(hidden))
            || vpc.place.endpoints_in(&vpc.it.vpc_id).items.iter().any(entries)
    }

    fn add_rules(&mut self, vpc: Seat<'_, Vpc>, foreign: &Gaps) {
        let place = vpc.place;
        let rest = place.rest(Collection::ResolverRuleAssociations, "").union(foreign.clone());
        let every_rule = place.rest(Collection::ResolverRules, "");
        if !rest.is_empty() && every_rule.is_empty() && foreign.is_empty() {
            // Which rules there are is known, so that an association nobody saw can be of one of them only.
            for rule in &place.view.resolver_rules {
                self.add_rule(place, self.home, &rule.id, &By::Vpc, &rest);
            }
        } else {
            self.miss(Kind::Rule, false, rest);
        }
        for association in &place.view.resolver_rule_associations {
            match association.vpc_id.as_deref() {
                Some(id) if id == vpc.it.vpc_id => {}
                Some(_) => continue,
                None => {
                    let gap = Gap::Malformed { field: "VPCId".to_owned(), at: association.id.clone() };
                    self.miss(Kind::Rule, false, gap.into());
                    continue;
                }
            }
            let Some(doubt) = doubt_of(&association.id, association.status.as_deref(), &["FAILED", "OVERRIDDEN"])
            else {
                continue;
            };
            let rule = association.resolver_rule_id.as_deref().unwrap_or_default();
            // The rules that the resolver defines by itself leave names to the public DNS.
            if rule.starts_with("rslvr-autodefined-rr") {
                continue;
            }
            if !self.add_rule(place, self.home, rule, &By::Vpc, &doubt) {
                let rest = place.rest(Collection::ResolverRules, "");
                let lost = Gap::Malformed { field: "ResolverRuleId".to_owned(), at: association.id.clone() };
                self.miss(Kind::Rule, false, if rest.is_empty() { lost.into() } else { rest }.union(doubt));
            }
        }
    }

    /// Adds a rule, if it was seen in a place.
    pub fn add_rule(&mut self, place: &Place<'_>, at: usize, id: &str, by: &By, doubt: &Gaps) -> bool {
        let Some(rule) = place.find(&place.view.resolver_rules, id) else { return false };
        let rule = rule.it;
        let Some(more) = doubt_of(&rule.id, rule.status.as_deref(), &["FAILED"]) else { return true };
        let doubt = doubt.clone().union(more);
        let kind = match rule.rule_type.as_deref() {
            // The resolver's own way to the public DNS, which is what remains without any rule.
            Some("RECURSIVE") => return true,
            Some("FORWARD") => RuleKind::Forward,
            Some("SYSTEM") => RuleKind::System,
            Some(other) => RuleKind::Other(other.to_owned()),
            None => RuleKind::Other("no type".to_owned()),
        };
        match rule.domain_name.as_deref().or(rule.delegation_record.as_deref()) {
            Some(domain) => {
                let what = What::Rule { id: rule.id.clone(), place: at, kind };
                self.add(normal(domain), Candidate { by: by.clone(), what, doubt });
            }
            None => {
                let gap = Gap::Malformed { field: "DomainName".to_owned(), at: rule.id.clone() };
                self.miss(Kind::Rule, *by != By::Vpc, Gaps::from(gap).union(doubt));
            }
        }
        true
    }
}

/// Why an association or rule may not be in force, by its state; `None` where it is not for certain.
pub(super) fn doubt_of(id: &str, status: Option<&str>, off: &[&str]) -> Option<Gaps> {
    match status {
        Some("COMPLETE") => Some(Gaps::none()),
        Some(status) if off.contains(&status) => None,
        Some(status @ ("CREATING" | "UPDATING" | "DELETING")) => {
            let what = format!("{id} is {status}, and may be in force or not");
            Some(Gap::Ambiguous { what }.into())
        }
        Some(status) => Some(Gap::Unrecognised { field: format!("{id} Status"), value: status.to_owned() }.into()),
        None => Some(Gap::Malformed { field: "Status".to_owned(), at: id.to_owned() }.into()),
    }
}

/// An attribute of a VPC: `enableDnsSupport` or `enableDnsHostnames`.
fn attribute(vpc: Seat<'_, Vpc>, name: &str) -> Answer<bool> {
    let id = vpc.it.vpc_id.as_str();
    let rest = vpc.place.rest(Collection::VpcAttributes, &listed_key(id, name));
    if !rest.is_empty() {
        return Answer::Unknown(rest);
    }
    let held = vpc.place.find(&vpc.place.view.vpc_attributes, id);
    let value = held.and_then(|held| match name {
        "enableDnsSupport" => held.it.enable_dns_support.as_ref(),
        _ => held.it.enable_dns_hostnames.as_ref(),
    });
    match value.and_then(|value| value.value) {
        Some(value) => Answer::Known(value),
        None => Answer::unknown(Gap::Malformed { field: name.to_owned(), at: id.to_owned() }),
    }
}

fn listed_key(vpc: &str, attribute: &str) -> String {
    format!("{vpc}/{attribute}")
}

/// Words for several Profiles on one VPC, which AWS orders by a priority.
pub(super) fn priorities(profiles: &[&str]) -> Gap {
    Gap::NotModelled { what: format!("which of the VPC's Profiles {} goes first", listed(profiles)) }
}
