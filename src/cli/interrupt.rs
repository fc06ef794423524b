//! Ctrl-C and SIGTERM: the first ends the crawl and keeps what was seen, the second ends the program.

use super::telemetry;
use crate::collect::StopSwitch;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A listener for signals, for as long as the runtime lives.
#[derive(Debug)]
pub(super) struct Listening(Arc<AtomicBool>);

impl Listening {
    /// Says that the crawl is over: there is nothing left to keep, and the next signal ends the program at once. What is
    /// being written then is the old file or the new one all the same.
    pub(super) fn crawl_is_over(&self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// Listens from now on, on the runtime that this is called on.
pub(super) fn listen(switch: StopSwitch) -> Listening {
    let over = Arc::new(AtomicBool::new(false));
    let is_over = Arc::clone(&over);
    tokio::spawn(async move {
        let mut signals = Signals::new();
        loop {
            let code = signals.next().await;
            if is_over.swap(true, Ordering::SeqCst) {
                telemetry::clear();
                // A shell takes 128 and the signal's number for a program that a signal ended.
                std::process::exit(code);
            }
            switch.stop();
            telemetry::note("stopping: what was seen is kept; a second signal, or Ctrl-C, ends byway at once");
        }
    });
    Listening(over)
}

/// What can end a program from outside. Where the system will not say, a signal does what it does without byway.
#[cfg(unix)]
struct Signals {
    terminate: Option<tokio::signal::unix::Signal>,
}

#[cfg(unix)]
impl Signals {
    fn new() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        Self { terminate: signal(SignalKind::terminate()).ok() }
    }

    /// Waits for one, and says the exit code of a program that it ends.
    async fn next(&mut self) -> i32 {
        let terminate = async {
            match &mut self.terminate {
                Some(signal) => _ = signal.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = ctrl_c() => 130,
            () = terminate => 143,
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> Self {
        Self
    }

    async fn next(&mut self) -> i32 {
        ctrl_c().await;
        130
    }
}

async fn ctrl_c() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}
