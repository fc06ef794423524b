//! The engine against the independent walker, packet by packet over small random worlds.

use super::small;
use super::walker::{self, End, From, Packet};
use byway::finding::{Disposition, Via};
use byway::network::{Fate, Flow, Index, Ports, addresses, fates, fates_from_internet};
use byway::snapshot::{Answer, Snapshot, file};
use libtest_mimic::Trial;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Write;
use std::net::IpAddr;

/// Reads a world as byway does: through a file.
pub fn snapshot_of(world: &Value) -> Snapshot {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&serde_json::to_vec(world).unwrap()).unwrap();
    file::read(file.path()).unwrap_or_else(|error| panic!("{error}: {:?}", std::error::Error::source(&error)))
}

/// What byway says of a packet; `None` where the packet's interface cannot be found.
pub fn asked(index: &Index<'_>, packet: &Packet) -> Option<Answer<Vec<Fate>>> {
    let flow = Flow { protocol: packet.protocol, port: packet.port, ports: Ports::one(packet.source_port) };
    match &packet.from {
        From::Interface(id, own) => Some(fates(index, index.interface(id)?, *own, packet.to, flow)),
        From::Internet(host) => {
            let (id, own) = holder(index, packet.to)?;
            Some(fates_from_internet(index, index.interface(&id)?, own, *host, flow))
        }
    }
}

/// The interface that holds an address, its own or its public one.
fn holder(index: &Index<'_>, address: IpAddr) -> Option<(String, IpAddr)> {
    let text = address.to_string();
    index.places().iter().flat_map(|place| &place.view.network_interfaces).find_map(|interface| {
        let public = |one: &Option<byway::snapshot::model::NetworkInterfaceAssociation>| {
            one.as_ref().is_some_and(|one| one.public_ip.as_deref() == Some(&text))
        };
        let own = interface.private_ip_addresses.iter().find(|one| public(&one.association));
        let own = own.and_then(|one| one.private_ip_address.as_ref()).and_then(|text| text.parse().ok());
        let first =
            public(&interface.association).then(|| interface.private_ip_address.as_ref()?.parse().ok()).flatten();
        let six = (address.is_ipv6() && addresses(interface).contains(&address)).then_some(address);
        Some((interface.network_interface_id.clone(), own.or(first).or(six)?))
    })
}

/// Why an answer is not the walker's; nothing where it is.
fn differs(end: &End, given: &Answer<Vec<Fate>>) -> Option<String> {
    // Where the ways differ though they end alike, byway tells none.
    let stopped = end.back.is_none() && end.forward != "leaves-view";
    if (end.via == "unknown" || stopped)
        && let Answer::Known(fates) = given
        && fates
            .iter()
            .all(|fate| fate.forward == Disposition::Unknown && fate.gaps.iter().all(|gap| gap.kind() == "ambiguous"))
    {
        return None;
    }
    let Answer::Known(fates) = given else { return Some("cannot be told".to_owned()) };
    let [fate] = fates.as_slice() else { return Some(format!("{} fates", fates.len())) };
    let back = fate.back.map(|back| back.to_string());
    let same_back = match (&end.back, &back) {
        // Where only some of a NAT gateway's ports are let back, some sessions fail, and byway calls that stopped.
        (Some(wanted), Some(given)) => {
            wanted == given || wanted == "unknown" || wanted == "mixed" && given.starts_with("denied-")
        }
        (None, None) => true,
        // What leaves the view has no way back to tell.
        (Some(wanted), None) => wanted == "leaves-view",
        (None, Some(_)) => false,
    };
    let via = match fate.via {
        Via::None => "",
        via => via.as_str(),
    };
    // Of what a gateway or filter stops, the walker does not tell where it would have gone.
    let untold = end.via == "unknown" || (end.via.is_empty() && fate.forward != Disposition::Delivered);
    let same_via = untold || (end.via == via && end.target == fate.target && end.through == fate.through);
    let same_interface = end.arrived == fate.interface || untold;
    let is_same = end.forward == fate.forward.as_str() && same_back && same_via && same_interface;
    (!is_same).then(|| format!("{fate:?}"))
}

/// Compares over some seeds; what differs, by kind, and how many packets of each forward word there were.
fn compare(seeds: std::ops::Range<u64>, each: usize) -> (Vec<String>, BTreeMap<String, usize>) {
    let mut wrong = Vec::new();
    let mut words: BTreeMap<String, usize> = BTreeMap::new();
    for seed in seeds {
        let world = small::world(seed);
        if let Ok(folder) = std::env::var("WORLDS") {
            std::fs::write(format!("{folder}/{seed}.json"), serde_json::to_vec(&world).unwrap()).unwrap();
        }
        let oracle = walker::read(&world);
        let snapshot = snapshot_of(&world);
        let index = Index::new(&snapshot);
        for packet in small::packets(&world, seed, each) {
            let Some(given) = asked(&index, &packet) else {
                *words.entry("nobody".to_owned()).or_default() += 1;
                continue;
            };
            match oracle.walk(&packet) {
                Ok(end) => {
                    *words.entry(end.forward.clone()).or_default() += 1;
                    if let Some(given) = differs(&end, &given) {
                        wrong.push(format!("seed {seed} {packet:?}\n  walker {end:?}\n  byway  {given}"));
                    }
                }
                // Where AWS documents no answer byway may tell none, or say that it cannot be told.
                Err(_) => *words.entry("undecided".to_owned()).or_default() += 1,
            }
        }
    }
    (wrong, words)
}

fn every_packet_of_small_worlds_fares_as_the_walker_says() {
    let seeds = std::env::var("SEEDS").map_or(SEEDS, |text| text.parse().unwrap());
    let (wrong, words) = compare(0..seeds, PACKETS);
    let total: usize = words.values().sum();
    if let Ok(path) = std::env::var("DUMP") {
        std::fs::write(path, wrong.join("\n")).unwrap();
    }
    assert!(
        wrong.is_empty(),
        "{} of {total} differ ({words:?}):\n{}",
        wrong.len(),
        wrong[..wrong.len().min(40)].join("\n")
    );
    assert!(total >= 100_000, "only {total} packets");
    for word in [
        Disposition::Delivered,
        Disposition::ToService,
        Disposition::ToInternet,
        Disposition::NoRoute,
        Disposition::Blackhole,
        Disposition::DeniedBySecurityGroup,
        Disposition::DeniedByNetworkAcl,
        Disposition::DeniedByGateway,
        Disposition::LeavesView,
    ] {
        let count = words.get(word.as_str()).copied().unwrap_or_default();
        assert!(count * 200 >= total, "only {count} of {total} packets are {word}: {words:?}");
    }
}

const SEEDS: u64 = 500;
const PACKETS: usize = 210;

pub fn tests() -> Vec<Trial> {
    crate::trials![every_packet_of_small_worlds_fares_as_the_walker_says]
}
