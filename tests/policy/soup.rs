//! No text makes loading panic, hang or overflow its stack.

use super::holds;
use super::random::{Choices, bool_tree, runner};
use super::vocabulary::{load, policy, policy_text};
use libtest_mimic::Trial;
use proptest::collection::vec;
use proptest::prelude::any;
use std::time::{Duration, Instant};

pub fn tests() -> Vec<Trial> {
    vec![
        holds("soup of a condition's tokens is refused or taken, never a panic", soup),
        holds("a condition with a byte changed is refused or taken, never a panic", mutated),
        holds("a policy file with bytes changed is refused or taken, never a panic", files),
    ]
}

const TOKENS: &[&str] = &[
    "vpc",
    ".",
    "b0",
    "n0",
    "t0",
    "l0",
    "subnets",
    "id",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "?",
    "&&",
    "||",
    "!",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "in",
    "exists",
    "all",
    "exists_one",
    "map",
    "filter",
    "has",
    "size",
    "matches",
    "startsWith",
    "x",
    "y",
    "true",
    "false",
    "null",
    "1",
    "-1",
    "9223372036854775808",
    "0x1F",
    "1.5",
    "1u",
    "\"a\"",
    "'a'",
    "\"",
    "'",
    "\"\"\"",
    "r\"\\\"",
    "b\"a\"",
    "\\",
    "\\u{0}",
    "+",
    "-",
    "*",
    "/",
    "%",
    "//",
    "\n",
    " ",
    ".?",
    "[?",
    "`",
    "@",
    "é",
    "\u{202e}",
    "if",
    "option",
    "%s",
];

/// Far above what any text takes, far below what a blow-up would.
const PATIENCE: Duration = Duration::from_secs(20);

fn soon(text: &str, work: impl FnOnce(&str)) {
    let begun = Instant::now();
    work(text);
    assert!(begun.elapsed() < PATIENCE, "{text}");
}

fn is_reported(text: &str) {
    if let Err(errors) = policy(text) {
        let shown = errors.to_string();
        assert!(shown.starts_with("some-defect.toml:"), "{shown}");
        // What went wrong is the text, not the parser.
        assert!(!shown.contains("the parser of conditions broke"), "{text}");
    }
}

fn soup() -> Result<(), libtest_mimic::Failed> {
    runner(4000).run(&vec(0..TOKENS.len(), 0..60), |tokens| {
        let text: String = tokens.into_iter().map(|at| TOKENS[at]).collect();
        soon(&text, is_reported);
        Ok(())
    })?;
    Ok(())
}

fn mutated() -> Result<(), libtest_mimic::Failed> {
    runner(2000).run(&(vec(any::<u8>(), 4..60), any::<u16>(), 0..TOKENS.len()), |(shape, at, token)| {
        let text = bool_tree(&mut Choices::new(&shape), 3, &mut Vec::new()).text();
        let at = usize::from(at) % text.len();
        soon(&format!("{}{}{}", &text[..at], TOKENS[token], &text[at + 1..]), is_reported);
        Ok(())
    })?;
    Ok(())
}

fn files() -> Result<(), libtest_mimic::Failed> {
    let whole = policy_text(
        "if = 'vpc.b0'\nshow = [\"vpc.id\"]\nkey = \"{vpc.id}\"\nrun = [\"aws ec2 x {vpc.id}\"]\n\
         [options]\nhours = { default = 1, say = \"x\" }\n[[case]]\nworld = \"w\"\n[case.expect]\nvpc-1 = \"pass\"",
    );
    runner(1500).run(&vec((any::<u16>(), any::<char>()), 1..4), |changes| {
        let mut text: Vec<char> = whole.chars().collect();
        for (at, to) in changes {
            let at = usize::from(at) % text.len();
            text[at] = to;
        }
        let text: String = text.into_iter().collect();
        soon(&text, |text| {
            if let Err(errors) = load(text) {
                assert!(errors.to_string().starts_with("some-defect.toml:"));
            }
        });
        Ok(())
    })?;
    Ok(())
}
