//! Colour: on terminals, and where it was asked for.

use super::{Place, Ran, read, test};
use crate::support::binary::Binary;
use libtest_mimic::Trial;

pub fn tests() -> Vec<Trial> {
    vec![
        test("a pipe gets no colour unless it was asked for", asked_for),
        test("colour changes no word, and files get none", files),
    ]
}

fn audit(args: &[&str], variables: &[(&str, &str)]) -> String {
    let mut binary = Binary::new().without("NO_COLOR").args(&["audit", "--demo"]).args(args);
    for (name, value) in variables {
        binary = binary.env(name, value);
    }
    Ran::of(binary.run()).out
}

/// Arguments, variables, and whether the text is coloured.
type Case = (&'static [&'static str], &'static [(&'static str, &'static str)], bool);

fn asked_for() {
    let cases: [Case; 9] = [
        (&[], &[], false),
        (&["--color", "auto"], &[], false),
        (&["--color", "always"], &[], true),
        (&["--color", "never"], &[], false),
        (&[], &[("CLICOLOR_FORCE", "1")], true),
        (&[], &[("NO_COLOR", "1")], false),
        (&["--color", "never"], &[("CLICOLOR_FORCE", "1")], false),
        (&["--color", "always"], &[("NO_COLOR", "1")], true),
        (&[], &[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")], false),
    ];
    for (args, variables, coloured) in cases {
        assert_eq!(audit(args, variables).contains('\u{1b}'), coloured, "{args:?} {variables:?}");
    }
}

fn files() {
    let place = Place::new();
    let file = place.at("r.txt");
    audit(&["--color", "always", "--output", &format!("text={file}")], &[]);
    assert_eq!(read(&file), audit(&[], &[]));
    for format in ["json", "sarif"] {
        assert!(!audit(&["--color", "always", "--output", format], &[]).contains('\u{1b}'));
    }
}
