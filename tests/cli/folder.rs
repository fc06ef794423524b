//! Folders of plain AWS CLI output.

use super::export::{Silence, export};
use super::{Place, Ran, byway, parsed, read, test, verdicts, world};
use crate::worlds;
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

pub fn tests() -> Vec<Trial> {
    let mut tests = vec![
        test("the demo as a folder gives the same verdicts as the demo", demo),
        test("a folder laid out otherwise is refused in one line with what to do", refused),
        test("a file that is no answer is one line with the file and what to do, and a question that failed", broken),
        test("files as Windows shells write them are read", windows),
        test("files that byway does not use are left alone", left_alone),
        test("an absent file is a question never asked, and an empty one a call that failed", silence),
        test("a file that ends with a token is an answer in part", cut_short),
        test("what README says of a folder works as it stands there", readme),
    ];
    tests.extend(worlds::names().into_iter().map(|name| {
        Trial::test(format!("cli: the world {name} as a folder gives the same verdicts"), move || as_folder(&name))
    }));
    tests
}

fn audit(snapshot: &str) -> (Ran, Value) {
    let ran = byway(&["audit", "--all", "--output", "json", "--snapshot", snapshot]);
    assert_eq!(ran.err, "");
    let report = parsed(&ran.out);
    (ran, report)
}

fn as_folder(name: &str) -> Result<(), Failed> {
    let place = Place::new();
    let (file, report) = audit(&world(name));
    let outcomes = |wanted: fn(&str) -> bool| {
        report["coverage"].as_array().unwrap().iter().any(|record| wanted(record["outcome"].as_str().unwrap()))
    };
    for silence in [Silence::Empty, Silence::Absent] {
        let folder = place.0.path().join(format!("{silence:?}"));
        export(&read(&world(name)), &folder, silence);
        let (ran, as_folder) = audit(&folder.display().to_string());
        let (wanted, given) = (verdicts(&report), verdicts(&as_folder));
        let only = |one: &[String], other: &[String]| {
            one.iter().filter(|verdict| !other.contains(verdict)).cloned().collect::<Vec<_>>().join("\n  ")
        };
        if wanted != given {
            let (gone, new) = (only(&wanted, &given), only(&given, &wanted));
            return Err(format!("{silence:?}: gone\n  {gone}\nnew\n  {new}").into());
        }
        // Nobody was refused a question that was never asked, so a folder without the file is not incomplete for it.
        let incomplete = match silence {
            Silence::Empty => file.code >= 3,
            Silence::Absent => file.code >= 3 && outcomes(|outcome| outcome == "partial"),
        };
        // What a person must look at, and what is only told, fails no run of its own.
        let fails = |finding: &Value| {
            finding["verdict"] == "fail" && finding["confidence"] != "review" && finding["severity"] != "info"
        };
        let findings = report["findings"].as_array().unwrap().iter().any(fails);
        let wanted = i32::from(findings) + if incomplete { 3 } else { 0 };
        assert_eq!(ran.code, wanted, "{silence:?}");
        if !outcomes(|outcome| outcome != "answered") {
            let text = |snapshot: &str| byway(&["audit", "--all", "--snapshot", snapshot]).out;
            assert_eq!(text(&world(name)), text(&folder.display().to_string()));
        }
    }
    Ok(())
}

fn demo() {
    let place = Place::new();
    export(include_str!("../../fixtures/demo/snapshot.json"), place.0.path(), Silence::Empty);
    let folder = place.0.path().display().to_string();
    // Only a crawl says that another account alone can list the zones of a VPC it shares; a folder just lacks the file.
    let judged = |place: &[&str]| {
        let ran = byway(&[&["audit", "--all", "--output", "json"], place].concat());
        assert_eq!((ran.code, ran.err.as_str()), (1, ""));
        let mut judged = verdicts(&parsed(&ran.out));
        judged.retain(|verdict| !verdict.contains("ListHostedZonesByVPC"));
        judged
    };
    assert_eq!(judged(&["--snapshot", &folder]), judged(&["--demo"]));
}

const HERE: &str = "111122223333/eu-west-1";

fn refused() {
    let cases: [(&str, &[&str]); 4] = [
        ("111122223333/europe/ec2.describe-vpcs.json", &["europe", "not named for a Region", "`global`"]),
        ("prod/eu-west-1/ec2.describe-vpcs.json", &["no folder named for an account", "<account>/<region>"]),
        ("11112222333/eu-west-1/ec2.describe-vpcs.json", &["no folder named for an account"]),
        ("ec2.describe-vpcs.json", &["no folder named for an account"]),
    ];
    for (path, words) in cases {
        let place = Place::new();
        place.write(&format!("d/{path}"), "{\"Vpcs\": []}");
        byway(&["audit", "--snapshot", &place.at("d")]).refuses(&[&[&*place.at("d")], words].concat());
    }
    let empty = Place::new();
    byway(&["audit", "--snapshot", &empty.0.path().display().to_string()]).refuses(&["no folder named for an account"]);
}

