//! Which things there are and which of their facts are told; nothing is worked out before it is asked for.

use crate::facts::{Fact, Noun, Stop, Thing, Value, walks};
use crate::finding::Scope;
use crate::id::ResourceId;
use crate::network::Index;
use crate::policy::{hidden_regions, is_anothers};
use crate::snapshot::{Answer, Gaps};
use std::collections::{BTreeMap, BTreeSet};

/// Everything there is to tell.
pub(super) struct Survey<'i> {
    index: &'i Index<'i>,
    facts: Vec<&'static Fact>,
    /// The things of each resource: the resource itself, then its parts, each by noun and key.
    resources: BTreeMap<ResourceId, BTreeMap<(Noun, String, &'i str), Thing<'i>>>,
    /// The lists that were not answered in full, so that resources may be missing.
    pub(super) unseen: BTreeMap<Scope, Gaps>,
    missing: Option<String>,
}

/// A thing and what is known of it, asked for when it is read.
pub(super) struct Told<'i> {
    /// The thing.
    pub(super) thing: Thing<'i>,
    /// What tells it from other things of the resource.
    pub(super) key: String,
    index: &'i Index<'i>,
    facts: Vec<&'static Fact>,
}

impl<'i> Survey<'i> {
    /// Finds the things that have one of these facts: of all resources, or of those with these ids or ARNs.
    pub(super) fn new(index: &'i Index<'i>, facts: &[&'static Fact], ids: &[String]) -> Self {
        let nouns: BTreeSet<Noun> = facts.iter().map(|fact| fact.noun).collect();
        let mut resources: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        let mut unseen: BTreeMap<Scope, Gaps> = hidden_regions(index.snapshot());
        let mut found: BTreeSet<&String> = BTreeSet::new();
        let mut walked = BTreeSet::new();
        for walk in walks() {
            // The first walk of a noun has every thing; those after it have some of them.
            if !nouns.contains(&walk.noun) || !walked.insert(walk.noun) {
                continue;
            }
            for stop in (walk.stops)(index) {
                match stop {
                    Stop::Thing(thing) if is_anothers(index, thing) => {}
                    Stop::Thing(thing) => {
                        let resource = thing.resource();
                        let wanted = ids
                            .iter()
                            .filter(|id| resource.id == **id || (id.starts_with("arn:") && resource.arn() == **id));
                        let wanted: Vec<&String> = wanted.collect();
                        if !ids.is_empty() && wanted.is_empty() {
                            continue;
                        }
                        found.extend(wanted);
                        let at = (thing.noun(), thing.key(), thing.place().account.as_str());
                        resources.entry(resource).or_default().insert(at, thing);
                    }
                    Stop::Unseen(scope, gaps) => unseen.entry(scope).or_default().extend(gaps),
                }
            }
        }
        let missing = ids.iter().find(|id| !found.contains(id)).cloned();
        // Those that were asked for and found are all there: what else a list may hold is of no concern.
        if !ids.is_empty() && missing.is_none() {
            unseen.clear();
        }
        Self { index, facts: facts.to_vec(), resources, unseen, missing }
    }

    /// An id that was asked for and that no list holds, though all were answered.
    pub(super) fn not_found(&self) -> Option<&str> {
        self.missing.as_deref().filter(|_| self.unseen.is_empty())
    }

    /// Whether an id that was asked for is in no list that was seen.
    pub(super) fn is_missing(&self) -> bool {
        self.missing.is_some()
    }

    /// The snapshot's time.
    pub(super) fn taken_at(&self) -> jiff::Timestamp {
        self.index.snapshot().taken_at
    }

    /// Each resource with its things.
    pub(super) fn resources(&self) -> impl Iterator<Item = (&ResourceId, impl Iterator<Item = Told<'i>>)> {
        self.resources.iter().map(|(resource, things)| {
            let told = things.iter().map(|((noun, key, _), thing)| Told {
                thing: *thing,
                key: key.clone(),
                index: self.index,
                facts: self.facts.iter().copied().filter(|fact| fact.noun == *noun).collect(),
            });
            (resource, told)
        })
    }
}

impl<'i> Told<'i> {
    /// The facts, in the order of the vocabulary.
    pub(super) fn facts(&self) -> impl Iterator<Item = (&'static Fact, Answer<Value<'i>>)> {
        self.facts.iter().map(|fact| (*fact, (fact.read)(self.index, self.thing)))
    }
}
