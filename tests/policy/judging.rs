//! The order of verdicts, and what a finding carries.

use super::holds;
use super::vocabulary::{
    ACCOUNT, Plain, Said, answer, around, builder, finding, gap, gaps, judged, language, load, policy_text, question,
    unknown, vpcs, world,
};
use byway::finding::{Fingerprint, Subject, Verdict};
use byway::policy::{Policy, subject_of};
use byway::snapshot::{Answer, Collection, Coverage, Gap, NotAsked, Outcome, Snapshot};
use libtest_mimic::{Failed, Trial};
use std::slice::from_ref;

pub fn tests() -> Vec<Trial> {
    vec![
        holds("verdicts come in order: when, the first fail that holds, any unknown, pass", order),
        holds("an unknown carries the reasons of every condition that was read", union),
        holds("a failure carries its evidence, each thing once, and the documents it points into", evidence),
        holds("a failure that can show nothing shows the thing itself", fallback),
        holds("an unknown names the missing permission", permission),
        holds("a list that could not be walked is an unknown of its own", scopes),
        holds("an account whose Regions are not known owes an unknown per policy", regions),
        holds("an owner that was asked too decides over a viewer", owners),
        holds("the key tells findings apart and is in the fingerprint; the reason is not", keys),
        holds("an option changes the verdict and no fingerprint", options),
        holds("judging twice gives the same findings in the same order", stable),
    ]
}

fn said(facts: &[(&str, Option<bool>)]) -> Said {
    facts
        .iter()
        .map(|(name, value)| {
            let answer = value.map_or_else(|| unknown(name), |value| Answer::Known(Plain::Bool(value)));
            ((*name).to_owned(), answer)
        })
        .collect()
}

fn two_fails() -> Result<Policy, Failed> {
    let second = "[[fail]]\nif = 'vpc.b2'\nreason = \"second\"\nsay = \"Second\"\n";
    let text = around("[walk]\neach = \"vpc\"\nwhen = 'vpc.b0'\n", &format!("if = 'vpc.b1'\n{second}"));
    Ok(load(&text)?)
}

fn order() -> Result<(), Failed> {
    let policy = two_fails()?;
    let (yes, no, open) = (Some(true), Some(false), None);
    let cases = [
        ([no, yes, yes], Verdict::NotApplicable, ""),
        ([no, open, open], Verdict::NotApplicable, ""),
        ([open, yes, yes], Verdict::Unknown, ""),
        ([open, no, no], Verdict::Unknown, ""),
        ([yes, yes, yes], Verdict::Fail, "wrong"),
        ([yes, yes, open], Verdict::Fail, "wrong"),
        ([yes, open, yes], Verdict::Fail, "second"),
        ([yes, no, yes], Verdict::Fail, "second"),
        ([yes, open, no], Verdict::Unknown, ""),
        ([yes, no, open], Verdict::Unknown, ""),
        ([yes, no, no], Verdict::Pass, ""),
    ];
    for (facts, verdict, reason) in cases {
        let found = finding(&policy, said(&[("b0", facts[0]), ("b1", facts[1]), ("b2", facts[2])]));
        assert_eq!((found.verdict, found.reason.as_str()), (verdict, reason), "{facts:?}");
        assert_eq!(found.verdict == Verdict::Unknown, !found.gaps.is_empty(), "{facts:?}");
        assert_eq!(found.verdict == Verdict::Fail, !found.evidence.is_empty(), "{facts:?}");
    }
    Ok(())
}

fn union() -> Result<(), Failed> {
    let policy = two_fails()?;
    let found = finding(&policy, said(&[("b0", Some(true)), ("b1", None), ("b2", None)]));
    assert_eq!(found.gaps, gaps(&["b1", "b2"]));
    assert_eq!(found.message, "Cannot tell whether this holds: Something is wrong; b1, and 1 more reason");
    let found = finding(&policy, said(&[("b0", None), ("b1", None), ("b2", None)]));
    assert_eq!(found.gaps, gaps(&["b0"]));
    Ok(())
}

