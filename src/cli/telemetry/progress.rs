//! How far a crawl is: one line on a terminal, or events in a log of JSON.

use super::tally::Tally;
use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::registry::LookupSpan;

/// Counts the spans and events that `collect` makes, and draws the line if there is a terminal for it.
pub(super) struct Progress {
    pub(super) draws: bool,
}

#[derive(Debug)]
struct Line {
    tally: Tally,
    shown: bool,
    drawn: Option<Instant>,
}

/// The terminal has one current line, so the process has one of these.
static LINE: Mutex<Line> = Mutex::new(Line { tally: Tally::new(), shown: false, drawn: None });

/// How often the line is drawn at most: a terminal far away takes every byte of it.
const REDRAW: Duration = Duration::from_millis(100);

fn line() -> MutexGuard<'static, Line> {
    LINE.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Line {
    /// Draws unless that was done a moment ago.
    fn draw_now_and_then(&mut self) {
        if self.drawn.is_none_or(|drawn| drawn.elapsed() >= REDRAW) {
            self.draw();
        }
    }

    fn draw(&mut self) {
        let now = Instant::now();
        (self.shown, self.drawn) = (true, Some(now));
        // To the start of the line; the text, cut where the terminal ends and not wrapped, for what is wrapped cannot be
        // taken back; and nothing after it.
        let _ = write!(io::stderr(), "\r\x1b[?7l{}\x1b[K\x1b[?7h", self.tally.text(now));
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

/// Draws the line anew if it is shown: time goes on where nothing happens.
#[cfg(feature = "live")]
pub(super) fn redraw() {
    let mut line = line();
    if line.shown {
        line.draw();
    }
}

/// Takes the line away for good.
#[cfg(feature = "live")]
pub(super) fn clear() {
    line().clear();
}

/// Says the numbers as an event, for those who read a log of JSON.
#[cfg(feature = "live")]
pub(super) fn event() {
    // Taken out of the lock first: whoever writes the event takes it too.
    let (numbers, left_ms) = {
        let tally = &line().tally;
        let numbers = [
            tally.accounts_done,
            tally.accounts,
            tally.regions.len() as u64,
            tally.questions,
            tally.ended,
            tally.not_answered,
            tally.throttled(),
        ];
        (numbers, u64::try_from(tally.left(Instant::now()).as_millis()).unwrap_or(u64::MAX))
    };
    let [accounts_done, accounts, regions, questions, ended, not_answered, throttles] = numbers;
    tracing::info!(
        target: super::PROGRESS,
        accounts_done, accounts, regions, questions, ended, not_answered, throttles, left_ms, "progress"
    );
}

impl Progress {
    fn count(&self, count: impl FnOnce(&mut Tally)) {
        let mut line = line();
        count(&mut line.tally);
        if self.draws {
            line.draw_now_and_then();
        }
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Progress {
    fn on_new_span(&self, span: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        match span.metadata().name() {
            "question" => {
                let mut fields = Fields::default();
                span.record(&mut fields);
                self.count(|tally| tally.begun(fields.account, fields.region));
            }
            "accounts" => {
                let mut fields = Fields::default();
                span.record(&mut fields);
                self.count(|tally| tally.accounts = fields.of);
            }
            _ => {}
        }
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let Fields { account, region: _, of: _, outcome, left_ms, throttles } = fields;
        if let Some(outcome) = outcome {
            self.count(|tally| {
                tally.ended += 1;
                tally.not_answered += u64::from(outcome != "answered");
            });
        }
        if let (Some(left_ms), Some(throttles)) = (left_ms, throttles) {
            self.count(|tally| {
                tally.until.insert(account.clone(), Instant::now() + Duration::from_millis(left_ms));
                tally.throttles.insert(account, throttles);
            });
        }
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        if context.span(&id).is_some_and(|span| span.name() == "account") {
            self.count(|tally| tally.accounts_done += 1);
        }
    }
}

/// The fields of spans and events that are counted.
#[derive(Debug, Default)]
struct Fields {
    account: String,
    region: String,
    of: u64,
    outcome: Option<String>,
    left_ms: Option<u64>,
    throttles: Option<u64>,
}

impl Visit for Fields {
    fn record_u64(&mut self, field: &Field, value: u64) {
        match field.name() {
            "of" => self.of = value,
            "left_ms" => self.left_ms = Some(value),
            "throttles" => self.throttles = Some(value),
            _ => {}
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "account" => self.account = value.to_owned(),
            "region" => self.region = value.to_owned(),
            "outcome" => self.outcome = Some(value.to_owned()),
            _ => {}
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        if matches!(field.name(), "account" | "region" | "outcome") {
            self.record_str(field, &format!("{value:?}"));
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
