//! Which private zones' records can matter, and what tells which VPCs see a zone.
//!
//! A zone takes part in the path to an AWS service only if a name of a service equals it, lies under it (the zone hides
//! the name) or contains it (the zone hides a part of the service). All other zones' records are somebody's own business
//! and are left unread.

use crate::id::Region;
use crate::snapshot::model::{HostedZone, VpcEndpointService};
use std::collections::{BTreeMap, BTreeSet};

/// Services that have names in every Region and may be on no list.
const ALWAYS: [&str; 4] = ["s3", "dynamodb", "sts", "ec2"];

/// What is known of an account's zones.
#[derive(Debug, Default)]
pub(super) struct Zones {
    /// Own zones that await the names.
    listed: Vec<HostedZone>,
    /// Foreign zones that await the names: id and name.
    foreign: BTreeMap<String, String>,
    /// Regions whose services have not come yet.
    waiting: BTreeSet<Region>,
    names: BTreeSet<String>,
    /// Some Region's list of services was not whole: every zone within AWS's domains may matter.
    generous: bool,
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
        for suffix in &self.suffixes {
            self.names.extend(ALWAYS.map(|token| format!("{token}.{region}.{suffix}")));
        }
    }

    /// Takes in the services on offer in a Region.
    pub(super) fn services(&mut self, region: &Region, services: &[VpcEndpointService], complete: bool) {
        self.waiting.remove(region);
        self.generous |= !complete;
        for service in services {
            let names = service.private_dns_names.iter().filter_map(|name| name.private_dns_name.as_deref());
            self.names.extend(names.chain(service.private_dns_name.as_deref()).map(plain));
            // `com.amazonaws.<region>.<token>` has the name `<token>.<region>.amazonaws.com` even where AWS lists none.
            if let Some((_, token)) = service.service_name.split_once(&format!(".{region}.")) {
                let turned = token.rsplit('.').collect::<Vec<_>>().join(".");
                self.names.extend(self.suffixes.iter().map(|suffix| format!("{turned}.{region}.{suffix}")));
                self.names.extend(self.suffixes.iter().map(|suffix| format!("{token}.{region}.{suffix}")));
            }
        }
    }

    pub(super) fn own(&mut self, zones: &[HostedZone]) {
        self.listed.extend(zones.iter().cloned());
    }

    pub(super) fn foreign(&mut self, id: &str, name: &str) {
        self.foreign.insert(id.to_owned(), name.to_owned());
    }

    /// The zones that can be ruled on by now; each once.
    pub(super) fn ready(&mut self) -> Vec<Ruling> {
        if !self.regions_known || !self.waiting.is_empty() {
            return Vec::new();
        }
        let mut rulings = Vec::new();
        for zone in std::mem::take(&mut self.listed) {
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
        // A zone that hides a whole domain of AWS's hides the services on no list too.
        self.suffixes
            .iter()
            .any(|suffix| is_at_or_under(suffix, &zone) || (self.generous && is_at_or_under(&zone, suffix)))
            || self.names.iter().any(|name| meets(name))
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
    use crate::snapshot::model::PrivateDnsDetail;

    fn ruled(names: &[&str], generous: bool) -> Vec<Ruling> {
        let region: Region = "eu-west-1".parse().unwrap_or_else(|_| Region::global());
        let mut zones = Zones::new(vec!["amazonaws.com".to_owned(), "api.aws".to_owned()]);
        zones.await_region(&region);
        zones.own(
            &names
                .iter()
                .map(|name| HostedZone { id: (*name).to_owned(), name: (*name).to_owned(), ..HostedZone::default() })
                .collect::<Vec<_>>(),
        );
        assert_eq!(zones.ready(), []);
        let private_dns_names =
            vec![PrivateDnsDetail { private_dns_name: Some("*.dkr.ecr.eu-west-1.amazonaws.com".to_owned()) }];
        let service = VpcEndpointService {
            service_name: "com.amazonaws.eu-west-1.ecr.dkr".to_owned(),
            private_dns_names,
            ..VpcEndpointService::default()
        };
        zones.services(&region, &[service], !generous);
        zones.ready()
    }

    #[test]
    fn zones_that_a_service_name_equals_contains_or_lies_under_are_asked_for() {
        let matter = [
            ".",
            "com.",
            "amazonaws.com.",
            "eu-west-1.amazonaws.com.",
            "s3.eu-west-1.amazonaws.com.",
            "bucket.s3.eu-west-1.amazonaws.com.",
            "ecr.eu-west-1.amazonaws.com.",
            "111122223333.dkr.ecr.eu-west-1.amazonaws.com.",
            "S3.EU-WEST-1.AMAZONAWS.COM.",
        ];
        for name in matter {
            assert_eq!(ruled(&[name], false), [Ruling::Ask(name.to_owned())]);
        }
        for name in [
            "corp.internal.",
            "ws.com.",
            "xs3.eu-west-1.amazonaws.com.",
            "rds.eu-central-1.amazonaws.com.",
            "example.com.",
        ] {
            assert_eq!(ruled(&[name], false), [Ruling::Leave(name.to_owned())], "{name}");
        }
        assert_eq!(
            ruled(&["rds.eu-central-1.amazonaws.com."], true),
            [Ruling::Ask("rds.eu-central-1.amazonaws.com.".to_owned())]
        );
    }
}
