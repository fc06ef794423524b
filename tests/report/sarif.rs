//! SARIF: against OASIS's schema, against the rules no schema states, and with its lines counted anew.

#![expect(clippy::unwrap_used, reason = "a page that cannot be read has failed the test")]

pub mod rules;

use super::sample::{account, draft, policies, region, thing, verdict};
use super::{pages, sample, test};
use byway::finding::{Evidence, Fingerprint, Severity, Subject, Verdict};
use byway::id::{Kind, Partition};
use byway::report::sarif::{self, SarifError};
use byway::report::{Audited, Report};
use byway::snapshot::{Collection, Coverage, Gap, NotAsked};
use libtest_mimic::{Completion, Failed, Trial};
use serde_json::Value;
use std::path::PathBuf;

pub fn tests() -> Vec<Trial> {
    vec![
        Trial::ignorable_test("report: the SARIF report is as OASIS's schema says", follows_schema),
        test("the SARIF report keeps the rules that GitHub has and no schema states", keeps_rules),
        test("the rules of GitHub are broken by what breaks them", rules_can_fail),
        test("every line that SARIF names holds the member of its pointer", lines_hold_members),
        test("a thing without a document is at its opening brace and shows no text", undocumented),
        test("a path has one flow, in the order of its evidence, and links the things beside the subject", flow),
        test("accepted findings are left out of SARIF", waived_left_out),
        test("a coverage gap is one result an operation and key, and fails the invocation", coverage),
        test("a run in which everything was answered succeeded", success),
        test("a run that judged little for want of files does not look like one that found little", offline),
        test("the category of a narrowed run is its own", category),
        test("an account that failed entirely has no run", failed_account_has_no_run),
        test("more accounts than one file may hold are refused, one by one they are not", too_many_accounts),
        test("of too many findings the worst are kept, and the run says so", worst_are_kept),
        test("fingerprints and paths are those pinned for ever", pinned),
    ]
}

fn parsed() -> Value {
    pages::parsed(&pages::as_sarif(&sample::report()))
}

fn results(log: &Value) -> &[Value] {
    log["runs"][0]["results"].as_array().unwrap()
}

/// The schema in the folder of third-party data; a folder that is given and lacks it is an error.
pub fn schema() -> Result<Option<Value>, Failed> {
    let Some(folder) = std::env::var_os("BYWAY_EXTERNAL") else { return Ok(None) };
    let place = PathBuf::from(folder).join("schemas/sarif-schema-2.1.0.json");
    let text = std::fs::read_to_string(&place).map_err(|error| format!("{}: {error}", place.display()))?;
    Ok(Some(serde_json::from_str(&text)?))
}

fn follows_schema() -> Result<Completion, Failed> {
    let Some(schema) = schema()? else {
        return Ok(Completion::ignored_with("BYWAY_EXTERNAL is not set, and OASIS's schema is not ours to ship"));
    };
    let validator = jsonschema::validator_for(&schema)?;
    let mut narrowed = draft();
    narrowed.narrowing.min_severity = Some(Severity::High);
    let mut empty = draft();
    empty.findings.clear();
    for report in [sample::report(), Report::new(narrowed), Report::new(empty)] {
        let log = pages::parsed(&pages::as_sarif(&report));
        let errors: Vec<String> =
            validator.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert_eq!(errors, Vec::<String>::new());
    }
    let mut broken = parsed();
    broken["runs"][0]["results"][0]["nosuch"] = Value::Bool(true);
    assert!(!validator.is_valid(&broken), "the schema can refuse");
    Ok(Completion::Completed)
}

fn keeps_rules() {
    assert_eq!(rules::broken(&parsed()), Vec::<String>::new());
}

