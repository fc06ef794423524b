//! The table, as a person reads it.

use super::as_text;
use super::sample::{Row, frame, rows};
use crate::report::test;
use byway::finding::Via;
use byway::report::paths::Frame;
use byway::report::text::Look;
use libtest_mimic::Trial;

pub fn tests() -> Vec<Trial> {
    vec![
        test("the table of the sample is the page that was looked at", golden),
        test("no line of the table is wider than the terminal", width),
        test("colour changes no word of the table", colour),
        test("services that are alike share a column, and are all named", alike),
        test("no path at all is said in words", nothing),
    ]
}

fn golden() {
    let text = as_text(&rows(), &frame(), Look::default());
    if std::env::var_os("BYWAY_BLESS").is_some() {
        let written = std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/report/paths/sample.txt"), &text);
        assert!(written.is_ok(), "{written:?}");
        return;
    }
    assert!(text == include_str!("sample.txt"), "BYWAY_BLESS=1 writes it anew; look at it\n{text}");
}

fn width() {
    for width in [60, 72, 80, 100, 120, 200] {
        for line in as_text(&rows(), &frame(), Look { colour: false, width }).lines() {
            assert!(line.chars().count() <= width, "{width}: {line}");
            assert_eq!(line.trim_end(), line);
        }
    }
}

/// The text without SGR sequences.
fn stripped(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    first + &parts.map(|part| part.split_once('m').map_or("", |(_, rest)| rest)).collect::<String>()
}

fn colour() {
    let coloured = as_text(&rows(), &frame(), Look { colour: true, ..Look::default() });
    assert!(coloured.contains("\u{1b}["));
    let words = |text: &str| text.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    assert_eq!(words(&stripped(&coloured)), words(&as_text(&rows(), &frame(), Look::default())));
}

fn alike() {
    let services: Vec<String> = (0..120).map(|number| format!("service{number:03}")).collect();
    let rows: Vec<Row> = (0..3)
        .flat_map(|subnet| {
            services.iter().map(move |service| {
                Row::new("vpc-1", &format!("subnet-{subnet}"), "", service, Via::NatGateway, "nat-1")
            })
        })
        .collect();
    let text = as_text(&rows, &Frame::default(), Look::default());
    assert!(text.contains("all 120 services"), "{text}");
    assert!(services.iter().all(|service| text.contains(service.as_str())), "{text}");
    assert!(text.lines().count() < 40, "{text}");
    assert!(text.ends_with("360 paths from 3 subnets of 1 VPC to 120 services: 360 public\n"), "{text}");
}

fn nothing() {
    assert_eq!(as_text(&[], &Frame::default(), Look::default()), "no subnet is in view\n");
    let text = as_text(&[], &frame(), Look::default());
    assert!(text.contains("there may be more rows: ec2:DescribeSubnets") && text.contains("needs ec2:DescribeSubnets"));
}
