//! The walker and the resolver on the worlds: what they find must be what was decided by hand.

use super::parts::{list, text};
use super::{End, From, Packet, Undecided, World, read};
use crate::network::resolver::{Named, all, resolve};
use libtest_mimic::Trial;
use serde_json::Value;
use std::collections::BTreeSet;
use std::net::IpAddr;

pub fn tests() -> Vec<Trial> {
    crate::trials![the_walker_finds_what_was_decided_by_hand]
}

/// What a trace comes to: forward and return.
type Words = (String, Option<String>);

fn addresses(interface: &Value) -> Vec<IpAddr> {
    let four = list(interface, "PrivateIpAddresses").iter().map(|one| text(one, "PrivateIpAddress"));
    let six = list(interface, "Ipv6Addresses").iter().map(|one| text(one, "Ipv6Address"));
    let first = std::iter::once(text(interface, "PrivateIpAddress"));
    first.chain(four).chain(six).filter_map(|address| address.parse().ok()).collect()
}

/// The addresses that a service's name stands for where it is public: those of its list, else some of the internet.
fn public(world: &Value, name: &str, six: bool) -> Vec<IpAddr> {
    let lists = all(world, "prefix_lists");
    let of_service = lists.into_iter().filter(|one| {
        let told = text(one, "PrefixListName");
        let token = told.rsplit('.').next().unwrap_or_default();
        let mut labels = name.split('.');
        labels.any(|label| label == token) && told.split('.').nth(2).is_some_and(|region| name.contains(region))
    });
    let blocks = of_service.flat_map(|one| list(one, "Cidrs")).filter_map(Value::as_str);
    let nets = blocks.filter_map(|block| block.parse::<ipnet::IpNet>().ok());
    let firsts: Vec<IpAddr> = nets.map(|net| net.network()).filter(|address| address.is_ipv6() == six).collect();
    if firsts.is_empty() { vec![if six { "2606:4700::1111" } else { "1.1.1.1" }.parse().unwrap()] } else { firsts }
}

/// The name of a service's token in the Region of a VPC.
fn name_of(world: &Value, to: &str, vpc: &str) -> String {
    if to.contains('.') {
        return to.to_owned();
    }
    let views = crate::network::resolver::views(world).into_iter();
    let region = views
        .filter(|(_, _, view)| list(view, "vpcs").iter().any(|one| text(one, "VpcId") == vpc))
        .map(|(_, region, _)| region)
        .next()
        .unwrap_or_default();
    format!("{to}.{region}.amazonaws.com")
}

fn trace(snapshot: &Value, world: &World, told: &toml::Value) -> Result<Words, Undecided> {
    let word = |member: &str| told.get(member).and_then(toml::Value::as_str);
    let number = |member: &str, usual: i64| told.get(member).and_then(toml::Value::as_integer).unwrap_or(usual);
    let six = word("family") == Some("ipv6");
    let (from, to) = (word("from").unwrap(), word("to").unwrap());
    let protocol = match word("protocol").unwrap_or("tcp") {
        "tcp" => 6,
        "udp" => 17,
        "icmp" if six => 58,
        "icmp" => 1,
        other => other.parse().unwrap(),
    };
    let interfaces = all(snapshot, "network_interfaces");
    let sender = interfaces
        .into_iter()
        .find(|one| text(one, "NetworkInterfaceId") == from || text(&one["Attachment"], "InstanceId") == from);
    let (from, vpc) = match sender {
        Some(one) => {
            let own = addresses(one).into_iter().find(|address| address.is_ipv6() == six);
            let Some(own) = own else { return Err(Undecided("no address of the family".to_owned())) };
            (From::Interface(text(one, "NetworkInterfaceId").to_owned(), own), text(one, "VpcId"))
        }
        None if from == "internet" => {
            (From::Internet(if six { "2606:4700::1111" } else { "1.1.1.1" }.parse().unwrap()), "")
        }
        None => return Err(Undecided(format!("from {from}"))),
    };
    let to = match to.parse::<IpAddr>() {
        Ok(address) => vec![address],
        Err(_) => {
            let name = name_of(snapshot, to, vpc);
            match resolve(snapshot, vpc, &name, six) {
                Named::Addresses(addresses) => addresses.into_iter().collect(),
                Named::Public => public(snapshot, &name, six),
                Named::PublicAs(other) => public(snapshot, &other, six),
                Named::Nothing => return Ok(("unresolved-name".to_owned(), None)),
                Named::Undecided(why) => return Err(Undecided(why)),
            }
        }
    };
    let mut words = BTreeSet::new();
    for to in to {
        for source_port in [32768, 45000, 60999] {
            let port = number("port", 443) as u16;
            let End { forward, back, .. } =
                world.walk(&Packet { from: from.clone(), to, protocol, source_port, port })?;
            words.insert((forward, back));
        }
    }
    // A filter lets a flow through when it lets all of its ports through.
    let forward: BTreeSet<&String> = words.iter().map(|(forward, _)| forward).collect();
    let stopped: BTreeSet<&Option<String>> =
        words.iter().map(|(_, back)| back).filter(|back| back.as_deref() != Some("delivered")).collect();
    match (forward.len(), stopped.first()) {
        (1, None) => Ok(words.into_iter().next().unwrap()),
        (1, Some(back)) if stopped.len() == 1 => Ok((words.first().unwrap().0.clone(), (*back).clone())),
        _ => Ok(("mixed".to_owned(), None)),
    }
}

fn the_walker_finds_what_was_decided_by_hand() {
    let (mut compared, mut undecided, mut wrong) = (0, Vec::new(), Vec::new());
    for name in crate::worlds::names() {
        let folder = crate::worlds::folder(&name);
        let truth: toml::Table = toml::from_str(&std::fs::read_to_string(folder.join("truth.toml")).unwrap()).unwrap();
        let Some(traces) = truth.get("trace").and_then(toml::Value::as_array) else { continue };
        let snapshot = std::fs::read_to_string(folder.join("snapshot.json")).unwrap();
        let snapshot: Value = serde_json::from_str(&snapshot).unwrap();
        let world = read(&snapshot);
        for told in traces {
            let word = |member: &str| told.get(member).and_then(toml::Value::as_str).map(str::to_owned);
            let forward = word("forward").unwrap();
            // The walker knows no lists that were not read.
            if forward == "unknown" || word("return").as_deref() == Some("unknown") {
                continue;
            }
            let line = format!("{name}: {told}");
            match trace(&snapshot, &world, told) {
                Err(Undecided(why)) => undecided.push(format!("{line}: {why}")),
                Ok(words) if words == (forward, word("return")) => compared += 1,
                Ok(words) => wrong.push(format!("{line}: {words:?}")),
            }
        }
    }
    assert!(wrong.is_empty(), "disagree:\n{}", wrong.join("\n"));
    assert!(compared >= 300 && undecided.len() <= 10, "{compared} agree, undecided:\n{}", undecided.join("\n"));
}
