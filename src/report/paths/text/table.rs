//! The table of a VPC: as many services side by side as the page has room for.

use super::block::Block;
use super::cell::Cell;
use super::columns::{columns, cut, padded};
use super::ids::short;
use super::label::{Label, Labels};
use crate::report::plain;
use crate::report::text::page::Page;
use crate::report::text::palette::Palette;
use anstyle::Style;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// Columns before the table.
const INDENT: usize = 2;
/// Columns between two columns of it.
const GAP: usize = 2;
/// The least that services get, before names give way.
const LEAST: usize = 24;
/// The longest heading, in columns.
const HEADING: usize = 26;

/// One or more services that every subnet reaches alike.
struct Column<'b> {
    services: Vec<&'b str>,
    heading: String,
    cells: Vec<(String, Style)>,
    width: usize,
}

impl Column<'_> {
    /// Whether the heading names every service.
    fn is_named(&self) -> bool {
        self.services.iter().map(|service| columns(&plain::line(service)) + 2).sum::<usize>() <= HEADING + 2
    }
}

/// Writes the table, and gives the notes that its cells name, in order. Hostile text.
pub fn write(block: &Block, page: &mut Page<'_>) -> io::Result<Vec<String>> {
    let mut notes = Marks::default();
    let columns = together(block, &page.palette, &mut notes);
    let labels: Vec<&Label> = block.lines.keys().collect();
    let labels = Labels::set(&labels, page.width.saturating_sub(INDENT + GAP + LEAST));
    let room = page.width.saturating_sub(INDENT + labels.width);
    let mut rest = columns.as_slice();
    while !rest.is_empty() {
        let mut taken = 0;
        let fitting = rest.iter().take_while(|column| {
            taken += column.width + GAP;
            taken <= room
        });
        let (now, later) = rest.split_at(fitting.count().max(1));
        one(now, &labels, page)?;
        rest = later;
        if !rest.is_empty() {
            page.blank()?;
        }
    }
    for column in columns.iter().filter(|column| column.services.len() > 1 && !column.is_named()) {
        page.told(
            INDENT,
            (&column.heading, columns_of(&column.heading), page.palette.dim),
            &column.services.join(", "),
        )?;
    }
    Ok(notes.texts)
}

fn columns_of(heading: &str) -> usize {
    columns(heading) + GAP
}

fn one(columns: &[Column<'_>], labels: &Labels, page: &mut Page<'_>) -> io::Result<()> {
    let dim = page.palette.dim;
    for (at, label) in labels.texts().enumerate() {
        let mut line = match at {
            0 => format!("{dim}{}{dim:#}", padded(label, labels.width)),
            _ => padded(label, labels.width),
        };
        for column in columns {
            let (text, style) = match at.checked_sub(1) {
                None => (column.heading.as_str(), page.palette.bold),
                Some(at) => column.cells.get(at).map(|(text, style)| (text.as_str(), *style)).unwrap_or_default(),
            };
            let pad = column.width.saturating_sub(super::columns::columns(text));
            line.push_str(&format!("{:GAP$}{style}{text}{style:#}{:pad$}", "", ""));
        }
        page.line(INDENT, line.trim_end())?;
    }
    Ok(())
}

/// The services that are alike in every line, as one column, in order of the first of each.
fn together<'b>(block: &'b Block, palette: &Palette, marks: &mut Marks) -> Vec<Column<'b>> {
    let mut alike: BTreeMap<Vec<Option<&Cell>>, Vec<&str>> = BTreeMap::new();
    for service in &block.services {
        let cells = block.lines.values().map(|cells| cells.get(service)).collect();
        alike.entry(cells).or_default().push(service);
    }
    let mut alike: Vec<(Vec<Option<&Cell>>, Vec<&str>)> = alike.into_iter().collect();
    alike.sort_by(|one, other| one.1.cmp(&other.1));
    let of = services_of_notes(&alike);
    alike.into_iter().map(|(cells, services)| column(&cells, services, block, &of, palette, marks)).collect()
}

/// The services that each note is about: what is said of two columns is said once, of both.
fn services_of_notes<'b>(columns: &[(Vec<Option<&Cell>>, Vec<&'b str>)]) -> BTreeMap<usize, BTreeSet<&'b str>> {
    let mut of: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    for (cells, services) in columns {
        for note in cells.iter().flatten().flat_map(|cell| &cell.notes) {
            of.entry(*note).or_default().extend(services);
        }
    }
    of
}

fn column<'b>(
    cells: &[Option<&Cell>],
    services: Vec<&'b str>,
    block: &Block,
    of: &BTreeMap<usize, BTreeSet<&str>>,
    palette: &Palette,
    marks: &mut Marks,
) -> Column<'b> {
    let mut targets: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for cell in cells.iter().flatten().filter(|cell| !cell.target.is_empty()) {
        targets.entry(&cell.word).or_default().insert(&cell.target);
    }
    let texts: Vec<(String, Style)> = cells
        .iter()
        .map(|cell| {
            let Some(cell) = cell else { return ("-".to_owned(), palette.dim) };
            let mut text = cell.word.clone();
            let rivals = targets.get(cell.word.as_str()).filter(|targets| targets.len() > 1);
            if let Some(rivals) = rivals.filter(|_| !cell.target.is_empty()) {
                let rivals: Vec<&str> = rivals.iter().copied().collect();
                text.push(' ');
                text.push_str(&short(&cell.target, &rivals));
            }
            let about = |note: &usize| of.get(note).into_iter().flatten().copied().collect::<Vec<&str>>();
            let number = |note: &usize| marks.number(block.notes.text(*note, &about(note))).to_string();
            let numbers: Vec<String> = cell.notes.iter().map(number).collect();
            if !numbers.is_empty() {
                text.push_str(&format!(" [{}]", numbers.join(",")));
            }
            (text, cell.class.style(palette))
        })
        .collect();
    let heading = heading(&services, block.services.len());
    let width = texts.iter().map(|(text, _)| columns(text)).chain([columns(&heading)]).max().unwrap_or_default();
    Column { services, heading, cells: texts, width }
}

/// Names that fit, or the first and how many more, or that it is all of them.
fn heading(services: &[&str], all: usize) -> String {
    let names = plain::line(&services.join(", ")).into_owned();
    match services {
        [] | [_] => cut(&names, HEADING),
        [_, ..] if columns(&names) <= HEADING => names,
        [_, ..] if services.len() == all => format!("all {all} services"),
        [first, rest @ ..] => format!("{} +{}", cut(&plain::line(first), HEADING - 5), rest.len()),
    }
}

/// The notes that cells name, numbered from one as they are met.
#[derive(Default)]
struct Marks {
    numbers: BTreeMap<String, usize>,
    texts: Vec<String>,
}

impl Marks {
    fn number(&mut self, text: String) -> usize {
        if let Some(number) = self.numbers.get(&text) {
            return *number;
        }
        self.texts.push(text.clone());
        self.numbers.insert(text, self.texts.len());
        self.texts.len()
    }
}
