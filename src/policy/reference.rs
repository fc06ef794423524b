//! The reference part of `policies/README.md`, made from the tables themselves.

use super::expression::{BYTES, FUNCTIONS, LEVELS, NESTED, STEPS};
use super::load::{FILE_BYTES, Language};
use crate::facts::{Fact, Noun, Shows};
use crate::snapshot::Collection;
use std::fmt::Write;

/// The walks, facts and functions as Markdown.
pub fn reference(language: Language) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write(&mut out, language);
    out
}

fn write(out: &mut String, language: Language) -> std::fmt::Result {
    writeln!(out, "### Walks\n")?;
    writeln!(out, "| `each` | walks a | which | reads |\n|---|---|---|---|")?;
    for walk in language.walks {
        writeln!(out, "| `{}` | `{}` | {} | {} |", walk.name, walk.noun.name(), cell(walk.doc), needs(walk.needs))?;
    }
    for noun in Noun::ALL {
        let facts: Vec<&Fact> = language.vocabulary.facts().filter(|fact| fact.noun == noun).collect();
        if facts.is_empty() {
            continue;
        }
        writeln!(out, "\n### Facts of `{}`\n", noun.name())?;
        writeln!(out, "| fact | type | what it is | identity | `show` | reads |\n|---|---|---|---|---|---|")?;
        for Fact { noun: _, name, kind, doc, identity, needs: reads, read: _, shows } in facts {
            let identity = if *identity { "yes" } else { "" };
            let shown = match shows {
                Shows::Nothing => "",
                Shows::Member(_) | Shows::Derived(_) => "yes",
            };
            writeln!(out, "| `{name}` | {kind} | {} | {identity} | {shown} | {} |", cell(doc), needs(reads))?;
        }
    }
    writeln!(out, "\n### Functions\n")?;
    writeln!(out, "| function | gives | what it does |\n|---|---|---|")?;
    for function in FUNCTIONS {
        let also =
            if function.plain { format!(" or `{}({})`", function.name, function.on.as_str()) } else { String::new() };
        writeln!(out, "| `{}`{also} | {} | {} |", function.usage(), function.gives, cell(function.doc))?;
    }
    writeln!(out, "\n### Bounds\n")?;
    writeln!(out, "| what | at most |\n|---|---|")?;
    writeln!(out, "| bytes of a file | {FILE_BYTES} |")?;
    writeln!(out, "| bytes of a condition | {BYTES} |")?;
    writeln!(out, "| levels of a condition | {LEVELS} |")?;
    writeln!(out, "| `exists` and `all` inside one another | {NESTED} |")?;
    writeln!(out, "| steps of one evaluation | {STEPS} |")
}

/// Text that cannot end a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn needs(collections: &[Collection]) -> String {
    let names: Vec<String> = collections
        .iter()
        .map(|collection| collection.operation().replace("ec2:", "").replace("route53:", ""))
        .collect();
    names.join(", ")
}
