//! Which private zones' records can matter, and what tells which VPCs see a zone.
//!
//! A zone takes part in the path to an AWS service only if a name of a service equals it, lies under it (the zone hides
//! the name) or contains it (the zone hides a part of the service). AWS's own domains hold many names that are on no list
//! (of global services, of older forms), so every zone within them counts. All other zones' records are somebody's own
//! business and are left unread.

use crate::id::Region;
use crate::snapshot::model::{HostedZone, VpcEndpointService};
use std::collections::{BTreeMap, BTreeSet};

/// What is known of an account's zones.
#[derive(Debug, Default)]
pub(super) struct Zones {
    /// Own zones that await a ruling, by id.
    own: BTreeMap<String, HostedZone>,
    /// Whether the account's own list has come. It alone says which zones a service made, so nothing is ruled before.
    own_listed: bool,
    /// Foreign zones that await the names: id and name.
    foreign: BTreeMap<String, String>,
    /// Regions whose services have not come yet.
    waiting: BTreeSet<Region>,
    names: BTreeSet<String>,
    /// Whether it is known which Regions there are.
    regions_known: bool,
    suffixes: Vec<String>,
    asked: BTreeSet<String>,
}

/// What to do about a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ruling {
    /// Its records may matter, and it is the account's own.
    Ask(String),
    /// Its records may matter, and it is another account's.
    Foreign(String),
    /// Its records decide nothing.
    Leave(String),
}

impl Zones {
    /// `suffixes` are the partition's domains, such as `amazonaws.com`.
    pub(super) fn new(suffixes: Vec<String>) -> Self {
        Self { suffixes, ..Self::default() }
    }

    /// A Region whose services will be listed.
    pub(super) fn await_region(&mut self, region: &Region) {
        self.regions_known = true;
        self.waiting.insert(region.clone());
    }

    /// Takes in the services on offer in a Region.
    pub(super) fn services(&mut self, region: &Region, services: &[VpcEndpointService]) {
        self.waiting.remove(region);
        for service in services {
            let names = service.private_dns_names.iter().filter_map(|name| name.private_dns_name.as_deref());
            self.names.extend(names.chain(service.private_dns_name.as_deref()).map(plain));
        }
    }

    /// Takes in the account's own list of zones, whole or not.
    pub(super) fn own(&mut self, zones: &[HostedZone]) {
        self.own_listed = true;
        self.own.extend(zones.iter().map(|zone| (zone.id.clone(), zone.clone())));
    }

    /// Takes in an own zone that a VPC sees; what the account's list says of it counts.
    pub(super) fn own_by_vpc(&mut self, id: &str, name: &str) {
        let seen = || HostedZone { id: id.to_owned(), name: name.to_owned(), ..HostedZone::default() };
        self.own.entry(id.to_owned()).or_insert_with(seen);
    }

    pub(super) fn foreign(&mut self, id: &str, name: &str) {
        self.foreign.insert(id.to_owned(), name.to_owned());
    }

    /// The zones that can be ruled on by now; each once.
    pub(super) fn ready(&mut self) -> Vec<Ruling> {
        if !self.own_listed || !self.regions_known || !self.waiting.is_empty() {
            return Vec::new();
        }
        let mut rulings = Vec::new();
        for zone in std::mem::take(&mut self.own).into_values() {
            let matters = zone.linked_service.is_none() && self.matters(&zone.name);
            if self.asked.insert(zone.id.clone()) {
                rulings.push(if matters { Ruling::Ask(zone.id) } else { Ruling::Leave(zone.id) });
            }
        }
        for (id, name) in std::mem::take(&mut self.foreign) {
            if self.matters(&name) && self.asked.insert(id.clone()) {
                rulings.push(Ruling::Foreign(id));
            }
        }
        rulings
    }

    fn matters(&self, zone: &str) -> bool {
        let zone = plain(zone);
        let meets = |name: &str| is_at_or_under(name, &zone) || is_at_or_under(&zone, name);
        self.suffixes.iter().any(|suffix| meets(suffix)) || self.names.iter().any(|name| meets(name))
    }
}

/// A name as it is compared: no final dot, no wildcard label, lower case.
fn plain(name: &str) -> String {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let name = name.strip_prefix("*.").or_else(|| name.strip_prefix("\\052.")).unwrap_or(&name);
    name.to_owned()
}

/// Whether a name is `zone` or lies under it; everything lies under the root.
fn is_at_or_under(name: &str, zone: &str) -> bool {
    zone.is_empty() || name.strip_suffix(zone).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::model::{LinkedService, PrivateDnsDetail};

    fn ruled(name: &str) -> Vec<Ruling> {
        let region: Region = "eu-west-1".parse().unwrap_or_else(|_| Region::global());
        let mut zones = Zones::new(vec!["amazonaws.com".to_owned(), "api.aws".to_owned()]);
        zones.await_region(&region);
        zones.own(&[HostedZone { id: name.to_owned(), name: name.to_owned(), ..HostedZone::default() }]);
        assert_eq!(zones.ready(), []);
        let listed = ["*.dkr.ecr.eu-west-1.amazonaws.com", "notebook.eu-west-1.sagemaker.aws"];
        let names = listed.map(|name| PrivateDnsDetail { private_dns_name: Some(name.to_owned()) });
        let service = VpcEndpointService { private_dns_names: names.to_vec(), ..VpcEndpointService::default() };
        zones.services(&region, &[service]);
        zones.ready()
    }

    #[test]
    fn a_zone_that_a_service_made_is_left_whichever_list_shows_it_first() {
        let region: Region = "eu-west-1".parse().unwrap_or_else(|_| Region::global());
        let (id, name) = ("Z1".to_owned(), "team.s3.eu-west-1.amazonaws.com.".to_owned());
        let made = HostedZone { id, name, linked_service: Some(LinkedService::default()), ..HostedZone::default() };
        for by_vpc_first in [true, false] {
            let mut zones = Zones::new(vec!["amazonaws.com".to_owned()]);
            zones.await_region(&region);
            zones.services(&region, &[]);
            if by_vpc_first {
                zones.own_by_vpc(&made.id, &made.name);
            }
            let mut rulings = zones.ready();
            zones.own(std::slice::from_ref(&made));
            rulings.extend(zones.ready());
            zones.own_by_vpc(&made.id, &made.name);
            rulings.extend(zones.ready());
            assert_eq!(rulings, [Ruling::Leave(made.id.clone())], "by VPC first: {by_vpc_first}");
        }
    }

    #[test]
    fn zones_that_a_service_name_equals_contains_or_lies_under_are_asked_for() {
        for name in [
            ".",
            "com.",
            "amazonaws.com.",
            "eu-west-1.amazonaws.com.",
            "s3.amazonaws.com.",
            "iam.amazonaws.com.",
            "bucket.s3.us-east-1.amazonaws.com.",
            "S3.EU-WEST-1.AMAZONAWS.COM.",
            "sagemaker.aws.",
            "notebook.eu-west-1.sagemaker.aws.",
            "team.notebook.eu-west-1.sagemaker.aws.",
        ] {
            assert_eq!(ruled(name), [Ruling::Ask(name.to_owned())], "{name}");
        }
        for name in
            ["corp.internal.", "ws.com.", "notamazonaws.com.", "studio.us-east-1.sagemaker.aws.", "example.com."]
        {
            assert_eq!(ruled(name), [Ruling::Leave(name.to_owned())], "{name}");
        }
    }
}
