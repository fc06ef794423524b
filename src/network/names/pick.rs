//! What of all that covers a name answers: the most specific, and what AWS says of equals.

use super::candidate::{By, Candidate, RuleKind, Unseen, What};
use super::domain::{depth, is_below, listed};
use crate::network::Place;
use crate::snapshot::{Gap, Gaps};

/// Something that covers the name, with how much of it.
#[derive(Clone, Copy)]
pub(super) struct Covering<'v> {
    pub depth: usize,
    pub domain: &'v str,
    pub candidate: &'v Candidate,
}

impl Covering<'_> {
    fn is_direct(&self) -> bool {
        self.candidate.by == By::Vpc
    }

    fn forwards(&self) -> bool {
        match &self.candidate.what {
            What::Rule { kind, .. } => *kind != RuleKind::System,
            What::Zone { .. } | What::Service { .. } | What::Hidden { .. } | What::Instances => false,
        }
    }

    fn name(&self) -> &str {
        match &self.candidate.what {
            What::Zone { id, .. } | What::Service { id, .. } | What::Rule { id, .. } => id,
            What::Hidden { endpoint, .. } => endpoint,
            What::Instances => "the names of instances",
        }
    }
}

pub(super) fn same(one: Option<Covering<'_>>, other: Option<Covering<'_>>) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => std::ptr::eq(one.candidate, other.candidate),
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// Those that may be the most specific, the likeliest first, and why there is more than one: the list ends with the first
/// that is in force for certain. An association of the VPC's own goes before its Profile's.
pub(super) fn options(mut covering: Vec<Covering<'_>>) -> (Vec<Option<Covering<'_>>>, Gaps) {
    covering.sort_by_key(|held| (std::cmp::Reverse(held.depth), !held.is_direct()));
    let mut found = Vec::new();
    let mut doubt = Gaps::none();
    for equal in covering.chunk_by(|one, other| (one.depth, one.is_direct()) == (other.depth, other.is_direct())) {
        found.extend(equal.iter().map(|held| Some(*held)));
        doubt.extend(equal.iter().flat_map(|held| held.candidate.doubt.iter().cloned()).collect());
        if equal.len() > 1 {
            let names = listed(equal.iter().map(Covering::name));
            doubt.extend(Gap::Ambiguous { what: format!("{names} all claim the name") }.into());
        }
        if equal.iter().any(|held| held.candidate.doubt.is_empty()) {
            return (found, doubt);
        }
    }
    found.push(None);
    (found, doubt)
}

/// Which of a rule and a zone answers. A system rule lets zones and the public DNS answer.
pub(super) fn winners_of<'v>(
    rule: Option<Covering<'v>>,
    zone: Option<Covering<'v>>,
    doubt: &mut Gaps,
) -> Vec<Option<Covering<'v>>> {
    let (Some(forward), Some(over)) = (rule.filter(Covering::forwards), zone) else {
        return vec![rule.filter(Covering::forwards).or(zone)];
    };
    match forward.depth.cmp(&over.depth) {
        std::cmp::Ordering::Greater => vec![Some(forward)],
        std::cmp::Ordering::Less => vec![Some(over)],
        // AWS says that rules go before zones, and what is the VPC's own before the Profile's; not which says more.
        std::cmp::Ordering::Equal if !forward.is_direct() && over.is_direct() => {
            let what =
                format!("whether the Profile's rule {} or the VPC's own {} answers", forward.name(), over.name());
            doubt.extend(Gap::Ambiguous { what }.into());
            vec![Some(forward), Some(over)]
        }
        std::cmp::Ordering::Equal => vec![Some(forward)],
    }
}

/// Whether what was not seen could answer in a winner's place.
pub(super) fn matters(unseen: &Unseen, winner: Option<Covering<'_>>, name: &str, place: &Place<'_>) -> bool {
    if unseen.aws_only && !is_of_aws(name, place) {
        return false;
    }
    let Some(winner) = winner else { return true };
    if winner.depth < depth(name) {
        return true;
    }
    // Nothing is more specific. A rule of the VPC's own goes before all but another; a zone of its own before the zones of
    // its Profile.
    match (winner.candidate.is_rule(), winner.is_direct()) {
        (true, true) => !unseen.what.is_zone() && !unseen.by_profile,
        (true, false) => !unseen.what.is_zone() || !unseen.by_profile,
        (false, true) => !unseen.what.is_zone() || !unseen.by_profile,
        (false, false) => true,
    }
}

/// Whether a name may be one of AWS's services.
fn is_of_aws(name: &str, place: &Place<'_>) -> bool {
    let partition = place.partition();
    [partition.dns_suffix(), partition.dual_stack_dns_suffix(), "aws"].iter().any(|suffix| is_below(name, suffix))
}
