//! Which DNS servers a VPC's clients are told to ask.

use super::domain::listed;
use super::hop;
use crate::finding::Hop;
use crate::network::{Place, Seat};
use crate::snapshot::model::{DhcpOptions, Vpc};
use crate::snapshot::{Answer, Collection, Gap};
use ipnet::Ipv4Net;
use std::net::{IpAddr, Ipv4Addr};

/// The servers that DHCP options name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Servers {
    /// The Amazon resolver alone.
    Amazon,
    /// None.
    None,
    /// Others alone.
    Others(Vec<String>),
    /// The Amazon resolver and others: each client chooses.
    Both(Vec<String>),
}

/// The servers of a VPC's clients, with the hop that says so where they are not the default.
pub(super) fn of(vpc: Seat<'_, Vpc>) -> (Answer<Servers>, Vec<Hop>) {
    let id = match vpc.it.dhcp_options_id.as_deref() {
        // NOTE: `default` is AWS's word for no set at all, not for the Region's default set.
        Some("default") => {
            return (Answer::Known(Servers::None), vec![hop::of_vpc(vpc, "the VPC has no DHCP options")]);
        }
        Some(id) => id,
        None => {
            let gap = Gap::Malformed { field: "DhcpOptionsId".to_owned(), at: vpc.it.vpc_id.clone() };
            return (Answer::unknown(gap), Vec::new());
        }
    };
    let place = vpc.place;
    let Some(options) = place.find(&place.view.dhcp_options, id) else {
        let rest = place.rest(Collection::DhcpOptions, "");
        let lost = Gap::Malformed { field: "DhcpOptionsId".to_owned(), at: vpc.it.vpc_id.clone() };
        return (Answer::Unknown(if rest.is_empty() { lost.into() } else { rest }), Vec::new());
    };
    read(place, vpc.it, options.it)
}

fn read(place: &Place<'_>, vpc: &Vpc, options: &DhcpOptions) -> (Answer<Servers>, Vec<Hop>) {
    let named = options
        .dhcp_configurations
        .iter()
        .enumerate()
        .filter(|(_, option)| option.key.as_deref() == Some("domain-name-servers"));
    let mut at = None;
    let mut amazon = false;
    let mut others = Vec::new();
    for (place_of_option, option) in named {
        at = Some(place_of_option);
        for value in option.values.iter().filter_map(|value| value.value.as_deref()) {
            match is_amazon(vpc, value) {
                Answer::Known(true) => amazon = true,
                Answer::Known(false) => others.push(value.to_owned()),
                Answer::Unknown(gaps) => return (Answer::Unknown(gaps), Vec::new()),
            }
        }
    }
    let (servers, action) = match (amazon, others.is_empty()) {
        (true, true) => return (Answer::Known(Servers::Amazon), Vec::new()),
        (false, true) => (Servers::None, "the DHCP options name no DNS server".to_owned()),
        (false, false) => {
            let action = format!("the DHCP options name {}", listed(&others));
            (Servers::Others(others), action)
        }
        (true, false) => {
            let action = format!("the DHCP options name the Amazon resolver and {}", listed(&others));
            (Servers::Both(others), action)
        }
    };
    (Answer::Known(servers), vec![hop::of_options(place, options, at, action)])
}

/// Whether a server is the Amazon resolver: by its word, the link-local addresses, or the address two above the base of the
/// VPC's first block (<https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html>).
fn is_amazon(vpc: &Vpc, server: &str) -> Answer<bool> {
    let server = server.trim();
    if server.eq_ignore_ascii_case("AmazonProvidedDNS") {
        return Answer::Known(true);
    }
    match server.parse::<IpAddr>() {
        Ok(IpAddr::V4(address)) if address == Ipv4Addr::new(169, 254, 169, 253) => Answer::Known(true),
        Ok(IpAddr::V6(address)) => Answer::Known(address.to_string() == "fd00:ec2::253"),
        Ok(IpAddr::V4(address)) => {
            let block = vpc.cidr_block.as_deref().and_then(|block| block.parse::<Ipv4Net>().ok());
            match block {
                Some(block) => Answer::Known(u32::from(block.network()).checked_add(2) == Some(u32::from(address))),
                None => {
                    let at = vpc.vpc_id.clone();
                    Answer::unknown(Gap::Malformed { field: "CidrBlock".to_owned(), at })
                }
            }
        }
        // A name of a server is somebody else's.
        Err(_) => Answer::Known(false),
    }
}
