//! byway tests
fn main() {}
