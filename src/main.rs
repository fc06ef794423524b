//! The `byway` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    byway::cli::run(std::env::args_os())
}
