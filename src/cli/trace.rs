//! `byway trace`.

use super::args::{Arguments, TraceArgs};
use super::output::{self, Format};
use super::{Exit, Trouble, collect, paths, source};
use crate::finding::Family;
use crate::network::{Asked, Index, Source, TCP, TraceError, UDP, trace};
use crate::report;
use crate::snapshot::Collection;
use std::net::IpAddr;

/// The port where none is named: HTTPS, which AWS's endpoints speak.
const HTTPS: u16 = 443;

/// Reads or crawls, walks one session, and tells it.
pub(super) fn run(args: &TraceArgs, arguments: &Arguments) -> Result<Exit, Trouble> {
    output::check(&args.output, &[Format::Text, Format::Json])?;
    let asked = asked(args)?;
    let snapshot = source::snapshot(&args.source, &paths::needs(), arguments)?;
    if collect::exit(&snapshot) == Exit::Fatal {
        return Ok(Exit::Fatal);
    }
    let index = Index::new(&snapshot);
    let traced = match trace(&index, &asked) {
        Ok(traced) => traced,
        // What is not in a list that was not answered in full may be there all the same.
        Err(error @ (TraceError::NoSuch(_) | TraceError::NoClient(_))) if !is_all_seen(&index) => {
            tracing::error!("{error}; it may be in a list that was not answered in full");
            return Ok(Exit::Incomplete);
        }
        Err(error) => return Err(Trouble::usage(error)),
    };
    output::each(&args.output, |output, out| match output.format {
        Format::Json => report::trace::json::render(&traced, out),
        // The others are refused before the crawl.
        Format::Text | Format::Csv | Format::Sarif => {
            let flow = report::trace::text::Flow {
                protocol: asked.protocol,
                port: has_ports(asked.protocol).then_some(asked.port),
            };
            report::trace::text::render(&traced, flow, output::look(output, arguments), out)
        }
    })?;
    let mode: report::Incomplete = args.incomplete.into();
    let incomplete = traced.names.iter().any(|name| mode.counts(&name.gaps))
        || traced.answers.iter().any(|session| mode.counts(&session.gaps()));
    Ok(Exit::of(false, incomplete))
}

/// Whether every list that a thing may be named in was answered in full.
fn is_all_seen(index: &Index<'_>) -> bool {
    [Collection::NetworkInterfaces, Collection::Subnets].into_iter().all(|list| paths::is_answered(index, list))
}

fn has_ports(protocol: u8) -> bool {
    protocol == TCP || protocol == UDP
}

/// What is asked, once its parts fit each other.
fn asked(args: &TraceArgs) -> Result<Asked, Trouble> {
    if args.port.is_some() && !has_ports(args.protocol) {
        return Err(Trouble::usage("only tcp and udp have ports; leave `--port` out"));
    }
    let family = args.family.map(Family::from);
    let to = args.to.parse::<IpAddr>().ok();
    let from = match &args.from {
        Source::Address(address) => Some(*address),
        Source::Named(_) | Source::Internet => None,
    };
    let families = [family, from.map(family_of), to.map(family_of)];
    let mut told = families.into_iter().flatten();
    let first = told.next();
    if told.any(|other| Some(other) != first) {
        return Err(Trouble::usage(
            "`--from`, `--to` and `--family` are of different families of addresses; name one family",
        ));
    }
    Ok(Asked {
        from: args.from.clone(),
        to: args.to.clone(),
        protocol: args.protocol,
        port: args.port.unwrap_or(HTTPS),
        family: first,
    })
}

fn family_of(address: IpAddr) -> Family {
    match address {
        IpAddr::V4(_) => Family::Ipv4,
        IpAddr::V6(_) => Family::Ipv6,
    }
}
