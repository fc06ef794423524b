//! A minimal AWS on a loopback address, answering from a snapshot: EC2's query protocol, Route 53's REST and STS.
//!
//! An access key `AKIA` or `ASIA` with twelve digits signs for the account of that number, any other for the
//! snapshot's first. What the snapshot has no answer to is refused. A script says what else goes wrong.

mod answer;
mod http;
mod script;
mod wire;
mod xml;

pub use script::{Fault, Script};

use byway::snapshot::Snapshot;
use std::collections::BTreeMap;
use std::io::BufReader;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A running emulator; dropping it stops it.
pub struct Emulator {
    address: SocketAddr,
    shared: Arc<Shared>,
}

/// A request as the emulator saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    pub service: String,
    pub operation: String,
    pub region: String,
    pub access_key: String,
    pub parameters: BTreeMap<String, String>,
}

struct Shared {
    snapshot: Snapshot,
    script: Script,
    actions: Mutex<Vec<Action>>,
    requests: AtomicU64,
    under_way: AtomicUsize,
    peak: AtomicUsize,
    stopped: AtomicBool,
}

impl Emulator {
    /// Serves `snapshot` as `script` says.
    pub fn start(snapshot: Snapshot, script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback port");
        let address = listener.local_addr().expect("its address");
        let shared = Arc::new(Shared {
            snapshot,
            script,
            actions: Mutex::new(Vec::new()),
            requests: AtomicU64::new(0),
            under_way: AtomicUsize::new(0),
            peak: AtomicUsize::new(0),
            stopped: AtomicBool::new(false),
        });
        let serving = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if serving.stopped.load(Ordering::SeqCst) {
                    break;
                }
                let serving = Arc::clone(&serving);
                std::thread::spawn(move || serving.serve(stream));
            }
        });
        Self { address, shared }
    }

    /// What to set AWS_ENDPOINT_URL to.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Every request so far, in the order they came.
    pub fn actions(&self) -> Vec<Action> {
        self.shared.actions.lock().expect("no test panics with it").clone()
    }

    /// The most requests that were under way at once.
    pub fn peak(&self) -> usize {
        self.shared.peak.load(Ordering::SeqCst)
    }

    /// How many requests for `operation` came.
    pub fn count(&self, operation: &str) -> usize {
        self.actions().iter().filter(|action| action.operation == operation).count()
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
    fn serve(&self, stream: TcpStream) {
        let _ = stream.set_nodelay(true);
        let Ok(mut writer) = stream.try_clone() else { return };
        let mut reader = BufReader::new(stream);
        while let Ok(Some(request)) = http::read(&mut reader) {
            let under_way = self.under_way.fetch_add(1, Ordering::SeqCst) + 1;
            self.peak.fetch_max(under_way, Ordering::SeqCst);
            let at = self.requests.fetch_add(1, Ordering::SeqCst);
            if let Some(seed) = self.script.shuffle {
                std::thread::sleep(Duration::from_micros(random(seed ^ at) % 4000));
            }
            let response = answer::answer(self, &request);
            self.under_way.fetch_sub(1, Ordering::SeqCst);
            let Some(response) = response else {
                // Hanging: until the test is over.
                while !self.stopped.load(Ordering::SeqCst) {
                    std::thread::sleep(Duration::from_millis(20));
                }
                return;
            };
            if http::write(&mut writer, &response).is_err() {
                return;
            }
        }
    }
}

/// SplitMix64: enough to shuffle with.
fn random(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
