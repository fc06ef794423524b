//! Why a cell says what it says: each reason once a VPC, however many cells it explains.

use super::cell::{Cell, Class, client, part, stop, via};
use crate::finding::{Better, Disposition, Hop, PathRow};
use crate::id::Kind;
use crate::report::text::unknowns::Asked;
use crate::snapshot::Gap;
use std::collections::{BTreeMap, BTreeSet};

/// Stands for the service in a note that holds for several, until it is known whether it does. Escaped in names by
/// whoever prints them, so that none can bring it.
const SERVICE: &str = "\u{1}";
/// Stands likewise for what the packets leave by.
const TARGET: &str = "\u{2}";

/// The notes of a VPC, numbered as they came.
#[derive(Debug, Default)]
pub struct Notes {
    numbers: BTreeMap<String, usize>,
    texts: Vec<String>,
    /// The targets of the rows of each.
    targets: Vec<BTreeSet<String>>,
}

impl Notes {
    /// The numbers of what there is to say of a row.
    pub fn of(&mut self, row: &PathRow<'_>, cell: &Cell) -> Vec<usize> {
        reasons(row, cell).into_iter().map(|text| self.number(general(&text, row), row.target)).collect()
    }

    fn number(&mut self, text: String, target: &str) -> usize {
        let number = match self.numbers.get(&text) {
            Some(number) => *number,
            None => {
                let number = self.texts.len();
                self.numbers.insert(text.clone(), number);
                self.texts.push(text);
                self.targets.push(BTreeSet::new());
                number
            }
        };
        if let Some(targets) = self.targets.get_mut(number).filter(|targets| !targets.contains(target)) {
            targets.insert(target.to_owned());
        }
        number
    }

    /// A note that is shown for these services. Hostile text.
    pub fn text(&self, number: usize, services: &[&str]) -> String {
        let text = self.texts.get(number).map(String::as_str).unwrap_or_default();
        let targets: Vec<&str> = self.targets.get(number).into_iter().flatten().map(String::as_str).collect();
        let target = match targets.as_slice() {
            [] => String::new(),
            [one] => (*one).to_owned(),
            [one, other] => format!("{one} or {other}"),
            [one, others @ ..] => format!("{one} or {} others", others.len()),
        };
        let service = match services {
            [one] => one,
            [] | [_, _, ..] => "the service",
        };
        text.replace(SERVICE, service).replace(TARGET, &target)
    }
}

fn reasons(row: &PathRow<'_>, cell: &Cell) -> Vec<String> {
    let mut reasons = Vec::new();
    if !row.gaps.is_empty() {
        let told: Vec<String> = row.gaps.iter().map(gap).collect();
        reasons.push(format!("cannot be told: {}", told.join("; ")));
    }
    if !row.parts.is_empty() {
        let told: Vec<String> = row.parts.iter().map(part).collect();
        reasons.push(format!("by share of its addresses: {}", told.join(", ")));
    }
    // One set of groups alone says no more than the row.
    if row.clients.len() > 1 {
        let told: Vec<String> = row.clients.iter().map(client).collect();
        reasons.push(told.join("; "));
    }
    match cell.class {
        Class::Stopped => {
            reasons.push(stopped(row));
            reasons.extend(better(row));
        }
        Class::Private | Class::Public | Class::Mixed | Class::Beyond | Class::Unknown => reasons.extend(better(row)),
        // Nothing takes the path that could be better.
        Class::Idle => {}
    }
    reasons
}

/// What stopped the packets, which is the last hop, and by what they would have gone.
fn stopped(row: &PathRow<'_>) -> String {
    let hops = (row.hops)();
    let last = hops.last().filter(|hop| stops_so(hop.resource.kind, row.disposition));
    let is_target = row.target.is_empty() || last.is_some_and(|hop| hop.resource.id == row.target);
    let by = if is_target { String::new() } else { format!(" (by {} {})", via(row.via), row.target) };
    match last {
        Some(Hop { resource, action, .. }) => format!("{resource}: {action}{by}"),
        None => format!("{}{by}", stop(row.disposition)),
    }
}

/// Whether a thing of a kind can be what stopped packets so. The hops of a row are those of one of its clients, of which
/// another thing may have been the end.
fn stops_so(kind: Kind, disposition: Disposition) -> bool {
    match disposition {
        Disposition::DeniedBySecurityGroup => kind == Kind::SecurityGroup || kind == Kind::NetworkInterface,
        Disposition::DeniedByNetworkAcl => kind == Kind::NetworkAcl,
        Disposition::NoRoute
        | Disposition::Blackhole
        | Disposition::DeniedByGateway
        | Disposition::UnresolvedName
        | Disposition::Delivered
        | Disposition::ToService
        | Disposition::ToInternet
        | Disposition::LeavesView
        | Disposition::NoClients
        | Disposition::Mixed
        | Disposition::Unknown => true,
    }
}

fn better(row: &PathRow<'_>) -> Option<String> {
    let what = match row.better {
        Better::AsIs => return None,
        // Why it cannot be told is said of the path already.
        Better::Unknown if !row.gaps.is_empty() || row.better_because.is_empty() => return None,
        Better::Unknown => "what would be better cannot be told",
        Better::GatewayEndpoint => "better: a gateway endpoint",
        Better::InterfaceEndpoint => "better: an interface endpoint",
        Better::CentralEndpoint => "better: the endpoint of another VPC",
    };
    Some(if row.better_because.is_empty() { what.to_owned() } else { format!("{what}; {}", row.better_because) })
}

/// A reason, with what is missing where that is known. Hostile text.
pub fn gap(gap: &Gap) -> String {
    match gap {
        Gap::NotSeen(record) => {
            let asked = Asked::of(record);
            let key = if record.key.is_empty() { String::new() } else { format!(" for {}", record.key) };
            let needs = asked.remedy().map(|needs| format!(" (needs {needs})")).unwrap_or_default();
            format!("{}{key}{needs}", asked.told())
        }
        Gap::Foreign { .. }
        | Gap::Unrecognised { .. }
        | Gap::Malformed { .. }
        | Gap::Ambiguous { .. }
        | Gap::NotModelled { .. } => gap.to_string(),
    }
}

/// A text without the service and the target it is about: the same sentence about others is then the same note.
fn general(text: &str, row: &PathRow<'_>) -> String {
    let mut text = text.replace([SERVICE, TARGET].map(|mark| mark.chars().next().unwrap_or_default()), "");
    for (name, mark) in [(row.service_name, SERVICE), (row.service, SERVICE), (row.target, TARGET)] {
        if !name.is_empty() {
            text = without(&text, name, mark);
        }
    }
    text
}

/// Puts the mark in place of a name, where that is a word of its own.
fn without(text: &str, name: &str, mark: &str) -> String {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.');
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(name) {
        let (before, from) = rest.split_at(at);
        let (found, after) = from.split_at(name.len());
        // A full stop ends a sentence as well as a label of a name.
        let mut next = after.chars();
        let goes_on =
            next.next().is_some_and(|letter| is_part(letter) && (letter != '.' || next.next().is_some_and(is_part)));
        let inside = before.chars().next_back().or_else(|| out.chars().next_back()).is_some_and(is_part) || goes_on;
        out.push_str(before);
        out.push_str(if inside { found } else { mark });
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_is_left_out_where_it_is_a_word_of_its_own() {
        assert_eq!(without("s3 by vpce-s3, to s3.", "s3", SERVICE), "\u{1} by vpce-s3, to \u{1}.");
        assert_eq!(without("s3s3 com.s3.x (s3)", "s3", SERVICE), "s3s3 com.s3.x (\u{1})");
    }
}
