//! The policy file: every key, and every mistake with its line and column.

use super::holds;
use super::vocabulary::{HEAD, around, language, load, policy_text};
use byway::finding::{Confidence, Severity, Verdict};
use byway::policy::{Expectation, LoadErrors, OptionError, Origin, Policy, Worth, from_text, join, missing_cases};
use byway::snapshot::Collection;
use libtest_mimic::Trial;
use std::collections::BTreeSet;

pub fn tests() -> Vec<Trial> {
    vec![
        holds("a whole policy file loads, and says what it holds", whole),
        holds("a mistake in a policy file is shown with its line, column and remedy", mistakes),
        holds("all mistakes of a file are shown at once, in order", all_at_once),
        holds("one of byway's own needs a page of AWS's and a pass, a fail and an unknown case", bundled),
        holds("an option is set by its type", options),
        holds("a policy needs what its walk and its facts read", needs),
        holds("an id means one policy for ever", ids),
        holds("a file has at most 256 KiB", size),
    ]
}

const WHOLE: &str = r#"id = "some-defect"
title = "Something is wrong"
severity = "high"
confidence = "likely"
since = "0.1.0"
why = '''
It matters.
'''
fix = "Mend {vpc.id}, with {{care}}"
see = ["https://docs.aws.amazon.com/vpc/latest/userguide/what-is-amazon-vpc.html"]
replaces = ["old-defect"]

[maps]
cis-aws-7 = ["6.8", "6.9"]

[options]
hours = { default = 24, say = "Hours to wait" }
strict = { default = false, say = "Whether to be strict" }
zone = { default = "a", say = "The zone" }

[walk]
each = "vpc"
when = 'vpc.n0 > option.hours && option.zone != "b"'

[[fail]]
if = '''
vpc.b0 ||
  option.strict
'''
reason = "first"
say = "{vpc.id} is wrong"
show = ["vpc.cidr", "vpc.subnets.id"]
key = "{vpc.zone}"
run = ["aws ec2 mend --vpc {vpc.id}"]

[[fail]]
if = 'vpc.b1'
reason = "second"
say = "{vpc.id} is wrong otherwise"
key = "{vpc.zone}"

[[case]]
world = "one"
[case.expect]
"vpc-1/a" = "pass"
"vpc-2/a" = "fail"
"vpc-3/a" = "fail:second"
"scope:ec2:DescribeVpcs" = "unknown"

[[case]]
world = "none"
[case.expect]
"vpc-1/a" = "not-applicable"
"#;

fn read(text: &str, stem: &str, bundled: bool) -> Result<Policy, LoadErrors> {
    let file = format!("policies/some/{stem}.toml");
    from_text(text, Origin { file: &file, stem, family: "some", bundled }, language())
}

fn whole() -> Result<(), libtest_mimic::Failed> {
    let policy = read(WHOLE, "some-defect", true)?;
    let words = policy.words();
    assert_eq!((words.id.as_str(), words.family.as_str()), ("some-defect", "some"));
    assert_eq!((words.severity, words.confidence), (Severity::High, Confidence::Likely));
    assert_eq!((words.why.as_str(), words.fix.as_str()), ("It matters.", "Mend {vpc.id}, with {care}"));
    assert_eq!(words.maps["cis-aws-7"], ["6.8", "6.9"]);
    assert_eq!(words.replaces, ["old-defect"]);
    assert_eq!(policy.source(), WHOLE);
    assert_eq!(policy.walk().name, "vpc");
    assert_eq!(policy.reasons().collect::<Vec<_>>(), [("first", "vpc.b0 ||\n  option.strict\n"), ("second", "vpc.b1")]);
    let settings: Vec<_> = policy.settings().iter().map(|setting| (setting.name.as_str(), &setting.value)).collect();
    assert_eq!(
        settings,
        [("hours", &Worth::Number(24)), ("strict", &Worth::Bool(false)), ("zone", &Worth::Text("a".to_owned()))]
    );
    let [first, second] = policy.cases() else { panic!("two cases") };
    assert_eq!(first.world, "one");
    assert_eq!(first.expect["vpc-3/a"], Expectation::Fail(Some("second".to_owned())));
    assert_eq!(second.expect["vpc-1/a"], Expectation::NotApplicable);
    assert!(missing_cases(&policy).is_empty());
    Ok(())
}