fn rules_can_fail() {
    type Break = fn(&mut Value);
    let breaks: [(&str, Break); 12] = [
        ("location", |log| log["runs"][0]["results"][0]["locations"] = Value::Array(Vec::new())),
        ("colon", |log| {
            log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] =
                "arn:aws:ec2".into();
        }),
        ("startLine", |log| {
            log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0.into();
        }),
        ("kind", |log| log["runs"][0]["results"][0]["kind"] = "pass".into()),
        ("ruleIndex", |log| log["runs"][0]["results"][0]["ruleIndex"] = 1.into()),
        ("fingerprint", |log| {
            let first = log["runs"][0]["results"][0].clone();
            log["runs"][0]["results"][1] = first;
        }),
        ("category", |log| log["runs"][0]["automationDetails"]["id"] = "byway/aws/111122223333".into()),
        ("twice", |log| {
            let first = log["runs"][0].clone();
            log["runs"].as_array_mut().unwrap().push(first);
        }),
        ("security-severity", |log| {
            log["runs"][0]["tool"]["driver"]["rules"][0]["properties"]["security-severity"] = 8.0.into();
        }),
        ("tags", |log| {
            log["runs"][0]["tool"]["driver"]["rules"][0]["properties"]["tags"] = vec!["security"; 11].into();
        }),
        ("first sentence", |log| log["runs"][0]["results"][0]["message"]["text"] = "Bad. In 111122223333.".into()),
        ("help", |log| log["runs"][0]["tool"]["driver"]["rules"][0]["help"]["text"] = "".into()),
    ];
    for (word, damage) in breaks {
        let mut log = parsed();
        damage(&mut log);
        let lines = rules::broken(&log);
        assert!(lines.iter().any(|line| line.contains(word)), "{word}: {lines:?}");
    }
}

/// Reads the document as anybody would: line by line, with the last step of the pointer looked for by its text.
fn holds(lines: &[&str], at: &Value, pointer: &str) -> bool {
    let number = |member: &str| at[member].as_u64().and_then(|number| usize::try_from(number).ok()).unwrap();
    let (first, last) = (number("startLine"), number("endLine"));
    let (from, to) = (number("startColumn"), number("endColumn"));
    let text = if first == last {
        lines[first - 1][from - 1..to - 1].to_owned()
    } else {
        let middle = &lines[first..last - 1];
        [&[&lines[first - 1][from - 1..]], middle, &[&lines[last - 1][..to - 1]]].concat().join("\n")
    };
    let step = pointer.rsplit('/').next().unwrap();
    let begins = if step.parse::<usize>().is_ok() { "{".to_owned() } else { format!("\"{step}\": ") };
    text == at["snippet"]["text"].as_str().unwrap() && text.starts_with(&begins)
}

fn lines_hold_members() {
    let folder = tempfile::tempdir().unwrap();
    byway::report::evidence::write(&sample::report(), folder.path()).unwrap();
    let log = parsed();
    let mut looked_at = 0;
    for (result, pointers) in [
        // By order of the results: the absent member is shown at the id.
        (0, vec!["/VpcEndpointId"]),
        (1, vec!["/VpcId"]),
        (2, vec!["/VpcId"]),
    ] {
        let result = &results(&log)[result];
        for (location, pointer) in result["locations"].as_array().unwrap().iter().zip(pointers) {
            looked_at += 1;
            assert_location(folder.path(), location, pointer);
        }
        for flow in result["codeFlows"].as_array().into_iter().flatten() {
            let steps = flow["threadFlows"][0]["locations"].as_array().unwrap();
            let wanted = ["/VpcId", "/Associations/0/SubnetId", "/Routes/1/NatGatewayId", "/RouteTableIds"];
            assert_eq!(steps.len(), wanted.len());
            for (step, pointer) in steps.iter().zip(wanted) {
                looked_at += 1;
                assert_location(folder.path(), &step["location"], pointer);
            }
        }
    }
    for gap in results(&log).iter().filter(|result| result["ruleId"] == "coverage-gap") {
        looked_at += 1;
        assert_location(folder.path(), &gap["locations"][0], "/Unanswered/0/Operation");
    }
    assert_eq!(looked_at, 15);
}

fn assert_location(folder: &std::path::Path, location: &Value, pointer: &str) {
    let physical = &location["physicalLocation"];
    let text = std::fs::read_to_string(folder.join(physical["artifactLocation"]["uri"].as_str().unwrap())).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert!(holds(&lines, &physical["region"], pointer), "{pointer} in {physical:#}");
    let (inner, outer) = (&physical["region"], &physical["contextRegion"]);
    assert!(outer["startLine"].as_u64() <= inner["startLine"].as_u64());
    assert!(outer["endLine"].as_u64() >= inner["endLine"].as_u64());
    assert_ne!(outer["snippet"], inner["snippet"], "a context is larger than what it surrounds");
    assert!(outer["snippet"]["text"].as_str().unwrap().contains(inner["snippet"]["text"].as_str().unwrap()));
}

