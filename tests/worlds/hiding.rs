//! The hiding property: what is not seen may make a verdict Unknown and may take a subject away behind an Unknown for
//! its scope. It never makes a Pass or a Fail, and never hides a Fail as not applicable.

use super::{Verdicts, names, policies, snapshot, verdicts};
use byway::finding::Verdict;
use byway::id::Region;
use byway::snapshot::model::Described;
use byway::snapshot::{Collection, Coverage, NotAsked, Outcome, Question, Snapshot};
use libtest_mimic::{Failed, Trial};

/// A way to hide the answer to one question.
#[derive(Clone, Copy, Debug)]
pub enum Way {
    Refused,
    NeverAsked,
    /// The page that starts with this item and all later ones did not come.
    CutAt(usize),
    /// The page with this item alone did not come.
    Without(usize),
}

impl Way {
    fn keeps(self, at: usize) -> bool {
        match self {
            Self::Refused | Self::NeverAsked => false,
            Self::CutAt(cut) => at < cut,
            Self::Without(missing) => at != missing,
        }
    }

    fn record(self, question: Question) -> Coverage {
        match self {
            Self::Refused => Coverage::new(question, Outcome::Refused),
            Self::NeverAsked => Coverage::not_asked(question, NotAsked::Offline),
            Self::CutAt(_) | Self::Without(_) => Coverage::new(question, Outcome::Partial),
        }
    }
}

fn thin<T: Described>(items: &mut Vec<T>, way: Way) {
    let mut at = 0;
    items.retain(|_| {
        at += 1;
        way.keeps(at - 1)
    });
}

/// The snapshot with the answer to one question hidden.
pub fn hidden(full: &Snapshot, question: &Question, way: Way) -> Snapshot {
    let mut snapshot = full.clone();
    let account = snapshot.accounts.get_mut(&question.account).unwrap();
    let key = question.key.as_str();
    match question.collection {
        Collection::Regions => {
            thin(&mut account.regions_on_offer, way);
            // Without the list, a crawl asks one Region; with a part of it, the Regions in that part.
            let home = account.regions.keys().next().cloned();
            let listed: Vec<Region> =
                account.regions_on_offer.iter().filter_map(|region| region.id().parse().ok()).collect();
            account.regions.retain(|region, _| Some(region) == home.as_ref() || listed.contains(region));
            let kept: Vec<Region> = account.regions.keys().cloned().collect();
            let of = &question.account;
            snapshot
                .coverage
                .retain(|record| &record.account != of || record.region.is_global() || kept.contains(&record.region));
        }
        Collection::VpcAttributes => {
            let view = account.regions.get_mut(&question.region).unwrap();
            for attributes in &mut view.vpc_attributes {
                if key == format!("{}/enableDnsSupport", attributes.vpc_id) {
                    attributes.enable_dns_support = None;
                }
                if key == format!("{}/enableDnsHostnames", attributes.vpc_id) {
                    attributes.enable_dns_hostnames = None;
                }
            }
        }
        _ => {
            let mut items = full.items(question);
            items.retain(|at| way.keeps(at));
            snapshot.replace(question, items);
        }
    }
    for record in &mut snapshot.coverage {
        if &record.question() == question {
            *record = way.record(question.clone());
        }
    }
    snapshot
}

/// How many things a question's answer holds.
pub fn count(full: &Snapshot, question: &Question) -> usize {
    if question.collection == Collection::VpcAttributes { 1 } else { full.items(question).len() }
}

/// What the hidden world says that it may not.
pub fn lies(full: &Verdicts, hidden: &Verdicts) -> Vec<String> {
    let mut lies = Vec::new();
    for (judged, (verdict, _)) in full {
        match hidden.get(judged) {
            Some((Verdict::Unknown, _)) => {}
            Some((other, _)) if other == verdict => {}
            Some((other, _)) => lies.push(format!("{judged:?}: {verdict} became {other}")),
            None => {
                let owed = hidden.iter().any(|(other, (verdict, _))| {
                    other.policy == judged.policy
                        && other.account == judged.account
                        && (other.region == judged.region
                            || [&other.region, &judged.region].iter().any(|region| *region == "global"))
                        && other.subject.starts_with("scope:")
                        && *verdict == Verdict::Unknown
                });
                if !owed {
                    lies.push(format!("{judged:?}: {verdict} is gone, and no Unknown stands for its scope"));
                }
            }
        }
    }
    for (judged, (verdict, _)) in hidden {
        if !full.contains_key(judged) && matches!(verdict, Verdict::Pass | Verdict::Fail) {
            lies.push(format!("{judged:?}: a new {verdict}"));
        }
    }
    lies
}

fn holds(world: &str) -> Result<(), Failed> {
    let policies = policies();
    let snapshot = snapshot(world);
    let full = verdicts(&snapshot, &policies);
    let mut found = Vec::new();
    let mut tried = 0;
    // What was never asked has nothing left to hide.
    for record in snapshot.coverage.iter().filter(|record| record.outcome != Outcome::NotAsked) {
        let question = record.question();
        let count = count(&snapshot, &question);
        let ways = [Way::Refused, Way::NeverAsked].into_iter();
        let ways = ways.chain((0..count).map(Way::CutAt)).chain((0..count).map(Way::Without));
        // What a policy does not need it cannot miss.
        let asking: Vec<_> =
            policies.iter().filter(|policy| policy.needs().contains(&question.collection)).cloned().collect();
        let full: Verdicts = full
            .iter()
            .filter(|(judged, _)| asking.iter().any(|policy| policy.words().id == judged.policy))
            .map(|(judged, verdict)| (judged.clone(), verdict.clone()))
            .collect();
        for way in ways {
            tried += 1;
            for lie in lies(&full, &verdicts(&hidden(&snapshot, &question, way), &asking)) {
                found.push(format!("{} {} {way:?}: {lie}", question.collection, question.key));
            }
        }
    }
    assert!(tried > 20, "only {tried} ways of hiding were tried");
    found.truncate(12);
    if found.is_empty() { Ok(()) } else { Err(found.join("\n").into()) }
}

fn a_world_that_lies_is_found_out() {
    let world = |verdict| {
        let judged = super::Judged {
            policy: "p".to_owned(),
            account: "1".to_owned(),
            region: "r".to_owned(),
            subject: "vpc-a".to_owned(),
        };
        Verdicts::from([(judged, (verdict, String::new()))])
    };
    let empty = Verdicts::new();
    assert!(!lies(&world(Verdict::Fail), &world(Verdict::Pass)).is_empty());
    assert!(!lies(&world(Verdict::Fail), &world(Verdict::NotApplicable)).is_empty());
    assert!(!lies(&world(Verdict::Fail), &empty).is_empty());
    assert!(!lies(&empty, &world(Verdict::Pass)).is_empty());
    assert!(lies(&world(Verdict::Fail), &world(Verdict::Unknown)).is_empty());
    assert!(lies(&empty, &world(Verdict::Unknown)).is_empty());
}

pub fn tests() -> Vec<Trial> {
    let mut tests = crate::trials![a_world_that_lies_is_found_out];
    tests.extend(names().into_iter().map(|world| {
        Trial::test(format!("worlds::hiding::nothing_hidden_from_{world}_makes_a_pass_or_a_fail"), move || {
            holds(&world)
        })
    }));
    tests
}
