//! byway's tests, one binary. Each module mirrors a room and gives its trials; a trial's name is a sentence.

mod policy;

fn main() {
    let arguments = libtest_mimic::Arguments::from_args();
    let mut trials = Vec::new();
    trials.extend(policy::tests());
    libtest_mimic::run(&arguments, trials).exit();
}
