//! `trace-v1`: one session for programs. The schema is `docs/schemas/trace-v1.schema.json`.
//!
//! Own structs, as those of `json-v1`: members are only ever added, and every member is always there.

use crate::finding::{Leg, Named, Session, Traced};
use crate::report::json::hop::{HopOut, hop};
use crate::report::json::{GapOut, gap};
use crate::report::printer;
use serde::Serialize;
use std::io::{self, Write};

/// The value of `schema_version`.
pub const SCHEMA_VERSION: &str = "byway/trace-v1";

/// Writes the trace.
///
/// # Errors
///
/// Those of `out`.
pub fn render(traced: &Traced, out: &mut dyn Write) -> io::Result<()> {
    let Traced { from, to, names, answers } = traced;
    let document = DocumentOut {
        schema_version: SCHEMA_VERSION,
        from,
        to,
        name: names.iter().map(named).collect(),
        answers: answers.iter().map(session).collect(),
    };
    printer::print(&document, out)
}

#[derive(Serialize)]
struct DocumentOut<'a> {
    schema_version: &'static str,
    from: &'a str,
    to: &'a str,
    name: Vec<NamedOut<'a>>,
    answers: Vec<SessionOut<'a>>,
}

#[derive(Serialize)]
struct NamedOut<'a> {
    name: &'a str,
    leads_to: &'a str,
    hops: Vec<HopOut<'a>>,
    gaps: Vec<GapOut<'a>>,
}

#[derive(Serialize)]
struct SessionOut<'a> {
    address: &'a str,
    family: &'static str,
    share: f64,
    via: &'static str,
    /// Null for none, mixed and unknown.
    target: Option<&'a str>,
    through: &'a [String],
    forward: LegOut<'a>,
    /// Null where the way there does not succeed.
    #[serde(rename = "return")]
    back: Option<LegOut<'a>>,
}

#[derive(Serialize)]
struct LegOut<'a> {
    disposition: &'static str,
    hops: Vec<HopOut<'a>>,
    gaps: Vec<GapOut<'a>>,
}

fn named(named: &Named) -> NamedOut<'_> {
    let Named { name, leads_to, hops, gaps } = named;
    NamedOut { name, leads_to, hops: hops.iter().map(hop).collect(), gaps: gaps.iter().map(gap).collect() }
}

fn session(session: &Session) -> SessionOut<'_> {
    let Session { address, family, share, via, target, through, forward, back } = session;
    SessionOut {
        address,
        family: family.as_str(),
        share: *share,
        via: via.as_str(),
        target: Some(target.as_str()).filter(|target| !target.is_empty()),
        through,
        forward: leg(forward),
        back: back.as_ref().map(leg),
    }
}

fn leg(leg: &Leg) -> LegOut<'_> {
    let Leg { disposition, hops, gaps } = leg;
    LegOut {
        disposition: disposition.as_str(),
        hops: hops.iter().map(hop).collect(),
        gaps: gaps.iter().map(gap).collect(),
    }
}
