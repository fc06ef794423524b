//! Which policies a run judges by, and what it asks AWS for their sake.

use super::args::{OptIn, SelectionArgs};
use super::{Trouble, policies};
use crate::policy::Policy;
use crate::report::NotSelected;
use crate::snapshot::Collection;
use std::collections::BTreeSet;

/// The policies of a run.
pub(super) struct Selection {
    /// The policies to judge by, with their options set.
    pub(super) chosen: Vec<Policy>,
    /// Those that were left out.
    pub(super) left: Vec<NotSelected>,
    opted: BTreeSet<Collection>,
}

/// The policies that the arguments name, all if none is named, without those that need what was not opted for.
pub(super) fn select(args: &SelectionArgs) -> Result<Selection, Trouble> {
    let mut all = policies::load(args.policies.as_deref())?;
    for setting in &args.option {
        let wrong = || Trouble::usage(format!("`{setting}` is not of the form POLICY.OPTION=VALUE"));
        let (name, value) = setting.split_once('=').ok_or_else(wrong)?;
        let (id, option) = name.split_once('.').ok_or_else(wrong)?;
        policies::named(&mut all, id)?.set_option(option, value).map_err(Trouble::usage)?;
    }
    for id in &args.policy {
        policies::named(&mut all, id)?;
    }
    let opted = opted(&args.with);
    let (mut chosen, mut left) = (Vec::new(), Vec::new());
    for policy in all {
        let is_named = args.policy.is_empty() || args.policy.contains(&policy.words().id);
        let why = if is_named { wants_option(policy.needs(), &opted) } else { Some(NOT_NAMED.to_owned()) };
        match why {
            None => chosen.push(policy),
            Some(why) => left.push(NotSelected { policy: policy.words().id.clone(), why }),
        }
    }
    Ok(Selection { chosen, left, opted })
}

const NOT_NAMED: &str = "not among the policies asked for with --policy";

impl Selection {
    /// What the policies rest on, and what was opted for.
    pub(super) fn needs(&self) -> BTreeSet<Collection> {
        let needs = self.chosen.iter().flat_map(Policy::needs).copied();
        needs.chain(self.opted.iter().copied()).chain([Collection::Regions]).collect()
    }

    /// Everything there is to ask for, but what costs extra and was not opted for.
    pub(super) fn everything(with: &[OptIn]) -> BTreeSet<Collection> {
        let opted = opted(with);
        Collection::ALL.into_iter().filter(|one| !one.is_opt_in() || opted.contains(one)).collect()
    }
}

fn opted(with: &[OptIn]) -> BTreeSet<Collection> {
    with.iter().map(|one| one.collection()).collect()
}

/// Why a policy with these needs cannot be judged by without another `--with`, if it cannot.
fn wants_option(needs: &BTreeSet<Collection>, opted: &BTreeSet<Collection>) -> Option<String> {
    let lacking = needs.iter().find(|need| need.is_opt_in() && !opted.contains(need))?;
    let option = OptIn::ALL.into_iter().find(|one| one.collection() == *lacking)?;
    Some(format!("needs {lacking}, which is asked only with `--with {}`", option.word()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_that_needs_what_costs_extra_is_left_out_until_it_is_opted_for() {
        let needs = BTreeSet::from([Collection::VpcEndpoints, Collection::Metrics]);
        let why = wants_option(&needs, &opted(&[]));
        assert_eq!(why.as_deref(), Some("needs cloudwatch:GetMetricData, which is asked only with `--with metrics`"));
        assert_eq!(wants_option(&needs, &opted(&[OptIn::Metrics])), None);
        assert_eq!(wants_option(&BTreeSet::from([Collection::VpcEndpoints]), &opted(&[])), None);
    }

    #[test]
    fn every_collection_that_costs_extra_has_an_option() {
        let with_options: BTreeSet<Collection> = OptIn::ALL.into_iter().map(OptIn::collection).collect();
        let extra: BTreeSet<Collection> = Collection::ALL.into_iter().filter(|one| one.is_opt_in()).collect();
        assert_eq!(with_options, extra);
        assert!(extra.is_disjoint(&Selection::everything(&[])));
        assert_eq!(Selection::everything(&[OptIn::Metrics]), Collection::ALL.into());
    }
}
