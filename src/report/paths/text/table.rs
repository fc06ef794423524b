//! The table of a VPC: as many services side by side as the page has room for.

use super::block::Block;
use super::column::{Column, together};
use super::columns::{columns as columns_of, padded};
use super::label::{Label, Labels};
use crate::report::text::page::Page;
use std::io;

/// Columns before the table.
const INDENT: usize = 2;
/// Columns between two columns of it.
const GAP: usize = 2;
/// The least that services get, before names give way.
const LEAST: usize = 24;

/// Writes the table, and gives the notes that its cells name, in order. Hostile text.
pub fn write(block: &Block, page: &mut Page<'_>) -> io::Result<Vec<String>> {
    let (columns, notes) = together(block);
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
    for column in columns.iter().filter(|column| !column.is_named()) {
        page.told(
            INDENT,
            (&column.heading, columns_of(&column.heading) + GAP, page.palette.dim),
            &column.services.join(", "),
        )?;
    }
    Ok(notes)
}

fn one(columns: &[Column<'_>], labels: &Labels, page: &mut Page<'_>) -> io::Result<()> {
    let dim = page.palette.dim;
    for (at, label) in labels.texts().enumerate() {
        let mut line = match at {
            0 => format!("{dim}{}{dim:#}", padded(label, labels.width)),
            _ => padded(label, labels.width),
        };
        for column in columns {
            let (text, style) = match at.checked_sub(1).map(|at| column.cells.get(at)) {
                None => (column.heading.as_str(), page.palette.bold),
                Some(Some(Some((class, text)))) => (text.as_str(), class.style(&page.palette)),
                Some(Some(None) | None) => ("-", dim),
            };
            let pad = column.width.saturating_sub(columns_of(text));
            line.push_str(&format!("{:GAP$}{style}{text}{style:#}{:pad$}", "", ""));
        }
        page.line(INDENT, line.trim_end())?;
    }
    Ok(())
}