fn evidence() -> Result<(), Failed> {
    let policy =
        load(&policy_text("if = 'true'\nshow = [\"vpc.cidr\", \"vpc.subnets\", \"vpc.subnets.id\", \"vpc.cidr\"]"))?;
    let judgement = judged(from_ref(&policy), Said::new(), &world());
    let found = &judgement.findings[0];
    let shown: Vec<_> = found
        .evidence
        .iter()
        .map(|evidence| {
            (
                evidence.resource.id.as_str(),
                evidence.operation.as_str(),
                evidence.pointer.as_str(),
                evidence.value.as_str().unwrap_or_default(),
                evidence.says.as_str(),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("vpc-1", "ec2:DescribeVpcs", "/CidrBlock", "10.0.0.0/16", "what the test says of cidr"),
            ("subnet-a", "ec2:DescribeSubnets", "/SubnetId", "subnet-a", "A subnet"),
            ("subnet-b", "ec2:DescribeSubnets", "/SubnetId", "subnet-b", "A subnet"),
            ("subnet-a", "ec2:DescribeSubnets", "/SubnetId", "subnet-a", "the subnet's id"),
            ("subnet-b", "ec2:DescribeSubnets", "/SubnetId", "subnet-b", "the subnet's id"),
        ]
    );
    let documents: Vec<&str> = judgement.documents.keys().map(|resource| resource.id.as_str()).collect();
    assert_eq!(documents, ["vpc-1", "subnet-a", "subnet-b"]);
    assert_eq!(found.message, "It is wrong");
    assert_eq!(found.fix.text, "Mend it");
    assert_eq!(found.references.len(), 1);
    Ok(())
}

fn fallback() -> Result<(), Failed> {
    let found = finding(&load(&policy_text("if = 'true'"))?, Said::new());
    let [evidence] = found.evidence.as_slice() else { panic!("{:?}", found.evidence) };
    assert_eq!((evidence.resource.id.as_str(), evidence.pointer.as_str()), ("vpc-1", ""));
    assert_eq!(evidence.value, "vpc-1");
    Ok(())
}

/// A world in which the subnets are answered and a list ended otherwise.
fn hidden(collection: Collection, outcome: Outcome) -> Snapshot {
    let mut builder = builder();
    answer(&mut builder, ACCOUNT, Collection::Vpcs, vpcs(ACCOUNT));
    builder.record(Coverage::new(question(ACCOUNT, collection), outcome));
    builder.finish()
}

fn permission() -> Result<(), Failed> {
    let policy = load(&policy_text("if = 'vpc.subnets.exists(s, s.id == \"subnet-x\")'"))?;
    let judgement = judged(from_ref(&policy), Said::new(), &hidden(Collection::Subnets, Outcome::Refused));
    let [found] = judgement.findings.as_slice() else { panic!("{:?}", judgement.findings) };
    assert_eq!(found.verdict, Verdict::Unknown);
    assert_eq!(
        found.message,
        "Cannot tell whether this holds: Something is wrong; ec2:DescribeSubnets in 111122223333/eu-west-1 was refused; \
         missing permission: ec2:DescribeSubnets"
    );
    assert_eq!(found.fix.text, "Allow ec2:DescribeSubnets to the identity that runs byway");
    Ok(())
}

fn scopes() -> Result<(), Failed> {
    let policy = load(&policy_text("if = 'false'\nkey = \"{vpc.zone}\""))?;
    let judgement = judged(from_ref(&policy), Said::new(), &hidden(Collection::Vpcs, Outcome::Partial));
    let found: Vec<_> = judgement.findings.iter().map(|found| (subject_of(found), found.verdict)).collect();
    assert_eq!(
        found,
        [("vpc-1/(unknown)".to_owned(), Verdict::Pass), ("scope:ec2:DescribeVpcs".to_owned(), Verdict::Unknown)]
    );
    let scope = &judgement.findings[1];
    assert!(matches!(scope.subject, Subject::Scope(_)));
    assert_eq!((scope.key.as_str(), scope.name.as_deref()), ("", None));
    assert!(matches!(scope.gaps.iter().next(), Some(Gap::NotSeen(record)) if record.outcome == Outcome::Partial));
    Ok(())
}

fn regions() -> Result<(), Failed> {
    let policy = load(&policy_text("if = 'false'"))?;
    let verdicts = |snapshot: &Snapshot| {
        let judgement = judged(from_ref(&policy), Said::new(), snapshot);
        judgement.findings.iter().map(|found| (subject_of(found), found.verdict)).collect::<Vec<_>>()
    };
    let pass = ("vpc-1".to_owned(), Verdict::Pass);
    let owed = ("scope:ec2:DescribeRegions".to_owned(), Verdict::Unknown);
    assert_eq!(verdicts(&hidden(Collection::Regions, Outcome::Refused)), [pass.clone(), owed]);
    assert_eq!(verdicts(&world()), from_ref(&pass));
    let mut builder = builder();
    answer(&mut builder, ACCOUNT, Collection::Vpcs, vpcs(ACCOUNT));
    builder.record(Coverage::not_asked(question(ACCOUNT, Collection::Regions), NotAsked::NotNeeded));
    assert_eq!(verdicts(&builder.finish()), from_ref(&pass));
    let mut narrowed = hidden(Collection::Regions, Outcome::Refused);
    narrowed.narrowed_to = vec!["eu-west-1".parse()?];
    assert_eq!(verdicts(&narrowed), [pass]);
    Ok(())
}

fn owners() -> Result<(), Failed> {
    const OWNER: &str = "444455556666";
    let policy = load(&policy_text("if = 'true'"))?;
    let judged_by = |owner: Option<Outcome>| {
        let mut builder = builder();
        answer(&mut builder, ACCOUNT, Collection::Vpcs, vpcs(OWNER));
        match owner {
            None => {}
            Some(Outcome::Answered) => {
                answer(&mut builder, OWNER, Collection::Regions, serde_json::json!([]));
                answer(&mut builder, OWNER, Collection::Vpcs, vpcs(OWNER));
            }
            Some(outcome) => {
                answer(&mut builder, OWNER, Collection::Regions, serde_json::json!([]));
                builder.record(Coverage::new(question(OWNER, Collection::Vpcs), outcome));
            }
        }
        let judgement = judged(from_ref(&policy), Said::new(), &builder.finish());
        let seen = |found: &byway::finding::Finding| (found.account.to_string(), subject_of(found), found.verdict);
        judgement.findings.iter().map(seen).collect::<Vec<_>>()
    };
    let fail = |account: &str| (account.to_owned(), "vpc-1".to_owned(), Verdict::Fail);
    assert_eq!(judged_by(None), [fail(ACCOUNT)]);
    assert_eq!(judged_by(Some(Outcome::Answered)), [fail(OWNER)]);
    // The owner could not see it: that it is unknown stands, and the viewer's failure does not come back.
    assert_eq!(
        judged_by(Some(Outcome::Refused)),
        [(OWNER.to_owned(), "scope:ec2:DescribeVpcs".to_owned(), Verdict::Unknown)]
    );
    Ok(())
}

fn keys() -> Result<(), Failed> {
    let of = |zone: &str, reason: &str| -> Result<Fingerprint, Failed> {
        let text = policy_text("if = 'true'\nkey = \"{vpc.zone}/x\"").replace("\"wrong\"", &format!("\"{reason}\""));
        let said: Said = [("zone".to_owned(), Answer::Known(Plain::text(zone)))].into();
        let found = finding(&load(&text)?, said);
        assert_eq!(found.key, format!("{zone}/x"));
        assert_eq!(found.fingerprint, Fingerprint::new("some-defect", &found.subject.identity(), &found.key));
        Ok(found.fingerprint)
    };
    assert_ne!(of("a", "one")?, of("b", "one")?);
    assert_eq!(of("a", "one")?, of("a", "two")?);
    Ok(())
}

fn options() -> Result<(), Failed> {
    let text = policy_text("if = 'vpc.n0 > option.most'\n[options]\nmost = { default = 5, say = \"The most\" }");
    let mut policy = load(&text)?;
    let seven: Said = [("n0".to_owned(), Answer::Known(Plain::Number(7)))].into();
    let before = finding(&policy, seven.clone());
    policy.set_option("most", "9")?;
    let after = finding(&policy, seven);
    assert_eq!((before.verdict, after.verdict), (Verdict::Fail, Verdict::Pass));
    assert_eq!(before.fingerprint, after.fingerprint);
    Ok(())
}

fn stable() -> Result<(), Failed> {
    let named = |id: &str| -> Result<Policy, Failed> {
        let text = policy_text("if = 'vpc.b0'").replace("some-defect", id);
        let origin = byway::policy::Origin { file: id, stem: id, family: "own", bundled: false };
        Ok(byway::policy::from_text(&text, origin, language())?)
    };
    let (one, two) = (named("one")?, named("two")?);
    let snapshot = hidden(Collection::Vpcs, Outcome::Partial);
    let first = judged(&[two.clone(), one.clone()], Said::new(), &snapshot).findings;
    let second = judged(&[one, two], Said::new(), &snapshot).findings;
    assert_eq!(first, second);
    let policies: Vec<&str> = first.iter().map(|found| found.policy.as_str()).collect();
    assert_eq!(policies, ["one", "one", "two", "two"]);
    assert_eq!(first[0].gaps, gap("b0").into());
    Ok(())
}
