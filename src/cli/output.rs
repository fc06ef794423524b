//! Where reports go.

use super::Trouble;
use crate::snapshot::atomic;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// A format of report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// For people.
    Text,
    /// `byway/json-v1`.
    Json,
    /// SARIF 2.1.0 for code scanning.
    Sarif,
}

/// One report to write: its format and file; without a file, stdout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Output {
    pub format: Format,
    pub file: Option<PathBuf>,
}

impl FromStr for Output {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (format, file) = text.split_once('=').map_or((text, None), |(format, file)| (format, Some(file)));
        let format = match format {
            "text" => Format::Text,
            "json" | "json-v1" => Format::Json,
            "sarif" => Format::Sarif,
            other => return Err(format!("`{other}` is not a format: text, json, sarif")),
        };
        match file {
            Some("") => Err("a file name is missing after `=`".to_owned()),
            Some("-") | None => Ok(Self { format, file: None }),
            Some(file) => Ok(Self { format, file: Some(file.into()) }),
        }
    }
}

/// Refuses what could only go wrong after a long crawl: two reports in one place, and a folder that is not there.
pub(super) fn check(outputs: &[Output]) -> Result<(), Trouble> {
    for (at, output) in outputs.iter().enumerate() {
        if outputs.iter().take(at).any(|earlier| earlier.file == output.file) {
            return Err(Trouble::usage(match &output.file {
                None => "two reports cannot both go to stdout; give one of them a file, as in `--output json=FILE`"
                    .to_owned(),
                Some(file) => {
                    format!("two reports cannot both go to `{}`; give each a file of its own", file.display())
                }
            }));
        }
        if let Some(file) = &output.file {
            has_folder(file)?;
        }
    }
    Ok(())
}

/// Refuses a file in a folder that is not there.
pub(super) fn has_folder(file: &Path) -> Result<(), Trouble> {
    let folder = atomic::folder_of(file);
    if folder.is_dir() {
        return Ok(());
    }
    Err(Trouble::usage(format!(
        "cannot write `{}`: there is no folder `{}`; make it",
        file.display(),
        folder.display()
    )))
}

/// Writes `bytes` to a file in one step: the old file or the new one, never half of either.
pub(super) fn to_file(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    stream_to_file(path, |out| out.write_all(bytes))
}

/// Writes what `fill` writes to a file in one step, without holding it.
pub(super) fn stream_to_file(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Trouble> {
    let fill = |file: &mut File| {
        let mut out = io::BufWriter::new(&mut *file);
        fill(&mut out)?;
        out.flush()?;
        drop(out);
        share(file)
    };
    match atomic::write(path, fill) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(Trouble::BrokenPipe),
        Err(error) => Err(Trouble::fatal(format!("cannot write `{}`: {error}", path.display()))),
    }
}

/// Reports are for others to read, as any file a command writes; files written in one step start out private. A device
/// keeps its own mode.
#[cfg(unix)]
fn share(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    if file.metadata()?.is_file() { file.set_permissions(std::fs::Permissions::from_mode(0o644)) } else { Ok(()) }
}

#[cfg(not(unix))]
fn share(_: &File) -> io::Result<()> {
    Ok(())
}

/// Writes `bytes` to stdout.
pub(super) fn to_stdout(bytes: &[u8]) -> Result<(), Trouble> {
    stream_to_stdout(|out| out.write_all(bytes))
}

/// Writes what `fill` writes to stdout, without holding it.
pub(super) fn stream_to_stdout(fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Trouble> {
    let mut stdout = io::BufWriter::new(io::stdout().lock());
    fill(&mut stdout).and_then(|()| stdout.flush()).map_err(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => Trouble::BrokenPipe,
        _ => Trouble::fatal(format!("cannot write to stdout: {error}")),
    })
}
