//! A resolver of names: naive, one name at a time, over a snapshot's JSON. The oracle of what names mean in a VPC; it is
//! written from docs/decisions/009 and the pages named here, and shares no code with the program.
//!
//! <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html>,
//! <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-overview-forward-vpc-to-network-where-to-forward-queries.html>,
//! <https://docs.aws.amazon.com/vpc/latest/userguide/DHCPOptionSetConcepts.html>.

mod cases;
mod endpoint;
mod reach;
mod zone;

pub use cases::tests;

use crate::network::walker::parts::{list, text};
use serde_json::Value;
use std::collections::BTreeSet;
use std::net::IpAddr;

/// What a name means.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    Addresses(BTreeSet<IpAddr>),
    /// Nothing private covers it: what the internet's name servers say.
    Public,
    /// A record leads to this other name, which is public.
    PublicAs(String),
    /// No such name, or none of the family, or nobody to ask.
    Nothing,
    /// AWS documents no answer, or it lies out of view.
    Undecided(String),
}

pub fn undecided(why: &str) -> Named {
    Named::Undecided(why.to_owned())
}

/// A name without its last stop, in small letters, with the asterisk that Route 53 writes as `\052`.
pub fn plain(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase().replace("\\052", "*")
}

/// Whether a name is a domain or lies in it; the root has everything.
pub fn within(name: &str, domain: &str) -> bool {
    domain.is_empty() || name == domain || name.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

pub fn labels(domain: &str) -> usize {
    domain.split('.').filter(|label| !label.is_empty()).count()
}

/// Every Region's view, with its account and name.
pub fn views(world: &Value) -> Vec<(&str, &str, &Value)> {
    let accounts = world["accounts"].as_object().into_iter().flatten();
    accounts
        .flat_map(|(account, view)| {
            let regions = view["regions"].as_object().into_iter().flatten();
            regions.map(move |(region, view)| (account.as_str(), region.as_str(), view))
        })
        .collect()
}

/// All things of a member, of every Region.
pub fn all<'w>(world: &'w Value, member: &str) -> Vec<&'w Value> {
    views(world).into_iter().flat_map(|(_, _, view)| list(view, member)).collect()
}

/// What the account's answers hold under a key, from whichever account has it.
pub fn of_account<'w>(world: &'w Value, member: &str, key: &str) -> Option<&'w [Value]> {
    let accounts = world["accounts"].as_object().into_iter().flatten();
    accounts.filter_map(|(_, view)| view[member].get(key)?.as_array().map(Vec::as_slice)).next()
}

/// The same of a Region's answers.
pub fn of_region<'w>(world: &'w Value, member: &str, key: &str) -> Option<&'w [Value]> {
    let views = views(world).into_iter();
    views.filter_map(|(_, _, view)| view[member].get(key)?.as_array().map(Vec::as_slice)).next()
}

fn vpc<'w>(world: &'w Value, id: &str) -> Option<&'w Value> {
    all(world, "vpcs").into_iter().find(|vpc| text(vpc, "VpcId") == id)
}

fn attribute(world: &Value, vpc: &str, member: &str) -> Option<bool> {
    let told = all(world, "vpc_attributes").into_iter().find(|one| text(one, "VpcId") == vpc)?;
    told[member]["Value"].as_bool()
}

/// Who answers for a VPC's name servers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Server {
    Amazon,
    /// An inbound Resolver endpoint of a VPC.
    Inbound(String),
    Other,
}

/// The VPC of the inbound Resolver endpoint that has an address.
pub fn inbound(world: &Value, address: IpAddr) -> Option<String> {
    all(world, "resolver_endpoints").into_iter().find_map(|endpoint| {
        let own = of_region(world, "resolver_endpoint_ip_addresses", text(endpoint, "Id"))?;
        let holds = |one: &Value| ["Ip", "Ipv6"].iter().any(|member| text(one, member).parse() == Ok(address));
        let asked = text(endpoint, "Direction") == "INBOUND" && own.iter().any(holds);
        asked.then(|| text(endpoint, "HostVPCId").to_owned())
    })
}

fn server(world: &Value, vpc: &Value, told: &str) -> Server {
    if told.eq_ignore_ascii_case("AmazonProvidedDNS") {
        return Server::Amazon;
    }
    let Ok(address) = told.parse::<IpAddr>() else { return Server::Other };
    let base = text(vpc, "CidrBlock").parse::<ipnet::Ipv4Net>().ok();
    let second = base.map(|base| IpAddr::V4((u32::from(base.network()) + 2).into()));
    if told == "169.254.169.253" || told == "fd00:ec2::253" || second == Some(address) {
        return Server::Amazon;
    }
    inbound(world, address).map_or(Server::Other, Server::Inbound)
}

/// What a name means to who asks in a VPC, for addresses of one family.
pub fn resolve(world: &Value, vpc_id: &str, name: &str, six: bool) -> Named {
    let Some(vpc) = vpc(world, vpc_id) else { return undecided("the VPC is not in view") };
    let options = text(vpc, "DhcpOptionsId");
    if options == "default" {
        return Named::Nothing;
    }
    let Some(options) = all(world, "dhcp_options").into_iter().find(|one| text(one, "DhcpOptionsId") == options) else {
        return undecided("the DHCP options are not in view");
    };
    let servers: BTreeSet<Server> = list(options, "DhcpConfigurations")
        .iter()
        .filter(|one| text(one, "Key") == "domain-name-servers")
        .flat_map(|one| list(one, "Values"))
        .map(|one| server(world, vpc, text(one, "Value")))
        .collect();
    let name = plain(name);
    match servers.into_iter().collect::<Vec<_>>().as_slice() {
        [] => Named::Nothing,
        [Server::Amazon] => amazon(world, vpc_id, &name, six, false, 0),
        [Server::Inbound(of)] => amazon(world, of, &name, six, true, 0),
        [Server::Other] => undecided("a name server out of view"),
        _ => undecided("name servers of several kinds"),
    }
}

/// The Amazon resolver of a VPC, asked from within or by an inbound endpoint.
pub fn amazon(world: &Value, vpc: &str, name: &str, six: bool, from_outside: bool, depth: usize) -> Named {
    if depth > 8 {
        return undecided("names that lead round");
    }
    let on = |member: &str| attribute(world, vpc, member);
    let (Some(support), Some(hostnames)) = (on("EnableDnsSupport"), on("EnableDnsHostnames")) else {
        return undecided("the VPC's DNS attributes are not in view");
    };
    if !support {
        return Named::Nothing;
    }
    reach::answer(world, vpc, name, reach::Asked { six, from_outside, depth, hostnames })
}
