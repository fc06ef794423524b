//! Asking: from the clients' DNS servers to what answers in the end.

use super::candidate::{By, RuleKind, What};
use super::domain::{depth, listed, suffixes};
use super::endpoint::{self, Names};
use super::hop;
use super::inbound::Inbound;
use super::pick::{Covering, matters, options, same, winners_of};
use super::ruling::{Kept, Ruling, settle};
use super::servers::Servers;
use super::view::View;
use crate::finding::Family;
use crate::network::{Index, Place, Seat};
use crate::snapshot::model::{ResolverRule, Vpc};
use crate::snapshot::{Answer, Collection, Gap, Gaps};
use std::rc::Rc;

/// A question for the resolver of a VPC.
#[derive(Clone, Debug)]
pub(super) struct Query {
    pub vpc: String,
    pub name: String,
    pub family: Family,
    /// Whether it came by an inbound Resolver endpoint of the VPC.
    pub inbound: bool,
    /// The questions that led here: the VPC, the name, and whether it came by an inbound endpoint.
    pub trail: Vec<(String, String, bool)>,
}

impl Query {
    /// The question of a client of a VPC.
    pub fn of_client(vpc: &str, name: &str, family: Family) -> Self {
        Self { vpc: vpc.to_owned(), name: name.to_owned(), family, inbound: false, trail: Vec::new() }
    }

    /// The question that this one leads to; `None` where the way is a circle.
    pub fn leads_to(&self, vpc: &str, name: &str, inbound: bool) -> Option<Self> {
        let here = (self.vpc.clone(), self.name.clone(), self.inbound);
        let next = (vpc.to_owned(), name.to_owned(), inbound);
        // A question that comes back by an inbound endpoint is another one: a client may have sent it past its VPC's
        // resolver, and names for inbound endpoints alone answer it. Its third coming is the circle.
        if here == next || self.trail.contains(&next) {
            return None;
        }
        let mut trail = self.trail.clone();
        trail.push(here);
        Some(Self { vpc: next.0, name: next.1, family: self.family, inbound, trail })
    }

    /// Whether the name is the one that the client asked for.
    fn is_first_name(&self) -> bool {
        self.trail.first().is_none_or(|(_, name, _)| *name == self.name)
    }

    /// How many times the name has changed.
    pub fn cnames(&self) -> usize {
        let names = self.trail.iter().map(|(_, name, _)| name.as_str()).chain([self.name.as_str()]);
        let names: Vec<&str> = names.collect();
        names.windows(2).filter(|pair| matches!(pair, [one, other] if one != other)).count()
    }
}

/// What answers questions: the lookups, and the VPCs looked at so far.
#[derive(Clone, Copy)]
pub(super) struct Resolver<'i> {
    pub index: &'i Index<'i>,
}

impl<'i> Resolver<'i> {
    /// What a client of the VPC gets, by the servers that its DHCP options name.
    pub fn client(self, vpc: Seat<'i, Vpc>, query: &Query) -> Ruling {
        let view = self.view(vpc);
        let mut ruling = match &view.servers {
            Answer::Unknown(gaps) => Ruling::unknown(gaps.clone()),
            Answer::Known(Servers::Amazon) => return self.amazon(vpc, query),
            Answer::Known(Servers::None) => Ruling::nothing("the clients are told of no DNS server"),
            Answer::Known(Servers::Both(others)) => {
                let what = format!("clients choose between the Amazon resolver and {}", listed(others));
                Ruling::unknown(Gap::Ambiguous { what })
            }
            Answer::Known(Servers::Others(servers)) => self.forward(vpc.place, query, servers),
        };
        let mut hops = view.servers_hops.clone();
        hops.append(&mut ruling.hops);
        Ruling { hops, ..ruling }
    }

