//! `byway plan`: what a crawl would ask, before it asks anything.

mod json;
mod text;

use super::args::PlanArgs;
use super::output::{self, Format};
use super::purpose::{self, Run};
use super::{Exit, Trouble, source};
use crate::collect::{Bound, Expected, Outlook};
use crate::id::{AccountId, Region};
use crate::snapshot::Collection;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// What there is to tell.
struct Plan<'r> {
    run: &'r Run,
    outlook: Outlook,
    bound: Bound,
    round_trip: Duration,
    /// The snapshot that foretold it; none if only what is certain is told.
    basis: Option<Basis>,
}

/// Whose answers the plan was made with.
struct Basis {
    taken_at: jiff::Timestamp,
    accounts: Vec<AccountId>,
    narrowed_to: Vec<Region>,
}

impl Plan<'_> {
    /// The rows of each collection.
    fn by_collection(&self) -> BTreeMap<Collection, Vec<&Expected>> {
        let mut rows: BTreeMap<Collection, Vec<&Expected>> = BTreeMap::new();
        for row in &self.outlook.expected {
            rows.entry(row.collection).or_default().push(row);
        }
        rows
    }

    /// The Regions that are asked, as far as they are known.
    fn regions(&self) -> BTreeSet<&Region> {
        let regions = self.outlook.expected.iter().filter_map(|row| row.region.as_ref());
        regions.filter(|region| !region.is_global()).collect()
    }
}

/// Tells the plan.
pub(super) fn run(args: &PlanArgs) -> Result<Exit, Trouble> {
    output::check(&args.output, &[Format::Text, Format::Json])?;
    let run = Run::of(&args.purpose)?;
    let seen = source::kept(args.demo, args.snapshot.as_deref(), None, &args.region)?;
    let outlook = match &seen {
        Some(seen) => Outlook::of(seen, &run.wanted),
        None => Outlook::certain(&run.wanted, &args.region),
    };
    let round_trip = Duration::from_millis(args.round_trip.into());
    let plan = Plan {
        bound: outlook.bound(round_trip),
        outlook,
        round_trip,
        run: &run,
        basis: seen.map(|seen| Basis {
            taken_at: seen.taken_at,
            accounts: seen.accounts.into_keys().collect(),
            narrowed_to: seen.narrowed_to,
        }),
    };
    purpose::write(&args.output, |format| match format {
        Format::Text => Some(text::render(&plan).into_bytes()),
        Format::Json => Some(json::render(&plan)),
        Format::Sarif | Format::Csv => None,
    })?;
    Ok(Exit::Clean)
}