fn broken() {
    let vpcs = "ec2.describe-vpcs";
    let cases: [(&str, &[u8], &str, &[&str]); 14] = [
        (vpcs, b"VPCS\tvpc-1\n", "NotJson", &["it is not JSON", "--output json", "line 1"]),
        (vpcs, b"------\n|  Vpcs |", "NotJson", &["it is not JSON", "line 1 column"]),
        (vpcs, b"{\"Vpcs\": [", "NotJson", &["it is not JSON", "line 1 column 10"]),
        (vpcs, b"An error occurred (UnauthorizedOperation)", "NotJson", &["it is not JSON"]),
        (vpcs, &[0x7f, b'E', b'L', b'F', 2, 1, 1, 0, 0xff], "NotJson", &["it is not JSON"]),
        (vpcs, b"[\"vpc-1\"]", "NoMember", &["no `Vpcs`", "--query"]),
        (vpcs, b"\"vpc-1\"", "NoMember", &["no `Vpcs`", "--query"]),
        (vpcs, b"null", "NoMember", &["no `Vpcs`"]),
        (vpcs, b"{\"Subnets\": []}", "NoMember", &["no `Vpcs`", "whole answer"]),
        (vpcs, b"{\"Vpcs\": {}}", "NoMember", &["no `Vpcs`"]),
        (vpcs, b"{\"Vpcs\": [{\"VpcId\": 7}]}", "Malformed", &["item 0 of ec2:DescribeVpcs", "save it again"]),
        (vpcs, b"{\"Vpcs\": [\"vpc-1\"]}", "Malformed", &["item 0 of ec2:DescribeVpcs"]),
        (vpcs, b"{\"Vpcs\": [{\"VpcId\": \"vpc-1\"}, {}]}", "Malformed", &["item 1 of ec2:DescribeVpcs", "no id"]),
        (
            "ec2.describe-vpc-attribute@vpc-lab.enableDnsSupport",
            b"{\"EnableDnsSupport\": {}}",
            "NoMember",
            &["no `VpcId`"],
        ),
    ];
    let place = Place::new();
    let folder = place.at("d");
    for (name, body, code, words) in cases {
        let _ = std::fs::remove_dir_all(&folder);
        export(&read(&world("isolated")), folder.as_ref(), Silence::Empty);
        let file = place.write(&format!("d/{HERE}/{name}.json"), body);
        let ran = byway(&["audit", "--snapshot", &folder, "--incomplete", "strict", "-o", "json"]);
        assert!([0, 3].contains(&ran.code), "{name}: {}", ran.err);
        for word in [&[&*format!("`{file}`")], words].concat() {
            assert!(ran.line().contains(word), "`{word}` is not in: {}", ran.err);
        }
        let report = parsed(&ran.out);
        let record = report["coverage"].as_array().unwrap().iter().find(|record| record["code"] == code);
        let outcome = &record.unwrap_or_else(|| panic!("{name}: no question ended with {code}"))["outcome"];
        assert_eq!(outcome, if code == "Malformed" { "partial" } else { "failed" }, "{name}");
        assert_eq!(ran.code, if name == vpcs { 3 } else { 0 }, "what blinds no verdict makes no run incomplete");
    }
}

/// What PowerShell's `>` writes.
fn windows() {
    let place = Place::new();
    let folder = place.at("d");
    export(&read(&world("two-tier-nat")), folder.as_ref(), Silence::Empty);
    let of = || parsed(&byway(&["audit", "--all", "--snapshot", &folder, "-o", "json"]).out);
    let before = verdicts(&of());
    for entry in std::fs::read_dir(place.at(&format!("d/{HERE}"))).unwrap() {
        let path = entry.unwrap().path();
        let text = read(&path.display().to_string()).replace('\n', "\r\n");
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        std::fs::write(path, units.flat_map(u16::to_le_bytes).collect::<Vec<u8>>()).unwrap();
    }
    assert_eq!(verdicts(&of()), before);
}

