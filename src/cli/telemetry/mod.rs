//! What byway says about itself while it works: logs and progress, both on stderr, both fed by the same spans.

mod progress;
mod tally;

use crate::report::plain;
use progress::{Around, Progress};
use std::fmt;
use std::io::{self, IsTerminal, Write};
use tracing::field::Field;
use tracing::level_filters::LevelFilter;
use tracing::{Level, Metadata};
use tracing_subscriber::field::MakeExt;
use tracing_subscriber::filter::{EnvFilter, FilterExt, filter_fn};
use tracing_subscriber::fmt::format::{Writer, debug_fn};
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

/// How log lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// The environment variable that overrides the verbosity, in the syntax of `tracing_subscriber`'s `EnvFilter`.
pub const FILTER_VARIABLE: &str = "BYWAY_LOG";

/// The format chosen, for lines that are no log.
#[cfg(feature = "live")]
static FORMAT: std::sync::OnceLock<LogFormat> = std::sync::OnceLock::new();

/// The target of events that say how far a crawl is.
const PROGRESS: &str = "byway::progress";

/// Starts logs and progress for the whole process; a second call changes nothing.
///
/// Warnings are shown by default, errors alone with `quiet`, what byway does from one `-v`, what it gets from two.
/// Progress is a line on a terminal and events in a log of JSON; nothing in a pipe of text, or with `quiet`.
pub fn init(verbosity: u8, quiet: bool, format: LogFormat, colour: anstream::ColorChoice) {
    #[cfg(feature = "live")]
    FORMAT.get_or_init(|| format);
    let layer = tracing_subscriber::fmt::layer().with_writer(Around);
    let log = match format {
        LogFormat::Text => layer
            .with_ansi(is_coloured(colour))
            .with_target(false)
            .without_time()
            .fmt_fields(debug_fn(harmless).delimited(" "))
            .boxed(),
        LogFormat::Json => layer.json().with_ansi(false).with_span_list(true).map_writer(|_| Escaped::default).boxed(),
    };
    let log = log.with_filter(filter(verbosity, quiet, format).and(filter_fn(shows_no_secret)));
    let draws = format == LogFormat::Text && io::stderr().is_terminal();
    let counts = !quiet && (draws || format == LogFormat::Json);
    let progress = counts.then(|| Progress { draws }.with_filter(filter_fn(is_ours)));
    // Tests and embedders may have set a subscriber of their own, which then stays.
    let _ = tracing_subscriber::registry().with(log).with(progress).try_init();
}

/// Says one line on stderr whatever the verbosity, in the log's format; a closed stderr is no reason to fail.
#[cfg(feature = "live")]
pub fn note(line: &str) {
    let line = match FORMAT.get() {
        Some(LogFormat::Json) => plain::json(
            &serde_json::json!({"level": "INFO", "fields": {"message": line}, "target": "byway"}).to_string(),
        ),
        Some(LogFormat::Text) | None => plain::line(line).into_owned(),
    };
    progress::around(|| {
        let _ = writeln!(io::stderr(), "{line}");
    });
}

/// Says from now on how far the crawl is: a line that is kept true, or an event every few seconds. Aborted by whoever
/// started it.
#[cfg(feature = "live")]
pub fn start() -> tokio::task::JoinHandle<()> {
    const TICK: std::time::Duration = std::time::Duration::from_secs(1);
    const TICKS_AN_EVENT: u64 = 5;
    tokio::spawn(async move {
        for tick in 1_u64.. {
            tokio::time::sleep(TICK).await;
            progress::redraw();
            if tick.is_multiple_of(TICKS_AN_EVENT) {
                say_progress();
            }
        }
    })
}

/// Says that the crawl is over, and how it went.
#[cfg(feature = "live")]
pub fn finish() {
    clear();
    say_progress();
}

/// Leaves the terminal as whoever comes next expects it.
#[cfg(feature = "live")]
pub fn clear() {
    progress::clear();
}

#[cfg(feature = "live")]
fn say_progress() {
    match FORMAT.get() {
        Some(LogFormat::Json) => progress::event(),
        Some(LogFormat::Text) | None => {}
    }
}

/// Stderr for lines of JSON: what would bend a reader's screen is written as JSON's own escapes, and decodes to itself.
#[derive(Default)]
struct Escaped;

impl Write for Escaped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A line comes whole. Bytes that are no text cannot come from JSON; they pass as they are.
        // A closed stderr is no reason to fail.
        let _ = match std::str::from_utf8(bytes) {
            Ok(text) => io::stderr().write_all(plain::json(text).as_bytes()),
            Err(_) => io::stderr().write_all(bytes),
        };
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}

/// A field of a log line. Files, codes and messages are written by strangers, and stderr is a terminal too.
fn harmless(out: &mut Writer<'_>, field: &Field, value: &dyn fmt::Debug) -> fmt::Result {
    let told = format!("{value:?}");
    let told = plain::line(&told);
    if field.name() == "message" { write!(out, "{told}") } else { write!(out, "{}={told}", field.name()) }
}

fn filter(verbosity: u8, quiet: bool, format: LogFormat) -> EnvFilter {
    let default = match (quiet, verbosity) {
        (true, _) => "error",
        // NOTE: where there are no credentials the SDK warns of every source that has none, at length. byway says it
        // in one line, so the SDK's warnings begin with `-vv`.
        (false, 0) => "error,byway=warn",
        (false, 1) => "error,byway=info",
        (false, 2) => "info,byway=debug",
        (false, _) => "debug,byway=trace",
    };
    let default = match format {
        LogFormat::Json if !quiet => format!("{default},{PROGRESS}=info"),
        LogFormat::Json | LogFormat::Text => default.to_owned(),
    };
    match std::env::var(FILTER_VARIABLE) {
        Ok(chosen) if !chosen.trim().is_empty() => EnvFilter::builder().parse_lossy(chosen),
        _ => EnvFilter::builder().with_default_directive(LevelFilter::ERROR.into()).parse_lossy(default),
    }
}

/// The SDK's traces hold requests with their session token; no verbosity may show them.
fn shows_no_secret(event: &Metadata<'_>) -> bool {
    is_ours(event) || *event.level() <= Level::DEBUG
}

fn is_ours(event: &Metadata<'_>) -> bool {
    event.target() == "byway" || event.target().starts_with("byway::")
}

fn is_coloured(choice: anstream::ColorChoice) -> bool {
    match choice {
        anstream::ColorChoice::Always | anstream::ColorChoice::AlwaysAnsi => true,
        anstream::ColorChoice::Never => false,
        anstream::ColorChoice::Auto => anstream::AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never,
    }
}
