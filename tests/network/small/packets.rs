//! Packets through a world: most of them between things that are there.

use super::dice::Dice;
use crate::network::drawing::things::text;
use crate::network::walker::{From, Packet};
use serde_json::Value;
use std::net::{IpAddr, Ipv6Addr};

/// Addresses that packets may go to or come from.
#[derive(Default)]
struct Known {
    /// Instances' interfaces and their addresses.
    hosts: Vec<(String, Vec<IpAddr>)>,
    /// Addresses of interfaces of endpoints.
    endpoints: Vec<IpAddr>,
    public: Vec<IpAddr>,
    nats: Vec<IpAddr>,
}

fn parse(value: &Value, member: &str) -> Option<IpAddr> {
    text(value, member).parse().ok()
}

fn known(world: &Value) -> Known {
    let mut known = Known::default();
    let regions = world["accounts"].as_object().into_iter().flatten();
    for (_, view) in regions.flat_map(|(_, account)| account["regions"].as_object().into_iter().flatten()) {
        for one in view["network_interfaces"].as_array().into_iter().flatten() {
            let private = one["PrivateIpAddresses"].as_array().into_iter().flatten();
            let mut addresses: Vec<IpAddr> = private.clone().filter_map(|one| parse(one, "PrivateIpAddress")).collect();
            let six = one["Ipv6Addresses"].as_array().into_iter().flatten();
            addresses.extend(six.filter_map(|one| parse(one, "Ipv6Address")));
            let public = private.filter_map(|one| parse(&one["Association"], "PublicIp"));
            match text(one, "InterfaceType") {
                "interface" => {
                    known.public.extend(public);
                    known.hosts.push((text(one, "NetworkInterfaceId").to_owned(), addresses));
                }
                "vpc_endpoint" => known.endpoints.extend(addresses),
                _ => known.nats.extend(public),
            }
        }
    }
    known
}

fn internet(six: bool, dice: &mut Dice) -> IpAddr {
    let four = ["8.8.8.8", "1.1.1.1", "52.94.5.5", "203.0.113.9"];
    let of_six = ["2606:4700::1111", "2001:4860:4860::8888"];
    let pool: &[&str] = if six { &of_six } else { &four };
    dice.pick(pool).and_then(|address| address.parse().ok()).unwrap()
}

fn service(six: bool, dice: &mut Dice) -> IpAddr {
    let four = ["52.218.10.10", "52.218.100.1", "3.5.64.9", "52.119.241.7"];
    let pool: &[&str] = if six { &["2a05:d07a:a000::10"] } else { &four };
    dice.pick(pool).and_then(|address| address.parse().ok()).unwrap()
}

fn somewhere(six: bool, dice: &mut Dice) -> IpAddr {
    let (one, two, three) = (dice.between(1, 3), dice.between(1, 5), dice.between(1, 250));
    let text = if six {
        format!("2a05:d018:{one}:10{two}::{three:x}")
    } else if dice.percent(75) {
        format!("10.{one}.{two}.{three}")
    } else {
        ["192.168.1.1", "172.16.9.9", "10.200.1.1", "10.77.0.1", "100.64.1.1"][dice.below(5)].to_owned()
    };
    text.parse().unwrap()
}

fn translated(dice: &mut Dice) -> IpAddr {
    let low = [0x0808_0808u128, 0x0a01_010a, 0x34da_0a0a][dice.below(3)];
    IpAddr::V6(Ipv6Addr::from(0x0064_ff9b_u128 << 96 | low))
}

fn of_family(from: &[IpAddr], six: bool, dice: &mut Dice) -> Option<IpAddr> {
    let all: Vec<IpAddr> = from.iter().filter(|address| address.is_ipv6() == six).copied().collect();
    dice.pick(&all).copied()
}

/// So many packets, decided by a seed.
pub fn packets(world: &Value, seed: u64, count: usize) -> Vec<Packet> {
    let mut dice = Dice::new(seed ^ 0x7061_636b_6574);
    let known = known(world);
    let mut packets = Vec::new();
    while packets.len() < count && !known.hosts.is_empty() {
        let protocol = dice.weighed(&[(80, 6), (13, 17), (5, 1), (2, 47)]);
        let ports = [443, 443, 443, 80, 53, 22, 8443, 5432];
        let port = if dice.percent(92) { ports[dice.below(8)] } else { 1 + dice.below(65_535) as u16 };
        let source_port = if dice.percent(80) { dice.between(32768, 60999) } else { dice.between(1024, 65535) } as u16;
        let Some((from, to)) = ends(&known, &mut dice) else { continue };
        let protocol = if protocol == 1 && to.is_ipv6() { 58 } else { protocol };
        packets.push(Packet { from, to, protocol, source_port, port });
    }
    packets
}

fn ends(known: &Known, dice: &mut Dice) -> Option<(From, IpAddr)> {
    let hosts: Vec<IpAddr> = known.hosts.iter().flat_map(|(_, addresses)| addresses).copied().collect();
    if dice.percent(14) {
        let six = dice.percent(25);
        let to = match dice.below(100) {
            0..70 if six => of_family(&hosts, true, dice),
            0..70 => dice.pick(&known.public).copied(),
            70..80 => dice.pick(&known.nats).copied(),
            80..90 => of_family(&hosts, false, dice),
            _ => Some(internet(six, dice)),
        }?;
        return Some((From::Internet(internet(to.is_ipv6(), dice)), to));
    }
    let (id, addresses) = dice.pick(&known.hosts)?;
    let own = *dice.pick(addresses)?;
    let six = own.is_ipv6();
    let to = match dice.below(100) {
        0..40 => of_family(&hosts, six, dice),
        40..52 => of_family(&known.endpoints, six, dice),
        52..74 => Some(internet(six, dice)),
        74..86 => Some(service(six, dice)),
        86..92 => Some(somewhere(six, dice)),
        _ if six => Some(translated(dice)),
        _ => dice.pick(&known.public).copied(),
    }?;
    // What a host sends itself never reaches the network.
    (!addresses.contains(&to)).then(|| (From::Interface(id.clone(), own), to))
}
