//! What covers a name in a VPC, and which of it is the most specific.

use super::zone::Zone;
use super::{Named, all, amazon, endpoint, inbound, labels, of_account, of_region, plain, undecided, within, zone};
use crate::network::walker::parts::{list, text};
use serde_json::Value;
use std::collections::BTreeSet;
use std::net::IpAddr;

/// How a name is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    pub six: bool,
    pub from_outside: bool,
    pub depth: usize,
    /// Whether DNS hostnames are on, without which zones are not seen.
    pub hostnames: bool,
}

/// A rule of the Resolver.
struct Rule<'w> {
    domain: String,
    kind: &'w str,
    targets: &'w [Value],
}

/// Of those that cover a name: the longest domain's; a direct one before one of the Profile.
fn best<T>(all: Vec<(bool, T)>, domain: impl Fn(&T) -> String) -> Result<Option<(bool, T)>, Named> {
    let rank = |one: &(bool, T)| (labels(&domain(&one.1)), one.0);
    let Some(first) = all.iter().map(rank).max() else { return Ok(None) };
    let mut winners = all.into_iter().filter(|one| rank(one) == first);
    let one = winners.next();
    if winners.next().is_some() {
        return Err(undecided("two things of one name and one standing"));
    }
    Ok(one)
}

/// The resources of the VPC's Profile, the last part of each ARN.
fn profile<'w>(world: &'w Value, vpc: &str) -> Vec<&'w str> {
    let standing = |one: &&Value| text(one, "ResourceId") == vpc && text(one, "Status") == "COMPLETE";
    let profiles: BTreeSet<&str> =
        all(world, "profile_associations").into_iter().filter(standing).map(|one| text(one, "ProfileId")).collect();
    let resources = profiles.into_iter().filter_map(|id| of_region(world, "profile_resource_associations", id));
    let resources = resources.flatten().filter(|one| text(one, "Status") == "COMPLETE");
    resources.filter_map(|one| text(one, "ResourceArn").rsplit('/').next()).collect()
}

fn rules<'w>(world: &'w Value, vpc: &str, name: &str) -> Vec<(bool, Rule<'w>)> {
    let standing = |one: &&Value| text(one, "VPCId") == vpc && text(one, "Status") == "COMPLETE";
    let direct: BTreeSet<&str> = all(world, "resolver_rule_associations")
        .into_iter()
        .filter(standing)
        .map(|one| text(one, "ResolverRuleId"))
        .collect();
    let by_profile = profile(world, vpc);
    let mut met = BTreeSet::new();
    let mut rules = Vec::new();
    for one in all(world, "resolver_rules") {
        let id = text(one, "Id");
        let domain = plain(text(one, "DomainName"));
        let associated = direct.contains(id) || by_profile.contains(&id);
        let counts = matches!(text(one, "RuleType"), "FORWARD" | "SYSTEM");
        if associated && counts && within(name, &domain) && met.insert(id) {
            let rule = Rule { domain, kind: text(one, "RuleType"), targets: list(one, "TargetIps") };
            rules.push((direct.contains(id), rule));
        }
    }
    rules
}

/// Zones are told with or without what stands before their id.
fn zone_id(told: &str) -> &str {
    told.trim_start_matches("/hostedzone/")
}

