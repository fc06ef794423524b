//! The four verdicts.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What a policy says of one subject. Unknown is a verdict of its own: what could not be seen never passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The defect is there.
    Fail,
    /// It cannot be told; the finding's gaps say why.
    Unknown,
    /// The defect is not there.
    Pass,
    /// The policy does not speak of this subject.
    NotApplicable,
}

impl Verdict {
    /// The word used everywhere.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::Unknown => "unknown",
            Self::Pass => "pass",
            Self::NotApplicable => "not-applicable",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}