fn left_alone() {
    let place = Place::new();
    let folder = place.at("d");
    export(&read(&world("isolated")), folder.as_ref(), Silence::Empty);
    let before = byway(&["audit", "--all", "--snapshot", &folder]).out;
    for other in [
        "README.md",
        ".DS_Store",
        "prod/notes.txt",
        "111122223333/.DS_Store",
        "111122223333/notes.txt",
        "111122223333/eu-west-1/.DS_Store",
        "111122223333/eu-west-1/ec2.describe-instances.json",
        "111122223333/eu-west-1/ec2.describe-vpcs.json.bak",
        "111122223333/eu-west-1/ec2.describe-vpcs@call2.json",
        "111122223333/eu-west-1/ec2.describe-vpcs.yaml",
        "111122223333/eu-west-1/deeper/ec2.describe-subnets.json",
        "111122223333/global/iam.list-users.json",
    ] {
        let path = place.write(&format!("d/{other}"), "not JSON at all");
        let old = std::time::SystemTime::UNIX_EPOCH;
        std::fs::File::options().write(true).open(path).unwrap().set_modified(old).unwrap();
    }
    let after = byway(&["audit", "--all", "--snapshot", &folder]);
    assert_eq!((after.out.as_str(), after.err.as_str()), (before.as_str(), ""));
}

fn silence() {
    let place = Place::new();
    let folder = place.at("d");
    export(&read(&world("endpoint-everywhere")), folder.as_ref(), Silence::Empty);
    let whole = byway(&["audit", "--snapshot", &folder]);
    assert_eq!(whole.code, 0, "{}", whole.out);
    let mut files: Vec<std::path::PathBuf> =
        std::fs::read_dir(place.at(&format!("d/{HERE}"))).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut blinded = 0;
    for file in files {
        let body = read(&file.display().to_string());
        let written = std::fs::metadata(&file).unwrap().modified().unwrap();
        for blank in ["", " \n\n"] {
            std::fs::write(&file, blank).unwrap();
            let empty = byway(&["audit", "--snapshot", &folder]);
            std::fs::remove_file(&file).unwrap();
            let absent = byway(&["audit", "--snapshot", &folder]);
            assert!([(0, 0), (3, 0)].contains(&(empty.code, absent.code)), "{}: {}", file.display(), empty.out);
            if empty.code == 3 {
                blinded += 1;
                assert!(empty.sentences().contains("was answered with a failure (EmptyFile)"), "{}", empty.out);
                assert!(
                    absent.sentences().contains("was not asked, since the snapshot holds no answer"),
                    "{}",
                    absent.out
                );
            }
            std::fs::write(&file, &body).unwrap();
            std::fs::File::options().write(true).open(&file).unwrap().set_modified(written).unwrap();
        }
    }
    assert!(blinded >= 10, "only {blinded} of the files matter");
    assert_eq!(byway(&["audit", "--snapshot", &folder]).out, whole.out);
}

fn cut_short() {
    let place = Place::new();
    for token in ["\"NextToken\": \"x\"", "\"NextMarker\": \"x\"", "\"IsTruncated\": true"] {
        let folder = place.at("d");
        export(&read(&world("endpoint-everywhere")), folder.as_ref(), Silence::Empty);
        assert_eq!(byway(&["audit", "--snapshot", &folder]).code, 0);
        let file = place.at(&format!("d/{HERE}/ec2.describe-route-tables.json"));
        let whole = read(&file);
        std::fs::write(&file, whole.replacen('{', &format!("{{{token}, "), 1)).unwrap();
        let ran = byway(&["audit", "--snapshot", &folder]);
        assert_eq!(ran.code, 3, "{token}");
        assert!(
            ran.out.contains("ec2:DescribeRouteTables in 111122223333/eu-west-1 was answered in part"),
            "{}",
            ran.out
        );
        for none in ["\"NextToken\": \"\"", "\"NextToken\": null", "\"IsTruncated\": false"] {
            std::fs::write(&file, whole.replacen('{', &format!("{{{none}, "), 1)).unwrap();
            assert_eq!(byway(&["audit", "--snapshot", &folder]).code, 0, "{none}");
        }
    }
}

/// One question answered, every other never asked: no finding, nothing incomplete, and every policy says what it lacks.
fn readme() {
    let readme = include_str!("../../README.md");
    assert!(
        readme.contains("aws ec2 describe-vpcs --region eu-west-1 >dump/111122223333/eu-west-1/ec2.describe-vpcs.json")
    );
    let place = Place::new();
    let vpcs = r#"{"Vpcs": [{"VpcId": "vpc-1", "OwnerId": "111122223333", "CidrBlock": "10.0.0.0/16", "State": "available"}]}"#;
    place.write("dump/111122223333/eu-west-1/ec2.describe-vpcs.json", vpcs);
    let ran = byway(&["audit", "--snapshot", &place.at("dump")]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(ran.sentences().contains("was not asked, since the snapshot holds no answer to it"), "{}", ran.out);
    assert!(ran.out.lines().last().unwrap().starts_with("No findings, "));
    assert_eq!(byway(&["audit", "--snapshot", &place.at("dump"), "--incomplete", "strict"]).code, 3);
}