    /// What the Amazon resolver of a VPC says.
    pub fn amazon(self, vpc: Seat<'i, Vpc>, query: &Query) -> Ruling {
        let view = self.view(vpc);
        let off = || {
            let hop = hop::of_attribute(vpc, "EnableDnsSupport", false, "the Amazon resolver does not answer");
            Ruling::nothing("enableDnsSupport is off, so the Amazon resolver does not answer").after(hop)
        };
        match &view.support {
            Answer::Known(true) => self.decide(vpc, &view, query),
            Answer::Known(false) => off(),
            Answer::Unknown(gaps) => settle(vec![self.decide(vpc, &view, query), off()], gaps.clone()),
        }
    }

    /// Zones answer only where both attributes are on; rules need the first alone.
    fn decide(self, vpc: Seat<'i, Vpc>, view: &View, query: &Query) -> Ruling {
        match &view.hostnames {
            Answer::Known(zones) => self.pick(vpc, view, query, *zones),
            Answer::Unknown(gaps) => {
                let both = vec![self.pick(vpc, view, query, true), self.pick(vpc, view, query, false)];
                settle(both, gaps.clone())
            }
        }
    }

    /// Lets what is most specific answer.
    fn pick(self, vpc: Seat<'i, Vpc>, view: &View, query: &Query, zones_answer: bool) -> Ruling {
        let covering = suffixes(&query.name).flat_map(|domain| {
            let held = view.domains.get(domain).into_iter().flatten();
            held.map(move |candidate| Covering { depth: depth(domain), domain, candidate })
        });
        let covering: Vec<Covering<'_>> = covering.filter(|held| held.candidate.hears(query.inbound)).collect();
        let (rules, zones): (Vec<_>, Vec<_>) = covering.into_iter().partition(|held| held.candidate.is_rule());
        let (rules, mut doubt) = options(rules);
        let (zones, more) = if zones_answer { options(zones) } else { (vec![None], Gaps::none()) };
        doubt.extend(more);
        let mut winners: Vec<Option<Covering<'_>>> = Vec::new();
        for rule in &rules {
            for zone in &zones {
                for winner in winners_of(*rule, *zone, &mut doubt) {
                    if !winners.iter().any(|held| same(*held, winner)) {
                        winners.push(winner);
                    }
                }
            }
        }
        let unseen = view.unseen.iter().filter(|unseen| zones_answer || !unseen.what.is_zone());
        let blind: Gaps = unseen
            .filter(|unseen| winners.iter().any(|winner| matters(unseen, *winner, &query.name, vpc.place)))
            .flat_map(|unseen| unseen.gaps.iter().cloned())
            .collect();
        let mut possible: Vec<Ruling> = winners.into_iter().map(|winner| self.answer_of(vpc, query, winner)).collect();
        if !blind.is_empty() {
            possible.push(Ruling::unknown(blind));
        }
        settle(possible, doubt)
    }

    /// What a winner says; the public DNS where nothing covers the name.
    fn answer_of(self, vpc: Seat<'i, Vpc>, query: &Query, winner: Option<Covering<'_>>) -> Ruling {
        let Some(Covering { domain, candidate, .. }) = winner else { return self.public(query) };
        let place = vpc.place;
        let ruling = match &candidate.what {
            What::Zone { id, owner } => self.zone(vpc, query, id, owner.as_deref(), domain),
            What::Service { id, service } => {
                let action = format!("a zone of {service} covers the name");
                Ruling::not_modelled(format!("the records of {id}, a zone of {service}")).after(hop::of_zone(
                    place,
                    Some(service),
                    id,
                    None,
                    action,
                ))
            }
            What::Hidden { endpoint, wildcard, inbound_only: _ } => self.hidden(query, endpoint, *wildcard, domain),
            What::Rule { id, place: at, kind } => self.rule(place, query, id, *at, kind),
            What::Instances => Ruling::not_modelled("the names that AWS gives to instances"),
        };
        match &candidate.by {
            By::Vpc => ruling,
            By::Profile(profile) => ruling.after(hop::of_profile(place, profile)),
        }
    }

    /// What the public DNS says: byway knows it of endpoints' own names alone.
    fn public(self, query: &Query) -> Ruling {
        let name = query.name.as_str();
        if let Some(ruling) = endpoint::public_name(self.index, name, query.family) {
            return ruling;
        }
        if query.is_first_name() {
            Ruling::known(Kept::Public)
        } else {
            Ruling::not_modelled(format!("what the public DNS says of {name}"))
        }
    }

