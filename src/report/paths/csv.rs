//! The matrix for spreadsheets: RFC 4180, a header, a row a line.
//!
//! The members are those of `paths-v1`; a list is one cell, its members joined by `;`. Cells hold what strangers named, and
//! a spreadsheet takes what begins like a formula for one: such a cell gets an apostrophe in front, as OWASP advises
//! (<https://owasp.org/www-community/attacks/CSV_Injection>). The price is that a reader who is no spreadsheet sees it.
//!
//! Reasons why rows may be missing have no place in a table: the exit code and stderr tell them.

use super::{Rows, each};
use crate::finding::{Client, Hop, Part, PathRow};
use crate::report::plain;
use std::io::{self, Write};

const HEADER: [&str; 18] = [
    "account",
    "region",
    "vpc",
    "subnet",
    "az_id",
    "service",
    "service_name",
    "family",
    "via",
    "target",
    "parts",
    "through",
    "disposition",
    "clients",
    "gaps",
    "better",
    "better_because",
    "trace",
];

/// Writes the matrix, row by row as they are made.
///
/// # Errors
///
/// Those of `out`.
pub fn render(rows: &Rows<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    line(&HEADER.map(str::to_owned), &mut out)?;
    each(rows, |row| line(&cells(row), &mut out))?;
    out.flush()
}

fn cells(row: &PathRow<'_>) -> [String; 18] {
    let PathRow {
        subnet,
        name: _,
        vpc,
        az_id,
        service,
        service_name,
        family,
        via,
        target,
        parts,
        through,
        disposition,
        clients,
        gaps,
        better,
        better_because,
        hops,
    } = row;
    [
        subnet.owner_or_aws().to_owned(),
        subnet.region.as_str().to_owned(),
        (*vpc).to_owned(),
        subnet.id.clone(),
        (*az_id).to_owned(),
        (*service).to_owned(),
        (*service_name).to_owned(),
        family.as_str().to_owned(),
        via.as_str().to_owned(),
        (*target).to_owned(),
        list(parts.iter().map(|Part { via, target, share }| format!("{via} {target} {share}"))),
        list(through.iter().cloned()),
        disposition.as_str().to_owned(),
        list(clients.iter().map(|Client { groups, interfaces, disposition }| {
            format!("{disposition} {} {}", groups.join("+"), interfaces.join("+"))
        })),
        list(gaps.iter().map(ToString::to_string)),
        better.as_str().to_owned(),
        (*better_because).to_owned(),
        list(hops().iter().map(|Hop { resource, action, .. }| format!("{resource}: {action}"))),
    ]
}

/// The members of a list in one cell. A semicolon of their own becomes a comma, so that the members can be told apart.
fn list(members: impl Iterator<Item = String>) -> String {
    members.map(|member| member.replace(';', ",")).collect::<Vec<_>>().join(";")
}

fn line(cells: &[String; 18], out: &mut dyn Write) -> io::Result<()> {
    for (at, cell) in cells.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        write!(out, "{comma}{}", quoted(&harmless(cell)))?;
    }
    out.write_all(b"\r\n")
}

/// A cell that no spreadsheet computes: what begins with white space before a formula is taken for one too.
fn harmless(cell: &str) -> String {
    let cell = plain::line(cell);
    let begins = |letter: char| matches!(letter, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    if cell.trim_start().starts_with(begins) { format!("'{cell}") } else { cell.into_owned() }
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', ';', ' ', '\'', '\t']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_like_a_formula_is_text() {
        assert_eq!(quoted(&harmless("=1+1")), "\"'=1+1\"");
        assert_eq!(quoted(&harmless("  @SUM(A1)")), "\"'  @SUM(A1)\"");
        assert_eq!(quoted(&harmless("\t=1")), "\\u{9}=1");
        assert_eq!(quoted(&harmless("vpce-1")), "vpce-1");
        assert_eq!(quoted("a\"b,c"), "\"a\"\"b,c\"");
    }

    #[test]
    fn members_of_a_list_stay_apart() {
        assert_eq!(list(["a;b".to_owned(), "c".to_owned()].into_iter()), "a,b;c");
    }
}
