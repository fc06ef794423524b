//! The one integration test binary. Each room has its folder, each folder its list of tests.

#[cfg(feature = "live")]
mod collect;
#[cfg(feature = "live")]
mod support;
#[cfg(feature = "live")]
mod target;

use libtest_mimic::{Arguments, Trial};
use std::process::ExitCode;

fn main() -> ExitCode {
    #[cfg(feature = "live")]
    if let Some(code) = target::child::run_if_asked() {
        return code;
    }
    let arguments = Arguments::from_args();
    let mut tests: Vec<Trial> = Vec::new();
    #[cfg(feature = "live")]
    tests.extend(collect::tests());
    #[cfg(feature = "live")]
    tests.extend(support::tests());
    #[cfg(feature = "live")]
    tests.extend(target::tests());
    tests.sort_by(|one, other| one.name().cmp(other.name()));
    libtest_mimic::run(&arguments, tests).exit_code()
}
