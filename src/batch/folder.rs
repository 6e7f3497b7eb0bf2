//! The output folder: one run at a time, what earlier runs left in it, and the
//! journal by which a run that was killed is taken up again.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use same_file::Handle;
use serde::Serialize;

use super::digest::Digest;
use super::files::{self, Fault};
use super::manifest::{Manifest, Output, Row};
use super::shard::Shard;

/// An output folder that this run alone writes its documents to.
///
/// Each document that is finished is entered into the journal, a hidden file
/// with a [`Row`] as JSON on every line, after its files have their names. The
/// manifest takes the journal's place when the run ends.
pub struct Folder {
    path: PathBuf,
    /// Tells the files of several shards in one folder apart.
    suffix: String,
    journal: Mutex<File>,
    before: Option<Manifest>,
    rows: BTreeMap<String, Row>,
}

impl Folder {
    /// Makes the folder where there is none, and reads what is known of its
    /// files.
    ///
    /// # Errors
    /// [`io::ErrorKind::ResourceBusy`] where another run is writing to it.
    pub fn open(path: &Path, shard: Option<Shard>) -> Result<Folder, Fault> {
        files::make_folder(path)?;
        let suffix = shard.map_or(String::new(), |s| format!("-{}-{}", s.index(), s.of()));
        let at = path.join(format!(".dudao-journal{suffix}"));
        let journal = lock(&at).map_err(|source| Fault { path: path.to_owned(), source })?;
        files::sweep(path, &temporary(&suffix))?;
        // Without a manifest that can be read everything is made anew.
        let before = Manifest::read(&path.join(format!("manifest{suffix}.json"))).ok();
        let mut rows = BTreeMap::new();
        for row in before.iter().flat_map(|manifest| &manifest.editions) {
            rows.insert(row.key.clone(), row.clone());
        }
        // A line that was cut off when the run was killed is no row.
        let lines = BufReader::new(&journal).lines().map_while(Result::ok);
        for row in lines.filter_map(|line| serde_json::from_str::<Row>(&line).ok()) {
            rows.insert(row.key.clone(), row);
        }
        Ok(Folder {
            path: path.to_owned(),
            suffix,
            journal: Mutex::new(journal),
            before,
            rows,
        })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The manifest of the last run that ended.
    pub fn before(&self) -> Option<&Manifest> {
        self.before.as_ref()
    }

    /// What earlier runs made of a document.
    pub fn row(&self, key: &str) -> Option<&Row> {
        self.rows.get(key)
    }

    /// Files that earlier runs made for documents that are planned no more.
    pub fn abandoned(&self, rows: &[Row]) -> Vec<&str> {
        let mut keys: Vec<&str> = rows.iter().map(|row| row.key.as_str()).collect();
        keys.sort_unstable();
        self.rows
            .values()
            .filter(|row| keys.binary_search(&row.key.as_str()).is_err())
            .flat_map(|row| &row.outputs)
            .map(|output| output.name.as_str())
            .filter(|name| self.path.join(name).exists())
            .collect()
    }

    /// Writes a file whole or not at all.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<Output, Fault> {
        let path = self.path.join(name);
        files::write_with(&path, &temporary(&self.suffix), |file| file.write_all(bytes))?;
        Ok(Output {
            name: name.to_owned(),
            bytes: bytes.len() as u64,
            blake3: Digest::of(bytes),
        })
    }

    /// Writes a value as JSON, piece by piece: it may be long.
    pub fn write_json(&self, name: &str, value: &impl Serialize) -> Result<Output, Fault> {
        let path = self.path.join(name);
        let mut hasher = blake3::Hasher::new();
        files::write_with(&path, &temporary(&self.suffix), |file| {
            let mut out = BufWriter::new(Tee { file, hasher: &mut hasher });
            serde_json::to_writer_pretty(&mut out, value)?;
            out.write_all(b"\n")?;
            out.flush()
        })?;
        Ok(Output { name: name.to_owned(), bytes: hasher.count(), blake3: hasher.into() })
    }

    /// Whether a file is there as it was written.
    pub fn has(&self, output: &Output) -> bool {
        let path = self.path.join(&output.name);
        path.metadata().is_ok_and(|file| file.len() == output.bytes)
            && std::fs::read(&path).is_ok_and(|bytes| Digest::of(&bytes) == output.blake3)
    }

    /// Enters a finished document into the journal.
    pub fn enter(&self, row: &Row) -> Result<(), Fault> {
        let fault = |source| Fault { path: self.path.clone(), source };
        let mut line = serde_json::to_vec(row).map_err(|error| fault(error.into()))?;
        line.push(b'\n');
        let mut journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        journal.write_all(&line).map_err(fault)
    }

    /// The name of a file that each shard has of its own.
    pub fn name(&self, stem: &str, extension: &str) -> String {
        format!("{stem}{}.{extension}", self.suffix)
    }

    /// Writes the manifest and its table; the journal has done its work.
    pub fn close(self, manifest: &Manifest) -> Result<(), Fault> {
        self.write(&self.name("manifest", "csv"), &manifest.to_csv())?;
        self.write_json(&self.name("manifest", "json"), manifest)?;
        let journal = self.path.join(format!(".dudao-journal{}", self.suffix));
        std::fs::remove_file(&journal).map_err(|source| Fault { path: journal, source })
    }
}

/// How the names of files begin that are not whole yet.
fn temporary(suffix: &str) -> String {
    format!(".dudao{suffix}-part-")
}

/// Opens the journal for this run alone. A run that ends removes its journal, so
/// what was opened may be gone from the folder by the time it is locked.
fn lock(path: &Path) -> io::Result<File> {
    loop {
        let file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(io::Error::from(io::ErrorKind::ResourceBusy));
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let opened = Handle::from_file(file.try_clone()?)?;
        if Handle::from_path(path).is_ok_and(|there| there == opened) {
            return Ok(file);
        }
    }
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
