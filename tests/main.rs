//! The tests of byway, one binary.

mod report;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = libtest_mimic::Arguments::from_args();
    let mut tests = Vec::new();
    tests.extend(report::tests());
    libtest_mimic::run(&arguments, tests).exit_code()
}
