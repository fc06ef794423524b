//! What a cell of the table says.

use crate::finding::{Client, Disposition, Part, PathRow, Via};
use crate::report::text::palette::Palette;
use anstyle::Style;

/// What kind of path it is, for the colour and the counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// It arrives, and never leaves AWS's private networks.
    Private,
    /// It leaves for the internet.
    Public,
    /// Some addresses or clients take another path than others.
    Mixed,
    /// It leaves for a network that is not in view.
    Beyond,
    /// It does not arrive.
    Stopped,
    /// It cannot be told.
    Unknown,
    /// Nothing in the subnet could take it.
    Idle,
}

impl Class {
    /// Every class, in the order of the counts: what one looks for first.
    pub const ALL: [Self; 7] =
        [Self::Public, Self::Mixed, Self::Stopped, Self::Unknown, Self::Beyond, Self::Private, Self::Idle];

    /// The word of the counts.
    pub fn word(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Public => "public",
            Self::Mixed => "mixed",
            Self::Beyond => "out of view",
            Self::Stopped => "stopped",
            Self::Unknown => "unknown",
            Self::Idle => "no clients",
        }
    }

    /// Its style.
    pub fn style(self, palette: &Palette) -> Style {
        match self {
            Self::Private => palette.good,
            Self::Public | Self::Mixed => palette.warning,
            Self::Beyond => palette.thing,
            Self::Stopped => palette.wrong,
            Self::Unknown => palette.unknown,
            Self::Idle => palette.dim,
        }
    }

    fn of(row: &PathRow<'_>) -> Self {
        match row.disposition {
            Disposition::NoClients => Self::Idle,
            Disposition::Unknown => Self::Unknown,
            Disposition::Mixed => Self::Mixed,
            Disposition::NoRoute
            | Disposition::Blackhole
            | Disposition::DeniedBySecurityGroup
            | Disposition::DeniedByNetworkAcl
            | Disposition::DeniedByGateway
            | Disposition::UnresolvedName => Self::Stopped,
            Disposition::Delivered | Disposition::ToService | Disposition::ToInternet | Disposition::LeavesView => {
                match (row.via, row.disposition) {
                    (Via::Mixed, _) => Self::Mixed,
                    (Via::Unknown, _) => Self::Unknown,
                    (_, Disposition::LeavesView) => Self::Beyond,
                    (_, Disposition::ToInternet) => Self::Public,
                    (_, _) => Self::Private,
                }
            }
        }
    }
}

/// One path, as the table shows it. Two cells that say the same are equal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// What kind of path it is.
    pub class: Class,
    /// The path in a word or two.
    pub word: String,
    /// What hands the packets over; empty where the word says all. Hostile text.
    pub target: String,
    /// The numbers of its notes.
    pub notes: Vec<usize>,
}

impl Cell {
    /// The cell of a row, without notes.
    pub fn of(row: &PathRow<'_>) -> Self {
        let class = Class::of(row);
        let word = match class {
            Class::Private | Class::Public | Class::Beyond => via(row.via).to_owned(),
            Class::Idle => format!("({})", via(row.via)),
            Class::Mixed if row.via == Via::Mixed => "mixed".to_owned(),
            Class::Mixed => format!("{} (mixed)", via(row.via)),
            Class::Stopped => stop(row.disposition).to_owned(),
            Class::Unknown if matches!(row.via, Via::Unknown | Via::Mixed | Via::None) => "?".to_owned(),
            Class::Unknown => format!("{} ?", via(row.via)),
        };
        Self { class, word, target: row.target.to_owned(), notes: Vec::new() }
    }
}

/// A way in a word or two.
pub fn via(via: Via) -> &'static str {
    match via {
        Via::GatewayEndpoint => "gateway",
        Via::InterfaceEndpoint => "endpoint",
        Via::CentralEndpoint => "central",
        Via::NatGateway => "NAT",
        Via::InternetGateway => "internet",
        Via::EgressOnlyInternetGateway => "egress-only",
        Via::TransitGateway => "transit",
        Via::CoreNetwork => "core network",
        Via::Peering => "peering",
        Via::VpnGateway => "VPN",
        Via::GatewayLoadBalancerEndpoint => "GWLB",
        Via::Appliance => "appliance",
        Via::LocalGateway => "local gateway",
        Via::CarrierGateway => "carrier",
        Via::None => "none",
        Via::Mixed => "mixed",
        Via::Unknown => "?",
    }
}

/// What stopped a packet, in a word or two; for what arrives, that it does.
pub fn stop(disposition: Disposition) -> &'static str {
    match disposition {
        Disposition::Delivered => "delivered",
        Disposition::ToService => "to the service",
        Disposition::ToInternet => "to the internet",
        Disposition::LeavesView => "out of view",
        Disposition::NoRoute => "no route",
        Disposition::Blackhole => "blackhole",
        Disposition::DeniedBySecurityGroup => "denied (group)",
        Disposition::DeniedByNetworkAcl => "denied (ACL)",
        Disposition::DeniedByGateway => "denied (gateway)",
        Disposition::UnresolvedName => "no name",
        Disposition::NoClients => "no clients",
        Disposition::Mixed => "mixed",
        Disposition::Unknown => "?",
    }
}

/// A part of the addresses in words.
pub fn part(part: &Part) -> String {
    let Part { via: way, target, share } = part;
    format!("{} {target} {}", via(*way), percent(*share)).replace("  ", " ")
}

/// What becomes of the packets of one set of groups.
pub fn client(client: &Client) -> String {
    let Client { groups, interfaces, disposition } = client;
    let groups = if groups.is_empty() { "no group".to_owned() } else { groups.join(" + ") };
    let of = match interfaces.as_slice() {
        [one] => one.clone(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
        [] => "no interface".to_owned(),
    };
    format!("{} for {groups} ({of})", stop(*disposition))
}

/// A share for a person: never 0 % of something, nor 100 % of a part.
pub fn percent(share: f64) -> String {
    match share * 100.0 {
        all if all >= 100.0 => "100%".to_owned(),
        most if most > 99.0 => "over 99%".to_owned(),
        little if little < 1.0 => "under 1%".to_owned(),
        other => format!("{other:.0}%"),
    }
}
