//! Evidence documents on disk.

#![expect(clippy::unwrap_used, reason = "a folder that cannot be read has failed the test")]

use super::{sample, test};
use byway::finding::Document;
use byway::id::Kind;
use byway::report::{Report, evidence};
use libtest_mimic::Trial;
use serde_json::json;
use std::path::Path;

pub fn tests() -> Vec<Trial> {
    vec![
        test("every evidence document is written where SARIF says it is", written_at_path),
        test("no id of a thing leads out of the evidence folder", no_traversal),
        test("a document with hostile text reads as the same value and has no raw control", hostile_document),
    ]
}

fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    found.sort();
    found
}

fn written_at_path() {
    let folder = tempfile::tempdir().unwrap();
    let written = evidence::write(&sample::report(), folder.path()).unwrap();
    let files = files(folder.path());
    assert_eq!(written, files.len());
    assert_eq!(
        files,
        [
            "aws/111122223333/eu-west-1/_coverage/ec2.json",
            "aws/111122223333/eu-west-1/ec2/route-table/rtb-0b22c33d44e55f667.json",
            "aws/111122223333/eu-west-1/ec2/subnet/subnet-0aa11bb22cc33dd44.json",
            "aws/111122223333/eu-west-1/ec2/subnet/subnet-0bb22cc33dd44ee55.json",
            "aws/111122223333/eu-west-1/ec2/vpc-endpoint/vpce-0c33d44e55f667788.json",
        ]
    );
    // A second time over the first.
    assert_eq!(evidence::write(&sample::report(), folder.path()).unwrap(), written);
}

fn no_traversal() {
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("evidence");
    let mut draft = sample::draft();
    for id in ["..", ".", "../../../../../../../../etc/passwd", "/etc/passwd", "a\0b", "..\\..", "", "c:\\x"] {
        draft.documents.insert(sample::thing(Kind::Vpc, id), Document::new(json!({"VpcId": id})));
    }
    let report = Report::new(draft);
    let written = evidence::write(&report, &folder).unwrap();
    assert_eq!(files(outer.path()).len(), written);
    assert_eq!(files(&folder).len(), written, "all of them are inside");
}

fn hostile_document() {
    let value = json!({"GroupName": "a\u{202e}b\u{1b}[2J\u{7f}\u{e0041}", "Tags": []});
    let text = evidence::text(&Document::new(value.clone()));
    assert!(text.chars().all(|character| character == '\n' || !character.is_control()));
    assert!(text.is_ascii());
    assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
    assert_eq!(text.lines().count(), Document::new(value).text().lines().count());
}
