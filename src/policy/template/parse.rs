//! From a template's text to its pieces, every name and type checked.

use super::super::expression::{Names, Node, Uses, a};
use super::super::fault::Fault;
use super::{Hole, Piece, Purpose, Template};
use crate::facts::{Fact, Type};

/// One step of a path: a name and where it stands.
struct Step<'t> {
    name: &'t str,
    at: usize,
}

/// Splits `a.b.c` that begins at `at`.
fn steps(path: &str, at: usize) -> Result<Vec<Step<'_>>, Fault> {
    let mut begins = at;
    let mut found = Vec::new();
    for name in path.split('.') {
        let first = name.chars().next();
        let is_name = first.is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
            && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_');
        if !is_name {
            return Err(Fault::hinted(
                begins,
                format!("`{}` is not the path of a fact", path.escape_debug()),
                "write `thing.fact`; double the brace to have one printed",
            ));
        }
        found.push(Step { name, at: begins });
        begins += name.len() + 1;
    }
    Ok(found)
}

/// A path's facts, from the thing walked on; `through_lists` lets a path go on in every element of a list of things.
pub(super) fn facts(
    path: &str,
    at: usize,
    names: &Names<'_>,
    through_lists: bool,
) -> Result<Vec<(&'static Fact, usize)>, Fault> {
    let mut steps = steps(path, at)?.into_iter();
    let mut kind = Type::Thing(names.subject);
    match steps.next() {
        Some(first) if first.name == names.subject.name() => {}
        Some(first) => return Err(names.unknown_name(first.at, first.name, &[])),
        None => {}
    }
    let mut found = Vec::new();
    for Step { name, at } in steps {
        if let (Type::List(of), true) = (kind, through_lists) {
            kind = *of;
        }
        let fact = names.fact_of(kind, name).map_err(|fault| Fault { at, ..fault })?;
        kind = fact.kind;
        found.push((fact, at));
    }
    Ok(found)
}

fn hole(path: &str, at: usize, purpose: Purpose, names: &Names<'_>, uses: &mut Uses) -> Result<Hole, Fault> {
    if let Some(option) = path.strip_prefix("option.") {
        if purpose == Purpose::Key {
            return Err(Fault::hinted(
                at,
                "`key` cannot hold an option",
                "use facts marked identity: a fingerprint never changes",
            ));
        }
        let (place, kind) = names.setting(option).map_err(|fault| Fault { at: at + "option.".len(), ..fault })?;
        fits(path, at, kind, purpose)?;
        return Ok(Hole { path: path.to_owned(), node: Node::Setting(place), kind });
    }
    let facts = facts(path, at, names, false)?;
    let mut node = Node::Slot(0);
    let mut kind = Type::Thing(names.subject);
    for (fact, at) in facts {
        if purpose == Purpose::Key && !fact.identity {
            return Err(Fault::hinted(
                at,
                format!("`{}` does not identify a {} and cannot stand in `key`", fact.name, fact.noun.name()),
                "use facts marked identity: a fingerprint never changes",
            ));
        }
        uses.facts.push(fact);
        node = Node::Fact(Box::new(node), fact);
        kind = fact.kind;
    }
    fits(path, at, kind, purpose)?;
    Ok(Hole { path: path.to_owned(), node, kind })
}

/// Whether a value of a type may stand in a template.
fn fits(path: &str, at: usize, kind: Type, purpose: Purpose) -> Result<(), Fault> {
    match purpose {
        Purpose::Words => match kind {
            Type::Bool | Type::Number | Type::Text | Type::Id | Type::Cidr | Type::Arn | Type::Region => Ok(()),
            Type::List(of) => match of {
                Type::Bool | Type::Number | Type::Text | Type::Id | Type::Cidr | Type::Arn | Type::Region => Ok(()),
                Type::Trace | Type::List(_) | Type::Thing(_) => Err(unprintable(path, at, kind)),
            },
            Type::Trace | Type::Thing(_) => Err(unprintable(path, at, kind)),
        },
        Purpose::Key => match kind {
            Type::Bool | Type::Number | Type::Text | Type::Id | Type::Cidr | Type::Arn | Type::Region => Ok(()),
            Type::Trace | Type::List(_) | Type::Thing(_) => Err(unprintable(path, at, kind)),
        },
        Purpose::Command if kind.fits_command() => Ok(()),
        Purpose::Command => Err(Fault::hinted(
            at,
            format!("`{path}` is {} and cannot stand in a command", a(kind)),
            "only ids, CIDR blocks, ARNs, Regions and numbers can: names and tags are other people's text",
        )),
    }
}

fn unprintable(path: &str, at: usize, kind: Type) -> Fault {
    Fault::hinted(at, format!("`{path}` is {} and cannot be printed here", a(kind)), "name one of its facts")
}

pub(super) fn template(text: &str, purpose: Purpose, names: &Names<'_>) -> Result<Template, Fault> {
    let mut pieces = Vec::new();
    let mut words = String::new();
    let mut uses = Uses::default();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("{{") || rest.starts_with("}}") {
            words.extend(rest.chars().next());
            at += 2;
        } else if let Some(inside) = rest.strip_prefix('{') {
            let Some(length) = inside.find(['}', '\n']).filter(|end| inside[*end..].starts_with('}')) else {
                return Err(Fault::hinted(at, "this brace is not closed", "add a `}`, or write `{{` for a brace"));
            };
            let path = inside.get(..length).unwrap_or_default();
            if !words.is_empty() {
                pieces.push(Piece::Words(std::mem::take(&mut words)));
            }
            pieces.push(Piece::Hole(hole(path, at + 1, purpose, names, &mut uses)?));
            at += length + 2;
        } else if rest.starts_with('}') {
            return Err(Fault::hinted(at, "this brace closes nothing", "write `}}` for a brace"));
        } else {
            let length = rest.find(['{', '}']).unwrap_or(rest.len());
            words.push_str(rest.get(..length).unwrap_or_default());
            at += length;
        }
    }
    if !words.is_empty() {
        pieces.push(Piece::Words(words));
    }
    let template = Template { pieces, uses };
    if purpose == Purpose::Command {
        super::command::check(text, &template)?;
    }
    Ok(template)
}
