//! Which subnet and family a line of the table is of.

use super::columns::{columns, cut, padded};
use crate::finding::{Family, PathRow};
use crate::report::plain;

/// The longest name shown whole.
const LONGEST_NAME: usize = 20;

/// The shortest that a name is cut to: less tells nothing.
const SHORTEST_NAME: usize = 6;

/// Id, zone and name.
type Line = (String, String, String);

/// What marks a line of IPv6.
const IPV6: &str = "IPv6";

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

    /// The name, marked where the line is of IPv6.
    fn shown(&self) -> String {
        match (self.family, self.is_nameless) {
            (Family::Ipv4, _) => self.name.clone(),
            (Family::Ipv6, true) => IPV6.to_owned(),
            (Family::Ipv6, false) => format!("{IPV6} {}", self.name),
        }
    }
}

/// The labels of a table, set in columns: id, zone, name. IPv6 stands in the name's place on a subnet's second line.
pub struct Labels {
    texts: Vec<String>,
    /// The columns that each takes.
    pub width: usize,
}

impl Labels {
    /// Sets the labels in at most `most` columns, if that can be by cutting names.
    pub fn set(labels: &[&Label], most: usize) -> Self {
        let mut lines = vec![("subnet".to_owned(), String::new(), String::new())];
        let mut last: Option<&Label> = None;
        for label in labels {
            lines.push(match last.replace(label) {
                // The second family of a subnet needs no id again.
                Some(last) if last.id == label.id => (String::new(), String::new(), IPV6.to_owned()),
                Some(_) | None => (plain::line(&label.id).into_owned(), label.zone.clone(), label.shown()),
            });
        }
        let widest = |text: fn(&Line) -> &str| lines.iter().map(|line| columns(text(line))).max().unwrap_or_default();
        let (ids, zones) = (widest(|line| &line.0), widest(|line| &line.1));
        let taken: usize = [ids, zones].into_iter().filter(|width| *width > 0).map(|width| width + 2).sum();
        let left = most.saturating_sub(taken);
        let names = widest(|line| &line.2).min(LONGEST_NAME);
        let names = match (names <= left, left >= SHORTEST_NAME) {
            (true, _) => names,
            (false, true) => left,
            (false, false) => 0,
        };
        let texts: Vec<String> = lines
            .iter()
            .map(|(id, zone, name)| {
                let cells = [(id, ids), (zone, zones), (name, names)];
                let cells = cells.into_iter().filter(|(_, width)| *width > 0);
                cells.map(|(text, width)| padded(&cut(text, width), width)).collect::<Vec<_>>().join("  ")
            })
            .collect();
        let width = texts.iter().map(|text| columns(text)).max().unwrap_or_default();
        Self { texts, width }
    }

    /// The heading, which is the first, and the labels.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(String::as_str)
    }
}
