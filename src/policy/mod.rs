//! Policies: files that say in words and in a condition what is wrong, checked when they load, judged over an index.
//!
//! Owns the policy file ([`from_text`], [`from_folder`], [`bundled()`]), conditions and templates, the judging of
//! policies ([`judge()`]) and the running of their cases ([`suite`]). Reasoning about networks is none of its business:
//! that is in the facts. `policies/README.md` describes the language.

mod bundled;
mod case;
mod expression;
mod fault;
mod judge;
mod load;
mod loaded;
mod prose;
mod reference;
mod setting;
mod sight;
pub mod suite;
mod template;
mod unknown;
mod words;

pub use bundled::{bundled, files};
pub use case::{Case, Expectation, missing_cases, subject_of};
pub use expression::{FUNCTIONS, Function, Takes};
pub(crate) use fault::nearest;
pub use fault::{LoadError, LoadErrors};
pub use judge::{Judgement, judge};
pub use load::{FILE_BYTES, FolderError, Language, Origin, from_folder, from_text, join};
pub(crate) use loaded::Fail;
pub use loaded::Policy;
pub use reference::reference;
pub use setting::{OptionError, Setting, Worth};
pub(crate) use sight::{hidden_regions, is_anothers};
pub use words::Words;
