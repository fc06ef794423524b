//! `byway paths`: which rows it tells, in which formats, and how it ends.

use super::{Place, Ran, byway, hostile, parsed, read, test, world};
use libtest_mimic::Trial;
use serde_json::Value;
use std::collections::BTreeSet;

pub fn tests() -> Vec<Trial> {
    vec![
        test("paths are JSON of their documented form, in order, and the same bytes twice", documented_form),
        test("paths of a VPC, subnet or service are those rows of the whole", narrowed),
        test("a service goes by its token and by its full name", by_either_name),
        test("paths for a person name every subnet and end with the counts", for_people),
        test("CSV has a row for every path", as_csv),
        test("several outputs are each as if they were alone", several_outputs),
        test("paths exit with 3 if something could not be seen, and say what", unseen),
        test("paths of a snapshot without an answer are fatal", nothing_answered),
        test("what is not there to ask paths of is refused, and the nearest named", refused),
        test("no name bends a page of paths that the program writes", harmless),
    ]
}

fn paths(args: &[&str]) -> Vec<Value> {
    let ran = byway(&[&["paths", "--output", "json"], args].concat());
    assert_eq!(ran.err, "", "{}", ran.out);
    parsed(&ran.out)["paths"].as_array().expect("paths").clone()
}

fn word<'r>(row: &'r Value, member: &str) -> &'r str {
    row[member].as_str().unwrap_or_default()
}

/// What a row is about.
fn key(row: &Value) -> [String; 5] {
    ["region", "vpc", "subnet", "service", "family"].map(|member| word(row, member).to_owned())
}

fn documented_form() {
    let schema = parsed(include_str!("../../docs/schemas/paths-v1.schema.json"));
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    let demo = ["--demo".to_owned(), "--service=all".to_owned()];
    let worlds = ["two-tier-nat", "dual-stack", "shared-vpc", "two-regions", "refused-groups", "every-target"];
    let worlds = worlds.map(|name| ["--snapshot".to_owned(), world(name)]);
    for source in worlds.iter().chain([&demo]) {
        let [one, other] = [(); 2].map(|()| byway(&["paths", &source[0], &source[1], "--output", "json"]));
        assert!(one.out == other.out, "{source:?} differs");
        let page = parsed(&one.out);
        let faults: Vec<String> =
            schema.iter_errors(&page).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert_eq!(faults, Vec::<String>::new(), "{source:?}");
        let keys: Vec<[String; 5]> = page["paths"].as_array().unwrap().iter().map(key).collect();
        // One account was asked: its view orders the rows, whoever owns the subnets.
        assert!(!keys.is_empty() && keys.is_sorted(), "{source:?}: rows out of order");
        assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "{source:?}: a row twice");
    }
}

fn narrowed() {
    let all = paths(&["--demo"]);
    let (vpc, subnet) = ("vpc-08f4e6fe9c5f60aec", "subnet-09da261964a09f048");
    let of =
        |member: &str, value: &str| -> Vec<Value> { all.iter().filter(|row| row[member] == value).cloned().collect() };
    for (option, member, value) in
        [("--vpc", "vpc", vpc), ("--subnet", "subnet", subnet), ("--service", "service", "s3")]
    {
        let rows = paths(&["--demo", option, value]);
        assert!(!rows.is_empty() && rows.len() < all.len());
        assert_eq!(rows, of(member, value), "{option}");
    }
    let two = paths(&["--demo", "--service", "s3", "--service", "dynamodb", "--region", "eu-west-1", "--vpc", vpc]);
    assert!(two.iter().all(|row| row["vpc"] == vpc && ["s3", "dynamodb"].contains(&word(row, "service"))));
    let services = |rows: &[Value]| rows.iter().map(|row| word(row, "service").to_owned()).collect::<BTreeSet<_>>();
    let every = services(&paths(&["--demo", "--service", "all", "--subnet", subnet]));
    let concerned = services(&of("subnet", subnet));
    assert!(every.is_superset(&concerned) && every.len() > concerned.len(), "{every:?}");
}

fn by_either_name() {
    let by_token = paths(&["--demo", "--service", "s3"]);
    assert_eq!(by_token, paths(&["--demo", "--service", "com.amazonaws.eu-west-1.s3"]));
    assert_eq!(by_token, paths(&["--demo", "--service", "S3"]));
}

fn for_people() {
    let ran = byway(&["paths", "--demo"]);
    assert_eq!(ran.err, "");
    let rows = paths(&["--demo"]);
    for row in &rows {
        assert!(ran.out.contains(word(row, "subnet")) && ran.out.contains(word(row, "target")), "{row}");
    }
    assert!(ran.out.lines().all(|line| line.chars().count() <= 100), "{}", ran.out);
    assert!(ran.out.contains("vpc-08f4e6fe9c5f60aec \"prod\"  111122223333/eu-west-1"), "{}", ran.out);
    let subnets: BTreeSet<&str> = rows.iter().map(|row| word(row, "subnet")).collect();
    let counts = format!("{} paths from {} subnets of ", rows.len(), subnets.len());
    assert!(ran.sentences().contains(&counts), "{counts}: {}", ran.out);
    assert!(!ran.out.contains('\u{1b}'));
}

