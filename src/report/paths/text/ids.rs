//! Ids cut to where they differ: the table shows which is which, the list below it has them whole.

use super::columns::columns;
use crate::report::plain;

/// Ids shorter than this are shown whole.
const SHORT: usize = 13;
/// Letters shown after the last hyphen at the least: AWS's ids differ early.
const TELLING: usize = 4;

/// `id` cut after the first letters that no other of `ids` begins with; `…` stands for the rest. What it begins with, such as
/// `nat-`, goes too: the word before it says the same.
pub fn short(id: &str, ids: &[&str]) -> String {
    let whole = plain::line(id);
    if columns(&whole) <= SHORT {
        return whole.into_owned();
    }
    let prefix = id.rfind('-').map_or(0, |at| id.get(..=at).unwrap_or_default().chars().count());
    let shared = ids.iter().filter(|other| **other != id).map(|other| in_common(id, other)).max().unwrap_or_default();
    let shown = (prefix + TELLING).max(shared + 1);
    match id.char_indices().nth(shown) {
        Some((at, _)) => {
            let from = id.rfind('-').map_or(0, |hyphen| hyphen + 1);
            format!("{}…", plain::line(id.get(from..at).unwrap_or(id)))
        }
        None => whole.into_owned(),
    }
}

fn in_common(one: &str, other: &str) -> usize {
    one.chars().zip(other.chars()).take_while(|(left, right)| left == right).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_cut_where_they_differ() {
        let ids = ["nat-0a11b22c33d44e55f", "nat-0a11b99c33d44e55f", "nat-0c"];
        assert_eq!(short("nat-0a11b22c33d44e55f", &ids), "0a11b2…");
        assert_eq!(short("nat-0c", &ids), "nat-0c");
        assert_eq!(short("vpce-0c33d44e55f667788", &ids), "0c33…");
    }
}
