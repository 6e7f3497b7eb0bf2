//! Finding 版式.yaml, and giving it to manuscripts that leave their workbook.

use std::path::Path;

use crate::diagnostic::{Report, Sources};
use crate::typeset::{Profile, ProfileFile};
use crate::workbook::{self, PROFILE};

use super::digest::Digest;
use super::files::Fault;
use super::folder::Folder;

/// The profile kept in a folder; the standard's where there is none. `None` after
/// errors.
pub fn profile(
    folder: &Path,
    sources: &mut Sources,
    report: &mut Report,
) -> Option<ProfileFile> {
    let path = folder.join(PROFILE);
    if !path.exists() {
        return Some(ProfileFile::default());
    }
    let id = workbook::read_file(&path, sources, report)?;
    Profile::parse(id, &sources.get(id).text, report)
}

/// Puts a folder's profile, if it has one, into an output folder: manuscripts are to
/// be set as the workbook would have set them.
pub(super) fn copy_profile(from: &Path, to: &Folder, inputs: Digest) -> Result<(), Fault> {
    let path = from.join(PROFILE);
    match std::fs::read(&path) {
        Ok(bytes) => to.write(PROFILE, &bytes, inputs).map(|_| ()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(source) => Err(Fault { path, source }),
    }
}
