//! What tests share: a runner for the binary, where third-party data lies, an imitation of AWS, and one by others.
#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]
#![cfg_attr(feature = "live", expect(clippy::panic, reason = "a test that cannot be set up has failed"))]

pub mod binary;
#[cfg(feature = "live")]
pub mod emulator;
#[cfg(feature = "live")]
pub mod estate;
pub mod external;
#[cfg(feature = "live")]
pub mod minimum;
#[cfg(feature = "live")]
pub mod moto;
pub mod subnets;

use libtest_mimic::Trial;

pub fn tests() -> Vec<Trial> {
    vec![Trial::test("support: the binary runs in an environment without the user's files", || {
        let output = binary::Binary::new().args(&["--version"]).run();
        if output.status.success() { Ok(()) } else { Err(format!("{output:?}").into()) }
    })]
}
