//! The committed snapshots are read as they were written: nothing of them is lost, doubled or uncounted.

use byway::snapshot::{Outcome, Snapshot, file};
use libtest_mimic::{Failed, Trial};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// The worlds and the demo account, by name.
fn snapshots() -> BTreeMap<String, PathBuf> {
    let worlds = std::fs::read_dir(fixtures().join("worlds")).unwrap().map(|entry| entry.unwrap().path());
    worlds
        .chain([fixtures().join("demo")])
        .filter(|folder| folder.join("world.py").exists())
        .map(|folder| (folder.file_name().unwrap().to_string_lossy().into_owned(), folder.join("snapshot.json")))
        .collect()
}

fn written(snapshot: &Snapshot) -> String {
    let mut out = Vec::new();
    file::write_to(snapshot, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// JSON without what the builder may change: order, case of zone names, the prefix of zone ids, empty members.
fn bare(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, member)| (name.clone(), bare(member)))
            .filter(|(_, member)| match member {
                Value::Array(list) => !list.is_empty(),
                Value::Object(members) => !members.is_empty(),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
            })
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Array(list) => {
            let mut list: Vec<Value> = list.iter().map(bare).collect();
            list.sort_by_key(Value::to_string);
            list.into()
        }
        Value::String(text) => text.trim_start_matches("/hostedzone/").to_lowercase().into(),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

/// The first place where two documents differ; whole documents are no message.
fn difference(at: &str, given: &Value, kept: &Value) -> Option<String> {
    match (given, kept) {
        (Value::Object(given), Value::Object(kept)) => {
            let names: std::collections::BTreeSet<&String> = given.keys().chain(kept.keys()).collect();
            let member = |of: &serde_json::Map<_, _>, name| of.get(name).cloned().unwrap_or(Value::Null);
            names
                .into_iter()
                .find_map(|name| difference(&format!("{at}/{name}"), &member(given, name), &member(kept, name)))
        }
        (Value::Array(given), Value::Array(kept)) if given.len() != kept.len() => {
            Some(format!("{at}: {} things became {}", given.len(), kept.len()))
        }
        (Value::Array(given), Value::Array(kept)) => {
            let pairs = given.iter().zip(kept).enumerate();
            pairs.into_iter().find_map(|(place, (given, kept))| difference(&format!("{at}/{place}"), given, kept))
        }
        (given, kept) if given == kept => None,
        (given, kept) => Some(format!("{at}: {given} became {kept}")),
    }
}

fn is_read_as_written(name: &str, path: &Path) -> Result<(), Failed> {
    let text = std::fs::read_to_string(path)?;
    let snapshot = file::parse(&text, name)?;
    let again = written(&snapshot);
    assert_eq!(file::parse(&again, name)?, snapshot, "what was written is read as something else");
    assert_eq!(written(&file::parse(&again, name)?), again, "the second writing has other bytes");
    let (given, mut kept) = (bare(&serde_json::from_str(&text)?), bare(&serde_json::from_str(&again)?));
    // A snapshot of an older byway is silent on questions that it did not know; reading says they were never asked.
    let questions =
        |records: &Value| -> Vec<Value> { records.as_array().into_iter().flatten().map(question).collect() };
    let known = questions(&given["coverage"]);
    let is_new = |record: &Value| record["why"] == "offline" && !known.contains(&question(record));
    kept["coverage"].as_array_mut().into_iter().for_each(|records| records.retain(|record| !is_new(record)));
    difference("", &given, &kept).map_or(Ok(()), |at| Err(at.into()))
}

fn question(record: &Value) -> Value {
    Value::from_iter(["account", "region", "collection", "key"].map(|member| record[member].clone()))
}

fn counts_what_it_holds(name: &str, path: &Path) -> Result<(), Failed> {
    let text = std::fs::read_to_string(path)?;
    let raw: Value = serde_json::from_str(&text)?;
    for record in file::parse(&text, name)?.coverage {
        let view = &raw["accounts"][record.account.as_str()];
        let member = serde_json::to_value(record.collection)?.as_str().unwrap().replace('-', "_");
        let scope = if record.region.is_global() { view } else { &view["regions"][record.region.as_str()] };
        let held = match member.as_str() {
            "regions" => &view["regions_on_offer"],
            "vpc_attributes" => continue,
            keyed if record.collection.is_keyed() => &scope[keyed][&record.key],
            listing => &scope[listing],
        };
        assert_eq!(held.as_array().map_or(0, Vec::len) as u64, record.items, "{member} {}", record.key);
        let seen = matches!(record.outcome, Outcome::Answered | Outcome::Partial);
        assert!(seen || record.items == 0, "{member} was not answered and holds something");
        let refused = record.outcome == Outcome::Refused;
        assert_eq!(record.permission.is_some() && record.denied_by.is_some(), refused, "{member}");
    }
    Ok(())
}

pub fn tests() -> Vec<Trial> {
    let mut tests = Vec::new();
    for (name, path) in snapshots() {
        let (other_name, other_path) = (name.clone(), path.clone());
        tests.push(Trial::test(format!("fixtures::{name}_is_read_as_it_was_written"), move || {
            is_read_as_written(&other_name, &other_path)
        }));
        tests.push(Trial::test(format!("fixtures::{name}_counts_what_it_holds"), move || {
            counts_what_it_holds(&name, &path)
        }));
    }
    tests
}
