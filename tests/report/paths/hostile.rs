//! Names of things on the way are written by strangers: none of them changes a page.

use super::sample::{Row, frame, rows};
use super::{as_csv, as_json, as_text};
use crate::report::hostile::{bends, hostile};
use crate::report::pages;
use crate::report::test;
use byway::finding::{Client, Disposition, Part, Via};
use byway::report::paths::Frame;
use byway::report::text::Look;
use byway::snapshot::Gap;
use libtest_mimic::Trial;
use proptest::test_runner::{Config, TestRunner};

pub fn tests() -> Vec<Trial> {
    vec![test("no name on the way bends a page of paths, in any format", harmless)]
}

/// The sample with `text` wherever a stranger can write.
fn with(text: &str) -> (Vec<Row>, Frame) {
    let mut rows = rows();
    for row in &mut rows {
        row.name = text.to_owned();
        row.because = format!("{text} {}", row.because);
        row.hops.iter_mut().for_each(|hop| {
            hop.action = text.to_owned();
            hop.value = serde_json::json!({text: text});
        });
    }
    let row = Row {
        parts: vec![Part { via: Via::NatGateway, target: text.to_owned(), share: 0.5 }],
        through: vec![text.to_owned()],
        clients: vec![Client {
            groups: vec![text.to_owned()],
            interfaces: vec![text.to_owned()],
            disposition: Disposition::Blackhole,
        }],
        gaps: Gap::Unrecognised { field: text.to_owned(), value: text.to_owned() }.into(),
        az_id: text.to_owned(),
        ..Row::new(text, text, text, text, Via::NatGateway, text)
    };
    rows.push(Row { disposition: Disposition::Blackhole, ..row.clone() });
    rows.push(row);
    let mut frame = frame();
    frame.vpc_names.insert(text.to_owned(), text.to_owned());
    (rows, frame)
}

fn harmless() {
    let mut runner = TestRunner::new(Config { cases: 60, failure_persistence: None, ..Config::default() });
    let checked = runner.run(&hostile(), |text| {
        let (rows, frame) = with(&text);
        for width in [40, 100] {
            let page = as_text(&rows, &frame, Look { colour: false, width });
            assert_eq!(page.chars().find(|letter| bends(*letter)), None, "{page}");
            assert_eq!(page.matches("SUMMARY").count(), 1 + text.matches("SUMMARY").count());
        }
        let coloured = as_text(&rows, &frame, Look { colour: true, width: 100 });
        assert_eq!(coloured.matches('\u{1b}').count(), coloured.matches("\u{1b}[").count());
        let page = as_json(&rows, &frame);
        assert_eq!(page.chars().find(|letter| bends(*letter)), None, "{page}");
        let last = &pages::parsed(&page)["paths"][rows.len() - 1];
        for member in ["vpc", "subnet", "service"] {
            assert_eq!(last[member], text);
        }
        assert_eq!(last["through"][0], text);
        let page = as_csv(&rows);
        assert_eq!(page.chars().find(|letter| *letter != '\r' && bends(*letter)), None, "{page}");
        assert_eq!(super::csv::records(&page).len(), rows.len() + 1);
        Ok(())
    });
    checked.unwrap();
}
