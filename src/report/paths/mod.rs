//! The matrix of paths, as text, JSON or CSV.
//!
//! Rows are made while they are written and never all held. JSON and CSV hold one; the text holds those of one VPC, whose
//! table it must know before it can set it.

pub mod csv;
pub mod json;
pub mod text;

use crate::finding::PathRow;
use crate::snapshot::Gaps;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// Makes the rows, in order of account, Region, VPC, subnet, service and family, until what they are shown to breaks.
pub type Rows<'a> = dyn Fn(&mut dyn FnMut(&PathRow<'_>) -> ControlFlow<()>) + 'a;

/// What a page says beside its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// The values of the VPCs' `Name` tags, by id. Hostile text.
    pub vpc_names: BTreeMap<String, String>,
    /// Why there may be more rows: lists of subnets or services that were not answered in full, accounts that could not be
    /// asked.
    pub rest: Gaps,
}

/// Hands every row to `show`, and its first error back.
fn each<E>(rows: &Rows<'_>, mut show: impl FnMut(&PathRow<'_>) -> Result<(), E>) -> Result<(), E> {
    let mut done = Ok(());
    rows(&mut |row| match show(row) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            done = Err(error);
            ControlFlow::Break(())
        }
    });
    done
}
