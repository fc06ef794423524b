//! The command line: arguments parsed at the door, one file per command, and the exit code.

mod args;
mod audit;
mod collect;
mod exit;
mod facts;
#[cfg(feature = "live")]
mod interrupt;
#[cfg(feature = "live")]
mod live;
mod output;
mod paths;
#[cfg(feature = "live")]
mod permissions;
#[cfg(feature = "live")]
mod plan;
mod policies;
#[cfg(feature = "live")]
mod preflight;
#[cfg(feature = "live")]
mod purpose;
mod selection;
mod source;
mod telemetry;
mod trace;

pub use exit::Exit;

use crate::policy::{FolderError, LoadErrors};
use crate::report::plain;
use clap::Parser;
use clap::error::ErrorKind;
use std::error::Error;
use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;
use telemetry::LogFormat;

/// Runs the command line and returns the exit code. Prints errors, each once, on stderr.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match args::Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            return match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                    // Where stdout is gone there is nobody left to tell.
                    let _ = error.print();
                    Exit::Clean.into()
                }
                ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                    let _ = error.print();
                    Exit::Usage.into()
                }
                _ => {
                    tell(&misuse(&error), LogFormat::Text);
                    Exit::Usage.into()
                }
            };
        }
    };
    telemetry::init(arguments.verbose, arguments.quiet, arguments.log_format, arguments.color.on_stderr());
    let done = match &arguments.command {
        args::Command::Audit(audit) => audit::run(audit, &arguments),
        args::Command::Collect(collect) => collect::run(collect, &arguments),
        args::Command::Facts(facts) => facts::run(facts, &arguments),
        #[cfg(feature = "live")]
        args::Command::Plan(plan) => plan::run(plan),
        #[cfg(feature = "live")]
        args::Command::Permissions(permissions) => permissions::run(permissions),
        #[cfg(feature = "live")]
        args::Command::Preflight(preflight) => preflight::run(preflight),
        args::Command::Paths(paths) => paths::run(paths, &arguments),
        args::Command::Trace(trace) => trace::run(trace, &arguments),
        args::Command::Policies(policies) => policies::run(policies, &arguments),
    };
    match done {
        Ok(exit) => exit.into(),
        // The reader has seen what it wanted, as `| head` does.
        Err(Trouble::BrokenPipe) => Exit::Clean.into(),
        Err(Trouble::Usage(error)) => {
            complain(error.as_ref(), arguments.log_format);
            Exit::Usage.into()
        }
        Err(Trouble::Fatal(error)) => {
            complain(error.as_ref(), arguments.log_format);
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

/// The error and its causes, once, on one line; mistakes in policies have a line each.
fn complain(error: &(dyn Error + 'static), format: LogFormat) {
    let mistakes = error.downcast_ref::<LoadErrors>().or_else(|| match error.downcast_ref::<FolderError>()? {
        FolderError::Load(mistakes) => Some(mistakes),
        FolderError::Read { .. } | FolderError::Empty { .. } => None,
    });
    if let Some(mistakes) = mistakes {
        for mistake in mistakes.iter() {
            tell(&mistake.to_string(), format);
        }
        return;
    }
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
    tell(&told, format);
}

/// An error on stderr, on one line. It may quote hostile text: control characters are shown, and a line feed makes no
/// second error. A closed stderr is no reason to fail otherwise than with the exit code.
fn tell(error: &str, format: LogFormat) {
    let line = plain::line(error.trim_end());
    match format {
        LogFormat::Json if tracing::enabled!(tracing::Level::ERROR) => tracing::error!("{line}"),
        LogFormat::Json | LogFormat::Text => {
            let _ = writeln!(std::io::stderr(), "error: {line}");
        }
    }
}

/// What is wrong with the arguments, on one line: the parser's own words without its page of usage.
fn misuse(error: &clap::Error) -> String {
    let page = error.render().to_string();
    let mut told = String::new();
    for line in page.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if line.starts_with("Usage:") || line.starts_with("For more information") {
            break;
        }
        if !told.is_empty() {
            told.push_str(if line.starts_with("tip:") { "; " } else { " " });
        }
        told.push_str(line.strip_prefix("error: ").unwrap_or(line));
    }
    match error.kind() {
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand | ErrorKind::MissingRequiredArgument => {
            format!("{told}; see `--help`")
        }
        _ => told,
    }
}
