//! Finding 版式.yaml.

use std::path::Path;

use crate::diagnostic::{Report, Sources};
use crate::typeset::{Profile, ProfileFile};
use crate::workbook::{self, PROFILE};

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
