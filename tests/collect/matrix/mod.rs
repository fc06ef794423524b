//! The fault matrix: whatever goes wrong with one operation, the crawl ends in time, every other collection is complete,
//! the record of what went wrong is exact, and no verdict is better for it.

pub mod account;
mod actions;
mod cell;
mod expiry;
mod faults;
mod follow;
mod members;
mod operations;
mod order;
mod sample;
mod single;

use libtest_mimic::Trial;

pub fn tests() -> Vec<Trial> {
    let mut tests = faults::tests();
    tests.extend(expiry::tests());
    tests.extend(members::tests());
    tests.extend(operations::tests());
    tests.extend(actions::tests());
    tests.extend(order::tests());
    tests.extend(single::tests());
    tests
}
