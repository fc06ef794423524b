//! Calls that byway's conditions do not have, refused by name.

use super::super::fault::{Fault, nearest};
use super::function::{FUNCTIONS, Function, Takes};
use super::names::a;
use super::token::foreign;
use crate::facts::Type;
use cel::common::ast::operators;

/// The fault for an argument of the wrong type.
pub(super) fn misfit(at: usize, function: &Function, takes: Takes, kind: Type) -> Fault {
    let hint = match (function.name, takes) {
        ("contains", Takes::Text) if matches!(kind, Type::List(_)) => {
            "to look for an element of a list, use `in`".into()
        }
        _ => format!("write `{}`", function.usage()),
    };
    Fault::hinted(at, format!("`{}` needs a {} here and this is {}", function.name, takes.as_str(), a(kind)), hint)
}

/// What CEL has and byway has not, refused by name; and what neither has.
pub(super) fn no_function(at: usize, token: usize, name: &str) -> Fault {
    match name {
        operators::ADD | operators::SUBSTRACT | operators::MULTIPLY | operators::DIVIDE | operators::MODULO => {
            foreign(token, "arithmetic", "compare with a fact or an option")
        }
        operators::NEGATE => foreign(token, "arithmetic (`-`)", "compare with a fact or an option"),
        operators::INDEX | operators::OPT_INDEX => foreign(token, "indexing with `[…]`", "use exists, all or in"),
        operators::OPT_SELECT => foreign(token, "`.?`", "every fact of a thing can be read"),
        "map" | "filter" | "exists_one" | "existsOne" => {
            foreign(at, &format!("`{name}`"), "use exists or all, or ask for a fact")
        }
        "has" => foreign(at, "`has`", "every fact has a value or is unknown"),
        "matches" => foreign(at, "`matches`", "use startsWith, endsWith or contains, or ask for a fact"),
        "bool" | "bytes" | "double" | "duration" | "dyn" | "int" | "string" | "timestamp" | "type" | "uint" => {
            foreign(at, &format!("`{name}`"), "compare values of one type")
        }
        "bind" | "optMap" | "optFlatMap" | "orValue" => foreign(at, &format!("`{name}`"), "ask for a fact"),
        _ => {
            let known = FUNCTIONS.iter().map(|function| function.name).chain([operators::EXISTS, operators::ALL]);
            let hint = nearest(name, known).unwrap_or_else(|| "policies/README.md lists the functions".to_owned());
            Fault::hinted(at, format!("there is no function `{name}`"), hint)
        }
    }
}
