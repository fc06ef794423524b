//! Where reports go.

use super::Trouble;
use std::fs;
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

/// Writes `bytes` to a file in one step: the old file or the new one, never half of either.
pub(super) fn to_file(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let write = || -> io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(bytes)?;
        share(file.path())?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    write().map_err(|error| Trouble::fatal(format!("cannot write `{}`: {error}", path.display())))
}

/// Reports are for others to read, as any file a command writes; temporary files start out private.
#[cfg(unix)]
fn share(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn share(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Writes `bytes` to stdout.
pub(super) fn to_stdout(bytes: &[u8]) -> Result<(), Trouble> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes).and_then(|()| stdout.flush()).map_err(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => Trouble::BrokenPipe,
        _ => Trouble::fatal(format!("cannot write to stdout: {error}")),
    })
}