fn undocumented() {
    let mut draft = draft();
    draft.documents.clear();
    let log = pages::parsed(&pages::as_sarif(&Report::new(draft)));
    let physical = &results(&log)[0]["locations"][0]["physicalLocation"];
    assert_eq!(physical["region"], serde_json::json!({"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 2}));
    assert_eq!(physical["contextRegion"], Value::Null);
    assert_eq!(rules::broken(&log), Vec::<String>::new());
}

fn flow() {
    let log = parsed();
    let found = &results(&log)[1];
    assert_eq!(
        found["message"]["text"],
        "subnet-0aa11bb22cc33dd44 in account 111122223333, eu-west-1 (named \"app-private-a\"): Traffic from \
         subnet-0aa11bb22cc33dd44 (app-private-a) to s3 leaves by nat-0a11b22c33d44e55f. See also \
         [rtb-0b22c33d44e55f667](1), [vpce-0c33d44e55f667788](2)."
    );
    let related = found["relatedLocations"].as_array().unwrap();
    assert_eq!(related.iter().map(|location| location["id"].as_u64().unwrap()).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(found["codeFlows"].as_array().unwrap().len(), 1);
    assert_eq!(results(&log)[0]["codeFlows"], Value::Null, "one step is no flow");
}

fn waived_left_out() {
    assert!(results(&parsed()).iter().all(|result| result["ruleId"] != "interface-endpoint-single-az"));
    assert!(!pages::as_sarif(&sample::report()).contains("suppressions"));
}

fn coverage() {
    let log = parsed();
    let gaps: Vec<&Value> = results(&log).iter().filter(|result| result["ruleId"] == "coverage-gap").collect();
    assert_eq!(gaps.len(), 4, "two keys of one operation are two");
    for gap in &gaps {
        assert_eq!(gap["level"], "note");
        assert_eq!(
            gap["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            "aws/111122223333/eu-west-1/_coverage/ec2.json"
        );
    }
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    assert_eq!(invocation["exitCode"], 1);
    let levels = |level: &str| {
        let notifications = invocation["toolExecutionNotifications"].as_array().unwrap();
        notifications.iter().filter(|notification| notification["level"] == level).count()
    };
    assert_eq!(levels("error"), 4);
    // Not asked, another account's, unrecognised, not modelled.
    assert_eq!(levels("note"), 4);
}

fn success() {
    let mut draft = draft();
    draft.coverage = vec![Coverage::answered(sample::question(Collection::Vpcs, ""), 1, 1)];
    let log = pages::parsed(&pages::as_sarif(&Report::new(draft)));
    assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], true);
    assert!(results(&log).iter().all(|result| result["ruleId"] != "coverage-gap"));
}

fn offline() {
    let mut draft = draft();
    let never = Coverage::not_asked(sample::question(Collection::RouteTables, ""), NotAsked::Offline);
    draft.coverage = vec![Coverage::answered(sample::question(Collection::Vpcs, ""), 1, 1), never.clone()];
    let unknown = draft.findings.iter_mut().find(|finding| finding.verdict == Verdict::Unknown).unwrap();
    unknown.gaps = Gap::NotSeen(Box::new(never)).into();
    let log = pages::parsed(&pages::as_sarif(&Report::new(draft)));
    assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], false);
    let gaps = results(&log).iter().filter(|result| result["ruleId"] == "coverage-gap").count();
    assert_eq!(gaps, 1);
    assert_eq!(rules::broken(&log), Vec::<String>::new());
}

fn category() {
    let of = |report: &Report| pages::parsed(&pages::as_sarif(report))["runs"][0]["automationDetails"]["id"].clone();
    assert_eq!(of(&sample::report()), "byway/aws/111122223333/");
    let mut narrowed = draft();
    narrowed.narrowing.regions = vec![region("eu-west-1")];
    let report = Report::new(narrowed);
    let digest = report.narrowing.digest().unwrap();
    assert_eq!(of(&report), format!("byway/aws/111122223333/narrowed-{digest}/"));
    assert!(digest.len() == 8 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()));
}

