//! Many policies together: what must hold between them.

use super::super::Policy;
use super::super::fault::{Fault, LoadError, LoadErrors, Sheet};
use std::collections::BTreeMap;

/// Joins policies, byway's own and others, in order of id.
///
/// # Errors
///
/// An id that two policies have, that another replaces, or that two replace: an id means one thing for ever.
pub fn join(policies: impl IntoIterator<Item = Policy>) -> Result<Vec<Policy>, LoadErrors> {
    let mut policies: Vec<Policy> = policies.into_iter().collect();
    // Byway's own first, so that of two with one id it is the other that is at fault.
    policies
        .sort_by(|left, right| (left.id(), !left.bundled, &left.file).cmp(&(right.id(), !right.bundled, &right.file)));
    let mut errors: Vec<LoadError> = Vec::new();
    let mut first: BTreeMap<&str, &Policy> = BTreeMap::new();
    for policy in &policies {
        match first.get(policy.id()) {
            Some(other) => errors.push(at_key(
                policy,
                "id",
                format!("the id `{}` is taken by `{}`", policy.id(), other.file),
                "choose another id, and call the file so",
            )),
            None => {
                first.insert(policy.id(), policy);
            }
        }
    }
    let mut replaced: BTreeMap<&str, &Policy> = BTreeMap::new();
    for policy in &policies {
        for id in &policy.words.replaces {
            if let Some(living) = first.get(id.as_str()) {
                errors.push(at_key(
                    policy,
                    "replaces",
                    format!("`{id}`, which this replaces, is still there in `{}`", living.file),
                    "take one of them out",
                ));
            }
            match replaced.get(id.as_str()) {
                Some(other) if other.id() != policy.id() => errors.push(at_key(
                    policy,
                    "replaces",
                    format!("`{id}` is replaced by `{}` already", other.file),
                    "name it in one policy only",
                )),
                Some(_) | None => {
                    replaced.insert(id, policy);
                }
            }
        }
    }
    match LoadErrors::of(errors) {
        Some(errors) => Err(errors),
        None => Ok(policies),
    }
}

/// A mistake at a top-level key of a policy's file.
fn at_key(policy: &Policy, key: &str, message: String, hint: &str) -> LoadError {
    let mut at = 0;
    for line in policy.source.split_inclusive('\n') {
        if line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('=')) {
            break;
        }
        at += line.len();
    }
    let sheet = Sheet { file: &policy.file, text: &policy.source };
    sheet.error(Fault::hinted(if at == policy.source.len() { 0 } else { at }, message, hint))
}
