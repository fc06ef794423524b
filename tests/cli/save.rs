//! Snapshots kept and judged again.

use super::{Place, byway, read, test, world};
use crate::worlds;
use libtest_mimic::Trial;

pub fn tests() -> Vec<Trial> {
    vec![
        test("a saved snapshot is its owner's alone to read", private),
        test("a saved snapshot gives the same bytes in every format, and saves as the same bytes", round_trip),
        test("collect writes what audit saves, to a file or to stdout", collect),
        test("a snapshot narrowed to a Region stays narrowed", narrowed),
    ]
}

fn private() {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let place = Place::new();
        let older = place.write("s.json", "older, and open to all");
        std::fs::set_permissions(&older, std::fs::Permissions::from_mode(0o666)).unwrap();
        for args in [["audit", "--demo", "--save-snapshot", &older], ["collect", "--demo", "-o", &older]] {
            byway(&args);
            let mode = std::fs::metadata(&older).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "{args:?}");
            assert!(read(&older).starts_with('{'));
        }
    }
}

fn round_trip() {
    let place = Place::new();
    for name in ["two-regions", "refused-region", "zones", "partial-groups"] {
        let (given, kept, again) = (world(name), place.at("kept.json"), place.at("again.json"));
        for format in ["text", "json", "sarif"] {
            let of = |snapshot: &str, save: &str| {
                let ran = byway(&["audit", "--all", "-o", format, "--snapshot", snapshot, "--save-snapshot", save]);
                assert_eq!(ran.err, "");
                (ran.code, ran.out)
            };
            assert_eq!(of(&given, &kept), of(&kept, &again), "{name} {format}");
            assert_eq!(read(&kept), read(&again), "{name}");
        }
    }
    let demo = byway(&["audit", "--demo", "--save-snapshot", &place.at("demo.json")]);
    assert_eq!(byway(&["audit", "--snapshot", &place.at("demo.json")]).out, demo.out);
}

fn collect() {
    let place = Place::new();
    let (file, saved) = (place.at("a.json"), place.at("b.json"));
    let ran = byway(&["collect", "--demo", "--output", &file]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    byway(&["audit", "--demo", "--save-snapshot", &saved]);
    let printed = byway(&["collect", "--demo"]);
    assert_eq!(printed.code, 0);
    assert_eq!(printed.out, read(&file));
    assert_eq!(printed.out, read(&saved));
    assert_eq!(byway(&["collect", "--snapshot", &world("refused-groups")]).code, 3);
    for name in worlds::names().into_iter().take(4) {
        let printed = byway(&["collect", "--snapshot", &world(&name)]);
        let again = place.write("again.json", &printed.out);
        assert_eq!(byway(&["collect", "--snapshot", &again]).out, printed.out, "{name}");
    }
}

fn narrowed() {
    let place = Place::new();
    let file = place.at("n.json");
    let first = byway(&["audit", "--demo", "--region", "us-east-1", "--save-snapshot", &file, "--output", "sarif"]);
    let second = byway(&["audit", "--snapshot", &file, "--output", "sarif"]);
    assert_eq!(first.out, second.out);
    assert!(first.out.contains("/narrowed-"));
    byway(&["audit", "--snapshot", &file, "--region", "eu-west-1"]).refuses(&["`eu-west-1`"]);
}