/// The only mistake of a whole file in which `from` is `to`.
fn mistake(from: &str, to: &str) -> String {
    assert_eq!(WHOLE.matches(from).count(), 1, "{from}");
    let errors = load(&WHOLE.replace(from, to)).expect_err(to);
    errors.to_string().replace("some-defect.toml:", "")
}

fn mistakes() -> Result<(), libtest_mimic::Failed> {
    let cases: &[(&str, &str, &str)] = &[
        (
            "id = \"some-defect\"",
            "id = \"other\"",
            "1:6: the id `other` is not the file's name; call the file `other.toml`, or the policy `some-defect`",
        ),
        (
            "id = \"some-defect\"",
            "id = \"Some_Defect\"",
            "1:6: `Some_Defect` cannot be an id; use small letters, digits and single hyphens, as in `route-target-blackhole`",
        ),
        ("title = \"Something is wrong\"\n", "", "1:1: a policy has no `title`; add `title`"),
        (
            "title = \"Something is wrong\"",
            "title = \"Something is wrong.\"",
            "2:9: `title` ends with a stop; leave it out",
        ),
        (
            "title = \"Something is wrong\"",
            "title = \" \"",
            "2:9: `title` is not one line; write one line, without spaces around it",
        ),
        ("title = \"Something is wrong\"", "title = 7", "2:9: `title` is not a text; write it in quotes"),
        ("severity = \"high\"", "severity = \"hihg\"", "3:12: `hihg` is no severity; did you mean `high`?"),
        (
            "severity = \"high\"",
            "severity = \"xyz\"",
            "3:12: `xyz` is no severity; write one of info, low, medium, high, critical",
        ),
        (
            "confidence = \"likely\"",
            "confidence = \"sure\"",
            "4:14: `sure` is no confidence; write one of review, likely, certain",
        ),
        ("since = \"0.1.0\"", "since = \"0.1\"", "5:9: `0.1` is no version; write one such as `0.1.0`"),
        ("It matters.\n", "", "6:7: `why` is empty; say it in a sentence or two"),
        (
            "fix = \"Mend {vpc.id}, with {{care}}\"",
            "fix = \"Mend {vpc.idd}\"",
            "9:18: `vpc` has no fact `idd`; did you mean `id`?",
        ),
        (
            "https://docs.aws.amazon.com/vpc",
            "http://docs.aws.amazon.com/vpc",
            "10:8: `http://docs.aws.amazon.com/vpc/latest/userguide/what-is-amazon-vpc.html` is no page of AWS's \
             documentation; name one that begins with `https://docs.aws.amazon.com/`; other pages can be named in `why`",
        ),
        (
            "replaces = [\"old-defect\"]",
            "replaces = [\"some-defect\"]",
            "11:13: a policy cannot replace itself; name another, or leave it out",
        ),
        (
            "replaces = [\"old-defect\"]",
            "replaces = \"old-defect\"",
            "11:12: `replaces` is not a list; write `[\"…\"]`",
        ),
        ("replaces = [", "replace = [", "11:1: a policy has no key `replace`; did you mean `replaces`?"),
        (
            "cis-aws-7 = [\"6.8\", \"6.9\"]",
            "cis-aws-7 = [6.8]",
            "14:14: `cis-aws-7` lists texts only; write it in quotes",
        ),
        (
            "zone = { default = \"a\", say = \"The zone\" }",
            "zone = { default = \"a\" }",
            "19:1: an option has no `say`; add `say`\n23:41: the policy has no option `zone`; add it to [options]",
        ),
        (
            "zone = { default = \"a\", say",
            "zone = { default = 1.5, say",
            "19:20: an option is a whole number, a bool or a text; give such a default\n\
             23:41: the policy has no option `zone`; add it to [options]",
        ),
        (
            " && option.zone != \"b\"",
            "",
            "19:1: no condition uses the option `zone`; ask for `option.zone`, or take it out",
        ),
        ("option.zone != \"b\"", "option.zon != \"b\"", "23:41: the policy has no option `zon`; did you mean `zone`?"),
        ("each = \"vpc\"", "each = \"vpcs\"", "22:8: there is no walk `vpcs`; did you mean `vpc`?"),
        ("each = \"vpc\"\n", "", "21:1: [walk] has no `each`; add `each`"),
        (
            "when = 'vpc.n0",
            "wen = 'vpc.n0",
            "17:1: no condition uses the option `hours`; ask for `option.hours`, or take it out\n\
             19:1: no condition uses the option `zone`; ask for `option.zone`, or take it out\n\
             23:1: [walk] has no key `wen`; did you mean `when`?",
        ),
        (
            "if = 'vpc.b1'",
            "if = \"vpc.b1\"",
            "37:6: a condition stands in a literal string; write it in single quotes, `'…'` or `'''…'''`",
        ),
        ("if = 'vpc.b1'", "if = 'vpc.b9'", "37:11: `vpc` has no fact `b9`; did you mean `b0`?"),
        ("if = 'vpc.b1'\n", "", "36:1: [[fail]] has no `if`; add `if`"),
        ("  option.strict\n", "  option.strikt\n", "28:10: the policy has no option `strikt`; did you mean `strict`?"),
        (
            "reason = \"second\"",
            "reason = \"Second!\"",
            "38:10: `Second!` cannot be a reason; use small letters, digits and single hyphens, as in `public-path`",
        ),
        (
            "say = \"{vpc.id} is wrong\"",
            "say = \"{vpc.id is wrong\"",
            "31:8: this brace is not closed; add a `}`, or write `{{` for a brace",
        ),
        (
            "say = \"{vpc.id} is wrong\"",
            "say = \"vpc.id} is wrong\"",
            "31:14: this brace closes nothing; write `}}` for a brace",
        ),
        (
            "say = \"{vpc.id} is wrong\"",
            "say = \"{vpc.id + 1} is wrong\"",
            "31:13: `vpc.id + 1` is not the path of a fact; write `thing.fact`; double the brace to have one printed",
        ),
        (
            "say = \"{vpc.id} is wrong\"",
            "say = \"{vpc.first_subnet} is wrong\"",
            "31:9: `vpc.first_subnet` is a subnet and cannot be printed here; name one of its facts",
        ),
        (
            "say = \"{vpc.id} is wrong\"",
            "say = \"{subnet.id} is wrong\"",
            "31:9: nothing is called `subnet` here; the thing walked is `vpc`",
        ),
        (
            "say = \"{vpc.id} is wrong\"",
            "say = \"\\t{vpc.oops} is wrong\"",
            "31:7: `say` is not one line; write one line, without spaces around it",
        ),
        (
            "show = [\"vpc.cidr\"",
            "show = [\"vpc.b0\"",
            "32:14: `b0` of a vpc cannot be shown as evidence; show the facts it follows from",
        ),
        ("show = [\"vpc.cidr\"", "show = [\"vpc\"", "32:10: `vpc` names no fact; write `thing.fact`"),
        (
            "run = [\"aws ec2 mend --vpc {vpc.id}\"]",
            "run = [\"aws ec2 mend --name {vpc.name}\"]",
            "34:30: `vpc.name` is a text and cannot stand in a command; only ids, CIDR blocks, ARNs, Regions and numbers \
             can: names and tags are other people's text",
        ),
        (
            "run = [\"aws ec2 mend --vpc {vpc.id}\"]",
            "run = [\"sudo mend\"]",
            "34:9: a command begins with `aws `; put other advice into `fix`",
        ),
        (
            "run = [\"aws ec2 mend --vpc {vpc.id}\"]",
            "run = [\"aws x {vpc.ids} {vpc.more_ids}\"]",
            "34:25: a command can hold one list, of which each element makes a command of its own; ask for a fact that \
             is one thing",
        ),
        (
            "[[case]]\nworld = \"one\"",
            "[[case]]\nworld = \"One\"",
            "43:9: `One` cannot name a world; name a folder of fixtures/worlds",
        ),
        ("\"fail:second\"", "\"fail:secnd\"", "47:13: the policy has no reason `secnd`; did you mean `second`?"),
        ("\"vpc-1/a\" = \"pass\"", "\"vpc-1/a\" = \"passes\"", "45:13: `passes` is no verdict; did you mean `pass`?"),
        ("\"vpc-1/a\" = \"pass\"", "\"vpc-1/a\" = true", "45:13: what a case expects is a text; write `\"pass\"`"),
        (
            "[case.expect]\n\"vpc-1/a\" = \"not-applicable\"\n",
            "",
            "50:1: the case expects nothing; add `[case.expect]`, empty if nothing applies",
        ),
        ("id = \"some-defect\"", "id = \"some-defect", "1:18: this is not TOML: invalid basic string, expected `\"`"),
        ("severity = \"high\"", "severity = \"high\"\nseverity = \"low\"", "4:1: this is not TOML: duplicate key"),
    ];
    let wrong: Vec<_> = cases
        .iter()
        .map(|(from, to, expected)| (to, mistake(from, to), *expected))
        .filter(|(_, found, expected)| found != expected)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    // These stand twice in the file.
    let key = load(&WHOLE.replacen("key = \"{vpc.zone}\"", "key = \"{vpc.id}\"", 1)).expect_err("two keys");
    assert_eq!(
        key.to_string(),
        "some-defect.toml:40:7: `key` differs from that of the first `[[fail]]`; write the same in every one: it \
         belongs to the thing walked"
    );
    let key = load(&WHOLE.replace("key = \"{vpc.zone}\"", "key = \"{vpc.cidr}\"")).expect_err("no identity");
    assert_eq!(
        key.iter().next().map(ToString::to_string).unwrap_or_default(),
        "some-defect.toml:33:13: `cidr` does not identify a vpc and cannot stand in `key`; use facts marked identity: a \
         fingerprint never changes"
    );
    let reason = load(&WHOLE.replace("reason = \"second\"", "reason = \"first\"").replace("fail:second", "fail"))
        .expect_err("one reason twice");
    assert_eq!(
        reason.to_string(),
        "some-defect.toml:38:10: two `[[fail]]` give the reason `first`; join their conditions with `||`, or give each \
         a reason of its own"
    );
    let option = load(&WHOLE.replace("key = \"{vpc.zone}\"", "key = \"{option.zone}\"")).expect_err("an option");
    assert!(option.to_string().contains("33:9: `key` cannot hold an option"), "{option}");
    let none = load(&format!("{HEAD}[walk]\neach = \"vpc\"\n")).expect_err("no fail");
    assert_eq!(none.to_string(), "some-defect.toml:1:1: the policy cannot fail; add a `[[fail]]`");
    Ok(())
}

