//! `byway facts`: what there is to know of every resource, and of what cannot be known, why.

mod json;
mod survey;
mod text;

use super::args::{Arguments, FactsArgs};
use super::output::{self, Format, Output};
use super::{Exit, Trouble, collect, source};
use crate::facts::{Fact, Noun, vocabulary, walks};
use crate::network::Index;
use crate::policy::nearest;
use crate::snapshot::{Collection, Gap, Gaps};
use std::collections::BTreeSet;
use survey::Survey;

/// Reads or crawls, and tells.
pub(super) fn run(args: &FactsArgs, arguments: &Arguments) -> Result<Exit, Trouble> {
    output::check(&args.output, &Format::ALL)?;
    if args.output.iter().any(|output| matches!(output.format, Format::Sarif | Format::Csv)) {
        return Err(Trouble::usage(
            "facts are written as text or json; SARIF holds findings, which `byway audit` writes",
        ));
    }
    let facts = chosen(&args.fact)?;
    let snapshot = source::snapshot(&args.source, &needs(&facts), arguments)?;
    let index = Index::new(&snapshot);
    let survey = Survey::new(&index, &facts, &args.resource);
    if let Some(id) = survey.not_found() {
        return Err(Trouble::usage(format!(
            "`{id}` is no resource that was seen; `byway facts` without it lists them"
        )));
    }
    let standard = Output { format: Format::Text, file: None };
    let mut outputs: Vec<&Output> = args.output.iter().chain(args.output.is_empty().then_some(&standard)).collect();
    outputs.sort_by_key(|output| output.file.is_none());
    let (mut incomplete, missing) = (false, survey.is_missing());
    for output in outputs {
        let colour = output.file.is_none() && arguments.color.on_stdout();
        let fill = |out: &mut dyn std::io::Write| {
            incomplete = match output.format {
                Format::Text => text::render(&survey, colour, out)?,
                Format::Json | Format::Sarif | Format::Csv => json::render(&survey, out)?,
            };
            Ok(())
        };
        match &output.file {
            Some(path) => output::stream_to_file(path, fill)?,
            None => output::stream_to_stdout(fill)?,
        }
    }
    let fatal = collect::exit(&snapshot) == Exit::Fatal;
    Ok(if fatal { Exit::Fatal } else { Exit::of(false, incomplete || missing) })
}

/// The facts of these names, all if none is named.
fn chosen(names: &[String]) -> Result<Vec<&'static Fact>, Trouble> {
    let full = |fact: &Fact| format!("{}.{}", fact.noun.name(), fact.name);
    for name in names {
        if vocabulary().facts().any(|fact| fact.name == name || full(fact) == *name) {
            continue;
        }
        let known: BTreeSet<String> =
            vocabulary().facts().flat_map(|fact| [fact.name.to_owned(), full(fact)]).collect();
        let hint = nearest(name, known.iter().map(String::as_str));
        let hint = hint.unwrap_or_else(|| "policies/README.md lists the facts".to_owned());
        return Err(Trouble::usage(format!("no fact is called `{name}`; {hint}")));
    }
    let is_named = |fact: &Fact| names.iter().any(|name| fact.name == name || full(fact) == *name);
    Ok(vocabulary().facts().filter(|fact| names.is_empty() || is_named(fact)).collect())
}

/// What the facts rest on, and the walks that lead to their things.
fn needs(facts: &[&Fact]) -> BTreeSet<Collection> {
    let nouns: BTreeSet<Noun> = facts.iter().map(|fact| fact.noun).collect();
    let walks = walks().iter().filter(|walk| nouns.contains(&walk.noun)).flat_map(|walk| walk.needs);
    let facts = facts.iter().flat_map(|fact| fact.needs);
    walks.chain(facts).copied().chain([Collection::Regions]).collect()
}

/// Whether some reason is a question that should have been answered and was not.
fn is_incomplete(gaps: &Gaps) -> bool {
    gaps.iter().any(|gap| match gap {
        Gap::NotSeen(record) => record.outcome.is_incomplete_run(),
        Gap::Foreign { .. }
        | Gap::Unrecognised { .. }
        | Gap::Malformed { .. }
        | Gap::Ambiguous { .. }
        | Gap::NotModelled { .. } => false,
    })
}
