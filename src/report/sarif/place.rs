//! Where a member stands: a document's path, and the lines and columns in its text.

use super::log::{ArtifactLocation, Message, PhysicalLocation, Region};
use crate::finding::{Document, Documents};
use crate::id::{Kind, ResourceId};
use crate::report::evidence;
use std::collections::BTreeMap;

/// Lines of a member shown as its snippet; of a longer one only the first line is the place.
const LONGEST_SNIPPET: usize = 24;

/// Lines shown around a snippet, above and below.
const CONTEXT: usize = 2;

/// The evidence documents, each printed at most once.
pub struct Shelf<'a> {
    documents: &'a Documents,
    printed: BTreeMap<ResourceId, Vec<String>>,
}

impl<'a> Shelf<'a> {
    /// A shelf of `documents`.
    pub fn new(documents: &'a Documents) -> Self {
        Self { documents, printed: BTreeMap::new() }
    }

    /// The place of the member of a thing at `pointer`. Where there is no such member it is the line of the thing's id:
    /// what is shown is then an absence. Without a pointer too.
    pub fn member(&mut self, resource: &ResourceId, pointer: Option<&str>) -> PhysicalLocation {
        let Some(document) = self.documents.get(resource) else { return undocumented(resource.path()) };
        let (first, last) = pointer.and_then(|pointer| document.lines_of(pointer)).unwrap_or_else(|| {
            let line = line_of_id(document, resource);
            (line, line)
        });
        let lines = self.printed.entry(resource.clone()).or_insert_with(|| printed(document));
        place(resource.path(), lines, first, last)
    }
}

/// The place of a member of a document that is no thing's.
pub fn in_document(path: String, document: &Document, pointer: &str) -> PhysicalLocation {
    match document.lines_of(pointer) {
        Some((first, last)) => place(path, &printed(document), first, last),
        None => undocumented(path),
    }
}

fn printed(document: &Document) -> Vec<String> {
    evidence::text(document).lines().map(str::to_owned).collect()
}

/// Route 53 answers a zone's id with `/hostedzone/` before it.
fn line_of_id(document: &Document, resource: &ResourceId) -> usize {
    match resource.kind {
        Kind::HostedZone => {
            document.line_of_id(&format!("/hostedzone/{}", resource.id)).max(document.line_of_id(&resource.id))
        }
        Kind::Vpc
        | Kind::Subnet
        | Kind::RouteTable
        | Kind::VpcEndpoint
        | Kind::PrefixList
        | Kind::SecurityGroup
        | Kind::NetworkInterface
        | Kind::NatGateway
        | Kind::InternetGateway
        | Kind::VpcEndpointService
        | Kind::NetworkAcl
        | Kind::VpcPeeringConnection
        | Kind::TransitGateway
        | Kind::TransitGatewayAttachment
        | Kind::TransitGatewayRouteTable
        | Kind::EgressOnlyInternetGateway
        | Kind::VpnGateway
        | Kind::DhcpOptions
        | Kind::FlowLog
        | Kind::Instance
        | Kind::BlockPublicAccessExclusion
        | Kind::ResolverEndpoint
        | Kind::ResolverRule
        | Kind::Profile => document.line_of_id(&resource.id),
    }
}

/// The place of a thing whose document the run did not hand over. GitHub takes no result without a line; the first of
/// every evidence document is its opening brace, so this one is no invention, and it shows no text.
pub fn undocumented(path: String) -> PhysicalLocation {
    PhysicalLocation {
        artifact_location: ArtifactLocation { uri: path },
        region: Region { start_line: 1, start_column: 1, end_line: 1, end_column: 2, snippet: None },
        context_region: None,
    }
}

/// The lines `first` to `last`, from 1, of a document's text.
fn place(path: String, lines: &[String], first: usize, last: usize) -> PhysicalLocation {
    let last = if last - first < LONGEST_SNIPPET { last } else { first };
    PhysicalLocation {
        artifact_location: ArtifactLocation { uri: path },
        region: region(lines, first, last, true),
        context_region: context(lines, first, last),
    }
}

/// The region of whole members: without the indent before, and the comma behind, if `trimmed`.
fn region(lines: &[String], first: usize, last: usize, trimmed: bool) -> Region {
    let line = |number: usize| lines.get(number - 1).map(String::as_str).unwrap_or_default();
    let indent = if trimmed { line(first).len() - line(first).trim_start_matches(' ').len() } else { 0 };
    let end = if trimmed { line(last).trim_end_matches(',') } else { line(last) };
    let text: Vec<&str> = (first..=last)
        .map(|number| {
            let whole = if number == last { end } else { line(number) };
            if number == first { whole.get(indent..).unwrap_or(whole) } else { whole }
        })
        .collect();
    Region {
        start_line: first,
        start_column: indent + 1,
        end_line: last,
        end_column: end.encode_utf16().count() + 1,
        snippet: Some(Message::new(text.join("\n"))),
    }
}

/// What stands around; `None` where nothing does, since a context region is larger than its region (3.29.5).
fn context(lines: &[String], first: usize, last: usize) -> Option<Region> {
    let above = first.saturating_sub(CONTEXT).max(1);
    let below = (last + CONTEXT).min(lines.len());
    (above < first || below > last).then(|| region(lines, above, below, false))
}
