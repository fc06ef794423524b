//! Connections: a thread for each, as long as its client keeps it.

use super::answer::{Delivery, answer};
use super::http::{Connection, Response};
use super::{Shared, random};
use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

pub fn listen(shared: &Arc<Shared>, listener: &TcpListener) {
    for stream in listener.incoming().map_while(Result::ok) {
        if shared.stopped.load(Ordering::SeqCst) {
            break;
        }
        let shared = Arc::clone(shared);
        std::thread::spawn(move || shared.serve(&mut Connection::new(stream)));
    }
}

impl Shared {
    fn serve(&self, connection: &mut Connection) {
        while let Ok(Some(request)) = connection.read() {
            let under_way = self.under_way.fetch_add(1, Ordering::SeqCst) + 1;
            self.peak.fetch_max(under_way, Ordering::SeqCst);
            let at = self.requests.fetch_add(1, Ordering::SeqCst);
            let delivery = answer(self, &request);
            let shuffled = self.script.shuffle.map(|seed| Duration::from_micros(random(seed ^ at) % 4000));
            let wait = shuffled.unwrap_or_default() + self.script.latency.unwrap_or_default();
            if !wait.is_zero() {
                std::thread::sleep(wait);
            }
            self.under_way.fetch_sub(1, Ordering::SeqCst);
            if !self.deliver(connection, &delivery).unwrap_or(false) {
                return;
            }
        }
    }

    /// Whether the connection is good for another request.
    fn deliver(&self, connection: &mut Connection, delivery: &Delivery) -> io::Result<bool> {
        match delivery {
            Delivery::Whole(response) => connection.respond(response).map(|()| true),
            Delivery::Short(response, missing) => {
                connection.head(response, response.body.len())?;
                let sent = response.body.len().saturating_sub(*missing);
                connection.write(response.body.get(..sent).unwrap_or_default())?;
                Ok(false)
            }
            Delivery::Slow(response, time) => self.dribble(connection, response, *time),
            Delivery::Reset => Ok(false),
            Delivery::Silence => {
                while !self.stopped.load(Ordering::SeqCst) {
                    std::thread::sleep(Duration::from_millis(20));
                }
                Ok(false)
            }
        }
    }

    fn dribble(&self, connection: &mut Connection, response: &Response, time: Duration) -> io::Result<bool> {
        const PARTS: usize = 100;
        connection.head(response, response.body.len())?;
        let size = response.body.len().div_ceil(PARTS).max(1);
        for part in response.body.chunks(size) {
            if self.stopped.load(Ordering::SeqCst) {
                return Ok(false);
            }
            std::thread::sleep(time / PARTS as u32);
            connection.write(part)?;
        }
        Ok(true)
    }
}
