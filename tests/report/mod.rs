//! Reports: what every format says of the same run, and that names cannot bend it.

mod evidence;
mod exit;
mod hostile;
mod json;
mod model;
mod pages;
mod paths;
mod sample;
pub mod sarif;
mod text;
mod trace;

use libtest_mimic::Trial;

/// The tests of the room `report`.
pub fn tests() -> Vec<Trial> {
    [
        evidence::tests(),
        exit::tests(),
        hostile::tests(),
        json::tests(),
        model::tests(),
        paths::tests(),
        sarif::tests(),
        text::tests(),
        trace::tests(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A test with a name under `report`.
fn test(name: &str, body: fn()) -> Trial {
    Trial::test(format!("report: {name}"), move || {
        body();
        Ok(())
    })
}
