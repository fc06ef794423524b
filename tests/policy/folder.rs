//! Policies from a user's folder.

use super::holds;
use super::vocabulary::{language, policy_text};
use byway::policy::{FolderError, Policy, from_folder};
use libtest_mimic::{Failed, Trial};
use std::fs;
use std::path::Path;

pub fn tests() -> Vec<Trial> {
    vec![
        holds("a folder's policies are read one level deep, by family", read),
        holds("a folder without policies, or with mistakes in some, says so", refused),
    ]
}

fn write(folder: &Path, file: &str, text: &str) -> Result<(), Failed> {
    let path = folder.join(file);
    fs::create_dir_all(path.parent().unwrap_or(folder))?;
    Ok(fs::write(path, text)?)
}

fn named(id: &str) -> String {
    policy_text("if = 'vpc.b0'").replace("some-defect", id)
}

fn read() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    write(folder.path(), "two.toml", &named("two"))?;
    write(folder.path(), "routing/one.toml", &named("one"))?;
    write(folder.path(), "routing/deeper/three.toml", "no policy")?;
    write(folder.path(), "README.md", "no policy")?;
    write(folder.path(), ".hidden/four.toml", "no policy")?;
    let policies = from_folder(folder.path(), language())?;
    let found: Vec<(&str, &str)> =
        policies.iter().map(|policy| (policy.id(), policy.words().family.as_str())).collect();
    assert_eq!(found, [("one", "routing"), ("two", "own")]);
    assert!(policies.iter().all(|policy: &Policy| !policy.is_bundled()));
    Ok(())
}

fn refused() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    assert!(matches!(from_folder(folder.path(), language()), Err(FolderError::Empty { .. })));
    assert!(matches!(from_folder(&folder.path().join("none"), language()), Err(FolderError::Read { .. })));
    write(folder.path(), "one.toml", &named("one").replace("vpc.b0", "vpc.bo"))?;
    write(folder.path(), "two.toml", &named("other"))?;
    write(folder.path(), "family/two.toml", &named("two"))?;
    let Err(FolderError::Load(errors)) = from_folder(folder.path(), language()) else { panic!("mistakes") };
    let shown: Vec<String> = errors.iter().map(|error| format!("{}:{}", error.line, error.message)).collect();
    assert_eq!(shown, ["16:`vpc` has no fact `bo`", "1:the id `other` is not the file's name"]);
    write(folder.path(), "one.toml", &named("one"))?;
    write(folder.path(), "two.toml", &named("two"))?;
    let Err(FolderError::Load(errors)) = from_folder(folder.path(), language()) else { panic!("one id twice") };
    assert!(errors.to_string().contains("the id `two` is taken by"), "{errors}");
    Ok(())
}
