//! The CSV, read with a reader of its own by RFC 4180.

use super::as_csv;
use super::sample::{Row, rows};
use crate::report::test;
use byway::finding::Via;
use libtest_mimic::Trial;

pub fn tests() -> Vec<Trial> {
    vec![
        test("CSV has a header, a line a row, and the same members as JSON", lines),
        test("no cell of CSV is a formula, whatever a thing is called", formulas),
    ]
}

/// The records of a CSV, by RFC 4180 alone.
pub fn records(text: &str) -> Vec<Vec<String>> {
    let mut records = vec![vec![String::new()]];
    let mut quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let record = records.last_mut().unwrap();
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => record.last_mut().unwrap().push(letters.next().unwrap()),
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(String::new()),
            '\r' if !quoted => {
                assert_eq!(letters.next(), Some('\n'), "a line ends with CR LF");
                records.push(vec![String::new()]);
            }
            other => {
                assert!(quoted || other != '\n', "a bare line feed");
                record.last_mut().unwrap().push(other);
            }
        }
    }
    assert_eq!(records.pop(), Some(vec![String::new()]), "the last line ends with CR LF too");
    records
}

fn lines() {
    let rows = rows();
    let records = records(&as_csv(&rows));
    assert_eq!(records.len(), rows.len() + 1);
    let (header, records) = records.split_first().unwrap();
    assert!(records.iter().all(|record| record.len() == header.len()));
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../../../docs/schemas/paths-v1.schema.json")).unwrap();
    let required: Vec<&str> =
        schema["$defs"]["row"]["required"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    assert_eq!(*header, required);
    let at = |record: &Vec<String>, name: &str| record[header.iter().position(|held| held == name).unwrap()].clone();
    let mixed = records.iter().find(|record| at(record, "via") == "mixed").unwrap();
    assert_eq!(
        at(mixed, "parts"),
        "gateway-endpoint vpce-0c33d44e55f667788 0.875;nat-gateway nat-0b22c33d44e55f667 0.125"
    );
    let clients = records.iter().find(|record| !at(record, "clients").is_empty()).unwrap();
    assert_eq!(at(clients, "clients"), "to-service sg-0a eni-01+eni-02;denied-by-security-group sg-0b eni-03");
}

fn formulas() {
    for name in
        ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", "=cmd|' /C calc'!A0", "\"=1", "a\nb,c\";d"]
    {
        let row = Row::new(name, name, "", name, Via::NatGateway, name);
        let records = records(&as_csv(&[row]));
        for cell in records.iter().flatten() {
            assert!(!cell.trim_start().starts_with(['=', '+', '-', '@', '＝']), "{name:?}: {cell:?}");
            assert!(!cell.chars().any(char::is_control), "{name:?}: {cell:?}");
        }
        assert_eq!(records.len(), 2);
    }
}
