//! One line on a terminal that says how far a crawl is.

use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::registry::LookupSpan;

/// Counts the spans that `collect` makes: questions begun, ended, and ended without an answer.
pub(super) struct Progress;

#[derive(Debug, PartialEq, Eq)]
struct Line {
    asked: u64,
    ended: u64,
    not_answered: u64,
    shown: bool,
}

/// The terminal has one current line, so the process has one of these.
static LINE: Mutex<Line> = Mutex::new(Line { asked: 0, ended: 0, not_answered: 0, shown: false });

fn line() -> MutexGuard<'static, Line> {
    LINE.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Line {
    fn text(&self) -> String {
        let Self { asked, ended, not_answered, shown: _ } = self;
        let mut text = format!("asking AWS: {ended}/{asked} questions");
        if *not_answered > 0 {
            text += &format!(", {not_answered} not answered");
        }
        text
    }

    fn draw(&mut self) {
        self.shown = true;
        // To the start of the line, the text, and nothing after it.
        let _ = write!(io::stderr(), "\r{}\x1b[K", self.text());
    }

    fn clear(&mut self) {
        if std::mem::take(&mut self.shown) {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

/// Runs `write` with the line out of the way, and puts it back.
pub(super) fn around(write: impl FnOnce()) {
    let mut line = line();
    let shown = line.shown;
    line.clear();
    write();
    if shown {
        line.draw();
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Progress {
    fn on_new_span(&self, span: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        if span.metadata().name() == "question" {
            let mut line = line();
            line.asked += 1;
            line.draw();
        }
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut outcome = OutcomeField(None);
        event.record(&mut outcome);
        if let Some(answered) = outcome.0 {
            let mut line = line();
            line.ended += 1;
            line.not_answered += u64::from(!answered);
            line.draw();
        }
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        if context.span(&id).is_some_and(|span| span.name() == "crawl") {
            line().clear();
        }
    }
}

/// Whether an event's `outcome` is `answered`, if it has one.
struct OutcomeField(Option<bool>);

impl Visit for OutcomeField {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        if field.name() == "outcome" {
            self.0 = Some(format!("{value:?}") == "answered");
        }
    }
}

/// A writer for log lines that keeps clear of the progress line.
pub(super) struct Around;

/// Gathers one log line and writes it in one piece.
pub(super) struct Gathered(Vec<u8>);

impl<'a> MakeWriter<'a> for Around {
    type Writer = Gathered;

    fn make_writer(&'a self) -> Gathered {
        Gathered(Vec::new())
    }
}

impl Write for Gathered {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let bytes = std::mem::take(&mut self.0);
        if !bytes.is_empty() {
            around(|| {
                let _ = io::stderr().write_all(&bytes);
            });
        }
        Ok(())
    }
}

impl Drop for Gathered {
    fn drop(&mut self) {
        let _ = self.flush();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_counts_questions_and_names_the_unanswered_only_when_there_are_any() {
        let mut line = Line { asked: 120, ended: 37, not_answered: 0, shown: false };
        assert_eq!(line.text(), "asking AWS: 37/120 questions");
        line.not_answered = 2;
        assert_eq!(line.text(), "asking AWS: 37/120 questions, 2 not answered");
    }
}
