//! `byway preflight`: what these credentials may ask, tried.

mod json;
mod text;

use super::args::PreflightArgs;
use super::output::{self, Format};
use super::permissions::Document;
use super::purpose::{self, Run};
use super::{Exit, Trouble, live, source};
use crate::collect::{self, Grant, Tried, found_by};
use crate::finding::Verdict;
use crate::id::{AccountId, Region};
use crate::network::Index;
use crate::policy::judge;
use crate::snapshot::{Collection, DeniedBy, Gap, Snapshot};
use crate::target::{self, TargetError};
use std::collections::{BTreeMap, BTreeSet};

/// What was found.
struct Preflight<'r> {
    run: &'r Run,
    account: AccountId,
    caller: String,
    region: Region,
    tried: Vec<Tried>,
    /// Whether the user named Regions: then nobody needs to be told which there are.
    is_narrowed: bool,
    /// What the account was like, if an earlier snapshot says.
    basis: Option<Snapshot>,
}

impl Preflight<'_> {
    /// The operations that a crawl would get no answer from.
    fn closed(&self) -> BTreeSet<Collection> {
        let closed = self.tried.iter().filter(|one| matches!(one.grant, Grant::Refused | Grant::Failed));
        closed.map(|one| one.collection).collect()
    }

    /// The policies that will be Unknown, by id, with the collections for want of which they will: those that would be
    /// if the account is as it was, else all that rest on what is closed.
    fn unknown(&self) -> BTreeMap<&str, BTreeSet<Collection>> {
        self.basis.as_ref().map_or_else(|| self.resting_on_closed(), |basis| self.foretold(basis))
    }

    /// The policies that rest on what is closed. One of them is not Unknown where there is nothing to judge, nor where
    /// the rest decides.
    fn resting_on_closed(&self) -> BTreeMap<&str, BTreeSet<Collection>> {
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

    /// The policies that are Unknown when a crawl of the account as it was is judged, with what is closed left out.
    fn foretold(&self, basis: &Snapshot) -> BTreeMap<&str, BTreeSet<Collection>> {
        let closed = self.closed();
        let endings = self.tried.iter().filter(|one| closed.contains(&one.collection));
        let endings = endings.map(|one| (one.collection, one.record.clone())).collect();
        let rehearsed = collect::rehearsed(basis, &self.account, &self.run.wanted, &endings);
        let index = Index::new(&rehearsed);
        let mut unknown: BTreeMap<&str, BTreeSet<Collection>> = BTreeMap::new();
        for finding in judge(&index, &self.run.chosen).findings {
            let lacking = finding.gaps.iter().filter_map(|gap| match gap {
                Gap::NotSeen(record) if closed.contains(&record.collection) => Some(record.collection),
                Gap::NotSeen(_)
                | Gap::Foreign { .. }
                | Gap::Unrecognised { .. }
                | Gap::Malformed { .. }
                | Gap::Ambiguous { .. }
                | Gap::NotModelled { .. } => None,
            });
            let lacking: BTreeSet<Collection> = lacking.collect();
            let policy = self.run.chosen.iter().find(|policy| policy.id() == finding.policy);
            if let Some(policy) = policy.filter(|_| finding.verdict == Verdict::Unknown && !lacking.is_empty()) {
                unknown.entry(policy.id()).or_default().extend(lacking);
            }
        }
        unknown
    }

    /// The actions that a statement of the identity's own would allow: not those that a policy above it denies.
    ///
    /// NOTE: AWS may name another action than the one called, and its word is taken only for one that reads: nobody
    /// shall paste more than that from here, whoever answered.
    fn missing(&self) -> Option<Document> {
        let refused = self.tried.iter().filter(|one| one.grant == Grant::Refused);
        let actions: BTreeSet<String> = refused
            .filter(|one| matches!(one.record.denied_by, Some(DeniedBy::Iam | DeniedBy::Unknown) | None))
            .map(|one| {
                let named = one.record.permission.as_deref().filter(|action| reads(action));
                named.unwrap_or(one.collection.operation()).to_owned()
            })
            .collect();
        (!actions.is_empty()).then(|| Document::allowing(actions))
    }

    fn count(&self, grant: Grant) -> usize {
        self.tried.iter().filter(|one| one.grant == grant).count()
    }
}

/// Whether an action only reads, by its verb.
fn reads(action: &str) -> bool {
    let name = action.split_once(':').map_or("", |(_, name)| name);
    ["Describe", "Get", "List", "Search"].iter().any(|verb| name.starts_with(verb))
}

/// Opens the account and tries every operation once.
pub(super) fn run(args: &PreflightArgs) -> Result<Exit, Trouble> {
    output::check(&args.output, &[Format::Text, Format::Json])?;
    let run = Run::of(&args.purpose)?;
    let basis = source::kept(false, args.snapshot.as_deref(), None, &args.region)?;
    if args.live.has_many() {
        return Err(Trouble::usage("preflight tries one account; name the role in it with `--role-arn`"));
    }
    let request = args.live.request(run.wanted.clone());
    let failed = |error: TargetError| if error.is_usage() { Trouble::usage(error) } else { Trouble::fatal(error) };
    let options = args.live.options(&args.region).map_err(failed)?;
    let tried = live::run(async {
        let target = target::open(&options).await?;
        let region = args.region.first().unwrap_or(&target.home).clone();
        let (_switch, stop) = collect::stop();
        let tried = collect::preflight(&target, &request, &region, stop).await;
        Ok((target, region, tried))
    });
    let (target, region, tried) = tried.map_err(failed)?;
    if basis.as_ref().is_some_and(|basis| !basis.accounts.contains_key(&target.account)) {
        return Err(Trouble::usage(format!(
            "the snapshot has nothing of account {}; give one that does",
            target.account
        )));
    }
    let found = Preflight {
        run: &run,
        account: target.account,
        caller: target.caller,
        region,
        tried,
        is_narrowed: !args.region.is_empty(),
        basis,
    };
    purpose::write(&args.output, |format| match format {
        Format::Text => Some(text::render(&found).into_bytes()),
        Format::Json => Some(json::render(&found)),
        Format::Sarif | Format::Csv => None,
    })?;
    Ok(Exit::of(false, !found.closed().is_empty()))
}
