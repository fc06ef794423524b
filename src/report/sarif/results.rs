//! Findings as results.

use super::log::{CodeFlow, Location, Message, SarifResult, ThreadFlow, ThreadFlowLocation};
use super::logical::Names;
use super::place::{self, Shelf};
use super::rules;
use crate::finding::{Evidence, Finding, Subject};
use crate::id::{AccountId, ResourceId};
use crate::report::{Report, plain, unanswered};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Results of a run, by GitHub's limit.
pub const MOST_RESULTS: usize = 25_000;

/// Related locations of a result.
const MOST_RELATED: usize = 10;

/// Steps of a code flow; GitHub keeps as many.
const MOST_STEPS: usize = 1000;

/// Characters of a finding's own sentence.
const LONGEST_MESSAGE: usize = 1000;

/// A finding as a result of the rule at `rule_index`.
pub fn result(finding: &Finding, rule_index: usize, shelf: &mut Shelf<'_>, names: &mut Names) -> SarifResult {
    let physical_location = match &finding.subject {
        Subject::Resource(resource) => shelf.member(resource, pointer_into(finding, resource)),
        // A list has no document of its own; a defect is never about one, but what is must not be lost.
        Subject::Scope(scope) => place::undocumented(unanswered::path(
            scope.partition,
            &scope.account,
            &scope.region,
            scope.collection.service(),
        )),
    };
    let related = related(finding);
    SarifResult {
        rule_id: finding.policy.clone(),
        rule_index,
        kind: "fail",
        level: rules::level(finding.severity),
        message: Message::new(message(finding, &related)),
        locations: [Location {
            id: None,
            physical_location,
            logical_locations: vec![names.refer(&finding.subject)],
            message: None,
        }],
        related_locations: related
            .iter()
            .enumerate()
            .map(|(at, evidence)| Location { id: Some(at + 1), ..step(evidence, shelf, names) })
            .collect(),
        code_flows: code_flows(finding, shelf, names),
        partial_fingerprints: BTreeMap::from([("primaryLocationLineHash", finding.fingerprint.line_hash())]),
        fingerprints: BTreeMap::from([("bywayFindingId/v1", finding.fingerprint.to_string())]),
        properties: properties(finding),
    }
}

/// The member that decided, in the document of the thing the finding is about.
fn pointer_into<'a>(finding: &'a Finding, resource: &ResourceId) -> Option<&'a str> {
    finding.evidence.iter().find(|evidence| &evidence.resource == resource).map(|evidence| evidence.pointer.as_str())
}

/// The first evidence of every other thing.
fn related(finding: &Finding) -> Vec<&Evidence> {
    let mut related: Vec<&Evidence> = Vec::new();
    for evidence in &finding.evidence {
        let is_subject = matches!(&finding.subject, Subject::Resource(resource) if *resource == evidence.resource);
        let is_known = related.iter().any(|known| known.resource == evidence.resource);
        if !is_subject && !is_known && related.len() < MOST_RELATED {
            related.push(evidence);
        }
    }
    related
}

/// What GitHub shows of an alert. The first sentence, its title, begins with the thing, the account and the Region, so
/// that no name and no message can push them out. Related things are linked by their number (3.11.6).
fn message(finding: &Finding, related: &[&Evidence]) -> String {
    let id = plain::message(&finding.subject.id());
    let name = finding.name.as_ref().filter(|name| !name.is_empty());
    let name = name.map(|name| format!("named \"{}\"", plain::message(name)));
    let owner = match &finding.subject {
        Subject::Resource(ResourceId { owner: Some(owner), .. }) => Some(owner),
        Subject::Resource(ResourceId { owner: None, .. }) | Subject::Scope(_) => None,
    };
    let owner = owner.filter(|owner| **owner != finding.account).map(|owner| format!("owned by {owner}"));
    let aside: Vec<String> = owner.into_iter().chain(name).collect();
    let aside = if aside.is_empty() { String::new() } else { format!(" ({})", aside.join(", ")) };
    let said = plain::message(&finding.message);
    let said = plain::cut(said.trim_end_matches('.'), LONGEST_MESSAGE);
    let mut text = format!("{id} in account {}, {}{aside}: {said}.", finding.account, finding.region);
    if !related.is_empty() {
        let links: Vec<String> = related
            .iter()
            .enumerate()
            .map(|(at, evidence)| format!("[{}]({})", plain::link_text(&evidence.resource.id), at + 1))
            .collect();
        text.push_str(&format!(" See also {}.", links.join(", ")));
    }
    text
}

/// One flow: the evidence in its order, which for a path is that of its hops. A single step is no flow.
fn code_flows(finding: &Finding, shelf: &mut Shelf<'_>, names: &mut Names) -> Vec<CodeFlow> {
    if finding.evidence.len() < 2 {
        return Vec::new();
    }
    let locations = finding
        .evidence
        .iter()
        .take(MOST_STEPS)
        .map(|evidence| ThreadFlowLocation { location: step(evidence, shelf, names) })
        .collect();
    vec![CodeFlow { thread_flows: [ThreadFlow { locations }] }]
}

fn step(evidence: &Evidence, shelf: &mut Shelf<'_>, names: &mut Names) -> Location {
    let says = format!("{}: {}.", evidence.resource.id, evidence.says.trim_end_matches('.'));
    Location {
        id: None,
        physical_location: shelf.member(&evidence.resource, Some(&evidence.pointer)),
        logical_locations: vec![names.refer(&Subject::Resource(evidence.resource.clone()))],
        message: Some(Message::new(plain::message(&says))),
    }
}

/// Ours, for viewers that list them. Nothing depends on them.
fn properties(finding: &Finding) -> BTreeMap<&'static str, Value> {
    BTreeMap::from([
        ("account", json!(finding.account.as_str())),
        ("arn", json!(finding.subject.arn())),
        ("commands", json!(finding.fix.commands)),
        ("confidence", json!(finding.confidence.as_str())),
        ("key", json!(finding.key)),
        ("name", json!(finding.name)),
        ("reason", json!(finding.reason)),
        ("region", json!(finding.region.as_str())),
        ("severity", json!(finding.severity.as_str())),
    ])
}

/// The defects of an account that go into its run: all of them, or the worst `most`. One fingerprint has one result,
/// since it is one alert.
pub fn chosen<'a>(report: &'a Report, account: &AccountId, most: usize) -> (Vec<&'a Finding>, usize) {
    let mut met = BTreeSet::new();
    let all: Vec<&Finding> =
        report.defects().filter(|finding| &finding.account == account && met.insert(&finding.fingerprint)).collect();
    let left_out = all.len().saturating_sub(most);
    if left_out == 0 {
        return (all, 0);
    }
    let mut worst: Vec<(usize, &Finding)> = all.into_iter().enumerate().collect();
    worst.sort_by_key(|(at, finding)| (std::cmp::Reverse(finding.severity), *at));
    worst.truncate(most);
    worst.sort_by_key(|(at, _)| *at);
    (worst.into_iter().map(|(_, finding)| finding).collect(), left_out)
}
