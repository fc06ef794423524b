//! What else is asked of names than where they lead: the zones a VPC has, what one of them says, what a rule forwards to.

use super::ask::{Query, Resolver};
use super::candidate::{By, RuleKind, What};
use super::domain::{is_below, normal};
use super::inbound::Inbound;
use super::ruling::Kept;
use super::servers::{self, Servers};
use super::service::token_in;
use super::{Resolution, endpoint, resolution, zone};
use crate::finding::{Family, Hop};
use crate::network::{Index, Place, Seat};
use crate::snapshot::model::{ResolverRule, ResourceRecordSet, Vpc, VpcEndpoint};
use crate::snapshot::{Answer, Collection, Gap, Gaps, Listing};
use std::net::IpAddr;

/// A customer's private zone that answers in a VPC.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ZoneInForce {
    /// Its id.
    pub id: String,
    /// Its name, lower case and without the final dot.
    pub name: String,
    /// The account that owns it, if AWS said.
    pub owner: Option<String>,
    /// The Profile that brings it into the VPC; none where it is associated with the VPC itself.
    pub profile: Option<String>,
}

/// The customers' private zones of a VPC, those of its Profile included. Those that AWS services made are left out.
pub fn zones_in_force<'i>(index: &'i Index<'i>, vpc: Seat<'i, Vpc>) -> Listing<ZoneInForce> {
    let vpc = index.vpc(&vpc.it.vpc_id).unwrap_or(vpc);
    let view = Resolver { index }.view(vpc);
    let mut zones = Listing::complete(Vec::new());
    for (name, candidates) in &view.domains {
        for candidate in candidates {
            let What::Zone { id, owner } = &candidate.what else { continue };
            let profile = match &candidate.by {
                By::Vpc => None,
                By::Profile(profile) => Some(profile.clone()),
            };
            if candidate.doubt.is_empty() {
                zones.items.push(ZoneInForce { id: id.clone(), name: name.clone(), owner: owner.clone(), profile });
            }
            zones.rest.extend(candidate.doubt.clone());
        }
    }
    for unseen in view.unseen.iter().filter(|unseen| unseen.what.may_be_a_zone()) {
        zones.rest.extend(unseen.gaps.clone());
    }
    zones
}

/// The domains that system rules of a VPC, its Profile's included, keep for its own resolver.
pub fn system_rules<'i>(index: &'i Index<'i>, vpc: Seat<'i, Vpc>) -> Listing<String> {
    let vpc = index.vpc(&vpc.it.vpc_id).unwrap_or(vpc);
    let view = Resolver { index }.view(vpc);
    let mut domains = Listing::complete(Vec::new());
    for (domain, candidates) in &view.domains {
        for candidate in candidates {
            match &candidate.what {
                What::Rule { kind: RuleKind::System, .. } if candidate.doubt.is_empty() => {
                    domains.items.push(domain.clone());
                }
                What::Rule { kind: RuleKind::System, .. } => domains.rest.extend(candidate.doubt.clone()),
                What::Rule { .. } | What::Zone { .. } | What::Service { .. } | What::Hidden { .. } => {}
                What::Instances => {}
            }
        }
    }
    for unseen in view.unseen.iter().filter(|unseen| unseen.what.may_be_a_rule()) {
        domains.rest.extend(unseen.gaps.clone());
    }
    domains
}

/// What a zone says of a name.
#[derive(Clone, Debug)]
pub enum ZoneAnswer<'i> {
    /// It leads to an endpoint.
    Endpoint(Seat<'i, VpcEndpoint>),
    /// It leads to addresses.
    Addresses(Vec<IpAddr>),
    /// It leads to a name of the public DNS.
    Public,
    /// Servers elsewhere answer for it.
    Delegated,
    /// It has no such name, or no record of the type; or what it leads to is no more.
    Nothing,
}

/// What a zone says of a name in it, to clients of a VPC that has the zone.
pub fn zone_answer<'i>(
    index: &'i Index<'i>,
    vpc: Seat<'i, Vpc>,
    zone: &ZoneInForce,
    name: &str,
    family: Family,
) -> Answer<ZoneAnswer<'i>> {
    let vpc = index.vpc(&vpc.it.vpc_id).unwrap_or(vpc);
    let name = normal(name);
    let owner = zone.owner.as_deref();
    let records = match zone::records(index, vpc.place.account, owner, &zone.id) {
        Answer::Known(records) => records,
        Answer::Unknown(gaps) => return Answer::Unknown(gaps),
    };
    if let zone::Says::Delegated(_) = zone::say(records, &zone.name, &name, family) {
        return Answer::Known(ZoneAnswer::Delegated);
    }
    let query = Query::of_client(&vpc.it.vpc_id, &name, family);
    let ruling = Resolver { index }.zone(vpc, &query, &zone.id, owner, &zone.name);
    ruling.answer.and_then(|kept| match kept {
        Kept::Endpoint(id, _) => match index.endpoint(&id) {
            Some(endpoint) => Answer::Known(ZoneAnswer::Endpoint(endpoint)),
            None => Answer::unknown(Gap::Ambiguous { what: format!("{id} is not in view") }),
        },
        Kept::Addresses(addresses) => Answer::Known(ZoneAnswer::Addresses(addresses)),
        Kept::Public => Answer::Known(ZoneAnswer::Public),
        Kept::Nothing(_) => Answer::Known(ZoneAnswer::Nothing),
    })
}

