//! `byway paths`.

use super::args::{Arguments, PathsArgs};
use super::output::{self, Format};
use super::{Exit, Trouble, collect, source};
use crate::finding::PathRow;
use crate::id::ServiceName;
use crate::network::Index;
use crate::network::matrix::{self, Services, Wanted};
use crate::policy::nearest;
use crate::report;
use crate::report::paths::{self, Frame};
use crate::snapshot::{Collection, Gap, Gaps, Outcome, Snapshot};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

/// Reads or crawls, works out every wanted path, and writes them as they come.
pub(super) fn run(args: &PathsArgs, arguments: &Arguments) -> Result<Exit, Trouble> {
    output::check(&args.output, &[Format::Text, Format::Json, Format::Csv])?;
    let snapshot = source::snapshot(&args.source, &needs(), arguments)?;
    if collect::exit(&snapshot) == Exit::Fatal {
        return Ok(Exit::Fatal);
    }
    let index = Index::new(&snapshot);
    let wanted = wanted(&index, args)?;
    let frame = Frame { vpc_names: vpc_names(&snapshot), rest: rest(&index, &wanted.services) };
    let mode: report::Incomplete = args.incomplete.into();
    let incomplete = Cell::new(mode.counts(&frame.rest));
    // Every output is a pass of its own over the index: rows are made twice for two of them, and held for none.
    let rows = |show: &mut dyn FnMut(&PathRow<'_>) -> ControlFlow<()>| {
        matrix::rows(&index, &wanted, &mut |row| {
            incomplete.set(incomplete.get() || mode.counts(row.gaps));
            show(row)
        });
    };
    output::each(&args.output, |output, out| match output.format {
        Format::Json => paths::json::render(&rows, &frame, out),
        Format::Csv => paths::csv::render(&rows, out),
        // Refused before the crawl.
        Format::Text | Format::Sarif => paths::text::render(&rows, &frame, output::look(output, arguments), out),
    })?;
    // The other formats say it themselves.
    if !frame.rest.is_empty() && args.output.iter().any(|output| output.format == Format::Csv) {
        tracing::warn!("some subnets or services may be missing: {}", one_of(&frame.rest));
    }
    Ok(Exit::of(false, incomplete.get()))
}

/// What a crawl asks for the sake of paths and traces.
pub(super) fn needs() -> BTreeSet<Collection> {
    matrix::NEEDS.iter().copied().chain([Collection::Regions]).collect()
}

/// The first of some reasons, and how many more there are.
fn one_of(gaps: &Gaps) -> String {
    let more = gaps.iter().count().saturating_sub(1);
    let first = gaps.iter().next().map(Gap::to_string).unwrap_or_default();
    if more == 0 { first } else { format!("{first}, and {more} reasons more") }
}

/// The rows that the arguments ask for, once they are known to name what is there.
fn wanted<'i>(index: &'i Index<'i>, args: &PathsArgs) -> Result<Wanted, Trouble> {
    let views = || index.places().iter().map(|place| place.view);
    let vpcs: BTreeSet<&str> = views().flat_map(|view| &view.vpcs).map(|vpc| vpc.vpc_id.as_str()).collect();
    let subnets: BTreeSet<&str> =
        views().flat_map(|view| &view.subnets).map(|subnet| subnet.subnet_id.as_str()).collect();
    // A VPC that is shared is known by its subnets alone.
    let shared = views().flat_map(|view| &view.subnets).filter_map(|subnet| subnet.vpc_id.as_deref());
    let vpcs: BTreeSet<&str> = vpcs.into_iter().chain(shared).collect();
    for (noun, given, known, collection) in
        [("VPC", &args.vpc, &vpcs, Collection::Vpcs), ("subnet", &args.subnet, &subnets, Collection::Subnets)]
    {
        for id in given {
            if !known.contains(id.as_str()) && is_answered(index, collection) {
                let nearest = nearest(id, known.iter().copied());
                let nearest = nearest.unwrap_or_else(|| "name one that is, or look in its Region".to_owned());
                return Err(Trouble::usage(format!("there is no {noun} `{id}` in view; {nearest}")));
            }
        }
    }
    Ok(Wanted { vpcs: args.vpc.clone(), subnets: args.subnet.clone(), services: services(index, &args.service)? })
}

/// The services asked for, by token.
fn services<'i>(index: &'i Index<'i>, given: &[String]) -> Result<Services, Trouble> {
    if given.is_empty() {
        return Ok(Services::Concerned);
    }
    if given.iter().any(|name| name == "all") {
        return Ok(Services::All);
    }
    let every = |services| matrix::services(index, &Wanted { vpcs: Vec::new(), subnets: Vec::new(), services });
    let known: BTreeSet<String> = every(Services::All).into_iter().chain(every(Services::Concerned)).collect();
    let mut tokens = Vec::new();
    for name in given {
        let name = name.to_ascii_lowercase();
        let token = ServiceName(name.clone()).token().map_or_else(|| name.clone(), str::to_owned);
        if !known.contains(&token) && is_answered(index, Collection::VpcEndpointServices) {
            let nearest = nearest(&token, known.iter().map(String::as_str));
            let nearest = nearest.unwrap_or_else(|| "see `byway paths --service all`".to_owned());
            return Err(Trouble::usage(format!("there is no service `{name}` on offer; {nearest}")));
        }
        tokens.push(token);
    }
    Ok(Services::Named(tokens))
}

/// Whether a list was answered in full wherever one looked: only then is what it lacks not there.
pub(super) fn is_answered(index: &Index<'_>, collection: Collection) -> bool {
    index.places().iter().all(|place| place.rest(collection, "").is_empty())
}

fn vpc_names(snapshot: &Snapshot) -> BTreeMap<String, String> {
    let views = snapshot.accounts.values().flat_map(|account| account.regions.values());
    let mut names = BTreeMap::new();
    for vpc in views.flat_map(|view| &view.vpcs) {
        // A participant of a shared VPC does not see its owner's tags.
        if let Some(tag) = vpc.tags.iter().find(|tag| tag.key == "Name" && !tag.value.is_empty()) {
            names.entry(vpc.vpc_id.clone()).or_insert_with(|| tag.value.clone());
        }
    }
    names
}

/// Why there may be subnets and services that were not seen: lists of them not answered in full, Regions not known,
/// accounts of which nothing was answered.
fn rest(index: &Index<'_>, services: &Services) -> Gaps {
    let snapshot = index.snapshot();
    let mut rest = Gaps::none();
    for place in index.places() {
        let mut gaps = place.rest(Collection::Subnets, "").union(place.rest(Collection::Vpcs, ""));
        gaps.extend(matrix::unseen_services(place, services));
        // A Region that is not enabled has none.
        rest.extend(gaps.iter().filter(|gap| !is_not_enabled(gap)).cloned().collect());
    }
    let unanswered = snapshot.coverage.iter().filter(|record| record.outcome.is_incomplete_run());
    let failed: BTreeSet<_> = snapshot.accounts.keys().filter(|account| snapshot.failed_entirely(account)).collect();
    rest.extend(
        unanswered
            .filter(|record| record.collection == Collection::Regions || failed.contains(&record.account))
            .map(|record| Gap::NotSeen(Box::new(record.clone())))
            .collect(),
    );
    rest
}

fn is_not_enabled(gap: &Gap) -> bool {
    match gap {
        Gap::NotSeen(record) => record.outcome == Outcome::NotEnabled,
        Gap::Foreign { .. }
        | Gap::Unrecognised { .. }
        | Gap::Malformed { .. }
        | Gap::Ambiguous { .. }
        | Gap::NotModelled { .. } => false,
    }
}
