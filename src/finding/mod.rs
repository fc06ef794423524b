//! What byway says: verdicts, evidence, paths, findings. Values at rest; nothing here decides.

mod document;
mod egress;
mod evidence;
#[expect(clippy::module_inception, reason = "the room is named for the noun it exists for")]
mod finding;
mod fingerprint;
mod path;
mod session;
mod severity;
mod subject;
mod verdict;

pub use document::{Document, Documents};
pub use egress::{Client, Disposition, Egress, Family, Hop, Part, Trace, Via};
pub use evidence::Evidence;
pub use finding::{Finding, Fix, Waiver};
pub use fingerprint::Fingerprint;
pub use path::PathRow;
pub use session::{Better, Leg, Named, Session, Traced};
pub use severity::{Confidence, Severity, WordError};
pub use subject::{Scope, Subject};
pub use verdict::Verdict;
