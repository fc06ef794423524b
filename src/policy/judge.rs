//! Judges: every policy on every thing of its walk.
//!
//! `when` false: not-applicable. `when` unknown: unknown. The first `[[fail]]` whose `if` is true: fail. Any `if`
//! unknown: unknown, with the reasons of all of them. Else pass.

use super::loaded::{Fail, Policy};
use super::prose::paragraphs;
use super::sight::{hidden_regions, is_anothers};
use super::unknown;
use crate::facts::{Stop, Thing};
use crate::finding::{Documents, Evidence, Finding, Fingerprint, Fix, Scope, Subject, Verdict};
use crate::id::{AccountId, Region};
use crate::network::Index;
use crate::snapshot::{Answer, Gaps};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What came of judging.
#[derive(Debug, Default)]
pub struct Judgement {
    /// A finding for every verdict, passes included, in order of policy, account, Region, subject and key.
    pub findings: Vec<Finding>,
    /// The things that evidence points into, and everything that fails.
    pub documents: Documents,
}

/// Judges an index by policies.
pub fn judge<'i>(index: &'i Index<'i>, policies: &'i [Policy]) -> Judgement {
    let mut walked: BTreeMap<&str, Vec<Stop<'i>>> = BTreeMap::new();
    for policy in policies {
        walked.entry(policy.walk.name).or_insert_with(|| (policy.walk.stops)(index));
    }
    let hidden = hidden_regions(index.snapshot());
    let mut findings = Vec::new();
    for policy in policies {
        let mut unseen: BTreeMap<Scope, Gaps> = hidden.clone();
        for stop in walked.get(policy.walk.name).into_iter().flatten() {
            match stop {
                Stop::Thing(thing) if is_anothers(index, *thing) => {}
                Stop::Thing(thing) => findings.push(on_thing(index, policy, *thing)),
                Stop::Unseen(scope, gaps) => unseen.entry(scope.clone()).or_default().extend(gaps.clone()),
            }
        }
        findings.extend(unseen.into_iter().map(|(scope, gaps)| on_scope(policy, scope, gaps)));
    }
    findings.sort_by(|left, right| order(left).cmp(&order(right)));
    let documents = documents(index, &findings);
    Judgement { findings, documents }
}

fn order(finding: &Finding) -> (&str, &AccountId, &Region, &Subject, &str) {
    (&finding.policy, &finding.account, &finding.region, &finding.subject, &finding.key)
}

/// A policy's verdict on a thing.
enum Ruling<'p> {
    NotApplicable,
    Unknown(Gaps),
    Fail(&'p Fail),
    Pass,
}

fn ruling<'i>(index: &'i Index<'i>, policy: &'i Policy, thing: Thing<'i>) -> Ruling<'i> {
    match policy.when.as_ref().map(|when| when.holds(index, thing, &policy.settings)) {
        Some(Answer::Known(false)) => return Ruling::NotApplicable,
        Some(Answer::Unknown(gaps)) => return Ruling::Unknown(gaps),
        Some(Answer::Known(true)) | None => {}
    }
    let mut gaps = Gaps::none();
    for fail in &policy.fails {
        match fail.condition.holds(index, thing, &policy.settings) {
            Answer::Known(true) => return Ruling::Fail(fail),
            Answer::Known(false) => {}
            Answer::Unknown(more) => gaps.extend(more),
        }
    }
    if gaps.is_empty() { Ruling::Pass } else { Ruling::Unknown(gaps) }
}

fn on_thing<'i>(index: &'i Index<'i>, policy: &'i Policy, thing: Thing<'i>) -> Finding {
    let words = &policy.words;
    let subject = Subject::Resource(thing.resource());
    let key = policy.key().map_or_else(String::new, |key| key.print(index, thing, &policy.settings));
    let mut finding = Finding {
        policy: words.id.clone(),
        verdict: Verdict::Pass,
        severity: words.severity,
        confidence: words.confidence,
        reason: String::new(),
        fingerprint: Fingerprint::new(&words.id, &subject.identity(), &key),
        account: thing.place().account.clone(),
        region: thing.region(),
        subject,
        name: thing.name().map(str::to_owned),
        key,
        message: words.title.clone(),
        evidence: Vec::new(),
        gaps: Gaps::none(),
        fix: Fix::default(),
        references: words.see.clone(),
        waiver: None,
    };
    match ruling(index, policy, thing) {
        Ruling::Pass => {}
        Ruling::NotApplicable => finding.verdict = Verdict::NotApplicable,
        Ruling::Unknown(gaps) => {
            finding.verdict = Verdict::Unknown;
            finding.message = unknown::message(words, &gaps);
            finding.fix = unknown::fix(&gaps);
            finding.gaps = gaps;
        }
        Ruling::Fail(fail) => {
            finding.verdict = Verdict::Fail;
            finding.reason.clone_from(&fail.reason);
            finding.message = fail.say.print(index, thing, &policy.settings);
            finding.evidence = evidence(index, fail, thing);
            let commands = fail.run.iter().flat_map(|run| run.commands(index, thing, &policy.settings));
            let text = paragraphs(&policy.fix.print(index, thing, &policy.settings));
            finding.fix = Fix { text, commands: commands.collect() };
        }
    }
    finding
}

/// What a failure rests on, each thing once, in the policy's order; the thing itself where nothing can be shown.
fn evidence<'i>(index: &'i Index<'i>, fail: &'i Fail, thing: Thing<'i>) -> Vec<Evidence> {
    let mut found: Vec<Evidence> = Vec::new();
    for shown in fail.show.iter().flat_map(|show| show.evidence(index, thing)) {
        if !found.contains(&shown) {
            found.push(shown);
        }
    }
    if found.is_empty() {
        let resource = thing.resource();
        let value = Value::from(resource.id.as_str());
        let operation = thing.operation().to_owned();
        found.push(Evidence {
            resource,
            operation,
            pointer: thing.pointer(),
            value,
            says: "What was judged".to_owned(),
        });
    }
    found
}

fn on_scope(policy: &Policy, scope: Scope, gaps: Gaps) -> Finding {
    let words = &policy.words;
    let (account, region) = (scope.account.clone(), scope.region.clone());
    let subject = Subject::Scope(scope);
    Finding {
        policy: words.id.clone(),
        verdict: Verdict::Unknown,
        severity: words.severity,
        confidence: words.confidence,
        reason: String::new(),
        fingerprint: Fingerprint::new(&words.id, &subject.identity(), ""),
        account,
        region,
        subject,
        name: None,
        key: String::new(),
        message: unknown::message(words, &gaps),
        evidence: Vec::new(),
        fix: unknown::fix(&gaps),
        gaps,
        references: words.see.clone(),
        waiver: None,
    }
}

fn documents(index: &Index<'_>, findings: &[Finding]) -> Documents {
    let shown = findings.iter().flat_map(|finding| finding.evidence.iter().map(|evidence| &evidence.resource));
    let failed = findings.iter().filter_map(|finding| match (&finding.subject, finding.verdict) {
        (Subject::Resource(resource), Verdict::Fail) => Some(resource),
        (Subject::Resource(_) | Subject::Scope(_), _) => None,
    });
    let wanted: BTreeSet<_> = shown.chain(failed).collect();
    wanted.into_iter().filter_map(|resource| Some((resource.clone(), index.document(resource)?))).collect()
}
