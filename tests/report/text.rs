//! t
use super::{pages, sample, test};
use byway::report::text::TextOptions;
use libtest_mimic::Trial;
pub fn tests() -> Vec<Trial> {
    vec![test("dump", || {
        std::fs::write(
            "/tmp/report-sample.txt",
            pages::styled_text(&sample::report(), TextOptions { colour: true, all: true }),
        )
        .unwrap();
        std::fs::write("/tmp/report-sample-plain.txt", pages::as_text(&sample::report())).unwrap();
        std::fs::write("/tmp/report-sample.json", pages::as_json(&sample::report(), true)).unwrap();
        std::fs::write("/tmp/report-sample.sarif", pages::as_sarif(&sample::report())).unwrap();
    })]
}
