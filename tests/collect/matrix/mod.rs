//! The fault matrix: whatever goes wrong with one operation, the crawl ends in time, every other collection is complete,
//! the record of what went wrong is exact, and no verdict is better for it.

pub mod account;
mod cell;
mod faults;
mod follow;
mod members;
mod operations;
mod order;
mod sample;

use libtest_mimic::Trial;

pub fn tests() -> Vec<Trial> {
    let mut tests = faults::tests();
    tests.extend(members::tests());
    tests.extend(operations::tests());
    tests.extend(order::tests());
    tests
}
