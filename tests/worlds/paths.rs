//! Every path and trace on every world is the one decided by hand.

use super::{folder, names, snapshot};
use byway::finding::{Family, PathRow, Session};
use byway::network::matrix::{Services, Wanted, rows};
use byway::network::{Asked, Index, Source, TCP, UDP, trace};
use libtest_mimic::{Failed, Trial};
use serde::Deserialize;
use std::ops::ControlFlow;

#[derive(Debug, Default, Deserialize)]
struct Truth {
    #[serde(default)]
    path: Vec<PathTruth>,
    #[serde(default)]
    trace: Vec<TraceTruth>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PathTruth {
    subnet: String,
    service: String,
    family: String,
    via: String,
    #[serde(default)]
    target: String,
    #[serde(default)]
    through: Vec<String>,
    #[serde(default)]
    parts: Vec<PartTruth>,
    disposition: String,
    #[serde(default)]
    clients: Vec<ClientTruth>,
    #[serde(default)]
    gaps: Vec<String>,
    better: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PartTruth {
    via: String,
    #[serde(default)]
    target: String,
    share: f64,
}

#[derive(Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(deny_unknown_fields)]
struct ClientTruth {
    groups: Vec<String>,
    disposition: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TraceTruth {
    from: String,
    to: String,
    family: Option<String>,
    protocol: Option<String>,
    port: Option<u16>,
    forward: String,
    r#return: Option<String>,
    hops: Option<Vec<String>>,
    #[serde(default)]
    gaps: Vec<String>,
}

fn family(word: &str) -> Family {
    match word {
        "ipv4" => Family::Ipv4,
        "ipv6" => Family::Ipv6,
        other => panic!("{other} is no family"),
    }
}

fn truth(world: &str) -> Truth {
    let text = std::fs::read_to_string(folder(world).join("truth.toml")).unwrap();
    toml::from_str(&text).unwrap_or_else(|error| panic!("{world}: {error}"))
}

/// Whether a world states paths.
pub fn states_paths(world: &str) -> bool {
    !truth(world).path.is_empty()
}

/// What is wrong with a row; nothing where it is as decided.
fn compare(row: &PathRow<'_>, truth: &PathTruth) -> Option<String> {
    let via = (row.via.as_str(), row.target);
    let disposition = row.disposition.as_str();
    let mut clients: Vec<ClientTruth> = row
        .clients
        .iter()
        .map(|client| ClientTruth { groups: client.groups.clone(), disposition: client.disposition.to_string() })
        .collect();
    clients.sort();
    let mut wanted: Vec<&ClientTruth> = truth.clients.iter().collect();
    wanted.sort();
    let parts_agree = truth.parts.len() == row.parts.len()
        && truth.parts.iter().all(|part| {
            row.parts.iter().any(|given| {
                given.via.as_str() == part.via
                    && given.target == part.target
                    && (given.share - part.share).abs() < 0.0015
            })
        });
    let mut kinds: Vec<&str> = row.gaps.iter().map(|gap| gap.kind()).collect();
    kinds.dedup();
    let gaps_agree = truth.gaps.iter().all(|kind| kinds.contains(&kind.as_str()));
    let is_same = via == (truth.via.as_str(), truth.target.as_str())
        && disposition == truth.disposition
        && row.through == truth.through
        && parts_agree
        && clients.iter().collect::<Vec<_>>() == wanted
        && gaps_agree
        && truth.better.as_ref().is_none_or(|better| better == row.better.as_str());
    (!is_same).then(|| {
        format!(
            "{} to {} {}: expected {truth:?}, got {} {:?} through {:?} {disposition} parts {:?} clients {clients:?} better {} gaps {:?}",
            row.subnet,
            row.service,
            row.family,
            row.via,
            row.target,
            row.through,
            row.parts,
            row.better.as_str(),
            row.gaps.iter().map(ToString::to_string).collect::<Vec<_>>()
        )
    })
}

fn paths_agree(world: &str) -> Result<(), Failed> {
    let snapshot = snapshot(world);
    let index = Index::new(&snapshot);
    let mut wrong = Vec::new();
    for truth in truth(world).path {
        let wanted = Wanted {
            vpcs: Vec::new(),
            subnets: vec![truth.subnet.clone()],
            services: Services::Named(vec![truth.service.clone()]),
        };
        let mut seen = 0;
        rows(&index, &wanted, &mut |row| {
            if row.family == family(&truth.family) {
                seen += 1;
                wrong.extend(compare(row, &truth));
            }
            ControlFlow::Continue(())
        });
        if seen != 1 {
            wrong.push(format!("{} to {} {}: {seen} rows", truth.subnet, truth.service, truth.family));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

fn told(sessions: &[Session]) -> String {
    let told = sessions.iter().map(|session| {
        let hops: Vec<&str> = session.forward.hops.iter().map(|hop| hop.resource.id.as_str()).collect();
        let back = session.back.as_ref().map(|back| {
            let hops: Vec<&str> = back.hops.iter().map(|hop| hop.resource.id.as_str()).collect();
            format!("{} {hops:?}", back.disposition)
        });
        let gaps: Vec<String> = session.gaps().iter().map(ToString::to_string).collect();
        format!("{} {} {hops:?} back {back:?} gaps {gaps:?}", session.address, session.forward.disposition)
    });
    told.collect::<Vec<_>>().join(" | ")
}

fn traces_agree(world: &str) -> Result<(), Failed> {
    let snapshot = snapshot(world);
    let index = Index::new(&snapshot);
    let mut wrong = Vec::new();
    for truth in truth(world).trace {
        let from = match (truth.from.as_str(), truth.from.parse()) {
            ("internet", _) => Source::Internet,
            (_, Ok(address)) => Source::Address(address),
            (name, Err(_)) => Source::Named(name.to_owned()),
        };
        let asked = Asked {
            from,
            to: truth.to.clone(),
            protocol: match truth.protocol.as_deref().unwrap_or("tcp") {
                "tcp" => TCP,
                "udp" => UDP,
                number => number.parse()?,
            },
            port: truth.port.unwrap_or(443),
            family: Some(family(truth.family.as_deref().unwrap_or("ipv4"))),
        };
        let name = format!("{} to {} port {}", truth.from, truth.to, asked.port);
        let traced = match trace(&index, &asked) {
            Ok(traced) => traced,
            Err(error) => {
                wrong.push(format!("{name}: {error}"));
                continue;
            }
        };
        if traced.answers.is_empty() {
            let named = traced.names.first();
            let is_unknown = named.is_some_and(|named| !named.gaps.is_empty());
            let word = if is_unknown { "unknown" } else { "unresolved-name" };
            if word != truth.forward {
                wrong.push(format!("{name}: expected {truth:?}, got {word} {:?}", traced.names));
            }
            continue;
        }
        // Where a name has several addresses, each fares as decided.
        let fares = |session: &Session| {
            let back = session.back.as_ref().map(|back| back.disposition.as_str());
            let hops: Vec<&str> = session.forward.hops.iter().map(|hop| hop.resource.id.as_str()).collect();
            let kinds: Vec<&str> = session.forward.gaps.iter().map(|gap| gap.kind()).collect();
            session.forward.disposition.as_str() == truth.forward
                && (back == truth.r#return.as_deref() || (truth.r#return.is_none() && back == Some("delivered")))
                && truth.hops.as_ref().is_none_or(|wanted| {
                    let mut hops = hops.clone();
                    hops.dedup();
                    *wanted == hops
                })
                && truth.gaps.iter().all(|kind| kinds.contains(&kind.as_str()))
        };
        if !traced.answers.iter().all(fares) {
            wrong.push(format!("{name}: expected {truth:?}, got {}", told(&traced.answers)));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

fn there_are_worlds_enough_about_paths() {
    let worlds = names().into_iter().filter(|world| !truth(world).path.is_empty()).count();
    assert!(worlds >= 40, "only {worlds} worlds state paths");
}

pub fn tests() -> Vec<Trial> {
    let mut tests = crate::trials![there_are_worlds_enough_about_paths];
    for world in names() {
        let Truth { path, trace } = truth(&world);
        if !path.is_empty() {
            let name = world.clone();
            tests.push(Trial::test(format!("worlds::paths::paths_of_{world}_are_those_decided_by_hand"), move || {
                paths_agree(&name)
            }));
        }
        if !trace.is_empty() {
            tests.push(Trial::test(format!("worlds::paths::traces_of_{world}_are_those_decided_by_hand"), move || {
                traces_agree(&world)
            }));
        }
    }
    tests
}
