//! Recorded AWS data of other projects, as folders: whatever is in them, byway says what it saw and no more.

use super::{Place, byway};
use crate::support::external;
use libtest_mimic::{Completion, Failed, Trial};
use std::path::{Path, PathBuf};

/// Recordings with a file that AWS cannot have answered: a list made by an older API, and a member of another type.
const NO_ANSWERS: [&str; 2] = ["batfish-hybrid-cloud-aws", "fixinventory"];

pub fn tests() -> Vec<Trial> {
    let Some(recordings) = external::path("data/recordings") else {
        return vec![Trial::ignorable_test("cli: every recording is judged, the same twice", || {
            Ok(Completion::ignored_with(external::reason()))
        })];
    };
    let mut sets: Vec<PathBuf> = std::fs::read_dir(&recordings)
        .unwrap_or_else(|error| panic!("{}: {error}", recordings.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    sets.sort();
    let number = sets.len();
    let mut tests: Vec<Trial> = sets
        .into_iter()
        .map(|set| {
            let name = set.file_name().unwrap_or_default().to_string_lossy().into_owned();
            Trial::test(format!("cli: the recording {name} is judged, the same twice"), move || judged(&name, &set))
        })
        .collect();
    tests.push(Trial::test("cli: there are recordings enough", move || {
        if number >= 100 { Ok(()) } else { Err(format!("only {number}").into()) }
    }));
    tests
}

fn judged(name: &str, set: &Path) -> Result<(), Failed> {
    let set = set.display().to_string();
    let place = Place::new();
    let run = |round: &str| {
        let (json, sarif) = (place.at(&format!("{round}.json")), place.at(&format!("{round}.sarif")));
        let outputs = ["text".to_owned(), format!("json={json}"), format!("sarif={sarif}")];
        let [text, json_output, sarif_output] = outputs.each_ref().map(String::as_str);
        let ran = byway(&["audit", "--snapshot", &set, "--all", "-o", text, "-o", json_output, "-o", sarif_output]);
        (ran.code, ran.out, ran.err, std::fs::read_to_string(json).ok(), std::fs::read_to_string(sarif).ok())
    };
    let first = run("first");
    let (code, text, err, json, sarif) = &first;
    assert!([0, 1, 3, 4, 5].contains(code), "{code}: {err}");
    assert!(text.ends_with('\n') && json.is_some(), "{err}");
    assert_eq!(sarif.is_none(), *code == 5, "{err}");
    let broken = err.lines().filter(|line| line.contains(" cannot be read")).count();
    assert_eq!(broken > 0, NO_ANSWERS.contains(&name), "{err}");
    // A recording whose account was renamed says so.
    let renamed = err.lines().filter(|line| line.contains(" names account ")).count();
    assert_eq!(renamed > 0, name == "cloudmapper-demo", "{err}");
    assert_eq!(err.is_empty(), *code != 5 && broken + renamed == 0, "{err}");
    assert!(first == run("second"), "the second run differs");
    Ok(())
}
