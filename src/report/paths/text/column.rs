//! The columns of a table: services that look alike in every line share one.

use super::block::Block;
use super::cell::{Cell, Class};
use super::columns::{columns, cut};
use super::ids::short;
use crate::report::plain;
use std::collections::{BTreeMap, BTreeSet};

/// The longest heading, in columns.
const HEADING: usize = 26;

/// One or more services that look alike in every line.
pub struct Column<'b> {
    /// The services, in order.
    pub services: Vec<&'b str>,
    /// What stands above.
    pub heading: String,
    /// The texts below, harmless, each with its kind of path; none where there is no path to tell.
    pub cells: Vec<Option<(Class, String)>>,
    /// The columns of the page that it takes.
    pub width: usize,
}

impl Column<'_> {
    /// Whether the heading names every service.
    pub fn is_named(&self) -> bool {
        self.heading == names(&self.services)
    }
}

/// A cell as it is shown, but for the numbers of its notes.
type Shown = Option<(Class, String, Vec<usize>)>;

/// The columns, in order of the first service of each, and the notes that their cells name, in order. Hostile text.
pub fn together(block: &Block) -> (Vec<Column<'_>>, Vec<String>) {
    let mut alike: BTreeMap<Vec<Shown>, Vec<&str>> = BTreeMap::new();
    for service in &block.services {
        alike.entry(shown(block, service)).or_default().push(service);
    }
    let mut alike: Vec<(Vec<Shown>, Vec<&str>)> = alike.into_iter().collect();
    alike.sort_by(|one, other| one.1.cmp(&other.1));
    // What is said of two columns is said once, of the services of both.
    let mut about: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for (cells, services) in &alike {
        let notes: BTreeSet<usize> = cells.iter().flatten().flat_map(|(_, _, notes)| notes).copied().collect();
        for note in notes {
            about.entry(note).or_default().extend(services);
        }
    }
    let mut marks = Marks::default();
    let columns =
        alike.into_iter().map(|(cells, services)| column(cells, services, block, &about, &mut marks)).collect();
    (columns, marks.texts)
}

/// The cells of a service. What they lead by is named only where it tells one from another: the list below the table names
/// the rest.
fn shown(block: &Block, service: &str) -> Vec<Shown> {
    let cells: Vec<Option<&Cell>> = block.lines.values().map(|cells| cells.get(service)).collect();
    let mut targets: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for cell in cells.iter().flatten().filter(|cell| !cell.target.is_empty()) {
        targets.entry(&cell.word).or_default().insert(&cell.target);
    }
    let one = |cell: &Cell| {
        let rivals = targets.get(cell.word.as_str()).filter(|rivals| rivals.len() > 1 && !cell.target.is_empty());
        let text = match rivals {
            Some(rivals) => {
                let rivals: Vec<&str> = rivals.iter().copied().collect();
                format!("{} {}", cell.word, short(&cell.target, &rivals))
            }
            None => cell.word.clone(),
        };
        (cell.class, text, cell.notes.clone())
    };
    cells.into_iter().map(|cell| cell.map(one)).collect()
}

fn column<'b>(
    cells: Vec<Shown>,
    services: Vec<&'b str>,
    block: &Block,
    about: &BTreeMap<usize, Vec<&str>>,
    marks: &mut Marks,
) -> Column<'b> {
    let mut one = |(class, text, notes): (Class, String, Vec<usize>)| {
        let services = |note: &usize| about.get(note).map(Vec::as_slice).unwrap_or_default();
        let numbers: Vec<String> =
            notes.iter().map(|note| marks.number(block.notes.text(*note, services(note))).to_string()).collect();
        let marks = if numbers.is_empty() { String::new() } else { format!(" [{}]", numbers.join(",")) };
        (class, text + &marks)
    };
    let cells: Vec<Option<(Class, String)>> = cells.into_iter().map(|cell| cell.map(&mut one)).collect();
    let heading = heading(&services, block.services.len());
    let texts = cells.iter().flatten().map(|(_, text)| columns(text));
    let width = texts.chain([columns(&heading)]).max().unwrap_or_default();
    Column { services, heading, cells, width }
}

fn names(services: &[&str]) -> String {
    plain::line(&services.join(", ")).into_owned()
}

/// Names that fit, or the first and how many more, or that it is all of them.
fn heading(services: &[&str], all: usize) -> String {
    let names = names(services);
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