    /// What the hidden zone of an endpoint's private names says.
    fn hidden(self, query: &Query, id: &str, wildcard: bool, domain: &str) -> Ruling {
        let Some(endpoint) = self.index.endpoint(id) else {
            return Ruling::unknown(Gap::Ambiguous { what: format!("{id} is not in view") });
        };
        if query.name != domain && !wildcard {
            let why = format!("the private names of {id} do not have {}", query.name);
            return Ruling::nothing(why).after(hop::of_endpoint(endpoint, domain, "its private names cover the name"));
        }
        let hop = hop::of_endpoint(endpoint, domain, "its private names lead to the endpoint");
        endpoint::lead(self.index, endpoint, Names::Private, None, query.family).after(hop)
    }

    /// What a rule leads to.
    fn rule(self, place: &'i Place<'i>, query: &Query, id: &str, at: usize, kind: &RuleKind) -> Ruling {
        let seen: Option<&ResolverRule> = self
            .index
            .places()
            .get(at)
            .and_then(|place| place.find(&place.view.resolver_rules, id))
            .map(|rule| rule.it);
        let Some(rule) = seen else {
            return Ruling::unknown(Gap::Ambiguous { what: format!("{id} is not in view") });
        };
        match kind {
            RuleKind::Other(kind) => Ruling::not_modelled(format!("rules of type {kind}, such as {id}"))
                .after(hop::of_rule(place, rule, "the rule covers the name".to_owned())),
            // Not reached: such a rule lets zones and the public DNS answer.
            RuleKind::System => self.public(query),
            RuleKind::Forward => {
                let targets = rule.target_ips.iter();
                let servers: Vec<String> =
                    targets.flat_map(|target| [&target.ip, &target.ipv6].into_iter().flatten().cloned()).collect();
                let action = format!("the rule forwards to {}", listed(&servers));
                let ruling = if servers.is_empty() {
                    Ruling::unknown(Gap::Malformed { field: "TargetIps".to_owned(), at: id.to_owned() })
                } else {
                    self.forward(place, query, &servers)
                };
                ruling.after(hop::of_rule(place, rule, action))
            }
        }
    }

    /// What DNS servers other than the VPC's resolver say: known of the inbound endpoints of one VPC in view.
    fn forward(self, place: &'i Place<'i>, query: &Query, servers: &[String]) -> Ruling {
        let inbound = self.index.names.inbound.get_or_init(|| Inbound::of(self.index));
        match inbound.vpc_of(place.region, servers) {
            Answer::Unknown(mut gaps) => {
                gaps.extend(elsewhere(servers).into());
                Ruling::unknown(gaps)
            }
            Answer::Known(None) => Ruling::unknown(elsewhere(servers)),
            Answer::Known(Some(id)) => {
                let Some(vpc) = self.index.vpc(&id) else {
                    let gap = Gap::Ambiguous { what: format!("{id}, whose inbound endpoint answers, is not in view") };
                    let places = self.index.places().iter();
                    let rest =
                        places.flat_map(|place| place.rest(Collection::Vpcs, "").iter().cloned().collect::<Vec<_>>());
                    return Ruling::unknown(rest.chain([gap]).collect::<Gaps>());
                };
                match query.leads_to(&id, &query.name, true) {
                    Some(next) => self.amazon(vpc, &next),
                    None => Ruling::nothing("the rules lead in a circle"),
                }
            }
        }
    }

    /// Everything that decides about names in a VPC, gathered at the first question.
    pub fn view(self, vpc: Seat<'i, Vpc>) -> Rc<View> {
        let views = &self.index.names.views;
        crate::network::memory::remember(views, vpc.it.vpc_id.clone(), || Rc::new(View::of(self.index, vpc)))
    }
}

fn elsewhere(servers: &[String]) -> Gap {
    Gap::NotModelled { what: format!("what the DNS servers {} answer", listed(servers)) }
}
