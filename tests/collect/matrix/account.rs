//! The account of the matrix: the demo account, in two Regions.

use byway::id::{AccountId, Region};
use byway::snapshot::{Collection, Question, Snapshot, file};
use std::path::Path;
use std::sync::OnceLock;

/// Where things go wrong.
pub const HOME: &str = "eu-west-1";

pub fn number() -> AccountId {
    "111122223333".parse().expect("twelve digits")
}

pub fn home() -> Region {
    HOME.parse().expect("a Region")
}

/// Where a collection is asked for.
pub fn place(collection: Collection) -> Region {
    if collection.is_global() { Region::global() } else { home() }
}

pub fn question(collection: Collection, key: &str) -> Question {
    Question { account: number(), region: place(collection), collection, key: key.to_owned() }
}

/// Everything answered.
pub fn seen() -> Snapshot {
    static SEEN: OnceLock<Snapshot> = OnceLock::new();
    let read = || {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/demo/snapshot.json");
        file::read(&path).expect("the demo account reads")
    };
    SEEN.get_or_init(read).clone()
}
