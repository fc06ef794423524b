//! The plan for people.

use super::{Basis, Plan};
use crate::cli::purpose::counted;
use crate::collect::{Bound, Expected, Limit, how_often};
use std::collections::BTreeMap;
use std::fmt::Write;

/// One line an operation, and what it comes to.
pub(super) fn render(plan: &Plan<'_>) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{}\n", heading(plan));
    let needed_by = plan.run.needed_by();
    let rows: Vec<[String; 4]> = plan
        .by_collection()
        .into_iter()
        .map(|(collection, rows)| {
            let policies = needed_by.get(&collection).map_or(&[][..], Vec::as_slice);
            let asked = how_often(collection).to_owned();
            [calls(&rows), collection.operation().to_owned(), asked, sake(plan, policies)]
        })
        .collect();
    let titles = ["CALLS", "OPERATION", "ASKED", "FOR"].map(str::to_owned);
    let width = |at: usize| rows.iter().chain([&titles]).map(|row| row[at].len()).max().unwrap_or(0);
    let (calls, operation, asked) = (width(0), width(1), width(2));
    for row in std::iter::once(&titles).chain(&rows) {
        let [number, name, often, sake] = row;
        let _ = writeln!(out, "{number:>calls$}  {name:<operation$}  {often:<asked$}  {sake}");
    }
    out.push('\n');
    by_region(plan, &mut out);
    closing(plan, &mut out);
    out
}

fn heading(plan: &Plan<'_>) -> String {
    let run = match plan.run.word {
        "collect" => "`byway collect`".to_owned(),
        _ => format!("`byway audit` by {}", counted(plan.run.chosen.len() as u64, "policy", "policies")),
    };
    match &plan.basis {
        Some(Basis { taken_at, accounts, narrowed_to: _ }) => {
            let accounts = counted(accounts.len() as u64, "account", "accounts");
            format!("What {run} would ask of {accounts}, if nothing has changed there since {taken_at}")
        }
        None => format!("What {run} asks of any account"),
    }
}

/// The calls of one collection: a number, what is certain where more may come, or how many in each Region.
fn calls(rows: &[&Expected]) -> String {
    let number: u64 = rows.iter().map(|row| row.calls).sum();
    let more = if rows.iter().any(|row| row.at_least) { "+" } else { "" };
    let each = if rows.iter().any(|row| row.region.is_none()) { " a Region" } else { "" };
    format!("{number}{more}{each}")
}

fn sake(plan: &Plan<'_>, policies: &[&str]) -> String {
    match policies {
        [] => "the snapshot".to_owned(),
        all if all.len() == plan.run.chosen.len() && all.len() > 1 => "every policy".to_owned(),
        few if few.len() <= 2 => few.join(", "),
        many => format!("{} policies", many.len()),
    }
}

fn by_region(plan: &Plan<'_>, out: &mut String) {
    if plan.basis.is_none() {
        return;
    }
    let mut by_region: BTreeMap<String, (u64, bool)> = BTreeMap::new();
    for row in &plan.outlook.expected {
        let place = row.region.as_ref().map_or("", |region| region.as_str());
        let name = if place == "global" { "no Region" } else { place };
        let (calls, at_least) = by_region.entry(name.to_owned()).or_default();
        *calls += row.calls;
        *at_least |= row.at_least;
    }
    let parts = by_region
        .into_iter()
        .map(|(name, (calls, at_least))| format!("{name} {calls}{}", if at_least { "+" } else { "" }));
    let _ = writeln!(out, "{}", parts.collect::<Vec<_>>().join(", "));
}

fn closing(plan: &Plan<'_>, out: &mut String) {
    let Bound { least, by } = &plan.bound;
    let (seconds, trip) = (least.as_secs_f64(), plan.round_trip.as_millis());
    let why = match by {
        Limit::Chain { calls } => format!("{} of them hang one on another", counted(*calls, "call", "calls")),
        Limit::Allowance { name, region, calls, burst, rate } => {
            let place = if region.is_global() { "in all Regions together".to_owned() } else { format!("in {region}") };
            format!(
                "AWS allows {burst} calls of {name} at once and {rate} a second after, and there are {calls} {place}"
            )
        }
    };
    let calls = plan.outlook.calls();
    if plan.basis.is_none() {
        let each: u64 = plan.outlook.expected.iter().filter(|row| row.region.is_none()).map(|row| row.calls).sum();
        let once = calls - each;
        let _ = match each {
            0 => writeln!(out, "{} at the least", counted(once, "call", "calls")),
            _ => writeln!(out, "{} and {each} a Region at the least", counted(once, "call", "calls")),
        };
        let _ = writeln!(
            out,
            "and {seconds:.1} s at a round trip of {trip} ms. With an earlier snapshot (`--snapshot FILE`) byway counts every call"
        );
    } else {
        let least = if plan.outlook.is_at_least() { " at the least" } else { "" };
        let _ = writeln!(out, "{}{least}", counted(calls, "call", "calls"));
        let _ = writeln!(out, "no faster than {seconds:.1} s at a round trip of {trip} ms: {why}");
        if plan.outlook.is_at_least() {
            let _ = writeln!(out, "+ where the snapshot has no answer to tell by");
        }
    }
    for left in &plan.run.left {
        if left.why.contains("--with") {
            let _ = writeln!(out, "not selected: {}, {}", left.policy, left.why);
        }
    }
}
