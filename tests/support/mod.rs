//! What tests share: an imitation of AWS, a real imitation of AWS by others, and a runner for the binary.

pub mod binary;
pub mod emulator;
pub mod external;
pub mod moto;

use libtest_mimic::Trial;

pub fn tests() -> Vec<Trial> {
    vec![Trial::test("support: the binary runs in an environment without the user's files", || {
        let output = binary::Binary::new().args(&["--version"]).run();
        if output.status.success() { Ok(()) } else { Err(format!("{output:?}").into()) }
    })]
}
