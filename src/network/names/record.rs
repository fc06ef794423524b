//! Following the records of a zone: aliases within it, CNAME records out of it.

use super::ask::{Query, Resolver};
use super::domain::{is_below, normal};
use super::ruling::{Kept, Ruling, settle};
use super::{endpoint, hop, zone};
use crate::network::Seat;
use crate::snapshot::model::{ResourceRecordSet, Vpc};
use crate::snapshot::{Answer, Gap, Gaps};
use std::net::IpAddr;

/// How many CNAME records are followed, as resolvers do.
const CNAMES: usize = 8;

/// A zone whose records are known.
struct Zone<'i, 'z> {
    vpc: Seat<'i, Vpc>,
    id: &'z str,
    owner: Option<&'z str>,
    apex: &'z str,
    records: &'i [ResourceRecordSet],
}

impl<'i> Resolver<'i> {
    /// What a customer's zone says.
    pub(super) fn zone(self, vpc: Seat<'i, Vpc>, query: &Query, id: &str, owner: Option<&str>, apex: &str) -> Ruling {
        let place = vpc.place;
        let bare = |action: &str| hop::of_zone(place, owner, id, None, action.to_owned());
        let records = match zone::records(self.index, place.account, owner, id) {
            Answer::Known(records) => records,
            Answer::Unknown(gaps) => return Ruling::unknown(gaps).after(bare("the zone covers the name")),
        };
        let zone = Zone { vpc, id, owner, apex, records };
        self.say(&zone, query, std::slice::from_ref(&query.name))
    }

    fn say(self, zone: &Zone<'i, '_>, query: &Query, names: &[String]) -> Ruling {
        let Some(name) = names.last().cloned() else { return Ruling::nothing("no name") };
        let hop = |at: Option<usize>, action: &str| {
            let record = at.and_then(|at| Some((at, serde_json::to_value(zone.records.get(at)?).ok()?)));
            hop::of_zone(zone.vpc.place, zone.owner, zone.id, record, action.to_owned())
        };
        match zone::say(zone.records, zone.apex, &name, query.family) {
            zone::Says::NoSuchName => Ruling::nothing(format!("the zone {} has no record for {name}", zone.id))
                .after(hop(None, "the zone covers the name and has no record for it")),
            zone::Says::NoSuchType => {
                Ruling::nothing(format!("the zone {} has no {} record for {name}", zone.id, query.family))
                    .after(hop(None, "the zone has the name, but no record of this type"))
            }
            zone::Says::Delegated(at) => {
                Ruling::not_modelled(format!("the delegation of {name} in the zone {}", zone.id))
                    .after(hop(Some(at), "the zone delegates the name"))
            }
            zone::Says::Records(sets) | zone::Says::Cname(sets) => {
                let rulings: Vec<Ruling> = sets
                    .iter()
                    .map(|at| self.record(zone, query, *at, names).after(hop(Some(*at), "the zone's record decides")))
                    .collect();
                let doubt = if sets.len() > 1 {
                    let what = format!("which of the records for {name} in the zone {} answers", zone.id);
                    Gap::Ambiguous { what }.into()
                } else {
                    Gaps::none()
                };
                settle(rulings, doubt)
            }
        }
    }

    /// What one record set leads to.
    fn record(self, zone: &Zone<'i, '_>, query: &Query, at: usize, names: &[String]) -> Ruling {
        let Some(set) = zone.records.get(at) else { return Ruling::nothing("no record") };
        let malformed = |field: &str| {
            Ruling::unknown(Gap::Malformed { field: field.to_owned(), at: format!("{} in {}", set.name, zone.id) })
        };
        if let Some(alias) = &set.alias_target {
            let Some(target) = alias.dns_name.as_deref().map(normal) else { return malformed("AliasTarget") };
            let target = target.strip_prefix("dualstack.").unwrap_or(&target);
            if let Some(ruling) = endpoint::public_name(self.index, target, query.family) {
                return ruling;
            }
            let here = alias.hosted_zone_id.as_deref() == Some(zone.id)
                && (target == zone.apex || is_below(target, zone.apex));
            if !here {
                return Ruling::not_modelled(format!("what the alias target {target} leads to"));
            }
            if names.iter().any(|name| name == target) {
                return Ruling::nothing("the records lead in a circle");
            }
            if names.len() > CNAMES {
                return Ruling::not_modelled(format!("more than {CNAMES} alias records one after the other"));
            }
            let mut names = names.to_vec();
            names.push(target.to_owned());
            return self.say(zone, query, &names);
        }
        let values: Vec<&str> = set.resource_records.iter().filter_map(|record| record.value.as_deref()).collect();
        if set.r#type.as_deref() == Some("CNAME") {
            let Some(target) = values.first().map(|value| normal(value)) else { return malformed("ResourceRecords") };
            return self.cname(zone.vpc, query, &target);
        }
        let addresses: Option<Vec<IpAddr>> = values.iter().map(|value| value.trim().parse().ok()).collect();
        match addresses {
            Some(mut addresses) if !addresses.is_empty() => {
                addresses.sort();
                addresses.dedup();
                Ruling::known(Kept::Addresses(addresses))
            }
            Some(_) | None => malformed("ResourceRecords"),
        }
    }

    /// Asks on for the name that a CNAME record leads to: the same resolver, from the start.
    fn cname(self, vpc: Seat<'i, Vpc>, query: &Query, target: &str) -> Ruling {
        match query.leads_to(&query.vpc, target, query.inbound) {
            None => Ruling::nothing("the records lead in a circle"),
            Some(next) if next.cnames() > CNAMES => {
                Ruling::not_modelled(format!("more than {CNAMES} CNAME records one after the other"))
            }
            Some(next) => self.amazon(vpc, &next),
        }
    }
}
