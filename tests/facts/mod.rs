//! What a reader would otherwise work out by hand, worked out by hand: facts of things of the worlds, from AWS's
//! documentation and the worlds' drawings, and not from what byway says.

mod networks;
mod owners;
mod tables;

use crate::worlds;
use byway::facts::{Stop, Thing, Value, vocabulary, walks};
use byway::network::Index;
use byway::snapshot::Answer;
use libtest_mimic::{Failed, Trial};

/// A thing, by noun and id (with its key after a space), a fact of it and its value in words.
type Row = (&'static str, &'static str, &'static str, &'static str);

/// Every trial of the room.
pub fn tests() -> Vec<Trial> {
    [networks::WORLDS, owners::WORLDS, tables::WORLDS]
        .into_iter()
        .flatten()
        .map(|(world, rows)| {
            Trial::test(format!("facts::those_of_{world}_are_those_worked_out_by_hand"), move || hold(world, rows))
        })
        .collect()
}

fn hold(world: &str, rows: &[Row]) -> Result<(), Failed> {
    let snapshot = worlds::snapshot(world);
    let index = Index::new(&snapshot);
    let things: Vec<Thing<'_>> = walks()
        .iter()
        .flat_map(|walk| (walk.stops)(&index))
        .filter_map(|stop| match stop {
            Stop::Thing(thing) => Some(thing),
            Stop::Unseen(..) => None,
        })
        .collect();
    let mut wrong = Vec::new();
    for (noun, name, fact, wanted) in rows {
        let mut found = things.iter().filter(|thing| thing.noun().name() == *noun && called(**thing) == *name);
        let Some(thing) = found.next() else {
            wrong.push(format!("there is no {noun} {name}"));
            continue;
        };
        let Some(known) = vocabulary().find(thing.noun(), fact) else {
            wrong.push(format!("{noun} has no fact {fact}"));
            continue;
        };
        let given = told(&(known.read)(&index, *thing));
        if given != *wanted {
            wrong.push(format!("{fact} of {name} is {given:?}, and should be {wanted:?}"));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

fn called(thing: Thing<'_>) -> String {
    let (id, key) = (thing.resource().id, thing.key());
    if key.is_empty() { id } else { format!("{id} {key}") }
}

/// `yes`, `7`, text, `a, b`; `?` for what is unknown, and `…` at the end of a list that may have more.
fn told(answer: &Answer<Value<'_>>) -> String {
    match answer {
        Answer::Unknown(_) => "?".to_owned(),
        Answer::Known(value) => words(value),
    }
}

fn words(value: &Value<'_>) -> String {
    match value {
        Value::Bool(value) => (if *value { "yes" } else { "no" }).to_owned(),
        Value::Number(value) => value.to_string(),
        Value::Text(value) => value.to_string(),
        Value::Trace(hops) => hops.iter().map(|hop| hop.resource.id.clone()).collect::<Vec<_>>().join(" > "),
        Value::Thing(thing) => called(*thing),
        Value::List(list) => {
            let more = (!list.rest.is_empty()).then(|| "…".to_owned());
            list.items.iter().map(words).chain(more).collect::<Vec<_>>().join(", ")
        }
    }
}