fn zones<'w>(world: &'w Value, vpc: &str, name: &str, asked: Asked) -> Vec<(bool, Zone<'w>)> {
    if !asked.hostnames {
        return Vec::new();
    }
    let mut direct = BTreeSet::new();
    for (_, account) in world["accounts"].as_object().into_iter().flatten() {
        // Zones that belong to a service are the hidden ones of endpoints; those are read from the endpoints.
        for one in account["hosted_zones_by_vpc"].get(vpc).into_iter().filter_map(Value::as_array).flatten() {
            if text(&one["Owner"], "OwningService").is_empty() {
                direct.insert((zone_id(text(one, "HostedZoneId")), plain(text(one, "Name"))));
            }
        }
        for one in list(account, "hosted_zones") {
            let id = zone_id(text(one, "Id"));
            let vpcs = account["hosted_zone_vpcs"].get(id).and_then(Value::as_array).into_iter().flatten();
            if vpcs.into_iter().any(|one| text(one, "VPCId") == vpc) {
                direct.insert((id, plain(text(one, "Name"))));
            }
        }
    }
    let by_profile = profile(world, vpc);
    let mut zones: Vec<(bool, Zone<'w>)> = Vec::new();
    let of = |id: &str, domain: String| Zone::Hosted { domain, records: of_account(world, "resource_record_sets", id) };
    for (id, domain) in &direct {
        zones.push((true, of(id, domain.clone())));
    }
    for id in &by_profile {
        if id.starts_with('Z') && !direct.iter().any(|(one, _)| one == id) {
            let accounts = world["accounts"].as_object().into_iter().flatten();
            let mut told = accounts.flat_map(|(_, account)| list(account, "hosted_zones"));
            if let Some(one) = told.find(|one| zone_id(text(one, "Id")) == *id) {
                zones.push((false, of(id, plain(text(one, "Name")))));
            }
        }
    }
    for one in all(world, "vpc_endpoints") {
        let own = text(one, "VpcId") == vpc;
        if own || by_profile.contains(&text(one, "VpcEndpointId")) {
            zones.extend(endpoint::hidden(world, one, asked.from_outside).into_iter().map(|zone| (own, zone)));
        }
    }
    zones.retain(|(_, zone)| within(name, zone.domain()));
    zones
}

/// The answer of what is most specific; of nothing, that the name is public or an endpoint's own.
pub fn answer(world: &Value, vpc: &str, name: &str, asked: Asked) -> Named {
    let rule = best(rules(world, vpc, name), |rule| rule.domain.clone());
    let zone = best(zones(world, vpc, name, asked), |zone| zone.domain().to_owned());
    let (rule, zone) = match (rule, zone) {
        (Ok(rule), Ok(zone)) => (rule, zone),
        (Err(named), _) | (_, Err(named)) => return named,
    };
    // A system rule takes its names from the forward rules above it, and leaves them to the resolver itself.
    let forward = rule.filter(|(_, rule)| rule.kind == "FORWARD");
    let level = |domain: &str| labels(domain);
    match (forward, zone) {
        (Some((direct, rule)), Some((own, zone))) if level(&rule.domain) == level(zone.domain()) => {
            if own && !direct {
                return undecided("a zone of the VPC and a rule of its Profile of one name");
            }
            forwarded(world, &rule, name, asked)
        }
        (Some((_, rule)), Some((_, zone))) if level(&rule.domain) < level(zone.domain()) => {
            zone::answer(world, vpc, &zone, name, asked)
        }
        (Some((_, rule)), _) => forwarded(world, &rule, name, asked),
        (None, Some((_, zone))) => zone::answer(world, vpc, &zone, name, asked),
        (None, None) => endpoint::named(world, name, asked.six).unwrap_or(Named::Public),
    }
}

/// A forward rule leads to the names of the VPC whose inbound endpoints are all its targets.
fn forwarded(world: &Value, rule: &Rule<'_>, name: &str, asked: Asked) -> Named {
    let address = |one: &Value| ["Ip", "Ipv6"].iter().find_map(|member| text(one, member).parse::<IpAddr>().ok());
    let vpcs: BTreeSet<Option<String>> =
        rule.targets.iter().map(|one| address(one).and_then(|address| inbound(world, address))).collect();
    match vpcs.into_iter().collect::<Vec<_>>().as_slice() {
        [Some(vpc)] => amazon(world, vpc, name, asked.six, true, asked.depth + 1),
        _ => undecided("targets that are not the inbound endpoints of one VPC in view"),
    }
}