/// The sample with `number` more accounts, of which one question was answered.
fn with_accounts(number: u64) -> Report {
    let mut draft = draft();
    for at in 0..number {
        let account = account(&format!("{:012}", 444_400_000_000 + at));
        let mut question = sample::question(Collection::Vpcs, "");
        question.account = account.clone();
        draft.coverage.push(Coverage::answered(question, 0, 1));
        draft.accounts.push(Audited { account, partition: Partition::Aws });
    }
    Report::new(draft)
}

fn failed_account_has_no_run() {
    let mut draft = draft();
    draft.accounts.push(Audited { account: account("444455556666"), partition: Partition::Aws });
    let report = Report::new(draft);
    let log = pages::parsed(&pages::as_sarif(&report));
    assert_eq!(log["runs"].as_array().unwrap().len(), 1);
    let alone = sarif::render(&report, Some(&account("444455556666")), None, &mut Vec::new());
    assert!(matches!(alone, Err(SarifError::NothingSeen)));
}

fn too_many_accounts() {
    let twenty = with_accounts(19);
    assert_eq!(rules::broken(&pages::parsed(&pages::as_sarif(&twenty))), Vec::<String>::new());
    let more = with_accounts(20);
    let error = sarif::render(&more, None, None, &mut Vec::new()).unwrap_err();
    assert!(matches!(error, SarifError::TooManyAccounts { accounts: 21 }));
    assert!(error.to_string().contains("`--output-dir`"));
    for audited in sarif::accounts(&more) {
        let mut out = Vec::new();
        sarif::render(&more, Some(&audited.account), None, &mut out).unwrap();
        let log = pages::parsed(std::str::from_utf8(&out).unwrap());
        assert_eq!(log["runs"][0]["automationDetails"]["id"], sarif::category(&more, audited));
    }
}

fn worst_are_kept() {
    let words = policies();
    let mut draft = draft();
    draft.findings = (0..25_010)
        .map(|at| {
            // The worst come last in order of subject.
            let words = if at < 25_000 { &words[0] } else { &words[1] };
            let vpc = thing(Kind::Vpc, &format!("vpc-{at:017x}"));
            let mut finding = verdict(words, Subject::Resource(vpc.clone()), "", Verdict::Fail);
            finding.message = "x".to_owned();
            finding.evidence = vec![Evidence {
                resource: vpc,
                operation: "ec2:DescribeVpcs".to_owned(),
                pointer: "/VpcId".to_owned(),
                value: Value::Null,
                says: "x".to_owned(),
            }];
            finding
        })
        .collect();
    let log = pages::parsed(&pages::as_sarif(&Report::new(draft)));
    assert_eq!(results(&log).len(), 25_000);
    let errors = results(&log).iter().filter(|result| result["level"] == "error").count();
    assert_eq!(errors, 10);
    let gaps = results(&log).iter().filter(|result| result["ruleId"] == "coverage-gap").count();
    assert_eq!(gaps, 4, "what was not seen is never left out");
    let notifications = log["runs"][0]["invocations"][0]["toolExecutionNotifications"].to_string();
    assert!(notifications.contains("14 findings are not in this run"));
}

/// Alerts are identified by these. A change here closes every alert of every user and opens them anew.
fn pinned() {
    let found = &results(&parsed())[1].clone();
    let physical = &found["locations"][0]["physicalLocation"];
    assert_eq!(
        physical["artifactLocation"]["uri"],
        "aws/111122223333/eu-west-1/ec2/subnet/subnet-0aa11bb22cc33dd44.json"
    );
    let whole = Fingerprint::new(
        "gateway-endpoint-subnet-not-routed",
        "arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-0aa11bb22cc33dd44",
        "s3/ipv4",
    );
    assert_eq!(found["fingerprints"]["bywayFindingId/v1"], whole.as_str());
    assert_eq!(found["partialFingerprints"]["primaryLocationLineHash"], PINNED);
}

/// The first digits of sha256 over `["byway/1","gateway-endpoint-subnet-not-routed","arn:…","s3/ipv4"]`, by `sha256sum`.
const PINNED: &str = "b3b8f084fcf8fd33:1";
