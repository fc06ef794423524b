//! The report: built once, rendered many ways.
//!
//! Owns what a reader sees: the order of findings, the counts, the decision whether a run failed or is incomplete, and
//! one file per format. Judges nothing and asks AWS nothing. Everything AWS or a user could have put into a name passes
//! [`plain`] before it is shown.
//!
//! | format | file |
//! |---|---|
//! | for a person | [`text`] |
//! | `json-v1` | [`json`], `docs/schemas/json-v1.schema.json` |
//! | SARIF 2.1.0 | [`sarif`] |
//! | `paths-v1`, and the matrix as text and CSV | [`paths`], `docs/schemas/paths-v1.schema.json` |
//! | `trace-v1`, and a trace as text | [`trace`], `docs/schemas/trace-v1.schema.json` |
//! | the documents that SARIF's line numbers point into | [`evidence`] |

pub mod evidence;
mod exit;
pub mod json;
mod model;
mod narrowing;
pub mod paths;
pub mod plain;
pub(crate) mod printer;
pub mod sarif;
mod summary;
pub mod text;
pub mod trace;
mod unanswered;
mod view;

pub use exit::Incomplete;
pub use model::{Audited, Draft, NotSelected, Report};
pub use narrowing::Narrowing;
pub use summary::{Summary, Tally};
