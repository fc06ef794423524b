//! Templates and commands: what they print, and that other people's text never becomes part of a command.

use super::holds;
use super::vocabulary::{HOSTILE, Plain, Said, finding, gaps, load, policy_text};
use byway::finding::Finding;
use byway::snapshot::{Answer, Listing};
use libtest_mimic::Trial;
use proptest::prelude::any;
use proptest::test_runner::TestCaseError;

pub fn tests() -> Vec<Trial> {
    vec![
        holds("words print what is known and say what is not", words),
        holds("a name that looks like a template or a command stays a name", hostile),
        holds("a command with an unknown, an empty or an unsafe value is left out", commands),
        holds("a command with a list becomes one command per element", lists),
        holds("a list after an option that takes several ids becomes its arguments", arguments),
        holds("whatever a value is, a command holds nothing that means something to a shell", any_value),
    ]
}

fn texts(items: &[&str], rest: &[&str]) -> Answer<Plain> {
    let items = items.iter().map(|item| Plain::text(item)).collect();
    Answer::Known(Plain::List(Listing { items, rest: gaps(rest) }))
}

/// The finding of a policy that always fails, with these keys in its `[[fail]]`.
fn failing(say: &str, run: &[&str], said: Said) -> Result<Finding, libtest_mimic::Failed> {
    let text = policy_text(&format!("if = 'true'\nrun = {run:?}")).replace("\"It is wrong\"", &format!("'{say}'"));
    Ok(finding(&load(&text)?, said))
}

fn words() -> Result<(), libtest_mimic::Failed> {
    let mut said = Said::new();
    said.insert("b0".to_owned(), Answer::Known(Plain::Bool(true)));
    said.insert("n0".to_owned(), Answer::Known(Plain::Number(-7)));
    said.insert("l0".to_owned(), texts(&["a", "b"], &[]));
    said.insert("l1".to_owned(), texts(&["a"], &["more"]));
    said.insert("ids".to_owned(), texts(&[], &[]));
    said.insert("more_ids".to_owned(), texts(&[], &["more"]));
    let say = "{vpc.id}: {vpc.b0} {vpc.n0} [{vpc.l0}] [{vpc.l1}] [{vpc.ids}] [{vpc.more_ids}] {vpc.t0} {{vpc.id}}";
    assert_eq!(
        failing(say, &[], said)?.message,
        "vpc-1: true -7 [a, b] [a (and more unseen)] [(none)] [(unknown)] (unknown) {vpc.id}"
    );
    Ok(())
}

fn hostile() -> Result<(), libtest_mimic::Failed> {
    let finding = failing("{vpc.name} is wrong", &["aws ec2 x {vpc.id}"], Said::new())?;
    assert_eq!(finding.message, format!("{HOSTILE} is wrong"));
    assert_eq!(finding.name.as_deref(), Some(HOSTILE));
    assert_eq!(finding.fix.commands, ["aws ec2 x vpc-1"]);
    // An id is AWS's, but a snapshot may come from anywhere.
    for id in ["$(rm -rf ~)", "a;b", "a b", "a\nb", "{vpc.id}", "`x`", "--profile=x", "file:///etc/passwd", "é", ""] {
        let said: Said = [("other_id".to_owned(), Answer::Known(Plain::text(id)))].into();
        let finding = failing("{vpc.other_id}", &["aws ec2 x {vpc.other_id}"], said)?;
        assert_eq!(finding.message, id);
        assert_eq!(finding.fix.commands, [""; 0], "{id}");
    }
    Ok(())
}

fn commands() -> Result<(), libtest_mimic::Failed> {
    let said: Said = [
        ("cidr".to_owned(), Answer::Known(Plain::text("2001:db8::/32"))),
        ("n0".to_owned(), Answer::Known(Plain::Number(-1))),
    ]
    .into();
    let run = ["aws ec2 a {vpc.cidr}", "aws ec2 b {vpc.id} {vpc.other_id}", "aws ec2 c --port {vpc.n0}"];
    let finding = failing("x", &run, said)?;
    assert_eq!(finding.fix.commands, ["aws ec2 a 2001:db8::/32", "aws ec2 c --port -1"]);
    Ok(())
}

fn lists() -> Result<(), libtest_mimic::Failed> {
    let said = |list| -> Said { [("ids".to_owned(), list)].into() };
    let run = ["aws ec2 x {vpc.id} --y {vpc.ids} --z {vpc.ids} --end"];
    let of = |list| Ok::<_, libtest_mimic::Failed>(failing("x", &run, said(list))?.fix.commands);
    assert_eq!(
        of(texts(&["a", "b;c", "d"], &[]))?,
        ["aws ec2 x vpc-1 --y a --z a --end", "aws ec2 x vpc-1 --y d --z d --end"]
    );
    assert_eq!(of(texts(&["a"], &["more"]))?, ["aws ec2 x vpc-1 --y a --z a --end"]);
    assert_eq!(of(texts(&[], &[]))?, [""; 0]);
    assert_eq!(of(super::vocabulary::unknown("ids"))?, [""; 0]);
    Ok(())
}

fn arguments() -> Result<(), libtest_mimic::Failed> {
    let said = |list| -> Said { [("ids".to_owned(), list)].into() };
    let run = ["aws ec2 x --table-ids {vpc.ids} --end"];
    let of = |list| Ok::<_, libtest_mimic::Failed>(failing("x", &run, said(list))?.fix.commands);
    assert_eq!(of(texts(&["a", "b"], &[]))?, ["aws ec2 x --table-ids a b --end"]);
    assert_eq!(of(texts(&["a", "b;c"], &[]))?, [""; 0]);
    assert_eq!(of(texts(&[], &[]))?, [""; 0]);
    Ok(())
}

fn any_value() -> Result<(), libtest_mimic::Failed> {
    let text = policy_text("if = 'true'\nrun = [\"aws ec2 x --id {vpc.other_id}\"]");
    let policy = load(&text)?;
    super::random::runner(500).run(&any::<String>(), |value| {
        let said: Said = [("other_id".to_owned(), Answer::Known(Plain::Text(value.clone())))].into();
        for command in finding(&policy, said).fix.commands {
            let plain = command.chars().all(|c| c.is_ascii_alphanumeric() || " ._:/@=,+-".contains(c));
            if !plain || command != format!("aws ec2 x --id {value}") {
                return Err(TestCaseError::fail(command));
            }
        }
        Ok(())
    })?;
    Ok(())
}
