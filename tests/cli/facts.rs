//! `byway facts`: what is known of every resource, and why the rest is not.

use super::{Place, byway, hostile, parsed, read, test, world};
use libtest_mimic::Trial;
use serde_json::Value;
use std::collections::BTreeSet;

pub fn tests() -> Vec<Trial> {
    vec![
        test("facts are JSON of their documented form, and the same bytes twice", documented_form),
        test("facts are told for a person with a paragraph a resource", for_people),
        test("facts say of an unknown which question is at fault, and exit with 3", unknowns),
        test("facts say of a list in part what may be missing", lists_in_part),
        test("facts of one resource are its own and its parts', by id or ARN", of_one_resource),
        test("facts of one name are asked of whatever has it", of_one_name),
        test("a resource or a fact that is none is refused with one thing to do", refused),
        test("a resource that is not seen may be in a list that was not answered", perhaps_unseen),
        test("facts put nothing into a page that bends a terminal, and read back as the very strings", harmless),
        test("facts go to files as they go to stdout", to_files),
    ]
}

fn facts(args: &[&str]) -> Value {
    let ran = byway(&[&["facts", "--output", "json"], args].concat());
    assert_eq!(ran.err, "", "{}", ran.out);
    parsed(&ran.out)
}

fn rows(page: &Value) -> &Vec<Value> {
    page["facts"].as_array().expect("facts")
}

fn row<'p>(page: &'p Value, id: &str, fact: &str) -> &'p Value {
    let found = rows(page).iter().find(|row| row["resource"]["id"] == id && row["fact"] == fact);
    found.unwrap_or_else(|| panic!("{id} has no {fact}"))
}

fn documented_form() {
    let schema = parsed(include_str!("../../docs/schemas/facts-v1.schema.json"));
    assert!(jsonschema::meta::is_valid(&schema));
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    for name in ["two-tier-nat", "refused-routes", "partial-subnets", "shared-vpc", "every-target", "zones"] {
        let args = ["facts", "--snapshot", &world(name), "--output", "json"];
        let [one, other] = [(); 2].map(|()| byway(&args));
        assert!(one.out == other.out, "{name} differs");
        let page = parsed(&one.out);
        let faults: Vec<String> =
            schema.iter_errors(&page).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert_eq!(faults, Vec::<String>::new(), "{name}");
        assert!(rows(&page).len() > 50, "{name} has {} facts", rows(&page).len());
    }
    let mut page = facts(&["--demo"]);
    assert!(schema.is_valid(&page));
    page["facts"][0]["unknown"] = serde_json::json!([]);
    assert!(!schema.is_valid(&page), "a fact is known or unknown, not both");
}

fn for_people() {
    let ran = byway(&["facts", "--snapshot", &world("two-tier-nat")]);
    assert_eq!(ran.err, "");
    for line in ["vpc-app", "subnet-private", "rtb-private", "  route /Routes/0"] {
        assert!(ran.out.lines().any(|one| one.starts_with(line)), "no line starts with {line}:\n{}", ran.out);
    }
    assert!(ran.out.lines().all(|line| line.chars().count() <= 100 || !line.trim().contains(' ')));
    assert!(!ran.out.contains('\u{1b}'));
}

fn unknowns() {
    let ran = byway(&["facts", "--snapshot", &world("refused-routes"), "--fact", "subnet.route_table"]);
    assert_eq!((ran.code, ran.err.as_str()), (3, ""));
    let told = ran.sentences();
    assert!(
        told.contains("? route_table unknown: ec2:DescribeRouteTables in 111122223333/eu-west-1 was refused"),
        "{told}"
    );
    let page = facts(&["--snapshot", &world("refused-routes"), "--fact", "subnet.route_table"]);
    for row in rows(&page) {
        assert_eq!(row["unknown"][0]["operation"], "ec2:DescribeRouteTables", "{row}");
        assert!(row.get("value").is_none());
    }
    let clean = byway(&["facts", "--snapshot", &world("two-tier-nat"), "--fact", "subnet.route_table"]);
    assert_eq!(clean.code, 0, "{}", clean.out);
}

