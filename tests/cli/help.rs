//! What the program says of itself, and that README says the same.

use super::{byway, test};
use libtest_mimic::Trial;
use std::collections::BTreeSet;

pub fn tests() -> Vec<Trial> {
    vec![
        test("every command has help on stdout", every_command),
        test("every option that README shows is in the help of its command", readme),
        test("README's examples of paths and traces are what the program prints", examples),
        test("README's table of exit codes has the codes that the program has", exit_codes),
    ]
}

const COMMANDS: &[&[&str]] = &[
    &[],
    &["audit"],
    &["collect"],
    &["facts"],
    &["paths"],
    &["trace"],
    #[cfg(feature = "live")]
    &["plan"],
    #[cfg(feature = "live")]
    &["permissions"],
    #[cfg(feature = "live")]
    &["preflight"],
    &["policies"],
    &["policies", "list"],
    &["policies", "show"],
    &["policies", "test"],
];

fn help(command: &[&str]) -> String {
    let ran = byway(&[command, &["--help"]].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{command:?}");
    ran.out
}

fn every_command() {
    for command in COMMANDS {
        let text = help(command);
        let usage = [&["byway"][..], command].concat().join(" ");
        assert!(text.contains(&format!("Usage: {usage} ")) || text.contains(&format!("Usage: {usage}\n")), "{text}");
        for option in ["--quiet", "--verbose", "--log-format", "--color"] {
            assert!(text.contains(option), "{option} is not in the help of {usage}");
        }
        assert_eq!(text.lines().find(|line| line.chars().count() > 100), None);
        let short = byway(&[*command, &["-h"]].concat());
        assert_eq!(short.code, 0);
        assert!(short.out.lines().count() <= text.lines().count());
    }
    assert_eq!(byway(&["--version"]).out, format!("byway {}\n", env!("CARGO_PKG_VERSION")));
    let bare = byway(&[]);
    assert_eq!((bare.code, bare.out.as_str()), (2, ""));
    assert!(bare.err.contains("Usage: byway"));
}

/// Options of a build with the AWS SDK.
const LIVE: [&str; 10] = [
    "--accounts",
    "--expect-account",
    "--external-id",
    "--for",
    "--max-accounts",
    "--org-role",
    "--profile",
    "--role-arn",
    "--session-duration",
    "--session-name",
];

fn readme() {
    let readme = include_str!("../../README.md");
    let all: BTreeSet<String> = COMMANDS.iter().flat_map(|command| options(&help(command))).collect();
    let mut shown = 0;
    for code in readme.split('`').skip(1).step_by(2).chain(readme.lines().filter(|line| line.starts_with('$'))) {
        let known = match code.split_once("byway ").map(|(_, rest)| rest.split(' ').next().unwrap_or_default()) {
            Some(command) if COMMANDS.contains(&&[command][..]) && !code.contains(" or ") => options(&help(&[command])),
            Some(_) | None => all.clone(),
        };
        for option in options(code) {
            let is_cargos =
                code.contains("cargo ") && ["--path", "--locked", "--no-default-features"].contains(&&*option);
            if is_cargos || (LIVE.contains(&&*option) && !cfg!(feature = "live")) {
                continue;
            }
            shown += 1;
            assert!(
                known.contains(&option) || all.contains(&option),
                "README shows {option}, which is not in the help"
            );
        }
    }
    assert!(shown > 10, "README shows {shown} options");
}

/// Every `--option` in a text.
fn options(text: &str) -> BTreeSet<String> {
    text.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-'))
        .filter(|word| word.len() > 3 && word.starts_with("--") && !word.starts_with("---"))
        .map(str::to_owned)
        .collect()
}

/// The blocks of README that begin with a command of `paths` or `trace`, each with what the command prints.
fn examples() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).unwrap();
    let mut parts = readme.split("```").map(str::to_owned).collect::<Vec<String>>();
    let mut shown = 0;
    for part in &mut parts {
        let Some(command) = part.strip_prefix("console\n$ byway ").and_then(|rest| rest.lines().next()) else {
            continue;
        };
        let args: Vec<&str> = command.split(' ').collect();
        if !["paths", "trace"].contains(&args[0]) {
            continue;
        }
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");
        let args: Vec<String> = args.iter().map(|word| word.replacen("fixtures", root, 1)).collect();
        let ran = byway(&args.iter().map(String::as_str).collect::<Vec<&str>>());
        *part = format!("console\n$ byway {command}\n{}", ran.out);
        shown += 1;
    }
    assert_eq!(shown, 2);
    let written = parts.join("```");
    if std::env::var_os("BYWAY_BLESS").is_some() {
        std::fs::write(path, written).unwrap();
    } else {
        assert!(written == readme, "README's examples are old; BYWAY_BLESS=1 writes them anew; look at them");
    }
}

fn exit_codes() {
    let readme = include_str!("../../README.md");
    let (_, table) = readme.split_once("## Exit codes").unwrap();
    let codes: Vec<&str> = table.lines().filter_map(|line| line.strip_prefix("| ")?.split(' ').next()).collect();
    assert_eq!(codes, ["code", "0", "1", "2", "3", "4", "5"]);
    for code in ["0 ", "1 ", "2 ", "3 ", "4 ", "5 "] {
        assert!(help(&[]).contains(code));
    }
}
