//! What a fact is, and the table of all of them.

use super::{Noun, Thing, Type, Value};
use crate::finding::Evidence;
use crate::network::Index;
use crate::snapshot::{Answer, Collection, Gap};

/// How a fact is shown as evidence.
#[derive(Clone, Copy)]
pub enum Shows {
    /// It cannot be shown; the policy's evidence needs other facts.
    Nothing,
    /// As a member of the thing's own description, by RFC 6901 pointer.
    Member(&'static str),
    /// As members of other things' descriptions.
    Derived(for<'i> fn(&'i Index<'i>, Thing<'i>) -> Vec<Evidence>),
}

/// One fact of one noun.
pub struct Fact {
    /// The noun it is a fact of.
    pub noun: Noun,
    /// Its name, as policies write it.
    pub name: &'static str,
    /// Its type.
    pub kind: Type,
    /// One sentence: what it is, units and exceptions included.
    pub doc: &'static str,
    /// Whether it identifies the thing and never changes for it, so that `key` may use it.
    pub identity: bool,
    /// The collections it reads.
    pub needs: &'static [Collection],
    /// Reads it.
    pub read: for<'i> fn(&'i Index<'i>, Thing<'i>) -> Answer<Value<'i>>,
    /// How it is shown as evidence.
    pub shows: Shows,
}

/// Every fact there is.
#[derive(Clone, Copy)]
pub struct Vocabulary {
    tables: &'static [&'static [Fact]],
}

/// The vocabulary.
pub fn vocabulary() -> Vocabulary {
    Vocabulary { tables: super::TABLES }
}

impl Vocabulary {
    /// A vocabulary of other tables, for tests of what works with any.
    pub const fn of(tables: &'static [&'static [Fact]]) -> Self {
        Self { tables }
    }

    /// Every fact, by noun in the order of the tables.
    pub fn facts(&self) -> impl Iterator<Item = &'static Fact> + use<> {
        self.tables.iter().flat_map(|table| table.iter())
    }

    /// The fact of a noun by name.
    pub fn find(&self, noun: Noun, name: &str) -> Option<&'static Fact> {
        self.facts().find(|fact| fact.noun == noun && fact.name == name)
    }

    /// The names of a noun's facts, for suggestions.
    pub fn names(&self, noun: Noun) -> Vec<&'static str> {
        self.facts().filter(|fact| fact.noun == noun).map(|fact| fact.name).collect()
    }
}

/// The answer of a fact asked of a thing of another noun, which the checker of policies rules out.
pub(super) fn misasked<'i>() -> Answer<Value<'i>> {
    Answer::unknown(Gap::NotModelled { what: "a fact of another kind of thing".to_owned() })
}

/// One row of a table of facts. `identity` and `shows` default to no; `needs` may be the name of a constant.
macro_rules! fact {
    (
        $noun:ident . $name:literal : $kind:expr, $doc:literal,
        needs: $needs:tt $(, identity: $identity:literal)? $(, shows: $shows:expr)?,
        |$index:pat_param, $thing:pat_param| $body:expr
    ) => {
        $crate::facts::Fact {
            noun: $crate::facts::Noun::$noun,
            name: $name,
            kind: $kind,
            doc: $doc,
            identity: false $(|| $identity)?,
            needs: fact!(@needs $needs),
            shows: fact!(@shows $($shows)?),
            read: {
                fn read<'i>(
                    $index: &'i $crate::network::Index<'i>,
                    thing: $crate::facts::Thing<'i>,
                ) -> $crate::snapshot::Answer<$crate::facts::Value<'i>> {
                    let $thing = thing else { return $crate::facts::fact::misasked() };
                    $body
                }
                read
            },
        }
    };
    (@needs [$($need:ident),*]) => { &[$($crate::snapshot::Collection::$need),*] };
    (@needs $needs:ident) => { $needs };
    (@shows) => { $crate::facts::Shows::Nothing };
    (@shows $shows:expr) => { $shows };
}

impl std::fmt::Debug for Fact {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}.{}: {}", self.noun.name(), self.name, self.kind)
    }
}
