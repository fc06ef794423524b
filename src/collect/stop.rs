//! Asking to stop.

use tokio::sync::watch;

/// Stops every crawl that holds the [`Stop`] made with it. Dropping it does not.
#[derive(Debug)]
pub struct StopSwitch(watch::Sender<bool>);

/// Whether a crawl was asked to stop.
#[derive(Clone, Debug)]
pub struct Stop(watch::Receiver<bool>);

/// A switch and what it stops.
pub fn stop() -> (StopSwitch, Stop) {
    let (switch, stop) = watch::channel(false);
    (StopSwitch(switch), Stop(stop))
}

impl StopSwitch {
    /// Asks to stop. What was seen is kept; what was not is recorded as cancelled.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Stop {
    /// Whether stopping was asked.
    pub fn is_asked(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until stopping is asked, for ever if it never is.
    pub async fn asked(&self) {
        let mut watched = self.0.clone();
        // An error means that the switch is gone: nobody will ask any more.
        if watched.wait_for(|asked| *asked).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
