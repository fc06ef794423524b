//! How byway says that it cannot tell, and what would help.

use super::words::Words;
use crate::finding::Fix;
use crate::snapshot::{Gap, Gaps};
use std::collections::BTreeSet;

/// The permissions whose lack is among the reasons.
fn permissions(gaps: &Gaps) -> BTreeSet<&str> {
    gaps.iter()
        .filter_map(|gap| match gap {
            Gap::NotSeen(coverage) => coverage.permission.as_deref(),
            Gap::Foreign { .. }
            | Gap::Unrecognised { .. }
            | Gap::Malformed { .. }
            | Gap::Ambiguous { .. }
            | Gap::NotModelled { .. } => None,
        })
        .collect()
}

/// One sentence: what cannot be told, the first reason, how many more there are, and the missing permission.
pub(super) fn message(words: &Words, gaps: &Gaps) -> String {
    let mut said = format!("Cannot tell whether this holds: {}", words.title);
    let mut reasons = gaps.iter();
    if let Some(first) = reasons.next() {
        said += &format!("; {first}");
    }
    match reasons.count() {
        0 => {}
        1 => said += ", and 1 more reason",
        more => said += &format!(", and {more} more reasons"),
    }
    let permissions = permissions(gaps);
    match permissions.len() {
        0 => {}
        1 => said += &format!("; missing permission: {}", listed(&permissions)),
        _ => said += &format!("; missing permissions: {}", listed(&permissions)),
    }
    said
}

/// What makes the verdict known: the missing permissions, if that is what is missing.
pub(super) fn fix(gaps: &Gaps) -> Fix {
    let permissions = permissions(gaps);
    if permissions.is_empty() {
        return Fix::default();
    }
    Fix { text: format!("Allow {} to the identity that runs byway", listed(&permissions)), commands: Vec::new() }
}

fn listed(permissions: &BTreeSet<&str>) -> String {
    permissions.iter().copied().collect::<Vec<_>>().join(", ")
}
