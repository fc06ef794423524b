//! A minimal AWS on a loopback address, answering from a snapshot, in every protocol that byway's services speak.
//!
//! An access key `AKIA` or `ASIA` with twelve digits signs for the account of that number, any other for the
//! snapshot's first. What the snapshot has no answer to is refused. A script says what else goes wrong. Names nothing
//! of the other tests, so that a bench can include it.

mod action;
mod allowance;
mod answer;
mod cbor;
mod clock;
pub mod error;
mod fault;
mod http;
mod json;
mod known;
mod list;
mod metric;
mod page;
mod protocol;
pub mod sample;
mod script;
mod serve;
mod shape;
mod sts;
mod wire;
mod xml;

pub use action::Action;
pub use allowance::Bucket;
pub use fault::{BY_IAM, BY_SCP, Fault, STRANGE};
pub use protocol::Protocol;
pub use script::{EVERY, On, Script};
pub use wire::{OPERATIONS, Operation};

use byway::snapshot::Snapshot;
use known::Known;
use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// A running emulator; dropping it stops it.
pub struct Emulator {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    known: Known,
    script: Script,
    allowances: allowance::Allowances,
    log: Mutex<Log>,
    requests: AtomicU64,
    under_way: AtomicUsize,
    peak: AtomicUsize,
    stopped: AtomicBool,
}

#[derive(Default)]
struct Log {
    actions: Vec<Action>,
    /// How many there were of each operation.
    counts: BTreeMap<String, usize>,
    /// How many there were for each fault.
    faulted: Vec<usize>,
}

impl Emulator {
    /// Serves `snapshot` as `script` says.
    pub fn start(snapshot: Snapshot, script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback port");
        let address = listener.local_addr().expect("its address");
        let shared = Arc::new(Shared {
            known: Known::new(snapshot),
            script,
            allowances: allowance::Allowances::default(),
            log: Mutex::default(),
            requests: AtomicU64::new(0),
            under_way: AtomicUsize::new(0),
            peak: AtomicUsize::new(0),
            stopped: AtomicBool::new(false),
        });
        let serving = Arc::clone(&shared);
        std::thread::spawn(move || serve::listen(&serving, &listener));
        Self { address, shared }
    }

    /// What to set AWS_ENDPOINT_URL to.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Every request so far, in the order they came.
    pub fn actions(&self) -> Vec<Action> {
        self.shared.log.lock().expect("no test panics with it").actions.clone()
    }

    /// The most requests that were under way at once.
    pub fn peak(&self) -> usize {
        self.shared.peak.load(Ordering::SeqCst)
    }

    /// How many requests for `operation` came.
    pub fn count(&self, operation: &str) -> usize {
        let log = self.shared.log.lock().expect("no test panics with it");
        log.counts.get(operation).copied().unwrap_or(0)
    }

    /// Every token bucket that requests came to, by account, Region and action, with what became of them. Kept whether
    /// or not the script has them throttled.
    pub fn buckets(&self) -> BTreeMap<String, Bucket> {
        self.shared.allowances.seen()
    }

    /// How many requests found a bucket empty and were throttled. One that found two empty counts once for each.
    pub fn throttled(&self) -> u64 {
        self.buckets().values().map(|bucket| bucket.throttled).sum()
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        // Wakes the listener up.
        let _ = TcpStream::connect(self.address);
    }
}

impl Shared {
    fn note(&self, action: &Action) {
        let mut log = self.log.lock().expect("no test panics with it");
        *log.counts.entry(action.operation.clone()).or_default() += 1;
        log.actions.push(action.clone());
    }

    /// What goes wrong with a request. Each fault counts the requests it is for.
    fn fault(&self, action: &Action) -> Option<&Fault> {
        let mut log = self.log.lock().expect("no test panics with it");
        log.faulted.resize(self.script.faults.len(), 0);
        let mut counted = self.script.faults.iter().zip(&mut log.faulted);
        counted.find_map(|((on, fault), count)| {
            if !on.is_for(action) {
                return None;
            }
            *count += 1;
            let is_over = match fault {
                Fault::Throttle(Some(first)) => *count > *first,
                Fault::Expire(after) => *count <= *after,
                _ => false,
            };
            (!is_over).then_some(fault)
        })
    }
}

/// SplitMix64: enough to shuffle with.
fn random(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
