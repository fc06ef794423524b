//! The program as people run it, without AWS: arguments and files in; exit code, stdout, stderr and files out.

mod broken;
mod colour;
mod demo;
mod exit;
mod export;
mod facts;
mod folder;
mod help;
mod hostile;
mod log;
mod output;
mod paths;
mod pipe;
#[cfg(feature = "live")]
mod plan;
mod policies;
mod recordings;
mod save;
mod trace;
mod usage;

use crate::support::binary::Binary;
use crate::worlds;
use libtest_mimic::Trial;
use serde_json::Value;
use std::path::PathBuf;
use std::process::Output;

pub fn tests() -> Vec<Trial> {
    [
        broken::tests(),
        colour::tests(),
        demo::tests(),
        exit::tests(),
        facts::tests(),
        folder::tests(),
        help::tests(),
        hostile::tests(),
        log::tests(),
        output::tests(),
        paths::tests(),
        pipe::tests(),
        #[cfg(feature = "live")]
        plan::tests(),
        policies::tests(),
        recordings::tests(),
        save::tests(),
        trace::tests(),
        usage::tests(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A test with a name under `cli`.
fn test(name: &str, body: fn()) -> Trial {
    Trial::test(format!("cli: {name}"), move || {
        body();
        Ok(())
    })
}

/// A run at its end.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
        let Output { status, stdout, stderr } = output;
        let code = status.code().unwrap_or_else(|| panic!("{status}"));
        Self { code, out: text(stdout), err: text(stderr) }
    }

    /// stdout with its lines unwrapped, for sentences that may be anywhere on a line.
    fn sentences(&self) -> String {
        self.out.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The only line on stderr.
    #[track_caller]
    fn line(&self) -> &str {
        let line = self.err.strip_suffix('\n').unwrap_or_else(|| panic!("no line on stderr: {:?}", self.err));
        assert!(!line.contains('\n'), "more than one line:\n{line}");
        line
    }

    /// That the run was refused as a mistake of the user's, in one line with these words and nothing on stdout.
    #[track_caller]
    fn refuses(&self, words: &[&str]) {
        assert_eq!(self.code, 2, "{}{}", self.out, self.err);
        assert_eq!(self.out, "");
        let line = self.line();
        assert!(line.starts_with("error: ") && !line.ends_with('.'), "{line}");
        for word in words {
            assert!(line.contains(word), "`{word}` is not in: {line}");
        }
    }
}

/// Runs the program.
fn byway(args: &[&str]) -> Ran {
    Ran::of(Binary::new().args(args).run())
}

/// A folder for a test's files, gone with it.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    /// The path of a name in it.
    fn at(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    /// Writes a file, and gives its path.
    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.at(name);
        std::fs::create_dir_all(PathBuf::from(&path).parent().expect("it has one")).expect("a folder");
        std::fs::write(&path, bytes).expect("a file");
        path
    }
}

/// The file of a world.
fn world(name: &str) -> String {
    worlds::folder(name).join("snapshot.json").display().to_string()
}

/// A file's text.
fn read(path: &str) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// JSON read with a decoder that shares none of the program's types.
fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// The verdicts in a JSON report written with `--all`: policy, account, Region, subject and key, with the reason.
fn verdicts(report: &Value) -> Vec<String> {
    let list = report["findings"].as_array().expect("findings");
    let word = |finding: &Value, member: &str| finding[member].as_str().unwrap_or_default().to_owned();
    let mut verdicts: Vec<String> = list
        .iter()
        .map(|finding| {
            let id = finding["resource"]["id"].as_str().unwrap_or_default();
            let words = ["policy", "account", "region", "key", "verdict", "reason"].map(|member| word(finding, member));
            format!("{} {id}", words.join(" "))
        })
        .collect();
    verdicts.sort();
    verdicts
}
