//! The room `policy`, tested with a vocabulary of its own: the engine knows no particular fact.

#![expect(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test that goes wrong should stop there")]

mod bundled;
mod differential;
mod folder;
mod judging;
mod kleene;
mod loading;
mod random;
mod refusal;
mod soup;
mod suite;
mod template;
mod vocabulary;

use libtest_mimic::{Failed, Trial};

/// Every trial of the room.
pub fn tests() -> Vec<Trial> {
    let mut trials = Vec::new();
    trials.extend(bundled::tests());
    trials.extend(differential::tests());
    trials.extend(folder::tests());
    trials.extend(judging::tests());
    trials.extend(kleene::tests());
    trials.extend(loading::tests());
    trials.extend(refusal::tests());
    trials.extend(soup::tests());
    trials.extend(suite::tests());
    trials.extend(template::tests());
    trials
}

/// A trial that holds unless it panics or fails.
pub fn holds(name: &str, test: impl FnOnce() -> Result<(), Failed> + Send + 'static) -> Trial {
    Trial::test(format!("policy: {name}"), test)
}