/// The records of a zone, if its owner was asked for them.
pub fn zone_records<'i>(
    index: &'i Index<'i>,
    viewer: &'i Place<'i>,
    zone: &ZoneInForce,
) -> Answer<&'i [ResourceRecordSet]> {
    zone::records(index, viewer.account, zone.owner.as_deref(), &zone.id)
}

/// Whether a zone has a record for a name, whatever it leads to: of its own or by a wildcard.
pub fn zone_has<'i>(
    index: &'i Index<'i>,
    viewer: &'i Place<'i>,
    zone: &ZoneInForce,
    name: &str,
    family: Family,
) -> Answer<bool> {
    let records = zone::records(index, viewer.account, zone.owner.as_deref(), &zone.id);
    records.map(|records| match zone::say(records, &zone.name, &normal(name), family) {
        zone::Says::Records(_) | zone::Says::Cname(_) => true,
        zone::Says::Delegated(_) | zone::Says::NoSuchType | zone::Says::NoSuchName => false,
    })
}

/// What `name` leads to for queries that come by an inbound Resolver endpoint of a VPC.
pub fn resolve_inbound<'i>(index: &'i Index<'i>, vpc: Seat<'i, Vpc>, name: &str, family: Family) -> Resolution<'i> {
    let vpc = index.vpc(&vpc.it.vpc_id).unwrap_or(vpc);
    let query = Query { inbound: true, ..Query::of_client(&vpc.it.vpc_id, &normal(name), family) };
    resolution(index, Resolver { index }.amazon(vpc, &query))
}

/// What an endpoint's own name (`vpce-….vpce.amazonaws.com`) leads to, wherever it is asked; none for any other name.
pub fn own_name<'i>(index: &'i Index<'i>, name: &str, family: Family) -> Option<Resolution<'i>> {
    endpoint::public_name(index, &normal(name), family).map(|ruling| resolution(index, ruling))
}

/// The endpoint whose own name a name is, wherever it is; none where it was not seen.
pub fn named_endpoint<'i>(index: &'i Index<'i>, name: &str) -> Option<Seat<'i, VpcEndpoint>> {
    endpoint::named(index, &normal(name))
}

/// The names that would lead to an endpoint in its VPC with private DNS: those among its entries, else its service's.
pub fn private_names<'i>(index: &'i Index<'i>, endpoint: Seat<'i, VpcEndpoint>) -> Listing<String> {
    endpoint::private_names(index, endpoint)
}

/// Which DNS servers a VPC's clients are told to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DnsServers {
    /// The Amazon resolver.
    Amazon,
    /// Inbound Resolver endpoints of the VPC with this id.
    Inbound(String),
    /// Others.
    Others(Vec<String>),
    /// The Amazon resolver, and these.
    Both(Vec<String>),
    /// None.
    None,
}

/// Which DNS servers a VPC's clients are told to ask, and what says so where it is not the default.
pub fn dns_servers<'i>(index: &'i Index<'i>, vpc: Seat<'i, Vpc>) -> (Answer<DnsServers>, Vec<Hop>) {
    let vpc = index.vpc(&vpc.it.vpc_id).unwrap_or(vpc);
    let (servers, hops) = servers::of(vpc);
    let servers = servers.and_then(|servers| match servers {
        Servers::Amazon => Answer::Known(DnsServers::Amazon),
        Servers::None => Answer::Known(DnsServers::None),
        Servers::Both(others) => Answer::Known(DnsServers::Both(others)),
        Servers::Others(servers) => inbound(index).vpc_of(vpc.place.region, &servers).map(|vpc| match vpc {
            Some(vpc) => DnsServers::Inbound(vpc),
            None => DnsServers::Others(servers),
        }),
    });
    (servers, hops)
}

/// The VPC to whose inbound Resolver endpoints a rule forwards; none where it forwards elsewhere.
pub fn forwards_to<'i>(index: &'i Index<'i>, place: &'i Place<'i>, rule: &ResolverRule) -> Answer<Option<String>> {
    let targets = rule.target_ips.iter().flat_map(|target| [&target.ip, &target.ipv6]).flatten();
    let servers: Vec<String> = targets.cloned().collect();
    inbound(index).vpc_of(place.region, &servers)
}

fn inbound<'i>(index: &'i Index<'i>) -> &'i Inbound {
    index.names.inbound.get_or_init(|| Inbound::of(index))
}

/// Whether a name is one of an AWS service on offer to an account, or below one.
pub fn is_service_name<'i>(index: &'i Index<'i>, viewer: &'i Place<'i>, name: &str) -> Answer<bool> {
    let name = normal(name);
    let name = name.strip_prefix("*.").unwrap_or(&name);
    let mut rest = Gaps::none();
    for place in index.places().iter().filter(|place| place.account == viewer.account) {
        if token_in(place, name).is_some() {
            return Answer::Known(true);
        }
        rest.extend(place.rest(Collection::VpcEndpointServices, ""));
        rest.extend(place.rest(Collection::VpcEndpoints, ""));
    }
    if rest.is_empty() { Answer::Known(false) } else { Answer::Unknown(rest) }
}

/// Whether a domain is another or lies below it. Both as AWS writes them.
pub fn is_at_or_below(name: &str, domain: &str) -> bool {
    let (name, domain) = (normal(name), normal(domain));
    name == domain || is_below(&name, &domain)
}
