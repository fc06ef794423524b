//! The vocabulary: every fact that a policy can ask, one file per subject, each a table of facts.
//!
//! A fact has a name, a type, one sentence of documentation, the collections it needs and a function. Reasoning lives
//! here, once, with its own tests; policies only ask.

#[macro_use]
mod fact;
mod aws_suffix;
mod egress;
mod endpoint;
mod group;
mod port;
mod route;
mod route_table;
mod service;
mod subnet;
mod thing;
mod value;
mod vpc;
mod walk;
mod zone;

pub use fact::{Fact, Shows, Vocabulary, vocabulary};
pub use thing::{Noun, Thing};
pub use value::{Type, Value};
pub use walk::{Stop, Walk, walk, walks};

static TABLES: &[&[Fact]] = &[
    vpc::FACTS,
    subnet::FACTS,
    route_table::FACTS,
    route::FACTS,
    endpoint::FACTS,
    group::FACTS,
    zone::FACTS,
    service::FACTS,
    egress::FACTS,
];
