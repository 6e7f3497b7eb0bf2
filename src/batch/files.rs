//! Putting outputs into their folder: whole or not at all.

use std::fmt;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::diagnostic::reason;

use super::digest::Digest;

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

    /// Whether we may not write there, or, what is the same to Windows, another
    /// program has the file open.
    pub fn is_denied(&self) -> bool {
        self.source.kind() == io::ErrorKind::PermissionDenied
    }

    /// Whether something else is in the way that is not ours to write over.
    pub fn is_in_the_way(&self) -> bool {
        use io::ErrorKind::{AlreadyExists, IsADirectory, NotADirectory};
        matches!(self.source.kind(), AlreadyExists | IsADirectory | NotADirectory)
    }

    /// Whether there is no room left.
    pub fn is_full(&self) -> bool {
        use io::ErrorKind::{QuotaExceeded, StorageFull};
        matches!(self.source.kind(), StorageFull | QuotaExceeded)
    }

    /// Whether every further file would meet the same fault.
    pub fn is_lasting(&self) -> bool {
        use io::ErrorKind::{NotFound, ReadOnlyFilesystem};
        self.is_full() || matches!(self.source.kind(), ReadOnlyFilesystem | NotFound)
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

/// The folder that a file is in.
pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

/// How the names of files begin that are not whole yet, by what they belong to.
pub(super) fn temporary(of: &str) -> String {
    format!(".dudao{of}-part-")
}

/// Writes a file under a temporary name beside its place, syncs it, and moves it
/// there: a run that is killed leaves the old file or the new one.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    write_with(path, &temporary("-file"), |file| file.write_all(bytes))
}

/// The same with the writing left to the caller, and the beginning of the
/// temporary name, by which [`sweep`] knows what a killed run left.
pub(super) fn write_with(
    path: &Path,
    temporary: &str,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> Result<(), Fault> {
    let fault = |source| Fault { path: path.to_owned(), source };
    let folder = folder_of(path);
    let mut builder = tempfile::Builder::new();
    builder.prefix(temporary);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o644));
    }
    let mut file = builder
        .tempfile_in(folder)
        .map_err(|source| Fault { path: folder.to_owned(), source })?;
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

/// Writes a value as JSON, piece by piece, for it may be long, with a line feed at its
/// end; gives its length and digest.
pub(super) fn write_json(
    path: &Path,
    temporary: &str,
    value: &impl Serialize,
) -> Result<(u64, Digest), Fault> {
    let mut hasher = blake3::Hasher::new();
    write_with(path, temporary, |file| {
        let mut out = BufWriter::new(Tee { file, hasher: &mut hasher });
        serde_json::to_writer_pretty(&mut out, value)?;
        out.write_all(b"\n")?;
        out.flush()
    })?;
    Ok((hasher.count(), hasher.into()))
}

/// A file whose content is hashed as it is written.
struct Tee<'a> {
    file: &'a mut File,
    hasher: &'a mut blake3::Hasher,
}

impl Write for Tee<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.hasher.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
