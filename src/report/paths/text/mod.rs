//! The matrix for a person: a VPC at a time, subnets down and services across, then why, then the counts.
//!
//! A VPC begins with what one looks for first, the subnets that do not take a private path, and ends with the reasons. What
//! is alike is said once: services that every subnet reaches alike share a column, reasons share a number, and ids stand
//! in a cell only where they tell one path from another; the list below the table has them whole.
//!
//! No line is wider than the page, unless the page is narrower than one subnet and one service.

mod block;
mod cell;
mod closing;
mod column;
mod columns;
mod ids;
mod label;
mod notes;
mod table;

use super::{Frame, Rows, each};
use crate::report::text::Look;
use crate::report::text::page::Page;
use block::Block;
use closing::Total;
use std::io::{self, Write};

pub(in crate::report) use cell::percent;
pub(in crate::report) use notes::gap;

/// Writes the matrix.
///
/// # Errors
///
/// Those of `out`.
pub fn render(rows: &Rows<'_>, frame: &Frame, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    let mut page = Page::looking(&mut out, look);
    let mut total = Total::default();
    let mut block: Option<Block> = None;
    each(rows, |row| {
        if let Some(done) = block.take_if(|block| !block.holds(row)) {
            done.write(frame, &mut page)?;
            total.close(&done, frame);
        }
        let block = block.get_or_insert_with(|| Block::of(row));
        let cell = block.add(row);
        total.add(row, cell);
        Ok::<(), io::Error>(())
    })?;
    if let Some(done) = block {
        done.write(frame, &mut page)?;
        total.close(&done, frame);
    }
    total.write(frame, &mut page)?;
    out.flush()
}