fn as_csv() {
    let Ran { out, err, .. } = byway(&["paths", "--demo", "--output", "csv"]);
    assert_eq!(err, "");
    let rows = paths(&["--demo"]);
    let lines: Vec<&str> = out.split_terminator("\r\n").collect();
    assert_eq!(lines.len(), rows.len() + 1);
    for (line, row) in lines.iter().skip(1).zip(&rows) {
        let begins =
            format!("{},{},{},{},", word(row, "account"), word(row, "region"), word(row, "vpc"), word(row, "subnet"));
        assert!(line.starts_with(&begins), "{line}");
    }
}

fn several_outputs() {
    let place = Place::new();
    let (json, csv) = (place.at("p.json"), place.at("p.csv"));
    let ran = byway(&["paths", "--demo", "-o", "text", "-o", &format!("json={json}"), "-o", &format!("csv={csv}")]);
    assert_eq!(ran.err, "");
    let alone = |format| byway(&["paths", "--demo", "--output", format]).out;
    assert_eq!((ran.out, read(&json), read(&csv)), (alone("text"), alone("json"), alone("csv")));
    byway(&["paths", "--demo", "-o", "json", "-o", "csv"]).refuses(&["both go to stdout"]);
}

fn unseen() {
    let from = world("refused-subnets");
    let ran = byway(&["paths", "--snapshot", &from]);
    assert_eq!((ran.code, ran.err.as_str()), (3, ""));
    assert!(ran.sentences().contains("there may be more rows: ec2:DescribeSubnets in"), "{}", ran.out);
    let ran = byway(&["paths", "--snapshot", &from, "--output", "json"]);
    assert_eq!(ran.code, 3);
    assert_eq!(parsed(&ran.out)["gaps"][0]["permission"], "ec2:DescribeSubnets");
    let ran = byway(&["paths", "--snapshot", &from, "--output", "csv"]);
    assert_eq!(ran.code, 3);
    assert!(ran.line().contains("some subnets or services may be missing: ec2:DescribeSubnets"), "{}", ran.err);
    assert_eq!(byway(&["paths", "--snapshot", &from, "--incomplete", "ok"]).code, 0);
    assert_eq!(byway(&["paths", "--snapshot", &world("walk-refused-nats")]).code, 3);
    assert_eq!(byway(&["paths", "--snapshot", &world("walk-refused-nats"), "--incomplete", "ok"]).code, 0);
    // Services that were not told of may concern these subnets; with names given, they do not.
    let ran = byway(&["paths", "--snapshot", &world("refused-services"), "--output", "json"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.out.contains("ec2:DescribeVpcEndpointServices"), "{}", ran.out);
    // What belongs to another account is no lack of ours.
    let shared = world("walk-shared-participant");
    assert_eq!(byway(&["paths", "--snapshot", &shared]).code, 0);
    assert_eq!(byway(&["paths", "--snapshot", &shared, "--incomplete", "strict"]).code, 3);
    // Named, but perhaps in a list that was not answered.
    assert_eq!(byway(&["paths", "--snapshot", &from, "--subnet", "subnet-0"]).code, 3);
}

fn nothing_answered() {
    let place = Place::new();
    let mut snapshot = parsed(&read(&world("refused-region")));
    for record in snapshot["coverage"].as_array_mut().unwrap() {
        record["outcome"] = "refused".into();
    }
    snapshot["accounts"]["111122223333"] = serde_json::json!({"partition": "aws"});
    let path = place.write("dark.json", snapshot.to_string());
    for command in [&["paths"][..], &["trace", "--from", "internet", "--to", "10.0.0.1"]] {
        let ran = byway(&[command, &["--snapshot", &path, "--incomplete", "ok"]].concat());
        assert_eq!((ran.code, ran.out.as_str()), (5, ""));
        assert!(ran.line().contains("nothing was answered"), "{}", ran.err);
    }
}

fn refused() {
    let refuses = |args: &[&str], words: &[&str]| byway(&[&["paths", "--demo"], args].concat()).refuses(words);
    refuses(&["--service", "dynamodbb"], &["no service `dynamodbb`", "did you mean `dynamodb`?"]);
    refuses(&["--service", "s3", "--service", "no-such-thing-at-all"], &["`no-such-thing-at-all`", "--service all"]);
    refuses(&["--vpc", "vpc-08f4e6fe9c5f60aed"], &["no VPC", "did you mean `vpc-08f4e6fe9c5f60aec`?"]);
    refuses(&["--subnet", "subnet-09da261964a09f049"], &["no subnet", "did you mean `subnet-09da261964a09f048`?"]);
    refuses(&["--output", "sarif"], &["no SARIF", "`--output csv`"]);
    refuses(&["--output", "xml"], &["`xml` is not a format"]);
    refuses(&["--service", "\u{1b}[31mred\u{202e}"], &["no service `\\u{1b}[31mred\\u{202e}`"]);
    byway(&["audit", "--demo", "--output", "csv"]).refuses(&["no CSV", "`--output json`"]);
}

fn harmless() {
    let place = Place::new();
    let path = place.write("s.json", hostile::snapshot());
    for format in ["text", "json", "csv"] {
        let page = byway(&["paths", "--snapshot", &path, "--service", "all", "--output", format]).out;
        let bent = page.chars().find(|letter| hostile::bends(*letter) && !(format == "csv" && *letter == '\r'));
        assert_eq!(bent, None, "{format}");
        if format != "json" {
            assert!(page.contains("\\u{1b}[31mred") || format == "csv", "what was hostile stays to be seen");
        }
    }
}