fn all_at_once() -> Result<(), libtest_mimic::Failed> {
    let text = policy_text("if = 'vpc.typo'\nkey = \"{vpc.b0}\"").replace("\"low\"", "\"lo\"");
    let errors = load(&text).expect_err("three mistakes");
    let lines: Vec<usize> = errors.iter().map(|error| error.line).collect();
    assert_eq!(lines, [3, 16, 17], "{errors}");
    Ok(())
}

fn bundled() -> Result<(), libtest_mimic::Failed> {
    let shown = |text: &str| read(text, "some-defect", true).expect_err("a missing case").to_string();
    let one = WHOLE.replace("\"scope:ec2:DescribeVpcs\" = \"unknown\"\n", "");
    assert_eq!(
        shown(&one),
        "policies/some/some-defect.toml:42:1: no case of the policy expects `unknown`; add a `[[case]]` in whose world \
         something is `unknown`"
    );
    let without = WHOLE.split("[[case]]").next().unwrap_or_default();
    assert_eq!(shown(without).lines().count(), 3);
    // A user's own policy may be without; the suite's runner names what is missing.
    let own = read(without, "some-defect", false)?;
    assert_eq!(missing_cases(&own), [Verdict::Pass, Verdict::Fail, Verdict::Unknown]);
    let pageless: String =
        WHOLE.lines().filter(|line| !line.starts_with("see")).map(|line| format!("{line}\n")).collect();
    assert!(shown(&pageless).contains("the policy names no page of AWS's"));
    assert!(read(&pageless, "some-defect", false).is_ok());
    Ok(())
}

