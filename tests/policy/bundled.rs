//! Byway's own policies: all there, all right, and their language described as it is.

use super::holds;
use byway::policy::{Language, Origin, bundled, files, from_text, missing_cases, reference, suite};
use byway::snapshot::file;
use libtest_mimic::{Failed, Trial};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

pub fn tests() -> Vec<Trial> {
    vec![
        holds("every policy of the folder is in the binary", embedded),
        holds("every bundled policy loads, with a pass, a fail and an unknown case", loads),
        holds("every case of every bundled policy holds", cases),
        holds("the policy language's page shows the vocabulary there is", page),
        holds("the example on the policy language's page is a policy but for its facts", example),
    ]
}

fn home() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn embedded() -> Result<(), Failed> {
    let mut on_disk = BTreeSet::new();
    for family in fs::read_dir(home().join("policies"))? {
        let family = family?.path();
        if !family.is_dir() {
            continue;
        }
        for file in fs::read_dir(&family)? {
            let file = file?.path();
            let relative = file.strip_prefix(home().join("policies"))?.display().to_string();
            on_disk.insert((relative, fs::read_to_string(&file)?));
        }
    }
    let inside: BTreeSet<(String, String)> =
        files().map(|(family, name, text)| (format!("{family}/{name}"), text.to_owned())).collect();
    let names = |set: &BTreeSet<(String, String)>, other: &BTreeSet<(String, String)>| -> Vec<String> {
        set.difference(other).map(|(name, _)| name.clone()).collect()
    };
    let (missing, stale) = (names(&on_disk, &inside), names(&inside, &on_disk));
    assert!(
        missing.is_empty() && stale.is_empty(),
        "not in the binary: {missing:?}; not in the folder: {stale:?}. Cargo does not notice new files: \
         `touch src/policy/bundled.rs`"
    );
    Ok(())
}

fn loads() -> Result<(), Failed> {
    for policy in bundled(Language::of_byway())? {
        assert!(missing_cases(&policy).is_empty(), "{}", policy.id());
    }
    Ok(())
}

fn cases() -> Result<(), Failed> {
    let open = |world: &str| {
        let path = home().join("fixtures/worlds").join(world).join("snapshot.json");
        file::read(&path).map_err(|error| error.to_string())
    };
    let outcomes = suite::run(&bundled(Language::of_byway())?, open);
    let wrong: Vec<String> = outcomes
        .iter()
        .filter(|outcome| !outcome.holds())
        .map(|outcome| format!("{} in {}:\n  {}", outcome.policy, outcome.world, outcome.differences.join("\n  ")))
        .collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

const BEGIN: &str = "<!-- vocabulary -->\n";
const END: &str = "<!-- /vocabulary -->";

fn page() -> Result<(), Failed> {
    let path = home().join("policies/README.md");
    let text = fs::read_to_string(&path)?;
    let (before, rest) = text.split_once(BEGIN).ok_or("the page has no vocabulary block")?;
    let (shown, after) = rest.split_once(END).ok_or("the vocabulary block has no end")?;
    let made = format!("\n{}\n", reference(Language::of_byway()));
    if std::env::var_os("BYWAY_BLESS").is_some() {
        return Ok(fs::write(&path, format!("{before}{BEGIN}{made}{END}{after}"))?);
    }
    if shown == made {
        return Ok(());
    }
    Err("policies/README.md does not show the vocabulary; run the tests once with BYWAY_BLESS=1 to rewrite it".into())
}

fn example() -> Result<(), Failed> {
    let text = fs::read_to_string(Path::new(&home()).join("policies/README.md"))?;
    let example = text.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).ok_or("no example")?;
    let origin = Origin { file: "example", stem: "vpc-too-empty", family: "example", bundled: true };
    from_text(example, origin, super::vocabulary::language())?;
    Ok(())
}
