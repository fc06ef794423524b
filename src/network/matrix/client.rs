//! The clients of a subnet: interfaces of workloads, by what filters and gateways tell apart.

use super::super::session::first_address;
use super::super::walk::{groups_of, has_public};
use crate::finding::{Disposition, Family};
use crate::network::{Seat, addresses, is_workload};
use crate::snapshot::model::{NetworkInterface, Subnet};
use crate::snapshot::{Answer, Gaps};
use std::net::IpAddr;
use std::rc::Rc;

/// Interfaces with the same groups, all with a public address or all without.
#[derive(Clone, Debug)]
pub(super) struct Set<'i> {
    pub groups: Rc<[String]>,
    pub public: bool,
    pub interfaces: Vec<Seat<'i, NetworkInterface>>,
}

/// All clients of a subnet.
#[derive(Clone, Debug)]
pub(super) struct Sets<'i> {
    pub sets: Vec<Set<'i>>,
    /// Why there may be others.
    pub rest: Gaps,
}

/// The clients of a subnet.
pub(super) fn sets_in<'i>(subnet: Seat<'i, Subnet>) -> Sets<'i> {
    let mut sets: Vec<Set<'i>> = Vec::new();
    let mut rest = super::unseen_clients(subnet.place, subnet.it);
    for interface in subnet.place.interfaces_in(&subnet.it.subnet_id).items {
        match is_workload(interface.it) {
            Answer::Known(true) => {}
            Answer::Known(false) => continue,
            Answer::Unknown(gaps) => {
                rest.extend(gaps);
                continue;
            }
        }
        let groups = match groups_of(interface.it) {
            Answer::Known(groups) => groups,
            Answer::Unknown(gaps) => {
                rest.extend(gaps);
                continue;
            }
        };
        let public = has_public(interface.it, None);
        match sets.iter_mut().find(|set| set.groups == groups && set.public == public) {
            Some(set) => set.interfaces.push(interface),
            None => sets.push(Set { groups, public, interfaces: vec![interface] }),
        }
    }
    sets.sort_by(|one, other| (&one.groups, one.public).cmp(&(&other.groups, other.public)));
    Sets { sets, rest }
}

impl<'i> Set<'i> {
    /// The interfaces that have an address of a family, with their first one.
    pub fn senders(&self, family: Family) -> impl Iterator<Item = (Seat<'i, NetworkInterface>, IpAddr)> {
        self.interfaces.iter().filter_map(move |interface| Some((*interface, first_address(interface.it, family)?)))
    }

    /// Whether some interface has an address of a family.
    pub fn sends(&self, family: Family) -> bool {
        self.interfaces.iter().any(|interface| {
            addresses(interface.it).iter().any(|address| address.is_ipv4() == (family == Family::Ipv4))
        })
    }
}

/// How a set of clients fares: all alike, or each interface for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fares {
    Alike(Disposition),
    Each(Vec<(String, Disposition)>),
    /// None of them has an address of the family.
    Silent,
}

impl Fares {
    /// The one disposition, if there is one.
    pub fn common(&self) -> Option<Disposition> {
        match self {
            Self::Alike(disposition) => Some(*disposition),
            Self::Each(each) => {
                let (_, first) = each.first()?;
                each.iter().all(|(_, one)| one == first).then_some(*first)
            }
            Self::Silent => None,
        }
    }

    /// The interfaces of a set by how they fare.
    pub fn split(&self, set: &Set<'_>) -> Vec<(Vec<String>, Disposition)> {
        match self {
            Self::Alike(disposition) => {
                let ids = set.interfaces.iter().map(|one| one.it.network_interface_id.clone()).collect();
                vec![(ids, *disposition)]
            }
            Self::Each(each) => {
                let mut split: Vec<(Vec<String>, Disposition)> = Vec::new();
                for (id, disposition) in each {
                    match split.iter_mut().find(|(_, held)| held == disposition) {
                        Some((ids, _)) => ids.push(id.clone()),
                        None => split.push((vec![id.clone()], *disposition)),
                    }
                }
                split
            }
            Self::Silent => Vec::new(),
        }
    }
}
