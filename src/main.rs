//! byway
fn main() {}
