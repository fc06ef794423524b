//! A trace for a person: what becomes of the session, then how the name resolves, the way there and the way back.

mod rule;
mod sentence;

use crate::finding::{Hop, Leg, Named, Session, Traced};
use crate::report::paths::text::gap;
use crate::report::plain;
use crate::report::text::page::Page;
use crate::report::text::{Look, Palette, wrap};
use crate::snapshot::Gaps;
use std::io::{self, Write};

/// The protocol and port asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flow {
    /// The protocol, as IANA numbers it.
    pub protocol: u8,
    /// The port, where the protocol has ports.
    pub port: Option<u16>,
}

/// Writes the trace.
///
/// # Errors
///
/// Those of `out`.
pub fn render(traced: &Traced, flow: Flow, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    let mut page = Page::looking(&mut out, look);
    let Traced { from, to, names, answers } = traced;
    let bold = page.palette.bold;
    let port = flow.port.map(|port| format!(" port {port}")).unwrap_or_default();
    let number = flow.protocol.to_string();
    let protocol = rule::protocol(&number);
    page.line(0, &format!("{bold}{} to {}{bold:#}, {protocol}{port}", plain::line(from), plain::line(to)))?;
    for told in sentence::of(traced) {
        page.styled(2, told.style(&page.palette), &told.text)?;
    }
    for named in names {
        name(named, &mut page)?;
    }
    for session in answers {
        one(session, &mut page)?;
    }
    out.flush()
}

fn name(named: &Named, page: &mut Page<'_>) -> io::Result<()> {
    let Named { name, leads_to, hops, gaps } = named;
    page.heading(page.palette.bold, "name")?;
    page.text(2, &format!("{name}: {leads_to}"))?;
    steps(hops, page)?;
    reasons(gaps, page)
}

fn one(session: &Session, page: &mut Page<'_>) -> io::Result<()> {
    page.heading(page.palette.bold, "forward")?;
    page.text(2, &sentence::whom(session))?;
    leg(&session.forward, page)?;
    if let Some(back) = &session.back {
        page.heading(page.palette.bold, "return")?;
        leg(back, page)?;
    }
    Ok(())
}

fn leg(leg: &Leg, page: &mut Page<'_>) -> io::Result<()> {
    let Leg { disposition, hops, gaps } = leg;
    steps(hops, page)?;
    reasons(gaps, page)?;
    let style = sentence::style(*disposition, &page.palette);
    page.told(2, ("=", 4, style), disposition.as_str())
}

/// The hops, numbered: the thing and what it did, then what decided, then AWS's page.
fn steps(hops: &[Hop], page: &mut Page<'_>) -> io::Result<()> {
    let width = hops.len().to_string().len() + 2;
    for (at, hop) in hops.iter().enumerate() {
        let Hop { resource, action, operation, pointer, value, see } = hop;
        let Palette { dim, thing, .. } = page.palette;
        let number = format!("{:>1$}", at + 1, width - 2);
        let id = plain::line(&resource.id).into_owned();
        let lines = wrap(&format!("{id}  {}", plain::line(action)), page.width.saturating_sub(2 + width));
        for (at, line) in lines.iter().enumerate() {
            match line.strip_prefix(&id).filter(|_| at == 0) {
                Some(rest) => page.line(2, &format!("{dim}{number}{dim:#}  {thing}{id}{thing:#}{rest}"))?,
                None => page.line(2 + width, line)?,
            }
        }
        let told = rule::told(value);
        let source = if pointer.is_empty() { operation.clone() } else { format!("{operation} {pointer}") };
        page.text(2 + width, &if told.is_empty() { source } else { format!("{told}  ({source})") })?;
        page.line(2 + width, &format!("{dim}{}{dim:#}", plain::line(see)))?;
    }
    Ok(())
}

fn reasons(gaps: &Gaps, page: &mut Page<'_>) -> io::Result<()> {
    for one in gaps.iter() {
        page.told(2, ("?", 4, page.palette.unknown), &gap(one))?;
    }
    Ok(())
}
