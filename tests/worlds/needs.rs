//! A fact reads nothing beyond the collections it declares: on a world reduced to them it answers the same.

use super::{names, snapshot};
use byway::facts::{Fact, Stop, Thing, Type, Value, vocabulary, walks};
use byway::network::Index;
use byway::snapshot::{Answer, Collection, Coverage, Items, NotAsked, Snapshot};
use libtest_mimic::{Failed, Trial};
use std::collections::{BTreeMap, BTreeSet};

/// A value in words that do not depend on where it is held.
fn told(answer: &Answer<Value<'_>>) -> String {
    match answer {
        // Reasons may name a question that the reduced world did not ask.
        Answer::Unknown(_) => "unknown".to_owned(),
        Answer::Known(value) => match value {
            Value::Bool(value) => value.to_string(),
            Value::Number(value) => value.to_string(),
            Value::Text(value) => format!("{value:?}"),
            Value::Trace(hops) => {
                hops.iter().map(|hop| format!("{}{}", hop.resource, hop.pointer)).collect::<Vec<_>>().join(" > ")
            }
            Value::Thing(thing) => name(*thing),
            Value::List(list) => {
                let items: Vec<String> = list.items.iter().map(|item| told(&Answer::Known(item.clone()))).collect();
                format!("[{}{}]", items.join(", "), if list.rest.is_empty() { "" } else { " …" })
            }
        },
    }
}

fn name(thing: Thing<'_>) -> String {
    let tail = match thing {
        Thing::Egress(_, token, family) => format!("/{token}/{family}"),
        Thing::Zone(_, vpc) => format!("/{vpc}"),
        Thing::ResolverRule(_, association) => format!("/{}", association.vpc_id.as_deref().unwrap_or_default()),
        Thing::Profile(_, association) => format!("/{}", association.resource_id.as_deref().unwrap_or_default()),
        Thing::Service(_, token) => format!("/{token}"),
        other => other.pointer(),
    };
    format!("{:?} {}/{}/{}{tail}", thing.noun(), thing.place().account, thing.place().region, thing.resource())
}

/// The world with every other collection never asked.
fn reduced(full: &Snapshot, needs: &BTreeSet<Collection>) -> Snapshot {
    let mut snapshot = full.clone();
    for record in &mut snapshot.coverage {
        if !needs.contains(&record.collection) {
            *record = Coverage::not_asked(record.question(), NotAsked::NotNeeded);
        }
    }
    for record in full.coverage.iter().filter(|record| !needs.contains(&record.collection)) {
        snapshot.replace(&record.question(), Items::none(record.collection));
    }
    snapshot
}

/// Every thing that the walks and the facts reached from them show, by name.
fn things<'i>(index: &'i Index<'i>) -> Vec<(Thing<'i>, BTreeSet<Collection>)> {
    let mut found: BTreeMap<String, (Thing<'i>, BTreeSet<Collection>)> = BTreeMap::new();
    let mut open = Vec::new();
    for walk in walks() {
        for stop in (walk.stops)(index) {
            if let Stop::Thing(thing) = stop {
                open.push((thing, walk.needs.iter().copied().collect::<BTreeSet<_>>()));
            }
        }
    }
    while let Some((thing, needs)) = open.pop() {
        if found.contains_key(&name(thing)) {
            continue;
        }
        found.insert(name(thing), (thing, needs.clone()));
        // Only facts that are things lead on to others.
        for fact in vocabulary().facts().filter(|fact| fact.noun == thing.noun() && leads_on(fact.kind)) {
            let needs: BTreeSet<Collection> = needs.iter().chain(fact.needs).copied().collect();
            match (fact.read)(index, thing) {
                Answer::Known(Value::Thing(next)) => open.push((next, needs)),
                Answer::Known(Value::List(list)) => {
                    open.extend(list.items.into_iter().filter_map(|item| match item {
                        Value::Thing(next) => Some((next, needs.clone())),
                        _ => None,
                    }));
                }
                _ => {}
            }
        }
    }
    found.into_values().collect()
}

fn leads_on(kind: Type) -> bool {
    match kind {
        Type::Thing(_) => true,
        Type::List(of) => leads_on(*of),
        _ => false,
    }
}

fn answers<'i>(index: &'i Index<'i>, fact: &Fact) -> BTreeMap<String, String> {
    let things = things(index).into_iter().filter(|(thing, _)| thing.noun() == fact.noun);
    things.map(|(thing, _)| (name(thing), told(&(fact.read)(index, thing)))).collect()
}

fn holds(world: &str) -> Result<(), Failed> {
    let full = snapshot(world);
    let index = Index::new(&full);
    let mut wrong = Vec::new();
    let things = things(&index);
    for fact in vocabulary().facts() {
        let reached: Vec<_> = things.iter().filter(|(thing, _)| thing.noun() == fact.noun).collect();
        // Things are found by what leads to them; the fact must add nothing of its own.
        let ways: BTreeSet<&BTreeSet<Collection>> = reached.iter().map(|(_, needs)| needs).collect();
        for way in ways {
            let needs: BTreeSet<Collection> = way.iter().chain(fact.needs).copied().collect();
            let less = reduced(&full, &needs);
            let less = Index::new(&less);
            let in_less = answers(&less, fact);
            for (thing, _) in reached.iter().filter(|(_, needs)| needs == way) {
                let wanted = told(&(fact.read)(&index, *thing));
                let given = in_less.get(&name(*thing));
                if given != Some(&wanted) {
                    wrong.push(format!(
                        "{fact:?} of {}: {wanted} in the world, {given:?} in its needs {needs:?}",
                        name(*thing)
                    ));
                }
            }
        }
    }
    wrong.truncate(8);
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

pub fn tests() -> Vec<Trial> {
    names()
        .into_iter()
        .map(|world| {
            Trial::test(format!("worlds::needs::every_fact_declares_what_it_reads_in_{world}"), move || holds(&world))
        })
        .collect()
}
