//! Policies: the judgements, one file each.

mod words;

pub use words::Words;
