//! A trace, as text or JSON.

pub mod json;
pub mod text;
