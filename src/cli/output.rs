//! Where reports go.

use super::Trouble;
use super::args::Arguments;
use crate::report::text::Look;
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
    /// RFC 4180, for spreadsheets.
    Csv,
}

impl Format {
    /// Every format.
    pub(super) const ALL: [Self; 4] = [Self::Text, Self::Json, Self::Sarif, Self::Csv];

    /// The word of the command line.
    fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Csv => "csv",
        }
    }

    /// Its name in a sentence.
    fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "JSON",
            Self::Sarif => "SARIF",
            Self::Csv => "CSV",
        }
    }
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
            "csv" => Format::Csv,
            other => return Err(format!("`{other}` is not a format: text, json, sarif, csv")),
        };
        match file {
            Some("") => Err("a file name is missing after `=`".to_owned()),
            Some("-") | None => Ok(Self { format, file: None }),
            Some(file) => Ok(Self { format, file: Some(file.into()) }),
        }
    }
}

/// Refuses what could only go wrong after a long crawl: a format that the command does not write, two reports in one place,
/// and a folder that is not there.
pub(super) fn check(outputs: &[Output], formats: &[Format]) -> Result<(), Trouble> {
    for (at, output) in outputs.iter().enumerate() {
        if !formats.contains(&output.format) {
            let known: Vec<String> = formats.iter().map(|format| format!("`--output {}`", format.word())).collect();
            let known = known.join(" or ");
            return Err(Trouble::usage(format!("this command writes no {}; say {known}", output.format.name())));
        }
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

/// How text is to look where it goes: coloured, and as wide as the terminal, on a terminal only.
pub(super) fn look(output: &Output, arguments: &Arguments) -> Look {
    let to_stdout = output.file.is_none();
    let width = terminal_size::terminal_size_of(io::stdout()).filter(|_| to_stdout);
    Look {
        colour: to_stdout && arguments.color.on_stdout(),
        width: width.map_or(Look::default().width, |(width, _)| usize::from(width.0)),
    }
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
    atomic::write(path, fill).map_err(|error| not_written(path, error))
}

fn not_written(path: &Path, error: io::Error) -> Trouble {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Trouble::BrokenPipe,
        _ => Trouble::fatal(format!("cannot write `{}`: {error}", path.display())),
    }
}

fn not_printed(error: io::Error) -> Trouble {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Trouble::BrokenPipe,
        _ => Trouble::fatal(format!("cannot write to stdout: {error}")),
    }
}

/// Writes to every place asked for, files first, as text on stdout if none is. `fill` writes one of them.
pub(super) fn each(
    outputs: &[Output],
    mut fill: impl FnMut(&Output, &mut dyn Write) -> io::Result<()>,
) -> Result<(), Trouble> {
    let standard = Output { format: Format::Text, file: None };
    let mut outputs: Vec<&Output> = if outputs.is_empty() { vec![&standard] } else { outputs.iter().collect() };
    // A reader of stdout that has seen enough must not cost anyone a file.
    outputs.sort_by_key(|output| output.file.is_none());
    for output in outputs {
        match &output.file {
            Some(path) => stream_to_file(path, |out| fill(output, out))?,
            None => stream_to_stdout(|out| fill(output, out))?,
        }
    }
    Ok(())
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
    fill(&mut stdout).and_then(|()| stdout.flush()).map_err(not_printed)
}
