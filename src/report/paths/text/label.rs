//! Which subnet and family a line of the table is of.

use super::columns::{columns, cut, padded};
use crate::finding::{Family, PathRow};
use crate::report::plain;

/// The longest name shown whole.
const LONGEST_NAME: usize = 20;

/// A line of the table. Orders subnets by name, those without one last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    is_nameless: bool,
    name: String,
    /// The subnet's id. Hostile text.
    pub id: String,
    zone: String,
    family: Family,
}

impl Label {
    /// The line of a row.
    pub fn of(row: &PathRow<'_>) -> Self {
        Self {
            is_nameless: row.name.is_empty(),
            name: plain::line(row.name).into_owned(),
            id: row.subnet.id.clone(),
            // `az1` of `euw1-az1`: the Region is said above.
            zone: plain::line(row.az_id.rsplit('-').next().unwrap_or_default()).into_owned(),
            family: row.family,
        }
    }
}

/// The labels of a table, set in columns: id, zone, name, family.
pub struct Labels {
    texts: Vec<String>,
    /// The columns that each takes.
    pub width: usize,
}

impl Labels {
    /// Sets the labels in at most `most` columns, if that can be by cutting names.
    pub fn set(labels: &[&Label], most: usize) -> Self {
        let widest = |text: fn(&Label) -> String| labels.iter().map(|label| columns(&text(label))).max().unwrap_or(0);
        let ids = widest(|label| plain::line(&label.id).into_owned()).max("subnet".len());
        let zones = widest(|label| label.zone.clone());
        let has_six = labels.iter().any(|label| label.family == Family::Ipv6);
        let others = [ids, zones, if has_six { 4 } else { 0 }];
        let taken: usize = others.into_iter().filter(|width| *width > 0).map(|width| width + 2).sum();
        let left = most.saturating_sub(taken);
        let names = widest(|label| label.name.clone()).min(LONGEST_NAME);
        let names = if names <= left {
            names
        } else if left >= 6 {
            left
        } else {
            0
        };
        let line = |id: &str, zone: &str, name: &str, six: &str| {
            let mut cells = vec![padded(id, ids)];
            if zones > 0 {
                cells.push(padded(zone, zones));
            }
            if names > 0 {
                cells.push(padded(&cut(name, names), names));
            }
            if has_six {
                cells.push(padded(six, 4));
            }
            cells.join("  ")
        };
        let mut texts = vec![line("subnet", "", "", "")];
        let mut last: Option<&Label> = None;
        for label in labels {
            let six = if label.family == Family::Ipv6 { "IPv6" } else { "" };
            texts.push(match last.replace(label) {
                // The second family of a subnet needs no id again.
                Some(last) if last.id == label.id => line("", "", "", six),
                Some(_) | None => line(&plain::line(&label.id), &label.zone, &label.name, six),
            });
        }
        let width = texts.iter().map(|text| columns(text)).max().unwrap_or(0);
        Self { texts, width }
    }

    /// The heading, which is the first, and the labels.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(String::as_str)
    }
}
