//! The one integration-test binary: its modules mirror the rooms.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

/// Trials of functions without arguments, named for the module and the sentence.
macro_rules! trials {
    ($($name:ident),* $(,)?) => {
        vec![$(libtest_mimic::Trial::test(
            concat!(module_path!(), "::", stringify!($name)).trim_start_matches("it::"),
            || { $name(); Ok(()) },
        )),*]
    };
}
use trials;

mod cli;
#[cfg(feature = "live")]
mod collect;
#[cfg(feature = "live")]
mod e2e;
mod facts;
mod fixtures;
mod house;
mod network;
mod policy;
mod report;
mod snapshot;
mod support;
#[cfg(feature = "live")]
mod target;
mod worlds;

use std::process::ExitCode;

fn main() -> ExitCode {
    #[cfg(feature = "live")]
    if let Some(code) = target::child::run_if_asked() {
        return code;
    }
    let arguments = libtest_mimic::Arguments::from_args();
    let mut tests = Vec::new();
    tests.extend(cli::tests());
    tests.extend(facts::tests());
    tests.extend(fixtures::tests());
    tests.extend(house::tests());
    tests.extend(network::tests());
    tests.extend(policy::tests());
    tests.extend(report::tests());
    tests.extend(snapshot::tests());
    tests.extend(worlds::tests());
    #[cfg(feature = "live")]
    tests.extend(collect::tests());
    #[cfg(feature = "live")]
    tests.extend(e2e::tests());
    tests.extend(support::tests());
    #[cfg(feature = "live")]
    tests.extend(target::tests());
    tests.sort_by(|one, other| one.name().cmp(other.name()));
    libtest_mimic::run(&arguments, tests).exit_code()
}
