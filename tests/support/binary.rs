//! Runs the built binary in an environment of its own.

use std::path::Path;
use std::process::{Command, Output};

/// A command of the binary under test: no variable of ours, no file of the user's, no metadata service.
pub struct Binary {
    command: Command,
    // Deleted with the runner.
    #[cfg_attr(not(feature = "live"), expect(dead_code, reason = "held for its end"))]
    home: tempfile::TempDir,
}

impl Binary {
    /// The binary, with an empty home folder.
    pub fn new() -> Self {
        Self::of(env!("CARGO_BIN_EXE_byway"))
    }

    /// Another program, in the same kind of environment.
    pub fn of(program: impl AsRef<Path>) -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        let mut command = Command::new(program.as_ref());
        command
            .env_clear()
            .env("HOME", home.path())
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .env("NO_COLOR", "1")
            .current_dir(home.path());
        for kept in ["PATH", "LD_LIBRARY_PATH", "LLVM_PROFILE_FILE"] {
            if let Some(value) = std::env::var_os(kept) {
                command.env(kept, value);
            }
        }
        Self { command, home }
    }

    /// Writes a file below the home folder.
    #[cfg(feature = "live")]
    pub fn file(self, name: &str, content: &str) -> Self {
        let path = self.home.path().join(name);
        std::fs::create_dir_all(path.parent().expect("inside the home folder")).expect("a folder");
        std::fs::write(path, content).expect("a file");
        self
    }

    /// Sets a variable.
    pub fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Takes a variable away that every command has.
    pub fn without(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// Sends stdout elsewhere than to the test.
    pub fn stdout(mut self, stdout: impl Into<std::process::Stdio>) -> Self {
        self.command.stdout(stdout);
        self
    }

    /// Sends stderr elsewhere than to the test.
    pub fn stderr(mut self, stderr: impl Into<std::process::Stdio>) -> Self {
        self.command.stderr(stderr);
        self
    }

    /// Points the SDK at an emulator, with keys of this account.
    #[cfg(feature = "live")]
    pub fn at(self, url: &str, account: &str) -> Self {
        self.env("AWS_ENDPOINT_URL", url)
            .env("AWS_ACCESS_KEY_ID", format!("AKIA{account}"))
            .env("AWS_SECRET_ACCESS_KEY", "secret")
            .env("AWS_REGION", "eu-west-1")
    }

    /// Adds arguments.
    pub fn args(mut self, args: &[&str]) -> Self {
        self.command.args(args);
        self
    }

    /// Runs it to its end.
    pub fn run(mut self) -> Output {
        self.command.output().expect("the program starts")
    }

    /// Starts it and kills it after a time, as nothing that it could see coming.
    #[cfg(all(unix, feature = "live"))]
    pub fn run_killed(mut self, after: std::time::Duration) {
        let quiet = std::process::Stdio::null;
        let mut child = self.command.stdout(quiet()).stderr(quiet()).spawn().expect("the program starts");
        std::thread::sleep(after);
        // It may have ended by itself.
        let _ = child.kill();
        child.wait().expect("the program ends");
    }

    /// Starts it, and sends it a signal, such as `-INT` for Ctrl-C, once `ready` says so.
    #[cfg(all(unix, feature = "live"))]
    pub fn run_until(mut self, signal: &str, mut ready: impl FnMut() -> bool) -> Output {
        let child = self
            .command
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .expect("the program starts");
        let begun = std::time::Instant::now();
        while !ready() && begun.elapsed() < std::time::Duration::from_secs(30) {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        let told = Command::new("kill").args([signal, &child.id().to_string()]).status().expect("kill runs");
        assert!(told.success(), "the program had ended before");
        child.wait_with_output().expect("the program ends")
    }
}
