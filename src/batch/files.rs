//! Putting outputs into their folder: whole or not at all.

use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::diagnostic::reason;

/// The machine failed: what was being done, where, and why.
#[derive(Debug)]
pub struct Fault {
    pub path: PathBuf,
    pub source: io::Error,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = reason(&self.source);
        write!(f, "写不了 {}：{reason}", self.path.display())
    }
}

impl std::error::Error for Fault {}

/// Makes a folder where there is none.
pub fn make_folder(path: &Path) -> Result<(), Fault> {
    std::fs::create_dir_all(path).map_err(|source| Fault { path: path.to_owned(), source })
}

/// Writes a file under a temporary name beside its place, syncs it, and moves it
/// there: a run that is killed leaves the old file or the new one.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let fault = |source| Fault { path: path.to_owned(), source };
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".dudao-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o644));
    }
    let mut file = builder.tempfile_in(folder).map_err(fault)?;
    file.write_all(bytes).map_err(fault)?;
    file.as_file().sync_all().map_err(fault)?;
    file.persist(path).map_err(|error| fault(error.error))?;
    Ok(())
}
