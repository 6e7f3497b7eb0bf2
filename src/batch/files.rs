//! Putting outputs into their folder: whole or not at all.

use std::fmt;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::diagnostic::reason;

/// The machine failed: what was being done, where, and why.
#[derive(Debug)]
pub struct Fault {
    pub path: PathBuf,
    pub source: io::Error,
}

impl Fault {
    /// Whether another run of the program has the folder.
    pub fn is_busy(&self) -> bool {
        self.source.kind() == io::ErrorKind::ResourceBusy
    }

    /// Whether every further file would meet the same fault.
    pub fn is_lasting(&self) -> bool {
        use io::ErrorKind::{NotFound, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
        matches!(
            self.source.kind(),
            StorageFull | QuotaExceeded | ReadOnlyFilesystem | NotFound
        )
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = match self.is_busy() {
            true => "另一个 dudao 正在往这个文件夹里写".to_owned(),
            false => reason(&self.source),
        };
        write!(f, "写不了 {}：{reason}", self.path.display())
    }
}

impl std::error::Error for Fault {}

/// Makes a folder where there is none.
pub fn make_folder(path: &Path) -> Result<(), Fault> {
    std::fs::create_dir_all(path).map_err(|source| Fault { path: path.to_owned(), source })
}

/// How temporary names begin where no run has one of its own.
pub(super) const TEMPORARY: &str = ".dudao-";

/// Writes a file under a temporary name beside its place, syncs it, and moves it
/// there: a run that is killed leaves the old file or the new one.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    write_with(path, TEMPORARY, |file| file.write_all(bytes))
}

/// The same with the writing left to the caller, and the beginning of the
/// temporary name, by which [`sweep`] knows what a killed run left.
pub(super) fn write_with(
    path: &Path,
    temporary: &str,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> Result<(), Fault> {
    let fault = |source| Fault { path: path.to_owned(), source };
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(temporary);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o644));
    }
    let mut file = builder.tempfile_in(folder).map_err(fault)?;
    write(file.as_file_mut()).map_err(fault)?;
    file.as_file().sync_all().map_err(fault)?;
    file.persist(path).map_err(|error| fault(error.error))?;
    Ok(())
}

/// Removes files that were not whole when their run was killed.
pub(super) fn sweep(folder: &Path, temporary: &str) -> Result<(), Fault> {
    let fault = |source| Fault { path: folder.to_owned(), source };
    for entry in folder.read_dir().map_err(fault)? {
        let entry = entry.map_err(fault)?;
        if entry.file_name().to_string_lossy().starts_with(temporary) {
            std::fs::remove_file(entry.path())
                .map_err(|source| Fault { path: entry.path(), source })?;
        }
    }
    Ok(())
}

/// JSON for people and programs, with a line feed at its end.
pub(super) fn to_json(path: &Path, value: &impl Serialize) -> Result<Vec<u8>, Fault> {
    let mut text = serde_json::to_vec_pretty(value)
        .map_err(|error| Fault { path: path.to_owned(), source: error.into() })?;
    text.push(b'\n');
    Ok(text)
}