fn lists_in_part() {
    let page = facts(&["--snapshot", &world("partial-subnets"), "--fact", "vpc.subnets"]);
    let row = rows(&page).first().expect("a VPC");
    assert!(!row["value"].as_array().expect("a list").is_empty());
    assert_eq!(row["rest"][0]["outcome"], "partial", "{row}");
    let page = facts(&["--snapshot", &world("partial-subnets"), "--fact", "subnet.cidr"]);
    assert_eq!(page["unseen"][0]["operation"], "ec2:DescribeSubnets");
    let ran = byway(&["facts", "--snapshot", &world("partial-subnets"), "--fact", "subnet.cidr"]);
    assert!(ran.code == 3 && ran.out.contains("NOT SEEN"), "{}", ran.out);
}

fn of_one_resource() {
    let of = |id: &str| facts(&["--snapshot", &world("two-tier-nat"), "--resource", id]);
    let page = of("rtb-private");
    let keys: BTreeSet<&str> = rows(&page).iter().map(|row| row["key"].as_str().expect("a key")).collect();
    assert!(keys.contains("") && keys.contains("/Routes/0"), "{keys:?}");
    assert!(rows(&page).iter().all(|row| row["resource"]["id"] == "rtb-private"));
    assert_eq!(page["unseen"], serde_json::json!([]), "what was found is all that was asked for");
    assert_eq!(of("arn:aws:ec2:eu-west-1:111122223333:route-table/rtb-private"), page);
}

fn of_one_name() {
    let page = facts(&["--snapshot", &world("two-tier-nat"), "--fact", "cidr"]);
    let nouns: BTreeSet<&str> = rows(&page).iter().map(|row| row["noun"].as_str().expect("a noun")).collect();
    assert!(nouns.contains("vpc") && nouns.contains("subnet"), "{nouns:?}");
    assert!(rows(&page).iter().all(|row| row["fact"] == "cidr"));
    let page = facts(&["--snapshot", &world("two-tier-nat"), "--fact", "vpc.cidr", "--resource", "vpc-app"]);
    assert_eq!(rows(&page).len(), 1);
    assert_eq!(row(&page, "vpc-app", "cidr")["value"], "10.0.0.0/16");
}

fn refused() {
    byway(&["facts", "--demo", "--fact", "vpc.cidrr"]).refuses(&["`vpc.cidrr`", "did you mean `vpc.cidr`?"]);
    let known = ["facts", "--snapshot", &world("two-tier-nat"), "--fact", "vpc.cidr", "--resource", "vpc-none"];
    byway(&known).refuses(&["`vpc-none`"]);
    byway(&["facts", "--demo", "--output", "sarif"]).refuses(&["text or json"]);
    byway(&["facts", "--demo", "--output", "json", "--output", "text"]).refuses(&["stdout"]);
}

fn perhaps_unseen() {
    let args = ["facts", "--snapshot", &world("refused-routes"), "--fact", "route_table.name", "--resource", "rtb-app"];
    let ran = byway(&args);
    assert_eq!((ran.code, ran.err.as_str()), (3, ""));
    assert!(ran.sentences().contains("ec2:DescribeRouteTables in 111122223333/eu-west-1 was refused"), "{}", ran.out);
}

fn harmless() {
    let place = Place::new();
    let path = place.write("s.json", hostile::snapshot());
    let page = byway(&["facts", "--snapshot", &path]);
    assert_eq!(page.out.chars().find(|character| hostile::bends(*character)), None);
    assert!(page.out.contains("\\u{1b}[31mred"), "what was hostile stays to be seen");
    let page = byway(&["facts", "--snapshot", &path, "--output", "json"]);
    assert_eq!(page.out.chars().find(|character| hostile::bends(*character)), None);
    let page = parsed(&page.out);
    assert!(rows(&page).iter().any(|row| row["fact"] == "name" && row["value"] == hostile::WORDS));
}

fn to_files() {
    let place = Place::new();
    let (text, json) = (place.at("facts.txt"), place.at("facts.json"));
    let from = world("two-tier-nat");
    let ran = byway(&[
        "facts",
        "--snapshot",
        &from,
        "--output",
        &format!("text={text}"),
        "--output",
        &format!("json={json}"),
    ]);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", ""));
    assert_eq!(read(&text), byway(&["facts", "--snapshot", &from]).out);
    assert_eq!(read(&json), byway(&["facts", "--snapshot", &from, "--output", "json"]).out);
}
