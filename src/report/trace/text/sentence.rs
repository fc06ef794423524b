//! What becomes of a session, in a sentence: what arrives, or what stopped it and where.

use crate::finding::{Disposition, Leg, Session, Traced, Via};
use crate::report::paths::text::{gap, percent};
use crate::report::text::palette::Palette;
use crate::snapshot::Gaps;
use anstyle::Style;

/// A sentence and what it is about. Hostile text.
pub struct Sentence {
    /// The sentence, without a final stop.
    pub text: String,
    disposition: Disposition,
}

impl Sentence {
    /// Its style.
    pub fn style(&self, palette: &Palette) -> Style {
        style(self.disposition, palette)
    }
}

/// The style of an end.
pub fn style(disposition: Disposition, palette: &Palette) -> Style {
    match disposition {
        Disposition::Delivered | Disposition::ToService => palette.good,
        Disposition::ToInternet | Disposition::Mixed => palette.warning,
        Disposition::LeavesView => palette.thing,
        Disposition::Unknown => palette.unknown,
        Disposition::NoClients => palette.dim,
        Disposition::NoRoute
        | Disposition::Blackhole
        | Disposition::DeniedBySecurityGroup
        | Disposition::DeniedByNetworkAcl
        | Disposition::DeniedByGateway
        | Disposition::UnresolvedName => palette.wrong,
    }
}

/// One sentence an answer; where a name leads nowhere, one a name.
pub fn of(traced: &Traced) -> Vec<Sentence> {
    if traced.answers.is_empty() {
        return traced.names.iter().map(|named| nowhere(&named.name, &named.leads_to, &named.gaps)).collect();
    }
    let several = traced.answers.len() > 1;
    traced.answers.iter().map(|session| one(session, several)).collect()
}

fn nowhere(name: &str, leads_to: &str, gaps: &Gaps) -> Sentence {
    if gaps.is_empty() {
        let text = format!("not sent: {name} does not resolve ({leads_to})");
        return Sentence { text, disposition: Disposition::UnresolvedName };
    }
    let text = format!("cannot be told: what {name} resolves to: {}", first(gaps));
    Sentence { text, disposition: Disposition::Unknown }
}

/// The addresses of a session; one address is the whole of itself.
pub fn whom(session: &Session) -> String {
    let Session { address, family, share, .. } = session;
    let share = if *share < 1.0 { format!(", {} of the addresses", percent(*share)) } else { String::new() };
    format!("to {address} ({family}{share})")
}

fn one(session: &Session, is_one_of_several: bool) -> Sentence {
    let disposition = session.disposition();
    let whom = if is_one_of_several { format!("{}: ", whom(session)) } else { String::new() };
    let (leg, way) = match &session.back {
        Some(back) if !back.disposition.succeeds() => (back, "on the way back"),
        Some(_) | None => (&session.forward, "on the way there"),
    };
    let by = by(session);
    let back = if session.back.is_some() { ", and the replies come back" } else { "" };
    let text = match disposition {
        Disposition::Delivered => format!("delivered{}{by}{back}", at(&session.forward)),
        Disposition::ToService => format!("delivered to the service{by}{back}"),
        Disposition::ToInternet => format!("delivered to the internet{by}{back}"),
        Disposition::LeavesView => format!("leaves what is in view{by}; what lies behind cannot be told"),
        Disposition::NoRoute => stopped("no route leads on", way, leg),
        Disposition::Blackhole => stopped("what the route leads to is not there", way, leg),
        Disposition::DeniedBySecurityGroup => stopped("a security group does not let it through", way, leg),
        Disposition::DeniedByNetworkAcl => stopped("a network ACL does not let it through", way, leg),
        Disposition::DeniedByGateway => stopped("a gateway does not take it", way, leg),
        Disposition::UnresolvedName => "not sent: the name does not resolve".to_owned(),
        Disposition::NoClients => "not sent: no network interface of a workload is in the subnet".to_owned(),
        Disposition::Mixed => format!("not alike for all of it, {way}"),
        Disposition::Unknown => format!("cannot be told, {way}: {}", first(&session.gaps())),
    };
    Sentence { text: whom + &text, disposition }
}

/// The interface arrived at, which is the last hop.
fn at(leg: &Leg) -> String {
    leg.hops.last().map(|hop| format!(" to {}", hop.resource)).unwrap_or_default()
}

fn by(session: &Session) -> String {
    if session.target.is_empty() {
        return String::new();
    }
    let what = match session.via {
        Via::GatewayEndpoint => "gateway endpoint",
        Via::InterfaceEndpoint => "interface endpoint",
        Via::CentralEndpoint => "another VPC's interface endpoint",
        Via::NatGateway => "NAT gateway",
        Via::InternetGateway => "internet gateway",
        Via::EgressOnlyInternetGateway => "egress-only internet gateway",
        Via::TransitGateway => "transit gateway",
        Via::CoreNetwork => "core network",
        Via::Peering => "peering connection",
        Via::VpnGateway => "virtual private gateway",
        Via::GatewayLoadBalancerEndpoint => "Gateway Load Balancer endpoint",
        Via::Appliance => "appliance",
        Via::LocalGateway => "local gateway",
        Via::CarrierGateway => "carrier gateway",
        Via::None | Via::Mixed | Via::Unknown => return String::new(),
    };
    let through =
        if session.through.is_empty() { String::new() } else { format!(" through {}", session.through.join(", ")) };
    format!(" by {what} {}{through}", session.target)
}

fn stopped(why: &str, way: &str, leg: &Leg) -> String {
    match leg.hops.last() {
        Some(hop) => format!("stopped {way}, hop {}: {why}: {}: {}", leg.hops.len(), hop.resource, hop.action),
        None => format!("stopped {way}: {why}"),
    }
}

/// The first reason, and how many more there are.
fn first(gaps: &Gaps) -> String {
    let more = gaps.iter().count().saturating_sub(1);
    let told = gaps.iter().next().map(gap).unwrap_or_default();
    if more == 0 { told } else { format!("{told}, and {more} more") }
}
