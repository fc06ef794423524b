//! The command line: arguments parsed at the door, one file per command, and the exit code.

mod args;
mod audit;
mod collect;
mod exit;
#[cfg(feature = "live")]
mod live;
mod output;
mod policies;
mod source;
mod telemetry;

pub use exit::Exit;

use clap::Parser;
use clap::error::ErrorKind;
use std::error::Error;
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the command line and returns the exit code. Prints errors, each once, on stderr.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match args::Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Where stdout or stderr is gone there is nobody left to tell.
            let _ = error.print();
            return match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Exit::Clean.into(),
                _ => Exit::Usage.into(),
            };
        }
    };
    telemetry::init(arguments.verbose, arguments.quiet, arguments.log_format, arguments.color.on_stderr());
    let done = match &arguments.command {
        args::Command::Audit(audit) => audit::run(audit, &arguments),
        args::Command::Collect(collect) => collect::run(collect, &arguments),
        args::Command::Policies(policies) => policies::run(policies, &arguments),
    };
    match done {
        Ok(exit) => exit.into(),
        // The reader has seen what it wanted, as `| head` does.
        Err(Trouble::BrokenPipe) => Exit::Clean.into(),
        Err(Trouble::Usage(error)) => {
            complain(error.as_ref());
            Exit::Usage.into()
        }
        Err(Trouble::Fatal(error)) => {
            complain(error.as_ref());
            Exit::Fatal.into()
        }
    }
}

/// Why a command could not do its work.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The user's: a wrong option, policy, configuration or file.
    Usage(Box<dyn Error>),
    /// No credentials, the wrong account, nothing seen, or our own fault.
    Fatal(Box<dyn Error>),
    /// Whoever read our output has gone.
    BrokenPipe,
}

impl Trouble {
    /// A mistake of the user's.
    pub(crate) fn usage(error: impl Into<Box<dyn Error>>) -> Self {
        Self::Usage(error.into())
    }

    /// Something that stops the run.
    pub(crate) fn fatal(error: impl Into<Box<dyn Error>>) -> Self {
        Self::Fatal(error.into())
    }
}

/// The error and its causes, once: a line, or a line each for several mistakes of one kind. Causes may quote hostile
/// text, so control characters are shown.
fn complain(error: &dyn Error) {
    let mut told = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let said = error.to_string();
        if !told.contains(&said) {
            told.push_str(": ");
            told.push_str(&said);
        }
        cause = error.source();
    }
    for line in crate::report::plain::lines(&told) {
        eprintln!("error: {line}");
    }
}
