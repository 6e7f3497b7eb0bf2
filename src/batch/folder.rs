//! The output folder: one run at a time, what earlier runs left in it, and the
//! journal by which a run that was killed is taken up again.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use same_file::Handle;
use serde::Serialize;

use super::digest::Digest;
use super::files::{self, Fault};
use super::manifest::{Manifest, Output, Row};
use super::plan::Plan;
use super::shard::Shard;

/// How the names of journals begin.
const JOURNAL: &str = ".dudao-journal";

/// A letter whose 发文字号 is another than when it was made before.
#[derive(Debug, PartialEq, Eq)]
pub struct Renumbered {
    pub addressee: String,
    pub before: String,
    pub now: String,
}

/// Files of documents that are planned no more.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Abandoned {
    /// As earlier runs made them.
    pub made: Vec<String>,
    /// Manuscripts that a clerk has changed.
    pub edited: Vec<String>,
}

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
    rows: BTreeMap<String, Row>,
    ledger: Option<Output>,
    killed: bool,
    unread: Option<Fault>,
}

impl Folder {
    /// Makes the folder where there is none, and reads what is known of its
    /// files.
    ///
    /// # Errors
    /// [`io::ErrorKind::ResourceBusy`] where another run is writing to it. Only the
    /// shares of one division write to one folder at the same time.
    pub fn open(path: &Path, shard: Option<Shard>) -> Result<Folder, Fault> {
        let fault = |source| Fault { path: path.to_owned(), source };
        files::make_folder(path)?;
        let suffix = Shard::suffix(shard);
        let name = path.join(format!("{JOURNAL}{suffix}"));
        let killed = name.exists();
        let mut journal = lock(&name).map_err(fault)?;
        // Of two runs that begin together each has locked its own journal before it
        // looks for the other's.
        keep_out(path, shard)
            .inspect_err(|_| {
                if !killed {
                    // Nothing was entered; where it stays, it is taken for that of a
                    // killed run, which costs time but nothing else.
                    let _stays = std::fs::remove_file(&name);
                }
            })
            .map_err(fault)?;
        files::sweep(path, &files::temporary(&suffix))?;
        let list = path.join(format!("manifest{suffix}.json"));
        let (before, unread) = match Manifest::read(&list) {
            Ok(before) => (Some(before), None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => (None, None),
            Err(source) => (None, Some(Fault { path: list, source })),
        };
        let (ledger, rows) =
            before.map_or((None, Vec::new()), |before| (before.figures, before.editions));
        let mut rows: BTreeMap<String, Row> =
            rows.into_iter().map(|row| (row.key.clone(), row)).collect();
        let entered = entered(&mut journal).map_err(fault)?;
        for line in entered.split(|byte| *byte == b'\n') {
            // A line that was cut off when the run was killed is no row.
            if let Ok(row) = serde_json::from_slice::<Row>(line) {
                rows.insert(row.key.clone(), row);
            }
        }
        Ok(Folder {
            path: path.to_owned(),
            suffix,
            journal: Mutex::new(journal),
            rows,
            ledger: ledger.filter(|_| !killed),
            killed,
            unread,
        })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The ledger of the last run, where that run left nothing out and none was
    /// killed since: what it was made from is what all its documents were made from.
    pub fn ledger(&self) -> Option<&Output> {
        self.ledger.as_ref()
    }

    /// Why the manifest that is there could not be read: what earlier runs made is not
    /// known, and all is made anew.
    pub fn unread(&self) -> Option<&Fault> {
        self.unread.as_ref()
    }

    /// What earlier runs made of a document.
    pub fn row(&self, key: &str) -> Option<&Row> {
        self.rows.get(key)
    }

    /// Whether the last run did not come to its end: it may have written files that no
    /// row knows.
    pub fn was_killed(&self) -> bool {
        self.killed
    }

    /// What lies in the folder of documents that are planned no more.
    pub fn abandoned(&self, plan: &Plan) -> Abandoned {
        let planned: BTreeSet<&str> =
            plan.documents.iter().map(|document| document.stem.as_str()).collect();
        let mut abandoned = Abandoned::default();
        let gone = self.rows.values().filter(|row| !planned.contains(row.key.as_str()));
        for output in gone.flat_map(|row| &row.outputs) {
            if !self.path.join(&output.name).exists() {
                continue;
            }
            let edited = output.name.ends_with(".md") && !self.has(output);
            let files = if edited { &mut abandoned.edited } else { &mut abandoned.made };
            files.push(output.name.clone());
        }
        abandoned
    }

    /// Letters that had another 发文字号 when they were made before; what a clerk has
    /// changed by hand he knows.
    pub fn renumbered(&self, rows: impl IntoIterator<Item: Borrow<Row>>) -> Vec<Renumbered> {
        let mut before: BTreeMap<_, BTreeSet<&str>> = BTreeMap::new();
        for (letter, number) in self.rows.values().filter_map(numbered) {
            before.entry(letter).or_default().insert(number);
        }
        if before.is_empty() {
            return Vec::new();
        }
        rows.into_iter()
            .filter_map(|row| {
                let row = Some(row.borrow()).filter(|row| !row.by_hand)?;
                let (letter, now) = numbered(row)?;
                let before = before.get(&letter).filter(|numbers| !numbers.contains(now))?;
                Some(Renumbered {
                    addressee: letter.2.to_owned(),
                    before: (*before.first()?).to_owned(),
                    now: now.to_owned(),
                })
            })
            .collect()
    }

    /// Writes a file whole or not at all. `inputs` is what it was made from.
    pub fn write(&self, name: &str, bytes: &[u8], inputs: Digest) -> Result<Output, Fault> {
        let temporary = files::temporary(&self.suffix);
        files::write_with(&self.path.join(name), &temporary, |file| file.write_all(bytes))?;
        Ok(output(name, bytes.len() as u64, Digest::of(bytes), inputs))
    }

    /// Gives a file that is not ours another name, and says which; none where there is no
    /// such file.
    pub fn set_aside(
        &self,
        name: &str,
        is_ours: impl FnOnce(&[u8]) -> bool,
    ) -> Result<Option<String>, Fault> {
        let path = self.path.join(name);
        let fault = |source| Fault { path: path.clone(), source };
        match std::fs::read(&path) {
            Ok(there) if is_ours(&there) => return Ok(None),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(fault(error)),
        }
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let mut aside = format!("{stem} 换下.{extension}");
        let mut count = 1;
        while self.path.join(&aside).exists() {
            count += 1;
            aside = format!("{stem} 换下{count}.{extension}");
        }
        std::fs::rename(&path, self.path.join(&aside)).map_err(fault)?;
        Ok(Some(aside))
    }

    /// The same of a value as JSON, under a name that each shard has of its own.
    pub fn write_json(
        &self,
        stem: &str,
        value: &impl Serialize,
        inputs: Digest,
    ) -> Result<Output, Fault> {
        let name = format!("{stem}{}.json", self.suffix);
        let temporary = files::temporary(&self.suffix);
        let (bytes, blake3) = files::write_json(&self.path.join(&name), &temporary, value)?;
        Ok(output(&name, bytes, blake3, inputs))
    }

    /// Whether a file is there as it was written.
    pub fn has(&self, output: &Output) -> bool {
        let path = self.path.join(&output.name);
        path.metadata().is_ok_and(|file| file.len() == output.bytes)
            && Digest::of_file(&path).is_ok_and(|digest| digest == output.blake3)
    }

    /// Enters a finished document into the journal.
    pub fn enter(&self, row: &Row) -> Result<(), Fault> {
        let fault = |source| Fault { path: self.path.clone(), source };
        let mut line = serde_json::to_vec(row).map_err(|error| fault(error.into()))?;
        line.push(b'\n');
        let mut journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        journal.write_all(&line).map_err(fault)
    }

    /// Lets the next run have the folder; the manifest has taken the journal's place.
    pub fn close(self) -> Result<(), Fault> {
        let journal = self.path.join(format!("{JOURNAL}{}", self.suffix));
        std::fs::remove_file(&journal).map_err(|source| Fault { path: journal, source })
    }
}

/// What a letter is known again by, and its 发文字号.
fn numbered(row: &Row) -> Option<((&str, &str, &str), &str)> {
    let letter = (row.kind.as_str(), row.title.as_deref()?, row.addressee.as_deref()?);
    Some((letter, row.number.as_deref()?))
}

fn output(name: &str, bytes: u64, blake3: Digest, inputs: Digest) -> Output {
    let name = name.to_owned();
    Output { name, bytes, blake3, inputs, images: BTreeMap::new(), pages: None }
}

/// What a killed run has entered. What is entered from now on begins a line.
fn entered(journal: &mut File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    journal.read_to_end(&mut bytes)?;
    if bytes.last().is_some_and(|last| *last != b'\n') {
        journal.write_all(b"\n")?;
    }
    Ok(bytes)
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

/// Fails where a run holds a journal that is neither ours nor that of another share
/// of the same division: it would write the same files.
fn keep_out(folder: &Path, shard: Option<Shard>) -> io::Result<()> {
    for entry in folder.read_dir()? {
        let entry = entry?;
        let name = entry.file_name();
        let Some(of) = name.to_str().and_then(|name| name.strip_prefix(JOURNAL)) else {
            continue;
        };
        let ours = of == Shard::suffix(shard);
        let beside = shard.is_some_and(|shard| of.ends_with(&format!("-{}", shard.of())));
        if ours || beside {
            continue;
        }
        // Shared: others may be looking at the same time.
        match File::open(entry.path()).map(|journal| journal.try_lock_shared()) {
            Ok(Err(TryLockError::WouldBlock)) => {
                return Err(io::Error::from(io::ErrorKind::ResourceBusy));
            }
            Ok(Err(TryLockError::Error(error))) => return Err(error),
            Ok(Ok(())) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::Status;

    fn row(key: &str) -> Row {
        Row::bare(key, Status::Made)
    }

    #[test]
    fn a_line_that_was_cut_off_costs_no_other() {
        let path = tempfile::tempdir().unwrap();
        let open = || Folder::open(path.path(), None).unwrap();
        let line = serde_json::to_vec(&row("督导意见书 第一小学")).unwrap();
        let inside_a_character = line.iter().position(|byte| !byte.is_ascii()).unwrap() + 1;
        open().enter(&row("甲")).unwrap();
        let mut journal =
            OpenOptions::new().append(true).open(path.path().join(JOURNAL)).unwrap();
        journal.write_all(&line[..inside_a_character]).unwrap();
        open().enter(&row("乙")).unwrap();
        let folder = open();
        assert!(folder.row("甲").is_some() && folder.row("乙").is_some());
        assert!(folder.row("督导意见书 第一小学").is_none());
    }
}
