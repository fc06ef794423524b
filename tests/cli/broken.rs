//! Snapshot files that are none.

use super::{Place, byway, read, test, world};
use libtest_mimic::Trial;

pub fn tests() -> Vec<Trial> {
    vec![
        test("a broken snapshot file is one line with the file and the place in it", broken),
        test("a snapshot file cut short anywhere is refused", truncated),
    ]
}

fn broken() {
    let whole = read(&world("isolated"));
    let swapped = |from: &str, to: &str| {
        let text = whole.replacen(from, to, 1);
        assert_ne!(text, whole, "{from} is not in the world");
        text.into_bytes()
    };
    let cases: Vec<(&str, Vec<u8>, &[&str])> = vec![
        ("empty", Vec::new(), &["line 1 column 0", "byway collect"]),
        ("spaces", b" \n ".to_vec(), &["line 2"]),
        ("not-json", b"VPCS\tvpc-1\n".to_vec(), &["line 1 column 1"]),
        ("list", b"[]".to_vec(), &["no `format`"]),
        ("object", b"{}".to_vec(), &["no `format`", "byway collect"]),
        ("answer", b"{\"Vpcs\": []}".to_vec(), &["no `format`", "the folder that holds AWS CLI output"]),
        (
            "next-year",
            swapped("byway/snapshot-v1", "byway/snapshot-v9"),
            &["`byway/snapshot-v9`", "`byway/snapshot-v1`"],
        ),
        ("wrong-type", swapped("\"coverage\": [", "\"coverage\": 7, \"x\": ["), &["line ", " column "]),
        (
            "wrong-outcome",
            swapped("\"outcome\": \"answered\"", "\"outcome\": \"fine\""),
            &["fine", "line ", " column "],
        ),
        ("wrong-account", swapped("\"account\": \"111122223333\"", "\"account\": \"1111\""), &["line ", " column "]),
        ("wrong-time", swapped("2026-11-01T06:00:00Z", "yesterday"), &["line 3 column"]),
        ("nested", [b"{\"x\":".repeat(100_000), vec![b'1'], b"}".repeat(100_000)].concat(), &["no `format`"]),
        (
            "nested-deeper",
            swapped("\"coverage\": [", &format!("\"coverage\": {}", "[".repeat(100_000))),
            &["line ", " column "],
        ),
        ("brackets", b"[".repeat(1_000_000), &["line 1 column"]),
        ("binary", vec![0x7f, b'E', b'L', b'F', 2, 1, 1, 0, 0xff, 0xfe], &["UTF-8"]),
        ("marked", [b"\xef\xbb\xbf".to_vec(), b"{}".to_vec()].concat(), &["line 1 column 1"]),
    ];
    let place = Place::new();
    for (name, bytes, words) in cases {
        let path = place.write(&format!("{name}.json"), bytes);
        for command in ["audit", "collect"] {
            byway(&[command, "--snapshot", &path]).refuses(&[&[&*format!("`{path}`")], words].concat());
        }
    }
}

fn truncated() {
    let whole = read(&world("isolated"));
    let place = Place::new();
    let whole = whole.trim_end();
    for at in [1, 17, whole.len() / 3, whole.len() / 2, whole.len() - 1] {
        let path = place.write("cut.json", &whole[..at]);
        byway(&["audit", "--snapshot", &path]).refuses(&[&path, "line ", "column "]);
    }
}
