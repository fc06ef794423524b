//! Where reports go.

use super::{Place, byway, parsed, read, test, world};
use byway::id::{AccountId, Partition, Region};
use byway::snapshot::{Builder, Collection, Coverage, Question, file};
use libtest_mimic::Trial;
use std::path::Path;

pub fn tests() -> Vec<Trial> {
    vec![
        test("--output is repeatable: files and one report on stdout, each as if it were alone", repeatable),
        test("a report's file may be read by others and is never half of itself", files),
        test("what cannot be written is told once, and an older file is kept", kept),
        test("a report written to a device goes into it and does not replace it", device),
        test("--output-dir writes one SARIF file an account", one_an_account),
        test("a SARIF file of more than twenty accounts is refused, and --output-dir named", too_many_accounts),
        test("--evidence-dir writes the documents that SARIF's lines count in", evidence),
        test("a narrowed run has a category of its own in SARIF", narrowed),
    ]
}

fn repeatable() {
    let place = Place::new();
    let (json, sarif) = (place.at("r.json"), place.at("r.sarif"));
    let ran = byway(&["audit", "--demo", "-o", &format!("json={json}"), "-o", "text", "-o", &format!("sarif={sarif}")]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let alone = |format| byway(&["audit", "--demo", "--output", format]).out;
    assert_eq!(ran.out, alone("text"));
    assert_eq!(ran.out, byway(&["audit", "--demo"]).out);
    assert_eq!(read(&json), alone("json"));
    assert_eq!(read(&json), alone("json=-"));
    assert_eq!(read(&json), alone("json-v1"));
    assert_eq!(read(&sarif), alone("sarif"));
    let ran = byway(&["audit", "--demo", "-o", &format!("json={json}")]);
    assert_eq!(ran.out, "", "a report in a file leaves stdout alone");
}

#[cfg(unix)]
fn mode(path: &str) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[cfg(not(unix))]
fn mode(_: &str) -> u32 {
    0o644
}

fn files() {
    let place = Place::new();
    let file = place.write("r.json", "an older report, longer than nothing");
    assert_eq!(byway(&["audit", "--demo", "-o", &format!("json={file}")]).code, 1);
    assert_eq!(parsed(&read(&file))["schema_version"], "byway/json-v1");
    assert_eq!(mode(&file), 0o644);
    let left: Vec<_> = std::fs::read_dir(place.0.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

/// A folder stands where the file should go: whoever runs the tests may be allowed to write anywhere.
fn kept() {
    let place = Place::new();
    let inside = place.write("taken/older", "older");
    let taken = place.at("taken");
    for args in [["--output", &format!("json={taken}")], ["--save-snapshot", &taken]] {
        let ran = byway(&[&["audit", "--demo"], &args[..]].concat());
        assert_eq!((ran.code, ran.out.as_str()), (5, ""));
        assert!(ran.line().starts_with(&format!("error: cannot write `{taken}`: ")), "{}", ran.err);
        let (_, cause) = ran.err.split_once("`: ").unwrap();
        assert!(!cause.contains(".tmp"), "{}", ran.err);
        assert_eq!(read(&inside), "older");
    }
}

/// Through a link: a program that is wrong here, run by root, would take the device away from the whole machine.
fn device() {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{FileTypeExt, symlink};
        let place = Place::new();
        let link = place.at("null");
        symlink("/dev/null", &link).unwrap();
        for args in [["--output", &format!("json={link}")], ["--save-snapshot", &link]] {
            assert_eq!(byway(&[&["audit", "--demo", "--quiet"], &args[..]].concat()).code, 1);
            assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
            assert!(std::fs::metadata("/dev/null").unwrap().file_type().is_char_device());
        }
    }
}

fn accounts(number: u64) -> (Place, String) {
    let mut builder = Builder::new("2026-11-01T06:00:00Z".parse().unwrap());
    let region: Region = "eu-west-1".parse().unwrap();
    for at in 0..number {
        let account: AccountId = format!("{:012}", 111_100_000_000 + at).parse().unwrap();
        builder.account(&account, Partition::Aws);
        for collection in Collection::ALL.into_iter().filter(|collection| !collection.is_keyed()) {
            let region = if collection.is_global() { Region::global() } else { region.clone() };
            let question = Question { account: account.clone(), region, collection, key: String::new() };
            builder.record(Coverage::answered(question, 0, 1));
        }
    }
    let place = Place::new();
    let path = place.at("many.json");
    file::write(&builder.finish(), Path::new(&path)).unwrap();
    (place, path)
}

fn one_an_account() {
    let (place, snapshot) = accounts(21);
    let folder = place.at("new/folder");
    let ran = byway(&["audit", "--snapshot", &snapshot, "--output-dir", &folder]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names.len(), 21);
    for name in names {
        let log = parsed(&read(&format!("{folder}/{name}")));
        let account = name.strip_suffix(".sarif").unwrap();
        assert_eq!(log["runs"].as_array().unwrap().len(), 1);
        assert_eq!(log["runs"][0]["automationDetails"]["id"], format!("byway/aws/{account}/"));
    }
}

fn too_many_accounts() {
    let (place, snapshot) = accounts(20);
    let ran = byway(&["audit", "--snapshot", &snapshot, "--output", "sarif"]);
    assert_eq!(ran.code, 0);
    assert_eq!(parsed(&ran.out)["runs"].as_array().unwrap().len(), 20);
    let (other, snapshot) = accounts(21);
    let file = other.at("x.sarif");
    byway(&["audit", "--snapshot", &snapshot, "--output", &format!("sarif={file}")]).refuses(&["--output-dir", "21"]);
    assert!(!Path::new(&file).exists());
    assert_eq!(byway(&["audit", "--snapshot", &snapshot, "--output", "json"]).code, 0);
    drop(place);
}

fn evidence() {
    let place = Place::new();
    let folder = place.at("evidence");
    let snapshot = world("refused-endpoints");
    let ran = byway(&["audit", "--snapshot", &snapshot, "--evidence-dir", &folder, "--output", "sarif"]);
    assert_eq!((ran.code, ran.err.as_str()), (4, ""));
    let log = parsed(&ran.out);
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert!(!results.is_empty());
    for result in results {
        let location = &result["locations"][0]["physicalLocation"];
        let path = format!("{folder}/{}", location["artifactLocation"]["uri"].as_str().unwrap());
        let line = usize::try_from(location["region"]["startLine"].as_u64().unwrap()).unwrap();
        let document = read(&path);
        let line = document.lines().nth(line - 1).unwrap_or_else(|| panic!("{path} has no line {line}"));
        let snippet = location["region"]["snippet"]["text"].as_str().unwrap();
        assert!(line.contains(snippet), "{path}: {line} is not {snippet}");
        if cfg!(unix) {
            assert_eq!(mode(&path), 0o600, "{path}");
        }
    }
}

fn narrowed() {
    let category = |args: &[&str]| {
        let ran = byway(&[&["audit", "--demo", "--output", "sarif"], args].concat());
        parsed(&ran.out)["runs"][0]["automationDetails"]["id"].as_str().unwrap().to_owned()
    };
    assert_eq!(category(&[]), "byway/aws/111122223333/");
    let narrowed = [
        category(&["--policy", "route-target-blackhole"]),
        category(&["--region", "eu-west-1"]),
        category(&["--min-severity", "high"]),
        category(&["--region", "eu-west-1", "--policy", "route-target-blackhole"]),
    ];
    for (at, one) in narrowed.iter().enumerate() {
        let digits = one.strip_prefix("byway/aws/111122223333/narrowed-").unwrap().strip_suffix('/').unwrap();
        assert!(digits.len() == 8 && digits.chars().all(|digit| digit.is_ascii_hexdigit()), "{one}");
        assert!(!narrowed.iter().take(at).any(|other| other == one));
    }
    assert_eq!(
        category(&["--policy", "route-target-blackhole", "--policy", "endpoint-not-available"]),
        category(&["--policy", "endpoint-not-available", "--policy", "route-target-blackhole"])
    );
}
