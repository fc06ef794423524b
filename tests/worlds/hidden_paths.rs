//! The hiding property of paths: what is not seen may make a path unknown, and never another one.

use super::hiding::{Way, count, hidden};
use super::{names, snapshot};
use byway::network::Index;
use byway::network::matrix::{NEEDS, Services, Wanted, rows};
use byway::snapshot::{Collection, Outcome, Snapshot};
use libtest_mimic::{Failed, Trial};
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// A row, without what names what is not known.
#[derive(Debug, PartialEq)]
struct Told {
    via: String,
    target: String,
    through: Vec<String>,
    parts: Vec<(String, String, String)>,
    disposition: String,
    clients: Vec<(Vec<String>, String)>,
    is_explained: bool,
}

fn told(snapshot: &Snapshot) -> BTreeMap<(String, String, String), Told> {
    let index = Index::new(snapshot);
    let mut rows_told = BTreeMap::new();
    let services = ["s3", "sqs", "ecr.dkr"].map(str::to_owned).to_vec();
    let wanted = Wanted { services: Services::Named(services), ..Wanted::default() };
    rows(&index, &wanted, &mut |row| {
        let told = Told {
            via: row.via.to_string(),
            target: row.target.to_owned(),
            through: row.through.to_vec(),
            parts: row
                .parts
                .iter()
                .map(|part| (part.via.to_string(), part.target.clone(), format!("{:.4}", part.share)))
                .collect(),
            disposition: row.disposition.to_string(),
            clients: row.clients.iter().map(|one| (one.groups.clone(), one.disposition.to_string())).collect(),
            is_explained: !row.gaps.is_empty(),
        };
        let key = (row.subnet.id.clone(), row.service.to_owned(), row.family.to_string());
        assert!(rows_told.insert(key, told).is_none(), "a row was shown twice");
        ControlFlow::Continue(())
    });
    rows_told
}

/// What a row says in the hidden world that it may not.
fn lie(full: &Told, hidden: &Told) -> Option<String> {
    let is_unknown = hidden.via == "unknown" || hidden.disposition == "unknown";
    if is_unknown && !hidden.is_explained {
        return Some("is unknown without a reason".to_owned());
    }
    // A gateway that was not seen may be gone: it is named as the route names it, and its end is not told.
    let maybe_gone = full.disposition == "blackhole" && hidden.disposition == "unknown";
    let same_way = hidden.via == "unknown"
        || maybe_gone
        || (&hidden.via, &hidden.target, &hidden.through, &hidden.parts)
            == (&full.via, &full.target, &full.through, &full.parts);
    let same_end = hidden.disposition == "unknown"
        || hidden.disposition == full.disposition
            && (hidden.clients == full.clients || hidden.clients.iter().any(|(_, word)| word == "unknown"))
        // Some of the clients cannot be told, the others are.
        || hidden.disposition == "mixed" && hidden.clients.iter().any(|(_, word)| word == "unknown");
    (!same_way || !same_end).then(|| format!("{full:?} became {hidden:?}"))
}

fn holds(world: &str) -> Result<(), Failed> {
    let snapshot = snapshot(world);
    let full = told(&snapshot);
    let mut found = Vec::new();
    for record in snapshot.coverage.iter().filter(|record| record.outcome != Outcome::NotAsked) {
        let question = record.question();
        if !NEEDS.contains(&question.collection) {
            continue;
        }
        let count = count(&snapshot, &question);
        let ways = [Way::Refused].into_iter().chain((0..count.min(ITEMS)).map(Way::Without));
        for way in ways {
            let seen = told(&hidden(&snapshot, &question, way));
            let hides = format!("{} {} {way:?}", question.collection, question.key);
            for (key, row) in &full {
                match seen.get(key) {
                    Some(now) => found.extend(lie(row, now).map(|lie| format!("{hides}: {key:?}: {lie}"))),
                    None if question.collection == Collection::Subnets => {}
                    None => found.push(format!("{hides}: {key:?} is gone")),
                }
            }
            for (key, row) in &seen {
                if !full.contains_key(key) && row.via != "unknown" && row.disposition != "unknown" {
                    found.push(format!("{hides}: {key:?} is new: {row:?}"));
                }
            }
        }
    }
    if let Ok(folder) = std::env::var("DUMP") {
        std::fs::write(format!("{folder}/{world}"), found.join("\n")).unwrap();
    }
    let count = found.len();
    found.truncate(8);
    if found.is_empty() { Ok(()) } else { Err(format!("{count} lies:\n{}", found.join("\n")).into()) }
}

/// The most items of one answer that are hidden one by one.
const ITEMS: usize = 2;

pub fn tests() -> Vec<Trial> {
    let worlds = names().into_iter().filter(|world| super::paths::states_paths(world));
    worlds
        .map(|world| {
            Trial::test(format!("worlds::hidden_paths::nothing_hidden_from_{world}_makes_another_path"), move || {
                holds(&world)
            })
        })
        .collect()
}
