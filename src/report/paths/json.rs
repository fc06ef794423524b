//! `paths-v1`: the matrix for programs. The schema is `docs/schemas/paths-v1.schema.json`.
//!
//! Own structs, as those of `json-v1`: members are only ever added, and every member is always there.

use super::{Frame, Rows, each};
use crate::finding::{Client, Part, PathRow};
use crate::id::ResourceId;
use crate::report::json::hop::{HopOut, hop};
use crate::report::json::{GapOut, gap};
use crate::report::printer;
use serde::ser::{SerializeSeq, SerializeStruct};
use serde::{Serialize, Serializer};
use std::io::{self, Write};

/// The value of `schema_version`.
pub const SCHEMA_VERSION: &str = "byway/paths-v1";

/// Writes the matrix, row by row as they are made.
///
/// # Errors
///
/// Those of `out`.
pub fn render(rows: &Rows<'_>, frame: &Frame, out: &mut dyn Write) -> io::Result<()> {
    printer::print(&Matrix { rows, frame }, out)
}

struct Matrix<'a> {
    rows: &'a Rows<'a>,
    frame: &'a Frame,
}

impl Serialize for Matrix<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut matrix = out.serialize_struct("Matrix", 3)?;
        matrix.serialize_field("schema_version", SCHEMA_VERSION)?;
        matrix.serialize_field("paths", &Paths(self.rows))?;
        matrix.serialize_field("gaps", &self.frame.rest.iter().map(gap).collect::<Vec<_>>())?;
        matrix.end()
    }
}

struct Paths<'a>(&'a Rows<'a>);

impl Serialize for Paths<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut paths = out.serialize_seq(None)?;
        each(self.0, |row| {
            let hops = (row.hops)();
            paths.serialize_element(&RowOut { trace: hops.iter().map(hop).collect(), ..one(row) })
        })?;
        paths.end()
    }
}

#[derive(Serialize)]
struct RowOut<'a> {
    account: &'a str,
    region: &'a str,
    vpc: &'a str,
    subnet: &'a str,
    az_id: Option<&'a str>,
    service: &'a str,
    service_name: Option<&'a str>,
    family: &'static str,
    via: &'static str,
    target: Option<&'a str>,
    parts: Vec<PartOut<'a>>,
    through: &'a [String],
    disposition: &'static str,
    clients: Vec<ClientOut<'a>>,
    gaps: Vec<GapOut<'a>>,
    better: &'static str,
    better_because: Option<&'a str>,
    trace: Vec<HopOut<'a>>,
}

#[derive(Serialize)]
struct PartOut<'a> {
    via: &'static str,
    target: Option<&'a str>,
    share: f64,
}

#[derive(Serialize)]
struct ClientOut<'a> {
    groups: &'a [String],
    interfaces: &'a [String],
    disposition: &'static str,
}

/// A row without its trace.
fn one<'a>(row: &'a PathRow<'_>) -> RowOut<'a> {
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
        hops: _,
    } = row;
    let ResourceId { partition: _, owner: _, region, kind: _, id } = subnet;
    RowOut {
        account: subnet.owner_or_aws(),
        region: region.as_str(),
        vpc,
        subnet: id,
        az_id: told(az_id),
        service,
        service_name: told(service_name),
        family: family.as_str(),
        via: via.as_str(),
        target: told(target),
        parts: parts
            .iter()
            .map(|Part { via, target, share }| PartOut { via: via.as_str(), target: told(target), share: *share })
            .collect(),
        through,
        disposition: disposition.as_str(),
        clients: clients
            .iter()
            .map(|Client { groups, interfaces, disposition }| ClientOut {
                groups,
                interfaces,
                disposition: disposition.as_str(),
            })
            .collect(),
        gaps: gaps.iter().map(gap).collect(),
        better: better.as_str(),
        better_because: told(better_because),
        trace: Vec::new(),
    }
}

/// Null where there is nothing to tell.
fn told(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}
