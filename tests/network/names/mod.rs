//! What names lead to, on accounts made by hand: each rule of docs/decisions/009 both ways, and what was not seen.

mod central;
mod estate;
mod hiding;
mod own;
mod service;
mod zones;

pub fn tests() -> Vec<libtest_mimic::Trial> {
    [central::tests(), hiding::tests(), own::tests(), service::tests(), zones::tests()].into_iter().flatten().collect()
}