fn options() -> Result<(), libtest_mimic::Failed> {
    let mut policy = read(WHOLE, "some-defect", false)?;
    policy.set_option("hours", "12")?;
    policy.set_option("strict", "true")?;
    policy.set_option("zone", "12")?;
    let values: Vec<&Worth> = policy.settings().iter().map(|setting| &setting.value).collect();
    assert_eq!(values, [&Worth::Number(12), &Worth::Bool(true), &Worth::Text("12".to_owned())]);
    let refused = |policy: &mut Policy, name: &str, text: &str| -> String {
        policy.set_option(name, text).map_or_else(|error: OptionError| error.to_string(), |()| String::new())
    };
    assert_eq!(
        refused(&mut policy, "hours", "soon"),
        "the option `hours` of `some-defect` cannot be `soon`; give a number, such as `24`"
    );
    assert_eq!(
        refused(&mut policy, "houres", "1"),
        "the policy `some-defect` has no option `houres`; did you mean `hours`?"
    );
    assert_eq!(policy.settings()[0].value, Worth::Number(12));
    Ok(())
}

fn needs() -> Result<(), libtest_mimic::Failed> {
    let of = |fail: &str| load(&policy_text(fail)).map(|policy| policy.needs().clone());
    let (vpcs, subnets) = (Collection::Vpcs, Collection::Subnets);
    assert_eq!(of("if = 'vpc.b0'")?, BTreeSet::from([vpcs]));
    assert_eq!(of("if = 'vpc.subnets.size() > 1'")?, BTreeSet::from([vpcs, subnets]));
    assert_eq!(of("if = 'vpc.b0'\nshow = [\"vpc.subnets\"]")?, BTreeSet::from([vpcs, subnets]));
    assert_eq!(of("if = 'vpc.b0'\nkey = \"{vpc.first_subnet.id}\"")?, BTreeSet::from([vpcs, subnets]));
    assert_eq!(of("if = 'vpc.b0'\nrun = [\"aws x {vpc.first_subnet.id}\"]")?, BTreeSet::from([vpcs, subnets]));
    assert_eq!(
        of("if = 'vpc.subnets.exists(s, s.interfaces.size() == 0)'")?,
        BTreeSet::from([vpcs, subnets, Collection::NetworkInterfaces])
    );
    let when = around("[walk]\neach = \"vpc\"\nwhen = 'vpc.subnets.size() > 1'\n", "if = 'vpc.b0'");
    assert_eq!(load(&when)?.needs(), &BTreeSet::from([vpcs, subnets]));
    Ok(())
}

