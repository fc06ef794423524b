//! `byway preflight`: what these credentials may ask, tried.

mod json;
mod text;

use super::args::PreflightArgs;
use super::output::{self, Format};
use super::permissions::Document;
use super::purpose::{self, Run};
use super::{Exit, Trouble, live};
use crate::collect::{self, Grant, Request, Tried, found_by};
use crate::id::{AccountId, Region};
use crate::snapshot::{Collection, DeniedBy};
use crate::target;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// What was found.
struct Preflight<'r> {
    run: &'r Run,
    account: AccountId,
    caller: String,
    region: Region,
    tried: Vec<Tried>,
    /// Whether the user named Regions: then nobody needs to be told which there are.
    is_narrowed: bool,
}

impl Preflight<'_> {
    /// The operations that a crawl would get no answer from.
    fn closed(&self) -> BTreeSet<Collection> {
        let closed = self.tried.iter().filter(|one| matches!(one.grant, Grant::Refused | Grant::Failed));
        closed.map(|one| one.collection).collect()
    }

    /// The policies that will be Unknown, by id, with the collections for want of which they will.
    ///
    /// A policy with nothing to judge is not Unknown for that; what there is to judge nobody knows yet.
    fn unknown(&self) -> BTreeMap<&str, BTreeSet<Collection>> {
        let closed = self.closed();
        let lacking = |needs: &BTreeSet<Collection>| {
            let regions = (!self.is_narrowed).then_some(Collection::Regions);
            let needs = needs.iter().copied().filter(|need| *need != Collection::Regions).chain(regions);
            let with_listing = needs.flat_map(|need| [Some(need), found_by(need)].into_iter().flatten());
            with_listing.filter(|need| closed.contains(need)).collect::<BTreeSet<Collection>>()
        };
        let of = self.run.chosen.iter().map(|policy| (policy.id(), lacking(policy.needs())));
        of.filter(|(_, lacking)| !lacking.is_empty()).collect()
    }

    /// The actions that a statement of the identity's own would allow: not those that a policy above it denies.
    fn missing(&self) -> Option<Document> {
        let refused = self.tried.iter().filter(|one| one.grant == Grant::Refused);
        let actions: BTreeSet<String> = refused
            .filter(|one| matches!(one.record.denied_by, Some(DeniedBy::Iam | DeniedBy::Unknown) | None))
            .filter_map(|one| one.record.permission.clone())
            .collect();
        (!actions.is_empty()).then(|| Document::allowing(actions))
    }

    fn count(&self, grant: Grant) -> usize {
        self.tried.iter().filter(|one| one.grant == grant).count()
    }
}

/// Opens the account and tries every operation once.
pub(super) fn run(args: &PreflightArgs) -> Result<Exit, Trouble> {
    output::check(&args.output)?;
    let run = Run::of(&args.purpose)?;
    let request = Request {
        collections: run.wanted.clone(),
        timeout: Duration::from_secs(args.live.timeout.get().into()),
        concurrency: args.live.max_concurrency.get().into(),
    };
    let options = live::options(&args.live, &args.region);
    let tried = live::run(async {
        let target = target::open(&options).await?;
        let region = args.region.first().unwrap_or(&target.home).clone();
        let (_switch, stop) = collect::stop();
        let tried = collect::preflight(&target, &request, &region, stop).await;
        Ok((target, region, tried))
    });
    let (target, region, tried) =
        tried.map_err(|error| if error.is_usage() { Trouble::usage(error) } else { Trouble::fatal(error) })?;
    let found = Preflight {
        run: &run,
        account: target.account,
        caller: target.caller,
        region,
        tried,
        is_narrowed: !args.region.is_empty(),
    };
    purpose::write(&args.output, |format| match format {
        Format::Text => Some(text::render(&found).into_bytes()),
        Format::Json => Some(json::render(&found)),
        Format::Sarif => None,
    })?;
    Ok(Exit::of(false, !found.closed().is_empty()))
}
