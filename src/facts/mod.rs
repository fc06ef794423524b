//! The vocabulary: every fact that a policy can ask, one file per subject, each a table of facts.
//!
//! A fact has a name, a type, one sentence of documentation, the collections it needs and a function. Reasoning lives
//! here, once, with its own tests; policies only ask.

mod fact;
mod thing;
mod value;
mod walk;

pub use fact::{Fact, Shows, Vocabulary, vocabulary};
pub use thing::{Noun, Thing};
pub use value::{Type, Value};
pub use walk::{Stop, Walk, walk, walks};

static TABLES: &[&[Fact]] = &[];
static WALKS: &[Walk] = &[];
