//! x
pub fn run_if_asked() -> Option<std::process::ExitCode> { None }
