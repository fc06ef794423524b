//! One cell of the matrix: a crawl in which one thing goes wrong, and what must hold of it.

use super::account;
use crate::collect::{crawl_of, everything, run};
use crate::support::emulator::{Action, Emulator, Script};
use crate::worlds::hiding::lies;
use crate::worlds::{Verdicts, policies, verdicts};
use byway::collect::Request;
use byway::policy::Policy;
use byway::snapshot::{Collection, Coverage, Outcome, Snapshot, file};
use libtest_mimic::Failed;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// The account without a fault, and what byway says of it.
pub struct Faultless {
    pub crawled: Snapshot,
    pub verdicts: Verdicts,
    pub policies: Vec<Policy>,
}

/// Crawled and judged once.
pub fn faultless() -> &'static Faultless {
    static FAULTLESS: OnceLock<Faultless> = OnceLock::new();
    FAULTLESS.get_or_init(|| {
        let (crawled, _) = crawl(Script::default(), PATIENCE);
        let policies = policies();
        Faultless { verdicts: verdicts(&crawled, &policies), policies, crawled }
    })
}

/// The key of a record that stands for those of every key.
pub const ANY: &str = "any";

/// A deadline that nothing runs into.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A cell to run.
pub type Work = Box<dyn FnOnce() -> Result<(), Failed> + Send>;

/// Runs cells at once, each on a thread: they mostly wait for turns under AWS's allowances. Fails with what all of those
/// said that failed.
pub fn side_by_side(cells: Vec<Work>) -> Result<(), Failed> {
    faultless();
    let said: Vec<String> = std::thread::scope(|scope| {
        let running: Vec<_> = cells.into_iter().map(|cell| scope.spawn(cell)).collect();
        let ended = running.into_iter().map(|cell| cell.join().unwrap_or_else(|_| Err("the cell panicked".into())));
        ended.filter_map(|result| Some(result.err()?.message().unwrap_or_default().to_owned())).collect()
    });
    if said.is_empty() { Ok(()) } else { Err(said.join("\n").into()) }
}

/// A crawl of everything; a question may take `timeout`.
pub fn crawl(script: Script, timeout: Duration) -> (Snapshot, Emulator) {
    let emulator = Emulator::start(account::seen(), script);
    let request = Request { timeout, ..everything() };
    let crawled = run(crawl_of(&emulator, &account::number(), &account::home(), &[], &request));
    (crawled, emulator)
}

/// What a cell must come to.
pub struct Cell {
    pub script: Script,
    pub timeout: Duration,
    /// The collection that the fault is in, and every one that hangs on it.
    pub broken: Vec<Collection>,
    /// The record that the fault leaves; with the key [`ANY`] the one of every key, whose `items` is how often the first
    /// thing of its list comes.
    pub expected: Coverage,
    /// How many requests for the operation the emulator must see, if that is one number.
    pub attempts: Option<usize>,
}

impl Cell {
    /// Runs it; the snapshot for what else there is to say.
    pub fn run(self) -> Result<Snapshot, Failed> {
        let Self { script, timeout, broken, expected, attempts } = self;
        let began = Instant::now();
        let (crawled, emulator) = crawl(script, timeout);
        // A question waits for those it hangs on, and every one has its own deadline.
        let longest = timeout * 2 + Duration::from_secs(20);
        if began.elapsed() > longest {
            return Err(format!("the crawl took {:?}", began.elapsed()).into());
        }
        every_other_is_complete(&crawled, &broken, expected.region.is_global())?;
        let mut records = 0;
        for record in crawled.coverage.iter().filter(|record| is_of(record, &expected)) {
            records += 1;
            let first = faultless().crawled.coverage_of(&record.question()).map_or(0, |whole| whole.items.min(1));
            let items = expected.items * if expected.key == ANY { first } else { 1 };
            let wanted = Coverage { key: record.key.clone(), items, ..expected.clone() };
            // The words are AWS's, the address of the emulator among them.
            let found = Coverage { message: None, ..record.clone() };
            if found != wanted {
                return Err(format!("expected {wanted:?}\nfound    {record:?}").into());
            }
        }
        if records == 0 {
            return Err(format!("no record like {expected:?}").into());
        }
        if let Some(attempts) = attempts {
            let (_, operation) = expected.operation.split_once(':').ok_or("no service")?;
            let is_here = |action: &Action| expected.region.is_global() || action.region == account::HOME;
            let has_key =
                |action: &Action| expected.key.is_empty() || action.parameters.values().any(|it| *it == expected.key);
            let is_for = |action: &&Action| action.operation == operation && is_here(action) && has_key(action);
            let came = emulator.actions().iter().filter(is_for).count();
            if came != attempts {
                return Err(format!("{came} requests, {attempts} expected").into());
            }
        }
        reads_back(&crawled)?;
        nothing_is_hidden(&crawled)?;
        Ok(crawled)
    }
}

/// Whether a record is one that the fault is in. Questions that are never put for another reason are not.
fn is_of(record: &Coverage, expected: &Coverage) -> bool {
    let is_asked =
        record.outcome == expected.outcome || !matches!(record.outcome, Outcome::NotVisible | Outcome::NotAsked);
    let has_key = expected.key == ANY || expected.key == record.key;
    has_key && is_asked && record.collection == expected.collection && record.region == expected.region
}

/// Fails unless the snapshot is the same after a file.
fn reads_back(crawled: &Snapshot) -> Result<(), Failed> {
    let mut bytes = Vec::new();
    file::write_to(crawled, &mut bytes)?;
    let read = file::parse(&String::from_utf8(bytes)?, "crawled").map_err(|error| error.to_string())?;
    if &read == crawled { Ok(()) } else { Err("the snapshot is another one after a file".into()) }
}

/// Fails unless every question that the fault is not in ended as it does without the fault.
/// `everywhere` if what the fault is in belongs to the account.
pub fn every_other_is_complete(crawled: &Snapshot, broken: &[Collection], everywhere: bool) -> Result<(), Failed> {
    let is_broken = |record: &Coverage| {
        broken.contains(&record.collection)
            && (record.region == account::home() || record.region.is_global() || everywhere)
    };
    let whole = &faultless().crawled;
    for record in whole.coverage.iter().filter(|record| !is_broken(record)) {
        let found = crawled.coverage_of(&record.question());
        let same = |found: &Coverage| (found.outcome, found.items) == (record.outcome, record.items);
        if !found.is_some_and(same) {
            return Err(format!("the fault spread: {record:?}\nbecame {found:?}").into());
        }
    }
    match crawled.coverage.iter().find(|record| !is_broken(record) && whole.coverage_of(&record.question()).is_none()) {
        Some(record) => Err(format!("a question that is not asked without the fault: {record:?}").into()),
        None => Ok(()),
    }
}

/// Fails unless the hiding property holds.
pub fn nothing_is_hidden(crawled: &Snapshot) -> Result<(), Failed> {
    let Faultless { verdicts: full, policies, .. } = faultless();
    let mut lies = lies(full, &verdicts(crawled, policies));
    lies.truncate(8);
    if lies.is_empty() { Ok(()) } else { Err(lies.join("\n").into()) }
}
