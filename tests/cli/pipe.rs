//! Readers that go away before the end, and disks that are full.

use super::{Ran, test, world};
use crate::support::binary::Binary;
use libtest_mimic::Trial;

pub fn tests() -> Vec<Trial> {
    vec![
        test("a reader that goes away is success and no noise", reader_goes),
        test("a closed stderr changes no exit code", stderr_goes),
        test("a full disk is an error and not a clean run", full),
    ]
}

/// A pipe that nobody reads from any more.
fn gone() -> std::io::PipeWriter {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    writer
}

fn reader_goes() {
    for args in [
        &["audit", "--demo"][..],
        &["audit", "--demo", "--output", "json"],
        &["audit", "--demo", "--output", "sarif"],
        &["collect", "--demo"],
        &["facts", "--demo"],
        &["facts", "--demo", "--output", "json"],
        &["paths", "--demo"],
        &["paths", "--demo", "--output", "json"],
        &["paths", "--demo", "--output", "csv"],
        &["trace", "--demo", "--from", "i-0c0507c81a7f407fe", "--to", "s3"],
        &["policies", "list"],
        &["policies", "list", "--json"],
        &["policies", "show", "route-target-blackhole"],
        &["policies", "test", "route-target-blackhole"],
        &["--help"],
        &["audit", "--help"],
        &["--version"],
    ] {
        let ran = Ran::of(Binary::new().args(args).stdout(gone()).run());
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args:?}");
    }
}

fn stderr_goes() {
    for (args, code) in [
        (&["audit", "--demo", "--policy", "none"][..], 2),
        (&["audit", "--bogus"], 2),
        (&["audit", "--snapshot", "none.json", "--log-format", "json"], 2),
        (&["audit", "--demo", "-vvv"], 1),
        (&["audit", "--snapshot", &world("refused-groups")], 3),
    ] {
        assert_eq!(Ran::of(Binary::new().args(args).stderr(gone()).run()).code, code, "{args:?}");
    }
}

fn full() {
    let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") else { return };
    for args in [&["audit", "--demo"][..], &["policies", "list"], &["collect", "--demo"], &["paths", "--demo"]] {
        let ran = Ran::of(Binary::new().args(args).stdout(full.try_clone().unwrap()).run());
        assert_eq!(ran.code, 5, "{args:?}");
        assert!(ran.line().starts_with("error: cannot write to stdout: "), "{}", ran.err);
    }
}
