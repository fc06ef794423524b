//! The one integration-test binary: its modules mirror the rooms.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

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

mod network;

fn main() {
    let arguments = libtest_mimic::Arguments::from_args();
    let tests = [network::tests()].into_iter().flatten().collect();
    libtest_mimic::run(&arguments, tests).exit();
}
