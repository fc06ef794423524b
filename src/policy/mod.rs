//! Policies.
mod words;
pub use words::Words;
