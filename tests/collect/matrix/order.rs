//! What order answers come in never shows.

use super::account;
use super::cell::{PATIENCE, crawl};
use crate::support::emulator::Script;
use byway::snapshot::file;
use libtest_mimic::{Failed, Trial};

pub fn tests() -> Vec<Trial> {
    vec![Trial::test("matrix: ten crawls with shuffled latencies give the same bytes", ten_crawls)]
}

fn ten_crawls() -> Result<(), Failed> {
    let mut first: Option<Vec<u8>> = None;
    for seed in 0..10 {
        let (mut crawled, _) = crawl(Script { shuffle: Some(seed), page_size: 3, ..Script::default() }, PATIENCE);
        crawled.taken_at = account::seen().taken_at;
        let mut bytes = Vec::new();
        file::write_to(&crawled, &mut bytes)?;
        if first.get_or_insert_with(|| bytes.clone()) != &bytes {
            return Err(format!("crawl {seed} gave other bytes").into());
        }
    }
    Ok(())
}
