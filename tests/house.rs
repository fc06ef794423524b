//! The table of doors: which room may name which, who may be async, who may look at clock and environment.

use libtest_mimic::Trial;
use std::fs;
use std::path::Path;

/// Every room with the rooms it may name, in the order of the house.
const DOORS: &[(&str, &[&str])] = &[
    ("id", &[]),
    ("snapshot", &["id"]),
    ("finding", &["id", "snapshot"]),
    ("target", &["id", "snapshot"]),
    ("collect", &["id", "snapshot", "target"]),
    ("network", &["id", "snapshot", "finding"]),
    ("facts", &["id", "snapshot", "finding", "network"]),
    ("policy", &["id", "snapshot", "finding", "network", "facts"]),
    ("report", &["id", "snapshot", "finding", "policy"]),
    ("cli", &["id", "snapshot", "finding", "target", "collect", "network", "facts", "policy", "report"]),
];

/// Rooms left of the wall: sockets, credentials, clocks and async live here.
const LEFT: &[&str] = &["target", "collect"];

/// What only rooms left of the wall, or the command line that drives them, may name.
const LEFT_ONLY: &[&str] = &[
    "aws_config",
    "aws_credential",
    "aws_sdk",
    "aws_smithy",
    "aws_types",
    "tokio",
    "async fn",
    "async move",
    ".await",
    "std::env",
    "env::var",
    "SystemTime::now",
    "Instant::now",
    "Timestamp::now",
];

struct Source {
    room: String,
    file: String,
    text: String,
}

/// Every breach of the table, as `file:line: what`.
fn breaches(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for Source { room, file, text } in sources {
        let Some((_, doors)) = DOORS.iter().find(|(name, _)| name == room) else {
            found.push(format!("{file}: `{room}` is no room"));
            continue;
        };
        // Comments may name any room; what is left is read as one text, for a list of names may go over several lines.
        let code: Vec<&str> = text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
        let code = code.join("\n");
        let line_of = |at: usize| code[..at].matches('\n').count() + 1;
        for (at, found_at) in code.match_indices("crate::").map(|(at, word)| (at, at + word.len())) {
            let named = &code[found_at..];
            let names: Vec<&str> = match named.strip_prefix('{') {
                Some(list) => list.split(['}', ';']).next().unwrap_or_default().split(',').map(str::trim).collect(),
                None => vec![named],
            };
            for name in names {
                let other = name.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or_default();
                let is_room = DOORS.iter().any(|(room, _)| *room == other);
                if is_room && other != room && !doors.contains(&other) {
                    found.push(format!("{file}:{}: `{room}` may not name `{other}`", line_of(at)));
                }
            }
        }
        if !LEFT.contains(&room.as_str()) && room != "cli" {
            for word in LEFT_ONLY {
                for (at, _) in code.match_indices(word) {
                    found.push(format!("{file}:{}: `{word}` belongs left of the wall", line_of(at)));
                }
            }
        }
    }
    found
}

fn walk(folder: &Path, room: &str, sources: &mut Vec<Source>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            walk(&path, room, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            sources.push(Source { room: room.to_owned(), file: path.display().to_string(), text });
        }
    }
}

fn house() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    let mut rooms: Vec<_> =
        fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    rooms.sort();
    for room in rooms {
        let name = room.file_name().unwrap().to_string_lossy().into_owned();
        walk(&room, &name, &mut sources);
    }
    sources
}

fn every_room_names_only_rooms_before_it() {
    let sources = house();
    assert!(sources.len() > 40, "the walk found only {} files", sources.len());
    let found = breaches(&sources);
    assert!(found.is_empty(), "doors that are not in the table:\n{}", found.join("\n"));
}

fn a_breach_is_found() {
    let breach = |room: &str, text: &str| {
        breaches(&[Source { room: room.to_owned(), file: "x.rs".to_owned(), text: text.to_owned() }])
    };
    assert_eq!(breach("id", "use crate::snapshot::Snapshot;"), ["x.rs:1: `id` may not name `snapshot`"]);
    assert_eq!(breach("network", "\nfn f() { crate::policy::load() }"), ["x.rs:2: `network` may not name `policy`"]);
    assert_eq!(
        breach("facts", "use crate::{network::Index, report::Report};"),
        ["x.rs:1: `facts` may not name `report`"]
    );
    assert_eq!(
        breach("facts", "use crate::{\n    network::Index,\n    report::Report,\n};"),
        ["x.rs:1: `facts` may not name `report`"]
    );
    assert_eq!(breach("report", "async fn fetch() {}"), ["x.rs:1: `async fn` belongs left of the wall"]);
    assert_eq!(breach("facts", "let now = Timestamp::now();"), ["x.rs:1: `Timestamp::now` belongs left of the wall"]);
    assert_eq!(breach("snapshot", "use aws_sdk_ec2::Client;"), ["x.rs:1: `aws_sdk` belongs left of the wall"]);
    assert_eq!(breach("helpers", ""), ["x.rs: `helpers` is no room"]);
    assert!(breach("policy", "use crate::facts::Fact; // crate::report is not named here").is_empty());
}

fn no_room_is_called_by_a_word_that_means_nothing() {
    for source in house() {
        let stem = Path::new(&source.file).file_stem().unwrap().to_string_lossy().into_owned();
        assert!(
            ![
                "utils", "util", "common", "helpers", "helper", "handler", "types", "core", "manager", "context",
                "info", "data", "item"
            ]
            .contains(&stem.as_str()),
            "{} is called by a word that says nothing",
            source.file
        );
    }
}

pub fn tests() -> Vec<Trial> {
    crate::trials![
        every_room_names_only_rooms_before_it,
        a_breach_is_found,
        no_room_is_called_by_a_word_that_means_nothing
    ]
}