fn ids() -> Result<(), libtest_mimic::Failed> {
    let named = |id: &str, replaces: &str, bundled: bool| {
        let text = WHOLE
            .replace("id = \"some-defect\"", &format!("id = \"{id}\""))
            .replace("replaces = [\"old-defect\"]", &format!("replaces = {replaces}"));
        read(&text, id, bundled)
    };
    let joined = join([named("b", "[]", false)?, named("a", "[\"z\"]", true)?])?;
    assert_eq!(joined.iter().map(Policy::id).collect::<Vec<_>>(), ["a", "b"]);
    let taken = join([named("a", "[]", false)?, named("a", "[]", true)?]).expect_err("one id twice");
    assert_eq!(
        taken.to_string(),
        "policies/some/a.toml:1:1: the id `a` is taken by `policies/some/a.toml`; choose another id, and call the file so"
    );
    let living = join([named("a", "[\"b\"]", true)?, named("b", "[]", true)?]).expect_err("a living id");
    assert_eq!(
        living.to_string(),
        "policies/some/a.toml:11:1: `b`, which this replaces, is still there in `policies/some/b.toml`; take one of them \
         out"
    );
    let twice = join([named("a", "[\"z\"]", true)?, named("b", "[\"z\"]", true)?]).expect_err("replaced twice");
    assert!(twice.to_string().contains("b.toml:11:1: `z` is replaced by `policies/some/a.toml` already"), "{twice}");
    Ok(())
}

fn size() -> Result<(), libtest_mimic::Failed> {
    let long = format!("{WHOLE}#{}", "x".repeat(256 * 1024));
    let errors = load(&long).expect_err("too long");
    assert!(errors.to_string().contains("and may have 262144; split it into several policies"), "{errors}");
    Ok(())
}
