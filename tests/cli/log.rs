//! What is said on stderr, and how.

use super::{Place, byway, parsed, test};
use libtest_mimic::Trial;

pub fn tests() -> Vec<Trial> {
    vec![
        test("with --log-format json every line on stderr is a JSON object", json_lines),
        test("-q says errors only, and the report is the same however loud the run", loudness),
    ]
}

/// A folder with a file that byway leaves alone, which it says at `-vv`. Its name is a stranger's.
fn dump(place: &Place) -> String {
    place.write("d/111122223333/eu-west-1/ec2.describe-vpcs.json", "{\"Vpcs\": []}");
    place.write("d/111122223333/eu-west-1/ec2.describe-vpcs@call\u{1b}[31m\n2.json", "{\"Vpcs\": []}");
    place.at("d")
}

fn json_lines() {
    let place = Place::new();
    let dump = dump(&place);
    let broken = place.write("broken.json", "{");
    std::fs::create_dir(place.at("111122223333")).unwrap();
    let dark = place.0.path().display().to_string();
    for (args, at_least) in [
        (&["audit", "--demo", "-v"][..], 0),
        (&["audit", "--snapshot", &dump, "-vv"], 1),
        (&["audit", "--snapshot", &broken, "-v"], 1),
        (&["audit", "--snapshot", &dark], 1),
        (&["audit", "--demo", "--policy", "none", "-q"], 1),
    ] {
        let ran = byway(&[args, &["--log-format", "json"]].concat());
        assert!(ran.err.lines().count() >= at_least, "{args:?}: {:?}", ran.err);
        for line in ran.err.lines() {
            let line = parsed(line);
            assert!(line["level"].is_string() && line["fields"]["message"].is_string(), "{line}");
        }
    }
}

fn loudness() {
    let place = Place::new();
    let dump = dump(&place);
    let audit = |more: &[&str]| byway(&[&["audit", "--snapshot", &dump], more].concat());
    let plain = audit(&[]);
    assert_eq!(plain.err, "");
    for more in [&["-q"][..], &["-v"], &["-vv"], &["-vvv"], &["-vv", "--log-format", "json"]] {
        let ran = audit(more);
        assert_eq!((ran.code, &ran.out), (plain.code, &plain.out), "{more:?}");
    }
    assert_eq!(audit(&["-q"]).err, "");
    place.write("d/111122223333/eu-\u{1b}[31m/x", "");
    let loud = audit(&["-vv"]).err;
    assert!(loud.contains("not named for a Region") && !loud.contains('\u{1b}'), "{loud:?}");
    std::fs::remove_dir_all(place.at("d/111122223333/eu-\u{1b}[31m")).unwrap();
    place.write("d/111122223333/eu-west-1/ec2.describe-vpc-attribute@\u{202e}\r\n.json", "{");
    let broken = audit(&[]).err;
    assert!(broken.contains("cannot be read") && broken.lines().count() == 1, "{broken:?}");
    assert!(!broken.chars().any(|letter| letter == '\r' || letter == '\u{202e}'), "{broken:?}");
    let json = audit(&["--log-format", "json"]).err;
    assert!(!json.contains('\u{202e}') && json.lines().count() == 1, "{json:?}");
    let told = parsed(&json)["fields"]["message"].as_str().unwrap().to_owned();
    assert!(told.contains("@\u{202e}\r\n.json"), "what is escaped decodes to itself: {told:?}");
    std::fs::remove_file(place.at("d/111122223333/eu-west-1/ec2.describe-vpc-attribute@\u{202e}\r\n.json")).unwrap();
    let loud = audit(&["-vv"]).err;
    assert!(loud.contains("left alone"), "{loud}");
    assert!(!loud.contains('\u{1b}'), "{loud:?}");
    assert_eq!(
        byway(&["audit", "--snapshot", "none.json", "-q"]).line(),
        byway(&["audit", "--snapshot", "none.json"]).line()
    );
}
