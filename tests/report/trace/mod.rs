//! A trace, in every format.

#![expect(clippy::unwrap_used, reason = "a page that cannot be read has failed the test")]

mod sample;

use super::hostile::{bends, hostile};
use super::{pages, test};
use byway::finding::{Disposition, Session, Traced};
use byway::report::text::Look;
use byway::report::trace;
use byway::report::trace::text::Flow;
use byway::snapshot::Gap;
use libtest_mimic::Trial;
use proptest::test_runner::{Config, TestRunner};
use sample::{ends, session, traced};
use serde_json::{Value, json};

pub fn tests() -> Vec<Trial> {
    vec![
        test("the text of a trace is the page that was looked at", golden),
        test("every end of a trace is a sentence that names what decided", sentences),
        test("a name that leads nowhere is told in the first sentence", nowhere),
        test("the JSON of a trace is as its schema says", follows_schema),
        test("a trace in JSON has the members of the contract", members),
        test("no name bends a page of a trace", harmless),
    ]
}

fn as_text(traced: &Traced, look: Look) -> String {
    let mut out = Vec::new();
    trace::text::render(traced, Flow { protocol: 6, port: Some(443) }, look, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn as_json(traced: &Traced) -> String {
    let mut out = Vec::new();
    trace::json::render(traced, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn golden() {
    let text = as_text(&traced(vec![session()]), Look::default());
    if std::env::var_os("BYWAY_BLESS").is_some() {
        let written = std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/report/trace/sample.txt"), &text);
        assert!(written.is_ok(), "{written:?}");
        return;
    }
    assert!(text == include_str!("sample.txt"), "BYWAY_BLESS=1 writes it anew; look at it\n{text}");
}

/// The lines under the first, joined, as far as the first heading.
fn sentence(session: Session) -> String {
    let text = as_text(&traced(vec![session]), Look::default());
    let lines = text.lines().skip(1).take_while(|line| !line.is_empty());
    lines.map(str::trim).collect::<Vec<_>>().join(" ")
}

fn sentences() {
    let expected = [
        "delivered to the internet by NAT gateway nat-0a11b22c33d44e55f, and the replies come back",
        "delivered to the service by gateway endpoint vpce-0c33d44e55f667788",
        "delivered to rtb-0b22c33d44e55f667",
        "leaves what is in view by transit gateway tgw-1; what lies behind cannot be told",
        "stopped on the way there, hop 3: no route leads on: rtb-0b22c33d44e55f667: the route to 0.0.0.0/0 takes \
         52.218.0.0/17 of s3",
        "stopped on the way there, hop 3: what the route leads to is not there: rtb-0b22c33d44e55f667",
        "stopped on the way there, hop 3: a security group does not let it through: rtb-",
        "stopped on the way there, hop 3: a network ACL does not let it through: rtb-",
        "stopped on the way there, hop 3: a gateway does not take it: rtb-",
        "not sent: the name does not resolve",
        "not sent: no network interface of a workload is in the subnet",
        "not alike for all of it, on the way there",
        "cannot be told, on the way there: ec2:DescribeNetworkAcls in 111122223333/eu-west-1 was refused \
         (UnauthorizedOperation) (needs ec2:DescribeNetworkAcls)",
        "stopped on the way back, hop 3: no route leads on: rtb-",
    ];
    let ends = ends();
    assert_eq!(ends.len(), expected.len());
    for (session, expected) in ends.into_iter().zip(expected) {
        let told = sentence(session);
        assert!(told.starts_with(expected), "{told}");
    }
    let several = as_text(&traced(ends_of_two()), Look { colour: false, width: 200 });
    assert!(several.contains("to 52.218.0.0/17 (ipv4, 25% of the addresses): delivered to the internet"), "{several}");
    assert!(several.contains("75% of the addresses"), "{several}");
}

fn ends_of_two() -> Vec<Session> {
    vec![Session { share: 0.25, ..session() }, Session { share: 0.75, ..session() }]
}

fn nowhere() {
    let mut traced = traced(Vec::new());
    traced.names[0].leads_to = "nothing: zone Z1 has no such record".to_owned();
    let text = as_text(&traced, Look::default());
    assert!(text.contains("not sent: s3.eu-west-1.amazonaws.com does not resolve (nothing: zone Z1"), "{text}");
    traced.names[0].gaps = Gap::NotModelled { what: "names".to_owned() }.into();
    let text = as_text(&traced, Look::default());
    assert!(text.contains("cannot be told: what s3.eu-west-1.amazonaws.com resolves to: byway does not"), "{text}");
}

fn errors(value: &Value) -> Vec<String> {
    let schema = pages::parsed(include_str!("../../../docs/schemas/trace-v1.schema.json"));
    assert!(jsonschema::meta::is_valid(&schema));
    let validator = jsonschema::validator_for(&schema).unwrap();
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn follows_schema() {
    for answers in [ends(), Vec::new()] {
        assert_eq!(errors(&pages::parsed(&as_json(&traced(answers)))), Vec::<String>::new());
    }
    let mut page = pages::parsed(&as_json(&traced(ends())));
    page["answers"][0]["forward"]["disposition"] = json!("fine");
    page["answers"][1].as_object_mut().unwrap().remove("return");
    assert_eq!(errors(&page).len(), 2);
}

fn members() {
    let page = pages::parsed(&as_json(&traced(ends())));
    assert_eq!(page["schema_version"], "byway/trace-v1");
    assert_eq!(page["from"], "i-0c0507c81a7f407fe (eni-0bf650192cb6c4f92)");
    assert_eq!(page["name"][0]["hops"][0]["decided_by"]["value"], true);
    let first = &page["answers"][0];
    assert_eq!((&first["via"], &first["share"]), (&json!("nat-gateway"), &json!(1.0)));
    assert_eq!(first["forward"]["disposition"], "to-internet");
    assert_eq!(first["forward"]["hops"][0]["resource"]["type"], "security-group");
    assert_eq!(first["return"]["disposition"], "delivered");
    assert_eq!((&page["answers"][1]["return"], &page["answers"][2]["target"]), (&Value::Null, &Value::Null));
    assert_eq!(page["answers"][12]["forward"]["gaps"][0]["permission"], "ec2:DescribeNetworkAcls");
}

fn harmless() {
    let mut runner = TestRunner::new(Config { cases: 60, failure_persistence: None, ..Config::default() });
    let checked = runner.run(&hostile(), |text| {
        let mut traced = traced(ends());
        traced.from.clone_from(&text);
        traced.to.clone_from(&text);
        traced.names[0].leads_to.clone_from(&text);
        traced.answers[0].target.clone_from(&text);
        traced.answers[0].address.clone_from(&text);
        for hop in &mut traced.answers[0].forward.hops {
            hop.action.clone_from(&text);
            hop.resource.id.clone_from(&text);
            hop.value = json!({text.as_str(): text});
        }
        traced.answers[1].forward.gaps = Gap::Unrecognised { field: text.clone(), value: text.clone() }.into();
        traced.answers[1].forward.disposition = Disposition::Unknown;
        for look in [Look::default(), Look { colour: false, width: 40 }] {
            let page = as_text(&traced, look);
            assert_eq!(page.chars().find(|letter| bends(*letter)), None, "{page}");
        }
        let coloured = as_text(&traced, Look { colour: true, width: 100 });
        assert_eq!(coloured.matches('\u{1b}').count(), coloured.matches("\u{1b}[").count());
        let page = as_json(&traced);
        assert_eq!(page.chars().find(|letter| bends(*letter)), None, "{page}");
        assert_eq!(pages::parsed(&page)["answers"][0]["forward"]["hops"][0]["decided_by"]["value"][&text], text);
        Ok(())
    });
    checked.unwrap();
}
